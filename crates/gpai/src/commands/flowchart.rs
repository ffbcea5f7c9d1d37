//! `gpai flowchart`: a question of the law as a chart drawn from the rules; with a folder, the road it takes is lit.

use std::path::Path;

use gpai_dossier::flow::engine;
use gpai_dossier::gather::gather;
use gpai_dossier::{DossierError, Request};
use gpai_report::flowchart::{DRAWINGS, Picture, Road};
use gpai_rules::chart::{self, light::light};
use gpai_rules::law::Law;
use gpai_rules::toml_place::nearest;

use super::{Failure, Outcome, day, language, model};
use crate::cli::{ChartFormat, Flowchart};
use crate::exit::Exit;

/// Runs it.
pub fn run(law: &Law, args: &Flowchart) -> Outcome {
    let on = day(args.on.as_ref())?;
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
                set: args.set.clone(),
                base: args.base.clone(),
            };
            let gathered = gather(law, &request)?;
            Some((light(&engine(law, on)?, &gathered.facts(), &chart), gathered.model))
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
    let picture = Picture { law, on, chart: &chart, language: language(args.lang), road };
    let name = match args.format {
        ChartFormat::Svg => "svg",
        ChartFormat::Mermaid => "mermaid",
        ChartFormat::Dot => "dot",
    };
    let write = DRAWINGS.iter().find(|d| d.name == name).map(|d| d.write);
    let text = write.map(|write| write(&picture)).ok_or_else(|| Failure::Internal(format!("no drawing `{name}`")))?;
    match &args.output {
        None => Ok((text, Exit::Done)),
        Some(file) => {
            save(file, &text)?;
            Ok((String::new(), Exit::Done))
        }
    }
}

fn save(file: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(file, text).map_err(|e| Failure::Usage(format!("{}: could not be written: {e}", file.display())))
}

fn unknown(law: &Law, name: &str) -> Failure {
    let names = chart::names(law);
    let help = match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the charts are {}", names.join(", ")),
    };
    Failure::Usage(format!("--question {name}: there is no chart of that name\n  help: {help}"))
}
