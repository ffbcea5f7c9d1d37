//! `gpai whatif NAME=yes|no`: the smallest changes to facts a person controls, and what else must then hold.

use clap::Args;
use gpai_dossier::flow::{engine, judging};
use gpai_dossier::gather::gather;
use gpai_rules::derive::derive;
use gpai_rules::law::Law;

use crate::args::{Input, language, target};
use crate::model::request;
use crate::outcome::{Exit, Failure, Outcome};
use crate::screen;

/// Show the smallest changes that would turn a conclusion: gpai whatif open_source_exempt=yes
#[derive(Debug, Args)]
pub struct Whatif {
    /// What you want: NAME=yes or NAME=no, for a conclusion or a duty
    #[arg(value_name = "NAME=yes|no")]
    pub wish: String,
    /// Input.
    #[command(flatten)]
    pub input: Input,
}

/// Runs it.
pub fn run(law: &Law, args: &Whatif) -> Outcome {
    let usage = || {
        Failure::Usage(format!("`{}` is not of the form NAME=yes or NAME=no, e.g. open_source_exempt=yes", args.wish))
    };
    let (name, wish) = args.wish.split_once('=').ok_or_else(usage)?;
    let want = match wish {
        "yes" | "true" => true,
        "no" | "false" => false,
        _ => return Err(usage()),
    };
    let target = target(law, name)?;
    let request = request(law, &args.input)?;
    let mut facts = gather(law, &request)?.facts();
    derive(law, &mut facts);
    let (plain, judging) = (engine(law, request.on)?, judging(law, request.on, &facts)?);
    let engine = judging.as_ref().unwrap_or(&plain);
    let (known, _) = engine.contradictions(&engine.known_with_implied(&facts));
    let found = engine.whatif(&known, &target, want);
    let text = screen::whatif::screen(law, name, want, &found, language(args.input.lang));
    Ok((screen::style::fit(&text), Exit::Done))
}
