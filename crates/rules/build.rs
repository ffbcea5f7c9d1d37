//! Reads every file of `law/` once, when the program is built, and writes down where each key and value stands in it
//! (`src/index.rs` says how). The program then opens the law book without parsing 600 kB of TOML at every start. `law` here is a
//! link to the folder at the root, so that the archive of this crate holds the law too.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

#[path = "src/index/write.rs"]
mod write;

fn main() -> Result<(), Box<dyn Error>> {
    let law = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("law");
    let out = env::var("OUT_DIR")?;
    println!("cargo::rerun-if-changed={}", law.display());
    println!("cargo::rerun-if-changed=src/index/write.rs");
    let mut names = Vec::new();
    let there = fs::read_dir(&law).map_err(|e| {
        format!(
            "{}: {e}; it is a link: a copy without links is made whole by git clone -c core.symlinks=true",
            law.display()
        )
    })?;
    for entry in there {
        names.extend(entry?.file_name().into_string().ok().filter(|n| n.ends_with(".toml")));
    }
    names.sort();
    let mut list = String::from("&[\n");
    for name in names {
        let path = law.join(&name);
        println!("cargo::rerun-if-changed={}", path.display());
        let index = write::index(&fs::read_to_string(&path)?).map_err(|e| format!("law/{name}: {e}"))?;
        fs::write(Path::new(&out).join(format!("{name}.index")), index)?;
        writeln!(
            list,
            "    File {{ name: \"law/{name}\", \
             text: include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/law/{name}\")), \
             index: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}.index\")) }},"
        )?;
    }
    list.push(']');
    fs::write(Path::new(&out).join("law.rs"), list)?;
    Ok(())
}
