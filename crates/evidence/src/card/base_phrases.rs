//! Words of sentences that say which model this one was made from, in English and Chinese.

use crate::candidates::Relation;

/// A phrase, how the model was made, and whether a name that is no link may follow: `fine-tuned from Thing-7B`.
pub type Phrase = (&'static str, Relation, bool);

/// The names follow these.
pub const BEFORE_NAMES: [Phrase; 60] = [
    ("fine-tuned version of", Relation::FineTuned, true),
    ("finetuned version of", Relation::FineTuned, true),
    ("fine tuned version of", Relation::FineTuned, true),
    ("fine-tuned from", Relation::FineTuned, true),
    ("finetuned from", Relation::FineTuned, true),
    ("fine-tune of", Relation::FineTuned, true),
    ("finetune of", Relation::FineTuned, true),
    ("fine-tuned on top of", Relation::FineTuned, true),
    ("finetuned on top of", Relation::FineTuned, true),
    ("instruction-tuned version of", Relation::FineTuned, true),
    ("instruction tuned version of", Relation::FineTuned, true),
    ("continued pretraining of", Relation::FineTuned, true),
    ("continued pre-training of", Relation::FineTuned, true),
    ("continual pretraining of", Relation::FineTuned, true),
    ("continually pretrained from", Relation::FineTuned, true),
    ("continually pre-trained from", Relation::FineTuned, true),
    ("further trained from", Relation::FineTuned, true),
    ("post-trained from", Relation::FineTuned, true),
    ("finetuned from model", Relation::FineTuned, true),
    ("initialized from", Relation::FineTuned, false),
    ("initialised from", Relation::FineTuned, false),
    ("trained from", Relation::FineTuned, false),
    ("fine-tuning", Relation::FineTuned, false),
    ("finetuning", Relation::FineTuned, false),
    ("quantized version of", Relation::Quantised, true),
    ("quantised version of", Relation::Quantised, true),
    ("quantization of", Relation::Quantised, true),
    ("quantizations of", Relation::Quantised, true),
    ("quantisation of", Relation::Quantised, true),
    ("quantized from", Relation::Quantised, true),
    ("quantised from", Relation::Quantised, true),
    ("quants of", Relation::Quantised, true),
    ("gguf version of", Relation::Quantised, true),
    ("awq version of", Relation::Quantised, true),
    ("gptq version of", Relation::Quantised, true),
    ("by quantizing", Relation::Quantised, false),
    ("merge of", Relation::Merged, true),
    ("merging", Relation::Merged, false),
    ("distilled from", Relation::Distilled, true),
    ("distilled version of", Relation::Distilled, true),
    ("distillation of", Relation::Distilled, false),
    ("pruned from", Relation::Pruned, true),
    ("pruned version of", Relation::Pruned, true),
    ("by pruning", Relation::Pruned, false),
    ("adapter for", Relation::Adapter, true),
    ("adapters for", Relation::Adapter, true),
    ("lora for", Relation::Adapter, true),
    ("adaption weights for", Relation::Adapter, false),
    ("adaptation weights for", Relation::Adapter, false),
    ("base model:", Relation::Unstated, true),
    ("base model**:", Relation::Unstated, true),
    ("base model:**", Relation::Unstated, true),
    ("derived from", Relation::Unstated, false),
    ("based on", Relation::Unstated, false),
    ("built on top of", Relation::Unstated, false),
    ("built upon", Relation::Unstated, false),
    ("基座模型", Relation::Unstated, true),
    ("底座模型", Relation::Unstated, true),
    ("基础模型", Relation::Unstated, true),
    ("基于", Relation::Unstated, true),
];

/// The names stand anywhere in a sentence with these.
pub const AROUND_NAMES: [(&str, Relation); 16] = [
    ("merged with mergekit", Relation::Merged),
    ("merged using mergekit", Relation::Merged),
    ("merged with [mergekit", Relation::Merged),
    ("merged using [mergekit", Relation::Merged),
    ("as a base.", Relation::Merged),
    ("基础上微调", Relation::FineTuned),
    ("基础上进行微调", Relation::FineTuned),
    ("微调而来", Relation::FineTuned),
    ("微调得到", Relation::FineTuned),
    ("量化版本", Relation::Quantised),
    ("量化而来", Relation::Quantised),
    ("蒸馏而来", Relation::Distilled),
    ("蒸馏得到", Relation::Distilled),
    ("剪枝得到", Relation::Pruned),
    ("合并而成", Relation::Merged),
    ("融合而成", Relation::Merged),
];

/// A sentence with these announces a list of names.
pub const BEFORE_LISTS: [&str; 6] = [
    "models were included in the merge",
    "merge of the following models",
    "models were merged",
    "merged models:",
    "合并了以下模型",
    "由以下模型合并",
];

/// What the sentence says of how, where the phrase does not.
pub const HOW: [(&str, Relation); 15] = [
    ("quantiz", Relation::Quantised),
    ("quantis", Relation::Quantised),
    ("量化", Relation::Quantised),
    ("lora", Relation::Adapter),
    ("adapter", Relation::Adapter),
    ("merg", Relation::Merged),
    ("合并", Relation::Merged),
    ("pruned", Relation::Pruned),
    ("剪枝", Relation::Pruned),
    ("裁剪", Relation::Pruned),
    ("distill", Relation::Distilled),
    ("蒸馏", Relation::Distilled),
    ("tuned", Relation::FineTuned),
    ("trained", Relation::FineTuned),
    ("微调", Relation::FineTuned),
];

/// What a sentence says is made from another's, other than the model.
pub const OTHER_SUBJECTS: [&str; 29] = [
    "tokenizer",
    "code",
    "dataset",
    "data ",
    "implementation",
    "script",
    "architecture",
    "template",
    "encoder",
    "evaluat",
    "demo",
    "prompt",
    "embedding",
    "vocab",
    "results",
    "reward",
    "other models",
    "applications",
    "apps ",
    "examples",
    "tutorial",
    "projects",
    "plugin",
    "products",
    "models that",
    "you can",
    "if you",
    "分词器",
    "数据集",
];

/// Words after which a clause no longer names what the model was made from.
pub const STOPS: [&str; 17] = [
    "using", "on", "with", "by", "for", "via", "through", "which", "that", "but", "while", "scratch", "this", "our",
    "these", "its", "then",
];

/// Words that may stand before a name.
pub const SKIPPED: [&str; 22] = [
    "the",
    "a",
    "an",
    "original",
    "base",
    "model",
    "models",
    "pre-trained",
    "pretrained",
    "version",
    "of",
    "is",
    "large",
    "language",
    "instruct",
    "chat",
    "from",
    "google's",
    "meta's",
    "openai's",
    "weights",
    "checkpoint",
];

/// Chinese words after which no name of a base follows.
pub const AFTER_NAMES_ZH: [&str; 8] = ["进行", "训练", "微调", "开发", "构建", "而来", "得到", "。"];

/// What is made with a model, in Chinese, and is no model.
pub const MADE_WITH_ZH: [&str; 9] =
    ["应用示例", "部署教程", "的部署", "的应用", "的示例", "的教程", "的案例", "的插件", "的项目"];
