//! `gpai register request …`: who asks for documents, information, access or erasure, until when, and what went out.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use gpai_rules::periods::{Length, Moment};
use serde_json::{Map, Value as Json, json};

use super::desk::{Answer, Common, Desk, RECORDED, SEE_CLOCKS, When, moment, no_names, one_of, reasons};
use super::letters::{Letter, Ways};
use super::sheet::{self, Holds, Key, Sheet};
use super::{pack, show};
use crate::fault::Fault;
use crate::state::request::{BASES, FROM, Request};
use crate::step::{Draft, Step};
use crate::store::{Store, files};
use crate::words::{Pair, word};

/// What `--from-file` may say.
pub const KEYS: [Key; 12] = [
    Key {
        name: "from",
        also: &["who"],
        holds: Holds::Text(40),
        help: Pair(
            "downstream, ai-office, nca, panel, person, other",
            "downstream、ai-office、nca、panel、person、other",
        ),
    },
    Key {
        name: "basis",
        also: &[],
        holds: Holds::Text(40),
        help: Pair("53-1-b, 91, 92, 75-3, 54-3, gdpr-15, gdpr-17", "53-1-b、91、92、75-3、54-3、gdpr-15、gdpr-17"),
    },
    Key {
        name: "until",
        also: &["deadline"],
        holds: Holds::Text(40),
        help: Pair("The day that the letter names; never reckoned by hand", "来函写明的日期；请勿自行推算"),
    },
    Key {
        name: "within",
        also: &["period"],
        holds: Holds::Text(40),
        help: Pair("Or the period that it names, such as 10 working_days", "或来函写明的期限，如 10 working_days"),
    },
    Key {
        name: "purpose",
        also: &[],
        holds: Holds::Text(2000),
        help: Pair("The purpose that the letter states (Article 91(4))", "来函所述目的（第 91 条第 4 款）"),
    },
    Key {
        name: "what",
        also: &["documents"],
        holds: Holds::Text(20_000),
        help: Pair("What is asked for", "要求提供的内容"),
    },
    Key {
        name: "fines",
        also: &[],
        holds: Holds::YesNo,
        help: Pair("Whether the letter names the fines of Article 101", "来函是否提及第 101 条的罚款"),
    },
    Key { name: "reference", also: &[], holds: Holds::Text(200), help: Pair("Its reference", "来函编号") },
    Key {
        name: "questions",
        also: &["question"],
        holds: Holds::List,
        help: Pair(
            "Its questions, one by one: texts, or tables with id and text",
            "逐项问题：文本，或含 id 与 text 的表",
        ),
    },
    Key {
        name: "name",
        also: &[],
        holds: Holds::Text(200),
        help: Pair("Name of the person who asks", "提出请求者姓名"),
    },
    Key {
        name: "contact",
        also: &["email", "address"],
        holds: Holds::Text(320),
        help: Pair("Where the answer goes", "答复寄往何处"),
    },
    Key {
        name: "text",
        also: &["statement", "message"],
        holds: Holds::Text(20_000),
        help: Pair("The text of the letter", "来函全文"),
    },
];
const HEAD: Pair = Pair(
    "A request, for `gpai register request add --from-file FILE`",
    "请求，用于 `gpai register request add --from-file FILE`",
);

/// Requests of downstream providers, authorities and persons
#[derive(Clone, Debug, Args)]
pub struct RequestArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Record a request that came
    Add(Box<Add>),
    /// Print a file to fill in for `add --from-file`
    Template,
    /// List requests
    List(show::List),
    /// Show one with its history
    Show(show::Show),
    /// Record what the asker added; the period goes on unless it is marked as a new request
    Supplement(Supplement),
    /// Record that the answer went out, with the documents and the view they were composed for
    Answer(AnswerArgs),
    /// Record that the period was made longer
    Extend(Extend),
    /// Record that it was refused, with reasons; `--eml FILE` writes the letter first
    Refuse(Refuse),
    /// Record that it was taken back
    Withdraw(Said),
    /// Take it out of quarantine: a person has looked, it is a request, and its clock runs
    Release(Said),
    /// Put together the answer to a request for information: letter, matrix, index, what is missing
    Pack(pack::Pack),
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
    /// Who asks: downstream, ai-office, nca, panel, person, other
    #[arg(long)]
    from: Option<String>,
    /// On which basis: 53-1-b, 91, 92, 75-3, 54-3, gdpr-15, gdpr-17
    #[arg(long)]
    basis: Option<String>,
    /// The day that the letter names
    #[arg(long, value_name = "DAY", conflicts_with = "within")]
    until: Option<String>,
    /// The period that the letter names, such as "10 working_days" or "14 days"
    #[arg(long, value_name = "PERIOD")]
    within: Option<String>,
    /// A file as `template` prints it; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    from_file: Option<PathBuf>,
    /// The letter itself, to be archived
    #[arg(long, value_name = "FILE")]
    letter: Option<PathBuf>,
    /// The purpose that the letter states
    #[arg(long)]
    purpose: Option<String>,
    /// What is asked for
    #[arg(long)]
    what: Option<String>,
    /// The letter names the fines of Article 101
    #[arg(long)]
    fines: bool,
    /// Its reference
    #[arg(long)]
    reference: Option<String>,
    /// Name of the person who asks
    #[arg(long)]
    name: Option<String>,
    /// Where the answer goes
    #[arg(long)]
    contact: Option<String>,
    /// The model it concerns, where the register keeps several
    #[arg(long)]
    model: Option<String>,
}

#[derive(Clone, Debug, Args)]
struct Supplement {
    #[command(flatten)]
    said: Said,
    /// It is a new request: the period begins anew
    #[arg(long)]
    new_request: bool,
}

#[derive(Clone, Debug, Args)]
struct AnswerArgs {
    /// The request
    id: String,
    #[command(flatten)]
    when: When,
    /// A document that went out, to be archived; may be given several times
    #[arg(long = "file", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// For which reader the documents were composed: dp, nca, aio, public
    #[arg(long)]
    view: Option<String>,
    /// Which documents: KIND=VERSION; may be given several times
    #[arg(long = "document", value_name = "KIND=VERSION")]
    documents: Vec<String>,
    /// When the other side received it
    #[arg(long, value_name = "TIME")]
    received: Option<String>,
    /// By which way it went: EU Send, e-mail, …
    #[arg(long)]
    via: Option<String>,
    /// Its reference with the other side
    #[arg(long)]
    reference: Option<String>,
    /// Remarks; no names: they stay
    #[arg(long)]
    why: Option<String>,
}

#[derive(Clone, Debug, Args)]
struct Extend {
    /// The request
    id: String,
    #[command(flatten)]
    when: When,
    /// The new day
    #[arg(long, value_name = "DAY", conflicts_with = "within")]
    until: Option<String>,
    /// The new period
    #[arg(long, value_name = "PERIOD")]
    within: Option<String>,
    /// Why
    #[arg(long)]
    why: Option<String>,
    /// The reference of who granted it
    #[arg(long)]
    reference: Option<String>,
}

#[derive(Clone, Debug, Args)]
struct Said {
    /// The request
    id: String,
    #[command(flatten)]
    when: When,
    /// Why; no names: it stays
    #[arg(long)]
    why: Option<String>,
    /// Text that is kept apart and can be erased
    #[arg(long)]
    text: Option<String>,
}

#[derive(Clone, Debug, Args)]
struct Refuse {
    #[command(flatten)]
    said: Said,
    #[command(flatten)]
    ways: Ways,
}

/// Runs it.
///
/// # Errors
/// What could not be done, and why.
pub fn run(common: &Common, args: &RequestArgs) -> Answer {
    match &args.command {
        Command::Add(args) => add(&mut common.open()?, args),
        Command::Template => Ok((sheet::template(&KEYS, HEAD, common.lang), 0)),
        Command::List(args) => show::list(&common.open()?, Some("request"), args),
        Command::Show(args) => show::show(&common.open()?, args),
        Command::Supplement(args) => supplement(&mut common.open()?, args),
        Command::Answer(args) => answer(&mut common.open()?, args),
        Command::Extend(args) => extend(&mut common.open()?, args),
        Command::Refuse(args) => refuse(&mut common.open()?, args),
        Command::Release(args) => said(&mut common.open()?, "request.release", args),
        Command::Withdraw(args) => said(&mut common.open()?, "request.withdraw", args),
        Command::Pack(args) => pack::run(&common.open()?, args),
        Command::Erase(args) => super::keep::erase(common, args),
    }
}

/// A day that a letter names.
fn day(text: &str) -> Result<String, Fault> {
    let text = moment(text, true)?;
    Moment::parse(&text).map(|m| m.brussels_day().to_string()).map_err(|e| Fault::new(e.to_string()))
}

/// A period that a letter names.
fn period(text: &str) -> Result<String, Fault> {
    match Length::parse(text) {
        Some(_) => Ok(text.trim().to_owned()),
        None => Err(Fault::new(format!("`{}` is no period", gpai_forms::escape::visible(text)))
            .help("a number and days, working_days, weeks, months or years, such as \"10 working_days\"")),
    }
}

fn add(desk: &mut Desk, args: &Add) -> Answer {
    let mut sheet = args.from_file.as_deref().map_or_else(|| Ok(Sheet::new()), |file| sheet::read(file, &KEYS))?;
    for (name, value) in [
        ("from", &args.from),
        ("basis", &args.basis),
        ("until", &args.until),
        ("within", &args.within),
        ("purpose", &args.purpose),
        ("what", &args.what),
        ("reference", &args.reference),
        ("name", &args.name),
        ("contact", &args.contact),
    ] {
        if let Some(text) = value {
            sheet.insert(name.to_owned(), text.as_str().into());
        }
    }
    let get = |name: &str| sheet::text(&sheet, name).map(str::trim).filter(|t| !t.is_empty());
    let from =
        get("from").ok_or_else(|| Fault::new("who asks?").help(format!("--from with one of {}", FROM.join(", "))))?;
    let from = one_of(from, &FROM, "--from")?;
    let basis = get("basis").map(|b| one_of(b, &BASES, "--basis")).transpose()?;
    let basis = basis.or_else(|| (from == "downstream").then(|| "53-1-b".to_owned()));
    let (until, within) = (get("until").map(day).transpose()?, get("within").map(period).transpose()?);
    if until.is_some() && within.is_some() {
        return Err(
            Fault::new("the letter names a day, or a period, not both").help("give what it says: --until or --within")
        );
    }
    let id = {
        let on = desk.on(args.when.on.as_deref(), false)?;
        desk.new_id("REQ", args.id.as_deref(), &on)?
    };
    let mut draft =
        desk.draft("request.add", &id, &args.when)?.with("from", Some(&from)).with("basis", basis.as_deref());
    draft = draft.with("until", until.as_deref()).with("within", within.as_deref()).with("purpose", get("purpose"));
    draft = draft.with("reference", get("reference")).with("model", args.model.as_deref());
    if args.fines || sheet.get("fines").and_then(Json::as_bool).unwrap_or(false) {
        draft = draft.with("fines", Some("yes"));
    }
    if let Some(questions) = sheet.get("questions") {
        draft = draft.set("questions", questions.clone());
    }
    for name in ["name", "contact", "what", "text"] {
        draft = draft.secret(name, get(name));
    }
    if let Some(file) = &args.letter {
        draft.files.push(desk.store.archive(&files::read(file, files::LONGEST)?)?);
    }
    desk.store.record(|store| {
        if store.has(&id)? {
            return Err(Fault::new(format!("{id} is there already")));
        }
        Ok((vec![draft], ()))
    })?;
    let notes = Request::of(&desk.store.steps_of(&id)?).findings();
    desk.recorded(&id, SEE_CLOCKS.get(desk.lang), Map::new(), &notes)
}

fn request(store: &Store, id: &str) -> Result<(Vec<Step>, Request), Fault> {
    let steps = store.steps_of(id)?;
    if crate::state::kind(&steps) != "request" {
        return Err(Fault::new(format!("{id} is no request")).help("`gpai register request list` shows them"));
    }
    let request = Request::of(&steps);
    Ok((steps, request))
}

fn record(desk: &mut Desk, id: &str, draft: Draft, why: &str) -> Result<(), Fault> {
    desk.store.record(|store| {
        request(store, id)?.1.open()?;
        no_names(store, id, &[why])?;
        Ok((vec![draft], ()))
    })
}

fn finish(desk: &Desk, id: &str, verb: &str) -> Answer {
    let said = format!("{} · {}", RECORDED.get(desk.lang), word(verb, desk.lang));
    desk.recorded(id, &said, Map::new(), &[])
}

fn supplement(desk: &mut Desk, args: &Supplement) -> Answer {
    let id = desk.store.find(&args.said.id)?;
    let mut draft = desk.draft("request.supplement", &id, &args.said.when)?.with("why", args.said.why.as_deref());
    draft = draft.secret("supplement", args.said.text.as_deref());
    if args.new_request {
        draft = draft.set("new_request", true.into());
    }
    record(desk, &id, draft, args.said.why.as_deref().unwrap_or_default())?;
    finish(desk, &id, "request.supplement")
}

fn answer(desk: &mut Desk, args: &AnswerArgs) -> Answer {
    let id = desk.store.find(&args.id)?;
    let (_, now) = request(&desk.store, &id)?;
    let view = args.view.as_deref().map(|v| one_of(v, &["dp", "nca", "aio", "public"], "--view")).transpose()?;
    if let Some(view) = &view {
        now.may_see(view)?;
    }
    let mut draft =
        desk.draft("request.answer", &id, &args.when)?.with("view", view.as_deref()).with("via", args.via.as_deref());
    draft = draft.with("reference", args.reference.as_deref()).with("why", args.why.as_deref());
    if let Some(received) = &args.received {
        draft = draft.with("received", Some(&moment(received, false)?));
    }
    if !args.documents.is_empty() {
        let mut map = Map::new();
        for document in &args.documents {
            let (kind, version) =
                document.split_once('=').ok_or_else(|| Fault::new(format!("`{document}`: write KIND=VERSION")))?;
            map.insert(kind.trim().to_owned(), version.trim().into());
        }
        draft = draft.set("documents", map.into());
    }
    let mut notes = Vec::new();
    let mut delivered = Vec::new();
    for file in &args.files {
        let digest = desk.store.archive(&files::read(file, files::LONGEST)?)?;
        let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        delivered.push(json!({ "name": name, "sha256": digest }));
        draft.files.push(digest);
    }
    if !delivered.is_empty() {
        draft = draft.set("delivered", delivered.into());
        if view.is_none() {
            notes.push((
                "view-unknown",
                "it is not recorded for which reader the documents were composed: --view dp, nca, aio or public"
                    .to_owned(),
            ));
        }
    }
    record(desk, &id, draft, args.why.as_deref().unwrap_or_default())?;
    let said = format!("{} · {}", RECORDED.get(desk.lang), word("request.answer", desk.lang));
    desk.recorded(&id, &said, Map::new(), &notes)
}

fn extend(desk: &mut Desk, args: &Extend) -> Answer {
    let id = desk.store.find(&args.id)?;
    let (until, within) =
        (args.until.as_deref().map(day).transpose()?, args.within.as_deref().map(period).transpose()?);
    if until.is_none() && within.is_none() {
        return Err(Fault::new("until when?").help("--until DAY or --within \"5 working_days\", as the letter says"));
    }
    let draft = desk
        .draft("request.extend", &id, &args.when)?
        .with("until", until.as_deref())
        .with("within", within.as_deref());
    let draft = draft.with("why", args.why.as_deref()).with("reference", args.reference.as_deref());
    record(desk, &id, draft, args.why.as_deref().unwrap_or_default())?;
    finish(desk, &id, "request.extend")
}

/// The letter, where one is asked for; else the entry that it went out.
fn refuse(desk: &mut Desk, args: &Refuse) -> Answer {
    if !args.ways.any() {
        return said(desk, "request.refuse", &args.said);
    }
    let id = desk.store.find(&args.said.id)?;
    let why = reasons(args.said.why.as_deref(), "a refusal")?;
    let letter = Letter::refusal(desk, &id, &Request::of(&desk.store.steps_of(&id)?), &why)?;
    letter.give(desk.lang, args.ways.eml.as_deref(), args.ways.mailto)
}

fn said(desk: &mut Desk, verb: &str, args: &Said) -> Answer {
    let id = desk.store.find(&args.id)?;
    if verb == "request.release" && !request(&desk.store, &id)?.1.quarantined {
        return Err(Fault::new(format!("{id} is not in quarantine")));
    }
    let why =
        if verb == "request.refuse" { Some(reasons(args.why.as_deref(), "a refusal")?) } else { args.why.clone() };
    let draft = desk.draft(verb, &id, &args.when)?.with("why", why.as_deref()).secret("text", args.text.as_deref());
    record(desk, &id, draft, why.as_deref().unwrap_or_default())?;
    finish(desk, &id, verb)
}
