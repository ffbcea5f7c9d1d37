//! Several assessments in one output, and the short summary of a CI step.

use std::fmt::Write as _;

use gpai_forms::escape;
use gpai_forms::escape::markdown as md;
use gpai_rules::assess::{DutyState, DutyStatus};
use gpai_rules::law::Language;
use serde_json::json;

use crate::view::View;
use crate::words::{article, word};
use crate::{json, markdown, sarif};

/// The format of several assessments as JSON.
pub const FORMAT: &str = "gpai-assessments/1";

/// One of them, with the folder as it was named.
#[derive(Clone, Copy)]
pub struct Named<'a> {
    /// The folder.
    pub folder: &'a str,
    /// The assessment.
    pub view: &'a View<'a>,
}

/// All of them in the format of that name; `None` where there is none.
pub fn export(name: &str, all: &[Named<'_>]) -> Option<String> {
    let views = || all.iter().map(|one| *one.view).collect::<Vec<_>>();
    match name {
        "json" => Some(as_json(all)),
        "sarif" => Some(sarif::write_all(&views())),
        "markdown" => Some(all.iter().map(|one| markdown::write(one.view)).collect::<Vec<_>>().join("\n---\n\n")),
        "step-summary" => Some(step_summary(&views())),
        _ => None,
    }
}

fn as_json(all: &[Named<'_>]) -> String {
    let list: Vec<_> =
        all.iter().map(|one| json!({ "folder": one.folder, "assessment": json::document(one.view) })).collect();
    let document = json!({ "format": FORMAT, "assessments": list });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    escape::json(&text)
}

/// One assessment as the short summary.
pub fn one_summary(view: &View<'_>) -> String {
    step_summary(std::slice::from_ref(view))
}

/// What a reader of a pull request needs: for each model the duties that apply or may apply, when they are due, and whether they
/// are met; and the question that settles most.
pub fn step_summary(views: &[View<'_>]) -> String {
    let mut out = String::new();
    let Some(first) = views.first() else { return out };
    let t = |en: &'static str, zh: &'static str| match first.language {
        Language::English => en,
        Language::Chinese => zh,
    };
    let a = first.assessment;
    let (title, assessed, law) = (
        t("EU AI Act, general-purpose AI", "欧盟《人工智能法》·通用人工智能"),
        t("assessed for", "评估日"),
        t("law as of", "法律版本"),
    );
    let _ = writeln!(out, "## {title}\n\n{assessed} {}, {law} {}\n", a.as_of, first.law.edition);
    for view in views {
        model(view, &mut out);
    }
    let _ = writeln!(out, "{}", t("Not legal advice. Unknown stays open.", "本结果不构成法律意见。未知保持未知。"));
    out
}

fn model(view: &View<'_>, out: &mut String) {
    let (a, lang) = (view.assessment, view.language);
    let t = |en: &'static str, zh: &'static str| match lang {
        Language::English => en,
        Language::Chinese => zh,
    };
    let place = if view.root.is_empty() { String::new() } else { format!(" ({})", md(view.root)) };
    let _ = writeln!(out, "### {}{place}\n", md(view.model));
    let assumed = a.duties.iter().any(gpai_rules::assess::DutyAnswer::is_open);
    let mut rows = Vec::new();
    for d in &a.duties {
        let granted = assumed && d.status == DutyStatus::Open;
        let status = if granted { d.if_provider } else { d.outcome() };
        if !matches!(status, DutyStatus::Applies | DutyStatus::Open) {
            continue;
        }
        let overdue = d.state == DutyState::Gap && d.due.is_some_and(|due| due < a.as_of);
        let sign = match d.state {
            _ if overdue => "🔴",
            DutyState::Gap => "🟠",
            DutyState::Met => "✅",
            DutyState::Unknown | DutyState::NotNeeded => "⚪",
        };
        let due = d.due.map_or_else(|| "–".to_owned(), |due| due.to_string());
        let title = view.law.duty(&d.id).map_or("", |x| x.title.get(lang));
        let state = word(d.state.word(), lang);
        rows.push(format!("| {sign} {state} | {} {title} | {due} |", article(&d.id)));
    }
    if rows.is_empty() {
        let _ = writeln!(out, "{}\n", t("No duty of this chapter applies.", "本章没有适用的义务。"));
        return;
    }
    if assumed {
        let _ = writeln!(
            out,
            "{}\n",
            t(
                "Whether you are the provider is open; these are the duties if you are.",
                "您是否为提供者尚待定；以下为假设您是提供者时的义务。"
            )
        );
    }
    let _ = writeln!(out, "| {} | {} | {} |\n|---|---|---|", t("State", "状态"), t("Duty", "义务"), t("Due", "期限"));
    let _ = writeln!(out, "{}\n", rows.join("\n"));
    if let Some(q) = a.questions.first() {
        let text = view.law.fact(&q.fact).map_or("", |f| f.question.get(lang));
        let _ = writeln!(out, "{} `{}`: {text}\n", t("Most useful answer:", "最有用的回答："), q.fact);
    }
}
