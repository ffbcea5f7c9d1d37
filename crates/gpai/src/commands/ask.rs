//! `gpai ask`: puts the open questions to a person, one at a time, and keeps each answer in `gpai.toml` at once.

use std::io::{self, IsTerminal as _};

use clap::Args;
use gpai_dossier::answer_file::AnswerFile;
use gpai_dossier::flow::{assessed, engine, judging};
use gpai_dossier::gather::gather;
use gpai_rules::law::Law;

use crate::args::{Input, day, language};
use crate::ask::{Session, Setting};
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
}

/// Runs it.
pub fn run(law: &Law, args: &Ask) -> Outcome {
    let input = &args.input;
    let lang = language(input.lang);
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
        all: args.all,
        expert: args.expert,
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
