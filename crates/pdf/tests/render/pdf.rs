//! What a PDF promises beside its look: the tags of PDF/UA-1, its metadata, its fonts.

use std::collections::BTreeMap;

use gpai_forms::sheet::{Block, Inline, Sheet};
use gpai_pdf::renderer;
use gpai_render::{FontFile, Options, RenderError};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, String as Text};

use crate::demo;

fn pdf(sheet: &Sheet) -> Vec<u8> {
    renderer("pdf").unwrap().render(sheet, &Options::default()).unwrap()
}

fn root(pdf: &Pdf) -> Dict<'_> {
    pdf.xref().get(pdf.xref().root_id()).unwrap()
}

/// A PDF string in UTF-16 or in what ASCII is part of.
fn read(text: &Text<'_>) -> String {
    match text.as_bytes() {
        [0xfe, 0xff, rest @ ..] => {
            String::from_utf16(&rest.chunks(2).map(|c| u16::from_be_bytes([c[0], c[1]])).collect::<Vec<_>>()).unwrap()
        }
        bytes => String::from_utf8(bytes.to_vec()).unwrap(),
    }
}

/// A structure element, with its kind and its children.
struct Element<'a> {
    kind: String,
    dict: Dict<'a>,
    children: Vec<Element<'a>>,
}

impl<'a> Element<'a> {
    fn of(dict: Dict<'a>) -> Self {
        let kind = dict.get::<Name<'_>>("S").map_or(String::new(), |n| n.as_str().to_owned());
        let mut children = Vec::new();
        match dict.get::<Object<'_>>("K") {
            Some(Object::Array(kids)) => {
                children.extend(kids.iter::<Object<'_>>().filter_map(Object::into_dict));
            }
            Some(Object::Dict(kid)) => children.push(kid),
            _ => {}
        }
        let children = children.into_iter().filter(|c| c.contains_key("S")).map(Self::of).collect();
        Self { kind, dict, children }
    }

    fn each(&self, see: &mut dyn FnMut(&Element<'a>)) {
        see(self);
        self.children.iter().for_each(|c| c.each(see));
    }

    /// Scope of a header cell.
    fn scope(&self) -> Option<String> {
        let attributes = self.dict.get::<Array<'_>>("A")?;
        attributes.iter::<Dict<'_>>().find_map(|a| Some(a.get::<Name<'_>>("Scope")?.as_str().to_owned()))
    }
}

#[test]
fn it_says_title_language_author_and_date() {
    let pdf = Pdf::new(pdf(&demo::summary())).unwrap();
    let root = root(&pdf);
    assert_eq!(read(&root.get::<Text<'_>>("Lang").unwrap()), "en");
    let viewer = root.get::<Dict<'_>>("ViewerPreferences").unwrap();
    assert_eq!(viewer.get::<bool>("DisplayDocTitle"), Some(true));
    assert_eq!(root.get::<Dict<'_>>("MarkInfo").unwrap().get::<bool>("Marked"), Some(true));
    assert!(root.contains_key("Outlines"), "no bookmarks");

    let metadata = pdf.metadata();
    let title = metadata.title.as_deref().unwrap();
    assert!(String::from_utf8_lossy(title).contains("Public Summary of Training Content"), "{title:?}");
    let xmp = root.get::<hayro_syntax::object::Stream<'_>>("Metadata").unwrap();
    let xmp = String::from_utf8(xmp.decoded().unwrap().to_vec()).unwrap();
    for part in [
        "<pdfuaid:part>1</pdfuaid:part>",
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<rdf:li>Lumen Sprachtechnik GmbH</rdf:li>",
        "<xmp:CreateDate>2026-11-20T00:00:00Z</xmp:CreateDate>",
        "<dc:language><rdf:Bag><rdf:li>en</rdf:li></rdf:Bag></dc:language>",
    ] {
        assert!(xmp.contains(part), "{part} is not in {xmp}");
    }
}

#[test]
fn without_a_date_it_states_none_and_is_accessible_still() {
    let sheet = Sheet { date: None, ..demo::summary() };
    let pdf = Pdf::new(pdf(&sheet)).unwrap();
    let xmp = root(&pdf).get::<hayro_syntax::object::Stream<'_>>("Metadata").unwrap();
    let xmp = String::from_utf8(xmp.decoded().unwrap().to_vec()).unwrap();
    assert!(xmp.contains("<pdfuaid:part>1</pdfuaid:part>") && !xmp.contains("pdfaid:part"), "{xmp}");
    assert!(!xmp.contains("CreateDate") && !xmp.contains("ModifyDate"), "{xmp}");
}

#[test]
fn its_structure_is_that_of_the_sheet() {
    let sheet = demo::summary();
    let pdf = Pdf::new(pdf(&sheet)).unwrap();
    let tree = Element::of(root(&pdf).get::<Dict<'_>>("StructTreeRoot").unwrap());
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut headings = Vec::new();
    tree.each(&mut |element| {
        *kinds.entry(element.kind.clone()).or_default() += 1;
        if let Some(level) = element.kind.strip_prefix('H').and_then(|l| l.parse::<u8>().ok()) {
            headings.push((level, read(&element.dict.get::<Text<'_>>("T").unwrap())));
        }
        match element.kind.as_str() {
            "TH" => assert!(["Row", "Column"].contains(&element.scope().unwrap().as_str())),
            "TR" => assert!(element.children.iter().all(|c| c.kind == "TH" || c.kind == "TD")),
            "Link" => assert!(element.dict.contains_key("K")),
            _ => {}
        }
    });
    let wanted: Vec<(u8, String)> = sheet
        .blocks
        .iter()
        .filter_map(|b| match b {
            Block::Heading { level, number, text } => Some((*level, format!("{number} {text}"))),
            _ => None,
        })
        .collect();
    let found: Vec<(u8, String)> =
        headings.into_iter().map(|(l, t)| (l, t.split_whitespace().collect::<Vec<_>>().join(" "))).collect();
    assert_eq!(found, wanted);

    let mut rows = 0;
    let mut links = 0;
    for block in &sheet.blocks {
        let Block::Fields(fields) = block else { continue };
        rows += fields.len();
    }
    let text = format!("{sheet:?}");
    links += text.matches("Link {").count();
    let mut row_headers = 0;
    let mut column_headers = 0;
    tree.each(&mut |e| match e.scope().as_deref() {
        Some("Row") => row_headers += 1,
        Some("Column") => column_headers += 1,
        _ => {}
    });
    assert_eq!(row_headers, rows, "each field has a header");
    assert_eq!(column_headers, 4, "the inner table has four titles");
    assert_eq!(kinds.get("Link"), Some(&links));
    assert_eq!(kinds.get("Title"), Some(&1));
    assert_eq!(kinds.get("L"), Some(&2));
    assert_eq!(kinds.get("LI"), Some(&4));
}

#[test]
fn what_it_shows_is_embedded_and_maps_to_text() {
    let pdf = Pdf::new(pdf(&demo::summary())).unwrap();
    let mut fonts = 0;
    for object in pdf.objects() {
        let Some(dict) = object.into_dict() else { continue };
        if dict.get::<Name<'_>>("Subtype").is_some_and(|s| s.as_str() == "Type0") {
            assert!(dict.contains_key("ToUnicode"), "a font without its text");
            fonts += 1;
        }
        if dict.get::<Name<'_>>("Type").is_some_and(|s| s.as_str() == "FontDescriptor") {
            assert!(dict.contains_key("FontFile2") || dict.contains_key("FontFile3"), "a font that is not inside");
        }
    }
    assert!(fonts >= 3, "{fonts}");
}

fn saying(text: &str) -> Sheet {
    Sheet {
        title: "Fonts".to_owned(),
        blocks: vec![Block::Paragraph(vec![Inline::Text(text.to_owned())])],
        ..Sheet::default()
    }
}

#[test]
fn the_built_in_fonts_have_the_scripts_of_the_union() {
    // Polish, Czech, Hungarian, Romanian, Maltese, Irish, Estonian, Greek, Bulgarian; signs of forms and sums
    pdf(&saying(
        "ąćęłńóśźż ěščřžýáíéúůďťň őűŐŰ ășțâî ħġżċ ṡḃċḋḟġṁṗṫ õäöü αβγδεζηθικλμνξοπρσςτυφχψω άέήίόύώϊΐ ΆΈ \
         абвгдежзийклмнопрстуфхцчшщъьюя ѝ € § ¶ † – — … „“ ‚‘ «» → ← ↔ ≤ ≥ ≈ ≠ × ÷ ± ∞ √ ∑ ° ² ³ ½ ‰ ™ © ® • ☒ ☐ ☑ ✓",
    ));
}

#[test]
fn characters_no_font_has_are_named_with_the_mend() {
    let error = renderer("pdf").unwrap().render(&saying("the model 光明 is 😀 here"), &Options::default()).unwrap_err();
    let said = error.to_string();
    assert!(said.contains("`光` (U+5149, in `the model 光明 is 😀 here`)"), "{said}");
    assert!(said.contains("`明` (U+660E") && said.contains("`😀` (U+1F600"), "{said}");
    assert!(said.contains("--font FILE") && said.contains("Noto Serif CJK"), "{said}");
    // the words a document says of itself are set as well
    let error =
        renderer("pdf").unwrap().render(&Sheet { language: "zh".to_owned(), ..saying("text") }, &Options::default());
    assert!(matches!(error, Err(RenderError::Glyphs { .. })));
    // the other formats leave it to the reader's fonts
    for word in ["docx", "md", "html"] {
        renderer(word).unwrap().render(&saying("光明"), &Options::default()).unwrap();
    }
}

#[test]
fn a_font_from_outside_is_used_and_something_else_refused() {
    let bytes = typst_assets::fonts().nth(13).unwrap();
    let fonts = [FontFile { name: "Mono.ttf", bytes }];
    let with = renderer("pdf").unwrap().render(&saying("text"), &Options { fonts: &fonts }).unwrap();
    assert_eq!(with, renderer("pdf").unwrap().render(&saying("text"), &Options { fonts: &fonts }).unwrap());
    for bytes in [&b""[..], b"no font", &bytes[..2000]] {
        let fonts = [FontFile { name: "x\u{1b}.ttf", bytes }];
        let error = renderer("pdf").unwrap().render(&saying("text"), &Options { fonts: &fonts }).unwrap_err();
        assert_eq!(error, RenderError::Font { name: "x\\x1b.ttf".to_owned() });
    }
}
