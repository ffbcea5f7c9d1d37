//! Pictures of a profile as SVG: how unequally content is spread over domains, languages, months. Plain shapes and texts, no scripts,
//! nothing loaded from elsewhere; whole numbers only, so that the same figures give the same bytes.

use std::fmt::Write as _;

/// Width and height of the drawing, and the room around the plot.
const SIZE: (u64, u64) = (640, 360);
const ROOM: (u64, u64, u64, u64) = (64, 40, 16, 44);
/// Bars of a picture.
const BARS: usize = 16;

/// A text without markup and control characters.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().take(60) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

fn scaled(value: u64, most: u64, length: u64) -> u64 {
    let all = (u128::from(value) * u128::from(length)).checked_div(u128::from(most)).unwrap_or(0);
    u64::try_from(all).unwrap_or(length).min(length)
}

fn begin(title: &str, description: &str, height: u64) -> String {
    let (title, description) = (escaped(title), escaped_long(description));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {height}\" role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n\
         <title>{title}</title>\n<desc>{description}</desc>\n\
         <rect width=\"{}\" height=\"{height}\" fill=\"#fff\"/>\n\
         <text x=\"{}\" y=\"22\" font-size=\"14\" font-weight=\"600\" fill=\"#1b1b1b\">{title}</text>\n",
        SIZE.0, SIZE.0, ROOM.0
    )
}

fn escaped_long(text: &str) -> String {
    text.split(' ').map(escaped).collect::<Vec<_>>().join(" ")
}

/// The curve of concentration: for each percent of the domains, from the largest down, the share of all bytes they hold.
#[must_use]
pub fn curve(points: &[u64], domains: u64, selected: u64) -> String {
    let all = points.last().copied().unwrap_or(0);
    let (left, top) = (ROOM.0, ROOM.1);
    let (wide, high) = (SIZE.0 - ROOM.0 - ROOM.2, SIZE.1 - ROOM.1 - ROOM.3);
    let at = |index: u64, value: u64| (left + scaled(index, 100, wide), top + high - scaled(value, all, high));
    let ten = points.get(10).copied().unwrap_or(0);
    let what = format!(
        "The largest 10 % of {domains} domains hold {} % of the bytes that have a domain.",
        scaled(ten, all, 100)
    );
    let mut out = begin("Domains by share of the content", &what, SIZE.1);
    for percent in [0, 25, 50, 75, 100] {
        let y = top + high - scaled(percent, 100, high);
        let x = left + scaled(percent, 100, wide);
        let _ = writeln!(
            out,
            "<path d=\"M{left} {y}h{wide}\" stroke=\"#ddd\"/><text x=\"{}\" y=\"{}\" text-anchor=\"end\" fill=\"#555\">{percent} %</text>\
             <text x=\"{x}\" y=\"{}\" text-anchor=\"middle\" fill=\"#555\">{percent} %</text>",
            left - 6,
            y + 4,
            top + high + 16
        );
    }
    let _ = writeln!(
        out,
        "<path d=\"M{left} {}L{} {top}\" stroke=\"#999\" stroke-dasharray=\"4 4\"/>",
        top + high,
        left + wide
    );
    let mut path = String::new();
    for (index, value) in points.iter().enumerate() {
        let (x, y) = at(index as u64, *value);
        let _ = write!(path, "{}{x} {y}", if index == 0 { 'M' } else { 'L' });
    }
    let _ = writeln!(out, "<path d=\"{path}\" fill=\"none\" stroke=\"#0b5cad\" stroke-width=\"2\"/>");
    if domains > 0 {
        let x = left + scaled(selected, domains, wide);
        let _ = writeln!(
            out,
            "<path d=\"M{x} {top}v{high}\" stroke=\"#b3541e\" stroke-dasharray=\"2 3\"/><text x=\"{}\" y=\"{}\" fill=\"#b3541e\">listed: {selected}</text>",
            x + 4,
            top + 12
        );
    }
    let _ = writeln!(
        out,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" fill=\"#555\">share of the {domains} domains, the largest first</text>\n</svg>",
        left + wide / 2,
        SIZE.1 - 8
    );
    out
}

/// Bars, one a line, the longest first as they come; what is beyond the room is added up in the last.
#[must_use]
pub fn bars(title: &str, rows: &[(String, u64)], shown: impl Fn(u64) -> String) -> String {
    let mut kept: Vec<(String, u64)> = rows.iter().take(BARS).cloned().collect();
    if rows.len() > BARS {
        kept.pop();
        let rest = rows.iter().skip(BARS - 1);
        kept.push((format!("{} others", rows.len() - BARS + 1), rest.map(|(_, v)| *v).fold(0, u64::saturating_add)));
    }
    let most = kept.iter().map(|(_, v)| *v).max().unwrap_or(0);
    let height = ROOM.1 + 22 * kept.len() as u64 + 12;
    let what: Vec<String> = kept.iter().map(|(name, value)| format!("{name}: {}", shown(*value))).collect();
    let mut out = begin(title, &what.join("; "), height);
    for (at, (name, value)) in kept.iter().enumerate() {
        let y = ROOM.1 + 22 * at as u64;
        let length = scaled(*value, most, SIZE.0 - 170 - 110).max(u64::from(*value > 0));
        let _ = writeln!(
            out,
            "<text x=\"160\" y=\"{}\" text-anchor=\"end\" fill=\"#1b1b1b\">{}</text><rect x=\"170\" y=\"{y}\" width=\"{length}\" height=\"16\" fill=\"#0b5cad\"/>\
             <text x=\"{}\" y=\"{}\" fill=\"#555\">{}</text>",
            y + 13,
            escaped(name),
            176 + length,
            y + 13,
            escaped(&shown(*value))
        );
    }
    out.push_str("</svg>\n");
    out
}

/// Columns over time, one a month, with the first and the last named.
#[must_use]
pub fn months(rows: &[(String, u64)], shown: impl Fn(u64) -> String) -> String {
    let most = rows.iter().map(|(_, v)| *v).max().unwrap_or(0);
    let (left, top) = (ROOM.0, ROOM.1);
    let (wide, high) = (SIZE.0 - ROOM.0 - ROOM.2, SIZE.1 - ROOM.1 - ROOM.3);
    let span = match (rows.first(), rows.last()) {
        (Some((first, _)), Some((last, _))) => format!("From {first} to {last}; at most {} in a month.", shown(most)),
        _ => "Nothing says when it was collected.".to_owned(),
    };
    let mut out = begin("Content by month of collection", &span, SIZE.1);
    let _ = writeln!(
        out,
        "<path d=\"M{left} {}h{wide}\" stroke=\"#999\"/><text x=\"{}\" y=\"{}\" text-anchor=\"end\" fill=\"#555\">{}</text>",
        top + high,
        left - 6,
        top + 10,
        escaped(&shown(most))
    );
    // A month without content keeps its place.
    let number = |month: &str| -> Option<u64> {
        let (year, month) = month.split_once('-')?;
        Some(year.parse::<u64>().ok()? * 12 + month.parse::<u64>().ok()?.checked_sub(1)?)
    };
    let numbers: Vec<(u64, &String, u64)> =
        rows.iter().filter_map(|(month, v)| Some((number(month)?, month, *v))).collect();
    if let (Some((first, first_name, _)), Some((last, last_name, _))) = (numbers.first(), numbers.last()) {
        let count = last.saturating_sub(*first) + 1;
        let step = (wide / count).max(1);
        for (at, _, value) in &numbers {
            let x = left + scaled(at - first, count, wide);
            let tall = scaled(*value, most, high).max(u64::from(*value > 0));
            let _ = write!(
                out,
                "<rect x=\"{x}\" y=\"{}\" width=\"{}\" height=\"{tall}\" fill=\"#0b5cad\"/>",
                top + high - tall,
                step.saturating_sub(u64::from(step > 2)).max(1)
            );
        }
        let y = top + high + 16;
        let _ = write!(out, "\n<text x=\"{left}\" y=\"{y}\" fill=\"#555\">{}</text>", escaped(first_name));
        if count > 1 {
            let _ = write!(
                out,
                "<text x=\"{}\" y=\"{y}\" text-anchor=\"end\" fill=\"#555\">{}</text>",
                left + wide,
                escaped(last_name)
            );
        }
    }
    out.push_str("\n</svg>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::{bars, curve, months};

    #[test]
    fn pictures_hold_nothing_of_strangers_raw() {
        let rows: Vec<(String, u64)> = (0..40).map(|at| (format!("<script>{at}&\"\u{1b}"), u64::MAX / 41)).collect();
        let picture = bars("a < b", &rows, |v| v.to_string());
        assert!(
            !picture.contains("<script") && !picture.contains('\u{1b}') && picture.contains("25 others"),
            "{picture}"
        );
        assert!(bars("none", &[], |v| v.to_string()).ends_with("</svg>\n"));
    }

    #[test]
    fn the_curve_says_what_ten_percent_hold() {
        let points: Vec<u64> = (0..=100).map(|p| 100 - (100 - p) * (100 - p) / 100).collect();
        let picture = curve(&points, 1_000, 100);
        assert!(picture.contains("The largest 10 % of 1000 domains hold 19 % of the bytes"), "{picture}");
        assert!(curve(&[0], 0, 0).ends_with("</svg>\n"));
    }

    #[test]
    fn months_without_content_keep_their_place() {
        let rows = [("2024-01".to_owned(), 5), ("2024-04".to_owned(), 10)];
        let picture = months(&rows, |v| v.to_string());
        assert!(
            picture.contains("2024-01") && picture.contains("2024-04") && picture.matches("<rect").count() == 3,
            "{picture}"
        );
        assert!(months(&[], |v| v.to_string()).contains("Nothing says"));
    }
}
