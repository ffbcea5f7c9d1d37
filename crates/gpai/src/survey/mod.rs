//! `gpai survey`: many models at once, one row each, in parallel.

mod table;

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use gpai_dossier::survey::{self, Record, Row};
use gpai_dossier::write::reason;
use gpai_dossier::{flow, gather};
use gpai_rules::law::Law;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::civil::Date;

/// One model to look at.
enum Job {
    /// A folder below a root, and how it is shown.
    Folder { root: PathBuf, folder: PathBuf, shown: String },
    /// A row of a table of models.
    Record(Record),
}

/// Rows of everything that the paths stand for, in the order of the paths and sorted within each; a reason if nothing can be
/// looked at.
pub fn run(law: &Law, paths: &[PathBuf], on: Date) -> Result<Vec<Row>, String> {
    let mut jobs = Vec::new();
    for path in paths {
        jobs.extend(jobs_of(path)?);
    }
    if jobs.is_empty() {
        return Err("no model folder there: one holds a README.md, config.json, gpai.toml or weights".to_owned());
    }
    // The law is compiled once; a day outside the book ends the run before it starts.
    let engine = flow::engine(law, on).map_err(|e| e.to_string())?;
    let next = AtomicUsize::new(0);
    let rows = Mutex::new(Vec::with_capacity(jobs.len()));
    let bar = progress(jobs.len());
    let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get).min(jobs.len());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut own = Vec::new();
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(job) = jobs.get(at) else { break };
                    // A defect of ours on one model must not lose the others.
                    let row = catch_unwind(AssertUnwindSafe(|| match job {
                        Job::Folder { root, folder, shown } => survey::of_folder(&engine, law, root, folder, shown),
                        Job::Record(record) => survey::of_record(&engine, law, record),
                    }));
                    own.push((at, row.unwrap_or_else(|_| failed(job))));
                    bar.inc(1);
                }
                if let Ok(mut rows) = rows.lock() {
                    rows.extend(own);
                }
            });
        }
    });
    bar.finish_and_clear();
    let mut rows = rows.into_inner().map_err(|_| "a worker ended early".to_owned())?;
    rows.sort_by_key(|(at, _)| *at);
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// The row of a model on which the program itself failed.
fn failed(job: &Job) -> Row {
    let (model, path) = match job {
        Job::Folder { folder, shown, .. } => (gather::folder_name(folder), shown.clone()),
        Job::Record(record) => (record.values().next().cloned().unwrap_or_default(), String::new()),
    };
    Row::failed(&model, &path, "internal error: a defect of gpai, please report it")
}

/// What a path stands for: a table of models, or folders.
fn jobs_of(path: &Path) -> Result<Vec<Job>, String> {
    let shown = path.display();
    let meta = std::fs::metadata(path).map_err(|e| format!("{shown}: {}", reason(&e)))?;
    if meta.is_file() {
        let records = table::read(path).map_err(|e| format!("{shown}: {e}"))?;
        return Ok(records.into_iter().map(Job::Record).collect());
    }
    let folders = survey::folders(path).into_iter();
    Ok(folders
        .map(|folder| {
            let below = folder.strip_prefix(path).map(|p| p.display().to_string()).unwrap_or_default();
            let shown = if below.is_empty() { ".".to_owned() } else { below };
            Job::Folder { root: path.to_owned(), folder, shown }
        })
        .collect())
}

/// A bar on a terminal; nothing in a pipe or a short run.
fn progress(length: usize) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(length as u64), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {per_sec} {eta}") {
        bar.set_style(style);
    }
    bar
}
