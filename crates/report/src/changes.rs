//! `gpai-diff/1`: what differs between two assessments, and why: the facts that changed, the day, the law. Values in, values out;
//! Markdown for a comment on a pull request.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use gpai_forms::escape;
use gpai_forms::escape::markdown as md;
use gpai_rules::law::{Language, Law};
use gpai_rules::toml_place::parse_date;
use serde_json::{Value as Json, json};

use crate::words::{article, word};

/// The format of the comparison.
pub const FORMAT: &str = "gpai-diff/1";
/// Changes of one model that are told.
const MOST: usize = 1_000;

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A duty: whether it is owed, when, whether it is met.
    Duty,
    /// A conclusion.
    Conclusion,
    /// A fact.
    Fact,
    /// Something to look at that came or went.
    Finding,
}

impl Kind {
    /// The word in machine output.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Duty => "duty",
            Kind::Conclusion => "conclusion",
            Kind::Fact => "fact",
            Kind::Finding => "finding",
        }
    }
}

/// One thing that differs.
#[derive(Clone, Debug)]
pub struct Change {
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Before; none where it was not there.
    pub before: Option<String>,
    /// After; none where it is gone.
    pub after: Option<String>,
    /// Why, one reason each.
    pub why: Vec<String>,
}

/// What differs of one model.
#[derive(Clone, Debug)]
pub struct Model {
    /// The folder, where several were compared.
    pub folder: Option<String>,
    /// Its name.
    pub name: String,
    /// Whether it is in one of the two only: `Some(true)` in the later one.
    pub only: Option<bool>,
    /// What differs.
    pub changes: Vec<Change>,
}

/// The comparison.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What the two are called: files or days.
    pub labels: [String; 2],
    /// The days assessed for.
    pub days: [String; 2],
    /// The editions of the law.
    pub editions: [String; 2],
    /// What happens in the law between the two days, with its day.
    pub between: Vec<(String, String)>,
    /// The models.
    pub models: Vec<Model>,
}

impl Comparison {
    /// How many things differ.
    pub fn many(&self) -> usize {
        self.models.iter().map(|m| m.changes.len() + usize::from(m.only.is_some())).sum()
    }
}

/// Compares two documents, each an assessment or several of them.
///
/// # Errors
/// One of them is neither.
pub fn compare(law: &Law, labels: [String; 2], old: &Json, new: &Json, lang: Language) -> Result<Comparison, String> {
    let [a, b] = [assessments(old), assessments(new)];
    let a = a.ok_or_else(|| format!("{}: not the JSON of gpai check (gpai-assessment/1)", labels[0]))?;
    let b = b.ok_or_else(|| format!("{}: not the JSON of gpai check (gpai-assessment/1)", labels[1]))?;
    let first = |all: &[(Option<String>, &Json)], at: &str| {
        all.first().and_then(|(_, one)| one.pointer(at)).and_then(Json::as_str).unwrap_or_default().to_owned()
    };
    let days = [first(&a, "/as_of"), first(&b, "/as_of")];
    let editions = [first(&a, "/law/edition"), first(&b, "/law/edition")];
    let between = between(law, &days, lang);
    // One model on each side is the same model, wherever it lay.
    let alone = a.len() == 1 && b.len() == 1;
    let key = |folder: &Option<String>| if alone { String::new() } else { folder.clone().unwrap_or_default() };
    let mut pairs: BTreeMap<String, [Side<'_>; 2]> = BTreeMap::new();
    for (side, all) in [a, b].into_iter().enumerate() {
        for (folder, one) in all {
            if let Some(place) = pairs.entry(key(&folder)).or_default().get_mut(side) {
                *place = Some((folder, one));
            }
        }
    }
    let context = Context { law, days: &days, editions: &editions, lang };
    let models = pairs.into_values().filter_map(|pair| match pair {
        [Some((folder, old)), Some((_, new))] => {
            let changes = changes(&context, old, new);
            Some(Model { folder: folder.filter(|_| !alone), name: name(new), only: None, changes })
        }
        [None, Some((folder, new))] => Some(Model { folder, name: name(new), only: Some(true), changes: Vec::new() }),
        [Some((folder, old)), None] => Some(Model { folder, name: name(old), only: Some(false), changes: Vec::new() }),
        [None, None] => None,
    });
    Ok(Comparison { models: models.collect(), labels, days, editions, between })
}

/// An assessment on one side, with its folder; none where it is on the other only.
type Side<'j> = Option<(Option<String>, &'j Json)>;

fn name(assessment: &Json) -> String {
    text(assessment.pointer("/model/name")).to_owned()
}

/// The assessments of a document, with their folders.
fn assessments(document: &Json) -> Option<Vec<(Option<String>, &Json)>> {
    match document.get("format")?.as_str()? {
        "gpai-assessment/1" => Some(vec![(None, document)]),
        "gpai-assessments/1" => {
            let all = document.get("assessments")?.as_array()?;
            all.iter()
                .map(|one| Some((Some(one.get("folder")?.as_str()?.to_owned()), one.get("assessment")?)))
                .collect()
        }
        _ => None,
    }
}

/// What happens in the law after the first day and up to the second.
fn between(law: &Law, days: &[String; 2], lang: Language) -> Vec<(String, String)> {
    let [Some(a), Some(b)] = [parse_date(&days[0]), parse_date(&days[1])] else { return Vec::new() };
    let (from, to) = if a <= b { (a, b) } else { (b, a) };
    let within = law.calendar.iter().filter(|d| d.day > from && d.day <= to);
    within.map(|d| (d.day.to_string(), d.text.get(lang).to_owned())).collect()
}

struct Context<'a> {
    law: &'a Law,
    days: &'a [String; 2],
    editions: &'a [String; 2],
    lang: Language,
}

impl Context<'_> {
    fn t(&self, en: &str, zh: &str) -> String {
        match self.lang {
            Language::English => en.to_owned(),
            Language::Chinese => zh.to_owned(),
        }
    }
}

fn changes(context: &Context<'_>, old: &Json, new: &Json) -> Vec<Change> {
    let mut out = Vec::new();
    let facts = [by(old, "facts", "name"), by(new, "facts", "name")];
    let [olds, news] = [by(old, "duties", "id"), by(new, "duties", "id")];
    for (id, (old, new)) in both(&olds, &news) {
        let (before, after) = (old.map(|d| duty(context, d)), new.map(|d| duty(context, d)));
        if before != after {
            let title = context.law.duty(id).map(|d| d.title.get(context.lang)).unwrap_or_default();
            let mut why = reasons(context, &facts, old, new);
            why.extend(findings_of(context, old, new));
            out.push(Change {
                kind: Kind::Duty,
                name: id.to_owned(),
                title: format!("{} {title}", article(id)),
                before,
                after,
                why,
            });
        }
    }
    let [olds, news] = [by(old, "conclusions", "name"), by(new, "conclusions", "name")];
    for (id, (old, new)) in both(&olds, &news) {
        let (before, after) = (old.map(|c| conclusion(context, c)), new.map(|c| conclusion(context, c)));
        if before != after {
            let title =
                context.law.proposition(id).map_or_else(|| id.clone(), |p| p.title.get(context.lang).to_owned());
            let why = reasons(context, &facts, old, new);
            out.push(Change { kind: Kind::Conclusion, name: id.to_owned(), title, before, after, why });
        }
    }
    for (id, (old, new)) in both(&facts[0], &facts[1]) {
        let (before, after) = (old.map(|f| value(f)), new.map(|f| value(f)));
        if before != after {
            let place = new.or(old).map(place).unwrap_or_default();
            let why = if place.is_empty() { Vec::new() } else { vec![place] };
            out.push(Change { kind: Kind::Fact, name: id.to_owned(), title: id.to_owned(), before, after, why });
        }
    }
    let [olds, news] = [said(old), said(new)];
    for ((code, message), (old, new)) in both(&olds, &news) {
        if old.is_some() == new.is_some() {
            continue;
        }
        let told = |side: Option<&&Json>| side.map(|_| message.clone());
        let place = new.or(old).map(|f| at(f.pointer("/places/0"))).unwrap_or_default();
        let why = if place.is_empty() { Vec::new() } else { vec![place] };
        let (before, after) = (told(old), told(new));
        out.push(Change { kind: Kind::Finding, name: code.clone(), title: code.clone(), before, after, why });
    }
    out.truncate(MOST);
    out
}

/// What is in one, in the other, or in both.
fn both<'m, K: Ord, V>(
    old: &'m BTreeMap<K, V>,
    new: &'m BTreeMap<K, V>,
) -> BTreeMap<&'m K, (Option<&'m V>, Option<&'m V>)> {
    let mut out: BTreeMap<&K, (Option<&V>, Option<&V>)> = BTreeMap::new();
    old.iter().for_each(|(key, value)| out.entry(key).or_default().0 = Some(value));
    new.iter().for_each(|(key, value)| out.entry(key).or_default().1 = Some(value));
    out
}

fn by<'j>(assessment: &'j Json, list: &str, key: &str) -> BTreeMap<String, &'j Json> {
    let all = assessment.get(list).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    all.iter().filter_map(|one| Some((one.get(key)?.as_str()?.to_owned(), one))).collect()
}

/// Findings by code and message.
fn said(assessment: &Json) -> BTreeMap<(String, String), &Json> {
    let all = assessment.get("findings").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    all.iter().map(|f| ((text(f.get("code")).to_owned(), text(f.get("message")).to_owned()), f)).collect()
}

fn text(value: Option<&Json>) -> &str {
    value.and_then(Json::as_str).unwrap_or_default()
}

/// A duty in a few words; while it is open whether it is owed, what it is for a provider.
fn duty(context: &Context<'_>, duty: &Json) -> String {
    let status = text(duty.get("status"));
    let mut out = word(status, context.lang);
    if status == "open" {
        let if_provider = word(text(duty.get("if_provider")), context.lang);
        let _ = write!(
            out,
            "{}",
            crate::words::bracketed(
                &format!("{}{if_provider}", context.t("if you are the provider: ", "若您是提供者：")),
                context.lang
            )
        );
    }
    if matches!(status, "applies" | "open") {
        if let Some(due) = duty.get("due").and_then(Json::as_str) {
            let _ = write!(out, "{}{due}", context.t(", due ", "，期限 "));
        }
        let _ = write!(out, "{}{}", context.t(", ", "，"), word(text(duty.get("state")), context.lang));
    }
    out
}

fn conclusion(context: &Context<'_>, conclusion: &Json) -> String {
    let strength = text(conclusion.get("strength"));
    let remark = if strength == "presumed" {
        crate::words::bracketed(&word(strength, context.lang), context.lang)
    } else {
        String::new()
    };
    format!("{}{remark}", word(text(conclusion.get("status")), context.lang))
}

/// A value of a fact in a few words.
fn value(fact: &Json) -> String {
    match fact.get("value") {
        None => "?".to_owned(),
        Some(Json::String(text)) => text.clone(),
        Some(Json::Array(words)) => words.iter().map(|w| text(Some(w))).collect::<Vec<_>>().join(", "),
        Some(Json::Object(bounds)) => {
            let bound = |key: &str| text(bounds.get(key)).to_owned();
            match bounds.get("best").and_then(Json::as_str) {
                Some(best) => format!("{best} ({}..{})", bound("low"), bound("high")),
                None => format!("{}..{}", bound("low"), bound("high")),
            }
        }
        Some(other) => other.to_string(),
    }
}

/// Where a fact stands, and who answered it.
fn place(fact: &&Json) -> String {
    let source = fact.pointer("/sources/0");
    let by = source.and_then(|s| s.get("by")).and_then(Json::as_str).map(|by| format!(", {by}")).unwrap_or_default();
    format!("{}{by}", at(source))
}

fn at(place: Option<&Json>) -> String {
    let file = text(place.and_then(|p| p.get("file")));
    let line = place.and_then(|p| p.get("line")).and_then(Json::as_u64).map(|l| format!(":{l}")).unwrap_or_default();
    format!("{file}{line}")
}

/// Why a conclusion or duty came out otherwise: facts that it rests on or waited for and that changed, then the day, the law.
fn reasons(
    context: &Context<'_>,
    facts: &[BTreeMap<String, &Json>; 2],
    old: Option<&&Json>,
    new: Option<&&Json>,
) -> Vec<String> {
    let mut named: Vec<&str> = Vec::new();
    for (side, key) in [(new, "because"), (old, "because"), (old, "missing"), (new, "missing")] {
        let list = side.and_then(|s| s.get(key)).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
        for name in list.iter().filter_map(Json::as_str) {
            if !named.contains(&name) {
                named.push(name);
            }
        }
    }
    let mut out = Vec::new();
    let unknown = || context.t("unknown", "未知");
    for name in named {
        let (before, after) = (facts[0].get(name).map(|f| value(f)), facts[1].get(name).map(|f| value(f)));
        if before == after {
            continue;
        }
        let where_ = facts[1].get(name).or(facts[0].get(name)).map(place).unwrap_or_default();
        let where_ = if where_.is_empty() { String::new() } else { crate::words::bracketed(&where_, context.lang) };
        let (before, after) = (before.unwrap_or_else(unknown), after.unwrap_or_else(unknown));
        out.push(format!("{name}: {before} → {after}{where_}"));
    }
    if out.is_empty() && context.days[0] != context.days[1] {
        let [a, b] = context.days;
        out.push(format!("{}: {a} → {b}", context.t("the day", "日期")));
    }
    if context.editions[0] != context.editions[1] {
        let [a, b] = context.editions;
        out.push(format!("{}: {a} → {b}", context.t("the edition of the law", "法律版本")));
    }
    out
}

/// Findings of a duty that came or went.
fn findings_of(context: &Context<'_>, old: Option<&&Json>, new: Option<&&Json>) -> Vec<String> {
    let codes = |side: Option<&&Json>| -> Vec<String> {
        let list = side.and_then(|s| s.get("findings")).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
        list.iter().filter_map(Json::as_str).map(str::to_owned).collect()
    };
    let (old, new) = (codes(old), codes(new));
    let gone = old.iter().filter(|c| !new.contains(c)).map(|c| format!("{}{c}", context.t("no longer: ", "不再有：")));
    let came = new.iter().filter(|c| !old.contains(c)).map(|c| format!("{}{c}", context.t("new: ", "新出现：")));
    gone.chain(came).collect()
}

/// The comparison as one JSON document.
pub fn json(found: &Comparison) -> String {
    let side = |i: usize| json!({ "label": found.labels.get(i), "as_of": found.days.get(i), "edition": found.editions.get(i) });
    let document = json!({
        "format": FORMAT,
        "before": side(0),
        "after": side(1),
        "law_between": found.between.iter().map(|(day, says)| json!({ "day": day, "says": says })).collect::<Vec<_>>(),
        "models": found.models.iter().map(|m| json!({
            "folder": m.folder,
            "name": m.name,
            "only_in": m.only.map(|later| if later { "after" } else { "before" }),
            "changes": m.changes.iter().map(|c| json!({
                "kind": c.kind.word(), "name": c.name, "title": c.title,
                "before": c.before, "after": c.after, "why": c.why,
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    escape::json(&text)
}

/// The comparison for a comment on a pull request.
pub fn markdown(found: &Comparison, lang: Language) -> String {
    let t = |en: &'static str, zh: &'static str| match lang {
        Language::English => en,
        Language::Chinese => zh,
    };
    let mut out = String::new();
    let [a, b] = &found.labels;
    let _ =
        writeln!(out, "## {}: {} → {}\n", t("EU AI Act, what changed", "欧盟《人工智能法》，有何变化"), md(a), md(b));
    for (day, says) in &found.between {
        let _ = writeln!(out, "- {day}: {says}");
    }
    if !found.between.is_empty() {
        out.push('\n');
    }
    if found.many() == 0 {
        let _ = writeln!(out, "{}", t("Nothing changed.", "没有变化。"));
    }
    for model in &found.models {
        if model.changes.is_empty() && model.only.is_none() {
            continue;
        }
        let folder = model.folder.as_ref().map(|f| format!(" ({})", md(f))).unwrap_or_default();
        let _ = writeln!(out, "### {}{folder}\n", md(&model.name));
        match model.only {
            Some(true) => _ = writeln!(out, "{}\n", t("New.", "新增。")),
            Some(false) => _ = writeln!(out, "{}\n", t("No longer there.", "不再存在。")),
            None => {}
        }
        if model.changes.is_empty() {
            continue;
        }
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} |\n|---|---|---|---|",
            t("What", "内容"),
            t("Before", "此前"),
            t("After", "此后"),
            t("Why", "原因")
        );
        for c in &model.changes {
            let side = |text: &Option<String>| text.as_deref().map_or_else(|| "–".to_owned(), md);
            let why = c.why.iter().map(|w| md(w)).collect::<Vec<_>>().join("<br>");
            let _ = writeln!(out, "| {} | {} | {} | {why} |", md(&c.title), side(&c.before), side(&c.after));
        }
        out.push('\n');
    }
    let _ = writeln!(out, "{}", t("Not legal advice.", "本结果不构成法律意见。"));
    out
}
