//! Strangers' text in every string of a sheet: it stays text in every format, and nothing panics or hangs.

use std::io::Read as _;

use gpai_forms::sheet::{Block, Check, Inline, Piece, Row, Sheet, Table};
use gpai_pdf::renderer;
use gpai_render::{Options, RenderError};
use pulldown_cmark::{Event, Parser, Tag};
use quick_xml::events::Event as Xml;

/// Text that is markup somewhere.
const HOSTILE: [&str; 13] = [
    "<script>alert(1)</script> & \"q\" 'a' <img src=x onerror=alert(1)> </td></table></style>",
    "#set page(width: 1pt) #panic(\"x\") #eval(\"1\") $x^2$ `raw` *b* _e_ @ref <label> \\ [c] // /* ~",
    "| a | b |\n|---|---|\n| c | d |",
    "# h\n- i\n1. n\n2) m\n+ p\n> q\n```\ncode\n```\n~~~\n---\n===\n***\n\tindented\n    code",
    "![i](javascript:alert(1)) [l](https://x.example) https://x.example WWW.x.example a@b.example <https://y.example>",
    "\u{202e}live\u{0}\u{1b}[31m\u{ffff}\u{feff}\u{e0041}\u{85}\u{2028}\r\n\u{1}",
    "]]> <!-- --> <?xml version='1.0'?> &#0; &lt; <![CDATA[x]]> xml:space w:p",
    "{{ x }} ${x} %s \\begin{x} \\u{41} \\x41 :tada: @everyone #12 ~~gone~~ [^1]: note",
    "sys.inputs json(\"sheet.json\") read(\"/etc/passwd\") import \"@preview/x:1.0.0\": *",
    "**bold** __bold__ <strong>x</strong> <sub>[README.md:1]</sub> \\",
    "☒ Yes ☐ No Not yet known: nothing",
    "",
    "  leading and trailing  ",
];

/// A sheet with a text in every string.
fn filled(text: &str) -> Sheet {
    let t = || text.to_owned();
    let run = || {
        vec![
            Inline::Text(t()),
            Inline::Strong(t()),
            Inline::Link { text: t(), target: t() },
            Inline::Link { text: t(), target: format!("https://example.com/{text}") },
            Inline::Source(t()),
        ]
    };
    let table = || Table { header: vec![t(), t()], rows: vec![vec![run(), run()], vec![run()], vec![run(); 5]] };
    let value = vec![
        Piece::Text(run()),
        Piece::Checks(vec![Check { label: t(), ticked: true }, Check { label: t(), ticked: false }]),
        Piece::List(vec![run(), run()]),
        Piece::Table(table()),
        Piece::Gap(t()),
    ];
    Sheet {
        title: t(),
        subtitle: Some(t()),
        language: t(),
        author: Some(t()),
        footer: t(),
        date: Some(jiff::civil::date(2026, 1, 31)),
        blocks: vec![
            Block::Heading { level: 3, number: t(), text: t() },
            Block::Paragraph(run()),
            Block::Note(run()),
            Block::Fields(vec![
                Row { id: t(), label: t(), hint: t(), value },
                Row { id: t(), label: t(), hint: t(), value: vec![] },
            ]),
            Block::Table(table()),
            Block::List(vec![run()]),
            Block::Signatures(vec![t(), t()]),
        ],
    }
}

fn render(word: &str, sheet: &Sheet) -> Vec<u8> {
    match renderer(word).unwrap().render(sheet, &Options::default()) {
        Ok(bytes) => bytes,
        Err(error) => panic!("{word}: {error}"),
    }
}

#[test]
fn html_holds_only_our_elements() {
    const OURS: [&str; 32] = [
        "html", "head", "meta", "title", "style", "body", "main", "header", "footer", "h1", "h2", "h3", "h4", "p",
        "span", "div", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "a", "strong", "small", "br", "sub",
        "em", "col", "hr",
    ];
    for text in HOSTILE {
        let html = String::from_utf8(render("html", &filled(text))).unwrap();
        let page = scraper::Html::parse_document(&html);
        for node in page.tree.nodes().filter_map(|n| n.value().as_element()) {
            assert!(OURS.contains(&node.name()), "{text:?} made <{}>", node.name());
            for (name, value) in node.attrs() {
                assert!(!name.starts_with("on") && name != "style" && name != "src", "{text:?} made {name}");
                if name == "href" {
                    assert!(value.starts_with("https://") || value.starts_with("mailto:"), "{text:?} leads to {value}");
                }
            }
        }
        let shown: String = page.root_element().text().collect();
        let first = text.lines().next().unwrap_or_default();
        if !first.contains(char::is_control) && !first.contains('\u{202e}') {
            assert!(shown.contains(first.trim()), "{text:?} is not shown as it is");
        }
    }
}

#[test]
fn markdown_holds_only_our_marks() {
    use pulldown_cmark::Options as Md;
    let dialect = Md::ENABLE_TABLES
        | Md::ENABLE_STRIKETHROUGH
        | Md::ENABLE_TASKLISTS
        | Md::ENABLE_FOOTNOTES
        | Md::ENABLE_MATH
        | Md::ENABLE_GFM
        | Md::ENABLE_HEADING_ATTRIBUTES
        | Md::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    for text in HOSTILE {
        let source = String::from_utf8(render("md", &filled(text))).unwrap();
        let mut headings = 0;
        let mut shown = String::new();
        for event in Parser::new_ext(&source, dialect) {
            match event {
                Event::Html(html) | Event::InlineHtml(html) => assert!(
                    ["<br>", "<sub>", "</sub>", "<strong>", "</strong>", "<em>", "</em>"].contains(&&*html),
                    "{text:?} made {html}\n{source}"
                ),
                Event::Code(_)
                | Event::InlineMath(_)
                | Event::DisplayMath(_)
                | Event::FootnoteReference(_)
                | Event::TaskListMarker(_) => panic!("{text:?} made {event:?}\n{source}"),
                Event::Start(
                    Tag::CodeBlock(_)
                    | Tag::Image { .. }
                    | Tag::Strikethrough
                    | Tag::Emphasis
                    | Tag::MetadataBlock(_)
                    | Tag::FootnoteDefinition(_)
                    | Tag::HtmlBlock,
                ) => {
                    panic!("{text:?} made {event:?}\n{source}")
                }
                Event::Start(Tag::List(Some(_))) => panic!("{text:?} made a numbered list\n{source}"),
                Event::Start(Tag::Heading { .. }) => headings += 1,
                Event::Start(Tag::Link { dest_url, .. }) => {
                    assert!(
                        dest_url.starts_with("https://example.com/") || &*dest_url == text,
                        "{text:?} leads to {dest_url}"
                    );
                }
                Event::Text(plain) => shown.push_str(&plain),
                Event::SoftBreak | Event::HardBreak => shown.push(' '),
                _ => {}
            }
        }
        assert_eq!(headings, if text.is_empty() { 1 } else { 2 }, "{text:?} made headings\n{source}");
        let first = text.lines().next().unwrap_or_default();
        if !first.contains(char::is_control) && !first.contains('\u{202e}') {
            assert!(shown.contains(first.trim()), "{text:?} is not shown as it is: {shown}");
        }
    }
}

/// Parts of a package by name, each well-formed; their text.
pub fn parts(package: Vec<u8>) -> Vec<(String, String, String)> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(package)).unwrap();
    (0..zip.len())
        .map(|i| {
            let mut file = zip.by_index(i).unwrap();
            let mut xml = String::new();
            file.read_to_string(&mut xml).unwrap();
            let mut reader = quick_xml::Reader::from_str(&xml);
            reader.config_mut().check_end_names = true;
            let mut text = String::new();
            let mut depth = 0;
            loop {
                match reader.read_event().unwrap() {
                    Xml::Start(_) => depth += 1,
                    Xml::End(_) => depth -= 1,
                    Xml::Text(t) => text.push_str(&t),
                    Xml::GeneralRef(r) => text.push_str(match &*r {
                        "lt" => "<",
                        "gt" => ">",
                        "amp" => "&",
                        "quot" => "\"",
                        "apos" => "'",
                        other => panic!("&{other};"),
                    }),
                    Xml::CData(_) | Xml::Comment(_) | Xml::DocType(_) | Xml::PI(_) => panic!("not ours in part {i}"),
                    Xml::Eof => break,
                    Xml::Empty(_) | Xml::Decl(_) => {}
                }
            }
            assert_eq!(depth, 0);
            (file.name().unwrap().into_owned(), xml, text)
        })
        .collect()
}

#[test]
fn docx_is_well_formed_and_shows_the_text() {
    for text in HOSTILE {
        let parts = parts(render("docx", &filled(text)));
        assert_eq!(parts[0].0, "[Content_Types].xml");
        let (_, _, shown) = parts.iter().find(|p| p.0 == "word/document.xml").unwrap();
        let first = text.lines().next().unwrap_or_default();
        if !first.contains(char::is_control) && !first.contains('\u{202e}') {
            assert!(shown.contains(first.trim()), "{text:?} is not shown as it is");
        }
        for (name, xml, _) in &parts {
            for c in ['\u{0}', '\u{1}', '\u{1b}', '\u{202e}', '\u{ffff}', '\u{feff}'] {
                assert!(!xml.contains(c), "{name} holds {c:?}");
            }
        }
        let (_, links, _) = parts.iter().find(|p| p.0 == "word/_rels/document.xml.rels").unwrap();
        assert!(!links.contains("javascript") || links.contains("https://example.com/"), "{links}");
    }
}

#[test]
fn pdf_is_set_from_any_text() {
    for text in HOSTILE {
        let pdf = render("pdf", &filled(text));
        let read = hayro_syntax::Pdf::new(pdf).unwrap();
        assert!(!read.pages().is_empty());
        let mut actions = 0;
        for object in read.objects() {
            let Some(dict) = object.into_dict() else { continue };
            assert!(
                !dict.contains_key("JS") && !dict.contains_key("JavaScript") && !dict.contains_key("Launch"),
                "{text:?}"
            );
            if let Some(action) = dict.get::<hayro_syntax::object::Dict<'_>>("A") {
                let uri = action.get::<hayro_syntax::object::String<'_>>("URI").unwrap();
                assert!(uri.as_bytes().starts_with(b"https://example.com/"), "{text:?}");
                actions += 1;
            }
        }
        // an address with a space or a line feed in it is none
        assert_eq!(actions > 0, !text.contains(char::is_whitespace) || text.is_empty(), "{text:?}");
    }
}

#[test]
fn long_words_and_long_texts_are_set() {
    // a long word, half a megabyte in one paragraph, many paragraphs; each stands in the sheet twice
    let texts = ["w".repeat(100_000), "many words in one line ".repeat(22_000), "line\n".repeat(4_000)];
    for text in texts {
        let sheet = Sheet {
            title: "Long".to_owned(),
            blocks: vec![
                Block::Paragraph(vec![Inline::Text(text.clone())]),
                Block::Fields(vec![Row {
                    label: "Answer".to_owned(),
                    value: vec![Piece::Text(vec![Inline::Text(text.clone())])],
                    id: "a".to_owned(),
                    hint: String::new(),
                }]),
            ],
            ..Sheet::default()
        };
        for word in ["docx", "md", "html"] {
            render(word, &sheet);
        }
        // twice the text, some 5000 characters a page: no line runs out of the page
        let pages = hayro_syntax::Pdf::new(render("pdf", &sheet)).unwrap().pages().len();
        assert!(pages > text.len() / 4_000, "{pages} pages of {} characters", text.len());
    }
}

#[test]
fn wide_tables_are_set() {
    for columns in [30, 400] {
        let table = Table {
            header: (0..columns).map(|i| format!("column {i}")).collect(),
            rows: vec![vec![vec![Inline::Text("some words in a cell".to_owned())]; columns]; 3],
        };
        let row = Row {
            label: "Answer".to_owned(),
            value: vec![Piece::Table(table.clone())],
            id: "a".to_owned(),
            hint: String::new(),
        };
        let sheet = Sheet { blocks: vec![Block::Table(table), Block::Fields(vec![row])], ..Sheet::default() };
        for word in ["pdf", "docx", "md", "html"] {
            render(word, &sheet);
        }
    }
}

#[test]
fn a_long_word_in_every_string_is_set() {
    let sheet = filled(&"w".repeat(2_000));
    for word in ["pdf", "docx", "md", "html"] {
        render(word, &sheet);
    }
    let most = filled(&"w".repeat(100_000));
    for word in ["pdf", "docx", "md", "html"] {
        let error = renderer(word).unwrap().render(&most, &Options::default()).unwrap_err();
        assert!(matches!(error, RenderError::TooLong { .. }), "{error}");
    }
}

/// A number below `below`.
fn pick(rng: &mut fastrand::Rng, below: usize) -> usize {
    rng.usize(..below)
}

fn random_text(rng: &mut fastrand::Rng, any: bool) -> String {
    const PIECES: [&str; 16] = [
        "word",
        " ",
        "\n",
        "é",
        "Ω",
        "Ж",
        "ł",
        "<",
        "&",
        "|",
        "*",
        "1. ",
        "- ",
        "https://a.example/b",
        "supercalifragilistic",
        "☒",
    ];
    (0..pick(rng, 12))
        .map(|_| {
            if any && rng.u8(..4) == 0 { rng.char(..).to_string() } else { PIECES[pick(rng, PIECES.len())].to_owned() }
        })
        .collect()
}

fn random_run(rng: &mut fastrand::Rng, any: bool) -> Vec<Inline> {
    (0..pick(rng, 4))
        .map(|_| match rng.u8(..4) {
            0 => Inline::Strong(random_text(rng, any)),
            1 => Inline::Link { text: random_text(rng, any), target: format!("https://{}", random_text(rng, any)) },
            2 => Inline::Source(random_text(rng, any)),
            _ => Inline::Text(random_text(rng, any)),
        })
        .collect()
}

fn random_table(rng: &mut fastrand::Rng, any: bool) -> Table {
    let header = (0..pick(rng, 5)).map(|_| random_text(rng, any)).collect();
    let rows = (0..pick(rng, 4)).map(|_| (0..pick(rng, 6)).map(|_| random_run(rng, any)).collect()).collect();
    Table { header, rows }
}

fn random_sheet(rng: &mut fastrand::Rng, any: bool) -> Sheet {
    let piece = |rng: &mut fastrand::Rng| match rng.u8(..5) {
        0 => Piece::Text(random_run(rng, any)),
        1 => Piece::Checks(
            (0..pick(rng, 8)).map(|_| Check { label: random_text(rng, any), ticked: rng.bool() }).collect(),
        ),
        2 => Piece::List((0..pick(rng, 3)).map(|_| random_run(rng, any)).collect()),
        3 => Piece::Table(random_table(rng, any)),
        _ => Piece::Gap(random_text(rng, any)),
    };
    let block = |rng: &mut fastrand::Rng| match rng.u8(..7) {
        0 => Block::Heading { level: rng.u8(..), number: random_text(rng, any), text: random_text(rng, any) },
        1 => Block::Paragraph(random_run(rng, any)),
        2 => Block::Note(random_run(rng, any)),
        3 => Block::Fields(
            (0..pick(rng, 4))
                .map(|_| Row {
                    id: random_text(rng, any),
                    label: random_text(rng, any),
                    hint: random_text(rng, any),
                    value: (0..pick(rng, 4)).map(|_| piece(rng)).collect(),
                })
                .collect(),
        ),
        4 => Block::Table(random_table(rng, any)),
        5 => Block::List((0..pick(rng, 3)).map(|_| random_run(rng, any)).collect()),
        _ => Block::Signatures((0..pick(rng, 3)).map(|_| random_text(rng, any)).collect()),
    };
    Sheet {
        title: random_text(rng, any),
        subtitle: rng.bool().then(|| random_text(rng, any)),
        language: random_text(rng, any),
        author: rng.bool().then(|| random_text(rng, any)),
        footer: random_text(rng, any),
        date: rng.bool().then(|| jiff::civil::date(rng.i16(-9999..=9999), rng.i8(1..=12), rng.i8(1..=28))),
        blocks: (0..pick(rng, 8)).map(|_| block(rng)).collect(),
    }
}

#[test]
fn random_sheets_are_written_in_every_format() {
    let mut rng = fastrand::Rng::with_seed(20_261_125);
    for round in 0..300 {
        let any = round % 2 == 0;
        let sheet = random_sheet(&mut rng, any);
        for word in ["docx", "md", "html"] {
            let bytes = render(word, &sheet);
            if word == "docx" {
                parts(bytes);
            }
        }
        if round % 5 == 0 {
            match renderer("pdf").unwrap().render(&sheet, &Options::default()) {
                Ok(bytes) => assert!(hayro_syntax::Pdf::new(bytes).is_ok()),
                Err(RenderError::Glyphs { missing }) => assert!(any && !missing.is_empty()),
                Err(error) => panic!("round {round}: {error}\n{sheet:#?}"),
            }
        }
    }
}
