//! `gpai ask`: puts the open questions to a person, one at a time, and keeps each answer in `gpai.toml` at once.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal as _};

use clap::Args;
use gpai_dossier::answer_file::{AnswerFile, Change};
use gpai_dossier::flow::{assessed, engine, judging};
use gpai_dossier::gather::gather;
use gpai_forms::escape::visible;
use gpai_report::question;
use gpai_rules::answer;
use gpai_rules::fact::Facts;
use gpai_rules::interview::Screen;
use gpai_rules::law::{Language, Law};

use crate::args::{Input, day, language};
use crate::ask::{Extent, Session, Setting};
use crate::model::{Place, place, request, view};
use crate::outcome::{Exit, Failure, Outcome};
use crate::screen;
use crate::screen::words::ask as words;

/// Answer what is still open, the question that settles most first; keeps the answers in gpai.toml
///
/// Each answer is written at once, into gpai.toml of the folder or the file of --answers; comments and order stay. At each
/// question: ? for help and the law behind it, d for don't know, b to go back, q to stop and keep what was answered. It
/// reads plain lines, so it can be scripted: gpai ask PATH < lines.txt
#[derive(Debug, Args)]
pub struct Ask {
    /// Input.
    #[command(flatten)]
    pub input: Input,
    /// Keep names and reasons in gpai.private.toml, which .gitignore and the Hub's uploader leave out; gpai.toml, which is
    /// published with the model, keeps the plain answers
    #[arg(long)]
    pub private: bool,
    /// Ask first for the conclusions that a person may judge as a whole, with name and reason, in place of the facts they would follow
    /// from; each may be left to the facts
    #[arg(long)]
    pub expert: bool,
    /// Ask on where no duty is owed, whatever the rest of the answers
    #[arg(long)]
    pub all: bool,
    /// Ask nothing: print the next question as JSON (gpai-question/1)
    #[arg(long, conflicts_with_all = ["private", "all", "answer"])]
    pub next: bool,
    /// Ask nothing: keep this answer. A judgement is refused: it carries a person's name and reason; may be repeated
    #[arg(long, value_name = "NAME=VALUE", conflicts_with_all = ["all", "set", "presets"])]
    pub answer: Vec<String>,
}

/// Runs it.
pub fn run(law: &Law, args: &Ask) -> Outcome {
    let input = &args.input;
    let lang = language(input.lang);
    if args.next {
        return next(law, input);
    }
    let file = match (&input.answers, place(&input.path)) {
        (Some(file), _) => AnswerFile::named(file),
        (None, Place::Folder(folder)) => AnswerFile::in_folder(folder),
        (None, Place::Hub(_)) => return Err(Failure::Usage(words::NO_FOLDER_TO_WRITE_IN.get(lang).to_owned())),
    };
    file.check(law).map_err(|e| Failure::Usage(e.to_string()))?;
    file.clear_left_overs();
    if args.private {
        file.keep_private(law, day(None)?).map_err(|e| Failure::Usage(e.to_string()))?;
    }
    if !args.answer.is_empty() {
        return keep(law, &file, &args.answer, lang);
    }
    let mut asked = request(law, input)?;
    // A file of answers that is not there yet is a fine place to write to.
    asked.answers = asked.answers.filter(|f| f.exists());
    // What was said of oneself on the command line stands as if it had been set there.
    let chosen = std::mem::take(&mut asked.presets);
    let mut set: Vec<String> = Vec::new();
    for choice in chosen.iter().filter_map(|word| law.presets.choice(word.trim())) {
        set.extend(choice.sets.iter().map(|(name, value)| format!("{name}={value}")));
    }
    set.extend(std::mem::take(&mut asked.set));
    let engine = engine(law, asked.on)?;
    // The answers are read anew after each question, from the file alone; what stays is what the files of the model say.
    let mut gathered = gather(law, &asked)?;
    let setting = Setting {
        law,
        engine: &engine,
        lang,
        today: day(None)?,
        evidence: gathered.evidence.clone(),
        set,
        file,
        expert: args.expert,
        extent: if args.all { Extent::All } else { Extent::Owed },
    };
    let terminal = io::stdin().is_terminal();
    let mut session =
        Session::new(setting, Box::new(io::stdin().lock()), Box::new(anstream::stdout().lock()), !terminal)?;
    session.run(&gathered.model)?;
    // The evidence is among them; a claim taken in twice counts once.
    gathered.answers = session.into_facts();
    let dossier = assessed(&engine, law, gathered)?;
    let judging = judging(law, engine.as_of(), &dossier.facts)?;
    let engine = judging.as_ref().unwrap_or(&engine);
    let head = screen::sentence::head(law, engine, &dossier.facts, &dossier.assessment, &dossier.model, lang);
    Ok((screen::style::fit(&screen::check::screen(&view(law, &dossier, lang), false, &head)), Exit::Done))
}

/// The next question as data.
fn next(law: &Law, input: &Input) -> Outcome {
    let engine = engine(law, day(input.on.as_ref())?)?;
    let gathered = gather(law, &request(law, input)?)?;
    let facts = gathered.facts();
    let skip = BTreeSet::new();
    let steps = engine.interview(&facts, &skip);
    let presets = steps.iter().take(1).flat_map(|step| match &step.screen {
        Screen::Presets(ids) => ids.clone(),
        Screen::Fact(_) => Vec::new(),
    });
    let choices: Vec<(String, Vec<String>)> = presets
        .filter_map(|id| {
            let left = engine.choices_of(&facts, law.presets.get(&id)?, &skip);
            Some((id, left.into_iter().map(|(choice, _)| choice.id.clone()).collect()))
        })
        .collect();
    let view = question::View {
        law,
        as_of: engine.as_of(),
        model: &gathered.model,
        path: &gathered.path,
        facts: &facts,
        steps: &steps,
        choices: &choices,
        language: language(input.lang),
    };
    Ok((question::write(&view), Exit::Done))
}

/// Keeps answers without asking: all of them, or none where one is refused.
fn keep(law: &Law, file: &AnswerFile, answers: &[String], lang: Language) -> Outcome {
    let mut changes = Vec::new();
    for argument in answers {
        let mut facts = Facts::new();
        let wrong = |e: answer::AnswerError| Failure::Usage(format!("--answer {e}"));
        answer::set(law, &mut facts, argument).map_err(wrong)?;
        let name = argument.split('=').next().unwrap_or_default().trim();
        if law.fact(name).is_some_and(|def| def.judged) {
            return Err(Failure::Usage(words::A_PERSON_JUDGES.fill(lang, &[("name", &name)])));
        }
        let to = facts.claims(name).first().map(|claim| (claim.value.clone(), None));
        changes.push(Change { name: name.to_owned(), to });
    }
    file.write(law, &changes).map_err(|e| Failure::Usage(e.to_string()))?;
    let values: [(&str, &dyn std::fmt::Display); 2] = [("n", &changes.len()), ("file", &visible(file.name()))];
    Ok((words::KEPT.fill(lang, &values), Exit::Done))
}
