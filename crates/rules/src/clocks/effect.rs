//! What deadlines say of the state of duties, and what they give reason to remark on. A gap goes before what is unknown, and
//! that before what is met; nothing is met that is only arguable, and silence proves nothing.

use crate::assess::{Assessment, DutyAnswer, DutyState, DutyStatus};
use crate::finding::{Finding, Severity};
use crate::periods::Reading;

use super::book::ClockForce;
use super::deadline::{Deadline, State};
use super::derive::Deadlines;
use super::remarks as register;

/// Settles duties by the deadlines, once, after the documents have had their say.
pub fn apply(assessment: &mut Assessment, deadlines: &Deadlines) {
    let owes = assessment.duties.iter().any(|d| d.status == DutyStatus::Applies);
    if !deadlines.recorded && owes {
        assessment.findings.push(Finding::new("register-missing", Severity::Info));
    }
    let broken = !deadlines.broken.is_empty();
    if broken {
        let finding = Finding::new("register-broken", Severity::Error).with("why", &deadlines.broken);
        assessment.findings.push(finding);
    }
    // Without a register only what the answers themselves date is judged.
    let judged = |d: &&Deadline| deadlines.recorded || d.clock == "notify-systemic" && d.days.due.is_some();
    let all: Vec<&Deadline> = deadlines.all.iter().filter(judged).collect();
    for duty in &mut assessment.duties {
        if matches!(duty.status, DutyStatus::Exempt | DutyStatus::NotApplicable) {
            continue;
        }
        let own: Vec<&Deadline> = all.iter().copied().filter(|d| d.duty.as_deref() == Some(duty.id.as_str())).collect();
        // What was published is not missing because this folder names no address: nobody has read it, that is all.
        if deadlines.summary_out && duty.id == "53-1-d" && duty.findings.iter().any(|code| code == "summary-missing") {
            duty.state = DutyState::Unknown;
        }
        duty.state = state(duty, &own, broken);
        for finding in own.iter().flat_map(|d| remarks(d)) {
            if !duty.findings.contains(&finding.code) {
                duty.findings.push(finding.code);
            }
        }
        duty.findings.sort();
    }
    assessment.findings.extend(all.iter().flat_map(|d| remarks(d)));
    register::apply(assessment, deadlines);
    assessment.findings.sort();
    assessment.findings.dedup();
}

/// The state of a duty by its documents and its deadlines together.
fn state(duty: &DutyAnswer, own: &[&Deadline], broken: bool) -> DutyState {
    let counts = |d: &&&Deadline| !d.conditional && (d.binding == Some(true) || d.is_presumed_gap());
    if duty.state == DutyState::Gap || own.iter().filter(counts).any(|d| d.state == State::Missed) {
        return DutyState::Gap;
    }
    let arguable =
        |d: &&Deadline| matches!(d.state, State::Arguable | State::DoneArguable) && d.force != ClockForce::Practice;
    if broken || own.iter().filter(counts).any(arguable) {
        return DutyState::Unknown;
    }
    if duty.state == DutyState::Unknown && is_met(&duty.id, own) { DutyState::Met } else { duty.state }
}

/// Whether the register shows that a duty is met which no document decides.
fn is_met(duty: &str, own: &[&Deadline]) -> bool {
    let of = |clock: &str| own.iter().copied().filter(|d| d.clock == clock).collect::<Vec<_>>();
    let done = |d: &&Deadline| d.done_on.is_some();
    let all_done = |clock: &str| {
        let these = of(clock);
        !these.is_empty() && these.iter().all(done)
    };
    match duty {
        "52-1" => {
            let again = of("notify-again");
            all_done("notify-systemic") && again.iter().all(|d| done(d) || d.state == State::Pending)
        }
        "53-3" => all_done("authority-request"),
        "54" => all_done("mandate-before-placing") && of("mandate-successor").iter().all(done),
        "55-1-b" => {
            let current = |d: &&Deadline| done(d) || d.state == State::Pending || d.state.is_over();
            let open = |d: &&&Deadline| d.force != ClockForce::Practice;
            all_done("framework-confirmed") && all_done("model-report") && own.iter().filter(open).all(current)
        }
        "55-1-c" => {
            let sent = |d: &&Deadline| done(d) || matches!(d.state, State::Pending) || d.state.is_over();
            of("incident-initial").iter().any(done) && own.iter().all(sent)
        }
        _ => false,
    }
}

/// What a deadline gives reason to say.
pub fn remarks(deadline: &Deadline) -> Vec<Finding> {
    let mut out = Vec::new();
    // What does not bind for certain is no error.
    let firm = !deadline.conditional && (deadline.binding == Some(true) || deadline.is_presumed_gap());
    let mut say = |code: &str, severity: Severity| {
        let severity = if firm { severity } else { severity.max(Severity::Warning) };
        let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "–".to_owned(), |day| day.to_string());
        let mut finding = Finding::new(code, severity)
            .with("deadline", &deadline.id)
            .with("target", day(deadline.days.target))
            .with("due", day(deadline.days.due))
            .with("outer", day(deadline.days.outer))
            .with("done", day(deadline.done_on))
            .detail("late", crate::finding::Detail::count(deadline.days_late()))
            .detail("what", crate::finding::Detail::Words(deadline.what.clone()));
        finding.cites = deadline.cites.clone();
        out.push(finding);
    };
    match (deadline.state, deadline.clock.as_str()) {
        (State::Pressing, "complaint-answer") => say("complaint-unanswered", Severity::Warning),
        (State::Pressing, "complaint-acknowledge") => say("complaint-unacknowledged", Severity::Warning),
        (State::Pressing, _) => say("deadline-pressing", Severity::Warning),
        (State::Arguable, _) => say("deadline-arguable", Severity::Error),
        (State::Missed, _) => say("deadline-missed", Severity::Error),
        (State::DoneArguable, _) => say("deadline-was-arguable", Severity::Info),
        (State::DoneLate, _) => say("deadline-was-missed", Severity::Info),
        (State::Unknown, _) if deadline.done_on.is_none() => say("clock-start-unknown", Severity::Warning),
        _ => {}
    }
    if deadline.clock == "mandate-successor" && deadline.done_on.is_none() && !deadline.state.is_over() {
        say("mandate-ended", Severity::Error);
    }
    if deadline.received_late.is_some() {
        say("received-late", Severity::Info);
    }
    if deadline.steps.iter().any(|step| step.id == "dates-disagree" && step.of == Reading::All) {
        say("dates-disagree", Severity::Info);
    }
    if let Some(recorded) = deadline.recorded_late {
        say("recorded-late", Severity::Info);
        out =
            out.into_iter().map(|f| if f.code == "recorded-late" { f.with("recorded", recorded) } else { f }).collect();
    }
    out
}
