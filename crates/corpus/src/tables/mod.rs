//! Tables: Parquet to lines of JSON and back, as `gpai survey` needs them.

pub mod read;
pub mod write;
