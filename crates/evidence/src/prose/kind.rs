//! Sentences that say what kind of model it is: what goes in, what comes out, what it was made from.

use crate::limits;
use crate::text::{has_any, window};

/// Bytes of what stands between a label and its colon: ` modalities`, ` type(s)`.
const LABEL_KIND: usize = 14;
/// Bytes of what a label says; longer ones describe.
const SAID: usize = 200;
/// Bytes before the word for a kind of model in which the sentence says that the model is one.
const SAYS_BEFORE: usize = 200;

/// Headings under which the card speaks of other things than what the model is.
pub fn aside(under: &str) -> bool {
    has_any(
        under,
        &[
            "evaluation",
            "benchmark",
            "result",
            "citation",
            "related",
            "acknowledg",
            "usage",
            "example",
            "ethic",
            "safety",
            "risk",
        ],
    )
}

/// `**Output** Models generate text and code only`, `Output type(s): text`.
pub fn labelled(sentence: &str, label: &str) -> Option<Vec<&'static str>> {
    let bare = sentence.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '+' | '>'));
    let rest = bare.strip_prefix(label)?.trim_start_matches('s');
    let kinds = ["", " type", " type(s)", " types", " modality", " modalities", " format"];
    let end = rest.find(['*', ':']).filter(|i| *i <= LABEL_KIND)?;
    let kind = rest.get(..end)?.trim_end();
    let said = rest.get(end..)?.trim_start_matches(['*', ':', ' ']);
    (kinds.contains(&kind) && said.len() < SAID).then(|| words(said)).filter(|w| !w.is_empty())
}

/// The modalities that a short text names.
pub fn words(said: &str) -> Vec<&'static str> {
    let mut out = Vec::new();
    for (word, names) in [
        ("text", ["text", "文本"]),
        ("code", ["code", "代码"]),
        ("image", ["image", "图像"]),
        ("video", ["video", "视频"]),
        ("speech", ["speech", "语音"]),
    ] {
        if has_any(said, &names) && !has_any(said, &["embedding", "label", "score", "image-text pairs"]) {
            out.push(word);
        }
    }
    out
}

/// Words for language models.
pub const LANGUAGE_MODELS: [&str; 11] = [
    "language model",
    "llm ",
    "llms",
    "llm)",
    "llm,",
    "llm.",
    "大语言模型",
    "大模型",
    "语言模型",
    "generative text model",
    "text generation model",
];

/// Whether a sentence says that the model is a language model.
pub fn is_language_model(sentence: &str, is_title: bool) -> bool {
    let Some(at) = LANGUAGE_MODELS.iter().filter_map(|n| sentence.find(n)).min() else { return false };
    if has_any(sentence, &["audio", "music", "speech", "protein", "dna", "genom", "chess", "weather", "molecul"]) {
        return false;
    }
    let before = window(sentence, at.saturating_sub(SAYS_BEFORE), at);
    let says = [
        " is a",
        "type:",
        "type**:",
        "type:**",
        " is an",
        " is the",
        " are a",
        " are the",
        " is our",
        "collection of",
        "family of",
        "series of",
        "suite of",
        "we present",
        "we introduce",
        "we release",
        "introducing",
        "presents",
        "state-of-the-art open",
        "是一",
        "是由",
        "系列",
        "发布",
    ];
    is_title || has_any(before, &says)
}

/// The short name of a mixture of experts, as a word of its own.
pub const MIXTURE: &str = "moe";
/// Other names of it.
pub const MIXTURES: [&str; 7] = [
    "mixture of experts",
    "mixture-of-expert",
    "混合专家",
    "sparse architecture",
    "sparsely activated",
    "s sparse",
    "sparse model",
];

/// Whether a sentence or title says that the model is a mixture of experts, so that only part of it is active for a token.
pub fn is_mixture(sentence: &str) -> bool {
    let short = sentence.split(|c: char| !c.is_ascii_alphanumeric()).any(|w| w == MIXTURE);
    (short || has_any(sentence, &MIXTURES))
        && !has_any(sentence, &["not a m", "compared", " than ", "unlike", "outperform"])
}

/// Words for making images from text.
pub const IMAGE_MODELS: [&str; 5] = [
    "generating images from text",
    "generate images from text",
    "generates images from text",
    "text-to-image",
    "文生图",
];

/// Whether a sentence says that the model makes images from text.
pub fn is_image_model(sentence: &str) -> bool {
    let says = [" is a", " are a", "model", "capable of", "we present", "we introduce", "是一"];
    has_any(sentence, &IMAGE_MODELS)
        && has_any(sentence, &says)
        && !has_any(sentence, &["dataset", "benchmark", "such as", "compared"])
}

/// Words for transcribing speech.
pub const SPEECH: [&str; 4] = ["speech recognition", "transcrib", "speech-to-text", "语音识别"];

/// Whether a sentence says that the model transcribes or translates, and nothing else.
pub fn speech_only(sentence: &str) -> bool {
    let says = [
        "model is trained for",
        "models are trained for",
        "(asr) model",
        "is an automatic speech recognition",
        "is a speech recognition",
        "asr model",
        "语音识别模型",
    ];
    has_any(sentence, &SPEECH) && has_any(sentence, &says)
}

/// Words for being made from another model, and what follows from them.
pub const DERIVED: [(&str, &str); 7] = [
    ("fine-tuned version of", "the card says that it is a fine-tuned version of another model"),
    ("finetuned version of", "the card says that it is a fine-tuned version of another model"),
    ("quantized version of", "the card says that it is a quantised version of another model"),
    ("quantised version of", "the card says that it is a quantised version of another model"),
    ("lora adapter", "the card says that it is an adapter"),
    ("merged with mergekit", "the card says that it is a merge of other models"),
    ("is a merge of", "the card says that it is a merge of other models"),
];

/// Whether a sentence says that the model was made from another one, so that amounts may be the other's.
pub fn derived(sentence: &str) -> Option<&'static str> {
    let about = [" is a", " are a", "this is", "this model", "this repo", "contains"];
    let found = DERIVED.iter().find(|(phrase, _)| sentence.contains(phrase))?;
    has_any(sentence, &about).then_some(found.1)
}

/// The content of the first `<h1>` of a text in lower case.
pub fn title_tag(lower: &str) -> Option<(&str, usize)> {
    let start = lower.find("<h1")?;
    let body = window(lower, start, start + limits::WINDOW);
    let open = body.find('>')? + 1;
    let end = body.find("</h1")?;
    Some((body.get(open..end)?, start + open))
}
