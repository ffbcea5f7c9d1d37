//! Files made to break whoever reads them: each ends in an answer or an error, in bounded time, and never in a panic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::io::{Cursor, Write as _};

use gpai_forms::compose::{View, compose};
use gpai_forms::reading::State;
use gpai_forms::record::Record;
use gpai_forms::template::{Audience, Template};
use gpai_pdf::read;
use gpai_pdf::renderers;
use gpai_read::{Format, ReadError, flow, format};
use gpai_render::Options;

/// A DOCX with this main part.
fn docx(body: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(body).unwrap();
    zip.finish().unwrap().into_inner()
}

/// A PDF of these objects, numbered from 1; the first is the catalogue. Its table of objects is left to be rebuilt.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    for (at, object) in objects.iter().enumerate() {
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", at + 1).into_bytes());
    }
    out.extend(b"trailer\n<< /Root 1 0 R /Size 99999 >>\n%%EOF\n");
    out
}

fn stream(content: &str) -> String {
    format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len())
}

/// A PDF with one page of this content.
fn page(content: &str) -> Vec<u8> {
    pdf(&[
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
            .to_owned(),
        stream(content),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ])
}

#[test]
fn nonsense_is_refused() {
    for (name, bytes) in [
        ("a.pdf", b"%PDF-1.7 and nothing else".to_vec()),
        ("a.pdf", b"not a pdf".to_vec()),
        ("a.docx", b"PK\x03\x04 and nothing else".to_vec()),
        ("a.docx", docx(b"\xFF\xFE\x00")),
        ("a.json", b"{\"format\": \"other\"}".to_vec()),
        ("a.json", b"{".to_vec()),
        ("a.bin", vec![0; 100]),
        ("a.html", Vec::new()),
    ] {
        assert!(read(name, &bytes, None).is_err(), "{name}");
    }
    assert_eq!(read("a.md", b"", None), Err(ReadError::Empty));
    assert_eq!(format("a.bin", &[0; 8]), Err(ReadError::UnknownFormat));
}

#[test]
fn a_text_of_something_else_is_no_summary() {
    let found = read("a.md", b"# Shopping\n\n- milk\n- bread\n", None).unwrap();
    assert_eq!(found.kind, None);
    assert!(found.fields.is_empty());
}

/// Our own documents cut anywhere, and with bytes changed anywhere.
#[test]
fn broken_documents_do_no_harm() {
    let template = Template::latest("training-summary").unwrap().unwrap();
    let record = Record { kind: template.kind.clone(), template: template.version.clone(), ..Record::default() };
    let sheet = compose(&template, &record, View { audience: Audience::Public, last: false });
    let mut random = fastrand::Rng::with_seed(7);
    for renderer in &renderers() {
        let bytes = renderer.render(&sheet, &Options::default()).unwrap();
        let name = format!("a.{}", renderer.extension);
        for step in 1..8 {
            let _ = read(&name, &bytes[..bytes.len() * step / 8], None);
        }
        for _ in 0..12 {
            let mut bytes = bytes.clone();
            for _ in 0..20 {
                let at = random.usize(..bytes.len());
                bytes[at] = random.u8(..);
            }
            let _ = read(&name, &bytes, None);
        }
    }
}

#[test]
fn an_archive_that_unpacks_to_too_much_is_refused() {
    let mut body = b"<w:document><w:body><w:p><w:r><w:t>".to_vec();
    body.resize(40 << 20, b' ');
    assert!(matches!(read("a.docx", &docx(&body), None), Err(ReadError::TooLarge(_))));
}

#[test]
fn entities_are_not_expanded() {
    let body = "<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>\
        <w:document><w:body><w:p><w:r><w:t>one &b; two &amp; three</w:t></w:r></w:p></w:body></w:document>";
    let (flow, _) = flow(Format::Docx, &docx(body.as_bytes())).unwrap();
    assert_eq!(flow.text.concat().trim(), "one  two & three");
}

#[test]
fn deep_nesting_ends() {
    let deep = 100_000;
    let xml = format!("<w:document>{}<w:p><w:r><w:t>x</w:t></w:r></w:p>", "<w:tbl>".repeat(deep));
    let _ = read("a.docx", &docx(xml.as_bytes()), None);
    assert!(matches!(read("a.html", "<div>".repeat(deep).as_bytes(), None), Err(ReadError::TooLarge(_))));
    let _ = read("a.html", format!("{}x", "<b><i>".repeat(400)).as_bytes(), None);
    let _ = read("a.md", format!("{}x", "> ".repeat(deep)).as_bytes(), None);
    let _ = read("a.md", format!("{}x", "[".repeat(deep)).as_bytes(), None);
    let _ = read("a.md", format!("{}x", "- ".repeat(2_000)).as_bytes(), None);
    let _ = read("a.json", "[".repeat(deep).as_bytes(), None);
}

/// Thousands of marks that look like labels: the finder looks at each once.
#[test]
fn many_labels_take_bounded_time() {
    let text = "**Additional comments (optional)**\n\nAre you a Signatory to the Code of Practice?\n\n".repeat(1_000);
    let found = read("a.md", text.as_bytes(), None).unwrap();
    assert!(found.extra.len() <= 10_000);
}

#[test]
fn a_page_without_text_is_called_scanned_and_an_empty_one_empty() {
    let image = pdf(&[
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>".to_owned(),
        stream("q 500 0 0 700 40 40 cm /I Do Q"),
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\nx\nendstream".to_owned(),
    ]);
    assert_eq!(read("a.pdf", &image, None), Err(ReadError::NoText));
    assert_eq!(read("a.pdf", &page("0 0 m 9 9 l S"), None), Err(ReadError::Empty));
}

/// Text of a page, its label in one column and its answer in the other, with drawn boxes and a tick.
#[test]
fn drawn_boxes_are_read() {
    let content = "BT /F 10 Tf 60 700 Td (Have you used publicly available datasets to train the model?) Tj ET\n\
        360 698 9 9 re S\n361 699 m 368 706 l S\n361 706 m 368 699 l S\nBT /F 10 Tf 374 700 Td (Yes) Tj ET\n\
        420 698 9 9 re S\nBT /F 10 Tf 434 700 Td (No) Tj ET\n";
    let flow = gpai_pdf::flow(&page(content)).unwrap();
    let text: String = flow.blocks.iter().flat_map(|b| &b.cells).flatten().map(|l| l.text()).collect();
    assert!(text.contains("\u{2612} Yes") && text.contains("\u{2610} No"), "{text}");
    let found = read("a.pdf", &page(content), Some("training-summary")).unwrap();
    let field = &found.fields["2.1.a"];
    assert_eq!((field.state, field.ticked.as_slice()), (State::Read, ["yes".to_owned()].as_slice()), "{field:?}");
}

#[test]
fn boxes_of_a_form_are_read() {
    let widget = |x: u32, state: &str| {
        format!("<< /Type /Annot /Subtype /Widget /FT /Btn /Rect [{x} 698 {} 708] /AS /{state} /T (b{x}) >>", x + 10)
    };
    let content = "BT /F 10 Tf 60 720 Td (Have you used publicly available datasets to train the model?) Tj ET\n\
        BT /F 10 Tf 74 700 Td (Yes) Tj ET\nBT /F 10 Tf 134 700 Td (No) Tj ET\n";
    let bytes = pdf(&[
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [{} {}] /Resources << /Font << /F 5 0 R >> >> >>",
            widget(60, "Off"),
            widget(120, "Yes")
        ),
        stream(content),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ]);
    let found = read("a.pdf", &bytes, Some("training-summary")).unwrap();
    assert_eq!(found.fields["2.1.a"].ticked, ["no"], "{:?}", found.fields);
    assert_eq!(found.fields["2.1.a"].unticked, ["yes"]);
}

/// Both options printed and nothing that tells which: not readable, and never missing.
#[test]
fn an_answer_that_cannot_be_told_is_unreadable() {
    let text = "**Have you used publicly available datasets to train the model?**\n\nYes / No\n";
    let found = read("a.md", text.as_bytes(), Some("training-summary")).unwrap();
    assert_eq!(found.fields["2.1.a"].state, State::Unreadable, "{:?}", found.fields);
}

#[test]
fn ticks_are_read_however_they_are_written() {
    for (answer, ticked) in [
        ("[x] Yes [ ] No", "yes"),
        ("X Yes \u{2610} No", "yes"),
        ("\u{2610} Yes \u{2611} No", "no"),
        ("Yes \u{2612} No \u{2610}", "yes"),
        ("\u{25CB} Yes \u{25C9} No", "no"),
        ("\u{F0A8} Yes \u{F0FE} No", "no"),
        ("No.", "no"),
        ("Yes, we did", "yes"),
        ("<strong>Yes</strong> No", "yes"),
        ("\u{2610} No", "no"),
        ("\u{2705} Yes", "yes"),
    ] {
        let text = format!("**Have you used publicly available datasets to train the model?**\n\n{answer}\n");
        let found = read("a.md", text.as_bytes(), Some("training-summary")).unwrap();
        assert_eq!(found.fields["2.1.a"].ticked, [ticked], "{answer}: {:?}", found.fields["2.1.a"]);
    }
}
