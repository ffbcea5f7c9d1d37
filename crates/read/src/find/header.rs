//! Version and date of a summary where no label says them: in a line such as `Summary v1.0 - Last updated: 25/07/2025`, or
//! a date alone on the cover.

use super::finder::Finder;
use super::state::Raw;
use crate::flow::{Flow, Kind, Line, text_of};

/// Pages on which a cover may stand.
const COVER: u32 = 2;
/// Most blocks looked at, where no section begins.
const MOST_BLOCKS: usize = 25;
const MONTHS: [&str; 24] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
];

/// Version and date as found outside their fields.
pub(super) fn find(flow: &Flow, finder: &Finder<'_>) -> Vec<(String, Raw)> {
    let mut out = Vec::new();
    let (Some(version), Some(date)) = (finder.template.numbered.clone(), finder.template.dated.clone()) else {
        return out;
    };
    // Only what stands before the first section: an answer may say of a dataset when it was last updated.
    let before = finder.first_section.unwrap_or(MOST_BLOCKS).min(MOST_BLOCKS);
    for block in flow.blocks.iter().take(before).filter(|b| b.page.is_none_or(|p| p <= COVER)) {
        let page = block.page;
        let text: Vec<String> = block.cells.iter().map(|c| text_of(c)).collect();
        let head: String = text.join(" ").chars().take(1000).collect();
        let flat = head.split_whitespace().collect::<Vec<_>>().join(" ");
        let known =
            |id: &str, out: &[(String, Raw)]| finder.fields.contains_key(id) || out.iter().any(|(i, _)| i == id);
        if !known(&version, &out)
            && let Some((label, value)) =
                after_word(&flat, &["summary v", "summary version ", "version of the summary "])
                    .filter(|(_, v)| v.starts_with(|c: char| c.is_ascii_digit()))
        {
            out.push((version.clone(), raw(&label, &value, page)));
        }
        if !known(&date, &out)
            && let Some((label, value)) =
                after_word(&flat, &["last updated: ", "last updated on ", "last update: ", "last updated "])
                    .filter(|(_, v)| v.contains(|c: char| c.is_ascii_digit()))
        {
            out.push((date.clone(), raw(&label, &value, page)));
        }
    }
    if !finder.fields.contains_key(&date) && !out.iter().any(|(i, _)| *i == date) {
        // A date by itself before the first section.
        let cover = flow.blocks.iter().take_while(|b| b.page.is_none_or(|p| p <= 1)).take(12);
        for block in cover.filter(|b| !matches!(b.kind, Kind::Row(_))) {
            let text = block.cells.first().map(|c| text_of(c)).unwrap_or_default();
            if date_alone(&text) {
                out.push((date.clone(), raw("", &text, block.page)));
                break;
            }
        }
    }
    out
}

fn raw(label: &str, value: &str, page: Option<u32>) -> Raw {
    Raw {
        label: label.trim().trim_end_matches(':').to_owned(),
        answer: vec![Line { page, ..Line::plain(value) }],
        page,
        line: None,
    }
}

/// The words after one of these beginnings: a date or a version, up to three words.
fn after_word(text: &str, beginnings: &[&str]) -> Option<(String, String)> {
    let lower = text.to_ascii_lowercase();
    for beginning in beginnings {
        let Some(at) = lower.find(beginning) else { continue };
        let label = text.get(at..at + beginning.len())?;
        let rest = text.get(at + beginning.len()..)?;
        let mut words = rest.split_whitespace();
        let first = words.next()?.trim_end_matches([':', ',', ';', ')']).to_owned();
        // `26 June 2026` has three words, `25/07/2025` one.
        let mut value = first.clone();
        let written = first.chars().all(|c| c.is_ascii_digit()) || month(&first);
        if written {
            for word in words.take(2) {
                let bare = word.trim_end_matches([',', '.', ';', ')']);
                if month(bare) || bare.chars().all(|c| c.is_ascii_digit()) {
                    value.push(' ');
                    value.push_str(bare);
                }
            }
        }
        return Some((label.to_owned(), value));
    }
    None
}

fn month(word: &str) -> bool {
    let word = word.trim_matches([',', '.']).to_lowercase();
    MONTHS.contains(&word.as_str()) || (word.len() == 3 && MONTHS.iter().any(|m| m.starts_with(&word)))
}

fn date_alone(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let digits = |w: &str| {
        let w = w.trim_matches([',', '.', '/', '-']);
        !w.is_empty() && w.chars().all(|c| c.is_ascii_digit() || c == '/' || c == '-' || c == '.')
    };
    (1..=3).contains(&words.len())
        && words.iter().all(|w| digits(w) || month(w))
        && (words.iter().any(|w| month(w)) || (words.len() == 1 && text.matches(['/', '-', '.']).count() == 2))
        && text.chars().filter(char::is_ascii_digit).count() >= 4
}
