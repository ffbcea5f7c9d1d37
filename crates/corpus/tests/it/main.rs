//! `gpai-corpus` as people start it: one program for all tests, because each link of it takes long.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

mod audit;
mod bad;
mod exact;
mod formats;
mod make;
mod memory;
mod mix;
mod naive;
mod parts;
mod survey;
mod verbatim;
