//! How reservations of a site changed, from dated snapshots: as a picture (SVG) and for the terminal. Between two snapshots
//! nothing is known but that the older one was the last; the picture draws it so.

use std::fmt::Write as _;

use gpai_forms::escape::visible;
use gpai_optout::robots::Access;
use gpai_optout::{Purpose, Value};
use gpai_rules::law::Language;

use super::parts::{name, style, value};
use crate::screen::style::{BAD, DIM, GOOD, pad, paint};
use crate::screen::words::optout as words;

/// What held at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Seconds since 1970, for distances.
    pub second: i64,
    /// The time as it was written.
    pub at: String,
    /// Whether the agent might fetch; `None` where that is not known.
    pub fetch: Option<Access>,
    /// What held for each purpose, in the order of [`Purpose::ALL`].
    pub values: [Value; 4],
    /// Protocols that decided training or mining.
    pub by: Vec<&'static str>,
}

impl Moment {
    fn same(&self, other: &Moment) -> bool {
        (self.fetch, self.values, &self.by) == (other.fetch, other.values, &other.by)
    }
}

/// The moments at which something changed, the first one among them.
pub fn changes(moments: &[Moment]) -> Vec<&Moment> {
    let mut found: Vec<&Moment> = Vec::new();
    for moment in moments {
        if found.last().is_none_or(|last| !last.same(moment)) {
            found.push(moment);
        }
    }
    found
}

/// The word of a fetch.
pub(super) fn fetch_word(fetch: Option<Access>, language: Language) -> &'static str {
    match fetch {
        Some(Access::Allow) => words::FETCH_YES,
        Some(Access::Disallow) => words::FETCH_NO,
        None => words::FETCH_UNKNOWN,
    }
    .get(language)
}

/// For the terminal: a line for each change, under it a bar for each purpose in the proportions of time.
pub fn terminal(out: &mut String, moments: &[Moment], agent: &str, language: Language) {
    let changes = changes(moments);
    let count = changes.len().saturating_sub(1);
    let head = words::TIMELINE_FOR
        .fill(language, &[("agent", &visible(agent)), ("count", &moments.len()), ("changes", &count)]);
    let _ = writeln!(out, "  {}", paint(DIM, &head));
    for moment in &changes {
        let fetch = match moment.fetch {
            Some(Access::Allow) => paint(GOOD, &pad(fetch_word(moment.fetch, language), 9)),
            Some(Access::Disallow) => paint(BAD, &pad(fetch_word(moment.fetch, language), 9)),
            None => paint(DIM, &pad(fetch_word(moment.fetch, language), 9)),
        };
        let values: Vec<String> = (Purpose::ALL.iter().zip(moment.values))
            .map(|(purpose, v)| format!("{} {}", purpose.word(), paint(style(v), &pad(value(v, language), 11))))
            .collect();
        let _ = writeln!(
            out,
            "  {}  {fetch} {}  {}",
            pad(&visible(&moment.at), 22),
            values.join(" "),
            moment.by.join(", ")
        );
    }
    bars(out, moments, language);
}

/// A bar for each purpose: `█` reserved, `▓` conditional, `?` unreadable, `░` granted, `·` silent.
fn bars(out: &mut String, moments: &[Moment], language: Language) {
    const COLUMNS: i64 = 60;
    let (Some(first), Some(last)) = (moments.first(), moments.last()) else { return };
    let span = last.second.saturating_sub(first.second);
    if span <= 0 {
        return;
    }
    for (number, purpose) in Purpose::ALL.iter().enumerate() {
        let bar: String = (0..=COLUMNS)
            .map(|column| {
                let at = first.second.saturating_add(span.saturating_mul(column) / COLUMNS);
                let held = moments.iter().take_while(|m| m.second <= at).last();
                match held.and_then(|m| m.values.get(number)) {
                    Some(Value::Reserved) => '█',
                    Some(Value::Conditional) => '▓',
                    Some(Value::Unreadable) => '?',
                    Some(Value::Granted) => '░',
                    Some(Value::Silent) | None => '·',
                }
            })
            .collect();
        let _ = writeln!(out, "  {} {bar}", pad(purpose.word(), 7));
    }
    let marks = [
        ('█', Value::Reserved),
        ('▓', Value::Conditional),
        ('?', Value::Unreadable),
        ('░', Value::Granted),
        ('·', Value::Silent),
    ];
    let legend: Vec<String> = marks.iter().map(|(mark, v)| format!("{mark} {}", value(*v, language))).collect();
    let _ = writeln!(out, "  {}", paint(DIM, &legend.join("  ")));
}

/// Escaped for SVG.
fn xml(text: &str) -> String {
    let mut out = String::new();
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

/// Colour and pattern of a value: to be told apart without colour, too.
fn paints(value: Value) -> &'static str {
    match value {
        Value::Reserved => "#b3261e",
        Value::Conditional => "url(#conditional)",
        Value::Unreadable => "url(#unreadable)",
        Value::Granted => "#2e7d32",
        Value::Silent => "#cfd4da",
    }
}

/// The picture.
pub fn svg(moments: &[Moment], url: &str, agent: &str, language: Language) -> String {
    const LEFT: i64 = 190;
    const WIDTH: i64 = 700;
    const LANE: i64 = 34;
    let changes = changes(moments);
    let title = words::TIMELINE_TITLE.fill(language, &[("url", &visible(url)), ("agent", &visible(agent))]);
    let height = 60 + 5 * LANE + 80;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {height}\" width=\"{w}\" height=\"{height}\" role=\"img\" \
         font-family=\"system-ui, sans-serif\" font-size=\"13\">\n<title>{}</title>\n",
        xml(&title),
        w = LEFT + WIDTH + 20,
    );
    let told: Vec<String> = (changes.iter())
        .map(|m| {
            let values: Vec<String> = (Purpose::ALL.iter().zip(m.values))
                .map(|(p, v)| format!("{} {}", p.word(), value(v, language)))
                .collect();
            format!(
                "{}: {} {}, {}",
                m.at,
                words::COLUMN_FETCH.get(language),
                fetch_word(m.fetch, language),
                values.join(", ")
            )
        })
        .collect();
    let _ = writeln!(out, "<desc>{}</desc>", xml(&told.join("; ")));
    out.push_str(
        "<defs><pattern id=\"conditional\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><rect width=\"8\" height=\"8\" \
         fill=\"#e08a00\"/><path d=\"M0 8 8 0\" stroke=\"#fff\" stroke-width=\"2\"/></pattern><pattern id=\"unreadable\" width=\"8\" \
         height=\"8\" patternUnits=\"userSpaceOnUse\"><rect width=\"8\" height=\"8\" fill=\"#8a6d00\"/><circle cx=\"4\" cy=\"4\" \
         r=\"2\" fill=\"#fff\"/></pattern></defs>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
    );
    let _ = writeln!(out, "<text x=\"12\" y=\"24\" font-size=\"15\" font-weight=\"600\">{}</text>", xml(&cut(&title)));
    let (first, last) = match (moments.first(), moments.last()) {
        (Some(first), Some(last)) => (first.second, last.second),
        _ => (0, 0),
    };
    let span = last.saturating_sub(first).max(1);
    let x = |second: i64| LEFT + WIDTH.saturating_mul(second.saturating_sub(first)) / span;
    let lanes: Vec<&'static str> = std::iter::once(words::COLUMN_FETCH.get(language))
        .chain(Purpose::ALL.iter().map(|p| name(*p, language)))
        .collect();
    let mut y = 46;
    for (lane, label) in lanes.iter().enumerate() {
        let _ = writeln!(out, "<text x=\"12\" y=\"{}\">{}</text>", y + 20, xml(label));
        for (number, moment) in changes.iter().enumerate() {
            let to = changes.get(number + 1).map_or(last, |next| next.second);
            let fill = match lane {
                0 => match moment.fetch {
                    Some(Access::Allow) => "#2e7d32",
                    Some(Access::Disallow) => "#b3261e",
                    None => "#cfd4da",
                },
                n => moment.values.get(n - 1).copied().map_or("#cfd4da", paints),
            };
            let word = match lane {
                0 => fetch_word(moment.fetch, language),
                n => moment.values.get(n - 1).copied().map_or("", |v| value(v, language)),
            };
            let (from, width) = (x(moment.second), (x(to) - x(moment.second)).max(4));
            let _ = writeln!(
                out,
                "<rect x=\"{from}\" y=\"{y}\" width=\"{width}\" height=\"{}\" fill=\"{fill}\" stroke=\"#fff\"><title>{} {}</title></rect>",
                LANE - 6,
                xml(&moment.at),
                xml(word)
            );
            if width > 70 {
                let ink = if fill == "#cfd4da" { "#111" } else { "#fff" };
                let _ = writeln!(
                    out,
                    "<text x=\"{}\" y=\"{}\" fill=\"{ink}\" stroke=\"{fill}\" stroke-width=\"3\" paint-order=\"stroke\">{}</text>",
                    from + 6,
                    y + 19,
                    xml(word)
                );
            }
        }
        y += LANE;
    }
    // The day of each change, as far as there is room for it.
    let mut free = 0;
    for moment in &changes {
        let at = x(moment.second);
        let _ = writeln!(out, "<path d=\"M{at} {y}v6\" stroke=\"#444\"/>");
        if at >= free {
            let day: String = moment.at.chars().take(10).collect();
            let _ =
                writeln!(out, "<text x=\"{at}\" y=\"{}\" font-size=\"11\" fill=\"#444\">{}</text>", y + 20, xml(&day));
            free = at + 72;
        }
    }
    let _ = writeln!(
        out,
        "<text x=\"12\" y=\"{}\" font-size=\"11\" fill=\"#444\">{}</text>\n</svg>",
        height - 14,
        xml(words::NO_FINDING.get(language).split(crate::screen::words::FULL_STOPS).next().unwrap_or_default())
    );
    out
}

/// A title that fits.
fn cut(text: &str) -> String {
    if text.chars().count() <= 110 { text.to_owned() } else { text.chars().take(109).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(second: i64, train: Value, fetch: Access) -> Moment {
        let values = [train, train, Value::Silent, Value::Silent];
        Moment { second, at: format!("2024-01-0{}", second + 1), fetch: Some(fetch), values, by: vec!["robots.txt"] }
    }

    #[test]
    fn only_changes_are_told_and_strangers_write_no_markup() {
        let moments = [
            moment(0, Value::Silent, Access::Allow),
            moment(1, Value::Silent, Access::Allow),
            moment(2, Value::Reserved, Access::Disallow),
            moment(3, Value::Reserved, Access::Disallow),
        ];
        assert_eq!(changes(&moments).iter().map(|m| m.second).collect::<Vec<_>>(), [0, 2]);
        let picture = svg(&moments, "https://a.example/</title><script>", "<b>\u{1b}", Language::English);
        assert!(!picture.contains("<script>") && !picture.contains("<b>") && !picture.contains('\u{1b}'));
        assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>\n"));
        let mut out = String::new();
        terminal(&mut out, &moments, "X", Language::English);
        assert!(out.contains("4 snapshots, 1 changes") && out.contains("····") && out.contains("████"), "{out}");
        let mut chinese = String::new();
        terminal(&mut chinese, &moments, "X", Language::Chinese);
        assert!(!chinese.contains("granted") && chinese.contains("█ 已保留"), "{chinese}");
        assert_eq!(svg(&[], "u", "x", Language::Chinese).matches("<rect x=").count(), 0);
    }
}
