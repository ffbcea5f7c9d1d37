//! Words of the sentence that stands above an assessment.

use super::Pair;

pub const ANOTHER_MODEL: Pair = Pair("another's model", "他人的模型");
pub const BY_A_SHARE: Pair = Pair("{text} by {percent} % of its compute.", "{text}，计算量为其 {percent}%。");
pub const NONE_OWED: Pair = Pair("No duty of this chapter is yours.", "本章没有您的义务。");
pub const MOST_LIKELY_NONE: Pair = Pair(
    "Most likely no duty is yours. One question settles it: is it another provider's model that you changed on your own account? If so: gpai check --as {word}",
    "很可能没有您的义务。一个问题即可确定：是否是您自行改动了他人的模型？如果是：gpai check --lang zh --as {word}",
);
pub const STILL_OPEN: Pair =
    Pair("Whether duties are yours is open, and nobody here can tell.", "您是否负有义务尚无定论，此处无法得知。");
pub const ONE_QUESTION: Pair = Pair(
    "Whether duties are yours is open; one question settles it: gpai ask",
    "您是否负有义务尚无定论；一个问题即可确定：gpai ask",
);
pub const STILL_OPEN_MANY: Pair = Pair(
    "Whether duties are yours is open. {many} questions can still matter, most of them rarely: gpai ask puts the next one.",
    "您是否负有义务尚无定论。还有 {many} 个问题可能有影响，多数情况下用不到：gpai ask 会提出下一个。",
);
pub const ONE_DUTY: Pair = Pair("1 duty is yours", "您须履行 1 项义务");
pub const DUTIES: Pair = Pair("{many} duties are yours", "您须履行 {many} 项义务");
pub const OVERDUE: Pair = Pair("; {overdue} overdue, with a gap", "；其中 {overdue} 项已逾期且未达要求");
pub const NEXT_DUE: Pair =
    Pair("; the next falls due on {due}, in {days} days.", "；最近一项期限为 {due}，还有 {days} 天。");
pub const FULL_STOP: Pair = Pair(".", "。");
pub const IN_DAYS: Pair = Pair("in {days} days", "还有 {days} 天");
pub const DAYS_AGO: Pair = Pair("{days} days ago", "{days} 天前");
