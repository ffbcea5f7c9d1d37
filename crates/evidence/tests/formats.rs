//! Arbitrary bytes in the formats beside card and configuration: nothing panics, and the order of files changes nothing.

use std::time::{Duration, Instant};

use gpai_evidence::files::Memory;
use gpai_evidence::read;
use gpai_rules::licence::Licences;
use proptest::prelude::*;

const PATHS: [&str; 18] = [
    "x-Q4_K_M.gguf",
    "x-00001-of-00002.gguf",
    "trainer_state.json",
    "all_results.json",
    "checkpoint-5/trainer_state.json",
    "training_args.json",
    "axolotl_config.yml",
    "train/neox.yml",
    "mergekit_config.yml",
    "model_index.json",
    "params.json",
    "pytorch_model.bin.index.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "vocab.txt",
    "emissions.csv",
    "croissant.json",
    "NOTICE",
];

/// Pieces that the readers look for, so that chance reaches deeper than the first byte.
const PIECES: [&str; 38] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "\n",
    "- ",
    "  ",
    "GGUF\u{3}\0\0\0",
    "\u{1}\0\0\0\0\0\0\0",
    "\u{9}\0\0\0",
    "\u{8}\0\0\0",
    "\u{7f}",
    "NaN",
    "-Infinity",
    "\\",
    "\"total_flos\": 1e17",
    "\"log_history\": ",
    "base_model: org/x",
    "seq_length: 9",
    "train_iters: 9",
    "global_batch_size: 9",
    "models:\n- model: a/b+c/d\n",
    "merge_method: x\n",
    "\"_class_name\": \"XPipeline\"",
    "[\"diffusers\", \"UNet2DModel\"]",
    "\"dim\": 8",
    "\"vocab_size\": -1",
    "\"metadata\": {\"total_size\": 9}",
    "\"model\": {\"vocab\": {\"A\": 1}}",
    "A\nC\nG\nT\n",
    "duration,gpu_count,gpu_model,run_id\n",
    "9.5,2,2 x T4,a\n",
    "\"@type\": \"Dataset\"",
    "Built with é",
    "version https://git-lfs",
];

fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        4 => prop::sample::select(PIECES.to_vec()).prop_map(|p| p.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..12),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_a_reader_panic(pieces in prop::collection::vec(piece(), 0..60), braces in any::<bool>()) {
        let inner = pieces.concat();
        let bytes = if braces { [b"{".as_slice(), &inner, b"}"].concat() } else { inner };
        let mut files = Memory::new();
        for path in PATHS {
            let gguf = path.ends_with(".gguf") && braces;
            let header = if gguf { b"GGUF\x03\0\0\0\x01\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0".as_slice() } else { b"" };
            files = files.with(path, [header, &bytes].concat());
        }
        let found = read(&files, &Licences::default());
        prop_assert_eq!(&found, &read(&files.reversed(), &Licences::default()));
        for finding in &found.findings {
            for (_, value) in &finding.details {
                prop_assert!(value.chars().count() <= 200);
            }
        }
    }
}

/// A megabyte of one pattern in each file: no reader may take time that grows with the square of it.
#[test]
fn a_megabyte_of_anything_is_read_in_linear_time() {
    let names: String = (0..45_000).map(|n| format!("- model: o/m{n}\n")).collect();
    let keys: String = (0..60_000).map(|n| format!("\"key{n}\": {n},")).collect();
    for (path, content) in [
        ("mergekit_config.yml", format!("merge_method: x\nmodels:\n{names}")),
        ("training_args.json", format!("{{{keys}\"base_model\": \"o/x\"}}")),
        ("trainer_state.json", format!("{{{keys}\"total_flos\": 1e17}}")),
        ("trainer_state.json", "NaN\"".repeat(250_000)),
        ("params.json", format!("{{{keys}\"dim\": 8}}")),
        ("model_index.json", format!("{{{keys}\"_class_name\": \"x\"}}")),
        ("tokenizer_config.json", format!("{{{keys}\"x\": 1}}")),
        ("vocab.txt", "A\n".repeat(500_000)),
        ("NOTICE", "Built with x\n".repeat(80_000)),
        ("emissions.csv", "duration,gpu_model\n".repeat(60_000)),
        ("croissant.json", "\"".repeat(1 << 20)),
        ("x.gguf", "GGUF".repeat(250_000)),
    ] {
        let files = Memory::new().with(path, content);
        let start = Instant::now();
        read(&files, &Licences::default());
        // A debug build on a busy machine; a square would take minutes.
        assert!(start.elapsed() < Duration::from_secs(10), "{path}: {:?}", start.elapsed());
    }
}
