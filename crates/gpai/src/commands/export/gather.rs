//! From a model folder to the evidence that exports are written from: the facts, the assessment, the records, the files with their
//! digests. Which files are hashed depends on the reader: a digest of a file that nobody is told of is not computed.

use std::path::{Path, PathBuf};

use gpai_dossier::export_file::{self, ExportFile, OwnDataset};
use gpai_dossier::{Dossier, records, tree};
use gpai_forms::template::Audience;
use gpai_report::exports::items::{Dataset, DatasetFile};
use gpai_report::exports::rules::Rules;
use gpai_report::exports::{Evidence, FileEntry, Filed, Held, Left, Logs, Place, Reader, statement, text};
use gpai_rules::fact::Value;
use gpai_rules::law::Law;
use gpai_rules::names;

use crate::args::Input;
use crate::commands::doc::read;
use crate::model::{Place as Where, place, request};
use crate::outcome::Failure;

/// What was gathered.
pub struct Gathered {
    /// The evidence.
    pub evidence: Evidence,
    /// The records, as they lie in the folder.
    pub records: Vec<Filed>,
    /// Where the folder is; none for a model elsewhere.
    pub path: Option<PathBuf>,
    /// Name of the folder, by which a manifest calls the model.
    pub folder: String,
    /// What could not be gathered.
    pub left: Vec<Left>,
}

/// Gathers.
pub fn gather(law: &Law, input: &Input, reader: Reader) -> Result<Gathered, Failure> {
    let request = request(law, input)?;
    let on = request.on;
    let dossier = gpai_dossier::open(law, &request, Some(&read::in_passing))?;
    let mut left = Vec::new();
    let (records, files, own, folder, path) = match place(&input.path) {
        Where::Folder(folder) => {
            let own = export_file::read(folder).map_err(|e| Failure::Usage(e.to_string()))?;
            let files = files(folder, &dossier, &own, reader)?;
            (records_of(folder)?, files, own, gpai_dossier::gather::folder_name(folder), Some(folder.to_owned()))
        }
        Where::Hub(address) => {
            left.push(Left::new("digest-unknown", address));
            let files = dossier.files.iter().map(|f| FileEntry { path: f.path.clone(), size: f.size, sha256: None });
            (Vec::new(), files.collect(), ExportFile::default(), dossier.model.clone(), None)
        }
    };
    let logs = logs(&dossier, &own);
    let evidence = Evidence::gather(&gpai_report::exports::Input {
        law,
        on,
        program: env!("CARGO_PKG_VERSION"),
        model: &dossier.model,
        path: &dossier.path,
        facts: &dossier.facts,
        assessment: &dossier.assessment,
        records: &records,
        files: &files,
        rows: &dossier.rows,
        logs: &logs,
        published: &own.public,
    })
    .map_err(|e| Failure::Internal(e.to_string()))?;
    Ok(Gathered { evidence, records, path, folder, left })
}

impl Gathered {
    /// A record as it lies in the folder.
    pub fn raw(&self, file: &str) -> Result<Vec<u8>, Failure> {
        let folder = self.path.as_ref().ok_or_else(|| Failure::Internal(format!("{file}: no folder")))?;
        let text = records::text(&folder.join(file)).map_err(|e| Failure::Usage(e.to_string()))?;
        Ok(text.into_bytes())
    }
}

/// The records of the folder. One that cannot be read stops the export: what a broken record says is not known to be said.
fn records_of(folder: &Path) -> Result<Vec<Filed>, Failure> {
    let mut out = Vec::new();
    for path in records::list(folder).unwrap_or_default() {
        let (template, record) = records::read(&path).map_err(|e| Failure::Usage(e.to_string()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        out.push(Filed { file: format!("{}/{name}", records::FOLDER), template, record });
    }
    Ok(out)
}

/// The files of the folder; those that the reader may know of with their digests.
fn files(folder: &Path, dossier: &Dossier, own: &ExportFile, reader: Reader) -> Result<Vec<FileEntry>, Failure> {
    let failed = |e: tree::TreeError| Failure::Usage(format!("{}: {e}", folder.display()));
    let mut files = tree::list(folder, &|name| statement::IGNORED.contains(&name)).map_err(failed)?;
    let rules = Rules::book().map_err(|e| Failure::Internal(e.to_string()))?;
    let weights = dossier.facts.value(names::OPENNESS_WEIGHTS_PUBLIC) == Some(Value::Bool(true));
    let shown =
        |path: &str| reader == Reader::Own || rules.is_public(path, weights) || own.public.iter().any(|p| p == path);
    tree::digest(folder, &mut files, &shown).map_err(failed)?;
    Ok(files.into_iter().map(|f| FileEntry { path: f.path, size: f.size, sha256: f.sha256 }).collect())
}

/// What the provider says of its own data sets.
fn logs(dossier: &Dossier, own: &ExportFile) -> Logs {
    let provider = match dossier.facts.value(names::PROVIDER_NAME) {
        Some(Value::Text(name)) => Some(name),
        _ => None,
    };
    let datasets = own.datasets.iter().map(|set| Held {
        readers: [Audience::Public].into(),
        place: Some(Place { file: export_file::FILE.to_owned(), line: Some(set.line), method: None }),
        item: dataset(set, provider.as_deref()),
    });
    Logs { datasets: datasets.collect(), ..Logs::default() }
}

fn dataset(set: &OwnDataset, provider: Option<&str>) -> Dataset {
    let line = |said: &Option<String>| said.as_deref().map(text::line).filter(|t| !t.is_empty());
    Dataset {
        name: text::line(&set.name),
        url: set.url.as_deref().and_then(text::address).map(str::to_owned),
        version: line(&set.version),
        licence: line(&set.licence),
        description: line(&set.description),
        creator: line(&set.creator).or_else(|| provider.map(text::line)),
        published: set.published,
        built: set.built,
        modalities: set.modalities.clone(),
        role: set.role.clone(),
        bytes: set.bytes,
        public: Some(true),
        selection: None,
        collected: set.collected.map(|(from, to)| (from.to_string(), to.to_string())),
        files: set
            .files
            .iter()
            .map(|f| DatasetFile {
                url: f.url.clone(),
                sha256: f.sha256.clone(),
                format: text::line(&f.format),
                bytes: f.bytes,
            })
            .collect(),
    }
}
