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

/// Words for language models.
pub const LANGUAGE_MODELS: [&str; 38] = [
    "language model",
    "llm",
    "generative text model",
    "text generation model",
    "text-generation model",
    "大语言模型",
    "大模型",
    "语言模型",
    "语言大模型",
    "基座模型",
    "对话模型",
    "聊天模型",
    "文本生成",
    "生成文本",
    "chat model",
    "chat assistant",
    "conversational model",
    "chatbot",
    "instruct model",
    "instruction-following model",
    "instruction-tuned model",
    "coding model",
    "code model",
    "reasoning model",
    "model for chat",
    "model for conversation",
    "model for dialogue",
    "model for coding",
    "model for code",
    "model for writing",
    "model for reasoning",
    "gpt-like",
    "gpt-style",
    "generating text",
    "generates text",
    "generate text",
    "writes text",
    "text in and text out",
];
/// Words before which a language model is only a likeness: `a language model style transformer`.
const LIKENESS: [&str; 7] = [" style", "-style", " like", "-like", " inspired", "-inspired", " architecture for"];
/// Words of what a model is for, if it is no language model in the ordinary sense.
const OTHER_MATTERS: [&str; 28] = [
    "audio",
    "music",
    "speech",
    "protein",
    "dna ",
    "genom",
    "chess",
    "weather",
    "molecul",
    "eeg",
    "ecg",
    "signal",
    "sensor",
    "time series",
    "time-series",
    "robot",
    "trajector",
    "recommender",
    "click-through",
    "vital sign",
    "brain",
    "seismic",
    "climate",
    "脑电",
    "信号",
    "时间序列",
    "蛋白质",
    "基因",
];
/// Models that give vectors, labels or scores, whatever they are made of.
const GIVES_NO_TEXT: [&str; 28] = [
    "embedding model",
    "text embedding",
    "sentence embedding",
    "reranker",
    "re-ranker",
    "reranking",
    "classifier",
    "reward model",
    "retriever",
    "guard model",
    "moderation model",
    "safety classifier",
    "token classification",
    "returns a score",
    "outputs a score",
    "outputs a label",
    "fixed set of labels",
    "dense vector",
    "into vectors",
    "vector representation",
    "binary label",
    "yes or no label",
    "嵌入模型",
    "向量模型",
    "分类器",
    "奖励模型",
    "排序模型",
    "打分模型",
];
/// Words for giving something out.
const GIVES: [&str; 12] = [
    "answers with",
    "outputs",
    "returns",
    "predicts",
    "assigns",
    "emits",
    "responds with",
    "gives",
    "produces",
    "maps",
    "输出",
    "返回",
];
/// What is no text.
const NO_TEXT: [&str; 16] = [
    "label",
    "score",
    "embedding",
    "vector",
    "class ",
    "classes",
    "categor",
    "probabilit",
    "logit",
    "rating",
    "verdict",
    "标签",
    "分数",
    "类别",
    "向量",
    "概率",
];

/// Whether a sentence says that what comes out is vectors, labels or scores.
fn gives_no_text(sentence: &str) -> bool {
    let given = GIVES.iter().any(|g| {
        sentence.match_indices(g).any(|(at, _)| {
            let near = window(sentence, at + g.len(), at + g.len() + 48);
            let clause = near.split([',', '.', ';', '，', '。']).next().unwrap_or_default();
            has_any(clause, &NO_TEXT) && !has_any(clause, &["text", "文本"])
        })
    });
    given || has_any(sentence, &GIVES_NO_TEXT)
}

/// Whether a sentence says that the model is a language model; `own` are the words of the model's name.
pub fn is_language_model(sentence: &str, is_title: bool, own: &[String]) -> bool {
    let named = |n: &str| if n == "llm" { llm(sentence) } else { sentence.find(n) };
    let Some((at, name)) = LANGUAGE_MODELS.iter().filter_map(|n| Some((named(n)?, *n))).min() else { return false };
    if has_any(sentence, &OTHER_MATTERS) || gives_no_text(sentence) {
        return false;
    }
    let after = sentence.get(at + name.len()..).unwrap_or_default();
    if LIKENESS.iter().any(|l| after.starts_with(l) || after.trim_start_matches('s').starts_with(l)) {
        return false;
    }
    if has_any(
        sentence,
        &["not a large language model", "not a language model", "no language model", "不是语言模型", "不是大语言模型"],
    ) {
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
        "是",
    ];
    is_title || (has_any(before, &says) && !is_of_another(sentence, own))
}

/// `LLM` as a word of its own, also in the plural.
fn llm(sentence: &str) -> Option<usize> {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    sentence.match_indices("llm").map(|(at, _)| at).find(|at| {
        let after = sentence.get(at + 3..).unwrap_or_default();
        let after = after.strip_prefix('s').unwrap_or(after);
        !letter(sentence.get(..*at).and_then(|t| t.chars().next_back()))
            && !letter(after.chars().next())
            && !after.starts_with(['-', '.'])
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
fn is_of_another(sentence: &str, own: &[String]) -> bool {
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
    words.map(str::to_lowercase).filter(|w| w.chars().count() > 2 || w.chars().any(|c| !c.is_ascii())).collect()
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
pub const IMAGE_MODELS: [&str; 27] = [
    "text-to-image",
    "text to image",
    "文生图",
    "picture",
    "images from",
    "image from",
    "photo",
    "illustration",
    "artwork",
    "paints",
    "drawing",
    "生成图",
    "生成高清",
    "图片",
    "图像",
    "绘画",
    "作画",
    "upscal",
    "super-resolution",
    "inpaint",
    "denois",
    "noise from",
    "deblur",
    "colori",
    "超分",
    "去噪",
    "修复",
];
/// Making.
const MAKES: [&str; 20] = [
    "generat",
    "creat",
    "paint",
    "draw",
    "produc",
    "render",
    "synthesi",
    "make",
    "turns",
    "turning",
    "imagine",
    "illustrat",
    "生成",
    "绘制",
    "创作",
    "画出",
    "作画",
    "合成",
    "绘画",
    "渲染",
];
/// Pictures.
const PICTURES: [&str; 14] = [
    "picture",
    "image",
    "photo",
    "illustration",
    "artwork",
    "painting",
    "drawing",
    "poster",
    "图片",
    "图像",
    "画作",
    "照片",
    "图画",
    "插画",
];
/// What they are made from.
const FROM_WORDS: [&str; 24] = [
    "from text",
    "from a text",
    "from written",
    "from a written",
    "from natural language",
    "from a prompt",
    "from prompts",
    "from a description",
    "from descriptions",
    "from captions",
    "from a caption",
    "text prompt",
    "text description",
    "textual",
    "written prompt",
    "described in words",
    "from words",
    "根据文字",
    "根据文本",
    "文字描述",
    "文本描述",
    "提示词",
    "自然语言描述",
    "按照描述",
];
/// Doing one thing to a picture that is given.
const ONE_TASK: [(&str, &str); 17] = [
    ("upscal", "enlarging pictures"),
    ("super-resolution", "enlarging pictures"),
    ("super resolution", "enlarging pictures"),
    ("超分", "enlarging pictures"),
    ("inpaint", "filling in pictures"),
    ("denois", "removing noise from pictures"),
    ("noise from", "removing noise from pictures"),
    ("去噪", "removing noise from pictures"),
    ("deblur", "sharpening pictures"),
    ("dehaz", "clearing pictures"),
    ("coloriz", "colouring pictures"),
    ("colouris", "colouring pictures"),
    ("background remov", "cutting out pictures"),
    ("remove the background", "cutting out pictures"),
    ("segments ", "segmenting pictures"),
    ("图像修复", "restoring pictures"),
    ("上色", "colouring pictures"),
];

/// Whether a sentence says that the model makes images from text; `own` are the words of the model's name.
pub fn is_image_model(sentence: &str, own: &[String]) -> bool {
    let says = [
        " is a",
        " are a",
        "model",
        "capable of",
        "we present",
        "we introduce",
        "是一",
        "可以",
        "能够",
        "能根据",
        "根据",
    ];
    let named = has_any(sentence, &["text-to-image", "text to image", "文生图"]);
    let made = has_any(sentence, &MAKES) && has_any(sentence, &PICTURES) && has_any(sentence, &FROM_WORDS);
    (named || made)
        && (has_any(sentence, &says) || made)
        && !has_any(
            sentence,
            &["dataset", "benchmark", "such as", "compared", "unlike", "text from image", "数据集", "相比"],
        )
        && !is_of_another(sentence, own)
}

/// The one thing that a model does to pictures, if a sentence says that it is a model for it and speaks of no words that guide it.
pub fn one_image_task(sentence: &str, own: &[String]) -> Option<&'static str> {
    let model = has_any(sentence, &["model", "network", "transformer", "diffusion", "模型", "网络"]);
    let about = has_any(
        sentence,
        &[" is a", " is an", "we present", "we introduce", "是一", "this model", "the model", "本模型"],
    );
    let picture = has_any(sentence, &PICTURES) || has_any(sentence, &["scan", "mri", "x-ray", "resolution"]);
    let (_, task) = ONE_TASK.iter().find(|(word, _)| sentence.contains(word))?;
    let guided = has_any(sentence, &FROM_WORDS)
        || has_any(sentence, &["prompt", "text", "caption", "instruction", "language", "文", "指令"]);
    (model && about && picture && !guided && !is_of_another(sentence, own)).then_some(task)
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
