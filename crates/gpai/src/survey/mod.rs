//! `gpai survey`: many models at once, one row each, in parallel, in the order in which they came. Models come and rows go while
//! the work is done: what is held in memory does not grow with their number.

mod jobs;
mod table;

use std::collections::{BTreeMap, HashMap};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError, mpsc};

use gpai_dossier::flow;
use gpai_dossier::survey::{self, Record, Row};
use gpai_rules::compile::Engine;
use gpai_rules::law::Law;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use jiff::civil::Date;

use jobs::Job;

/// Models that are held at once, waiting for a worker or for those before them.
const HELD: usize = 512;
/// Rows of models without answer that are held back until one with an answer comes.
const HELD_BACK: usize = 1_000;
/// Answers that a worker remembers: tables repeat themselves.
const REMEMBERED: usize = 1_024;

/// What came of a run.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Rows that were given out.
    pub rows: u64,
    /// Those of models that could not be read.
    pub failed: u64,
    /// Why a table ended early, if one did.
    pub cut: Option<String>,
}

/// Gives out the rows of everything that the paths stand for, in the order of the paths and sorted within each.
///
/// # Errors
/// Nothing can be looked at, no model could be read, or a row could not be written.
pub fn run(
    law: &Law,
    paths: &[PathBuf],
    on: Date,
    mut give: impl FnMut(Row) -> Result<(), String>,
) -> Result<Done, String> {
    // The law is compiled once; a day outside the book ends the run before it starts.
    let engine = flow::engine(law, on).map_err(|e| e.to_string())?;
    let sources = paths.iter().map(|path| jobs::of(path)).collect::<Result<Vec<_>, String>>()?;
    let known: Option<u64> = sources.iter().map(jobs::Source::len).sum();
    if known == Some(0) {
        return Err("no model folder there: one holds a README.md, config.json, gpai.toml or weights".to_owned());
    }
    let bar = progress(known);
    let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let (to_work, work) = mpsc::sync_channel::<(u64, Job)>(HELD);
    let (to_give, ready) = mpsc::sync_channel::<(u64, Row)>(HELD);
    let work = Mutex::new(work);
    // Who has given out how much, so that the fast ones do not run ahead of a slow one without end.
    let (to_go_on, go_on) = mpsc::sync_channel::<()>(HELD);
    std::thread::scope(|scope| {
        let feeder = scope.spawn(move || {
            let mut cut = None;
            let mut at = 0;
            for source in sources {
                let fed = source.each(&mut |job| {
                    // Ends where nobody takes any more.
                    let taken = to_go_on.send(()).is_ok() && to_work.send((at, job)).is_ok();
                    at += 1;
                    taken
                });
                if let Err(why) = fed {
                    cut = Some(why);
                    break;
                }
            }
            cut
        });
        for _ in 0..threads {
            let (work, to_give, engine) = (&work, to_give.clone(), &engine);
            scope.spawn(move || worker(engine, law, work, &to_give));
        }
        drop(to_give);
        let mut waiting: BTreeMap<u64, Row> = BTreeMap::new();
        let (mut next, mut done, mut held) = (0, Done::default(), Vec::new());
        let mut good = false;
        let mut out = |row: Row, done: &mut Done| -> Result<(), String> {
            let failed = !row.text("error").is_empty();
            done.rows += 1;
            done.failed += u64::from(failed);
            good |= !failed || done.rows as usize > HELD_BACK;
            held.push(row);
            if good { held.drain(..).try_for_each(&mut give) } else { Ok(()) }
        };
        for (at, row) in ready {
            bar.inc(1);
            waiting.insert(at, row);
            while let Some(row) = waiting.remove(&next) {
                next += 1;
                let _ = go_on.recv();
                out(row, &mut done)?;
            }
        }
        bar.finish_and_clear();
        done.cut = feeder.join().unwrap_or_else(|_| Some("reading the models ended early".to_owned()));
        if done.rows == done.failed {
            return Err(match (held.first(), &done.cut) {
                (Some(first), _) => {
                    format!("none of {} models could be read; the first: {}", done.rows, first.text("error"))
                }
                (None, Some(why)) => why.clone(),
                (None, None) => "no model there: the tables have no rows".to_owned(),
            });
        }
        Ok(done)
    })
}

/// Takes models and gives rows until there are no more.
fn worker(
    engine: &Engine<'_>,
    law: &Law,
    work: &Mutex<mpsc::Receiver<(u64, Job)>>,
    to_give: &mpsc::SyncSender<(u64, Row)>,
) {
    let mut remembered: HashMap<Record, Row> = HashMap::new();
    loop {
        let taken = work.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((at, job)) = taken else { break };
        if let Job::Record(record) = &job
            && let Some(row) = remembered.get(record)
        {
            if to_give.send((at, row.clone())).is_err() {
                break;
            }
            continue;
        }
        // A defect of ours on one model must not lose the others.
        let row = catch_unwind(AssertUnwindSafe(|| match &job {
            Job::Folder { root, folder, shown } => survey::of_folder(engine, law, root, folder, shown),
            Job::Record(record) => survey::of_record(engine, law, record),
        }));
        let row = row.unwrap_or_else(|_| job.failed());
        if let Job::Record(record) = job {
            if remembered.len() >= REMEMBERED {
                remembered.clear();
            }
            remembered.insert(record, row.clone());
        }
        if to_give.send((at, row)).is_err() {
            break;
        }
    }
}

/// A bar on a terminal; nothing in a pipe or a short run.
fn progress(length: Option<u64>) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::stderr());
    let speed = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
        let _ = write!(out, "{:.0}/s", state.per_sec());
    };
    let template = if length.is_some() { "{bar:30} {pos}/{len} {speed} {eta}" } else { "{spinner} {pos} {speed}" };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.with_key("speed", speed));
    }
    bar
}
