//! A box of a chart: how its text is broken into lines, and how large it is. Whole numbers; one unit is one pixel.

use gpai_rules::chart::{What, wording};
use gpai_rules::law::Law;
use jiff::civil::Date;

use super::measure::{width, wrap};

/// Font size of the text in boxes.
pub const TEXT: i32 = 13;
/// Font size of citations and of the words at exits.
pub const SMALL: i32 = 12;
/// Height of a line.
pub const LINE: i32 = 17;
const BOX: i32 = 194;
const DUTIES_BOX: i32 = 252;
const INSIDE: i32 = 10;

/// A box on the sheet.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Position of its panel in the chart.
    pub panel: usize,
    /// Position of its box in the panel; ends drawn more than once share it.
    pub node: usize,
    /// What it is.
    pub what: What,
    /// Its text in lines, English and Chinese.
    pub lines: [Vec<String>; 2],
    /// Provisions.
    pub cites: Vec<String>,
    /// Left edge.
    pub x: i32,
    /// Upper edge.
    pub y: i32,
    /// Width.
    pub w: i32,
    /// Height.
    pub h: i32,
}

/// The box of a node, without its place.
pub(super) fn boxed(law: &Law, on: Date, panel: usize, node: usize, what: &What) -> Placed {
    let mut cites = wording::cites(law, on, what);
    while cites.len() > 1 && width(&cites.join(" · "), SMALL) > BOX - 12 {
        cites.pop();
    }
    let text = wording::text(law, on, what);
    let duties = wording::duties(law, on, what);
    let w = match what {
        What::Duties { .. } => DUTIES_BOX,
        What::Verdict(_) => 42,
        What::End(_) => width(&text.en, TEXT).max(width(&text.zh, TEXT)) + 22,
        _ => BOX,
    };
    let inside = w - 2 * INSIDE;
    let lines = |head: &str, duties: Vec<&str>| -> Vec<String> {
        let mut lines = wrap(head, inside, TEXT);
        for duty in duties {
            for (i, line) in wrap(duty, inside - 14, TEXT).into_iter().enumerate() {
                lines.push(if i == 0 { format!("• {line}") } else { format!("\u{2003}{line}") });
            }
        }
        lines
    };
    let lines = if is_end_what(what) {
        [vec![text.en], vec![text.zh]]
    } else {
        [
            lines(&text.en, duties.iter().map(|d| d.en.as_str()).collect()),
            lines(&text.zh, duties.iter().map(|d| d.zh.as_str()).collect()),
        ]
    };
    let count = lines.iter().map(Vec::len).max().unwrap_or(1) + usize::from(!cites.is_empty());
    // Even, so that middles meet.
    let h = (i32::try_from(count).unwrap_or(1) * LINE + if is_end_what(what) { 9 } else { 15 }) / 2 * 2;
    Placed { panel, node, what: what.clone(), lines, cites, x: 0, y: 0, w, h }
}

fn is_end_what(what: &What) -> bool {
    matches!(what, What::Verdict(_) | What::End(_))
}
