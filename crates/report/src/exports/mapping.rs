//! Others' words for the same things, as tables of `law/`: NIST's and ISO's frameworks, NVIDIA's properties of CycloneDX, the
//! minimum elements of the G7, EULLM's compliance card. Each says what of its source was read and who reviewed it.

use std::fmt;

use gpai_forms::template::Template;
use gpai_rules::book;
use gpai_rules::law::{Law, Words};
use gpai_rules::toml_place::{PlacedError, Table, Text};
use jiff::civil::Date;

/// The tables.
pub const TABLES: [(&str, &str); 5] = [
    book::file("law/nist-ai-rmf.toml"),
    book::file("law/iso-42001.toml"),
    book::file("law/g7-sbom-ai.toml"),
    book::file("law/nvidia-cyclonedx.toml"),
    book::file("law/eullm-card.toml"),
];

/// One table.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// Id, such as `nist-ai-rmf`.
    pub id: String,
    /// What it maps.
    pub title: Words,
    /// Which edition.
    pub edition: String,
    /// Where it is.
    pub source: String,
    /// What of it was read for this table, and what was not.
    pub read: Words,
    /// Who reviewed the table; nobody where it is empty.
    pub reviewed: Vec<String>,
    /// Day of re-reading.
    pub reread: Date,
    /// The entries, in the order of the source.
    pub entries: Vec<Entry>,
}

/// One entry.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its id in the source.
    pub id: String,
    /// What it is about, in our words; the id alone where it says so itself.
    pub says: Option<Words>,
    /// How near the two are.
    pub strength: Strength,
    /// What stands for it here.
    pub relates: Vec<Relation>,
    /// What to know about it.
    pub note: Option<Words>,
}

/// How near two things are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Both say the same thing.
    Same,
    /// What stands here supports it; it never fulfils it.
    Supports,
    /// It speaks of the same matter.
    Touches,
    /// Nothing that this program reads.
    None,
}

impl Strength {
    /// Every strength.
    pub const ALL: [Strength; 4] = [Strength::Same, Strength::Supports, Strength::Touches, Strength::None];

    /// The word used in files and in every output.
    pub fn word(self) -> &'static str {
        match self {
            Strength::Same => "same",
            Strength::Supports => "supports",
            Strength::Touches => "touches",
            Strength::None => "none",
        }
    }
}

/// What stands for an entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// A duty of the law book.
    Duty(String),
    /// A field of a form.
    Field(String, String),
    /// A fact.
    Fact(String),
    /// A code of a finding.
    Finding(String),
    /// A place in an export, such as `cyclonedx#/metadata/timestamp`.
    Export(String),
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Relation::Duty(id) => write!(f, "duty/{id}"),
            Relation::Field(form, field) => write!(f, "field/{form}/{field}"),
            Relation::Fact(name) => write!(f, "fact/{name}"),
            Relation::Finding(code) => write!(f, "finding/{code}"),
            Relation::Export(place) => write!(f, "export/{place}"),
        }
    }
}

impl Mapping {
    /// Every table.
    ///
    /// # Errors
    /// A table is malformed, or names what does not exist.
    pub fn book(law: &Law) -> Result<Vec<Mapping>, PlacedError> {
        let forms = Template::book()?;
        TABLES.iter().map(|(file, text)| Mapping::read(law, &forms, Text { file, text })).collect()
    }

    /// Reads one table.
    ///
    /// # Errors
    /// It is malformed, or names what does not exist.
    pub fn read(law: &Law, forms: &[Template], text: Text<'_>) -> Result<Mapping, PlacedError> {
        let parsed = text.parse()?;
        let root = Table::new(text, parsed.get_ref(), parsed.span());
        let head = root.table("mapping")?.ok_or_else(|| root.error("`[mapping]` is missing"))?;
        let mut mapping = Mapping {
            id: head.str("id")?,
            title: Words::read_optional(&head, "title")?.ok_or_else(|| head.error("`title` is missing"))?,
            edition: head.str("edition")?,
            source: head.str("source")?,
            read: Words::read_optional(&head, "read")?
                .ok_or_else(|| head.error("`read` is missing: what of the source was read"))?,
            reviewed: head.list("reviewed")?.into_iter().map(|(name, _)| name).collect(),
            reread: head.need_date("reread")?,
            entries: Vec::new(),
        };
        if !head.flag("partial")? {
            return Err(head.error("`partial = true` is missing: no table here is whole"));
        }
        head.finish()?;
        for table in root.tables("entry")? {
            let entry = entry(law, forms, &table)?;
            table.finish()?;
            if mapping.entries.iter().any(|e| e.id == entry.id) {
                return Err(table.error(format!("the entry `{}` stands here twice", entry.id)));
            }
            mapping.entries.push(entry);
        }
        root.finish()?;
        Ok(mapping)
    }
}

fn entry(law: &Law, forms: &[Template], table: &Table<'_, '_>) -> Result<Entry, PlacedError> {
    let word = table.opt_str("strength")?.unwrap_or_else(|| Strength::None.word().to_owned());
    let strength = Strength::ALL.into_iter().find(|s| s.word() == word);
    let strength = strength.ok_or_else(|| table.error(format!("`{word}` is no strength")))?;
    let mut relates = Vec::new();
    for (written, span) in table.list("relates")? {
        let found = relation(law, forms, &written);
        relates.push(found.ok_or_else(|| table.text().error(span, format!("`{written}` is not there")))?);
    }
    if relates.is_empty() != (strength == Strength::None) {
        return Err(table.error("an entry relates to something exactly where its strength is not `none`"));
    }
    Ok(Entry {
        id: table.str("id")?,
        says: Words::read_optional(table, "says")?,
        strength,
        relates,
        note: Words::read_optional(table, "note")?,
    })
}

/// What a text such as `field/model-documentation/MDF-15` names, if it exists.
fn relation(law: &Law, forms: &[Template], written: &str) -> Option<Relation> {
    let (kind, name) = written.split_once('/')?;
    match kind {
        "duty" => law.duty(name).map(|d| Relation::Duty(d.id.clone())),
        "fact" => law.fact(name).map(|f| Relation::Fact(f.name.clone())),
        "finding" => law.findings.contains_key(name).then(|| Relation::Finding(name.to_owned())),
        "export" => {
            let format = name.split('#').next()?;
            super::kinds::KINDS.iter().any(|k| k.word == format).then(|| Relation::Export(name.to_owned()))
        }
        "field" => {
            let (form, field) = name.split_once('/')?;
            let known = forms.iter().any(|t| t.kind == form && t.field(field).is_some());
            known.then(|| Relation::Field(form.to_owned(), field.to_owned()))
        }
        _ => None,
    }
}
