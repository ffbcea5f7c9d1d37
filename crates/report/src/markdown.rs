//! Markdown for a pull request, a wiki page or a model card: verdicts, duties, questions, findings.

use std::fmt::Write as _;

use gpai_rules::assess::DutyStatus;
use gpai_rules::law::Language;
use gpai_rules::remarks::show_short;

use crate::view::View;
use crate::words::{article, bracketed, word};
use gpai_forms::escape::markdown as md;
use gpai_rules::message::{help, message};

/// The assessment as one Markdown document.
pub fn write(view: &View<'_>) -> String {
    let a = view.assessment;
    let lang = view.language;
    let t = |en: &'static str, zh: &'static str| match lang {
        Language::English => en,
        Language::Chinese => zh,
    };
    let mut out = String::new();
    let _ = writeln!(
        out,
        "# {}: {}\n",
        t("EU AI Act, general-purpose AI", "欧盟《人工智能法》·通用人工智能"),
        md(view.model)
    );
    let _ = writeln!(
        out,
        "{} {}, {} {} ({}).\n",
        t("Assessed for", "评估日"),
        a.as_of,
        t("law", "法律"),
        view.law.id,
        view.law.edition
    );
    let _ = writeln!(out, "## {}\n", t("Verdicts", "结论"));
    let _ = writeln!(
        out,
        "| {} | {} | {} | {} |",
        t("Question", "问题"),
        t("Answer", "回答"),
        t("Because", "理由"),
        t("Source", "依据")
    );
    out.push_str("|---|---|---|---|\n");
    for c in &a.conclusions {
        let title = view.law.proposition(&c.name).map_or(c.name.as_str(), |p| p.title.get(lang));
        let strength = c.decision.strength().map(|s| bracketed(&word(s.word(), lang), lang)).unwrap_or_default();
        let because = if c.missing.is_empty() {
            c.because.iter().map(|f| format!("`{f}`")).collect::<Vec<_>>().join(", ")
        } else {
            let first: Vec<String> = c.missing.iter().take(3).map(|f| format!("`{f}`")).collect();
            format!("{} {}", t("missing:", "缺少："), first.join(", "))
        };
        let _ = writeln!(
            out,
            "| {title} | **{}**{strength} | {because} | {} |",
            word(c.decision.word(), lang),
            c.cites.join(", ")
        );
    }
    if !a.judged.is_empty() {
        let _ = writeln!(out, "\n## {}\n", t("Judged as a whole", "整体判断的结论"));
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} |",
            t("Conclusion", "结论"),
            t("Judged", "判断"),
            t("The facts on file alone", "仅凭已有事实"),
            t("Because", "理由")
        );
        out.push_str("|---|---|---|---|\n");
    }
    for judged in &a.judged {
        let title = view.law.proposition(&judged.name).map_or(judged.name.as_str(), |p| p.title.get(lang));
        let strength = judged.alone.strength().map(|s| bracketed(&word(s.word(), lang), lang)).unwrap_or_default();
        let because: Vec<String> = judged.because.iter().map(|f| format!("`{f}`")).collect();
        let _ = writeln!(
            out,
            "| {title} | **{}** | {}{strength} | {} |",
            word(if judged.value == Some(true) { "yes" } else { "no" }, lang),
            word(judged.alone.word(), lang),
            because.join(", ")
        );
    }
    let _ = writeln!(out, "\n## {}\n", t("Duties", "义务"));
    let _ = writeln!(
        out,
        "| {} | {} | {} | {} | {} |",
        t("Duty", "义务"),
        t("Status", "状态"),
        t("If you are the provider", "若您是提供者"),
        t("Due", "期限"),
        t("State", "完成情况")
    );
    out.push_str("|---|---|---|---|---|\n");
    for d in &a.duties {
        let title = view.law.duty(&d.id).map_or("", |x| x.title.get(lang));
        let owed = matches!(d.outcome(), DutyStatus::Applies | DutyStatus::Open);
        let due = d.due.filter(|_| owed).map_or_else(|| "–".to_owned(), |x| x.to_string());
        let _ = writeln!(
            out,
            "| {} {title} | **{}** | {} | {due} | {} |",
            article(&d.id),
            word(d.outcome().word(), lang),
            word(d.if_provider.word(), lang),
            word(d.state.word(), lang)
        );
    }
    if !a.questions.is_empty() {
        let _ = writeln!(out, "\n## {}\n", t("Open questions, most informative first", "待答问题（信息量最大者在前）"));
        for (i, q) in a.questions.iter().enumerate() {
            let text = view.law.fact(&q.fact).map_or("", |f| f.question.get(lang));
            let _ = writeln!(out, "{}. `{}`: {text}", i + 1, q.fact);
        }
    }
    let _ = writeln!(out, "\n## {}\n", t("Findings", "检查结果"));
    if a.findings.is_empty() {
        let _ = writeln!(out, "{}", t("None.", "无。"));
    }
    for f in &a.findings {
        let places: Vec<String> = f
            .places
            .iter()
            .map(|p| match p.line {
                Some(line) => format!("{}&#58;{line}", md(&p.file)),
                None => md(&p.file),
            })
            .collect();
        let at = if places.is_empty() { String::new() } else { format!(" ({})", places.join(", ")) };
        let _ = writeln!(
            out,
            "- **{}** `{}`: {}{at}. {}",
            word(f.severity.word(), lang),
            f.code,
            md(&message(view.law, f, lang)),
            md(&help(view.law, f, lang))
        );
    }
    let _ = writeln!(out, "\n## {}\n", t("Facts", "事实"));
    let _ = writeln!(out, "| {} | {} | {} |", t("Fact", "事实"), t("Value", "值"), t("Source", "来源"));
    out.push_str("|---|---|---|\n");
    for fact in &a.facts {
        let value =
            fact.value.as_ref().map_or_else(|| t("sources disagree", "来源矛盾").to_owned(), |v| md(&show_short(v)));
        let sources: Vec<String> = fact
            .sources
            .iter()
            .map(|s| s.line.map_or_else(|| md(&s.file), |line| format!("{}&#58;{line}", md(&s.file))))
            .collect();
        let _ = writeln!(out, "| `{}` | {value} | {} |", fact.name, sources.join(", "));
    }
    let _ = writeln!(
        out,
        "\n{}",
        t(
            "Not legal advice. What is not known stays open; a verdict marked presumed rests on a criterion or presumption that a person may displace.",
            "本结果不构成法律意见。未知的保持未知；标为 presumed（推定）的结论基于可被推翻的标准或推定。"
        )
    );
    out
}
