//! `gpai register waive DEADLINE`: a deadline is given up for a reason that the law or the Code knows; shown with the deadline, never
//! in silence.

use clap::Args;
use serde_json::Map;

use super::desk::{Answer, Common, RECORDED, When, moment, one_of, reasons};
use crate::fault::Fault;

/// The grounds there are.
const GROUNDS: [&str; 8] = [
    "exceptional-circumstances",
    "unchanged",
    "successor",
    "similarly-safe",
    "sme-exempted",
    "other-means",
    "extended-by-authority",
    "not-owed",
];

/// Record that a deadline is waived, with its ground and reasons
#[derive(Clone, Debug, Args)]
pub struct Waive {
    /// Id of the deadline, as `gpai deadlines` shows it
    deadline: String,
    #[command(flatten)]
    when: When,
    /// exceptional-circumstances (Code only), unchanged, successor, similarly-safe, sme-exempted, other-means, extended-by-authority, not-owed
    #[arg(long)]
    ground: String,
    /// Reasons
    #[arg(long)]
    why: Option<String>,
    /// The waiver ends on that day
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
    /// For successor: when the successor is to be placed
    #[arg(long, value_name = "DAY")]
    successor_on: Option<String>,
    /// For sme-exempted and extended-by-authority: the authority's reference
    #[arg(long)]
    reference: Option<String>,
}

/// Runs it.
///
/// # Errors
/// What could not be done, and why.
pub fn run(common: &Common, args: &Waive) -> Answer {
    let mut desk = common.open()?;
    let ground = one_of(&args.ground, &GROUNDS, "--ground")?;
    let why = reasons(args.why.as_deref(), "a waiver")?;
    if ground == "successor" && args.successor_on.is_none() {
        return Err(Fault::new("when is the successor to be placed?")
            .help("--successor-on DAY, within one month (Measure 7.6)"));
    }
    if ["sme-exempted", "extended-by-authority"].contains(&ground.as_str()) && args.reference.is_none() {
        return Err(Fault::new(format!("`{ground}` needs the authority's reference")).help("--reference TEXT"));
    }
    let mut parts = args.deadline.split('/');
    let clock = parts.next().unwrap_or_default().to_owned();
    let subject = parts.next().unwrap_or_default().to_owned();
    if clock.is_empty() || subject.is_empty() || args.deadline.len() > 200 {
        return Err(Fault::new(format!("`{}` is no id of a deadline", gpai_forms::escape::visible(&args.deadline)))
            .help("CLOCK/SUBJECT or CLOCK/SUBJECT/DAY, as `gpai deadlines --format json` shows it"));
    }
    let mut draft = desk
        .draft("deadline.waive", "", &args.when)?
        .with("deadline", Some(&args.deadline))
        .with("clock", Some(&clock));
    draft = draft.with("ground", Some(&ground)).with("why", Some(&why)).with("reference", args.reference.as_deref());
    for (name, value) in [("until", &args.until), ("successor_on", &args.successor_on)] {
        if let Some(text) = value {
            draft = draft.with(name, Some(&moment(text, true)?));
        }
    }
    desk.store.record(|_| Ok((vec![draft], ())))?;
    desk.recorded(&args.deadline, RECORDED.get(desk.lang), Map::new(), &[])
}
