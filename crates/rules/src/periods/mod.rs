//! Periods of time in law: when something happened, and when a period that runs from it ends (Regulation (EEC, Euratom)
//! No 1182/71, the Code of Practice, Article 12(3) GDPR). Pure arithmetic on civil days; every result carries its reasons.

pub mod calendar;
pub mod count;
pub mod length;
pub mod moment;
pub mod steps;

pub use calendar::{Calendar, Calendars};
pub use count::{Counted, Places, Regime, count, fixed};
pub use length::{Length, Unit};
pub use moment::{Moment, MomentError};
pub use steps::{Reading, Step};
