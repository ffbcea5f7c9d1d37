//! `gpai check`: assess a folder and show it in the format asked for.

use clap::{Args, ValueEnum};
use gpai_dossier::flow::{engine, open_with};
use gpai_report::Write;
use gpai_rules::law::Law;

use super::doc::read;
use crate::args::{HUMAN, Input, formats, language};
use crate::model::{request, view};
use crate::outcome::{Exit, Outcome};
use crate::screen;
use crate::screen::sentence::head;

/// Assess the model in a folder: verdicts, duties with due dates, open questions
///
/// Reads the model card, config.json, safetensors headers, licence files and gpai.toml. Without any answer the duties
/// are shown as they would be if you developed the model and placed it on the Union market.
#[derive(Debug, Args)]
pub struct Check {
    /// Input.
    #[command(flatten)]
    pub input: Input,
    /// Output format
    #[arg(long, default_value = HUMAN, value_parser = formats(Some("A screenful for people"), |w| matches!(w, Write::Assessment(_))))]
    pub format: String,
    /// When to exit with a code other than 0
    #[arg(long, value_enum, default_value_t = FailOn::Gap)]
    pub fail_on: FailOn,
    /// Show every question, finding and fact
    #[arg(long)]
    pub all: bool,
}

/// When `check` fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Exit 1 where a duty applies and is not met
    Gap,
    /// Also exit 3 where a conclusion or duty is open
    Open,
    /// Exit 0 whatever is found
    Never,
}

/// Runs it.
pub fn run(law: &Law, args: &Check) -> Outcome {
    let request = request(&args.input)?;
    let engine = engine(law, request.on)?;
    let dossier = open_with(&engine, law, &request, Some(&read::in_passing))?;
    let lang = language(args.input.lang);
    let view = view(law, &dossier, lang);
    let text = view.export(&args.format).unwrap_or_else(|| {
        let head = head(law, &engine, &dossier.facts, &dossier.assessment, &dossier.model, lang);
        screen::check::screen(&view, args.all, &head)
    });
    let assessment = &dossier.assessment;
    let exit = match args.fail_on {
        FailOn::Never => Exit::Done,
        _ if assessment.has_gap() => Exit::Gap,
        FailOn::Open if assessment.is_open() => Exit::Open,
        _ => Exit::Done,
    };
    Ok((text, exit))
}
