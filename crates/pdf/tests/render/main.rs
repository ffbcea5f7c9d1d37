//! The four formats of a document: what they show, that strangers' text stays text, that the same sheet gives the same bytes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "tests"
)]

mod demo;
mod golden;
mod hostile;
mod look;
mod pdf;
