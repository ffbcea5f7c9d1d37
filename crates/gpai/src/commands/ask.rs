//! `gpai ask`: puts the open questions to a person, one at a time, and keeps each answer in `gpai.toml` at once.

use std::io::{self, IsTerminal as _};

use gpai_dossier::answer_file::AnswerFile;
use gpai_dossier::flow::{assessed, engine};
use gpai_dossier::gather::gather;
use gpai_report::view::View;
use gpai_rules::law::{Language, Law};

use super::{Failure, Outcome, day, language, request};
use crate::ask::{Session, Setting};
use crate::cli::Ask;
use crate::exit::Exit;
use crate::{hub, human};

/// Runs it.
pub fn run(law: &Law, args: &Ask) -> Outcome {
    let input = &args.input;
    let lang = language(input.lang);
    let t = |en: &str, zh: &str| match lang {
        Language::English => en.to_owned(),
        Language::Chinese => zh.to_owned(),
    };
    let remote = input.path.to_str().is_some_and(|p| p.starts_with(hub::SCHEME));
    let file = match &input.answers {
        Some(file) => AnswerFile::named(file),
        None if remote => {
            return Err(Failure::Usage(t(
                "a model on the Hub has no folder here to write gpai.toml in; name a file: --answers FILE",
                "Hub 上的模型在本机没有可写入 gpai.toml 的文件夹;请指定文件:--answers FILE",
            )));
        }
        None => AnswerFile::in_folder(&input.path),
    };
    file.check(law).map_err(|e| Failure::Usage(e.to_string()))?;
    let mut asked = request(input)?;
    // A file of answers that is not there yet is a fine place to write to.
    asked.answers = asked.answers.filter(|f| f.exists());
    let set = std::mem::take(&mut asked.set);
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
    };
    let terminal = io::stdin().is_terminal();
    let mut session =
        Session::new(setting, Box::new(io::stdin().lock()), Box::new(anstream::stdout().lock()), !terminal)?;
    session.run(&gathered.model)?;
    // The evidence is among them; a claim taken in twice counts once.
    gathered.answers = session.into_facts();
    let dossier = assessed(&engine, gathered);
    let view = View {
        law,
        assessment: &dossier.assessment,
        model: &dossier.model,
        path: &dossier.path,
        language: lang,
        version: env!("CARGO_PKG_VERSION"),
    };
    Ok((human::screen(&view, false), Exit::Done))
}
