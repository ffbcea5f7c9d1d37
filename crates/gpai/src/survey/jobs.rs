//! What a path of a survey stands for: folders of models, or a table whose rows come one after the other.

use std::path::{Path, PathBuf};

use gpai_dossier::gather;
use gpai_dossier::survey::{self, Record, Row};
use gpai_dossier::write::reason;

use super::table;

/// One model to look at.
pub enum Job {
    /// A folder below a root, and how it is shown.
    Folder { root: PathBuf, folder: PathBuf, shown: String },
    /// A row of a table of models.
    Record(Record),
}

impl Job {
    /// The row of a model on which the program itself failed.
    pub fn failed(&self) -> Row {
        let (model, path) = match self {
            Job::Folder { folder, shown, .. } => (gather::folder_name(folder), shown.clone()),
            Job::Record(record) => (record.values().next().cloned().unwrap_or_default(), String::new()),
        };
        Row::failed(&model, &path, "internal error: a defect of gpai, please report it")
    }
}

/// Where models come from.
pub enum Source {
    /// Folders.
    Folders(Vec<Job>),
    /// A table, read as it is needed.
    Table(PathBuf),
}

/// What a path stands for: a table of models, or folders.
pub fn of(path: &Path) -> Result<Source, String> {
    let shown = path.display();
    let meta = std::fs::metadata(path).map_err(|e| format!("{shown}: {}", reason(&e)))?;
    if meta.is_file() {
        table::check(path).map_err(|e| format!("{shown}: {e}"))?;
        return Ok(Source::Table(path.to_owned()));
    }
    let folders = survey::folders(path).into_iter();
    let jobs = folders.map(|folder| {
        let below = folder.strip_prefix(path).map(|p| p.display().to_string()).unwrap_or_default();
        let shown = if below.is_empty() { ".".to_owned() } else { below };
        Job::Folder { root: path.to_owned(), folder, shown }
    });
    Ok(Source::Folders(jobs.collect()))
}

impl Source {
    /// How many models there are, where that is known before they are read.
    pub fn len(&self) -> Option<u64> {
        match self {
            Source::Folders(jobs) => Some(jobs.len() as u64),
            Source::Table(_) => None,
        }
    }

    /// Hands out each model until there are no more or nobody takes one.
    ///
    /// # Errors
    /// A table cannot be read further.
    pub fn each(self, take: &mut dyn FnMut(Job) -> bool) -> Result<(), String> {
        match self {
            Source::Folders(jobs) => {
                let _ = jobs.into_iter().all(take);
                Ok(())
            }
            Source::Table(path) => {
                let mut take = |record| take(Job::Record(record));
                table::read(&path, &mut take).map_err(|e| format!("{}: {e}", path.display()))
            }
        }
    }
}
