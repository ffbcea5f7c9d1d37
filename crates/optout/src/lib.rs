//! Rights-reservation protocols.

pub mod robots;
