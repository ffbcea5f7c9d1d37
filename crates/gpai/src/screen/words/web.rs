//! Words of `gpai serve` and `gpai site` on the terminal; those of the page are in `web/words.js`.

use super::Pair;

pub const SERVE_SHOWS_A_FOLDER: Pair = Pair(
    "serve shows a folder on this machine; for a model on the Hub use gpai check or gpai ask",
    "serve 显示本机上的文件夹；Hub 上的模型请用 gpai check 或 gpai ask",
);
pub const OTHERS_CAN_READ_AND_CHANGE: Pair = Pair(
    "other machines can reach this address; whoever has the key in it can read what is found in the folder and change the answers, and what is sent is not encrypted; --read-only takes no answers",
    "其他机器可以访问此地址；持有地址中密钥的任何人都可以读取文件夹中的内容并更改回答，传输内容未加密；--read-only 不接受回答",
);
pub const OTHERS_CAN_READ: Pair = Pair(
    "other machines can reach this address; whoever has the key in it can read what is found in the folder, and what is sent is not encrypted",
    "其他机器可以访问此地址；持有地址中密钥的任何人都可以读取文件夹中的内容，传输内容未加密",
);
pub const OTHERS_CAN_OPEN: Pair =
    Pair("whoever can reach this address can open the page", "能访问此地址的任何人都可以打开此页");
pub const ANSWERS_ARE_KEPT_IN: Pair = Pair("answers are kept in {file}", "回答保存在 {file}");
pub const NO_ANSWERS_WRITTEN: Pair = Pair("no answers are written", "不写入回答");
pub const NO_MODEL_FOLDER: Pair = Pair(
    "No model folder here (no README.md, config.json, gpai.toml or weights): the plain questionnaire is served.\nFor a model: gpai serve path/to/model",
    "此处不是模型文件夹（没有 README.md、config.json、gpai.toml 或权重），仅提供问卷。\n对某个模型：gpai serve path/to/model",
);
pub const KEY_IS_YOURS: Pair = Pair(
    "The key after # opens the folder for whoever has it; other accounts of this machine do not.",
    "# 之后的密钥可打开此文件夹，请勿外传；本机其他账户没有此密钥。",
);
pub const FROM_ANOTHER_MACHINE: Pair = Pair(
    "From another machine: the same with an address of this one, http://ADDRESS:{port}/#key=…",
    "从其他机器访问：将地址换成本机地址，http://地址:{port}/#key=…",
);
pub const NOT_OPENED: Pair =
    Pair("no browser could be opened; open the address yourself", "未能打开浏览器；请自行打开上述地址");
pub const CTRL_C_ENDS_IT: Pair = Pair("Ctrl-C ends it.", "按 Ctrl-C 结束。");

pub const SITE_WRITTEN: Pair = Pair(
    "{folder}/index.html  {kilobytes} kB, the whole page: open it from disk, or put it on any web host\n\
     {folder}/README.md   what a static Space needs, and how to publish\n",
    "{folder}/index.html  {kilobytes} kB，整个页面：可从磁盘打开，或放到任意网站\n\
     {folder}/README.md   静态 Space 所需内容及发布方法\n",
);
pub const README_STAYS: Pair =
    Pair("README.md was changed by somebody and stays as it is.\n", "README.md 已被修改过，保持不变。\n");
pub const SECOND_WRITTEN: Pair = Pair(
    "{folder}/check.html  what to run to check a model folder, a card or a document\n",
    "{folder}/check.html  如何检查模型文件夹、模型卡或文件\n",
);
pub const DOCS_WRITTEN: Pair = Pair(
    "{folder}/index.html  the documentation, {n} files: open it from disk, or put the folder on any web host\n",
    "{folder}/index.html  文档，共 {n} 个文件：可从磁盘打开，或将文件夹放到任意网站\n",
);
