//! Two versions of a document: what changed field by field, whether it is material, and what follows from it.

use std::collections::BTreeSet;

use gpai_rules::law::Words;
use jiff::civil::Date;

use crate::amounts::Amounts;
use crate::book::{Book, Telling};
use gpai_forms::lexicon::dates::dates;
use gpai_forms::lexicon::words::{links, plain};
use gpai_forms::reading::{FieldReading, Reading, State};
use gpai_forms::template::Template;

/// What became of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It was not there before, or blank.
    Added,
    /// It is not there any more.
    Removed,
    /// Another answer.
    Changed,
    /// Answered before, and now blank or not yet known: unknown is not that it is gone.
    Unknown,
    /// In one of the documents it could not be read: nothing is said of it.
    Unread,
}

impl How {
    /// The word used in every output.
    pub fn word(self) -> &'static str {
        match self {
            How::Added => "added",
            How::Removed => "removed",
            How::Changed => "changed",
            How::Unknown => "not-yet-known",
            How::Unread => "unread",
        }
    }
}

/// One field that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Id of the field.
    pub field: String,
    /// Its label in the form.
    pub label: String,
    /// What became of it.
    pub how: How,
    /// The answer before; `None` where there was none or it could not be read.
    pub before: Option<String>,
    /// The answer after.
    pub after: Option<String>,
    /// Why the change is material; `None` where it is not.
    pub material: Option<Words>,
}

/// What has to be done about a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Follows {
    /// Word for scripts: `publish-now`, `update-due`, `new-version`, `keep-old`, `nothing`.
    pub code: &'static str,
    /// Rule it rests on.
    pub rule: &'static str,
    /// The day by which, where there is one.
    pub due: Option<Date>,
    /// What to do.
    pub says: Words,
    /// Provisions.
    pub cites: Vec<String>,
}

/// The difference of two versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// Kind of document.
    pub kind: String,
    /// Version before and after, as written.
    pub version: [Option<String>; 2],
    /// Day of the last update before and after.
    pub updated: [Option<Date>; 2],
    /// Fields that differ, in the form's order; version and date are not among them.
    pub changes: Vec<Change>,
    /// What follows.
    pub follows: Vec<Follows>,
}

impl Diff {
    /// Whether any change is material.
    pub fn material(&self) -> bool {
        self.changes.iter().any(|c| c.material.is_some())
    }
}

/// Compares two versions of one kind of document.
pub fn diff(before: &Reading, after: &Reading, template: &Template, book: &Book) -> Diff {
    let heads: Vec<&String> = [&template.numbered, &template.dated].into_iter().flatten().collect();
    let mut ids: Vec<&str> = template.fields.iter().map(|f| f.id.as_str()).collect();
    let others: BTreeSet<&str> = before.fields.keys().chain(after.fields.keys()).map(String::as_str).collect();
    ids.extend(others.into_iter().filter(|id| template.field(id).is_none()));
    let mut changes = Vec::new();
    for id in ids {
        if heads.iter().any(|h| *h == id) {
            continue;
        }
        if let Some(mut change) = changed(before.fields.get(id), after.fields.get(id)) {
            change.field = id.to_owned();
            change.label = template.field(id).map(|f| f.full_label()).unwrap_or_default();
            change.material = material(book, id, before.fields.get(id), after.fields.get(id), change.how);
            changes.push(change);
        }
    }
    let head = |doc: &Reading, id: &Option<String>| {
        id.as_ref()
            .and_then(|id| doc.fields.get(id))
            .filter(|f| f.state == State::Read)
            .map(|f| f.text.trim().to_owned())
    };
    let day = |doc: &Reading| {
        let text = head(doc, &template.dated)?;
        dates(&book.words, &plain(&text)).first().map(|f| f.last)
    };
    let mut out = Diff {
        kind: template.kind.clone(),
        version: [head(before, &template.numbered), head(after, &template.numbered)],
        updated: [day(before), day(after)],
        changes,
        follows: Vec::new(),
    };
    out.follows = follows(&out, after, template, &book.amounts);
    out
}

/// A text for comparing: without line breaks, and without the marks of where a value came from (`[README.md:25]`) that a
/// document has before it is final.
fn comparable(field: Option<&FieldReading>) -> String {
    let text = field.map(|f| plain(&f.text)).unwrap_or_default();
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        match after.split_once(']') {
            Some((inside, tail)) if inside.split(", ").all(is_place) => rest = tail,
            _ => {
                out.push('[');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out.trim().to_owned()
}

/// The same for telling whether an answer changed at all: where lines break, how lists are marked and which signs stand between
/// words is the page's, not the answer's.
fn letters(field: Option<&FieldReading>) -> String {
    comparable(field)
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '+' | '%' | '<' | '>' | '=' | '@'))
        .collect()
}

/// `README.md:25`.
fn is_place(text: &str) -> bool {
    text.rsplit_once(':').is_some_and(|(file, line)| {
        file.contains('.')
            && !file.contains(char::is_whitespace)
            && line.chars().all(|c| c.is_ascii_digit())
            && !line.is_empty()
    })
}

fn answer(field: Option<&FieldReading>) -> Option<String> {
    let field = field.filter(|f| f.state == State::Read)?;
    let mut text = field.text.trim().to_owned();
    if !field.ticked.is_empty() {
        let ticked = field.ticked.join(", ");
        text = if text.is_empty() { ticked } else { format!("{ticked}; {text}") };
    }
    (!text.is_empty()).then_some(text)
}

fn changed(before: Option<&FieldReading>, after: Option<&FieldReading>) -> Option<Change> {
    let unread = |f: Option<&FieldReading>| f.is_some_and(|f| f.state == State::Unreadable);
    let (old, new) = (answer(before), answer(after));
    let how = if unread(before) || unread(after) {
        if unread(before) && unread(after) {
            return None;
        }
        How::Unread
    } else {
        let ticked =
            |f: Option<&FieldReading>| f.map(|f| f.ticked.iter().cloned().collect::<BTreeSet<_>>()).unwrap_or_default();
        match (&old, &new) {
            (None, None) => return None,
            (None, Some(_)) => How::Added,
            (Some(_), None) if after.is_some_and(|f| f.state == State::Blank) => How::Unknown,
            (Some(_), None) => How::Removed,
            (Some(_), Some(_)) => {
                if letters(before) == letters(after) && ticked(before) == ticked(after) {
                    return None;
                }
                How::Changed
            }
        }
    };
    Some(Change { field: String::new(), label: String::new(), how, before: old, after: new, material: None })
}

fn material(
    book: &Book,
    id: &str,
    before: Option<&FieldReading>,
    after: Option<&FieldReading>,
    how: How,
) -> Option<Words> {
    if matches!(how, How::Unread | How::Unknown) {
        return None;
    }
    let entry = book.material.iter().find(|m| m.fields.iter().any(|f| f == id))?;
    let text = comparable;
    let ticked = |f: Option<&FieldReading>| {
        f.map(|f| f.ticked.iter().cloned().collect::<BTreeSet<String>>()).unwrap_or_default()
    };
    let first_word =
        |f: Option<&FieldReading>| text(f).split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_owned();
    let differs = match entry.what {
        Telling::Answer if ticked(before).is_empty() && ticked(after).is_empty() => {
            first_word(before) != first_word(after)
        }
        Telling::Answer => ticked(before) != ticked(after),
        Telling::Boxes if ticked(before).is_empty() && ticked(after).is_empty() => text(before) != text(after),
        Telling::Boxes => ticked(before) != ticked(after),
        Telling::Dates => {
            let all = |f| dates(&book.words, &text(f)).iter().map(|d| (d.first, d.last)).collect::<Vec<_>>();
            all(before) != all(after)
        }
        Telling::Entries => {
            let entries = |f: Option<&FieldReading>| -> BTreeSet<String> {
                let text = text(f);
                let linked = links(&text);
                if linked.is_empty() {
                    text.split([',', ';', '\n']).map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).collect()
                } else {
                    linked.into_iter().map(|l| l.trim_end_matches('/').to_owned()).collect()
                }
            };
            entries(after).difference(&entries(before)).next().is_some()
        }
        Telling::Text => {
            let none = |t: &str| book.words.list("not-applicable").iter().any(|p| p == t.trim_end_matches('.'));
            let (old, new) = (text(before), text(after));
            old != new && !(none(&old) && none(&new))
        }
    };
    differs.then(|| entry.says.clone())
}

fn follows(diff: &Diff, after: &Reading, template: &Template, amounts: &Amounts) -> Vec<Follows> {
    let mut out = Vec::new();
    let summary = template.kind == "training-summary";
    let cite = |ids: &[&str]| ids.iter().map(|i| (*i).to_owned()).collect::<Vec<_>>();
    let known: Vec<&Change> = diff.changes.iter().filter(|c| c.how != How::Unread).collect();
    if known.is_empty() {
        out.push(Follows {
            code: "nothing",
            rule: if summary { "TS-D07" } else { "MDF-R12" },
            due: None,
            says: Words {
                en: "nothing that could be read differs".to_owned(), zh: "可读取的内容没有差异".to_owned()
            },
            cites: Vec::new(),
        });
    } else {
        let moved = |pair: &[Option<String>; 2]| {
            let [a, b] = pair;
            a != b && b.is_some()
        };
        let [old, new] = &diff.updated;
        let dated = old != new && new.is_some();
        if !(moved(&diff.version) && dated) {
            let missing = match (moved(&diff.version), dated) {
                (false, false) => ("version and date", "版本和日期"),
                (false, true) => ("version", "版本"),
                _ => ("date", "日期"),
            };
            out.push(Follows {
                code: "new-version",
                rule: if summary { "TS-D07" } else { "MDF-R12" },
                due: None,
                says: Words {
                    en: format!(
                        "the content changed; {} did not: raise the version and state the day of the change",
                        missing.0
                    ),
                    zh: format!("内容已更改，但{}未变：请提高版本号并注明更改日期", missing.1),
                },
                cites: if summary {
                    cite(&["training-summary/H.1", "training-summary/H.2", "training-summary/notice/updates"])
                } else {
                    cite(&["code-of-practice/transparency/1.1"])
                },
            });
        }
        let linked =
            template.numbered.as_ref().and_then(|id| after.fields.get(id)).is_some_and(|f| !links(&f.text).is_empty());
        out.push(Follows {
            code: "keep-old",
            rule: if summary { "TS-403" } else { "MDF-R12" },
            due: None,
            says: match (summary, linked) {
                (true, false) => Words {
                    en: "keep the earlier version online and link to it beside the version number".to_owned(),
                    zh: "请保留较早版本在线，并在版本号旁给出链接".to_owned(),
                },
                (true, true) => Words {
                    en: "keep the earlier version online".to_owned(),
                    zh: "请保留较早版本在线".to_owned(),
                },
                (false, _) => Words {
                    en: format!(
                        "keep the earlier version until {} after the model was placed on the market",
                        amounts.documentation_kept.short.en
                    ),
                    zh: format!("请将较早版本保存至模型投放市场后{}", amounts.documentation_kept.short.zh),
                },
            },
            cites: if summary { cite(&["training-summary/H.1"]) } else { cite(&["code-of-practice/transparency/1.1"]) },
        });
        if summary && diff.material() {
            out.push(Follows {
                code: "publish-now",
                rule: "TS-402",
                due: None,
                says: Words {
                    en: "the change is material by our reading: publish the new version at once, on the website and on every channel of the model".to_owned(),
                    zh: "按本程序的理解属重大变化：请立即在网站及模型的每个渠道发布新版本".to_owned(),
                },
                cites: cite(&["training-summary/notice/updates", "training-summary/notice/publication"]),
            });
        }
    }
    let [_, new] = &diff.updated;
    if summary && let Some(due) = new.and_then(|d| amounts.summary_update.after(d)) {
        let Words { en, zh } = &amounts.summary_update.short;
        out.push(Follows {
            code: "update-due",
            rule: "TS-401",
            due: Some(due),
            says: Words {
                en: format!("if the model is trained further on data that require a change, the next update is due by {due}, {en} after the last, or at once if it is material"),
                zh: format!("若模型以需要更改摘要的数据继续训练，下次更新应在 {due} 前（上次更新后{zh}），重大变化则须立即更新"),
            },
            cites: cite(&["training-summary/notice/updates"]),
        });
    }
    out
}
