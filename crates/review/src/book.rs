//! The rules on documents as data (`law/document-rules.toml`), the words by which they read prose and the weights of the
//! score (`law/lint-words.toml`). Whatever is malformed is refused with file and line.

use std::collections::BTreeMap;

use gpai_forms::lexicon::{Lexicon, WORDS, read_lexicon};
use gpai_forms::template::Template;
use gpai_rules::finding::{Finding, Severity};
use gpai_rules::law::{Law, Words};
use gpai_rules::message::filled;
use gpai_rules::toml_place::{PlacedError, Table, Text, nearest};
use gpai_rules::words::Language;
use jiff::civil::Date;

use crate::amounts::Amounts;
use crate::knowledge::{self, Knowledge};

/// Name and text of the rules as they stand in `law/`, built into the program.
pub const RULES: (&str, &str) = gpai_rules::book::file("law/document-rules.toml");

/// Everything a check needs besides the document.
#[derive(Debug)]
pub struct Book {
    /// The rules by id.
    pub rules: BTreeMap<String, RuleDef>,
    /// What rules need from outside the document, and every way to know it.
    pub knowledge: Vec<Knowledge>,
    /// The numbers that rules compare with.
    pub amounts: Amounts,
    /// Words, terms and months.
    pub words: Lexicon,
    /// Weights of the score.
    pub weights: Weights,
    /// Which changes from one version to the next are material.
    pub material: Vec<Material>,
    /// The forms, by kind, the latest version first.
    pub templates: Vec<Template>,
}

/// Changes that are material.
#[derive(Clone, Debug)]
pub struct Material {
    /// Fields in which they are looked for.
    pub fields: Vec<String>,
    /// How such a change is told.
    pub what: Telling,
    /// What is said of it.
    pub says: Words,
}

/// How a material change of a field is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// Another answer to a Yes/No question, or other ticks.
    Answer,
    /// Other boxes ticked.
    Boxes,
    /// Other dates in it.
    Dates,
    /// A name or link that was not there before.
    Entries,
    /// Another text.
    Text,
}

/// One rule on documents.
#[derive(Clone, Debug)]
pub struct RuleDef {
    /// Id, such as `TS-236`; never reused.
    pub id: String,
    /// Kind of document: `training-summary`, `model-documentation`, `code-of-practice` for all others, or `record` for the
    /// TOML that any of them is written from.
    pub kind: String,
    /// Short title.
    pub title: Words,
    /// The ways in which it fires, by name.
    pub cases: BTreeMap<String, Case>,
    /// What to do.
    pub help: Words,
    /// Provisions.
    pub cites: Vec<String>,
    /// Who can tell.
    pub checked: Checked,
    /// Why a program alone cannot tell, where it cannot.
    pub because: Option<Words>,
    /// Doubts of the template (X-) or the Code (D-) that bear on it, with what is doubtful.
    pub doubts: Vec<(String, Words)>,
    /// What it needs from outside the document.
    pub needs: Vec<Knowledge>,
    /// The day on which it was last compared with its source.
    pub reread: Date,
}

/// One way in which a rule fires.
#[derive(Clone, Debug)]
pub struct Case {
    /// How much it matters.
    pub severity: Severity,
    /// What is said, with `{marks}`.
    pub message: Words,
}

/// Who can tell whether a rule is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// A program, from the document alone.
    Mechanically,
    /// A program, given knowledge from outside the document.
    GivenKnowledge,
    /// Only a person.
    ByAPerson,
}

impl Checked {
    /// The words used in the law file and in every output.
    pub fn word(self) -> &'static str {
        match self {
            Checked::Mechanically => "mechanically",
            Checked::GivenKnowledge => "given knowledge",
            Checked::ByAPerson => "by a person",
        }
    }
}

/// Weights of the score, in hundredths of a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weights {
    /// What an error, a warning and a piece of information take from a question, in hundredths.
    pub takes: [u64; 3],
    /// Weight of a question.
    pub question: u64,
    /// Weight of a question that says where the data come from.
    pub narrative: u64,
    /// Ids of the questions with the greater weight.
    pub narratives: Vec<String>,
}

impl Book {
    /// The book built into the program.
    #[expect(clippy::self_named_constructors, reason = "named as those of the law book and the forms are")]
    pub fn book(law: &Law) -> Result<Book, PlacedError> {
        Book::read(RULES, WORDS, Template::book()?, law)
    }

    /// Reads rules and words; refuses what does not fit together, with file and line.
    pub fn read(
        (file, text): (&str, &str),
        words: (&str, &str),
        templates: Vec<Template>,
        law: &Law,
    ) -> Result<Book, PlacedError> {
        let text = Text { file, text };
        let parsed = text.parse()?;
        let root = Table::new(text, parsed.get_ref(), parsed.span());
        let (rules, knowledge) = rules(&root)?;
        let amounts = Amounts::read(&root, law)?;
        root.finish()?;
        let (words, weights, material) = read_words(words)?;
        Ok(Book { rules, knowledge, amounts, words, weights, material, templates })
    }

    /// What a finding says, in one language. Strangers' text in it is not escaped.
    pub fn message(&self, finding: &Finding, language: Language) -> String {
        let case =
            |rule: &RuleDef| rule.cases.get(finding.case.as_deref()?).map(|c| filled(&c.message, finding, language));
        self.rules.get(&finding.code).and_then(case).unwrap_or_default()
    }

    /// What to do about it.
    pub fn help(&self, finding: &Finding, language: Language) -> &str {
        self.rules.get(&finding.code).map_or("", |rule| rule.help.get(language))
    }

    /// The latest form of a kind.
    pub fn template(&self, kind: &str) -> Option<&Template> {
        self.templates.iter().find(|t| t.kind == kind)
    }
}

/// Reads the rules alone: enough to explain one.
pub fn read_rules((file, text): (&str, &str)) -> Result<BTreeMap<String, RuleDef>, PlacedError> {
    let text = Text { file, text };
    let parsed = text.parse()?;
    Ok(rules(&Table::new(text, parsed.get_ref(), parsed.span()))?.0)
}

/// Reads alone what rules need from outside the document: enough to explain it.
pub fn read_knowledge((file, text): (&str, &str)) -> Result<Vec<Knowledge>, PlacedError> {
    let text = Text { file, text };
    let parsed = text.parse()?;
    knowledge::read(&Table::new(text, parsed.get_ref(), parsed.span()))
}

type Rules = (BTreeMap<String, RuleDef>, Vec<Knowledge>);

fn rules(root: &Table<'_, '_>) -> Result<Rules, PlacedError> {
    let knowledge = knowledge::read(root)?;
    let mut doubts = BTreeMap::new();
    for table in root.tables("doubt")? {
        doubts.insert(table.str("id")?, Words { en: table.str("en")?, zh: table.str("zh")? });
        table.finish()?;
    }
    let mut rules = BTreeMap::new();
    for table in root.tables("rule")? {
        let mut rule = read_rule(&table, &doubts)?;
        rule.needs = knowledge.iter().filter(|k| k.rules.contains(&rule.id)).cloned().collect();
        if rule.checked == Checked::GivenKnowledge && rule.needs.is_empty() {
            return Err(table.error(format!("no [[knowledge]] says how `{}` gets what it needs", rule.id)));
        }
        if let Some(old) = rules.insert(rule.id.clone(), rule) {
            return Err(table.error(format!("rule `{}` stands here twice", old.id)));
        }
    }
    for needed in knowledge.iter().flat_map(|k| &k.rules) {
        if !rules.contains_key(needed) {
            return Err(root.error(format!("a [[knowledge]] is for `{needed}`, which is no rule")));
        }
    }
    Ok((rules, knowledge))
}

fn read_rule(table: &Table<'_, '_>, known: &BTreeMap<String, Words>) -> Result<RuleDef, PlacedError> {
    let checked = match table.str("checked")?.as_str() {
        "mechanically" => Checked::Mechanically,
        "given knowledge" => Checked::GivenKnowledge,
        "by a person" => Checked::ByAPerson,
        _ => return Err(table.error("`checked` is `mechanically`, `given knowledge` or `by a person`")),
    };
    let because = match checked {
        Checked::Mechanically => None,
        _ => Some(Words::read(table, "because")?),
    };
    let kind = table.str("kind")?;
    if !matches!(kind.as_str(), "training-summary" | "model-documentation" | "code-of-practice" | "record") {
        return Err(table.error("`kind` is `training-summary`, `model-documentation`, `code-of-practice` or `record`"));
    }
    let cases = table.table("case")?.ok_or_else(|| table.error("`case.NAME` is missing"))?;
    let mut found = BTreeMap::new();
    for (name, span, item) in cases.keys() {
        let inner = item.get_ref().as_table().ok_or_else(|| table.text().error(span.clone(), "a case is a table"))?;
        let case = Table::new(table.text(), inner, item.span());
        let severity = match case.str("severity")?.as_str() {
            "error" => Severity::Error,
            "warning" => Severity::Warning,
            "info" => Severity::Info,
            other => {
                let error = case.error(format!("`{other}` is no severity"));
                return Err(match nearest(other, ["error", "warning", "info"]) {
                    Some(near) => error.help(format!("did you mean `{near}`?")),
                    None => error,
                });
            }
        };
        let message = Words { en: case.str("en")?, zh: case.str("zh")? };
        case.finish()?;
        found.insert(name.to_owned(), Case { severity, message });
    }
    if found.is_empty() {
        return Err(table.error("a rule needs at least one `case.NAME`"));
    }
    let rule = RuleDef {
        id: table.str("id")?,
        kind,
        title: Words::read(table, "title")?,
        cases: found,
        help: Words::read(table, "help")?,
        cites: strings(table, "cites")?,
        checked,
        because,
        doubts: table
            .list("doubts")?
            .into_iter()
            .map(|(id, span)| match known.get(&id) {
                Some(words) => Ok((id, words.clone())),
                None => Err(table.text().error(span, format!("no [[doubt]] is called `{id}`"))),
            })
            .collect::<Result<_, _>>()?,
        needs: Vec::new(),
        reread: table.need_date("reread")?,
    };
    if rule.cites.is_empty() {
        return Err(table.error("`cites` is missing: a rule names the provision it rests on"));
    }
    table.finish()?;
    Ok(rule)
}

fn strings(table: &Table<'_, '_>, key: &'static str) -> Result<Vec<String>, PlacedError> {
    Ok(table.list(key)?.into_iter().map(|(s, _)| s).collect())
}

fn read_words((file, text): (&str, &str)) -> Result<(Lexicon, Weights, Vec<Material>), PlacedError> {
    let text = Text { file, text };
    let parsed = text.parse()?;
    let root = Table::new(text, parsed.get_ref(), parsed.span());
    let lexicon = read_lexicon(&root)?;
    let score = root.table("score")?.ok_or_else(|| root.error("`[score]` is missing"))?;
    let number = |key: &'static str| -> Result<u64, PlacedError> {
        let item = score.need(key)?;
        item.get_ref()
            .as_integer()
            .and_then(|i| u64::from_str_radix(i.as_str(), i.radix()).ok())
            .filter(|n| *n <= 1000)
            .ok_or_else(|| text.error(item.span(), format!("`{key}` must be a whole number up to 1000")))
    };
    let weights = Weights {
        takes: [number("error")?, number("warning")?, number("info")?],
        question: number("question")?,
        narrative: number("narrative")?,
        narratives: strings(&score, "narratives")?,
    };
    score.finish()?;
    let mut material = Vec::new();
    for table in root.tables("material")? {
        let what = match table.str("what")?.as_str() {
            "answer" => Telling::Answer,
            "boxes" => Telling::Boxes,
            "dates" => Telling::Dates,
            "entries" => Telling::Entries,
            "text" => Telling::Text,
            _ => return Err(table.error("`what` is `answer`, `boxes`, `dates`, `entries` or `text`")),
        };
        let says = Words { en: table.str("en")?, zh: table.str("zh")? };
        material.push(Material { fields: strings(&table, "fields")?, what, says });
        table.finish()?;
    }
    root.finish()?;
    Ok((lexicon, weights, material))
}
