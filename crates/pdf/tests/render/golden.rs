//! A small sheet, byte for byte, in the formats that are text: snapshots in `snapshots/`, which `cargo insta review` shows and
//! takes over. The HTML is kept as a file that a browser opens.

use gpai_forms::sheet::{Block, Inline, Piece, Sheet, Table};
use gpai_pdf::renderer;
use gpai_render::Options;

use crate::demo::{checks, link, row, says, text};
use crate::hostile::parts;

fn small() -> Sheet {
    let fields = vec![
        row("1.1.a", "Provider name and contact details", "", says("Lumen & Co <Berlin>\nlegal@lumen.example")),
        row(
            "2.1.a",
            "Have you used publicly available datasets to train the model?",
            "Strictly yes or no",
            vec![checks(&["Yes", "No"], &["No"])],
        ),
        row(
            "1.3.b.text",
            "Training data size",
            "",
            vec![checks(
                &["Less than 1 billion tokens", "1 billion to 10 trillion tokens"],
                &["Less than 1 billion tokens"],
            )],
        ),
        row("1.2.c", "Date of placement", "", vec![Piece::Gap("the day it is placed on the market".to_owned())]),
        row(
            "2.1.c",
            "List of large publicly available datasets",
            "",
            vec![
                Piece::List(vec![vec![
                    link("FineWeb-2", "https://data.example/a?b=1&c=(2)"),
                    Inline::Source("README.md:3".to_owned()),
                ]]),
                Piece::Table(Table {
                    header: vec!["Name".to_owned(), "Version".to_owned()],
                    rows: vec![vec![text("a|b"), vec![Inline::Strong("1.0".to_owned())]]],
                }),
            ],
        ),
        row("2.1.e", "Additional comments (optional)", "", vec![]),
    ];
    Sheet {
        title: "Summary".to_owned(),
        subtitle: Some("Lumen 3B".to_owned()),
        language: "en-GB".to_owned(),
        author: Some("Lumen & Co".to_owned()),
        footer: "Template 1".to_owned(),
        date: Some(jiff::civil::date(2026, 11, 20)),
        blocks: vec![
            Block::Heading { level: 1, number: "1".to_owned(), text: "General information".to_owned() },
            Block::Note(text("An explanation.")),
            Block::Fields(fields),
            Block::Paragraph(vec![link("no link", "javascript:x")]),
            Block::List(vec![text("1. one")]),
            Block::Signatures(vec!["Managing director".to_owned()]),
        ],
    }
}

fn render(word: &str) -> Vec<u8> {
    renderer(word).unwrap().render(&small(), &Options::default()).unwrap()
}

/// A snapshot is compared without the white space at its end, and with the line ends of any system.
fn exact(text: &str, last: &str) {
    assert!(text.ends_with(last) && text.len() - text.trim_end().len() == last.len() - last.trim_end().len());
    assert!(!text.contains('\r'));
}

#[test]
fn html() {
    insta::assert_binary_snapshot!("small.html", render("html"));
}

#[test]
fn markdown() {
    let text = String::from_utf8(render("md")).unwrap();
    exact(&text, "\n");
    insta::assert_snapshot!("small_markdown", text);
}

#[test]
fn docx() {
    let parts = parts(render("docx"));
    let part = |name: &str| parts.iter().find(|p| p.0 == name).unwrap().1.clone();
    let (document, core) = (part("word/document.xml"), part("docProps/core.xml"));
    for text in [&document, &core] {
        exact(text, ">");
    }
    // An element a line, so that a difference can be read.
    insta::assert_snapshot!("small_document_xml", document.replace("><w:", ">\n<w:"));
    insta::assert_snapshot!("small_core_xml", core.replace("><w:", ">\n<w:"));
}
