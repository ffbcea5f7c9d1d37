//! Addresses: a URL to its host as DNS has it, and a host to its registrable domain.

mod ip;
pub mod suffixes;
mod url;

pub use url::{Class, host};
