//! `--from-file`: a record as TOML, as `template` prints it. Keys may stand under a heading or not; each has a few names.

use std::io::Read as _;
use std::path::Path;

use gpai_forms::escape::visible;
use serde_json::{Map, Value as Json, json};

use crate::fault::Fault;
use crate::store::files;
use crate::words::{Language, Pair};

/// The longest file that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// One text of at most so many characters.
    Text(usize),
    /// Several texts, or tables of texts; at most fifty of five hundred characters.
    List,
    /// Yes or no.
    YesNo,
}

/// One key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name, also that of the field.
    pub name: &'static str,
    /// Other names.
    pub also: &'static [&'static str],
    /// What it holds.
    pub holds: Holds,
    /// What it is for.
    pub help: Pair,
}

/// What a file says, by the names of the keys.
pub type Sheet = Map<String, Json>;

/// Reads a file, or standard input for `-`.
///
/// # Errors
/// File, line and mend.
pub fn read(path: &Path, keys: &[Key]) -> Result<Sheet, Fault> {
    let name = path.display().to_string();
    let bytes = if name == "-" {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .take(LONGEST + 1)
            .read_to_end(&mut bytes)
            .map_err(|e| Fault::new(format!("standard input: {e}")))?;
        if bytes.len() as u64 > LONGEST {
            return Err(Fault::new(format!("standard input: longer than {LONGEST} bytes")));
        }
        bytes
    } else {
        files::read(path, LONGEST)?
    };
    let text = String::from_utf8(bytes).map_err(|_| Fault::new(format!("{name}: not UTF-8")))?;
    parse(&text, keys).map_err(|why| Fault::new(format!("{name}:{why}")))
}

/// Reads the text.
///
/// # Errors
/// Line and mend.
pub fn parse(text: &str, keys: &[Key]) -> Result<Sheet, String> {
    let table: toml::Table = toml::from_str(text).map_err(|e| {
        let line = e.span().map_or(1, |span| text.bytes().take(span.start).filter(|b| *b == b'\n').count() + 1);
        format!("{line}: {}", e.message())
    })?;
    let mut out = Sheet::new();
    take(&table, text, keys, &mut out)?;
    Ok(out)
}

fn take(table: &toml::Table, text: &str, keys: &[Key], out: &mut Sheet) -> Result<(), String> {
    for (name, value) in table {
        let bare =
            |line: &str| line.trim_start().trim_start_matches('[').trim_start_matches('"').starts_with(name.as_str());
        let line = text.lines().position(bare).map_or(1, |n| n + 1);
        let plain = name.to_lowercase().replace('-', "_");
        let named = |key: &&Key| key.name == plain || key.also.contains(&plain.as_str());
        // A heading, whatever it is called: what stands below it counts.
        if let toml::Value::Table(inner) = value
            && keys.iter().find(named).is_none_or(|key| key.holds != Holds::List)
        {
            take(inner, text, keys, out)?;
            continue;
        }
        let Some(key) = keys.iter().find(named) else {
            let near = keys
                .iter()
                .max_by(|a, b| strsim::jaro_winkler(a.name, &plain).total_cmp(&strsim::jaro_winkler(b.name, &plain)));
            let near = near.map(|k| k.name).unwrap_or_default();
            return Err(format!(
                "{line}: unknown key `{}`\n  help: did you mean `{near}`? `template` prints all keys",
                visible(name)
            ));
        };
        let read = match key.holds {
            Holds::Text(most) => {
                let text = plain_text(value).ok_or_else(|| format!("{line}: `{name}` must be a text in quotes"))?;
                if text.chars().count() > most {
                    return Err(format!("{line}: `{name}` is longer than {most} characters"));
                }
                Json::from(text)
            }
            Holds::YesNo => match value {
                toml::Value::Boolean(yes) => Json::from(*yes),
                toml::Value::String(word) if ["yes", "no"].contains(&word.as_str()) => Json::from(word == "yes"),
                _ => return Err(format!("{line}: `{name}` must be true or false")),
            },
            Holds::List => list(value).map_err(|why| format!("{line}: `{name}` {why}"))?,
        };
        let empty = read.as_str().is_some_and(|t| t.trim().is_empty()) || read.as_array().is_some_and(Vec::is_empty);
        if !empty {
            out.insert(key.name.to_owned(), read);
        }
    }
    Ok(())
}

fn plain_text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Float(number) => Some(number.to_string()),
        toml::Value::Datetime(date) => Some(date.to_string()),
        toml::Value::Boolean(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        toml::Value::Array(items) if !items.iter().any(toml::Value::is_array) => {
            let texts: Option<Vec<String>> = items.iter().map(plain_text).collect();
            Some(texts?.join(", "))
        }
        _ => None,
    }
}

fn list(value: &toml::Value) -> Result<Json, String> {
    let items = match value {
        toml::Value::Array(items) => items.clone(),
        other => vec![other.clone()],
    };
    if items.len() > 50 {
        return Err("holds more than 50 entries".to_owned());
    }
    let mut out = Vec::new();
    for item in items {
        let one = match &item {
            toml::Value::Table(table) => {
                let mut map = Map::new();
                for (key, value) in table {
                    let text = plain_text(value).ok_or("holds a table within a table")?;
                    map.insert(key.clone(), text.into());
                }
                Json::Object(map)
            }
            other => json!({ "title": plain_text(other).ok_or("holds a list within a list")? }),
        };
        if one.to_string().chars().count() > 700 {
            return Err("holds an entry longer than 500 characters".to_owned());
        }
        out.push(one);
    }
    Ok(out.into())
}

/// A template: every key, commented, with what it is for.
pub fn template(keys: &[Key], head: Pair, lang: Language) -> String {
    let mut out = format!("# {}\n", head.get(lang));
    for key in keys {
        out.push_str(&format!("\n# {}\n", key.help.get(lang)));
        match key.holds {
            Holds::Text(_) => out.push_str(&format!("{} = \"\"\n", key.name)),
            Holds::YesNo => out.push_str(&format!("# {} = true\n", key.name)),
            Holds::List => out.push_str(&format!("{} = []\n", key.name)),
        }
    }
    out
}

/// A text of a sheet.
pub fn text<'s>(sheet: &'s Sheet, name: &str) -> Option<&'s str> {
    sheet.get(name).and_then(Json::as_str)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::commands::lodged::{HEAD, KEYS};

    #[test]
    fn a_record_is_read_under_headings_by_any_of_its_names() {
        let flat =
            "name = \"A\"\nmeasure = 1.3\nworks = [\"One\", { title = \"Two\", doi = \"10.1\" }]\nstatement = \"x\"\n";
        let under = "measure = [\"1.3\"]\nstatement = \"x\"\n[complainant]\nrightsholder = \"A\"\n[[works]]\ntitle = \"One\"\n[[works]]\ntitle = \"Two\"\ndoi = \"10.1\"\n";
        assert_eq!(parse(flat, &KEYS).unwrap(), parse(under, &KEYS).unwrap());
        assert_eq!(parse(flat, &KEYS).unwrap()["works"][1]["doi"], "10.1");
    }

    #[test]
    fn the_template_can_be_read_and_says_nothing() {
        for lang in [Language::En, Language::Zh] {
            assert_eq!(parse(&template(&KEYS, HEAD, lang), &KEYS).unwrap(), Sheet::new());
        }
    }

    #[test]
    fn a_slip_is_told_with_line_and_mend() {
        assert!(
            parse("\nstatment = \"x\"", &KEYS)
                .unwrap_err()
                .starts_with("2: unknown key `statment`\n  help: did you mean `statement`")
        );
        assert!(parse("name = \"", &KEYS).unwrap_err().starts_with("1: "));
        assert!(parse(&format!("name = \"{}\"", "n".repeat(201)), &KEYS).unwrap_err().contains("200 characters"));
        assert!(parse(&format!("works = [{}]", "\"w\",".repeat(51)), &KEYS).unwrap_err().contains("more than 50"));
        assert!(parse("name = [[1]]", &KEYS).is_err());
    }
}
