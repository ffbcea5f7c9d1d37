//! `gpai-deadlines/1`: every deadline with its days in three readings, how it stands and why; what is kept until when.

use std::collections::BTreeSet;

use gpai_forms::escape;
use gpai_rules::clocks::deadline::{Days, Deadline};
use gpai_rules::periods::Calendar;
use jiff::civil::Date;
use serde_json::{Map, Value as Json, json};

use super::{FORMAT, View};

/// The whole document, with a line feed at the end.
pub fn write(view: &View<'_>) -> String {
    let rows = view.rows();
    let mut o = Map::new();
    o.insert("format".into(), json!(FORMAT));
    o.insert("as_of".into(), json!(view.on.to_string()));
    o.insert("zone".into(), json!(view.zone()));
    o.insert("law".into(), json!({ "id": view.law.id, "edition": view.law.edition }));
    o.insert("register".into(), register(view));
    let touched: BTreeSet<i16> = rows.iter().flat_map(|d| years(&d.days)).collect();
    let calendars = view.law.clocks.calendars.iter().map(|(id, c)| json!({ "id": id, "years": listed(c, &touched) }));
    o.insert("calendars".into(), calendars.collect());
    o.insert("deadlines".into(), rows.iter().map(|d| deadline(view, d)).collect());
    let keep = view.deadlines.keep.iter().map(|k| {
        json!({ "subject": k.subject, "until": day(k.until), "may_delete_from": day(k.may_delete_from), "cites": k.cites })
    });
    o.insert("keep".into(), keep.collect());
    let text = serde_json::to_string_pretty(&Json::Object(o)).unwrap_or_default();
    format!("{}\n", escape::json(&text))
}

fn register(view: &View<'_>) -> Json {
    json!({
        "read": view.deadlines.recorded,
        "id": Some(view.register.id).filter(|id| !id.is_empty()),
        "events": view.deadlines.events,
        "events_of_other_models": view.deadlines.others,
        "unread": Some(view.register.unread).filter(|why| !why.is_empty()),
        "broken": Some(view.deadlines.broken.as_str()).filter(|why| !why.is_empty()),
    })
}

fn years(days: &Days) -> Vec<i16> {
    [days.target, days.due, days.outer, days.safe_from].into_iter().flatten().map(|day| day.year()).collect()
}

/// Years of a calendar, those with a list and those that a deadline touches.
fn listed(calendar: &Calendar, touched: &BTreeSet<i16>) -> Json {
    let known: BTreeSet<i16> = calendar.years().map(|year| year.year).collect();
    let word = |year: &i16| if known.contains(year) { "listed" } else { "weekends-only" };
    known.union(touched).map(|year| (year.to_string(), json!(word(year)))).collect::<Map<_, _>>().into()
}

fn day(day: Option<Date>) -> Json {
    day.map_or(Json::Null, |day| json!(day.to_string()))
}

fn deadline(view: &View<'_>, d: &Deadline) -> Json {
    let start = d.start.as_ref().map(|s| json!({ "event": s.event, "at": s.at, "day": s.day.to_string() }));
    let waiver = d
        .waiver
        .as_ref()
        .map(|w| json!({ "ground": w.ground, "on": w.on.to_string(), "until": day(w.until), "holds": w.holds }));
    json!({
        "id": d.id,
        "clock": d.clock,
        "subject": d.subject,
        "model": view.model,
        "what": d.what.get(view.language),
        "start": start,
        "period": d.period.map(|p| p.to_string()),
        "regime": d.regime.word(),
        "target": day(d.days.target),
        "due": day(d.days.due),
        "outer": day(d.days.outer),
        "from": day(d.days.from),
        "safe_from": day(d.days.safe_from),
        "steps": d.steps_in(&view.law.clocks, view.language),
        "state": d.state.word(),
        "done_on": day(d.done_on),
        "force": d.force.word(),
        "binding": d.binding,
        "conditional": d.conditional,
        "duty": d.duty,
        "waiver": waiver,
        "evidence": d.evidence.get(view.language),
        "doubts": d.doubts,
        "cites": d.cites,
    })
}
