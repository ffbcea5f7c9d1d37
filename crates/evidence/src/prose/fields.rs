//! Whether a card is about a model that gives neither language nor pictures: structures of proteins, genomes, weather, series
//! of numbers, boxes around things, movements of robots. Then nothing that the Guidelines' criterion asks for comes out.
//!
//! Words for such a field are weighed over the whole card: in its title, in the sentences that introduce the model, in the
//! rest. One sign that language comes out, and nothing is concluded. The weights are whole numbers; which words decided is said.

use std::ops::Range;

use super::kind::{is_community, is_news};
use super::page::Page;
use super::signs::Signs;
use super::subject;
use crate::text::window;

/// A field of outputs.
struct Field {
    /// Its name, as a finding says it.
    name: &'static str,
    /// Words of which none stands for anything else in a card about another field. Words in Latin letters begin where a word begins.
    words: &'static [&'static str],
    /// Whether such models are told in words what to do: then words as inputs say nothing of outputs.
    told: bool,
}

/// The fields. Pictures made from pictures are none of them: what the Guidelines say of those is unclear (doubt GX-5).
const FIELDS: [Field; 11] = [
    Field {
        name: "proteins",
        words: &[
            "protein",
            "amino acid",
            "amino-acid",
            "antibod",
            "biomolecul",
            "proteom",
            "protéine",
            "proteína",
            "eiweiß",
            "蛋白质",
            "氨基酸",
            "タンパク質",
            "단백질",
        ],
        told: false,
    },
    Field {
        name: "genomes",
        words: &[
            "genom",
            "dna ",
            "dna-",
            "dna.",
            "dna,",
            "rna ",
            "rna-",
            "nucleotide",
            "base pair",
            "基因组",
            "碱基",
            "dna基",
            "dna 基",
            "ゲノム",
            "塩基",
            "유전체",
            "염기",
        ],
        told: false,
    },
    Field {
        name: "cells",
        words: &[
            "single-cell",
            "single cell",
            "scrna",
            "gene expression",
            "transcriptom",
            "cell type",
            "单细胞",
            "细胞",
        ],
        told: false,
    },
    Field {
        name: "molecules and materials",
        words: &[
            "molecule",
            "molecular",
            "smiles",
            "interatomic",
            "force field",
            "crystal structure",
            "materials discovery",
            "atomistic",
            "分子",
            "晶体",
        ],
        told: false,
    },
    Field {
        name: "weather and the earth",
        words: &[
            "weather",
            "climate",
            "atmospher",
            "earth system",
            "meteorolog",
            "precipitation",
            "era5",
            "nowcasting",
            "sea surface",
            "hydrolog",
            "wetter",
            "météo",
            "meteorológ",
            "天气",
            "气象",
            "气候",
            "天気",
            "날씨",
            "기상",
        ],
        told: false,
    },
    Field {
        name: "time series",
        words: &[
            "time series",
            "time-series",
            "timeseries",
            "forecasting",
            "zeitreihe",
            "séries temporelles",
            "series temporales",
            "serie storiche",
            "时间序列",
            "时序",
            "時系列",
            "시계열",
        ],
        told: false,
    },
    Field {
        name: "games",
        words: &["chess", "board game", "go engine", "schach", "échecs", "ajedrez", "棋"],
        told: false,
    },
    Field {
        name: "robots",
        words: &[
            "robot",
            "manipulation polic",
            "joint position",
            "end-effector",
            "locomotion",
            "roboter",
            "机器人",
            "机械臂",
            "ロボット",
            "로봇",
        ],
        told: true,
    },
    Field {
        name: "finding things in pictures",
        words: &[
            "object detection",
            "object detector",
            "open-set detection",
            "open-set object",
            "bounding box",
            "segmentation",
            "pose estimation",
            "keypoint",
            "object tracking",
            "detect anything",
            "segment anything",
            "objekterkennung",
            "détection d'objets",
            "detección de objetos",
            "目标检测",
            "物体检测",
            "图像分割",
            "物体検出",
            "객체 탐지",
        ],
        told: true,
    },
    Field {
        name: "vectors and labels",
        words: &[
            "embedding model",
            "text embedding",
            "sentence embedding",
            "reranker",
            "re-ranker",
            "cross-encoder",
            "classifier",
            "嵌入模型",
            "向量模型",
            "重排序",
            "分类器",
        ],
        told: true,
    },
    Field {
        name: "depth and shapes",
        words: &[
            "depth estimation",
            "metric depth",
            "depth map",
            "3d reconstruction",
            "point cloud",
            "pointmap",
            "optical flow",
            "3d vision",
            "multi-view",
            "camera pose",
            "3d geometr",
            "深度估计",
            "三维重建",
            "点云",
        ],
        told: false,
    },
];

/// Words for language or pictures as outputs, beside those by which a sentence says that the model is a language model.
const GIVES: [&str; 40] = [
    "llm",
    "large language model",
    "chat",
    "chatbot",
    "assistant",
    "conversation",
    "dialog",
    "question answering",
    "question-answering",
    "instruction-tuned",
    "instruction tuned",
    "instruction-following",
    "-instruct",
    "instruct model",
    "caption",
    "captioning",
    "text generation",
    "text-generation",
    "generate text",
    "generates text",
    "generating text",
    "natural language generation",
    "image-to-text",
    "text-to-text",
    "text-to-image",
    "text-to-video",
    "image generation",
    "video generation",
    "text-to-speech",
    "machine translation",
    "summariz",
    "summaris",
    "story",
    "code generation",
    "文本生成",
    "对话",
    "问答",
    "大语言模型",
    "文生图",
    "聊天",
];
/// The same where the field is not one whose models are told in words.
const SPEAKS: [&str; 8] =
    ["natural language", "natural-language", "textual", "free text", "text and", "and text", "explanation", "自然语言"];

/// Passages at the start of a card, headings too, that introduce its model.
const LEAD: usize = 20;
/// What a word weighs in the title, in the lead, and elsewhere.
const WEIGHTS: (u32, u32, u32) = (3, 2, 1);
/// The weight from which a card is about a field.
const ENOUGH: u32 = 4;

/// The words by which passages are told that may speak of a field, and of what comes out.
pub fn words() -> impl Iterator<Item = (Signs, &'static str)> {
    let fields = FIELDS.iter().flat_map(|f| f.words.iter().map(|w| (Signs::FIELD, *w)));
    fields.chain(GIVES.iter().chain(&SPEAKS).map(|w| (Signs::GIVES, *w)))
}

/// What a card says of what comes out.
pub enum Gives {
    /// Language or pictures, as far as its words go.
    Language,
    /// Something else: the field, and the place that says so first.
    Field(&'static str, usize),
    /// Nothing is said.
    Unsaid,
}

/// What a card says of what comes out of its model.
pub fn of(page: &Page) -> Gives {
    let prose = &page.prose;
    let mut weights = [0u32; FIELDS.len()];
    let mut first: [Option<usize>; FIELDS.len()] = [None; FIELDS.len()];
    let (mut gives, mut speaks) = (false, false);
    let (mut titles, mut read) = (0, 0);
    for (passage, signs) in prose.passages.iter().zip(&prose.signs) {
        let Some(sentence) = prose.flat.get(passage.range.clone()).filter(|s| !s.trim().is_empty()) else { continue };
        titles += usize::from(passage.is_heading);
        read += 1;
        let describes = !passage.is_aside && !is_community(&passage.under) && !is_news(sentence, &passage.under);
        if describes && signs.any(Signs::GIVES) && !subject::is_relative(sentence) {
            gives |= GIVES.iter().any(|w| word(sentence, w).is_some());
            speaks |= SPEAKS.iter().any(|w| word(sentence, w).is_some());
        }
        if !describes || !signs.any(Signs::FIELD) {
            continue;
        }
        let (is_title, is_lead) = (passage.is_heading && titles == 1, read <= LEAD);
        for ((field, weight), first) in FIELDS.iter().zip(&mut weights).zip(&mut first) {
            let found: Vec<usize> = field.words.iter().filter_map(|w| word(sentence, w)).collect();
            let Some(at) = found.iter().min() else { continue };
            *weight += match (is_title, is_lead) {
                (true, _) => WEIGHTS.0,
                (_, true) => WEIGHTS.1,
                _ => WEIGHTS.2,
            };
            // Several words of a field in one sentence say more than one.
            *weight += if is_lead && found.len() > 1 { WEIGHTS.1 } else { 0 };
            if is_lead {
                first.get_or_insert(passage.range.start + at);
            }
        }
    }
    if gives {
        return Gives::Language;
    }
    // `Proteins, small molecules, DNA`: several fields of nature make one together.
    let together: u32 = FIELDS.iter().zip(weights).filter(|(f, _)| !f.told).map(|(_, weight)| weight).sum();
    let best = FIELDS.iter().zip(weights).zip(first).max_by_key(|((_, weight), _)| *weight);
    match best {
        Some(((field, weight), Some(at)))
            if (weight >= ENOUGH || (weight >= WEIGHTS.1 && together > ENOUGH)) && (field.told || !speaks) =>
        {
            Gives::Field(field.name, at)
        }
        _ => Gives::Unsaid,
    }
}

/// Where a word begins in a text; one of Latin letters does not begin inside another, a short one does not end there.
fn word(text: &str, word: &str) -> Option<usize> {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    text.match_indices(word).map(|(at, _)| at).find(|at| {
        let range: Range<usize> = at.saturating_sub(1)..*at;
        let before = window(text, range.start, range.end).chars().next_back();
        // `tensorrt-llm` is a tool.
        let before = letter(before) || (before == Some('-') && word == "llm");
        let after = letter(text.get(at + word.len()..).and_then(|a| a.chars().next()));
        !word.is_ascii() || ((!before || word.starts_with('-')) && !(after && word.len() <= SHORT))
    })
}

/// Letters of a word that has no ending.
const SHORT: usize = 4;
