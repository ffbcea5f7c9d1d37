//! The protocols, one file and one line each. What they are, who stands behind them and what is doubtful about them is in
//! `law/protocols.toml`, under the same id.

use crate::input::Input;
use crate::signal::Signal;

mod ai_txt;
mod content_signal;
mod content_usage;
mod robots_meta;
mod robots_txt;
mod rsl;
mod tdmrep;
mod trust_txt;

/// What a protocol wants to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// A file at a well-known place, and the word by which a command line asks for it.
    File(&'static str, &'static str),
    /// A header of the answer.
    Header(&'static str),
    /// An element of the page.
    Element(&'static str),
}

/// A protocol.
pub struct Protocol {
    /// Stable id.
    pub id: &'static str,
    /// What it wants.
    pub reads: &'static [Wants],
    /// The remarks it may make; its entry explains each.
    pub notes: &'static [&'static str],
    /// What it says about one address. Nothing where nothing of what it wants was obtained.
    pub read: fn(&Input<'_>) -> Vec<Signal>,
}

/// Every protocol that is read, the most widely named first.
pub const PROTOCOLS: &[&Protocol] = &[
    &robots_txt::PROTOCOL,
    &tdmrep::PROTOCOL,
    &rsl::PROTOCOL,
    &robots_meta::PROTOCOL,
    &content_signal::PROTOCOL,
    &content_usage::PROTOCOL,
    &ai_txt::PROTOCOL,
    &trust_txt::PROTOCOL,
];
