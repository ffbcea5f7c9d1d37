//! Tests of the spreadsheet readers.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::io::{Cursor, Write as _};

use super::*;

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

const BOOK: &str = r#"<workbook xmlns:r="r"><sheets><sheet name="Summary" sheetId="1" r:id="rId1"/>
    <sheet name="Notes" sheetId="2" state="hidden" r:id="rId2"/></sheets></workbook>"#;
const RELS: &str = r#"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>
    <Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>"#;
const STRINGS: &str = r#"<sst><si><t>Provider name and contact details</t></si><si><r><t>Acme </t></r><r><t>&amp; Co</t></r><rPh><t>x</t></rPh></si></sst>"#;
const STYLES: &str = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>
    <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>"#;
const SHEET: &str = r#"<worksheet><cols><col min="3" max="3" hidden="1"/></cols><sheetData>
    <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="str"><v>hidden column</v></c></row>
    <row r="2" hidden="1"><c r="A2" t="str"><v>hidden row</v></c></row>
    <row r="3"><c t="inlineStr"><is><t>Date of last update</t></is></c><c s="1"><v>46357</v></c></row>
    <row r="4"><c r="A4" t="str"><v>Text</v></c><c r="B4" t="b"><v>1</v></c><c r="D4" t="b"><v>0</v></c></row>
    <row r="5"/></sheetData></worksheet>"#;

fn texts(flow: &Flow) -> Vec<Vec<String>> {
    flow.blocks.iter().map(|b| (0..b.cells.len()).map(|i| b.cell_text(i)).collect()).collect()
}

#[test]
fn a_workbook_gives_what_it_shows() {
    let bytes = package(&[
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", RELS),
        ("xl/sharedStrings.xml", STRINGS),
        ("xl/styles.xml", STYLES),
        ("xl/worksheets/sheet1.xml", SHEET),
        ("xl/worksheets/sheet2.xml", SHEET),
    ]);
    assert!(is_workbook(&bytes));
    let flow = workbook(&bytes).unwrap();
    let boxes = ["Text".to_owned(), TICKED.to_string(), EMPTY.to_string()];
    let expected = [
        vec!["Provider name and contact details".to_owned(), "Acme & Co".to_owned()],
        vec!["Date of last update".to_owned(), "2026-12-01".to_owned()],
        boxes.to_vec(),
    ];
    assert_eq!(texts(&flow), expected);
    assert_eq!(flow.blocks.iter().map(|b| b.line).collect::<Vec<_>>(), [Some(1), Some(3), Some(4)]);
}

#[test]
fn days_are_those_of_the_calendar() {
    for (serial, from_1904, shown) in [
        ("1", false, "1899-12-31"),
        ("60", false, "1900-02-28"),
        ("61", false, "1900-03-01"),
        ("36526", false, "2000-01-01"),
        ("36585.5", false, "2000-02-29"),
        ("45351", false, "2024-02-29"),
        ("0", true, "1904-01-01"),
        ("44895", true, "2026-12-01"),
    ] {
        assert_eq!(day(serial, from_1904).as_deref(), Some(shown), "{serial}");
    }
    assert_eq!(day("1e99", false), None);
    assert_eq!(day("99999999", false), None);
}

#[test]
fn values_apart_by_any_of_three_signs_are_rows() {
    for (between, quoted) in [(",", "\"a, b\""), (";", "a, b"), ("\t", "a, b")] {
        let text = format!("Name{between}{quoted}\n{between}\nYes{between}\u{2611}{between}{between}\n");
        let flow = separated(text.as_bytes()).unwrap();
        assert_eq!(texts(&flow), [vec!["Name", "a, b"], vec!["Yes", "\u{2612}"]], "{between:?}");
    }
}

#[test]
fn broken_workbooks_are_errors() {
    assert!(workbook(b"PK\x03\x04").is_err());
    assert!(workbook(&package(&[("xl/workbook.xml", "<workbook>")])).is_err());
    let cut = SHEET.get(..SHEET.len() / 2).unwrap();
    let bytes =
        package(&[("xl/workbook.xml", BOOK), ("xl/_rels/workbook.xml.rels", RELS), ("xl/worksheets/sheet1.xml", cut)]);
    // What stands before the cut is read, or it is an error; never a panic.
    let _ = workbook(&bytes);
    assert!(separated(b"\n\n").is_err());
}
