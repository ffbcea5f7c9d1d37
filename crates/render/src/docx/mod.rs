//! DOCX: an Office Open XML package for Word and LibreOffice, with real headings, tables and check boxes. Our own writer,
//! since every byte of the package has to follow from the sheet.

mod body;
mod xml;

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::prepare::{Prepared, clipped};
use super::words::words;
use super::{Options, RenderError};
use body::Body;
use gpai_forms::sheet::Sheet;
use xml::{OFFICE, WORD, Xml};

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// The document as a package.
pub(super) fn write(prepared: &Prepared, _options: &Options<'_>) -> Result<Vec<u8>, RenderError> {
    let sheet = prepared.sheet();
    let body = Body::of(sheet);
    let parts = [
        ("[Content_Types].xml", include_str!("content_types.xml").to_owned()),
        ("_rels/.rels", include_str!("rels.xml").to_owned()),
        ("docProps/core.xml", core(sheet)),
        ("word/document.xml", body.document),
        ("word/_rels/document.xml.rels", relationships(&body.links)),
        ("word/styles.xml", include_str!("styles.xml").replace("{language}", &sheet.language)),
        ("word/numbering.xml", include_str!("numbering.xml").to_owned()),
        ("word/settings.xml", include_str!("settings.xml").to_owned()),
        ("word/footer1.xml", footer(sheet)),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // the first moment a package can state, on every machine the same
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (name, part) in parts {
        zip.start_file(name, options).map_err(|e| RenderError::Package(e.to_string()))?;
        zip.write_all(part.as_bytes()).map_err(|e| RenderError::Package(e.to_string()))?;
    }
    let packed = zip.finish().map_err(|e| RenderError::Package(e.to_string()))?;
    Ok(packed.into_inner())
}

/// Title, author, language and date.
fn core(sheet: &Sheet) -> String {
    let mut xml = Xml::new();
    xml.open(
        "cp:coreProperties",
        &[
            ("xmlns:cp", &format!("{PACKAGE}/metadata/core-properties")),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xmlns:dcterms", "http://purl.org/dc/terms/"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ],
    );
    xml.open("dc:title", &[]).text(&clipped(&sheet.title, 400)).close();
    if let Some(author) = &sheet.author {
        xml.open("dc:creator", &[]).text(&clipped(author, 400)).close();
    }
    xml.open("dc:language", &[]).text(&sheet.language).close();
    if let Some(date) = sheet.date {
        let moment = format!("{date}T00:00:00Z");
        for name in ["dcterms:created", "dcterms:modified"] {
            xml.open(name, &[("xsi:type", "dcterms:W3CDTF")]).text(&moment).close();
        }
    }
    xml.finish()
}

/// Relationships of the document: its other parts, then the targets of links as `rId10`, `rId11`, ….
fn relationships(links: &[String]) -> String {
    let mut xml = Xml::new();
    xml.open("Relationships", &[("xmlns", &format!("{PACKAGE}/relationships"))]);
    for (id, (kind, target)) in (1..).zip([
        ("styles", "styles.xml"),
        ("numbering", "numbering.xml"),
        ("settings", "settings.xml"),
        ("footer", "footer1.xml"),
    ]) {
        xml.empty(
            "Relationship",
            &[("Id", &format!("rId{id}")), ("Type", &format!("{OFFICE}/{kind}")), ("Target", target)],
        );
    }
    for (id, target) in (10..).zip(links) {
        xml.empty(
            "Relationship",
            &[
                ("Id", &format!("rId{id}")),
                ("Type", &format!("{OFFICE}/hyperlink")),
                ("Target", target),
                ("TargetMode", "External"),
            ],
        );
    }
    xml.finish()
}

/// The foot of each page: the sheet's footer on the left, page and number of pages on the right.
fn footer(sheet: &Sheet) -> String {
    let [before, between, after] = words(&sheet.language).page;
    let mut xml = Xml::new();
    xml.open("w:ftr", &[("xmlns:w", WORD)]).open("w:p", &[]).open("w:pPr", &[]).val("w:pStyle", "Footer").close();
    run(&mut xml, &sheet.footer);
    xml.open("w:r", &[]).empty("w:tab", &[]).close();
    run(&mut xml, before);
    page_field(&mut xml, " PAGE ");
    run(&mut xml, between);
    page_field(&mut xml, " NUMPAGES ");
    run(&mut xml, after);
    xml.finish()
}

fn run(xml: &mut Xml, text: &str) {
    if !text.is_empty() {
        xml.open("w:r", &[]).open("w:t", &[("xml:space", "preserve")]).text(text).close().close();
    }
}

fn page_field(xml: &mut Xml, what: &str) {
    xml.open("w:r", &[]).empty("w:fldChar", &[("w:fldCharType", "begin")]).close();
    xml.open("w:r", &[]).open("w:instrText", &[("xml:space", "preserve")]).text(what).close().close();
    xml.open("w:r", &[]).empty("w:fldChar", &[("w:fldCharType", "separate")]).close();
    run(xml, "1");
    xml.open("w:r", &[]).empty("w:fldChar", &[("w:fldCharType", "end")]).close();
}
