//! What the fuzz targets share: the law book, and one file read as a model folder.

use std::sync::LazyLock;

use gpai_evidence::Found;
use gpai_evidence::files::Memory;
use gpai_rules::law::Law;

/// The law book, read once.
pub static BOOK: LazyLock<Law> = LazyLock::new(|| Law::book().expect("the law book is sound"));

/// Reads a folder; what is found must not depend on the order in which its files are listed.
pub fn read(folder: Memory) -> Found {
    let found = gpai_evidence::read(&folder, &BOOK.licences);
    assert_eq!(found, gpai_evidence::read(&folder.reversed(), &BOOK.licences));
    found
}

/// Reads a folder that holds one file.
pub fn file(path: &str, bytes: &[u8]) {
    read(Memory::new().with(path, bytes));
}
