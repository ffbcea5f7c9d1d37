//! A page that explains one thing of the law book, as plain parts: what the screen, the pages of the documentation and
//! `gpai-explain/1` are made from, so that all three say the same.

use gpai_rules::law::{Kind, Language, Law};
use serde_json::{Map, Value as Json, json};

use crate::address;

/// What the format is called.
pub const FORMAT: &str = "gpai-explain/1";

/// What a page is about. The word is part of its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// A duty of providers.
    Duty,
    /// A conclusion or a step to one.
    Conclusion,
    /// A fact, a key of `gpai.toml`.
    Fact,
    /// A finding on a model folder.
    Finding,
    /// A rule on documents.
    DocumentRule,
    /// A rule of the law book.
    Rule,
    /// A number or day of the law.
    Threshold,
    /// What follows from the meaning of facts.
    Axiom,
    /// A point on which the law is unclear.
    Doubt,
    /// A licence.
    Licence,
    /// A provision.
    Provision,
}

impl About {
    /// All of them, in the order in which people look for them.
    pub const ALL: [About; 11] = [
        About::Duty,
        About::Conclusion,
        About::Fact,
        About::Finding,
        About::DocumentRule,
        About::Rule,
        About::Threshold,
        About::Axiom,
        About::Doubt,
        About::Licence,
        About::Provision,
    ];

    /// The word used in every output and in addresses.
    pub fn word(self) -> &'static str {
        match self {
            About::Duty => "duty",
            About::Conclusion => "conclusion",
            About::Fact => "fact",
            About::Finding => "finding",
            About::DocumentRule => "document-rule",
            About::Rule => "rule",
            About::Threshold => "threshold",
            About::Axiom => "axiom",
            About::Doubt => "doubt",
            About::Licence => "licence",
            About::Provision => "provision",
        }
    }
}

/// One part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A title: what it is called, and what stands behind it.
    Title(String, String),
    /// A heading.
    Head(String),
    /// Running text.
    Text(String),
    /// Running text below another.
    Deep(String),
    /// Lines that stand as they are: a condition, an example.
    Lines(String),
    /// Something with a name and what is said of it.
    Entry(String, String),
    /// What is said aside.
    Aside(String),
    /// An empty line.
    Gap,
    /// The provisions it rests on.
    Provisions(Vec<String>),
}

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// What it is about.
    pub about: About,
    /// The id.
    pub id: String,
    /// Its parts, in order.
    pub blocks: Vec<Block>,
}

impl Page {
    /// A page without parts.
    pub fn new(about: About, id: &str) -> Self {
        Page { about, id: id.to_owned(), blocks: Vec::new() }
    }

    /// The first title.
    pub fn title(&self) -> String {
        let title = self.blocks.iter().find_map(|block| match block {
            Block::Title(name, rest) => Some(format!("{name}  {rest}").trim().to_owned()),
            _ => None,
        });
        title.unwrap_or_else(|| self.id.clone())
    }

    /// What a list says of it: the first running text, or what stands behind the title.
    pub fn summary(&self) -> String {
        let text = self.blocks.iter().find_map(|block| match block {
            Block::Text(text) | Block::Entry(_, text) => Some(text.clone()),
            _ => None,
        });
        text.unwrap_or_default()
    }
}

/// The page as JSON.
pub fn write(law: &Law, page: &Page, language: Language) -> String {
    let mut document = Map::new();
    document.insert("format".into(), json!(FORMAT));
    document.insert("law".into(), json!({ "id": law.id, "edition": law.edition }));
    document.insert("kind".into(), json!(page.about.word()));
    document.insert("id".into(), json!(page.id));
    document.insert("title".into(), json!(page.title()));
    document.insert("page".into(), json!(address::page(page.about.word(), &page.id, language)));
    if let Some(fact) = law.fact(&page.id).filter(|_| page.about == About::Fact) {
        document.insert("fact".into(), fact_json(fact));
    }
    let mut cites: Vec<&String> = Vec::new();
    let mut parts = Vec::new();
    for block in &page.blocks {
        match block {
            Block::Title(..) | Block::Gap => {}
            Block::Head(text) => parts.push(json!({ "heading": text })),
            Block::Text(text) | Block::Deep(text) => parts.push(json!({ "text": text })),
            Block::Aside(text) => parts.push(json!({ "aside": text })),
            Block::Lines(text) => parts.push(json!({ "lines": text.lines().collect::<Vec<_>>() })),
            Block::Entry(name, text) => parts.push(json!({ "name": name, "text": text })),
            Block::Provisions(list) => cites.extend(list.iter().filter(|c| !cites.contains(c)).collect::<Vec<_>>()),
        }
    }
    document.insert("parts".into(), Json::Array(parts));
    document.insert("cites".into(), cites.into_iter().map(|cite| provision(law, cite, language)).collect());
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    gpai_forms::escape::json(&text)
}

/// What kind of answer a fact takes.
pub(crate) fn fact_json(fact: &gpai_rules::law::FactDef) -> Json {
    let kind = match fact.kind {
        Kind::YesNo => "yes-no",
        Kind::Number => "number",
        Kind::Date => "date",
        Kind::Word => "word",
        Kind::Set => "set",
        Kind::Country => "country",
        Kind::Text => "text",
    };
    json!({ "kind": kind, "unit": fact.unit, "words": fact.words, "judged": fact.judged, "evidence_only": fact.evidence_only })
}

/// A provision with what it says and where it can be read.
pub fn provision(law: &Law, cite: &str, language: Language) -> Json {
    let mut o = Map::new();
    o.insert("id".into(), json!(cite));
    if let Some(p) = law.paragraphs.get(cite) {
        o.insert("section".into(), json!(p.section));
        o.insert("says".into(), json!(p.says.get(language)));
    }
    if let Some(address) = address::of(cite) {
        o.insert("address".into(), json!(address));
    }
    Json::Object(o)
}
