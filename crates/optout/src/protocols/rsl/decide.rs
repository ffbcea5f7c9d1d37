//! What the licences of a document say about one purpose: the closest path that speaks of it, then the closest word.

use super::document::{Content, Licence, Lists};
use crate::input::{Agent, Input};
use crate::robots::{normal, pattern_matches};
use crate::signal::{Confidence, Purpose, Value};

/// What is said about a purpose.
pub(super) struct Said {
    pub value: Value,
    pub confidence: Confidence,
    pub notes: Vec<&'static str>,
}

/// Member states, which `EU` in a list of places stands for.
const UNION: [&str; 27] = [
    "at", "be", "bg", "hr", "cy", "cz", "dk", "ee", "fi", "fr", "de", "gr", "hu", "ie", "it", "lv", "lt", "lu", "mt",
    "nl", "pl", "pt", "ro", "sk", "si", "es", "se",
];

/// Whether a licence is for the agent, where it is limited to places or users.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    Yes,
    No,
    /// It is limited, and where or who the agent is is not known.
    Unknown,
}

fn fits(lists: &Lists, own: &str, same: fn(&str, &str) -> bool) -> Fit {
    let has = |list: &[String]| list.iter().any(|word| same(word, own));
    match (&lists.permits, lists.prohibits.is_empty()) {
        (None, true) => Fit::Yes,
        _ if own.is_empty() => Fit::Unknown,
        (Some(permitted), _) if !has(permitted) => Fit::No,
        _ if has(&lists.prohibits) => Fit::No,
        _ => Fit::Yes,
    }
}

fn fit(licence: &Licence, agent: &Agent<'_>) -> Fit {
    let place = |word: &str, own: &str| {
        word.eq_ignore_ascii_case(own)
            || (word.eq_ignore_ascii_case("eu") && UNION.iter().any(|member| member.eq_ignore_ascii_case(own)))
    };
    let both = [
        fits(&licence.geo, agent.country, place),
        fits(&licence.user, agent.user, |word, own| word.eq_ignore_ascii_case(own)),
    ];
    if both.contains(&Fit::No) {
        Fit::No
    } else if both.contains(&Fit::Unknown) {
        Fit::Unknown
    } else {
        Fit::Yes
    }
}

/// How closely a word of the vocabulary speaks of a purpose: 0 by name, 1 by all uses of models, 2 by all uses.
fn closeness(word: &str, purpose: Purpose) -> Option<u8> {
    match (word, purpose) {
        ("ai-train", Purpose::Train) | ("ai-input", Purpose::Input) | ("search", Purpose::Search) => Some(0),
        ("ai-all", Purpose::Train | Purpose::Input) => Some(1),
        ("all", _) => Some(2),
        _ => None,
    }
}

/// What the closest content that speaks of a purpose says about it.
pub(super) fn decide<'c>(contents: &'c [Content], input: &Input<'_>, purpose: Purpose) -> Option<(Said, &'c Content)> {
    let path = normal(input.path);
    let here = input.origin.split_once("://").map_or(input.origin, |(_, host)| host);
    let host = |c: &Content| c.host.as_ref().is_none_or(|host| here.is_empty() || host.eq_ignore_ascii_case(here));
    let mut matching: Vec<&Content> =
        (contents.iter()).filter(|c| !c.licences.is_empty() && host(c) && pattern_matches(&c.pattern, &path)).collect();
    matching.sort_by_key(|content| std::cmp::Reverse(content.rank));
    matching.chunk_by(|a, b| a.rank == b.rank).find_map(|same| {
        said(same, &input.agent, purpose).and_then(|said| same.first().map(|content| (said, *content)))
    })
}

fn said(contents: &[&Content], agent: &Agent<'_>, purpose: Purpose) -> Option<Said> {
    let licences = || contents.iter().flat_map(|c| c.licences.iter().map(move |l| (l, c.server)));
    let prohibited = licences().flat_map(|(l, _)| &l.usage.prohibits).filter_map(|w| closeness(w, purpose)).min();
    let permitted = licences()
        .filter_map(|(l, server)| match fit(l, agent) {
            Fit::No => None,
            Fit::Yes => Some((l, l.condition || server)),
            Fit::Unknown => Some((l, true)),
        })
        .flat_map(|(l, condition)| l.usage.permits.iter().flatten().map(move |w| (w, condition)))
        .filter_map(|(w, condition)| Some((closeness(w, purpose)?, condition)))
        .min();
    let tdm = purpose == Purpose::Tdm;
    let refused = |notes| Said {
        value: Value::Reserved,
        confidence: if tdm && prohibited != Some(2) { Confidence::Low } else { Confidence::Medium },
        notes,
    };
    let terms = || Said {
        value: Value::Conditional,
        confidence: if tdm { Confidence::Low } else { Confidence::Medium },
        notes: vec!["condition"],
    };
    match (prohibited, permitted) {
        (Some(no), Some((yes, _))) if no > yes => Some(refused(vec!["ambiguous"])),
        (Some(_), _) => Some(refused(Vec::new())),
        (None, Some((_, true))) => Some(terms()),
        (None, Some((_, false))) => {
            Some(Said { value: Value::Granted, confidence: Confidence::Medium, notes: Vec::new() })
        }
        // Who permits some uses refuses the others; mining as a whole has no word of its own, so that it goes with training.
        (None, None) if tdm => said(contents, agent, Purpose::Train)
            .filter(|train| matches!(train.value, Value::Reserved | Value::Conditional))
            .map(|train| Said { confidence: Confidence::Low, ..train }),
        (None, None) if licences().any(|(l, _)| fit(l, agent) == Fit::No) => Some(refused(vec!["limited"])),
        (None, None) if licences().any(|(l, _)| l.usage.permits.is_some()) => Some(refused(vec!["closed_list"])),
        (None, None) => None,
    }
}
