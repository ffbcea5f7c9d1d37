//! What one reader may see: cut from the evidence before anything is written. A writer gets this and nothing else, so what is not
//! in here is in no export: not as a value, not in an id, not in the name of a file.

use gpai_rules::fact::{Fact, Facts, Source, Value};
use gpai_rules::names;
use jiff::civil::Date;
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::audience::Reader;
use super::evidence::Evidence;
use super::items::{Answered, Dataset, DutyHeld, Energy, Evaluation, FileEntry, Held, HubId, Place};
use super::text;

/// Where the ids of exports come from: a name space of our own.
const NAMESPACE: &str = "https://github.com/gpai-tools/gpai/export/1";

/// What one reader may see.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Who reads.
    pub reader: Reader,
    /// The day whose law applies.
    pub on: Date,
    /// The program's version.
    pub program: String,
    /// Id and edition of the law book.
    pub law: (String, String),
    /// The model's name, a stranger's text in one line.
    pub model: String,
    /// Where it is on the Hub.
    pub hub: Option<HubId>,
    /// Facts, by name.
    pub facts: Vec<SeenFact>,
    /// Answers of the forms.
    pub answers: Vec<Known<Answered>>,
    /// Files.
    pub files: Vec<FileEntry>,
    /// How many more files there are.
    pub files_left_out: usize,
    /// Data sets.
    pub datasets: Vec<Known<Dataset>>,
    /// Evaluations.
    pub evaluations: Vec<Known<Evaluation>>,
    /// Energy.
    pub energy: Vec<Known<Energy>>,
    /// Duties; the provider alone sees what is owed and what is missing.
    pub duties: Vec<DutyHeld>,
    /// Codes of the findings; for the provider alone.
    pub findings: Vec<String>,
    /// What is not in the export because sources contradict one another: names of facts, for the provider alone.
    pub contradicted: Vec<String>,
}

/// A fact as far as a reader may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenFact {
    /// Name.
    pub name: String,
    /// What the sources that the reader may see allow together.
    pub value: Value,
    /// Where, in files that the reader may know of.
    pub places: Vec<Place>,
}

/// An item that a reader may see, with its place if the reader may know of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known<T> {
    /// Where it stands.
    pub place: Option<Place>,
    /// The item.
    pub item: T,
}

impl Evidence {
    /// What one reader may see: the only thing that an export is written from.
    pub fn seen_by(&self, reader: Reader) -> Seen {
        Seen::of(self, reader)
    }
}

impl Seen {
    /// Cuts.
    fn of(all: &Evidence, reader: Reader) -> Seen {
        let known_file = |file: &str| reader.sees_files() || all.is_public(file);
        let mut seen = Seen {
            reader,
            on: all.on,
            program: all.program.clone(),
            law: all.law.clone(),
            model: text::line(&all.model),
            hub: all.hub.clone(),
            facts: Vec::new(),
            answers: cut(&all.answers, reader, known_file),
            files: all.files.iter().filter(|f| reader == Reader::Own || all.is_public(&f.path)).cloned().collect(),
            files_left_out: 0,
            datasets: cut(&all.logs.datasets, reader, known_file),
            evaluations: cut(&all.logs.evaluations, reader, known_file),
            energy: cut(&all.logs.energy, reader, known_file),
            duties: if reader == Reader::Own { all.duties.clone() } else { Vec::new() },
            findings: if reader == Reader::Own { all.findings.clone() } else { Vec::new() },
            contradicted: Vec::new(),
        };
        seen.files_left_out = all.files.len() - seen.files.len();
        for whole in &all.whole {
            match fact(all, whole, reader) {
                Ok(fact) => seen.facts.extend(fact),
                Err(()) if reader == Reader::Own => seen.contradicted.push(whole.name.clone()),
                Err(()) => {}
            }
        }
        seen
    }

    /// A fact.
    pub fn fact(&self, name: &str) -> Option<&SeenFact> {
        self.facts.iter().find(|f| f.name == name)
    }

    /// A fact's value as text.
    pub fn text(&self, name: &str) -> Option<String> {
        self.fact(name).map(|f| text::value(&f.value)).filter(|t| !t.is_empty())
    }

    /// The words of a set; also where there may be more.
    pub fn words(&self, name: &str) -> Vec<String> {
        match self.fact(name).map(|f| &f.value) {
            Some(Value::Set { words, .. }) => words.iter().map(|w| text::line(w)).collect(),
            _ => Vec::new(),
        }
    }

    /// A day.
    pub fn day(&self, name: &str) -> Option<Date> {
        match self.fact(name).map(|f| &f.value) {
            Some(Value::Date(day)) => Some(*day),
            _ => None,
        }
    }

    /// An answer of a form, other than that the question does not apply.
    pub fn answer(&self, form: &str, field: &str) -> Option<&str> {
        let found = self.answers.iter().map(|a| &a.item).find(|a| a.form == form && a.field == field);
        found.filter(|a| !a.not_applicable && !a.text.is_empty()).map(|a| a.text.as_str())
    }

    /// The provider's name.
    pub fn provider(&self) -> Option<String> {
        self.text(names::PROVIDER_NAME)
    }

    /// The version of the model: as answered, or the commit on the Hub.
    pub fn version(&self) -> Option<String> {
        self.text(names::MODEL_VERSION).or_else(|| self.hub.as_ref()?.commit.clone())
    }

    /// The model that this one was made from; none is not said by silence.
    pub fn base(&self) -> Option<String> {
        match &self.fact(names::MODIFICATION_BASE)?.value {
            Value::Text(name) => Some(text::line(name)).filter(|n| !n.is_empty() && n != "none"),
            _ => None,
        }
    }

    /// The day as a time.
    pub fn time(&self) -> String {
        format!("{}T00:00:00Z", self.on)
    }

    /// Whether the licence was read in a licence text of the folder, and not only named.
    pub fn licence_was_read(&self) -> bool {
        let fact = self.fact(names::OPENNESS_LICENCE);
        fact.is_some_and(|f| {
            f.places.iter().any(|p| {
                let name = p.file.rsplit('/').next().unwrap_or(&p.file).to_lowercase();
                name.starts_with("licen") || name.starts_with("copying")
            })
        })
    }

    /// An id that is the same for the same view, format and part, and no other.
    pub fn id(&self, format: &str, part: &str) -> String {
        uuid(&format!("{}\n{format}\n{part}", self.digest()))
    }

    /// Many ids of one format, hashing the view once.
    pub fn ids(&self, format: &'static str) -> Ids {
        Ids { digest: self.digest(), format }
    }

    /// SHA-256 of the view in its canonical form.
    pub fn digest(&self) -> String {
        let text = serde_json::to_string(&self.canonical()).unwrap_or_default();
        hex(&Sha256::digest(text.as_bytes()))
    }

    /// The view as one value, everything in a fixed order.
    fn canonical(&self) -> Json {
        let place = |p: &Place| json!([p.file, p.line, p.method]);
        json!({
            "format": "gpai-evidence/1",
            "reader": self.reader.word(),
            "as_of": self.on.to_string(),
            "program": self.program,
            "law": [self.law.0, self.law.1],
            "model": self.model,
            "hub": self.hub.as_ref().map(|h| json!([h.owner, h.name, h.commit])),
            "facts": self.facts.iter().map(|f| json!([f.name, crate::json::value(&f.value), f.places.iter().map(place).collect::<Vec<_>>()])).collect::<Vec<_>>(),
            "answers": self.answers.iter().map(|a| json!([a.item.form, a.item.field, a.item.text, a.item.not_applicable])).collect::<Vec<_>>(),
            "files": self.files.iter().map(|f| json!([f.path, f.size, f.sha256])).collect::<Vec<_>>(),
            "datasets": self.datasets.iter().map(|d| json!([d.place.as_ref().map(place), dataset(&d.item)])).collect::<Vec<_>>(),
            "evaluations": self.evaluations.iter().map(|e| json!([e.place.as_ref().map(place), evaluation(&e.item)])).collect::<Vec<_>>(),
            "energy": self.energy.iter().map(|e| json!([e.place.as_ref().map(place), energy(&e.item)])).collect::<Vec<_>>(),
            "findings": self.findings,
            "duties": self.duties.iter().map(|d| json!([d.id, d.status.word(), d.state.word(), d.due.map(|x| x.to_string()), d.cites, d.findings, d.document])).collect::<Vec<_>>(),
        })
    }
}

fn dataset(d: &Dataset) -> Json {
    let day = |day: Option<Date>| day.map(|d| d.to_string());
    let files: Vec<Json> = d.files.iter().map(|f| json!([f.url, f.sha256, f.format, f.bytes])).collect();
    json!([
        [d.name, d.url, d.version, d.licence, d.description, d.creator, day(d.published), day(d.built)],
        [d.modalities, d.role, d.bytes, d.public, d.selection, d.collected, files],
    ])
}

fn evaluation(e: &Evaluation) -> Json {
    json!([
        [e.task, e.metric, e.value, e.stderr.as_ref().map(ToString::to_string), e.n, e.of, e.shots, e.dataset],
        [e.tool, e.date.map(|d| d.to_string()), e.method, e.caveats],
    ])
}

fn energy(e: &Energy) -> Json {
    json!([crate::json::value(&Value::Number(e.mwh.clone())), e.measured, e.covers])
}

/// Ids of one format.
#[derive(Clone, Debug)]
pub struct Ids {
    digest: String,
    format: &'static str,
}

impl Ids {
    /// The id of a part.
    pub fn of(&self, part: &str) -> String {
        uuid(&format!("{}\n{}\n{part}", self.digest, self.format))
    }
}

/// A UUID (version 5) of a name in our name space.
pub fn uuid(name: &str) -> String {
    let space = Uuid::new_v5(&Uuid::NAMESPACE_URL, NAMESPACE.as_bytes());
    Uuid::new_v5(&space, name.as_bytes()).to_string()
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn cut<T: Clone>(items: &[Held<T>], reader: Reader, known_file: impl Fn(&str) -> bool) -> Vec<Known<T>> {
    let seen = items.iter().filter(|held| reader.sees(&held.readers));
    seen.map(|held| Known { place: held.place.clone().filter(|p| known_file(&p.file)), item: held.item.clone() })
        .collect()
}

/// A fact from the sources that the reader may see, or nothing; an error where all sources together contradict one another, or a
/// person decided against those that the reader may see.
fn fact(all: &Evidence, whole: &Fact, reader: Reader) -> Result<Option<SeenFact>, ()> {
    let mut seen = Facts::new();
    for claim in all.facts.claims(&whole.name) {
        let public = all.is_public(&claim.source.file);
        if reader.sees(&all.rules.readers_of(&whole.name, claim, public)) {
            seen.add(whole.name.clone(), claim.value.clone(), claim.source.clone());
        }
    }
    let Some(found) = seen.resolve(&whole.name) else { return Ok(None) };
    let (Some(value), Some(settled)) = (found.value, whole.value.as_ref()) else { return Err(()) };
    if whole.overruled && value != *settled {
        return Err(());
    }
    let place = |source: &Source| Place { file: source.file.clone(), line: source.line, method: source.method.clone() };
    let shown = |source: &&Source| reader.sees_files() || all.is_public(&source.file);
    let mut places: Vec<Place> = found.sources.iter().filter(shown).map(place).collect();
    places.sort();
    places.dedup();
    Ok(Some(SeenFact { name: whole.name.clone(), value, places }))
}
