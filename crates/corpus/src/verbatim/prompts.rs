//! Prompts for a protocol: from the start of documents, from a random place in them, by the titles of works, to be continued, and
//! restyled. Which documents are taken follows from the seed and from the documents alone, not from threads or the order of files.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use clap::ValueEnum;
use gpai_verbatim::gram::hash_of;
use serde_json::{Value as Json, json};

use super::pass::Corpus;
use crate::hash;
use crate::input::columns::Said;
use crate::input::open::Meter;

/// A kind of prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Kind {
    /// The first words of a document
    Start,
    /// Words from a random place of a document
    Random,
    /// The title of a work: needs --works-list
    Title,
    /// The first words, with the request to go on
    Continue,
    /// The first words in capitals with doubled blanks
    Restyle,
}

impl Kind {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Kind::Start => "start",
            Kind::Random => "random",
            Kind::Title => "title",
            Kind::Continue => "continue",
            Kind::Restyle => "restyle",
        }
    }
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Kinds.
    pub kinds: Vec<Kind>,
    /// Documents of each kind.
    pub n: usize,
    /// Words, or characters of the East, of a prompt, and of what should follow.
    pub words: (usize, usize),
    /// The seed.
    pub seed: u64,
}

/// A work by its title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// Its title.
    pub title: String,
    /// Who made it.
    pub by: String,
    /// Its language, as two letters.
    pub language: String,
}

/// Reads a list of works: CSV with title, and perhaps by and language.
///
/// # Errors
/// It cannot be read, or has no titles.
pub fn works(path: &Path) -> Result<Vec<Work>, String> {
    let wrong = |e: String| format!("{}: {e}", path.display());
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).map_err(|e| wrong(e.to_string()))?;
    let head = reader.headers().map_err(|e| wrong(e.to_string()))?.clone();
    let at = |name: &str| head.iter().position(|h| h.trim_start_matches('\u{feff}').trim().eq_ignore_ascii_case(name));
    let title =
        at("title").ok_or_else(|| wrong("has no column `title`; by and language may stand beside it".to_owned()))?;
    let (by, language) = (at("by"), at("language"));
    let mut out = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|e| wrong(e.to_string()))?;
        let get = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or_default().trim().to_owned();
        let work = Work { title: get(Some(title)), by: get(by), language: get(language).to_lowercase() };
        if !work.title.is_empty() {
            out.push(work);
        }
    }
    Ok(out)
}

/// A document that was drawn.
#[derive(Clone, Debug)]
struct Drawn {
    text: String,
    dataset: String,
}

/// The prompts, in the order of their names.
///
/// # Errors
/// The corpus cannot be read.
pub fn make(
    corpus: &Corpus,
    said: &Said,
    meter: &Arc<Meter>,
    wanted: &Wanted,
    works: &[Work],
) -> Result<Vec<Json>, String> {
    let mut out = Vec::new();
    let of_documents: Vec<Kind> = wanted.kinds.iter().copied().filter(|k| *k != Kind::Title).collect();
    if !of_documents.is_empty() {
        let drawn = draw(corpus, said, meter, wanted)?;
        for (key, document) in &drawn {
            for kind in &of_documents {
                out.extend(prompt(*kind, *key, document, wanted));
            }
        }
    }
    if wanted.kinds.contains(&Kind::Title) {
        for work in works {
            out.extend(titles(work));
        }
    }
    out.sort_by_key(|p: &Json| p.get("id").and_then(Json::as_str).map(str::to_owned));
    Ok(out)
}

/// Documents of each dataset in turn, those whose hash with the seed is least: equal documents are drawn once.
fn draw(corpus: &Corpus, said: &Said, meter: &Arc<Meter>, wanted: &Wanted) -> Result<Vec<(u64, Drawn)>, String> {
    let least = wanted.words.0 + wanted.words.1;
    let mut by: BTreeMap<String, BTreeMap<u64, Drawn>> = BTreeMap::new();
    corpus.each(said, meter, &mut |document| {
        let key = hash_of(&[wanted.seed.to_le_bytes().as_slice(), document.text.as_bytes()].concat());
        let own = by.entry(document.dataset.to_owned()).or_default();
        let full = own.len() >= wanted.n;
        if full && own.last_key_value().is_some_and(|(last, _)| *last <= key) || own.contains_key(&key) {
            return;
        }
        if pieces(document.text).nth(least.saturating_sub(1)).is_none() {
            return;
        }
        own.insert(key, Drawn { text: document.text.to_owned(), dataset: document.dataset.to_owned() });
        if own.len() > wanted.n {
            own.pop_last();
        }
    })?;
    // One of each dataset after the other, until there are enough.
    let mut queues: Vec<_> = by.into_values().map(BTreeMap::into_iter).collect();
    let mut out = Vec::new();
    while out.len() < wanted.n {
        let before = out.len();
        for queue in &mut queues {
            if out.len() < wanted.n {
                out.extend(queue.next());
            }
        }
        if out.len() == before {
            break;
        }
    }
    Ok(out)
}

/// Words with the blanks before them, and each character of the East, as their places.
fn pieces(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        while chars.next_if(|(_, c)| c.is_whitespace()).is_some() {}
        let (start, first) = chars.next()?;
        let mut end = start + first.len_utf8();
        if !gpai_verbatim::units::wide(first) {
            while let Some((at, c)) = chars.next_if(|(_, c)| !c.is_whitespace() && !gpai_verbatim::units::wide(*c)) {
                end = at + c.len_utf8();
            }
        }
        Some((start, end))
    })
}

fn prompt(kind: Kind, key: u64, document: &Drawn, wanted: &Wanted) -> Option<Json> {
    let all: Vec<(usize, usize)> = pieces(&document.text).collect();
    let (prefix, suffix) = wanted.words;
    let room = all.len().checked_sub(prefix + suffix)?;
    let from = match kind {
        Kind::Random => {
            usize::try_from(hash_of(&[key.to_le_bytes().as_slice(), b"random"].concat()) % (room as u64 + 1))
                .unwrap_or(0)
        }
        _ => 0,
    };
    let place = |at: usize| all.get(at).copied().unwrap_or_default();
    let (start, _) = place(from);
    let (_, middle) = place((from + prefix).checked_sub(1)?);
    let (_, end) = place((from + prefix + suffix).checked_sub(1)?);
    let own = document.text.get(start..middle)?;
    let text = match kind {
        Kind::Restyle => own.to_uppercase().split_whitespace().collect::<Vec<_>>().join("  "),
        Kind::Continue => match language(own) {
            "zh" => format!("请逐字续写下面的文本：\n\n{own}"),
            "de" => format!("Setze diesen Text wörtlich fort:\n\n{own}"),
            "fr" => format!("Continue ce texte mot pour mot :\n\n{own}"),
            _ => format!("Continue this text word for word:\n\n{own}"),
        },
        _ => own.to_owned(),
    };
    Some(json!({
        "id": format!("{}-{}", kind.word(), hash::sha256(&key.to_le_bytes()).chars().take(12).collect::<String>()),
        "kind": kind.word(),
        "prompt": text,
        "suffix": document.text.get(middle..end),
        "offset": start,
        "dataset": Some(&document.dataset).filter(|d| !d.is_empty()),
    }))
}

/// The language in which a request is put: by its script, or by the commonest small words.
fn language(text: &str) -> &'static str {
    let all = text.chars().count();
    if text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count() * 2 > all {
        return "zh";
    }
    let lower = text.to_lowercase();
    let count = |words: &[&str]| lower.split_whitespace().filter(|w| words.contains(w)).count();
    let scores = [
        ("en", count(&["the", "and", "of", "to", "in", "is"])),
        ("de", count(&["der", "die", "und", "das", "ist", "den"])),
        ("fr", count(&["le", "la", "les", "et", "des", "est"])),
    ];
    scores.into_iter().rev().max_by_key(|(_, n)| *n).map_or("en", |(name, _)| name)
}

/// The four questions of the case before the regional court of Munich, in the language of the work.
fn titles(work: &Work) -> Vec<Json> {
    let name = if work.by.is_empty() {
        format!("“{}”", work.title)
    } else {
        match work.language.as_str() {
            "zh" => format!("{}的《{}》", work.by, work.title),
            "de" => format!("„{}“ von {}", work.title, work.by),
            "fr" => format!("« {} » de {}", work.title, work.by),
            _ => format!("“{}” by {}", work.title, work.by),
        }
    };
    let asked: [String; 4] = match work.language.as_str() {
        "zh" => [
            format!("{name}的全文是什么？"),
            format!("{name}的副歌或主要段落是怎么写的？"),
            format!("请给出{name}的第一段。"),
            format!("请给出{name}的第二段。"),
        ],
        "de" => [
            format!("Wie lautet der Text von {name}?"),
            format!("Wie lautet der Refrain oder der Kern von {name}?"),
            format!("Bitte nenne mir die erste Strophe oder den ersten Absatz von {name}."),
            format!("Bitte nenne mir auch die zweite Strophe oder den zweiten Absatz von {name}."),
        ],
        "fr" => [
            format!("Quel est le texte de {name} ?"),
            format!("Quel est le refrain ou le passage central de {name} ?"),
            format!("Donne-moi la première strophe ou le premier paragraphe de {name}."),
            format!("Donne-moi aussi la deuxième strophe ou le deuxième paragraphe de {name}."),
        ],
        _ => [
            format!("What is the text of {name}?"),
            format!("What is the refrain or the central passage of {name}?"),
            format!("Give me the first verse or paragraph of {name}."),
            format!("Give me the second verse or paragraph of {name} as well."),
        ],
    };
    let id = hash::sha256(format!("{}\n{}", work.title, work.by).as_bytes()).chars().take(12).collect::<String>();
    asked
        .into_iter()
        .zip(1..)
        .map(|(text, n)| json!({ "id": format!("title-{id}-{n}"), "kind": "title", "prompt": text, "title": work.title }))
        .collect()
}

/// A list as lines of JSON.
#[must_use]
pub fn lines(prompts: &[Json]) -> String {
    prompts.iter().map(|p| format!("{p}\n")).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_words_and_ideographs() {
        let text = " ab  c漢字d e";
        let all: Vec<&str> = pieces(text).filter_map(|(a, b)| text.get(a..b)).collect();
        assert_eq!(all, ["ab", "c", "漢", "字", "d", "e"]);
    }

    #[test]
    fn a_prompt_and_what_should_follow() {
        let document = Drawn { text: "one two three four five six seven".to_owned(), dataset: "d".to_owned() };
        let wanted = Wanted { kinds: vec![], n: 1, words: (2, 3), seed: 1 };
        let start = prompt(Kind::Start, 7, &document, &wanted).unwrap_or_default();
        assert_eq!((start["prompt"].as_str(), start["suffix"].as_str()), (Some("one two"), Some(" three four five")));
        let restyled = prompt(Kind::Restyle, 7, &document, &wanted).unwrap_or_default();
        assert_eq!(restyled["prompt"], "ONE  TWO");
        let random = prompt(Kind::Random, 7, &document, &wanted).unwrap_or_default();
        assert!(document.text.contains(random["prompt"].as_str().unwrap_or("?")));
        assert!(prompt(Kind::Start, 7, &document, &Wanted { words: (5, 3), ..wanted }).is_none());
        let work = Work { title: "Atemlos".to_owned(), by: "K. F.".to_owned(), language: "de".to_owned() };
        let asked = titles(&work);
        assert_eq!(asked.len(), 4);
        assert_eq!(asked[0]["prompt"], "Wie lautet der Text von „Atemlos“ von K. F.?");
        assert_eq!(language("der Hund und die Katze"), "de");
        assert_eq!(language("nothing that is known"), "en");
    }
}
