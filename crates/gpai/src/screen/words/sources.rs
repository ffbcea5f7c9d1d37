//! Words of `gpai sources`.

use super::Pair;

pub const LOOKED_AT: Pair = Pair("Files looked at", "已查看的文件");
pub const NOT_LOOKED_AT: Pair = Pair("Files not looked at", "未查看的文件");
pub const SOME_OF_ALL: Pair = Pair("{some} of {all}", "{some} / {all}");
pub const MORE_AS_LARGE: Pair = Pair("{rest} more, all smaller or as large", "另有 {rest} 个，均不大于以上文件");
pub const FACTS_AND_PLACES: Pair = Pair("Facts and where they stand", "事实及其出处");
pub const EVALUATIONS: Pair = Pair("Evaluations", "评测");
pub const SCORE_HEAD: Pair = Pair("score", "得分");
pub const COUNT_HEAD: Pair = Pair("n of all", "n / 总数");
pub const SHOTS_HEAD: Pair = Pair("shots", "示例数");
pub const BY_HEAD: Pair = Pair("by", "来源");
pub const OF_ALL: Pair = Pair("{n} of {of}", "{n} / {of}");
pub const PART_OF_THE_SET: Pair = Pair("part of the set", "仅部分数据");
pub const NO_SCALE: Pair = Pair("no scale", "无标度");
pub const OTHER_MODEL: Pair = Pair("another model", "另一个模型");
pub const NOT_FINISHED: Pair = Pair("did not finish", "未完成");
pub const ERRORS_LEFT_OUT: Pair = Pair("failed samples left out", "未计失败样本");
pub const GRADED: Pair = Pair("graded by {judge}", "由 {judge} 评分");
pub const CARD: Pair = Pair("the card", "模型卡");
pub const RUNS: Pair = Pair("Training runs in logs", "日志中的训练运行");
pub const RUN_DAYS: Pair = Pair("{days} days", "{days} 天");
pub const RUN_HOURS: Pair = Pair("{low} to {high} accelerator hours", "{low} 至 {high} 加速器小时");
pub const RUN_HOURS_ONE: Pair = Pair("{low} accelerator hours of one machine", "单台机器 {low} 加速器小时");
pub const ENERGY: Pair = Pair("Energy", "能耗");
pub const ENERGY_RUNS: Pair = Pair("{runs} runs by {tool}", "{runs} 次运行，由 {tool} 记录");
pub const ENERGY_BETWEEN: Pair = Pair("{low} kWh to {high} kWh", "{low} kWh 至 {high} kWh");
pub const ENERGY_AT_LEAST: Pair = Pair("at least {low} kWh", "至少 {low} kWh");
pub const ENERGY_MACHINES: Pair = Pair(
    "{n} runs at the same time; one machine or {n}: say energy.machines = … in gpai.toml",
    "{n} 次运行同时进行，可能为一台或 {n} 台机器：请在 gpai.toml 中写 energy.machines = …",
);
pub const DATA_SETS: Pair = Pair("Data sets", "数据集");
pub const EXAMPLES: Pair = Pair("{n} training examples", "{n} 个训练样例");
pub const MORE_ROWS: Pair = Pair("{rest} more: --format json", "另有 {rest} 行：--format json");
