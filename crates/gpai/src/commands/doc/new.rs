//! `gpai doc new`: starts a document as a TOML file that teaches, with what is already known.

use std::path::PathBuf;

use clap::Args;
use gpai_dossier::{Model, Request, logged, records};
use gpai_forms::memo::memo;
use gpai_forms::prefill::{prefill, with_logs};
use gpai_forms::skeleton;
use gpai_rules::law::Law;

use super::kind::template;
use crate::args::{Lang, day, language};
use crate::model::model;
use crate::outcome::{Exit, Failure, Outcome};

/// Start a document: a TOML file that asks every question of the form, with what the model folder already says
///
/// gpai doc new training-summary path/to/model writes path/to/model/documents/training-summary.toml. Yes/No questions of
/// an official form are never filled in for you. An existing file is left alone; --update adds what is missing in it.
#[derive(Debug, Args)]
pub struct New {
    /// Kind of document: training-summary, model-documentation, copyright-policy, notification, representative-mandate,
    /// safety-framework, model-report, incident-report, gap-analysis or not-applicable
    pub kind: String,
    /// The model folder, or `hf://ORG/MODEL[@REVISION]` together with -o
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// File to write [default: documents/KIND.toml in the model folder]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Add to an existing file what it lacks; what stands there stays as it is
    #[arg(long)]
    pub update: bool,
    /// Read the answers from this file, in place of gpai.toml in the folder
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// The day whose law applies, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// Language of the explanations in the file
    #[arg(long, value_enum, default_value_t = Lang::En)]
    pub lang: Lang,
}

/// Runs it.
pub fn run(law: &Law, args: &New) -> Outcome {
    let template = template(&args.kind)?;
    let request = Request {
        on: day(args.on.as_ref())?,
        model: model(&args.path)?,
        answers: args.answers.clone(),
        set: Vec::new(),
        base: None,
    };
    let path = match (&args.output, &request.model) {
        (Some(file), _) => file.clone(),
        (None, Model::Folder(folder)) => records::path(folder, &template.kind),
        (None, Model::Elsewhere(_)) => {
            return Err(Failure::Usage(
                "a model elsewhere has no folder to write to; name a file with -o FILE".to_owned(),
            ));
        }
    };
    let there = std::fs::symlink_metadata(&path).is_ok();
    if there && !args.update {
        return Err(Failure::Usage(format!(
            "{}: is there already and is left as it is\n  help: --update adds what it lacks; -o FILE starts another",
            path.display()
        )));
    }
    let dossier = gpai_dossier::open(law, &request, None)?;
    let mut known = with_logs(&template, prefill(&template, &dossier.facts), &logged::said(&dossier.rows));
    if template.kind == "not-applicable" {
        known.retain(|k| k.answer.is_some());
        known.extend(memo(&template, law, &dossier.assessment));
    }
    let language = language(args.lang);
    let disk = |e: std::io::Error| Failure::Usage(format!("{}: cannot be written: {e}", path.display()));
    let text = if there {
        let old = records::text(&path).map_err(|e| Failure::Usage(e.to_string()))?;
        let new = skeleton::updated(&records::shown(&path), &old, &template, &known, language)
            .map_err(|e| Failure::Usage(e.to_string()))?;
        if new == old {
            return Ok((format!("{}: nothing to add\n", path.display()), Exit::Done));
        }
        // A record named through a link stays where it is; the link stays a link.
        let target = std::fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        records::replace(&target, new.as_bytes()).map_err(disk)?;
        format!("{}: added what it lacked\n", path.display())
    } else {
        records::create(&path, skeleton::new_record(&template, &known, language).as_bytes()).map_err(disk)?;
        let filled = known.iter().filter(|k| k.answer.is_some()).count();
        format!(
            "{}: {} questions, {filled} filled in from the model folder; each says where the value comes from\nFill in the rest, then: gpai doc render {}\n",
            path.display(),
            template.fields.len(),
            template.kind
        )
    };
    Ok((text, Exit::Done))
}
