//! `gpai-law-data/1`: the law book and its compiled diagrams as one JSON document, the data of the page. The walker in
//! `web/engine/` reads it; docs/law-data.md says what the fields are. Compact: what is false, empty or without
//! end is left out.

use gpai_rules::answer::COUNTRIES;
use gpai_rules::assess::{ASSUMED, ASSUMED_IF_UNKNOWN};
use gpai_rules::compile::CompileError;
use gpai_rules::law::{Duty, FactDef, Kind, Law, PropositionDef, Rule, SourceDef, Threshold, ThresholdValue, Words};
use gpai_rules::licence::{DISQUALIFYING, HARMLESS, Licence, Verdict};
use gpai_rules::names;
use gpai_rules::near;
use gpai_rules::portable::{Compiled, Level, Period, Roots3, periods};
use gpai_rules::preset::{Choice, Preset};
use jiff::civil::Date;
use serde_json::{Map, Value as Json, json};

use gpai_forms::escape;

/// Name and version of the format.
pub const FORMAT: &str = "gpai-law-data/1";
/// First day the page can be asked about: Chapter V applies. Before it no duty is owed.
const FIRST: &str = "chapter-v-applies";
/// The digits of the diagram's numbers; see [`packed`].
const DIGITS: &[u8; 90] = b"!#$%&'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";
/// How many of the digits end a number; as many go on.
const BASE: u32 = 45;

/// What the page needs besides the law; each in the form its maker gives it.
#[derive(Clone, Debug, Default)]
pub struct More {
    /// Drawings of the rules.
    pub charts: Vec<Json>,
    /// Accelerators and margins for the calculator of training compute.
    pub calculator: Json,
    /// What the states of a duty are called.
    pub states: Json,
    /// Well-known base models by name, with their training compute.
    pub bases: Json,
}

/// The whole law book for the page, without a line feed. `version` is the program's.
pub fn write(law: &Law, version: &str, more: More) -> Result<String, CompileError> {
    let (first, last) = law.span.unwrap_or_default();
    write_days(law, version, more, law.day(FIRST).map_or(first, |day| day.max(first)), last)
}

/// The same for the days from `first` to `last`.
pub fn write_days(law: &Law, version: &str, more: More, first: Date, last: Date) -> Result<String, CompileError> {
    let mut o = Map::new();
    o.insert("format".into(), json!(FORMAT));
    o.insert("version".into(), json!(version));
    o.insert(
        "law".into(),
        json!({
            "id": law.id, "edition": law.edition, "first": first.to_string(), "last": last.to_string(),
            "sources": law.sources.iter().map(source)
                .collect::<Vec<_>>(),
        }),
    );
    let facts = law.facts.iter().filter(|f| !f.evidence_only);
    o.insert("facts".into(), facts.map(fact).collect());
    o.insert("groups".into(), law.groups.iter().map(|g| json!({ "name": g.name, "title": words(&g.title) })).collect());
    o.insert("conclusions".into(), law.propositions.iter().filter(|p| p.conclusion).map(conclusion).collect());
    let steps = law.propositions.iter().filter(|p| !p.conclusion);
    o.insert("steps".into(), steps.map(|p| json!({ "name": p.name, "title": words(&p.title) })).collect());
    o.insert("duties".into(), law.duties.iter().map(|d| duty(d, first)).collect());
    o.insert("rules".into(), law.rules.iter().map(|r| rule(r, first)).collect());
    let axioms = law.axioms.iter().map(|a| json!({ "id": a.id, "text": words(&a.text), "cites": a.cites }));
    o.insert("axioms".into(), axioms.collect());
    let doubts = law.doubts.iter().map(|d| match law.findings.get(&d.id).filter(|_| d.notice.is_some()) {
        Some(notice) => json!({ "id": d.id, "text": words(&d.text), "help": words(&notice.help), "cites": d.cites }),
        None => json!({ "id": d.id, "text": words(&d.text), "cites": d.cites }),
    });
    o.insert("doubts".into(), doubts.collect());
    o.insert(
        "implied".into(),
        law.implied
            .iter()
            .map(|i| {
                let key = if i.bound { "bounds" } else { "then" };
                match &i.plus {
                    Some(plus) => json!({ "answered": i.answered, "plus": plus, key: i.then }),
                    None => json!({ "answered": i.answered, key: i.then }),
                }
            })
            .collect(),
    );
    o.insert("assumed".into(), json!({ "always": assumed(&ASSUMED), "unknown": assumed(&ASSUMED_IF_UNKNOWN) }));
    o.insert("thresholds".into(), law.thresholds.iter().map(|t| threshold(t, first)).collect());
    o.insert("lines".into(), json!({ "margin": near::MARGIN, "of": near::LINES }));
    o.insert("findings".into(), findings(law));
    let calendar =
        law.calendar.iter().map(|d| json!({ "day": d.day.to_string(), "text": words(&d.text), "cites": d.cites }));
    o.insert("calendar".into(), calendar.collect());
    o.insert("licences".into(), licences(law));
    o.insert("countries".into(), json!(COUNTRIES));
    o.insert("presets".into(), presets(law));
    o.insert("citations".into(), citations(law, &o));
    o.insert("periods".into(), periods(law, first, last)?.iter().map(period).collect());
    o.insert("charts".into(), Json::Array(more.charts));
    o.insert("calculator".into(), more.calculator);
    o.insert("states".into(), more.states);
    o.insert("bases".into(), more.bases);
    Ok(escape::json(&Json::Object(o).to_string()))
}

fn source(s: &SourceDef) -> Json {
    let mut o = Map::new();
    o.insert("id".into(), json!(s.id));
    o.insert("title".into(), words(&s.title));
    o.insert("edition".into(), json!(s.edition));
    if let Some(link) = &s.link {
        o.insert("link".into(), json!(link));
    }
    Json::Object(o)
}

fn assumed(list: &[(&str, bool)]) -> Json {
    list.iter().map(|(fact, value)| ((*fact).to_owned(), json!(value))).collect::<Map<_, _>>().into()
}

/// Choices that answer several facts, names that stand for several answers, and the order of the questions.
fn presets(law: &Law) -> Json {
    let choice = |c: &Choice| {
        let mut o = Map::new();
        o.insert("id".into(), json!(c.id));
        o.insert("title".into(), words(&c.title));
        if let Some(did) = &c.did {
            o.insert("did".into(), words(did));
        }
        put(&mut o, "signs", &c.signs);
        o.insert("sets".into(), c.sets.iter().map(|(name, written)| json!([name, written])).collect());
        Json::Object(o)
    };
    let preset = |p: &Preset| {
        json!({
            "id": p.id, "screen": p.screen, "question": words(&p.question), "help": words(&p.help), "cites": p.cites,
            "choices": p.choices.iter().map(choice).collect::<Vec<_>>(),
        })
    };
    json!({
        "list": law.presets.list.iter().map(preset).collect::<Vec<_>>(),
        "lookups": law.presets.lookups.iter().map(|l| json!({ "fact": l.fact, "answers": l.answers })).collect::<Vec<_>>(),
        "order": law.presets.order, "likely": law.presets.likely,
    })
}

fn words(words: &Words) -> Json {
    json!({ "en": words.en, "zh": words.zh })
}

/// Inserts what is not empty.
fn put(o: &mut Map<String, Json>, key: &str, list: &[String]) {
    if !list.is_empty() {
        o.insert(key.into(), json!(list));
    }
}

fn mark(o: &mut Map<String, Json>, key: &str, set: bool) {
    if set {
        o.insert(key.into(), json!(true));
    }
}

fn dates(o: &mut Map<String, Json>, from: Date, until: Option<Date>, first: Date) {
    if from > first {
        o.insert("from".into(), json!(from.to_string()));
    }
    if let Some(last) = until {
        o.insert("until".into(), json!(last.to_string()));
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::YesNo => "yes-no",
        Kind::Number => "number",
        Kind::Date => "date",
        Kind::Word => "word",
        Kind::Set => "set",
        Kind::Text => "text",
        Kind::Country => "country",
    }
}

fn fact(f: &FactDef) -> Json {
    let mut o = Map::new();
    o.insert("name".into(), json!(f.name));
    o.insert("kind".into(), json!(kind(f.kind)));
    if let Some(unit) = &f.unit {
        o.insert("unit".into(), json!(unit));
    }
    put(&mut o, "words", &f.words);
    if !f.names.is_empty() {
        let (en, zh): (Vec<&str>, Vec<&str>) = f.names.iter().map(|w| (w.en.as_str(), w.zh.as_str())).unzip();
        o.insert("names".into(), json!({ "en": en, "zh": zh }));
    }
    if let Some(short) = &f.short {
        o.insert("short".into(), words(short));
    }
    mark(&mut o, "judged", f.judged);
    mark(&mut o, "exceptional", f.exceptional);
    mark(&mut o, "controlled", f.controlled);
    o.insert("question".into(), words(&f.question));
    o.insert("help".into(), words(&f.help));
    put(&mut o, "cites", &f.cites);
    Json::Object(o)
}

fn conclusion(p: &PropositionDef) -> Json {
    let mut o = Map::new();
    o.insert("name".into(), json!(p.name));
    o.insert("title".into(), words(&p.title));
    if let Some([yes, no, open]) = &p.said {
        o.insert("said".into(), json!({ "yes": words(yes), "no": words(no), "open": words(open) }));
    }
    o.insert("about".into(), words(&p.about));
    put(&mut o, "cites", &p.cites);
    Json::Object(o)
}

fn duty(d: &Duty, first: Date) -> Json {
    use gpai_rules::law::DueKind;
    let due = match d.due {
        DueKind::Placing => "placing",
        DueKind::Notification => "notification",
        DueKind::SystemicRisk => "systemic-risk",
    };
    let mut o = Map::new();
    o.insert("id".into(), json!(d.id));
    o.insert("title".into(), words(&d.title));
    o.insert("text".into(), words(&d.text));
    o.insert("todo".into(), words(&d.todo));
    o.insert("due".into(), json!(due));
    if let Some(document) = &d.document {
        o.insert("document".into(), json!(document));
    }
    mark(&mut o, "public", d.public);
    for (key, said) in [("named", &d.named), ("absent", &d.absent)] {
        if let Some(said) = said {
            o.insert(key.into(), json!(said));
        }
    }
    put(&mut o, "cites", &d.cites);
    dates(&mut o, d.from, d.until, first);
    Json::Object(o)
}

/// Texts of the findings that the page makes itself: they follow from answers and law alone.
fn findings(law: &Law) -> Json {
    const OWN: [&str; 8] = [
        "answers-unusual",
        "document-unchecked",
        "facts-contradict",
        "law-unclear",
        "near-threshold",
        "representative-missing",
        "sources-disagree",
        "summary-missing",
    ];
    let text = |code: &&str| {
        let def = law.findings.get(*code)?;
        Some(((*code).to_owned(), json!({ "message": words(&def.message), "help": words(&def.help) })))
    };
    OWN.iter().filter_map(text).collect::<Map<_, _>>().into()
}

fn rule(r: &Rule, first: Date) -> Json {
    let mut o = Map::new();
    o.insert("id".into(), json!(r.id));
    o.insert(if r.holds { "concludes" } else { "denies" }.into(), json!(r.concludes));
    o.insert("force".into(), json!(r.force.word()));
    o.insert("text".into(), words(&r.text));
    if let Some(unclear) = &r.unclear {
        o.insert("unclear".into(), words(unclear));
    }
    put(&mut o, "cites", &r.cites);
    dates(&mut o, r.from, r.until, first);
    Json::Object(o)
}

fn threshold(t: &Threshold, first: Date) -> Json {
    let mut o = Map::new();
    o.insert("id".into(), json!(t.id));
    match &t.value {
        ThresholdValue::Amount { value, divisor, unit, strict } => {
            o.insert("value".into(), json!(value.to_string()));
            if *divisor != 1 {
                o.insert("divisor".into(), json!(divisor));
            }
            o.insert("unit".into(), json!(unit));
            mark(&mut o, "strict", *strict);
        }
        ThresholdValue::Fraction { numerator, denominator, strict } => {
            o.insert("fraction".into(), json!([numerator, denominator]));
            mark(&mut o, "strict", *strict);
        }
        ThresholdValue::Day(day) => {
            o.insert("day".into(), json!(day.to_string()));
        }
        ThresholdValue::Countries(list) => {
            o.insert("countries".into(), json!(list));
        }
    }
    put(&mut o, "cites", &t.cites);
    dates(&mut o, t.from, t.until, first);
    Json::Object(o)
}

/// Licences as rows of id, full name, other names, rights and restrictions (each by its place in the list of words, or
/// nothing where the id leaves it open), verdict.
fn licences(law: &Law) -> Json {
    let list = |fact: &str| law.fact(fact).map(|f| f.words.clone()).unwrap_or_default();
    let (rights, restrictions) = (list(names::OPENNESS_RIGHTS), list(names::OPENNESS_RESTRICTIONS));
    let places = |words: &Option<Vec<String>>, of: &[String]| {
        let place = |w: &String| of.iter().position(|x| x == w);
        words.as_ref().map(|list| list.iter().filter_map(place).collect::<Vec<_>>())
    };
    let row = |l: &Licence| {
        let verdict = match l.verdict {
            Verdict::Qualifies => 0,
            Verdict::Arguable => 1,
            Verdict::Uncertain => 2,
            Verdict::Fails => 3,
        };
        // Names are found whatever their case.
        let mut others: Vec<String> = l.aliases.iter().chain(&l.spdx).map(|a| a.to_lowercase()).collect();
        others.retain(|a| *a != l.id.to_lowercase());
        others.sort();
        others.dedup();
        json!([l.id, l.name, others, places(&l.rights, &rights), places(&l.restrictions, &restrictions), verdict])
    };
    json!({
        "verdicts": ["qualifies", "arguable", "uncertain", "fails"],
        "disqualifying": DISQUALIFYING,
        "harmless": HARMLESS,
        "list": law.licences.iter().map(row).collect::<Vec<_>>(),
    })
}

/// The provisions that the rest of the document cites.
fn citations(law: &Law, rest: &Map<String, Json>) -> Json {
    let mut cited = std::collections::BTreeSet::new();
    let mut stack: Vec<(bool, &Json)> = rest.values().map(|v| (false, v)).collect();
    while let Some((cites, value)) = stack.pop() {
        match value {
            Json::String(id) if cites => {
                cited.insert(id.as_str());
            }
            Json::Array(list) => stack.extend(list.iter().map(|v| (cites, v))),
            Json::Object(o) => stack.extend(o.iter().map(|(key, v)| (key == "cites", v))),
            _ => {}
        }
    }
    let mut o = Map::new();
    for id in cited {
        if let Some(p) = law.paragraphs.get(id) {
            let mut entry = Map::new();
            entry.insert("heading".into(), json!(p.section));
            if let Some(number) = &p.november {
                entry.insert("november".into(), json!(number));
            }
            entry.insert("en".into(), json!(p.says.en));
            entry.insert("zh".into(), json!(p.says.zh));
            o.insert(id.into(), Json::Object(entry));
        }
    }
    Json::Object(o)
}

fn period(p: &Period) -> Json {
    let c: &Compiled = &p.compiled;
    let roots = |list: &[(String, Roots3)]| -> Json {
        list.iter().map(|(name, r)| (name.clone(), json!([r.yes, r.no, r.plain]))).collect::<Map<_, _>>().into()
    };
    let fails = |list: &[(String, u32)]| -> Json {
        list.iter().map(|(id, n)| (id.clone(), json!(n))).collect::<Map<_, _>>().into()
    };
    json!({
        "from": p.from.to_string(),
        "until": p.until.to_string(),
        "variables": c.variables,
        "nodes": nodes(&c.levels, c.variables.len()),
        "propositions": roots(&c.propositions),
        "applies": roots(&c.applies),
        "exempt": roots(&c.exempt),
        "rules": fails(&c.rules),
        "doubts": fails(&c.doubts),
        "axioms": c.axioms,
        "soft": fails(&c.soft),
    })
}

/// The diagram as packed numbers: for each variable, from the last to the first, how many nodes branch on it; then for
/// each node how much its high child lies above that of the node before, and by how much its low child differs from that
/// of the node before (an even number is twice a difference up, an odd one less than twice a difference down). Before the
/// first node of a variable both stand at 0. Nodes are numbered from 2 in this order.
fn nodes(levels: &[Level], variables: usize) -> String {
    let mut out = String::new();
    for variable in (0..variables).rev() {
        let branches = levels.iter().find(|l| usize::from(l.variable) == variable).map_or(&[][..], |l| &l.branches);
        packed(&mut out, u32::try_from(branches.len()).unwrap_or(u32::MAX));
        let (mut low_before, mut high_before) = (0u32, 0u32);
        for (low, high) in branches {
            packed(&mut out, high.wrapping_sub(high_before));
            let up = low.saturating_sub(low_before).saturating_mul(2);
            let down = low_before.saturating_sub(*low).saturating_mul(2);
            packed(&mut out, if down == 0 { up } else { down - 1 });
            (low_before, high_before) = (*low, *high);
        }
    }
    out
}

/// One number in digits, the least first: the last digit is below 45, those before it are 45 or more; a digit counts 45
/// to the power of its place.
fn packed(out: &mut String, mut number: u32) {
    let mut digit = |value: u32| out.push(DIGITS.get(value as usize).copied().map_or('!', char::from));
    while number >= BASE {
        number -= BASE;
        digit(BASE + number % BASE);
        number /= BASE;
    }
    digit(number);
}
