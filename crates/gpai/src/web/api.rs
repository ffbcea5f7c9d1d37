//! What the page asks the program about the folder, and what it has written: `api/folder` and `api/answers`.

use std::path::PathBuf;

use gpai_dossier::answer_file::{AnswerFile, Change, Judgement, WriteError};
use gpai_dossier::{Dossier, DossierError, Model, Request, flow};
use gpai_report::json;
use gpai_report::page::{Answers, answer, answers, evidence, finding};
use gpai_report::view::View;
use gpai_rules::answer::from_text;
use gpai_rules::clocks::deadline::State;
use gpai_rules::fact::Value;
use gpai_rules::law::{FactDef, Kind, Language, Law};
use gpai_rules::number::{Interval, Number};
use gpai_rules::toml_place::{nearest, parse_date};
use jiff::civil::Date;
use serde_json::{Map, Value as Json, json};

use crate::args::FromRegister;
use crate::commands::doc::read;
use crate::history;
use crate::model::view;

/// The most answers in one request; the vocabulary has fewer facts.
const MOST: usize = 256;
/// The longest name of a person.
const NAME: usize = 200;
/// The longest reason or text.
const TEXT: usize = 4000;

/// The folder the program was started in.
#[derive(Clone, Debug)]
pub struct Folder {
    /// Where it is.
    pub path: PathBuf,
    /// Where answers are read and kept.
    pub file: AnswerFile,
    /// The file named on the command line in place of `gpai.toml`.
    pub answers: Option<PathBuf>,
    /// Folder of the base model.
    pub base: Option<PathBuf>,
    /// Whether answers are taken.
    pub writable: bool,
}

/// Why the page gets no folder or has not written.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// The request does not fit; nothing was written.
    #[error("{0}")]
    Request(String),
    /// The folder or its answers cannot be worked on as they stand.
    #[error("{0}")]
    Folder(String),
    /// What an answer would replace is not what the page last saw; nothing was written.
    #[error("{0}")]
    Changed(String),
    /// The disk refused.
    #[error("{0}")]
    Disk(String),
}

impl From<DossierError> for ApiError {
    fn from(error: DossierError) -> Self {
        ApiError::Folder(error.to_string())
    }
}

impl Folder {
    /// The folder as it is now, read anew: what its files say, what was answered, what follows, how its documents came out. They
    /// are read as `gpai check` reads them, in a process of their own within bounds.
    pub fn show(&self, law: &Law, on: Date, language: Language) -> Result<Json, ApiError> {
        // A register that cannot be read is told of in its place, and keeps nobody from the page.
        let (register, unread) = match history::read(law, &self.path, &FromRegister::default()) {
            Ok(read) => (read.register, read.unread),
            Err(why) => (None, Some(why.to_string())),
        };
        let request = Request {
            model: Model::Folder(self.path.clone()),
            answers: self.answers.clone().filter(|f| f.exists()),
            on,
            presets: Vec::new(),
            set: Vec::new(),
            base: self.base.clone(),
            register,
        };
        let engine = flow::engine(law, on)?;
        let dossier = flow::open_with(&engine, law, &request, Some(&read::in_passing))?;
        let judging = flow::judging(law, on, &dossier.facts)?;
        let next = judging.as_ref().unwrap_or(&engine).next_question(&dossier.facts);
        let view = View { next: Some(&next), ..view(law, &dossier, language) };
        let findings: Vec<Json> = dossier.assessment.findings.iter().map(|f| finding(law, f)).collect();
        Ok(json!({
            "model": dossier.model,
            "path": dossier.path,
            "file": self.file.name(),
            "assessment": json::document(&view),
            "answers": answers(&dossier.answers),
            "evidence": evidence(&dossier.evidence),
            "findings": findings,
            "deadlines": deadlines(&dossier),
            "register": unread,
            "writable": self.writable && self.file.is_writable(),
        }))
    }

    /// Writes the answers of a request, all or none. Gives whether the file was not there before.
    pub fn write(&self, law: &Law, today: Date, body: &[u8]) -> Result<bool, ApiError> {
        if !self.writable {
            return Err(ApiError::Request(
                "this gpai serve was started with --read-only; restart it without".to_owned(),
            ));
        }
        let (changes, seen) = changes(law, today, body).map_err(ApiError::Request)?;
        let there = self.file.is_there();
        if let (true, Some(seen)) = (there, seen) {
            let now = self.file.read(law).map_err(|e| ApiError::Folder(e.to_string()))?;
            let other = changed(&changes, &seen, &answers(&now));
            if !other.is_empty() {
                let (file, names) = (self.file.name(), other.join(", "));
                return Err(ApiError::Changed(format!(
                    "{file} was changed meanwhile ({names}); look at it and save again"
                )));
            }
        }
        self.file.write(law, &changes).map_err(|e| match e {
            WriteError::Answers(e) => ApiError::Folder(e.to_string()),
            e @ WriteError::Disk { .. } => ApiError::Disk(format!("{e}; mend this and save again")),
        })?;
        Ok(!there)
    }
}

/// What runs after release, as the page draws it; the answers alone give some of it. What has no day is left out.
fn deadlines(dossier: &Dossier) -> Vec<Json> {
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let rows = dossier.deadlines.all.iter().filter(|d| !matches!(d.state, State::Unknown) && d.days.first().is_some());
    rows.map(|d| {
        json!({
            "id": d.id, "what": { "en": d.what.en, "zh": d.what.zh }, "day": day(d.days.first()), "due": day(d.days.due),
            "outer": day(d.days.outer), "done_on": day(d.done_on), "state": d.state.word(), "binding": d.binding,
            "conditional": d.conditional, "cites": d.cites,
        })
    })
    .collect()
}

/// Facts that somebody else changed in the file since the page read it, unless to what is asked for now.
fn changed<'c>(changes: &'c [Change], seen: &Answers, now: &Answers) -> Vec<&'c str> {
    let differs = |change: &&Change| {
        let wanted = change.to.as_ref().map(|(value, judged)| match judged {
            Some(j) => answer(value, Some(&j.by), Some(j.on), Some(&j.why)),
            None => answer(value, None, None, None),
        });
        let (before, now) = (seen.get(&change.name).filter(|v| !v.is_null()), now.get(&change.name));
        before != now && wanted.as_ref() != now
    };
    changes.iter().filter(differs).map(|c| c.name.as_str()).collect()
}

/// What a request asks for, `{"set": {"market.eu": true, …}}`, and what the page last saw of the answers in the file, where it
/// says so: `"seen": {"market.eu": false, …}`, as `api/folder` gave them; a fact that is not there had no answer.
fn changes(law: &Law, today: Date, body: &[u8]) -> Result<(Vec<Change>, Option<Answers>), String> {
    let form = "expected {\"set\": {NAME: VALUE, …}}, with \"seen\" beside it or not";
    let body: Json = serde_json::from_slice(body).map_err(|e| format!("not JSON: {e}; {form}"))?;
    let body = body.as_object().filter(|o| o.keys().all(|k| k == "set" || k == "seen")).ok_or(form)?;
    let set = body.get("set").and_then(Json::as_object).ok_or(form)?;
    let seen = body.get("seen").map(|s| s.as_object().cloned().ok_or(form)).transpose()?;
    if set.len() > MOST {
        return Err(format!("more than {MOST} answers in one request"));
    }
    let changes: Result<_, String> = set.iter().map(|(name, told)| change(law, today, name, told)).collect();
    Ok((changes?, seen))
}

fn change(law: &Law, today: Date, name: &str, told: &Json) -> Result<Change, String> {
    let answerable = || law.facts.iter().filter(|f| !f.evidence_only);
    let def = answerable().find(|f| f.name == name).ok_or_else(|| {
        let near = nearest(name, answerable().map(|f| f.name.as_str()));
        let shown: String = name.chars().take(80).collect();
        match near {
            Some(near) => format!("unknown fact `{shown}`; did you mean `{near}`?"),
            None => format!("unknown fact `{shown}`; `gpai law list facts` shows every name"),
        }
    })?;
    let table = told.as_object().filter(|o| o.contains_key("value"));
    let (plain, judgement) = match table {
        Some(table) => {
            if let Some(key) = table.keys().find(|k| !["value", "by", "on", "why"].contains(&k.as_str())) {
                return Err(format!("{name}: unknown key `{}`; keys are value, by, on, why", key.escape_default()));
            }
            (table.get("value").unwrap_or(&Json::Null), judgement(name, table, today)?)
        }
        None => (told, None),
    };
    let value = value(def, plain).map_err(|reason| format!("{name}: {reason}"))?;
    Ok(Change { name: name.to_owned(), to: value.map(|v| (v, judgement)) })
}

fn judgement(name: &str, table: &Map<String, Json>, today: Date) -> Result<Option<Judgement>, String> {
    let text = |key: &str, most: usize| match table.get(key) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(s)) if s.trim().is_empty() => Ok(None),
        Some(Json::String(s)) if s.chars().count() > most => {
            Err(format!("{name}: `{key}` is longer than {most} characters"))
        }
        Some(Json::String(s)) => Ok(Some(s.trim().to_owned())),
        Some(_) => Err(format!("{name}: `{key}` must be a text")),
    };
    let on = match text("on", NAME)? {
        None => None,
        Some(day) => {
            let read = parse_date(&day).ok_or_else(|| format!("{name}: `on` must be a day such as 2026-11-20"))?;
            Some(read)
        }
    };
    match (text("by", NAME)?, text("why", TEXT)?, on) {
        (Some(by), Some(_), _) if !Judgement::names_somebody(&by) => {
            Err(format!("{name}: `by` is the name of a person who judged"))
        }
        (Some(_), Some(why), _) if !Judgement::gives_a_reason(&why) => {
            Err(format!("{name}: `why` is a reason that another person can check"))
        }
        (Some(by), Some(why), on) => Ok(Some(Judgement { by, on: on.unwrap_or(today), why })),
        (None, None, None) => Ok(None),
        _ => Err(format!("{name}: a judgement carries who judged (`by`) and the reason (`why`)")),
    }
}

/// A value as the page sends it; `None` for `"unknown"`, which takes the answer back.
fn value(def: &FactDef, told: &Json) -> Result<Option<Value>, String> {
    match told {
        Json::Bool(yes) => from_text(def, if *yes { "yes" } else { "no" }),
        Json::String(text) if text.chars().count() > TEXT => Err(format!("longer than {TEXT} characters")),
        Json::String(text) => from_text(def, text),
        Json::Number(n) if n.is_u64() => from_text(def, &n.to_string()),
        Json::Number(_) => Err("write the amount as a text, such as \"1.8e23\"".to_owned()),
        Json::Array(words) => set(def, words),
        Json::Object(o) if def.kind == Kind::Number => bounds(o).map(Some),
        Json::Object(o) if o.contains_key("words") => {
            Err("a list that may go on cannot be written; give every word, or leave it open".to_owned())
        }
        Json::Object(_) | Json::Null => Err("expected a value, or \"unknown\" to take the answer back".to_owned()),
    }
}

fn set(def: &FactDef, words: &[Json]) -> Result<Option<Value>, String> {
    if def.kind != Kind::Set {
        return Err("is no list".to_owned());
    }
    let words: Option<Vec<&str>> = words.iter().map(Json::as_str).collect();
    let words = words.ok_or("expected a list of words")?;
    if words.is_empty() {
        return Ok(Some(Value::set(Vec::<String>::new())));
    }
    if words.iter().any(|w| w.contains(',')) {
        return Err("a word of a list holds no comma".to_owned());
    }
    from_text(def, &words.join(","))
}

fn bounds(o: &Map<String, Json>) -> Result<Value, String> {
    let form = "expected {\"low\": \"1e23\", \"best\": \"2e23\", \"high\": \"3e23\"}";
    if o.keys().any(|k| !["low", "best", "high"].contains(&k.as_str())) {
        return Err(form.to_owned());
    }
    let amount = |key: &str| match o.get(key) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(s)) => Number::parse(s).map(Some).map_err(|e| e.to_string()),
        Some(_) => Err(form.to_owned()),
    };
    match (amount("low")?, amount("best")?, amount("high")?) {
        (Some(low), best, Some(high)) => Interval::new(low, best, high)
            .map(Value::Number)
            .ok_or_else(|| "the bounds are out of order: low, best, high".to_owned()),
        _ => Err(form.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const DAY: Date = jiff::civil::date(2026, 11, 25);

    fn read(set: Json) -> Result<Vec<Change>, String> {
        let body = json!({ "set": set }).to_string();
        changes(&Law::book().unwrap(), DAY, body.as_bytes()).map(|(changes, _)| changes)
    }

    fn one(name: &str, told: Json) -> Result<Option<(Value, Option<Judgement>)>, String> {
        read(json!({ name: told })).map(|mut c| c.remove(0).to)
    }

    #[test]
    fn answers_of_each_kind_are_read() {
        let plain = |name, told| one(name, told).unwrap().unwrap().0;
        assert_eq!(plain("market.eu", json!(true)), Value::Bool(true));
        assert_eq!(plain("market.eu", json!("no")), Value::Bool(false));
        let exact = Value::Number(Interval::point(Number::parse("1.8e23").unwrap()));
        assert_eq!(plain("compute.update_flop", json!("1.8e23")), exact);
        let bounds = plain("compute.update_flop", json!({ "low": "1e23", "best": null, "high": "3e23" }));
        assert!(matches!(bounds, Value::Number(i) if i.best.is_none() && i.high == Number::parse("3e23").unwrap()));
        assert_eq!(plain("model.outputs", json!(["text", "image"])), Value::set(["text", "image"]));
        assert_eq!(plain("model.outputs", json!([])), Value::set(Vec::<String>::new()));
        assert_eq!(plain("provider.established", json!("fr")), Value::Text("FR".to_owned()));
        assert_eq!(plain("provider.name", json!("Löwe, \"Ltd\"")), Value::Text("Löwe, \"Ltd\"".to_owned()));
        assert_eq!(plain("market.first_available", json!("2026-01-02")), Value::Date(jiff::civil::date(2026, 1, 2)));
        assert_eq!(one("market.eu", json!("unknown")).unwrap(), None);
    }

    #[test]
    fn a_judgement_has_a_person_a_reason_and_a_day() {
        let told = json!({ "value": false, "by": " R. Meier ", "why": "non-profit" });
        let (value, judgement) = one("market.commercial", told).unwrap().unwrap();
        assert_eq!(value, Value::Bool(false));
        assert_eq!(judgement, Some(Judgement { by: "R. Meier".into(), on: DAY, why: "non-profit".into() }));
        assert!(one("market.commercial", json!({ "value": false, "by": "R. Meier" })).unwrap_err().contains("`why`"));
        assert!(
            one("market.commercial", json!({ "value": false, "by": "A. B.", "why": "because", "on": "soon" })).is_err()
        );
        assert!(one("market.commercial", json!({ "value": false, "evil": 1 })).unwrap_err().contains("`evil`"));
    }

    #[test]
    fn what_does_not_fit_names_the_mend() {
        assert!(one("market.ue", json!(true)).unwrap_err().contains("`market.eu`"));
        assert!(one("card.gated", json!("auto")).unwrap_err().contains("unknown fact"), "evidence only");
        assert!(one("compute.update_flop", json!(1.8e23)).unwrap_err().contains("\"1.8e23\""));
        assert!(one("compute.update_flop", json!({ "low": "3", "high": "1" })).unwrap_err().contains("order"));
        assert!(
            one("model.outputs", json!({ "words": ["text"], "complete": false })).unwrap_err().contains("every word")
        );
        assert!(one("model.outputs", json!(["text,image"])).is_err());
        assert!(one("market.eu", json!(null)).unwrap_err().contains("unknown"));
        assert!(one("market.eu", json!([true])).is_err());
        assert!(one("provider.name", json!("x".repeat(5000))).unwrap_err().contains("4000"));
        let law = Law::book().unwrap();
        for body in
            ["", "[]", "{}", "{\"set\":[]}", "{\"set\":{},\"more\":1}", "{\"set\":{},\"seen\":1}", "\u{0}", "{\"set\":"]
        {
            assert!(changes(&law, DAY, body.as_bytes()).unwrap_err().contains("set"), "{body}");
        }
    }
}
