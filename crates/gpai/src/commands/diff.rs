//! `gpai diff`: what differs between two assessments, or between two days of the law, and why.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use gpai_dossier::Request;
use gpai_dossier::write::reason;
use gpai_report::{changes, json};
use gpai_rules::law::Law;
use serde_json::Value as Json;

use super::doc::read;
use crate::args::{Texts, day, language};
use crate::model::{model, view};
use crate::outcome::{Exit, Failure, Outcome};
use crate::screen;

/// The largest file that is compared.
const LARGEST: u64 = 64 << 20;

/// Compare two assessments, or two days of the law: what changed, and why: gpai diff OLD.json NEW.json
///
/// OLD.json and NEW.json are what `gpai check --format json` wrote, of one model or of several. With --on twice, a model
/// folder is assessed for both days. Duties, conclusions, facts and findings that differ are shown with the facts, the day
/// or the edition of the law that made the difference.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  gpai check --format json > old.json; …; gpai check --format json > new.json; gpai diff old.json new.json\n  gpai diff --on 2026-11-30 --on 2027-08-03 path/to/model\n  gpai diff old.json new.json --format markdown > comment.md"
)]
pub struct DiffArgs {
    /// Two files, the earlier one first; or, with --on twice, the model folder [default: .]
    #[arg(value_name = "OLD.json NEW.json | PATH")]
    pub paths: Vec<PathBuf>,
    /// A day whose law applies, YYYY-MM-DD; twice
    #[arg(long, value_name = "DAY")]
    pub on: Vec<String>,
    /// Answer one fact for this run, with --on; may be repeated
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t = DiffFormat::Human)]
    pub format: DiffFormat,
    /// The language.
    #[command(flatten)]
    pub texts: Texts,
}

/// How it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people
    Human,
    /// gpai-diff/1
    Json,
    /// For a comment on a pull request
    Markdown,
}

/// Runs it.
pub fn run(law: &Law, args: &DiffArgs) -> Outcome {
    let lang = language(args.texts.lang);
    let usage = "name two files (gpai diff OLD.json NEW.json), or two days (gpai diff --on DAY --on DAY [PATH])";
    let (labels, old, new) = match (args.on.as_slice(), args.paths.as_slice()) {
        ([], [old, new]) if args.set.is_empty() => {
            ([old.display().to_string(), new.display().to_string()], document(old)?, document(new)?)
        }
        ([], [_, _]) => return Err(Failure::Usage("--set answers for a model folder, with --on twice".to_owned())),
        ([old, new], [] | [_]) => {
            let path = args.paths.first().map_or(Path::new("."), PathBuf::as_path);
            let at = |on: &String| -> Result<Json, Failure> {
                let request = Request {
                    presets: Vec::new(),
                    register: None,
                    on: day(Some(on))?,
                    model: model(path)?,
                    answers: None,
                    set: args.set.clone(),
                    base: None,
                };
                let dossier = gpai_dossier::open(law, &request, Some(&read::in_passing))?;
                Ok(json::document(&view(law, &dossier, lang)))
            };
            ([old.clone(), new.clone()], at(old)?, at(new)?)
        }
        _ => return Err(Failure::Usage(usage.to_owned())),
    };
    let found = changes::compare(law, labels, &old, &new, lang).map_err(Failure::Usage)?;
    let text = match args.format {
        DiffFormat::Human => screen::style::fit(&screen::changes::screen(&found, lang)),
        DiffFormat::Json => changes::json(&found),
        DiffFormat::Markdown => changes::markdown(&found, lang),
    };
    Ok((text, Exit::Done))
}

/// A file of an assessment, bounded.
fn document(path: &Path) -> Result<Json, Failure> {
    let wrong = |why: String| Failure::Usage(format!("{}: {why}", path.display()));
    let meta = std::fs::metadata(path).map_err(|e| wrong(reason(&e)))?;
    if !meta.is_file() {
        return Err(wrong("is no file; name what gpai check --format json wrote".to_owned()));
    }
    let mut bytes = Vec::new();
    let open = std::fs::File::open(path).map_err(|e| wrong(reason(&e)))?;
    open.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|e| wrong(reason(&e)))?;
    if bytes.len() as u64 > LARGEST {
        return Err(wrong(format!("is larger than {} MB", LARGEST >> 20)));
    }
    serde_json::from_slice(&bytes).map_err(|e| wrong(format!("not JSON: {e}")))
}
