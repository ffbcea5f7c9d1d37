//! `gpai corpus merge`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use serde_json::Value as Json;

use super::args::{MakeArgs, MeansArgs, settings};
use super::progress::Progress;
use super::{Outcome, report, runtime};
use crate::hash;
use crate::input::columns::Said;
use crate::profile::{self, FORMAT};

/// Adds up profiles, exactly: what one run over all of their data would give
///
/// Takes profiles (their Parquet part has to lie beside them) and parts from `profile --part`. Memory does not grow with the number
/// of domains.
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// Profiles (.json) and parts (.parquet)
    #[arg(required = true, value_name = "PROFILE")]
    profiles: Vec<PathBuf>,
    #[command(flatten)]
    make: MakeArgs,
    #[command(flatten)]
    means: MeansArgs,
}

/// Runs it.
///
/// # Errors
/// One of them cannot be read, or is not what its profile says.
pub fn run(args: &MergeArgs) -> Outcome {
    let parts = args.profiles.iter().map(|path| part(path)).collect::<Result<Vec<_>, _>>()?;
    let mut settings = settings(&args.make, &args.means, Said::default(), false, false, None)?;
    // Nothing is kept for another run: a merge starts anew.
    settings.state = args.means.state.clone();
    if settings.part.as_ref().is_some_and(|out| parts.contains(out)) {
        return Err("the output would overwrite one of the inputs".to_owned());
    }
    let total = parts.iter().filter_map(|p| std::fs::metadata(p).ok()).map(|m| m.len()).sum();
    let progress = Progress::start(Arc::clone(&settings.meter), total, args.means.progress);
    let profile = runtime(settings.means.threads)?.block_on(profile::of_merged(&parts, &settings));
    drop(progress);
    report::give(&profile?, &args.make, None)
}

/// The Parquet part of a profile, held to its hash.
///
/// # Errors
/// It is not there, or another one.
pub fn part(path: &Path) -> Result<PathBuf, String> {
    const LONGEST: u64 = 4 << 30;
    if path.extension().is_some_and(|e| e == "parquet") {
        return Ok(path.to_owned());
    }
    let wrong = |why: String| format!("{}: {why}", path.display());
    let size = std::fs::metadata(path).map_err(|e| wrong(e.to_string()))?.len();
    if size > LONGEST {
        return Err(wrong("is too large for a profile; give its Parquet part".to_owned()));
    }
    let json = std::fs::File::open(path).map_err(|e| wrong(e.to_string()))?;
    let json: Json =
        serde_json::from_reader(std::io::BufReader::new(json)).map_err(|e| wrong(format!("is no profile: {e}")))?;
    if json.get("format").and_then(Json::as_str) != Some(FORMAT) {
        return Err(wrong(format!("is no profile ({FORMAT})")));
    }
    let get = |key: &str| json.get("part").and_then(|p| p.get(key)).and_then(Json::as_str);
    let (Some(name), Some(expected)) = (get("file"), get("sha256")) else {
        return Err(wrong("has no Parquet part; make the profile with -o FILE".to_owned()));
    };
    // The part lies beside its profile, nowhere else.
    let base = Path::new(name).file_name().ok_or_else(|| wrong("names no part".to_owned()))?;
    let part = path.with_file_name(base);
    let found = hash::file(&part)
        .map_err(|e| format!("{}: {e}\n  help: the Parquet part has to lie beside its profile", part.display()))?;
    if found != expected {
        return Err(format!("{}: is not the part that {} was made with", part.display(), path.display()));
    }
    Ok(part)
}
