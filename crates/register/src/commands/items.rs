//! What the record of an incident may say: the nine items of Measure 9.2 of the Code of Practice, and who hands the report in.

use super::sheet::{Holds, Key};
use crate::words::Pair;

/// The nine items of Measure 9.2, and who hands the report in.
pub const KEYS: [Key; 13] = [
    Key {
        name: "occurred",
        also: &["when", "start"],
        holds: Holds::Text(200),
        help: Pair("1. When it began", "1. 何时开始"),
    },
    Key { name: "ended", also: &["end"], holds: Holds::Text(200), help: Pair("1. When it ended", "1. 何时结束") },
    Key {
        name: "harm",
        also: &["item_2"],
        holds: Holds::Text(20_000),
        help: Pair(
            "2. Harm that resulted, and which group was harmed; no names",
            "2. 造成的损害及受害群体；请勿写姓名",
        ),
    },
    Key {
        name: "chain",
        also: &["item_3"],
        holds: Holds::Text(20_000),
        help: Pair("3. Chain of events that led to it", "3. 导致事件的经过"),
    },
    Key {
        name: "model",
        also: &["item_4"],
        holds: Holds::Text(200),
        help: Pair("4. Model involved, with its version", "4. 涉事模型及版本"),
    },
    Key {
        name: "evidence",
        also: &["item_5"],
        holds: Holds::Text(20_000),
        help: Pair("5. Evidence of its involvement", "5. 涉事证据"),
    },
    Key {
        name: "response",
        also: &["item_6"],
        holds: Holds::Text(20_000),
        help: Pair("6. What was done and is planned", "6. 已采取及计划的应对"),
    },
    Key {
        name: "recommendation",
        also: &["item_7"],
        holds: Holds::Text(20_000),
        help: Pair("7. What authorities are recommended to do", "7. 对主管机关的建议"),
    },
    Key {
        name: "cause",
        also: &["item_8", "root_cause"],
        holds: Holds::Text(20_000),
        help: Pair("8. Root cause", "8. 根本原因"),
    },
    Key {
        name: "patterns",
        also: &["item_9"],
        holds: Holds::Text(20_000),
        help: Pair("9. Patterns seen after release that may matter", "9. 投放后观察到的相关规律"),
    },
    Key {
        name: "submitter",
        also: &["name"],
        holds: Holds::Text(320),
        help: Pair("Who hands the report in", "报告提交人"),
    },
    Key {
        name: "classes",
        also: &["class"],
        holds: Holds::List,
        help: Pair("infrastructure, cybersecurity, death, harm", "infrastructure、cybersecurity、death、harm"),
    },
    Key { name: "note", also: &["text"], holds: Holds::Text(20_000), help: Pair("Anything else", "其他") },
];
/// The first line of the template.
pub const HEAD: Pair = Pair(
    "An incident, for `gpai register incident add --from-file FILE`",
    "事件，用于 `gpai register incident add --from-file FILE`",
);
