//! Sentences that say what kind of model it is: what goes in, what comes out, what it was made from.

use crate::limits;
use crate::text::{has_any, window};

/// Bytes of what stands between a label and its colon: ` modalities`, ` type(s)`.
const LABEL_KIND: usize = 14;
/// Bytes of what a label says; longer ones describe.
const SAID: usize = 200;

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

/// Headings under which a card speaks of what others make with the model.
pub fn is_community(under: &str) -> bool {
    has_any(
        under,
        &[
            "community",
            "ecosystem",
            "related",
            "third-party",
            "third party",
            "friends",
            "projects",
            "社区",
            "生态",
            "相关项目",
            "第三方",
        ],
    )
}

/// Whether a passage is news, which may be of anything: under a heading for it, or an item that begins with a day.
pub fn is_news(sentence: &str, under: &str) -> bool {
    let bare = sentence.trim_start_matches(|c: char| !c.is_alphanumeric());
    let year = |w: &str| w.len() == 4 && w.starts_with("20") && w.bytes().all(|b| b.is_ascii_digit());
    // `2025-03-06`, `[2025.05.30]`, `3/6/2025:`.
    let first: Vec<&str> = bare.split(|c: char| !c.is_alphanumeric()).take(3).collect();
    let number = |w: &&str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_digit());
    let day = first.iter().take(2).all(number) && first.iter().any(|w| year(w));
    let headings = ["news", "changelog", "release notes", "what's new", "更新信息", "更新日志", "新闻", "动态"];
    day || has_any(under, &headings) || under.rsplit(" / ").next().is_some_and(|h| matches!(h, "update" | "updates"))
}

/// Whether a passage is news of something else than the model: it is news, the card speaks of its title elsewhere, and not here.
pub fn is_news_of_another(sentence: &str, under: &str, title: &[String], card: &str) -> bool {
    is_news(sentence, under)
        && title.iter().any(|word| card.matches(word.as_str()).nth(1).is_some())
        && !title.iter().any(|word| sentence.contains(word.as_str()))
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
    if has_any(said, &["embedding", "label", "score", "logit", "image-text pairs", "bounding box"]) {
        return out;
    }
    for (modality, names) in [
        ("text", ["text", "texts", "文本", "文字"]),
        ("code", ["code", "source code", "代码", "程序"]),
        ("image", ["image", "images", "图像", "图片"]),
        ("video", ["video", "videos", "视频", "影片"]),
        ("speech", ["speech", "spoken", "语音", "说话"]),
        ("other_audio", ["audio", "music", "音乐", "音频"]),
    ] {
        let named = names.iter().any(|name| if name.is_ascii() { holds_word(said, name) } else { said.contains(name) });
        // `8 codebooks of an audio codec` are no code, and `audio codec` says nothing of speech.
        if named {
            out.push(modality);
        }
    }
    out
}

/// Whether a text holds a word of its own.
fn holds_word(text: &str, word: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        !part(before) && !part(text.get(at + word.len()..).and_then(|t| t.chars().next()))
    })
}

/// Words for things that are no model.
const TOOLS: [&str; 16] = [
    "toolkit",
    "toolbox",
    "library",
    "framework",
    "platform",
    "benchmark",
    "dataset",
    "pipeline",
    "leaderboard",
    "workflow",
    "plugin",
    "repository of",
    "工具",
    "框架",
    "平台",
    "数据集",
];

/// Whether a sentence speaks of something else than this model: of a tool, or of somebody's model by another name.
pub fn is_of_another(sentence: &str, own: &[String]) -> bool {
    let bare = sentence
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '+' | '>' | '#' | '[' | '`'));
    let verb = [" is a ", " is an ", " are ", " is the ", " joins", "是一"].iter().filter_map(|v| bare.find(v)).min();
    let Some(verb) = verb else { return false };
    let subject = bare.get(..verb).unwrap_or_default();
    let object = window(bare, verb, verb + 60);
    let ours = ["this ", "our ", "the model", "it", "we ", "本", "该", "这", "此", "我们"]
        .iter()
        .any(|w| subject.starts_with(w));
    let named = own.iter().any(|word| subject.contains(word.as_str()));
    if ours || named || own.is_empty() {
        return false;
    }
    has_any(object, &TOOLS)
}

/// The words of a model's name, from the title of its card.
pub fn own_words(title: &str) -> Vec<String> {
    let words = title.split(|c: char| !(c.is_alphanumeric() || c == '.'));
    words.map(str::to_lowercase).filter(|w| w.chars().count() > 2 || !w.is_ascii()).collect()
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

/// Words for transcribing speech, and for reading aloud.
pub const SPEECH: [&str; 8] = [
    "speech recognition",
    "transcrib",
    "speech-to-text",
    "语音识别",
    "text-to-speech",
    "speech synthesis",
    "tts",
    "语音合成",
];
/// What reads texts aloud.
const READERS: [&str; 9] = [
    "text-to-speech system",
    "text-to-speech model",
    "text-to-speech (tts)",
    "speech synthesis model",
    "speech synthesis system",
    "tts model",
    "tts system",
    "语音合成模型",
    "语音合成系统",
];

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
    let reads = READERS.iter().filter_map(|w| sentence.find(w)).min();
    let is = [" is a", " is an", " is the", " is our", "we introduce", "we present", "introducing", "是一"];
    (has_any(sentence, &SPEECH) && has_any(sentence, &says))
        || reads.is_some_and(|at| has_any(window(sentence, at.saturating_sub(READS_BEFORE), at), &is))
}

/// Bytes before what reads aloud in which a sentence says that the model does.
const READS_BEFORE: usize = 60;

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

#[cfg(test)]
mod tests;
