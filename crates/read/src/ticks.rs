//! Check boxes as people write them: box characters, symbol fonts, letters in brackets; all become one of two characters.

use super::flow::{EMPTY, TICKED};

/// What a character of an ordinary font says of a box: `Some(true)` ticked, `Some(false)` empty.
pub fn character(c: char) -> Option<bool> {
    match c {
        // Ballot boxes with check, X, and their filled relatives; check marks and crosses; radio buttons.
        '\u{2611}' | '\u{2612}' | '\u{2713}' | '\u{2714}' | '\u{2705}' | '\u{1F5F9}' | '\u{1F5F7}' | '\u{1F5F5}'
        | '\u{1F5F4}' | '\u{1F5F8}' | '\u{1F5F6}' | '\u{22A0}' | '\u{25C9}' | '\u{2BBD}' | '\u{2BBE}' | '\u{2BBF}'
        | '\u{1F78D}' | '\u{25A3}' | '\u{26DD}' | '\u{1F518}' | '\u{237B}' => Some(true),
        '\u{2610}' | '\u{25A1}' | '\u{25FB}' | '\u{25FD}' | '\u{2B1C}' | '\u{2751}' | '\u{2752}' | '\u{274F}'
        | '\u{2750}' | '\u{1F78E}' | '\u{1F5C6}' | '\u{25CB}' | '\u{25EF}' | '\u{1F790}' | '\u{2B58}' | '\u{25FE}'
        | '\u{1F533}' | '\u{2395}' => Some(false),
        '\u{F0FB}' => None,
        // Symbol fonts put their codes at F000 to F0FF: Wingdings x, o, q, r, ..., as Word writes them.
        '\u{F000}'..='\u{F0FF}' => symbol((u32::from(c) & 0xFF) as u8),
        _ => None,
    }
}

/// A cross as people write it: a tick where it stands alone in its answer, an empty box beside check marks. It stays in the
/// text until its answer is looked at.
pub const CROSS: char = '\u{2717}';

/// A small drawing of which is not known whether it is a ticked box or an empty one.
pub const DRAWN: char = '\u{E0FF}';

/// Whether a character is a cross.
pub fn cross(c: char) -> bool {
    matches!(c, CROSS | '\u{2718}' | '\u{2715}' | '\u{2716}' | '\u{274C}' | '\u{F0FB}')
}

/// Whether a character is a filled box or circle: the chosen one where empty ones stand in the same answer, else a bullet.
pub fn filled(c: char) -> bool {
    matches!(c, '\u{25CF}' | '\u{25A0}' | '\u{2B1B}' | '\u{2B24}' | '\u{25FC}' | '\u{26AB}')
}

/// Whether a character is a sign of which nothing is known: one that a file does not name, or of a font's private use.
pub fn unknown(c: char) -> bool {
    matches!(c, '\u{FFFD}' | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}')
}

/// Whether it is one of the bullets of Word's symbol fonts.
pub fn bullet(c: char) -> bool {
    matches!(c, '\u{F0B7}' | '\u{F0A7}' | '\u{F0D8}' | '\u{F076}')
}

/// A code of Wingdings or a font laid out like it.
pub fn symbol(code: u8) -> Option<bool> {
    match code {
        0x6F | 0x70 | 0x71 | 0x72 | 0xA8 | 0xA3 | 0xA1 | 0xA6 => Some(false),
        0x78 | 0xFB | 0xFC | 0xFD | 0xFE | 0xA4 | 0x54 => Some(true),
        _ => None,
    }
}

/// A code of ZapfDingbats: check marks, crosses, boxes.
pub fn dingbat(code: u8) -> Option<bool> {
    match code {
        0x33..=0x38 => Some(true),
        0x6F..=0x72 => Some(false),
        _ => None,
    }
}

/// The letters of a ligature that has a character of its own; `None` for other characters.
pub fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{FB00}' => "ff",
        '\u{FB01}' => "fi",
        '\u{FB02}' => "fl",
        '\u{FB03}' => "ffi",
        '\u{FB04}' => "ffl",
        '\u{FB05}' | '\u{FB06}' => "st",
        _ => return None,
    })
}

/// Whether a character is of no use in a text: control characters other than line ends and tabs, and marks without width.
pub fn unseen(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Text without unseen characters, ligatures as letters, and with every written box replaced by [`TICKED`] or [`EMPTY`]: box characters, `[x]`, `[ ]`, `(x)`, `( )`.
pub fn normalise(text: &str) -> String {
    let chars: Vec<char> = text.chars().filter(|c| !unseen(*c)).collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        if let Some(letters) = ligature(c) {
            out.push_str(letters);
            at += 1;
            continue;
        }
        let mark = if cross(c) { Some(CROSS) } else { character(c).map(|t| if t { TICKED } else { EMPTY }) };
        if let Some(mark) = mark {
            out.push(mark);
            // A variation selector belongs to the character before it.
            at += if chars.get(at + 1).is_some_and(|n| matches!(n, '\u{FE0E}' | '\u{FE0F}')) { 2 } else { 1 };
            continue;
        }
        if let Some((ticked, length)) = bracketed(chars.get(at..).unwrap_or_default()) {
            // `a[x]` is an index and `f( )` a call, not a box.
            let free = at == 0 || chars.get(at - 1).is_none_or(|p| !p.is_alphanumeric());
            let after = chars.get(at + length).is_none_or(|n| !matches!(n, '(' | '['));
            if free && after {
                out.push(if ticked { TICKED } else { EMPTY });
                at += length;
                continue;
            }
        }
        out.push(c);
        at += 1;
    }
    out
}

/// Most spaces on one side within a box of brackets.
const MOST_ROOM: usize = 5;

/// A box written with brackets at the beginning, and its length.
fn bracketed(chars: &[char]) -> Option<(bool, usize)> {
    let close = match chars.first()? {
        '[' => ']',
        '(' => ')',
        _ => return None,
    };
    // `[ X ]`, `[   ]`: a box with room in it.
    let room =
        |at: usize| chars.get(at..).unwrap_or_default().iter().take_while(|c| matches!(c, ' ' | '\u{A0}')).count();
    let first = room(1);
    if first > 0 {
        let second = first + 2 + room(first + 2);
        return match (chars.get(first + 1), chars.get(second)) {
            (Some(&c), _) if c == close && first <= MOST_ROOM => Some((false, first + 2)),
            (Some(c), Some(&end)) if mark(*c) && end == close && second <= 2 * MOST_ROOM => Some((true, second + 1)),
            _ => None,
        };
    }
    match (chars.get(1)?, chars.get(2)) {
        (c, Some(&end)) if mark(*c) && end == close => Some((true, 3)),
        ('_', Some(&c)) if c == close => Some((false, 3)),
        (&c, _) if c == close && close == ']' => Some((false, 2)),
        _ => None,
    }
}

/// A mark that people write into a box of brackets.
fn mark(c: char) -> bool {
    matches!(c, 'x' | 'X' | '\u{2713}' | '\u{2714}' | '\u{D7}' | '*' | '\u{2022}' | '\u{25CF}' | '\u{221A}')
}

/// Whether the text has a box.
pub fn any(text: &str) -> bool {
    text.contains([TICKED, EMPTY, CROSS])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_become_two_characters() {
        assert_eq!(normalise("\u{2611} Yes \u{25A1} No"), "\u{2612} Yes \u{2610} No");
        assert_eq!(normalise("[x] Yes [ ] No"), "\u{2612} Yes \u{2610} No");
        assert_eq!(normalise("\u{F0FE} Text \u{F0A8} Image"), "\u{2612} Text \u{2610} Image");
        assert_eq!(normalise("a[x] and [x](https://example.com)"), "a[x] and [x](https://example.com)");
        assert_eq!(normalise("\u{2714}\u{FE0F} Yes"), "\u{2612} Yes");
        assert_eq!(normalise("[ X ] Yes [   ] No ( x) a ( ) b"), "\u{2612} Yes \u{2610} No \u{2612} a \u{2610} b");
        assert_eq!(normalise("[ Xavier ] and [ a ]"), "[ Xavier ] and [ a ]");
    }
}
