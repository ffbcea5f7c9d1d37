//! `gpai`: the EU AI Act's rules for general-purpose AI models, for the people who release them.
//!
//! The only place that prints, listens and reads the clock, the terminal and the environment.

mod args;
mod ask;
mod cli;
mod commands;
mod fetch;
mod history;
mod hub;
mod model;
mod outcome;
mod repository;
mod screen;
mod siblings;
mod survey;
mod web;

use clap::{CommandFactory as _, FromArgMatches as _};
use gpai_rules::law::{Language, Law};

use crate::outcome::{Exit, Failure};

fn main() -> std::process::ExitCode {
    // A panic is a defect; it ends with the code for one and a sentence, never with a signal.
    std::panic::set_hook(Box::new(|info| {
        anstream::eprintln!(
            "gpai: internal error: {info}\nThis is a defect of gpai. Please report it with the input that caused it."
        );
    }));
    let given: Vec<String> = std::env::args_os().map(|arg| arg.to_string_lossy().into_owned()).collect();
    let language = args::settle_language(&given, |name| std::env::var(name).ok());
    let parsed = || {
        let mut command = cli::Cli::command();
        // Only where somebody asks: the law is read for it.
        if given.iter().any(|arg| arg == "--version") {
            command = command.long_version(commands::shell::version());
        }
        if language == Language::Chinese {
            command = screen::words::help::in_chinese(command);
        }
        let matches = command.try_get_matches_from_mut(std::env::args_os())?;
        cli::Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
    };
    let outcome = std::panic::catch_unwind(|| match parsed() {
        Ok(cli) => {
            let book = Law::book().map_err(|errors| {
                Failure::Internal(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
            });
            outcome::print(book.and_then(|law| cli.command.run(&law)), |line| {
                screen::words::messages::message(line, language)
            })
        }
        Err(error) => {
            let asked = !error.use_stderr();
            let _ = match language {
                Language::English => error.print(),
                Language::Chinese => screen::words::usage::print(error),
            };
            if asked { Exit::Done } else { Exit::Usage }
        }
    });
    outcome.unwrap_or(Exit::Internal).into()
}
