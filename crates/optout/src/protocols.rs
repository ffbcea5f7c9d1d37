//! The protocols, one file and one line each. What they are, who stands behind them and what is doubtful about them is in
//! `law/protocols.toml`, under the same id.

mod ai_training_rules;
mod ai_txt;
mod c2pa;
mod content_signal;
mod content_usage;
mod llms_txt;
mod natural;
mod plus;
mod robots_meta;
mod robots_txt;
mod rsl;
mod tdmrep;
mod trust_txt;

pub use crate::protocol::{Protocol, Wants};
pub use robots_txt::{Breadth, breadth};

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
    &c2pa::PROTOCOL,
    &plus::PROTOCOL,
    &ai_training_rules::PROTOCOL,
    &natural::PROTOCOL,
    &llms_txt::PROTOCOL,
];
