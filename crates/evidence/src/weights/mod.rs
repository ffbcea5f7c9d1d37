//! Files of weights: their headers and indexes, never a weight.

pub mod gguf;
pub mod pytorch_index;
pub mod safetensors;
mod safetensors_header;
pub mod safetensors_index;
