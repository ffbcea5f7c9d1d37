//! Words of `gpai init`, and of the files it writes.

use super::Pair;

pub const NO_FOLDER: Pair = Pair(
    "a model on the Hub has no folder here to write in; clone it and name the clone",
    "Hub 上的模型在本机没有可写入的文件夹；请克隆后指明该文件夹",
);
pub const WRITTEN: Pair = Pair("written", "已写入");
pub const ADDED: Pair = Pair("line added", "已加一行");
pub const WOULD: Pair = Pair("would write", "将写入");
pub const THERE: Pair = Pair("is there", "已存在");
pub const LEFT: Pair = Pair("not written", "未写入");
pub const ANSWERS: Pair = Pair("answers: {n}", "回答：{n} 项");
pub const QUESTIONS: Pair =
    Pair("a draft: {n} questions, {filled} filled in from the folder", "草稿：{n} 个问题，已由文件夹填入 {filled} 个");
pub const AT_THE_ROOT: Pair = Pair(
    "works at the root of the repository alone: gpai init --repository ROOT writes it there",
    "仅在仓库根目录有效：gpai init --repository 根目录 将其写在那里",
);
pub const ADD_THE_HOOK: Pair = Pair(
    "stays as it is; for the hook add under `repos:`\n{lines}",
    "保持原样；如需挂钩，请在 `repos:` 下加入\n{lines}",
);
pub const NEXT: Pair = Pair(
    "Next: gpai ask{path} answers what is still open; gpai check{path} shows where you stand.",
    "下一步：gpai ask{path} 回答待答问题；gpai check{path} 显示当前结果。",
);
pub const NOTHING_WRITTEN: Pair =
    Pair("Nothing was written. To write it: gpai init{path}", "未写入任何内容。如需写入：gpai init{path}");
pub const TOML_HEAD: Pair = Pair(
    "Answers on this model under the EU AI Act. `gpai ask` asks what is open, `gpai explain NAME` says what a key means.\n\
     What is not answered stays open. This file is published with the model; names and reasons may be kept in\n\
     gpai.private.toml (`gpai ask --private`).",
    "本模型就欧盟《人工智能法》的回答。`gpai ask` 询问待答问题，`gpai explain 名称` 解释各键。\n\
     未回答的保持未知。本文件随模型发布；姓名和理由可保存在 gpai.private.toml（`gpai ask --private`）。",
);
pub const WORKFLOW_HEAD: Pair = Pair(
    "Checks this model under the EU AI Act's rules for general-purpose AI models: at each change, and each week, since\n\
     deadlines come nearer without one. Findings appear under Security, Code scanning. Pin each action by its commit.",
    "按欧盟《人工智能法》关于通用人工智能模型的规则检查本模型：每次变更时，以及每周一次（期限会自行临近）。\n\
     检查结果见 Security 之下的 Code scanning。请用提交号固定各 action。",
);
pub const HOOK_HEAD: Pair = Pair(
    "Checks before each commit; `pre-commit install` turns them on.",
    "每次提交前的检查；用 `pre-commit install` 启用。",
);
