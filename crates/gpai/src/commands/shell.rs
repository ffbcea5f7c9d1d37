//! `gpai completions SHELL` and `gpai man`: the command line written down for shells and for `man`.

use std::path::PathBuf;

use clap::{Args, Command};
use clap_complete::Shell;
use gpai_dossier::write::reason;
use gpai_rules::law::Law;

use crate::outcome::{Exit, Failure, Outcome};

/// Print the completions of the command line for a shell: gpai completions bash
///
/// bash: gpai completions bash > ~/.local/share/bash-completion/completions/gpai; zsh: gpai completions zsh > a folder of
/// $fpath/_gpai; fish: gpai completions fish > ~/.config/fish/completions/gpai.fish
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Print the manual page of gpai or of one of its commands: gpai man | man -l -
///
/// gpai man check prints that of `gpai check`. With -o every page is written into a folder, such as
/// ~/.local/share/man/man1.
#[derive(Debug, Args)]
pub struct Man {
    /// The command: check, doc lint, … [default: gpai itself]
    pub command: Vec<String>,
    /// Folder to write every page into
    #[arg(short, long, value_name = "DIR", conflicts_with = "command")]
    pub output: Option<PathBuf>,
}

/// Prints completions.
pub fn completions(mut command: Command, args: &Completions) -> Outcome {
    let mut out = Vec::new();
    clap_complete::generate(args.shell, &mut command, "gpai", &mut out);
    text(out)
}

/// Prints or writes manual pages.
pub fn man(mut command: Command, args: &Man) -> Outcome {
    command.build();
    if let Some(folder) = &args.output {
        let disk =
            |e: std::io::Error| Failure::Usage(format!("{}: cannot be written: {}", folder.display(), reason(&e)));
        std::fs::create_dir_all(folder).map_err(disk)?;
        let mut names = Vec::new();
        write_all(&command, "gpai", folder, &mut names).map_err(disk)?;
        names.sort();
        return Ok((names.iter().map(|n| format!("{}\n", folder.join(n).display())).collect(), Exit::Done));
    }
    let mut found = &command;
    let mut name = "gpai".to_owned();
    for word in &args.command {
        found = found.find_subcommand(word).ok_or_else(|| {
            let known: Vec<&str> = found.get_subcommands().map(Command::get_name).filter(|n| *n != "help").collect();
            let known =
                if known.is_empty() { "it has none".to_owned() } else { format!("there are {}", known.join(", ")) };
            Failure::Usage(format!("`{name}` has no command `{word}`; {known}"))
        })?;
        name = format!("{name}-{word}");
    }
    text(page(found).map_err(|e| Failure::Internal(e.to_string()))?)
}

/// One page.
fn page(command: &Command) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    // Built, a command knows its whole name.
    clap_mangen::Man::new(command.clone()).render(&mut out)?;
    Ok(out)
}

fn write_all(command: &Command, name: &str, folder: &std::path::Path, names: &mut Vec<String>) -> std::io::Result<()> {
    let file = format!("{name}.1");
    gpai_dossier::write::replace(&folder.join(&file), &page(command)?)?;
    names.push(file);
    for below in command.get_subcommands().filter(|c| c.get_name() != "help" && !c.is_hide_set()) {
        write_all(below, &format!("{name}-{}", below.get_name()), folder, names)?;
    }
    Ok(())
}

fn text(bytes: Vec<u8>) -> Outcome {
    String::from_utf8(bytes).map(|text| (text, Exit::Done)).map_err(|e| Failure::Internal(e.to_string()))
}

/// The version of the program, and below it the law that it knows.
pub fn version() -> &'static str {
    let own = env!("CARGO_PKG_VERSION");
    let Ok(law) = Law::book() else { return own };
    let span = law.span.map(|(first, last)| format!(", {first} to {last}")).unwrap_or_default();
    // Said once, at the end of a run.
    String::leak(format!("{own}\nlaw {}, edition {}{span}", law.id, law.edition))
}
