//! The families of networks whose shape is known: one line each, or one small function.

use super::decoder::{Decoder, PLAIN_LLAMA as LLAMA};
use super::experts::Width;
use super::parts::Bias::{If, No, Yes};
use super::parts::{HeadNorm, Mlp, Norm};
use super::sizes::Shape;
use super::tally::Tally;
use super::{encoders, gemma, latent, mixed, old, vision};

/// How a family is counted.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::large_enum_variant, reason = "a table of constants, never built at run time")]
pub enum Family {
    /// As a decoder of the usual kind.
    Decoder(Decoder),
    /// By a function of its own.
    Own(fn(&Shape<'_>) -> Result<Tally, String>),
}

use Family::{Decoder as Usual, Own};

/// Llama and what was made after it.
const LLAMA_BIASED: Decoder = Decoder {
    qkv: If("attention_bias", false),
    out: If("attention_bias", false),
    inner: If("mlp_bias", false),
    ..LLAMA
};
const QWEN2: Decoder = Decoder { qkv: Yes, ..LLAMA };
const QWEN3: Decoder =
    Decoder { head_norm: HeadNorm::Head, qkv: If("attention_bias", false), out: If("attention_bias", false), ..LLAMA };
const OLMO2: Decoder = Decoder { head_norm: HeadNorm::All, ..LLAMA };
const GEMMA: Decoder = Decoder { tied: true, head: Some(256), ..LLAMA };
const GEMMA2: Decoder = Decoder { norms: 4, ..GEMMA };
const GEMMA3: Decoder = Decoder { head_norm: HeadNorm::Head, ..GEMMA2 };
const COHERE: Decoder = Decoder { norms: 1, head_norm: HeadNorm::AllIf("use_qk_norm"), tied: true, ..LLAMA };
const GLM: Decoder = Decoder { qkv: If("attention_bias", true), ..LLAMA };
const STABLELM: Decoder = Decoder {
    norm: Norm::ScaleShift,
    head_norm: HeadNorm::AllIf("qk_layernorm"),
    qkv: If("use_qkv_bias", false),
    ..LLAMA
};
/// A plain perceptron, with biases and norms with summands: the generation before.
const GPT: Decoder = Decoder { mlp: Mlp::Plain, norm: Norm::ScaleShift, qkv: Yes, out: Yes, inner: Yes, ..LLAMA };
const GPT2: Decoder = Decoder { tied: true, positions: Some(("n_positions", 0)), ..GPT };
const GPTJ: Decoder = Decoder { norms: 1, qkv: No, out: No, top: Yes, ..GPT };
const NEMOTRON: Decoder = Decoder {
    mlp: Mlp::Plain,
    norm: Norm::ScaleShift,
    qkv: If("attention_bias", false),
    out: If("attention_bias", false),
    inner: If("mlp_bias", false),
    ..LLAMA
};
/// Mixtures of experts.
const MIXTRAL: Decoder = Decoder { experts: Width::Same, ..LLAMA };
const QWEN3_MOE: Decoder = Decoder { experts: Width::Own, ..QWEN3 };
const DEEPSEEK: Decoder = Decoder { experts: Width::Own, ..LLAMA };
const GLM_MOE: Decoder =
    Decoder { experts: Width::Own, qkv: If("attention_bias", false), head_norm: HeadNorm::No, ..LLAMA };

/// Model types and how they are counted.
pub const FAMILIES: &[(&str, Family)] = &[
    ("llama", Usual(LLAMA_BIASED)),
    ("mistral", Usual(LLAMA)),
    ("ministral", Usual(LLAMA)),
    ("ministral3", Usual(LLAMA)),
    ("yi", Usual(LLAMA)),
    ("baichuan", Usual(LLAMA)),
    ("internlm", Usual(Decoder { qkv: If("bias", true), out: If("bias", true), ..LLAMA })),
    ("internlm2", Usual(Decoder { qkv: If("bias", false), out: If("bias", false), ..LLAMA })),
    (
        "internlm3",
        Usual(Decoder { qkv: If("qkv_bias", false), out: If("bias", false), inner: If("bias", false), ..LLAMA }),
    ),
    ("exaone", Usual(LLAMA)),
    ("exaone4", Usual(Decoder { head_norm: HeadNorm::Head, ..LLAMA })),
    ("minicpm", Usual(Decoder { tied: true, ..LLAMA })),
    ("smollm3", Usual(Decoder { tied: true, ..LLAMA_BIASED })),
    ("granite", Usual(LLAMA_BIASED)),
    ("helium", Usual(LLAMA)),
    ("arcee", Usual(Decoder { mlp: Mlp::Plain, ..LLAMA_BIASED })),
    ("phi3", Usual(LLAMA)),
    ("phi4mm", Usual(Decoder { tied: true, ..LLAMA })),
    ("seed_oss", Usual(Decoder { qkv: If("attention_bias", true), out: If("attention_out_bias", false), ..LLAMA })),
    ("hunyuan_v1_dense", Usual(Decoder { head_norm: HeadNorm::Head, ..LLAMA_BIASED })),
    (
        "ernie4_5",
        Usual(Decoder {
            tied: true,
            qkv: If("use_bias", false),
            out: If("use_bias", false),
            inner: If("use_bias", false),
            ..LLAMA
        }),
    ),
    ("olmo", Usual(Decoder { norm: Norm::Fixed, ..LLAMA_BIASED })),
    ("olmo2", Usual(OLMO2)),
    ("olmo3", Usual(OLMO2)),
    ("qwen", Usual(Decoder { mlp: Mlp::GatedHalf, qkv: Yes, ..LLAMA })),
    ("qwen2", Usual(QWEN2)),
    ("mimo", Usual(QWEN2)),
    ("qwen2_vl_text", Usual(QWEN2)),
    ("qwen2_5_vl_text", Usual(QWEN2)),
    ("qwen2_vl", Usual(QWEN2)),
    ("qwen2_5_vl", Usual(QWEN2)),
    ("qwen2_5_omni_text", Usual(QWEN2)),
    ("qwen3", Usual(QWEN3)),
    ("qwen3_vl_text", Usual(QWEN3)),
    ("gemma", Usual(GEMMA)),
    ("gemma2", Usual(GEMMA2)),
    ("gemma3_text", Usual(GEMMA3)),
    ("gemma3n_text", Own(gemma::third_nano)),
    ("gemma4_text", Own(gemma::fourth)),
    ("cohere", Usual(COHERE)),
    ("cohere2", Usual(COHERE)),
    ("glm", Usual(GLM)),
    ("glm4", Usual(Decoder { norms: 4, ..GLM })),
    ("chatglm", Usual(Decoder { qkv: If("add_qkv_bias", true), ..LLAMA })),
    ("stablelm", Usual(STABLELM)),
    ("apertus", Usual(Decoder { mlp: Mlp::Plain, head_norm: HeadNorm::Head, ..LLAMA_BIASED })),
    ("nemotron", Usual(NEMOTRON)),
    (
        "starcoder2",
        Usual(Decoder {
            tied: true,
            qkv: If("use_bias", true),
            out: If("use_bias", true),
            inner: If("use_bias", true),
            ..GPT
        }),
    ),
    ("gpt_neox", Usual(GPT)),
    ("gpt2", Usual(GPT2)),
    ("gpt_bigcode", Usual(GPT2)),
    ("gpt_neo", Usual(Decoder { qkv: No, positions: Some(("max_position_embeddings", 0)), ..GPT2 })),
    ("gptj", Usual(GPTJ)),
    ("codegen", Usual(GPTJ)),
    ("bloom", Usual(Decoder { tied: true, ..GPT })),
    ("phi", Usual(Decoder { norms: 1, top: Yes, head_norm: HeadNorm::ShiftIf("qk_layernorm", false), ..GPT })),
    ("persimmon", Usual(Decoder { head_norm: HeadNorm::ShiftIf("qk_layernorm", true), ..GPT })),
    ("opt", Own(old::opt)),
    ("mpt", Own(old::mpt)),
    ("falcon", Own(old::falcon)),
    ("RefinedWeb", Own(old::falcon)),
    ("RefinedWebModel", Own(old::falcon)),
    ("dbrx", Own(old::dbrx)),
    ("mllama_text_model", Own(old::with_cross_attention)),
    ("mixtral", Usual(MIXTRAL)),
    ("minimax_m2", Usual(Decoder { head_norm: HeadNorm::AllIf("use_qk_norm"), ..MIXTRAL })),
    ("olmoe", Usual(Decoder { head_norm: HeadNorm::All, ..MIXTRAL })),
    ("flex_olmo", Usual(Decoder { head_norm: HeadNorm::All, ..MIXTRAL })),
    (
        "phimoe",
        Usual(Decoder {
            norm: Norm::ScaleShift,
            qkv: If("attention_bias", false),
            out: If("attention_bias", false),
            top: If("lm_head_bias", false),
            ..MIXTRAL
        }),
    ),
    ("granitemoe", Usual(MIXTRAL)),
    ("granitemoeshared", Usual(MIXTRAL)),
    (
        "gpt_oss",
        Usual(Decoder {
            experts: Width::Biased,
            qkv: If("attention_bias", true),
            out: If("attention_bias", true),
            sinks: 1,
            ..LLAMA
        }),
    ),
    ("llama4_text", Usual(Decoder { experts: Width::SameAndShared, ..LLAMA_BIASED })),
    ("qwen2_moe", Usual(Decoder { experts: Width::Own, ..QWEN2 })),
    ("qwen3_moe", Usual(QWEN3_MOE)),
    ("qwen3_vl_moe_text", Usual(QWEN3_MOE)),
    ("qwen3_omni_moe_text", Usual(QWEN3_MOE)),
    ("deepseek", Usual(DEEPSEEK)),
    ("deepseek_v2", Usual(DEEPSEEK)),
    ("deepseek_v3", Usual(DEEPSEEK)),
    ("deepseek_v32", Usual(DEEPSEEK)),
    ("kimi_k2", Usual(DEEPSEEK)),
    ("glm_moe_dsa", Usual(DEEPSEEK)),
    ("glm4_moe_lite", Usual(DEEPSEEK)),
    ("minicpm3", Usual(DEEPSEEK)),
    ("deepseek_v4", Own(latent::compressed)),
    ("glm4_moe", Usual(Decoder { head_norm: HeadNorm::Head, ..GLM_MOE })),
    ("glm4v_moe_text", Usual(GLM_MOE)),
    ("dots1", Usual(QWEN3_MOE)),
    ("exaone_moe", Usual(QWEN3_MOE)),
    ("ernie4_5_moe", Usual(Decoder { tied: true, ..DEEPSEEK })),
    ("longcat_flash", Own(old::shortcut_experts)),
    ("mimo_v2_flash", Own(mixed::two_attentions)),
    ("kimi_linear", Own(mixed::gated_delta_or_latent)),
    ("qwen3_next", Own(mixed::delta_rule)),
    ("qwen3_5_text", Own(mixed::delta_rule)),
    ("qwen3_5_moe_text", Own(mixed::delta_rule)),
    ("lfm2", Own(mixed::short_convolutions)),
    ("lfm2_moe", Own(mixed::short_convolutions)),
    ("nemotron_h", Own(mixed::one_thing_a_layer)),
    ("jamba", Own(mixed::attention_or_mamba)),
    ("bamba", Own(mixed::attention_or_mamba)),
    ("granitemoehybrid", Own(mixed::attention_or_mamba)),
    ("falcon_h1", Own(mixed::attention_and_mamba)),
    ("mamba", Own(mixed::only_mamba)),
    ("mamba2", Own(mixed::only_mamba)),
    ("falcon_mamba", Own(mixed::only_mamba)),
    ("rwkv", Own(mixed::rwkv4)),
    ("bert", Own(encoders::bert)),
    ("roberta", Own(encoders::bert)),
    ("xlm-roberta", Own(encoders::bert)),
    ("camembert", Own(encoders::bert)),
    ("electra", Own(encoders::bert)),
    ("albert", Own(encoders::bert)),
    ("distilbert", Own(encoders::bert)),
    ("mpnet", Own(encoders::bert)),
    ("deberta", Own(encoders::bert)),
    ("deberta-v2", Own(encoders::bert)),
    ("modernbert", Own(encoders::modern)),
    ("nomic_bert", Own(encoders::modern)),
    ("t5", Own(encoders::t5)),
    ("mt5", Own(encoders::t5)),
    ("umt5", Own(encoders::t5)),
    ("bart", Own(encoders::bart)),
    ("mbart", Own(encoders::bart)),
    ("pegasus", Own(encoders::bart)),
    ("marian", Own(encoders::bart)),
    ("m2m_100", Own(encoders::bart)),
    ("whisper", Own(encoders::whisper)),
    ("clip", Own(encoders::image_and_text)),
    ("siglip", Own(encoders::image_and_text)),
    ("vit", Own(vision::alone)),
];

/// The family of a model type, or of the class it was saved from (`XForCausalLM` is of the type `x`).
pub fn find(kind: &str, classes: &[&str]) -> Option<(&'static str, Family)> {
    let named = FAMILIES.iter().find(|(name, _)| *name == kind);
    let stem = |class: &str| {
        let end = class.find("For").or_else(|| class.find("LMHead")).or_else(|| class.find("Model"))?;
        class.get(..end).map(str::to_lowercase)
    };
    let same = |name: &str, stem: &str| {
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).eq(stem.chars())
    };
    let by_class = || {
        let stem = classes.iter().find_map(|c| stem(c))?;
        FAMILIES.iter().find(|(name, _)| same(name, &stem))
    };
    named.or_else(by_class).copied()
}

/// What the library takes for keys that a part of a configuration leaves out, as in its configuration classes.
pub fn unsaid(kind: &str) -> &'static [(&'static str, u128)] {
    UNSAID.iter().find(|(name, _)| *name == kind).map_or(&[], |(_, unsaid)| unsaid)
}

const UNSAID: &[(&str, &[(&str, u128)])] = &[
    (
        "llama",
        &[
            ("hidden_size", 4096),
            ("intermediate_size", 11008),
            ("num_hidden_layers", 32),
            ("num_attention_heads", 32),
            ("vocab_size", 32000),
        ],
    ),
    (
        "mistral",
        &[
            ("hidden_size", 4096),
            ("intermediate_size", 14336),
            ("num_hidden_layers", 32),
            ("num_attention_heads", 32),
            ("num_key_value_heads", 8),
            ("vocab_size", 32000),
        ],
    ),
    (
        "gemma",
        &[
            ("hidden_size", 3072),
            ("intermediate_size", 24576),
            ("num_hidden_layers", 28),
            ("num_attention_heads", 16),
            ("num_key_value_heads", 16),
            ("vocab_size", 256000),
        ],
    ),
    (
        "gemma2",
        &[
            ("hidden_size", 2304),
            ("intermediate_size", 9216),
            ("num_hidden_layers", 26),
            ("num_attention_heads", 8),
            ("num_key_value_heads", 4),
            ("vocab_size", 256000),
        ],
    ),
    (
        "gemma3_text",
        &[
            ("hidden_size", 2304),
            ("intermediate_size", 9216),
            ("num_hidden_layers", 26),
            ("num_attention_heads", 8),
            ("num_key_value_heads", 4),
            ("vocab_size", 262208),
        ],
    ),
    (
        "clip_vision_model",
        &[
            ("hidden_size", 768),
            ("intermediate_size", 3072),
            ("num_hidden_layers", 12),
            ("num_attention_heads", 12),
            ("image_size", 224),
            ("patch_size", 32),
        ],
    ),
    (
        "siglip_vision_model",
        &[
            ("hidden_size", 768),
            ("intermediate_size", 3072),
            ("num_hidden_layers", 12),
            ("num_attention_heads", 12),
            ("image_size", 224),
            ("patch_size", 16),
        ],
    ),
    (
        "pixtral",
        &[
            ("hidden_size", 1024),
            ("intermediate_size", 4096),
            ("num_hidden_layers", 24),
            ("num_attention_heads", 16),
            ("patch_size", 16),
        ],
    ),
];
