//! Answers, events and a day to deadlines. Deadlines are derived and never kept: the same history and answers give the same ones.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::book::ClockBook;
use super::deadline::{Deadline, Keep, Start};
use super::facts::facts as register_facts;
use super::history::{Event, History, Remark};
use super::run::{Owed, Run, owed};
use super::{article52, complaint, framework, incident, keeping, placing, report, request, upkeep};
use crate::assess::DutyStatus;
use crate::decide::Decision;
use crate::engine::Engine;
use crate::fact::{Facts, Value};
use crate::names;
use crate::periods::calendar::COMMISSION;
use crate::periods::{Calendar, Moment, Places};

/// What deadlines are derived from, beside the law.
#[derive(Clone, Copy, Debug)]
pub struct Known<'k> {
    /// Answers and evidence, without what the register says.
    pub facts: &'k Facts,
    /// The events; `None` where no register was read.
    pub history: Option<&'k History>,
    /// Name of the model.
    pub model: &'k str,
    /// The provider's zone; `None` is that of Brussels.
    pub zone: Option<&'k TimeZone>,
}

/// Everything that runs, and what is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deadlines {
    /// The deadlines, by target (unknown last), then id.
    pub all: Vec<Deadline>,
    /// What has to be kept.
    pub keep: Vec<Keep>,
    /// Whether a register was read.
    pub recorded: bool,
    /// Events on the day or before it.
    pub events: usize,
    /// Events of other models, which were left out where a clock is of one model.
    pub others: usize,
    /// Why the register does not verify; empty where it does.
    pub broken: String,
    /// What the register says of itself and its records.
    pub remarks: Vec<Remark>,
    /// Whether the Copyright chapter of the Code is signed on the day; `None` where that is not known.
    pub copyright_signed: Option<bool>,
    /// Whether the answers name a contact for rightsholders; `None` where they do not say.
    pub contact: Option<bool>,
    /// The same of the settings of the register.
    pub contact_kept: Option<bool>,
    /// Whether the register records that the training summary was published, and no answer denies that there is one.
    pub summary_out: bool,
    /// The day.
    pub on: Option<Date>,
}

impl Deadlines {
    /// A deadline by id.
    pub fn get(&self, id: &str) -> Option<&Deadline> {
        self.all.iter().find(|d| d.id == id)
    }
}

/// Days by which a fact of the register is called where it meets those of the answers.
fn moment_of(facts: &Facts, name: &str) -> Vec<(Moment, String)> {
    let claims = facts.claims(name).iter();
    let days = claims.filter_map(|c| if let Value::Date(day) = c.value { Some(Moment::day(day)) } else { None });
    days.map(|moment| (moment, name.to_owned())).collect()
}

/// Derives every deadline of a day.
pub fn derive(engine: &Engine<'_>, known: &Known<'_>) -> Deadlines {
    let (law, on) = (engine.law, engine.as_of());
    let own = Calendar::of_days(known.history.into_iter().flat_map(|h| h.holidays.iter().copied()));
    let weekends = Calendar::weekends();
    let commission = law.clocks.calendars.get(COMMISSION).unwrap_or(&weekends);
    let places = Places { commission, own: &own, zone: known.zone };
    let mut events: Vec<&Event> = known.history.into_iter().flat_map(|h| &h.events).collect();
    events.retain(|e| e.on.brussels_day() <= on);
    events.sort_by_cached_key(|e| (e.on.brussels_day(), e.on.instant(), e.line));
    let mut run = empty(&law.clocks, places, on, known, events);
    run.start = law.day("chapter-v-applies").unwrap_or(on);
    run.legacy_end = law.day("legacy-end").unwrap_or(on);
    situation(engine, known, &mut run);
    article52::all(&mut run);
    placing::all(&mut run);
    framework::all(&mut run);
    report::all(&mut run);
    incident::all(&mut run);
    request::all(&mut run);
    complaint::all(&mut run);
    upkeep::all(&mut run);
    let keep = keeping::all(&run);
    let summary_out = !run.summary_denied && !run.of("event.summary-published").is_empty();
    let copyright_signed = run.is_signed("copyright", on);
    let others = run.events.iter().filter(|e| !run.is_ours(e)).count();
    let (recorded, events) = (run.recorded, run.events.len());
    let mut all = run.out;
    all.sort_by(|a, b| {
        let key = |d: &Deadline| (d.days.first().is_none(), d.days.first());
        key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
    });
    let broken = known.history.map(|h| h.broken.clone()).unwrap_or_default();
    let remarks = known.history.map(|h| h.remarks.clone()).unwrap_or_default();
    let contact = contact(known.facts);
    let contact_kept = known.history.and_then(|h| h.contact);
    Deadlines {
        all,
        keep,
        recorded,
        events,
        others,
        broken,
        remarks,
        copyright_signed,
        contact,
        contact_kept,
        summary_out,
        on: Some(on),
    }
}

/// Whether the answers name a contact for rightsholders.
fn contact(facts: &Facts) -> Option<bool> {
    match facts.value(names::CONTACT_RIGHTSHOLDERS) {
        Some(Value::Text(text)) => Some(!matches!(text.trim().to_lowercase().as_str(), "none" | "")),
        _ => None,
    }
}

fn empty<'r>(book: &'r ClockBook, places: Places<'r>, on: Date, known: &Known<'r>, events: Vec<&'r Event>) -> Run<'r> {
    let mut kinds: BTreeMap<&str, Vec<&Event>> = BTreeMap::new();
    let mut records: BTreeMap<&str, Vec<&Event>> = BTreeMap::new();
    let mut waivers: BTreeMap<&str, Vec<&Event>> = BTreeMap::new();
    for &event in &events {
        kinds.entry(&event.kind).or_default().push(event);
        if !event.id.is_empty() && !event.kind.starts_with("event.") {
            records.entry(&event.id).or_default().push(event);
        }
        if event.kind == "deadline.waive" {
            waivers.entry(event.get("deadline").unwrap_or_default()).or_default().push(event);
        }
    }
    Run {
        book,
        places,
        on,
        recorded: known.history.is_some(),
        events,
        kinds,
        records,
        waivers,
        model: known.model.to_owned(),
        duties: BTreeMap::new(),
        due: BTreeMap::new(),
        legacy: None,
        start: on,
        legacy_end: on,
        placed: None,
        placed_by_answers: None,
        placed_otherwise: Vec::new(),
        first_placed: None,
        accepted: None,
        signed: None,
        threshold: Vec::new(),
        notified: Vec::new(),
        designated: Vec::new(),
        summary_named: false,
        summary_denied: false,
        documentation_named: false,
        out: Vec::new(),
        seen: BTreeSet::new(),
    }
}

/// What is known of model and provider, from answers and events together.
fn situation(engine: &Engine<'_>, known: &Known<'_>, run: &mut Run<'_>) {
    let facts = known.facts;
    let of_events = |run: &Run<'_>, kind: &str| -> Vec<(Moment, String)> {
        run.of(kind).iter().map(|e| (e.on.clone(), e.kind.clone())).collect()
    };
    run.threshold = moment_of(facts, names::SYSTEMIC_THRESHOLD_KNOWN_ON);
    run.threshold.extend(of_events(run, "event.threshold-known"));
    run.notified = moment_of(facts, names::SYSTEMIC_NOTIFIED_ON);
    run.notified.retain(|(moment, _)| moment.brussels_day() <= run.on);
    run.notified.extend(of_events(run, "event.notification-sent"));
    run.designated = moment_of(facts, names::SYSTEMIC_DESIGNATED_ON);
    run.designated.retain(|(moment, _)| moment.brussels_day() <= run.on);
    run.designated.extend(of_events(run, "event.designated"));
    placings(facts, run);
    let text = |name: &str| match facts.value(name) {
        Some(Value::Text(text)) => Some(!matches!(text.trim().to_lowercase().as_str(), "none" | "")),
        _ => None,
    };
    run.summary_named = text("documents.training_summary") == Some(true);
    run.summary_denied = text("documents.training_summary") == Some(false);
    run.documentation_named = text("documents.technical_documentation") == Some(true);
    run.signed = match facts.value(names::PROVIDER_CODE_SIGNED) {
        Some(Value::Set { words, complete: true }) => Some(words.into_iter().collect()),
        Some(Value::Set { words, complete: false }) if !words.is_empty() => Some(words.into_iter().collect()),
        _ => None,
    };
    // A rebuttal that was accepted ended what ran until then; whether it ran is asked without it.
    let mut before = facts.clone();
    let answered = facts.value(names::SYSTEMIC_REBUTTAL) == Some(Value::Word("accepted".to_owned()));
    if answered {
        before.remove(names::SYSTEMIC_REBUTTAL);
        before.remove(names::SYSTEMIC_REBUTTAL_ON);
        run.accepted = match facts.value(names::SYSTEMIC_REBUTTAL_ON) {
            Some(Value::Date(day)) => Some(day),
            _ => None,
        };
    }
    let told = run.of("event.rebuttal-accepted").iter().map(|e| e.on.brussels_day()).min();
    run.accepted = run.accepted.into_iter().chain(told).min();
    before.extend(known.history.map_or_else(Facts::new, |history| register_facts(history, known.model, run.on)));
    let (answers, if_provider) = engine.answers_and_if_provider(&before);
    run.legacy = match answers.propositions.get("legacy") {
        Some(Decision::Yes(_)) => Some(true),
        Some(Decision::No(_)) => Some(false),
        _ => None,
    };
    run.due = engine.due_days(&before);
    let undated = answered && run.accepted.is_none();
    for (id, status) in &answers.duties {
        let assumed = if_provider.get(id).copied().unwrap_or(DutyStatus::NotApplicable);
        let ended = undated && (id == "52-1" || id.starts_with("55-"));
        run.duties.insert(id.clone(), if ended { Owed::No } else { owed(*status, assumed) });
    }
}

/// The first placing on the Union market: what happened goes before what was planned, the earliest before the later.
fn placings(facts: &Facts, run: &mut Run<'_>) {
    let answered = moment_of(facts, names::MARKET_FIRST_AVAILABLE);
    let starts = |run: &Run<'_>, all: bool| -> Vec<Start> {
        let versions = if all { run.of_provider("version.add") } else { run.of("version.add") };
        let placed = versions.into_iter().filter_map(|e| {
            let moment = e.moment("placed")?;
            Some(Start { event: e.kind.clone(), at: moment.to_string(), day: moment.brussels_day() })
        });
        let answers = answered.iter().map(|(moment, name)| Start {
            event: name.clone(),
            at: moment.to_string(),
            day: moment.brussels_day(),
        });
        answers.chain(placed).collect()
    };
    let plan = run.of("event.placing-planned").last().and_then(|e| {
        let moment = e.moment("date").filter(|_| e.flag("cancelled") != Some(true))?;
        Some(Start { event: e.kind.clone(), at: moment.to_string(), day: moment.brussels_day() })
    });
    // A placing that was given up leaves the last day that was planned, so that what ran is shown as stopped.
    let given_up = run.of("event.placing-planned").iter().rev().find_map(|e| {
        let moment = e.moment("date")?;
        Some(Start { event: e.kind.clone(), at: moment.to_string(), day: moment.brussels_day() })
    });
    run.placed_by_answers = answered.iter().map(|(moment, _)| moment.brussels_day()).min();
    let recorded = run.of("version.add").iter().filter_map(|e| e.day("placed")).min();
    let mut days: Vec<Date> = answered.iter().map(|(moment, _)| moment.brussels_day()).chain(recorded).collect();
    days.sort_unstable();
    days.dedup();
    run.placed_otherwise = if days.len() > 1 { days } else { Vec::new() };
    let first = |starts: Vec<Start>| starts.into_iter().min_by_key(|start| start.day);
    let plan = plan.or(given_up);
    run.placed = first(starts(run, false)).or(plan.clone());
    run.first_placed = first(starts(run, true)).or(plan);
}
