//! `gpai register incident …`: serious incidents and near misses (Code of Practice, Commitment 9).

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Map, Value as Json};

use super::desk::{Answer, Common, Desk, RECORDED, SEE_CLOCKS, When, moment, one_of, reasons};
use super::items::{HEAD, KEYS};
use super::report;
use super::sheet::{self, Sheet};
use super::show;
use crate::fault::Fault;
use crate::state::incident::{CLASSES, Incident, STAGES};
use crate::step::Step;
use crate::store::{Store, files};
use crate::words::word;

/// Serious incidents and near misses
///
/// The clock starts with the awareness, or the suspicion, that the model is involved: record both days with `aware`. Each report
/// that went out is recorded with its stage and day; nothing is sent by this program.
#[derive(Clone, Debug, Args)]
pub struct IncidentArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Record an incident
    Add(Box<Add>),
    /// Print a file to fill in for `add --from-file`
    Template,
    /// List incidents
    List(show::List),
    /// Show one with its history
    Show(show::Show),
    /// Record when the involvement of the model was suspected or established
    Aware(Aware),
    /// Add a class of harm, or take one back with reasons
    Classify(Classify),
    /// Fill in the report, or record that it was sent (--sent TIME or --on TIME)
    Report(Report),
    /// Record that corrective measures were adopted
    Resolve(Said),
    /// Open it again
    Reopen(Said),
    /// Let it join the reports of a similar one
    Join(Join),
    /// Close it
    Close(Said),
    /// Take it out of quarantine: a person has looked, and it is word of an incident or a near miss
    Release(Said),
    /// Erase what is private of it; the chain stays whole
    Erase(super::keep::Erase),
}

#[derive(Clone, Debug, Args)]
struct Add {
    #[command(flatten)]
    when: When,
    /// An id of your own
    #[arg(long)]
    id: Option<String>,
    /// When it happened
    #[arg(long, value_name = "TIME")]
    occurred: Option<String>,
    /// When it ended
    #[arg(long, value_name = "TIME")]
    ended: Option<String>,
    /// infrastructure (2 days), cybersecurity (5), death (10), harm (15); several with commas
    #[arg(long = "class", alias = "classes", value_name = "CLASS", value_delimiter = ',')]
    classes: Vec<String>,
    /// When the incident itself was known
    #[arg(long, value_name = "TIME")]
    aware_incident: Option<String>,
    /// When the involvement of the model was suspected or established
    #[arg(long, value_name = "TIME")]
    aware_model: Option<String>,
    /// suspected or established
    #[arg(long)]
    basis: Option<String>,
    /// It was a near miss
    #[arg(long)]
    near_miss: bool,
    /// A similar incident
    #[arg(long, value_name = "ID")]
    similar_to: Option<String>,
    /// So many like incidents in one record
    #[arg(long, value_name = "N")]
    times: Option<u32>,
    /// The model it concerns, where the register keeps several
    #[arg(long)]
    model: Option<String>,
    /// A file as `template` prints it; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    from_file: Option<PathBuf>,
}

#[derive(Clone, Debug, Args)]
struct Aware {
    /// The incident
    id: String,
    #[command(flatten)]
    when: When,
    /// suspected (with reasonable likelihood) or established
    #[arg(long)]
    basis: Option<String>,
    /// What was known then: the involvement of the model (model) or only the incident (incident)
    #[arg(long, value_name = "WHAT", default_value = "model")]
    of: String,
    /// It puts right what was recorded before; needs --why
    #[arg(long)]
    corrects: bool,
    /// Reasons
    #[arg(long)]
    why: Option<String>,
}

#[derive(Clone, Debug, Args)]
struct Classify {
    /// The incident
    id: String,
    #[command(flatten)]
    when: When,
    /// Classes that became known; several with commas
    #[arg(long, value_name = "CLASS", value_delimiter = ',')]
    add: Vec<String>,
    /// Classes to take back, with --why; several with commas
    #[arg(long, value_name = "CLASS", value_delimiter = ',')]
    remove: Vec<String>,
    /// With no class left it was a near miss
    #[arg(long)]
    near_miss: bool,
    /// Reasons
    #[arg(long)]
    why: Option<String>,
}

/// What a report is made of.
#[derive(Clone, Debug, Args)]
pub struct Report {
    /// The incident
    pub id: String,
    /// When it was sent, the same as --sent
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub on: Option<String>,
    /// When it was sent; without it the report is filled in and nothing is recorded
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub sent: Option<String>,
    /// Who records it
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// initial, intermediate, final; two with a comma where one paper is both
    #[arg(long, value_delimiter = ',', required = true)]
    pub stage: Vec<String>,
    /// To whom, such as ai-office or a national authority; several with commas
    #[arg(long, value_name = "WHO", value_delimiter = ',')]
    pub recipients: Vec<String>,
    /// When the other side received it
    #[arg(long, value_name = "TIME")]
    pub received: Option<String>,
    /// By which way
    #[arg(long)]
    pub via: Option<String>,
    /// Its reference with the other side
    #[arg(long)]
    pub reference: Option<String>,
    /// The report as it was sent, to be archived
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Where to write the report that is filled in; otherwise it is printed
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Clone, Debug, Args)]
struct Said {
    /// The incident
    id: String,
    #[command(flatten)]
    when: When,
    /// Reasons, or the corrective measures
    #[arg(long, alias = "measures")]
    why: Option<String>,
}

#[derive(Clone, Debug, Args)]
struct Join {
    /// The incident
    id: String,
    #[command(flatten)]
    when: When,
    /// The one whose reports it joins
    #[arg(long, value_name = "ID")]
    to: String,
    /// It keeps its own deadline
    #[arg(long)]
    keep_own_clock: bool,
    /// Reasons
    #[arg(long)]
    why: Option<String>,
}

/// Runs it.
///
/// # Errors
/// What could not be done, and why.
pub fn run(common: &Common, args: &IncidentArgs) -> Answer {
    match &args.command {
        Command::Add(args) => add(&mut common.open()?, args),
        Command::Template => Ok((sheet::template(&KEYS, HEAD, common.lang), 0)),
        Command::List(args) => show::list(&common.open()?, Some("incident"), args),
        Command::Show(args) => show::show(&common.open()?, args),
        Command::Aware(args) => aware(&mut common.open()?, args),
        Command::Classify(args) => classify(&mut common.open()?, args),
        Command::Report(args) => reported(&mut common.open()?, args),
        Command::Resolve(args) => said(&mut common.open()?, "incident.resolve", args),
        Command::Reopen(args) => said(&mut common.open()?, "incident.reopen", args),
        Command::Close(args) => said(&mut common.open()?, "incident.close", args),
        Command::Release(args) => said(&mut common.open()?, "incident.release", args),
        Command::Join(args) => join(&mut common.open()?, args),
        Command::Erase(args) => super::keep::erase(common, args),
    }
}

fn classes(words: &[String]) -> Result<Vec<String>, Fault> {
    let known = CLASSES.map(|(name, _)| name);
    let mut out: Vec<String> = Vec::new();
    for text in words.iter().filter(|w| !w.trim().is_empty()) {
        let class = one_of(text, &known, "--class")?;
        if !out.contains(&class) {
            out.push(class);
        }
    }
    Ok(out)
}

fn add(desk: &mut Desk, args: &Add) -> Answer {
    let sheet = args.from_file.as_deref().map_or_else(|| Ok(Sheet::new()), |file| sheet::read(file, &KEYS))?;
    let get = |name: &str| sheet::text(&sheet, name).map(str::trim).filter(|t| !t.is_empty());
    let of_file: Vec<String> = sheet
        .get("classes")
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
        .filter_map(|c| c.get("title")?.as_str().map(str::to_owned))
        .collect();
    let classes = classes(if args.classes.is_empty() { &of_file } else { &args.classes })?;
    let id = {
        let on = desk.on(args.when.on.as_deref(), false)?;
        desk.new_id("INC", args.id.as_deref(), &on)?
    };
    let mut draft = desk.draft("incident.add", &id, &args.when)?.list("classes", &classes);
    for (name, value) in [
        ("occurred", args.occurred.as_deref().or(get("occurred"))),
        ("ended", args.ended.as_deref().or(get("ended"))),
        ("aware_incident", args.aware_incident.as_deref()),
        ("aware_model", args.aware_model.as_deref()),
    ] {
        if let Some(text) = value {
            draft = draft.with(name, Some(&moment(text, false)?));
        }
    }
    let basis = args.basis.as_deref().map(|b| one_of(b, &["suspected", "established"], "--basis")).transpose()?;
    draft = draft.with("basis", basis.as_deref()).with("model", args.model.as_deref().or(get("model")));
    if args.near_miss {
        draft = draft.set("near_miss", true.into());
    }
    if let Some(times) = args.times {
        draft = draft.set("times", times.into());
    }
    if let Some(other) = &args.similar_to {
        draft = draft.with("similar_to", Some(&desk.store.find(other)?));
    }
    for name in ["harm", "chain", "evidence", "response", "recommendation", "cause", "patterns", "submitter", "note"] {
        draft = draft.secret(name, get(name));
    }
    desk.store.record(|store| {
        if store.has(&id)? {
            return Err(Fault::new(format!("{id} is there already")));
        }
        Ok((vec![draft], ()))
    })?;
    let notes = Incident::of(&desk.store.steps_of(&id)?).findings();
    desk.recorded(&id, SEE_CLOCKS.get(desk.lang), Map::new(), &notes)
}

/// An incident and its steps.
///
/// # Errors
/// It is none.
pub fn incident(store: &Store, id: &str) -> Result<(Vec<Step>, Incident), Fault> {
    let steps = store.steps_of(id)?;
    if crate::state::kind(&steps) != "incident" {
        return Err(Fault::new(format!("{id} is no incident")).help("`gpai register incident list` shows them"));
    }
    let incident = Incident::of(&steps);
    Ok((steps, incident))
}

fn finish(desk: &Desk, id: &str, verb: &str) -> Answer {
    let notes = Incident::of(&desk.store.steps_of(id)?).findings();
    let said = format!("{} · {}", RECORDED.get(desk.lang), word(verb, desk.lang));
    desk.recorded(id, &said, Map::new(), &notes)
}

fn aware(desk: &mut Desk, args: &Aware) -> Answer {
    let id = desk.store.find(&args.id)?;
    let of = one_of(&args.of, &["model", "incident"], "--of")?;
    let basis = args.basis.as_deref().map(|b| one_of(b, &["suspected", "established"], "--basis")).transpose()?;
    if args.corrects {
        reasons(args.why.as_deref(), "a correction")?;
    }
    let verb = format!("incident.aware-{of}");
    let mut draft =
        desk.draft(&verb, &id, &args.when)?.with("basis", basis.as_deref()).with("why", args.why.as_deref());
    if args.corrects {
        draft = draft.set("corrects", true.into());
    }
    desk.store.record(|store| {
        incident(store, &id)?.1.open()?;
        Ok((vec![draft], ()))
    })?;
    finish(desk, &id, &verb)
}

fn classify(desk: &mut Desk, args: &Classify) -> Answer {
    let id = desk.store.find(&args.id)?;
    let (add, remove) = (classes(&args.add)?, classes(&args.remove)?);
    if add.is_empty() && remove.is_empty() {
        return Err(Fault::new("no class is named").help("--add CLASS or --remove CLASS --why \"…\""));
    }
    let mut drafts = Vec::new();
    if !remove.is_empty() {
        let why = reasons(args.why.as_deref(), "taking a class back")?;
        let mut draft =
            desk.draft("incident.declassify", &id, &args.when)?.list("classes", &remove).with("why", Some(&why));
        if args.near_miss {
            draft = draft.set("near_miss", true.into());
        }
        drafts.push(draft);
    }
    if !add.is_empty() {
        drafts.push(
            desk.draft("incident.classify", &id, &args.when)?.list("classes", &add).with("why", args.why.as_deref()),
        );
    }
    desk.store.record(|store| {
        let (_, now) = incident(store, &id)?;
        now.open()?;
        if let Some(class) = remove.iter().find(|class| !now.classes.contains(class)) {
            let there = if now.classes.is_empty() { "none".to_owned() } else { now.classes.join(", ") };
            return Err(Fault::new(format!("{id} has no class `{class}`")).help(format!("it has: {there}")));
        }
        Ok((drafts, ()))
    })?;
    finish(desk, &id, "incident.classify")
}

fn reported(desk: &mut Desk, args: &Report) -> Answer {
    let id = desk.store.find(&args.id)?;
    let mut stages = Vec::new();
    for stage in &args.stage {
        stages.push(one_of(stage, &STAGES, "--stage")?);
    }
    let Some(sent) = args.sent.as_deref().or(args.on.as_deref()) else {
        let (steps, now) = incident(&desk.store, &id)?;
        return report::fill(desk, &steps, &now, &stages, args.output.as_deref());
    };
    let when = When { on: Some(sent.to_owned()), by: args.by.clone() };
    let mut draft =
        desk.draft("incident.report", &id, &when)?.list("stage", &stages).list("recipients", &args.recipients);
    draft = draft.with("via", args.via.as_deref()).with("reference", args.reference.as_deref());
    if let Some(received) = &args.received {
        draft = draft.with("received", Some(&moment(received, false)?));
    }
    if let Some(file) = &args.file {
        draft.files.push(desk.store.archive(&files::read(file, files::LONGEST)?)?);
    }
    desk.store.record(|store| {
        incident(store, &id)?.1.open()?;
        Ok((vec![draft], ()))
    })?;
    finish(desk, &id, "incident.report")
}

fn said(desk: &mut Desk, verb: &str, args: &Said) -> Answer {
    let id = desk.store.find(&args.id)?;
    if verb == "incident.reopen" {
        reasons(args.why.as_deref(), "opening again")?;
    }
    let draft = desk.draft(verb, &id, &args.when)?.with("why", args.why.as_deref());
    desk.store.record(|store| {
        let (_, now) = incident(store, &id)?;
        match verb {
            "incident.reopen" if now.resolved.is_none() && now.closed.is_none() => {
                return Err(Fault::new(format!("{id} is not resolved")).help("`resolve` comes before `reopen`"));
            }
            "incident.reopen" => {}
            "incident.release" if !now.quarantined => return Err(Fault::new(format!("{id} is not in quarantine"))),
            "incident.resolve" if now.resolved.is_some() => {
                return Err(Fault::new(format!("{id} was resolved already, on {}", now.resolved.unwrap_or_default())));
            }
            _ => now.open()?,
        }
        Ok((vec![draft], ()))
    })?;
    finish(desk, &id, verb)
}

fn join(desk: &mut Desk, args: &Join) -> Answer {
    let (id, to) = (desk.store.find(&args.id)?, desk.store.find(&args.to)?);
    let mut draft =
        desk.draft("incident.join", &id, &args.when)?.with("to", Some(&to)).with("why", args.why.as_deref());
    if args.keep_own_clock {
        draft = draft.set("keep_own_clock", true.into());
    }
    desk.store.record(|store| {
        incident(store, &id)?.1.may_join(&incident(store, &to)?.1, args.keep_own_clock)?;
        Ok((vec![draft], ()))
    })?;
    finish(desk, &id, "incident.join")
}
