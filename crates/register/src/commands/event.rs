//! `gpai register event …`: dated facts of Framework, Model Report, notification, mandate, summary and the rest. Which there are, and
//! what each says, is law data (`law/events.toml`); the options come from there.

use clap::{Arg, ArgMatches, Args, Command as Clap, Subcommand};
use gpai_rules::clocks::book::{AskKind, EventDef};
use gpai_rules::clocks::history::Event;
use gpai_rules::clocks::valid::check_event;
use gpai_rules::law::Law;
use gpai_rules::periods::Moment;
use serde_json::{Map, Value as Json, json};

use super::desk::{Answer, Common, Desk, Format, SEE_CLOCKS, yes_no};
use super::show;
use crate::fault::Fault;
use crate::history::attributes;
use crate::step::Draft;
use crate::words::{Language, Pair};

/// Dated facts that start and stop clocks
#[derive(Clone, Debug, Args)]
pub struct EventArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Record a dated fact; `event kinds` shows which there are
    Add(Add),
    /// List events
    List(show::List),
    /// Show one
    Show(show::Show),
    /// The kinds of events, with what each says
    Kinds,
}

#[derive(Clone, Debug, Args)]
struct Add {
    /// Its kind, such as notification-sent
    kind: String,
    /// When it happened: 2026-09-04, or with the time and its offset 2026-09-04T09:12+02:00; now if left out
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    on: Option<String>,
    /// Who records it; for mandate-ended: who ended it, representative or provider
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Who records it, where --by says something else
    #[arg(long, value_name = "NAME")]
    recorded_by: Option<String>,
    /// An id, of the change, ground, finding, call or reference that it is about
    #[arg(long)]
    id: Option<String>,
    /// The model it concerns, where the register keeps several
    #[arg(long)]
    model: Option<String>,
    /// Remarks; no names: they stay
    #[arg(long, alias = "note")]
    why: Option<String>,
    /// Anything else it says; may be given several times
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
}

/// Options whose names the law data does not ask for, and which entries of people hold all the same.
const ALSO: [(&str, &str); 4] = [
    ("adequacy", "What the assessment says of adequacy"),
    ("adherence", "What the assessment says of adherence"),
    ("url", "Where it is published"),
    ("by-whom", "Who judged"),
];

/// The attributes that kinds of events ask for, once each.
fn asked(law: &Law) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for event in law.clocks.events.iter().filter(|e| e.kind.starts_with("event.")) {
        let kind = event.kind.trim_start_matches("event.");
        for ask in event.asks.iter().filter(|ask| !["id", "model", "by", "why"].contains(&ask.name.as_str())) {
            match out.iter_mut().find(|(name, _)| *name == ask.name) {
                Some((_, kinds)) => kinds.push_str(&format!(", {kind}")),
                None => out.push((ask.name.clone(), format!("{}, of {kind}", named(ask.kind)))),
            }
        }
    }
    out.extend(ALSO.iter().map(|(name, help)| ((*name).to_owned(), (*help).to_owned())));
    out
}

fn named(kind: AskKind) -> &'static str {
    match kind {
        AskKind::Text => "Text",
        AskKind::Day => "A day",
        AskKind::Moment => "A day or time",
        AskKind::YesNo => "yes or no",
        AskKind::Length => "A length",
        AskKind::Classes => "Classes, with commas",
        AskKind::Chapters => "Chapters, with commas",
        AskKind::Words => "Words, with commas",
    }
}

/// Adds an option for each attribute of the law data.
pub fn options(command: Clap, law: &Law) -> Clap {
    let attributes = asked(law);
    command.mut_subcommand("event", |event| {
        event.mut_subcommand("add", |add| {
            attributes.into_iter().fold(add, |add, (name, help)| {
                let long = name.replace('_', "-");
                let arg =
                    Arg::new(name.clone()).long(long.clone()).value_name("VALUE").help(help).allow_hyphen_values(true);
                add.arg(if long == name { arg } else { arg.alias(name) })
            })
        })
    })
}

/// Runs it. `matches` holds the options that [`options`] added.
///
/// # Errors
/// What could not be done, and why.
pub fn run(common: &Common, args: &EventArgs, law: &Law, matches: &ArgMatches) -> Answer {
    match &args.command {
        Command::Add(args) => {
            let found = matches.subcommand_matches("event").and_then(|m| m.subcommand_matches("add"));
            let get = |name: &str| found.and_then(|m| m.try_get_one::<String>(name).ok().flatten()).cloned();
            let mut said = Vec::new();
            for (name, _) in asked(law) {
                if let Some(value) = get(&name) {
                    said.push((name, value));
                }
            }
            add(&mut common.open()?, args, law, said)
        }
        Command::List(args) => show::list(&common.open()?, Some("event"), args),
        Command::Show(args) => show::show(&common.open()?, args),
        Command::Kinds => Ok((kinds(common, law), 0)),
    }
}

fn definition<'l>(law: &'l Law, typed: &str) -> Result<&'l EventDef, Fault> {
    let plain = typed.trim().trim_start_matches("event.").replace('_', "-");
    let all = || law.clocks.events.iter().filter_map(|e| Some((e, e.kind.strip_prefix("event.")?)));
    if let Some((def, _)) = all().find(|(_, name)| *name == plain) {
        return Ok(def);
    }
    let like = |name: &str| strsim::jaro_winkler(name, &plain);
    let near = all().max_by(|(_, a), (_, b)| like(a).total_cmp(&like(b))).filter(|(_, name)| like(name) > 0.7);
    let help = near.map_or_else(String::new, |(_, name)| format!("did you mean `{name}`? "));
    Err(Fault::new(format!("unknown kind of event `{}`", gpai_forms::escape::visible(typed)))
        .help(format!("{help}`gpai register event kinds` shows all")))
}

/// A value in the shape that its attribute has.
fn shaped(def: &EventDef, name: &str, value: &str) -> Result<Json, Fault> {
    let ask = def.asks.iter().find(|ask| ask.name == name);
    match ask.map(|ask| ask.kind) {
        Some(AskKind::YesNo) if value != "unknown" => {
            Ok(yes_no(value, &format!("--{}", name.replace('_', "-")))?.into())
        }
        Some(AskKind::Classes | AskKind::Chapters | AskKind::Words) => {
            let words: Vec<&str> = value.split(',').map(str::trim).filter(|w| !w.is_empty()).collect();
            Ok(json!(words))
        }
        _ => Ok(value.trim().into()),
    }
}

fn add(desk: &mut Desk, args: &Add, law: &Law, said: Vec<(String, String)>) -> Answer {
    let def = definition(law, &args.kind)?;
    let ended_by = args
        .by
        .as_deref()
        .filter(|by| def.kind == "event.mandate-ended" && ["representative", "provider"].contains(by));
    let recorder = args.recorded_by.as_deref().or(args.by.as_deref().filter(|_| ended_by.is_none()));
    let planned = def.kind.ends_with("-planned");
    let on = desk.on(args.on.as_deref(), planned)?;
    let id = match &args.id {
        Some(id) => desk_id(desk, id)?,
        None => desk.new_id("EVT", None, &on)?,
    };
    let given = args.id.is_some();
    let mut draft = Draft::new(&def.kind, &id, &on, &desk.settings.recorder(recorder));
    draft = draft.with("by", ended_by).with("model", args.model.as_deref()).with("why", args.why.as_deref());
    for (name, value) in said {
        draft = draft.set(&name, shaped(def, &name, &value)?);
    }
    for pair in &args.set {
        let (name, value) = pair.split_once('=').ok_or_else(|| Fault::new(format!("`{pair}`: write NAME=VALUE")))?;
        let name = name.trim().replace('-', "_");
        if ["on", "do", "id", "recorded", "by"].contains(&name.as_str()) {
            return Err(Fault::new(format!("`{name}` is no attribute")).help(format!("there is --{name}")));
        }
        draft = draft.set(&name, shaped(def, &name, value)?);
    }
    // What the reader of the history would refuse is refused here, before it is recorded.
    let moment = Moment::parse(&on).map_err(|e| Fault::new(e.to_string()))?;
    let mut event = Event::new(moment, def.kind.clone()).of(id.clone());
    event.with = attributes(&draft.fields);
    check_event(&law.clocks, &event)
        .map_err(|why| Fault::new(why).help("`gpai register event kinds` shows what each kind says"))?;
    desk.store.record(|store| {
        let there = store.steps_of(&id)?;
        // An event may come back to the same change, ground, finding or call; never to a record of another kind.
        if !there.is_empty() && (!given || crate::state::kind(&there) != "event") {
            return Err(Fault::new(format!("{id} is there already, and is no event")));
        }
        Ok((vec![draft], ()))
    })?;
    desk.recorded(&id, SEE_CLOCKS.get(desk.lang), Map::new(), &[])
}

/// An id that somebody gave: new, or of an event that is there.
fn desk_id(desk: &Desk, id: &str) -> Result<String, Fault> {
    if crate::state::kind(&desk.store.steps_of(id)?) == "event" {
        Ok(id.to_owned())
    } else {
        desk.new_id("EVT", Some(id), "")
    }
}

const HOW: Pair = Pair(
    "gpai register event add KIND --on TIME; `!` marks what a kind cannot do without",
    "gpai register event add 种类 --on 时间；`!` 表示必填",
);

fn kinds(common: &Common, law: &Law) -> String {
    let language = match common.lang {
        Language::En => gpai_rules::law::Language::English,
        Language::Zh => gpai_rules::law::Language::Chinese,
    };
    let events: Vec<&EventDef> = law.clocks.events.iter().filter(|e| e.kind.starts_with("event.")).collect();
    if common.format == Format::Json {
        let rows: Vec<Json> = events
            .iter()
            .map(|e| {
                let asks: Vec<Json> = e.asks.iter().map(|a| json!({ "name": a.name, "needed": a.needed })).collect();
                json!({ "kind": e.kind.trim_start_matches("event."), "group": e.group, "says": asks, "en": e.title.en, "zh": e.title.zh })
            })
            .collect();
        return format!("{:#}\n", json!({ "format": "gpai-register-kinds/1", "kinds": rows }));
    }
    let mut out = format!("{}\n", HOW.get(common.lang));
    for (group, words) in &law.clocks.groups {
        let mut of_group = events.iter().filter(|e| e.group == *group).peekable();
        if of_group.peek().is_none() {
            continue;
        }
        out.push_str(&format!("\n{}\n", words.get(language)));
        for event in of_group {
            let asks: Vec<String> = event
                .asks
                .iter()
                .map(|ask| format!(" --{}{}", ask.name.replace('_', "-"), if ask.needed { "!" } else { "" }))
                .collect();
            out.push_str(&format!(
                "  {}{}\n      {}\n",
                event.kind.trim_start_matches("event."),
                asks.concat(),
                event.title.get(language)
            ));
        }
    }
    out
}
