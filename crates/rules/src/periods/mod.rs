//! Periods of time in law: when something happened, and when a period that runs from it ends (Regulation (EEC, Euratom)
//! No 1182/71, the Code of Practice, Article 12(3) GDPR). Pure arithmetic on civil days.

pub mod moment;

pub use moment::{Moment, MomentError};
