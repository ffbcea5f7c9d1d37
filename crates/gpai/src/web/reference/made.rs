//! What the pages of the documentation are made from, and the mark by which they are known again.

use std::collections::BTreeMap;

use gpai_report::explain::{About, Page};
use gpai_rules::law::Law;

/// By this an earlier tree of pages is known.
pub const MARK: &str = "<meta name=\"generator\" content=\"gpai site --docs\">";
/// The longest page of Markdown.
pub const LONGEST: u64 = 4 << 20;
/// The most pages of Markdown.
pub const MOST: usize = 200;

/// What every page is made from.
pub struct Made<'a> {
    /// The law.
    pub law: &'a Law,
    /// Every page by language, in the order of kinds and of the law book.
    pub pages: BTreeMap<&'static str, Vec<Page>>,
    /// Ids that are linked wherever they stand, with what they are.
    pub known: BTreeMap<String, About>,
    /// Pages of Markdown: name without ending, title, text.
    pub papers: Vec<(String, String, String)>,
}
