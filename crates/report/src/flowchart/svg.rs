//! A chart as a self-contained SVG file, light or dark as the reader's screen is set. Strangers' text is escaped.

use std::fmt::Write as _;

use gpai_rules::chart::What;
use gpai_rules::chart::light::Light;
use gpai_rules::law::{Language, Words};

use super::Picture;
use super::layout::{FRAME, LINE, Line, Placed, SMALL, Sheet, TEXT, TITLE, sheet};
use super::measure::wrap;
use gpai_forms::escape::visible;

/// Text for an element or an attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Not allowed in XML 1.0, written or escaped.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

const STYLE: &str = "\
svg{--paper:#fff;--ink:#1f2328;--dim:#59636e;--box:#f6f8fa;--rim:#8c959f;--line:#6e7781;--yes:#dafbe1;--yes-rim:#1a7f37;\
--no:#eaeef2;--no-rim:#6e7781;--duty:#fff8c5;--duty-rim:#9a6700;--free:#ddf4ff;--free-rim:#0969da;--road:#bc4c00;--frame:#d1d9e0}
@media (prefers-color-scheme:dark){svg{--paper:#0d1117;--ink:#e6edf3;--dim:#9198a1;--box:#161b22;--rim:#6e7681;\
--line:#8b949e;--yes:#12361f;--yes-rim:#3fb950;--no:#21262d;--no-rim:#8b949e;--duty:#3b2e0a;--duty-rim:#d29922;\
--free:#0c2d52;--free-rim:#58a6ff;--road:#ff9a52;--frame:#3d444d}}
text{font-family:system-ui,-apple-system,\"Segoe UI\",Helvetica,Arial,\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",\
\"Noto Sans SC\",sans-serif;fill:var(--ink)}
.paper{fill:var(--paper)}.frame{fill:none;stroke:var(--frame);stroke-width:1.5}
.box{fill:var(--box);stroke:var(--rim);stroke-width:1.3}.yes .box{fill:var(--yes);stroke:var(--yes-rim)}
.no .box{fill:var(--no);stroke:var(--no-rim)}.duties .box{fill:var(--duty);stroke:var(--duty-rim)}
.exempt .box{fill:var(--free);stroke:var(--free-rim)}.bar{stroke:var(--rim);stroke-width:1.3}
.line{fill:none;stroke:var(--line);stroke-width:1.5}.head{fill:var(--line)}.cite,.word,.note{fill:var(--dim)}
.lit .box{stroke:var(--road);stroke-width:2.6}.lit .line{stroke:var(--road);stroke-width:3}.lit .head{fill:var(--road)}
.lit .word{fill:var(--road);font-weight:600}.open .box{stroke-dasharray:6 4}.open .line{stroke-dasharray:7 5}
.dark .line,.dark .head{opacity:.4}.dark .box{fill-opacity:.45;stroke-opacity:.45}.dark .bar{opacity:.4}.dark text{fill:var(--dim)}
";

/// Writes the picture.
pub fn write(picture: &Picture<'_>) -> String {
    let sheet = sheet(picture.law, picture.on, picture.chart);
    let language = picture.language;
    let code = match language {
        Language::English => "en",
        Language::Chinese => "zh-CN",
    };
    let title = sheet.title.get(language);
    let note = format!("{} {}", picture.description(), picture.outcome());
    let foot = wrap(note.trim_end(), sheet.width - 40, SMALL);
    let more = i32::try_from(foot.len()).unwrap_or(1) - 1;
    let (w, h) = (sheet.width, sheet.height + more.max(0) * LINE);
    let mut out = String::new();
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"img\" \
         aria-labelledby=\"chart-title chart-desc\" xml:lang=\"{code}\">"
    );
    let _ = writeln!(out, "<title id=\"chart-title\">{}</title>", escape(title));
    let _ = writeln!(out, "<desc id=\"chart-desc\">{}</desc>", escape(&described(picture, note.trim_end())));
    let _ = writeln!(out, "<style>\n{STYLE}</style>");
    let _ = writeln!(out, "<rect class=\"paper\" width=\"{w}\" height=\"{h}\"/>");
    let text = |out: &mut String, class: &str, size: i32, x: i32, y: i32, more: &str, text: &str| {
        let _ = writeln!(
            out,
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{more}>{}</text>",
            escape(text)
        );
    };
    text(&mut out, "title", TITLE, 20, 42, " font-weight=\"600\"", title);
    if let Some([yes, no]) = &sheet.said {
        legend(&mut out, language, yes, no);
    }
    for (i, line) in foot.iter().enumerate() {
        let y = sheet.height - 12 + i32::try_from(i).unwrap_or(0) * LINE;
        text(&mut out, "note", SMALL, 20, y, "", line);
    }
    for frame in &sheet.frames {
        let _ = writeln!(
            out,
            "<rect class=\"frame\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"8\"/>",
            frame.x, frame.y, frame.w, frame.h
        );
        text(&mut out, "", FRAME, frame.x + 16, frame.y + 23, " font-weight=\"600\"", frame.title.get(language));
    }
    let lit = picture.road.is_some();
    // Lit lines last, so that they lie above the others.
    let mut order: Vec<(Light, &Line)> = sheet.lines.iter().map(|l| (light(picture, &sheet, l), l)).collect();
    order.sort_by_key(|(light, _)| *light);
    for (light, line) in order {
        draw_line(&mut out, line, class(light, lit), language);
    }
    for (i, b) in sheet.boxes.iter().enumerate() {
        // An end drawn for one exit alone is lit as that exit is.
        let entering = sheet.lines.iter().find(|l| l.to == i && matches!(b.what, What::Verdict(_) | What::End(_)));
        let light = entering.map_or_else(|| picture.lit(b.panel, b.node).node, |l| light(picture, &sheet, l));
        draw_box(&mut out, b, class(light, lit), language);
    }
    out.push_str("</svg>\n");
    out
}

fn light(picture: &Picture<'_>, sheet: &Sheet, line: &Line) -> Light {
    sheet.boxes.get(line.from).map_or(Light::Dark, |b| picture.exit(b.panel, b.node, line.yes))
}

fn class(light: Light, lit: bool) -> &'static str {
    match (lit, light) {
        (false, _) => "",
        (true, Light::Dark) => " dark",
        (true, Light::Dashed) => " lit open",
        (true, Light::Solid) => " lit",
    }
}

/// The chart in words: each box with where its exits lead.
fn described(picture: &Picture<'_>, note: &str) -> String {
    let mut out = note.to_owned();
    for [said, word] in picture.chart.panels.first().and_then(|p| p.said.as_ref()).into_iter().flat_map(|[yes, no]| {
        let t = |en, zh| picture.text(en, zh).to_owned();
        [[yes.get(picture.language).to_owned(), t("Yes", "是")], [no.get(picture.language).to_owned(), t("No", "否")]]
    }) {
        let _ = write!(out, " {word}: {said}");
    }
    out
}

fn legend(out: &mut String, language: Language, yes: &Words, no: &Words) {
    let ends = [("yes", "Yes", "是", yes, 54), ("no", "No", "否", no, 82)];
    for (class, en, zh, said, y) in ends {
        let word = match language {
            Language::English => en,
            Language::Chinese => zh,
        };
        let _ = writeln!(
            out,
            "<g class=\"{class}\"><rect class=\"box\" x=\"20\" y=\"{y}\" width=\"40\" height=\"22\" rx=\"11\"/>\
             <text x=\"40\" y=\"{}\" font-size=\"{SMALL}\" text-anchor=\"middle\">{word}</text></g>\
             <text x=\"70\" y=\"{}\" font-size=\"{TEXT}\">{}</text>",
            y + 15,
            y + 16,
            escape(said.get(language))
        );
    }
}

fn draw_line(out: &mut String, line: &Line, class: &str, language: Language) {
    let _ = write!(out, "<g class=\"way{class}\"><path class=\"line\" d=\"");
    for (i, (x, y)) in line.points.iter().enumerate() {
        let _ = write!(out, "{}{x} {y}", if i == 0 { "M" } else { "L" });
    }
    out.push_str("\"/>");
    if let [.., before, end] = line.points.as_slice() {
        let (dx, dy) = ((end.0 - before.0).signum(), (end.1 - before.1).signum());
        // Back from the point along the line, and to both sides of it.
        let (bx, by) = (end.0 - 9 * dx, end.1 - 9 * dy);
        let _ = write!(
            out,
            "<path class=\"head\" d=\"M{} {}L{} {}L{} {}Z\"/>",
            end.0,
            end.1,
            bx - 4 * dy,
            by - 4 * dx,
            bx + 4 * dy,
            by + 4 * dx
        );
    }
    let word = line.word.get(language);
    if !word.is_empty() {
        let anchor = if line.word_ends { " text-anchor=\"end\"" } else { "" };
        let _ = write!(
            out,
            "<text class=\"word\" x=\"{}\" y=\"{}\" font-size=\"{SMALL}\"{anchor}>{}</text>",
            line.word_at.0,
            line.word_at.1,
            escape(word)
        );
    }
    out.push_str("</g>\n");
}

fn draw_box(out: &mut String, b: &Placed, class: &str, language: Language) {
    let kind = match &b.what {
        What::Test(_) => "test",
        What::Step(_) => "step",
        What::Duties { exempt: false, .. } => "duties",
        What::Duties { exempt: true, .. } => "exempt",
        What::Verdict(true) => "yes",
        What::Verdict(false) => "no",
        What::End(_) => "no",
    };
    let round = match &b.what {
        What::Verdict(_) | What::End(_) => b.h / 2,
        What::Duties { .. } => 2,
        _ => 6,
    };
    let _ = write!(
        out,
        "<g class=\"{kind}{class}\"><rect class=\"box\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{round}\"/>",
        b.x, b.y, b.w, b.h
    );
    if let What::Step(_) = b.what {
        for x in [b.x + 5, b.x + b.w - 5] {
            let _ = write!(out, "<path class=\"bar\" d=\"M{x} {}v{}\"/>", b.y, b.h);
        }
    }
    let lines = match language {
        Language::English => &b.lines[0],
        Language::Chinese => &b.lines[1],
    };
    let cites = b.cites.join(" · ");
    let count = i32::try_from(lines.len() + usize::from(!cites.is_empty())).unwrap_or(1);
    let duties = matches!(b.what, What::Duties { .. });
    let (x, anchor) = if duties { (b.x + 10, "") } else { (b.x + b.w / 2, " text-anchor=\"middle\"") };
    let mut y = b.y + (b.h - count * LINE) / 2 + 13;
    for (i, line) in lines.iter().enumerate() {
        let weight = if duties && i == 0 { " font-weight=\"600\"" } else { "" };
        let _ = write!(out, "<text x=\"{x}\" y=\"{y}\" font-size=\"{TEXT}\"{anchor}{weight}>{}</text>", escape(line));
        y += LINE;
    }
    if !cites.is_empty() {
        let _ = write!(
            out,
            "<text class=\"cite\" x=\"{x}\" y=\"{y}\" font-size=\"{SMALL}\"{anchor}>{}</text>",
            escape(&cites)
        );
    }
    out.push_str("</g>\n");
}
