//! Headers of *.safetensors: the exact number of parameters, without reading a weight.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use gpai_rules::fact::{Origin, Source, Value};
use gpai_rules::finding::Place;
use gpai_rules::number::{Interval, Number};

use crate::candidates::{Amount, Basis, Types};
use crate::files::Entry;
use crate::limits;
use crate::node;
use crate::reader::{Rank, Reader};
use crate::run::Run;
use crate::text::shorten;
use crate::weights::safetensors_header::{Header, Tensor};

/// The reader.
pub const READER: Reader = Reader { name: NAME, rank: Rank::Configuration, sample: "model.safetensors", wants, read };
const NAME: &str = "safetensors";

/// A safetensors header that is read; the format itself allows 100 MB.
const HEADER: u64 = 16 << 20;
/// What the format allows a safetensors header to be.
const FORMAT: u64 = 100_000_000;
/// How many safetensors headers are read; the largest published models have some 200 shards, and room for ten times that.
const FILES: usize = 2_048;
/// Types in which one element is one weight.
const WHOLE: [&str; 8] = ["F64", "F32", "F16", "BF16", "F8_E4M3", "F8_E5M2", "F8_E8M0", "F8_E4M3FNUZ"];

/// How many different types are added up.
const TYPES: usize = 64;

fn wants(entry: &Entry) -> bool {
    entry.at_root() && entry.path.ends_with(".safetensors")
}

#[derive(Default)]
struct Sum {
    by_type: BTreeMap<String, u128>,
    /// Hashes of the names: a million names would not fit the memory that a folder may cost.
    names: HashSet<u64>,
    packed: bool,
    complete: bool,
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    let mut sum = Sum { complete: true, ..Sum::default() };
    let adapter = entries.iter().all(|e| e.path.starts_with("adapter"));
    let chosen = one_copy(entries, adapter);
    if let Some(beyond) = chosen.get(FILES) {
        run.limit("the number of safetensors files", FILES, Place::file(&beyond.path));
        sum.complete = false;
    }
    for entry in chosen.iter().take(FILES) {
        match header(run, entry, &mut sum) {
            Ok(read) => sum.complete &= read,
            Err((why, place)) => {
                sum.complete = false;
                run.unreadable("the safetensors header", &why, place);
                run.note(&entry.path, NAME, "nothing: the header cannot be read");
            }
        }
    }
    sum.complete &= all_shards(&chosen);
    if let Some(first) = chosen.first() {
        conclude(run, &first.path, &sum, adapter);
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

/// Reads the header of one file and adds up its tensors; whether there was one to read.
fn header(run: &mut Run<'_>, entry: &Entry, sum: &mut Sum) -> Result<bool, (String, Place)> {
    let refuse = |why: &str| (why.to_owned(), Place::file(&entry.path));
    let Some(start) = run.range(&entry.path, 0, 8) else { return Ok(false) };
    if start == b"version " {
        run.unreadable("the weights", "a Git LFS pointer; the content is not in this copy", Place::file(&entry.path));
        run.note(&entry.path, NAME, "nothing: a Git LFS pointer");
        return Ok(false);
    }
    let length =
        <[u8; 8]>::try_from(start.as_slice()).map(u64::from_le_bytes).map_err(|_| refuse("shorter than 8 bytes"))?;
    if length > FORMAT {
        return Err(refuse("the length of the header is beyond what the format allows"));
    }
    if length > entry.size.saturating_sub(8) {
        return Err(refuse("the header is longer than the file"));
    }
    if length > HEADER {
        run.limit("the safetensors header", format!("{} bytes", HEADER), Place::file(&entry.path));
        return Ok(false);
    }
    let Some(bytes) = run.range(&entry.path, 8, length) else { return Ok(false) };
    let text = std::str::from_utf8(&bytes).map_err(|_| refuse("the header is not UTF-8"))?;
    let place = |b: &node::Broken| Place::at(&entry.path, b.line, b.column);
    let (mut counted, mut without): (u128, Vec<String>) = (0, Vec::new());
    let each = |name: &str, tensor: Tensor| {
        if !sum.add(name, &tensor, &mut counted) && without.len() < limits::FINDINGS_OF_A_KIND {
            without.push(name.to_owned());
        }
    };
    match node::json_into(text, Header(each)) {
        Ok(((), None)) => {}
        Ok(((), Some(after))) => return Err((after.why.clone(), place(&after))),
        Err(broken) => return Err((broken.why.clone(), place(&broken))),
    }
    for name in without {
        let why = format!("{name}: no type or no shape");
        run.unreadable("a tensor of the safetensors header", &why, Place::file(&entry.path));
    }
    run.note(&entry.path, NAME, format!("{counted} elements in the header"));
    Ok(true)
}

impl Sum {
    /// Adds one tensor; false if it has no type or no shape.
    fn add(&mut self, name: &str, tensor: &Tensor, counted: &mut u128) -> bool {
        let Some((dtype, elements)) = tensor.dtype.as_deref().zip(tensor.elements) else {
            self.complete = false;
            return false;
        };
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        if !self.names.insert(hasher.finish()) {
            // Once in each of two files: one of them is a copy.
            self.complete = false;
            return true;
        }
        let is_scale = name.contains("scale")
            || name.contains("zero_point")
            || name.ends_with("qzeros")
            || name.ends_with("g_idx");
        self.packed |= !WHOLE.contains(&dtype) && !is_scale && elements > 1;
        let part = if is_scale { 0 } else { elements };
        let known = self.by_type.get(dtype).copied().unwrap_or(0);
        match known.checked_add(part).zip(counted.checked_add(elements)) {
            // A stranger may invent types; no format has as many.
            Some((total, here)) if self.by_type.contains_key(dtype) || self.by_type.len() < TYPES => {
                self.by_type.insert(dtype.to_owned(), total);
                *counted = here;
            }
            _ => self.complete = false,
        }
        true
    }
}

fn conclude(run: &mut Run<'_>, file: &str, sum: &Sum, adapter: bool) {
    let source = Source::new(Origin::Evidence, file).method("safetensors header");
    if !sum.by_type.is_empty() {
        let value = Value::set(sum.by_type.keys().cloned());
        run.types(Types { value, source: source.clone(), derived: None });
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
            run.parameters(Amount { best, within, basis: Basis::Counted, source });
            return;
        }
    };
    run.no_parameters(&shorten(why), Place::file(file));
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
