//! PDF by Typst: tagged, PDF/UA-1 and, where the document states its date, PDF/A-2a as well.
//!
//! The template `form.typ` is constant and reads the sheet as JSON (`data.rs`), so that no stranger's text is ever markup.

mod data;
mod fonts;
mod world;

use std::sync::OnceLock;

use sha2::{Digest as _, Sha256};
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use fonts::Fonts;
use gpai_render::prepare::Prepared;
use gpai_render::{Options, RenderError};
use world::Desk;

/// The document as PDF.
pub(super) fn write(prepared: &Prepared, options: &Options<'_>) -> Result<Vec<u8>, RenderError> {
    let sheet = prepared.sheet();
    let with_more;
    let fonts = if options.fonts.is_empty() {
        built_in()
    } else {
        with_more = built_in().with(options.fonts)?;
        &with_more
    };
    let missing = fonts.missing(sheet);
    if !missing.is_empty() {
        return Err(RenderError::Glyphs { missing });
    }
    let data = data::json(sheet, &fonts.families(&sheet.language));
    let ident = format!("{:x?}", Sha256::digest(&data).as_slice());
    let desk = Desk::new(fonts, data).ok_or_else(|| RenderError::Typeset("no template".to_owned()))?;
    let set = typst::compile::<PagedDocument>(&desk).output;
    let written = set.and_then(|document| {
        // PDF/A asks for a date in the metadata
        let standards: &[PdfStandard] =
            if sheet.date.is_some() { &[PdfStandard::Ua_1, PdfStandard::A_2a] } else { &[PdfStandard::Ua_1] };
        let standards = PdfStandards::new(standards).unwrap_or_default();
        let options = PdfOptions {
            ident: Smart::Custom(ident),
            creator: Smart::Custom(Some("gpai".to_owned())),
            standards,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&document, &options)
    });
    // what was remembered of this document's layout is of no use for the next
    typst::comemo::evict(0);
    written.map_err(|errors| RenderError::Typeset(said(&errors)))
}

/// The fonts of the program, read once.
fn built_in() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    FONTS.get_or_init(Fonts::built_in)
}

/// What the typesetter says, on one line each.
fn said(errors: &[SourceDiagnostic]) -> String {
    let mut out: Vec<String> = Vec::new();
    for error in errors.iter().take(5) {
        let mut line = error.message.to_string();
        if let Some(hint) = error.hints.first() {
            line.push_str(&format!(" ({})", hint.v));
        }
        out.push(line);
    }
    gpai_forms::escape::visible(&out.join("; "))
}
