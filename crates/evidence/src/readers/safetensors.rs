//! Headers of *.safetensors: the exact number of parameters, without reading a weight.

use std::collections::{BTreeMap, BTreeSet};

use gpai_rules::fact::{Origin, Source, Value};
use gpai_rules::finding::Place;
use gpai_rules::number::{Interval, Number};

use super::Reader;
use crate::candidates::{Amount, Basis};
use crate::files::Entry;
use crate::limits;
use crate::node::{self, Node};
use crate::text::shorten;
use crate::work::Work;

/// The reader.
pub const READER: Reader = Reader { wants, read };
const NAME: &str = "safetensors";

/// Types in which one element is one weight.
const WHOLE: [&str; 8] = ["F64", "F32", "F16", "BF16", "F8_E4M3", "F8_E5M2", "F8_E8M0", "F8_E4M3FNUZ"];

fn wants(entry: &Entry) -> bool {
    entry.at_root() && entry.path.ends_with(".safetensors")
}

#[derive(Default)]
struct Sum {
    by_type: BTreeMap<String, u128>,
    names: BTreeSet<String>,
    packed: bool,
    complete: bool,
}

fn read(work: &mut Work<'_>, entries: &[Entry]) {
    let mut sum = Sum { complete: true, ..Sum::default() };
    let adapter = entries.iter().all(|e| e.path.starts_with("adapter"));
    let chosen = one_copy(entries, adapter);
    if let Some(beyond) = chosen.get(limits::SAFETENSORS_FILES) {
        work.limit("the number of safetensors files", limits::SAFETENSORS_FILES, Place::file(&beyond.path));
        sum.complete = false;
    }
    for entry in chosen.iter().take(limits::SAFETENSORS_FILES) {
        match header(work, entry) {
            Ok(Some(node)) => tensors(work, entry, &node, &mut sum),
            Ok(None) => sum.complete = false,
            Err((why, place)) => {
                sum.complete = false;
                work.unreadable("the safetensors header", &why, place);
                work.note(&entry.path, NAME, "nothing: the header cannot be read");
            }
        }
    }
    sum.complete &= all_shards(&chosen);
    if let Some(first) = chosen.first() {
        conclude(work, &first.path, &sum, adapter);
    }
}

/// The files of one copy of the weights: the same weights are often there twice, in shards and in one file.
fn one_copy(entries: &[Entry], adapter: bool) -> Vec<&Entry> {
    let own: Vec<&Entry> = entries.iter().filter(|e| adapter || !e.path.starts_with("adapter")).collect();
    let shard = |e: &&&Entry| e.path.contains("-of-");
    let named = |e: &&&Entry| e.path.starts_with("model");
    let (shards, models): (Vec<&Entry>, Vec<&Entry>) =
        (own.iter().filter(shard).copied().collect(), own.iter().filter(named).copied().collect());
    let both: Vec<&Entry> = shards.iter().filter(named).copied().collect();
    [both, shards, models, own].into_iter().find(|list| !list.is_empty()).unwrap_or_default()
}

/// Whether the shards `x-00001-of-00003` are all there.
fn all_shards(entries: &[&Entry]) -> bool {
    let count = |e: &&Entry| e.path.rsplit_once("-of-")?.1.split('.').next()?.parse::<usize>().ok();
    entries.iter().find_map(count).is_none_or(|n| n == entries.len())
}

/// The JSON header of one file; `None` if it is known why not.
fn header(work: &mut Work<'_>, entry: &Entry) -> Result<Option<Node>, (String, Place)> {
    let refuse = |why: &str| (why.to_owned(), Place::file(&entry.path));
    let Some(start) = work.range(&entry.path, 0, 8) else { return Ok(None) };
    if start == b"version " {
        work.unreadable("the weights", "a Git LFS pointer; the content is not in this copy", Place::file(&entry.path));
        work.note(&entry.path, NAME, "nothing: a Git LFS pointer");
        return Ok(None);
    }
    let length =
        <[u8; 8]>::try_from(start.as_slice()).map(u64::from_le_bytes).map_err(|_| refuse("shorter than 8 bytes"))?;
    if length > limits::SAFETENSORS_FORMAT {
        return Err(refuse("the length of the header is beyond what the format allows"));
    }
    if length > entry.size.saturating_sub(8) {
        return Err(refuse("the header is longer than the file"));
    }
    if length > limits::SAFETENSORS_HEADER {
        work.limit("the safetensors header", format!("{} bytes", limits::SAFETENSORS_HEADER), Place::file(&entry.path));
        return Ok(None);
    }
    let Some(bytes) = work.range(&entry.path, 8, length) else { return Ok(None) };
    let text = std::str::from_utf8(&bytes).map_err(|_| refuse("the header is not UTF-8"))?;
    let place = |b: &node::Broken| Place::at(&entry.path, b.line, b.column);
    match node::json(text) {
        Ok((node @ Node::Map(_), None)) => Ok(Some(node)),
        Ok((_, Some(after))) => Err((after.why.clone(), place(&after))),
        Ok(_) => Err(refuse("the header is no JSON object")),
        Err(broken) => Err((broken.why.clone(), place(&broken))),
    }
}

fn tensors(work: &mut Work<'_>, entry: &Entry, header: &Node, sum: &mut Sum) {
    let mut counted: u128 = 0;
    for (name, tensor) in header.entries().iter().filter(|(name, _)| name != "__metadata__") {
        let dtype = tensor.get("dtype").and_then(Node::text);
        let Some((dtype, elements)) = dtype.zip(elements(tensor)) else {
            sum.complete = false;
            work.unreadable(
                "a tensor of the safetensors header",
                &format!("{name}: no type or no shape"),
                Place::file(&entry.path),
            );
            continue;
        };
        if !sum.names.insert(name.clone()) {
            // Once in each of two files: one of them is a copy.
            sum.complete = false;
            continue;
        }
        let is_scale = name.contains("scale")
            || name.contains("zero_point")
            || name.ends_with("qzeros")
            || name.ends_with("g_idx");
        sum.packed |= !WHOLE.contains(&dtype) && !is_scale && elements > 1;
        let slot = sum.by_type.entry(dtype.to_owned()).or_default();
        let both = slot.checked_add(if is_scale { 0 } else { elements });
        match both.zip(counted.checked_add(elements)) {
            Some((total, here)) => (*slot, counted) = (total, here),
            None => sum.complete = false,
        }
    }
    work.note(&entry.path, NAME, format!("{counted} elements in the header"));
}

/// The product of the shape.
fn elements(tensor: &Node) -> Option<u128> {
    let Some(Node::List(shape)) = tensor.get("shape") else { return None };
    shape.iter().try_fold(1u128, |product, n| product.checked_mul(n.whole()?))
}

fn conclude(work: &mut Work<'_>, file: &str, sum: &Sum, adapter: bool) {
    let source = Source::new(Origin::Evidence, file).method("safetensors header");
    if !sum.by_type.is_empty() {
        work.claim("weights.dtypes", Value::set(sum.by_type.keys().cloned()), source.clone());
    }
    let total = sum.by_type.values().try_fold(0u128, |a, b| a.checked_add(*b)).filter(|t| *t > 0);
    let why = match total {
        _ if adapter => "the weights are those of an adapter",
        _ if sum.packed => "the weights are packed integers, of which several may make one element",
        _ if !sum.complete => "not all weights could be counted",
        None => "the headers name no tensors",
        Some(total) => {
            let best = Number::from_u128(total);
            let within = Interval::point(best.clone());
            return work.candidates.parameters(Amount { best, within, basis: Basis::Counted, source });
        }
    };
    work.no_parameters(&shorten(why), Place::file(file));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, clippy::indexing_slicing, reason = "tests")]
    use gpai_rules::fact::Value;
    use gpai_rules::licence::Licences;

    use crate::files::Memory;
    use crate::{Found, read};

    fn file(header: &str) -> Vec<u8> {
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend(header.as_bytes());
        bytes
    }

    fn of(files: Memory) -> Found {
        read(&files, &Licences::default())
    }

    #[test]
    fn counts_all_shards() {
        let a = r#"{"__metadata__": {"format": "pt"}, "a": {"dtype": "BF16", "shape": [1000, 1000], "data_offsets": [0, 1]}}"#;
        let b =
            r#"{"b": {"dtype": "F32", "shape": [500], "data_offsets": [0, 1]}, "s": {"dtype": "F32", "shape": []}}"#;
        let one = Memory::new().with("model-00001-of-00002.safetensors", file(a));
        assert!(of(one.clone()).facts.value("model.parameters").is_none());
        let found = of(one.with("model-00002-of-00002.safetensors", file(b)));
        let Some(Value::Number(within)) = found.facts.value("model.parameters") else { panic!("no parameters") };
        assert!(within.is_point());
        assert_eq!(within.low.to_string(), "1000501");
        assert_eq!(found.facts.value("weights.dtypes"), Some(Value::set(["BF16", "F32"])));
    }

    #[test]
    fn packed_weights_are_not_counted() {
        let found =
            of(Memory::new().with("model.safetensors", file(r#"{"w.qweight": {"dtype": "I32", "shape": [64, 64]}}"#)));
        assert!(found.facts.value("model.parameters").is_none());
        assert!(found.findings.iter().any(|f| f.code == "parameters-not-computed"));
    }

    #[test]
    fn damage_is_a_finding() {
        let pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n".to_vec();
        let huge = "{\"a\": {\"dtype\": \"F32\", \"shape\": [18446744073709551615, 18446744073709551615, 18446744073709551615]}}";
        for bytes in [
            (1u64 << 63).to_le_bytes().to_vec(),
            file("{\"a\"")[..10].to_vec(),
            file("[]"),
            file("{} {}"),
            vec![1, 2],
            Vec::new(),
            file(huge),
            pointer,
        ] {
            let found = of(Memory::new().with("model.safetensors", bytes.clone()));
            assert!(found.findings.iter().any(|f| f.code == "unreadable-part"), "{bytes:?}: {:?}", found.findings);
            assert!(found.facts.value("model.parameters").is_none());
        }
    }
}
