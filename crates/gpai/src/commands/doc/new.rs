//! `gpai doc new`: starts a document as a TOML file that teaches, with what is already known.

use std::path::{Path, PathBuf};

use clap::Args;
use gpai_dossier::profiles::{Profile, Scope};
use gpai_dossier::write::{reason, stays_inside};
use gpai_dossier::{Dossier, Model, Request, logged, records};
use gpai_forms::memo::memo;
use gpai_forms::prefill::{Prefilled, prefill, with_logs};
use gpai_forms::skeleton;
use gpai_forms::template::Template;
use gpai_rules::law::{Language, Law};

use super::kind::template;
use crate::args::{Lang, day, language};
use crate::model::model;
use crate::outcome::{Exit, Failure, Outcome, save};
use crate::screen::show::quoted;

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
    /// File to write, `-` for the screen [default: documents/KIND.toml in the model folder]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Add to an existing file what it lacks; what stands there stays as it is
    #[arg(long)]
    pub update: bool,
    /// Read the answers from this file, in place of gpai.toml in the folder
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// Fill in what a profile of all training data says (gpai corpus profile DATA -o FILE): sizes, modalities, languages
    #[arg(long, value_name = "FILE")]
    pub profile: Option<PathBuf>,
    /// Fill in what a profile of the data you crawled says: period, modalities, the list of domains
    #[arg(long, value_name = "FILE")]
    pub crawl: Option<PathBuf>,
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
        presets: Vec::new(),
        set: Vec::new(),
        base: None,
        register: None,
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
    let disk = |e: std::io::Error| Failure::Usage(format!("{}: cannot be written: {}", path.display(), reason(&e)));
    // Where we name the file ourselves, no link of the folder leads us out of it.
    if let (None, Model::Folder(folder)) = (&args.output, &request.model) {
        stays_inside(folder, &path).map_err(disk)?;
    }
    let screen = path == Path::new("-");
    let there = !screen && std::fs::metadata(&path).is_ok();
    // A pipe or a device is nothing to leave as it is.
    let special = screen || std::fs::metadata(&path).is_ok_and(|m| !m.is_file() && !m.is_dir());
    let there = there && !special;
    if there && !args.update {
        return Err(Failure::Usage(format!(
            "{}: is there already and is left as it is\n  help: --update adds what it lacks; -o FILE starts another",
            path.display()
        )));
    }
    let dossier = gpai_dossier::open(law, &request, None)?;
    let mut known = said(&template, &dossier);
    for (file, scope) in [(&args.profile, Scope::All), (&args.crawl, Scope::Crawl)] {
        let Some(file) = file else { continue };
        let mut said = Profile::read(file).map_err(Failure::Usage)?.answers(&template, scope);
        if said.is_empty() {
            return Err(Failure::Usage(format!("{}: a profile of data fills in a training-summary", file.display())));
        }
        // What was measured goes before what the card says, and a mere hint before nothing.
        said.retain(|s| s.answer.is_some() || !known.iter().any(|k| k.id == s.id && k.answer.is_some()));
        known.retain(|k| !said.iter().any(|s| s.id == k.id));
        known.extend(said);
    }
    if template.kind == "not-applicable" {
        reasons(law, &template, &dossier, &mut known);
    }
    let language = language(args.lang);
    let text = if there {
        let old = records::text(&path).map_err(|e| Failure::Usage(e.to_string()))?;
        let new = skeleton::updated(&records::shown(&path), &old, &template, &known, language)
            .map_err(|e| Failure::Usage(e.to_string()))?;
        if new == old {
            return Ok((format!("{}: nothing to add\n", path.display()), Exit::Done));
        }
        save(&path, new.as_bytes())?;
        format!("{}: added what it lacked\n", path.display())
    } else if special {
        save(&path, skeleton::new_record(&template, &known, language).as_bytes())?;
        return Ok((String::new(), Exit::Done));
    } else {
        records::create(&path, skeleton::new_record(&template, &known, language).as_bytes()).map_err(disk)?;
        let filled = known.iter().filter(|k| k.answer.is_some()).count();
        format!(
            "{}: {} questions, {filled} filled in from the model folder; each says where the value comes from\nFill in the rest, then: gpai doc render {}{}\n",
            path.display(),
            template.fields.len(),
            template.kind,
            again(args, &path)
        )
    };
    Ok((text, Exit::Done))
}

/// What the model folder says for the questions of a form.
fn said(template: &Template, dossier: &Dossier) -> Vec<Prefilled> {
    with_logs(template, prefill(template, &dossier.facts), &logged::said(&dossier.rows))
}

/// A memo on why nothing is owed holds answers only, and what was concluded.
fn reasons(law: &Law, template: &Template, dossier: &Dossier, known: &mut Vec<Prefilled>) {
    known.retain(|k| k.answer.is_some());
    known.extend(memo(template, law, &dossier.assessment));
}

/// A new document as `gpai doc new` starts it from the folder alone, the questions of its form, and how many are filled in.
pub fn draft(law: &Law, kind: &str, dossier: &Dossier, language: Language) -> Result<(String, usize, usize), Failure> {
    let template = template(kind)?;
    let mut known = said(&template, dossier);
    if template.kind == "not-applicable" {
        reasons(law, &template, dossier, &mut known);
    }
    let filled = known.iter().filter(|k| k.answer.is_some()).count();
    Ok((skeleton::new_record(&template, &known, language), template.fields.len(), filled))
}

/// The path that the next command needs: that of the model folder, or of the file where one was named.
fn again(args: &New, written: &Path) -> String {
    let path = if args.output.is_some() { written } else { args.path.as_path() };
    if path == Path::new(".") { String::new() } else { format!(" {}", quoted(path)) }
}
