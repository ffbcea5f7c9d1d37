//! Training compute and time on accelerators that a card states, in sentences, list items and tables.

use gpai_rules::fact::Source;
use gpai_rules::number::{Interval, Number};

use super::devices::{self, Count};
use super::flops::{self, Is};
use super::grid::{Cell, Grid};
use super::hours::{self, Half, Hours};
use super::kept::carried;
use super::labels::is_parameter_label;
use super::own::Own;
use super::page::Page;
use super::passages::Passage;
use super::quantity::{self, Quantity};
use super::signs::Signs;
use super::statement::Around;
use super::statements::name_size;
use super::tables::{is_ours, is_total};
use crate::candidates::{DeviceHours, Flops, Part};
use crate::limits;
use crate::run::Run;
use crate::text::{Text, has_any};

/// Passages between a time and the utilisation that belongs to it.
const BESIDE: usize = 3;
/// Passages before a table in which the accelerator may be named.
const NEAR: usize = 12;

/// A sentence without emphasis, and the byte of the text for each of its bytes.
struct Bare {
    text: String,
    places: Vec<usize>,
}

impl Bare {
    fn new(lower: &str, passage: &Passage) -> Bare {
        let sentence = lower.get(passage.range.clone()).unwrap_or_default();
        let bytes = sentence.as_bytes();
        let is_digit = |i: Option<usize>| i.and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_digit);
        let mut bare = Bare { text: String::with_capacity(sentence.len()), places: Vec::with_capacity(sentence.len()) };
        for (i, c) in sentence.char_indices() {
            // `10**25` is a number, `**39.3**M` emphasis.
            let power = is_digit(i.checked_sub(1)) || is_digit(Some(i + 1));
            let between = (is_digit(i.checked_sub(1)) && (is_digit(Some(i + 1)) || is_digit(Some(i + 2))))
                || (is_digit(Some(i + 1)) && is_digit(i.checked_sub(2)));
            if c == '*' && !(power && between) {
                continue;
            }
            bare.text.push(if matches!(c, '\n' | '\r') { ' ' } else { c });
            bare.places.resize(bare.text.len(), passage.range.start + i);
        }
        bare
    }

    fn place(&self, at: usize) -> usize {
        self.places.get(at).copied().unwrap_or(0)
    }
}

/// Words of which one stands in every sentence about amounts of compute or the use of accelerators.
pub const SPEAKS: [&str; 5] = ["flop", "utili", "mfu", "利用率", "算力"];

/// Reads a card; says what was found.
pub fn read(run: &mut Run<'_>, page: &Page, own: &Own) -> String {
    let (text, prose, grids) = (&page.text, &page.prose, &page.grids);
    let (lower, passages) = (prose.lower.as_str(), prose.passages.as_slice());
    let mut kept = (0, 0);
    let mut shares: Vec<(usize, Number)> = Vec::new();
    let mut found: Vec<(usize, DeviceHours)> = Vec::new();
    // What stands in items of their own, by the headings they stand under.
    let mut halves: Vec<(&Passage, Bare, Half)> = Vec::new();
    for (i, passage, _) in prose.speaking(Signs::TIME | Signs::COMPUTE) {
        if passage.is_heading || (passage.is_aside && !passage.under.contains("training")) {
            continue;
        }
        let raw = prose.raw(passage);
        if !hours::speaks(raw) && !has_any(raw, &SPEAKS) {
            continue;
        }
        let bare = Bare::new(lower, passage);
        if shares.len() < limits::CANDIDATES {
            shares.extend(devices::utilisation(&bare.text).map(|u| (i, u)));
        }
        let around = Around { under: &passage.under, own, carried: carried(prose, i) };
        let stated = hours::hours(&bare.text, around);
        let left = limits::CANDIDATES.saturating_sub(found.len());
        found.extend(stated.iter().take(left).map(|hours| (i, of_hours(text, &bare, hours))));
        for (q, is) in flops::amounts(&bare.text, &passage.under) {
            let part = hours::part(&bare.text, q.start, around);
            kept.1 += usize::from(amount(run, &q, is, None, part, text.source(bare.place(q.start))));
        }
        if stated.is_empty()
            && halves.len() < limits::CANDIDATES
            && let Some(half) = hours::half(&bare.text, around)
        {
            halves.push((passage, bare, half));
        }
    }
    found.extend(put_together(text, passages, &halves, own));
    let names = sizes_of_names(grids);
    for grid in grids.iter().filter(|g| speaks(g)).take(limits::CANDIDATES) {
        let heading = passages.iter().rposition(|p| p.is_heading && p.range.start < grid.range.start);
        let section = heading.unwrap_or(0)..passages.partition_point(|p| p.range.start < grid.range.start);
        let near = passages.get(section.clone()).unwrap_or_default();
        let before = passages.get(section.end.saturating_sub(NEAR)..section.end).unwrap_or_default();
        let about = |p: &&Passage| lower.get(p.range.clone()).is_some_and(hours::speaks);
        let device = before.iter().rev().filter(about).find_map(|p| device_of(text, lower, p));
        let under = near.first().and_then(|p| lower.get(p.range.clone())).unwrap_or_default();
        if !has_any(under, &["evaluation", "benchmark", "comparison"]) {
            let (hours, flops) = table(run, text, grid, device.as_deref(), &names, own);
            found.extend(hours.into_iter().map(|h| (section.end, h)));
            kept.1 += flops;
        }
    }
    for (i, mut hours) in found {
        hours.utilisation = shares
            .iter()
            .filter(|(s, _)| s.abs_diff(i) <= BESIDE)
            .min_by_key(|(s, _)| s.abs_diff(i))
            .map(|(_, u)| u.clone());
        kept.0 += usize::from(run.hours(hours));
    }
    let (hours, flops) = kept;
    if hours + flops == 0 {
        String::new()
    } else {
        format!(", {hours} times on accelerators, {flops} amounts of compute")
    }
}

/// The name of an accelerator in a passage, as it is written.
fn device_of(text: &Text, lower: &str, passage: &Passage) -> Option<String> {
    let bare = Bare::new(lower, passage);
    as_written(text, &bare, devices::named(&bare.text)?)
}

fn as_written(text: &Text, bare: &Bare, range: std::ops::Range<usize>) -> Option<String> {
    let (start, last) = (bare.place(range.start), bare.place(range.end.checked_sub(1)?));
    Some(text.content.get(start..=last)?.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn of_hours(text: &Text, bare: &Bare, hours: &Hours) -> DeviceHours {
    DeviceHours {
        best: Some(hours.best.clone()),
        within: hours.within.clone(),
        device: hours.device.clone().and_then(|d| as_written(text, bare, d)),
        utilisation: None,
        part: hours.part,
        size: hours.size.as_ref().and_then(Quantity::value),
        tokens: hours.tokens.clone(),
        source: text.source(bare.place(hours.at)),
    }
}

/// One count of accelerators and one span of time under the same headings belong together; so do the accelerator and the
/// hours that the Hub's template for cards asks for.
fn put_together(
    text: &Text,
    passages: &[Passage],
    halves: &[(&Passage, Bare, Half)],
    own: &Own,
) -> Vec<(usize, DeviceHours)> {
    let mut out = Vec::new();
    for (passage, bare, half) in halves {
        let same = || halves.iter().filter(|(p, ..)| p.under == passage.under);
        let around = Around { under: &passage.under, own, carried: None };
        let part = hours::part("", 0, around);
        let i = passages.partition_point(|p| p.range.start < passage.range.start);
        let used = || same().find_map(|(_, _, h)| if let Half::Used(q) = h { Some(q) } else { None });
        let span = || same().find_map(|(_, _, h)| if let Half::Span(q, hours) = h { Some((q, *hours)) } else { None });
        let product = match (half, same().count()) {
            (Half::Devices(count), 2) => match (span(), used()) {
                (Some((q, hours)), _) => hours::product(count, q, hours, part, None),
                // Hours of the clock, or of all accelerators together: the template does not say.
                (None, Some(q)) => {
                    hours::product(&Count { count: 1, ..count.clone() }, q, 1, part, None).map(|hours| {
                        let high = hours.within.high.times_u(count.count);
                        Hours { within: Interval { low: hours.within.low, best: None, high }, ..hours }
                    })
                }
                (None, None) => None,
            },
            (Half::Hardware(device), 2) => used().and_then(|q| {
                let one = Count { count: 1, device: Some(device.clone()), at: device.start };
                hours::product(&one, q, 1, part, None)
            }),
            _ => None,
        };
        if let Some(product) = product {
            let mut hours = of_hours(text, bare, &product);
            hours.source = hours.source.method("accelerators and time from two items of a list");
            out.push((i, hours));
        }
    }
    out
}

/// Whether a table has a column or row of hours or compute.
fn speaks(grid: &Grid) -> bool {
    let header = grid.rows.first().into_iter().flatten();
    let mut labels = header.chain(grid.rows.iter().filter_map(|r| r.first()));
    labels.any(|c| hours::is_label(&c.text) || flops::is_label(&c.text))
}

/// Names of models with their sizes, from the tables of the card.
fn sizes_of_names(grids: &[Grid]) -> Vec<(String, Number)> {
    let mut out = Vec::new();
    for grid in grids {
        let header = grid.rows.first().map(Vec::as_slice).unwrap_or_default();
        let Some(column) = header.iter().position(|c| is_parameter_label(&c.text)) else { continue };
        for row in grid.rows.iter().skip(1) {
            let (Some(name), Some(cell)) = (row.first(), row.get(column)) else { continue };
            // `17B (activated) 109B (total)`: the larger is the whole.
            let size = quantity::all(&cell.text).iter().filter(|q| q.at_least(6)).filter_map(Quantity::value).max();
            if let Some(size) = size.filter(|_| column > 0 && name.text.len() >= 6 && out.len() < limits::CANDIDATES) {
                out.push((name.text.clone(), size));
            }
        }
    }
    out
}

/// The one size of a name; one name may be the start of the other.
fn size_of(names: &[(String, Number)], name: &str) -> Option<Number> {
    let starts = |a: &str, b: &str| {
        a.len() >= 6
            && b.strip_prefix(a).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '.'))
    };
    let mut sizes = names.iter().filter(|(n, _)| starts(n, name) || starts(name, n)).map(|(_, s)| s);
    let first = sizes.next()?;
    sizes.all(|s| s == first).then(|| first.clone())
}

/// Rows of a table with hours or compute in a column, or a row with models in the columns.
fn table(
    run: &mut Run<'_>,
    text: &Text,
    grid: &Grid,
    device: Option<&str>,
    names: &[(String, Number)],
    own: &Own,
) -> (Vec<DeviceHours>, usize) {
    let header = grid.rows.first().map(Vec::as_slice).unwrap_or_default();
    let (mut out, mut kept) = (Vec::new(), 0);
    let column = |is: fn(&str) -> bool| header.iter().position(|c| is(&c.text));
    let own_device = |cells: &[Cell]| {
        let cell = cells.iter().find_map(|c| Some((c, devices::named(&c.text)?)))?;
        // Only the lower case is kept of a cell; names of accelerators are known in capitals.
        cell.0.text.get(cell.1.clone()).map(str::to_uppercase)
    };
    let mut push = |cell: &Cell, head: &str, size: Option<Number>, part: Part, device: Option<String>| {
        if let Some((best, within, _)) = hours::in_cell(&cell.text) {
            let source = text.source(cell.at);
            let tokens = hours::tokens_in(head, &quantity::all(head));
            out.push(DeviceHours { best: Some(best), within, device, utilisation: None, part, size, tokens, source });
        }
    };
    let (by_hours, by_flops) = (column(hours::is_label), column(flops::is_label));
    let title = |i: usize| header.get(i).map(|c| c.text.as_str()).unwrap_or_default();
    for row in grid.rows.iter().skip(1).filter(|row| is_ours(row, own)) {
        let name = row.first().map(|c| c.text.as_str()).unwrap_or_default();
        let part = if is_total(name) { Part::Collection } else { Part::Training };
        let size = size_of(names, name).or_else(|| name_size(name).and_then(|q| q.value()));
        if let Some(cell) = by_hours.and_then(|i| row.get(i)) {
            push(
                cell,
                by_hours.map(title).unwrap_or_default(),
                size.clone(),
                part,
                own_device(row).or_else(|| own_device(header)).or_else(|| device.map(str::to_owned)),
            );
        }
        if let Some((cell, q)) = by_flops.and_then(|i| row.get(i)).and_then(|c| Some((c, flops::in_cell(&c.text)?))) {
            kept += usize::from(amount(run, &q, Is::Amount, size, part, text.source(cell.at)));
        }
    }
    for row in grid.rows.iter().filter(|_| by_hours.is_none() && by_flops.is_none()) {
        let Some((label, cells)) = row.split_first() else { continue };
        for (i, cell) in cells.iter().enumerate() {
            let size = header.get(i + 1).and_then(|c| name_size(&c.text)).and_then(|q| q.value());
            if hours::is_label(&label.text) {
                push(cell, &label.text, size, Part::Training, own_device(row).or_else(|| device.map(str::to_owned)));
            } else if flops::is_label(&label.text)
                && let Some(q) = flops::in_cell(&cell.text)
            {
                kept += usize::from(amount(run, &q, Is::Amount, size, Part::Training, text.source(cell.at)));
            }
        }
    }
    (out, kept)
}

/// How far above a lower bound an amount may lie: who says `more than` names a round number below it.
const ABOVE: u32 = 10;

/// Keeps an amount of compute; whether there was room for it.
fn amount(run: &mut Run<'_>, q: &Quantity, is: Is, size: Option<Number>, part: Part, source: Source) -> bool {
    let (Some(best), Some(within)) = (q.value(), q.within()) else { return false };
    let within = match is {
        Is::Amount => within,
        Is::Upper => Interval { low: Number::from_u128(0), best: None, high: best.clone() },
        Is::Lower => Interval { low: best.clone(), best: None, high: best.times_u(ABOVE) },
    };
    run.flops(Flops { best, within, part, size, steps: None, source })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use std::sync::LazyLock;

    use gpai_rules::licence::Licences;

    use super::*;
    use crate::files::Memory;
    use crate::prose::signs::Matters;
    use crate::run::Desk;

    static MATTERS: LazyLock<Matters> = LazyLock::new(|| Matters::new(crate::prose::matters()));

    /// What a card states, as `hours device share size part line`.
    fn of(card: &str) -> (Vec<String>, Vec<String>) {
        let files = Memory::new();
        let licences = Licences::default();
        let desk = Desk::new(&files, &licences);
        let mut run = Run::new(&desk);
        read(&mut run, &Page::new(Text::new("README.md", card), None, &MATTERS), &Own::default());
        let found = run.finish().candidates;
        let number = |n: &Option<Number>| n.as_ref().map_or("-".to_owned(), ToString::to_string);
        let hours = found.hours.iter().map(|h| {
            let device = h.device.as_deref().unwrap_or("-");
            let (line, part) = (h.source.line.unwrap_or(0), h.part);
            format!("{} {device} {} {} {part:?} {line}", number(&h.best), number(&h.utilisation), number(&h.size))
        });
        let flops = found.flops.iter().map(|f| format!("{} {} {:?}", f.best, number(&f.size), f.part));
        (hours.collect(), flops.collect())
    }

    #[test]
    fn sentences_with_emphasis_and_places() {
        let (hours, flops) = of(
            "# X\n\nTraining took **39.3**M GPU\nhours on H100-80GB, at 41% MFU. It used 3.8×10**25 FLOPs for training.\n",
        );
        assert_eq!(hours, ["39300000 H100-80GB 41 - Training 3"]);
        assert_eq!(flops, ["3.8e25 - Training"]);
    }

    #[test]
    fn tables_with_a_row_for_each_size() {
        let card = "## Training\n\nAll runs were on A100-80GB, utilization of 38%.\n\n\
                    | | Training Time (GPU hours) | Power (W) |\n|---|---|---|\n| X 8B | 1.46M | 700 |\n| X 70B | 7.0M | 700 |\n| Total | 8.46M | |\n";
        assert_eq!(
            of(card).0,
            [
                "1460000 A100-80GB 38 8000000000 Training 7",
                "7000000 A100-80GB 38 70000000000 Training 8",
                "8460000 A100-80GB 38 - Collection 9"
            ]
        );
        let columns = "| | X 1B | X 7B |\n|---|---|---|\n| GPU hours (H100) | 10K | 100K |\n| Training FLOPs | 1e22 | 1.8 × 10^23 |\n";
        let (hours, flops) = of(columns);
        assert_eq!(hours, ["10000 H100 - 1000000000 Training 3", "100000 H100 - 7000000000 Training 3"]);
        assert_eq!(flops, ["1e22 1000000000 Training", "1.8e23 7000000000 Training"]);
    }

    #[test]
    fn rows_know_the_size_of_their_name() {
        let card = "| Model | Params |\n|---|---|\n| House Owl (17Bx16E) | 17B (activated) 109B (total) |\n| House Small | 3B |\n\n\
                    Runs were on H100-80GB GPUs for 5M GPU hours of training.\n\n## Time\n\n\
                    | Name | GPU hours |\n|---|---|\n| House Owl | 4M |\n| House Small | 1M |\n";
        let (hours, _) = of(card);
        assert_eq!(
            hours.get(1..).unwrap(),
            ["4000000 H100-80GB - 109000000000 Training 12", "1000000 H100-80GB - 3000000000 Training 13"]
        );
    }

    #[test]
    fn two_items_of_a_list_make_one() {
        let (hours, _) = of("## Training\n\n- **GPUs:** 384 H100\n- **Training time:** 24 days\n- Tokens: 2T\n");
        assert_eq!(hours, ["221184 H100 - - Training 3"]);
        assert!(of("## Training\n\n- GPUs: 384 H100\n- GPUs: 64 A100\n- Training time: 24 days\n").0.is_empty());
        assert!(of("## Evaluation\n\n- GPUs: 8 H100\n- Time: 2 days\n").0.is_empty());
    }

    #[test]
    fn a_megabyte_of_anything_is_read_in_linear_time() {
        for unit in [
            "trained on 384 h100 for 24 days ",
            "1.3m gpu hours of training of the 7b model ",
            "gpus ",
            "8 ",
            "| a100 gpu hours | 1 |\n\n",
            "- 8 a100, training\n- training time 3 days\n",
            "# h\n",
            "1e23 flop training ",
            "mfu ",
            "x 40% mfu training on 8 a100 for 3 days. ",
        ] {
            let text = unit.repeat(300_000 / unit.len());
            let started = std::time::Instant::now();
            of(&text);
            assert!(started.elapsed().as_secs() < 20, "{unit}: {:?}", started.elapsed());
        }
    }

    #[test]
    fn tables_that_compare_are_left_alone() {
        assert!(of("## Evaluation\n\n| Model | GPU hours |\n|---|---|\n| Y 7B | 1M |\n").0.is_empty());
    }
}
