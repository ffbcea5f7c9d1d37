//! What a reader is, whose word goes first, and which file is the model card.

use crate::files::Entry;
use crate::run::Run;

/// One reader. It sees the files it wants and nothing that other readers found.
pub struct Reader {
    /// Its name in the list of what was looked at.
    pub name: &'static str,
    /// Whose word goes first where several say the same.
    pub rank: Rank,
    /// A path that it wants, for tests that feed it arbitrary bytes.
    pub sample: &'static str,
    /// Whether it wants a file.
    pub wants: fn(&Entry) -> bool,
    /// Reads the files it wants, sorted by path.
    pub read: fn(&mut Run<'_>, &[Entry]),
}

/// Whose word goes first where several readers say the same of a model: the source of a figure that two files state, the
/// reason why a model counts as made from another. It settles nothing where they disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// The model card: people wrote it for people.
    Card,
    /// The configuration of an adapter.
    Adapter,
    /// Configurations and indexes that a library writes.
    Configuration,
    /// Headers of weights that somebody converted.
    Converted,
    /// What a tool counted while it ran.
    Record,
    /// Arguments that were given to a training tool.
    Arguments,
    /// The configuration of a merge.
    Merge,
    /// Logs of other tools: what they say of the model is one word beside others.
    Logs,
    /// All that stands beside.
    Beside,
}

/// Languages in the names of translated cards.
const LANGUAGES: [&str; 26] = [
    "zh", "cn", "zhcn", "zhtw", "zhhans", "zhhant", "chinese", "ja", "jp", "japanese", "ko", "kr", "korean", "fr",
    "de", "es", "it", "pt", "ptbr", "ru", "ar", "vi", "tr", "pl", "hi", "id",
];

/// What a file is, by its name, among those that can be the model card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CardName {
    /// `README.md` or `README` in the folder itself, in any case: the card of the Hub.
    Readme,
    /// `MODEL_CARD.md`, `model-card.md`, also of one size or version: `MODEL_CARD_7b.md`.
    ModelCard,
    /// `README_EN.md` and the like.
    English,
    /// `README_zh.md`, or a card in another format.
    Other,
    /// A card in a folder for documents.
    Inner,
}

/// What a file is among those that can be the card, if it can.
pub fn card_name(entry: &Entry) -> Option<CardName> {
    let path = entry.path.to_lowercase();
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    // `README.zh-CN.md`, `README_zh-CN.md`.
    let plain: String = stem.chars().filter(char::is_ascii_alphanumeric).collect();
    let text = matches!(ending, "md" | "markdown" | "txt" | "rst" | "");
    let card = plain.strip_prefix("modelcard").or_else(|| plain.strip_prefix("readme"));
    let rest = card.filter(|_| text && name.is_ascii())?;
    let readme = plain.starts_with("readme");
    let of_language = |list: &[&str]| list.contains(&rest);
    let found = match rest {
        "" if readme && matches!(ending, "md" | "") => CardName::Readme,
        "" if readme => CardName::Other,
        _ if of_language(&["en", "english", "eng"]) => CardName::English,
        _ if of_language(&LANGUAGES) => CardName::Other,
        _ if readme => return None,
        _ => CardName::ModelCard,
    };
    match folder {
        "" => Some(found),
        "docs" | "doc" | "model_card" | "model-card" | "modelcard" => {
            (found <= CardName::ModelCard).then_some(CardName::Inner)
        }
        _ => None,
    }
}

/// Whether a file can be the model card.
pub fn is_card(entry: &Entry) -> bool {
    card_name(entry).is_some()
}

/// The files that are the model card: README, and beside it the one model card; where neither is there, the first of what
/// else there is. A translation says the same again, and several model cards are of several models.
pub fn cards(entries: &[Entry]) -> Vec<&Entry> {
    let of = |wanted: CardName| entries.iter().filter(move |e| card_name(e) == Some(wanted) && e.size > 0);
    let mut out: Vec<&Entry> = of(CardName::Readme).collect();
    if let (Some(one), None) = (of(CardName::ModelCard).next(), of(CardName::ModelCard).nth(1)) {
        out.push(one);
    }
    if out.is_empty() && of(CardName::ModelCard).next().is_none() {
        let rest = [CardName::English, CardName::Other, CardName::Inner];
        out.extend(rest.into_iter().find_map(|name| of(name).next()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(paths: &[&str]) -> Vec<String> {
        let entries: Vec<_> = paths.iter().map(|p| Entry { path: (*p).to_owned(), size: 9 }).collect();
        cards(&entries).into_iter().map(|e| e.path.clone()).collect()
    }

    #[test]
    fn the_card_is_decided_by_rank() {
        for (paths, want) in [
            (&["README.md", "README_zh.md", "README-ja.md"][..], &["README.md"][..]),
            (&["readme.MD", "MODEL_CARD.md"], &["readme.MD", "MODEL_CARD.md"]),
            (&["README.md", "MODEL_CARD_a.md", "MODEL_CARD_b.md"], &["README.md"]),
            (&["Model-Card.md"], &["Model-Card.md"]),
            (&["README_zh-CN.md", "README_EN.md"], &["README_EN.md"]),
            (&["README.zh-CN.md", "docs/MODEL_CARD.md"], &["README.zh-CN.md"]),
            (&["docs/model_card.md", "src/README.md"], &["docs/model_card.md"]),
            (&["README_training.md", "modelcards.py", "a/README.md"], &[]),
        ] {
            assert_eq!(read(paths), want, "{paths:?}");
        }
    }
}
