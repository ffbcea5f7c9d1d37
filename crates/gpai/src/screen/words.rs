//! Every word of the program itself, in both languages: here what several commands say and what `gpai check` says, the rest by
//! command in `words/`. What is said of the law is in `law/`.

use std::fmt::Display;

use gpai_rules::law::Language;

pub mod arguments;
pub mod ask;
pub mod changes;
pub mod compute;
pub mod deadlines;
pub mod documents;
pub mod exit;
pub mod export;
pub mod help;
pub mod init;
pub mod judged;
pub mod law;
pub mod messages;
pub mod optout;
pub mod reference;
pub mod sentence;
pub mod sources;
pub mod survey;
#[cfg(test)]
mod tests;
pub mod usage;
pub mod web;

/// A text in English and in Chinese; `{name}` stands for a value.
#[derive(Clone, Copy, Debug)]
pub struct Pair(pub &'static str, pub &'static str);

impl Pair {
    /// The word in one language.
    pub fn get(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.0,
            Language::Chinese => self.1,
        }
    }

    /// The text with its values. What a value holds is not looked at again: it may be a stranger's text.
    pub fn fill(&self, language: Language, values: &[(&str, &dyn Display)]) -> String {
        let mut out = String::new();
        let mut rest = self.get(language);
        while let Some((before, name, after)) = rest
            .split_once('{')
            .and_then(|(before, tail)| tail.split_once('}').map(|(name, after)| (before, name, after)))
        {
            out.push_str(before);
            if let Some((_, value)) = values.iter().find(|(n, _)| *n == name) {
                out.push_str(&value.to_string());
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

pub const VERDICTS: Pair = Pair("Verdicts", "结论");
pub const DUTIES: Pair = Pair("Duties", "义务");
pub const DUTIES_ASSUMED: Pair = Pair(
    "Duties, if you are the provider and place it on the Union market",
    "义务（假设您是提供者并将其投放欧盟市场）",
);
pub const QUESTIONS: Pair = Pair("What matters most", "最关键的问题");
pub const FINDINGS: Pair = Pair("Findings", "检查结果");
pub const FACTS: Pair = Pair("What the folder says", "文件夹中的信息");
pub const ASSESSED: Pair = Pair("assessed for", "评估日");
pub const LAW: Pair = Pair("law as of", "法律版本");
pub const DUE: Pair = Pair("due", "期限");
pub const BECAUSE: Pair = Pair("because", "因为");
pub const MISSING: Pair = Pair("ask", "待答");
pub const SETTLES: Pair = Pair("decides", "决定");
pub const ANSWER_HOW: Pair = Pair(
    "Answer in gpai.toml beside the model card, or try one: gpai check --set NAME=VALUE",
    "在模型卡旁的 gpai.toml 中回答，或试一个：gpai check --lang zh --set 名称=值",
);
pub const HELP: Pair = Pair("help", "建议");
pub const NOT_ADVICE: Pair = Pair(
    "Not legal advice. Unknown stays open; \"presumed\" rests on a criterion a person may displace.",
    "本结果不构成法律意见。未知保持未知；“推定”基于可由人推翻的标准。",
);
pub const LOGS_FOUND: Pair = Pair(
    "logs: {scores} scores in {files} files, {runs} training runs, {energy} runs with energy, {sets} data sets: gpai sources",
    "日志：{files} 个文件中的 {scores} 个得分，{runs} 次训练运行，{energy} 次能耗记录，{sets} 个数据集：gpai sources",
);
pub const EXPLAIN_HOW: Pair = Pair(
    "gpai explain 53-1-d · gpai why provider · gpai whatif open_source_exempt=yes",
    "gpai explain 53-1-d · gpai why provider · gpai whatif open_source_exempt=yes",
);
pub const FINE: Pair = Pair("fine ceiling", "罚款上限");
pub const NOTHING_FOUND: Pair = Pair("nothing yet", "尚无");
pub const DISAGREE: Pair = Pair("sources disagree", "来源矛盾");
pub const OVERDUE: Pair = Pair("overdue", "已逾期");
pub const MORE_WITH_ALL: Pair = Pair("{rest} more with --all", "另有 {rest} 项，用 --all 显示");

/// Machine words that people read, in one language.
pub fn word(machine: &str, language: Language) -> String {
    let zh = match machine {
        "yes" => "是",
        "no" => "否",
        "open" => "待定",
        "applies" => "适用",
        "exempt" => "豁免",
        "not-applicable" => "不适用",
        "met" => "已满足",
        "gap" => "未达要求",
        "unknown" => "未知",
        "not-needed" => "无需",
        "certain" => "确定",
        "presumed" => "推定",
        "error" => "错误",
        "warning" => "警告",
        "info" => "提示",
        "act" => "法律条文",
        "recital" => "序言",
        "guidelines" => "指南",
        "code" => "行为准则",
        other => return other.to_owned(),
    };
    match language {
        Language::English => machine.replace("not-applicable", "not owed").replace("not-needed", "not needed"),
        Language::Chinese => zh.to_owned(),
    }
}

/// The colon between a word of ours and what it speaks of.
pub fn colon(language: Language) -> &'static str {
    match language {
        Language::English => ": ",
        Language::Chinese => "：",
    }
}

/// Between two remarks in one pair of brackets.
pub fn semicolon(language: Language) -> &'static str {
    match language {
        Language::English => "; ",
        Language::Chinese => "；",
    }
}

/// What ends a sentence.
pub const FULL_STOPS: [char; 2] = ['.', '。'];

/// What stands between two sentences.
pub fn space(language: Language) -> &'static str {
    match language {
        Language::English => " ",
        Language::Chinese => "",
    }
}

/// A remark in brackets behind a text, with the space that goes before it.
pub fn bracketed(text: &str, language: Language) -> String {
    match language {
        Language::English => format!(" ({text})"),
        Language::Chinese => format!("（{text}）"),
    }
}

/// A duty id as lawyers write it: `53-1-d` is Article 53(1)(d).
pub fn article(id: &str) -> String {
    let mut parts = id.split('-');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(&format!("({part})"));
    }
    out
}
