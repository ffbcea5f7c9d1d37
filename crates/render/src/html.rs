//! One HTML page that needs nothing else: styles inside, no script, and a policy that lets nothing be loaded.

use sha2::{Digest as _, Sha256};

use super::prepare::{Prepared, paragraphs, stacked};
use super::words::{Words, words};
use super::{Options, RenderError};
use gpai_forms::sheet::{Block, Check, Grid, Inline, Piece, Row, Sheet, Table};

/// The page's styles; the policy names their hash, so that no other style is obeyed.
const STYLE: &str = include_str!("html.css");

/// The document as a page.
pub(super) fn write(prepared: &Prepared, _options: &Options<'_>) -> Result<Vec<u8>, RenderError> {
    let sheet = prepared.sheet();
    let words = words(&sheet.language);
    let mut out = String::with_capacity(16 << 10);
    head(&mut out, sheet);
    out.push_str("<body>\n<main>\n<header>\n");
    out.push_str(&format!("<h1>{}</h1>\n", text(&sheet.title)));
    if let Some(subtitle) = &sheet.subtitle {
        out.push_str(&format!("<p class=\"subtitle\">{}</p>\n", text(subtitle)));
    }
    out.push_str("</header>\n");
    for block in &sheet.blocks {
        self::block(&mut out, words, block);
    }
    if !sheet.footer.is_empty() {
        out.push_str(&format!("<footer>{}</footer>\n", text(&sheet.footer)));
    }
    out.push_str("</main>\n</body>\n</html>\n");
    Ok(out.into_bytes())
}

fn head(out: &mut String, sheet: &Sheet) {
    let hash = base64(&Sha256::digest(STYLE.as_bytes()));
    out.push_str(&format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{}</title>\n",
        text(&sheet.language),
        text(&sheet.title)
    ));
    if let Some(author) = &sheet.author {
        out.push_str(&format!("<meta name=\"author\" content=\"{}\">\n", text(author)));
    }
    if let Some(date) = sheet.date {
        out.push_str(&format!("<meta name=\"dcterms.date\" content=\"{date}\">\n"));
    }
    out.push_str(&format!("<style>{STYLE}</style>\n</head>\n"));
}

fn block(out: &mut String, words: &Words, block: &Block) {
    match block {
        Block::Heading { level, number, text: title } => {
            let level = level.saturating_add(1);
            out.push_str(&format!("<h{level}>"));
            if !number.is_empty() {
                out.push_str(&format!("<span class=\"number\">{}</span> ", text(number)));
            }
            out.push_str(&format!("{}</h{level}>\n", text(title)));
        }
        Block::Paragraph(inlines) => lines(out, words, inlines),
        Block::Note(inlines) => {
            out.push_str("<div class=\"note\" role=\"note\">\n");
            lines(out, words, inlines);
            out.push_str("</div>\n");
        }
        Block::Fields(rows) => {
            out.push_str("<table class=\"fields\">\n<tbody>\n");
            rows.iter().for_each(|row| field(out, words, row));
            out.push_str("</tbody>\n</table>\n");
        }
        Block::Table(table) => self::table(out, words, table),
        Block::Grid(grid) => self::grid(out, words, grid),
        Block::List(items) => list(out, words, items),
        Block::Signatures(names) => {
            out.push_str("<div class=\"signatures\">\n");
            for name in names {
                out.push_str(&format!("<p>{}</p>\n", text(name)));
            }
            out.push_str("</div>\n");
        }
    }
}

fn field(out: &mut String, words: &Words, row: &Row) {
    let id = if row.id.is_empty() { String::new() } else { format!(" data-field=\"{}\"", text(&row.id)) };
    out.push_str(&format!("<tr{id}>\n<th scope=\"row\"><span class=\"label\">{}</span>", text(&row.label)));
    if !row.hint.is_empty() {
        out.push_str(&format!("\n<span class=\"hint\">{}</span>", text(&row.hint)));
    }
    out.push_str("</th>\n<td>\n");
    for piece in &row.value {
        self::piece(out, words, piece);
    }
    out.push_str("</td>\n</tr>\n");
}

fn piece(out: &mut String, words: &Words, piece: &Piece) {
    match piece {
        Piece::Text(inlines) => lines(out, words, inlines),
        Piece::Checks(checks) => {
            let class = if stacked(checks) { "checks stacked" } else { "checks" };
            out.push_str(&format!("<p class=\"{class}\">\n"));
            for check in checks {
                self::check(out, words, check);
            }
            out.push_str("</p>\n");
        }
        Piece::List(items) => list(out, words, items),
        Piece::Table(table) => self::table(out, words, table),
        Piece::Gap(what) => {
            out.push_str(&format!("<p class=\"gap\"><strong>{}</strong> {}</p>\n", text(words.gap), text(what)));
        }
    }
}

fn check(out: &mut String, words: &Words, check: &Check) {
    let (glyph, state) = if check.ticked { ('☒', words.ticked) } else { ('☐', words.unticked) };
    out.push_str(&format!(
        "<span class=\"check\"><span class=\"box\" role=\"img\" aria-label=\"{}\">{glyph}</span> {}</span>\n",
        text(state),
        text(&check.label)
    ));
}

fn list(out: &mut String, words: &Words, items: &[Vec<Inline>]) {
    if items.is_empty() {
        return;
    }
    out.push_str("<ul>\n");
    for item in items {
        out.push_str(&format!("<li>{}</li>\n", cell(words, item)));
    }
    out.push_str("</ul>\n");
}

fn table(out: &mut String, words: &Words, table: &Table) {
    if table.header.is_empty() {
        return;
    }
    out.push_str("<div class=\"scroll\">\n<table class=\"list\">\n<thead>\n<tr>");
    for title in &table.header {
        out.push_str(&format!("<th scope=\"col\">{}</th>", text(title)));
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for cell in row {
            out.push_str(&format!("<td>{}</td>", self::cell(words, cell)));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

fn grid(out: &mut String, words: &Words, grid: &Grid) {
    out.push_str("<div class=\"scroll\">\n<table class=\"list grid\">\n<thead>\n<tr>");
    for title in &grid.header {
        out.push_str(&format!("<th scope=\"col\">{}</th>", text(title)));
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &grid.rows {
        out.push_str("<tr>\n");
        for cell in row {
            out.push_str("<td>\n");
            cell.iter().for_each(|piece| self::piece(out, words, piece));
            out.push_str("</td>\n");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

fn lines(out: &mut String, words: &Words, inlines: &[Inline]) {
    for paragraph in paragraphs(inlines) {
        out.push_str(&format!("<p>{}</p>\n", run(words, &paragraph)));
    }
}

fn cell(words: &Words, inlines: &[Inline]) -> String {
    paragraphs(inlines).iter().map(|p| run(words, p)).collect::<Vec<_>>().join("<br>")
}

fn run(words: &Words, inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(plain) => out.push_str(&text(plain)),
            Inline::Strong(plain) => out.push_str(&format!("<strong>{}</strong>", text(plain))),
            Inline::Link { text: shown, target } => {
                out.push_str(&format!("<a href=\"{}\" rel=\"noopener noreferrer\">{}</a>", text(target), text(shown)));
            }
            Inline::Source(place) => out.push_str(&format!(
                " <small class=\"source\" title=\"{}\">[{}]</small>",
                text(words.source),
                text(place)
            )),
        }
    }
    out
}

/// Text between tags or in a quoted attribute.
fn text(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len());
    for c in plain.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Base64 with padding, as a policy names a hash.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0u32, |word, b| word << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            let digit = ALPHABET.get((word >> (18 - 6 * i) & 63) as usize).filter(|_| i <= chunk.len());
            out.push(digit.map_or('=', |b| char::from(*b)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_everybody_writes_it() {
        assert_eq!(base64(b""), "");
        assert_eq!(base64(b"f"), "Zg==");
        assert_eq!(base64(b"fo"), "Zm8=");
        assert_eq!(base64(b"foobar"), "Zm9vYmFy");
    }
}
