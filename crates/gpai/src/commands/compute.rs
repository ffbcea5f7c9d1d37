//! `gpai compute`: the training compute by each method the evidence allows, drawn against the thresholds of the law.

use std::fmt::Write as _;

use gpai_evidence::compute::{Estimate, Method, Of};
use gpai_forms::escape::{self, visible};
use gpai_report::json::{source as source_json, value as value_json};
use gpai_report::message::{help, message};
use gpai_rules::fact::{Fact, Source, Value};
use gpai_rules::finding::Finding;
use gpai_rules::law::{Language, Law, ThresholdValue};
use gpai_rules::number::{Interval, Number};
use gpai_rules::remarks::show_short;
use serde_json::{Value as Json, json};

use super::{Outcome, language, request};
use crate::cli::{Compute, ComputeFormat};
use crate::exit::Exit;
use crate::scale::Scale;
use crate::style::{DIM, HEAD, OPEN, pad, paint, wrap};
use crate::words::word;

/// The facts that hold amounts of compute.
const FACTS: [&str; 4] =
    ["compute.update_flop", "compute.cumulative_flop", "modification.flop", "modification.base_flop"];
/// Findings that are about compute.
const FINDINGS: [&str; 7] = [
    "compute-not-estimated",
    "compute-methods-disagree",
    "base-not-known",
    "base-compute-not-published",
    "several-bases",
    "near-threshold",
    "parameters-not-computed",
];
/// Columns of the scale.
const WIDTH: usize = 34;

/// What there is to show.
struct Shown<'a> {
    law: &'a Law,
    model: &'a str,
    language: Language,
    estimates: &'a [Estimate],
    facts: Vec<&'a Fact>,
    findings: Vec<&'a Finding>,
    thresholds: Vec<(String, Number)>,
}

/// Runs it.
pub fn run(law: &Law, args: &Compute) -> Outcome {
    let dossier = gpai_dossier::open(law, &request(&args.input)?, None)?;
    let assessment = &dossier.assessment;
    let thresholds = law
        .thresholds
        .iter()
        .filter(|t| t.from <= assessment.as_of && t.until.is_none_or(|u| assessment.as_of <= u))
        .filter_map(|t| match &t.value {
            ThresholdValue::Amount { value, divisor: 1, unit, .. } if unit == "FLOP" => {
                Some((t.id.clone(), value.clone()))
            }
            _ => None,
        })
        .collect();
    let shown = Shown {
        law,
        model: &dossier.model,
        language: language(args.input.lang),
        estimates: &dossier.estimates,
        facts: FACTS.iter().filter_map(|n| assessment.facts.iter().find(|f| f.name == *n)).collect(),
        findings: assessment.findings.iter().filter(|f| about_compute(f)).collect(),
        thresholds,
    };
    let text = match args.format {
        ComputeFormat::Human => human(&shown),
        ComputeFormat::Json => machine(&shown, &assessment.as_of.to_string()),
    };
    Ok((text, Exit::Done))
}

fn about_compute(finding: &Finding) -> bool {
    let disagrees =
        finding.code == "sources-disagree" && finding.details.iter().any(|(_, v)| FACTS.contains(&v.as_str()));
    disagrees || FINDINGS.contains(&finding.code.as_str())
}

/// `gpai-compute/1`.
fn machine(shown: &Shown<'_>, day: &str) -> String {
    let estimates: Vec<Json> = shown
        .estimates
        .iter()
        .map(|e| {
            json!({
                "method": e.method.word(),
                "of": e.of.word(),
                "used": e.of != Of::Unplaced,
                "flop": value_json(&Value::Number(e.value.clone())),
                "inputs": e.inputs.iter().map(|i| json!({
                    "name": i.name,
                    "value": i.value,
                    "assumed": i.source.is_none(),
                    "source": i.source.as_ref().map(source_json),
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    let facts: Vec<Json> = shown
        .facts
        .iter()
        .map(|f| {
            json!({
                "name": f.name,
                "value": f.value.as_ref().map(value_json),
                "unit": "FLOP",
                "contradiction": f.contradiction,
                "sources": f.sources.iter().map(source_json).collect::<Vec<_>>(),
            })
        })
        .collect();
    let findings: Vec<Json> = shown
        .findings
        .iter()
        .map(|f| json!({ "code": f.code, "severity": f.severity.word(), "message": message(shown.law, f, shown.language) }))
        .collect();
    let thresholds: Vec<Json> =
        shown.thresholds.iter().map(|(id, value)| json!({ "id": id, "flop": value.to_string() })).collect();
    let document = json!({
        "format": "gpai-compute/1",
        "as_of": day,
        "model": { "name": shown.model },
        "estimates": estimates,
        "facts": facts,
        "thresholds": thresholds,
        "findings": findings,
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    escape::json(&text)
}

fn human(shown: &Shown<'_>) -> String {
    let lang = shown.language;
    let t = |en: &'static str, zh: &'static str| match lang {
        Language::English => en,
        Language::Chinese => zh,
    };
    let mut out = String::new();
    let _ = writeln!(out, "{} {}", t("Training compute of", "训练算力:"), paint(HEAD, &visible(shown.model)));
    let amounts: Vec<&Interval> = shown
        .estimates
        .iter()
        .map(|e| &e.value)
        .chain(shown.facts.iter().filter_map(|f| match &f.value {
            Some(Value::Number(v)) => Some(v),
            _ => None,
        }))
        .collect();
    let scale = Scale::over(&amounts, &shown.thresholds.iter().map(|(_, v)| v).collect::<Vec<_>>(), WIDTH);
    let _ = writeln!(out, "\n{} {}", pad("", 24), paint(DIM, &scale.heading()));
    if shown.estimates.is_empty() {
        let none = t("No method can be applied to what the folder says.", "文件夹中的信息不足以采用任何估算方法。");
        let _ = writeln!(out, "  {}", paint(OPEN, none));
    }
    for estimate in shown.estimates {
        let label = format!("{} {}", estimate.method.word(), of(estimate.of, lang));
        line(&mut out, &label, &estimate.value, &scale, estimate.of == Of::Unplaced, lang);
    }
    if !shown.facts.is_empty() {
        let _ = writeln!(out, "\n{}", paint(HEAD, t("What the assessment uses", "评估所用的事实")));
    }
    for fact in &shown.facts {
        match &fact.value {
            Some(Value::Number(value)) => line(&mut out, &fact.name, value, &scale, false, lang),
            _ => {
                let unknown = t("unknown: sources disagree", "未知:来源矛盾");
                let _ = writeln!(out, "  {} {}", pad(&fact.name, 24), paint(OPEN, unknown));
            }
        }
    }
    if !shown.estimates.is_empty() {
        let _ = writeln!(out, "\n{}", paint(HEAD, t("What each estimate rests on", "各项估计的依据")));
    }
    for estimate in shown.estimates {
        let _ = writeln!(
            out,
            "  {} {}  {}",
            paint(HEAD, estimate.method.word()),
            of(estimate.of, lang),
            paint(DIM, formula(estimate.method, lang))
        );
        // Of what is not used, the statement itself is enough.
        let shown = if estimate.of == Of::Unplaced { 1 } else { estimate.inputs.len() };
        for input in estimate.inputs.iter().take(shown) {
            let place = match &input.source {
                Some(source) => place(source),
                None => t("assumed", "假定").to_owned(),
            };
            let _ = writeln!(out, "    {} {}  {}", pad(input.name, 18), visible(&input.value), paint(DIM, &place));
        }
    }
    for finding in &shown.findings {
        let _ = writeln!(
            out,
            "\n{} {}",
            paint(OPEN, &word(finding.severity.word(), lang)),
            visible(&message(shown.law, finding, lang))
        );
        for line in wrap(&help(shown.law, finding, lang), 90) {
            let _ = writeln!(out, "  {}", paint(DIM, &line));
        }
    }
    let note = t(
        "Two amounts: what updates parameters (for the 1e23 criterion) and all that contributed (for 1e25). The comparison uses a documented best estimate, within 30 % (Guidelines 118, 123).",
        "两个量:直接用于参数更新的算力(对应 1e23 标准)与所有有贡献的算力(对应 1e25)。比较采用有记录的最佳估计,误差 30% 以内(指南第 118、123 段)。",
    );
    let _ = writeln!(out, "\n{}", paint(DIM, &wrap(note, 92).join("\n")));
    out
}

fn line(out: &mut String, label: &str, value: &Interval, scale: &Scale, dim: bool, lang: Language) {
    let figures = show_short(&Value::Number(value.clone()));
    let figures = if lang == Language::Chinese { figures.replace(" to ", " 至 ") } else { figures };
    let text = format!("  {} {}  {figures}", pad(label, 24), scale.bar(value));
    let _ = writeln!(out, "{}", if dim { paint(DIM, &text) } else { text });
}

fn place(source: &Source) -> String {
    let line = source.line.map(|l| format!(":{l}")).unwrap_or_default();
    let method = source.method.as_ref().map(|m| format!(", {m}")).unwrap_or_default();
    visible(&format!("{}{line}{method}", source.file))
}

fn of(of: Of, lang: Language) -> &'static str {
    match (of, lang) {
        (Of::Training, _) => "",
        (Of::Modification, Language::English) => "(modification)",
        (Of::Modification, Language::Chinese) => "(修改)",
        (Of::Unplaced, Language::English) => "(not used)",
        (Of::Unplaced, Language::Chinese) => "(未采用)",
    }
}

fn formula(method: Method, lang: Language) -> &'static str {
    match (method, lang) {
        (Method::Stated, Language::English) => "as the repository states it",
        (Method::Stated, Language::Chinese) => "仓库中所述",
        (Method::SixPd, Language::English) => "6 x parameters x tokens seen, 30 % either way (Guidelines 132)",
        (Method::SixPd, Language::Chinese) => "6 × 参数量 × 训练词元数,误差 ±30%(指南第 132 段)",
        (Method::Hardware, Language::English) => "hours x peak rate x utilisation (Guidelines 126)",
        (Method::Hardware, Language::Chinese) => "加速器小时 × 峰值速率 × 利用率(指南第 126 段)",
        (Method::Recorded, Language::English) => "as the trainer counted it",
        (Method::Recorded, Language::Chinese) => "训练程序的计数",
        (Method::BasePlus, Language::English) => "training of the base plus the modification",
        (Method::BasePlus, Language::Chinese) => "基础模型的训练加上修改",
    }
}
