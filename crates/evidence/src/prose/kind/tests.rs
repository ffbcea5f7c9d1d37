//! What sentences say of what a model is.
use super::super::pictures::{is_image_model, one_image_task};
use super::super::writers::is_language_model;
use super::*;

fn own() -> Vec<String> {
    own_words("# Plover-7B")
}

#[test]
fn modalities_are_words_of_their_own() {
    for (said, want) in [
        ("text and code only", &["text", "code"][..]),
        ("8 codebooks of an audio codec", &["other_audio"]),
        ("textures and encoded frames", &[]),
        ("texts, images", &["text", "image"]),
        ("text embeddings", &[]),
        ("语音和文本", &["text", "speech"]),
    ] {
        assert_eq!(words(said), want, "{said}");
    }
}

#[test]
fn language_models_in_other_words() {
    for sentence in [
        "plover-7b is a large language model.",
        "plover is an llm.",
        "this is a family of llms for everyday use",
        "plover is a gpt-like neural network for generating and processing text.",
        "it is a sparse transformer that generates text in 30 languages",
        "plover is a dense model for chat.",
        "plover is a coding model.",
        "plover is a code model: it is a language model for programs",
        "we introduce plover, a conversational model for daily life",
        "鸻是一个大规模基座模型。",
        "本模型是一款中英双语对话模型。",
        "鸻是开源的语言大模型",
        "plover is a decoder-only transformer that writes and continues text.",
        "plover is an autoregressive transformer for text generation",
        "plover is an instruction-following assistant",
        "plover is a foundation model for natural language",
    ] {
        assert!(is_language_model(sentence, false, &own()), "{sentence}");
    }
    for sentence in [
        "plover is a large language model style transformer for eeg signals",
        "plover is a language model-inspired network for sensors",
        "plover is a language model that answers with one of 14 labels, nothing else.",
        "plover is a language model that returns a score between 0 and 1",
        "plover is an embedding model built on a language model",
        "plover is a reward model for a large language model",
        "tunakit is a toolkit for every large language model.",
        "plover is not a large language model",
        "plover is a protein language model",
        "plover is a benchmark",
        "plover is a transformer that produces vectors of texts",
        "plover is a neural network for sorting text",
        "plover is a decoder that generates pictures from text",
        "鸻是一个用于脑电信号的语言模型",
        "本模型是一个向量模型，输出文本的向量",
    ] {
        assert!(!is_language_model(sentence, false, &own()), "{sentence}");
    }
}

#[test]
fn images_from_words_and_images_from_images() {
    for sentence in [
        "plover is a text-to-image model",
        "plover is a diffusion transformer that paints pictures from a written prompt.",
        "this model draws illustrations from a text description",
        "plover turns captions into photos: it creates images from captions",
        "鸻可以根据文字描述生成高清图片",
        "鸻是文本到图像的生成模型",
        "本模型根据提示词绘制插画",
    ] {
        assert!(is_image_model(sentence, &own()), "{sentence}");
        assert_eq!(one_image_task(sentence, &own()), None, "{sentence}");
    }
    for sentence in [
        "tunakit is a toolkit that joins models for text-to-image generation",
        "plover is a language model that describes pictures in words",
        "plover removes noise from ct images of the lung",
        "the dataset holds text-to-image pairs",
    ] {
        assert!(!is_image_model(sentence, &own()), "{sentence}");
    }
    for sentence in [
        "plover is a diffusion model that removes noise from ct images of the lung",
        "plover is a model for upscaling photos by four",
        "we present plover, an inpainting network that fills holes in pictures",
        "本模型是一个图像超分模型",
    ] {
        assert!(one_image_task(sentence, &own()).is_some(), "{sentence}");
    }
    let guided = "plover is an inpainting model that fills pictures from a text prompt";
    assert_eq!(one_image_task(guided, &own()), None);
}
