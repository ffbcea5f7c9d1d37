//! Words of `gpai ask`.

use super::Pair;

pub const NO_FOLDER_TO_WRITE_IN: Pair = Pair(
    "a model on the Hub has no folder here to write gpai.toml in; name a file: --answers FILE",
    "Hub 上的模型在本机没有可写入 gpai.toml 的文件夹；请指定文件：--answers FILE",
);
pub const NOTHING_LEFT: Pair = Pair("Nothing is left to ask.", "没有待答的问题。");
pub const INTRO: Pair = Pair(
    "At most {screens} questions. Each answer is written to {file} at once.\n? help and the law · d don't know · b back · q quit, keeping what was answered",
    "最多 {screens} 个问题。每个回答立即写入 {file}。\n? 说明和法律依据 · d 不知道 · b 返回 · q 退出并保留已答内容",
);
pub const QUESTION_PERHAPS_LAST: Pair =
    Pair("Question {number}, perhaps the last", "第 {number} 个问题，可能是最后一个");
pub const QUESTION_MORE: Pair =
    Pair("Question {number}, at most {left} more", "第 {number} 个问题，之后最多还有 {left} 个");
pub const FIRST_QUESTION: Pair = Pair("This is the first question.", "这是第一个问题。");
pub const LAW: Pair = Pair("law", "法律依据");
pub const KNOWN_SO_FAR: Pair = Pair("known so far", "目前已知");
pub const ONE_DUTY: Pair = Pair("1 duty", "1 项义务");
pub const DUTIES: Pair = Pair("{n} duties", "{n} 项义务");
pub const LIST_COMMA: Pair = Pair(", ", "、");
pub const COMMA: Pair = Pair(", ", ",");

pub const ANSWER: Pair = Pair("Answer: {form}", "回答：{form}");
pub const ANSWERED: Pair = Pair("Answered: {answer}. Enter keeps it.", "已答：{answer}。按回车保留。");
pub const EACH_IN_ORDER: Pair =
    Pair("y, n or d for each, in this order, such as: {sample}", "按此顺序逐条回答 y、n 或 d，如：{sample}");
pub const EXPECTED: Pair = Pair("expected {expected}; d for don't know", "请填写：{expected}；d 表示不知道");
pub const EXPECTED_ANSWERS: Pair = Pair(
    "Expected {many} answers in the order of the list, each y, n or d, such as: {sample}",
    "请按列表顺序给出 {many} 个回答，各为 y、n 或 d，如：{sample}",
);
pub const YES_OR_NO: Pair = Pair("y or n", "y（是）或 n（否）");
pub const A_NUMBER: Pair = Pair(
    "a number in {unit}, such as 1.8e23 or 7300000000, or the bounds it lies in: 1.3e23..2.4e23",
    "以 {unit} 计的数，如 1.8e23 或 7300000000，或上下限：1.3e23..2.4e23",
);
pub const A_DAY: Pair = Pair("a day, such as 2026-11-20", "日期，如 2026-11-20");
pub const ONE_OF_THE_LIST: Pair = Pair("one of the list, by number or word", "列表中的一项，填序号或词");
pub const ALL_THAT_APPLY: Pair = Pair(
    "all that apply, by number or word, such as 1 3; `none` if there is none",
    "所有符合的项，填序号或词，如 1 3；没有则填 none",
);
pub const A_COUNTRY: Pair = Pair("a country code of two letters, such as FR or US", "两位国家代码，如 FR 或 US");
pub const A_TEXT: Pair = Pair("a text", "文字");

pub const FOLDER_SAYS_OTHERWISE: Pair = Pair(
    "The folder says otherwise, so this counts as unknown, unless a named person decides with a reason:",
    "文件夹中的信息与此不同，因此视为未知，除非有具名者附理由作出决定：",
);
pub const THIS_IS_A_JUDGEMENT: Pair =
    Pair("This is a judgement; it carries a name and a reason.", "这需要判断；请注明判断人和理由。");
pub const WHO_JUDGES: Pair = Pair("Who judges?", "由谁判断？");
pub const EXPECTED_A_NAME: Pair =
    Pair("Expected the name of the person who answers for this.", "请填写对此负责的人的姓名。");
pub const WHY: Pair = Pair("Why? ", "理由？");
pub const EXPECTED_A_REASON: Pair =
    Pair("Expected the reason, in a sentence that another person can check.", "请用一句他人可以核对的话说明理由。");
pub const LINE_TOO_LONG: Pair = Pair("That line is too long; it was not read.", "该行过长，未读取。");
pub const NOT_WRITTEN_YET: Pair = Pair(
    "The answer is not written yet. Mend this, then press Enter to try again; q gives it up.",
    "回答尚未写入。请先解决此问题，然后按回车重试；q 放弃。",
);

pub const NOW_SETTLED: Pair = Pair("now settled: ", "现已确定：");
pub const OPEN_AGAIN: Pair = Pair("open again: ", "重新待定：");
pub const NOTED: Pair =
    Pair("noted; it settles something together with others", "已记录；须与其他回答一起才能确定结论");
pub const NOTHING_ANSWERED: Pair = Pair("Nothing was answered.", "没有新的回答。");
pub const ONE_ANSWER_KEPT: Pair = Pair("{n} answer is kept in {file}.", "{n} 个回答已保存在 {file} 中。");
pub const ANSWERS_KEPT: Pair = Pair("{n} answers are kept in {file}.", "{n} 个回答已保存在 {file} 中。");
pub const NO_DUTY_OWED: Pair = Pair(
    " No duty is owed, whatever is still open; `gpai ask --all` asks about the rest.",
    "无论其余问题如何回答，均无义务；`gpai ask --all` 可继续询问。",
);
pub const STILL_OPEN: Pair = Pair(
    " Some things are still open; `gpai ask` goes on where you stopped.",
    "仍有未确定之处；再次运行 `gpai ask` 可继续。",
);

pub const EXPECTED_A_CHOICE: Pair =
    Pair("Expected a choice of the list; d for don't know.", "请选择列表中的一项；d 表示不知道。");
pub const A_NUMBER_AND_A_LETTER: Pair = Pair(
    "a number and a letter, such as: 2 a; one of them alone if the other does not matter or you do not know; d for don't know",
    "一个数字和一个字母，如：2 a；另一项无关紧要或不知道时可只填一项；d 表示不知道",
);
pub const A_NUMBER_OF_THE_LIST: Pair =
    Pair("a number of the list; d if none of it fits", "列表中的序号；如无一符合，填 d");
pub const ENTER_TAKES_IT: Pair = Pair("; Enter takes what the folder suggests", "；按回车采用文件夹所示的一项");
pub const THE_FOLDER_SUGGESTS: Pair = Pair("the folder says so", "文件夹所示");
pub const THIS_ANSWERS: Pair = Pair("This answers:", "这将回答：");
pub const IS_THAT_SO: Pair = Pair("Is that so? Enter for yes, n to choose anew ", "是这样吗？回车表示是，n 表示重选 ");
pub const MORE_THAN: Pair = Pair("More than {amount} {unit}?", "是否超过 {amount} {unit}？");
pub const IN_HOURS: Pair = Pair(
    " Fewer than about {hours} hours of one {device} are certainly less.",
    "少于约 {hours} 小时的单张 {device} 一定低于此数。",
);
pub const THEN_HOW_MUCH: Pair =
    Pair("then how much: an amount, or hours such as 400000 h H100", "那么是多少：请填数额，或时长，如 400000 h H100");
pub const LEADS_ON: Pair = Pair("leads on to further questions", "引向后续问题");
pub const ENDS_WITH_NOTHING: Pair = Pair("no duty is yours", "您没有义务");
pub const NEW_DUTIES: Pair = Pair("duties that are yours: {n}", "您须履行 {n} 项义务");
pub const DUTIES_GONE: Pair = Pair("duties that fall away: {n}", "免去 {n} 项义务");
pub const IN_THE_UNION: Pair = Pair("in the Union", "欧盟");
pub const ELSEWHERE: Pair = Pair("elsewhere", "其他国家");
pub const NONE: Pair = Pair("none of them", "都没有");
pub const A_PERSON_JUDGES: Pair = Pair(
    "`{name}` is a judgement, which carries a name and a reason; a person gives it in `gpai ask`, or by hand in gpai.toml",
    "`{name}` 是判断，须注明姓名和理由；请由本人在 `gpai ask` 中作答，或写入 gpai.toml",
);
pub const KEPT: Pair = Pair("{file}: {n} kept\n", "{file}：已保存 {n} 项\n");
