//! `gpai why NAME`: the smallest set of known facts that entails an answer, the rules, the provisions.

use clap::Args;
use gpai_dossier::flow::{engine, judging};
use gpai_dossier::gather::gather;
use gpai_rules::law::Law;

use super::explain;
use crate::args::{Input, language, target};
use crate::model::request;
use crate::outcome::{Exit, Outcome};
use crate::screen::why::{Answer, screen};

/// Show the smallest set of known facts that entails a verdict or duty, with rules and citations
#[derive(Debug, Args)]
pub struct Why {
    /// A conclusion (gpai, provider, systemic_risk, …) or a duty (53-1-d, …)
    pub name: String,
    /// Input.
    #[command(flatten)]
    pub input: Input,
}

/// Runs it.
pub fn run(law: &Law, args: &Why) -> Outcome {
    target(law, &args.name)?;
    let request = request(law, &args.input)?;
    let lang = language(args.input.lang);
    let facts = gather(law, &request)?.facts();
    let (plain, judging) = (engine(law, request.on)?, judging(law, request.on, &facts)?);
    let assessment = judging.as_ref().unwrap_or(&plain).assess(&facts);
    let answer = match assessment.conclusion(&args.name) {
        Some(c) => Answer {
            status: c.decision.word(),
            strength: c.decision.strength(),
            because: &c.because,
            missing: &c.missing,
            rules: &c.rules,
            cites: &c.cites,
        },
        None => match assessment.duty(&args.name) {
            Some(d) => Answer {
                status: d.status.word(),
                strength: None,
                because: &d.because,
                missing: &d.missing,
                rules: &[],
                cites: &d.cites,
            },
            // Steps have no line of their own in the assessment; they are shown by what they are.
            None => return explain::page(law, &args.name, lang),
        },
    };
    let text = screen(law, &args.name, &answer, &assessment, lang);
    Ok((crate::screen::style::fit(&text), Exit::Done))
}
