//! The readers: one file and one line each.

mod adapter;
mod config;
mod dataset_card;
mod diffusion;
mod emissions;
mod gguf;
mod licence_file;
mod merge_config;
mod model_card;
mod model_name;
mod notice;
mod others_compute;
mod params_json;
#[cfg(test)]
mod probe;
mod prose;
mod pytorch_index;
mod safetensors;
mod safetensors_index;
mod stated_licence;
mod tokenizer;
mod trainer_state;
mod training_arguments;
mod training_config;

pub use licence_file::is_licence as is_licence_file;
pub use model_card::Declared;

use crate::files::Entry;
use crate::work::Work;

/// One reader.
pub struct Reader {
    /// Whether it wants a file.
    pub wants: fn(&Entry) -> bool,
    /// Reads the files it wants, sorted by path.
    pub read: fn(&mut Work<'_>, &[Entry]),
}

/// All readers, in the order they run.
pub const READERS: &[Reader] = &[
    model_card::READER,
    prose::READER,
    others_compute::READER,
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
    stated_licence::READER,
];

/// Whether a file is the model card: `README.md` or `README` in the folder itself, in any case.
pub fn is_card(entry: &Entry) -> bool {
    entry.at_root() && matches!(entry.path.to_lowercase().as_str(), "readme.md" | "readme")
}
