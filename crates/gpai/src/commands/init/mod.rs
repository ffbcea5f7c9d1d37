//! `gpai init`: sets a model folder up: the answers, drafts of the documents that are owed, what checks them in CI and before a
//! commit. What is there stays as it is.

mod files;
mod make;
mod plan;

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use clap::Args;
use gpai_dossier::answer_file::{AnswerFile, Change};
use gpai_dossier::flow::{engine, open_with};
use gpai_dossier::gather::gather;
use gpai_dossier::holds::Holds;
use gpai_dossier::{Dossier, Model, Request, records};
use gpai_rules::assess::DutyStatus;
use gpai_rules::compile::Engine;
use gpai_rules::fact::{Facts, Origin};
use gpai_rules::law::{Language, Law};

use self::make::create;
use super::check::nothing;
use super::doc::{new, read};
use crate::args::{Lang, day, language};
use crate::ask::{Extent, Session, Setting};
use crate::model::{Place, place};
use crate::outcome::{Exit, Failure, Outcome};
use crate::screen;
use crate::screen::init::{Done, Item};
use crate::screen::words::init as words;

/// Set a model folder up: answers, drafts of the documents that are owed, a check in CI and before each commit
///
/// Asks what you did, what comes out and how people get it, unless --as and --set say so. Writes gpai.toml, documents/KIND.toml
/// for what is owed as things stand, .github/workflows/gpai.yml, .pre-commit-config.yaml, and the line of .gitignore for
/// gpai.private.toml. What is there already is named and stays as it is.
#[derive(Debug, Args)]
pub struct Init {
    /// The model folder
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// What you did, what comes out, how people get it, in a word each, as for gpai check; may be repeated
    #[arg(long = "as", value_name = "WORD", value_delimiter = ',')]
    pub presets: Vec<String>,
    /// Answer one fact, e.g. market.eu=yes; may be repeated
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// Write nothing and ask nothing; show what would be written
    #[arg(long)]
    pub dry_run: bool,
    /// Where the workflow and the hook go, if the model folder is not the root of its repository
    #[arg(long, value_name = "FOLDER")]
    pub repository: Option<PathBuf>,
    /// The day whose law applies, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// Language of texts, also of those that are written
    #[arg(long, value_enum, default_value_t = Lang::En)]
    pub lang: Lang,
}

/// Runs it.
pub fn run(law: &Law, args: &Init) -> Outcome {
    let lang = language(args.lang);
    let Place::Folder(folder) = place(&args.path) else {
        return Err(Failure::Usage(words::NO_FOLDER.get(lang).to_owned()));
    };
    let engine = engine(law, day(args.on.as_ref())?)?;
    let request = |presets: &[String], set: &[String]| Request {
        on: engine.as_of(),
        model: Model::Folder(folder.to_owned()),
        answers: None,
        presets: presets.to_vec(),
        set: set.to_vec(),
        base: None,
        register: None,
    };
    // What the folder is comes first: nothing is written into one that is no model's.
    let gathered = gather(law, &request(&args.presets, &args.set))?;
    let told = gathered.answers.names().next().is_some();
    if !told && !matches!(gathered.holds, Holds::Model | Holds::Nothing) {
        return Err(Failure::Usage(nothing(&folder.display().to_string(), &gathered.holds)));
    }
    let mut items = Vec::new();
    let file = AnswerFile::in_folder(folder);
    let there = file.is_there();
    let mut asked = request(&args.presets, &args.set);
    if there {
        items.push(Item { path: file.name().to_owned(), done: Done::There, remark: String::new() });
    } else if args.dry_run {
        items.push(Item { path: file.name().to_owned(), done: Done::Would, remark: String::new() });
    } else {
        let given = changes(&gathered.answers);
        create(&folder.join(file.name()), folder, files::answers(lang).as_bytes())?;
        file.write(law, &given).map_err(|e| Failure::Usage(e.to_string()))?;
        let scripted = !args.presets.is_empty() || !args.set.is_empty();
        if io::stdin().is_terminal() || !scripted {
            ask(law, &engine, &file, &gathered.evidence, &gathered.model, lang)?;
        }
        asked = request(&[], &[]);
        let kept = file.read(law).map_err(|e| Failure::Usage(e.to_string()))?.names().count();
        items.push(Item {
            path: file.name().to_owned(),
            done: Done::Written,
            remark: words::ANSWERS.fill(lang, &[("n", &kept)]),
        });
    }
    let dossier = open_with(&engine, law, &asked, Some(&read::in_passing))?;
    documents(law, folder, &dossier, args.dry_run, lang, &mut items)?;
    plan::around(folder, args.repository.as_deref(), args.dry_run, lang, &mut items)?;
    Ok((screen::init::screen(&dossier.model, &items, &args.path, args.dry_run, lang), Exit::Done))
}

/// The answers of the command line, as they are kept.
fn changes(answers: &Facts) -> Vec<Change> {
    let given = answers.names().filter_map(|name| {
        let claim = answers.claims(name).iter().find(|c| c.source.origin == Origin::Command)?;
        Some(Change { name: name.to_owned(), to: Some((claim.value.clone(), None)) })
    });
    given.collect()
}

/// Asks what people know of themselves; each answer is kept at once.
fn ask(
    law: &Law,
    engine: &Engine<'_>,
    file: &AnswerFile,
    evidence: &Facts,
    model: &str,
    lang: Language,
) -> Result<(), Failure> {
    let setting = Setting {
        law,
        engine,
        lang,
        today: day(None)?,
        evidence: evidence.clone(),
        set: Vec::new(),
        file: file.clone(),
        expert: false,
        extent: Extent::Presets,
    };
    let echo = !io::stdin().is_terminal();
    let mut session = Session::new(setting, Box::new(io::stdin().lock()), Box::new(anstream::stdout().lock()), echo)?;
    session.run(model)
}

/// Drafts of the documents of duties that apply, or that would apply to a provider where it is open who is one; one for each form.
fn documents(
    law: &Law,
    folder: &Path,
    dossier: &Dossier,
    dry_run: bool,
    lang: Language,
    items: &mut Vec<Item>,
) -> Result<(), Failure> {
    let mut forms: Vec<&str> = Vec::new();
    for duty in &dossier.assessment.duties {
        let owed = match duty.outcome() {
            DutyStatus::Open => duty.if_provider,
            status => status,
        };
        let fact = law.duty(&duty.id).and_then(|d| d.document.as_deref());
        let Some(kind) = fact.and_then(|fact| law.documents.of_fact(fact)) else { continue };
        if owed != DutyStatus::Applies || forms.contains(&kind.form.as_str()) {
            continue;
        }
        forms.push(&kind.form);
        let path = records::path(folder, &kind.form);
        let shown = format!("{}/{}.toml", records::FOLDER, kind.form);
        if std::fs::symlink_metadata(&path).is_ok() {
            items.push(Item { path: shown, done: Done::There, remark: String::new() });
        } else if !dossier.facts.claims(&kind.fact).is_empty() {
            // Somewhere else, or by address: a second one would contradict it.
            let where_ =
                dossier.facts.claims(&kind.fact).iter().map(|c| gpai_rules::remarks::show_short(&c.value)).next();
            items.push(Item { path: where_.unwrap_or_default(), done: Done::There, remark: String::new() });
        } else {
            let (text, fields, filled) = new::draft(law, &kind.form, dossier, lang)?;
            if !dry_run {
                create(&path, folder, text.as_bytes())?;
            }
            let done = if dry_run { Done::Would } else { Done::Written };
            let remark = words::QUESTIONS.fill(lang, &[("n", &fields), ("filled", &filled)]);
            items.push(Item { path: shown, done, remark });
        }
    }
    Ok(())
}
