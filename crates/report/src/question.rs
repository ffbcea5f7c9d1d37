//! `gpai-question/1`: what to ask next, with everything that is needed to answer it. For programs that put questions to people.

use gpai_rules::fact::Facts;
use gpai_rules::interview::Screen;
use gpai_rules::law::{Language, Law};
use jiff::civil::Date;
use serde_json::{Value as Json, json};

use crate::explain::{fact_json, provision};
use crate::json::{source, value};

/// What the format is called.
pub const FORMAT: &str = "gpai-question/1";
/// Claims of one fact that are shown.
const CLAIMS: usize = 8;

/// What a question is written from.
pub struct View<'a> {
    /// The law book.
    pub law: &'a Law,
    /// The day whose law applies.
    pub as_of: Date,
    /// The model's name; a stranger's text.
    pub model: &'a str,
    /// The folder, as it stands in machine output.
    pub path: &'a str,
    /// What is known.
    pub facts: &'a Facts,
    /// What is asked, the next first.
    pub steps: &'a [gpai_rules::interview::Step],
    /// Of presets by id the words of the choices that are left.
    pub choices: &'a [(String, Vec<String>)],
    /// Language of texts.
    pub language: Language,
}

/// The next question; `null` where nothing is left to ask.
pub fn write(view: &View<'_>) -> String {
    let next = view.steps.first();
    let asked: Vec<Json> = match next.map(|step| &step.screen) {
        None => Vec::new(),
        Some(Screen::Fact(name)) => fact(view, name).into_iter().collect(),
        Some(Screen::Presets(ids)) => ids.iter().filter_map(|id| preset(view, id)).collect(),
    };
    let document = json!({
        "format": FORMAT,
        "as_of": view.as_of.to_string(),
        "law": { "id": view.law.id, "edition": view.law.edition },
        "model": { "name": view.model, "path": view.path },
        "next": next.map(|step| json!({ "settles": step.settles, "asks": asked })),
        "left": view.steps.len(),
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    gpai_forms::escape::json(&text)
}

fn fact(view: &View<'_>, name: &str) -> Option<Json> {
    let def = view.law.fact(name)?;
    let lang = view.language;
    let claims = view.facts.claims(name).iter().take(CLAIMS);
    Some(json!({
        "fact": name,
        "about": fact_json(def),
        "question": def.question.get(lang),
        "help": def.help.get(lang),
        "known": claims.map(|c| json!({ "value": value(&c.value), "source": source(&c.source) })).collect::<Vec<_>>(),
        "cites": def.cites.iter().map(|cite| provision(view.law, cite, lang)).collect::<Vec<_>>(),
    }))
}

fn preset(view: &View<'_>, id: &str) -> Option<Json> {
    let preset = view.law.presets.get(id)?;
    let lang = view.language;
    let left = view.choices.iter().find(|(preset, _)| preset == id).map(|(_, words)| words.as_slice());
    let choices = preset.choices.iter().filter(|choice| left.is_none_or(|left| left.contains(&choice.id)));
    let shown = choices.map(|choice| {
        let sets: serde_json::Map<String, Json> =
            choice.sets.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
        json!({ "as": choice.id, "title": choice.title.get(lang), "sets": sets })
    });
    Some(json!({
        "preset": id,
        "question": preset.question.get(lang),
        "help": preset.help.get(lang),
        "choices": shown.collect::<Vec<_>>(),
        "cites": preset.cites.iter().map(|cite| provision(view.law, cite, lang)).collect::<Vec<_>>(),
    }))
}
