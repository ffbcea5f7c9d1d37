//! `gpai flowchart`: a question of the law as a chart drawn from the rules; with a folder, the road it takes is lit.

use std::path::PathBuf;

use clap::Args;
use gpai_dossier::flow::{engine, judging};
use gpai_dossier::gather::gather;
use gpai_dossier::{DossierError, Request};
use gpai_report::Write;
use gpai_report::flowchart::{Picture, Road};
use gpai_rules::chart::{self, light::light};
use gpai_rules::judged::judged;
use gpai_rules::law::Law;
use gpai_rules::toml_place::nearest;

use crate::args::{OnDay, Texts, day, formats, language};
use crate::model::model;
use crate::outcome::{Exit, Failure, Outcome, save};
use crate::screen::words::judged as words;

/// Draw a question of the law as a flowchart made from its rules: gpai flowchart -o gpai.svg
///
/// Without PATH the plain chart; nothing is read. With PATH the road that the model takes is lit: solid where the facts are
/// known, dashed both ways where a test is still open. The main questions are gpai (is it a general-purpose AI model?),
/// systemic_risk, provider (are you the provider, and is it placed on the Union market?), open_source_exempt, and duties
/// (what follows?). A box with double sides is a step that has a chart of its own: gpai flowchart --question
/// modifier_provider. "otherwise" is the exit where the exceptional answer is not claimed.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  gpai flowchart -o gpai.svg\n  gpai flowchart models/OLMo-2-1124-7B --question open_source_exempt -o road.svg\n  gpai flowchart --question duties --format mermaid --lang zh\n  gpai flowchart --question provider --format dot | dot -Tpdf -o provider.pdf"
)]
pub struct Flowchart {
    /// The model folder, or `hf://ORG/MODEL[@REVISION]`, whose road is lit [default: none, the plain chart]
    pub path: Option<PathBuf>,
    /// Which question: gpai, systemic_risk, provider, open_source_exempt, duties, or another conclusion or step
    #[arg(long, value_name = "NAME", default_value = "gpai")]
    pub question: String,
    /// Output format
    #[arg(long, default_value = "svg", value_parser = formats(None, |w| matches!(w, Write::Chart(_))))]
    pub format: String,
    /// File to write, `-` for the screen [default: the screen]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The day.
    #[command(flatten)]
    pub on: OnDay,
    /// Answer one fact for this run, e.g. market.eu=yes; may be repeated
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// Read the answers from this file, in place of gpai.toml in the folder
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// Folder of the base model, where the model was made from one that gpai does not know
    #[arg(long, value_name = "FOLDER")]
    pub base: Option<PathBuf>,
    /// The language.
    #[command(flatten)]
    pub texts: Texts,
}

/// Runs it.
pub fn run(law: &Law, args: &Flowchart) -> Outcome {
    let on = day(args.on.on.as_ref())?;
    if let Some((first, last)) = law.span
        && !(first..=last).contains(&on)
    {
        return Err(DossierError::Day { day: on, first, last }.into());
    }
    let chart = chart::chart(law, on, &args.question).ok_or_else(|| unknown(law, &args.question))?;
    // Without a folder and without answers nothing is read and nothing is lit.
    let lit = match &args.path {
        Some(path) => {
            let request = Request {
                on,
                model: model(path)?,
                answers: args.answers.clone(),
                presets: Vec::new(),
                set: args.set.clone(),
                base: args.base.clone(),
                register: None,
            };
            let gathered = gather(law, &request)?;
            let facts = gathered.facts();
            let plain = engine(law, on)?;
            let mut lights = light(&plain, &facts, &chart);
            if let Some(judging) = judging(law, on, &facts)? {
                // The boxes of a conclusion that is judged as a whole ask for facts: their road is what those say.
                let names = judged(law, &facts);
                let own = chart.panels.iter().zip(light(&judging, &facts, &chart));
                for (slot, (_, lit)) in lights.iter_mut().zip(own).filter(|(_, (p, _))| !names.contains_key(&p.name)) {
                    *slot = lit;
                }
                let names = names.into_keys().collect::<Vec<_>>().join(", ");
                let said = words::ROAD.fill(language(args.texts.lang), &[("names", &names)]);
                anstream::eprintln!("gpai: {said}");
            }
            Some((lights, gathered.model))
        }
        None => {
            let given = [
                (!args.set.is_empty(), "--set"),
                (args.answers.is_some(), "--answers"),
                (args.base.is_some(), "--base"),
            ];
            if let Some((_, option)) = given.iter().find(|(given, _)| *given) {
                return Err(Failure::Usage(format!(
                    "{option} needs the model whose road is to be lit\n  help: name its folder: gpai flowchart . {option} …"
                )));
            }
            None
        }
    };
    let road = lit.as_ref().map(|(lights, model)| Road { lights, model });
    let picture = Picture { law, on, chart: &chart, language: language(args.texts.lang), road };
    let text =
        picture.export(&args.format).ok_or_else(|| Failure::Internal(format!("no drawing `{}`", args.format)))?;
    match &args.output {
        None => Ok((text, Exit::Done)),
        Some(file) => {
            save(file, text.as_bytes())?;
            Ok((String::new(), Exit::Done))
        }
    }
}

fn unknown(law: &Law, name: &str) -> Failure {
    let names = chart::names(law);
    let help = match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the charts are {}", names.join(", ")),
    };
    Failure::Usage(format!("--question {name}: there is no chart of that name\n  help: {help}"))
}
