//! Words of `gpai optout`.

use super::Pair;

pub const FETCH: Pair = Pair("May it be fetched?", "可否抓取？");
pub const RESERVED: Pair = Pair("Is the use reserved?", "使用是否被保留？");
pub const SAID: Pair = Pair("What was said", "有何表示");
pub const YES: Pair = Pair("yes", "可以");
pub const NO: Pair = Pair("no", "不可以");
pub const UNKNOWN: Pair =
    Pair("unknown: no robots.txt was given (--robots FILE)", "未知：未提供 robots.txt（--robots 文件）");
pub const CONTROL: Pair = Pair(
    "a control token never fetches: its group governs the use of what its operator fetches",
    "控制标识从不抓取：其组约束运营方对所抓取内容的使用",
);
pub const NO_RULE: Pair = Pair("no rule decides", "没有规则作出判定");
pub const UNLISTED: Pair = Pair("not in the table of agents", "不在代理表中");
pub const FOR: Pair = Pair("for", "代理");
pub const RULE: Pair = Pair("rule", "规则");
pub const NOTE: Pair = Pair("note", "说明");
pub const ONLY: Pair = Pair("binds only", "仅约束");
pub const LIST_COMMA: Pair = Pair(", ", "、");
pub const NOT_LOOKED_AT: Pair = Pair("Not looked at, since not given: {list}", "未提供因而未查看：{list}");
pub const NO_FINDING: Pair = Pair(
    "What was said, and where; no finding of infringement. A reservation counts as of the time of the act: give the \
                 files of that time. Research organisations mining under Article 3 of Directive (EU) 2019/790 are not bound by \
                 reservations under its Article 4(3). gpai explain tdmrep shows a protocol.",
    "仅说明有何表示及其位置，不认定侵权。保留以行为发生之时为准：请提供当时的文件。依指令 (EU) 2019/790 第 3 条进行挖掘的研究组织不受其第 4 条第 3 款保留的约束。gpai explain tdmrep 显示某一协议。",
);
pub const STANDING: Pair = Pair("Standing", "地位");
pub const DOUBTFUL_HEAD: Pair = Pair("What is doubtful", "疑点");
pub const SOURCE: Pair = Pair("Source", "依据");
pub const NAMED_BY_THE_CODE: Pair =
    Pair("; named by the Code of Practice (Measure 1.3)", "；由《行为准则》点名（措施 1.3）");
pub const COMPARED: Pair = Pair("{mark}; last compared on {day}", "{mark}；最近核对：{day}");

pub const PURPOSE_TRAINING: Pair = Pair("training (TRAIN)", "训练 (TRAIN)");
pub const PURPOSE_TEXT_AND_DATA_MINING: Pair = Pair("text and data mining (TDM)", "文本与数据挖掘 (TDM)");
pub const PURPOSE_INPUT_OF_A_MODEL: Pair = Pair("input of a model (INPUT)", "作为模型输入 (INPUT)");
pub const PURPOSE_SEARCH_INDEX: Pair = Pair("search index (SEARCH)", "搜索索引 (SEARCH)");
pub const VALUE_RESERVED: Pair = Pair("reserved", "已保留");
pub const VALUE_CONDITIONAL: Pair = Pair("conditional", "附条件");
pub const VALUE_GRANTED: Pair = Pair("granted", "已允许");
pub const VALUE_SILENT: Pair = Pair("silent", "未表示");
pub const VALUE_UNREADABLE: Pair = Pair("unreadable", "无法读取");
pub const CONFIDENCE_HIGH: Pair = Pair("high", "高");
pub const CONFIDENCE_MEDIUM: Pair = Pair("medium", "中");
pub const CONFIDENCE_LOW: Pair = Pair("low", "低");
pub const CLASS_CONTROL: Pair = Pair("a control token: it never fetches", "控制标识：从不抓取");
pub const CLASS_TRAINING: Pair = Pair("collects for training", "为训练收集内容");
pub const CLASS_DATA: Pair =
    Pair("data sets and scrapers whose output feeds training", "数据集与抓取工具，其产出用于训练");
pub const CLASS_SEARCH: Pair = Pair("an index for search and answers", "用于搜索与回答的索引");
pub const CLASS_USER: Pair = Pair("fetches what a user asked for", "按用户请求抓取");
pub const CLASS_AGENT: Pair = Pair("browses or codes on a user's behalf", "代表用户浏览或编程");
pub const CLASS_MIXED: Pair = Pair("several purposes, or unclear", "多种用途或不明");
pub const CLASS_POLICY: Pair = Pair("a policy token: it names a purpose, not an agent", "政策标识：指明用途而非代理");
pub const STANDING_STANDARD: Pair = Pair("a standard of a standards body", "标准化机构的标准");
pub const STANDING_COMMUNITY: Pair =
    Pair("a report of a community group at a standards body", "标准化机构下社区组的报告");
pub const STANDING_DRAFT: Pair = Pair("a draft of a standards body", "标准化机构的草案");
pub const STANDING_INDUSTRY: Pair = Pair("a specification or convention of an industry", "行业规范或惯例");
pub const STANDING_OPERATOR: Pair = Pair("a control of single operators", "个别运营方的控制手段");
pub const STANDING_NONE: Pair = Pair("no reservation of rights", "不是权利保留");
pub const MARK_READ: Pair = Pair("read in the source", "已核读原文");
pub const MARK_DESCRIBED: Pair =
    Pair("known from a description, the source itself was not read", "据介绍得知，未核读原文");
pub const MARK_GENERAL: Pair = Pair("from general knowledge, not read again", "一般了解，未再核读");
pub const MARK_DOUBTFUL: Pair = Pair("doubtful", "存疑");
