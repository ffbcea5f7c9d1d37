//! A small chart beneath rows that hold shares: one bar a row, drawn in text, so that every format shows the same. Results that
//! are no share between 0 and 1 are not drawn, and nothing is converted.

use gpai_rules::number::Number;

use super::inline::inlines;
use super::record::{Record, Value};
use super::sheet::{Block, Inline};
use super::template::{Field, Shape};

/// Columns of a bar.
const BAR: u32 = 20;
/// Bars of one chart.
const BARS: usize = 24;

/// The bars of a field that names a column for them; at least two, for one bar compares nothing.
pub(super) fn of(field: &Field, record: &Record) -> Vec<Block> {
    let (Some(column), Shape::Rows(parts)) = (&field.chart, &field.shape) else { return Vec::new() };
    let Some(Value::Rows(rows)) = record.value(&field.id) else { return Vec::new() };
    let Some(title) = parts.first() else { return Vec::new() };
    let bars: Vec<Block> = rows
        .iter()
        .filter_map(|row| {
            let Some(Value::Text(result)) = row.get(column) else { return None };
            let Some(Value::Text(name)) = row.get(&title.key) else { return None };
            let (value, bar) = share(result)?;
            let mut line = vec![Inline::Text(format!("{bar} {value} "))];
            line.extend(inlines(name));
            Some(Block::Note(line))
        })
        .take(BARS)
        .collect();
    if bars.len() < 2 { Vec::new() } else { bars }
}

/// The share at the start of a result (`0.7421 ± 0.0044`), and its bar. A whole number may be a count of anything.
fn share(result: &str) -> Option<(&str, String)> {
    let first = result.split_whitespace().next()?;
    let rest = result.get(first.len()..)?.trim_start();
    let plain = rest.is_empty() || rest.starts_with(['±', '(', '[', ',', ';']);
    let n = Number::parse(first).ok().filter(|n| *n <= Number::from_u128(1))?;
    if !plain || !first.contains('.') {
        return None;
    }
    let filled = (1..=BAR).filter(|step| Number::from_u128((*step).into()) <= n.times_u(BAR)).count();
    Some((first, format!("{}{}", "█".repeat(filled), "░".repeat((BAR as usize).saturating_sub(filled)))))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::template::Template;

    #[test]
    fn shares_are_drawn_and_nothing_else() {
        assert_eq!(share("0.50 ± 0.1").unwrap().1, "██████████░░░░░░░░░░");
        assert_eq!(share("1.0").unwrap().1.matches('█').count(), 20);
        assert_eq!(share("0.0").unwrap().1.matches('█').count(), 0);
        for other in ["9 of 40", "74.2", "1", "0.4 of 1", "no uplift", "", "-0.2", "0.7 %"] {
            assert!(share(other).is_none(), "{other}");
        }
    }

    #[test]
    fn two_bars_make_a_chart() {
        let template = Template::book().unwrap().into_iter().find(|t| t.kind == "model-report").unwrap();
        let field = template.field("7.3.evaluations").unwrap();
        let record = |results: &[&str]| {
            let rows: String = results
                .iter()
                .map(|r| format!("{{ evaluation = \"E\", method = \"m\", result = \"{r}\", samples = \"0\" }},"))
                .collect();
            let text = format!(
                "[document]\nkind = \"model-report\"\ntemplate = \"{}\"\n[answers]\n\"7.3.evaluations\" = [{rows}]\n",
                template.version
            );
            Record::read("x.toml", &text).unwrap().1
        };
        assert_eq!(of(field, &record(&["0.5 ± 0.1", "0.25", "9 of 40"])).len(), 2);
        assert!(of(field, &record(&["0.5", "9 of 40"])).is_empty());
    }
}
