//! `gpai doc card`: keeps the blocks of a model card that the law speaks of, between marks, and touches nothing else.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use clap::Args;
use gpai_dossier::found_documents::for_one_reader;
use gpai_dossier::gather::gather;
use gpai_dossier::write::{reason, replace};
use gpai_forms::card::{self, Block, Filled, MAX_CARD, Values};
use gpai_rules::fact::{Facts, Value};
use gpai_rules::law::Law;

use crate::args::{Input, language};
use crate::model::request;
use crate::outcome::{Exit, Failure, Outcome};
use crate::screen;

/// Name of the model card.
const CARD: &str = "README.md";

/// Keep the blocks of the model card: summary link, copyright notice, contact, intended use
///
/// Each block stands between <!-- gpai:begin ID --> and <!-- gpai:end ID -->; what is outside the marks is never touched.
/// Blocks are filled from gpai.toml and the files of the folder; a paragraph whose facts are unknown is left out, and said.
#[derive(Debug, Args)]
pub struct Card {
    /// Input.
    #[command(flatten)]
    pub input: Input,
    /// Only these blocks; may be repeated [default: all that can be filled]
    #[arg(long = "block", value_name = "ID")]
    pub blocks: Vec<String>,
    /// Write nothing; exit 1 where the card is not up to date, for CI
    #[arg(long)]
    pub check: bool,
    /// Write nothing; print the card as it would be
    #[arg(long, conflicts_with = "check")]
    pub print: bool,
}

/// Runs it.
pub fn run(law: &Law, args: &Card) -> Outcome {
    let lang = language(args.input.lang);
    let path = args.input.path.join(CARD);
    let blocks = chosen(card::book().map_err(|e| Failure::Internal(e.to_string()))?, &args.blocks)?;
    let text = read(&path)?;
    let gathered = gather(law, &request(law, &args.input)?)?;
    let values = values(&gathered.facts());
    let filled: Vec<Filled> = blocks.iter().map(|b| card::fill(b, &values, lang, 2)).collect();
    let (new, done) = card::update(&text, &filled).map_err(|e| Failure::Usage(format!("{}: {e}", path.display())))?;
    if args.print {
        return Ok((new, Exit::Done));
    }
    let changed = new != text;
    if changed && !args.check {
        replace(&path, new.as_bytes())
            .map_err(|e| Failure::Usage(format!("{}: cannot be written: {}", path.display(), reason(&e))))?;
    }
    let exit = if changed && args.check { Exit::Gap } else { Exit::Done };
    let shown = path.display().to_string();
    Ok((screen::card::screen(&shown, &filled, &done, args.check, lang), exit))
}

/// The blocks asked for, or all.
fn chosen(all: Vec<Block>, asked: &[String]) -> Result<Vec<Block>, Failure> {
    if let Some(unknown) = asked.iter().find(|id| !all.iter().any(|b| b.id == **id)) {
        let ids: Vec<&str> = all.iter().map(|b| b.id.as_str()).collect();
        return Err(Failure::Usage(format!("--block {unknown}: no such block; they are {}", ids.join(", "))));
    }
    Ok(all.into_iter().filter(|b| asked.is_empty() || asked.contains(&b.id)).collect())
}

/// The card, bounded; it has to be there, for a card is more than these blocks.
fn read(path: &Path) -> Result<String, Failure> {
    let wrong = |reason: &str| Failure::Usage(format!("{}: {reason}", path.display()));
    match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_file() => {}
        Ok(_) => return Err(wrong("is not a regular file")),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            return Err(wrong("no model card here; write one first, gpai doc card adds its blocks to it"));
        }
        Err(e) => return Err(wrong(&e.to_string())),
    }
    let mut bytes = Vec::new();
    let limit = MAX_CARD as u64 + 1;
    fs::File::open(path).and_then(|f| f.take(limit).read_to_end(&mut bytes)).map_err(|e| wrong(&e.to_string()))?;
    String::from_utf8(bytes).map_err(|_| wrong("is not UTF-8 text; save it as UTF-8"))
}

/// Texts that are known. A document known only as a link in the card itself is none to link to, nor is the view of one
/// reader, nor the record a document is written from.
fn values(facts: &Facts) -> Values {
    let closed = |text: &str| text.eq_ignore_ascii_case(CARD) || for_one_reader(text) || text.ends_with(".toml");
    let known = facts.names().filter_map(|name| match facts.value(name) {
        Some(Value::Text(text)) if !(name.starts_with("documents.") && closed(&text)) => Some((name.to_owned(), text)),
        _ => None,
    });
    known.collect()
}
