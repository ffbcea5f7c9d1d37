//! Words of `gpai deadlines`.

use super::Pair;

pub const TITLE: Pair = Pair("deadlines on", "期限，截至");
pub const TODAY: Pair = Pair("today", "今日");
pub const NOTHING: Pair = Pair(
    "Nothing runs. What happened after the release is recorded as an event: gpai register event add notification-sent --on 2026-02-19, or one line in a file for --events.",
    "没有期限在走。发布之后发生的事以事件记录：gpai register event add notification-sent --on 2026-02-19，或在文件中写一行并用 --events 读取。",
);
pub const UNREAD: Pair = Pair("A register was found and not read: {why}", "找到登记册但未读取：{why}");
pub const NO_REGISTER: Pair = Pair(
    "No register was read: what was done after the release is not known here, and what is past stays unknown. gpai deadlines --events FILE, or gpai register init.",
    "未读取登记册：此处不知道发布之后做了什么，已过的日期保持未知。用 gpai deadlines --events 文件，或 gpai register init。",
);
pub const BROKEN: Pair = Pair("The register does not verify: {why}", "登记册未通过校验：{why}");
pub const OTHERS: Pair = Pair(
    "{n} events are about other models and count for the provider alone.",
    "{n} 个事件涉及其他模型，仅计入提供者层面的期限。",
);
pub const DUE: Pair = Pair("due {day}", "到期 {day}");
pub const OUTER: Pair = Pair("by analogy {day}", "类推 {day}");
pub const SAFE: Pair = Pair("safe from {day}", "{day} 起稳妥");
pub const DONE_ON: Pair = Pair("done {day}", "{day} 完成");
pub const LAST_HOUR: Pair = Pair("24:00 Brussels is {time} {zone}", "布鲁塞尔 24:00 即 {zone} {time}");
pub const IN_DAYS: Pair = Pair("in {n} days", "还有 {n} 日");
pub const TOMORROW: Pair = Pair("tomorrow", "明日");
pub const LAST_DAY: Pair = Pair("today is the day", "就是今日");
pub const DAYS_AGO: Pair = Pair("{n} days over", "已过 {n} 日");
pub const YESTERDAY: Pair = Pair("one day over", "已过 1 日");
pub const UNDATED: Pair = Pair("without a day", "日期未知");
pub const NOT_BINDING: Pair = Pair("indicative", "仅供参考");
pub const REMINDER: Pair = Pair("reminder", "提醒");
pub const CONDITIONAL: Pair = Pair("if it is owed", "如须履行");
pub const SUMMARY: Pair = Pair("{n} deadlines: {parts}", "{n} 项期限：{parts}");
pub const KEEP: Pair = Pair("To be kept", "须保存");
pub const KEEP_UNTIL: Pair = Pair("until {day}", "至 {day}");
pub const KEEP_UNKNOWN: Pair = Pair("until ten years after a placing that is not known", "至投放后十年，投放日未知");
pub const WHY_HOW: Pair = Pair("gpai deadlines why {id}", "gpai deadlines why {id} --lang zh");
pub const LEGEND: Pair =
    Pair("The day is the target, counted strictly. Not legal advice.", "所示日期为严格计算的目标日。不构成法律意见。");
pub const STATE: Pair = Pair("How it stands", "现状");
pub const TARGET: Pair = Pair("target", "目标日");
pub const DUE_DAY: Pair = Pair("due", "到期日");
pub const OUTER_DAY: Pair = Pair("by analogy", "类推至");
pub const FROM_DAY: Pair = Pair("from", "起算可主张日");
pub const SAFE_DAY: Pair = Pair("safe from", "稳妥日");
pub const STARTED: Pair = Pair("started by {event} on {day}", "由 {event} 于 {day} 起算");
pub const HOW_COUNTED: Pair = Pair("How it is counted", "如何计算");
pub const WHOM: Pair = Pair("Whom it binds", "约束何人");
pub const BINDS: Pair = Pair("It binds you.", "对您有约束力。");
pub const BINDS_NOT: Pair = Pair(
    "It does not bind you: the chapter of the Code is not signed. Its days show what the Commission expects, and Article 55(2) asks for other adequate means.",
    "对您没有约束力：未签署行为准则的该章节。其期限表明欧盟委员会的期待，第 55 条第 2 款要求其他适当方式。",
);
pub const BINDS_UNKNOWN: Pair = Pair(
    "Whether it binds you is open: say which chapters of the Code are signed (provider.code_signed); answers and events may differ.",
    "是否约束您尚不清楚：请说明签署了行为准则的哪些章节（provider.code_signed）；答卷与事件可能不一致。",
);
pub const BINDS_NOBODY: Pair =
    Pair("A reminder of this program: no law asks for this day.", "本程序的提醒：没有法律要求此日期。");
pub const OWED_OPEN: Pair = Pair(
    "Whether it runs for you at all is still open: see gpai check.",
    "该期限是否适用于您尚不清楚：见 gpai check。",
);
pub const EVIDENCE: Pair = Pair("What to keep as proof", "须保存的证据");
pub const DOUBTS: Pair = Pair("What is doubtful", "疑点");
pub const WAIVER: Pair = Pair("Waiver", "豁免");
pub const WAIVED_FOR: Pair = Pair("{ground}, recorded for {on}", "{ground}，自 {on} 起");
pub const WAIVER_HOLDS: Pair = Pair("it holds", "有效");
pub const WAIVER_HOLDS_NOT: Pair = Pair("it does not hold", "无效");
pub const CLOCKS: Pair = Pair("The clocks of the law book", "本书的期限");
pub const STARTS: Pair = Pair("starts: {what}", "起算：{what}");
pub const STOPS: Pair = Pair("stops: {what}", "终止：{what}");
pub const PENDING: Pair = Pair("pending", "未到期");
pub const PRESSING: Pair = Pair("pressing", "紧迫");
pub const ARGUABLE: Pair = Pair("arguable", "有争议");
pub const MISSED: Pair = Pair("missed", "逾期");
pub const OPEN: Pair = Pair("open", "可办理");
pub const DONE: Pair = Pair("done", "已完成");
pub const DONE_ARGUABLE: Pair = Pair("done, arguably in time", "已完成，是否及时有争议");
pub const DONE_LATE: Pair = Pair("done late", "迟延完成");
pub const WAIVED: Pair = Pair("waived", "已豁免");
pub const STOPPED: Pair = Pair("stopped", "已停止");
pub const JOINED: Pair = Pair("joined", "已并入");
pub const WAITING: Pair = Pair("waiting", "等待中");
pub const UNKNOWN: Pair = Pair("unknown", "未知");
pub const PRACTICE: Pair = Pair("practice", "实务");
pub const TEMPLATE: Pair = Pair("template", "模板说明");
pub const DAYS: Pair = Pair("{n} days", "{n} 日");
pub const WEEKS: Pair = Pair("{n} weeks", "{n} 周");
pub const MONTHS: Pair = Pair("{n} months", "{n} 个月");
pub const YEARS: Pair = Pair("{n} years", "{n} 年");
pub const WORKING_DAYS: Pair = Pair("{n} working days", "{n} 个工作日");

/// Between which a day of the week stands beside a day.
pub const BRACKETS: [char; 2] = ['（', '）'];
pub const AFTER: Pair = Pair(", {words}", "，{words}");
pub const BETWEEN: Pair = Pair(", ", "、");
