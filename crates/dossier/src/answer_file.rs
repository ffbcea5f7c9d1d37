//! Writes answers into `gpai.toml`: one key is added, replaced or taken out, everything else stays byte for byte, and the
//! file is replaced whole or not at all.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use gpai_rules::answer::read_answers;
use gpai_rules::fact::{Facts, Value};
use gpai_rules::law::Law;
use gpai_rules::toml_place::{PlacedError, Text};
use jiff::civil::Date;
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike};

use crate::answers;
use crate::write::{folder_of, replace, stays_inside, sweep};

/// Who judged, when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The person.
    pub by: String,
    /// The day.
    pub on: Date,
    /// The reason.
    pub why: String,
}

impl Judgement {
    /// Whether a text can be the name of a person: not a single letter, nor one of the words that answer a question.
    pub fn names_somebody(by: &str) -> bool {
        says_something(by, 2)
    }

    /// Whether a text can be a reason that another person checks.
    pub fn gives_a_reason(why: &str) -> bool {
        says_something(why, 4)
    }
}

/// Whether a text has some letters and is no mere yes or no; a Chinese character says as much as two letters.
fn says_something(text: &str, letters: usize) -> bool {
    const ANSWERS: [&str; 14] =
        ["yes", "no", "none", "unknown", "n/a", "na", "ok", "true", "false", "test", "是", "否", "不知道", "未知"];
    let text = text.trim().to_lowercase();
    let many: usize =
        text.chars().filter(|c| c.is_alphanumeric()).map(|c| if u32::from(c) >= 0x2e80 { 2 } else { 1 }).sum();
    let one = text.chars().next().is_some_and(|first| text.chars().all(|c| c == first));
    many >= letters && !one && !ANSWERS.contains(&text.as_str())
}

/// One key to write, or to take out.
#[derive(Clone, Debug)]
pub struct Change {
    /// Name of the fact, `table.key`.
    pub name: String,
    /// The answer; `None` takes the key out.
    pub to: Option<(Value, Option<Judgement>)>,
}

/// Why an answer was not written. The file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The file as it stands is broken.
    #[error(transparent)]
    Answers(#[from] PlacedError),
    /// The folder or the disk refused.
    #[error("{file}: cannot be written: {source}")]
    Disk {
        /// As shown to people.
        file: String,
        /// What the system said.
        source: io::Error,
    },
}

/// The file that answers are kept in.
#[derive(Clone, Debug)]
pub struct AnswerFile {
    path: PathBuf,
    name: String,
    in_folder: bool,
}

impl AnswerFile {
    /// `gpai.toml` of a model folder.
    pub fn in_folder(folder: &Path) -> Self {
        AnswerFile { path: folder.join(answers::FILE), name: answers::FILE.to_owned(), in_folder: true }
    }

    /// A file named on the command line; it need not be there yet.
    pub fn named(path: &Path) -> Self {
        AnswerFile { path: path.to_owned(), name: path.to_string_lossy().into_owned(), in_folder: false }
    }

    /// The name shown to people.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether there is such a file.
    pub fn is_there(&self) -> bool {
        fs::symlink_metadata(&self.path).is_ok()
    }

    /// Whether answers could be written as things stand; nothing is touched to find out.
    pub fn is_writable(&self) -> bool {
        let target = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        lets_write(folder_of(&target))
    }

    /// The answers in it; none if there is no file.
    pub fn read(&self, law: &Law) -> Result<Facts, PlacedError> {
        match &self.path {
            _ if !self.is_there() => Ok(Facts::new()),
            path if self.in_folder => answers::read(law, path.parent().unwrap_or(Path::new("."))),
            path => answers::read_file(law, path),
        }
    }

    /// Refuses a file that answers could not be added to, before anybody has answered anything.
    pub fn check(&self, law: &Law) -> Result<(), PlacedError> {
        self.read(law)?;
        if self.is_there() {
            edited(law, &self.name, &answers::text(&self.name, &self.path)?, &[])?;
        }
        Ok(())
    }

    /// Clears what killed runs left beside the file: it may hold names and reasons.
    pub fn clear_left_overs(&self) {
        sweep(&fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone()));
    }

    /// The file for names and reasons beside this one, where there is one.
    pub fn private(&self) -> Option<AnswerFile> {
        let path = self.in_folder.then(|| self.path.with_file_name(answers::PRIVATE))?;
        let there = fs::symlink_metadata(&path).is_ok_and(|m| m.is_file());
        there.then(|| AnswerFile { path, name: answers::PRIVATE.to_owned(), in_folder: false })
    }

    /// Keeps names and reasons apart from now on: makes the private file, has `.gitignore` leave it out, and moves there what
    /// `gpai.toml` holds of them.
    pub fn keep_private(&self, law: &Law, today: Date) -> Result<(), WriteError> {
        if !self.in_folder {
            return Ok(());
        }
        let folder = folder_of(&self.path);
        let (path, ignore) = (folder.join(answers::PRIVATE), folder.join(".gitignore"));
        let wrong = |file: &str| {
            let file = file.to_owned();
            move |source| WriteError::Disk { file, source }
        };
        let listed = fs::read_to_string(&ignore).unwrap_or_default();
        // First what leaves it out, then what is to be left out.
        if let Some(new) = leaving_out_private(&listed) {
            stays_inside(folder, &ignore)
                .and_then(|()| replace(&ignore, new.as_bytes()))
                .map_err(wrong(".gitignore"))?;
        }
        if fs::symlink_metadata(&path).is_err() {
            replace(&path, PRIVATE_HEAD.as_bytes()).map_err(wrong(answers::PRIVATE))?;
        }
        let public = answers::read_one(law, folder, answers::FILE)?;
        let judged = public.names().filter_map(|name| {
            let claim = public.claims(name).first()?;
            let source = &claim.source;
            let (by, why) = (source.by.clone()?, source.why.clone()?);
            let judgement = Judgement { by, on: source.on.unwrap_or(today), why };
            Some(Change { name: name.to_owned(), to: Some((claim.value.clone(), Some(judgement))) })
        });
        self.write(law, &judged.collect::<Vec<_>>())
    }

    /// Reads the file anew, makes the changes and puts the result in its place. Where there is a private file, names and reasons
    /// go there, and the plain answer stays here.
    pub fn write(&self, law: &Law, changes: &[Change]) -> Result<(), WriteError> {
        let Some(private) = self.private() else { return self.write_here(law, changes) };
        let plain = |change: &Change| Change {
            name: change.name.clone(),
            to: change.to.as_ref().map(|(value, _)| (value.clone(), None)),
        };
        let apart = |change: &Change| Change {
            name: change.name.clone(),
            to: change.to.clone().filter(|(_, judgement)| judgement.is_some()),
        };
        private.write_here(law, &changes.iter().map(apart).collect::<Vec<_>>())?;
        self.write_here(law, &changes.iter().map(plain).collect::<Vec<_>>())
    }

    fn write_here(&self, law: &Law, changes: &[Change]) -> Result<(), WriteError> {
        // Also refuses what is no regular file, and answers that do not fit the vocabulary.
        self.read(law)?;
        let there = self.is_there();
        let old = if there { answers::text(&self.name, &self.path)? } else { String::new() };
        let new = edited(law, &self.name, &old, changes)?;
        if new != old {
            // The first name in a new file that will lie beside the model: whoever publishes the folder publishes it.
            let named = changes.iter().any(|c| matches!(&c.to, Some((_, Some(_)))));
            let new = if !there && self.in_folder && named { format!("{PUBLIC_HEAD}{new}") } else { new };
            // A file named through a link stays where it is; the link stays a link.
            let target = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
            replace(&target, new.as_bytes()).map_err(|source| WriteError::Disk { file: self.name.clone(), source })?;
        }
        Ok(())
    }
}

/// The text of a `.gitignore` with the line that leaves the private file out; nothing where it has it.
pub fn leaving_out_private(listed: &str) -> Option<String> {
    if listed.lines().any(|line| line.trim().trim_start_matches('/') == answers::PRIVATE) {
        return None;
    }
    let gap = if listed.is_empty() || listed.ends_with('\n') { "" } else { "\n" };
    Some(format!("{listed}{gap}/{}\n", answers::PRIVATE))
}

/// What a new `gpai.toml` with names in it begins with.
const PUBLIC_HEAD: &str = "# This file is published with the model: so are the names and reasons in it.\n\
    # `gpai ask --private` keeps them in gpai.private.toml, which .gitignore leaves out.\n\
    # 本文件随模型发布，其中的姓名和理由也将公开。\n";
/// What a new `gpai.private.toml` begins with.
const PRIVATE_HEAD: &str =
    "# Who judged, when and why, for the answers of gpai.toml. Not published: .gitignore leaves it out.\n";

/// A text of answers with the changes made. Refuses where any other answer would come out different.
pub fn edited(law: &Law, file: &str, text: &str, changes: &[Change]) -> Result<String, PlacedError> {
    let (mark, body) = match text.strip_prefix('\u{feff}') {
        Some(body) => ("\u{feff}", body),
        None => ("", text),
    };
    // The editor writes line feeds; a file from Windows gets its line ends back.
    let windows = body.contains("\r\n") && body.matches('\n').count() == body.matches("\r\n").count();
    let body = if windows { body.replace("\r\n", "\n") } else { body.to_owned() };
    let place = Text { file, text: &body };
    let before = read_answers(law, place)?;
    let mut document = body
        .parse::<DocumentMut>()
        .map_err(|e| place.error(e.span().unwrap_or(0..0), e.message().trim_end_matches('.').to_owned()))?;
    for change in changes {
        let refuse = || place.error(0..0, format!("`{}` cannot be written here", change.name));
        let (table, key) = change.name.split_once('.').ok_or_else(refuse)?;
        let done = match &change.to {
            Some((value, judgement)) => put(&mut document, table, key, written(value, judgement.as_ref())),
            None => take(&mut document, table, key),
        };
        done.ok_or_else(refuse)?;
    }
    let new = document.to_string();
    if !kept(law, Text { file, text: &new }, &before, changes) {
        let message = "the answer cannot be written without changing others".to_owned();
        return Err(place.error(0..0, message).help("write it by hand; `gpai explain NAME` shows how"));
    }
    let new = if windows { new.replace('\n', "\r\n") } else { new };
    Ok(format!("{mark}{new}"))
}

/// Whether the new text says what was asked for, and of everything else what it said before.
fn kept(law: &Law, new: Text<'_>, before: &Facts, changes: &[Change]) -> bool {
    let Ok(after) = read_answers(law, new) else { return false };
    let said = |facts: &Facts, name: &str| {
        let claim = facts.claims(name).first().cloned();
        claim.map(|c| (c.value, c.source.by, c.source.on, c.source.why))
    };
    let others = before.names().chain(after.names()).filter(|n| changes.iter().all(|c| c.name != **n));
    let same = others.into_iter().all(|n| said(before, n) == said(&after, n));
    let wanted = changes.iter().rev().enumerate().all(|(i, c)| {
        // Of two changes to one key the last one counts.
        let later = changes.iter().rev().take(i).any(|l| l.name == c.name);
        later || after.claims(&c.name).first().map(|x| &x.value) == c.to.as_ref().map(|(value, _)| value)
    });
    same && wanted
}

/// Adds or replaces a key; a comment behind a replaced value stays.
fn put(document: &mut DocumentMut, table: &str, key: &str, mut value: toml_edit::Value) -> Option<()> {
    if !document.contains_key(table) {
        append(document, table, key, value);
        return Some(());
    }
    match document.get_mut(table)? {
        Item::Value(toml_edit::Value::InlineTable(inline)) => {
            if !inline.contains_key(key) {
                close_up(inline, &mut value);
            }
            replace_value(inline, key, value);
        }
        item => replace_value(item.as_table_like_mut()?, key, value),
    }
    Some(())
}

fn replace_value(table: &mut dyn TableLike, key: &str, mut value: toml_edit::Value) {
    match table.get_mut(key) {
        Some(Item::Value(old)) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        _ => {
            table.insert(key, Item::Value(value));
        }
    }
}

/// The blank before the closing brace moves behind the value that is added.
fn close_up(inline: &mut InlineTable, value: &mut toml_edit::Value) {
    let Some((_, last)) = inline.iter_mut().last() else { return };
    let suffix = last.decor().suffix().and_then(|s| s.as_str()).unwrap_or_default().to_owned();
    if !suffix.is_empty() && suffix.trim().is_empty() {
        last.decor_mut().set_suffix("");
        value.decor_mut().set_prefix(" ");
        value.decor_mut().set_suffix(suffix);
    }
}

/// A new table goes to the end, behind what comments stand there.
fn append(document: &mut DocumentMut, table: &str, key: &str, value: toml_edit::Value) {
    let mut before = document.trailing().as_str().unwrap_or_default().to_owned();
    if !before.is_empty() && !before.ends_with('\n') {
        before.push('\n');
    }
    if !document.is_empty() || !before.is_empty() {
        before.push('\n');
    }
    document.set_trailing("");
    let mut new = Table::new();
    new.decor_mut().set_prefix(before);
    new.set_position(Some(isize::MAX));
    new.insert(key, Item::Value(value));
    document.insert(table, Item::Table(new));
}

/// Takes a key out, and its table where nothing is left of it; a table with comments of its own stays.
fn take(document: &mut DocumentMut, table: &str, key: &str) -> Option<()> {
    let Some(item) = document.get_mut(table) else { return Some(()) };
    item.as_table_like_mut()?.remove(key);
    let bare = item.as_table().is_some_and(|t| {
        let prefix = t.decor().prefix().and_then(|p| p.as_str()).unwrap_or_default();
        let suffix = t.decor().suffix().and_then(|p| p.as_str()).unwrap_or_default();
        t.is_empty() && prefix.trim().is_empty() && suffix.trim().is_empty()
    });
    if bare {
        document.remove(table);
    }
    Some(())
}

/// An answer as it stands in the file.
fn written(value: &Value, judgement: Option<&Judgement>) -> toml_edit::Value {
    let plain = match value {
        Value::Bool(yes) => (*yes).into(),
        Value::Number(i) if i.is_point() => amount(&i.low.to_string()),
        Value::Number(i) => {
            let mut bounds = InlineTable::new();
            bounds.insert("low", amount(&i.low.to_string()));
            if let Some(best) = &i.best {
                bounds.insert("best", amount(&best.to_string()));
            }
            bounds.insert("high", amount(&i.high.to_string()));
            bounds.into()
        }
        Value::Date(day) => amount(&day.to_string()),
        Value::Word(text) | Value::Text(text) => quoted(text),
        Value::Set { words, .. } if words.is_empty() => "none".into(),
        Value::Set { words, .. } => words.iter().map(String::as_str).collect::<Array>().into(),
    };
    let Some(judgement) = judgement else { return plain };
    let mut table = InlineTable::new();
    table.insert("value", plain);
    table.insert("by", quoted(&judgement.by));
    table.insert("on", amount(&judgement.on.to_string()));
    table.insert("why", quoted(&judgement.why));
    table.into()
}

/// A text as it is; characters that are not seen, or turn the direction of what stands around them, as `\uXXXX`.
fn quoted(text: &str) -> toml_edit::Value {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.chars().any(|c| hidden(c) && c != '\n' && c != '\t') {
        return text.into();
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if hidden(c) => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out.parse().unwrap_or_else(|_| text.into())
}

/// A number or day as its digits stand; as a text where TOML has no such form.
fn amount(digits: &str) -> toml_edit::Value {
    digits.parse().unwrap_or_else(|_| digits.into())
}

/// Whether the system lets this program put files into a folder: it is asked, nothing is written.
#[cfg(unix)]
fn lets_write(folder: &Path) -> bool {
    use rustix::fs::{Access, access};
    folder.is_dir() && access(folder, Access::WRITE_OK | Access::EXEC_OK).is_ok()
}

/// Whether the folder is there; whether it takes files shows only when one is written.
#[cfg(not(unix))]
fn lets_write(folder: &Path) -> bool {
    folder.is_dir()
}

#[cfg(test)]
#[path = "answer_file_tests.rs"]
mod tests;
