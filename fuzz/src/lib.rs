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
