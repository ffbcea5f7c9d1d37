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

/// Reads a document twice: the same bytes give the same fields, and none of them is out of bounds.
pub fn document(format: gpai_read::Format, bytes: &[u8]) {
    use gpai_forms::template::Template;
    use gpai_read::{find, flow};
    static FORM: LazyLock<Template> =
        LazyLock::new(|| Template::latest("training-summary").expect("the form is sound").expect("there is a form"));
    let flow = |bytes: &[u8]| match format {
        gpai_read::Format::Pdf => gpai_pdf::flow(bytes),
        format => flow(format, bytes).map(|(flow, _)| flow),
    };
    let Ok(first) = flow(bytes) else { return };
    let again = flow(bytes).expect("read a moment ago");
    assert_eq!(first, again);
    let reading = find::find(&first, &FORM);
    assert_eq!(reading, find::find(&again, &FORM));
    for (id, field) in &reading.fields {
        assert!(FORM.field(id).is_some(), "{id} is no field of the form");
        assert!(field.page.is_none_or(|p| p >= 1 && p <= reading.pages), "{id}: page {:?}", field.page);
        assert!(!field.ticked.iter().any(|t| field.unticked.contains(t)), "{id}: ticked and not ticked");
    }
}

/// Records in the framing of W&B, with checksums that fit.
pub fn framed(records: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b":W&B\xe1\xbe\0".to_vec();
    for record in records {
        let left = 32_768 - out.len() % 32_768;
        if left < 7 {
            out.resize(out.len() + left, 0);
        }
        let left = 32_768 - out.len() % 32_768;
        let data = &record[..record.len().min(left - 7)];
        let mut crc = crc32fast::Hasher::new();
        crc.update(&[1]);
        crc.update(data);
        out.extend(crc.finalize().to_le_bytes());
        out.extend(u16::try_from(data.len()).expect("a block is short").to_le_bytes());
        out.push(1);
        out.extend(data);
    }
    out
}

/// A zip with one entry; the first byte of it says how it is packed.
pub fn zip(name: &str, data: &[u8]) -> Vec<u8> {
    let (which, data) = data.split_first().unwrap_or((&0, &[]));
    let method = [0u16, 8, 93][usize::from(*which) % 3].to_le_bytes();
    let size = u32::try_from(data.len()).expect("inputs are short").to_le_bytes();
    let length = u16::try_from(name.len()).expect("a short name").to_le_bytes();
    let local = [b"PK\x03\x04\x14\0\0\0", &method[..], &[0; 8], &size, &size, &length, &[0; 2], name.as_bytes(), data].concat();
    let central = [b"PK\x01\x02\x14\0\x14\0\0\0", &method[..], &[0; 8], &size, &size, &length, &[0; 12], &[0; 4], name.as_bytes()].concat();
    let at = u32::try_from(local.len()).expect("inputs are short").to_le_bytes();
    let length = u32::try_from(central.len()).expect("one entry").to_le_bytes();
    [&local, &central, b"PK\x05\x06\0\0\0\0\x01\0\x01\0".as_slice(), &length, &at, &[0; 2]].concat()
}
