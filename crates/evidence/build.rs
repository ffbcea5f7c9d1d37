//! Packs the standard licence texts that the crate `spdx` bundles, once, when the program is built. Four megabytes of text, of which a
//! run looks at a handful, would be a fifth of the program; packed they take a quarter of that. Each text is packed by itself, so that
//! one can be had without the rest, and a text that goes by several ids is kept once.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::{env, fs};

use flate2::Compression;
use flate2::write::DeflateEncoder;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = env::var("OUT_DIR")?;
    let (mut packed, mut parts, mut ids) = (Vec::new(), String::from("&[\n"), String::from("&[\n"));
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, text) in spdx::text::LICENSE_TEXTS {
        let next = known.len();
        let part = *known.entry(text).or_insert(next);
        if part == next {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(text.as_bytes())?;
            let bytes = encoder.finish()?;
            writeln!(parts, "    Part {{ from: {}, packed: {}, plain: {} }},", packed.len(), bytes.len(), text.len())?;
            packed.extend(bytes);
        }
        writeln!(ids, "    ({id:?}, {part}),")?;
    }
    fs::write(Path::new(&out).join("standard-texts.deflate"), packed)?;
    fs::write(Path::new(&out).join("standard-parts.rs"), parts + "]")?;
    fs::write(Path::new(&out).join("standard-ids.rs"), ids + "]")?;
    Ok(())
}
