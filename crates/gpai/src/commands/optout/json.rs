//! Everything about an address as JSON, with the evidence it rests on: `gpai-optout/1` in docs/machine-formats.md.

use gpai_optout::book::{Book, Class, Follows};
use gpai_optout::robots::{Access, line};
use gpai_optout::{Bearing, PROTOCOLS, Place, Purpose, Signal, Source, Value as Said, Wants, judge_for, objections};
use serde_json::{Map, Value, json};

use super::site::{Gathered, Obtained};
use crate::screen::optout::View;

/// Headers of an answer that are evidence; others may hold what is nobody's business.
const HEADERS: [&str; 18] = [
    "x-robots-tag",
    "content-usage",
    "content-signal",
    "tdm-reservation",
    "tdm-policy",
    "link",
    "www-authenticate",
    "cache-control",
    "date",
    "etag",
    "last-modified",
    "content-type",
    "location",
    "crawler-price",
    "crawler-charged",
    "crawler-error",
    "retry-after",
    "cf-mitigated",
];

/// An agent as the table has it.
pub fn agent(book: &Book, token: &str) -> Value {
    let Some(row) = book.agent(token) else { return json!({"token": token, "listed": false}) };
    let class = match row.class {
        Class::Control => "control",
        Class::Training => "training",
        Class::Data => "data",
        Class::Search => "search",
        Class::User => "user",
        Class::Agent => "agent",
        Class::Mixed => "mixed",
        Class::Policy => "policy",
    };
    let follows = match row.follows {
        Follows::Yes => "yes",
        Follows::No => "no",
        Follows::Unclear => "unclear",
    };
    json!({
        "token": token, "listed": true, "operator": row.operator, "class": class, "follows_robots": follows,
        "fallback": row.fallback, "controls": row.controls,
    })
}

/// One address.
pub fn address(view: &View<'_>, gathered: &Gathered, book: &Book) -> Value {
    let input = view.input;
    let signals: Vec<Value> = view.signals.iter().map(|s| signal(s, book)).collect();
    let index = |wanted: &&Signal| view.signals.iter().position(|s| std::ptr::eq(s, *wanted));
    let purposes: Vec<Value> = (Purpose::ALL.into_iter())
        .map(|purpose| {
            let judged = judge_for(view.signals, purpose, view.circumstances);
            let list = |found: &[&Signal]| found.iter().filter_map(index).collect::<Vec<_>>();
            let bearing = match judged.bearing {
                Bearing::Bears => json!("bears"),
                Bearing::Licensed(name) => json!({"licensed": name}),
                Bearing::Excepted(exception) => json!({"excepted": exception.word()}),
            };
            let tier = judged.by.iter().map(|s| book.tier(s.protocol)).min();
            json!({
                "purpose": purpose.word(),
                "value": judged.value.word(),
                "confidence": judged.confidence.word(),
                "rule": judged.rule,
                "tier": if judged.value == Said::Silent { None } else { tier },
                "by": list(&judged.by),
                "against": list(&judged.against),
                "stricter_reading": judged.stricter.as_ref().and_then(|s| Some(json!({
                    "signal": index(s)?, "value": s.otherwise.map(Said::word),
                }))),
                "natural_language": list(&judged.notices),
                "bearing": bearing,
            })
        })
        .collect();
    json!({
        "url": view.url,
        "origin": gathered.origin,
        "path": gathered.path,
        "fetch": fetch(view, gathered),
        "purposes": purposes,
        "signals": signals,
        "data_protection_objection": objections(
            view.signals,
            input.robots.map(|(robots, _)| robots.check(&input.tokens(), input.path).access),
        ),
        "later_reservation": view.later.iter().map(|p| p.word()).collect::<Vec<_>>(),
        "major_training_crawlers": view.breadth.map(|b| json!({"refused": b.refused, "of": b.of})),
        "skipped_lines": view.skipped.iter().map(|s| json!({
            "line": s.line,
            "why": s.why.word(),
            "text": input.robots.map(|(_, body)| line(body, s.line).chars().take(Place::TEXT).collect::<String>()),
        })).collect::<Vec<_>>(),
        "gaps": view.gaps,
        "sources": gathered.sources().map(source).collect::<Vec<_>>(),
        "not_looked_at": missing(view),
    })
}

/// Whether the agent may fetch it, with the rules that compete.
fn fetch(view: &View<'_>, gathered: &Gathered) -> Value {
    let Some((robots, body)) = view.input.robots else { return json!({"decision": "unknown"}) };
    let rules = robots.rules(&view.input.tokens());
    let decision = rules.check(view.input.path);
    let word = |access| match access {
        Access::Allow => "allow",
        Access::Disallow => "disallow",
    };
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| drop(out.insert(key.to_owned(), value));
    put("decision", json!(if view.input.agent.control { "control_token" } else { word(decision.access) }));
    if view.input.agent.control {
        put("use", json!(word(decision.access)));
    }
    match decision.rule {
        None => put("line", Value::Null),
        Some(mark) => {
            put("line", json!(mark.line));
            put("column", json!(mark.column));
            put("offset", json!(mark.offset));
            put("length", json!(mark.length));
            put("text", json!(line(body, mark.line)));
        }
    }
    put("own_group", json!(rules.own()));
    put("notes", json!(decision.notes.words().collect::<Vec<_>>()));
    let competing: Vec<Value> = (rules.competing(view.input.path).into_iter().skip(1).take(20))
        .map(|(access, mark)| json!({"rule": word(access), "line": mark.line, "text": line(body, mark.line)}))
        .collect();
    put("competing", json!(competing));
    if let Some((_, one)) = &gathered.robots {
        put("snapshot", json!(one.at.as_ref().map(|(_, written)| written)));
    }
    Value::Object(out)
}

/// One signal.
pub fn signal(s: &Signal, book: &Book) -> Value {
    let place = s.place.as_ref().map(|place| {
        let (kind, name) = match &place.source {
            Source::File(name) => ("file", name),
            Source::Header(name) => ("header", name),
            Source::Element(name) => ("element", name),
            Source::Metadata(name) => ("metadata", name),
        };
        json!({"kind": kind, "name": name, "line": place.line, "column": place.column, "text": place.text})
    });
    json!({
        "protocol": s.protocol,
        "version": s.version,
        "tier": book.tier(s.protocol),
        "purpose": s.purpose.word(),
        "value": s.value.word(),
        "other_reading": s.otherwise.map(Said::word),
        "confidence": s.confidence.word(),
        "operator": s.operator,
        "notes": s.notes,
        "place": place,
    })
}

fn source(one: &Obtained) -> Value {
    let kept = |name: &str| HEADERS.iter().any(|h| h.eq_ignore_ascii_case(name));
    json!({
        "place": one.place,
        "url": if one.url.is_empty() { None } else { Some(&one.url) },
        "from": one.from,
        "at": one.at.as_ref().map(|(_, written)| written),
        "status": one.status,
        "redirects": one.redirects,
        "why": one.why,
        "bytes": one.body.len(),
        "cut": one.cut,
        "sha256": one.sha256(),
        "headers": one.headers.iter().filter(|(name, _)| kept(name)).collect::<Vec<_>>(),
    })
}

/// What no protocol could look at, since nothing of it was obtained.
fn missing(view: &View<'_>) -> Vec<String> {
    let input = view.input;
    let mut missing: Vec<String> = Vec::new();
    for wants in PROTOCOLS.iter().flat_map(|protocol| protocol.reads) {
        let (given, what) = match wants {
            Wants::File("/robots.txt", _) => (input.robots.is_some(), "/robots.txt"),
            Wants::File(place, _) => (input.files.iter().any(|file| file.place == *place), *place),
            Wants::Header(_) => (!input.headers.is_empty(), "headers"),
            Wants::Element(_) => (input.page.is_some(), "page"),
            Wants::Metadata(_) => (input.asset.is_some(), "metadata"),
        };
        if !given && !missing.iter().any(|m| m == what) {
            missing.push(what.to_owned());
        }
    }
    missing
}
