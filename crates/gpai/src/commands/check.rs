//! `gpai check`: assess folders and show them in the format asked for; what ends with which exit code is said.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use gpai_dossier::flow::{engine, judging, open_with};
use gpai_dossier::holds::{Holds, tells_figures};
use gpai_dossier::{Dossier, Model, Request};
use gpai_report::view::View;
use gpai_report::{Write, several};
use gpai_rules::assess::{Assessment, DutyState, DutyStatus};
use gpai_rules::engine::Engine;
use gpai_rules::law::Law;
use gpai_rules::next::Next;

use super::doc::read;
use crate::args::{FromRegister, HUMAN, Input, day, formats, language};
use crate::history;
use crate::model::{model, view_at};
use crate::outcome::{Exit, Failure, Outcome};
use crate::repository;
use crate::screen;
use crate::screen::exit::Ended;
use crate::screen::sentence::head;

/// Assess the model in a folder: verdicts, duties with due dates, open questions
///
/// Reads the model card, config.json, safetensors headers, licence files and gpai.toml. Without any answer the duties
/// are shown as they would be if you developed the model and placed it on the Union market. Several folders are assessed one
/// after the other; the exit code is that of the worst.
#[derive(Debug, Args)]
#[command(after_long_help = crate::args::HUB)]
pub struct Check {
    /// Input.
    #[command(flatten)]
    pub input: Input,
    /// More model folders
    #[arg(value_name = "PATH")]
    pub more: Vec<PathBuf>,
    /// Dated events after release.
    #[command(flatten)]
    pub from: FromRegister,
    /// Output format
    #[arg(long, default_value = HUMAN, value_parser = formats(Some("A screenful for people"), |w| matches!(w, Write::Assessment(_))))]
    pub format: String,
    /// When to exit with a code other than 0
    #[arg(long, value_enum, default_value_t = FailOn::Gap)]
    pub fail_on: FailOn,
    /// Exit 2 unless the folder holds a model: weights, a configuration or a model card; answers alone do not do
    #[arg(long)]
    pub require_model: bool,
    /// Also append a short summary in Markdown to FILE, for the page of a CI step [default FILE: that of GITHUB_STEP_SUMMARY]
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    pub step_summary: Option<Option<PathBuf>>,
    /// Show every question, finding and fact
    #[arg(long)]
    pub all: bool,
}

/// When `check` fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Exit 1 where a duty applies, its day is past and it is not met
    Overdue,
    /// Exit 1 where a duty applies and is not met
    Gap,
    /// Also exit 3 where a conclusion or duty is open
    Open,
    /// Exit 0 whatever is found
    Never,
}

/// A folder that was looked at.
struct Looked {
    dossier: Dossier,
    root: String,
    shown: String,
}

/// Runs it. A folder that cannot be worked on does not stop the others.
pub fn run(law: &Law, args: &Check) -> Outcome {
    let lang = language(args.input.lang);
    let paths: Vec<&Path> = std::iter::once(&args.input.path).chain(&args.more).map(PathBuf::as_path).collect();
    if let ([_, _, ..], Some(file)) = (paths.as_slice(), &args.input.answers) {
        let message = "--answers holds the answers of one model, and several folders are named";
        return Err(Failure::Usage(format!(
            "{message}\n  help: run them one by one, or keep {} in its folder",
            file.display()
        )));
    }
    let summary = args.step_summary.as_ref().map(|file| summary_file(file.as_deref())).transpose()?;
    let mut looked = Vec::new();
    let mut failed: Option<Failure> = None;
    let engine = engine(law, day(args.input.on.as_ref())?)?;
    for path in &paths {
        match look(law, &engine, args, path) {
            Ok(one) => looked.push(one),
            // A defect of ours, or the one folder there is: nothing else is to be said.
            Err(failure) if paths.len() == 1 || matches!(failure, Failure::Internal(_)) => return Err(failure),
            Err(failure) => {
                for line in failure.to_string().lines() {
                    let line = screen::words::messages::message(line, lang);
                    anstream::eprintln!("gpai: {}", gpai_forms::escape::visible(&line));
                }
                failed = Some(failure);
            }
        }
    }
    if looked.is_empty() {
        return Err(Failure::Usage("none of the folders could be assessed".to_owned()));
    }
    // The interview goes on from the machine's copy.
    let asked = match args.format.as_str() {
        JSON => looked.iter().map(|one| next(law, &engine, &one.dossier).map(Some)).collect::<Result<Vec<_>, _>>()?,
        _ => looked.iter().map(|_| None).collect(),
    };
    let views = looked.iter().zip(&asked);
    let views: Vec<View<'_>> =
        views.map(|(one, next)| View { next: next.as_ref(), ..view_at(law, &one.dossier, &one.root, lang) }).collect();
    let ends: Vec<Ended> = looked.iter().map(|one| ended(&one.dossier.assessment, args.fail_on)).collect();
    let exit = ends.iter().map(|end| end.exit).fold(Exit::Done, worse);
    let exit = if failed.is_some() { Exit::Usage } else { exit };
    if let Some(file) = summary {
        append(&file, &several::step_summary(&views))?;
    }
    let text = match views.as_slice() {
        [one] => one.export(&args.format),
        all => several::export(&args.format, &named(&looked, all)),
    };
    if let Some(text) = text {
        return Ok((text, exit));
    }
    let mut out = String::new();
    for (i, ((one, view), end)) in looked.iter().zip(&views).zip(&ends).enumerate() {
        if i > 0 {
            out.push('\n');
        }
        if let Some(line) = screen::exit::no_model(&one.shown, &one.dossier.holds, lang) {
            out.push_str(&format!("{line}\n\n"));
        }
        let judging = judging(law, engine.as_of(), &one.dossier.facts)?;
        let engine = judging.as_ref().unwrap_or(&engine);
        let head = head(law, engine, &one.dossier.facts, &one.dossier.assessment, &one.dossier.model, lang);
        out.push_str(&screen::check::screen(view, args.all, &head));
        out.push_str(&screen::exit::line(law, end, lang));
    }
    if looked.len() > 1 || failed.is_some() {
        out.push_str(&screen::exit::total(&ends, paths.len() - looked.len(), exit, lang));
    }
    Ok((screen::style::fit(&out), exit))
}

/// The word of the format in which programs go on from an assessment.
const JSON: &str = "json";

/// The next question of a model.
fn next(law: &Law, engine: &Engine<'_>, dossier: &Dossier) -> Result<Next, Failure> {
    let judging = judging(law, engine.as_of(), &dossier.facts)?;
    Ok(judging.as_ref().unwrap_or(engine).next_question(&dossier.facts))
}

/// Each assessment with the folder as it was named.
fn named<'v>(looked: &'v [Looked], views: &'v [View<'v>]) -> Vec<several::Named<'v>> {
    looked.iter().zip(views).map(|(one, view)| several::Named { folder: &one.shown, view }).collect()
}

/// One folder, if there is something to assess in it.
fn look(law: &Law, engine: &Engine<'_>, args: &Check, path: &Path) -> Result<Looked, Failure> {
    let input = &args.input;
    let register = history::read(law, path, &args.from)?;
    if let Some(unread) = &register.unread {
        anstream::eprintln!("gpai: {}", gpai_forms::escape::visible(unread));
    }
    let request = Request {
        on: engine.as_of(),
        model: model(path)?,
        answers: input.answers.clone(),
        presets: input.presets.clone(),
        set: input.said(law)?,
        base: input.base.clone(),
        register: register.register,
    };
    let root = match &request.model {
        Model::Folder(folder) => repository::place(folder),
        Model::Elsewhere(_) => String::new(),
    };
    let dossier = open_with(engine, law, &request, Some(&read::in_passing))?;
    let shown = path.display().to_string();
    let answered = dossier.answers.names().next().is_some() || !input.presets.is_empty();
    let told = tells_figures(&dossier.evidence);
    // Something that a reader of models wants, in the folder or one below, is something to look at.
    let read = dossier.looked_at.iter().any(|l| l.path.matches('/').count() <= 1);
    let why = match &dossier.holds {
        Holds::Model => None,
        Holds::Nothing if read && !args.require_model => None,
        _ if answered && !args.require_model => None,
        // A README of a program or of data may still speak of a model.
        Holds::Source(_) | Holds::DataSet(_) if told && !args.require_model => None,
        holds => Some(nothing(&shown, holds)),
    };
    match why {
        Some(why) => Err(Failure::Usage(why)),
        None => Ok(Looked { dossier, root, shown }),
    }
}

/// Why there is nothing to assess, in one line, and what to do.
pub fn nothing(shown: &str, holds: &Holds) -> String {
    match holds {
        Holds::Source(by) => format!(
            "{shown}: a source repository ({by}), not a model; nothing in it was judged\n  help: name the folder that holds the \
             model card, or answer for this run: --set NAME=VALUE"
        ),
        Holds::DataSet(why) => format!(
            "{shown}: a data set ({why}), not a model; nothing in it was judged\n  help: name the folder of the model that was \
             trained on it"
        ),
        Holds::Collection(models) => {
            let first: Vec<String> = models.iter().take(3).map(|m| format!("{shown}/{m}")).collect();
            let more = if models.len() > first.len() { " …" } else { "" };
            format!(
                "{shown}: a collection of {} models, not a model itself; nothing in it was judged\n  help: gpai check {}{more}, or \
                 one row for each: gpai survey {shown}",
                models.len(),
                first.join(" ")
            )
        }
        Holds::Model | Holds::Nothing => format!(
            "{shown}: no model there: neither a model card nor a configuration, weights or gpai.toml; nothing was assessed\n  \
             help: name the folder that holds the model card, or answer for this run: --set NAME=VALUE"
        ),
    }
}

/// How the assessment of one folder ends the run, and by what.
fn ended(assessment: &Assessment, fail_on: FailOn) -> Ended {
    let unmet = |d: &&gpai_rules::assess::DutyAnswer| d.status == DutyStatus::Applies && d.state == DutyState::Gap;
    let gaps: Vec<_> = assessment.duties.iter().filter(unmet).collect();
    let late = |d: &gpai_rules::assess::DutyAnswer| d.due.is_some_and(|due| due < assessment.as_of);
    let overdue = gaps.iter().filter(|d| late(d)).count();
    let fails = match fail_on {
        FailOn::Never => false,
        FailOn::Overdue => overdue > 0,
        FailOn::Gap | FailOn::Open => !gaps.is_empty(),
    };
    let open = assessment.is_open();
    let exit = match fail_on {
        _ if fails => Exit::Gap,
        FailOn::Open if open => Exit::Open,
        _ => Exit::Done,
    };
    let of_gaps = gaps.iter().filter(|d| fail_on != FailOn::Overdue || !fails || late(d));
    Ended {
        exit,
        unmet: of_gaps.map(|d| (d.id.clone(), d.due)).collect(),
        open: assessment.questions.len(),
        never: fail_on == FailOn::Never,
        as_of: assessment.as_of,
    }
}

fn worse(a: Exit, b: Exit) -> Exit {
    let rank = |exit: Exit| match exit {
        Exit::Done => 0,
        Exit::Open => 1,
        Exit::Gap => 2,
        Exit::Usage => 3,
        Exit::Internal => 4,
    };
    if rank(b) > rank(a) { b } else { a }
}

/// Where the summary of a CI step goes.
fn summary_file(named: Option<&Path>) -> Result<PathBuf, Failure> {
    let given = || std::env::var_os("GITHUB_STEP_SUMMARY").filter(|file| !file.is_empty()).map(PathBuf::from);
    named.map(Path::to_owned).or_else(given).ok_or_else(|| {
        Failure::Usage(
            "--step-summary: no file is named, and GITHUB_STEP_SUMMARY is not set\n  help: name one: --step-summary=FILE".to_owned(),
        )
    })
}

/// Adds to a file that other steps may have written to.
fn append(file: &Path, text: &str) -> Result<(), Failure> {
    let open = std::fs::OpenOptions::new().create(true).append(true).open(file);
    open.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|e| {
        let why = gpai_dossier::write::reason(&e);
        Failure::Usage(format!("{}: cannot be written: {why}", file.display()))
    })
}
