//! PDF: what each page draws, then lines, columns and table rows. Nothing is run and nothing fetched.

use std::collections::HashMap;

use hayro_interpret::{
    CacheKey as _, Context, InterpreterCache, InterpreterSettings, TransformExt as _, interpret_page,
};
use hayro_syntax::object::{Dict, Name};
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use kurbo::{Affine, Rect};

use device::{FontFacts, Recorder, bold_name};
use gpai_read::ReadError;
use gpai_read::flow::Flow;
use page::Page;

mod boxes;
mod cells;
mod columns;
mod device;
mod forms;
mod grid;
mod layout;
mod lines;
mod page;
mod widgets;

/// Most pages read; a summary has ten.
pub const MOST_PAGES: usize = 200;
/// Longest content of a page, decoded.
const LONGEST_PAGE: usize = 16 << 20;
/// Most characters in all.
const MOST_GLYPHS: usize = 2_000_000;

/// Reads a PDF into the flow.
pub fn read(bytes: &[u8]) -> Result<Flow, ReadError> {
    let (pages, mut flow) = pages(bytes)?;
    layout::flow(&pages, &mut flow);
    if flow.text.iter().all(|t| t.trim().is_empty()) {
        return Err(if pages.iter().any(|p| p.images > 0) { ReadError::NoText } else { ReadError::Empty });
    }
    Ok(flow)
}

/// How a page has to be turned so that most of its text runs to the right, and its size then.
fn turn(ways: [usize; 4], size: kurbo::Point) -> Option<(Affine, kurbo::Point)> {
    let [right, down, left, up] = ways;
    let most = down.max(left).max(up);
    if most < 20 || most <= right {
        return None;
    }
    Some(if most == down {
        (Affine::new([0.0, -1.0, 1.0, 0.0, 0.0, size.x]), kurbo::Point::new(size.y, size.x))
    } else if most == up {
        (Affine::new([0.0, 1.0, -1.0, 0.0, size.y, 0.0]), kurbo::Point::new(size.y, size.x))
    } else {
        (Affine::new([-1.0, 0.0, 0.0, -1.0, size.x, size.y]), size)
    })
}

/// What the pages of a file draw, and what was not read.
fn pages(bytes: &[u8]) -> Result<(Vec<Page>, Flow), ReadError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => ReadError::Encrypted,
        LoadPdfError::Decryption(_) => ReadError::Cipher,
        // Without a sound table of objects the cipher is not even looked at.
        LoadPdfError::Invalid if bytes.windows(9).any(|w| w == b"/Encrypt ") => ReadError::Cipher,
        LoadPdfError::Invalid => ReadError::Damaged("no page could be found in the PDF"),
    })?;
    let mut flow = Flow::default();
    let all = pdf.pages();
    flow.pages = u32::try_from(all.len()).unwrap_or(u32::MAX);
    if all.len() > MOST_PAGES {
        flow.unread
            .push((format!("pages {} to {}: only the first {MOST_PAGES} were read", MOST_PAGES + 1, all.len()), None));
    }
    let cache = InterpreterCache::new();
    let mut fonts: HashMap<u128, FontFacts> = HashMap::new();
    let mut out = Vec::new();
    let mut glyphs = 0_usize;
    for (index, page) in all.iter().take(MOST_PAGES).enumerate() {
        let number = u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1);
        let dictionaries = page.resources().fonts.keys().filter_map(|name| {
            let dict = page.resources().fonts.get::<Dict<'_>>(name.as_ref())?;
            Some((dict.cache_key(), dict.get::<Name<'_>>("BaseFont")?.as_str().to_owned()))
        });
        for (key, name) in dictionaries {
            fonts.entry(key).or_insert_with(|| FontFacts { strong: bold_name(&name), name });
        }
        let (width, height) = page.render_dimensions();
        let mut recorder = Recorder::of(number, &mut fonts);
        let mut size = Affine::scale(100.0) * kurbo::Point::new(f64::from(width), f64::from(height));
        recorder.page.width = device::whole(size.x);
        recorder.page.height = device::whole(size.y);
        if page.page_stream().is_some_and(|s| s.len() > LONGEST_PAGE) {
            flow.unread.push(("more than 16 MB of drawing".to_owned(), Some(number)));
        } else if let Some(why) = forms::refused(page) {
            flow.unread.push((why.to_owned(), Some(number)));
        } else if glyphs < MOST_GLYPHS {
            let mut initial = Affine::scale(100.0) * page.initial_transform(true).to_kurbo();
            let mut context = Context::new(
                initial,
                Rect::new(0.0, 0.0, size.x, size.y),
                &cache,
                pdf.xref(),
                InterpreterSettings::default(),
            );
            interpret_page(page, &mut context, &mut recorder);
            if let Some((turned, turned_size)) = turn(recorder.ways, size) {
                // The page lies on its side: it is read again as somebody who turns it.
                initial = turned * initial;
                size = turned_size;
                recorder = Recorder::of(number, recorder.fonts);
                recorder.page.width = device::whole(size.x);
                recorder.page.height = device::whole(size.y);
                let bounds = Rect::new(0.0, 0.0, size.x, size.y);
                let mut context = Context::new(initial, bounds, &cache, pdf.xref(), InterpreterSettings::default());
                interpret_page(page, &mut context, &mut recorder);
            }
            boxes::read(&mut recorder.page);
            for link in widgets::read(page, initial, &mut recorder.page) {
                flow.links.push((link, Some(number)));
            }
        }
        glyphs += recorder.page.glyphs.len();
        if recorder.full {
            flow.unread.push(("more is drawn on it than is read".to_owned(), Some(number)));
        }
        out.push(recorder.page);
    }
    if glyphs >= MOST_GLYPHS {
        flow.unread.push(("the text beyond two million characters".to_owned(), None));
    }
    Ok((out, flow))
}
