//! Words of the last line of `gpai check`, and of folders that are those of no model.

use super::Pair;

pub const EXIT_GAP: Pair = Pair("Exit code 1: not met: {duties}", "退出码 1：未达要求：{duties}");
pub const EXIT_OPEN: Pair =
    Pair("Exit code 3: {n} questions are open (--fail-on open)", "退出码 3：有 {n} 个问题待答（--fail-on open）");
pub const EXIT_NEVER: Pair = Pair(
    "Exit code 0, asked for by --fail-on never; not met: {duties}",
    "退出码 0（--fail-on never）；未达要求：{duties}",
);
pub const EXIT_NOT_YET: Pair =
    Pair("Exit code 0: nothing is overdue; not met: {duties}", "退出码 0：没有逾期；未达要求：{duties}");
pub const EXIT_NO_GAP_OPEN: Pair = Pair(
    "Exit code 0: no duty is known to apply and not to be met; {n} questions are open",
    "退出码 0：没有已知适用而未达要求的义务；有 {n} 个问题待答",
);
pub const EXIT_NO_GAP: Pair =
    Pair("Exit code 0: no duty applies that is not met", "退出码 0：没有适用而未达要求的义务");
pub const EXIT_TOTAL: Pair = Pair(
    "{n} folders: {gap} with a duty not met, {failed} not assessed. Exit code {code}",
    "{n} 个文件夹：{gap} 个有未达要求的义务，{failed} 个未能评估。退出码 {code}",
);
pub const BETWEEN: Pair = Pair(", ", "、");
pub const DUE_TODAY: Pair = Pair("due today", "今日到期");
pub const DAYS_LEFT: Pair = Pair("due {day}, {n} days left", "期限 {day}，还有 {n} 天");
pub const DAYS_LATE: Pair = Pair("due {day}, {n} days ago", "期限 {day}，已过 {n} 天");
pub const IS_SOURCE: Pair = Pair(
    "{folder} is a source repository ({by}), not the folder of a model: no document in it was judged.",
    "{folder} 是源代码仓库（{by}），不是模型文件夹：其中的文件均未评判。",
);
pub const IS_DATA_SET: Pair = Pair(
    "{folder} is a data set ({why}), not the folder of a model: no document in it was judged.",
    "{folder} 是数据集（{why}），不是模型文件夹：其中的文件均未评判。",
);
pub const IS_COLLECTION: Pair = Pair(
    "{folder} is a collection of {n} models, not the folder of one: no document in it was judged.",
    "{folder} 是 {n} 个模型的集合，不是单个模型的文件夹：其中的文件均未评判。",
);
