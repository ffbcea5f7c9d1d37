//! Machine words that people read in Markdown, in both languages, as `gpai check` says them on the screen.

use gpai_rules::law::Language;

/// A machine word.
pub(crate) fn word(machine: &str, language: Language) -> String {
    let (en, zh) = match machine {
        "not-applicable" => ("not owed", "不适用"),
        "not-needed" => ("not needed", "无需"),
        "yes" => ("yes", "是"),
        "no" => ("no", "否"),
        "open" => ("open", "待定"),
        "applies" => ("applies", "适用"),
        "exempt" => ("exempt", "豁免"),
        "met" => ("met", "已满足"),
        "gap" => ("gap", "未达要求"),
        "unknown" => ("unknown", "未知"),
        "certain" => ("certain", "确定"),
        "presumed" => ("presumed", "推定"),
        "error" => ("error", "错误"),
        "warning" => ("warning", "警告"),
        "info" => ("info", "提示"),
        other => (other, other),
    };
    match language {
        Language::English => en.to_owned(),
        Language::Chinese => zh.to_owned(),
    }
}

/// A remark in brackets behind a text.
pub(crate) fn bracketed(text: &str, language: Language) -> String {
    match language {
        Language::English => format!(" ({text})"),
        Language::Chinese => format!("（{text}）"),
    }
}

/// A duty id as lawyers write it: `53-1-d` is 53(1)(d).
pub(crate) fn article(id: &str) -> String {
    let mut parts = id.split('-');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| format!("{out}({part})"))
}
