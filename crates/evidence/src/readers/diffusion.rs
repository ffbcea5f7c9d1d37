//! model_index.json of diffusers: what a pipeline of components takes and makes, by the classes of its components.
//!
//! No parameters are claimed here: text encoders and decoders lie beside the model itself. 6·P·D does not hold for
//! diffusion models, which run their network for pixels or latents and not for tokens.

use gpai_rules::fact::Source;
use gpai_rules::names;

use crate::domain;
use crate::files::Entry;
use crate::limits;
use crate::node::Node;
use crate::reader::{Rank, Reader};
use crate::run::Run;
use crate::text::{has_any, shorten};

/// The reader.
pub const READER: Reader = Reader { name: NAME, rank: Rank::Beside, sample: "model_index.json", wants, read };
const NAME: &str = "diffusion pipeline";

/// Parts of the names of classes that make sound.
const SOUND: [&str; 7] = ["audio", "music", "oobleck", "vocoder", "hifigan", "unet1d", "speech"];
/// Parts of the names of classes whose data has a dimension of time.
const VIDEO: [&str; 13] = [
    "video",
    "3dmodel",
    "3dcondition",
    "transformer3d",
    "spatiotemporal",
    "temporaldecoder",
    "motion",
    "autoencoderklwan",
    "wantransformer",
    "mochi",
    "allegro",
    "latte",
    "cosmos",
];
/// Parts of the names of classes that make images.
const IMAGE: [&str; 10] = [
    "unet2d",
    "transformer2d",
    "transformermodel",
    "autoencoderkl",
    "autoencodertiny",
    "autoencoderdc",
    "vqmodel",
    "dit2d",
    "ditmodel",
    "uvit",
];
/// Words in the name of a pipeline that starts from an image and does one thing to it.
const NARROW: [(&str, &str); 16] = [
    ("inpaint", "filling parts of an image"),
    ("outpaint", "extending an image"),
    ("upscale", "enlarging images"),
    ("superresolution", "enlarging images"),
    ("img2img", "changing an image"),
    ("imagetoimage", "changing an image"),
    ("pix2pix", "changing an image"),
    ("imageedit", "changing an image"),
    ("depth2img", "changing an image"),
    ("img2vid", "animating an image"),
    ("imagetovideo", "animating an image"),
    ("videotovideo", "changing a video"),
    ("video2video", "changing a video"),
    ("depth", "estimating depth"),
    ("normals", "estimating surfaces"),
    ("variation", "varying an image"),
];

fn wants(entry: &Entry) -> bool {
    entry.path == "model_index.json"
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    for entry in entries {
        let Some(text) = run.text(entry, limits::CONFIG, NAME) else { continue };
        let Some(index @ Node::Map(_)) = run.json(&text) else {
            run.note(&text.file, NAME, "nothing: no JSON object");
            continue;
        };
        let class = index.get("_class_name").and_then(Node::text).unwrap_or_default();
        let components: Vec<(&str, &str)> =
            index.entries().iter().filter_map(|(k, v)| Some((k.as_str(), component(v)?))).collect();
        if class.is_empty() && components.is_empty() {
            run.note(&text.file, NAME, "neither pipeline nor components");
            continue;
        }
        let source = text.source_of("\"_class_name\"");
        run.note(&text.file, NAME, format!("{}, {} components", shorten(class), components.len()));
        pipeline(run, class, &components, &source);
    }
}

/// The class of a component, `["diffusers", "UNet2DConditionModel"]`; nulls mean that it is left out.
fn component(node: &Node) -> Option<&str> {
    match node {
        Node::List(pair) if pair.len() == 2 => pair.get(1)?.text().filter(|class| !class.is_empty()),
        _ => None,
    }
}

fn pipeline(run: &mut Run<'_>, class: &str, components: &[(&str, &str)], source: &Source) {
    let plain = class.to_lowercase();
    let lower: Vec<(String, String)> = components.iter().map(|(k, c)| (k.to_lowercase(), c.to_lowercase())).collect();
    // Guards look at what is made or hide it; they make nothing.
    let makers: Vec<&(String, String)> = lower
        .iter()
        .filter(|(key, _)| {
            !has_any(
                key,
                &["text", "token", "safety", "scheduler", "feature_extractor", "image_encoder", "image_processor"],
            )
        })
        .collect();
    let any = |parts: &[&str]| makers.iter().any(|(_, c)| has_any(c, parts));
    // Images may also be made token by token, without steps to schedule.
    let steps = lower.iter().any(|(key, _)| has_any(key, &["scheduler", "unet"]));
    let output = if any(&SOUND) {
        "other_audio"
    } else if any(&VIDEO) {
        "video"
    } else if any(&IMAGE) {
        "image"
    } else {
        // Nothing is known of what it makes.
        return;
    };
    if steps {
        run.diffusion(source.clone());
    }
    let place = domain::place(source);
    if let Some((_, what)) = NARROW.iter().find(|(word, _)| plain.contains(word)) {
        return run.narrow(&format!("the pipeline {} is one for {what}", shorten(class)), place);
    }
    let reads_text = lower.iter().any(|(key, class)| {
        key.starts_with("text_encoder")
            || key.starts_with("tokenizer")
            || class.contains("textmodel")
            || class.contains("t5encoder")
    });
    if !reads_text {
        return run.narrow(&format!("no component of the pipeline {} reads text", shorten(class)), place);
    }
    run.modality(names::MODEL_INPUTS, &["text"], source.clone());
    run.modality(names::MODEL_OUTPUTS, &[output], source.clone());
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::Found;
    use crate::candidates::Candidates;
    use crate::files::Memory;
    use crate::probe::run;

    fn of(index: &str) -> (Candidates, Found) {
        run(&READER, &Memory::new().with("model_index.json", index))
    }

    fn output(index: &str) -> Vec<&'static str> {
        let (candidates, _) = of(index);
        let of = candidates.modalities.iter().filter(|m| m.fact == "model.outputs");
        of.flat_map(|m| m.words.iter().copied()).collect()
    }

    #[test]
    fn classes_of_components_say_what_comes_out() {
        let text = r#""text_encoder": ["transformers", "CLIPTextModel"], "tokenizer": ["transformers", "CLIPTokenizer"], "scheduler": ["diffusers", "XScheduler"]"#;
        for (class, makers, what) in [
            ("APipeline", r#""unet": ["diffusers", "UNet2DConditionModel"]"#, "image"),
            (
                "BPipeline",
                r#""transformer": ["diffusers", "NewTransformer2DModel"], "vae": ["diffusers", "AutoencoderKL"]"#,
                "image",
            ),
            (
                "CPipeline",
                r#""transformer": ["diffusers", "NewTransformer3DModel"], "vae": ["diffusers", "AutoencoderKLNew"]"#,
                "video",
            ),
            (
                "DPipeline",
                r#""unet": ["diffusers", "UNet3DConditionModel"], "vae": ["diffusers", "AutoencoderKL"]"#,
                "video",
            ),
            ("EPipeline", r#""vae": ["diffusers", "AutoencoderOobleck"]"#, "other_audio"),
        ] {
            let index = format!("{{\"_class_name\": \"{class}\", {makers}, {text}}}");
            assert_eq!(output(&index), [what], "{index}");
            let (candidates, _) = of(&index);
            assert!(candidates.diffusion.is_some() && candidates.parameters.is_empty());
        }
    }

    #[test]
    fn pipelines_for_one_thing_may_be_narrow() {
        let rest =
            r#""unet": ["diffusers", "UNet2DConditionModel"], "text_encoder": ["transformers", "CLIPTextModel"]"#;
        for class in [
            "XInpaintPipeline",
            "XUpscalePipeline",
            "XImg2ImgPipeline",
            "XDepthEstimationPipeline",
            "XImageToVideoPipeline",
        ] {
            let index = format!("{{\n\"_class_name\": \"{class}\", {rest}}}");
            let (candidates, found) = of(&index);
            assert!(candidates.narrow && candidates.modalities.is_empty(), "{class}");
            assert_eq!(found.findings[0].places[0].line, Some(2));
        }
        let blind = r#"{"_class_name": "P", "unet": ["diffusers", "UNet2DModel"], "text_encoder": [null, null]}"#;
        assert!(of(blind).0.narrow);
    }

    #[test]
    fn other_documents_say_nothing() {
        for index in [
            "{}",
            "[]",
            "{\"_class_name\": 3}",
            "{\"_class_name\": \"P\", \"unet\": \"UNet2DModel\"}",
            "{\"unet\": [\"UNet2DModel\"]}",
            "{\"_class_name\": \"P\", \"language_model\": [\"transformers\", \"XForCausalLM\"]}",
            "{",
        ] {
            let (candidates, _) = of(index);
            assert!(
                candidates.modalities.is_empty() && candidates.diffusion.is_none() && !candidates.narrow,
                "{index}"
            );
        }
    }
}
