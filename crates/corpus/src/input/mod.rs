//! What goes in: files of known formats, found and looked into before anything is read, then read in parts of bounded size.
//!
//! A format is one file with a [`reader::Reader`]; it gives documents to [`row::Rows`] and what is none as rejected, with its place.

pub mod arrow_table;
pub mod columns;
mod csv;
pub mod day;
mod duration;
pub mod file;
mod find;
mod ipc;
mod json;
pub mod language;
pub mod name;
pub mod open;
pub mod parquet;
pub mod reader;
pub mod row;
mod tar;
pub mod warc;

pub use find::{Found, crawls, files};
