//! Terms that keep the Union out, found by their wording in any card, gate, licence or policy on use, not by a name.

use gpai_rules::finding::{Finding, Severity};

use super::normal;
use crate::run::Run;
use crate::statement::{Restriction, Statement};
use crate::text::{Text, has_any, window};

/// Words by which a passage is told that may speak of the Union.
pub const SPEAKS: [&str; 9] = ["europe", "欧盟", "欧洲", " eu", "(eu", "/eu", "-eu", "\"eu", "eea"];
/// Names of the Union; those in Latin letters count as words of their own.
const UNION: [&str; 10] = [
    "european union",
    "european economic area",
    "eu",
    "eea",
    "europe",
    "european",
    "欧盟",
    "欧洲联盟",
    "欧洲经济区",
    "欧洲",
];
/// Words after the name that make it one of its law: obeying that law keeps nobody out.
const OF_LAW: [&str; 16] = [
    "law",
    "laws",
    "act",
    "ai",
    "regulation",
    "regulations",
    "directive",
    "directives",
    "gdpr",
    "legislation",
    "court",
    "charter",
    "public",
    "commission",
    "rules",
    "standards",
];
/// The same in Chinese.
const OF_LAW_ZH: [&str; 10] = ["法律", "法规", "的法", "人工智能法", "ai法", "ai 法", "《", "条例", "指令", "委员会"];
/// Phrases before the name that make it one of its law.
const LAW_OF: [&str; 9] = [
    "law of the",
    "laws of the",
    "law in the",
    "laws in the",
    "legislation of the",
    "languages of the",
    "court of justice of the",
    "违反",
    "遵守",
];
/// Words that deny.
const NEGATIONS: [&str; 16] = [
    "not",
    "no",
    "never",
    "neither",
    "nor",
    "cannot",
    "isn",
    "aren",
    "doesn",
    "don",
    "won",
    "nobody",
    "prohibited",
    "forbidden",
    "unavailable",
    "excluded",
];
/// What is given or done in a place.
const GIVEN: [&str; 55] = [
    "available",
    "offered",
    "offer",
    "offers",
    "licensed",
    "licensee",
    "licensees",
    "license",
    "licenses",
    "licence",
    "licences",
    "granted",
    "grant",
    "grants",
    "rights",
    "accessible",
    "access",
    "provided",
    "supported",
    "distributed",
    "distribute",
    "released",
    "eligible",
    "permitted",
    "allowed",
    "authorised",
    "authorized",
    "apply",
    "applies",
    "extend",
    "extends",
    "use",
    "used",
    "using",
    "download",
    "downloaded",
    "install",
    "run",
    "deploy",
    "deployed",
    "located",
    "resident",
    "residents",
    "domiciled",
    "established",
    "based",
    "reside",
    "resides",
    "live",
    "agreement",
    "cover",
    "covers",
    "made",
    "open",
    "sold",
];
/// What somebody promises.
const PROMISES: [&str; 14] = [
    "warrant",
    "represent",
    "promise",
    "confirm",
    "certify",
    "undertake",
    "agree",
    "acknowledge",
    "declare",
    "attest",
    "accept",
    "pledge",
    "clicking",
    "state",
];
/// Words between a deed and the place of it.
const PLACES: [&str; 27] = [
    "in",
    "within",
    "inside",
    "into",
    "to",
    "from",
    "of",
    "for",
    "at",
    "the",
    "a",
    "an",
    "any",
    "member",
    "state",
    "states",
    "country",
    "countries",
    "territory",
    "territories",
    "region",
    "persons",
    "people",
    "users",
    "entities",
    "residents",
    "or",
];
/// Words that leave a place out.
const LEAVES_OUT: [&str; 13] = [
    "except",
    "excluding",
    "excludes",
    "exclude",
    "other than",
    "with the exception of",
    "exception of",
    "but not",
    "apart from",
    "save for",
    "outside of",
    "outside",
    "everywhere but",
];
/// What they leave it out of.
const WHOLES: [&str; 21] = [
    "territory",
    "worldwide",
    "world",
    "everywhere",
    "anywhere",
    "global",
    "globally",
    "region",
    "jurisdiction",
    "countries",
    "available",
    "availability",
    "grant",
    "rights",
    "license",
    "licence",
    "users",
    "only",
    "all ",
    "use ",
    "access",
];
/// Who is meant by `EU users`.
const PEOPLE: [&str; 17] = [
    "users",
    "user",
    "residents",
    "resident",
    "persons",
    "people",
    "companies",
    "citizens",
    "entities",
    "customers",
    "individuals",
    "organizations",
    "organisations",
    "developers",
    "member",
    "based",
    "domiciled",
];
/// Matters in which the Union is left out of something else: consumers' rights, warranties, governing law, data.
const OTHER_MATTERS: [&str; 15] = [
    "warranties",
    "warranty",
    "disclaim",
    "liabilit",
    "consumer",
    "governing law",
    "jurisdiction of the courts",
    "arbitration",
    "sanction",
    "export",
    "personal data",
    "data protection",
    "end users of a product",
    "trained on",
    "statutory",
];
/// What keeps out, in Chinese.
const DENIED_ZH: [&str; 26] = [
    "不适用",
    "不在",
    "不授予",
    "不得",
    "不向",
    "禁止",
    "不可",
    "不能",
    "不包括",
    "不含",
    "除外",
    "以外",
    "之外",
    "排除",
    "不提供",
    "不开放",
    "不支持",
    "不位于",
    "不属于",
    "非欧",
    "不允许",
    "未向",
    "未在",
    "不面向",
    "除欧",
    "不会在",
];

/// Bytes between `excluding` and the name of what is excluded.
const LEFT_OUT_BEFORE: usize = 120;
/// Words between a promise or a deed and the place.
const REACH: usize = 24;
/// Bytes of a sentence looked at around a name of the Union.
const NEAR: usize = 600;
/// Names of the Union looked at in one text.
const MOST: usize = 64;

/// Says where a text, given also in normal form, keeps the Union out.
pub fn look(run: &mut Run<'_>, text: &Text, normal: &str) {
    if let Some(at) = excluded(normal) {
        let at = normal::original(&text.content, at);
        let words = "the terms keep the Union out".to_owned();
        run.licence(Statement::Restricted(Box::new(Restriction { limit: None, words, source: text.source(at) })));
        let finding = Finding::new("licence-excludes-union", Severity::Warning).cite("guidelines/79");
        run.find(finding.place(text.place(at)));
    }
}

/// Whether a sentence in lower case keeps the Union out.
pub fn keeps_out(sentence: &str) -> bool {
    excluded(sentence).is_some()
}

/// Where a text in normal form keeps the Union out: the start of the sentence.
fn excluded(normal: &str) -> Option<usize> {
    let mut named: Vec<(usize, &str)> = UNION
        .iter()
        .flat_map(|name| normal.match_indices(name).filter(|(i, n)| is_word(normal, *i, n)).take(MOST))
        .collect();
    named.sort_unstable_by_key(|(i, name)| (*i, std::cmp::Reverse(name.len())));
    named.dedup_by_key(|(i, _)| *i);
    named.into_iter().find_map(|(at, name)| {
        let (start, sentence) = sentence(normal, at);
        let before = sentence.get(..at.saturating_sub(start).min(sentence.len())).unwrap_or(sentence);
        let after = sentence.get(before.len() + name.len()..).unwrap_or_default();
        let is_out =
            if name.is_ascii() { is_out(name, before, after, sentence) } else { is_out_zh(before, after, sentence) };
        is_out.then_some(start)
    })
}

/// Whether a name stands there as a word of its own.
fn is_word(text: &str, at: usize, name: &str) -> bool {
    let before = text.get(..at).and_then(|b| b.chars().next_back());
    let after = text.get(at + name.len()..).and_then(|a| a.chars().next());
    !name.is_ascii()
        || !(before.is_some_and(|c| c.is_ascii_alphanumeric()) || after.is_some_and(|c| c.is_ascii_alphanumeric()))
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect()
}

fn is_out(name: &str, before: &str, after: &str, sentence: &str) -> bool {
    let (ahead, behind) = (words(before), words(after));
    let next = behind.first().copied().unwrap_or_default();
    let law = OF_LAW.contains(&next) || LAW_OF.iter().any(|l| before.trim_end().ends_with(l));
    if law || (has_any(sentence, &OTHER_MATTERS) && !has_any(sentence, &["rights granted", "territory"])) {
        return false;
    }
    // `European` alone is a place only with somebody or something in it.
    if name == "european" && !(PEOPLE.contains(&next) || matches!(next, "countries" | "users")) {
        return false;
    }
    // `No rights …, they may be …`: what stands before a new clause does not count.
    let is_given = |list: &[&str]| list.iter().any(|w| GIVEN.contains(w));
    let negated = |list: &[&str]| {
        list.iter()
            .enumerate()
            .any(|(i, w)| NEGATIONS.contains(w) && !matches!(list.get(i + 1), Some(&"only" | &"limited")))
    };
    let near: Vec<&str> = ahead.iter().rev().take(REACH).rev().copied().collect();
    let place = ahead.last().is_some_and(|w| PLACES.contains(w)) || before.trim_end().ends_with(['/', ',', '(']);
    // `not available in`, `no rights are granted to persons in`, `not licensees if domiciled in`.
    if place && negated(&near) && is_given(&near) {
        return true;
    }
    // `You warrant that you are not in`, `you promise to stay out of`.
    let whole: Vec<&str> = ahead.iter().rev().take(REACH + 8).rev().copied().collect();
    if place && whole.iter().any(|w| PROMISES.contains(w)) && negated(&whole) {
        return true;
    }
    // `worldwide, except`, `only outside`.
    let left_out = LEAVES_OUT.iter().any(|l| {
        before.rfind(l).is_some_and(|i| {
            let between = before.get(i + l.len()..).unwrap_or_default();
            before.len() - i < LEFT_OUT_BEFORE && !between.contains([';', '(']) && words(between).len() <= 10
        })
    });
    if left_out
        && has_any(sentence, &WHOLES)
        && !has_any(before, &["may use", "resolve", "outside of the territory", "disputes"])
    {
        return true;
    }
    // `EU residents may not`, `persons in the Union are excluded`; `non-EU users only`.
    let people = PEOPLE.contains(&next) || ahead.iter().rev().take(6).any(|w| PEOPLE.contains(w));
    let soon: Vec<&str> = behind.iter().take(12).copied().collect();
    let barred = has_any(
        after,
        &[
            "may not",
            "must not",
            "shall not",
            "cannot",
            "are not",
            "is not",
            "are excluded",
            "is excluded",
            "prohibited",
            "not licensed",
        ],
    ) || negated(&soon.iter().take(7).copied().collect::<Vec<_>>());
    let other_than = before.trim_end().ends_with("non-") && sentence.contains("only");
    (people && barred && (is_given(&soon) || soon.contains(&"excluded"))) || other_than
}

fn is_out_zh(before: &str, after: &str, sentence: &str) -> bool {
    let law = OF_LAW_ZH.iter().any(|l| after.starts_with(l)) || LAW_OF.iter().any(|l| before.ends_with(l));
    // Only the clause in which the Union stands, and its neighbours.
    !law && has_any(sentence, &DENIED_ZH) && !has_any(sentence, &["消费者", "个人信息", "个人数据"])
}

/// The sentence around a byte, with its start.
fn sentence(normal: &str, at: usize) -> (usize, &str) {
    let before = window(normal, at.saturating_sub(NEAR), at);
    let ends = [". ", "; ", "。", "；"];
    let cut = ends.iter().filter_map(|e| before.rfind(e).map(|i| i + e.len())).max().unwrap_or(0);
    let start = at.saturating_sub(before.len().saturating_sub(cut));
    let after = window(normal, at, at + NEAR);
    let end = ends.iter().filter_map(|e| after.find(e).map(|i| i + e.len())).min().unwrap_or(after.len());
    let whole = normal.get(start..at + end).unwrap_or_default();
    (start + (whole.len() - whole.trim_start().len()), whole.trim_start())
}

#[cfg(test)]
mod tests;
