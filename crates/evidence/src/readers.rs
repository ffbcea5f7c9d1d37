//! The readers: one file and one line each. Their order here says nothing; see [`crate::reader::Rank`].

mod adapter;
mod config;
mod dataset_card;
mod diffusion;
mod emissions;
mod merge_config;
mod optout;
mod params_json;
mod tokenizer;
mod trainer_state;
mod training_arguments;
mod training_config;

use crate::card;
use crate::licence::{file, notice};
use crate::reader::Reader;
use crate::weights::{gguf, pytorch_index, safetensors, safetensors_index};

/// All readers.
pub const READERS: &[Reader] = &[
    adapter::READER,
    card::READER,
    config::READER,
    dataset_card::READER,
    diffusion::READER,
    emissions::READER,
    file::READER,
    gguf::READER,
    merge_config::READER,
    notice::READER,
    optout::READER,
    params_json::READER,
    pytorch_index::READER,
    safetensors::READER,
    safetensors_index::READER,
    tokenizer::READER,
    trainer_state::READER,
    training_arguments::READER,
    training_config::READER,
];
