//! A logarithmic scale of FLOP drawn in characters: intervals as bars, thresholds as marks. Exact, without floats.

use gpai_rules::number::{Interval, Number};

/// Eighths of a decade, times a thousand: 10^(k/8).
const STEPS: [u32; 8] = [1000, 1334, 1778, 2371, 3162, 4217, 5623, 7499];

/// The columns from one power of ten to another.
#[derive(Debug)]
pub struct Scale {
    /// The lower edge of each column.
    edges: Vec<Number>,
    /// The columns with a threshold, and its text.
    marks: Vec<(usize, String)>,
}

impl Scale {
    /// A scale on which the amounts and thresholds lie, in at most so many columns.
    pub fn over(amounts: &[&Interval], thresholds: &[&Number], columns: usize) -> Scale {
        let powers = |n: &Number| power(n);
        let all = amounts.iter().flat_map(|a| [&a.low, &a.high]).chain(thresholds.iter().copied());
        // An amount of next to nothing would squeeze the rest together; it is drawn at the edge.
        let known: Vec<i32> = all.filter_map(powers).filter(|p| *p >= 14).collect();
        let first = known.iter().min().copied().unwrap_or(22).min(22);
        let last = known.iter().max().copied().unwrap_or(25).max(25) + 1;
        let decades = usize::try_from(last - first).unwrap_or(1).max(1);
        let step = [8, 4, 2, 1].into_iter().find(|s| decades * s <= columns).unwrap_or(1);
        let mut edges = Vec::new();
        for decade in first..last {
            for k in (0..8).step_by(8 / step) {
                let mantissa = STEPS.get(k).copied().unwrap_or(1000);
                if let Ok(edge) = Number::parse(&format!("{mantissa}e{}", decade - 3)) {
                    edges.push(edge);
                }
            }
        }
        let mut scale = Scale { edges, marks: Vec::new() };
        for threshold in thresholds {
            let text = power(threshold).map(|p| format!("1e{p}")).unwrap_or_default();
            scale.marks.push((scale.column(threshold), text));
        }
        scale.marks.sort();
        scale.marks.dedup();
        scale
    }

    /// The column of an amount; what lies outside is drawn at the edge.
    fn column(&self, amount: &Number) -> usize {
        self.edges.iter().rposition(|edge| edge <= amount).unwrap_or(0)
    }

    /// The names of the thresholds above their columns.
    pub fn heading(&self) -> String {
        let mut text = String::new();
        for (column, name) in &self.marks {
            // A name that would run into the one before is left out.
            if text.is_empty() || text.chars().count() < *column {
                let fill = column - text.chars().count();
                text.push_str(&" ".repeat(fill));
                text.push_str(name);
            }
        }
        text
    }

    /// The bar of an interval: `├──●─┤`, thresholds as `│` where the bar is not.
    pub fn bar(&self, value: &Interval) -> String {
        let (low, high) = (self.column(&value.low), self.column(&value.high));
        let best = value.best.as_ref().map(|b| self.column(b));
        (0..self.edges.len())
            .map(|i| match i {
                _ if best == Some(i) => '●',
                _ if i == low && low == high => '●',
                _ if i == low => '├',
                _ if i == high => '┤',
                _ if low < i && i < high => '─',
                _ if self.marks.iter().any(|(m, _)| *m == i) => '│',
                _ => '·',
            })
            .collect()
    }
}

/// The power of ten of an amount; `None` for zero.
fn power(number: &Number) -> Option<i32> {
    let one = number.significant(1).to_string();
    if let Some((_, power)) = one.split_once('e') {
        return power.parse().ok();
    }
    let whole = one.split('.').next().unwrap_or_default();
    if whole.trim_start_matches('0').is_empty() { None } else { i32::try_from(whole.len()).ok().map(|l| l - 1) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn n(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    #[test]
    fn bars_and_marks_stand_where_they_belong() {
        let value = Interval::new(n("5e23"), Some(n("1e24")), n("2e24")).unwrap();
        let scale = Scale::over(&[&value], &[&n("1e23"), &n("1e25")], 40);
        assert_eq!(scale.heading(), "        1e23            1e25");
        assert_eq!(scale.bar(&value), "········│····├──●─┤·····│·······");
    }

    #[test]
    fn nothing_and_everything_stay_on_the_scale() {
        let wide = Interval::new(n("0"), None, n("1e30")).unwrap();
        let scale = Scale::over(&[&wide], &[&n("1e23"), &n("1e25")], 34);
        let bar = scale.bar(&wide);
        assert!(bar.starts_with('├') && bar.contains('┤') && bar.chars().count() <= 34, "{bar}");
        let zero = Interval::point(n("0"));
        assert!(Scale::over(&[&zero], &[], 34).bar(&zero).starts_with('●'));
    }
}
