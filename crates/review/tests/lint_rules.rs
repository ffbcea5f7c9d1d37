//! Each rule on documents fires where it should and not beside it (`lint/rules.toml`), the clean document has no finding, and
//! the book of rules is whole.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

use std::collections::{BTreeMap, BTreeSet};

use gpai_forms::reading::{Extra, FieldReading, Form, Reading, State};
use gpai_forms::template::Required;
use gpai_review::context::Outdated;
use gpai_review::context::{Confirmed, DatasetSize};
use gpai_review::{Book, Checked, Context, checked_rules, lint};
use gpai_rules::finding::Finding;
use gpai_rules::law::{Language, Law};
use gpai_rules::number::Number;
use jiff::civil::Date;
use toml::{Table, Value};

fn book() -> Book {
    Book::book(&Law::book().unwrap()).unwrap()
}

const CASES: &str = include_str!("lint/rules.toml");

fn cases() -> Table {
    CASES.parse().unwrap()
}

fn strings(value: Option<&Value>) -> Vec<String> {
    value
        .and_then(Value::as_array)
        .map(|a| a.iter().map(|v| v.as_str().unwrap().to_owned()).collect())
        .unwrap_or_default()
}

/// A field from a text, or from a table with text, ticked and unticked boxes.
fn field(value: &Value) -> FieldReading {
    let (text, ticked, unticked) = match value {
        Value::String(text) => (text.clone(), Vec::new(), Vec::new()),
        Value::Table(t) => (
            t.get("text").and_then(Value::as_str).unwrap_or_default().to_owned(),
            strings(t.get("ticked")),
            strings(t.get("unticked")),
        ),
        other => panic!("{other:?}"),
    };
    let state = if text.is_empty() && ticked.is_empty() && unticked.is_empty() { State::Blank } else { State::Read };
    FieldReading { state, text, ticked, unticked, page: Some(1), ..FieldReading::default() }
}

const KINDS: [(&str, &str); 6] = [
    ("summary", "training-summary"),
    ("documentation", "model-documentation"),
    ("policy", "copyright-policy"),
    ("framework", "safety-framework"),
    ("report", "model-report"),
    ("incident", "incident-report"),
];

/// The clean document of a base, with changes of fields.
fn document(bases: &Table, base: &str, changes: Option<&Table>) -> Reading {
    let kind = KINDS.iter().find(|(b, _)| *b == base).unwrap().1;
    let mut fields: BTreeMap<String, FieldReading> = BTreeMap::new();
    for (id, value) in bases.get(base).and_then(Value::as_table).into_iter().flatten() {
        fields.insert(id.clone(), field(value));
    }
    for (id, value) in changes.into_iter().flatten() {
        fields.insert(id.clone(), field(value));
    }
    Reading {
        kind: Some(kind.to_owned()),
        form: Form::Official,
        language: "en".into(),
        pages: 1,
        fields,
        ..Reading::default()
    }
}

struct Case {
    doc: Reading,
    /// Other documents it is compared with, by their word in `known`.
    others: BTreeMap<String, Reading>,
    known: Table,
}

fn case(all: &Table, entry: &Table, book: &Book) -> Case {
    let bases = all["base"].as_table().unwrap();
    let base = entry.get("base").and_then(Value::as_str).unwrap_or("summary");
    let mut doc = document(bases, base, None);
    for (id, value) in entry.get("set").and_then(Value::as_table).into_iter().flatten() {
        let new = field(value);
        let old = doc.fields.entry(id.clone()).or_default();
        old.text = new.text;
        old.state = if old.text.is_empty() && old.ticked.is_empty() && old.unticked.is_empty() {
            State::Blank
        } else {
            State::Read
        };
    }
    for (id, words) in entry.get("tick").and_then(Value::as_table).into_iter().flatten() {
        let ticked = strings(Some(words));
        let old = doc.fields.entry(id.clone()).or_default();
        let mut all: Vec<String> = old.ticked.iter().chain(&old.unticked).cloned().collect();
        if all.is_empty() {
            all = book
                .template(doc.kind.as_deref().unwrap())
                .and_then(|t| t.field(id))
                .map(|f| f.options.iter().map(|o| o.word.clone()).collect())
                .unwrap_or_default();
            if all.is_empty() {
                all = vec!["yes".into(), "no".into()];
            }
        }
        old.unticked = all.into_iter().filter(|w| !ticked.contains(w)).collect();
        old.ticked = ticked;
        old.state = State::Read;
    }
    for id in strings(entry.get("untick")) {
        let old = doc.fields.get_mut(&id).unwrap();
        old.ticked.clear();
        old.unticked.clear();
    }
    for (id, word) in entry.get("only_shown").and_then(Value::as_table).into_iter().flatten() {
        let old = doc.fields.get_mut(id).unwrap();
        old.ticked.clear();
        old.unticked = vec![word.as_str().unwrap().to_owned()];
    }
    if let Some(share) = entry.get("followed").and_then(Value::as_integer) {
        doc.followed = u32::try_from(share).ok();
    }
    if let Some(count) = entry.get("documents").and_then(Value::as_integer) {
        doc.documents = u32::try_from(count).unwrap();
    }
    if let Some(language) = entry.get("unknown_language").and_then(Value::as_str) {
        language.clone_into(&mut doc.language);
        doc.unknown_language = true;
    }
    if entry.get("all_blank").is_some() {
        for field in doc.fields.values_mut() {
            *field = FieldReading { state: State::Blank, ..FieldReading::default() };
        }
    }
    for id in strings(entry.get("blank")) {
        doc.fields.insert(id, FieldReading { state: State::Blank, page: Some(1), ..FieldReading::default() });
    }
    for id in strings(entry.get("unreadable")) {
        doc.fields.insert(id, FieldReading { state: State::Unreadable, page: Some(1), ..FieldReading::default() });
    }
    for id in strings(entry.get("drop")) {
        doc.fields.remove(&id);
    }
    for (id, label) in entry.get("label").and_then(Value::as_table).into_iter().flatten() {
        doc.fields.get_mut(id).unwrap().label = label.as_str().unwrap().to_owned();
    }
    for pair in entry.get("extra").and_then(Value::as_array).into_iter().flatten() {
        let pair = strings(Some(pair));
        doc.extra.push(Extra { label: pair[0].clone(), text: pair[1].clone(), page: Some(1) });
    }
    if let Some(what) = entry.get("unread").and_then(Value::as_str) {
        doc.unread.push((what.to_owned(), Some(3)));
    }
    if let Some(text) = entry.get("text").and_then(Value::as_str) {
        doc.text = vec![text.to_owned()];
    }
    let template = book.template(doc.kind.as_deref().unwrap()).unwrap();
    if entry.contains_key("set_heads") {
        for id in [&template.numbered, &template.dated].into_iter().flatten() {
            doc.fields.insert(id.clone(), field(&Value::String("2".into())));
        }
    }
    if let Some(text) = entry.get("all").and_then(Value::as_str) {
        for f in template.fields.iter().filter(|f| f.required == Required::Mandatory) {
            doc.fields.insert(f.id.clone(), field(&Value::String(text.to_owned())));
        }
    }
    let known = entry.get("known").and_then(Value::as_table).cloned().unwrap_or_default();
    let mut others = BTreeMap::new();
    for (word, kind) in
        [("earlier", base), ("summary", "summary"), ("documentation", "documentation"), ("policy", "policy")]
    {
        if let Some(changes) = known.get(word).and_then(Value::as_table) {
            others.insert(word.to_owned(), document(bases, kind, Some(changes)));
        }
    }
    Case { doc, others, known }
}

fn knowledge<'a>(case: &'a Case) -> Context<'a> {
    let k = &case.known;
    let flag = |name: &str| k.get(name).and_then(Value::as_bool);
    let day = |name: &str| k.get(name).map(|v| v.as_datetime().unwrap().to_string().parse::<Date>().unwrap());
    let pairs = |name: &str| k.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    Context {
        today: day("today"),
        placed: day("placed"),
        country: k.get("country").map(|c| (c.as_str().unwrap().to_owned(), false)),
        open_source: flag("open_source"),
        sme: flag("sme"),
        open_licence: flag("open_licence"),
        systemic: flag("systemic"),
        transparency_exempt: flag("exempt"),
        modifier: flag("modifier"),
        base_models: strings(k.get("base_models")),
        further_training: flag("further_training"),
        material_change: day("material_change"),
        signatory: flag("signatory"),
        earlier: case.others.get("earlier"),
        dataset_sizes: pairs("datasets")
            .iter()
            .map(|p| {
                let p = p.as_array().unwrap();
                DatasetSize {
                    name: p[0].as_str().unwrap().into(),
                    modality: p[1].as_str().unwrap().into(),
                    size: Number::from_u128(p[2].as_integer().unwrap() as u128),
                }
            })
            .collect(),
        crawled_domains: k.get("domains").map(|n| n.as_integer().unwrap() as u64),
        crawled_pages: k.get("pages").map(|n| n.as_integer().unwrap() as u64),
        refused_pages: k.get("refused").map(|n| n.as_integer().unwrap() as u64),
        infringing: strings(k.get("infringing")),
        crawler_page: k.get("crawler_page").map(|p| strings(Some(p))),
        on_website: flag("website"),
        channels: strings(k.get("channels")),
        summary_at: k.get("summary_at").map(|p| strings(Some(p))),
        model_documentation: case.others.get("documentation"),
        copyright_policy: case.others.get("policy"),
        summary: case.others.get("summary"),
        notified: day("notified"),
        framework_confirmed: day("confirmed").map(Confirmed::On).or(flag("not_yet").map(|_| Confirmed::NotYet)),
        framework_assessed: day("assessed"),
        last_report: day("report"),
        outdated: strings(k.get("outdated"))
            .into_iter()
            .map(|field| Outdated {
                field,
                value: "old".into(),
                source: "README.md:2".into(),
                fact: "model.name".into(),
                now: "new".into(),
            })
            .collect(),
        ..Context::default()
    }
}

fn show(findings: &[Finding]) -> String {
    let case = |f: &Finding| f.case.clone().unwrap_or_default();
    findings.iter().map(|f| format!("  {}/{}@{}: {:?}\n", f.code, case(f), f.field(), f.details)).collect()
}

#[test]
fn each_rule_fires_where_it_should_and_not_beside_it() {
    let book = book();
    let all = cases();
    let (mut fired, mut quiet): (BTreeSet<String>, BTreeSet<String>) = Default::default();
    let mut ways: BTreeSet<String> = BTreeSet::new();
    let mut wrong = String::new();
    for (number, entry) in all["case"].as_array().unwrap().iter().enumerate() {
        let entry = entry.as_table().unwrap();
        let case = case(&all, entry, &book);
        let known = knowledge(&case);
        let report = lint(&case.doc, &known, &book);
        if let Some(want) = entry.get("fires").and_then(Value::as_str) {
            let (rule, rest) = want.split_once('/').unwrap();
            let (name, at) = rest.split_once('@').unwrap();
            let hit =
                |f: &&Finding| f.code == rule && f.case.as_deref() == Some(name) && (at.is_empty() || f.field() == at);
            if !report.findings.iter().any(|f| hit(&f)) {
                wrong.push_str(&format!("case {number}: {want} did not fire\n{}", show(&report.findings)));
            }
            fired.insert(rule.to_owned());
            ways.insert(format!("{rule}/{name}"));
        }
        if let Some(rule) = entry.get("quiet").and_then(Value::as_str) {
            if report.findings.iter().any(|f| f.code == rule) {
                wrong.push_str(&format!("case {number}: {rule} fired beside the mark\n{}", show(&report.findings)));
            }
            quiet.insert(rule.to_owned());
        }
        for f in &report.findings {
            let message = book.message(f, Language::English);
            assert!(!message.contains('…') || message.contains("`") || f.code == "TS-D11", "unfilled mark: {f:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    let by_program: BTreeSet<String> =
        book.rules.values().filter(|r| r.checked != Checked::ByAPerson).map(|r| r.id.clone()).collect();
    assert_eq!(by_program.difference(&fired).collect::<Vec<_>>(), Vec::<&String>::new(), "rules no case fires");
    let of = |id: &String| book.rules[id].cases.keys().map(|name| format!("{id}/{name}")).collect::<Vec<_>>();
    let silent: Vec<String> = by_program.iter().flat_map(of).filter(|way| !ways.contains(way)).collect();
    assert!(silent.is_empty(), "ways of firing that no case shows: {silent:?}");
    assert_eq!(by_program.difference(&quiet).collect::<Vec<_>>(), Vec::<&String>::new(), "rules without a near miss");
}

#[test]
fn the_clean_documents_have_no_finding() {
    let book = book();
    let all = cases();
    for base in ["summary", "documentation", "policy"] {
        let doc = document(all["base"].as_table().unwrap(), base, None);
        let known = Context { today: Some("2026-03-01".parse().unwrap()), ..Context::default() };
        let report = lint(&doc, &known, &book);
        assert!(report.findings.is_empty(), "{base}\n{}", show(&report.findings));
        if base == "summary" {
            assert!(report.scores.iter().all(|s| s.score == Some(100) && s.costs.is_empty()), "{:?}", report.scores);
        }
    }
}

#[test]
fn every_rule_a_program_can_tell_has_a_check_and_every_check_a_rule() {
    let book = book();
    let by_program: BTreeSet<&str> =
        book.rules.values().filter(|r| r.checked != Checked::ByAPerson).map(|r| r.id.as_str()).collect();
    assert_eq!(by_program, checked_rules());
    assert_eq!(book.rules.len(), 119);
}

#[test]
fn every_rule_cites_provisions_the_law_book_describes() {
    let law = Law::book().unwrap();
    let book = book();
    for rule in book.rules.values() {
        for cite in &rule.cites {
            assert!(law.paragraphs.contains_key(cite), "{} cites {cite}", rule.id);
        }
    }
}

#[test]
fn every_rule_a_form_names_is_in_the_book() {
    let book = book();
    for template in &book.templates {
        for field in &template.fields {
            for rule in &field.rules {
                assert!(book.rules.contains_key(rule), "{} {}: {rule}", template.kind, field.id);
            }
        }
    }
}

#[test]
fn a_broken_book_names_file_and_line() {
    let law = Law::book().unwrap();
    let templates = || gpai_forms::template::Template::book().unwrap();
    let words = gpai_forms::lexicon::WORDS;
    let rules = gpai_review::book::RULES.1;
    let refused =
        |text: &str| Book::read(("law/document-rules.toml", text), words, templates(), &law).unwrap_err().to_string();
    let error = refused(&rules.replacen("severity = \"error\"", "severity = \"eror\"", 1));
    assert!(error.starts_with("law/document-rules.toml:") && error.contains("did you mean `error`?"), "{error}");
    let error = refused(&rules.replacen("checked =", "cheked =", 1));
    assert!(error.contains("`checked` is missing"), "{error}");
    let error = refused(&format!("{rules}\n{}", rules.get(rules.find("[[rule]]").unwrap()..).unwrap()));
    assert!(error.contains("stands here twice"), "{error}");
    let error = refused(&rules.replacen("id = \"report-update\"", "id = \"report-updates\"", 1));
    assert!(error.contains("the [[amount]] `report-update` is missing"), "{error}");
    let error = refused(&rules.replacen("unit = \"weeks\"", "unit = \"fortnights\"", 1));
    assert!(error.starts_with("law/document-rules.toml:") && error.contains("`weeks`"), "{error}");
    let error = refused(&rules.replacen("field = \"notified\"", "field = \"notifed\"", 1));
    assert!(error.contains("no rule can ask for `notifed`"), "{error}");
    let error = refused(&rules.replace("rules = [\"TS-242\"]", "rules = [\"TS-241\"]"));
    assert!(error.contains("no [[knowledge]] says how `TS-242` gets what it needs"), "{error}");
}

/// Whatever a reader hands over: no panic, an end, findings in order, the same each time.
#[test]
fn any_reading_ends_in_a_report() {
    const PARTS: [&str; 16] = [
        "N/A",
        "(",
        "ﬁneweb ",
        "https://a.example/b",
        "12/13/2025",
        "٣",
        "\u{202e}",
        "3 billion tokens ",
        "e.g. ",
        "\n- ",
        "☒ Text",
        "Ǆ",
        "10^",
        "…",
        "From 01/2025 to ",
        "\u{1b}[31m",
    ];
    let book = book();
    let mut random = fastrand::Rng::with_seed(7);
    for round in 0..150 {
        let kind = KINDS[round % KINDS.len()].1;
        let template = book.template(kind).unwrap();
        let mut doc = Reading { kind: Some(kind.into()), pages: 3, ..Reading::default() };
        for f in &template.fields {
            let text: String = (0..random.usize(0..12)).map(|_| PARTS[random.usize(0..PARTS.len())]).collect();
            let state = [State::Read, State::Read, State::Blank, State::Unreadable][random.usize(0..4)];
            let mut words: Vec<String> = f.options.iter().map(|o| o.word.clone()).collect();
            words.extend(["yes".to_owned(), "no".to_owned(), text.clone()]);
            let cut = random.usize(0..words.len());
            let unticked = words.split_off(cut);
            if random.u8(0..4) > 0 {
                let page = Some(random.u32(0..5));
                doc.fields.insert(
                    f.id.clone(),
                    FieldReading { state, text, ticked: words, unticked, page, ..FieldReading::default() },
                );
            }
        }
        let known = Context {
            today: Some("2026-03-01".parse().unwrap()),
            earlier: Some(&doc),
            crawled_domains: Some(u64::MAX),
            ..Context::default()
        };
        let report = lint(&doc, &known, &book);
        assert_eq!(report, lint(&doc, &known, &book));
        assert!(report.findings.is_sorted_by_key(|f| (f.field().to_owned(), f.code.clone(), f.page())));
        assert!(report.scores.iter().all(|s| s.score.is_none_or(|n| n <= 100)));
        assert!(report.findings.iter().all(|f| doc.fields.get(f.field()).is_none_or(|x| x.state != State::Unreadable)));
    }
}
