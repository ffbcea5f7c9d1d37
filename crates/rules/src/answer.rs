//! Answers: `gpai.toml` and `--set NAME=VALUE` to claims, typed by the vocabulary. Numbers are read as written.

use std::collections::BTreeSet;

use serde_spanned::Spanned;
use toml::de::DeValue;

use crate::fact::{Facts, Origin, Source, Value};
use crate::law::{FactDef, Kind, Law};
use crate::number::{Interval, Number};
use crate::toml_place::{PlacedError, Table, Text, as_date, nearest, parse_date};

/// The table that says where the register is. It holds no answers.
const REGISTERS: &str = "registers";
/// The word that takes an answer back.
const UNKNOWN: &str = "unknown";

/// Why an answer on the command line is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// Not of the form `NAME=VALUE`.
    #[error("`{0}` is not of the form NAME=VALUE, e.g. market.eu=yes")]
    Form(String),
    /// No such fact.
    #[error("unknown fact `{name}`{}", near.as_ref().map(|n| format!("; did you mean `{n}`?")).unwrap_or_default())]
    Unknown {
        /// As written.
        name: String,
        /// The nearest name.
        near: Option<String>,
    },
    /// The value does not fit.
    #[error("{name}: {reason}")]
    Value {
        /// The fact.
        name: String,
        /// What does not fit, and what would.
        reason: String,
    },
}

/// Reads a whole `gpai.toml`.
pub fn read_answers(law: &Law, text: Text<'_>) -> Result<Facts, PlacedError> {
    let parsed = text.parse()?;
    let root = Table::new(text, parsed.get_ref(), parsed.span());
    let mut facts = Facts::new();
    let tables: BTreeSet<&str> =
        law.facts.iter().filter(|f| !f.evidence_only).filter_map(|f| f.name.split_once('.')).map(|(t, _)| t).collect();
    for (table, span, item) in root.keys() {
        if table == REGISTERS {
            registers(text, item)?;
            continue;
        }
        if !tables.contains(table) {
            let error = text.error(span, format!("unknown table `[{table}]`"));
            return Err(error.help(match nearest(table, tables.iter().copied()) {
                Some(near) => format!("did you mean `[{near}]`?"),
                None => format!("tables are {}", tables.iter().copied().collect::<Vec<_>>().join(", ")),
            }));
        }
        let Some(entries) = item.get_ref().as_table() else {
            return Err(text.error(item.span(), format!("`{table}` must be a table, as in `[{table}]`")));
        };
        for (key, span, value) in Table::new(text, entries, item.span()).keys() {
            let name = format!("{table}.{key}");
            let Some(def) = law.fact(&name).filter(|d| !d.evidence_only) else {
                let error = text.error(span, format!("unknown key `{name}`"));
                return Err(match nearest(&name, answerable(law)) {
                    Some(near) => error.help(format!("did you mean `{near}`?")),
                    None => error.help("`gpai law list facts` shows every key"),
                });
            };
            let (line, column) = text.place(value.span().start);
            let mut source = Source::new(Origin::Answer, text.file).at(line, column);
            if let Some(value) = claim(def, text, value, &mut source)? {
                facts.add(name, value, source);
            }
        }
    }
    Ok(facts)
}

/// Where a `gpai.toml` says that the register is: `[registers] path`, as it is written.
///
/// # Errors
/// The text is no TOML, or the table holds something else.
pub fn register_path(text: Text<'_>) -> Result<Option<String>, PlacedError> {
    let parsed = text.parse()?;
    let root = Table::new(text, parsed.get_ref(), parsed.span());
    root.keys().find(|(table, _, _)| *table == REGISTERS).map_or(Ok(None), |(_, _, item)| registers(text, item))
}

fn registers(text: Text<'_>, item: &Spanned<DeValue<'_>>) -> Result<Option<String>, PlacedError> {
    let Some(entries) = item.get_ref().as_table() else {
        return Err(text.error(item.span(), "`registers` must be a table, as in `[registers]`"));
    };
    let table = Table::new(text, entries, item.span());
    let path = table.opt_str("path")?;
    table.finish()?;
    Ok(path)
}

/// Takes one `NAME=VALUE` into the facts in place of the answer in `gpai.toml`.
pub fn set(law: &Law, facts: &mut Facts, argument: &str) -> Result<(), AnswerError> {
    let (name, written) = argument.split_once('=').ok_or_else(|| AnswerError::Form(argument.to_owned()))?;
    let name = name.trim();
    let def = law
        .fact(name)
        .filter(|d| !d.evidence_only)
        .ok_or_else(|| AnswerError::Unknown { name: name.to_owned(), near: near(law, name) })?;
    let value = from_text(def, written).map_err(|reason| AnswerError::Value { name: name.to_owned(), reason })?;
    facts.retract_answers(name);
    if let Some(value) = value {
        facts.add(name, value, Source::new(Origin::Command, "--set"));
    }
    Ok(())
}

/// The name that was meant: the key alone without its table, or the nearest.
fn near(law: &Law, name: &str) -> Option<String> {
    let key = |full: &&str| full.split_once('.').is_some_and(|(_, key)| key == name);
    answerable(law).find(key).or_else(|| nearest(name, answerable(law))).map(str::to_owned)
}

/// Names a person can answer.
pub fn answerable(law: &Law) -> impl Iterator<Item = &str> {
    law.facts.iter().filter(|f| !f.evidence_only).map(|f| f.name.as_str())
}

/// A value as written after `--set NAME=`; `None` for `unknown`.
pub fn from_text(def: &FactDef, written: &str) -> Result<Option<Value>, String> {
    let text = written.trim();
    if text.is_empty() {
        return Err("the value is empty; `unknown` takes an answer back".to_owned());
    }
    if text == UNKNOWN {
        return Ok(None);
    }
    let value = match def.kind {
        Kind::YesNo => match text {
            "yes" | "true" => Value::Bool(true),
            "no" | "false" => Value::Bool(false),
            _ => return Err(format!("`{text}` is not yes or no")),
        },
        Kind::Number => match text.split_once("..") {
            Some((low, high)) => interval(number(low)?, None, number(high)?)?,
            None => Value::Number(Interval::point(number(text)?)),
        },
        Kind::Date => {
            Value::Date(parse_date(text).ok_or_else(|| format!("`{text}` is not a date such as 2026-11-20"))?)
        }
        Kind::Word => Value::Word(word(def, text)?),
        Kind::Set => set_of(def, text.split(','))?,
        Kind::Country => Value::Text(country(text)?),
        Kind::Text => Value::Text(written.trim_end_matches(['\r', '\n']).to_owned()),
    };
    Ok(Some(value))
}

/// The value of a key of `gpai.toml`, plain or as `{ value = …, by = …, on = …, why = … }`.
fn claim(
    def: &FactDef,
    text: Text<'_>,
    item: &Spanned<DeValue<'_>>,
    source: &mut Source,
) -> Result<Option<Value>, PlacedError> {
    let Some(entries) = item.get_ref().as_table() else { return value(def, text, item) };
    let table = Table::new(text, entries, item.span());
    if table.get("low").is_some() || table.get("high").is_some() {
        let found = bounds(def, text, &table)?;
        table.finish()?;
        return Ok(Some(found));
    }
    let inner =
        table.need("value").map_err(|e| e.help("either a plain value or { value = …, by = …, on = …, why = … }"))?;
    source.by = table.opt_str("by")?;
    source.on = table.date("on")?;
    source.why = table.opt_str("why")?;
    table.finish()?;
    match inner.get_ref().as_table() {
        Some(entries) => {
            let table = Table::new(text, entries, inner.span());
            let found = bounds(def, text, &table)?;
            table.finish()?;
            Ok(Some(found))
        }
        None => value(def, text, inner),
    }
}

fn bounds(def: &FactDef, text: Text<'_>, table: &Table<'_, '_>) -> Result<Value, PlacedError> {
    if def.kind != Kind::Number {
        return Err(table.error(format!("`{}` is no number; only a number has low and high", def.name)));
    }
    let amount = |item: &Spanned<DeValue<'_>>| -> Result<Number, PlacedError> {
        written_number(item).and_then(|n| number(&n)).map_err(|m| text.error(item.span(), m))
    };
    let low = amount(table.need("low")?)?;
    let high = amount(table.need("high")?)?;
    let best = table.get("best").map(amount).transpose()?;
    interval(low, best, high).map_err(|m| table.error(m))
}

fn value(def: &FactDef, text: Text<'_>, item: &Spanned<DeValue<'_>>) -> Result<Option<Value>, PlacedError> {
    let refuse = |message: String| text.error(item.span(), format!("{}: {message}", def.name));
    if item.get_ref().as_str() == Some(UNKNOWN) {
        return Ok(None);
    }
    let found = match (def.kind, item.get_ref()) {
        (Kind::YesNo, DeValue::Boolean(b)) => Value::Bool(*b),
        (Kind::YesNo, DeValue::String(s)) => return from_text(def, s).map_err(refuse),
        (Kind::Number, _) => {
            Value::Number(Interval::point(written_number(item).and_then(|n| number(&n)).map_err(refuse)?))
        }
        (Kind::Date, _) => Value::Date(as_date(text, item)?),
        (Kind::Set, DeValue::Array(list)) => {
            let words: Option<Vec<&str>> = list.iter().map(|i| i.get_ref().as_str()).collect();
            let words = words.ok_or_else(|| refuse("must be a list of words".to_owned()))?;
            set_of(def, words.into_iter()).map_err(refuse)?
        }
        (_, DeValue::String(s)) => return from_text(def, s).map_err(refuse),
        _ => {
            return Err(refuse(match def.kind {
                Kind::YesNo => "expected true or false".to_owned(),
                Kind::Word => format!("expected one of {}", def.words.join(", ")),
                Kind::Set => format!("expected a list of words of {}", def.words.join(", ")),
                _ => "expected a text".to_owned(),
            }));
        }
    };
    Ok(Some(found))
}

/// The digits of a number as the person wrote them, never through binary floating point.
fn written_number(item: &Spanned<DeValue<'_>>) -> Result<String, String> {
    match item.get_ref() {
        DeValue::Integer(i) if i.radix() == 10 => Ok(i.as_str().to_owned()),
        DeValue::Float(f) => Ok(f.as_str().to_owned()),
        DeValue::String(s) => Ok(s.to_string()),
        _ => Err("expected a number such as 1e25, 7300000000 or \"1.8e23\"".to_owned()),
    }
}

fn number(text: &str) -> Result<Number, String> {
    Number::parse(text).map_err(|e| e.to_string())
}

fn interval(low: Number, best: Option<Number>, high: Number) -> Result<Value, String> {
    Interval::new(low, best, high)
        .map(Value::Number)
        .ok_or_else(|| "the bounds are out of order: low, best, high".to_owned())
}

fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).all(|(x, y)| x == y || matches!((x, y), (b'-', b'_') | (b'_', b'-')))
}

fn word(def: &FactDef, written: &str) -> Result<String, String> {
    let written = written.trim();
    if def.words.is_empty() {
        return Ok(written.to_owned());
    }
    def.words.iter().find(|w| same(w, written)).cloned().ok_or_else(|| {
        let near = nearest(written, def.words.iter().map(String::as_str));
        let hint = near.map(|n| format!("; did you mean `{n}`?")).unwrap_or_default();
        format!("`{written}` is not one of {}{hint}", def.words.join(", "))
    })
}

fn set_of<'w>(def: &FactDef, words: impl Iterator<Item = &'w str>) -> Result<Value, String> {
    let words: Vec<&str> = words.map(str::trim).collect();
    // A list left empty is an answer that was not given.
    if words.is_empty() || words.contains(&"") {
        return Err("an empty list or word; write `none` if there is none and you have checked".to_owned());
    }
    if words.contains(&"none") {
        return if words.len() == 1 {
            Ok(Value::set(Vec::<String>::new()))
        } else {
            Err("`none` stands alone".to_owned())
        };
    }
    words.into_iter().map(|w| word(def, w)).collect::<Result<Vec<_>, _>>().map(Value::set)
}

/// Country codes of two letters (ISO 3166-1), by spaces.
pub const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY \
    BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK \
    FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR \
    IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK \
    ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM \
    PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF \
    TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

fn country(written: &str) -> Result<String, String> {
    let code = written.trim().to_uppercase();
    match code.as_str() {
        // The Union's own code for Greece; ISO's is GR.
        "EL" => Ok("GR".to_owned()),
        "UK" => Err(format!("`{written}` is no country code; did you mean `GB`?")),
        "EU" => Err(format!("`{written}` is no country code: give the Member State, such as FR or DE")),
        _ if COUNTRIES.split(' ').any(|c| c == code) => Ok(code),
        _ => Err(format!("`{written}` is not a country code of two letters (ISO 3166-1), such as FR or US")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn refused(argument: &str) -> String {
        set(&Law::book().unwrap(), &mut Facts::new(), argument).unwrap_err().to_string()
    }

    #[test]
    fn countries_are_those_of_the_list() {
        assert!(refused("provider.established=UK").contains("`GB`"));
        assert!(refused("provider.established=EU").contains("Member State"));
        assert!(refused("provider.established=XX").contains("ISO 3166"));
        let mut facts = Facts::new();
        set(&Law::book().unwrap(), &mut facts, "provider.established=el").unwrap();
        assert_eq!(facts.value("provider.established"), Some(Value::Text("GR".into())));
        assert_eq!(COUNTRIES.split(' ').count(), 249);
    }

    #[test]
    fn an_empty_list_is_no_answer_and_a_key_alone_names_its_fact() {
        let law = Law::book().unwrap();
        let text = Text { file: "gpai.toml", text: "[model]\noutputs = []\n" };
        assert!(read_answers(&law, text).unwrap_err().to_string().contains("none"));
        assert!(refused("model.outputs=text,,image").contains("empty"));
        assert!(refused("licence=mit").contains("`openness.licence`"));
    }
}
