//! The blocks of `law/model-card.toml`.

use gpai_rules::law::{Language, Words};
use gpai_rules::toml_place::{PlacedError, Table, Text};
use jiff::civil::Date;

/// The file, as it stands in `law/`.
pub const BOOK: (&str, &str) = gpai_rules::book::file("law/model-card.toml");

/// One block of a model card.
#[derive(Clone, Debug)]
pub struct Block {
    /// Id, as it stands in the marks.
    pub id: String,
    /// Heading.
    pub title: Words,
    /// Provisions it rests on.
    pub cites: Vec<String>,
    /// The day it was last compared with them.
    pub reread: Date,
    /// Its paragraphs.
    pub lines: Vec<Line>,
}

/// One paragraph of a block.
#[derive(Clone, Debug)]
pub struct Line {
    /// Facts that must be known for it.
    pub needs: Vec<String>,
    /// Text with `{name}` marks for facts.
    pub text: Words,
}

impl Line {
    /// The text in one language.
    pub fn get(&self, language: Language) -> &str {
        self.text.get(language)
    }
}

/// The blocks, in the order in which they are added to a card; an error names line and mend.
pub fn book() -> Result<Vec<Block>, PlacedError> {
    let (file, text) = BOOK;
    let text = Text { file, text };
    let parsed = text.parse()?;
    let root = Table::new(text, parsed.get_ref(), parsed.span());
    let blocks = root.tables("block")?.iter().map(block).collect::<Result<Vec<_>, _>>()?;
    root.finish()?;
    Ok(blocks)
}

fn block(table: &Table<'_, '_>) -> Result<Block, PlacedError> {
    let strings = |key: &'static str| table.list(key).map(|l| l.into_iter().map(|(s, _)| s).collect::<Vec<_>>());
    let block = Block {
        id: table.str("id")?,
        title: Words::read(table, "title")?,
        cites: strings("cites")?,
        reread: table.need_date("reread")?,
        lines: table.tables("line")?.iter().map(line).collect::<Result<_, _>>()?,
    };
    if block.cites.is_empty() || block.lines.is_empty() {
        return Err(table.error(format!("the block `{}` has no citation or no line", block.id)));
    }
    table.finish()?;
    Ok(block)
}

fn line(table: &Table<'_, '_>) -> Result<Line, PlacedError> {
    let line = Line {
        needs: table.list("needs")?.into_iter().map(|(s, _)| s).collect(),
        text: Words { en: table.str("en")?, zh: table.str("zh")? },
    };
    table.finish()?;
    Ok(line)
}
