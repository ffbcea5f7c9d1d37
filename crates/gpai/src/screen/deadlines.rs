//! `gpai deadlines` for people: a time line with today in it, and one deadline with every step of its count.

use std::fmt::Write as _;

use anstyle::Style;
use gpai_forms::escape::visible;
use gpai_report::deadlines::View;
use gpai_rules::clocks::book::ClockForce;
use gpai_rules::clocks::deadline::{Deadline, State};
use gpai_rules::law::{Language, Law};
use gpai_rules::periods::moment::brussels;
use gpai_rules::periods::steps::named;
use gpai_rules::periods::{Length, Unit};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::page::{head, provisions, text, width};
use super::style::{BAD, DIM, GOOD, HEAD, OPEN, pad, paint, wrap};
use super::words::{self, Pair, colon, deadlines as d};

/// For how many days ahead the hour is told.
const NEAR: i32 = 15;
/// The zone of the person who reads, by name.
type Zone = (String, TimeZone);

/// The mark and the style of a state.
fn mark(state: State) -> (&'static str, Style) {
    match state {
        State::Missed => ("✗", BAD),
        State::Arguable => ("≈", BAD),
        State::Pressing => ("!", OPEN),
        State::Unknown => ("?", OPEN),
        State::Pending | State::Open | State::Waiting => ("○", HEAD),
        State::Done => ("●", GOOD),
        State::DoneArguable | State::DoneLate => ("●", OPEN),
        State::Waived | State::Stopped | State::Joined => ("–", DIM),
    }
}

/// What a state is called.
pub fn state(state: State, lang: Language) -> &'static str {
    let pair = match state {
        State::Pending => d::PENDING,
        State::Pressing => d::PRESSING,
        State::Arguable => d::ARGUABLE,
        State::Missed => d::MISSED,
        State::Open => d::OPEN,
        State::Done => d::DONE,
        State::DoneArguable => d::DONE_ARGUABLE,
        State::DoneLate => d::DONE_LATE,
        State::Waived => d::WAIVED,
        State::Stopped => d::STOPPED,
        State::Joined => d::JOINED,
        State::Waiting => d::WAITING,
        State::Unknown => d::UNKNOWN,
    };
    pair.get(lang)
}

/// A length for people.
pub fn length(length: Length, lang: Language) -> String {
    let pair = match length.unit {
        Unit::Days => d::DAYS,
        Unit::Weeks => d::WEEKS,
        Unit::Months => d::MONTHS,
        Unit::Years => d::YEARS,
        Unit::WorkingDays => d::WORKING_DAYS,
    };
    let text = pair.fill(lang, &[("n", &length.count)]);
    if length.count == 1 && lang == Language::English { text.trim_end_matches('s').to_owned() } else { text }
}

/// The whole time line.
pub fn screen(view: &View<'_>, zone: Option<&Zone>) -> String {
    let lang = view.language;
    let mut out = String::new();
    let title = format!("{}  {}", visible(view.model), paint(DIM, &format!("{} {}", d::TITLE.get(lang), view.on)));
    let _ = writeln!(out, "{}", paint(HEAD, &title));
    notes(view, &mut out);
    let rows = view.rows();
    if rows.is_empty() {
        let _ = writeln!(out, "\n  {}", wrap(d::NOTHING.get(lang), width()).join("\n  "));
    }
    let mut month = String::new();
    let mut passed = false;
    for deadline in &rows {
        let day = deadline.days.first();
        if !passed && day.is_none_or(|day| day > view.on) {
            today(view, &mut out);
            passed = true;
        }
        let this =
            day.map_or_else(|| d::UNDATED.get(lang).to_owned(), |day| format!("{:04}-{:02}", day.year(), day.month()));
        if this != month {
            let _ = writeln!(out, "\n {}", paint(HEAD, &this));
            month = this;
        }
        row(view, deadline, zone, &mut out);
    }
    if !passed && !rows.is_empty() {
        today(view, &mut out);
    }
    keep(view, &mut out);
    if let Some(first) = rows.iter().find(|r| !r.state.is_over()).or(rows.first()) {
        let _ = writeln!(out, "\n{}", summary(&rows, lang));
        let _ = writeln!(out, "{}", paint(DIM, &d::WHY_HOW.fill(lang, &[("id", &visible(&first.id))])));
    }
    let _ = writeln!(out, "{}", paint(DIM, d::LEGEND.get(lang)));
    out
}

/// What was not read, or does not verify.
fn notes(view: &View<'_>, out: &mut String) {
    let lang = view.language;
    let mut note = |style: Style, said: &str| {
        let _ = writeln!(out, "\n  {}", paint(style, &wrap(&visible(said), width()).join("\n  ")));
    };
    if !view.register.unread.is_empty() {
        note(OPEN, &d::UNREAD.fill(lang, &[("why", &view.register.unread)]));
    } else if !view.deadlines.recorded {
        note(OPEN, d::NO_REGISTER.get(lang));
    }
    if !view.deadlines.broken.is_empty() {
        note(BAD, &d::BROKEN.fill(lang, &[("why", &view.deadlines.broken)]));
    }
    if view.deadlines.others > 0 {
        note(DIM, &d::OTHERS.fill(lang, &[("n", &view.deadlines.others)]));
    }
}

/// The line between what is over and what comes.
fn today(view: &View<'_>, out: &mut String) {
    let lang = view.language;
    let word = format!(" {} {} ", d::TODAY.get(lang), named(view.on).get(lang));
    let _ = writeln!(out, "\n{}", paint(OPEN, &format!("────{word}{}", "─".repeat(40))));
}

/// One deadline: its mark on the rail, day, what, how it stands; below it what differs.
fn row(view: &View<'_>, deadline: &Deadline, zone: Option<&Zone>, out: &mut String) {
    let lang = view.language;
    let (sign, style) = mark(deadline.state);
    let day = deadline.days.first().map_or_else(String::new, |day| short(day, lang));
    let stand = paint(style, &format!("{}{}", state(deadline.state, lang), distance(view.on, deadline, lang)));
    let _ = writeln!(
        out,
        "  {} {} {}  {stand}",
        paint(style, sign),
        pad(&day, 8),
        pad(&visible(deadline.what.get(lang)), 54)
    );
    let mut parts = vec![visible(&deadline.id)];
    let days = &deadline.days;
    if let Some(due) = days.due.filter(|due| Some(*due) != days.target) {
        parts.push(d::DUE.fill(lang, &[("day", &named(due).get(lang))]));
    }
    if let Some(outer) = days.outer {
        parts.push(d::OUTER.fill(lang, &[("day", &named(outer).get(lang))]));
    }
    if let Some(safe) = days.safe_from {
        parts.push(d::SAFE.fill(lang, &[("day", &named(safe).get(lang))]));
    }
    if let Some(done) = deadline.done_on {
        parts.push(d::DONE_ON.fill(lang, &[("day", &done)]));
    }
    parts.extend(bound(deadline).map(|pair| pair.get(lang).to_owned()));
    if deadline.conditional {
        parts.push(d::CONDITIONAL.get(lang).to_owned());
    }
    // The hour matters for what is near and still open.
    let near = matches!(deadline.state, State::Pending | State::Pressing | State::Arguable)
        && days.end().is_some_and(|end| end >= view.on && (end - view.on).get_days() <= NEAR);
    if near && let Some(hour) = days.due.and_then(|due| last_hour(due, zone, lang)) {
        parts.push(hour);
    }
    let lines = wrap(&parts.join(" · "), width() - 6);
    for line in lines {
        let _ = writeln!(out, "  {}          {}", paint(DIM, "│"), paint(DIM, &line));
    }
}

/// A word on who is bound, where that is not plain.
fn bound(deadline: &Deadline) -> Option<Pair> {
    match (deadline.force, deadline.binding) {
        (ClockForce::Practice, _) => Some(d::REMINDER),
        (ClockForce::Code, Some(false)) => Some(d::NOT_BINDING),
        _ => None,
    }
}

/// `Sun 29`.
fn short(day: Date, lang: Language) -> String {
    let name = named(day);
    match lang {
        Language::English => format!("{} {:>2}", name.en.split(' ').next().unwrap_or_default(), day.day()),
        Language::Chinese => {
            let week = name.zh.split(d::BRACKETS).nth(1).unwrap_or_default();
            format!("{:>2} {week}", day.day())
        }
    }
}

/// How far it is away, for what is open.
fn distance(on: Date, deadline: &Deadline, lang: Language) -> String {
    let Some(day) = deadline.days.first().filter(|_| !deadline.state.is_over() && deadline.state != State::Unknown)
    else {
        return String::new();
    };
    let days = (day - on).get_days();
    let words = match days {
        0 => d::LAST_DAY.get(lang).to_owned(),
        1 => d::TOMORROW.get(lang).to_owned(),
        -1 => d::YESTERDAY.get(lang).to_owned(),
        n if n > 0 => d::IN_DAYS.fill(lang, &[("n", &n)]),
        n => d::DAYS_AGO.fill(lang, &[("n", &-n)]),
    };
    d::AFTER.fill(lang, &[("words", &words)])
}

/// When the last hour of a day in Brussels is, for somebody elsewhere.
fn last_hour(due: Date, zone: Option<&Zone>, lang: Language) -> Option<String> {
    let (name, zone) = zone?;
    let midnight = due.tomorrow().ok()?.at(0, 0, 0, 0);
    let end = brussels()?.to_timestamp(midnight).ok()?;
    let there = zone.to_datetime(end);
    if there == midnight {
        return None;
    }
    let time = format!("{} {:02}:{:02}", there.date(), there.hour(), there.minute());
    Some(d::LAST_HOUR.fill(lang, &[("time", &time), ("zone", &visible(name))]))
}

fn keep(view: &View<'_>, out: &mut String) {
    let lang = view.language;
    if !view.all || view.deadlines.keep.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n {}", paint(HEAD, d::KEEP.get(lang)));
    for keep in &view.deadlines.keep {
        let until = keep
            .until
            .map_or_else(|| d::KEEP_UNKNOWN.get(lang).to_owned(), |day| d::KEEP_UNTIL.fill(lang, &[("day", &day)]));
        let _ = writeln!(out, "    {} {}", pad(&visible(&keep.subject), 44), paint(DIM, &until));
    }
}

/// How many there are, by state.
fn summary(rows: &[&Deadline], lang: Language) -> String {
    let parts: Vec<String> = State::ALL
        .iter()
        .map(|s| (s, rows.iter().filter(|r| r.state == *s).count()))
        .filter(|(_, n)| *n > 0)
        .map(|(s, n)| paint(mark(*s).1, &format!("{n} {}", state(*s, lang))))
        .collect();
    let between = d::BETWEEN.get(lang);
    d::SUMMARY.fill(lang, &[("n", &rows.len()), ("parts", &parts.join(between))])
}

/// One deadline, with every step of its count.
pub fn why(law: &Law, deadline: &Deadline, on: Date, zone: Option<&Zone>, lang: Language) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}  {}", paint(HEAD, deadline.what.get(lang)), paint(DIM, &visible(&deadline.id)));
    head(&mut out, lang, &d::STATE);
    let (sign, style) = mark(deadline.state);
    let stand = format!("{sign} {}{}", state(deadline.state, lang), distance(on, deadline, lang));
    let _ = writeln!(out, "  {}", paint(style, &stand));
    let days = &deadline.days;
    let dated = [
        (d::TARGET, days.target),
        (d::DUE_DAY, days.due),
        (d::OUTER_DAY, days.outer),
        (d::FROM_DAY, days.from),
        (d::SAFE_DAY, days.safe_from),
    ];
    for (name, day) in dated {
        if let Some(day) = day {
            let _ = writeln!(out, "  {} {}", pad(name.get(lang), 14), named(day).get(lang));
        }
    }
    if let Some(done) = deadline.done_on {
        text(&mut out, &d::DONE_ON.fill(lang, &[("day", &named(done).get(lang))]));
    }
    if let Some(hour) = days.due.and_then(|due| last_hour(due, zone, lang)) {
        text(&mut out, &hour);
    }
    head(&mut out, lang, &d::HOW_COUNTED);
    if let Some(start) = &deadline.start {
        text(&mut out, &d::STARTED.fill(lang, &[("event", &visible(&start.event)), ("day", &visible(&start.at))]));
    }
    for step in deadline.steps_in(&law.clocks, lang) {
        text(&mut out, &visible(&step));
    }
    head(&mut out, lang, &d::WHOM);
    let binds = match (deadline.force, deadline.binding) {
        (ClockForce::Practice, _) => d::BINDS_NOBODY,
        (_, Some(true)) => d::BINDS,
        (_, Some(false)) => d::BINDS_NOT,
        (_, None) => d::BINDS_UNKNOWN,
    };
    text(&mut out, binds.get(lang));
    if deadline.conditional {
        text(&mut out, d::OWED_OPEN.get(lang));
    }
    if let Some(waiver) = &deadline.waiver {
        head(&mut out, lang, &d::WAIVER);
        let holds = if waiver.holds { d::WAIVER_HOLDS } else { d::WAIVER_HOLDS_NOT };
        let said = d::WAIVED_FOR.fill(lang, &[("ground", &visible(&waiver.ground)), ("on", &waiver.on)]);
        text(&mut out, &format!("{said}{}{}", colon(lang), holds.get(lang)));
    }
    head(&mut out, lang, &d::EVIDENCE);
    text(&mut out, deadline.evidence.get(lang));
    let doubts: Vec<_> = deadline.doubts.iter().filter_map(|id| Some((id, law.clocks.readings.get(id)?))).collect();
    if deadline.unclear.is_some() || !doubts.is_empty() {
        head(&mut out, lang, &d::DOUBTS);
        if let Some(unclear) = &deadline.unclear {
            text(&mut out, unclear.get(lang));
        }
        for (id, says) in doubts {
            text(&mut out, &format!("{id}{}{}", colon(lang), says.get(lang)));
        }
    }
    provisions(&mut out, law, &deadline.cites, lang);
    out
}

/// Every clock of the law book.
pub fn clocks(law: &Law, lang: Language) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", paint(HEAD, d::CLOCKS.get(lang)));
    for clock in &law.clocks.clocks {
        let force = match clock.force {
            ClockForce::Practice => d::PRACTICE.get(lang).to_owned(),
            ClockForce::Template => d::TEMPLATE.get(lang).to_owned(),
            other => words::word(other.word(), lang),
        };
        let mut lengths: Vec<String> =
            clock.classes.iter().map(|(class, l)| format!("{class} {}", length(*l, lang))).collect();
        lengths.extend(clock.period.map(|l| length(l, lang)));
        let _ = writeln!(out, "\n  {}  {}", paint(HEAD, &clock.id), clock.title.get(lang));
        let lengths = if lengths.is_empty() { "–".to_owned() } else { lengths.join(" · ") };
        let lines = [
            format!("{lengths} · {} · {force} · {}", clock.regime.word(), clock.cites.join(", ")),
            d::STARTS.fill(lang, &[("what", &clock.starts.join(", "))]),
            d::STOPS.fill(lang, &[("what", &clock.stops.join(", "))]),
        ];
        for line in lines.iter().flat_map(|line| wrap(line, width() - 4)) {
            let _ = writeln!(out, "    {}", paint(DIM, &line));
        }
    }
    out
}
