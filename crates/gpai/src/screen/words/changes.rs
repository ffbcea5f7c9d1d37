//! Words of `gpai diff`.

use super::Pair;

pub const BETWEEN_THE_DAYS: Pair = Pair("What happens in the law between them", "其间法律的变化");
pub const DUTIES_CHANGED: Pair = Pair("Duties", "义务");
pub const CONCLUSIONS_CHANGED: Pair = Pair("Verdicts", "结论");
pub const FACTS_CHANGED: Pair = Pair("Facts", "事实");
pub const FINDINGS_CHANGED: Pair = Pair("Findings", "检查结果");
pub const NEW_MODEL: Pair = Pair("is new", "新增");
pub const MODEL_GONE: Pair = Pair("is no longer there", "不再存在");
pub const NOTHING_CHANGED: Pair = Pair("Nothing changed.", "没有变化。");
pub const MANY_CHANGED: Pair = Pair("{n} things differ.", "共有 {n} 处不同。");
