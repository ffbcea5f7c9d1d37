//! The commands of `gpai register`, one file each.

use clap::{Parser, Subcommand};
use gpai_rules::law::Law;

pub mod bundle;
pub mod complaint;
pub mod copies;
pub mod desk;
pub mod event;
pub mod incident;
pub mod items;
pub mod keep;
pub mod letters;
pub mod lodged;
pub mod matrix;
pub mod pack;
pub mod report;
pub mod request;
pub mod serve;
pub mod sheet;
pub mod show;
pub mod tell;
pub mod version;
pub mod waive;

use desk::{Answer, Common};

/// What a provider must keep after release: versions, complaints, requests, incidents, dated facts
///
/// A register is a folder with one file to which entries are only added. Each is bound to the one before, so that a change is
/// seen; personal data lies beside and can be erased. `gpai deadlines` shows what is due by it.
#[derive(Debug, Parser)]
#[command(
    name = "gpai-register",
    bin_name = "gpai register",
    version,
    max_term_width = 100,
    after_help = "Start with: gpai register init\n\nExit codes: 0 done, 1 `verify` found something, 2 refused or unreadable, 4 internal error"
)]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
enum Command {
    Init(keep::Init),
    Version(version::VersionArgs),
    Complaint(complaint::ComplaintArgs),
    Request(request::RequestArgs),
    Incident(incident::IncidentArgs),
    Event(event::EventArgs),
    Waive(waive::Waive),
    /// List everything
    List(show::List),
    /// Show one record
    Show(show::Show),
    Erase(keep::Erase),
    /// Keep a record for a dispute: it is not erased meanwhile
    Hold(keep::Hold),
    /// End that
    Release(keep::Hold),
    Seal(keep::SealArgs),
    Verify(keep::Verify),
    /// Write all entries as text, for git; private values only with --with-private
    Export(copies::Folder),
    /// Take in what another copy of this register exported
    Import(copies::Folder),
    Bundle(bundle::Bundle),
    /// Make a copy of the register in one file
    Backup {
        /// Where
        file: std::path::PathBuf,
    },
    /// Put a copy into an empty folder; what was erased since is erased again
    Restore(copies::Restore),
    /// Make a copy to work on elsewhere, to be merged by export and import
    Clone {
        /// An empty folder
        dir: std::path::PathBuf,
    },
    /// Say what a register that was copied or moved by hand is
    Fork(copies::Fork),
    /// Erase what is past its day by the settings, and fold the log into the file
    Tidy {
        /// Only show
        #[arg(long)]
        dry_run: bool,
    },
    /// Build what is derived from the entries anew
    Rebuild,
    /// Print the dated events as lines of JSON, from which `gpai deadlines` reckons; nothing of a person is in it
    History,
    ServeForms(serve::ServeForms),
    /// Print what `gpai check` asks: where it is, whether it fits, what is in it
    Status,
}

/// Runs a command line.
///
/// # Errors
/// What could not be done, and why; for wrong usage, what clap says.
pub fn run(args: Vec<std::ffi::OsString>) -> Result<Answer, clap::Error> {
    use clap::{CommandFactory as _, FromArgMatches as _};
    // The law is needed where its data makes options.
    let asks_law = args.iter().any(|a| a == "event");
    let law = if asks_law { Law::book().ok() } else { None };
    let mut command = Cli::command();
    if let Some(law) = &law {
        command = event::options(command, law);
    }
    let matches = command.try_get_matches_from(args)?;
    let cli = Cli::from_arg_matches(&matches)?;
    Ok(answer(&cli, law.as_ref(), &matches))
}

fn answer(cli: &Cli, law: Option<&Law>, matches: &clap::ArgMatches) -> Answer {
    let common = &cli.common;
    match &cli.command {
        Command::Init(args) => keep::init(common, args),
        Command::Version(args) => version::run(common, args),
        Command::Complaint(args) => complaint::run(common, args),
        Command::Request(args) => request::run(common, args),
        Command::Incident(args) => incident::run(common, args),
        Command::Event(args) => match law {
            Some(law) => event::run(common, args, law, matches),
            None => Err(crate::fault::Fault::new("the law data cannot be read")),
        },
        Command::Waive(args) => waive::run(common, args),
        Command::List(args) => show::list(&common.open()?, None, args),
        Command::Show(args) => show::show(&common.open()?, args),
        Command::Erase(args) => keep::erase(common, args),
        Command::Hold(args) => keep::hold(common, args, true),
        Command::Release(args) => keep::hold(common, args, false),
        Command::Seal(args) => keep::seal(common, args),
        Command::Verify(args) => keep::verify(common, args),
        Command::Export(args) => copies::export(common, args),
        Command::Import(args) => copies::import(common, args),
        Command::Bundle(args) => bundle::run(common, args),
        Command::Backup { file } => copies::backup(common, file),
        Command::Restore(args) => copies::restore(common, args),
        Command::Clone { dir } => copies::clone(common, dir),
        Command::Fork(args) => copies::fork(common, args),
        Command::Tidy { dry_run } => keep::tidy(common, *dry_run),
        Command::Rebuild => tell::rebuild(common),
        Command::History => tell::history(common),
        Command::ServeForms(args) => serve::run(common, args),
        Command::Status => tell::status(common),
    }
}
