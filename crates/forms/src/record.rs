//! A record: what a provider says in one document, as TOML. Every answer has the type its form asks for; what is not answered
//! is unknown; an unknown key is refused with its line and the nearest name.

use std::collections::BTreeMap;
use std::fmt;

use gpai_rules::number::Number;
use gpai_rules::toml_place::{Item, PlacedError, Table, Text, as_date, nearest};
use jiff::civil::Date;
use toml::de::DeValue;

use super::template::{Choice, Field, Part, Required, Shape, Template, Test};

/// The largest record that is read; the largest form filled in with a thousand domain names has less than 100 KB.
pub const MAX_BYTES: usize = 4 << 20;
/// The most entries of one list or one table of rows.
pub const MAX_ROWS: usize = 20_000;

/// What a provider says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Kind of document.
    pub kind: String,
    /// Version of the form it was written for.
    pub template: String,
    /// Answers by field id; what is not here is unknown.
    pub answers: BTreeMap<String, Answer>,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The value.
    pub value: Value,
    /// What `other` among the options means.
    pub other: Option<String>,
    /// Where the value came from, such as `config.json:5`; shown in drafts.
    pub source: Option<String>,
    /// 1-based line in the record; 0 if it was not read from a text.
    pub line: u32,
}

impl Answer {
    /// An answer with nothing besides its value.
    pub fn of(value: Value) -> Self {
        Answer { value, other: None, source: None, line: 0 }
    }
}

/// The value of an answer, by the shape its form asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Text.
    Text(String),
    /// Yes or no.
    Yes(bool),
    /// One word of the options.
    Word(String),
    /// Words of the options, in the form's order.
    Words(Vec<String>),
    /// A day.
    Date(Date),
    /// A month.
    Month(Month),
    /// From a month to a month.
    Period(Month, Month),
    /// A decimal as it was written, without `_`.
    Number(String),
    /// Texts.
    List(Vec<String>),
    /// Rows by column key.
    Rows(Vec<Cells>),
    /// Parts by key.
    Parts(Cells),
    /// Does not apply, with the reason.
    NotApplicable(String),
    /// Cannot be provided although best efforts were made; both are stated (models placed before 2 August 2025).
    Missing {
        /// Why not.
        reason: String,
        /// What was tried.
        effort: String,
    },
}

/// Values by key of their part.
pub type Cells = BTreeMap<String, Value>;

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    /// Year, four digits.
    pub year: i16,
    /// 1 to 12.
    pub month: u8,
}

impl Month {
    /// Reads `2025-06` or `06/2025`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = match (text.split_once('-'), text.split_once('/')) {
            (Some((year, month)), None) => (year, month),
            (None, Some((month, year))) => (year, month),
            _ => return None,
        };
        let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return None;
        }
        let found = Month { year: year.parse().ok()?, month: month.parse().ok()? };
        (1..=12).contains(&found.month).then_some(found)
    }

    /// `2025-06`, as it stands in records and JSON.
    pub fn iso(self) -> String {
        format!("{:04}-{:02}", self.year, self.month)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}/{:04}", self.month, self.year)
    }
}

/// Whether the condition of a field holds under the answers given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// It holds, or there is none.
    Yes,
    /// It does not.
    No,
    /// An answer it rests on is unknown.
    Open,
}

impl Record {
    /// Reads a record and the version of the form it names.
    pub fn read(file: &str, text: &str) -> Result<(Template, Record), PlacedError> {
        let text = Text { file, text };
        if text.text.len() > MAX_BYTES {
            return Err(text.error(0..0, format!("the file is larger than {} MiB", MAX_BYTES >> 20)));
        }
        let parsed = text.parse()?;
        let root = Table::new(text, parsed.get_ref(), parsed.span());
        let head = root.table("document")?.ok_or_else(|| {
            root.error("`[document]` is missing")
                .help("start the file with `gpai doc new KIND`, or add [document] with `kind` and `template`")
        })?;
        let kind = head.str("kind")?;
        let version = head.opt_str("template")?;
        let kinds = Template::kinds();
        if !kinds.contains(&kind.as_str()) {
            let error = head.error(format!("`{kind}` is no kind of document"));
            return Err(match nearest(&kind, kinds.iter().copied()) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error.help(format!("the kinds are {}", kinds.join(", "))),
            });
        }
        let template = match &version {
            Some(version) => Template::named(&kind, version)?.ok_or_else(|| {
                let known: Vec<String> = Template::book()
                    .unwrap_or_default()
                    .into_iter()
                    .filter(|t| t.kind == kind)
                    .map(|t| t.version)
                    .collect();
                head.error(format!("no version `{version}` of this form is known"))
                    .help(format!("the versions are {}", known.join(", ")))
            })?,
            None => return Err(head.error("`template` is missing: the version of the form this was written for")),
        };
        head.finish()?;
        let answers = root.table("answers")?;
        root.finish()?;
        let mut record = Record { kind, template: template.version.clone(), answers: BTreeMap::new() };
        if let Some(answers) = answers {
            for (id, span, item) in answers.keys() {
                let Some(field) = template.field(id) else {
                    let error = text.error(span, format!("the form has no field `{id}`"));
                    return Err(match nearest(id, template.fields.iter().map(|f| f.id.as_str())) {
                        Some(near) => error.help(format!("did you mean `{near}`?")),
                        None => error,
                    });
                };
                if let Some(mut answer) = answer(text, &template, field, item)? {
                    answer.line = text.place(span.start).0;
                    record.answers.insert(id.to_owned(), answer);
                }
            }
        }
        Ok((template, record))
    }

    /// The value of an answer, if it is known.
    pub fn value(&self, id: &str) -> Option<&Value> {
        self.answers.get(id).map(|a| &a.value)
    }

    /// Whether the condition of a field holds.
    pub fn holds(&self, field: &Field) -> Holds {
        if field.when.is_empty() {
            return Holds::Yes;
        }
        let each: Vec<Holds> = field
            .when
            .iter()
            .map(|test| match (test, self.value(test.field())) {
                (_, None | Some(Value::Missing { .. })) => Holds::Open,
                (Test::Is(_, word), Some(Value::Yes(yes))) => yes_no((word == "yes") == *yes),
                (Test::Is(_, word), Some(Value::Word(w))) => yes_no(w == word),
                (Test::Has(_, word), Some(Value::Words(words))) => yes_no(words.contains(word)),
                _ => Holds::No,
            })
            .collect();
        if each.contains(&Holds::Yes) {
            Holds::Yes
        } else if each.contains(&Holds::Open) {
            Holds::Open
        } else {
            Holds::No
        }
    }

    /// Whether a field still has to be answered before the document is final.
    pub fn is_owed(&self, field: &Field) -> bool {
        match field.required {
            _ if self.answers.contains_key(&field.id) => false,
            Required::Optional => false,
            Required::Mandatory => true,
            // Where the condition is open, the field it rests on is owed itself.
            Required::Conditional => self.holds(field) == Holds::Yes,
        }
    }
}

fn yes_no(holds: bool) -> Holds {
    if holds { Holds::Yes } else { Holds::No }
}

type Read<T> = Result<T, PlacedError>;

/// What stands behind one key; `None` for `"unknown"`.
fn answer(text: Text<'_>, template: &Template, field: &Field, item: Item<'_, '_>) -> Read<Option<Answer>> {
    if is_unknown(item) {
        return Ok(None);
    }
    let Some(inner) = item.get_ref().as_table() else {
        let value = value(text, field, &field.shape, &field.options, item)?;
        return Ok(Some(Answer::of(value)));
    };
    let table = Table::new(text, inner, item.span());
    let source = table.opt_str("source")?;
    let reason = |key: &'static str| -> Read<Option<String>> {
        let written = table.opt_str(key)?;
        if written.as_ref().is_some_and(|r| r.trim().is_empty()) {
            return Err(table.error(format!("`{key}` needs a reason in words")));
        }
        Ok(written)
    };
    if let Some(why) = reason("na")? {
        if !field.na {
            return Err(table.error(format!("`{}` always applies", field.id)).help(
                "answer it, or take the line out while the answer is unknown; `na` is for fields the form lets one leave",
            ));
        }
        table.finish()?;
        return Ok(Some(Answer { source, ..Answer::of(Value::NotApplicable(why)) }));
    }
    if let Some(why) = reason("missing")? {
        if !template.legacy_gaps {
            return Err(table.error("this form has no answer `missing`").help("take the line out while it is unknown"));
        }
        let effort = reason("effort")?.ok_or_else(|| {
            table
                .error("`effort` is missing")
                .help("a gap is stated with its reason and with the efforts made to close it")
        })?;
        table.finish()?;
        return Ok(Some(Answer { source, ..Answer::of(Value::Missing { reason: why, effort }) }));
    }
    if let Some(item) = table.get("value") {
        let other = table.opt_str("other")?;
        table.finish()?;
        if is_unknown(item) {
            return Ok(None);
        }
        let value = value(text, field, &field.shape, &field.options, item)?;
        return Ok(Some(Answer { other, source, ..Answer::of(value) }));
    }
    let value = match &field.shape {
        Shape::Period => period(text, &table, &["source"])?,
        Shape::Parts(parts) => Value::Parts(cells(text, field, parts, &table, &["source"])?),
        _ => {
            let error = table.error(format!("`{}` is a table without `value`", field.id));
            return Err(error.help("write { value = …, source = \"…\" }, or { na = \"reason\" }"));
        }
    };
    Ok(Some(Answer { source, ..Answer::of(value) }))
}

/// Refuses the `…` of a question that was uncovered and not answered.
fn example(written: &str, wrong: &dyn Fn(String) -> PlacedError) -> Read<()> {
    if written == "…" {
        let error = wrong("the example is still there".to_owned());
        return Err(error.help("write the answer in its place, or put `#` before the line while it is unknown"));
    }
    Ok(())
}

fn is_unknown(item: Item<'_, '_>) -> bool {
    item.get_ref().as_str() == Some("unknown")
}

fn value(text: Text<'_>, field: &Field, shape: &Shape, options: &[Choice], item: Item<'_, '_>) -> Read<Value> {
    let wrong = |message: String| text.error(item.span(), message);
    let expected = |what: &str| wrong(format!("`{}` expects {what}", field.id));
    let list = |what: &str| -> Read<Vec<Item<'_, '_>>> {
        let array = item.get_ref().as_array().ok_or_else(|| expected(what))?;
        if array.len() > MAX_ROWS {
            return Err(wrong(format!("more than {MAX_ROWS} entries; put them into a file and link it")));
        }
        Ok(array.iter().collect())
    };
    let word = |item: Item<'_, '_>| -> Read<String> {
        let written = item.get_ref().as_str().unwrap_or_default();
        let plain = |w: &str| w.to_lowercase().replace('_', "-");
        if let Some(option) = options.iter().find(|o| plain(&o.word) == plain(written)) {
            return Ok(option.word.clone());
        }
        let words: Vec<&str> = options.iter().map(|o| o.word.as_str()).collect();
        let error = text.error(item.span(), format!("`{}` expects one of {}", field.id, words.join(", ")));
        Err(match nearest(written, words) {
            Some(near) if !written.is_empty() => error.help(format!("did you mean `{near}`?")),
            _ => error,
        })
    };
    Ok(match shape {
        Shape::Text => {
            let written = item.get_ref().as_str().ok_or_else(|| expected("a text"))?.trim();
            if written.is_empty() {
                return Err(expected("a text; take the line out while it is unknown"));
            }
            example(written, &wrong)?;
            if field.na && matches!(written.to_lowercase().as_str(), "n/a" | "na" | "not applicable") {
                return Err(wrong("say why it does not apply".to_owned()).help("write { na = \"the reason\" }"));
            }
            Value::Text(written.replace("\r\n", "\n"))
        }
        Shape::YesNo => match item.get_ref() {
            DeValue::Boolean(yes) => Value::Yes(*yes),
            DeValue::String(s) if s == "yes" => Value::Yes(true),
            DeValue::String(s) if s == "no" => Value::Yes(false),
            _ => return Err(expected("\"yes\" or \"no\", and nothing third; take the line out while it is unknown")),
        },
        Shape::Choice => Value::Word(word(item)?),
        Shape::Choices => {
            let chosen = list("a list of words")?.into_iter().map(word).collect::<Read<Vec<_>>>()?;
            if chosen.is_empty() {
                return Err(expected("at least one of its options"));
            }
            Value::Words(options.iter().map(|o| o.word.clone()).filter(|w| chosen.contains(w)).collect())
        }
        Shape::Date => Value::Date(as_date(text, item)?),
        Shape::Month => Value::Month(month(text, item)?),
        Shape::Period => {
            let inner =
                item.get_ref().as_table().ok_or_else(|| expected("{ from = \"2025-01\", to = \"2025-06\" }"))?;
            period(text, &Table::new(text, inner, item.span()), &[])?
        }
        Shape::Number { .. } => {
            let written = match item.get_ref() {
                DeValue::Integer(n) => n.as_str().to_owned(),
                DeValue::Float(n) => n.as_str().to_owned(),
                DeValue::String(s) => s.trim().to_owned(),
                _ => return Err(expected("a number such as 7.3e10")),
            };
            Number::parse(&written).map_err(|e| wrong(e.to_string()))?;
            Value::Number(written.replace('_', "").trim_start_matches('+').to_lowercase())
        }
        Shape::List => {
            let entries = match item.get_ref().as_str() {
                Some(one) => vec![one.trim().to_owned()],
                None => list("a list of texts")?
                    .into_iter()
                    .map(|i| {
                        i.get_ref().as_str().map(|s| s.trim().to_owned()).ok_or_else(|| expected("a list of texts"))
                    })
                    .collect::<Read<Vec<_>>>()?,
            };
            if entries.is_empty() || entries.iter().any(String::is_empty) {
                return Err(expected("at least one entry, none of them empty"));
            }
            entries.iter().try_for_each(|e| example(e, &wrong))?;
            Value::List(entries)
        }
        Shape::Rows(parts) => {
            let mut rows = Vec::new();
            for item in list("a list of { … }")? {
                let inner = item.get_ref().as_table().ok_or_else(|| expected("a list of { … }"))?;
                rows.push(cells(text, field, parts, &Table::new(text, inner, item.span()), &[])?);
            }
            if rows.is_empty() {
                return Err(expected("at least one row"));
            }
            Value::Rows(rows)
        }
        Shape::Parts(parts) => {
            let inner = item.get_ref().as_table().ok_or_else(|| expected("{ … }"))?;
            Value::Parts(cells(text, field, parts, &Table::new(text, inner, item.span()), &[])?)
        }
    })
}

/// The cells of a row, or the parts of a field. Keys in `besides` belong to the answer around them.
fn cells(text: Text<'_>, field: &Field, parts: &[Part], table: &Table<'_, '_>, besides: &[&str]) -> Read<Cells> {
    let mut out = Cells::new();
    for (key, span, item) in table.keys() {
        if besides.contains(&key) || is_unknown(item) {
            continue;
        }
        let Some(part) = parts.iter().find(|p| p.key == key) else {
            let error = text.error(span, format!("`{}` has no part `{key}`", field.id));
            return Err(match nearest(key, parts.iter().map(|p| p.key.as_str())) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => {
                    let keys: Vec<&str> = parts.iter().map(|p| p.key.as_str()).collect();
                    error.help(format!("its parts are {}", keys.join(", ")))
                }
            });
        };
        out.insert(key.to_owned(), value(text, field, &part.shape, &part.options, item)?);
    }
    if out.is_empty() {
        return Err(table.error(format!("nothing is answered in `{}`", field.id)));
    }
    Ok(out)
}

fn month(text: Text<'_>, item: Item<'_, '_>) -> Read<Month> {
    item.get_ref()
        .as_str()
        .and_then(Month::parse)
        .ok_or_else(|| text.error(item.span(), "expected a month such as \"2025-06\", in quotes"))
}

fn period(text: Text<'_>, table: &Table<'_, '_>, besides: &[&'static str]) -> Read<Value> {
    for key in besides {
        table.get(key);
    }
    let (from, to) = (month(text, table.need("from")?)?, month(text, table.need("to")?)?);
    table.finish()?;
    if to < from {
        return Err(table.error("the period ends before it begins"));
    }
    Ok(Value::Period(from, to))
}

/// How many significant figures a decimal has; zeros at the end of a whole number count for nothing, since they may be
/// rounding.
pub fn significant_figures(number: &str) -> usize {
    let mantissa = number.split(['e', 'E']).next().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    if mantissa.contains('.') {
        digits.len()
    } else {
        digits.trim_end_matches('0').len().max(usize::from(!digits.is_empty()))
    }
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;
