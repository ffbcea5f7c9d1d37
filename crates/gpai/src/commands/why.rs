//! `gpai why NAME`: the smallest set of known facts that entails an answer, the rules, the provisions.

use std::fmt::Write as _;

use gpai_dossier::flow::engine;
use gpai_dossier::gather::gather;
use gpai_forms::escape::visible;
use gpai_rules::law::{Language, Law};
use gpai_rules::remarks::show;

use super::{Outcome, language, request, target, title};
use crate::cli::Why;
use crate::exit::Exit;
use crate::style::{DIM, HEAD, paint};
use crate::words::word;

/// Runs it.
pub fn run(law: &Law, args: &Why) -> Outcome {
    target(law, &args.name)?;
    let request = request(&args.input)?;
    let lang = language(args.input.lang);
    let facts = gather(law, &request)?.facts();
    let assessment = engine(law, request.on)?.assess(&facts);
    let t = |en: &'static str, zh: &'static str| match lang {
        Language::English => en,
        Language::Chinese => zh,
    };
    let (status, strength, because, missing, rules, cites) = match assessment.conclusion(&args.name) {
        Some(c) => (c.decision.word(), c.decision.strength(), &c.because, &c.missing, c.rules.clone(), c.cites.clone()),
        None => match assessment.duty(&args.name) {
            Some(d) => (d.status.word(), None, &d.because, &d.missing, Vec::new(), d.cites.clone()),
            None => return step(law, args, lang),
        },
    };
    let mut out = String::new();
    let strength = strength.map(|s| format!(" ({})", word(s.word(), lang))).unwrap_or_default();
    let _ = writeln!(
        out,
        "{}: {}{strength}\n",
        paint(HEAD, &title(law, &args.name, lang)),
        paint(HEAD, &word(status, lang))
    );
    if missing.is_empty() {
        let head = if because.is_empty() {
            t("No fact is needed for this answer.", "得出此结论无须任何事实。")
        } else {
            t("These facts alone entail it; no smaller set does:", "仅凭以下事实即可得出;没有更小的事实集合:")
        };
        let _ = writeln!(out, "{head}");
        for name in because {
            let fact = assessment.facts.iter().find(|f| f.name == *name);
            let value = fact.and_then(|f| f.value.as_ref()).map(show).unwrap_or_default();
            let _ = writeln!(out, "  {name} = {}", visible(&value));
            for s in fact.map(|f| f.sources.as_slice()).unwrap_or_default() {
                let line = s.line.map(|l| format!(":{l}")).unwrap_or_default();
                let by = s.by.as_ref().map(|b| format!(", {b}")).unwrap_or_default();
                let method = s.method.as_ref().map(|m| format!(", {m}")).unwrap_or_default();
                let _ = writeln!(out, "    {}", paint(DIM, &visible(&format!("{}{line}{method}{by}", s.file))));
            }
        }
    } else {
        let _ = writeln!(
            out,
            "{}",
            t(
                "Still open. What can change it, most informative first:",
                "尚未确定。可能改变结论的事实(信息量最大者在前):"
            )
        );
        for name in missing {
            let question = law.fact(name).map_or("", |f| f.question.get(lang));
            let _ = writeln!(out, "  {name}\n    {}", paint(DIM, question));
        }
    }
    if !rules.is_empty() {
        let head = match status {
            "no" => t("Rules that decide or fail to apply:", "决定结论或未能适用的规则:"),
            _ => t("Rules that decide:", "决定结论的规则:"),
        };
        let _ = writeln!(out, "\n{head}");
        for id in &rules {
            if let Some(rule) = law.rules_on(request.on).find(|r| r.id == *id) {
                let _ = writeln!(
                    out,
                    "  {id} ({}; {})\n    {}",
                    word(rule.force.word(), lang),
                    rule.cites.join(", "),
                    rule.text.get(lang)
                );
                if let Some(unclear) = &rule.unclear {
                    let _ = writeln!(out, "    {}: {}", t("unclear", "不明确"), unclear.get(lang));
                }
            }
        }
    }
    let _ = writeln!(out, "\n{}", t("Provisions:", "条文:"));
    for cite in &cites {
        if let Some(p) = law.paragraphs.get(cite) {
            let _ = writeln!(out, "  {cite}  {}\n    {}", p.section, p.says.get(lang));
        }
    }
    Ok((out, Exit::Done))
}

/// Steps have no line of their own in the assessment; they are shown by what they are.
fn step(law: &Law, args: &Why, lang: Language) -> Outcome {
    super::explain::run(law, &args.name, lang)
}
