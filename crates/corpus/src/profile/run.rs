//! A run: large inputs are added up in pieces, each of which is kept as a partial until all are done, so that an interrupted run goes
//! on where it was.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use datafusion_execution::{SendableRecordBatchStream, TaskContext};
use futures::StreamExt as _;
use serde_json::{Map, Value as Json, json};

use super::cut::Cut;
use super::rank::{Ranking, rank};
use super::rollup::{Rollup, Totals};
use crate::address::suffixes::Suffixes;
use crate::engine::partial::{self, Origin, Writer};
use crate::engine::{Job, Means, Work, added, merged, sort, why};
use crate::hash;
use crate::input::Found;
use crate::input::columns::Said;
use crate::input::file::{File, Inside, Part, parts};
use crate::input::open::Meter;

/// The format of its JSON.
pub const FORMAT: &str = "gpai-corpus-profile/1";
/// Bytes on the disk that make a piece.
const PIECE: u64 = 2 << 30;
/// Partials that are open at once.
const FAN: usize = 64;

/// How a profile is made.
#[derive(Debug)]
pub struct Settings {
    /// What the command line says of columns.
    pub said: Said,
    /// Whether anything rejected ends the run.
    pub strict: bool,
    /// The cut.
    pub cut: Cut,
    /// The list of suffixes.
    pub suffixes: Suffixes,
    /// Memory, threads, a place for what does not fit.
    pub means: Means,
    /// Where pieces are kept until all are done.
    pub state: Option<PathBuf>,
    /// Bytes of a piece, other than usual.
    pub piece: Option<u64>,
    /// Whether inputs are hashed whole, or at their edges.
    pub whole: bool,
    /// Where the result is kept as a partial.
    pub part: Option<PathBuf>,
    /// Where the list of domains goes as CSV.
    pub domains: Option<PathBuf>,
    /// What is counted on the way.
    pub meter: Arc<Meter>,
}

/// What a collection holds.
#[derive(Debug)]
pub struct Profile {
    /// The figures.
    pub totals: Totals,
    /// The domains.
    pub ranking: Ranking,
    /// Where it comes from.
    pub origin: Origin,
    /// The cut.
    pub cut: Cut,
    /// The list of suffixes, named.
    pub list: Json,
    /// Whether private suffixes count.
    pub private: bool,
    /// The partial beside it, by name and hash.
    pub part: Option<(String, String)>,
    /// Pieces that were there already.
    pub resumed: usize,
    /// What its JSON says it is.
    pub format: &'static str,
    /// What its JSON says beside the figures.
    pub extra: Map<String, Json>,
}

impl Settings {
    /// The same without any file that is written.
    pub(super) fn bare(&self) -> Settings {
        Settings {
            said: self.said.clone(),
            strict: self.strict,
            cut: self.cut.clone(),
            suffixes: self.suffixes.clone(),
            means: self.means.clone(),
            state: None,
            piece: self.piece,
            whole: self.whole,
            part: None,
            domains: None,
            meter: self.meter.clone(),
        }
    }
}

/// The profile of files.
///
/// # Errors
/// No file can be read; the disk; the bound on memory; something rejected, with `strict`.
pub async fn of_files(found: &Found, settings: &Settings) -> Result<Profile, String> {
    let origin = origin(found, settings)?;
    if found.files.iter().all(|f| matches!(f.inside, Inside::Unreadable(_))) {
        let all = found.files.iter().map(|f| match f.inside {
            Inside::Unreadable(why) => format!("{}: {why}", f.shown),
            _ => String::new(),
        });
        return Err(format!("no file can be read\n{}", all.take(10).collect::<Vec<_>>().join("\n")));
    }
    let context = settings.means.context().map_err(|e| e.to_string())?;
    let pieces = pieces(parts(&found.files), settings.piece.unwrap_or(PIECE));
    let job = |work: Work| {
        Arc::new(Job {
            work,
            said: settings.said.clone(),
            strict: settings.strict,
            meter: settings.meter.clone(),
            opener: None,
        })
    };
    if let [piece] = pieces.as_slice() {
        let stream = added(job(Work::Data(piece.clone())), &context).map_err(|e| e.to_string())?;
        return finish(stream, origin, settings, 0).await;
    }
    let kept = Kept::open(settings)?;
    let (mut paths, mut resumed) = (Vec::new(), 0);
    for piece in pieces {
        let path = kept.folder.join(format!("piece-{}.parquet", key(&piece, settings)));
        if partial::origin(&path).is_ok() {
            resumed += 1;
            settings.meter.bytes.fetch_add(piece.iter().map(|p| p.size).sum(), Ordering::Relaxed);
        } else {
            let stream = added(job(Work::Data(piece)), &context).map_err(|e| e.to_string())?;
            write(stream, &path, &Origin::default()).await?;
        }
        paths.push(path);
    }
    let profile = of_partials(&paths, origin, &context, settings, &kept.folder, resumed).await?;
    kept.done();
    Ok(profile)
}

/// The profile of partials together.
///
/// # Errors
/// One cannot be read; the disk; the bound on memory.
pub async fn of_merged(paths: &[PathBuf], settings: &Settings) -> Result<Profile, String> {
    let mut origin = Origin::default();
    for path in paths {
        origin.add(partial::origin(path)?);
    }
    let context = settings.means.context().map_err(|e| e.to_string())?;
    let kept = Kept::open(settings)?;
    let profile = of_partials(paths, origin, &context, settings, &kept.folder, 0).await?;
    kept.done();
    Ok(profile)
}

async fn of_partials(
    paths: &[PathBuf],
    origin: Origin,
    context: &Arc<TaskContext>,
    settings: &Settings,
    folder: &Path,
    resumed: usize,
) -> Result<Profile, String> {
    let mut level = paths.to_vec();
    let mut round = 0;
    let merge = |paths: &[PathBuf]| {
        let job = Job {
            work: Work::Partials(paths.to_vec()),
            said: Said::default(),
            strict: false,
            meter: settings.meter.clone(),
            opener: None,
        };
        merged(Arc::new(job), context).map_err(|e| e.to_string())
    };
    while level.len() > FAN {
        let mut next = Vec::new();
        for (at, group) in level.chunks(FAN).enumerate() {
            let path = folder.join(format!("merge-{round}-{at}.parquet"));
            write(merge(group)?, &path, &Origin::default()).await?;
            next.push(path);
        }
        level = next;
        round += 1;
    }
    finish(merge(&level)?, origin, settings, resumed).await
}

/// Writes a sorted stream as a partial.
///
/// # Errors
/// The stream's own, and the disk.
pub async fn write(mut stream: SendableRecordBatchStream, path: &Path, origin: &Origin) -> Result<(), String> {
    let disk = |e: datafusion_common::DataFusionError| format!("{}: {}", path.display(), why(&e));
    let mut writer = Writer::new(path).map_err(disk)?;
    while let Some(batch) = stream.next().await {
        writer.write(&batch.map_err(|e| why(&e))?).map_err(disk)?;
    }
    writer.finish(origin).map_err(disk)
}

/// From sorted rows to the profile, which is written where it was asked for.
pub(super) async fn finish(
    mut stream: SendableRecordBatchStream,
    mut origin: Origin,
    settings: &Settings,
    resumed: usize,
) -> Result<Profile, String> {
    let disk = |e: datafusion_common::DataFusionError| why(&e);
    origin.settle();
    let (mut given, mut sorted) = sort::by_bytes(&settings.means.beside().map_err(disk)?).map_err(disk)?;
    let mut writer = settings.part.as_deref().map(Writer::new).transpose().map_err(disk)?;
    let mut rollup = Rollup::new(&settings.suffixes);
    while let Some(batch) = stream.next().await {
        let batch = batch.map_err(|e| why(&e))?;
        rollup.push(&batch, &mut |name, numbers| given.push(name, numbers))?;
        given.send(false).await.map_err(disk)?;
        if let Some(writer) = &mut writer {
            writer.write(&batch).map_err(disk)?;
        }
    }
    drop(stream);
    let totals = rollup.finish(&mut |name, numbers| given.push(name, numbers));
    given.send(true).await.map_err(disk)?;
    drop(given);
    let mut part = None;
    if let (Some(writer), Some(path)) = (writer, &settings.part) {
        writer.finish(&origin).map_err(disk)?;
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        part = Some((name, hash::file(path).map_err(|e| format!("{}: {e}", path.display()))?));
    }
    let mut csv = match &settings.domains {
        Some(path) => Some(csv::Writer::from_path(path).map_err(|e| format!("{}: {e}", path.display()))?),
        None => None,
    };
    let ranking = rank(&mut sorted, totals.domains, &settings.cut, csv.as_mut()).await?;
    Ok(Profile {
        totals,
        ranking,
        origin,
        cut: settings.cut.clone(),
        list: settings.suffixes.named(),
        private: settings.suffixes.private(),
        part,
        resumed,
        format: FORMAT,
        extra: Map::new(),
    })
}

/// Consecutive parts of about one size.
fn pieces(parts: Vec<Part>, most: u64) -> Vec<Vec<Part>> {
    let (mut out, mut piece, mut size) = (Vec::new(), Vec::new(), 0_u64);
    for part in parts {
        if !piece.is_empty() && size.saturating_add(part.size) > most {
            out.push(std::mem::take(&mut piece));
            size = 0;
        }
        size = size.saturating_add(part.size);
        piece.push(part);
    }
    out.push(piece);
    out
}

/// What names a piece: everything its rows depend on.
fn key(piece: &[Part], settings: &Settings) -> String {
    let parts = piece.iter().map(|p| {
        let path = fs::canonicalize(&p.file.path).unwrap_or_else(|_| p.file.path.clone());
        let range = p.range.as_ref().map(|r| [r.start, r.end]);
        let columns = p.file.columns().map(crate::input::columns::Columns::told);
        let shown = (p.file.shown.as_ref(), p.file.dataset.as_ref());
        json!([path.to_string_lossy(), p.file.size, p.file.changed.to_string(), range, columns, shown])
    });
    let said: Vec<Json> = settings.said.named.iter().map(|(role, name)| json!([role.word(), name])).collect();
    let all = json!([partial::FORMAT, env!("CARGO_PKG_VERSION"), said, parts.collect::<Vec<_>>()]);
    hash::sha256(all.to_string().as_bytes()).chars().take(24).collect()
}

/// The folder where pieces are kept.
struct Kept {
    folder: PathBuf,
    _temporary: Option<tempfile::TempDir>,
}

impl Kept {
    fn open(settings: &Settings) -> Result<Self, String> {
        match &settings.state {
            Some(folder) => {
                fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
                Ok(Self { folder: folder.clone(), _temporary: None })
            }
            None => {
                let folder = tempfile::tempdir_in(&settings.means.temp);
                let folder = folder.map_err(|e| format!("{}: {e}", settings.means.temp.display()))?;
                Ok(Self { folder: folder.path().to_owned(), _temporary: Some(folder) })
            }
        }
    }

    /// Removes the pieces, and the folder if it holds nothing else.
    fn done(&self) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if (name.starts_with("piece-") || name.starts_with("merge-"))
                && (name.ends_with(".parquet") || name.ends_with(".part"))
            {
                let _ = fs::remove_file(entry.path());
            }
        }
        let _ = fs::remove_dir(&self.folder);
    }
}

/// What the figures come from: each file with its size and hash, and what was taken for what.
fn origin(found: &Found, settings: &Settings) -> Result<Origin, String> {
    let mut out = Origin { others: found.others.clone(), ..Origin::default() };
    for file in &found.files {
        let wrong = |e: std::io::Error| format!("{}: {e}", file.path.display());
        let mut entry = json!({
            "file": file.shown.as_ref(),
            "dataset": Some(file.dataset.as_ref()).filter(|d| !d.is_empty()),
            "format": file.format.word(),
            "bytes": file.size,
        });
        let (name, hash) = if settings.whole {
            ("sha256", hash::file(&file.path).map_err(wrong)?)
        } else {
            ("edges_sha256", hash::edges(&file.path).map_err(wrong)?)
        };
        if let Some(entry) = entry.as_object_mut() {
            entry.insert(name.to_owned(), hash.into());
            if let Inside::Unreadable(why) = file.inside {
                entry.insert("unreadable".to_owned(), why.into());
            }
        }
        out.inputs.push(entry);
        if let Some(columns) = file.columns() {
            let assumed = json!({
                "dataset": Some(file.dataset.as_ref()).filter(|d| !d.is_empty()),
                "format": file.format.word(),
                "columns": columns.told(),
            });
            if !out.assumed.contains(&assumed) {
                out.assumed.push(assumed);
            }
        }
    }
    Ok(out)
}

/// Bytes on the disk, for the progress.
#[must_use]
pub fn size(files: &[Arc<File>]) -> u64 {
    files.iter().map(|f| f.size).sum()
}
