//! Words of `gpai sources`.

use super::Pair;

pub const LOOKED_AT: Pair = Pair("Files looked at", "已查看的文件");
pub const NOT_LOOKED_AT: Pair = Pair("Files not looked at", "未查看的文件");
pub const SOME_OF_ALL: Pair = Pair("{some} of {all}", "{some} / {all}");
pub const MORE_AS_LARGE: Pair = Pair("{rest} more, all smaller or as large", "另有 {rest} 个，均不大于以上文件");
pub const FACTS_AND_PLACES: Pair = Pair("Facts and where they stand", "事实及其出处");
