//! SHA-256 as a text, by which files and results are named.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom};
use std::path::Path;

use sha2::{Digest as _, Sha256};

/// The hash of bytes.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    text(Sha256::digest(bytes).as_slice())
}

/// The hash of a file.
///
/// # Errors
/// It cannot be read.
pub fn file(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0_u8; 1 << 20];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(text(hash.finalize().as_slice()));
        }
        hash.update(buffer.get(..read).unwrap_or_default());
    }
}

fn text(digest: &[u8]) -> String {
    digest.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// The hash of a file's size, its first and its last 64 KiB: it tells files apart without reading them whole, and proves nothing
/// about what lies between.
///
/// # Errors
/// It cannot be read.
pub fn edges(path: &Path) -> io::Result<String> {
    const EDGE: u64 = 64 << 10;
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    let mut hash = Sha256::new();
    hash.update(size.to_string().as_bytes());
    let mut bytes = Vec::new();
    file.by_ref().take(EDGE).read_to_end(&mut bytes)?;
    file.seek(SeekFrom::Start(size.saturating_sub(EDGE).max(bytes.len() as u64)))?;
    file.take(EDGE).read_to_end(&mut bytes)?;
    hash.update(&bytes);
    Ok(text(hash.finalize().as_slice()))
}
