//! Colours and widths. Colour goes to terminals only; `NO_COLOR` and a pipe turn it off (anstream).

use anstyle::{AnsiColor, Style};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

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

/// Columns where nothing says how many there are: a pipe, a file.
const USUAL: usize = 96;
/// Fewer are not catered for.
const LEAST: usize = 40;

/// Columns of running text: those of the terminal, or what `COLUMNS` says, and no more than people like to read.
pub fn columns() -> usize {
    seen().unwrap_or(USUAL).clamp(LEAST, USUAL)
}

/// Columns of the terminal, if there is one, or what `COLUMNS` says.
fn seen() -> Option<usize> {
    let told = std::env::var("COLUMNS").ok().and_then(|n| n.parse().ok()).filter(|n| *n > 0);
    told.or_else(|| terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| usize::from(width.0)))
}

/// A piece of text that stays on one line, with the blanks before it.
struct Piece {
    blanks: usize,
    text: String,
    width: usize,
}

/// What may not begin a line: what closes, and what ends a clause.
fn closes(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '？'
            | '！'
            | '）'
            | '》'
            | '〉'
            | '」'
            | '』'
            | '】'
            | '〕'
            | '”'
            | '’'
            | '…'
            | '—'
            | '％'
            | '·'
            | '～'
            | ','
            | '.'
            | ';'
            | ':'
            | '?'
            | '!'
            | ')'
            | ']'
            | '}'
            | '%'
            | '»'
    )
}

/// What may not end a line: what opens.
fn opens(c: char) -> bool {
    matches!(c, '（' | '《' | '〈' | '「' | '『' | '【' | '〔' | '“' | '‘' | '(' | '[' | '{' | '«')
}

/// Whether a line may break before and after a character without a blank: those of Chinese, Japanese, Korean.
fn is_wide(c: char) -> bool {
    c.width() == Some(2)
}

/// The pieces of a text: words between blanks, and single wide characters with the marks that may not be parted from them.
/// Sequences that colour have no width.
fn pieces(text: &str) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut blanks = 0;
    let mut before: Option<char> = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            let mut sequence = String::from(c);
            for next in chars.by_ref() {
                sequence.push(next);
                if next.is_ascii_alphabetic() {
                    break;
                }
            }
            match out.last_mut().filter(|_| blanks == 0) {
                Some(piece) => piece.text.push_str(&sequence),
                None => {
                    out.push(Piece { blanks, text: sequence, width: 0 });
                    (blanks, before) = (0, Some('('));
                }
            }
            continue;
        }
        if c.is_whitespace() {
            blanks += 1;
            before = None;
            continue;
        }
        let together = match before {
            None => false,
            Some(last) => {
                let wide = is_wide(c) || is_wide(last);
                let opened = opens(c) && !last.is_ascii();
                closes(c) || opens(last) || (!wide && !opened)
            }
        };
        let width = c.width().unwrap_or(0);
        match out.last_mut().filter(|_| blanks == 0 && together) {
            Some(piece) => {
                piece.text.push(c);
                piece.width += width;
            }
            None => out.push(Piece { blanks, text: c.into(), width }),
        }
        blanks = 0;
        before = Some(c);
    }
    out
}

/// Pieces laid in lines of at most so many columns; `first` are taken on the first line, `later` on each other one.
fn laid(pieces: Vec<Piece>, width: usize, first: usize, later: usize, one_blank: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut used) = (String::new(), first);
    for piece in pieces {
        let blanks = if one_blank { piece.blanks.min(1) } else { piece.blanks };
        let blanks = if line.is_empty() { 0 } else { blanks };
        if !line.is_empty() && used + blanks + piece.width > width {
            lines.push(std::mem::take(&mut line));
            used = later;
        }
        if !line.is_empty() {
            line.push_str(&" ".repeat(blanks));
            used += blanks;
        }
        if used + piece.width <= width {
            line.push_str(&piece.text);
            used += piece.width;
            continue;
        }
        // A word longer than the line (an address) is cut where it must be.
        for c in piece.text.chars() {
            let columns = c.width().unwrap_or(0);
            if used + columns > width && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = later;
            }
            line.push(c);
            used += columns;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Text broken into lines of at most so many columns: between words, and in Chinese between characters, where no line begins with
/// a mark that closes or ends with one that opens.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    laid(pieces(text), width, 0, 0, true)
}

/// A screen of lines, each no wider than the terminal: a longer one goes on below, further in. In a pipe nothing is changed.
pub fn fit(text: &str) -> String {
    seen().map_or_else(|| text.to_owned(), |width| fitted(text, width.max(LEAST)))
}

fn fitted(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        let shown: usize = pieces(line).iter().map(|p| p.blanks + p.width).sum();
        if shown <= width {
            out.push_str(line);
        } else {
            let indent = line.chars().take_while(|c| *c == ' ').count().min(width / 2);
            let later = indent + 2;
            let rest = line.trim_start_matches(' ');
            let lines = laid(pieces(rest), width, indent, later, false);
            out.push_str(&" ".repeat(indent));
            out.push_str(&lines.join(&format!("\n{}", " ".repeat(later))));
        }
        out.push_str(end);
    }
    out
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;

    #[test]
    fn english_breaks_between_words() {
        assert_eq!(wrap("a university is not  research by itself", 20), ["a university is not", "research by itself"]);
        assert_eq!(wrap("53(1)(d) \"putting in to\" x", 12), ["53(1)(d)", "\"putting in", "to\" x"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("", 4), Vec::<String>::new());
    }

    /// No line begins with what closes, none ends with what opens, nothing is lost, no line is too wide.
    #[test]
    fn chinese_breaks_by_its_rules() {
        let text = "该指南没有重复这一条件，因此组织填写（《人工智能法》第 53 条第 1 款第 (a) 项）时，应写明“投放市场”的日期：例如 2026-11-20；未知……保持未知。";
        for width in 6..60 {
            let lines = wrap(text, width);
            for (i, line) in lines.iter().enumerate() {
                assert!(UnicodeWidthStr::width(line.as_str()) <= width.max(12), "{width}: {line}");
                let (first, last) = (line.chars().next(), line.chars().next_back());
                if width >= 12 {
                    assert!(i == 0 || !first.is_some_and(closes), "{width}: {line}");
                    assert!(!last.is_some_and(opens), "{width}: {line}");
                }
            }
            let bare = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            assert_eq!(bare(&lines.concat()), bare(text));
        }
    }

    #[test]
    fn long_lines_of_a_screen_go_on_below() {
        let line = format!("  {} {}\nshort\n", paint(BAD, "applies"), "word ".repeat(30).trim_end());
        let got = fitted(&line, 60);
        for line in got.lines() {
            let bare: usize = pieces(line).iter().map(|p| p.blanks + p.width).sum();
            assert!(bare <= 60, "{bare}: {line:?}");
        }
        assert!(got.contains("\n    word") && got.ends_with("\nshort\n"), "{got}");
        assert_eq!(got.matches('\u{1b}').count(), line.matches('\u{1b}').count());
        assert_eq!(fitted("  a   b\n", 60), "  a   b\n", "columns of a table stay");
    }
}
