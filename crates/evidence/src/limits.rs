//! Every bound on what is read, with its reason. A folder is a stranger's: nothing in it may cost more than this.

/// Files listed. The largest repositories on the Hub hold some thousands of shards.
pub const FILES: usize = 10_000;
/// Names read from one directory before it is sorted; beyond, the directory is not a model folder.
pub const NAMES_IN_DIRECTORY: usize = 100_000;
/// Levels of folders below the root: `inference/configs/x.json` is deep already.
pub const DEPTH: usize = 4;
/// Bytes read from all files together, so that a run stays far below 500 MB of memory and 5 s.
pub const TOTAL: u64 = 128 << 20;
/// A model card. The Hub renders none above 2 MiB.
pub const README: u64 = 2 << 20;
/// YAML front matter. Real ones stay below 64 KiB, evaluation results included.
pub const FRONT_MATTER: usize = 256 << 10;
/// `config.json` and its like; real ones stay below 64 KiB.
pub const CONFIG: u64 = 1 << 20;
/// A safetensors index: some 60 bytes a tensor, 100 000 tensors in the largest mixture of experts.
pub const INDEX: u64 = 16 << 20;
/// A training configuration. Lists of data shards make them long.
pub const TRAINING_CONFIG: u64 = 1 << 20;
/// How many YAML files are tried as training configurations.
pub const TRAINING_CONFIGS: usize = 8;
/// A safetensors header that is read; the format itself allows 100 MB.
pub const SAFETENSORS_HEADER: u64 = 16 << 20;
/// What the format allows a safetensors header to be.
pub const SAFETENSORS_FORMAT: u64 = 100_000_000;
/// How many safetensors headers are read; the largest published models have some 200 shards, and room for ten times that.
pub const SAFETENSORS_FILES: usize = 2_048;
/// A licence text. The GPL has 35 KiB.
pub const LICENCE: u64 = 256 << 10;
/// How many licence files are read.
pub const LICENCES: usize = 16;
/// A line of prose; longer ones are data, not sentences.
pub const LINE: usize = 64 << 10;
/// Candidates of one kind (parameters, tokens) kept from prose.
pub const CANDIDATES: usize = 64;
/// Values kept from one list in a card's front matter.
pub const LIST: usize = 1_000;
/// Cells of one table.
pub const CELLS: usize = 4_096;
/// How far a cell may span rows or columns.
pub const SPAN: usize = 64;
/// Nodes of a YAML document, aliases expanded.
pub const YAML_NODES: usize = 50_000;
/// Nesting of a YAML document; the parser recurses.
pub const YAML_DEPTH: usize = 32;
/// Aliases of a YAML document; a card has no use for them.
pub const YAML_ALIASES: usize = 64;
/// Characters of a stranger's string shown in a finding.
pub const SHOWN: usize = 120;
/// Links of a card whose text is looked at.
pub const LINKS: usize = 10_000;
/// Bytes of prose looked at around a number.
pub const WINDOW: usize = 400;
/// Findings of one kind kept for one file, so that a broken file cannot drown the report.
pub const FINDINGS_OF_A_KIND: usize = 20;
/// Bytes read of a GGUF header: the tokenizer's lists are in it, some 10 MB for 256 000 tokens.
pub const GGUF_HEADER: u64 = 32 << 20;
/// Bytes of a GGUF header read at a time.
pub const GGUF_CHUNK: u64 = 256 << 10;
/// Keys of one GGUF header; real ones have some 60.
pub const GGUF_KEYS: u64 = 4_096;
/// Bytes of a GGUF key or tensor name; the format allows 65 535 and 64.
pub const GGUF_NAME: u64 = 1_024;
/// Bytes of a GGUF text value that is kept; longer ones (chat templates, licence texts) are stepped over.
pub const GGUF_TEXT: u64 = 4_096;
/// Nesting of lists in a GGUF header; real ones have none.
pub const GGUF_DEPTH: usize = 4;
/// Tensors of a GGUF model; the largest mixtures of experts have some 2 000.
pub const GGUF_TENSORS: usize = 100_000;
/// GGUF files opened: the shards of one variant of a few models.
pub const GGUF_FILES: usize = 128;
/// A state or result file of a trainer: its log has some 200 bytes a step that was logged.
pub const TRAINER_STATE: u64 = 16 << 20;
/// How many state files of checkpoints are opened.
pub const TRAINER_STATES: usize = 16;
/// How many files are tried as training arguments.
pub const TRAINING_ARGUMENTS: usize = 16;
/// How many pickles are named in the list of files; none is opened.
pub const PICKLES: usize = 64;
/// A tokenizer's configuration; those with thousands of reserved tokens have more than 1 MB.
pub const TOKENIZER_CONFIG: u64 = 8 << 20;
/// What is read of a tokenizer or vocabulary: small ones whole, of large ones the beginning.
pub const VOCABULARY: u64 = 256 << 10;
/// An emissions table; a row has some 500 bytes, and each run adds one or a few.
pub const EMISSIONS: u64 = 4 << 20;
/// Rows of an emissions table.
pub const EMISSION_ROWS: usize = 10_000;
/// How many emissions tables are opened.
pub const EMISSION_TABLES: usize = 8;
/// A description of a data set; one with many fields has some hundred KiB.
pub const DATASET: u64 = 4 << 20;
/// Layers of a network; the deepest published language models have below 200, research ones 1 000.
pub const LAYERS: usize = 4_096;
