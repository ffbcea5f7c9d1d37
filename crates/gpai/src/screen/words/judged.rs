//! Words on conclusions that a person judges as a whole.

use super::Pair;

pub const JUDGED: Pair = Pair("judged", "判断");
pub const FOR_THIS_RUN: Pair = Pair("judged for this run alone", "仅为本次运行所作的判断");
pub const FACTS_ALONE: Pair = Pair("the facts on file alone say", "仅凭已有事实");
pub const NOTHING_EITHER_WAY: Pair = Pair("nothing either way", "无法得出结论");
pub const AGAINST: Pair = Pair(
    "This rests on judgements, and what is on file speaks against {many} of them: see the findings.",
    "以上基于整体判断，其中 {many} 项与已有内容相反：见检查结果。",
);
pub const ROAD: Pair = Pair(
    "{names}: judged as a whole, and what follows goes by that; the road within it is what the facts alone say",
    "{names}：已作整体判断，后续以此为准；其内部所示路径仅由事实得出",
);
pub const INTRO: Pair = Pair(
    "{many} conclusions that you may judge as a whole, each with your name and a reason; d leaves one to the facts. The duties go by them; what the facts on file say is shown beside each.",
    "以下 {many} 项结论可由您整体判断，每项须注明姓名和理由；d 表示留待事实决定。义务以您的判断为准；已有事实的结论一并列出。",
);
