//! The two services of `gpai-pdf`: `read`, one PDF from stdin to a reading as JSON, and `write`, sheets from stdin to PDFs
//! (`gpai_render::handover`). Streams are arguments, so that tests need no process.

use std::io::{self, BufRead, Read, Write};

use gpai_forms::sheet::Sheet;
use gpai_forms::wire;
use gpai_read::ReadError;
use gpai_render::handover::{Fonts, Job, LARGEST, LONGEST_LINE, PROTOCOL, Reply, line, parse};
use gpai_render::{FontFile, Options};

use crate::RENDERER;

/// The largest PDF that is read, in bytes.
pub const LARGEST_PDF: u64 = 64 << 20;

/// Reads a PDF; the reading in the form of [`wire`].
///
/// # Errors
/// It cannot be read.
pub fn read(bytes: &[u8], kind: Option<&str>) -> Result<String, ReadError> {
    let flow = crate::flow(bytes)?;
    gpai_read::found(&flow, None, kind).map(|reading| wire::write(&reading))
}

/// Sets documents until the input ends.
///
/// # Errors
/// A stream broke.
pub fn write(input: &mut impl BufRead, output: &mut impl Write) -> io::Result<()> {
    let refuse = |output: &mut dyn Write, why: &str| {
        output.write_all(&line(&Reply::Refused(why.to_owned())))?;
        output.flush()
    };
    let Some(first) = next_line(input)? else { return Ok(()) };
    let Some(head) = parse::<Fonts>(&first) else { return refuse(output, "the first line is not one of fonts") };
    if head.protocol != PROTOCOL {
        let text = format!("this gpai-pdf speaks protocol {PROTOCOL}, not {}", head.protocol);
        return refuse(output, &text);
    }
    let mut fonts = Vec::new();
    for font in head.fonts {
        match take(input, font.bytes)? {
            Some(bytes) => fonts.push((font.name, bytes)),
            None => return refuse(output, "a font file is too large or was cut off"),
        }
    }
    let fonts: Vec<FontFile<'_>> = fonts.iter().map(|(name, bytes)| FontFile { name, bytes }).collect();
    let options = Options { fonts: &fonts };
    while let Some(text) = next_line(input)? {
        let Some(job) = parse::<Job>(&text) else { return refuse(output, "a line is not one of a document") };
        let Some(sheet) = take(input, job.sheet)? else {
            return refuse(output, "a sheet is too large or was cut off");
        };
        let Some(sheet) = parse::<Sheet>(&sheet) else { return refuse(output, "a sheet cannot be understood") };
        match RENDERER.render(&sheet, &options) {
            Ok(pdf) => {
                output.write_all(&line(&Reply::Pdf(pdf.len() as u64)))?;
                output.write_all(&pdf)?;
            }
            Err(error) => output.write_all(&line(&Reply::Error(error)))?,
        }
        output.flush()?;
    }
    Ok(())
}

/// The next line without its end; `None` at the end of the input.
fn next_line(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut text = Vec::new();
    input.by_ref().take(LONGEST_LINE as u64).read_until(b'\n', &mut text)?;
    Ok(if text.is_empty() { None } else { Some(text) })
}

/// So many bytes; `None` where they are too many or end early.
fn take(input: &mut impl BufRead, length: u64) -> io::Result<Option<Vec<u8>>> {
    if length > LARGEST {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    input.by_ref().take(length).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 == length).then_some(bytes))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]
    use super::*;
    use gpai_forms::sheet::{Block, Inline};
    use gpai_render::handover::sheet;

    fn talk(said: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        write(&mut &*said, &mut out).unwrap();
        out
    }

    fn hello(protocol: u32) -> Vec<u8> {
        line(&Fonts { protocol, fonts: Vec::new() })
    }

    fn job(text: &str) -> Vec<u8> {
        let blocks = vec![Block::Paragraph(vec![Inline::Text(text.to_owned())])];
        let bytes = sheet(&Sheet { title: "A".to_owned(), language: "en".to_owned(), blocks, ..Sheet::default() });
        [line(&Job { sheet: bytes.len() as u64 }), bytes].concat()
    }

    #[test]
    fn several_documents_are_set_one_after_the_other() {
        let out = talk(&[hello(PROTOCOL), job("one"), job("😀"), job("two")].concat());
        let end = out.iter().position(|b| *b == b'\n').unwrap();
        let Some(Reply::Pdf(length)) = parse(&out[..end]) else { panic!("{:?}", &out[..end]) };
        let rest = &out[end + 1..];
        assert!(rest.starts_with(b"%PDF-"));
        let rest = &rest[usize::try_from(length).unwrap()..];
        let end = rest.iter().position(|b| *b == b'\n').unwrap();
        assert!(matches!(parse(&rest[..end]), Some(Reply::Error(gpai_render::RenderError::Glyphs { .. }))));
        assert!(rest[end + 1..].starts_with(b"{\"pdf\":"), "the third is set after an error");
    }

    #[test]
    fn nonsense_and_other_protocols_are_refused() {
        let text = |said: &[u8]| String::from_utf8(talk(said)).unwrap();
        assert!(text(&hello(2)).contains("speaks protocol 1, not 2"));
        assert!(text(b"{}\n").contains("refused"));
        assert!(text(&[hello(PROTOCOL), b"x\n".to_vec()].concat()).contains("refused"));
        let cut = [hello(PROTOCOL), line(&Job { sheet: 10 }), b"{}".to_vec()].concat();
        assert!(text(&cut).contains("cut off"));
        let huge = [hello(PROTOCOL), line(&Job { sheet: u64::MAX })].concat();
        assert!(text(&huge).contains("too large"));
        assert_eq!(text(b""), "");
    }
}
