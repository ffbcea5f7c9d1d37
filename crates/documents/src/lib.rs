//! Assessment and facts to documents and exports: values in, text out. No input or output, no clock.
//!
//! An export is one file in `exports/` and one line in [`EXPORTS`]; a format of documents one in `render/` and one line in
//! [`render::RENDERERS`].

pub use gpai_rules as rules;

pub mod card;
pub mod crawlers;
pub mod diff;
pub mod escape;
pub mod exports;
pub mod forms;
pub mod lint;
pub mod message;
pub mod read;
pub mod render;
pub mod view;

pub use exports::{EXPORTS, Export};
pub use view::View;
