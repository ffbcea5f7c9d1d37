//! `gpai`: the EU AI Act's rules for general-purpose AI models, for the people who release them.
//!
//! The only place that prints, listens and reads the clock, the terminal and the environment.

mod ask;
mod cli;
mod commands;
mod exit;
mod hub;
mod human;
mod scale;
mod siblings;
mod style;
mod survey;
mod web;
mod words;

use clap::Parser as _;

use crate::exit::Exit;

fn main() -> std::process::ExitCode {
    // A panic is a defect; it ends with the code for one and a sentence, never with a signal.
    std::panic::set_hook(Box::new(|info| {
        anstream::eprintln!(
            "gpai: internal error: {info}\nThis is a defect of gpai. Please report it with the input that caused it."
        );
    }));
    let outcome = std::panic::catch_unwind(|| match cli::Cli::try_parse() {
        Ok(cli) => commands::run(cli),
        Err(error) => {
            let asked = !error.use_stderr();
            let _ = error.print();
            if asked { Exit::Done } else { Exit::Usage }
        }
    });
    outcome.unwrap_or(Exit::Internal).into()
}
