//! A finding in machine form: the one place that says how its keys are called and in which order they stand.

use gpai_rules::finding::{Finding, Place, Severity};
use gpai_rules::law::{Language, Law};
use serde_json::{Map, Value as Json, json};

use gpai_rules::message::{help, message};

/// What is said of a finding; what is `None` has no key.
pub(crate) struct Told<'a> {
    /// Its code.
    pub code: &'a str,
    /// How grave it is.
    pub severity: Severity,
    /// The field of a document.
    pub field: Option<&'a str>,
    /// What is the matter.
    pub message: &'a str,
    /// The page of a document.
    pub page: Option<u32>,
    /// The line of a document.
    pub line: Option<u32>,
    /// Places in files.
    pub places: Option<Vec<Json>>,
    /// The provisions.
    pub cites: Option<&'a [String]>,
    /// What to do.
    pub help: Option<&'a str>,
}

impl Told<'_> {
    /// The finding as an object.
    pub fn json(self) -> Json {
        let mut o = Map::new();
        o.insert("code".into(), json!(self.code));
        o.insert("severity".into(), json!(self.severity.word()));
        let mut put = |key: &str, value: Option<Json>| {
            if let Some(value) = value {
                o.insert(key.to_owned(), value);
            }
        };
        put("field", self.field.map(Json::from));
        put("message", Some(Json::from(self.message)));
        put("page", self.page.map(Json::from));
        put("line", self.line.map(Json::from));
        put("places", self.places.map(Json::Array));
        put("cites", self.cites.map(|c| json!(c)));
        put("help", self.help.map(Json::from));
        Json::Object(o)
    }
}

/// A finding of an assessment with all that is known of it.
pub(crate) fn whole(law: &Law, f: &Finding, language: Language) -> Json {
    let (message, help) = (message(law, f, language), help(law, f, language));
    let places = f.places.iter().map(place).collect();
    let about = about(f, &message);
    Told { places: Some(places), cites: Some(&f.cites), help: Some(&help), ..about }.json()
}

/// Code, severity and message alone.
pub(crate) fn about<'a>(f: &'a Finding, message: &'a str) -> Told<'a> {
    let (code, severity) = (f.code.as_str(), f.severity);
    Told { code, severity, message, field: None, page: None, line: None, places: None, cites: None, help: None }
}

/// A place; a number that is not known has no key.
pub(crate) fn place(place: &Place) -> Json {
    let mut o = Map::new();
    o.insert("file".into(), json!(place.file));
    if let Some(line) = place.line {
        o.insert("line".into(), json!(line));
    }
    if let Some(column) = place.column {
        o.insert("column".into(), json!(column));
    }
    Json::Object(o)
}
