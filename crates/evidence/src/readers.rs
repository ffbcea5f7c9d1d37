//! The readers: one file and one line each. Their order here says nothing; see [`crate::reader::Rank`].

mod adapter;
mod config;
mod dataset_card;
mod diffusion;
mod merge_config;
mod optout;
mod params_json;
mod tokenizer;
mod trainer_state;
mod training_arguments;
mod training_config;
mod verbatim;

use crate::card;
use crate::licence::{file, notice};
use crate::logs::{
    bill_of_materials, compliance_card, data_card, energy, eval_results, model_index, result_files, training_run, wandb,
};
use crate::reader::Reader;
use crate::weights::{gguf, pytorch_index, safetensors, safetensors_index};

/// All readers.
pub const READERS: &[Reader] = &[
    adapter::READER,
    bill_of_materials::READER,
    card::READER,
    compliance_card::READER,
    config::READER,
    data_card::READER,
    dataset_card::READER,
    diffusion::READER,
    energy::READER,
    eval_results::READER,
    file::READER,
    gguf::READER,
    merge_config::READER,
    model_index::READER,
    notice::READER,
    optout::READER,
    params_json::READER,
    pytorch_index::READER,
    result_files::ARCHIVES,
    result_files::READER,
    safetensors::READER,
    safetensors_index::READER,
    tokenizer::READER,
    trainer_state::READER,
    training_arguments::READER,
    training_config::READER,
    training_run::READER,
    verbatim::READER,
    wandb::READER,
];
