//! Colours and widths. Colour goes to terminals only; `NO_COLOR` and a pipe turn it off (anstream).

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr as _;

/// Headings.
pub const HEAD: Style = Style::new().bold();
/// What is less important.
pub const DIM: Style = Style::new().dimmed();
/// Settled and fine.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// Owed, missing, failing.
pub const BAD: Style = AnsiColor::Red.on_default().bold();
/// Open, or to be looked at.
pub const OPEN: Style = AnsiColor::Yellow.on_default();

/// Text in a style.
pub fn paint(style: Style, text: &str) -> String {
    format!("{}{text}{}", style.render(), style.render_reset())
}

/// Text padded to a width in terminal columns; Chinese characters take two.
pub fn pad(text: &str, width: usize) -> String {
    let fill = width.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(fill))
}

/// Text broken into lines of at most so many columns.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut push = |line: &mut String| {
        if !line.is_empty() {
            lines.push(std::mem::take(line));
        }
    };
    for word in text.split_whitespace() {
        if !line.is_empty() && line.width() + 1 + word.width() > width {
            push(&mut line);
        }
        if !line.is_empty() {
            line.push(' ');
        }
        // A word longer than the line (Chinese sentences, addresses) is cut where it must be.
        for c in word.chars() {
            if line.width() >= width {
                push(&mut line);
            }
            line.push(c);
        }
    }
    push(&mut line);
    lines
}
