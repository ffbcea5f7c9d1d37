//! Where an export goes: the screen, a file, a folder, a zip file whose bytes are the same for the same content.

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use gpai_dossier::write;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::outcome::Failure;

/// Where it goes.
#[derive(Debug, PartialEq, Eq)]
pub enum Output {
    /// To stdout.
    Screen,
    /// Into one file.
    File(PathBuf),
    /// Into a folder, under names of ours.
    Folder(PathBuf),
    /// Into a folder that must be new or empty.
    Fresh(PathBuf),
    /// Into a zip file.
    Zip(PathBuf),
}

impl Output {
    /// Where an export of a kind goes by the words of a person.
    pub fn of(path: Option<&Path>, kind: &str) -> Result<Output, Failure> {
        let many = matches!(kind, "oscal" | "croissant" | "bundle");
        let Some(path) = path.filter(|p| *p != Path::new("-")) else {
            return match many {
                true => Err(Failure::Usage(format!("{kind} is more than one file; name a folder with -o FOLDER"))),
                false => Ok(Output::Screen),
            };
        };
        let zip = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("zip"));
        match kind {
            "bundle" if zip && !path.is_dir() => Ok(Output::Zip(path.to_owned())),
            "bundle" => {
                let full = std::fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_some());
                if path.is_file() || full {
                    let shown = path.display();
                    return Err(Failure::Usage(format!(
                        "{shown}: is not empty, and a bundle holds what is in it and nothing else; name a new folder or a .zip file"
                    )));
                }
                Ok(Output::Fresh(path.to_owned()))
            }
            _ if many && path.is_file() => {
                Err(Failure::Usage(format!("{}: is a file; {kind} needs a folder", path.display())))
            }
            _ if many || is_folder(path) => Ok(Output::Folder(path.to_owned())),
            _ => Ok(Output::File(path.to_owned())),
        }
    }

    /// Writes texts; gives what stands on stdout.
    pub fn write_texts(&self, files: Vec<(String, String)>) -> Result<String, Failure> {
        if *self == Output::Screen {
            return Ok(files.into_iter().map(|(_, text)| text).collect());
        }
        let files: Vec<(String, Vec<u8>)> = files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
        self.write_all(&files)
    }

    /// Writes files; gives what stands on stdout.
    pub fn write_all(&self, files: &[(String, Vec<u8>)]) -> Result<String, Failure> {
        let cannot = |path: &Path, e: &std::io::Error| {
            Failure::Usage(format!("{}: cannot be written: {}", path.display(), write::reason(e)))
        };
        // What a person named may be a device or a link, and stays one.
        let named = |path: &Path, bytes: &[u8]| -> Result<String, Failure> {
            if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                std::fs::create_dir_all(folder).map_err(|e| cannot(folder, &e))?;
            }
            let place = write::place(path).map_err(|e| cannot(path, &e))?;
            write::put(&place, bytes).map_err(|e| cannot(path, &e))?;
            Ok(format!("{}\n", path.display()))
        };
        // What we name stays inside the folder: a link that stands there is replaced.
        let ours = |path: &Path, bytes: &[u8]| -> Result<String, Failure> {
            let folder = path.parent().unwrap_or(Path::new("."));
            std::fs::create_dir_all(folder).map_err(|e| cannot(folder, &e))?;
            write::replace(path, bytes).map_err(|e| cannot(path, &e))?;
            Ok(format!("{}\n", path.display()))
        };
        match self {
            Output::Screen => Err(Failure::Internal("bytes are no text for a screen".to_owned())),
            Output::File(path) => files.iter().map(|(_, bytes)| named(path, bytes)).collect(),
            Output::Folder(folder) | Output::Fresh(folder) => {
                files.iter().map(|(name, bytes)| ours(&folder.join(name), bytes)).collect()
            }
            Output::Zip(path) => named(path, &zipped(files).map_err(|e| Failure::Internal(e.to_string()))?),
        }
    }
}

/// A folder, or what is to become one: a name that ends with a slash, or is not there yet and has no ending.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.to_string_lossy().ends_with(['/', '\\']) || (!path.exists() && path.extension().is_none())
}

fn zipped(files: &[(String, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The first moment that a zip file can state, on every machine the same.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (name, bytes) in files {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_several_files_needs_a_folder() {
        assert!(matches!(Output::of(None, "cyclonedx"), Ok(Output::Screen)));
        assert!(Output::of(None, "bundle").is_err_and(|e| e.to_string().contains("-o FOLDER")));
        assert!(matches!(Output::of(Some(Path::new("x.zip")), "bundle"), Ok(Output::Zip(_))));
        assert!(matches!(Output::of(Some(Path::new("new-folder")), "spdx"), Ok(Output::Folder(_))));
        assert!(matches!(Output::of(Some(Path::new("x.json")), "spdx"), Ok(Output::File(_))));
        assert!(Output::of(Some(Path::new("src")), "bundle").is_err_and(|e| e.to_string().contains("not empty")));
    }
}
