//! Words of `gpai explain`, `gpai law`, `gpai why` and `gpai whatif`.

use super::Pair;

pub const SOURCE: Pair = Pair("Source", "依据");
pub const WHAT_THE_LAW_ASKS: Pair = Pair("What the law asks", "法律要求");
pub const WHAT_TO_DO: Pair = Pair("What to do", "怎么做");
pub const WHEN_IT_APPLIES: Pair = Pair("When it applies", "何时适用");
pub const WHEN_EXEMPT: Pair = Pair("When you are exempt", "何时豁免");
pub const FROM_WHEN: Pair = Pair("From when", "自何时起");
pub const IN_FORCE_SINCE: Pair = Pair(
    "In force since {since}. A model first made available before {before} is due by {until}; any other when it is placed on the market.",
    "自 {since} 起适用。{before} 之前首次提供的模型须在 {until} 前完成；其他模型自投放市场时起。",
);
pub const DUE_BEFORE_PLACING: Pair = Pair(
    "In force since {since}. A model first made available before {before} is due by {until}; any other before it is placed on the market.",
    "自 {since} 起适用。{before} 之前首次提供的模型须在 {until} 前完成；其他模型须在投放市场之前完成。",
);
pub const DUE_NOTIFICATION: Pair = Pair(
    "In force since {since}. Due within {days} days after it was known that the threshold is or will be met (systemic.threshold_known_on), counted from {before} at the earliest; a last day that is a Saturday, Sunday or holiday of the Commission moves to the next working day. A model first made available before {before} is due by {until}.",
    "自 {since} 起适用。自得知达到或将达到阈值之日（systemic.threshold_known_on）起 {days} 日内完成，最早自 {before} 起算；末日为周六、周日或欧盟委员会假日的，顺延至下一工作日。{before} 之前首次提供的模型须在 {until} 前完成。",
);
pub const DUE_SYSTEMIC: Pair = Pair(
    "In force since {since}. A model first made available before {before} is due by {until}; any other from its placing on the market, or from the day on which the threshold was known to be met or the provider was told of a designation, where that is later.",
    "自 {since} 起适用。{before} 之前首次提供的模型须在 {until} 前完成；其他模型自投放市场时起，得知达到阈值或获知被指定之日较晚的，自该日起。",
);
pub const CLOCKS: Pair = Pair("Clocks that belong to it", "相关期限");
pub const WHERE_TO_SAY: Pair = Pair("Where to say that it is done", "在何处声明已完成");
pub const RULES: Pair = Pair("Rules", "规则");
pub const HOW_TO_ANSWER: Pair = Pair("How to answer", "如何回答");
pub const READ_FROM_THE_FOLDER: Pair =
    Pair("Read from the model folder; not a key of gpai.toml.", "由程序从模型文件夹读取；不是 gpai.toml 的键。");
pub const RULES_THAT_ASK: Pair = Pair("Rules that ask for it", "用到它的规则");
pub const RULES_AND_DUTIES: Pair = Pair("Rules and duties that rest on it", "以此为据的规则与义务");
pub const WHAT_IS_REPORTED: Pair = Pair("What is reported", "报告内容");
pub const HOW_CHECKED: Pair = Pair("How it is checked", "如何检查");
pub const CHECKED_ALONE: Pair = Pair("By the program, from the document alone.", "由程序仅根据文件检查。");
pub const CHECKED_IF_GIVEN: Pair = Pair(
    "By the program, only if what it needs from outside the document is given.",
    "由程序检查，但仅在提供了文件以外所需信息时。",
);
pub const CHECKED_BY_A_PERSON: Pair = Pair("Not by a program: a person has to judge it.", "程序无法检查：须由人判断。");
pub const OUR_READING: Pair = Pair(
    "It is this program's reading of the template or the Code, not a finding of any authority.",
    "这是本程序对模板或准则的理解，并非任何主管机关的认定。",
);
pub const DOUBTS_ON_IT: Pair = Pair("Doubts that bear on it", "相关疑点");
pub const LAST_COMPARED: Pair = Pair("last compared with its source on {day}", "最近一次与来源核对：{day}");
pub const UNCLEAR_HEAD: Pair = Pair("Unclear", "不明确之处");
pub const CONDITION: Pair = Pair("Condition", "条件");
pub const DISPLACES: Pair = Pair("Displaces", "优先于");
pub const WHEN: Pair = Pair("When", "何时");
pub const THEN: Pair = Pair("Then", "则");

pub const NO_FACT_NEEDED: Pair = Pair("No fact is needed for this answer.", "得出此结论无须任何事实。");
pub const THESE_FACTS_ALONE: Pair =
    Pair("These facts alone entail it; no smaller set does:", "仅凭以下事实即可得出；没有更小的事实集合：");
pub const STILL_OPEN: Pair = Pair(
    "Still open. What can change it, most informative first:",
    "尚未确定。可能改变结论的事实（信息量最大者在前）：",
);
pub const RULES_DECIDE: Pair = Pair("Rules that decide:", "决定结论的规则：");
pub const RULES_DECIDE_OR_FAIL: Pair = Pair("Rules that decide or fail to apply:", "决定结论或未能适用的规则：");
pub const UNCLEAR: Pair = Pair("unclear", "不明确");
pub const PROVISIONS: Pair = Pair("Provisions:", "条文：");

pub const ALREADY_SO: Pair = Pair("It is so already.", "现在已经如此。");
pub const NOTHING_BRINGS_IT_ABOUT: Pair = Pair(
    "Nothing you control brings this about while the other known facts stand. `gpai why` shows what stands in the way.",
    "在其他已知事实不变的情况下，您能控制的任何改动都无法实现。`gpai why` 显示障碍所在。",
);
pub const WAY: Pair = Pair("Way", "方案");
pub const CHANGE: Pair = Pair("Change:", "改动：");
pub const SEE_TO_IT: Pair = Pair("See to it that:", "确保：");
pub const PROVIDED_THAT: Pair = Pair("Provided that it turns out:", "前提是：");
pub const TRY_IT: Pair = Pair("Try it: gpai check --set NAME=VALUE", "试一试：gpai check --lang zh --set 名称=值");
pub const A_CHANGE_SHOWS: Pair = Pair(
    "A change shows once the folder says so: the licence file and the card, or gpai.toml.",
    "改动在文件夹中落实后才会生效：许可证文件、模型卡或 gpai.toml。",
);
pub const HOW_TO_GIVE: Pair = Pair("How to give what it needs", "如何提供所需信息");
pub const WHAT_CAN_BE_GIVEN: Pair =
    Pair("What a check of a document may need besides the document", "检查文件时可能需要的文件以外的信息");
pub const GIVEN_STANDS_BEFORE: Pair = Pair(
    "A rule fires only if what it needs is known. What is given for a run with `gpai doc lint FILE --given NAME=VALUE` stands before what the model folder says.",
    "仅在已知所需信息时规则才会触发。用 `gpai doc lint FILE --given NAME=VALUE` 为某次运行提供的信息优先于模型文件夹。",
);

/// The number of a paragraph of the Guidelines in the version adopted later.
pub const NOVEMBER: Pair = Pair(" (November 2025: {n})", "（2025 年 11 月版：{n}）");

pub const REREAD: Pair = Pair("re-read", "复核");
pub const EXPLAIN_ONE: Pair =
    Pair("gpai explain NAME shows one of them in full.", "gpai explain 名称 显示其中一项的全文。");
