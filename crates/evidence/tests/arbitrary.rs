//! Arbitrary bytes in every place that is read: nothing panics, and the same folder gives the same answer.

use gpai_evidence::files::Memory;
use gpai_evidence::read;
use gpai_rules::licence::Licences;
use proptest::prelude::*;

const PATHS: [&str; 9] = [
    "README.md",
    "config.json",
    "adapter_config.json",
    "model.safetensors",
    "model.safetensors.index.json",
    "train/config.yaml",
    "LICENSE",
    "LICENSE-MODEL.md",
    "USE_POLICY.md",
];

/// Pieces that the readers look for, so that chance reaches deeper than the first byte.
const PIECES: [&str; 40] = [
    "---\n",
    "license: ",
    "other",
    "base_model: ",
    "tags:\n- ",
    "*a ",
    "&a ",
    "[",
    "]",
    "{",
    "}",
    "\"",
    ":",
    ",",
    "\n",
    "\r\n",
    "| ",
    "|---|",
    "<table>",
    "<tr>",
    "<td rowspan=3>",
    "</table>",
    "# ",
    "```\n",
    "<!--",
    "-->",
    "7B",
    "15 trillion",
    " tokens",
    " parameters",
    "pretrained on ",
    "language model is a ",
    "万亿",
    "é",
    "\u{feff}",
    "\"hidden_size\": 9",
    "\"metadata\": ",
    "\"shape\": [4]",
    "copyright (c) ",
    "0.",
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
    fn no_bytes_make_a_reader_panic(pieces in prop::collection::vec(piece(), 0..60), front in any::<bool>()) {
        let mut bytes = if front { b"---\n".to_vec() } else { Vec::new() };
        bytes.extend(pieces.concat());
        let mut header = (bytes.len() as u64).to_le_bytes().to_vec();
        header.extend(&bytes);
        let mut files = Memory::new();
        for path in PATHS {
            files = files.with(path, if path == "model.safetensors" { header.clone() } else { bytes.clone() });
        }
        let found = read(&files, &Licences::default());
        prop_assert_eq!(&found, &read(&files.reversed(), &Licences::default()));
        for finding in &found.findings {
            for (_, value) in &finding.details {
                let shown = value.to_string();
                prop_assert!(shown.chars().count() <= 200, "{}: {shown}", finding.code);
            }
        }
    }
}
