//! Where the blocks stand in a card: `<!-- gpai:begin ID -->` and `<!-- gpai:end ID -->`, each alone on its line.

use super::Filled;

/// The longest card that is rewritten, in bytes.
pub const MAX_CARD: usize = 4 * 1024 * 1024;

/// Why a card is left as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    /// A mark without its partner, or one inside another block.
    #[error("line {line}: {reason}")]
    Mark {
        /// 1-based line.
        line: usize,
        /// What is wrong and how to mend it.
        reason: String,
    },
    /// Longer than [`MAX_CARD`].
    #[error("the card is longer than {MAX_CARD} bytes")]
    TooLong,
}

/// What was done with a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was not there and stands at the end of the card now.
    Added,
    /// Its text changed.
    Updated,
    /// Nothing had to change.
    Unchanged,
    /// There is nothing to write; what stands between the marks, if anything, is left alone.
    LeftOut,
}

struct Place<'c> {
    id: &'c str,
    /// Bytes between the marks, without the marks' own lines.
    inner: std::ops::Range<usize>,
}

/// The card with its blocks brought up to date, and what was done with each. Outside the marks no byte changes; new blocks
/// are added at the end. Line ends follow those of the card.
pub fn update(card: &str, blocks: &[Filled]) -> Result<(String, Vec<Outcome>), CardError> {
    if card.len() > MAX_CARD {
        return Err(CardError::TooLong);
    }
    let places = places(card)?;
    let ending = if card.contains("\r\n") { "\r\n" } else { "\n" };
    let lines = |text: &str| format!("{}{ending}", text.replace('\n', ending));
    let mut outcomes = Vec::new();
    let mut edits: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    let mut added = String::new();
    for block in blocks {
        let Some(text) = &block.text else {
            outcomes.push(Outcome::LeftOut);
            continue;
        };
        let text = lines(text);
        match places.iter().find(|p| p.id == block.id) {
            Some(place) if card.get(place.inner.clone()) == Some(text.as_str()) => outcomes.push(Outcome::Unchanged),
            Some(place) => {
                edits.push((place.inner.clone(), text));
                outcomes.push(Outcome::Updated);
            }
            None => {
                let id = &block.id;
                added
                    .push_str(&format!("{ending}<!-- gpai:begin {id} -->{ending}{text}<!-- gpai:end {id} -->{ending}"));
                outcomes.push(Outcome::Added);
            }
        }
    }
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(card.len() + added.len());
    let mut at = 0;
    for (range, text) in edits {
        out.push_str(card.get(at..range.start).unwrap_or_default());
        out.push_str(&text);
        at = range.end;
    }
    out.push_str(card.get(at..).unwrap_or_default());
    if !added.is_empty() && !out.is_empty() && !out.ends_with('\n') {
        out.push_str(ending);
    }
    out.push_str(&added);
    Ok((out, outcomes))
}

/// The blocks that stand in a card. Marks inside fenced code are text about marks.
fn places(card: &str) -> Result<Vec<Place<'_>>, CardError> {
    let wrong = |line: usize, reason: String| Err(CardError::Mark { line, reason });
    let mut places: Vec<Place<'_>> = Vec::new();
    let mut open: Option<(&str, usize, usize)> = None;
    let mut fence: Option<char> = None;
    let mut at = 0;
    for (index, line) in card.split_inclusive('\n').enumerate() {
        let number = index + 1;
        let (start, trimmed) = (at, line.trim());
        at += line.len();
        let marker = ['`', '~'].into_iter().find(|c| trimmed.starts_with(&c.to_string().repeat(3)));
        match (fence, marker) {
            (None, Some(c)) => fence = Some(c),
            (Some(open), Some(c)) if open == c => fence = None,
            _ => {}
        }
        if fence.is_some() {
            continue;
        }
        let Some((word, id)) = mark(trimmed) else { continue };
        match (word, open) {
            ("begin", None) if places.iter().any(|p| p.id == id) => {
                return wrong(number, format!("a second block `{id}`; remove one of the two"));
            }
            ("begin", None) => open = Some((id, at, number)),
            ("begin", Some((other, _, _))) => {
                return wrong(
                    number,
                    format!("the block `{id}` begins before `{other}` ends; add <!-- gpai:end {other} -->"),
                );
            }
            (_, Some((begun, inner, _))) if begun == id => {
                places.push(Place { id, inner: inner..start });
                open = None;
            }
            _ => {
                return wrong(
                    number,
                    format!("`{id}` ends here and begins nowhere; remove the mark or add its beginning"),
                );
            }
        }
    }
    match open {
        Some((id, _, number)) => wrong(number, format!("the block `{id}` does not end; add <!-- gpai:end {id} -->")),
        None => Ok(places),
    }
}

/// `begin` or `end` with the block's id, where a line is a mark.
fn mark(line: &str) -> Option<(&str, &str)> {
    let inner = line.strip_prefix("<!--")?.strip_suffix("-->")?.trim();
    let (word, id) = inner.strip_prefix("gpai:")?.split_once(' ')?;
    let id = id.trim();
    let plain = !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    (plain && matches!(word, "begin" | "end")).then_some((word, id))
}
