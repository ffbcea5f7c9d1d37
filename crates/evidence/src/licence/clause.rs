//! What one sentence says of licences: of which part of a release, which licence, and whether it holds or is denied.

use super::names::{Hit, Names, Token, tokens};
use crate::statement::Parts;

/// A licence as a sentence names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The id of one of the list, or several ids that hold together or may be chosen from.
    Known(String),
    /// A name that is not in the list.
    Unknown(String),
    /// None by name: `under the licence in this folder`.
    Unnamed,
}

/// What is said of one licence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Of what.
    pub parts: Parts,
    /// Which.
    pub what: What,
    /// It does not hold, holds no longer, or holds with exceptions.
    pub denied: bool,
    /// Files of the folder that the words link to.
    pub files: Vec<String>,
}

const MODEL: [&str; 13] = [
    "weight",
    "weights",
    "model",
    "models",
    "checkpoint",
    "checkpoints",
    "parameters",
    "llm",
    "llms",
    "权重",
    "模型",
    "参数",
    "检查点",
];
const CODE: [&str; 16] = [
    "code",
    "codes",
    "codebase",
    "scripts",
    "script",
    "notebook",
    "notebooks",
    "software",
    "library",
    "toolkit",
    "repo",
    "代码",
    "源码",
    "程序",
    "脚本",
    "源代码",
];
const BESIDE: [&str; 20] = [
    "dataset",
    "datasets",
    "data",
    "corpus",
    "corpora",
    "documentation",
    "docs",
    "demo",
    "paper",
    "benchmark",
    "text",
    "texts",
    "images",
    "figures",
    "数据集",
    "数据",
    "语料",
    "文档",
    "论文",
    "演示",
];
const OTHERS: [&str; 16] = [
    "original",
    "upstream",
    "dependencies",
    "dependency",
    "backbone",
    "tokenizer",
    "encoder",
    "teacher",
    "third",
    "predecessor",
    "基座",
    "底座",
    "基础模型",
    "原始",
    "上游",
    "第三方",
];
/// Two words that speak of something else than this model.
const OTHERS_TWO: [(&str, &str); 16] = [
    ("up", "to"),
    ("prior", "to"),
    ("older", "versions"),
    ("older", "releases"),
    ("earlier", "releases"),
    ("base", "model"),
    ("base", "models"),
    ("based", "on"),
    ("built", "on"),
    ("built", "with"),
    ("built", "upon"),
    ("derived", "from"),
    ("previous", "version"),
    ("previous", "versions"),
    ("earlier", "models"),
    ("earlier", "versions"),
];
/// Words that take back what is said of a licence after them.
const DENIES: [&str; 14] = [
    "not",
    "never",
    "neither",
    "nor",
    "isn",
    "aren",
    "wasn",
    "cannot",
    "previously",
    "formerly",
    "until",
    "unlike",
    "without",
    "except",
];
const DENIES_ZH: [&str; 11] =
    ["不再", "并非", "不是", "不采用", "不适用", "未采用", "此前", "曾经", "不以", "不按", "不遵循"];
/// Words with which another statement begins.
const TURNS: [&str; 6] = ["but", "instead", "rather", "now", "however", "而是"];
/// Words after the name of a licence that take part of it back.
const EXCEPTS: [&str; 8] = ["except", "unless", "excluding", "until", "除", "除非", "除外", "apart"];
/// Words before `license` that name none.
const GENERIC: [&str; 58] = [
    "the",
    "this",
    "a",
    "an",
    "our",
    "its",
    "their",
    "your",
    "that",
    "same",
    "of",
    "following",
    "above",
    "below",
    "see",
    "and",
    "or",
    "under",
    "in",
    "to",
    "for",
    "with",
    "model",
    "models",
    "code",
    "weights",
    "weight",
    "data",
    "dataset",
    "software",
    "source",
    "file",
    "full",
    "permissive",
    "each",
    "respective",
    "corresponding",
    "appropriate",
    "is",
    "are",
    "as",
    "on",
    "by",
    "any",
    "free",
    "other",
    "additional",
    "current",
    "project",
    "repository",
    "original",
    "base",
    "accept",
    "license",
    "please",
    "read",
    "text",
    "has",
];

/// What a clause in lower case says of each licence it speaks of. `under` is what its heading speaks of.
pub fn read(clause: &str, names: &Names<'_>, under: Parts, short: bool) -> Vec<Said> {
    let (words, files) = links(clause);
    let tokens = tokens(&words);
    let spans = spans(&words, &tokens, names, short);
    let mut out: Vec<Said> = Vec::new();
    let (mut parts, mut fresh, mut denied) = (Parts::default(), false, false);
    let mut i = 0;
    let mut last: Option<usize> = None;
    while let Some(token) = tokens.get(i) {
        let word = token.word.as_str();
        let next = tokens.get(i + 1).map_or("", |t| t.word.as_str());
        if let Some(span) = spans.iter().find(|s| s.start == i) {
            let mut of = parts;
            // `MIT for the code, CC BY for the weights`, `Apache-2.0 (code)`.
            let (after, behind) = after(&words, &tokens, &spans, span.end);
            let told_after = !fresh && !after.unsaid();
            if told_after {
                of = after;
            }
            let whose = |t: &Token| matches!(t.word.as_str(), "which" | "whose");
            if of.others && of.model && !tokens.get(last.unwrap_or(0)..i).unwrap_or_default().iter().any(whose) {
                of.others = false;
            }
            let of = if of.unsaid() { under } else { of };
            let excepted =
                tokens.get(span.end..).unwrap_or_default().iter().take(6).any(|t| EXCEPTS.contains(&t.word.as_str()));
            let joint = last
                .and_then(|l| tokens.get(l..i))
                .map(|between| between.iter().map(|t| t.word.as_str()).collect::<Vec<_>>());
            let joined = match joint.as_deref().unwrap_or_default() {
                [] if last.is_some() && words.get(..token.at).is_some_and(|b| b.trim_end().ends_with('/')) => {
                    Some(" OR ")
                }
                ["or" | "或"] | ["license", "or"] => Some(" OR "),
                ["and" | "和" | "与"] | ["license", "and"] => Some(" AND "),
                _ => None,
            };
            let denied_now = denied || excepted;
            match (out.last_mut(), joined, &span.what) {
                (Some(Said { what: What::Known(ids), denied: false, .. }), Some(joint), What::Known(id))
                    if !denied_now =>
                {
                    ids.push_str(joint);
                    ids.push_str(id);
                }
                _ => out.push(Said { parts: of, what: span.what.clone(), denied: denied_now, files: files.clone() }),
            }
            last = Some(span.end);
            (fresh, denied) = (false, false);
            i = if told_after { behind } else { span.end };
            continue;
        }
        let (part, len) = part(word, next);
        if !part.unsaid() {
            // After a licence was named, another part begins another statement.
            if !fresh {
                parts = Parts::default();
            }
            parts.add(part);
            fresh = true;
        }
        if matches!(word, "trained" | "pretrained" | "training") {
            let rest: Vec<&str> = tokens.iter().skip(i).take(12).map(|t| t.word.as_str()).collect();
            let granted = ["released", "licensed", "available", "distributed", "published"];
            if rest.contains(&"on") && !rest.iter().any(|w| granted.contains(w)) {
                parts = Parts { beside: true, ..Parts::default() };
                fresh = true;
                i += rest.iter().position(|w| *w == "on").unwrap_or(0);
            }
        }
        let only = next == "only" || next == "just";
        denied |= DENIES.contains(&word) && !only && !(word == "not" && next == "limited");
        denied |= word == "no" && matches!(next, "longer" | "license");
        denied |= !word.is_ascii() && DENIES_ZH.iter().any(|d| word.contains(d));
        if TURNS.iter().any(|t| word == *t || (!t.is_ascii() && word.contains(t))) {
            denied = false;
        }
        i += len;
    }
    if out.is_empty()
        && let Some(said) = labelled(&words, under, files)
    {
        out.push(said);
    }
    // Whoever has to comply with a licence is bound by it in using the model, unless the sentence says in using what.
    if OBEYS.iter().any(|o| words.contains(o)) {
        for said in out.iter_mut().filter(|s| s.parts.unsaid() && !s.denied && s.what != What::Unnamed) {
            said.parts.model = true;
        }
    }
    out
}

/// Obeying a licence.
const OBEYS: [&str; 9] = [
    "comply with",
    "complies with",
    "subject to",
    "adhere to",
    "abide by",
    "bound by",
    "in accordance with",
    "须遵守",
    "遵循",
];

/// Words after a label that name nothing.
const POINTERS: [&str; 16] = [
    "file",
    "here",
    "details",
    "more",
    "yes",
    "no",
    "open",
    "none",
    "tbd",
    "todo",
    "information",
    "unknown",
    "n",
    "below",
    "link",
    "agreement",
];

/// `Model license: Plover Agreement`: whatever follows such a label is a name, if it is short.
fn labelled(words: &str, under: Parts, files: Vec<String>) -> Option<Said> {
    let (label, message) = words.split_once([':', '：', '|'])?;
    if !["licen", "许可", "协议"].iter().any(|w| label.contains(w)) {
        return None;
    }
    let tokens = tokens(message);
    let says = |t: &Token| !GENERIC.contains(&t.word.as_str()) && !POINTERS.contains(&t.word.as_str());
    let mut parts = Parts::default();
    for token in self::tokens(label) {
        parts.add(part(&token.word, "").0);
    }
    let name = message.trim_matches(|c: char| !c.is_alphanumeric());
    let is_name = tokens.len() <= 8 && tokens.iter().any(says);
    let what = if is_name { What::Unknown(name.to_owned()) } else { What::Unnamed };
    (!tokens.is_empty()).then(|| Said { parts: if parts.unsaid() { under } else { parts }, what, denied: false, files })
}

/// What a word, or a word and the next, speaks of, and how many words that takes.
fn part(word: &str, next: &str) -> (Parts, usize) {
    if OTHERS_TWO.contains(&(word, next)) {
        return (Parts { others: true, ..Parts::default() }, 2);
    }
    let holds = |list: &[&str]| list.iter().any(|w| if w.is_ascii() { word == *w } else { word.contains(w) });
    let others = holds(&OTHERS);
    let found = Parts { model: holds(&MODEL) && !others, code: holds(&CODE), beside: holds(&BESIDE), others };
    (found, 1)
}

/// What the words right after a licence say that it is for.
fn after(words: &str, tokens: &[Token], spans: &[Span], end: usize) -> (Parts, usize) {
    let mut at = end;
    while tokens
        .get(at)
        .is_some_and(|t| matches!(t.word.as_str(), "license" | "agreement" | "许可" | "协议" | "许可证"))
    {
        at += 1;
    }
    let until = spans.iter().map(|s| s.start).filter(|s| *s >= at).min().unwrap_or(tokens.len());
    let nothing = (Parts::default(), end);
    let Some(first) = tokens.get(at) else { return nothing };
    let before = words.get(..first.at).unwrap_or_default().trim_end();
    if first.word != "for" && !before.ends_with(['(', '（']) {
        return nothing;
    }
    let (mut out, mut behind) = nothing;
    for (i, token) in tokens.get(at..until).unwrap_or_default().iter().enumerate().take(6) {
        let here = part(&token.word, "").0;
        if !here.unsaid() {
            out.add(here);
            behind = at + i + 1;
        }
    }
    (out, behind)
}

/// A licence in the words of a clause.
struct Span {
    start: usize,
    end: usize,
    what: What,
}

fn spans(words: &str, tokens: &[Token], names: &Names<'_>, short: bool) -> Vec<Span> {
    let word = |i: usize| tokens.get(i).map_or("", |t| t.word.as_str());
    let shown = |start: usize, end: usize| {
        let from = tokens.get(start).map_or(0, |t| t.at);
        let to = tokens.get(end).map_or(words.len(), |t| t.at);
        let text = words.get(from..to).unwrap_or_default();
        text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
    };
    let known: Vec<Hit<'_>> = names.find(tokens, short);
    let mut out: Vec<Span> = known
        .iter()
        .map(|h| {
            let what = if h.altered { What::Unknown(shown(h.start, h.end)) } else { What::Known(h.id.to_owned()) };
            Span { start: h.start, end: h.end, what }
        })
        .collect();
    for (i, token) in tokens.iter().enumerate() {
        let taken = |i: usize| known.iter().any(|h| (h.start..=h.end).contains(&i));
        let chinese =
            !token.word.is_ascii() && ["许可", "协议", "授权书", "使用条款"].iter().any(|w| token.word.contains(w));
        let terms = token.word == "terms" && word(i + 1) == "of" && matches!(word(i + 2), "use" | "service");
        if taken(i) || !(token.word == "license" || terms || chinese) {
            continue;
        }
        let titled = words.get(..token.at).is_some_and(|b| b.rfind('《') > b.rfind('》'));
        let own =
            ["社区许可", "社区协议", "模型许可协议", "商用许可", "模型协议"].iter().any(|w| token.word.contains(w));
        let mut start = i;
        while start > 0
            && i - start < 5
            && !taken(start - 1)
            && !GENERIC.contains(&word(start - 1))
            && !word(start - 1).is_empty()
            && is_beside(words, tokens, start)
            && word(start - 1).is_ascii()
        {
            start -= 1;
        }
        // `Lapwing Model License`: the words that name nothing stand inside.
        let inner =
            |s: usize| matches!(word(s), "model" | "models" | "code" | "weights" | "data" | "software" | "source");
        if start == i && i >= 2 && inner(i - 1) && is_beside(words, tokens, i) && is_beside(words, tokens, i - 1) {
            let before = word(i - 2);
            let verb = ["follow", "use", "see", "adopt", "the"].iter().any(|v| before.starts_with(v));
            if before.is_ascii() && !GENERIC.contains(&before) && !verb && !taken(i - 2) && part(before, "").0.unsaid()
            {
                start = i - 2;
            }
        }
        let end = if matches!(word(i + 1), "agreement" | "许可" | "协议") { i + 2 } else { i + 1 };
        let what = if titled || own || start < i { What::Unknown(shown(start, end)) } else { What::Unnamed };
        let behind = words.get(token.at + token.word.len()..).unwrap_or_default();
        let label = behind.trim_start_matches(['*', ' ', '_']).starts_with([':', '：', '|']);
        if what != What::Unnamed || !label {
            out.push(Span { start, end, what });
        }
    }
    out.sort_by_key(|s| (s.start, s.end));
    out.dedup_by(|b, a| b.start < a.end);
    out
}

/// Whether a word follows the one before it with nothing but a blank or a hyphen between.
fn is_beside(words: &str, tokens: &[Token], i: usize) -> bool {
    let (Some(before), Some(here)) = (i.checked_sub(1).and_then(|i| tokens.get(i)), tokens.get(i)) else {
        return false;
    };
    let between = words.get(before.at..here.at).unwrap_or_default();
    !between.contains([',', ':', ';', '(', ')', '[', ']', '|', '"', '“', '”', '：', '，', '*', '/'])
}

/// A text without the targets of its links and without addresses, and the files that the links lead to.
fn links(clause: &str) -> (String, Vec<String>) {
    let mut words = String::with_capacity(clause.len());
    let mut files = Vec::new();
    let mut rest = clause;
    while let Some((before, after)) = rest.split_once("](") {
        words.push_str(before);
        words.push_str("] ");
        let (target, behind) = after.split_once(')').unwrap_or((after, ""));
        files.extend(file(target));
        rest = behind;
    }
    words.push_str(rest);
    let plain: Vec<&str> = words.split(' ').filter(|w| !w.contains("://")).collect();
    (plain.join(" "), files)
}

/// The file of the folder that a link leads to, if it is one.
fn file(target: &str) -> Option<String> {
    let target = target.trim().trim_start_matches("./");
    let elsewhere = target.contains("://") && !target.contains("/blob/") && !target.contains("/resolve/");
    let name = target.rsplit('/').next()?.split(['?', '#', ' ']).next()?;
    (!elsewhere && !name.is_empty() && !target.starts_with('#')).then(|| name.to_owned())
}

#[cfg(test)]
mod tests;
