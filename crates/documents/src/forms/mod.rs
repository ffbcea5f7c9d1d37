//! The documents the law asks for, as data: what a form asks (`template`), what a provider says (`record`), what a person
//! sees (`sheet`), and what somebody's document was found to say (`reading`).
//!
//! `skeleton` starts a record, `prefill` and `memo` fill in what is known, `compose` makes the sheet of one view, `json` and
//! `schema` are the same for programs, `record_reading` lets one's own record be checked like anybody's document.

pub mod compose;
mod inline;
pub mod json;
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

pub use record_reading::{reading as reading_of, reading_for, whole as reading_whole};
