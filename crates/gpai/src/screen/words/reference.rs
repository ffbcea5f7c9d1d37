//! Words of the pages of the documentation (`gpai site --docs`).

use gpai_report::explain::About;

use super::Pair;

pub const TITLE: Pair = Pair(
    "The EU AI Act for general-purpose AI models: what gpai knows",
    "欧盟《人工智能法》与通用人工智能模型：gpai 所知",
);
pub const ABOUT: Pair = Pair(
    "Every duty, fact, rule, finding, licence and provision that gpai goes by, as `gpai explain` shows it. Not legal advice.",
    "gpai 所依据的每项义务、事实、规则、检查结果、许可证和条款，与 `gpai explain` 所示相同。不构成法律意见。",
);
pub const FIND: Pair = Pair("Search", "搜索");
pub const NOTHING_FOUND: Pair = Pair("nothing found", "没有结果");
pub const LANGUAGE: Pair = Pair("English", "中文");
pub const ON_THE_TERMINAL: Pair = Pair("On the terminal: {command}", "在终端中：{command}");
pub const FOOT: Pair = Pair(
    "gpai {version} · law {law} as of {edition} · not legal advice",
    "gpai {version} · 法律 {law}，版本 {edition} · 不构成法律意见",
);
pub const PAPERS: Pair = Pair("Guides and formats", "指南与格式（英文）");

pub const DUTY: Pair = Pair("duty", "义务");
pub const CONCLUSION: Pair = Pair("conclusion", "结论");
pub const FACT: Pair = Pair("fact", "事实");
pub const FINDING: Pair = Pair("finding", "检查结果");
pub const DOCUMENT_RULE: Pair = Pair("rule on documents", "文件规则");
pub const RULE: Pair = Pair("rule", "规则");
pub const THRESHOLD: Pair = Pair("threshold", "阈值");
pub const AXIOM: Pair = Pair("axiom", "公理");
pub const DOUBT: Pair = Pair("doubt", "疑点");
pub const LICENCE: Pair = Pair("licence", "许可证");
pub const PROVISION: Pair = Pair("provision", "条款");
pub const MANY_DUTIES: Pair = Pair("Duties", "义务");
pub const MANY_CONCLUSIONS: Pair = Pair("Conclusions and steps", "结论与步骤");
pub const MANY_FACTS: Pair = Pair("Facts, the keys of gpai.toml", "事实，即 gpai.toml 的键");
pub const MANY_FINDINGS: Pair = Pair("Findings", "检查结果");
pub const MANY_DOCUMENT_RULES: Pair = Pair("Rules on documents", "文件规则");
pub const MANY_RULES: Pair = Pair("Rules of the law book", "法律规则");
pub const MANY_THRESHOLDS: Pair = Pair("Numbers and days", "数字与日期");
pub const MANY_AXIOMS: Pair = Pair("Axioms: what follows from the meaning of facts", "公理：由事实含义得出的推论");
pub const MANY_DOUBTS: Pair = Pair("Points on which the law is unclear", "法律不明确之处");
pub const MANY_LICENCES: Pair = Pair("Licences", "许可证");
pub const MANY_PROVISIONS: Pair = Pair("Provisions", "条款");

/// What one thing of a kind is called.
pub fn one(about: About) -> Pair {
    match about {
        About::Duty => DUTY,
        About::Conclusion => CONCLUSION,
        About::Fact => FACT,
        About::Finding => FINDING,
        About::DocumentRule => DOCUMENT_RULE,
        About::Rule => RULE,
        About::Threshold => THRESHOLD,
        About::Axiom => AXIOM,
        About::Doubt => DOUBT,
        About::Licence => LICENCE,
        About::Provision => PROVISION,
    }
}

/// What the list of a kind is called.
pub fn many(about: About) -> Pair {
    match about {
        About::Duty => MANY_DUTIES,
        About::Conclusion => MANY_CONCLUSIONS,
        About::Fact => MANY_FACTS,
        About::Finding => MANY_FINDINGS,
        About::DocumentRule => MANY_DOCUMENT_RULES,
        About::Rule => MANY_RULES,
        About::Threshold => MANY_THRESHOLDS,
        About::Axiom => MANY_AXIOMS,
        About::Doubt => MANY_DOUBTS,
        About::Licence => MANY_LICENCES,
        About::Provision => MANY_PROVISIONS,
    }
}
