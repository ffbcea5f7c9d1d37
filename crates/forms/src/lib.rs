//! The documents the law asks for, as data: what a form asks (`template`), what a provider says (`record`), what a person
//! sees (`sheet`), and what somebody's document was found to say (`reading`).
//!
//! The card's block and the crawler page are written here too; `lexicon` says how documents speak. No input or output, no clock.
//!
//! `skeleton` starts a record, `prefill` and `memo` fill in what is known, `compose` makes the sheet of one view, `json` and
//! `schema` are the same for programs, `record_reading` lets one's own record be checked like anybody's document.

pub mod card;
mod chart;
pub mod compose;
pub mod crawlers;
pub mod dress;
pub mod escape;
mod inline;
pub mod json;
pub mod lexicon;
pub mod memo;
pub mod prefill;
pub mod reading;
pub mod record;
mod record_reading;
pub mod schema;
pub mod sheet;
pub mod skeleton;
pub mod template;
mod template_load;
pub mod wire;

pub use record_reading::{reading as reading_of, reading_for, whole as reading_whole};
