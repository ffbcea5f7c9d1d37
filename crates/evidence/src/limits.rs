//! Bounds that several share, with their reasons; those of one reader stand in its file. A folder is a stranger's: nothing in
//! it may cost more than this.

/// Files listed. The largest repositories on the Hub hold some thousands of shards.
pub const FILES: usize = 10_000;
/// Names read from one directory before it is sorted; beyond, the directory is not a model folder.
pub const NAMES_IN_DIRECTORY: usize = 100_000;
/// Levels of folders below the root: lighteval writes `evals/details/ORG/MODEL/TIME/file`.
pub const DEPTH: usize = 6;
/// Bytes that one reader reads from all its files together, so that a run stays far below 500 MB of memory and 5 s. Each has
/// a bound of its own: what one reads takes nothing from another, in whatever order they run.
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
/// Bytes of prose looked at around a number.
pub const WINDOW: usize = 400;
/// Findings of one kind kept for one file, so that a broken file cannot drown the report.
pub const FINDINGS_OF_A_KIND: usize = 20;
/// Layers of a network; the deepest published language models have below 200, research ones 1 000.
pub const LAYERS: usize = 4_096;
