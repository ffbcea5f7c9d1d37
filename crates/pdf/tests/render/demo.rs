//! A training-data summary as a small European provider would publish it, with one gap and every kind of block and answer.

use gpai_forms::sheet::{Block, Check, Inline, Piece, Row, Sheet, Table};

/// Plain text.
pub fn text(text: &str) -> Vec<Inline> {
    vec![Inline::Text(text.to_owned())]
}

/// A link.
pub fn link(text: &str, target: &str) -> Inline {
    Inline::Link { text: text.to_owned(), target: target.to_owned() }
}

/// A field.
pub fn row(id: &str, label: &str, hint: &str, value: Vec<Piece>) -> Row {
    Row { id: id.to_owned(), label: label.to_owned(), hint: hint.to_owned(), value }
}

/// An answer of plain text.
pub fn says(answer: &str) -> Vec<Piece> {
    vec![Piece::Text(text(answer))]
}

/// Boxes, the options in the list ticked.
pub fn checks(options: &[&str], ticked: &[&str]) -> Piece {
    Piece::Checks(
        options.iter().map(|o| Check { label: (*o).to_owned(), ticked: ticked.contains(o) }).collect::<Vec<_>>(),
    )
}

fn heading(level: u8, number: &str, text: &str) -> Block {
    Block::Heading { level, number: number.to_owned(), text: text.to_owned() }
}

const YES_NO: [&str; 2] = ["Yes", "No"];
const MODALITIES: [&str; 5] = ["Text", "Image", "Audio", "Video", "Other"];

/// The summary.
pub fn summary() -> Sheet {
    Sheet {
        title: "Public Summary of Training Content for general-purpose AI models".to_owned(),
        subtitle: Some("Lumen 3B and Lumen 3B Instruct · version 1.0".to_owned()),
        language: "en".to_owned(),
        author: Some("Lumen Sprachtechnik GmbH".to_owned()),
        footer: "Template C(2025) 8311 under Article 53(1)(d) of Regulation (EU) 2024/1689 · public version".to_owned(),
        date: Some(jiff::civil::date(2026, 11, 20)),
        blocks: [head(), general(), sources(), processing()].concat(),
    }
}

fn head() -> Vec<Block> {
    vec![Block::Fields(vec![
        row("H.1", "Version of the Summary", "With links to previous versions, where applicable", says("1.0")),
        row("H.2", "Last update", "", says("20/11/2026")),
    ])]
}

fn general() -> Vec<Block> {
    vec![
        heading(1, "1", "General information"),
        heading(2, "1.1", "Provider identification"),
        Block::Fields(vec![
            row(
                "1.1.a",
                "Provider name and contact details",
                "",
                vec![Piece::Text(vec![
                    Inline::Text("Lumen Sprachtechnik GmbH, Łódzka 12, 10115 Berlin, Germany\nE-mail: ".to_owned()),
                    link("rights@lumen.example", "mailto:rights@lumen.example"),
                    Inline::Source("README.md:25".to_owned()),
                ])],
            ),
            row("1.1.b", "Authorised representative name and contact details", "", says("N/A")),
        ]),
        heading(2, "1.2", "Model identification"),
        Block::Fields(vec![
            row(
                "1.2.a",
                "Versioned model name(s)",
                "Unique identifier(s) of the model(s) or version(s) covered by this Summary",
                vec![Piece::List(vec![
                    vec![
                        Inline::Text("Lumen-3B-v1.0, ".to_owned()),
                        link("https://models.example/lumen/lumen-3b", "https://models.example/lumen/lumen-3b"),
                    ],
                    text("Lumen-3B-Instruct-v1.0"),
                ])],
            ),
            row("1.2.b", "Model dependencies", "", says("None")),
            row(
                "1.2.c",
                "Date of placement of the model on the Union market",
                "",
                vec![Piece::Gap("the day the model is first made available in the Union".to_owned())],
            ),
        ]),
        heading(2, "1.3", "Modalities, overall training data size and other characteristics"),
        Block::Fields(vec![
            row(
                "1.3.a",
                "Modality",
                "Tick the modalities present in the training data, as far as they can be identified",
                vec![checks(&MODALITIES, &["Text"])],
            ),
            row(
                "1.3.b.text",
                "Training data size",
                "Tick the range of the overall size for each modality",
                vec![
                    checks(
                        &[
                            "Less than 1 billion tokens",
                            "1 billion to 10 trillion tokens",
                            "More than 10 trillion tokens",
                        ],
                        &["1 billion to 10 trillion tokens"],
                    ),
                    Piece::Text(vec![
                        Inline::Text("Counted with the tokeniser of the model after ".to_owned()),
                        Inline::Strong("deduplication and filtering".to_owned()),
                        Inline::Text(", before training.".to_owned()),
                    ]),
                ],
            ),
        ]),
    ]
}

fn sources() -> Vec<Block> {
    let large = Table {
        header: ["Dataset", "Link", "Version", "How selected"].map(str::to_owned).to_vec(),
        rows: vec![
            vec![
                text("FineWeb-2"),
                vec![link("https://data.example/fineweb-2", "https://data.example/fineweb-2")],
                text("2.0.1"),
                text("German, Polish, Czech and French parts, the best tenth by an educational classifier"),
            ],
            vec![
                text("The Stack v2 (deduplicated)"),
                vec![link("https://data.example/datasets/the-stack-v2-dedup/tree/main", "https://data.example/stack")],
                text("v2.1"),
                text("Permissive licences only; opt-outs applied up to 1 March 2026"),
            ],
        ],
    };
    vec![
        heading(1, "2", "List of data sources"),
        heading(2, "2.1", "Publicly available datasets"),
        Block::Fields(vec![
            row(
                "2.1.a",
                "Have you used publicly available datasets to train the model?",
                "",
                vec![checks(&YES_NO, &["Yes"])],
            ),
            row(
                "2.1.c",
                "List of large publicly available datasets",
                "Datasets that are more than 3 % of all publicly available datasets used, for any modality",
                vec![Piece::Table(large)],
            ),
            row("2.1.e", "Additional comments (optional)", "", vec![]),
        ]),
        heading(2, "2.3", "Data crawled and scraped from online sources"),
        Block::Fields(vec![
            row("2.3.a", "Were crawlers used by the provider or on behalf of?", "", vec![checks(&YES_NO, &["Yes"])]),
            row(
                "2.3.h",
                "Summary of the most relevant domain names crawled",
                "The top 5 % of all domain names, or the top 1 000, whichever is lower, by size of the content",
                vec![Piece::Text(vec![
                    Inline::Text("612 domain names, as a file: ".to_owned()),
                    link(
                        "https://lumen.example/transparency/2026-11/training-content/crawled-domains.csv",
                        "https://lumen.example/transparency/2026-11/training-content/crawled-domains.csv",
                    ),
                ])],
            ),
        ]),
    ]
}

fn processing() -> Vec<Block> {
    vec![
        heading(1, "3", "Data processing aspects"),
        heading(2, "3.1", "Respect of reservation of rights from text and data mining exception or limitation"),
        Block::Note(text(
            "Signing the Code of Practice is voluntary; the answer tells which commitments a reader may rely on.",
        )),
        Block::Fields(vec![row(
            "3.1.b",
            "Describe the measures implemented before model training to respect reservations of rights from the TDM \
             exception or limitation before and during data collection, including the opt-out protocols and solutions \
             honoured by the provider or, as applicable, by third parties from which datasets have been obtained",
            "",
            says(
                "Our crawler LumenBot reads robots.txt before each host and again every day, and keeps what it read as \
                 evidence. It honours the TDM Reservation Protocol, `noai` in robots meta tags, and IPTC metadata.\n\
                 Reservations made later lead to removal from the next training run; for datasets of third parties we \
                 apply the curators' removal lists of the release we used.",
            ),
        )]),
        Block::Paragraph(vec![
            Inline::Text("Questions and requests: ".to_owned()),
            link("lumen.example/rights", "https://lumen.example/rights"),
            Inline::Text(".".to_owned()),
        ]),
        Block::List(vec![text("Annex A: crawled domains"), text("Annex B: change log")]),
        Block::Signatures(vec!["Dr. Zoë Müller, managing director".to_owned(), "Date".to_owned()]),
    ]
}
