//! GGUF files written here, whole and broken.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice, reason = "tests")]

use gpai_rules::fact::Value;
use gpai_rules::licence::Licences;

use super::header;
use crate::candidates::Relation;
use crate::files::Memory;
use crate::probe::run;
use crate::{Found, read};

/// Writes a header.
struct Writer {
    keys: u64,
    tensors: u64,
    body: Vec<u8>,
    infos: Vec<u8>,
}

fn text(out: &mut Vec<u8>, text: &str) {
    out.extend((text.len() as u64).to_le_bytes());
    out.extend(text.as_bytes());
}

impl Writer {
    fn new(architecture: &str) -> Self {
        let new = Writer { keys: 0, tensors: 0, body: Vec::new(), infos: Vec::new() };
        new.text("general.architecture", architecture)
    }

    fn key(mut self, key: &str, kind: u32, value: &[u8]) -> Self {
        self.keys += 1;
        text(&mut self.body, key);
        self.body.extend(kind.to_le_bytes());
        self.body.extend(value);
        self
    }

    fn text(self, key: &str, value: &str) -> Self {
        let mut bytes = Vec::new();
        text(&mut bytes, value);
        self.key(key, 8, &bytes)
    }

    fn u32(self, key: &str, value: u32) -> Self {
        self.key(key, 4, &value.to_le_bytes())
    }

    /// A list of texts such as a tokenizer's.
    fn texts(self, key: &str, count: u64) -> Self {
        let mut bytes = 8u32.to_le_bytes().to_vec();
        bytes.extend(count.to_le_bytes());
        for n in 0..count {
            text(&mut bytes, &format!("token {n}"));
        }
        self.key(key, 9, &bytes)
    }

    fn tensor(mut self, name: &str, shape: &[u64], kind: u32) -> Self {
        self.tensors += 1;
        text(&mut self.infos, name);
        self.infos.extend((shape.len() as u32).to_le_bytes());
        for n in shape {
            self.infos.extend(n.to_le_bytes());
        }
        self.infos.extend(kind.to_le_bytes());
        self.infos.extend(0u64.to_le_bytes());
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let mut out = b"GGUF".to_vec();
        out.extend(3u32.to_le_bytes());
        out.extend(self.tensors.to_le_bytes());
        out.extend(self.keys.to_le_bytes());
        out.extend(&self.body);
        out.extend(&self.infos);
        out
    }
}

/// A model of 1,000,064 parameters and a table that is none.
fn small(kind: u32) -> Writer {
    Writer::new("llama")
        .text("tokenizer.ggml.model", "gpt2")
        .texts("tokenizer.ggml.tokens", 30_000)
        .tensor("token_embd.weight", &[1000, 1000], kind)
        .tensor("rope_freqs.weight", &[32], 0)
        .tensor("output_norm.weight", &[64], 0)
}

fn of(files: Memory) -> Found {
    read(&files, &Licences::default())
}

fn one(writer: &Writer) -> Found {
    of(Memory::new().with("x-Q4_K_M.gguf", writer.bytes()))
}

fn number(found: &Found, name: &str) -> Option<String> {
    match found.facts.value(name) {
        Some(Value::Number(within)) => Some(within.to_string()),
        _ => None,
    }
}

fn has(found: &Found, code: &str) -> bool {
    found.findings.iter().any(|f| f.code == code)
}

#[test]
fn counts_behind_a_tokenizer_of_several_chunks() {
    let found = one(&small(12));
    assert_eq!(number(&found, "model.parameters").as_deref(), Some("1000064"));
    assert_eq!(found.facts.value("weights.dtypes"), Some(Value::set(["F32", "Q4_K"])));
    assert_eq!(found.facts.value("model.outputs"), Some(Value::at_least(["text"])));
    assert!(!has(&found, "unreadable-part"), "{:?}", found.findings);
}

#[test]
fn variants_are_one_model_and_shards_are_summed() {
    let files = Memory::new()
        .with("X-7B.Q4_K_M.gguf", small(12).bytes())
        .with("X-7B.Q8_0.gguf", small(8).bytes())
        .with("BF16/X-7B-BF16-00001-of-00002.gguf", small(30).bytes())
        .with("X-7B-f16.gguf", small(1).bytes());
    let found = of(files);
    assert_eq!(number(&found, "model.parameters").as_deref(), Some("1000064"));
    assert!(found.facts.resolve("model.parameters").is_some_and(|f| !f.contradiction));
    let shard = |n: u32| Writer::new("llama").u32("split.no", n).tensor(&format!("blk.{n}.w"), &[10, 10], 12).bytes();
    let first = Memory::new().with("x-Q4_0-00001-of-00002.gguf", shard(0));
    assert!(has(&of(first.clone()), "parameters-not-computed"));
    let both = of(first.with("x-Q4_0-00002-of-00002.gguf", shard(1)));
    assert_eq!(number(&both, "model.parameters").as_deref(), Some("200"));
}

#[test]
fn models_of_several_sizes_give_no_count() {
    let files = Memory::new().with("a-Q4_0.gguf", small(2).bytes());
    let other = Writer::new("llama").tensor("w", &[5], 2);
    let found = of(files.with("b-Q4_0.gguf", other.bytes()));
    assert!(number(&found, "model.parameters").is_none());
    assert!(has(&found, "parameters-not-computed"));
}

#[test]
fn experts_give_active_parameters() {
    let writer = Writer::new("mix")
        .u32("mix.expert_count", 8)
        .u32("mix.expert_used_count", 2)
        .tensor("blk.0.ffn_up_exps.weight", &[10, 10, 8], 12)
        .tensor("blk.0.attn_q.weight", &[10, 10], 12);
    let found = one(&writer);
    assert_eq!(number(&found, "model.parameters").as_deref(), Some("900"));
    assert_eq!(number(&found, "model.active_parameters").as_deref(), Some("300"));
}

#[test]
fn safetensors_count_before_gguf() {
    let header = r#"{"a": {"dtype": "BF16", "shape": [500]}}"#;
    let mut weights = (header.len() as u64).to_le_bytes().to_vec();
    weights.extend(header.as_bytes());
    let found = of(Memory::new().with("model.safetensors", weights).with("x.gguf", small(12).bytes()));
    assert_eq!(number(&found, "model.parameters").as_deref(), Some("500"));
    assert!(found.facts.resolve("weights.dtypes").is_some_and(|f| !f.contradiction));
}

#[test]
fn embeddings_adapters_and_projectors_are_no_text_model() {
    let found = one(&small(12).u32("llama.pooling_type", 3));
    assert!(has(&found, "maybe-narrow") && found.facts.value("model.outputs").is_none());
    let adapter = Writer::new("llama").text("general.type", "adapter").tensor("a.lora_a", &[9], 0);
    let found = one(&adapter);
    assert!(number(&found, "model.parameters").is_none());
    let projector = Writer::new("clip").key("clip.has_vision_encoder", 7, &[1]).tensor("v", &[9], 0);
    let found = of(Memory::new().with("mmproj-x.gguf", projector.bytes()).with("x.gguf", small(12).bytes()));
    assert_eq!(number(&found, "model.parameters").as_deref(), Some("1000064"));
    assert_eq!(found.facts.value("model.inputs"), Some(Value::at_least(["image", "text"])));
}

#[test]
fn quantised_weights_alone_are_made_from_others() {
    let card = "X is a 3B parameter language model pretrained on 2T tokens.\n";
    let estimated = |kind: u32| {
        let found = of(Memory::new().with("README.md", card).with("x.gguf", small(kind).bytes()));
        found.facts.value("compute.update_flop").is_some()
    };
    assert!(!estimated(12));
    assert!(estimated(30));
}

#[test]
fn damage_is_a_finding() {
    let whole = small(12).bytes();
    let mut big = whole.clone();
    big[4..8].copy_from_slice(&3u32.to_be_bytes());
    let mut many_keys = whole.clone();
    many_keys[16..24].copy_from_slice(&u64::MAX.to_le_bytes());
    let mut many_tensors = whole.clone();
    many_tensors[8..16].copy_from_slice(&u64::MAX.to_le_bytes());
    let nested: Vec<u8> = (0..100).flat_map(|_| [9, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]).collect();
    let mut endless = 10u32.to_le_bytes().to_vec();
    endless.extend(u64::MAX.to_le_bytes());
    for (bytes, why) in [
        (big, "big endian"),
        (many_keys, "keys"),
        (many_tensors, "tensors"),
        (whole[..60_000].to_vec(), "ends"),
        (Vec::new(), "ends"),
        (b"GGUF".to_vec(), "ends"),
        (b"GGML\0\0\0\0".to_vec(), "start"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n".to_vec(), "LFS"),
        (Writer::new("x").key("k", 99, &[]).bytes(), "type"),
        (Writer::new("x").key("k", 9, &nested).bytes(), "deep"),
        (Writer::new("x").key("k", 9, &endless).bytes(), "list"),
        (Writer::new("x").tensor("w", &[u64::MAX; 3], 0).bytes(), "large"),
        (Writer::new("x").tensor("w", &[1; 9], 0).bytes(), "dimensions"),
    ] {
        let found = of(Memory::new().with("x.gguf", bytes));
        let said =
            found.findings.iter().filter(|f| f.code == "unreadable-part").any(|f| format!("{f:?}").contains(why));
        assert!(said, "{why}: {:?}", found.findings);
        assert!(number(&found, "model.parameters").is_none());
    }
}

#[test]
fn every_prefix_and_every_changed_byte_is_survived() {
    let bytes = Writer::new("llama")
        .text("general.license", "mit")
        .texts("tokenizer.ggml.tokens", 3)
        .u32("general.base_model.count", 1)
        .text("general.base_model.0.name", "Base 7b")
        .tensor("w", &[3, 4], 12)
        .bytes();
    for end in 0..bytes.len() {
        of(Memory::new().with("x.gguf", &bytes[..end]));
    }
    for at in 0..bytes.len() {
        for value in [0, 1, 9, 0x7f, 0xff] {
            let mut changed = bytes.clone();
            changed[at] = value;
            of(Memory::new().with("x.gguf", changed));
        }
    }
}

#[test]
fn a_header_beyond_the_bound_is_not_read() {
    let list = |n: u64| [0u32.to_le_bytes().as_slice(), n.to_le_bytes().as_slice()].concat();
    let mut bytes = Writer::new("x").key("k", 9, &list(header::BYTES)).bytes();
    bytes.resize(usize::try_from(header::BYTES).unwrap() + 1000, 0);
    assert!(has(&of(Memory::new().with("x.gguf", bytes)), "limit-reached"));
}

#[test]
fn bases_are_named_by_repository_or_organisation_and_name() {
    let bases = |writer: &Writer| -> Vec<(String, Relation)> {
        let (candidates, _) = run(&super::READER, &Memory::new().with("x.gguf", writer.bytes()));
        candidates.bases.into_iter().map(|b| (b.name, b.relation)).collect()
    };
    let writer = small(12)
        .u32("general.base_model.count", 3)
        .text("general.base_model.0.repo_url", "https://huggingface.co/org/base-7b")
        .text("general.base_model.1.name", "Other 3b")
        .text("general.base_model.1.organization", "Some Org")
        .text("general.base_model.2.repo_url", "/home/me/model");
    assert_eq!(
        bases(&writer),
        [("org/base-7b".to_owned(), Relation::Unstated), ("Some-Org/Other-3b".to_owned(), Relation::Unstated)]
    );
    let converted = small(12).text("general.source.repo_url", "https://huggingface.co/org/x");
    assert_eq!(bases(&converted), [("org/x".to_owned(), Relation::Quantised)]);
    assert_eq!(bases(&small(12).u32("general.base_model.count", u32::MAX)), []);
}
