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
pub const STANDING_WORDS: Pair = Pair("sentences of people, no protocol", "人的语句，并非协议");
pub const TIER: Pair = Pair("Weight under Measure 1.3 of the Code: {tier}", "在《行为准则》措施 1.3 下的层级：{tier}");
pub const OTHERWISE: Pair = Pair("by another reading: {value}", "另一种读法：{value}");
pub const STRICTER: Pair = Pair(
    "{protocol} {place}: {value} by another reading; both are to be considered (rule 10)",
    "{protocol} {place}：另一种读法为{value}；两种读法均须考虑（规则 10）",
);
pub const LICENSED: Pair = Pair(
    "licensed: {name}; a licence that was obtained stands in place of what was said (rule 4)",
    "已获许可：{name}；以所取得的许可为准（规则 4）",
);
pub const EXCEPTED_RESEARCH: Pair = Pair(
    "not judged by Article 4(3): mining by a research organisation or heritage institution under Article 3, against which nobody can reserve (rule 13)",
    "不适用第 4 条第 3 款：研究组织或文化遗产机构依第 3 条进行的挖掘，对此不得保留（规则 13）",
);
pub const EXCEPTED_PUBLIC: Pair = Pair(
    "not judged by Article 4(3): the content is in the public domain (rule 13)",
    "不适用第 4 条第 3 款：内容属于公有领域（规则 13）",
);
pub const EXCEPTED_OWN: Pair = Pair(
    "not judged by Article 4(3): the content is your own (rule 13)",
    "不适用第 4 条第 3 款：内容为您自有（规则 13）",
);
pub const LATER: Pair = Pair(
    "later_reservation: {list}. Something stricter was said after the time asked about: no breach, and relevant for new copies, another crawl, a new version of the data (rule 12)",
    "later_reservation：{list}。所问时间之后另有更严格的表示：不构成违反，但关系到新的复制、再次抓取和数据更新（规则 12）",
);
pub const BREADTH: Pair = Pair(
    "{refused} of {of} widely known training crawlers are refused here; a number, and no legal conclusion",
    "{of} 个知名训练爬虫中有 {refused} 个在此被拒绝；仅为数字，不是法律结论",
);
pub const QUOTED: Pair = Pair(
    "sentences in natural language that refuse: {count}, quoted below; whether they are machine-readable reservations is not decided here",
    "表示拒绝的自然语言语句：{count} 句，引用于下；其是否构成机器可读的保留，此处不作判定",
);
pub const SKIPPED: Pair = Pair("Lines that decide nothing", "不产生作用的行");
pub const MORE_LINES: Pair = Pair("and {count} more", "另有 {count} 行");
pub const WHY_NO_COLON: Pair = Pair("no record: the colon is missing", "不是记录：缺少冒号");
pub const WHY_ORPHAN: Pair =
    Pair("a rule before the first User-agent line belongs to nobody", "首个 User-agent 行之前的规则不属于任何代理");
pub const WHY_PATTERN: Pair = Pair(
    "the pattern can match nothing: it begins with neither / nor *, or holds white space",
    "模式无法匹配任何路径：不以 / 或 * 开头，或含有空白",
);
pub const WHY_NOBODY: Pair = Pair("the User-agent line names nobody", "该 User-agent 行未指明任何代理");
pub const WHY_UNKNOWN_FIELD: Pair = Pair("no protocol knows the field", "没有协议定义该字段");
pub const WHY_BEYOND_LIMIT: Pair = Pair("beyond the bytes that are read", "超出读取的字节范围");
pub const GAP_STALE: Pair = Pair(
    "stale: the robots.txt is more than 24 hours older than the act; a crawler may not rely on such a copy",
    "stale：robots.txt 比行为早 24 小时以上；爬虫不得依赖此类副本",
);
pub const GAP_ONLY_LATER: Pair = Pair(
    "only_later: there are snapshots, and all of them are later than the time asked about; a later one is never used",
    "only_later：虽有快照，但均晚于所问时间；不使用较晚的快照",
);
pub const GAP_OTHER_SCHEME: Pair = Pair(
    "other_scheme: only the robots.txt of the other scheme (http or https) was kept, which speaks for another origin",
    "other_scheme：仅保存了另一协议（http 或 https）的 robots.txt，它代表另一来源",
);
pub const GAP_DENIED: Pair = Pair(
    "denied: the server answered 401, 402, 403, 407 or 451: whether access was lawful is a question of its own",
    "denied：服务器答复 401、402、403、407 或 451：访问是否合法须另行判断",
);
pub const GAP_CIRCUMVENTION: Pair = Pair(
    "access_control_possible_circumvention: the page was refused earlier (401, 402, 403, 407, 451) and obtained later, and nothing kept shows a payment or a permission; a person has to look",
    "access_control_possible_circumvention：该页面先前被拒绝（401、402、403、407、451），其后取得，而留存内容未显示付费或许可；须由人查看",
);
pub const GAP_PAYWALL: Pair = Pair(
    "paywall: the page says that it, or a part of it, is not free; whether access was lawful is a question of its own",
    "paywall：页面称其全部或部分并非免费；访问是否合法须另行判断",
);
pub const GAP_CUT: Pair = Pair(
    "cut: a file is longer than what is read; what stands behind that was not seen",
    "cut：文件超过读取长度；其后内容未予查看",
);
pub const GAP_UNREADABLE: Pair =
    Pair("unreadable: metadata of the file are there and could not be read", "unreadable：文件的元数据存在但无法读取");

pub const REPORT_TITLE: Pair = Pair("What was said about {url}", "关于 {url} 的表示");
pub const AS_OF: Pair = Pair("As of {time}", "截至 {time}");
pub const AS_OF_NEWEST: Pair = Pair("As of the newest that was given", "以所提供的最新内容为准");
pub const SOURCES: Pair = Pair("What was looked at", "查看的内容");
pub const COLUMN_PLACE: Pair = Pair("place", "位置");
pub const COLUMN_WHEN: Pair = Pair("when", "时间");
pub const COLUMN_STATUS: Pair = Pair("status", "状态");
pub const COLUMN_FROM: Pair = Pair("from", "来源");
pub const WHOM: Pair = Pair("For whom", "针对谁");
pub const COLUMN_AGENT: Pair = Pair("crawler", "爬虫");
/// Signs of objection to the use of personal data: another law, another column.
pub const COLUMN_OBJECTION: Pair = Pair("data protection objection", "个人数据异议");
pub const NO_OBJECTION: Pair = Pair("none seen", "未见");
pub const COLUMN_FETCH: Pair = Pair("fetch", "抓取");
pub const MEANS: Pair = Pair("What it means under Article 4(3)", "依第 4 条第 3 款的含义");
pub const MEANS_LAW: Pair = Pair(
    "Article 4 of Directive (EU) 2019/790 allows text and data mining of works that are lawfully accessible, unless the rightholder has expressly reserved it in an appropriate manner (paragraph 3), such as machine-readable means for content made available online. Article 53(1)(c) of Regulation (EU) 2024/1689 asks every provider of a general-purpose model for a policy that identifies and complies with such reservations. A reservation counts as of the time of the act.",
    "指令 (EU) 2019/790 第 4 条允许对可合法访问的作品进行文本与数据挖掘，除非权利人以适当方式明示保留（第 3 款），例如对网上提供的内容采用机器可读方式。条例 (EU) 2024/1689 第 53 条第 1 款 (c) 项要求每个通用模型提供者制定政策，识别并遵守此类保留。保留以行为发生之时为准。",
);
pub const MEANS_RESERVED: Pair = Pair(
    "{purpose}, for {who}: reserved ({by}). A policy under Article 53(1)(c) has to identify this and comply with it; the exception of Article 4 does not carry the use.",
    "{purpose}，针对 {who}：已保留（{by}）。第 53 条第 1 款 (c) 项所称政策须识别并遵守；该使用不能以第 4 条的例外为据。",
);
pub const MEANS_WEAK: Pair = Pair(
    "{purpose}, for {who}: a sign of a reservation ({by}), and no certain one: no standard says that it is one. A person decides, and writes down why.",
    "{purpose}，针对 {who}：有保留的迹象（{by}），但并不确定：没有标准如此规定。须由人判断并记明理由。",
);
pub const MEANS_CONDITIONAL: Pair = Pair(
    "{purpose}, for {who}: reserved unless terms are met ({by}). It counts as reserved until there is evidence that they are.",
    "{purpose}，针对 {who}：除非满足条款，否则保留（{by}）。在有证据证明已满足之前视为保留。",
);
pub const MEANS_GRANTED: Pair = Pair(
    "{purpose}, for {who}: expressly allowed ({by}), as far as the one who said so may allow it.",
    "{purpose}，针对 {who}：明示允许（{by}），以表示者有权允许为限。",
);
pub const MEANS_SILENT: Pair = Pair(
    "{purpose}, for {who}: nothing was said in what was looked at. That is no permission; it is no reservation either. What was not looked at may say otherwise.",
    "{purpose}，针对 {who}：所查看的内容未作表示。这不是允许，也不是保留；未查看的内容可能另有表示。",
);
pub const MEANS_UNREADABLE: Pair = Pair(
    "{purpose}, for {who}: something is there that could not be read ({by}): an open point to be settled, and not a reservation by itself.",
    "{purpose}，针对 {who}：存在无法读取的内容（{by}）：属待解决事项，其本身不是保留。",
);
pub const MEANS_FETCH: Pair = Pair(
    "robots.txt refuses the fetch to {who}: whoever follows it (RFC 9309; Measure 1.3 of the Code of Practice) did not fetch the page at that time.",
    "robots.txt 拒绝 {who} 抓取：遵守者（RFC 9309；《行为准则》措施 1.3）当时不会抓取该页面。",
);
pub const TIMELINE: Pair = Pair("How it changed", "变化过程");
pub const TIMELINE_FOR: Pair =
    Pair("for {agent}; {count} snapshots, {changes} changes", "针对 {agent}；快照 {count} 个，变化 {changes} 次");
pub const TIMELINE_TITLE: Pair =
    Pair("Reservations at {url} over time, for {agent}", "{url} 的权利保留随时间的变化，针对 {agent}");
pub const COLUMN_BY: Pair = Pair("by", "依据");
pub const FETCH_YES: Pair = Pair("allowed", "允许");
pub const FETCH_NO: Pair = Pair("refused", "拒绝");
pub const FETCH_UNKNOWN: Pair = Pair("unknown", "未知");
pub const FETCH_CONTROL: Pair = Pair("never fetches", "从不抓取");
