//! Words of `gpai export`: for whom it is, what is not in it, and what stands beside a bundle.

use super::Pair;

pub const FOR: Pair = Pair("for {reader}", "读者：{reader}");
pub const PUBLIC: Pair = Pair("the public", "公众");
pub const DP: Pair = Pair("downstream providers", "下游提供者");
pub const NCA: Pair = Pair("national competent authorities", "国家主管机关");
pub const AIO: Pair = Pair("the AI Office", "人工智能办公室");
pub const OWN: Pair = Pair("the provider alone; not to be handed on", "仅限提供者本身，不得转交");
pub const NOT_IN_IT: Pair = Pair("not exported", "未导出");

pub const CONTRADICTED: Pair = Pair("{what}: sources contradict one another", "{what}：来源相互矛盾");
pub const DATASET_LACKS: Pair =
    Pair("data set {what}: unknown, and the format asks for it", "数据集 {what}：未知，而该格式要求提供");
pub const DIGEST_UNKNOWN: Pair = Pair(
    "digests of the files of {what}: they are not downloaded; no manifest without them",
    "{what} 的文件摘要值：文件未下载，因此没有清单",
);
pub const DOCUMENT_NOT_FINAL: Pair = Pair(
    "document {what} to answer before it is complete (gpai doc render)",
    "文件 {what} 项待回答（gpai doc render）",
);
pub const ENERGY_INTERVAL: Pair = Pair(
    "energy of {what} MWh: an interval, and the format takes one amount",
    "能耗 {what} MWh：为区间，而该格式只接受单一数值",
);
pub const FILES_NOT_PUBLIC: Pair = Pair(
    "{what} files that are not public; the manifest is of those that are",
    "{what} 个未公开的文件；清单仅含已公开的文件",
);
pub const NO_DATASET: Pair = Pair(
    "no public data set is named: in the public summary (2.1), or with what Croissant asks for in exports.toml",
    "未列出公开数据集：可在公开摘要（2.1）中列出，或在 exports.toml 中按 Croissant 的要求说明",
);
pub const NO_LICENCE_READ: Pair = Pair(
    "{what}: the licence is named, but its text was not read in the folder",
    "{what}：已写明许可证，但文件夹中未读到其文本",
);
pub const NO_PROVIDER: Pair =
    Pair("{what}: the provider is not known (provider.name)", "{what}：提供者未知（provider.name）");
pub const NO_VERSION: Pair =
    Pair("{what}: the version is not known (model.version)", "{what}：版本未知（model.version）");
pub const NO_PROFILE: Pair = Pair(
    "the SPDX profile {what}: not everything that it asks for is known, so it is not claimed",
    "SPDX 规范集 {what}：所要求的内容并非全部已知，因此不予声称",
);

pub const ABOUT_TITLE: Pair = Pair("Bundle for {model}", "{model} 的导出包");
pub const ABOUT_READER: Pair = Pair(
    "Made for {reader} as of {day}. It holds what this reader may see and nothing else.",
    "为{reader}制作，截至 {day}。仅包含该读者可见的内容。",
);
pub const ABOUT_ROOT: Pair = Pair(
    "The documents and exports speak of the model with this root digest (SHA-256), number of its files {count}: `{root}`.",
    "其中的文件与导出内容所指的模型具有以下根摘要值（SHA-256），文件数 {count}：`{root}`。",
);
pub const ABOUT_NO_ROOT: Pair = Pair(
    "The digests of the model's files are not known here; nothing binds this bundle to them.",
    "此处不知模型文件的摘要值，因此本导出包与其并无绑定。",
);
pub const ABOUT_VERIFY: Pair = Pair(
    "`manifest.statement.json` is the statement that OpenSSF Model Signing 1.0 signs over these files. A signature of the folder `{folder}`, made and verified with its tool, has the same root digest:",
    "`manifest.statement.json` 是 OpenSSF Model Signing 1.0 就这些文件所签署的陈述。以其工具对文件夹 `{folder}` 制作并验证的签名具有相同的根摘要值：",
);
pub const ABOUT_ATTESTATION: Pair = Pair(
    "`bundle.statement.json` names every other file of this bundle with its digest.",
    "`bundle.statement.json` 列出本导出包其余每个文件及其摘要值。",
);
pub const ABOUT_ADVICE: Pair = Pair("Not legal advice.", "不构成法律意见。");

// Points of other frameworks (`gpai explain MEASURE-2.12`).
pub const MAP_HERE: Pair = Pair("What is here", "现有内容");
pub const MAP_SAME: Pair = Pair("Both say the same thing:", "两者内容相同：");
pub const MAP_SUPPORTS: Pair =
    Pair("What stands here supports the point; it never fulfils it:", "以下内容支持该要点，但绝不等于满足：");
pub const MAP_TOUCHES: Pair = Pair("This speaks of the same matter:", "以下内容涉及同一事项：");
pub const MAP_NONE: Pair = Pair("Nothing that this program reads speaks of it.", "本程序所读取的内容均未涉及。");
pub const MAP_READ: Pair = Pair("The table", "本表");
pub const MAP_NOBODY: Pair = Pair("Nobody has reviewed the table yet.", "本表尚无人审核。");
pub const MAP_REVIEWED: Pair = Pair("Reviewed by {who}.", "审核人：{who}。");
