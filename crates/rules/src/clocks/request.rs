//! Clocks of requests: of an authority as its letter says, of a downstream provider within fourteen days, of a person within a month.

use super::book::ClockDef;
use super::history::Event;
use super::run::{Draft, Run, stopped};
use crate::periods::{Counted, Length, Moment, Reading, Regime, Step, Unit, count};

/// Which clock a request starts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Authority,
    Downstream,
    Person,
}

impl Kind {
    fn of(event: &Event) -> Option<Kind> {
        match (event.get("from").unwrap_or_default(), event.get("basis").unwrap_or_default()) {
            ("ai-office" | "nca" | "panel", _) | (_, "91" | "92" | "75-3" | "54-3") => Some(Kind::Authority),
            ("person", _) | (_, "gdpr-15" | "gdpr-17") => Some(Kind::Person),
            ("downstream", _) | (_, "53-1-b") => Some(Kind::Downstream),
            // Others ask without a clock.
            _ => None,
        }
    }

    fn clock(self) -> &'static str {
        match self {
            Kind::Authority => "authority-request",
            Kind::Downstream => "downstream-request",
            Kind::Person => "privacy-request",
        }
    }
}

pub(crate) fn all(run: &mut Run<'_>) {
    for add in run.of("request.add") {
        let Some(kind) = Kind::of(add) else { continue };
        let Some(clock) = run.owed_clock(kind.clock()) else { continue };
        request(run, kind, clock, add);
    }
}

fn request<'r>(run: &mut Run<'r>, kind: Kind, clock: &'r ClockDef, add: &'r Event) {
    let events = run.record(&add.id);
    let of = |name: &str| events.iter().copied().filter(|e| e.kind == name).collect::<Vec<_>>();
    // A supplement that is a new request begins anew.
    let begins = of("request.supplement").into_iter().rfind(|e| e.flag("new_request") == Some(true)).unwrap_or(add);
    let mut draft = Draft::new(clock, add.id.clone()).started(begins);
    draft.by.clone_from(&events);
    draft.counted = match kind {
        Kind::Authority => asked(run, add, &mut draft.period),
        Kind::Downstream | Kind::Person => run.count(clock, &begins.on),
    };
    if draft.counted.due.is_none() {
        draft = draft.unknown(run.book, "what-period");
    }
    for extension in of("request.extend") {
        let day = extension.on.brussels_day();
        let longer = match kind {
            Kind::Person => {
                // Told in time: two further months, three in all.
                let in_time = draft.counted.due.is_some_and(|due| day <= due);
                clock.other.filter(|_| in_time).map(|length| {
                    draft.period = Some(length);
                    run.count_length(clock, &begins.on, length)
                })
            }
            _ => Some(asked(run, extension, &mut draft.period)).filter(|counted| counted.due.is_some()),
        };
        if let Some(mut longer) = longer {
            let to = longer.due.unwrap_or(day);
            longer.steps.push(Step::new("extended", Reading::All).day("to", to).day("day", day));
            draft.counted = longer;
        }
    }
    let own =
        |moment: &Moment| if kind == Kind::Authority { moment.brussels_day() } else { run.places.own_day(moment) };
    let answers = events.iter().copied().find(|e| {
        // A refusal answers a downstream provider or a person; an authority it does not answer.
        let answers = e.kind == "request.answer" || (e.kind == "request.refuse" && kind != Kind::Authority);
        answers && (e.on.brussels_day(), e.line) >= (begins.on.brussels_day(), begins.line)
    });
    draft.done = answers.map(|e| own(&e.on));
    draft.received = answers.and_then(|e| e.day("received"));
    draft.ended = of("request.withdraw").first().map(|e| stopped(e));
    run.keep(draft);
}

/// What a letter asks: a day, which does not move, or a period under the regime of its unit.
fn asked(run: &Run<'_>, letter: &Event, period: &mut Option<Length>) -> Counted {
    if let Some(day) = letter.day("until") {
        *period = None;
        return run.fixed(day, false);
    }
    let Some(length) = letter.get("within").and_then(Length::parse) else { return Counted::default() };
    *period = Some(length);
    let regime = if length.unit == Unit::WorkingDays { Regime::WorkingDays } else { Regime::Act };
    count(regime, &letter.on, length, &run.places).unwrap_or_default()
}
