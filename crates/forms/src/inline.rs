//! Values as runs of text: days, decimals, and addresses that become links.

use jiff::civil::Date;

use super::sheet::Inline;

/// `DD/MM/YYYY`, as the official forms print days.
pub(super) fn date(day: Date) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}

/// A decimal for people, digits unchanged: `7.3e10` is `7.3 × 10^10`, `41207` is `41 207`.
pub(super) fn number(written: &str) -> String {
    if let Some((mantissa, exponent)) = written.split_once(['e', 'E']) {
        let exponent = exponent.trim_start_matches('+');
        return match mantissa {
            "1" => format!("10^{exponent}"),
            mantissa => format!("{mantissa} × 10^{exponent}"),
        };
    }
    let (whole, rest) = written.split_once('.').map_or((written, None), |(w, r)| (w, Some(r)));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) && whole.len() > 4 {
            grouped.push('\u{a0}');
        }
        grouped.push(digit);
    }
    match rest {
        Some(rest) => format!("{grouped}.{rest}"),
        None => grouped,
    }
}

/// Plain text with its addresses as links. Nothing in it is markup.
pub(super) fn inlines(text: &str) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(start) = ["https://", "http://"].iter().filter_map(|s| rest.find(s)).min() {
        let (before, from) = rest.split_at(start);
        let end = from
            .find(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`' | '|' | '\\'))
            .unwrap_or(from.len());
        let (address, _) = from.split_at(end);
        let address =
            address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '’', '”', '、', '。', '，']);
        let (_, after) = from.split_at(address.len());
        if !before.is_empty() {
            out.push(Inline::Text(before.to_owned()));
        }
        out.push(Inline::Link { text: address.to_owned(), target: address.to_owned() });
        rest = after;
    }
    if !rest.is_empty() {
        out.push(Inline::Text(rest.to_owned()));
    }
    out
}

/// The text of runs, without sources.
pub(super) fn plain(runs: &[Inline]) -> String {
    runs.iter()
        .map(|run| match run {
            Inline::Text(text) | Inline::Strong(text) | Inline::Link { text, .. } => text.as_str(),
            Inline::Source(_) => "",
        })
        .collect()
}
