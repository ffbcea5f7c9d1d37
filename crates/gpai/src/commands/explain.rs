//! `gpai explain ID`: a page that teaches, for anything with a name in the law book.

use std::collections::BTreeMap;

use clap::{Args, ValueEnum};
use gpai_report::explain::{self, About};
use gpai_report::exports::Mapping;
use gpai_review::book::{RULES, RuleDef, read_knowledge, read_rules};
use gpai_rules::law::{Language, Law};
use gpai_rules::toml_place::{PlacedError, nearest};

use super::spoken::{Spoken, spoken};
use crate::args::{Texts, language};
use crate::outcome::{Exit, Failure, Outcome};
use crate::screen;

/// Explain a duty, fact, conclusion, rule, finding or provision: gpai explain 53-1-d
#[derive(Debug, Args)]
pub struct Explain {
    /// A duty (53-1-d or "53(1)(d)"), fact (market.commercial), conclusion, rule, finding code, rule on documents (TS-236), doubt, licence, provision (guidelines/17, "Article 53") or point of another framework (MEASURE-2.12)
    pub id: String,
    /// Output format
    #[arg(long, value_enum, default_value_t = ExplainFormat::Human)]
    pub format: ExplainFormat,
    /// The language.
    #[command(flatten)]
    pub texts: Texts,
}

/// Output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExplainFormat {
    /// For people
    Human,
    /// gpai-explain/1
    Json,
}

/// Runs it.
pub fn run(law: &Law, args: &Explain) -> Outcome {
    let lang = language(args.texts.lang);
    match args.format {
        ExplainFormat::Human => page(law, &args.id, lang),
        ExplainFormat::Json => json(law, &args.id, lang),
    }
}

/// The page of one thing as data.
fn json(law: &Law, id: &str, lang: Language) -> Outcome {
    let broken = |e: PlacedError| Failure::Internal(e.to_string());
    let rules = read_rules(RULES).map_err(broken)?;
    let tables = Mapping::book(law).map_err(broken)?;
    let page = screen::explain::page(law, &rules, id, lang).or_else(|| match spoken(law, id)? {
        Spoken::One(one) => screen::explain::page(law, &rules, &one, lang),
        Spoken::Several(_) => None,
    });
    let page = page.ok_or_else(|| unknown(law, &rules, &tables, id))?;
    Ok((explain::write(law, &page, lang), Exit::Done))
}

/// The page on what can be given to a check of a document.
const GIVEN: &str = "given";

/// The page of anything that has a name.
pub fn page(law: &Law, id: &str, lang: Language) -> Outcome {
    let broken = |e: PlacedError| Failure::Internal(e.to_string());
    if id == GIVEN {
        let text = screen::explain::given(&read_knowledge(RULES).map_err(broken)?, lang);
        return Ok((screen::style::fit(&text), Exit::Done));
    }
    let rules = read_rules(RULES).map_err(broken)?;
    let known = |id: &str| screen::explain::page(law, &rules, id, lang).is_some();
    let id = &match spoken(law, id).filter(|_| !known(id)) {
        None => id.to_owned(),
        Some(Spoken::One(one)) => one,
        // No page of its own, but what stands under it.
        Some(Spoken::Several(ids)) => {
            return Ok((screen::style::fit(&screen::explain::several(law, id, &ids, lang)), Exit::Done));
        }
    };
    let tables = Mapping::book(law).map_err(broken)?;
    let page = screen::explain::page(law, &rules, id, lang);
    let page = page.map(|page| screen::page::rendered(law, &page, lang)).or_else(|| super::optout::lookup(id, lang));
    match page.or_else(|| screen::mapping::lookup(law, &tables, id, lang)) {
        Some(page) => Ok((screen::style::fit(&page), Exit::Done)),
        None => Err(unknown(law, &rules, &tables, id)),
    }
}

fn unknown(law: &Law, rules: &BTreeMap<String, RuleDef>, tables: &[Mapping], id: &str) -> Failure {
    let mut names = names(law, rules);
    names.extend(tables.iter().flat_map(|table| table.entries.iter().map(|entry| entry.id.as_str())));
    Failure::Usage(match nearest(id, names.iter().copied()) {
        Some(near) => format!("nothing is called `{id}`; did you mean `{near}`?"),
        None => format!("nothing is called `{id}`; `gpai law list` shows what there is"),
    })
}

/// Everything that has a page.
fn names<'n>(law: &'n Law, rules: &'n BTreeMap<String, RuleDef>) -> Vec<&'n str> {
    let mut all: Vec<&str> = About::ALL.iter().flat_map(|about| screen::explain::names(law, rules, *about)).collect();
    all.push(GIVEN);
    all
}
