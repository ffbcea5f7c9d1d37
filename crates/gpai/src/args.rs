//! Arguments that several commands share, and what a person's words for them mean.

use std::path::PathBuf;
use std::sync::OnceLock;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, ValueEnum};
use gpai_report::{EXPORTS, Write};
use gpai_rules::compile::Target;
use gpai_rules::judged::fact_of;
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
    /// Judge a conclusion for this run, in place of the facts it would follow from, e.g. gpai=no; the duties go by it, and what the
    /// facts say against it is shown; may be repeated
    #[arg(long = "judge", value_name = "NAME=yes|no")]
    pub judge: Vec<String>,
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

impl Input {
    /// The `NAME=VALUE` answers of this run, judged conclusions among them.
    ///
    /// # Errors
    /// A conclusion that cannot be judged as a whole, or neither yes nor no.
    pub fn said(&self, law: &Law) -> Result<Vec<String>, Failure> {
        let judged = self.judge.iter().map(|written| {
            let refuse = |why: String| Failure::Usage(format!("--judge {written}: {why}"));
            let (name, yes) = written.split_once('=').unwrap_or((written, ""));
            let (name, yes) = (name.trim(), yes.trim());
            let experts = || law.presets.experts.iter().map(String::as_str);
            if !experts().any(|of| of == name) {
                let help = match nearest(name, experts()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("they are {}", experts().collect::<Vec<_>>().join(", ")),
                };
                return Err(refuse(format!("no such conclusion to judge\n  help: {help}")));
            }
            if !["yes", "no", "unknown"].contains(&yes) {
                return Err(refuse(format!("expected {name}=yes or {name}=no")));
            }
            Ok(format!("{}={yes}", fact_of(name)))
        });
        self.set.iter().cloned().map(Ok).chain(judged).collect()
    }
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
    /// Read no register, also where one is found
    #[arg(long, conflicts_with_all = ["register", "events"])]
    pub no_register: bool,
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

/// The language of this run, where no `--lang` says it: set once, before anything is run.
static USUAL: OnceLock<Language> = OnceLock::new();

/// The language asked for.
pub fn language(lang: Lang) -> Language {
    match (lang, USUAL.get()) {
        (_, Some(usual)) => *usual,
        (Lang::En, None) => Language::English,
        (Lang::Zh, None) => Language::Chinese,
    }
}

/// Finds the language of a run: that of `--lang`; otherwise that of `GPAI_LANG`; otherwise that of the system (`LC_ALL`,
/// `LC_MESSAGES`, `LANG`), but not for what is read by machines or kept as a document, which does not depend on the machine.
pub fn settle_language(args: &[String], variable: impl Fn(&str) -> Option<String>) -> Language {
    let (asked, found) = find_language(args, variable);
    if !asked {
        let _ = USUAL.set(found);
    }
    found
}

/// Whether `--lang` is there, and the language.
fn find_language(args: &[String], variable: impl Fn(&str) -> Option<String>) -> (bool, Language) {
    let chinese = |text: &str| text.trim().to_lowercase().starts_with("zh");
    let asked = args.iter().enumerate().find_map(|(i, arg)| match arg.strip_prefix("--lang") {
        Some("") => args.get(i + 1).cloned(),
        Some(rest) => rest.strip_prefix('=').map(str::to_owned),
        None => None,
    });
    let told = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
    let own = asked.clone().or_else(|| told("GPAI_LANG"));
    let system = || ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(told).filter(|_| for_people(args));
    let found =
        if own.or_else(system).is_some_and(|text| chinese(&text)) { Language::Chinese } else { Language::English };
    (asked.is_some(), found)
}

/// Whether a run shows something to people on the screen.
fn for_people(args: &[String]) -> bool {
    let format = args.iter().enumerate().find_map(|(i, arg)| match arg.strip_prefix("--format") {
        Some("") => args.get(i + 1).map(String::as_str),
        Some(rest) => rest.strip_prefix('='),
        None => None,
    });
    let mut words = args.iter().skip(1).filter(|arg| !arg.starts_with('-')).map(String::as_str);
    let kept = match words.next() {
        Some("flowchart" | "site" | "serve" | "completions" | "man") => true,
        Some("doc") => matches!(words.next(), Some("new" | "render" | "card" | "crawlers")),
        _ => false,
    };
    format.is_none_or(|format| format == HUMAN) && !kept
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

/// What the help says of models on the Hub.
pub const HUB: &str = "Models on the Hub (hf://ORG/MODEL) are the only thing for which gpai goes online. It goes by what the Hub's own tools go by:\n  \
    HF_TOKEN                  your token; without it the one that `hf auth login` stored (HF_TOKEN_PATH), also for public models\n  \
    HF_ENDPOINT               another Hub; the token goes to its own origin only\n  \
    HF_HUB_OFFLINE=1          read the local cache alone (HF_HUB_CACHE, HF_HOME)\n  \
    HF_HUB_DOWNLOAD_TIMEOUT   seconds until an answer is given up [default: 10]\n\n\
    GPAI_LANG=zh, or LANG, sets the language where --lang does not.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_that_of_the_option_the_variable_the_system() {
        let found = |line: &str, variables: &[(&str, &str)]| {
            let args: Vec<String> = line.split(' ').map(str::to_owned).collect();
            let told = |name: &str| variables.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
            find_language(&args, told).1
        };
        let (en, zh) = (Language::English, Language::Chinese);
        assert_eq!(found("gpai check", &[]), en);
        assert_eq!(found("gpai check --lang zh", &[]), zh);
        assert_eq!(found("gpai check --lang=en", &[("GPAI_LANG", "zh"), ("LANG", "zh_CN.UTF-8")]), en);
        assert_eq!(found("gpai check", &[("GPAI_LANG", "zh")]), zh);
        assert_eq!(found("gpai check", &[("LANG", "zh_CN.UTF-8")]), zh);
        assert_eq!(found("gpai check", &[("LC_ALL", "de_DE"), ("LANG", "zh_CN.UTF-8")]), en);
        assert_eq!(found("gpai check", &[("GPAI_LANG", ""), ("LC_ALL", ""), ("LANG", "zh_TW")]), zh);
        // What machines read, and documents, do not depend on the system.
        assert_eq!(found("gpai check --format json", &[("LANG", "zh_CN")]), en);
        assert_eq!(found("gpai check --format=json", &[("GPAI_LANG", "zh")]), zh);
        assert_eq!(found("gpai doc new notification", &[("LANG", "zh_CN")]), en);
        assert_eq!(found("gpai doc lint x.pdf", &[("LANG", "zh_CN")]), zh);
    }
}
