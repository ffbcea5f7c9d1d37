//! gpai-reading/1: a reading as JSON and back. `gpai doc read` shows it, and the process that reads a stranger's file hands
//! it over in this form.

use serde_json::{Map, Value as Json, json};

use crate::reading::{Extra, FieldReading, Form, Reading, State};

/// Name and version of the format.
pub const FORMAT: &str = "gpai-reading/1";

/// A reading as JSON; ends with a line feed.
pub fn write(reading: &Reading) -> String {
    let mut fields = Map::new();
    for (id, field) in &reading.fields {
        let mut entry = Map::new();
        entry.insert("state".into(), json!(word(field.state)));
        entry.insert("label".into(), json!(field.label));
        entry.insert("text".into(), json!(field.text));
        entry.insert("ticked".into(), json!(field.ticked));
        entry.insert("unticked".into(), json!(field.unticked));
        entry.insert("page".into(), json!(field.page));
        entry.insert("line".into(), json!(field.line));
        fields.insert(id.clone(), Json::Object(entry));
    }
    let extra: Vec<Json> =
        reading.extra.iter().map(|e| json!({ "label": e.label, "text": e.text, "page": e.page })).collect();
    let placed = |list: &[(String, Option<u32>)], key: &str| {
        list.iter().map(|(text, page)| json!({ key: text, "page": page })).collect::<Vec<Json>>()
    };
    let document = json!({
        "format": FORMAT,
        "kind": reading.kind,
        "template": reading.form.word(),
        "language": reading.language,
        "pages": reading.pages,
        "fields": fields,
        "extra": extra,
        "unread": placed(&reading.unread, "what"),
        "links": placed(&reading.links, "target"),
        "near": reading.near,
        "followed": reading.followed,
        "unknown_language": reading.unknown_language,
        "documents": reading.documents,
        "text": reading.text,
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// A reading from its JSON; `None` where the text is none.
pub fn read(text: &str) -> Option<Reading> {
    let json: Json = serde_json::from_str(text).ok()?;
    if json.get("format")?.as_str()? != FORMAT {
        return None;
    }
    let mut out = Reading {
        kind: json.get("kind").and_then(Json::as_str).map(str::to_owned),
        form: form(json.get("template")?.as_str()?)?,
        language: json.get("language")?.as_str()?.to_owned(),
        pages: number(json.get("pages")).unwrap_or(0),
        ..Reading::default()
    };
    for (id, entry) in json.get("fields")?.as_object()? {
        out.fields.insert(
            id.clone(),
            FieldReading {
                state: state(entry.get("state")?.as_str()?)?,
                text: string(entry, "text")?,
                ticked: strings(entry.get("ticked")?)?,
                unticked: strings(entry.get("unticked")?)?,
                label: string(entry, "label")?,
                page: number(entry.get("page")),
                line: number(entry.get("line")),
            },
        );
    }
    for entry in json.get("extra")?.as_array()? {
        out.extra.push(Extra {
            label: string(entry, "label")?,
            text: string(entry, "text")?,
            page: number(entry.get("page")),
        });
    }
    let placed = |list: &str, key: &str| -> Option<Vec<(String, Option<u32>)>> {
        json.get(list)?.as_array()?.iter().map(|e| Some((string(e, key)?, number(e.get("page"))))).collect()
    };
    out.unread = placed("unread", "what")?;
    out.links = placed("links", "target")?;
    out.text = strings(json.get("text")?)?;
    // What a report rests on besides the fields; a reading of an older program has none of it.
    out.near = json.get("near").and_then(strings).unwrap_or_default().into_iter().collect();
    out.followed = number(json.get("followed"));
    out.unknown_language = json.get("unknown_language").and_then(Json::as_bool).unwrap_or_default();
    out.documents = number(json.get("documents")).unwrap_or(0);
    Some(out)
}

fn word(state: State) -> &'static str {
    match state {
        State::Read => "read",
        State::Blank => "blank",
        State::Unreadable => "unreadable",
    }
}

fn state(word: &str) -> Option<State> {
    [State::Read, State::Blank, State::Unreadable].into_iter().find(|s| self::word(*s) == word)
}

fn form(word: &str) -> Option<Form> {
    [Form::Official, Form::OfficialRelabelled, Form::Variant, Form::Draft, Form::Unknown]
        .into_iter()
        .find(|f| f.word() == word)
}

fn string(entry: &Json, key: &str) -> Option<String> {
    entry.get(key)?.as_str().map(str::to_owned)
}

fn strings(list: &Json) -> Option<Vec<String>> {
    list.as_array()?.iter().map(|v| v.as_str().map(str::to_owned)).collect()
}

fn number(value: Option<&Json>) -> Option<u32> {
    value.and_then(Json::as_u64).and_then(|n| u32::try_from(n).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_comes_back_whole() {
        let mut reading = Reading {
            kind: Some("training-summary".to_owned()),
            language: "fi".to_owned(),
            pages: 3,
            unread: vec![("a picture".to_owned(), Some(2))],
            text: vec!["a".to_owned(), "b".to_owned()],
            links: vec![("https://a.example".to_owned(), None)],
            near: ["2.1.a".to_owned()].into_iter().collect(),
            followed: Some(37),
            unknown_language: true,
            documents: 2,
            ..Reading::default()
        };
        reading.fields.insert("H.1".to_owned(), FieldReading { text: "1.0".to_owned(), ..FieldReading::default() });
        reading.extra.push(Extra { label: "More?".to_owned(), text: "No".to_owned(), page: Some(1) });
        // Every field of the reading: one that is added and not carried over fails here.
        assert_eq!(format!("{:?}", read(&write(&reading)).unwrap_or_default()), format!("{reading:?}"));
    }
}
