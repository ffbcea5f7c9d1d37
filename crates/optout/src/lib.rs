//! Rights-reservation protocols: bytes in, decision with its proof out.
//!
//! Two questions are kept apart. *May this agent fetch this address?* is what robots.txt answers ([`robots`], RFC 9309). *Is
//! this use of the work reserved?* is what each protocol of [`PROTOCOLS`] says of four purposes ([`Purpose`]); [`judge`]
//! brings their signals together, one purpose at a time, and names the rule by which it did. Nothing here says that a right
//! was infringed: a signal was seen, what it says, where it stands, and how sure its meaning is.
//!
//! The crate does no input or output, knows no clock and panics on nothing. Whoever fetched the bytes hands them over; the
//! reviewed data about protocols and agents (`book`, a feature that is on by default) is text as well.
//!
//! ```
//! use gpai_optout::robots::{Dialect, Robots};
//! use gpai_optout::{Agent, File, Input, Purpose, Value, judge, read_all};
//!
//! let body = b"User-agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /\n";
//! let robots = Robots::parse(body, Dialect::Rfc9309);
//! let files = [File { place: "/.well-known/tdmrep.json", status: 200, body: br#"[{"location":"/","tdm-reservation":1}]"# }];
//! let input = Input {
//!     path: "/article",
//!     agent: Agent { token: "GPTBot", ..Agent::default() },
//!     robots: Some((&robots, body)),
//!     files: &files,
//!     ..Input::default()
//! };
//! let signals = read_all(&input);
//! let training = judge(&signals, Purpose::Train);
//! assert_eq!(training.value, Value::Reserved);
//! ```
//!
//! To add a protocol: one file in `src/protocols`, its line in [`PROTOCOLS`], and its entry in `law/protocols.toml`.

pub mod access;
pub mod asset;
#[cfg(feature = "book")]
pub mod book;
pub mod html;
mod input;
mod judge;
mod link;
mod objection;
mod phrases;
mod protocol;
mod protocols;
pub mod robots;
mod signal;

pub use input::{Agent, File, Input, Media, PolicyToken};
pub use judge::{Bearing, Circumstances, Exception, Judgement, judge, judge_for};
pub use objection::objections;
pub use protocols::{Breadth, PROTOCOLS, Protocol, Wants, breadth};
pub use signal::{Confidence, Place, Purpose, Signal, Source, Value};

/// What every protocol says, in the order of [`PROTOCOLS`].
#[must_use]
pub fn read_all(input: &Input<'_>) -> Vec<Signal> {
    PROTOCOLS.iter().flat_map(|protocol| (protocol.read)(input)).collect()
}
