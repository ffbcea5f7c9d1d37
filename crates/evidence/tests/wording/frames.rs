//! Wordings in English and Chinese, and some words and signs of other countries.

use crate::figures::Truth::{AtMostOpen, Known, Unknown};
use crate::figures::{A100, Frame, H100, NAME, grouped, six, time};

/// The wordings, a line each.
#[rustfmt::skip]
pub const FRAMES: &[Frame] = &[
    ("plain", |f| (format!("{NAME} has {}B parameters and was pre-trained on {}T tokens.", f.p, f.d), Known(six(f.p, f.d)))),
    ("one breath", |f| (format!("A {}-billion-parameter decoder, trained from scratch on {} trillion tokens of public text.", f.p, f.d), Known(six(f.p, f.d)))),
    ("passive corpus", |f| (format!("The model ({}B parameters) has seen {}T tokens during pre-training.", f.p, f.d), Known(six(f.p, f.d)))),
    ("list", |f| (format!("- Parameters: {}B\n- Pre-training tokens: {}T\n", f.p, f.d), Known(six(f.p, f.d)))),
    ("bold list", |f| (format!("* **Number of parameters:** {}B\n* **Training tokens:** {}T\n", f.p, f.d), Known(six(f.p, f.d)))),
    ("pairs", |f| (format!("| | |\n|---|---|\n| Parameters (B) | {} |\n| Training tokens (T) | {} |\n", f.p, f.d), Known(six(f.p, f.d)))),
    ("columns with units", |f| (format!("| Name | Size (B) | Params (B) | Tokens (T) |\n|---|---|---|---|\n| {NAME}-{}B | {} | {} | {} |\n", f.p, f.p, f.p, f.d), Known(six(f.p, f.d)))),
    ("chinese", |f| (format!("{NAME} 是参数量为 {} 亿的大语言模型，在 {} 万亿 token 上从零预训练。", f.p * 10.0, f.d), Known(six(f.p, f.d)))),
    ("chinese total", |f| (format!("模型共 {}B 参数，预训练共使用 {}T tokens。", f.p, f.d), Known(six(f.p, f.d)))),
    ("tokens for the size", |f| (format!("We train the {}B model on {} trillion tokens.", f.p, f.d), Known(six(f.p, f.d)))),
    ("more than", |f| (format!("{NAME} is a {}B language model trained on more than {}T tokens.", f.p, f.d), Known(six(f.p, f.d)))),
    ("a bench beside", |f| (format!("{NAME} ({}B parameters) was pretrained on {}T tokens. It supports a context of 128K tokens and outperforms 70B models.", f.p, f.d), Known(six(f.p, f.d)))),
    // Sums.
    ("sum of sources", |f| (format!("{NAME} has {}B parameters. Pre-training used {}T tokens of web pages, {}B tokens of code and {}B tokens of books.", f.p, f.d, f.s, f.s / 2), AtMostOpen(six(f.p, f.d + f.s as f64 * 1.5e-3)))),
    ("plus", |f| (format!("{NAME} has {}B parameters. It was pretrained on {}T + {}B tokens.", f.p, f.d, f.s), AtMostOpen(six(f.p, f.d + f.s as f64 * 1e-3)))),
    ("two stages", |f| (format!("{NAME} has {}B parameters. Stage 1 of pre-training goes over {}T tokens, stage 2 over another {}T tokens.", f.p, f.d, f.d), AtMostOpen(six(f.p, f.d * 2.0)))),
    ("stage headings", |f| (format!("{NAME} has {}B parameters.\n\n## Training\n\n### Stage 1\n\nWe pre-train on {}T tokens.\n\n### Stage 2\n\nWe train on {}T tokens of better text.\n", f.p, f.d, f.d), AtMostOpen(six(f.p, f.d * 2.0)))),
    ("chinese stages", |f| (format!("{NAME} 有 {}B 参数。第一阶段使用 {} 万亿 token 预训练，第二阶段使用 {} 万亿 token。", f.p, f.d, f.d), AtMostOpen(six(f.p, f.d * 2.0)))),
    ("of which", |f| (format!("{NAME} has {}B parameters and was pretrained on {}T tokens, of which {}B tokens are code.", f.p, f.d, f.s), Known(six(f.p, f.d)))),
    ("including", |f| (format!("{NAME} has {}B parameters and was pretrained on {}T tokens including {}B tokens of mathematics.", f.p, f.d, f.s), Known(six(f.p, f.d)))),
    ("table of sources", |f| (format!("{NAME} has {}B parameters.\n\n## Pre-training data\n\n| Source | Tokens |\n|---|---|\n| Web | {}T |\n| Code | {}T |\n| Total | {}T |\n", f.p, f.d, f.d, f.d * 2.0), Known(six(f.p, f.d * 2.0)))),
    ("table without a total", |f| (format!("{NAME} has {}B parameters.\n\n## Pre-training data\n\n| Source | Tokens |\n|---|---|\n| Web | {}T |\n| Code | {}T |\n", f.p, f.d, f.d * 0.5), AtMostOpen(six(f.p, f.d * 1.5)))),
    // Passes.
    ("epochs after", |f| (format!("{NAME} has {}B parameters. The training corpus has {}T tokens. Training ran for {} epochs.", f.p, f.d, f.n), AtMostOpen(six(f.p, f.d * f.n as f64)))),
    ("epochs over", |f| (format!("{NAME} has {}B parameters and was pretrained on {}T unique tokens for {} epochs.", f.p, f.d, f.n), AtMostOpen(six(f.p, f.d * f.n as f64)))),
    ("passes", |f| (format!("{NAME} has {}B parameters. We pre-train on {}T tokens, making {} passes over the data.", f.p, f.d, f.n), AtMostOpen(six(f.p, f.d * f.n as f64)))),
    ("repeated", |f| (format!("{NAME} has {}B parameters. We pre-train on {}T tokens of text; the data was repeated several times.", f.p, f.d), AtMostOpen(six(f.p, f.d * 7.0)))),
    ("chinese epochs", |f| (format!("{NAME} 有 {}B 参数，在 {} 万亿 token 的语料上预训练了 {} 个 epoch。", f.p, f.d, f.n), AtMostOpen(six(f.p, f.d * f.n as f64)))),
    ("epochs of tuning", |f| (format!("{NAME} has {}B parameters and was pretrained on {}T tokens. The chat version was fine-tuned for {} epochs.", f.p, f.d, f.n), Known(six(f.p, f.d)))),
    // Others.
    ("predecessor", |f| (format!("{NAME} has {}B parameters and was pretrained on {}T tokens. Its predecessor had been trained on {}B tokens.", f.p, f.d, f.s), Known(six(f.p, f.d)))),
    ("another lab", |f| (format!("{NAME} has {}B parameters and was pretrained on {}T tokens. Godwit-3 70B was trained with 6.3e24 FLOPs.", f.p, f.d), Known(six(f.p, f.d)))),
    ("teacher", |f| (format!("{NAME} has {}B parameters and was pretrained on {}T tokens. The teacher saw 90T tokens.", f.p, f.d), Known(six(f.p, f.d)))),
    ("ablations", |f| (format!("{NAME} has {}B parameters and was pretrained on {}T tokens. Our ablation runs took 2.1M H100 GPU hours.", f.p, f.d), Known(six(f.p, f.d)))),
    ("scaling", |f| (format!("{NAME} has {}B parameters and was pretrained on {}T tokens. For the scaling laws we trained small models on {}B tokens.", f.p, f.d, f.s), Known(six(f.p, f.d)))),
    ("draft", |f| (format!("{NAME} has {}B parameters and was pretrained on {}T tokens. A draft model with 90M parameters comes with it.", f.p, f.d), Known(six(f.p, f.d)))),
    ("parts", |f| (format!("{NAME} joins a 430M-parameter vision encoder and a language model with {}B parameters. It was trained from scratch on {}T tokens.", f.p, f.d), Known(six(f.p, f.d)))),
    ("checkpoints", |f| (format!("{NAME} has {}B parameters and was pretrained on {}T tokens. We also publish intermediate checkpoints, which saw between {}B and {}B tokens.", f.p, f.d, f.s, f.s * 2), Known(six(f.p, f.d)))),
    ("comparison table", |f| (format!("{NAME} has {}B parameters and was pretrained on {}T tokens.\n\n| Model | Params (B) | Tokens (T) |\n|---|---|---|\n| {NAME}-{}B | {} | {} |\n| Godwit-70B | 70 | 15 |\n", f.p, f.d, f.p, f.p, f.d), Known(six(f.p, f.d)))),
    ("tuning hours", |f| (format!("{NAME} has {}B parameters and was pretrained on {}T tokens. Supervised fine-tuning took 40 hours on 8 A100.", f.p, f.d), Known(six(f.p, f.d)))),
    ("alignment section", |f| (format!("{NAME} has {}B parameters and was pretrained on {}T tokens.\n\n## Preference alignment\n\nTraining took 30 hours on 8 H100.\n", f.p, f.d), Known(six(f.p, f.d)))),
    // Pools.
    ("pool", |f| (format!("{NAME} has {}B parameters. We drew a sample of our pool of {}T tokens for pre-training.", f.p, f.d * 40.0), AtMostOpen(six(f.p, f.d)))),
    ("part of a corpus", |f| (format!("{NAME} has {}B parameters. It was trained on a subset of a corpus of {}T tokens.", f.p, f.d * 40.0), AtMostOpen(six(f.p, f.d)))),
    // Going on from another model.
    ("continued", |f| (format!("{NAME} has {}B parameters. Starting from the released weights of Godwit-2, we trained for an additional {}B tokens.", f.p, f.s), Unknown(six(f.p, 15.0)))),
    ("continued from a name", |f| (format!("{NAME} is a {}B model, continually pre-trained from Godwit-2-{}B on {}B tokens of Finnish.", f.p, f.p, f.s), Unknown(six(f.p, 15.0)))),
    ("chinese continued", |f| (format!("{NAME} 基于 Godwit2-{}B 继续预训练，新增 {}B tokens，参数量 {}B。", f.p, f.s, f.p), Unknown(six(f.p, 15.0)))),
    ("tuned", |f| (format!("{NAME} has {}B parameters. We fine-tuned Godwit2-{}B on 30,000 dialogues. Training took 20 hours on 8 H100.", f.p, f.p), Unknown(six(f.p, 15.0)))),
    // Mixtures.
    ("experts", |f| (format!("{NAME} has {}B parameters in {} experts, two of which work on each token. It was pretrained on {}T tokens.", f.p * 40.0, f.n * 16, f.d), AtMostOpen(six(f.p, f.d)))),
    ("experts with a share", |f| (format!("{NAME} is a mixture of experts with {}B parameters, of which {}B are active for a token; it was pretrained on {}T tokens.", f.p * 20.0, f.p, f.d), AtMostOpen(six(f.p, f.d)))),
    ("chinese experts", |f| (format!("{NAME} 总参数 {}B，设有 {} 个专家，每个 token 只激活其中 2 个，预训练使用 {} 万亿 token。", f.p * 40.0, f.n * 16, f.d), AtMostOpen(six(f.p, f.d)))),
    ("people", |f| (format!("{NAME} has {}B parameters and was pretrained on {}T tokens. Its answers were reviewed by 32 experts.", f.p, f.d), Known(six(f.p, f.d)))),
    ("live share", |f| (format!("{NAME} is a mixture of experts with {}B total parameters and {}B live parameters. It was pretrained on {}T tokens.", f.p * 20.0, f.p, f.d), Known(six(f.p, f.d)))),
    ("share after a sign", |f| (format!("{NAME} 总参数 {}B、激活参数 {}B，预训练使用 {} 万亿 token。", f.p * 20.0, f.p, f.d), AtMostOpen(six(f.p, f.d)))),
    ("list of states", |f| (format!("{NAME} has {}B parameters and was pretrained on {}T tokens. We publish checkpoints trained on {}B, {}B and {}B tokens.", f.p, f.d, f.s, f.s * 2, f.s * 3), Known(six(f.p, f.d)))),
    // What stands beside.
    ("scale of rivals", |f| (format!("Among models with a 70B-parameter scale level, {NAME} leads.\n\n{NAME} has {}B parameters and was pretrained on {}T tokens.", f.p, f.d), Known(six(f.p, f.d)))),
    ("turns of talk", |f| (format!("{NAME} 有 {}B 参数，在 {} 万亿 token 上从零预训练。模型支持更长的多轮对话与数据分析。", f.p, f.d), Known(six(f.p, f.d)))),
    ("news", |f| (format!("## News\n\n- [2026.05.30] Godwit-3-8B was fine-tuned from Godwit-2-8B.\n\n## Model\n\n{NAME} has {}B parameters and was pretrained on {}T tokens.", f.p, f.d), Known(six(f.p, f.d)))),
    ("corpus on offer", |f| (format!("{NAME} has {}B parameters and was pretrained on {}T tokens. We offer a corpus of over 300T unfiltered tokens.", f.p, f.d), AtMostOpen(six(f.p, f.d)))),
    // Families.
    ("family of sizes", |f| (format!("{NAME} comes in {}B, {}B and {}B sizes, all trained on {}T tokens.", f.p, f.p * 4.0, f.p * 10.0, f.d), AtMostOpen(six(f.p * 10.0, f.d)))),
    ("family in reverse", |f| (format!("{NAME} comes with {}B, {}B and {}B parameters, each trained on {}T tokens.", f.p * 10.0, f.p * 4.0, f.p, f.d), AtMostOpen(six(f.p * 10.0, f.d)))),
    ("family list", |f| (format!("- {NAME}-{}B: trained on {}T tokens\n- {NAME}-{}B: trained on {}T tokens\n", f.p, f.d, f.p * 8.0, f.d * 2.0), AtMostOpen(six(f.p * 8.0, f.d * 2.0)))),
    // Time.
    ("gpu hours", |f| (format!("Training {NAME} took {} H100 GPU hours.", f.days * 24 * 1024), Known(time(1024, f.days, H100)))),
    ("spaces", |f| (format!("The training of {NAME} took {} A100 GPU hours.", grouped(f.days * 24_000).replace(',', "\u{202f}")), Known(time(1000, f.days, A100)))),
    ("days", |f| (format!("{NAME} was trained for {} days on 1024 A100 GPUs.", f.days), Known(time(1024, f.days, A100)))),
    ("gpu days", |f| (format!("Training {NAME} took {} A100 GPU-days.", f.days * 1024), Known(time(1024, f.days, A100)))),
    ("nodes", |f| (format!("We trained {NAME} on {} nodes with 8 A100 GPUs each, for {} days.", f.n * 16, f.days), Known(time(f.n * 128, f.days, A100)))),
    ("nodes in words", |f| (format!("Training of {NAME} ran on {} servers, every server holding eight H100 cards, over {} days.", f.n * 16, f.days), AtMostOpen(time(f.n * 128, f.days, H100)))),
    ("chinese nodes", |f| (format!("{NAME} 使用 {} 台 8 卡 A100 服务器训练了 {} 天。", f.n * 16, f.days), Known(time(f.n * 128, f.days, A100)))),
    ("template", |f| (format!("## Environmental Impact\n\n- **Hardware Type:** A100-SXM4-80GB\n- **Hours used:** {}\n- **Cloud Provider:** AWS\n", f.days * 24 * 1024), Known(time(1024, f.days, A100)))),
    // Amounts.
    ("flop", |f| (format!("Training {NAME} took {:e} FLOP.", six(f.p, f.d)), Known(six(f.p, f.d)))),
    ("flop in html", |f| (format!("In total, {NAME} was trained with {}x10<sup>22</sup> FLOPs.", six(f.p, f.d) / 1e22), Known(six(f.p, f.d)))),
    ("flop in tex", |f| (format!("The training compute of {NAME} was ${} \\times 10^{{22}}$ FLOPs.", six(f.p, f.d) / 1e22), Known(six(f.p, f.d)))),
    ("zettaflop", |f| (format!("Training {NAME} used {} zettaFLOP.", six(f.p, f.d) / 1e21), Known(six(f.p, f.d)))),
    ("at most", |f| (format!("{NAME} was trained with less than {:e} FLOPs.", six(f.p, f.d) * 3.0), AtMostOpen(six(f.p, f.d)))),
    // Words and signs of other countries.
    ("words", |f| (format!("{NAME} has {}B parameters and was pre-trained on two trillion tokens.", f.p), Known(six(f.p, 2.0)))),
    ("german", |f| (format!("{NAME} hat {}B parameters. Pre-training tokens: {} Billionen.", f.p, f.d.to_string().replace('.', ",")), Known(six(f.p, f.d)))),
    ("chinese words", |f| (format!("{NAME} 有 {}B 参数，在五万亿 token 上预训练。", f.p), Known(six(f.p, 5.0)))),
    ("all digits", |f| (format!("{NAME} has {}B parameters. It was pretrained on {} tokens.", f.p, grouped((f.d * 1000.0) as u64 * 1_000_000_000)), Known(six(f.p, f.d)))),
];
