//! An audit: for each page of a crawl, what its source had said about fetching it and about its use when it was fetched, by dated
//! copies of robots.txt and by what came with the page. A copy taken after the fetch never decides; it only shows what was reserved
//! later. Signals are reported with their place; what follows from them in law is not for this program to say.

pub mod decide;
pub mod diff;
pub mod lists;
mod page;
pub mod report;
pub mod snapshots;
pub mod visits;

pub use page::{Audit, Auditor, open};
