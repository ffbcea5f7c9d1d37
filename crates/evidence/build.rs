//! Packs the standard licence texts that the crate `spdx` bundles, once, when the program is built. Four megabytes of text, of which a
//! run looks at a handful, would be a fifth of the program. Each text is packed by itself, so that one can be had without the rest,
//! and a text that goes by several ids is kept once. Many are edits of one another: where another text shares enough of its words, a
//! text is packed with that one as its dictionary, which leaves a sixth of the whole.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use flate2::{Compress, Compression, FlushCompress};

/// Words that count as shared where they follow one another in both.
const RUN: usize = 4;
/// One of so many runs of a text has to stand in its dictionary.
const SHARE: usize = 8;
/// How many texts may hang on one another: so many have to be unpacked to read one.
const DEEPEST: usize = 3;
/// What the packing can look back on.
const WINDOW: usize = 32 << 10;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = env::var("OUT_DIR")?;
    let (mut texts, mut ids): (Vec<&str>, _) = (Vec::new(), String::from("&[\n"));
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, text) in spdx::text::LICENSE_TEXTS {
        let part = *known.entry(text).or_insert_with(|| {
            texts.push(text);
            texts.len() - 1
        });
        writeln!(ids, "    ({id:?}, {part}),")?;
    }
    let like = dictionaries(&texts);
    let (mut packed, mut parts) = (Vec::new(), String::from("&[\n"));
    for (text, like) in texts.iter().zip(&like) {
        let dictionary = like.and_then(|other| texts.get(other)).map_or("", |t| t);
        let bytes = pack(text.as_bytes(), dictionary.as_bytes())?;
        let (from, len, plain) = (packed.len(), bytes.len(), text.len());
        writeln!(parts, "    Part {{ from: {from}, packed: {len}, plain: {plain}, like: {like:?} }},")?;
        packed.extend(bytes);
    }
    fs::write(Path::new(&out).join("standard-texts.deflate"), packed)?;
    fs::write(Path::new(&out).join("standard-parts.rs"), parts + "]")?;
    fs::write(Path::new(&out).join("standard-ids.rs"), ids + "]")?;
    Ok(())
}

/// For each text the one that shares most with it, among those that are longer: so nothing hangs on itself.
fn dictionaries(texts: &[&str]) -> Vec<Option<usize>> {
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_by_key(|i| (texts.get(*i).map_or(0, |t| usize::MAX - t.len()), *i));
    let (mut like, mut depth) = (vec![None; texts.len()], vec![0; texts.len()]);
    let mut holders: BTreeMap<&[&str], Vec<usize>> = BTreeMap::new();
    let words: Vec<Vec<&str>> = texts.iter().map(|text| text.split_whitespace().collect()).collect();
    for i in order {
        let Some(words) = words.get(i) else { continue };
        let runs: BTreeSet<&[&str]> = words.windows(RUN).collect();
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for holder in runs.iter().filter_map(|run| holders.get(run)).flatten() {
            *shared.entry(*holder).or_default() += 1;
        }
        let near = shared.into_iter().filter(|(other, _)| depth.get(*other).is_some_and(|d| *d < DEEPEST));
        let best = near.max_by_key(|(other, many)| (*many, usize::MAX - other));
        if let Some((other, _)) = best.filter(|(_, many)| many * SHARE >= runs.len()) {
            let below = depth.get(other).map_or(1, |d| d + 1);
            if let (Some(slot), Some(deep)) = (like.get_mut(i), depth.get_mut(i)) {
                (*slot, *deep) = (Some(other), below);
            }
        }
        for run in runs {
            holders.entry(run).or_default().push(i);
        }
    }
    like
}

fn pack(text: &[u8], dictionary: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut packer = Compress::new(Compression::best(), false);
    if let Some(tail) = dictionary.get(dictionary.len().saturating_sub(WINDOW)..).filter(|tail| !tail.is_empty()) {
        packer.set_dictionary(tail)?;
    }
    let mut bytes = Vec::with_capacity(text.len() + 1024);
    packer.compress_vec(text, &mut bytes, FlushCompress::Finish)?;
    if packer.total_in() != text.len() as u64 {
        return Err("a licence text was not packed whole".into());
    }
    Ok(bytes)
}
