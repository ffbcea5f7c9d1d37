//! A generated model folder in which every text and amount that can hold one is a canary, with who may see it.
//!
//! Who may see it is told here from `law/` itself, not from the code that is tested.

use std::collections::{BTreeMap, BTreeSet};

use gpai_forms::record::{Answer, Cells, Record, Value};
use gpai_forms::template::{Audience, Part, Shape, Template};
use gpai_report::exports::items::{Dataset, DatasetFile, Energy, Evaluation};
use gpai_report::exports::{FileEntry, Filed, Held, Logs, Place, Reader, Readers};
use gpai_rules::fact::{Facts, Origin, Source, Value as FactValue};
use gpai_rules::finding;
use gpai_rules::law::{Kind as FactKind, Law};
use gpai_rules::number::{Interval, Number};
use gpai_rules::rows::{DatasetRow, Evaluation as Evaluation0, Rows};
use jiff::civil::{Date, date};

/// What a canary is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Word,
    Amount,
    Digest,
}

/// One canary.
#[derive(Clone, Debug)]
pub struct Canary {
    pub token: String,
    pub kind: Kind,
    pub readers: Readers,
    /// Not even the provider's own export holds it.
    pub nobody: bool,
    pub place: String,
}

/// The folder.
pub struct Folder {
    pub on: Date,
    pub facts: Facts,
    pub records: Vec<Filed>,
    pub files: Vec<FileEntry>,
    pub logs: Logs,
    pub rows: Rows,
    pub canaries: Vec<Canary>,
    random: fastrand::Rng,
    next: u32,
}

impl Folder {
    pub fn of(law: &Law, seed: u64) -> Folder {
        let mut folder = Folder {
            on: date(2026, 12, 1),
            facts: Facts::new(),
            records: Vec::new(),
            files: Vec::new(),
            logs: Logs::default(),
            rows: Rows::default(),
            canaries: Vec::new(),
            random: fastrand::Rng::with_seed(seed),
            next: u32::try_from(seed).unwrap() * 10_000,
        };
        folder.fill_records();
        folder.fill_facts(law);
        folder.fill_files();
        folder.fill_logs();
        folder.fill_rows();
        folder
    }

    fn canary(&mut self, kind: Kind, readers: &Readers, place: &str) -> String {
        self.next += 1;
        let token = match kind {
            Kind::Word => format!("cnry{:06}", self.next),
            // Nine figures, the first five of which no other canary has.
            Kind::Amount => format!("{}{}", 10_000 + self.next % 80_000, self.random.u32(1000..9999)),
            Kind::Digest => (0..64).map(|_| char::from_digit(self.random.u32(0..16), 16).unwrap()).collect(),
        };
        let place = place.to_owned();
        self.canaries.push(Canary { token: token.clone(), kind, readers: readers.clone(), nobody: false, place });
        token
    }

    fn word(&mut self, readers: &Readers, place: &str) -> String {
        self.canary(Kind::Word, readers, place)
    }

    /// A record of every form, every field answered.
    fn fill_records(&mut self) {
        for template in Template::book().unwrap() {
            if self.records.iter().any(|f| f.template.kind == template.kind) {
                continue; // The newest version of each.
            }
            let mut record =
                Record { kind: template.kind.clone(), template: template.version.clone(), answers: BTreeMap::new() };
            for field in &template.fields {
                let readers: Readers = field.audiences.iter().copied().collect();
                let place = format!("{}/{}", template.kind, field.id);
                let mut answer = Answer::of(self.value(
                    &field.shape,
                    &field.options.first().map(|o| o.word.clone()),
                    &readers,
                    &place,
                ));
                answer.source = Some(self.word(&Readers::new(), &format!("{place} source")));
                self.canaries.last_mut().unwrap().nobody = true;
                answer.line = self.random.u32(1..500);
                record.answers.insert(field.id.clone(), answer);
            }
            let file = format!("documents/{}.toml", template.kind);
            self.records.push(Filed { file, template, record });
        }
    }

    fn value(&mut self, shape: &Shape, option: &Option<String>, readers: &Readers, place: &str) -> Value {
        match shape {
            Shape::Text => Value::Text(format!("About {} and more.", self.word(readers, place))),
            Shape::YesNo => Value::Yes(true),
            Shape::Choice => option.clone().map_or_else(|| Value::Text(self.word(readers, place)), Value::Word),
            Shape::Choices => Value::Words(option.iter().cloned().collect()),
            Shape::Date => Value::Date(date(2026, 3, 1)),
            Shape::Month => Value::Month(gpai_forms::record::Month { year: 2026, month: 3 }),
            Shape::Period => {
                let month = gpai_forms::record::Month { year: 2026, month: 3 };
                Value::Period(month, month)
            }
            Shape::Number { .. } => Value::Number(self.canary(Kind::Amount, readers, place)),
            Shape::List => Value::List((0..3).map(|_| self.word(readers, place)).collect()),
            Shape::Rows(parts) => Value::Rows((0..3).map(|_| self.cells(parts, readers, place)).collect()),
            Shape::Parts(parts) => Value::Parts(self.cells(parts, readers, place)),
        }
    }

    fn cells(&mut self, parts: &[Part], readers: &Readers, place: &str) -> Cells {
        let mut cells = Cells::new();
        for part in parts {
            let place = format!("{place}.{}", part.key);
            let value = if ["link", "summary"].contains(&part.key.as_str()) {
                Value::Text(format!("https://{}.example/x", self.word(readers, &place)))
            } else {
                self.value(&part.shape, &part.options.first().map(|o| o.word.clone()), readers, &place)
            };
            cells.insert(part.key.clone(), value);
        }
        cells
    }

    /// Every fact, once: answered, stated in a public file, estimated from one, or read from a file that is not public.
    fn fill_facts(&mut self, law: &Law) {
        let rules = rules();
        for def in &law.facts {
            let rule = rules.facts.get(&def.name);
            let guarded =
                rule.is_some_and(|r| r.guarded) || rules.guarded.iter().any(|g| def.name.starts_with(g.as_str()));
            let mut readers = rule.map(|r| r.readers.clone()).unwrap_or_default();
            let way = if def.name.starts_with("openness.weights") { 0 } else { self.random.u32(0..4) };
            let mut source = match way {
                0 => Source::new(Origin::Answer, "gpai.toml").at(self.random.u32(1..99), 1),
                1 | 2 => Source::new(Origin::Evidence, "README.md").at(self.random.u32(1..99), 1),
                _ => {
                    // Who may see files may see their names.
                    let readers = Readers::from([Audience::Nca, Audience::Aio]);
                    Source::new(Origin::Evidence, format!("logs/{}.csv", self.word(&readers, &def.name)))
                }
            };
            if way == 2 {
                let shown = if guarded { readers.clone() } else { Readers::from([Audience::Public]) };
                source.method = Some(format!("by {}", self.word(&shown, &format!("{} method", def.name))));
            }
            if rule.is_some_and(|r| r.address) {
                readers.clear();
            }
            if way == 1 || (way == 2 && !guarded) {
                readers.insert(Audience::Public);
            }
            if way == 0 {
                source.by = Some(self.word(&Readers::new(), &format!("{} by", def.name)));
                self.canaries.last_mut().unwrap().nobody = true;
                source.why = Some(self.word(&Readers::new(), &format!("{} why", def.name)));
                self.canaries.last_mut().unwrap().nobody = true;
            }
            let value = match def.kind {
                FactKind::Number => {
                    let amount = Number::parse(&self.canary(Kind::Amount, &readers, &def.name)).unwrap();
                    FactValue::Number(Interval::point(amount))
                }
                FactKind::Set => FactValue::set([self.word(&readers, &def.name), self.word(&readers, &def.name)]),
                FactKind::YesNo => FactValue::Bool(true),
                FactKind::Date => FactValue::Date(date(2026, 3, 1)),
                FactKind::Word | FactKind::Text | FactKind::Country => FactValue::Text(self.word(&readers, &def.name)),
            };
            self.facts.add(def.name.clone(), value, source);
        }
    }

    /// Files that are public and files that are not, with names and digests.
    fn fill_files(&mut self) {
        let public = Readers::from([Audience::Public]);
        for path in ["README.md", "LICENSE", "config.json", "model.safetensors"] {
            let sha256 = Some(self.canary(Kind::Digest, &public, path));
            self.files.push(FileEntry { path: path.to_owned(), size: 1, sha256 });
        }
        for _ in 0..20 {
            let own = Readers::new();
            let path = format!("secret/{}.bin", self.word(&own, "file name"));
            let sha256 = Some(self.canary(Kind::Digest, &own, "file digest"));
            self.files.push(FileEntry { path, size: 1, sha256 });
        }
    }

    /// What readers of logs hand in, for each reader.
    fn fill_logs(&mut self) {
        for audience in [None, Some(Audience::Public), Some(Audience::Dp), Some(Audience::Nca), Some(Audience::Aio)] {
            let readers: Readers = audience.into_iter().collect();
            let file = format!("logs/{}.json", self.word(&Readers::from([Audience::Nca, Audience::Aio]), "log name"));
            let place = Some(Place { file, line: Some(1), method: None });
            for i in 0..4 {
                let w = |folder: &mut Self| folder.word(&readers, "log");
                let evaluation = Evaluation {
                    task: w(self),
                    metric: Some(w(self)),
                    value: "0.5".into(),
                    stderr: Number::parse("0.01").ok(),
                    dataset: Some(w(self)),
                    tool: Some(w(self)),
                    method: Some(w(self)),
                    caveats: vec![w(self)],
                    ..Evaluation::default()
                };
                self.logs.evaluations.push(Held { readers: readers.clone(), place: place.clone(), item: evaluation });
                let mwh = Interval::point(Number::parse(&self.canary(Kind::Amount, &readers, "energy")).unwrap());
                let energy = Energy { mwh, measured: Some(true), covers: vec!["training".into()] };
                self.logs.energy.push(Held { readers: readers.clone(), place: place.clone(), item: energy });
                let dataset = Dataset {
                    name: w(self),
                    url: Some(format!("https://{}.example", w(self))),
                    licence: Some(w(self)),
                    description: Some(w(self)),
                    creator: Some(w(self)),
                    published: Some(date(2026, 1, 1)),
                    modalities: if i % 2 == 0 { vec!["text".into()] } else { Vec::new() },
                    public: Some(i != 3),
                    files: vec![DatasetFile {
                        url: format!("https://a.example/{}", w(self)),
                        sha256: self.canary(Kind::Digest, &readers, "data set digest"),
                        format: "text/csv".into(),
                        bytes: Some(1),
                    }],
                    ..Dataset::default()
                };
                self.logs.datasets.push(Held { readers: readers.clone(), place: place.clone(), item: dataset });
            }
        }
    }

    /// Rows as readers of logs give them: of a public file, and of one that is not.
    fn fill_rows(&mut self) {
        let files = Readers::from([Audience::Nca, Audience::Aio]);
        let places = [
            (Readers::from([Audience::Public]), ".eval_results/x.yaml".to_owned()),
            (Readers::new(), format!("evals/{}.json", self.word(&files, "evaluation log"))),
        ];
        for (readers, file) in places {
            let mut word = || Some(self.word(&readers, "row"));
            let row = Evaluation0 {
                place: finding::Place { file, line: Some(3), column: None, page: None, field: None },
                task: word(),
                metric: word(),
                filter: word(),
                tool: word().unwrap(),
                value: "0.7".into(),
                judge: word(),
                ..Evaluation0::default()
            };
            let set = DatasetRow {
                place: row.place.clone(),
                name: word(),
                licence: word(),
                version: word(),
                ..DatasetRow::default()
            };
            self.rows.evaluations.push(row);
            self.rows.datasets.push(set);
        }
    }

    /// Other values in the place of all that a reader may not see; nothing else changes.
    #[allow(dead_code, reason = "not every test that uses this file scrambles")]
    pub fn scramble(&mut self, seed: u64, keep: Reader) {
        let secret: BTreeSet<String> =
            self.canaries.iter().filter(|c| c.nobody || !keep.sees(&c.readers)).map(|c| c.token.clone()).collect();
        let mut random = fastrand::Rng::with_seed(seed);
        let mut map = BTreeMap::new();
        for token in secret {
            let changed: String = token
                .chars()
                .map(|c| if c.is_ascii_digit() { char::from(random.u8(b'1'..=b'9')) } else { c })
                .collect();
            map.insert(token, changed);
        }
        let swap = |text: &str| {
            let mut out = text.to_owned();
            for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
                if let Some(changed) = map.get(word) {
                    out = out.replace(word, changed);
                }
            }
            out
        };
        for filed in &mut self.records {
            for answer in filed.record.answers.values_mut() {
                answer.source = answer.source.as_ref().map(|s| swap(s));
                swap_value(&mut answer.value, &swap);
            }
        }
        let mut facts = Facts::new();
        for name in self.facts.names() {
            for claim in self.facts.claims(name) {
                let mut source = claim.source.clone();
                source.file = swap(&source.file);
                for text in [&mut source.by, &mut source.why, &mut source.method].into_iter().flatten() {
                    *text = swap(text);
                }
                let value = match &claim.value {
                    FactValue::Text(t) => FactValue::Text(swap(t)),
                    FactValue::Set { words, complete } => {
                        FactValue::Set { words: words.iter().map(|w| swap(w)).collect(), complete: *complete }
                    }
                    FactValue::Number(n) => {
                        FactValue::Number(Interval::point(Number::parse(&swap(&n.low.to_string())).unwrap()))
                    }
                    other => other.clone(),
                };
                facts.add(name, value, source);
            }
        }
        self.facts = facts;
        for file in &mut self.files {
            file.path = swap(&file.path);
            file.sha256 = file.sha256.as_ref().map(|d| swap(d));
        }
        let places = |place: &mut Option<Place>| place.iter_mut().for_each(|p| p.file = swap(&p.file));
        self.logs.evaluations.iter_mut().for_each(|h| places(&mut h.place));
        self.logs.energy.iter_mut().for_each(|h| places(&mut h.place));
        self.logs.datasets.iter_mut().for_each(|h| places(&mut h.place));
        for held in self.logs.evaluations.iter_mut().filter(|h| !keep.sees(&h.readers)) {
            held.item.value = format!("0.{}", random.u32(1..999));
        }
        for held in self.logs.datasets.iter_mut().filter(|h| !keep.sees(&h.readers)) {
            held.item.name = swap(&held.item.name);
            held.item.bytes = Some(random.u64(..));
        }
    }
}

fn swap_value(value: &mut Value, swap: &dyn Fn(&str) -> String) {
    match value {
        Value::Text(t) | Value::Number(t) => *t = swap(t),
        Value::List(list) => list.iter_mut().for_each(|t| *t = swap(t)),
        Value::Rows(rows) => rows.iter_mut().flat_map(|r| r.values_mut()).for_each(|v| swap_value(v, swap)),
        Value::Parts(cells) => cells.values_mut().for_each(|v| swap_value(v, swap)),
        _ => {}
    }
}

struct FactRule {
    readers: Readers,
    guarded: bool,
    address: bool,
}

struct Rules {
    facts: BTreeMap<String, FactRule>,
    guarded: Vec<String>,
}

/// `law/exports.toml` as it stands.
fn rules() -> Rules {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law/exports.toml");
    let table: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
    let flag = |entry: &toml::Value, key: &str| entry.get(key).and_then(toml::Value::as_bool).unwrap_or(false);
    let facts = table["fact"].as_array().unwrap().iter().map(|entry| {
        let words = entry["readers"].as_array().unwrap().iter().map(|w| Audience::named(w.as_str().unwrap()).unwrap());
        let rule =
            FactRule { readers: words.collect(), guarded: flag(entry, "guarded"), address: flag(entry, "address") };
        (entry["name"].as_str().unwrap().to_owned(), rule)
    });
    let guarded = table["guarded"].as_array().unwrap().iter().map(|g| g.as_str().unwrap().to_owned()).collect();
    Rules { facts: facts.collect(), guarded }
}
