//! `gpai compute`: the training compute by each method the evidence allows, drawn against the thresholds of the law.

use clap::Args;
use gpai_evidence::compute::{Estimate, Of};
use gpai_report::Write;
use gpai_report::compute as report;
use gpai_rules::finding::Finding;
use gpai_rules::law::{Law, ThresholdValue};
use gpai_rules::names;

use crate::args::{HUMAN, Input, formats, language};
use crate::model::request;
use crate::outcome::{Exit, Outcome};
use crate::screen;

/// The facts that hold amounts of compute.
const FACTS: [&str; 4] = [
    names::COMPUTE_UPDATE_FLOP,
    names::COMPUTE_CUMULATIVE_FLOP,
    names::MODIFICATION_FLOP,
    names::MODIFICATION_BASE_FLOP,
];
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

/// Estimate the training compute by each method the evidence allows, and show where they disagree
///
/// Stated amounts, 6 x parameters x tokens, accelerator hours x peak rate x utilisation, what the trainer counted, and
/// the base model plus the modification: each with its error and what it rests on, drawn against 1e23 and 1e25 FLOP.
#[derive(Debug, Args)]
pub struct Compute {
    /// Input.
    #[command(flatten)]
    pub input: Input,
    /// Output format
    #[arg(long, default_value = HUMAN, value_parser = formats(Some("Bars against the thresholds, and what each estimate rests on"), |w| matches!(w, Write::Compute(_))))]
    pub format: String,
}

/// Runs it.
pub fn run(law: &Law, args: &Compute) -> Outcome {
    let dossier = gpai_dossier::open(law, &request(law, &args.input)?, None)?;
    let assessment = &dossier.assessment;
    let thresholds = law
        .thresholds
        .iter()
        .filter(|t| t.from <= assessment.as_of && t.until.is_none_or(|u| assessment.as_of <= u))
        .filter_map(|t| match &t.value {
            ThresholdValue::Amount { value, divisor: 1, unit, .. } if unit == "FLOP" => Some((t.id.as_str(), value)),
            _ => None,
        })
        .collect();
    let view = report::View {
        law,
        as_of: assessment.as_of,
        model: &dossier.model,
        language: language(args.input.lang),
        estimates: dossier.estimates.iter().map(estimate).collect(),
        facts: FACTS.iter().filter_map(|n| assessment.facts.iter().find(|f| f.name == *n)).collect(),
        findings: assessment.findings.iter().filter(|f| about_compute(f)).collect(),
        thresholds,
    };
    let text = view.export(&args.format).unwrap_or_else(|| screen::style::fit(&screen::compute::screen(&view)));
    Ok((text, Exit::Done))
}

fn about_compute(finding: &Finding) -> bool {
    let disagrees =
        finding.code == "sources-disagree" && finding.details.iter().any(|(_, v)| FACTS.contains(&v.as_str()));
    disagrees || FINDINGS.contains(&finding.code.as_str())
}

fn estimate(estimate: &Estimate) -> report::Estimate<'_> {
    report::Estimate {
        method: estimate.method.word(),
        of: estimate.of.word(),
        used: estimate.of != Of::Unplaced,
        flop: &estimate.value,
        inputs: estimate
            .inputs
            .iter()
            .map(|i| report::Input { name: i.name, value: &i.value, source: i.source.as_ref() })
            .collect(),
    }
}
