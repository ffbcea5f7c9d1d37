//! Sentences of a card that restrict what may be done with the model, whatever licence is named beside: for research only,
//! no commercial use, another licence for business or above a size. What is only intended or recommended restricts nothing.

use super::names::{Token, tokens};
use crate::text::has_any;

/// What a sentence restricts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// To research, study or another purpose.
    Purpose,
    /// Commercial use is forbidden.
    Commercial,
    /// Commercial use needs another licence or a consent.
    Separate,
    /// Above a number of users, of people or of money another licence is needed.
    Scale,
    /// The weights may not be passed on or changed.
    Rights,
}

/// Words of which one stands in every such sentence.
pub const SPEAKS: [&str; 42] = [
    "research",
    "academic",
    "scientific",
    "educational",
    "non-commercial",
    "noncommercial",
    "non commercial",
    "commercial",
    "personal use",
    "private use",
    "evaluation purpose",
    "evaluation only",
    "revenue",
    "turnover",
    "annual sales",
    "monthly",
    "million users",
    "earns",
    "employees",
    "redistribut",
    "re-distribut",
    "resale",
    "sublicens",
    "derivative works",
    "academia",
    "businesses",
    "companies",
    "production use",
    "for profit",
    "for-profit",
    "商用",
    "商业",
    "营利",
    "盈利",
    "学术",
    "科研",
    "研究",
    "月活",
    "年收入",
    "营收",
    "转载",
    "二次分发",
];
/// Purposes that leave others out.
const PURPOSES: [&str; 16] = [
    "research",
    "academic",
    "scientific",
    "education",
    "educational",
    "noncommercial",
    "personal",
    "evaluation",
    "study",
    "academia",
    "teaching",
    "hobby",
    "private",
    "internal",
    "experimental",
    "researchers",
];
/// Purposes in Chinese.
const PURPOSES_ZH: [&str; 8] = ["学术", "科研", "研究", "教育", "学习", "非商业", "非商用", "个人"];
/// Words that leave other purposes out.
const ONLY: [&str; 10] =
    ["only", "solely", "exclusively", "strictly", "restricted", "limited", "merely", "purely", "confined", "nothing"];
/// Chinese words that do.
const ONLY_ZH: [&str; 9] = ["仅供", "仅限", "只供", "只能", "仅用于", "只限", "仅可", "仅能", "只用于"];
/// Using something to earn money.
const BUSINESS: [&str; 15] = [
    "commercial",
    "commercially",
    "commercialize",
    "commercialise",
    "business",
    "businesses",
    "profit",
    "production",
    "resale",
    "resell",
    "sell",
    "money",
    "companies",
    "enterprise",
    "enterprises",
];
/// Words after `commercial` that speak of no use: support, services.
const NO_USE: [&str; 11] =
    ["support", "models", "model", "product", "products", "api", "apis", "alternatives", "systems", "offering", "data"];
/// Using something to earn money, in Chinese.
const BUSINESS_ZH: [&str; 6] = ["商用", "商业用途", "商业使用", "商业目的", "营利", "盈利"];
/// What is forbidden.
const FORBIDDEN: [&str; 13] = [
    "not",
    "cannot",
    "prohibited",
    "forbidden",
    "disallowed",
    "excluded",
    "never",
    "nor",
    "banned",
    "isn",
    "aren",
    "mustn",
    "without",
];
/// The same in Chinese.
const FORBIDDEN_ZH: [&str; 10] = ["禁止", "不得", "不可", "不能", "不允许", "严禁", "不准", "请勿", "不许", "不支持商"];
/// What somebody has to get or do first.
const CONDITIONS: [&str; 29] = [
    "contact",
    "apply",
    "application",
    "permission",
    "consent",
    "agreement",
    "questionnaire",
    "form",
    "register",
    "registration",
    "written",
    "request",
    "obtain",
    "purchase",
    "buy",
    "ask",
    "mail",
    "email",
    "license",
    "licenses",
    "authorization",
    "authorisation",
    "approval",
    "fee",
    "pay",
    "contract",
    "write",
    "reach",
    "licensing",
];
/// The same in Chinese.
const CONDITIONS_ZH: [&str; 12] =
    ["申请", "联系", "登记", "填写", "授权", "许可", "问卷", "邮件", "同意", "付费", "购买", "签署"];
/// The words that make it a duty.
const NEEDS: [&str; 15] = [
    "need",
    "needs",
    "require",
    "requires",
    "required",
    "must",
    "please",
    "send",
    "for",
    "if",
    "contact",
    "shall",
    "subject",
    "separate",
    "separately",
];
/// Above a size.
const SCALE: [&str; 18] = [
    "revenue",
    "revenues",
    "turnover",
    "sales",
    "earns",
    "earn",
    "users",
    "employees",
    "monthly",
    "maus",
    "mau",
    "income",
    "funding",
    "月活",
    "年收入",
    "营收",
    "用户数",
    "营业额",
];
const ABOVE: [&str; 16] = [
    "more",
    "exceed",
    "exceeds",
    "exceeding",
    "over",
    "above",
    "greater",
    "million",
    "billion",
    "larger",
    "beyond",
    "超过",
    "大于",
    "以上",
    "达到",
    "不低于",
];
/// Passing on and changing.
const PASSING_ON: [&str; 14] = [
    "redistribute",
    "redistributed",
    "redistribution",
    "sublicense",
    "sublicensed",
    "distribute",
    "distributed",
    "modify",
    "modified",
    "share",
    "resold",
    "转让",
    "分发",
    "传播",
];
/// What is no rule but a wish, a plan or a praise.
const WISHES: [&str; 20] = [
    "recommend",
    "recommended",
    "we hope",
    "suitable",
    "ideal",
    "useful",
    "encourage",
    "accelerate",
    "foster",
    "advance",
    "promote",
    "aim",
    "designed to help",
    "helps",
    "enable",
    "benefit",
    "推荐",
    "建议",
    "希望",
    "促进",
];
/// What takes a restriction back.
const FREED: [&str; 33] = [
    "no restriction",
    "without restriction",
    "without any restriction",
    "no limitation",
    "not limited to",
    "not restricted to",
    "not only",
    "research and commercial",
    "commercial and research",
    "commercial and academic",
    "academic and commercial",
    "commercial and non-commercial",
    "commercial or non-commercial",
    "commercial as well as",
    "including commercial",
    "also commercial",
    "commercial use is permitted",
    "commercial use is allowed",
    "commercial use allowed",
    "commercial use permitted",
    "permits commercial",
    "allows commercial",
    "free for commercial",
    "can be used commercially",
    "may be used commercially",
    "commercially usable",
    "no permission",
    "without permission",
    "without asking",
    "no longer",
    "无需",
    "不需要",
    "均可",
];
const FREED_ZH: [&str; 14] = [
    "可商用",
    "可以商用",
    "免费商用",
    "允许商用",
    "支持商用",
    "允许商业",
    "可用于商业",
    "可以用于商业",
    "不限于",
    "不限制",
    "没有限制",
    "完全开放商",
    "商业友好",
    "不再限",
];
/// What the sentence is about, if not the model.
const OTHER_SUBJECTS: [&str; 27] = [
    "demo",
    "dataset",
    "data set",
    "the data ",
    "training data",
    "corpus",
    "paper",
    "benchmark",
    "website",
    "notebook",
    "the code is",
    "code is",
    "base model",
    "previous version",
    "earlier version",
    "license of the data",
    "other models",
    "proprietary models",
    "competitor",
    "commercial models",
    "closed",
    "数据集",
    "训练数据",
    "论文",
    "演示",
    "代码仅",
    "旧版",
];
/// Words that say that the sentence is about the model all the same.
const OWN_SUBJECTS: [&str; 13] = [
    "weight",
    "this model",
    "the model",
    "our model",
    "checkpoint",
    "models are",
    "model is",
    "models may",
    "权重",
    "本模型",
    "该模型",
    "模型仅",
    "模型权重",
];

/// What a sentence in lower case restricts, if anything. `describes` is true under headings on what a model is made for.
pub fn limit(sentence: &str, describes: bool) -> Option<Limit> {
    let own = has_any(sentence, &OWN_SUBJECTS);
    if has_any(sentence, &OTHER_SUBJECTS) && !own {
        return None;
    }
    if has_any(sentence, &FREED) || has_any(sentence, &FREED_ZH) {
        return None;
    }
    let tokens = tokens(sentence);
    let words = Sentence { text: sentence, tokens: &tokens };
    let wish = has_any(sentence, &WISHES);
    if let Some(limit) = words.scale().or_else(|| words.commercial()) {
        return Some(limit);
    }
    if !wish && !(describes && has_any(sentence, &["intended", "primary"]) && !own) && words.purpose() {
        return Some(Limit::Purpose);
    }
    (own && words.rights()).then_some(Limit::Rights)
}

struct Sentence<'s> {
    text: &'s str,
    tokens: &'s [Token],
}

impl Sentence<'_> {
    fn at(&self, list: &[&str]) -> Option<usize> {
        self.tokens.iter().position(|t| list.contains(&t.word.as_str()))
    }

    fn all<'a>(&'a self, list: &'a [&str]) -> impl Iterator<Item = usize> + 'a {
        self.tokens.iter().enumerate().filter(|(_, t)| list.contains(&t.word.as_str())).map(|(i, _)| i)
    }

    fn word(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |t| t.word.as_str())
    }

    /// Whether only some purpose is left.
    fn purpose(&self) -> bool {
        if has_any(self.text, &ONLY_ZH) && has_any(self.text, &PURPOSES_ZH) {
            return true;
        }
        let near = |purpose: usize| {
            self.all(&ONLY).any(|only| {
                let between = purpose.abs_diff(only);
                // `The only research model that …` leaves no purpose out.
                between <= 8 && !(only < purpose && between <= 2 && self.word(only) == "only" && !self.is_for(purpose))
            })
        };
        let free = |purpose: usize| {
            let words: Vec<&str> = (purpose.saturating_sub(6)..purpose).map(|i| self.word(i)).collect();
            self.is_for(purpose) && words.iter().any(|w| matches!(*w, "open" | "free" | "freely" | "available"))
        };
        self.all(&PURPOSES).any(|p| (near(p) && self.is_for(p)) || (free(p) && self.separate()))
            || (self.at(&["noncommercial"]).is_some_and(|p| self.is_use(p) && self.granted()))
    }

    /// Whether a purpose is one of use: `for research`, `research purposes`.
    fn is_for(&self, purpose: usize) -> bool {
        let before = (purpose.saturating_sub(5)..purpose).any(|i| matches!(self.word(i), "for" | "to" | "in" | "by"));
        // `License: research only`.
        let labelled = (purpose.saturating_sub(2)..purpose).any(|i| self.word(i) == "license");
        before || labelled || self.is_use(purpose)
    }

    fn is_use(&self, purpose: usize) -> bool {
        (purpose + 1..purpose + 4).any(|i| matches!(self.word(i), "use" | "uses" | "usage" | "purpose" | "purposes"))
    }

    /// Whether the sentence grants something, or names a licence: then its purposes bound the grant.
    fn granted(&self) -> bool {
        self.at(&[
            "released",
            "licensed",
            "available",
            "license",
            "provided",
            "distributed",
            "granted",
            "allowed",
            "permitted",
            "open",
        ])
        .is_some()
    }

    /// Whether commercial use is forbidden, or needs something first.
    fn commercial(&self) -> Option<Limit> {
        if has_any(self.text, &BUSINESS_ZH) {
            let at = BUSINESS_ZH.iter().filter_map(|b| self.text.find(b)).min().unwrap_or(0);
            let before = crate::text::window(self.text, at.saturating_sub(36), at);
            let after = crate::text::window(self.text, at, at + 48);
            if FORBIDDEN_ZH.iter().any(|f| before.contains(f) || after.contains(f)) {
                return Some(Limit::Commercial);
            }
            if has_any(self.text, &CONDITIONS_ZH) {
                return Some(Limit::Separate);
            }
        }
        let business = |i: &usize| !NO_USE.contains(&self.word(i + 1));
        let forbidden = self.all(&BUSINESS).filter(business).any(|at| {
            let from = at.saturating_sub(10);
            let before = (from..at).any(|i| {
                FORBIDDEN.contains(&self.word(i))
                    && !(self.word(i) == "not"
                        && matches!(self.word(i + 1), "only" | "require" | "need" | "limited" | "restricted"))
            });
            let after = (at + 1..at + 9).any(|i| FORBIDDEN.contains(&self.word(i)) && self.word(i + 1) != "only");
            let no = at.checked_sub(1).is_some_and(|i| self.word(i) == "no");
            let restricts = self.own_or_use(at);
            no && self.use_follows(at) || ((before || after) && restricts)
        });
        if forbidden {
            return Some(Limit::Commercial);
        }
        self.separate().then_some(Limit::Separate)
    }

    fn use_follows(&self, at: usize) -> bool {
        (at + 1..at + 4)
            .any(|i| matches!(self.word(i), "use" | "usage" | "purposes" | "purpose" | "applications" | "exploitation"))
    }

    /// Whether the words around say that it is about using: `for commercial purposes`, `used commercially`.
    fn own_or_use(&self, at: usize) -> bool {
        self.use_follows(at)
            || (at.saturating_sub(6)..at + 6)
                .any(|i| matches!(self.word(i), "use" | "used" | "using" | "usage" | "deploy" | "sell" | "sold"))
    }

    /// Whether commercial use needs a licence, a consent or a fee.
    fn separate(&self) -> bool {
        self.all(&BUSINESS).filter(|i| !NO_USE.contains(&self.word(i + 1))).any(|at| {
            let around = |list: &[&str], reach: usize| {
                (at.saturating_sub(reach)..at + reach + 1).any(|i| i != at && list.contains(&self.word(i)))
            };
            let use_or_licence = self.use_follows(at)
                || matches!(self.word(at + 1), "license" | "licenses" | "licensing")
                || self.word(at).starts_with("commerciali")
                || (matches!(self.word(at), "business" | "businesses" | "companies" | "enterprise" | "enterprises")
                    && around(&["need", "needs", "must", "require", "requires"], 5));
            use_or_licence && around(&CONDITIONS, 14) && around(&NEEDS, 14)
        })
    }

    /// Whether a size of business or of reach matters.
    fn scale(&self) -> Option<Limit> {
        let holds = |list: &[&str]| {
            list.iter().any(|w| if w.is_ascii() { self.at(&[w]).is_some() } else { self.text.contains(w) })
        };
        let licence = self.at(&[
            "license",
            "licenses",
            "licensing",
            "permission",
            "agreement",
            "consent",
            "contact",
            "ask",
            "request",
            "pay",
            "fee",
        ]);
        let asked = licence.is_some() || has_any(self.text, &CONDITIONS_ZH);
        let who = has_any(
            self.text,
            &[
                "your",
                "you ",
                "company",
                "companies",
                "organi",
                "business",
                "licensee",
                "service",
                "if ",
                "entity",
                "entities",
                "企业",
                "公司",
                "用户",
                "产品",
                "组织",
            ],
        );
        (holds(&SCALE) && holds(&ABOVE) && asked && who && !has_any(self.text, &["downloads", "benchmark"]))
            .then_some(Limit::Scale)
    }

    /// Whether passing on or changing is forbidden.
    fn rights(&self) -> bool {
        let forbidden = self.all(&PASSING_ON).any(|at| {
            let before = (at.saturating_sub(4)..at).any(|i| matches!(self.word(i), "not" | "cannot" | "never"));
            let after = (at + 1..at + 5).any(|i| matches!(self.word(i), "prohibited" | "forbidden" | "disallowed"))
                || ((at + 1..at + 4).any(|i| self.word(i) == "not")
                    && (at + 2..at + 6).any(|i| matches!(self.word(i), "permitted" | "allowed")));
            before || after
        });
        let chinese =
            ["不得分发", "禁止分发", "不得转让", "禁止传播", "不得传播", "禁止二次分发", "不得二次分发", "不得修改"];
        forbidden && !has_any(self.text, &["without the notice", "without attribution", "under the same"])
            || has_any(self.text, &chinese)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_restricts() {
        for (sentence, want) in [
            ("The checkpoints may be used for academic research only.", Limit::Purpose),
            ("Our weights are strictly limited to scientific study.", Limit::Purpose),
            ("Released for non-commercial use only.", Limit::Purpose),
            ("For research purposes only.", Limit::Purpose),
            ("The weights are released under the MIT license for noncommercial purposes.", Limit::Purpose),
            ("The weights are free for academic research; businesses need our written consent.", Limit::Separate),
            ("You may not use the model commercially.", Limit::Commercial),
            ("Commercial use of these weights is prohibited.", Limit::Commercial),
            ("No commercial use.", Limit::Commercial),
            ("License: research only.", Limit::Purpose),
            ("The model must not be used for any commercial purpose.", Limit::Commercial),
            ("For commercial use, please fill in the form.", Limit::Separate),
            ("Commercial use requires a separate license from us.", Limit::Separate),
            ("For a commercial license, contact sales.", Limit::Separate),
            ("Companies with a turnover above 20 million dollars must ask us for a license.", Limit::Scale),
            ("If your service has over 50 million monthly users, you need our permission.", Limit::Scale),
            ("The model weights may not be redistributed.", Limit::Rights),
            ("本模型权重仅限科研用途。", Limit::Purpose),
            ("严禁将本模型用于商业目的。", Limit::Commercial),
            ("如需商用，请填写申请表并获得授权。", Limit::Separate),
            ("月活用户超过一千万的企业须向我们申请许可。", Limit::Scale),
        ] {
            assert_eq!(limit(&sentence.to_lowercase(), false), Some(want), "{sentence}");
        }
    }

    #[test]
    fn what_does_not() {
        for sentence in [
            "Intended for research use.",
            "We recommend it for academic research.",
            "The model may be used commercially.",
            "It is free for research and commercial use.",
            "There are no restrictions on commercial use.",
            "Use is not limited to research.",
            "It is not only for research but also for products.",
            "It beats commercial models in research benchmarks.",
            "The demo is for research only.",
            "The dataset may not be used commercially.",
            "Commercial support is available: contact us.",
            "We hope to advance academic research on language models.",
            "It was trained on scientific papers and research code.",
            "The model was evaluated on research questions only where noted.",
            "Our research team has more than ten million users.",
            "本模型可商用，无需申请。",
            "允许商用。",
            "我们希望促进学术研究。",
            "完全免费，学术与商业用途均可。",
        ] {
            assert_eq!(limit(&sentence.to_lowercase(), false), None, "{sentence}");
        }
        assert_eq!(limit("primary intended use: research only.", true), None);
    }
}
