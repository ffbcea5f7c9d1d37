//! The readers: one file and one line each.

mod adapter;
pub mod config;
mod dataset_card;
mod diffusion;
mod emissions;
mod merge_config;
mod params_json;
mod tokenizer;
mod trainer_state;
mod training_arguments;
mod training_config;

use crate::licence::{file as licence_file, notice, sentence};
use crate::reader::Reader;
use crate::weights::{gguf, pytorch_index, safetensors, safetensors_index};
use crate::{card, prose};

/// All readers, in the order they run.
pub const READERS: &[Reader] = &[
    card::READER,
    prose::READER,
    card::others_compute::READER,
    adapter::READER,
    config::READER,
    training_config::READER,
    safetensors::READER,
    safetensors_index::READER,
    gguf::READER,
    trainer_state::READER,
    training_arguments::READER,
    merge_config::READER,
    diffusion::READER,
    params_json::READER,
    pytorch_index::READER,
    tokenizer::READER,
    emissions::READER,
    dataset_card::READER,
    notice::READER,
    licence_file::READER,
    sentence::READER,
];
