//! What was said about an address, on the screen: one address, a report on it, how it changed, and the reviewed entries.

mod address;
mod lookup;
mod parts;
pub mod report;
pub mod timeline;
mod view;

pub use address::{address, foot};
pub use lookup::lookup;
pub use view::{Gathered, View, closing_of};
