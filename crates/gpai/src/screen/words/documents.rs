//! Words of `gpai doc`: checks of documents, comparisons, blocks of the model card.

use super::Pair;

pub const COMMA: Pair = Pair(", ", "，");
pub const KIND_NOT_RECOGNISED: Pair = Pair("kind of document not recognised", "未识别的文件种类");
pub const FORM_OFFICIAL: Pair = Pair("official form", "官方表格");
pub const FORM_RELABELLED: Pair = Pair("official form, labels in other words", "官方表格，标签有改动");
pub const FORM_VARIANT: Pair = Pair("a form of its own", "自有表格");
pub const FORM_DRAFT: Pair = Pair("draft form of January 2025", "2025 年 1 月草案表格");
pub const FORM_UNKNOWN: Pair = Pair("no known form", "未知表格");
pub const ONE_PAGE: Pair = Pair(", 1 page", "，1 页");
pub const PAGES: Pair = Pair(", {pages} pages", "，{pages} 页");
pub const NOTHING_CHECKED: Pair = Pair(
    "Nothing was checked: too few questions of a known form were found in it. Say what it is with --kind.",
    "未作检查：其中可识别的表格问题太少。请用 --kind 指明种类。",
);
pub const FIELDS_READ: Pair = Pair(
    "{read} fields answered, {blank} blank, {unreadable} could not be read",
    "已填 {read} 项，空白 {blank} 项，无法读取 {unreadable} 项",
);
pub const QUESTIONS_UNSEEN: Pair = Pair(
    "; {unseen} questions of the form not seen, part of the document is unread",
    "；文件部分内容未能读取，表格中有 {unseen} 项未见",
);
pub const COULD_NOT_READ: Pair = Pair("could not read:", "无法读取：");
pub const AT_PAGE: Pair = Pair(", page {page}", "，第 {page} 页");
pub const AT_LINE: Pair = Pair(", line {line}", "，第 {line} 行");
pub const ERROR: Pair = Pair("error", "错误");
pub const WARNING: Pair = Pair("warning", "警告");
pub const NOTE: Pair = Pair("note", "提示");
pub const ONE_ERROR: Pair = Pair("{n} error", "错误 {n}");
pub const ERRORS: Pair = Pair("{n} errors", "错误 {n}");
pub const ONE_WARNING: Pair = Pair("{n} warning", "警告 {n}");
pub const WARNINGS: Pair = Pair("{n} warnings", "警告 {n}");
pub const ONE_NOTE: Pair = Pair("{n} note", "提示 {n}");
pub const NOTES: Pair = Pair("{n} notes", "提示 {n}");
pub const NO_AUTHORITY: Pair = Pair(
    "Not legal advice, and no authority's finding. gpai explain CODE says more of a rule.",
    "并非法律意见，亦非任何主管机关的认定。gpai explain 代码 可查看规则详情。",
);

pub const SCORE: Pair = Pair(
    "Score, our own and no authority's: what is answered, less what was found, 0 to 100",
    "得分（本工具自评，非官方）：已作答内容减去所发现问题，0 至 100",
);
pub const ALL_READ: Pair = Pair("All that could be read", "可读取部分总计");
pub const UNANSWERED: Pair = Pair("unanswered", "未作答");
pub const DOCUMENT: Pair = Pair("Document", "文件整体");
pub const SECTION_1: Pair = Pair("1 General", "1 一般信息");
pub const SECTION_2_1: Pair = Pair("2.1 Public datasets", "2.1 公开数据集");
pub const SECTION_2_2: Pair = Pair("2.2 Private datasets", "2.2 私有数据集");
pub const SECTION_2_3: Pair = Pair("2.3 Crawled data", "2.3 抓取数据");
pub const SECTION_2_4: Pair = Pair("2.4 User data", "2.4 用户数据");
pub const SECTION_2_5: Pair = Pair("2.5, 2.6 Synthetic, other", "2.5、2.6 合成与其他");
pub const SECTION_3: Pair = Pair("3 Processing", "3 数据处理");
pub const ALL: Pair = Pair("All", "总计");

pub const NOT_STATED: Pair = Pair("not stated", "未注明");
pub const VERSION: Pair = Pair("version", "版本");
pub const LAST_UPDATE: Pair = Pair("last update", "最后更新");
pub const ADDED: Pair = Pair("added", "新增");
pub const REMOVED: Pair = Pair("removed", "删除");
pub const CHANGED: Pair = Pair("changed", "更改");
pub const NOT_YET_KNOWN: Pair = Pair("not yet known", "尚不清楚");
pub const UNREAD_IN_ONE: Pair = Pair("could not be read in one of them", "其中一份无法读取");
pub const MATERIAL: Pair = Pair("material", "重大变化");
pub const FIELDS_DIFFER: Pair = Pair(
    "{fields} fields differ, {material} of them materially. What follows:",
    "{fields} 个字段不同，其中 {material} 个属重大变化。后续事项：",
);
pub const MATERIAL_IS_OUR_READING: Pair = Pair(
    "Not legal advice. Which changes are material the template does not define; this is our reading.",
    "不构成法律意见。模板未界定何为重大变化；以上为本程序的理解。",
);

pub const BLOCK_ADDED: Pair = Pair("added", "已添加");
pub const BLOCK_REPLACED: Pair = Pair("replaced", "已替换");
pub const BLOCK_MISSING: Pair = Pair("missing", "缺少");
pub const BLOCK_OUT_OF_DATE: Pair = Pair("out of date", "已过时");
pub const BLOCK_UNCHANGED: Pair = Pair("unchanged", "无变化");
pub const BLOCK_LEFT_OUT: Pair = Pair("left out", "未写入");
pub const NOT_KNOWN: Pair = Pair("not known:", "未知：");
pub const BRING_UP_TO_DATE: Pair = Pair("Bring it up to date with: gpai doc card", "更新：gpai doc card");
pub const ANSWER_THE_UNKNOWN: Pair = Pair(
    "Answer what is not known in gpai.toml; gpai explain NAME shows how. Text outside the marks is yours.",
    "未知项请写入 gpai.toml;gpai explain NAME 说明写法。标记之外的文字由您自行维护。",
);

pub const LINT_MANY_HEAD: Pair = Pair("errors·warnings in each section", "各部分的错误·警告数");
pub const LINT_MANY_WHOLE: Pair = Pair("whole", "整体");
/// What stands above the first section: version, date, links.
pub const LINT_MANY_TOP: Pair = Pair("head", "表头");
pub const LINT_MANY_NO_FORM: Pair = Pair("Not checked", "未检查");
pub const LINT_MANY_UNCHECKED: Pair = Pair("kind or language not recognised", "未能识别种类或语言");
pub const LINT_MANY_NOT_FOLLOWED: Pair = Pair(
    "not followed ({share} % of the text found a place): what is not listed may yet be there",
    "未能读懂（{share} % 的文本能对应到表格）：未列出的内容可能仍在其中",
);
pub const LINT_MANY_TOTAL: Pair = Pair(
    "{files} files: {errors} errors, {warnings} warnings, {unchecked} not checked",
    "{files} 个文件：错误 {errors}，警告 {warnings}，未检查 {unchecked}",
);
pub const LINT_MANY_MORE: Pair = Pair(
    "gpai doc lint FILE shows the findings of one; --format html or csv those of all. What is checked is the form, not whether it is true.",
    "gpai doc lint 文件 可查看单个文件的结果；--format html 或 csv 可查看全部。所检查的是形式，而非内容是否属实。",
);

pub const NOTHING_READ: Pair = Pair(
    "{file}: no question of the form was found in it, answered or blank: nothing was checked",
    "{file}：其中未找到表格的任何问题（无论已答或空白）：未作任何检查",
);
