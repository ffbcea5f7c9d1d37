//! The JSON Schema of gpai-document/1 for one form, made from the form itself. Published in `docs/schemas/`.

use serde_json::{Map, Value as Json, json};

use super::json::FORMAT;
use super::template::{Choice, Field, Part, Shape, Template};

/// The schema (draft 2020-12), as text with a line feed at the end.
pub fn schema(template: &Template) -> String {
    let mut fields = Map::new();
    for field in &template.fields {
        fields.insert(field.id.clone(), entry(field));
    }
    let audiences: Vec<&str> = template.audiences.iter().map(|a| a.word()).collect();
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("{FORMAT} {}, form {}", template.kind, template.version),
        "description": template.title.en,
        "type": "object",
        "required": ["format", "kind", "template", "audience", "final", "language", "title", "fields"],
        "additionalProperties": true,
        "properties": {
            "format": { "const": FORMAT },
            "kind": { "const": template.kind },
            "template": { "const": template.version },
            "audience": { "enum": audiences },
            "final": { "type": "boolean" },
            "language": { "type": "string" },
            "title": { "type": "string" },
            "fields": { "type": "object", "additionalProperties": false, "properties": fields },
        },
    });
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// A field: its state decides what stands beside it.
fn entry(field: &Field) -> Json {
    let seen: Vec<&str> = field.audiences.iter().map(|a| a.word()).collect();
    let seen = if field.is_own() { "nobody, kept with the record".to_owned() } else { seen.join(", ") };
    let mut states = vec!["answered", "unknown", "blank", "not-asked", "missing"];
    if field.na {
        states.push("not-applicable");
    }
    json!({
        "title": field.full_label(),
        "description": format!("{} Seen by: {}.", field.help.en, seen),
        "type": "object",
        "required": ["label", "state", "value"],
        "additionalProperties": false,
        "properties": {
            "label": { "type": "string" },
            "state": { "enum": states },
            "value": {},
            "reason": { "type": "string", "minLength": 1 },
            "effort": { "type": "string", "minLength": 1 },
            "other": { "type": "string" },
            "source": { "type": "string" },
        },
        "allOf": [
            {
                "if": { "properties": { "state": { "const": "answered" } } },
                "then": { "properties": { "value": value(&field.shape, &field.options) } },
                "else": { "properties": { "value": { "type": "null" } } },
            },
            {
                "if": { "properties": { "state": { "enum": ["not-applicable", "missing"] } } },
                "then": { "required": ["reason"] },
            },
        ],
    })
}

fn value(shape: &Shape, options: &[Choice]) -> Json {
    let words: Vec<&str> = options.iter().map(|o| o.word.as_str()).collect();
    let month = json!({ "type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$" });
    match shape {
        Shape::Text => json!({ "type": "string", "minLength": 1 }),
        Shape::YesNo => json!({ "type": "boolean" }),
        Shape::Choice => json!({ "enum": words }),
        Shape::Choices => json!({ "type": "array", "minItems": 1, "uniqueItems": true, "items": { "enum": words } }),
        Shape::Date => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        Shape::Month => month,
        Shape::Period => {
            json!({ "type": "object", "required": ["from", "to"], "additionalProperties": false, "properties": { "from": month, "to": month } })
        }
        Shape::Number { figures, unit } => {
            let asked = format!("decimal as written; at least {figures} significant figure(s) asked for");
            let unit = if unit.is_empty() { String::new() } else { format!("; {unit}") };
            json!({ "type": "string", "pattern": "^[0-9.]+(e[+-]?[0-9]+)?$", "description": format!("{asked}{unit}") })
        }
        Shape::List => json!({ "type": "array", "minItems": 1, "items": { "type": "string", "minLength": 1 } }),
        Shape::Rows(parts) => json!({ "type": "array", "minItems": 1, "items": cells(parts) }),
        Shape::Parts(parts) => cells(parts),
    }
}

fn cells(parts: &[Part]) -> Json {
    let properties: Map<String, Json> = parts.iter().map(|p| (p.key.clone(), value(&p.shape, &p.options))).collect();
    json!({ "type": "object", "minProperties": 1, "additionalProperties": false, "properties": properties })
}

#[cfg(test)]
#[path = "schema_tests.rs"]
mod tests;
