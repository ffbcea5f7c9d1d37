//! A stranger's document as a Markdown text, read up to its fields.
#![no_main]

use gpai_read::Format;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| gpai_fuzz::document(Format::Markdown, data));
