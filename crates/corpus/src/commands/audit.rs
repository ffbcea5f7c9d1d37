//! `gpai corpus audit`.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use clap::{Args, Subcommand};
use futures::StreamExt as _;
use serde_json::Value as Json;

use super::args::{MeansArgs, Shape, Suffix};
use super::progress::Progress;
use super::{Outcome, replace, runtime};
use crate::audit::lists::Listed;
use crate::audit::report::Counted;
use crate::audit::snapshots::Snapshots;
use crate::audit::{self, Auditor, diff};
use crate::engine::{Job, Opener, Work, added, why};
use crate::input::columns::Said;
use crate::input::file::{Part, parts};
use crate::input::{self, open::Meter};

/// What the sources of a crawl had reserved when each page was fetched, by dated copies of robots.txt and other signals
///
/// A row of the crawl has url and time (RFC 3339), and may have agent, bytes or text, status, headers, id; WARC has them by itself.
/// A copy of robots.txt is a line such as {"origin":"https://a.example","at":"2024-03-17T06:43:46Z","status":200,"robots":"…"}, or a
/// record of a WARC. The newest copy from before the fetch decides; one taken after it never does, and only shows what was reserved
/// later. Without a copy from before the fetch a page is unknown, never allowed.
///
/// Start with: gpai corpus audit crawl.jsonl --snapshots robots.jsonl --agent ExampleBot
///
/// What changed since: gpai corpus audit diff before.json after.json
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct AuditArgs {
    #[command(subcommand)]
    what: Option<What>,
    /// Files, folders and patterns: JSON lines, Parquet, WARC
    #[arg(required = true, value_name = "CRAWL")]
    inputs: Vec<String>,
    /// Dated copies of robots.txt: JSON lines or WARC
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    snapshots: Vec<PathBuf>,
    /// The crawler's token, for pages that name none
    #[arg(long, value_name = "TOKEN", num_args = 1..)]
    agent: Vec<String>,
    /// A dated list of sites that are to be left out, DATE=FILE; a line is a domain or {"domain":…,"at":…}
    #[arg(long, value_name = "DATE=FILE", num_args = 1..)]
    listed: Vec<String>,
    /// Dated objections of persons to the use of their data, in the same form
    #[arg(long, value_name = "DATE=FILE", num_args = 1..)]
    objections: Vec<String>,
    /// How the answer is given on stdout
    #[arg(long, value_enum, default_value_t = Shape::Human)]
    format: Shape,
    /// Write the audit as JSON to this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// List so many domains [default: all]
    #[arg(long, value_name = "N")]
    top: Option<u64>,
    /// Write one line of JSON for each page to this file, in the order of the input
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
    /// Write one line of JSON for each page that is to be dropped, with the reasons
    #[arg(long, value_name = "FILE")]
    drop_list: Option<PathBuf>,
    /// Stop at the first record or file that cannot be read
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    suffix: Suffix,
    #[command(flatten)]
    means: MeansArgs,
}

#[derive(Debug, Subcommand)]
enum What {
    Diff(DiffArgs),
}

/// What changed between two audits, as JSON or an Atom feed
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The earlier audit
    before: PathBuf,
    /// The later one
    after: PathBuf,
    /// Write the changes as an Atom feed to this file
    #[arg(long, value_name = "FILE", requires = "on")]
    atom: Option<PathBuf>,
    /// The day of the feed, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
}

/// Runs it.
///
/// # Errors
/// Nothing could be read, or the usage is wrong.
pub fn run(args: &AuditArgs) -> Outcome {
    if let Some(What::Diff(args)) = &args.what {
        return difference(args);
    }
    let found = input::crawls(&args.inputs)?;
    let suffixes = args.suffix.suffixes()?;
    let snapshots = Snapshots::read(&args.snapshots)?;
    let lines = |path: &Option<PathBuf>| -> Result<_, String> {
        let Some(path) = path else { return Ok(None) };
        let file = File::create(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let out: Box<dyn std::io::Write + Send> = Box::new(BufWriter::new(file));
        Ok(Some(Mutex::new(out)))
    };
    for why in snapshots.rejected.iter().take(10) {
        let _ = writeln!(std::io::stderr(), "{why}");
    }
    let count = snapshots.count;
    let lost = snapshots.rejected.len();
    let auditor = Arc::new(Auditor {
        snapshots,
        agents: args.agent.clone(),
        listed: Listed::read(&args.listed)?,
        objections: Listed::read(&args.objections)?,
        decisions: lines(&args.decisions)?,
        drops: lines(&args.drop_list)?,
    });
    let mut means = args.means.means();
    if args.decisions.is_some() || args.drop_list.is_some() {
        // Lines come in the order of the input.
        means.threads = 1;
    }
    let job = Arc::new(Job {
        work: Work::Data(parts(&found.files)),
        said: Said::default(),
        strict: args.strict,
        meter: Arc::default(),
        opener: Some(Opener(Arc::new({
            let auditor = auditor.clone();
            move |part: &Part, meter: &Arc<Meter>| audit::open(part, meter, &auditor)
        }))),
    });
    let progress = Progress::start(job.meter.clone(), crate::profile::size(&found.files), args.means.progress);
    let counted = runtime(means.threads)?.block_on(async {
        let context = means.context().map_err(|e| e.to_string())?;
        let mut stream = added(job, &context).map_err(|e| e.to_string())?;
        let mut counted = Counted::default();
        while let Some(batch) = stream.next().await {
            counted.push(&batch.map_err(|e| why(&e))?, &suffixes)?;
        }
        Ok::<_, String>(counted)
    });
    drop(progress);
    let counted = counted?;
    for lines in [&auditor.decisions, &auditor.drops].into_iter().flatten() {
        let flushed =
            lines.lock().map_err(|_| "broken".to_owned()).and_then(|mut l| l.flush().map_err(|e| e.to_string()));
        flushed.map_err(|e| format!("the lines could not be written: {e}"))?;
    }
    if counted.all.pages == 0 && !counted.rejected.is_empty() {
        let first = counted.rejected.iter().take(10).map(ToString::to_string);
        return Err(format!("no page could be read\n{}", first.collect::<Vec<_>>().join("\n")));
    }
    let mut json = counted.json(found.files.len(), count, args.top, &suffixes.named());
    if lost > 0
        && let Some(json) = json.as_object_mut()
    {
        json.insert("snapshots_rejected".to_owned(), lost.into());
    }
    let text = serde_json::to_string_pretty(&json).map_err(|e| e.to_string())? + "\n";
    if let Some(path) = &args.output {
        replace(path, |out| out.write_all(text.as_bytes()))?;
    }
    for one in counted.rejected.iter().take(10) {
        let _ = writeln!(std::io::stderr(), "{one}");
    }
    let shown = if args.format == Shape::Json { text } else { counted.human() };
    std::io::stdout().write_all(shown.as_bytes()).map_err(|e| format!("stdout: {e}"))?;
    Ok(ExitCode::SUCCESS)
}

fn difference(args: &DiffArgs) -> Outcome {
    let read = |path: &Path| -> Result<Json, String> {
        let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
        serde_json::from_slice(&bytes).map_err(|e| format!("{}: is no audit: {e}", path.display()))
    };
    let changes = diff::changes(&read(&args.before)?, &read(&args.after)?)?;
    if let (Some(path), Some(day)) = (&args.atom, &args.on) {
        let day: jiff::civil::Date = day.parse().map_err(|_| format!("--on {day}: is no day such as 2026-12-31"))?;
        let feed = diff::atom(&changes, &day.to_string());
        replace(path, |out| out.write_all(feed.as_bytes()))?;
    }
    let all: VecDeque<Json> = changes.iter().map(diff::Change::json).collect();
    let json = serde_json::json!({ "format": "gpai-corpus-audit-diff/1", "changes": all });
    let text = serde_json::to_string_pretty(&json).map_err(|e| e.to_string())? + "\n";
    std::io::stdout().write_all(text.as_bytes()).map_err(|e| format!("stdout: {e}"))?;
    Ok(ExitCode::SUCCESS)
}
