//! How long what is kept: documents of every version ten years from the placing of the model, papers on an incident five years
//! from the later of paper and incident. For keeping, the later reading is the careful one.

use jiff::civil::Date;

use super::deadline::Keep;
use super::run::Run;
use crate::periods::{Length, Moment, Regime, Unit, count};

/// Years after the placing of the model.
const DOCUMENTS: Length = Length::new(10, Unit::Years);
/// Years after paper or incident.
const INCIDENT: Length = Length::new(5, Unit::Years);

/// Documents of a version by which Article 53(1)(a) is met.
pub(crate) fn is_technical(kind: &str) -> bool {
    matches!(kind, "model-documentation" | "technical-documentation")
}

/// What has to be kept, sorted by its last day.
pub(crate) fn all(run: &Run<'_>) -> Vec<Keep> {
    let mut out = Vec::new();
    for version in run.of_provider("version.add") {
        let mut documents: Vec<&str> = version.words("documents").collect();
        let archived = run.record(&version.id);
        documents.extend(archived.iter().filter(|e| e.kind == "version.archive").flat_map(|e| e.words("documents")));
        let placed = placed_latest(run, version);
        for document in documents {
            let (kind, number) = document.split_once('=').unwrap_or((document, ""));
            let name = if number.is_empty() { kind.to_owned() } else { format!("{kind}@{number}") };
            let cites = match kind {
                kind if is_technical(kind) => "code-of-practice/transparency/1.1",
                "representative-mandate" => "ai-act/54/3",
                _ => "code-of-practice/safety/10.1",
            };
            keep(&mut out, run, format!("{}/{name}", version.id), placed, DOCUMENTS, cites);
        }
    }
    for add in run.of_provider("incident.add") {
        let occurred = add.day("occurred").unwrap_or_else(|| add.on.brussels_day());
        for report in run.record(&add.id).into_iter().filter(|e| e.kind == "incident.report") {
            let day = report.on.brussels_day();
            let stage = report.words("stage").collect::<Vec<_>>().join("+");
            let from = Some(day.max(occurred));
            keep(&mut out, run, format!("{}/{stage}@{day}", add.id), from, INCIDENT, "code-of-practice/safety/9.4");
        }
    }
    out.sort_by(|a, b| {
        a.until.is_none().cmp(&b.until.is_none()).then(a.until.cmp(&b.until)).then(a.subject.cmp(&b.subject))
    });
    out.dedup();
    out
}

/// The day on which the model of a version was placed: the first of its versions and of the answers; where the two differ, the
/// later one, since keeping too long is the lesser harm.
fn placed_latest(run: &Run<'_>, version: &super::history::Event) -> Option<Date> {
    let same = |other: &super::history::Event| other.get("model") == version.get("model");
    let versions = run.of_provider("version.add").into_iter().filter(|e| same(e)).filter_map(|e| e.day("placed")).min();
    let answered = run.placed_by_answers.filter(|_| run.is_ours(version));
    [versions, answered].into_iter().flatten().max()
}

fn keep(out: &mut Vec<Keep>, run: &Run<'_>, subject: String, from: Option<Date>, length: Length, cites: &str) {
    let counted = from.and_then(|from| count(Regime::Keep, &Moment::day(from), length, &run.places));
    let until = counted.and_then(|counted| counted.due);
    let may_delete_from = until.and_then(|day| day.tomorrow().ok());
    out.push(Keep { subject, until, may_delete_from, cites: vec![cites.to_owned()] });
}
