//! Units in which a span is measured, on folded text: characters, of which an ideograph or a kana counts two, and words.

/// Whether a character stands for about two letters of an alphabet.
#[must_use]
pub fn wide(c: char) -> bool {
    matches!(
        c,
        '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'
    )
}

/// The text without what was cut of a character at either end, and how much that was at the start.
#[must_use]
pub fn whole(bytes: &[u8]) -> (usize, &str) {
    let head = bytes.iter().take(3).take_while(|b| (**b & 0xc0) == 0x80).count();
    let bytes = bytes.get(head..).unwrap_or_default();
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(e) => bytes.get(..e.valid_up_to()).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or_default(),
    };
    (head, text)
}

/// Characters of a folded text.
#[must_use]
pub fn chars(text: &str) -> u32 {
    if text.is_ascii() {
        return u32::try_from(text.len()).unwrap_or(u32::MAX);
    }
    text.chars().fold(0, |n: u32, c| n.saturating_add(if wide(c) { 2 } else { 1 }))
}

/// Words of a folded text: what stands between blanks, and each ideograph or kana.
#[must_use]
pub fn words(text: &str) -> u32 {
    let (mut n, mut inside) = (0_u32, false);
    for c in text.chars() {
        if wide(c) {
            n = n.saturating_add(1);
            inside = false;
        } else if c.is_alphanumeric() {
            n = n.saturating_add(u32::from(!inside));
            inside = true;
        } else if c == ' ' {
            inside = false;
        }
    }
    n
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn ideographs_count_two() {
        assert_eq!((chars("abc d"), words("abc d, - it's")), (5, 3));
        assert_eq!((chars("漢字かな a"), words("漢字 ab かな")), (10, 5));
        assert_eq!(chars("приве́т"), 7);
        let bytes = "é漢".as_bytes();
        assert_eq!(whole(&bytes[1..]), (1, "漢"));
        assert_eq!(whole(&bytes[..4]), (0, "é"));
        assert_eq!(whole(b"\x80\x80"), (2, ""));
    }
}
