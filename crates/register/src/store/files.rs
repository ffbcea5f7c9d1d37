//! Archived files by their SHA-256: documents as they were handed over.

use std::fs;
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use super::{Store, io, write_private};
use crate::fault::Fault;
use crate::secret::{hex, sha256};

/// The longest file that is archived, in bytes.
pub const LONGEST: u64 = 256 << 20;

/// Reads a file that somebody named, within a bound.
///
/// # Errors
/// It cannot be read, or is longer.
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>, Fault> {
    let file = fs::File::open(path).map_err(io(path))?;
    if file.metadata().is_ok_and(|m| m.is_dir()) {
        return Err(Fault::new(format!("{}: this is a folder", path.display())));
    }
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).map_err(io(path))?;
    if bytes.len() as u64 > most {
        return Err(Fault::new(format!("{}: longer than {most} bytes", path.display())));
    }
    Ok(bytes)
}

impl Store {
    /// Where a file with that digest lies.
    pub fn file(&self, digest: &str) -> PathBuf {
        self.dir.join("files").join(digest)
    }

    /// Takes a file in; its digest. Where it is there already, nothing happens.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn archive(&self, bytes: &[u8]) -> Result<String, Fault> {
        self.writable()?;
        let digest = hex(&sha256(bytes));
        let place = self.file(&digest);
        let there = fs::read(&place).is_ok_and(|there| there == bytes);
        if !there {
            let made = place.with_extension("new");
            write_private(&made, bytes)?;
            fs::rename(&made, &place).map_err(io(&place))?;
            let folder = self.dir.join("files");
            crate::machine::sync_folder(&folder).map_err(io(&folder))?;
        }
        Ok(digest)
    }

    /// Overwrites and removes a file.
    pub(crate) fn destroy(&self, digest: &str) -> Result<bool, Fault> {
        let place = self.file(digest);
        let Ok(meta) = fs::metadata(&place) else { return Ok(false) };
        let mut file = fs::OpenOptions::new().write(true).open(&place).map_err(io(&place))?;
        file.rewind().map_err(io(&place))?;
        let zeros = vec![0; 64 << 10];
        let mut left = meta.len();
        while left > 0 {
            let part = usize::try_from(left).unwrap_or(usize::MAX).min(zeros.len());
            file.write_all(zeros.get(..part).unwrap_or_default()).map_err(io(&place))?;
            left -= part as u64;
        }
        file.sync_all().map_err(io(&place))?;
        fs::remove_file(&place).map_err(io(&place))?;
        Ok(true)
    }
}
