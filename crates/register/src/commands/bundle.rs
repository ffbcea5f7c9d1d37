//! `gpai register bundle -o DIR`: what an auditor is given: entries, archived files, a seal, what was recorded late, a manifest with
//! digests. Private values only where asked for.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use gpai_rules::periods::Moment;
use serde_json::{Value as Json, json};

use super::desk::{Answer, Common};
use super::show;
use crate::fault::Fault;
use crate::secret::{hex, sha256};
use crate::state;
use crate::store::files;
use crate::words::Pair;

/// Days after which an entry counts as recorded late.
const LATE: i64 = 7;

/// Put together what an auditor is given
#[derive(Clone, Debug, Args)]
pub struct Bundle {
    /// A folder that is new or empty
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Private values, too
    #[arg(long)]
    with_private: bool,
}

const DONE: Pair = Pair(
    "{dir} · {n} entries, {files} files; MANIFEST.json names each with its digest\n",
    "{dir} · {n} 条记录，{files} 个文件；MANIFEST.json 列明各文件摘要\n",
);

/// Puts it together.
///
/// # Errors
/// The folder holds something, or cannot be written.
pub fn run(common: &Common, args: &Bundle) -> Answer {
    let desk = common.open()?;
    let dir = &args.output;
    if fs::read_dir(dir).is_ok_and(|mut d| d.next().is_some()) {
        return Err(Fault::new(format!("{}: the folder is not empty", dir.display()))
            .help("name a folder that is new or empty"));
    }
    let n = desk.store.export(dir, args.with_private)?;
    let put = |name: &str, text: &str| {
        fs::write(dir.join(name), text).map_err(|e| Fault::new(format!("{}: {e}", dir.join(name).display())))
    };
    put("seal.txt", &desk.store.seal()?)?;
    let steps = desk.store.steps()?;
    let mut late = String::from("entry,id,do,on,recorded,days\r\n");
    for step in &steps {
        let days = Moment::parse(&step.on)
            .ok()
            .zip(Moment::parse(&step.recorded_at).ok())
            .map(|(on, recorded)| (recorded.brussels_day() - on.brussels_day()).get_days());
        if let Some(days) = days.filter(|days| i64::from(*days) > LATE) {
            late.push_str(&format!(
                "{},{},{},{},{},{days}\r\n",
                step.name(),
                step.id,
                step.verb,
                step.on,
                step.recorded_at
            ));
        }
    }
    put("late.csv", &late)?;
    let mut records = Vec::new();
    for (id, of_record) in state::records(steps) {
        let secrets = if args.with_private { desk.store.secrets(&id)? } else { Vec::new() };
        records.push(show::machine(&id, &of_record, &secrets));
    }
    put(
        "records.json",
        &format!(
            "{:#}\n",
            json!({ "format": "gpai-register-bundle/1", "register": desk.store.register, "records": records })
        ),
    )?;
    let mut all: Vec<PathBuf> = Vec::new();
    below(dir, &mut all)?;
    all.sort();
    let mut list: Vec<Json> = Vec::new();
    for path in &all {
        let bytes = files::read(path, files::LONGEST)?;
        let name = path.strip_prefix(dir).unwrap_or(path).to_string_lossy().replace('\\', "/");
        list.push(json!({ "name": name, "bytes": bytes.len(), "sha256": hex(&sha256(&bytes)) }));
    }
    put("MANIFEST.json", &format!("{:#}\n", json!({ "format": "gpai-register-bundle/1", "files": list })))?;
    let (shown, n, count) = (dir.display().to_string(), n.to_string(), list.len().to_string());
    Ok((DONE.fill(common.lang, &[("dir", &shown), ("n", &n), ("files", &count)]), 0))
}

fn below(dir: &Path, out: &mut Vec<PathBuf>) -> Result<(), Fault> {
    let wrong = |e: std::io::Error| Fault::new(format!("{}: {e}", dir.display()));
    for entry in fs::read_dir(dir).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        if path.is_dir() {
            below(&path, out)?;
        } else {
            out.push(path);
        }
    }
    Ok(())
}
