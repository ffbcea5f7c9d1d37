//! Options of a form as they stand in a text: compared by letters and digits alone.

use gpai_forms::template::Choice;

/// Letters and digits of a text, lower case: `10 000 hours` and `10,000 hours` are one.
pub fn compact(text: &str) -> String {
    let text: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    text.replace("trillions", "trillion").replace("billions", "billion").replace("millions", "million")
}

/// The option with which a text begins, and the text after it.
pub(super) fn option_at<'t>(text: &'t str, options: &[Choice]) -> Option<(String, &'t str)> {
    let mut best: Option<(String, &str, usize)> = None;
    for option in options {
        for label in std::iter::once(&option.label).chain(&option.also) {
            if let Some(rest) = strip(text, label)
                && best.as_ref().is_none_or(|(_, _, length)| compact(label).len() > *length)
            {
                best = Some((option.word.clone(), rest, compact(label).len()));
            }
        }
    }
    best.map(|(word, rest, _)| (word, rest))
}

/// The text after a label with which it begins, compared by letters and digits alone.
fn strip<'t>(text: &'t str, label: &str) -> Option<&'t str> {
    let label = compact(label);
    if label.is_empty() {
        return None;
    }
    let mut end = None;
    for (at, c) in text.char_indices() {
        let to = at + c.len_utf8();
        if !c.is_alphanumeric() {
            if end.is_some() {
                break;
            }
            continue;
        }
        let so_far = compact(text.get(..to).unwrap_or_default());
        if so_far == label {
            end = Some(to);
        } else if end.is_some() {
            // A plural may follow; any other letter makes another word of it.
            if matches!(c, 's' | 'S') && so_far.len() == label.len() + 1 {
                end = Some(to);
                continue;
            }
            return if label.ends_with(|l: char| l.is_ascii_digit()) == c.is_ascii_digit() {
                None
            } else {
                text.get(end?..)
            };
        } else if so_far.len() > label.len() + 2 {
            return None;
        }
    }
    text.get(end?..)
}
