//! Polite fetching of public pages and files of sites for `gpai optout --fetch`: GET and nothing else, one request at a time,
//! never more often to one host than stated, redirects followed by hand as RFC 9309 has it, bounds on bytes and time. Whether an
//! address may be fetched at all is decided by whoever asks.

mod client;
pub mod url;

pub use client::{Answer, Client, Limits, TOKEN, USER_AGENT};
