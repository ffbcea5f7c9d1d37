//! Training compute by every method the evidence allows, each an interval with its assumptions, and the facts that follow.
//!
//! Methods (Guidelines, annex, 117–144): a stated value; 6·P·D; hardware, N·L·H·U; what a trainer recorded; the base plus
//! the modification. Two amounts are kept apart: what updates parameters (`compute.update_flop`) and all that contributed
//! (`compute.cumulative_flop`).

pub mod accelerators;
mod combine;
mod hardware;
mod recorded;
mod six_pd;
#[cfg(test)]
mod tests;

pub use crate::estimate::{Estimate, Input, Method, Of, nlhu, six_pd};
pub(crate) use combine::conclude;
pub use hardware::{STATED_UTILISATION, UTILISATION};
