//! The last line of `gpai check`: the exit code and the reason for it; and the line for a folder that is that of no model.

use gpai_dossier::holds::Holds;
use gpai_forms::escape::visible;
use gpai_rules::law::{Language, Law};
use jiff::civil::Date;

use super::style::{BAD, DIM, OPEN, columns, paint, wrap};
use super::words::{article, exit as words};
use crate::outcome::Exit;

/// How the assessment of one folder ends the run.
pub struct Ended {
    /// The code.
    pub exit: Exit,
    /// Duties that apply and are not met, with the day they are due; those that decide.
    pub unmet: Vec<(String, Option<Date>)>,
    /// Questions that are open.
    pub open: usize,
    /// Whether any other code than 0 was refused.
    pub never: bool,
    /// The day assessed for.
    pub as_of: Date,
}

/// Duties named in the line.
const NAMED: usize = 4;

/// The last line.
pub fn line(_law: &Law, end: &Ended, lang: Language) -> String {
    let named: Vec<String> = end.unmet.iter().take(NAMED).map(|(id, due)| duty(id, *due, end.as_of, lang)).collect();
    let more = end.unmet.len().saturating_sub(named.len());
    let more = if more > 0 { format!(" +{more}") } else { String::new() };
    let listed = format!("{}{more}", named.join(words::BETWEEN.get(lang)));
    let (text, style) = match end.exit {
        Exit::Gap => (words::EXIT_GAP.fill(lang, &[("duties", &listed)]), BAD),
        Exit::Open => (words::EXIT_OPEN.fill(lang, &[("n", &end.open)]), OPEN),
        _ if end.never && !end.unmet.is_empty() => (words::EXIT_NEVER.fill(lang, &[("duties", &listed)]), DIM),
        _ if !end.unmet.is_empty() => (words::EXIT_NOT_YET.fill(lang, &[("duties", &listed)]), DIM),
        _ if end.open > 0 => (words::EXIT_NO_GAP_OPEN.fill(lang, &[("n", &end.open)]), DIM),
        _ => (words::EXIT_NO_GAP.get(lang).to_owned(), DIM),
    };
    format!("{}\n", paint(style, &wrap(&text, columns()).join("\n  ")))
}

/// A duty with its day and what is left of the time.
fn duty(id: &str, due: Option<Date>, as_of: Date, lang: Language) -> String {
    let Some(due) = due else { return article(id) };
    let days = as_of.until(due).map(|span| span.get_days()).unwrap_or_default();
    let remark = match days {
        0 => words::DUE_TODAY.get(lang).to_owned(),
        1.. => words::DAYS_LEFT.fill(lang, &[("day", &due), ("n", &days)]),
        _ => words::DAYS_LATE.fill(lang, &[("day", &due), ("n", &days.unsigned_abs())]),
    };
    format!("{}{}", article(id), super::words::bracketed(&remark, lang))
}

/// The last line of a run over several folders.
pub fn total(ends: &[Ended], failed: usize, exit: Exit, lang: Language) -> String {
    let count = |code: Exit| ends.iter().filter(|end| end.exit == code).count();
    let values: [(&str, &dyn std::fmt::Display); 4] =
        [("n", &(ends.len() + failed)), ("gap", &count(Exit::Gap)), ("failed", &failed), ("code", &(exit as u8))];
    format!("\n{}\n", words::EXIT_TOTAL.fill(lang, &values))
}

/// The one line for a folder that is that of no model, but was assessed for what was answered or for what its text says.
pub fn no_model(folder: &str, holds: &Holds, lang: Language) -> Option<String> {
    let folder = visible(folder);
    let text = match holds {
        Holds::Model | Holds::Nothing => return None,
        Holds::Source(by) => words::IS_SOURCE.fill(lang, &[("folder", &folder), ("by", &visible(by))]),
        Holds::DataSet(why) => words::IS_DATA_SET.fill(lang, &[("folder", &folder), ("why", &visible(why))]),
        Holds::Collection(models) => words::IS_COLLECTION.fill(lang, &[("folder", &folder), ("n", &models.len())]),
    };
    Some(paint(OPEN, &text))
}
