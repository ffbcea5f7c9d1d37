//! What rightsholders are told of a provider's crawlers (Code of Practice, copyright chapter, Measure 1.3(4)): a page, the same
//! as data, and a feed that tells of changes. All from the copyright policy; nothing is written twice.

mod data;
mod feed;
mod page;

pub use data::{Change, Crawler, Crawlers, HistoryError, What};
pub use feed::atom;
pub use page::sheet;

#[cfg(test)]
mod tests;
