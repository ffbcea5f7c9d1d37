//! gpai
fn main() {}
