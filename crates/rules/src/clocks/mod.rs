//! Clocks that run after release: from the dated events of a register and the answers of `gpai.toml` to deadlines.

pub mod book;
pub mod history;
pub mod valid;
