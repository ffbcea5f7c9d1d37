//! One address for one agent, as everything that shows it takes it; and the sentences that stand beside what was said.

use gpai_forms::escape::visible;
use gpai_optout::robots::Skipped;
use gpai_optout::{Bearing, Breadth, Circumstances, Exception, Input, PROTOCOLS, Purpose, Signal, Wants, judge_for};
use gpai_rules::law::Language;

use crate::screen::words::{Pair, optout as words};

/// One address for one agent, with all that was said.
#[derive(Clone, Copy, Debug)]
pub struct View<'v> {
    /// The address as asked.
    pub url: &'v str,
    /// What is known about it.
    pub input: &'v Input<'v>,
    /// What every protocol says.
    pub signals: &'v [Signal],
    /// What is known of the use.
    pub circumstances: Circumstances<'v>,
    /// What stands between what is known and what would have to be known.
    pub gaps: &'v [&'static str],
    /// Lines of robots.txt that decide nothing.
    pub skipped: &'v [Skipped],
    /// Purposes about which something stricter was said later.
    pub later: &'v [Purpose],
    /// How many of the widely known training crawlers are refused.
    pub breadth: Option<Breadth>,
}

/// What is told beside the values: whether they bear on the use, what came later, how many others are refused, what stands there
/// in words.
pub(super) fn beside(view: &View<'_>, language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    let judged = judge_for(view.signals, Purpose::Train, view.circumstances);
    match judged.bearing {
        Bearing::Bears => {}
        Bearing::Licensed(name) => lines.push(words::LICENSED.fill(language, &[("name", &visible(name))])),
        Bearing::Excepted(Exception::Research) => lines.push(words::EXCEPTED_RESEARCH.get(language).to_owned()),
        Bearing::Excepted(Exception::PublicDomain) => lines.push(words::EXCEPTED_PUBLIC.get(language).to_owned()),
        Bearing::Excepted(Exception::Own) => lines.push(words::EXCEPTED_OWN.get(language).to_owned()),
    }
    if !view.later.is_empty() {
        let list: Vec<&str> = view.later.iter().map(|p| p.word()).collect();
        let list = list.join(words::LIST_COMMA.get(language));
        lines.push(words::LATER.fill(language, &[("list", &list)]));
    }
    if let Some(breadth) = view.breadth.filter(|breadth| breadth.refused > 0) {
        lines.push(words::BREADTH.fill(language, &[("refused", &breadth.refused), ("of", &breadth.of)]));
    }
    if !judged.notices.is_empty() {
        lines.push(words::QUOTED.fill(language, &[("count", &judged.notices.len())]));
    }
    lines
}

/// What a gap means.
pub(super) fn gap_words(gap: &str) -> Option<Pair> {
    Some(match gap {
        "stale" => words::GAP_STALE,
        "only_later" => words::GAP_ONLY_LATER,
        "other_scheme" => words::GAP_OTHER_SCHEME,
        "denied" => words::GAP_DENIED,
        "access_control_possible_circumvention" => words::GAP_CIRCUMVENTION,
        "paywall" => words::GAP_PAYWALL,
        "cut" => words::GAP_CUT,
        "unreadable" => words::GAP_UNREADABLE,
        _ => return None,
    })
}

/// What a report shares with the page of one address.
#[derive(Debug, Default)]
pub struct Gathered {
    pub beside: Vec<String>,
    pub gaps: Vec<String>,
    pub closing: Vec<String>,
    pub excepted: bool,
}

/// What is told beside the values and at the end of a report.
pub fn closing_of(view: &View<'_>, language: Language) -> Gathered {
    Gathered {
        beside: beside(view, language),
        gaps: view.gaps.iter().filter_map(|gap| gap_words(gap)).map(|pair| pair.get(language).to_owned()).collect(),
        closing: closing(view, language),
        excepted: judge_for(view.signals, Purpose::Train, view.circumstances).bearing != Bearing::Bears,
    }
}

/// The closing sentences.
pub(super) fn closing(view: &View<'_>, language: Language) -> Vec<String> {
    let input = view.input;
    let mut missing: Vec<&str> = Vec::new();
    for wants in PROTOCOLS.iter().flat_map(|protocol| protocol.reads) {
        let (given, what) = match wants {
            Wants::File("/robots.txt", _) => (input.robots.is_some(), "/robots.txt"),
            Wants::File(place, _) => (input.files.iter().any(|file| file.place == *place), *place),
            Wants::Header(_) => (!input.headers.is_empty(), "--header"),
            Wants::Element(_) => (input.page.is_some(), "--html"),
            Wants::Metadata(_) => (input.asset.is_some(), "--asset"),
        };
        if !given && !missing.contains(&what) {
            missing.push(what);
        }
    }
    let mut lines = Vec::new();
    if !missing.is_empty() {
        let list = missing.join(words::LIST_COMMA.get(language));
        lines.push(words::NOT_LOOKED_AT.fill(language, &[("list", &list)]));
    }
    lines.push(words::NO_FINDING.get(language).to_owned());
    lines
}
