//! `gpai`: the EU AI Act's rules for general-purpose AI models, for the people who release them.
//!
//! The only place that prints, listens and reads the clock, the terminal and the environment.

mod args;
mod ask;
mod cli;
mod commands;
mod history;
mod hub;
mod model;
mod outcome;
mod screen;
mod siblings;
mod survey;
mod web;

use clap::Parser as _;
use gpai_rules::law::{Language, Law};

use crate::outcome::{Exit, Failure};

fn main() -> std::process::ExitCode {
    // A panic is a defect; it ends with the code for one and a sentence, never with a signal.
    std::panic::set_hook(Box::new(|info| {
        anstream::eprintln!(
            "gpai: internal error: {info}\nThis is a defect of gpai. Please report it with the input that caused it."
        );
    }));
    let outcome = std::panic::catch_unwind(|| match cli::Cli::try_parse() {
        Ok(cli) => {
            let book = Law::book().map_err(|errors| {
                Failure::Internal(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
            });
            let language = asked_language(std::env::args());
            outcome::print(book.and_then(|law| cli.command.run(&law)), |line| {
                screen::words::messages::message(line, language)
            })
        }
        Err(error) => {
            let asked = !error.use_stderr();
            let _ = error.print();
            if asked { Exit::Done } else { Exit::Usage }
        }
    });
    outcome.unwrap_or(Exit::Internal).into()
}

/// The language of `--lang`, for messages of commands that did not come to their answer.
fn asked_language(args: impl Iterator<Item = String>) -> Language {
    let args: Vec<String> = args.collect();
    let apart = args.windows(2).any(|pair| matches!(pair, [option, zh] if option == "--lang" && zh == "zh"));
    if apart || args.iter().any(|arg| arg == "--lang=zh") { Language::Chinese } else { Language::English }
}
