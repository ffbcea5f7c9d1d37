//! The tables of other frameworks beside what is here: which of their points what this program reads supports, and what of that is
//! there. No point is ever called fulfilled.

use gpai_forms::escape;
use gpai_rules::law::{Language, Words};

use super::audience::Reader;
use super::mapping::{Entry, Mapping, Relation, Strength};
use super::seen::Seen;

/// The tables that are written where none is named.
pub const USUAL: [&str; 2] = ["nist-ai-rmf", "iso-42001"];

/// A text in both languages.
struct Pair(&'static str, &'static str);

impl Pair {
    fn get(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.0,
            Language::Chinese => self.1,
        }
    }
}

const PARTIAL: Pair = Pair(
    "This table is partial: it names what this program reads and nothing else. It says what could support a point, never that a point is fulfilled, and it is no assessment under the framework.",
    "本表并不完整：仅列出本程序所读取的内容。它说明哪些内容可支持某一要点，绝不表示该要点已经满足，也不构成依该框架进行的评估。",
);
const NOBODY: Pair = Pair("Reviewed by: nobody yet.", "审核人：尚无。");
const REVIEWED: Pair = Pair("Reviewed by", "审核人");
const EDITION: Pair = Pair("Edition", "版本");
const SOURCE: Pair = Pair("Source", "来源");
const READER: Pair = Pair("What is there, as seen by", "现有内容（读者）");
const POINT: Pair = Pair("Point", "要点");
const ABOUT: Pair = Pair("About", "内容");
const HOW: Pair = Pair("How near", "关联程度");
const HERE: Pair = Pair("What is here", "现有内容");
const NOT_COVERED: Pair = Pair("not covered by what this program reads", "本程序所读取的内容未涉及");
const ANSWERED: Pair = Pair("answered", "已回答");
const DOES_NOT_APPLY: Pair = Pair("said not to apply", "已说明不适用");
const NO_ANSWER: Pair = Pair("no answer found", "未找到回答");
const NOT_SEEN: Pair = Pair("not for this reader", "不向该读者提供");
const KNOWN: Pair = Pair("known", "已知");
const UNKNOWN: Pair = Pair("unknown", "未知");
const RAISED: Pair = Pair("raised", "已提出");
const NOT_RAISED: Pair = Pair("not raised", "未提出");
const IN_EXPORT: Pair = Pair("a place in an export", "导出文件中的位置");

fn said(words: &Words, language: Language) -> &str {
    words.get(language)
}

/// What is there of a relation.
fn here(seen: &Seen, relation: &Relation, language: Language) -> String {
    let own = seen.reader == Reader::Own;
    let absent = if own { &NO_ANSWER } else { &NOT_SEEN };
    let state = match relation {
        Relation::Duty(id) => match seen.duties.iter().find(|d| d.id == *id) {
            Some(duty) => return format!("{relation}: {}, {}", duty.status.word(), duty.state.word()),
            None => &NOT_SEEN,
        },
        Relation::Field(form, field) => {
            let found = seen.answers.iter().find(|a| a.item.form == *form && a.item.field == *field);
            found.map_or(absent, |a| if a.item.not_applicable { &DOES_NOT_APPLY } else { &ANSWERED })
        }
        Relation::Fact(name) => match seen.fact(name) {
            Some(_) => &KNOWN,
            None if own => &UNKNOWN,
            None => &NOT_SEEN,
        },
        Relation::Finding(_) if !own => &NOT_SEEN,
        Relation::Finding(code) => {
            if seen.findings.contains(code) {
                &RAISED
            } else {
                &NOT_RAISED
            }
        }
        Relation::Export(_) => &IN_EXPORT,
    };
    format!("{relation}: {}", state.get(language))
}

fn all_here(seen: &Seen, entry: &Entry, language: Language) -> Vec<String> {
    entry.relates.iter().map(|relation| here(seen, relation, language)).collect()
}

/// The tables in Markdown.
pub fn markdown(seen: &Seen, tables: &[&Mapping], language: Language) -> String {
    let mut out = String::new();
    for table in tables {
        if !out.is_empty() {
            out.push('\n');
        }
        let colon = match language {
            Language::English => ": ",
            Language::Chinese => "：",
        };
        let reviewed = if table.reviewed.is_empty() {
            NOBODY.get(language).to_owned()
        } else {
            format!("{}{colon}{}", REVIEWED.get(language), table.reviewed.join(", "))
        };
        out.push_str(&format!("# {}\n\n{}\n\n", said(&table.title, language), PARTIAL.get(language)));
        out.push_str(&format!("- {}{colon}{}\n", EDITION.get(language), table.edition));
        out.push_str(&format!("- {}{colon}<{}>\n", SOURCE.get(language), table.source));
        out.push_str(&format!("- {}\n- {reviewed}\n", said(&table.read, language)));
        let model = escape::markdown(&seen.model);
        out.push_str(&format!("- {model}, {}\n- {}{colon}{}\n\n", seen.on, READER.get(language), seen.reader.word()));
        let head = [POINT, ABOUT, HOW, HERE].map(|p| p.get(language)).join(" | ");
        out.push_str(&format!("| {head} |\n|---|---|---|---|\n"));
        for entry in &table.entries {
            let about = entry.says.as_ref().map(|w| said(w, language)).unwrap_or_default();
            let note = entry.note.as_ref().map(|w| format!(" ({})", said(w, language))).unwrap_or_default();
            let found = match entry.strength {
                Strength::None => NOT_COVERED.get(language).to_owned(),
                _ => all_here(seen, entry, language).join("<br>"),
            };
            out.push_str(&format!("| {} | {about}{note} | {} | {found} |\n", entry.id, entry.strength.word()));
        }
    }
    out
}

/// The tables in CSV, one header line.
///
/// # Errors
/// The writer of CSV fails, which it does not do on memory.
pub fn csv(seen: &Seen, tables: &[&Mapping], language: Language) -> Result<String, String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |e: csv::Error| e.to_string();
    let head = [
        "framework",
        "edition",
        "id",
        "about",
        "strength",
        "relates",
        "here",
        "note",
        "reviewed_by",
        "reader",
        "as_of",
    ];
    writer.write_record(head).map_err(failed)?;
    for table in tables {
        for entry in &table.entries {
            let relates: Vec<String> = entry.relates.iter().map(ToString::to_string).collect();
            let found = match entry.strength {
                Strength::None => NOT_COVERED.get(language).to_owned(),
                _ => all_here(seen, entry, language).join("; "),
            };
            let words = |w: &Option<Words>| w.as_ref().map(|w| said(w, language).to_owned()).unwrap_or_default();
            let row = [
                table.id.clone(),
                table.edition.clone(),
                entry.id.clone(),
                words(&entry.says),
                entry.strength.word().to_owned(),
                relates.join("; "),
                found,
                words(&entry.note),
                table.reviewed.join("; "),
                seen.reader.word().to_owned(),
                seen.on.to_string(),
            ];
            writer.write_record(row).map_err(failed)?;
        }
    }
    let bytes = writer.into_inner().map_err(|e| e.to_string())?;
    String::from_utf8(bytes).map_err(|e| e.to_string())
}
