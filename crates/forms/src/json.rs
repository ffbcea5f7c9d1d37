//! gpai-document/1: one view of a record as JSON, and back. What the reader may not see is not in it.

use gpai_rules::toml_place::parse_date;
use serde_json::{Map, Value as Json, json};

use super::compose::{View, visible};
use super::record::{Answer, Cells, Holds, MAX_BYTES, Month, Record, Value};
use super::template::{Audience, Field, Part, Required, Shape, Template};

/// The name and version of the format.
pub const FORMAT: &str = "gpai-document/1";

/// Writes one view; ends with a line feed.
pub fn write(template: &Template, record: &Record, view: View) -> String {
    let mut fields = Map::new();
    for field in visible(template, record, view.audience) {
        fields.insert(field.id.clone(), entry(template, record, field, view));
    }
    let document = json!({
        "format": FORMAT,
        "kind": template.kind,
        "template": template.version,
        "audience": view.audience.word(),
        "final": view.last,
        "language": "en",
        "title": template.title.en,
        "fields": fields,
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn entry(template: &Template, record: &Record, field: &Field, view: View) -> Json {
    let mut entry = Map::new();
    entry.insert("label".into(), json!(field.full_label()));
    match record.answers.get(&field.id) {
        None => {
            let state = match (field.required, record.holds(field)) {
                (Required::Optional, _) => "blank",
                (Required::Conditional, Holds::No) => "not-asked",
                _ => "unknown",
            };
            entry.insert("state".into(), json!(state));
            entry.insert("value".into(), Json::Null);
        }
        Some(answer) => {
            match &answer.value {
                Value::NotApplicable(why) => {
                    entry.insert("state".into(), json!("not-applicable"));
                    entry.insert("value".into(), Json::Null);
                    entry.insert("reason".into(), json!(why));
                }
                Value::Missing { reason, effort } => {
                    entry.insert("state".into(), json!("missing"));
                    entry.insert("value".into(), Json::Null);
                    entry.insert("reason".into(), json!(reason));
                    entry.insert("effort".into(), json!(effort));
                }
                value => {
                    entry.insert("state".into(), json!("answered"));
                    entry.insert("value".into(), to_json(value));
                }
            }
            if let Some(other) = &answer.other {
                entry.insert("other".into(), json!(other));
            }
            if let (Some(source), true) = (&answer.source, super::compose::shows_sources(template, view)) {
                entry.insert("source".into(), json!(source));
            }
        }
    }
    Json::Object(entry)
}

fn to_json(value: &Value) -> Json {
    let cells = |row: &Cells| Json::Object(row.iter().map(|(k, v)| (k.clone(), to_json(v))).collect());
    match value {
        Value::Text(text) | Value::Word(text) | Value::Number(text) => json!(text),
        Value::Yes(yes) => json!(yes),
        Value::Words(list) | Value::List(list) => json!(list),
        Value::Date(day) => json!(day.to_string()),
        Value::Month(month) => json!(month.iso()),
        Value::Period(from, to) => json!({ "from": from.iso(), "to": to.iso() }),
        Value::Rows(rows) => Json::Array(rows.iter().map(cells).collect()),
        Value::Parts(row) => cells(row),
        Value::NotApplicable(_) | Value::Missing { .. } => Json::Null,
    }
}

/// Why a text is no gpai-document/1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// Not JSON, or nested too deeply, or too large.
    #[error("not a JSON document: {0}")]
    NotJson(String),
    /// JSON of something else, or of a version that is not known.
    #[error("`format` is not {FORMAT}")]
    Format,
    /// The kind or the version of the form is not known.
    #[error("no form `{kind}`, version `{version}`, is known")]
    Form {
        /// Kind as written.
        kind: String,
        /// Version as written.
        version: String,
    },
    /// A field whose value does not fit its form.
    #[error("`{field}`: {reason}")]
    Field {
        /// Id.
        field: String,
        /// Why.
        reason: String,
    },
}

/// Reads a view back: the form it names, what it says, and for whom it was written.
pub fn read(text: &str) -> Result<(Template, Record, Audience), JsonError> {
    if text.len() > MAX_BYTES {
        return Err(JsonError::NotJson(format!("larger than {} MiB", MAX_BYTES >> 20)));
    }
    let document: Json = serde_json::from_str(text).map_err(|e| JsonError::NotJson(e.to_string()))?;
    let str = |key: &str| document.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
    if str("format") != FORMAT {
        return Err(JsonError::Format);
    }
    let (kind, version) = (str("kind"), str("template"));
    let unknown = || JsonError::Form { kind: kind.clone(), version: version.clone() };
    let template = Template::named(&kind, &version).ok().flatten().ok_or_else(unknown)?;
    let audience = Audience::named(&str("audience")).ok_or(JsonError::Format)?;
    let mut record = Record { kind: kind.clone(), template: version.clone(), ..Record::default() };
    for (id, entry) in document.get("fields").and_then(Json::as_object).into_iter().flatten() {
        let wrong = |reason: &str| JsonError::Field { field: id.chars().take(40).collect(), reason: reason.to_owned() };
        let field = template.field(id).ok_or_else(|| wrong("the form has no such field"))?;
        let text = |key: &str| entry.get(key).and_then(Json::as_str).map(str::to_owned);
        let need = |key: &'static str| text(key).ok_or_else(|| wrong(&format!("`{key}` is missing")));
        let value = match text("state").as_deref() {
            Some("unknown" | "blank" | "not-asked") => continue,
            Some("not-applicable") => Value::NotApplicable(need("reason")?),
            Some("missing") => Value::Missing { reason: need("reason")?, effort: need("effort")? },
            Some("answered") => from_json(&field.shape, entry.get("value").unwrap_or(&Json::Null))
                .ok_or_else(|| wrong(&format!("`value` is no {}", field.shape.word())))?,
            _ => return Err(wrong("`state` is missing")),
        };
        let answer = Answer { other: text("other"), source: text("source"), ..Answer::of(value) };
        record.answers.insert(id.clone(), answer);
    }
    Ok((template, record, audience))
}

fn from_json(shape: &Shape, json: &Json) -> Option<Value> {
    let text = || json.as_str().map(str::to_owned);
    let list = || json.as_array()?.iter().map(|v| v.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>();
    let month = |key: &str| json.get(key).and_then(Json::as_str).and_then(Month::parse);
    Some(match shape {
        Shape::Text => Value::Text(text()?),
        Shape::YesNo => Value::Yes(json.as_bool()?),
        Shape::Choice => Value::Word(text()?),
        Shape::Choices => Value::Words(list()?),
        Shape::Date => Value::Date(parse_date(&text()?)?),
        Shape::Month => Value::Month(Month::parse(&text()?)?),
        Shape::Period => Value::Period(month("from")?, month("to")?),
        Shape::Number { .. } => Value::Number(text()?),
        Shape::List => Value::List(list()?),
        Shape::Rows(parts) => {
            Value::Rows(json.as_array()?.iter().map(|row| from_cells(parts, row)).collect::<Option<_>>()?)
        }
        Shape::Parts(parts) => Value::Parts(from_cells(parts, json)?),
    })
}

fn from_cells(parts: &[Part], json: &Json) -> Option<Cells> {
    let mut cells = Cells::new();
    for (key, value) in json.as_object()? {
        let part = parts.iter().find(|p| p.key == *key)?;
        cells.insert(key.clone(), from_json(&part.shape, value)?);
    }
    Some(cells)
}

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
