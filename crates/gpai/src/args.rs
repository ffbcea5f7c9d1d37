//! Arguments that several commands share, and what a person's words for them mean.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, ValueEnum};
use gpai_report::{EXPORTS, Write};
use gpai_rules::compile::Target;
use gpai_rules::law::{Language, Law};
use gpai_rules::toml_place::{nearest, parse_date};
use jiff::civil::Date;

use crate::outcome::Failure;

/// Which model, which day, which answers.
#[derive(Debug, Args)]
pub struct Input {
    /// The model folder, or `hf://ORG/MODEL[@REVISION]` for a model on the Hub (its weights are not downloaded)
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// The day whose law applies, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// Answer one fact for this run, e.g. market.eu=yes; `unknown` takes an answer back; may be repeated
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// What you did, what comes out, how people get it, in a word each, for this run: fine-tuner, trainer, quantiser, host, integrator;
    /// text, labels; open, api … `gpai ask` shows them all; may be repeated
    #[arg(long = "as", value_name = "WORD", value_delimiter = ',')]
    pub presets: Vec<String>,
    /// Read the answers from this file, in place of gpai.toml in the folder
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// Folder of the base model, where the model was made from one that gpai does not know
    #[arg(long, value_name = "FOLDER")]
    pub base: Option<PathBuf>,
    /// Language of texts
    #[arg(long, value_enum, default_value_t = Lang::En)]
    pub lang: Lang,
}

/// Where the dated events of a register come from.
#[derive(Clone, Debug, Default, Args)]
pub struct FromRegister {
    /// The register's folder [default: GPAI_REGISTER, `[registers] path` in gpai.toml, ../NAME-register]
    #[arg(long, value_name = "FOLDER", conflicts_with = "events")]
    pub register: Option<PathBuf>,
    /// Read dated events from this file instead (gpai-register-history/1, JSON Lines); `-` reads standard input
    #[arg(long, value_name = "FILE")]
    pub events: Option<PathBuf>,
}

/// Language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// English
    En,
    /// 中文
    Zh,
}

/// The language of texts, for commands that take no model.
#[derive(Clone, Copy, Debug, Args)]
pub struct Texts {
    /// Language of texts
    #[arg(long, value_enum, default_value_t = Lang::En)]
    pub lang: Lang,
}

/// The day whose law applies, for commands that take no answers.
#[derive(Clone, Debug, Args)]
pub struct OnDay {
    /// The day whose law applies, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
}

/// The language asked for.
pub fn language(lang: Lang) -> Language {
    match lang {
        Lang::En => Language::English,
        Lang::Zh => Language::Chinese,
    }
}

/// The day asked for, or today where this machine is.
pub fn day(written: Option<&String>) -> Result<Date, Failure> {
    match written {
        None => Ok(jiff::ZonedDateTime::now().date()),
        Some(text) => {
            parse_date(text).ok_or_else(|| Failure::Usage(format!("--on {text}: expected a date such as 2026-11-20")))
        }
    }
}

/// The word after `--format` that is for people.
pub const HUMAN: &str = "human";

/// The words after `--format`: that for people, where there is one, then the exports of a kind, in the order of their table.
pub fn words(people: Option<&'static str>, of: fn(&Write) -> bool) -> Vec<PossibleValue> {
    let people = people.map(|help| PossibleValue::new(HUMAN).help(help));
    let exports = EXPORTS.iter().filter(|e| of(&e.write));
    people.into_iter().chain(exports.map(|e| PossibleValue::new(e.name).help(e.help))).collect()
}

/// The same, for a command that has no others.
pub fn formats(people: Option<&'static str>, of: fn(&Write) -> bool) -> PossibleValuesParser {
    PossibleValuesParser::new(words(people, of))
}

/// A conclusion or duty by the name a person gave.
pub fn target(law: &Law, name: &str) -> Result<Target, Failure> {
    if law.duty(name).is_some() {
        return Ok(Target::Applies(name.to_owned()));
    }
    if law.proposition(name).is_some() {
        return Ok(Target::Proposition(name.to_owned()));
    }
    let names: Vec<&str> =
        law.propositions.iter().map(|p| p.name.as_str()).chain(law.duties.iter().map(|d| d.id.as_str())).collect();
    Err(Failure::Usage(match nearest(name, names.iter().copied()) {
        Some(near) => format!("`{name}` is no conclusion or duty; did you mean `{near}`?"),
        None => format!("`{name}` is no conclusion or duty; they are {}", names.join(", ")),
    }))
}
