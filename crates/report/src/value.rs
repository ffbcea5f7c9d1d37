//! A value of a fact in machine form, wherever one stands.

use gpai_rules::fact::Value;
use serde_json::{Value as Json, json};

/// A value of a fact in machine form; amounts are decimal strings.
pub fn value(value: &Value) -> Json {
    match value {
        Value::Bool(b) => json!(b),
        Value::Number(i) if i.is_point() => json!(i.low.to_string()),
        Value::Number(i) => json!({
            "low": i.low.to_string(),
            "best": i.best.as_ref().map(ToString::to_string),
            "high": i.high.to_string(),
        }),
        Value::Date(d) => json!(d.to_string()),
        Value::Word(s) | Value::Text(s) => json!(s),
        Value::Set { words, .. } => json!(words),
    }
}
