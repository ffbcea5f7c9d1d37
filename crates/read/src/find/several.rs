//! Several summaries in one file: where each begins, and the part of the file that is the first.

use super::align::align;
use super::labels::Labels;
use crate::flow::{Block, Flow, plain};
use gpai_forms::template::Template;

/// Most summaries of one file that are counted.
const MOST: u32 = 20;

/// The part of a document before a block.
pub(super) fn first(flow: &Flow, cut: usize) -> Flow {
    let blocks: Vec<Block> = flow.blocks.get(..cut).unwrap_or_default().to_vec();
    let page = blocks.iter().rev().find_map(|b| b.page);
    let text = match page {
        // Whole pages, and of the last only what stands before.
        Some(last) => {
            let before = flow.text.get(..usize::try_from(last.saturating_sub(1)).unwrap_or(0)).unwrap_or_default();
            let here: Vec<Block> = blocks.iter().filter(|b| b.page == page).cloned().collect();
            before.iter().cloned().chain([plain(&here)]).collect()
        }
        None => vec![plain(&blocks)],
    };
    let within = |at: &Option<u32>| at.is_none_or(|at| page.is_none_or(|last| at <= last));
    Flow {
        blocks,
        pages: flow.pages,
        text,
        links: flow.links.iter().filter(|(_, at)| within(at)).cloned().collect(),
        unread: flow.unread.iter().filter(|(_, at)| within(at)).cloned().collect(),
    }
}

/// How many more summaries the rest holds.
pub(super) fn more(blocks: &[Block], cut: usize, labels: &Labels, template: &Template) -> u32 {
    let mut rest = blocks.get(cut..).unwrap_or_default();
    let mut count = 1;
    while count < MOST
        && let Some(next) = align(rest, labels, template).second.filter(|next| *next > 0)
    {
        rest = rest.get(next..).unwrap_or_default();
        count += 1;
    }
    count
}
