//! Headers of *.gguf: the exact number of parameters, what the weights were made from, and which type they have.
//!
//! Several quantisations of one model in a folder are one model: one variant of each is opened, and nothing is summed
//! but the shards of one variant.

mod header;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use gpai_rules::fact::{Origin, Source, Value};
use gpai_rules::finding::Place;
use gpai_rules::names;
use gpai_rules::number::{Interval, Number};

use self::header::{Header, Kept, Stop};
use crate::candidates::{Amount, Base, Basis, Relation, Spare, Types};
use crate::files::Entry;
use crate::found::LookedAt;
use crate::model_name::model_name;
use crate::reader::{Rank, Reader};
use crate::run::Run;
use crate::statement::Statement;
use crate::text::shorten;
use crate::{domain, found, limits};

/// The reader.
pub const READER: Reader = Reader { name: NAME, rank: Rank::Converted, sample: "x-Q4_K_M.gguf", wants, read };
const NAME: &str = "gguf";

/// GGUF files opened: the shards of one variant of a few models.
const FILES: usize = 128;
/// Types of ggml by number.
const TYPES: [(u32, &str); 29] = [
    (0, "F32"),
    (1, "F16"),
    (2, "Q4_0"),
    (3, "Q4_1"),
    (6, "Q5_0"),
    (7, "Q5_1"),
    (8, "Q8_0"),
    (9, "Q8_1"),
    (10, "Q2_K"),
    (11, "Q3_K"),
    (12, "Q4_K"),
    (13, "Q5_K"),
    (14, "Q6_K"),
    (15, "Q8_K"),
    (16, "IQ2_XXS"),
    (17, "IQ2_XS"),
    (18, "IQ3_XXS"),
    (19, "IQ1_S"),
    (20, "IQ4_NL"),
    (21, "IQ3_S"),
    (22, "IQ2_S"),
    (23, "IQ4_XS"),
    (28, "F64"),
    (29, "IQ1_M"),
    (30, "BF16"),
    (34, "TQ1_0"),
    (35, "TQ2_0"),
    (39, "MXFP4"),
    (40, "NVFP4"),
];
/// Types of indices, which hold no weights.
const INDICES: RangeInclusive<u32> = 24..=27;
/// Types that say nothing of a quantisation: whole numbers of bits as in training, indices, and types some models are
/// trained in.
const UNQUANTISED: [u32; 12] = [0, 1, 24, 25, 26, 27, 28, 30, 34, 35, 39, 40];

/// Why a model counts as made from another one if no other weights are there.
const ONLY_QUANTISED: &str = "the only weights are quantised ones, in GGUF files";

fn wants(entry: &Entry) -> bool {
    entry.path.to_lowercase().ends_with(".gguf")
}

/// The files of one variant: one file, or its shards.
type Variant<'e> = Vec<&'e Entry>;

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    // By model, then by variant: `x-Q4_K_M-00001-of-00003.gguf` is of the variant `x-Q4_K_M` of the model `x`.
    let mut models: BTreeMap<String, BTreeMap<String, Variant<'_>>> = BTreeMap::new();
    for entry in entries {
        let folder = entry.path.strip_suffix(entry.name()).unwrap_or_default();
        let (variant, _) = shard(entry.name());
        let variants = models.entry(model(variant).to_owned()).or_default();
        variants.entry(format!("{folder}{variant}")).or_default().push(entry);
    }
    let mut found = Vec::new();
    let mut opened = 0usize;
    let mut closed = false;
    for variants in models.values() {
        let whole = |v: &&Variant<'_>| complete(v);
        let Some(chosen) = variants.values().find(whole).or_else(|| variants.values().next()) else { continue };
        for entry in variants.values().filter(|v| *v != chosen).flatten() {
            closed = true;
            run.note(&entry.path, NAME, "not opened: another variant of a model that was read");
        }
        let mut sum = Sum { complete: complete(chosen), ..Sum::default() };
        for entry in chosen {
            opened += 1;
            if opened > FILES {
                run.limit("the number of GGUF files", FILES, Place::file(&entry.path));
                sum.complete = false;
                break;
            }
            add(run, entry, &mut sum);
        }
        found.extend(chosen.first().map(|first| (first.path.clone(), sum)));
    }
    let mut named = false;
    for (file, sum) in &found {
        describe(run, file, sum, &mut named);
    }
    types(run, &found, closed);
    parameters(run, &found);
}

/// A name without its ending and shard number, and how many shards there are.
fn shard(name: &str) -> (&str, Option<usize>) {
    let stem = name.get(..name.len().saturating_sub(5)).unwrap_or(name);
    let parts = stem.rsplit_once("-of-").and_then(|(before, count)| {
        let (variant, number) = before.rsplit_once('-')?;
        number.parse::<usize>().ok()?;
        Some((variant, count.parse().ok()?))
    });
    parts.map_or((stem, None), |(variant, count)| (variant, Some(count)))
}

/// The name of a variant without the type of its weights at the end: `x-Q4_K_M`, `x.f16`.
fn model(variant: &str) -> &str {
    let is_type = |tail: &str| {
        let tail = tail.to_lowercase();
        let quantised =
            tail.strip_prefix('i').unwrap_or(&tail).strip_prefix(['q', 't']).map(|t| t.trim_start_matches('q'));
        quantised.is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()))
            || ["f16", "f32", "bf16", "fp16", "fp32", "fp8", "mxfp4", "nvfp4"].iter().any(|t| tail.starts_with(t))
    };
    let cut = variant.match_indices(['-', '.', '_']).map(|(at, _)| at).find(|at| {
        let tail = variant.get(at + 1..).unwrap_or_default();
        is_type(tail) && !tail.contains(['-', '.'])
    });
    cut.and_then(|at| variant.get(..at)).unwrap_or(variant)
}

/// Whether all shards of a variant are there.
fn complete(variant: &Variant<'_>) -> bool {
    variant.iter().find_map(|e| shard(e.name()).1).is_none_or(|count| count == variant.len())
}

/// What the shards of a variant hold together.
#[derive(Default)]
struct Sum {
    header: Header,
    names: BTreeSet<String>,
    kinds: BTreeSet<u32>,
    total: u128,
    /// Elements of the experts that are chosen among.
    routed: u128,
    complete: bool,
}

fn add(run: &mut Run<'_>, entry: &Entry, sum: &mut Sum) {
    let (header, result) = header::read(run, entry);
    let place = Place::file(&entry.path);
    sum.complete &= result.is_ok();
    match result {
        Ok(()) => {
            let of = header.text("general.architecture").unwrap_or("no architecture named");
            let gave = format!("GGUF {}, {}, {} tensors", header.version, shorten(of), header.tensors.len());
            run.note(&entry.path, NAME, gave);
        }
        Err(Stop::Pointer) => {
            run.unreadable("the weights", "a Git LFS pointer; the content is not in this copy", place);
            run.note(&entry.path, NAME, "nothing: a Git LFS pointer");
        }
        Err(Stop::Limit) => {
            run.limit("the GGUF header", format!("{} bytes", header::BYTES), place);
            run.note(&entry.path, NAME, "the beginning of the header");
        }
        Err(Stop::Broken(why)) => {
            run.unreadable("the GGUF header", why, place);
            run.note(&entry.path, NAME, "nothing: the header cannot be read");
        }
        Err(Stop::Said) => run.note(&entry.path, NAME, "nothing: the header was not read"),
    }
    for tensor in header.tensors {
        sum.kinds.insert(tensor.kind);
        // Tables of rotation and scales of quantised weights are no parameters.
        let aside = tensor.name.starts_with("rope_f") || tensor.name.ends_with("scale");
        let expert = tensor.name.contains("_exps.");
        if sum.names.len() >= header::TENSORS || !sum.names.insert(tensor.name) {
            sum.complete = false;
        } else if !aside {
            let total = sum.total.checked_add(tensor.elements);
            sum.complete &= total.is_some();
            sum.total = total.unwrap_or(sum.total);
            sum.routed = sum.routed.saturating_add(if expert { tensor.elements } else { 0 });
        }
    }
    for (key, value) in header.keys {
        sum.header.keys.entry(key).or_insert(value);
    }
}

/// What a file holds besides a model.
#[derive(PartialEq, Eq)]
enum Holds {
    Model,
    Adapter,
    Projector,
    Other,
}

fn holds(header: &Header) -> Holds {
    match (header.text("general.type"), header.text("general.architecture")) {
        (Some("adapter"), _) => Holds::Adapter,
        (Some("mmproj"), _) | (None | Some("model"), Some("clip")) => Holds::Projector,
        (Some("model"), _) | (None, Some(_)) => Holds::Model,
        _ => Holds::Other,
    }
}

fn source(file: &str) -> Source {
    Source::new(Origin::Evidence, file).method("GGUF header")
}

/// Licence, lineage, what goes in and comes out.
///
/// `named`: whether a file before has named a base.
fn describe(run: &mut Run<'_>, file: &str, sum: &Sum, named: &mut bool) {
    let header = &sum.header;
    let what = holds(header);
    if let Some(word) = header.text("general.license") {
        run.licence(Statement::Metadata { word: word.to_owned(), source: source(file) });
    }
    if what == Holds::Adapter {
        run.derive("a GGUF file holds an adapter", source(file));
    }
    bases(run, file, sum, &what, named);
    match what {
        Holds::Model => modalities(run, file, header),
        Holds::Projector if header.keys.get("clip.has_vision_encoder") == Some(&Kept::Bool(true)) => {
            run.modality(names::MODEL_INPUTS, &["image"], source(file));
        }
        _ => {}
    }
}

fn quantised(sum: &Sum) -> bool {
    sum.kinds.iter().any(|k| !UNQUANTISED.contains(k))
}

/// The models that the header names as bases. They count where the card names none: a converter copies what the card of
/// the converted model names, which is the base of the base.
fn bases(run: &mut Run<'_>, file: &str, sum: &Sum, what: &Holds, named_before: &mut bool) {
    let header = &sum.header;
    let relation = if *what == Holds::Adapter { Relation::Adapter } else { Relation::Unstated };
    let converted = ["general.source.huggingface.repository", "general.source.repo_url", "general.source.url"]
        .iter()
        .find_map(|key| header.text(key).and_then(model_name).filter(|name| name.contains('/')));
    let mut named: Vec<(String, Relation)> = Vec::new();
    if let Some(name) = converted.filter(|_| quantised(sum) && *what == Holds::Model) {
        named.push((name.to_owned(), Relation::Quantised));
    } else {
        let count = header.whole("general.base_model.count").unwrap_or(0).min(limits::SPAN as u64);
        for n in 0..count {
            named.extend(nth_base(header, n).map(|name| (name, relation)));
        }
    }
    if let Some((first, _)) = named.first() {
        let all: Vec<&str> = named.iter().map(|(name, _)| name.as_str()).collect();
        run.note(file, NAME, format!("names as its base: {}", shorten(&all.join(", "))));
        run.derive(format!("a GGUF file names a base model, {}", shorten(first)), source(file));
    }
    if !*named_before {
        *named_before = !named.is_empty();
        for (name, relation) in named {
            run.copied_base(Base { name, relation, source: source(file) });
        }
    }
    let by = header.text("general.quantized_by");
    if let Some(by) = by.filter(|_| *what == Holds::Model && quantised(sum)) {
        run.note(file, NAME, format!("quantised by {}", shorten(by)));
        run.derive("a GGUF file says by whom it was quantised", source(file));
    }
}

/// `general.base_model.N`: the repository, or organisation and name.
fn nth_base(header: &Header, n: u64) -> Option<String> {
    let text = |key: &str| header.text(&format!("general.base_model.{n}.{key}"));
    if let Some(name) = text("repo_url").or_else(|| text("url")).and_then(model_name).filter(|n| n.contains('/')) {
        return Some(name.to_owned());
    }
    // Names are written for people here: `Model 7b` is `Model-7b` on the Hub.
    let joined = |part: &str| part.split_whitespace().collect::<Vec<_>>().join("-");
    let name = joined(text("name")?);
    let full = text("organization").map_or(name.clone(), |o| format!("{}/{name}", joined(o)));
    model_name(&full).map(str::to_owned)
}

fn modalities(run: &mut Run<'_>, file: &str, header: &Header) {
    let Some(architecture) = header.text("general.architecture") else { return };
    let embeds = header.whole(&format!("{architecture}.pooling_type")).is_some_and(|n| n > 0);
    let what = domain::narrow_architecture(architecture).or_else(|| {
        (embeds || architecture.contains("bert") || architecture.contains("encoder")).then_some("embeddings")
    });
    if let Some(what) = what {
        let why = format!("the architecture {} of a GGUF file is one for {what}", shorten(architecture));
        return run.narrow(&why, Place::file(file));
    }
    if header.text("tokenizer.ggml.model").is_some() {
        run.modality(names::MODEL_OUTPUTS, &["text"], source(file));
        run.modality(names::MODEL_INPUTS, &["text"], source(file));
    }
}

/// The types of the weights; where safetensors lie beside, theirs count.
fn types(run: &mut Run<'_>, found: &[(String, Sum)], closed: bool) {
    let kinds: BTreeSet<u32> = found.iter().flat_map(|(_, sum)| sum.kinds.iter().copied()).collect();
    let Some((file, _)) = found.first().filter(|_| !kinds.is_empty()) else { return };
    let name = |k: u32| TYPES.iter().find(|(n, _)| *n == k).map_or(format!("type {k}"), |(_, name)| (*name).to_owned());
    let names = kinds.into_iter().filter(|k| !INDICES.contains(k)).map(name);
    let value = if closed { Value::at_least(names) } else { Value::set(names) };
    let models: Vec<_> = found.iter().filter(|(_, sum)| holds(&sum.header) == Holds::Model).collect();
    let quantised = models.first().filter(|_| models.iter().all(|(_, sum)| quantised(sum)));
    let derived = quantised.map(|(file, _)| (ONLY_QUANTISED, source(file)));
    run.types(Types { value, source: source(file), derived });
}

/// The parameters, if all models that were read have as many. What safetensors hold counts before.
fn parameters(run: &mut Run<'_>, found: &[(String, Sum)]) {
    let models: Vec<_> =
        found.iter().filter(|(_, s)| holds(&s.header) == Holds::Model && !s.names.is_empty()).collect();
    let Some((file, first)) = models.first() else { return };
    let instead = LookedAt::new(file, NAME, format!("{} parameters; the safetensors count", first.total));
    let spare = Spare { instead: Some(instead), ..Spare::new(Basis::Counted) };
    let no = |why: &str, file: &str| Some(found::no_parameters(why, Place::file(file)));
    if let Some((file, _)) = models.iter().find(|(_, sum)| !sum.complete) {
        return run.spare(Spare { finding: no("not all GGUF weights could be counted", file), ..spare });
    }
    if let Some((file, _)) = models.iter().find(|(_, sum)| sum.total != first.total) {
        return run.spare(Spare { finding: no("the GGUF files are of models of several sizes", file), ..spare });
    }
    let amount = |n: u128| {
        let best = Number::from_u128(n);
        Amount { within: Interval::point(best.clone()), best, basis: Basis::Counted, source: source(file) }
    };
    let experts = first.routed > 0;
    run.spare(Spare {
        note: Some(LookedAt::new(file, NAME, format!("{} parameters", first.total))),
        parameters: Some(first.total).filter(|t| *t > 0).map(amount),
        active: active(first).map(amount),
        experts,
        dense: (!experts).then_some(true),
        ..spare
    });
}

/// The parameters that one token uses of a mixture of experts, if the header says how many experts that are.
fn active(sum: &Sum) -> Option<u128> {
    let architecture = sum.header.text("general.architecture").unwrap_or_default();
    let number = |key: &str| sum.header.whole(&format!("{architecture}.{key}")).map(u128::from);
    let (all, used) = number("expert_count")
        .zip(number("expert_used_count"))
        .filter(|(a, u)| sum.routed > 0 && (1..=*a).contains(u))?;
    let chosen = sum.routed.checked_mul(used)?.checked_div(all)?;
    Some(sum.total - sum.routed + chosen)
}

#[cfg(test)]
mod tests;
