//! Sentences that say that a model makes pictures from words, or does one thing to pictures.

use super::kind::is_of_another;
use crate::text::has_any;

/// Words for making images from text.
pub const IMAGE_MODELS: [&str; 33] = [
    "video",
    "视频",
    "caption",
    "draws",
    "text-to-image",
    "text to image",
    "text2image",
    "文生图",
    "文本到图像",
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
const PICTURES: [&str; 15] = [
    "the scene",
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
const FROM_WORDS: [&str; 28] = [
    "a caption and",
    "a sentence and",
    "a phrase and",
    "输入一句话",
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
        "模型",
    ];
    let named = has_any(sentence, &["text-to-image", "text to image", "text2image", "文生图", "文本到图像"]);
    let made = has_any(sentence, &MAKES) && has_any(sentence, &PICTURES) && has_any(sentence, &FROM_WORDS);
    (made || (named && has_any(sentence, &says)))
        && !has_any(
            sentence,
            &[
                "dataset",
                "benchmark",
                "such as",
                "compared",
                "unlike",
                "text from image",
                "search",
                "retriev",
                "数据集",
                "相比",
            ],
        )
        && !is_of_another(sentence, own)
}

/// Words for models that make videos from text.
const VIDEO_MODELS: [&str; 9] = [
    "text-to-video",
    "text to video",
    "video generation model",
    "video generative model",
    "video diffusion model",
    "generates videos",
    "generate videos",
    "文生视频",
    "视频生成模型",
];

/// Whether a sentence says that the model makes videos.
pub fn is_video_model(sentence: &str, own: &[String]) -> bool {
    let says = [" is a", " is an", " is the", " are a", " are ", "we present", "we introduce", "introducing", "是一"];
    let found = VIDEO_MODELS.iter().filter_map(|w| sentence.find(w)).min();
    let described = sentence.trim_start().starts_with("a ") || sentence.trim_start().starts_with("an ");
    found.is_some_and(|at| described || has_any(sentence.get(..at).unwrap_or_default(), &says))
        && !has_any(
            sentence,
            &[
                "dataset",
                "benchmark",
                "such as",
                "compared",
                "unlike",
                "search",
                "retriev",
                "understanding",
                "toolkit",
                "数据集",
                "相比",
            ],
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
