//! The old path of what now stands in `show.rs`; kept until its users have moved.

pub use crate::show::{powers, show, show_short};
