//! What the report says to people, in English and in Chinese.

use clap::ValueEnum;

/// A language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// English
    #[default]
    En,
    /// Chinese
    Zh,
}

/// A sentence by its name; what stands in braces is filled in.
#[must_use]
pub fn word(lang: Lang, name: &str) -> &'static str {
    let found = WORDS.iter().find(|(own, ..)| *own == name);
    found.map_or("", |(_, en, zh)| if lang == Lang::En { en } else { zh })
}

/// A sentence with its blanks filled in, one after the other.
#[must_use]
pub fn say(lang: Lang, name: &str, blanks: &[&str]) -> String {
    let mut out = String::new();
    let mut blanks = blanks.iter();
    for (at, part) in word(lang, name).split("{}").enumerate() {
        if at > 0 {
            out.push_str(blanks.next().copied().unwrap_or_default());
        }
        out.push_str(part);
    }
    out
}

/// Name, English, Chinese.
pub const WORDS: &[(&str, &str, &str)] = &[
    ("title", "Output that repeats training text (Measure 1.4)", "重复训练文本的输出（措施 1.4）"),
    (
        "tried",
        "{} prompts, {} samples, compared with {} documents ({}).",
        "{} 个提示、{} 个样本，与 {} 份文档（{}）进行了比较。",
    ),
    ("span", "A span counts from {} folded characters on.", "折叠后达到 {} 个字符的片段计入。"),
    (
        "span-near",
        "A span counts from {} folded characters on; nearly verbatim means that at least {} % of it are the same.",
        "折叠后达到 {} 个字符的片段计入；“近乎逐字”指至少 {}% 相同。",
    ),
    (
        "found",
        "{} of {} prompts ({} %, 95 % interval {} to {} %) gave back text of the corpus.",
        "{} 个返回了语料中的文本，共 {} 个提示（{}%，95% 区间为 {}% 至 {}%）。",
    ),
    (
        "none",
        "No prompt of {} gave back text of the corpus: with 95 % confidence, at most {} % of such prompts do.",
        "在 {} 个提示中，没有一个返回语料中的文本：在 95% 的置信度下，此类提示中至多有 {}% 会返回。",
    ),
    ("kind", "kind of prompt", "提示类型"),
    ("all", "all", "全部"),
    ("no-kind", "(not named)", "（未命名）"),
    ("prompts", "prompts", "提示数"),
    ("repeat", "repeat", "重复"),
    ("protected", "protected", "受保护"),
    ("interval", "95 % interval", "95% 区间"),
    ("longest", "longest", "最长"),
    ("class", "class", "类别"),
    ("spans-by-class", "spans: {}", "片段：{}"),
    ("baseline", "baseline", "基线"),
    ("longest-spans", "The longest spans", "最长的片段"),
    ("output-says", "output", "输出"),
    ("source-says", "source", "来源"),
    ("works", "Works by how much of each was given back", "各作品被返回的比例"),
    ("work", "work", "作品"),
    ("share", "share", "比例"),
    ("chars", "characters", "字符"),
    ("documents", "documents", "文档数"),
    ("because", "because", "依据"),
    (
        "unread",
        "Not read: {} records of the corpus, {} of the outputs. They were not compared.",
        "未能读取：语料中 {} 条记录，输出中 {} 条。它们未参与比较。",
    ),
    (
        "limit-unknown",
        "--fail-on: whether the bound on protected text is kept is not known, since nothing was named as protected; name it with --protected or --works, or a column of licences with --licence-column",
        "--fail-on：未指定任何受保护的内容，因此无法得知是否遵守受保护文本的界限；请用 --protected 或 --works 指定，或用 --licence-column 指明许可证列",
    ),
    (
        "unknown-rights",
        "No document was named as protected: what is protected among the spans is not known.",
        "未指定任何受保护的文档：片段中哪些受保护尚不清楚。",
    ),
    (
        "lower_bound",
        "What was found is a lower bound: other prompts may show more.",
        "所发现的内容只是下限：其他提示可能会显示更多。",
    ),
    (
        "these_prompts_only",
        "The figures hold for prompts of these kinds and this decoding, and for no other use.",
        "这些数字仅适用于这些类型的提示和此种解码方式，不适用于其他用途。",
    ),
    (
        "no_legal_finding",
        "A hit is a reproduction of text of the corpus; whether it infringes a right is a legal question that this report does not answer.",
        "命中表示再现了语料中的文本；是否侵犯权利属于法律问题，本报告不作回答。",
    ),
    ("only_the_corpus_given", "A corpus that was not given was not compared.", "未提供的语料未参与比较。"),
    ("echo", "in the prompt", "出自提示"),
    ("licence-text", "licence text", "许可证文本"),
    ("low-complexity", "tables and repetitions", "表格与重复内容"),
    ("quotation", "quotation", "引文"),
    ("free", "free to copy", "可自由复制"),
    ("common", "in many documents", "见于多份文档"),
    ("unknown", "unknown", "未知"),
    ("decided", "decided by {}", "由 {} 判定"),
    ("limit-passed", "above the bound that was set: {} {} % > {} %", "超出所设上限：{} {}% > {}%"),
];

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn both_languages_say_all_of_it() {
        for (name, en, zh) in WORDS {
            assert!(!en.is_empty() && !zh.is_empty(), "{name}");
            assert_eq!(en.matches("{}").count(), zh.matches("{}").count(), "{name}");
            let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
            assert!(zh.chars().any(chinese), "{name}");
            let all: Vec<char> = zh.chars().collect();
            for pair in all.windows(2) {
                let half = |c: char| ",;:?!()".contains(c);
                assert!(!(chinese(pair[0]) && half(pair[1]) || half(pair[0]) && chinese(pair[1])), "{name}: {zh}");
            }
        }
        for class in gpai_verbatim::class::Class::ALL {
            assert!(!word(Lang::Zh, class.word()).is_empty(), "{}", class.word());
        }
        assert_eq!(say(Lang::En, "decided", &["A"]), "decided by A");
    }

    #[test]
    fn no_sentence_says_that_anybody_did_wrong() {
        for (name, en, zh) in WORDS.iter().filter(|(name, ..)| *name != "no_legal_finding") {
            for word in ["infring", "violat", "illegal", "compliant", "侵权", "违法", "合规"] {
                assert!(!en.contains(word) && !zh.contains(word), "{name}");
            }
        }
    }
}
