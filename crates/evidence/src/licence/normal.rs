//! From a licence text in normal form back to the text itself.

/// The byte of a text that stands at a byte of its normal form ([`gpai_rules::licence::normalise`]).
pub fn original(text: &str, at: usize) -> usize {
    let (mut length, mut blank) = (0, false);
    for (place, c) in text.char_indices() {
        if c.is_whitespace() || matches!(c, '*' | '#' | '_' | '>') {
            length += usize::from(!blank);
            blank = true;
        } else {
            length += if c.is_ascii() { 1 } else { c.to_lowercase().map(char::len_utf8).sum::<usize>() };
            blank = false;
        }
        if length > at {
            return place;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn finds_back_what_the_law_normalised() {
        for text in ["A  **b**\r\n> c_d # É\u{a0}İx", "", "\n\n", "a", " * x"] {
            let normal = gpai_rules::licence::normalise(text);
            for (at, c) in normal.char_indices() {
                let there = text.get(original(text, at)..).unwrap().chars().next().unwrap();
                let same = there.to_lowercase().any(|l| l == c);
                assert!(same || (c == ' ' && (there.is_whitespace() || "*#_>".contains(there))), "{text:?} {at}");
            }
            assert_eq!(original(text, normal.len() + 5), 0);
        }
    }
}
