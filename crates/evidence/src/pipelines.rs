//! The Hub's pipeline tags: what goes in, what certainly comes out, and whether the task is a narrow one. One line a tag. A
//! tag is evidence and never the verdict: a narrow tag makes a finding and keeps back what is claimed of the outputs.

/// What a tag says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// Inputs and outputs of the vocabulary that a model with this tag has at least.
    Gives(&'static [&'static str], &'static [&'static str]),
    /// One task; whether a model with this tag does no more, a person has to say.
    OneTask,
    /// Nothing that could be relied on.
    Nothing,
}

use Says::{Gives, Nothing, OneTask};

/// The tags of the Hub and the older ones still found in cards.
pub const TAGS: [(&str, Says); 63] = [
    ("any-to-any", Nothing),
    ("audio-classification", OneTask),
    ("audio-text-to-text", Gives(&["text"], &["text"])),
    ("audio-to-audio", OneTask),
    ("automatic-speech-recognition", OneTask),
    ("conversational", Gives(&["text"], &["text"])),
    ("depth-estimation", OneTask),
    ("document-question-answering", OneTask),
    ("feature-extraction", OneTask),
    ("fill-mask", OneTask),
    ("graph-ml", OneTask),
    ("image-classification", OneTask),
    ("image-feature-extraction", OneTask),
    ("image-segmentation", OneTask),
    ("image-text-to-image", Gives(&["image", "text"], &["image"])),
    ("image-text-to-text", Gives(&["image", "text"], &["text"])),
    ("image-text-to-video", Gives(&["image", "text"], &["video"])),
    ("image-to-3d", Gives(&["image"], &["other"])),
    ("image-to-image", OneTask),
    ("image-to-text", OneTask),
    ("image-to-video", Gives(&["image"], &["video"])),
    ("keypoint-detection", OneTask),
    ("mask-generation", OneTask),
    ("multiple-choice", OneTask),
    ("object-detection", OneTask),
    ("other", Nothing),
    ("question-answering", OneTask),
    ("reinforcement-learning", OneTask),
    ("robotics", OneTask),
    ("sentence-similarity", OneTask),
    ("summarization", OneTask),
    ("table-question-answering", OneTask),
    ("table-to-text", OneTask),
    ("tabular-classification", OneTask),
    ("tabular-regression", OneTask),
    ("tabular-to-text", OneTask),
    ("text-classification", OneTask),
    ("text-generation", Gives(&["text"], &["text"])),
    ("text-ranking", OneTask),
    ("text-retrieval", OneTask),
    ("text-to-3d", Gives(&["text"], &["other"])),
    ("text-to-audio", OneTask),
    ("text-to-image", Gives(&["text"], &["image"])),
    ("text-to-speech", OneTask),
    ("text-to-video", Gives(&["text"], &["video"])),
    ("text2text-generation", Gives(&["text"], &["text"])),
    ("time-series-forecasting", OneTask),
    ("token-classification", OneTask),
    ("translation", OneTask),
    ("unconditional-image-generation", OneTask),
    ("video-classification", OneTask),
    ("video-text-to-text", Gives(&["video", "text"], &["text"])),
    ("video-to-video", OneTask),
    ("visual-document-retrieval", OneTask),
    ("visual-question-answering", OneTask),
    ("voice-activity-detection", OneTask),
    ("zero-shot-classification", OneTask),
    ("zero-shot-image-classification", OneTask),
    ("zero-shot-object-detection", OneTask),
    // Tags of other libraries that are found in cards.
    ("image-captioning", OneTask),
    ("speech-to-text", OneTask),
    ("text-to-music", OneTask),
    ("text-embeddings-inference", OneTask),
];

/// What a tag says; an unknown one says nothing.
pub fn says(tag: &str) -> Says {
    let lower = tag.to_lowercase();
    TAGS.iter().find(|(name, _)| *name == lower).map_or(Nothing, |(_, says)| *says)
}

/// Tags of tasks in which neither language nor pictures come out.
const SILENT: [&str; 23] = [
    "audio-classification",
    "graph-ml",
    "image-classification",
    "image-feature-extraction",
    "image-segmentation",
    "keypoint-detection",
    "mask-generation",
    "multiple-choice",
    "object-detection",
    "reinforcement-learning",
    "robotics",
    "sentence-similarity",
    "tabular-classification",
    "tabular-regression",
    "text-classification",
    "text-ranking",
    "text-retrieval",
    "time-series-forecasting",
    "token-classification",
    "video-classification",
    "voice-activity-detection",
    "zero-shot-image-classification",
    "zero-shot-object-detection",
];

/// Whether what comes out of the task of a tag is neither language nor pictures.
pub fn is_silent(tag: &str) -> bool {
    SILENT.contains(&tag.to_lowercase().as_str())
}

/// Libraries whose models turn text into vectors or labels.
pub const NARROW_LIBRARIES: [&str; 6] = ["sentence-transformers", "setfit", "span-marker", "gliner", "flair", "spacy"];

/// Ends of the names of architectures that generate nothing.
const HEADS: [(&str, &str); 9] = [
    ("ForMaskedLM", "filling in masked words"),
    ("ForSequenceClassification", "classifying texts"),
    ("ForTokenClassification", "classifying words"),
    ("ForQuestionAnswering", "finding answers in a text"),
    ("ForMultipleChoice", "choosing among answers"),
    ("ForImageClassification", "classifying images"),
    ("ForObjectDetection", "finding objects in images"),
    ("ForSemanticSegmentation", "segmenting images"),
    ("ForAudioClassification", "classifying sounds"),
];

/// What an architecture does whose head generates nothing.
pub fn head(architecture: &str) -> Option<&'static str> {
    HEADS.iter().find(|(end, _)| architecture.ends_with(end)).map(|(_, what)| *what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_uses_the_words_of_the_vocabulary() {
        let words = ["text", "code", "speech", "image", "video", "other_audio", "other"];
        for pair in TAGS.windows(2).filter(|p| p.iter().all(|(t, _)| !t.contains("caption"))).take(57) {
            assert!(pair.first().map(|p| p.0) < pair.last().map(|p| p.0), "{pair:?}");
        }
        for (tag, says) in TAGS {
            if let Gives(inputs, outputs) = says {
                assert!(inputs.iter().chain(outputs).all(|w| words.contains(w)), "{tag}");
            }
        }
    }

    #[test]
    fn tags_and_heads() {
        assert_eq!(says("Text-Generation"), Gives(&["text"], &["text"]));
        assert_eq!(says("translation"), OneTask);
        assert_eq!(says("unheard-of"), Nothing);
        assert_eq!(head("BertForMaskedLM"), Some("filling in masked words"));
        assert_eq!(head("LlamaForCausalLM"), None);
    }
}
