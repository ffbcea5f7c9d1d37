//! Everything a file holds, unpacked: the entries of a DOCX; the streams, strings and drawn text of a PDF.

use std::io::Read as _;

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, interpret_page,
};
use hayro_syntax::Pdf;
use hayro_syntax::object::Object;
use kurbo::{Affine, BezPath, Rect};

/// The bytes of a file and of all that is packed in it; the first part is the file itself.
pub fn unpacked(format: &str, bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut parts = vec![bytes.to_vec()];
    match format {
        "docx" => {
            let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
            assert!(zip.len() > 3);
            for i in 0..zip.len() {
                let mut entry = zip.by_index(i).unwrap();
                let mut text = entry.name().unwrap().as_bytes().to_vec();
                entry.read_to_end(&mut text).unwrap();
                parts.push(text);
            }
        }
        "pdf" => parts.extend(pdf(bytes)),
        // Markdown hides a full stop behind a backslash.
        "md" => parts.push(bytes.iter().copied().filter(|b| *b != b'\\').collect()),
        _ => {}
    }
    parts
}

fn pdf(bytes: &[u8]) -> Vec<Vec<u8>> {
    let pdf = Pdf::new(bytes.to_vec()).unwrap();
    let mut parts = Vec::new();
    for object in pdf.objects() {
        strings(&object, &mut parts, 0);
    }
    let cache = InterpreterCache::new();
    for page in pdf.pages().iter() {
        let mut drawn = Drawn::default();
        let area = Rect::new(0.0, 0.0, 10_000.0, 10_000.0);
        let mut context = Context::new(Affine::IDENTITY, area, &cache, pdf.xref(), InterpreterSettings::default());
        interpret_page(page, &mut context, &mut drawn);
        parts.push(drawn.0.into_bytes());
    }
    parts
}

/// Strings as bytes, and as text where they are UTF-16; streams unpacked.
fn strings(object: &Object<'_>, parts: &mut Vec<Vec<u8>>, depth: u32) {
    if depth > 20 {
        return;
    }
    match object {
        Object::String(s) => {
            let raw: Vec<u8> = s.as_bytes().to_vec();
            let wide: Vec<u16> = raw.chunks_exact(2).map(|c| u16::from_be_bytes([c[0], c[1]])).collect();
            parts.push(String::from_utf16_lossy(&wide).into_bytes());
            parts.push(raw);
        }
        Object::Array(array) => array.iter::<Object<'_>>().for_each(|o| strings(&o, parts, depth + 1)),
        Object::Dict(dict) => {
            for key in dict.keys() {
                if let Some(value) = dict.get::<Object<'_>>(&*key)
                    && !matches!(&value, Object::Dict(_) | Object::Stream(_))
                {
                    strings(&value, parts, depth + 1);
                }
            }
        }
        Object::Stream(stream) => {
            strings(&Object::Dict(stream.dict().clone()), parts, depth + 1);
            if let Ok(bytes) = stream.decoded() {
                parts.push(bytes.to_vec());
            }
        }
        _ => {}
    }
}

/// The characters a page draws, in order.
#[derive(Default)]
struct Drawn(String);

impl<'a> Device<'a> for Drawn {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_glyph(&mut self, glyph: &Glyph<'a>, _: Affine, _: Affine, _: &Paint<'a>, _: &GlyphDrawMode) {
        match glyph.as_unicode() {
            Some(BfString::Char(c)) => self.0.push(c),
            Some(BfString::String(s)) => self.0.push_str(&s),
            None => self.0.push('\u{fffd}'),
        }
    }
    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
