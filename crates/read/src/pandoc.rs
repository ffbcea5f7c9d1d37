//! Tables as pandoc writes them into Markdown by default: grids of `+---+`, and columns below or between lines of dashes. They are
//! no part of CommonMark; each is made a table of HTML on one line, and the lines it had stay, so that places stay right.

/// Raw HTML as pandoc marks it, as the HTML it is: "`<br>`{=html}".
pub(super) fn raw(text: &str) -> String {
    const MARK: &str = "`{=html}";
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(MARK) {
        let (before, after) = (rest.get(..at).unwrap_or_default(), rest.get(at + MARK.len()..).unwrap_or_default());
        match before.rfind('`').filter(|from| before.len() - from <= 200) {
            Some(from) => {
                out.push_str(before.get(..from).unwrap_or_default());
                out.push_str(before.get(from + 1..).unwrap_or_default());
            }
            None => out.push_str(before),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Most lines of one table.
const MOST_LINES: usize = 5_000;
/// Most columns of a table.
const MOST_COLUMNS: usize = 40;

/// The text with every such table as HTML; without one it stays as it is.
pub(super) fn tables(text: &str) -> String {
    if !text.contains("---") {
        return text.to_owned();
    }
    let lines: Vec<&str> = text.split('\n').collect();
    let mut out: Vec<String> = Vec::with_capacity(lines.len());
    let mut at = 0;
    let mut fenced = false;
    while let Some(line) = lines.get(at) {
        let bare = line.trim_start();
        if bare.starts_with("```") || bare.starts_with("~~~") {
            fenced = !fenced;
        }
        let rest = lines.get(at..).unwrap_or_default();
        let rest = rest.get(..rest.len().min(MOST_LINES)).unwrap_or_default();
        let blank_before = at == 0 || lines.get(at - 1).is_some_and(|l| l.trim().is_empty());
        let found = if fenced { None } else { grid(rest).or_else(|| columns(rest, blank_before)) };
        if let Some((rows, used)) = found {
            out.push(html(&rows));
            // The block of HTML ends with an empty line.
            out.extend(std::iter::repeat_n(String::new(), used.saturating_sub(1)));
            if used == 1 {
                out.push(String::new());
            }
            at += used;
        } else {
            out.push((*line).to_owned());
            at += 1;
        }
    }
    out.join("\n")
}

/// Rows of a table: of each cell its paragraphs.
type Rows = Vec<Vec<Vec<String>>>;

fn html(rows: &Rows) -> String {
    let mut out = String::from("<table>");
    for row in rows {
        out.push_str("<tr>");
        for cell in row {
            out.push_str("<td>");
            for paragraph in cell.iter().filter(|p| !p.is_empty()) {
                out.push_str("<p>");
                out.push_str(&inline(paragraph));
                out.push_str("</p>");
            }
            out.push_str("</td>");
        }
        out.push_str("</tr>");
    }
    out.push_str("</table>");
    out
}

/// The text of a cell: bold as bold, the rest as it is written.
fn inline(text: &str) -> String {
    let plain = |t: &str| t.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace("\\_", "_");
    let mut out = String::new();
    for (at, part) in text.split("**").enumerate() {
        let bold = at % 2 == 1 && text.matches("**").count() > at;
        if bold {
            out.push_str("<b>");
        }
        out.push_str(&plain(part.trim_matches('*')));
        if bold {
            out.push_str("</b>");
        }
    }
    // A line of a cell that ends in a backslash ends there.
    out.replace("\\ ", "<br>")
}

fn is_rule(line: &str, marks: &[char]) -> bool {
    let line = line.trim();
    line.len() > 3 && line.chars().all(|c| marks.contains(&c)) && (line.contains("--") || line.contains("=="))
}

/// A grid: `+---+---+` above, below and between rows.
fn grid(lines: &[&str]) -> Option<(Rows, usize)> {
    let rule =
        |l: &str| l.trim_start().starts_with('+') && l.trim_end().ends_with('+') && is_rule(l, &['+', '-', '=', ':']);
    let first = lines.first().filter(|l| rule(l))?;
    let marks: Vec<usize> =
        first.chars().enumerate().filter(|(_, c)| *c == '+').map(|(at, _)| at).take(MOST_COLUMNS).collect();
    let mut rows: Rows = Vec::new();
    let mut open: Vec<Vec<String>> = Vec::new();
    let mut used = 1;
    for line in lines.iter().skip(1) {
        let bare = line.trim_start();
        if rule(line) {
            if open.iter().flatten().any(|l| !l.is_empty()) {
                rows.push(std::mem::take(&mut open));
            }
            open.clear();
        } else if bare.starts_with(['|', '+']) {
            let chars: Vec<char> = line.chars().collect();
            open.resize(marks.len().saturating_sub(1), vec![String::new()]);
            for (cell, pair) in open.iter_mut().zip(marks.windows(2)) {
                let (Some(from), Some(to)) = (pair.first(), pair.get(1)) else { continue };
                let piece: String = chars.get(from + 1..(*to).min(chars.len())).unwrap_or_default().iter().collect();
                add(cell, piece.trim_matches(['|', ' ']).trim());
            }
        } else {
            break;
        }
        used += 1;
    }
    (used > 2 && !rows.is_empty()).then_some((rows, used))
}

/// Adds a line to the paragraphs of a cell; an empty one ends the paragraph, and a box begins one.
fn add(cell: &mut Vec<String>, piece: &str) {
    if piece.is_empty() {
        if cell.last().is_none_or(|l| !l.is_empty()) {
            cell.push(String::new());
        }
        return;
    }
    let boxed = piece.chars().next().is_some_and(|c| super::ticks::character(c).is_some());
    match cell.last_mut() {
        Some(last) if !last.is_empty() && !boxed => {
            last.push(' ');
            last.push_str(piece);
        }
        Some(last) if last.is_empty() => last.push_str(piece),
        _ => cell.push(piece.to_owned()),
    }
}

/// Columns under lines of dashes: with or without a head, with rows of one line each or of several with an empty line between.
fn columns(lines: &[&str], blank_before: bool) -> Option<(Rows, usize)> {
    let dashes = |l: &str| is_rule(l, &['-', ' ']) && l.trim().contains("--");
    let parted = |l: &str| dashes(l) && l.trim().contains(' ');
    let first = lines.first()?;
    // A line of dashes over the whole width, or the line with the columns itself; or a head of one line above that.
    let (rule_at, head, whole) = if dashes(first) && !parted(first) && blank_before {
        let at = lines.iter().take(40).position(|l| parted(l))?;
        (at, lines.get(1..at).unwrap_or_default(), true)
    } else if parted(first) && blank_before {
        (0, &[][..], false)
    } else if !first.trim().is_empty()
        && lines.get(1).is_some_and(|l| parted(l))
        && blank_before
        && first.starts_with(' ')
    {
        (1, lines.get(..1).unwrap_or_default(), false)
    } else {
        return None;
    };
    let marks = bounds(lines.get(rule_at)?);
    if marks.len() < 2 {
        return None;
    }
    let mut rows: Rows = Vec::new();
    let flush = |open: &mut Vec<Vec<String>>, rows: &mut Rows| {
        if open.iter().flatten().any(|l| !l.is_empty()) {
            rows.push(std::mem::take(open));
        }
        open.clear();
    };
    let mut open: Vec<Vec<String>> = Vec::new();
    for line in head {
        take(&mut open, line, &marks);
    }
    flush(&mut open, &mut rows);
    let body = lines.get(rule_at + 1..).unwrap_or_default();
    // Rows of several lines have an empty one between them and a line of dashes at the end.
    let closed = body.iter().position(|l| dashes(l));
    let several = whole && closed.is_some_and(|end| body.iter().take(end).any(|l| l.trim().is_empty()))
        || closed.is_some_and(|end| body.iter().take(end).any(|l| l.trim().is_empty()));
    let mut used = rule_at + 1;
    for line in body {
        if dashes(line) {
            used += 1;
            break;
        }
        if line.trim().is_empty() {
            if !several {
                break;
            }
            flush(&mut open, &mut rows);
        } else {
            if !line.starts_with(' ') && !several {
                break;
            }
            take(&mut open, line, &marks);
            if !several {
                flush(&mut open, &mut rows);
            }
        }
        used += 1;
    }
    flush(&mut open, &mut rows);
    (!rows.is_empty() && rows.iter().any(|r| r.len() > 1)).then_some((rows, used))
}

/// Where the columns of a line of dashes begin and end, in characters; the last goes on to the end of the line.
fn bounds(rule: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut from = None;
    for (at, c) in rule.chars().chain([' ']).enumerate() {
        if c == '-' {
            from = from.or(Some(at));
        } else if let Some(start) = from.take() {
            out.push((start, at));
        }
    }
    out.truncate(MOST_COLUMNS);
    out
}

fn take(open: &mut Vec<Vec<String>>, line: &str, marks: &[(usize, usize)]) {
    let chars: Vec<char> = line.chars().collect();
    open.resize(marks.len().max(open.len()), vec![String::new()]);
    for (at, (cell, (from, _))) in open.iter_mut().zip(marks).enumerate() {
        let to = marks.get(at + 1).map_or(chars.len(), |(next, _)| *next);
        let piece: String = chars.get(*from..to.min(chars.len())).unwrap_or_default().iter().collect();
        if !piece.trim().is_empty() {
            add(cell, piece.trim());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grids_and_columns_become_tables() {
        let text = "+------+-------+\n| Ab   | One   |\n|      | two   |\n+======+=======+\n| C    | D     |\n+------+-------+\n\nend";
        let html = tables(text);
        assert!(
            html.starts_with("<table><tr><td><p>Ab</p></td><td><p>One two</p></td></tr><tr><td><p>C</p></td>"),
            "{html}"
        );
        assert_eq!(html.split('\n').count(), text.split('\n').count());
        let text = "\n  ---------------------\n  Label one:  first\n              answer\n  ----------- ---------\n  Label two:  N/A\n\n  ---------------------\n";
        let html = tables(text);
        assert!(html.contains("<td><p>Label one:</p></td><td><p>first answer</p></td>"), "{html}");
        assert!(html.contains("<td><p>Label two:</p></td><td><p>N/A</p></td>"), "{html}");
        let text = "\n  Name   Size\n  ------ -----\n  Books  3 GB\n  Pages  5 GB\n\nafter";
        let html = tables(text);
        assert!(html.contains("<td><p>Books</p></td><td><p>3 GB</p></td>") && html.contains("after"), "{html}");
    }

    #[test]
    fn other_lines_of_dashes_stay() {
        for text in [
            "a\n---\nb",
            "---\ntitle: x\n---\n\ntext",
            "| a | b |\n|---|---|\n| c | d |",
            "text\n\n-----\n\ntext",
            "- a\n- b",
        ] {
            assert_eq!(tables(text), text);
        }
    }
}
