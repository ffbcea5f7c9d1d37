//! What people read, in English and Chinese.

/// A language of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Language {
    /// English
    #[default]
    En,
    /// Chinese
    Zh,
}

/// A text in English and in Chinese; `{name}` stands for a value.
#[derive(Clone, Copy, Debug)]
pub struct Pair(pub &'static str, pub &'static str);

impl Pair {
    /// In one language.
    pub fn get(&self, language: Language) -> &'static str {
        match language {
            Language::En => self.0,
            Language::Zh => self.1,
        }
    }

    /// With its values. What a value holds is not looked at again: it may be a stranger's text.
    pub fn fill(&self, language: Language, values: &[(&str, &str)]) -> String {
        fill(self.get(language), values)
    }
}

/// A text with `{name}` for values.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once('{') {
        out.push_str(before);
        match tail.split_once('}') {
            Some((name, after)) if !name.contains(['\n', ' ', '{']) => {
                if let Some((_, value)) = values.iter().find(|(n, _)| *n == name) {
                    out.push_str(value);
                }
                rest = after;
            }
            _ => {
                out.push('{');
                rest = tail;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The colon between a word of ours and what it speaks of.
pub fn colon(language: Language) -> &'static str {
    match language {
        Language::En => ": ",
        Language::Zh => "：",
    }
}

/// A machine word as people read it; what is unknown stays as it is.
pub fn word(machine: &str, language: Language) -> String {
    let found = WORDS.iter().find(|(name, _)| *name == machine);
    found.map_or_else(|| machine.to_owned(), |(_, pair)| pair.get(language).to_owned())
}

/// Machine words: states, decisions, verbs, fields.
const WORDS: [(&str, Pair); 86] = [
    ("complaint", Pair("complaint", "投诉")),
    ("request", Pair("request", "请求")),
    ("incident", Pair("incident", "事件")),
    ("version", Pair("version", "版本")),
    ("event", Pair("event", "事实")),
    ("quarantined", Pair("in quarantine", "隔离中")),
    ("received", Pair("received", "已收到")),
    ("acknowledged", Pair("acknowledged", "已确认收到")),
    ("asked", Pair("more was asked", "已要求补充")),
    ("supplemented", Pair("supplemented", "已补充")),
    ("decided", Pair("decided", "已决定")),
    ("answered", Pair("answered", "已答复")),
    ("closed", Pair("closed", "已结案")),
    ("erased", Pair("erased", "已删除")),
    ("open", Pair("open", "待处理")),
    ("extended", Pair("extended", "已延期")),
    ("refused", Pair("refused", "已拒绝")),
    ("withdrawn", Pair("withdrawn", "已撤回")),
    ("reported", Pair("reported", "已报告")),
    ("resolved", Pair("resolved", "已解决")),
    ("reopened", Pair("reopened", "已重启")),
    ("joined", Pair("joined", "已并入")),
    ("not-serious", Pair("not serious", "不属严重")),
    ("near-miss", Pair("near miss", "险兆")),
    ("planned", Pair("planned", "计划中")),
    ("placed", Pair("placed on the Union market", "已投放欧盟市场")),
    ("recorded", Pair("recorded", "已记录")),
    ("upheld", Pair("upheld", "成立")),
    ("partly", Pair("partly upheld", "部分成立")),
    ("not_upheld", Pair("not upheld", "不成立")),
    ("manifestly_unfounded", Pair("manifestly unfounded", "明显无据")),
    ("identical_answered", Pair("identical, already answered", "相同投诉，已有答复")),
    ("outside_chapter", Pair("outside the chapter", "不属本章范围")),
    ("decisions-conflict", Pair("decisions that did not know of each other", "互不知情的决定")),
    ("complaint.add", Pair("received", "收到")),
    ("complaint.acknowledge", Pair("acknowledged", "确认收到")),
    ("complaint.ask", Pair("asked for more", "要求补充")),
    ("complaint.supplement", Pair("supplemented", "补充")),
    ("complaint.judge", Pair("judged", "判断")),
    ("complaint.decide", Pair("decided", "决定")),
    ("complaint.answer", Pair("answered", "答复")),
    ("complaint.close", Pair("closed", "结案")),
    ("complaint.release", Pair("out of quarantine", "解除隔离")),
    ("request.add", Pair("received", "收到")),
    ("request.supplement", Pair("supplemented", "补充")),
    ("request.answer", Pair("answered", "答复")),
    ("request.extend", Pair("extended", "延期")),
    ("request.refuse", Pair("refused", "拒绝")),
    ("request.withdraw", Pair("withdrawn", "撤回")),
    ("request.release", Pair("out of quarantine", "解除隔离")),
    ("incident.release", Pair("out of quarantine", "解除隔离")),
    ("incident.add", Pair("recorded", "记录")),
    ("incident.aware-model", Pair("involvement of the model known", "知悉模型涉事")),
    ("incident.classify", Pair("class added", "增加类别")),
    ("incident.declassify", Pair("class taken back", "撤回类别")),
    ("incident.report", Pair("reported", "报告")),
    ("incident.resolve", Pair("resolved", "解决")),
    ("incident.reopen", Pair("reopened", "重启")),
    ("incident.join", Pair("joined to another", "并入")),
    ("incident.close", Pair("closed", "结案")),
    ("version.add", Pair("recorded", "记录")),
    ("version.archive", Pair("document archived", "文件存档")),
    ("record.erase", Pair("erased", "删除")),
    ("record.hold", Pair("held for a dispute", "因争议保留")),
    ("record.unhold", Pair("no longer held", "不再保留")),
    ("deadline.waive", Pair("deadline waived", "豁免期限")),
    ("seal.attach", Pair("proof of a seal filed", "封印证明存档")),
    ("rightsholder", Pair("rightsholder", "权利人")),
    ("representative", Pair("authorised representative", "授权代表")),
    ("collective_management", Pair("collective management organisation", "集体管理组织")),
    ("decision", Pair("decision", "决定")),
    ("why", Pair("reasons", "理由")),
    ("channel", Pair("channel", "渠道")),
    ("classes", Pair("classes", "类别")),
    ("stage", Pair("stage", "阶段")),
    ("basis", Pair("basis", "依据")),
    ("from", Pair("from", "来自")),
    ("until", Pair("until", "截至")),
    ("within", Pair("within", "期限内")),
    ("name", Pair("name", "名称")),
    ("contact", Pair("contact", "联系方式")),
    ("statement", Pair("statement", "陈述")),
    ("works", Pair("works", "作品")),
    ("measure", Pair("measure", "措施")),
    ("answer", Pair("answer", "答复")),
    ("question", Pair("question", "问题")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_not_looked_at_again() {
        assert_eq!(fill("{a} and {b}", &[("a", "{b}"), ("b", "x")]), "{b} and x");
        assert_eq!(fill("no { name } here {", &[]), "no { name } here {");
    }

    #[test]
    fn each_word_is_there_once_and_in_both() {
        for (i, (name, pair)) in WORDS.iter().enumerate() {
            assert!(!pair.0.is_empty() && pair.1.chars().any(|c| c > '\u{3000}'), "{name}");
            assert!(!WORDS.iter().skip(i + 1).any(|(other, _)| other == name), "{name} twice");
        }
    }
}
