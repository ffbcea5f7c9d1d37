//! What people know of themselves without any law: what they did, what comes out of the model, how people get it. A choice
//! answers several facts at once, which a person confirms. And names that stand for several answers: a licence, a base.

use std::collections::BTreeMap;

use crate::toml_place::{PlacedError, Table};
use crate::words::Words;

/// One question of which each choice answers several facts.
#[derive(Clone, Debug)]
pub struct Preset {
    /// Id.
    pub id: String,
    /// Presets with the same screen are asked together.
    pub screen: String,
    /// Provisions.
    pub cites: Vec<String>,
    /// The question.
    pub question: Words,
    /// How to tell.
    pub help: Words,
    /// The choices, in the order in which they are shown.
    pub choices: Vec<Choice>,
}

/// One choice.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Its word after `--as`; no two choices share one.
    pub id: String,
    /// How many of a hundred people are taken to choose it: by this the next question is chosen, and nothing is decided.
    pub weight: u32,
    /// Facts that suggest it where the files of a model know them.
    pub signs: Vec<String>,
    /// The facts it answers, each with its value as `--set` takes it.
    pub sets: Vec<(String, String)>,
    /// What it is called.
    pub title: Words,
    /// How it begins the sentence that sums up, with `{model}` and `{base}`.
    pub did: Option<Words>,
}

/// A fact that, where its value is known by name, answers others.
#[derive(Clone, Debug)]
pub struct Lookup {
    /// The fact, a text.
    pub fact: String,
    /// What it answers.
    pub answers: Vec<String>,
}

/// What a law file says of presets and lookups.
#[derive(Clone, Debug, Default)]
pub struct Presets {
    /// The presets, in the order of the book.
    pub list: Vec<Preset>,
    /// Names that stand for several answers.
    pub lookups: Vec<Lookup>,
    /// Conclusions that a person may judge as a whole, in the order in which they are asked.
    pub experts: Vec<String>,
    /// Screens and facts in the order in which they are asked, as far as they still matter.
    pub order: Vec<String>,
    /// How likely a fact is to come out one way, in percent; by fact. For the search for the order alone.
    pub likely: BTreeMap<String, u32>,
    /// What an answer costs a person beside that of a plain question, by fact or kind of fact; for the same search.
    pub cost: BTreeMap<String, u32>,
    /// Choices whose preset was not read yet.
    loose: Vec<(String, Choice)>,
}

impl Presets {
    /// Reads the entries of one file.
    pub(crate) fn read(&mut self, root: &Table<'_, '_>) -> Result<(), PlacedError> {
        for table in root.tables("preset")? {
            let id = table.str("id")?;
            if self.get(&id).is_some() {
                return Err(table.error(format!("the preset `{id}` is described twice")));
            }
            self.list.push(Preset {
                id,
                screen: table.str("screen")?,
                cites: table.list("cites")?.into_iter().map(|(cite, _)| cite).collect(),
                question: Words::read(&table, "question")?,
                help: Words::read(&table, "help")?,
                choices: Vec::new(),
            });
            table.finish()?;
        }
        for table in root.tables("choice")? {
            let weight = table.need("weight")?;
            let weight = weight.get_ref().as_integer().and_then(|n| n.as_str().parse().ok()).filter(|n| *n > 0);
            let choice = Choice {
                id: table.str("id")?,
                weight: weight.ok_or_else(|| table.error("`weight` must be a whole number above 0"))?,
                signs: table.list("signs")?.into_iter().map(|(sign, _)| sign).collect(),
                sets: table
                    .list("sets")?
                    .into_iter()
                    .map(|(set, span)| {
                        let parts = set.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
                        parts.ok_or_else(|| table.text().error(span, format!("`{set}` is not NAME=VALUE")))
                    })
                    .collect::<Result<_, _>>()?,
                title: Words::read(&table, "title")?,
                did: Words::read_optional(&table, "did")?,
            };
            let of = table.str("of")?;
            table.finish()?;
            if self.choice(&choice.id).is_some() || self.loose.iter().any(|(_, c)| c.id == choice.id) {
                return Err(table.error(format!("the choice `{}` is described twice", choice.id)));
            }
            self.loose.push((of, choice));
        }
        for table in root.tables("lookup")? {
            let answers = table.list("answers")?.into_iter().map(|(name, _)| name).collect();
            self.lookups.push(Lookup { fact: table.str("fact")?, answers });
            table.finish()?;
        }
        if let Some(table) = root.table("interview")? {
            self.order = table.list("order")?.into_iter().map(|(name, _)| name).collect();
            self.likely = numbers(&table, "likely", 100)?;
            self.cost = numbers(&table, "cost", 100)?;
            table.finish()?;
        }
        for (of, choice) in std::mem::take(&mut self.loose) {
            match self.list.iter_mut().find(|p| p.id == of) {
                Some(preset) => preset.choices.push(choice),
                None => self.loose.push((of, choice)),
            }
        }
        Ok(())
    }

    /// What names things that are not there, with the entry that does; for the check of the whole book.
    pub(crate) fn loose(&self) -> impl Iterator<Item = &str> {
        self.loose.iter().map(|(of, _)| of.as_str())
    }

    /// A preset by id.
    pub fn get(&self, id: &str) -> Option<&Preset> {
        self.list.iter().find(|p| p.id == id)
    }

    /// A choice by its word.
    pub fn choice(&self, id: &str) -> Option<&Choice> {
        self.list.iter().flat_map(|p| &p.choices).find(|c| c.id == id)
    }

    /// The words of all choices, in the order of the book.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.list.iter().flat_map(|p| &p.choices).map(|c| c.id.as_str())
    }

    /// The fact by whose name a fact is better asked for, where it is one that a name stands for.
    pub fn asked_by(&self, fact: &str) -> Option<&str> {
        self.lookups.iter().find(|l| l.answers.iter().any(|a| a == fact)).map(|l| l.fact.as_str())
    }
}

/// A table of whole numbers.
fn numbers(table: &Table<'_, '_>, key: &'static str, most: u32) -> Result<BTreeMap<String, u32>, PlacedError> {
    let mut out = BTreeMap::new();
    for (name, _, item) in table.table(key)?.iter().flat_map(Table::keys) {
        let number = item.get_ref().as_integer().and_then(|n| n.as_str().parse().ok()).filter(|n| *n <= most);
        let number = number.ok_or_else(|| table.error(format!("`{name}` must be a whole number up to {most}")))?;
        out.insert(name.to_owned(), number);
    }
    Ok(out)
}
