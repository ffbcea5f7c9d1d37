//! Strangers' text made harmless: no control character, no markup.

use std::fmt::Write as _;

/// Control characters, and the invisible ones that reorder text on a screen, become visible escapes such as `\x1b`.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push(' '),
            c if c.is_control() => {
                let _ = write!(out, "\\x{:02x}", u32::from(c));
            }
            c if is_unseen(c) => {
                let _ = write!(out, "\\u{{{:04x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// Text that Markdown shows as it stands: no markup, no HTML, no line break, no table cell end.
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '(' | ')' | '#' | '|' | '~' | '!' | '$' => {
                out.push('\\');
                out.push(c);
            }
            ':' => out.push_str("&#58;"),
            '@' => out.push_str("&#64;"),
            c => out.push(c),
        }
    }
    out
}

/// The same for text inside a line that holds no control character any more, with as few escapes as do: the source of a
/// model card is read, too. Where the line begins is not this function's matter.
pub fn markdown_inside(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            // an address or a `:smile:`
            ':' if chars.peek().is_some_and(|next| !next.is_whitespace()) => out.push_str("&#58;"),
            // GitHub makes a link of `www.`
            '.' if before.eq_ignore_ascii_case(&'w') => out.push_str("&#46;"),
            '@' => out.push_str("&#64;"),
            c => out.push(c),
        }
        before = c;
    }
    out
}

/// Marks that are not seen, and turn the direction or the look of what stands around them.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A JSON text with the characters escaped that a JSON writer leaves raw: DEL, C1, and marks that are not seen.
pub fn json(text: &str) -> String {
    let raw = |c: char| (c.is_control() && c != '\n') || is_unseen(c);
    if !text.chars().any(raw) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if raw(c) {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_a_stranger_is_markup() {
        assert_eq!(visible("a\x1b[31mb\n\u{202e}c\u{85}"), "a\\x1b[31mb\\n\\u{202e}c\\x85");
        assert_eq!(markdown("<b>|x|[y](http://z)"), "&lt;b&gt;\\|x\\|\\[y\\]\\(http&#58;//z\\)");
        assert_eq!(markdown_inside("a (b): c_d www.x.y :tada: <i>"), "a (b): c\\_d www&#46;x.y &#58;tada: &lt;i&gt;");
        assert_eq!(visible("\u{61c}"), "\\u{061c}");
        assert_eq!(json("\"\u{202e}\u{61c}\""), "\"\\u202e\\u061c\"");
        assert_eq!(json("\"a\u{7f}\u{9b}\"\n"), "\"a\\u007f\\u009b\"\n");
    }
}
