//! The report as JSON, `gpai-verbatim/1` of `docs/machine-formats.md`.

use std::collections::BTreeMap;

use gpai_verbatim::class::Class;
use gpai_verbatim::fold::Fold;
use gpai_verbatim::gram;
use gpai_verbatim::interval;
use gpai_verbatim::tally::{Place, Work};
use serde_json::{Value as Json, json};

use super::figures::{CHANCES, Figures, Kind};
use super::limit::Limit;
use super::outputs::Outputs;
use super::pass::{self, Corpus, Shown, Stretch};
use super::passed::Passed;
use crate::hash;

/// The format.
pub const FORMAT: &str = "gpai-verbatim/1";
/// The format of what goes into a model folder.
pub const RECORD: &str = "gpai-verbatim-record/1";
/// The default of `--min-chars`, and where it comes from.
pub const CHARS: u32 = 160;
/// Where the default comes from.
pub const CHARS_SOURCE: &str = "UrhDaG (Germany) section 10(1) no. 2: up to 160 characters of a text";
/// Characters of a text that are shown, and works that are listed.
const MOST: (usize, usize) = (1_000, 100);

/// What a report is made from.
pub struct Parts<'a> {
    /// What was read.
    pub outputs: &'a Outputs,
    /// The corpus.
    pub corpus: &'a Corpus,
    /// What the pass found.
    pub passed: &'a Passed,
    /// Works of which something was found.
    pub works: &'a [(u64, Work)],
    /// The figures.
    pub figures: &'a Figures,
    /// The figures of outputs that are no model's, or another one's.
    pub baseline: Option<&'a Figures>,
    /// The documents that are shown.
    pub shown: &'a BTreeMap<Stretch, Shown>,
    /// The model, as it was named.
    pub model: Json,
    /// Each file of the corpus with its size and hash.
    pub inputs: Vec<Json>,
    /// How texts were folded.
    pub fold: Fold,
    /// Folded characters of a span.
    pub chars: u32,
    /// Percent of a span that are the same.
    pub near: Option<u32>,
    /// Documents from which on a span is common.
    pub common: u64,
    /// Every which place was indexed.
    pub every: usize,
    /// What was named as protected.
    pub protected: &'a [String],
    /// Decisions of people.
    pub decisions: usize,
    /// A bound of the provider's own.
    pub limit: Option<Limit>,
}

/// The report.
#[must_use]
pub fn json(parts: &Parts<'_>) -> Json {
    let figures = parts.figures;
    let (all, kinds): (Option<&Kind>, &[Kind]) = match figures.kinds.split_first() {
        Some((all, kinds)) => (Some(all), kinds),
        None => (None, &[]),
    };
    let manifest = hash::sha256(Json::from(parts.inputs.clone()).to_string().as_bytes());
    let outputs = parts.outputs;
    let chars_source = if parts.chars == CHARS { Json::from(CHARS_SOURCE) } else { Json::Null };
    let spans_by_class: Vec<Json> =
        figures.spans.iter().map(|(class, n)| json!({ "class": class.word(), "spans": n })).collect();
    json!({
        "format": FORMAT,
        "model": parts.model,
        "corpus": {
            "files": parts.corpus.files.len(),
            "works": parts.corpus.works.len(),
            "documents": parts.passed.documents,
            "bytes": parts.passed.bytes,
            "documents_without_text": parts.passed.without,
            "manifest_sha256": manifest,
            "inputs": parts.inputs,
            "rejected": rejected(parts.passed),
        },
        "outputs": {
            "files": outputs.files.iter().map(|(file, shape, bytes)| json!({ "file": file, "shape": shape, "bytes": bytes })).collect::<Vec<_>>(),
            "prompts": outputs.prompts.len(),
            "samples": outputs.samples.len(),
            "different": outputs.texts.len(),
            "records_without_output": outputs.without,
            "unread": outputs.unread.iter().take(MOST.1).map(|u| json!({ "file": u.file, "place": u.place, "code": u.code })).collect::<Vec<_>>(),
            "unread_count": outputs.unread.len(),
        },
        "rules": {
            "fold": parts.fold.rules(),
            "chars": parts.chars,
            "chars_source": chars_source,
            "ideographs_count": 2,
            "near_percent": parts.near,
            "clear_bytes": gram::GRAM + gram::CLEAR - 1,
            "common_documents": parts.common,
            "indexed_every": parts.every,
            "protected": parts.protected,
            "decisions": parts.decisions,
        },
        "all": all.map_or(Json::Null, kind),
        "kinds": kinds.iter().map(kind).collect::<Vec<_>>(),
        "baseline": parts.baseline.and_then(|b| b.kinds.first()).map_or(Json::Null, kind),
        "limit": parts.limit.map_or(Json::Null, |limit| bound(parts, &limit)),
        "spans_by_class": spans_by_class,
        "spans": figures.shown.iter().map(|s| span(parts, s)).collect::<Vec<_>>(),
        "works": works(parts),
        "says": ["lower_bound", "these_prompts_only", "no_legal_finding", "only_the_corpus_given"],
    })
}

fn rejected(passed: &Passed) -> Json {
    let records: u64 = passed.rejected.values().sum();
    let each: Vec<Json> = passed
        .rejected
        .iter()
        .take(MOST.1)
        .map(|((file, code), n)| json!({ "file": file, "code": code, "records": n }))
        .collect();
    json!({ "records": records, "each": each })
}

/// Hits of prompts as a share with its interval.
fn rate(hits: u64, prompts: u64) -> Json {
    let interval = interval::of(hits, prompts);
    json!({
        "prompts": hits,
        "share": interval::share(hits, prompts),
        "low": interval.map(|(low, _)| interval::percent(low)),
        "high": interval.map(|(_, high)| interval::percent(high)),
    })
}

fn kind(kind: &Kind) -> Json {
    let classes: Vec<Json> = Class::ALL
        .into_iter()
        .map(|class| {
            let mut entry = json!({ "class": class.word() });
            if let (Some(entry), Json::Object(rate)) = (entry.as_object_mut(), rate(kind.hits(class), kind.prompts)) {
                entry.extend(rate);
            }
            entry
        })
        .collect();
    let draws: Vec<Json> = kind
        .table()
        .iter()
        .map(|row| {
            let given: Vec<Json> = CHANCES
                .into_iter()
                .zip(row.given.1)
                .map(|(percent, n)| json!({ "chance_percent": percent, "prompts": n }))
                .collect();
            json!({
                "samples": row.n,
                "prompts": row.prompts,
                "share": (row.prompts > 0).then(|| interval::percent(row.counting)),
                "protected_share": (row.prompts > 0).then(|| interval::percent(row.protected)),
                "prompts_with_chance": row.given.0,
                "by_chance": if row.given.0 > 0 { Json::from(given) } else { Json::Null },
            })
        })
        .collect();
    json!({
        "kind": Some(&kind.name).filter(|n| !n.is_empty()),
        "prompts": kind.prompts,
        "samples": kind.samples,
        "samples_each": { "least": kind.each.0, "most": kind.each.1 },
        "decoding": kind.decoding,
        "counting": rate(kind.counting, kind.prompts),
        "nearly_only": kind.near_only,
        "classes": classes,
        "longest": kind.longest.as_ref().map(|(chars, words, id)| json!({ "chars": chars, "words": words, "span": id })),
        "chars": kind.chars.0,
        "chars_covered": kind.chars.1,
        "draws": draws,
    })
}

fn short(text: &str) -> String {
    let mut out: String = text.chars().take(MOST.0).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    out
}

fn at(corpus: &Corpus, place: &Place) -> Json {
    let (file, number) = pass::place(place.document);
    json!({ "file": corpus.name(file), "unit": corpus.unit(file), "place": number })
}

fn span(parts: &Parts<'_>, shown: &super::figures::Shown) -> Json {
    let span = &shown.span;
    let prompt = parts.outputs.prompts.get(shown.prompt as usize);
    let first = span.places.first();
    let source = first.and_then(|p| parts.shown.get(&(p.document, span.of_source)));
    let some = |text: &str| if text.is_empty() { Json::Null } else { Json::from(text) };
    let mut from = first.map_or(Json::Null, |p| at(parts.corpus, p));
    if let (Some(from), Some(source)) = (from.as_object_mut(), source) {
        from.insert("url".to_owned(), some(&source.url));
        from.insert("dataset".to_owned(), some(&source.dataset));
        from.insert("licence".to_owned(), some(&source.licence));
        from.insert("text".to_owned(), short(&source.text).into());
    }
    json!({
        "span": span.id,
        "class": span.class.word(),
        "because": span.because,
        "decided": span.decided,
        "quoted_near": span.quoted,
        "chars": span.chars,
        "words": span.words,
        "same_of_10000": span.same,
        "documents": span.documents,
        "prompt": prompt.map(|p| json!({ "id": p.id, "kind": some(&p.kind), "text": short(&p.text) })),
        "output": short(&shown.own),
        "source": from,
        "places": span.places.iter().map(|p| at(parts.corpus, p)).collect::<Vec<_>>(),
    })
}

/// Works by how much of each was found in all outputs together, the most first.
fn works(parts: &Parts<'_>) -> Json {
    let mut all: Vec<(u64, u64, u64)> = parts
        .works
        .iter()
        .map(|(number, work)| {
            (*number, work.found.iter().map(|(from, to)| u64::from(to - from)).sum(), u64::from(work.len))
        })
        .collect();
    all.sort_by_key(|(number, found, len)| {
        (std::cmp::Reverse((u128::from(*found) << 32).checked_div(u128::from(*len)).unwrap_or(0)), *number)
    });
    let each: Vec<Json> = all
        .iter()
        .take(MOST.1)
        .map(|(number, found, len)| {
            let mut entry = at(parts.corpus, &Place { document: *number, from: 0 });
            if let Some(entry) = entry.as_object_mut() {
                entry.insert("bytes".to_owned(), (*len).into());
                entry.insert("bytes_found".to_owned(), (*found).into());
                entry.insert("share".to_owned(), interval::share(*found.min(len), *len).into());
            }
            entry
        })
        .collect();
    json!({ "found": all.len(), "each": each })
}

fn bound(parts: &Parts<'_>, limit: &Limit) -> Json {
    let (hits, all) = hits(parts.figures, limit.class);
    let named = !parts.protected.is_empty() || !parts.corpus.works.is_empty();
    let known = limit.class != Class::Protected || named || hits > 0;
    json!({
        "class": limit.class.word(),
        "bound": interval::percent(limit.parts),
        "share": known.then(|| interval::share(hits, all)).flatten(),
        "exceeded": known.then(|| limit.passed(hits, all)),
    })
}

fn protected(classes: &Json) -> Option<&Json> {
    classes.as_array().and_then(|all| all.iter().find(|c| c.get("class").is_some_and(|w| w == "protected")))
}

/// Whether anything is known of what is protected: documents were named, or a column of licences said it. Where nothing is, none of
/// the spans is protected only because nobody said so, and a share of 0 would be made up.
#[must_use]
pub fn protected_is_known(report: &Json) -> bool {
    let named = report.pointer("/rules/protected").and_then(Json::as_array).is_some_and(|p| !p.is_empty());
    let works = report.pointer("/corpus/works").and_then(Json::as_u64).unwrap_or(0) > 0;
    let hits = report.pointer("/all/classes").and_then(protected).and_then(|p| p.get("prompts"));
    named || works || hits.and_then(Json::as_u64).unwrap_or(0) > 0
}

/// What of a report goes into a model folder as `evidence/verbatim.json`: figures alone, no text of anybody.
#[must_use]
pub fn record(report: &Json, hash: &str) -> Json {
    let get = |pointer: &str| report.pointer(pointer).cloned().unwrap_or(Json::Null);
    let classes = get("/all/classes");
    json!({
        "format": RECORD,
        "model": get("/model/name"),
        "prompts": get("/all/prompts"),
        "samples": get("/all/samples"),
        "documents": get("/corpus/documents"),
        "chars": get("/rules/chars"),
        "longest_chars": get("/all/longest/chars").as_u64().unwrap_or(0),
        "protected": protected(&classes).filter(|_| protected_is_known(report)).cloned(),
        "counting": get("/all/counting"),
        "limit": get("/limit"),
        "report_sha256": hash,
    })
}

/// Of an answer to `--fail-on`: prompts with the class, and all of them.
#[must_use]
pub fn hits(figures: &Figures, class: Class) -> (u64, u64) {
    figures.kinds.first().map_or((0, 0), |all| (all.hits(class), all.prompts))
}
