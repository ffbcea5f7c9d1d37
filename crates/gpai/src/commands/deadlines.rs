//! `gpai deadlines`: what runs after release, by when, and why.

use std::ffi::OsString;
use std::io::IsTerminal as _;

use clap::{Args, Subcommand, ValueEnum};
use gpai_dossier::Dossier;
use gpai_report::Write;
use gpai_report::deadlines::{RegisterView, View};
use gpai_rules::clocks::deadline::{Deadline, State};
use gpai_rules::law::{Language, Law};
use gpai_rules::toml_place::nearest;
use jiff::tz::TimeZone;

use super::doc::read;
use crate::args::{FromRegister, HUMAN, Input, Texts, formats, language};
use crate::history;
use crate::model::request;
use crate::outcome::{Exit, Failure, Outcome};
use crate::screen;
use crate::siblings;

/// What is due after release, by when, whom it binds and why
///
/// Deadlines are derived from gpai.toml and from the dated events of a register: notification, Framework and Model Report,
/// incidents, requests, complaints, the training summary. Each has up to three days: the target, counted strictly; the due day;
/// and, for the Code of Practice, the day by analogy with Regulation 1182/71. Between the last two it is arguable: neither met
/// nor missed.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Exit codes: 1 a binding deadline is missed or arguable (--fail-on), 2 usage or unreadable input\n\nEvents without a register: gpai deadlines --events events.jsonl (docs/machine-formats.md, gpai-register-history/1)"
)]
pub struct Deadlines {
    /// One deadline, or the clocks.
    #[command(subcommand)]
    pub action: Option<Action>,
    /// Which.
    #[command(flatten)]
    pub of: Of,
    /// Output format
    #[arg(long, default_value = HUMAN, value_parser = formats(Some("A time line for people"), |w| matches!(w, Write::Deadlines(_))))]
    pub format: String,
    /// Also what has been over for more than 30 days
    #[arg(long)]
    pub all: bool,
    /// Only what is open and presses within this time, e.g. 30d or 4w
    #[arg(long, value_name = "TIME", value_parser = within)]
    pub within: Option<u16>,
    /// When to exit with a code other than 0
    #[arg(long, value_enum, default_value_t = FailOn::Missed)]
    pub fail_on: FailOn,
    /// Days before the target on which a calendar reminds, e.g. 7d,1d, or none
    #[arg(long, value_name = "TIMES", default_value = "7d,1d", value_parser = alarms)]
    pub alarm: Alarms,
    /// A calendar also shows until when things are kept
    #[arg(long)]
    pub with_retention: bool,
}

/// Which deadlines.
#[derive(Debug, Args)]
pub struct Of {
    /// Input.
    #[command(flatten)]
    pub input: Input,
    /// Dated events.
    #[command(flatten)]
    pub from: FromRegister,
    /// Show the last hour in this time zone too, by IANA name [default: that of this machine]
    #[arg(long, value_name = "ZONE")]
    pub zone: Option<String>,
}

/// What else there is to ask.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Why one deadline is what it is: each step of the count, what to keep, what is doubtful
    Why(Box<Why>),
    /// Every clock of the law book: start, length, end, whom it binds
    Clocks(Texts),
    /// Record that a deadline is waived, with its ground (by gpai-register)
    Waive {
        /// What gpai-register takes
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGS")]
        args: Vec<OsString>,
    },
}

/// One deadline.
#[derive(Debug, Args)]
pub struct Why {
    /// Its id, as `gpai deadlines` shows it, e.g. notify-systemic/model
    pub id: String,
    /// Which.
    #[command(flatten)]
    pub of: Of,
}

/// When it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Exit 1 where a binding deadline is missed or arguable
    Missed,
    /// Also where one presses
    Pressing,
    /// Exit 0 whatever is found
    Never,
}

/// Days before.
#[derive(Clone, Debug)]
pub struct Alarms(Vec<u16>);

fn within(text: &str) -> Result<u16, String> {
    let (count, unit) = text.split_at_checked(text.len().saturating_sub(1)).unwrap_or((text, ""));
    let days = match unit {
        "d" => 1u16,
        "w" => 7,
        _ => return Err("expected a number of days or weeks such as 30d or 4w".to_owned()),
    };
    let count: u16 = count.parse().map_err(|_| "expected a number of days or weeks such as 30d or 4w".to_owned())?;
    count.checked_mul(days).filter(|days| *days <= 3660).ok_or_else(|| "that is more than ten years".to_owned())
}

fn alarms(text: &str) -> Result<Alarms, String> {
    if text == "none" {
        return Ok(Alarms(Vec::new()));
    }
    let days: Result<Vec<u16>, String> = text.split(',').map(|part| within(part.trim())).collect();
    days.map(Alarms).map_err(|_| "expected days such as 7d,1d, or none".to_owned())
}

/// Everything one run needs.
struct Run {
    dossier: Dossier,
    register: Option<gpai_dossier::Register>,
    unread: String,
    zone: Option<(String, TimeZone)>,
    on: jiff::civil::Date,
}

fn open(law: &Law, of: &Of) -> Result<Run, Failure> {
    let mut request = request(law, &of.input)?;
    let found = history::read(law, &of.input.path, &of.from)?;
    request.register.clone_from(&found.register);
    let dossier = gpai_dossier::open(law, &request, Some(&read::in_passing))?;
    let zone = match &of.zone {
        Some(name) => {
            let wrong =
                || Failure::Usage(format!("--zone {name}: no time zone that is known here, such as Europe/Berlin"));
            Some((name.clone(), TimeZone::get(name).map_err(|_| wrong())?))
        }
        // What people see beside the hour of Brussels; a file or pipe gets the same bytes everywhere.
        None if std::io::stdout().is_terminal() => {
            let zone = TimeZone::system();
            zone.iana_name().map(str::to_owned).map(|name| (name, zone))
        }
        None => None,
    };
    Ok(Run { dossier, register: found.register, unread: found.unread.unwrap_or_default(), zone, on: request.on })
}

/// Runs it.
pub fn run(law: &Law, args: &Deadlines) -> Outcome {
    match &args.action {
        Some(Action::Why(why)) => return self::why(law, why),
        Some(Action::Clocks(texts)) => return Ok((screen::deadlines::clocks(law, language(texts.lang)), Exit::Done)),
        Some(Action::Waive { args }) => {
            let code = siblings::history::waive(args).map_err(Failure::Usage)?;
            let exit = [Exit::Done, Exit::Gap, Exit::Usage, Exit::Open].into_iter().find(|exit| *exit as i32 == code);
            return Ok((String::new(), exit.unwrap_or(Exit::Internal)));
        }
        None => {}
    }
    let run = open(law, &args.of)?;
    let view = view(law, &run, language(args.of.input.lang), args);
    let text = view.export(&args.format).unwrap_or_else(|| screen::deadlines::screen(&view, run.zone.as_ref()));
    let fails = |d: &Deadline| match args.fail_on {
        FailOn::Never => false,
        FailOn::Missed => d.is_failed(),
        FailOn::Pressing => d.is_failed() || d.state == State::Pressing && d.binding == Some(true) && !d.conditional,
    };
    let exit = if run.dossier.deadlines.all.iter().any(fails) { Exit::Gap } else { Exit::Done };
    Ok((text, exit))
}

fn view<'a>(law: &'a Law, run: &'a Run, language: Language, args: &'a Deadlines) -> View<'a> {
    let history = run.register.as_ref().map(|r| &r.history);
    View {
        law,
        on: run.on,
        model: &run.dossier.model,
        language,
        deadlines: &run.dossier.deadlines,
        all: args.all,
        within: args.within,
        register: RegisterView {
            id: history.map(|h| h.register.as_str()).unwrap_or_default(),
            zone: history.map(|h| h.zone.as_str()).unwrap_or_default(),
            unread: &run.unread,
        },
        alarms: &args.alarm.0,
        with_retention: args.with_retention,
    }
}

fn why(law: &Law, args: &Why) -> Outcome {
    let run = open(law, &args.of)?;
    let all = &run.dossier.deadlines.all;
    let Some(deadline) = run.dossier.deadlines.get(&args.id) else {
        let near = nearest(&args.id, all.iter().map(|d| d.id.as_str()));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`gpai deadlines --all` shows those there are".to_owned(),
        };
        return Err(Failure::Usage(format!("no deadline `{}` on {}\n  help: {help}", args.id, run.on)));
    };
    let language = language(args.of.input.lang);
    Ok((screen::deadlines::why(law, deadline, run.on, run.zone.as_ref(), language), Exit::Done))
}
