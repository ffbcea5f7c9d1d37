//! Sentences of a card that restrict what may be done with the model, whatever licence is named beside: for research only,
//! no commercial use, another licence for business or above a size. What is only intended or recommended restricts nothing.

use super::names::{Token, tokens};
use super::restricts_words::{
    ABOVE, BUSINESS, BUSINESS_ZH, CONDITIONS, CONDITIONS_ZH, FOR_ALL, FORBIDDEN, FORBIDDEN_ZH, FREED, FREED_ZH, KEPT,
    NEEDS, NO_USE, ONLY, ONLY_ZH, OTHER_SUBJECTS, OWN_SUBJECTS, PAID, PASSING_ON, PURPOSES, PURPOSES_ZH, SCALE, USES,
    WISHES,
};
use crate::statement::Limit;
use crate::text::has_any;

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
    let described = describes && !own && has_any(sentence, &["intended", "primary"]);
    if !(wish || described) && words.paid() {
        return Some(Limit::Separate);
    }
    if !(wish || described) && (words.purpose() || words.kept()) {
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

    /// Whether use is kept for some: `usage is restricted to accredited universities`.
    fn kept(&self) -> bool {
        self.all(&KEPT).any(|at| {
            let used = (at.saturating_sub(4)..at).any(|i| USES.contains(&self.word(i)));
            let to = matches!(self.word(at + 1), "to" | "for");
            let all = (at + 2..at + 7).any(|i| FOR_ALL.contains(&self.word(i)));
            let denied = (at.saturating_sub(3)..at).any(|i| matches!(self.word(i), "not" | "never" | "isn"));
            used && to && !all && !denied
        })
    }

    /// Whether using needs something that is paid: `putting it into a product requires a paid plan`.
    fn paid(&self) -> bool {
        let needs = ["requires", "require", "needs", "need", "must", "subject", "against"];
        self.all(&PAID).any(|at| {
            let asked = (at.saturating_sub(4)..at).any(|i| needs.contains(&self.word(i)));
            let denied = (at.saturating_sub(6)..at)
                .any(|i| matches!(self.word(i), "not" | "never" | "no" | "without" | "doesn"));
            asked && !denied && self.at(&USES).is_some_and(|u| u < at)
        })
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
mod tests;
