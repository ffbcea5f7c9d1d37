//! `gpai register complaint …`: a rightsholder's complaint from its arrival to its answer (Code of Practice, Measure 1.5).

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Map, Value as Json};

use super::desk::{Answer, Common, Desk, RECORDED, SEE_CLOCKS, When, no_names, one_of, reasons};
use super::letters::{self, Letter, Ways};
use super::lodged::{HEAD, KEYS, draft};
use super::sheet::{self, Sheet};
use super::show;
use crate::fault::Fault;
use crate::state::complaint::{Complaint, DECISIONS};
use crate::step::{Draft, Step};
use crate::store::{Store, files};
use crate::words::word;

/// Complaints of rightsholders about the copyright chapter
///
/// A complaint goes from received to acknowledged, decided and answered. A decision needs a named person and reasons; only what
/// is manifestly unfounded, or identical to one of the same rightsholder that was already answered, needs no answer.
#[derive(Clone, Debug, Args)]
pub struct ComplaintArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Record a complaint that came
    Add(Box<Add>),
    /// Print a file to fill in for `add --from-file`
    Template,
    /// List complaints
    List(show::List),
    /// Show one with its history
    Show(show::Show),
    /// Record that its arrival was confirmed to the complainant; `--eml FILE` writes the letter
    Acknowledge(Said),
    /// Record that more was asked; `--eml FILE` writes the letter
    Ask(Said),
    /// Record what the complainant added
    Supplement(Said),
    /// Record whether it is precise and substantiated, by a named person
    Judge(Judge),
    /// Take it out of quarantine: a person looked, and it is a complaint
    Release(Said),
    /// Decide it, with reasons
    Decide(Decide),
    /// Record that the answer went out; `--eml FILE` writes the letter first
    Answer(Said),
    /// Close it
    Close(Said),
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
    /// How it came: form, email, letter, hub, issue, telephone, other
    #[arg(long)]
    channel: Option<String>,
    /// A file as `template` prints it; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    from_file: Option<PathBuf>,
    /// A message as a mail program saves it: From, Date, Subject and the text are taken
    #[arg(long, value_name = "FILE", conflicts_with = "from_file")]
    from_eml: Option<PathBuf>,
    /// The complaint of the same rightsholder that was already answered
    #[arg(long, value_name = "ID")]
    duplicate_of: Option<String>,
    /// Who complains
    #[arg(long)]
    name: Option<String>,
    /// Where the answer goes
    #[arg(long)]
    contact: Option<String>,
    /// rightsholder, representative or collective_management
    #[arg(long)]
    role: Option<String>,
    /// On whose behalf
    #[arg(long)]
    on_behalf_of: Option<String>,
    /// Title of a work; may be given several times
    #[arg(long = "work", value_name = "TITLE")]
    works: Vec<String>,
    /// Measure 1.1 to 1.5
    #[arg(long)]
    measure: Option<String>,
    /// What happened
    #[arg(long)]
    statement: Option<String>,
    /// Address of the discussion, where it is public
    #[arg(long, alias = "url")]
    thread: Option<String>,
    /// The model it concerns, where the register keeps several
    #[arg(long)]
    model: Option<String>,
}

#[derive(Clone, Debug, Args)]
struct Said {
    /// The complaint
    id: String,
    #[command(flatten)]
    when: When,
    /// What was asked, added or answered
    #[arg(long)]
    text: Option<String>,
    /// The same from a file
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Why; no names: it stays
    #[arg(long)]
    why: Option<String>,
    #[command(flatten)]
    ways: Ways,
    /// The state page may show the answer
    #[arg(long)]
    release: bool,
}

#[derive(Clone, Debug, Args)]
struct Judge {
    /// The complaint
    id: String,
    #[command(flatten)]
    when: When,
    /// yes or no
    #[arg(long)]
    precise: Option<String>,
    /// yes or no
    #[arg(long)]
    substantiated: Option<String>,
    /// What is missing, where one is no
    #[arg(long, alias = "missing")]
    why: Option<String>,
}

#[derive(Clone, Debug, Args)]
struct Decide {
    /// The complaint
    id: String,
    #[command(flatten)]
    when: When,
    /// upheld, partly, not_upheld, manifestly_unfounded, identical_answered, outside_chapter, withdrawn (accepted and rejected are read as upheld and not_upheld)
    #[arg(long)]
    decision: String,
    /// What it rests on, beside the reasons: for rejected also manifestly_unfounded, identical_answered or outside_chapter
    #[arg(long)]
    ground: Option<String>,
    /// The reasons; no names: they stay
    #[arg(long)]
    why: Option<String>,
    /// For identical_answered: the complaint that was answered
    #[arg(long, value_name = "ID")]
    duplicate_of: Option<String>,
    /// What was done, with its day; may be given several times
    #[arg(long = "action", value_name = "TEXT")]
    actions: Vec<String>,
    /// Decide anew although a decision stands
    #[arg(long, alias = "settles")]
    revise: bool,
    /// Apply the same decision to these complaints, too; each is answered by itself
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    also: Vec<String>,
}

/// Runs it.
///
/// # Errors
/// What could not be done, and why.
pub fn run(common: &Common, args: &ComplaintArgs) -> Answer {
    match &args.command {
        Command::Add(args) => add(&mut common.open()?, args),
        Command::Template => Ok((sheet::template(&KEYS, HEAD, common.lang), 0)),
        Command::List(args) => show::list(&common.open()?, Some("complaint"), args),
        Command::Show(args) => show::show(&common.open()?, args),
        Command::Acknowledge(args) => said(&mut common.open()?, "complaint.acknowledge", args),
        Command::Ask(args) => said(&mut common.open()?, "complaint.ask", args),
        Command::Supplement(args) => said(&mut common.open()?, "complaint.supplement", args),
        Command::Release(args) => said(&mut common.open()?, "complaint.release", args),
        Command::Answer(args) => said(&mut common.open()?, "complaint.answer", args),
        Command::Close(args) => said(&mut common.open()?, "complaint.close", args),
        Command::Judge(args) => judge(&mut common.open()?, args),
        Command::Decide(args) => decide(&mut common.open()?, args),
        Command::Erase(args) => super::keep::erase(common, args),
    }
}

fn add(desk: &mut Desk, args: &Add) -> Answer {
    let mut sheet = match (&args.from_file, &args.from_eml) {
        (Some(file), _) => sheet::read(file, &KEYS)?,
        (None, Some(file)) => letters::from_eml(&files::read(file, 8 << 20)?)?,
        (None, None) => Sheet::new(),
    };
    for (name, value) in [
        ("name", &args.name),
        ("contact", &args.contact),
        ("role", &args.role),
        ("on_behalf_of", &args.on_behalf_of),
        ("measure", &args.measure),
        ("statement", &args.statement),
        ("thread", &args.thread),
        ("channel", &args.channel),
    ] {
        if let Some(text) = value {
            sheet.insert(name.to_owned(), text.as_str().into());
        }
    }
    if !args.works.is_empty() {
        let works: Vec<Json> = args.works.iter().map(|title| serde_json::json!({ "title": title })).collect();
        sheet.insert("works".to_owned(), works.into());
    }
    let on = desk.on(args.when.on.as_deref().or(sheet::text(&sheet, "received_at")), false)?;
    let by = desk.settings.recorder(args.when.by.as_deref());
    let id = desk.new_id("CMP", args.id.as_deref(), &on)?;
    let made =
        draft(&desk.store, Draft::new("complaint.add", &id, &on, &by), &sheet)?.with("model", args.model.as_deref());
    let made = match &args.duplicate_of {
        Some(other) => {
            let other = desk.store.find(other)?;
            let earlier = Complaint::of(&desk.store.steps_of(&other)?);
            as_it_would_be(&made)
                .repeats(&earlier)
                .map_err(|f| f.help("without --duplicate-of it is recorded as a complaint of its own"))?;
            made.with("duplicate_of", Some(&other))
        }
        None => made,
    };
    let mut notes = Vec::new();
    if sheet::text(&sheet, "statement").is_none() {
        notes.push(("complaint-empty", "it holds no statement; `supplement` adds one".to_owned()));
    }
    if sheet::text(&sheet, "contact").is_none() {
        notes.push((
            "complaint-anonymous",
            "there is no address to answer to; the state page is all the complainant has".to_owned(),
        ));
    }
    record(desk, made)?;
    desk.recorded(&id, SEE_CLOCKS.get(desk.lang), Map::new(), &notes)
}

/// A complaint that is not recorded yet.
fn as_it_would_be(draft: &Draft) -> Complaint {
    let text = |name: &str| draft.fields.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    Complaint {
        id: draft.id.clone(),
        holder: text("holder"),
        works_key: text("works_key"),
        measure: text("measure"),
        ..Complaint::default()
    }
}

/// Records one new record whose id must still be free.
fn record(desk: &mut Desk, draft: Draft) -> Result<(), Fault> {
    desk.store.record(|store| {
        if store.has(&draft.id)? {
            return Err(Fault::new(format!("{} is there already", draft.id)));
        }
        Ok((vec![draft], ()))
    })
}

fn complaint(store: &Store, id: &str) -> Result<(Vec<Step>, Complaint), Fault> {
    let steps = store.steps_of(id)?;
    if crate::state::kind(&steps) != "complaint" {
        return Err(Fault::new(format!("{id} is no complaint")).help("`gpai register complaint list` shows them"));
    }
    let complaint = Complaint::of(&steps);
    Ok((steps, complaint))
}

fn said(desk: &mut Desk, verb: &str, args: &Said) -> Answer {
    let id = desk.store.find(&args.id)?;
    let (_, now) = complaint(&desk.store, &id)?;
    let text = match (&args.text, &args.file) {
        (Some(text), _) => Some(text.clone().into_bytes()),
        (None, Some(file)) => Some(files::read(file, 1 << 20)?),
        (None, None) => None,
    };
    if args.ways.any() {
        let said = text.as_deref().map(String::from_utf8_lossy);
        let letter = Letter::complaint(desk, verb, &id, &now, said.as_deref())?;
        return letter.give(desk.lang, args.ways.eml.as_deref(), args.ways.mailto);
    }
    let mut draft = desk.draft(verb, &id, &args.when)?.with("why", args.why.as_deref());
    if args.release {
        draft = draft.set("released", true.into());
    }
    let field = match verb {
        "complaint.ask" => "question",
        "complaint.supplement" => "supplement",
        "complaint.answer" => "answer",
        _ => "text",
    };
    if let Some(text) = text {
        draft.private.push((field.to_owned(), text));
    }
    let verb = verb.to_owned();
    desk.store.record(|store| {
        let (_, now) = complaint(store, &id)?;
        match verb.as_str() {
            "complaint.acknowledge" => now.may_acknowledge()?,
            "complaint.ask" => now.may_ask()?,
            "complaint.answer" => now.may_answer()?,
            "complaint.close" => now.may_close()?,
            "complaint.release" if !now.quarantined => return Err(Fault::new(format!("{id} is not in quarantine"))),
            _ => {}
        }
        no_names(store, &id, &[args.why.as_deref().unwrap_or_default()])?;
        Ok((vec![draft], ()))
    })?;
    let done = word(&verb, desk.lang);
    desk.recorded(&id, &format!("{} · {done}", RECORDED.get(desk.lang)), Map::new(), &[])
}

fn judge(desk: &mut Desk, args: &Judge) -> Answer {
    let id = desk.store.find(&args.id)?;
    let one = |value: &Option<String>, option: &str| -> Result<Option<String>, Fault> {
        value.as_deref().map(|v| one_of(v, &["yes", "no", "unknown"], option)).transpose()
    };
    let (precise, substantiated) = (one(&args.precise, "--precise")?, one(&args.substantiated, "--substantiated")?);
    if precise.is_none() && substantiated.is_none() {
        return Err(Fault::new("nothing is judged").help("--precise yes|no, --substantiated yes|no"));
    }
    if [&precise, &substantiated].into_iter().any(|v| v.as_deref() == Some("no")) {
        reasons(args.why.as_deref(), "`no`")?;
    }
    let draft = desk.draft("complaint.judge", &id, &args.when)?;
    let draft = draft
        .with("precise", precise.as_deref())
        .with("substantiated", substantiated.as_deref())
        .with("why", args.why.as_deref());
    desk.store.record(|store| {
        complaint(store, &id)?;
        no_names(store, &id, &[args.why.as_deref().unwrap_or_default()])?;
        Ok((vec![draft], ()))
    })?;
    desk.recorded(&id, RECORDED.get(desk.lang), Map::new(), &[])
}

/// A decision as people may write it.
fn decision(word: &str, ground: Option<&str>) -> Result<String, Fault> {
    let plain = word.trim().to_lowercase().replace(['-', ' '], "_");
    let of_ground = ground.map(|g| g.trim().to_lowercase().replace(['-', ' '], "_"));
    let rejected = ["manifestly_unfounded", "identical_answered", "outside_chapter", "withdrawn"];
    match plain.as_str() {
        "accepted" | "accept" | "granted" => Ok("upheld".to_owned()),
        "partly_accepted" | "partially" | "partially_upheld" | "partly_upheld" => Ok("partly".to_owned()),
        "rejected" | "reject" | "dismissed" => {
            let found = of_ground.and_then(|g| {
                let named = if g == "identical" {
                    "identical_answered".to_owned()
                } else if g == "unfounded" {
                    "manifestly_unfounded".to_owned()
                } else {
                    g
                };
                rejected.iter().find(|known| **known == named).map(|known| (*known).to_owned())
            });
            Ok(found.unwrap_or_else(|| "not_upheld".to_owned()))
        }
        other => one_of(other, &DECISIONS, "--decision"),
    }
}

fn decide(desk: &mut Desk, args: &Decide) -> Answer {
    let id = desk.store.find(&args.id)?;
    let decision = decision(&args.decision, args.ground.as_deref())?;
    let why = reasons(args.why.as_deref(), "a decision")?;
    let mut ids = vec![id.clone()];
    for other in &args.also {
        ids.push(desk.store.find(other)?);
    }
    let other = args.duplicate_of.as_deref().map(|d| desk.store.find(d)).transpose()?;
    let mut drafts = Vec::new();
    for id in &ids {
        let draft =
            desk.draft("complaint.decide", id, &args.when)?.with("decision", Some(&decision)).with("why", Some(&why));
        drafts.push(
            draft
                .with("ground", args.ground.as_deref())
                .with("duplicate_of", other.as_deref())
                .list("actions", &args.actions),
        );
    }
    let settled = desk.store.record(|store| {
        let mut settled = 0;
        for draft in &mut drafts {
            let (_, now) = complaint(store, &draft.id)?;
            let replaces = now.may_decide(args.revise)?;
            settled = settled.max(replaces.len());
            *draft = draft.clone().list("replaces", &replaces);
            if decision == "identical_answered" {
                let named = other
                    .clone()
                    .or_else(|| Some(now.duplicate_of.clone()).filter(|d| !d.is_empty()))
                    .ok_or_else(|| {
                        Fault::new("`identical_answered` needs the complaint that was answered")
                            .help("--duplicate-of ID")
                    })?;
                now.repeats(&complaint(store, &named)?.1)?;
            }
            let mut texts = vec![why.as_str()];
            texts.extend(args.actions.iter().map(String::as_str));
            no_names(store, &draft.id, &texts)?;
        }
        Ok((drafts, settled))
    })?;
    let mut notes = Vec::new();
    if settled > 1 {
        notes.push(("decisions-settled", format!("this decision names the {settled} that stood and settles them")));
    }
    let said = format!("{} · {}", RECORDED.get(desk.lang), word(&decision, desk.lang));
    desk.recorded(&ids.join(", "), &said, Map::new(), &notes)
        .or_else(|_| Ok((format!("{} · {said}\n", ids.join(", ")), 0)))
}
