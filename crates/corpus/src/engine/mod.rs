//! The engine: one DataFusion plan over files of every format. Each document is one row of a key and four numbers
//! ([`crate::input::row`]); the plan adds them up by key, spills what does not fit into memory, and gives them sorted. What was
//! added up once is a partial, and partials are added up by the same plan without a hash table.

mod means;
pub mod partial;
mod plan;
mod pool;
pub mod sort;
mod source;

pub use means::{LEAST, Means};
pub use plan::{added, merged, why};
pub use source::{Job, Mapper, Opener, Work};
