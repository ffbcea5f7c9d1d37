//! DOCX as Word saves the official form: tables of two columns, content controls, check boxes.

use std::io::Write as _;

use fastrand::Rng;
use gpai_forms::template::Template;

use super::layouts::{Boxes, Part, Style, lines, parts, table};
use super::truth::Truth;

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>", escape(text))
}

/// A line of an answer: a box as a control with its state, or text.
fn line(text: &str, controls: bool) -> String {
    let mut chars = text.chars();
    let ticked = match chars.next() {
        Some('\u{2612}') => true,
        Some('\u{2610}') => false,
        _ => {
            return if controls {
                format!(
                    "<w:p><w:sdt><w:sdtPr><w:id w:val=\"1\"/><w:text/></w:sdtPr><w:sdtContent><w:r><w:t>{}</w:t></w:r></w:sdtContent></w:sdt></w:p>",
                    escape(text)
                )
            } else {
                paragraph(text)
            };
        }
    };
    if !controls {
        return paragraph(text);
    }
    let sign = if ticked { "\u{2612}" } else { "\u{2610}" };
    format!(
        "<w:p><w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val=\"{}\"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>{sign}</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>",
        u8::from(ticked),
        escape(chars.as_str())
    )
}

fn cell(paragraphs: &str) -> String {
    format!("<w:tc><w:tcPr/>{}</w:tc>", if paragraphs.is_empty() { "<w:p/>" } else { paragraphs })
}

/// The file; with `half`, what is not answered stands there with a control that shows its placeholder.
pub fn docx(template: &Template, truth: &Truth, style: Style, half: bool, rng: &mut Rng) -> Vec<u8> {
    let style = Style { boxes: Boxes::Signs("\u{2612}", "\u{2610}"), ..style };
    let strike: fn(&str) -> String = str::to_owned;
    let mut body = paragraph("Public Summary of Training Content");
    for part in parts(template, truth) {
        match part {
            Part::Section(title, depth) => {
                body.push_str(&format!(
                    "<w:p><w:pPr><w:pStyle w:val=\"Heading{depth}\"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>",
                    escape(&title)
                ));
            }
            Part::Table => {
                body.push_str("<w:tbl><w:tr>");
                for head in ["Modality", "Training data size", "Types of content"] {
                    body.push_str(&cell(&paragraph(head)));
                }
                body.push_str("</w:tr>");
                for row in table(template, truth, style, strike) {
                    body.push_str("<w:tr>");
                    for lines in row {
                        body.push_str(&cell(&lines.iter().map(|l| line(l, half)).collect::<String>()));
                    }
                    body.push_str("</w:tr>");
                }
                body.push_str("</w:tbl>");
            }
            Part::Question(field, answer) => {
                let said: String = lines(field, answer, style.boxes, strike).iter().map(|l| line(l, half)).collect();
                let label = style.label.of(field, rng);
                body.push_str(&format!("<w:tbl><w:tr>{}{}</w:tr>", cell(&paragraph(&label)), cell(&said)));
                // An optional question below, still with its placeholder.
                if half && field.id.ends_with(".a") && field.section == "2.3" {
                    let placeholder = "<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/><w:text/></w:sdtPr><w:sdtContent><w:r><w:t>Your words, please.</w:t></w:r></w:sdtContent></w:sdt></w:p>";
                    body.push_str(&format!(
                        "<w:tr>{}{}</w:tr>",
                        cell(&paragraph("Additional comments (optional):")),
                        cell(placeholder)
                    ));
                }
                body.push_str("</w:tbl>");
            }
        }
    }
    let xml = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\"><w:body>{body}</w:body></w:document>"
    );
    let mut file = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    file.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).expect("in memory");
    file.write_all(xml.as_bytes()).expect("in memory");
    file.finish().expect("in memory").into_inner()
}
