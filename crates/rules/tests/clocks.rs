//! Clocks from histories: what the events of each family start, stop and leave unknown; and that no event moves a day later but
//! those that the law book names.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use fastrand::Rng;
use gpai_rules::answer;
use gpai_rules::clocks::deadline::State;
use gpai_rules::clocks::derive::{Deadlines, Known, derive};
use gpai_rules::clocks::history::{Event, History, Remark};
use gpai_rules::clocks::{effect, valid};
use gpai_rules::compile::Engine;
use gpai_rules::fact::Facts;
use gpai_rules::law::Law;
use gpai_rules::periods::Moment;

/// A provider in the United States of a model with systemic risk, placed on a Monday.
const SYSTEMIC: [&str; 17] = [
    "provider.established=US",
    "provider.size=large",
    "provider.code_signed=transparency,copyright,safety_security",
    "role.develops=yes",
    "role.own_name=yes",
    "role.modifies_other=no",
    "model.outputs=text",
    "compute.update_flop=3.1e25",
    "compute.cumulative_flop=3.1e25",
    "market.eu=yes",
    "market.commercial=yes",
    "market.channels=api",
    "purpose.research_only=no",
    "systemic.rebuttal=none",
    "openness.licence=proprietary",
    "openness.monetisation=price",
    "market.first_available=2026-05-18",
];

fn facts(law: &Law, more: &[&str]) -> Facts {
    let mut facts = Facts::new();
    for one in SYSTEMIC.iter().chain(more) {
        answer::set(law, &mut facts, one).unwrap();
    }
    facts
}

/// Events from lines such as `2026-09-04 incident.add INC-1 classes=harm`.
fn history(lines: &[&str]) -> History {
    let mut history = History::default();
    for line in lines {
        let mut words = line.split(' ');
        let (on, kind) = (words.next().unwrap(), words.next().unwrap());
        let mut event = Event::new(Moment::parse(on).unwrap(), kind);
        for word in words {
            event = match word.split_once('=') {
                Some((name, value)) => event.with(name, value),
                None => event.of(word),
            };
        }
        history.add(event);
    }
    history
}

fn run(on: &str, more: &[&str], lines: &[&str]) -> Deadlines {
    let law = Law::book().unwrap();
    let engine = Engine::new(&law, on.parse().unwrap()).unwrap();
    let history = history(lines);
    valid::check(&law.clocks, &history).unwrap();
    derive(&engine, &Known { facts: &facts(&law, more), history: Some(&history), model: "Aurelia-4", zone: None })
}

/// `state target due outer` of a deadline.
fn shown(deadlines: &Deadlines, id: &str) -> String {
    let Some(d) = deadlines.get(id) else { return "none".to_owned() };
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
    let days = d.days;
    let first = days.target.or(days.from);
    format!("{} {} {} {}", d.state.word(), day(first), day(days.due.or(days.safe_from)), day(days.outer))
}

#[test]
fn each_family_by_its_events() {
    let again =
        ["2026-03-01 event.notification-sent", "2026-04-01 event.rebuttal-accepted", "2026-06-01 event.facts-changed"];
    let retired = [
        "2026-05-18 event.report-sent version=1",
        "2026-05-18 event.most-capable value=yes",
        "2026-08-01 event.model-retired",
    ];
    let far = "2026-09-02 incident.join INC-2 to=INC-1";
    let cases: &[(&str, &[&str], &str, &str)] = &[
        // A rebuttal that is accepted ends what ran; changed facts begin anew.
        ("2026-06-10", &again, "notify-again/model/2026-06-01", "pending 2026-06-15 2026-06-15 -"),
        ("2026-06-10", &again[..2], "framework-confirmed/provider", "missed 2026-03-29 2026-03-29 2026-03-30"),
        (
            "2026-06-10",
            &["2026-03-20 event.notification-sent", "2026-04-01 event.rebuttal-accepted"],
            "framework-confirmed/provider",
            "stopped 2026-04-17 2026-04-17 -",
        ),
        // A placing that is given up stops what ran towards it; one that is put off moves it.
        (
            "2026-03-10",
            &["2026-03-01 event.placing-planned date=2026-04-20"],
            "framework-confirmed/provider",
            "pending 2026-05-04 2026-05-04 -",
        ),
        // Another version at once sends both.
        (
            "2026-04-10",
            &[
                "2026-03-02 event.framework-confirmed version=1.0",
                "2026-03-04 event.framework-confirmed version=1.1",
                "2026-03-10 event.framework-sent version=1.1",
            ],
            "framework-to-aio/1.0",
            "done_late 2026-03-09 2026-03-09 -",
        ),
        (
            "2026-04-10",
            &[
                "2026-03-02 event.framework-confirmed version=1.0",
                "2026-03-04 event.framework-confirmed version=1.1",
                "2026-03-09 event.framework-sent version=1.0",
            ],
            "framework-to-aio/1.1",
            "missed 2026-03-11 2026-03-11 -",
        ),
        // What ends with the model ends with it.
        ("2026-12-01", &retired, "model-report-six-months/model/2026-05-18", "stopped 2026-11-18 2026-11-18 -"),
        // RG-5: an update with the two conditions.
        (
            "2026-09-20",
            &[
                "2026-09-01 event.report-confirmed version=2",
                "2026-09-03 event.delay-accepted",
                "2026-09-04 event.interim-report-sent",
            ],
            "model-report-to-aio/2",
            "pressing 2026-09-08 2026-09-29 -",
        ),
        // Corrected awareness, an employee who knew earlier, a class without a day of the model.
        (
            "2026-09-20",
            &["2026-09-10 incident.add INC-1 classes=harm aware_model=2026-08-28"],
            "incident-initial/INC-1",
            "missed 2026-09-12 2026-09-12 2026-09-14",
        ),
        (
            "2026-09-20",
            &[
                "2026-09-01 incident.add INC-1 classes=harm",
                "2026-09-02 incident.aware-model INC-1 basis=suspected",
                "2026-09-09 incident.aware-model INC-1 corrects=yes",
            ],
            "incident-initial/INC-1",
            "pending 2026-09-24 2026-09-24 -",
        ),
        (
            "2026-09-20",
            &["2026-09-01 incident.add INC-1 near_miss=yes aware_model=2026-09-01"],
            "incident-initial/INC-1",
            "none",
        ),
        (
            "2026-09-20",
            &["2026-09-01 incident.add INC-1 aware_model=2026-09-01"],
            "incident-initial/INC-1",
            "unknown - - -",
        ),
        // A faster class keeps its own clock when it joins.
        (
            "2026-09-03",
            &[
                "2026-09-01 incident.add INC-1 classes=harm aware_model=2026-09-01",
                "2026-09-01 incident.add INC-2 classes=infrastructure aware_model=2026-09-01",
                far,
            ],
            "incident-initial/INC-2",
            "pending 2026-09-03 2026-09-03 -",
        ),
        // Resolved after its day, the intermediate report stays missed until the next one.
        (
            "2026-11-01",
            &[
                "2026-09-01 incident.add INC-1 classes=harm aware_model=2026-09-01",
                "2026-09-02 incident.report INC-1 stage=initial",
                "2026-10-15 incident.resolve INC-1",
            ],
            "incident-intermediate/INC-1/2026-09-02",
            "missed 2026-09-30 2026-09-30 -",
        ),
        // One paper for two stages.
        (
            "2026-11-01",
            &[
                "2026-09-01 incident.add INC-1 classes=harm aware_model=2026-09-01",
                "2026-09-03 incident.resolve INC-1",
                "2026-09-04 incident.report INC-1 stage=initial,final",
            ],
            "incident-final/INC-1/2026-09-03",
            "done 2026-11-02 2026-11-02 2026-11-03",
        ),
        // A person: a month, and two more if told within the first.
        (
            "2026-02-01",
            &["2026-01-31 request.add R from=person basis=gdpr-15"],
            "privacy-request/R",
            "pending 2026-02-28 2026-03-02 -",
        ),
        (
            "2026-03-10",
            &["2026-01-31 request.add R from=person basis=gdpr-15", "2026-02-20 request.extend R"],
            "privacy-request/R",
            "pending 2026-04-30 2026-04-30 -",
        ),
        (
            "2026-03-10",
            &["2026-01-31 request.add R from=person basis=gdpr-15", "2026-03-05 request.extend R"],
            "privacy-request/R",
            "missed 2026-02-28 2026-03-02 -",
        ),
        // A letter without a period has no day, and a supplement begins nothing anew.
        ("2026-03-10", &["2026-03-01 request.add R from=nca"], "authority-request/R", "unknown - - -"),
        (
            "2026-06-10",
            &["2026-06-01 request.add R from=downstream", "2026-06-05 request.supplement R"],
            "downstream-request/R",
            "pending 2026-06-15 2026-06-15 -",
        ),
        (
            "2026-06-10",
            &["2026-06-01 request.add R from=downstream", "2026-06-05 request.supplement R new_request=yes"],
            "downstream-request/R",
            "pending 2026-06-19 2026-06-19 -",
        ),
        // RG-6: training resumed long after the last summary.
        (
            "2027-02-10",
            &["2026-05-18 event.summary-published", "2027-01-15 event.further-training needs_update=yes"],
            "summary-update/model/2026-05-18",
            "pressing 2027-01-15 2027-07-15 -",
        ),
        (
            "2026-06-10",
            &["2026-05-18 event.summary-published", "2026-06-01 event.further-training"],
            "summary-update/model/2026-05-18",
            "unknown - - -",
        ),
        // Reminders are never missed; a call may be closed from a day on.
        (
            "2027-12-10",
            &["2026-06-01 event.whistleblower-notice"],
            "whistleblower-notice/provider/2026-06-01",
            "pressing 2027-06-01 2027-06-01 -",
        ),
        ("2026-10-15", &["2026-10-12 event.call-opened C"], "call-for-evaluators/C", "pending 2026-11-09 2026-11-11 -"),
        // Another model's events are another model's.
        (
            "2026-12-10",
            &["2026-06-01 incident.add INC-1 classes=harm aware_model=2026-06-01 model=Borealis"],
            "incident-initial/INC-1",
            "none",
        ),
        // Waivers: one that names no ground the law knows, one of the Act, one that holds.
        (
            "2026-12-10",
            &[
                "2026-05-18 event.report-sent",
                "2026-05-18 event.most-capable value=yes",
                "2026-11-01 deadline.waive deadline=model-report-six-months/model/2026-05-18 ground=holiday",
            ],
            "model-report-six-months/model/2026-05-18",
            "missed 2026-11-18 2026-11-18 -",
        ),
        (
            "2026-12-10",
            &[
                "2026-05-18 event.report-sent",
                "2026-05-18 event.most-capable value=yes",
                "2026-11-01 deadline.waive deadline=model-report-six-months/model/2026-05-18 ground=unchanged",
            ],
            "model-report-six-months/model/2026-05-18",
            "waived 2026-11-18 2026-11-18 -",
        ),
        (
            "2026-12-10",
            &[
                "2026-06-01 event.threshold-known",
                "2026-06-02 deadline.waive deadline=notify-systemic/model ground=not-owed",
            ],
            "notify-systemic/model",
            "missed 2026-06-15 2026-06-15 -",
        ),
        (
            "2026-12-10",
            &[
                "2026-05-18 event.report-sent",
                "2026-05-18 event.most-capable value=yes",
                "2026-11-10 deadline.waive deadline=model-report-six-months/model/2026-05-18 ground=successor successor_on=2026-12-01",
                "2026-12-01 event.successor-placed",
            ],
            "model-report-six-months/model/2026-05-18",
            "waived 2026-11-18 2026-11-18 -",
        ),
    ];
    let mut wrong = Vec::new();
    for (on, lines, id, wanted) in cases {
        let got = shown(&run(on, &[], lines), id);
        if got != *wanted {
            wrong.push(format!("{id} on {on}: {got}, not {wanted}\n  {}", lines.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Without a register a day that is over is no miss, save where the answers themselves date it.
#[test]
fn silence_without_a_register_proves_nothing() {
    let law = Law::book().unwrap();
    let engine = Engine::new(&law, "2026-12-01".parse().unwrap()).unwrap();
    let facts = facts(&law, &["systemic.threshold_known_on=2026-03-02"]);
    let known = Known { facts: &facts, history: None, model: "Aurelia-4", zone: None };
    let deadlines = derive(&engine, &known);
    let missed: Vec<&str> = deadlines.all.iter().filter(|d| d.state == State::Missed).map(|d| d.id.as_str()).collect();
    assert_eq!(missed, ["notify-systemic/model"]);
    assert_eq!(shown(&deadlines, "model-report/model"), "unknown 2026-05-18 2026-05-18 -");
    let mut assessment = engine.assess(&facts);
    effect::apply(&mut assessment, &deadlines);
    assert_eq!(assessment.duty("52-1").unwrap().state.word(), "gap");
    assert_eq!(assessment.duty("55-1-b").unwrap().state.word(), "unknown");
    let missing = assessment.findings.iter().filter(|f| f.code == "register-missing").count();
    assert_eq!(missing, 1);
}

/// A register that does not verify calls nothing met; signatures that contradict one another bind nobody for certain.
#[test]
fn what_cannot_be_trusted_is_not_called_met() {
    let law = Law::book().unwrap();
    let engine = Engine::new(&law, "2026-03-20".parse().unwrap()).unwrap();
    let facts = facts(&law, &["systemic.threshold_known_on=2026-03-02"]);
    let mut history =
        history(&["2026-03-10 event.notification-sent", "2026-03-01 event.code-withdrawn chapters=safety_security"]);
    let mut state = |broken: &str| {
        history.broken = broken.to_owned();
        let known = Known { facts: &facts, history: Some(&history), model: "Aurelia-4", zone: None };
        let deadlines = derive(&engine, &known);
        let mut assessment = engine.assess(&facts);
        effect::apply(&mut assessment, &deadlines);
        let framework = deadlines.get("framework-confirmed/provider").unwrap();
        assert_eq!((framework.binding, framework.conditional), (None, true));
        assessment.duty("52-1").unwrap().state.word()
    };
    assert_eq!(state(""), "met");
    assert_eq!(state("entry 7 was changed"), "unknown");
}

/// What a register says beside its events: conflicts, a public place, papers gone before their time, no contact for rightsholders.
#[test]
fn what_a_register_says_of_itself_is_told_and_decides_its_duties() {
    let law = Law::book().unwrap();
    let say = |on: &str, more: &[&str], remarks: &[(&str, &str)], contact: Option<bool>| {
        let engine = Engine::new(&law, on.parse().unwrap()).unwrap();
        let facts = facts(&law, more);
        let mut history =
            history(&["2026-05-18 version.add V-1 name=1.0 placed=2026-05-18 documents=model-documentation=1.0"]);
        history.contact = contact;
        history.remarks =
            remarks.iter().map(|(code, at)| Remark { code: (*code).to_owned(), at: (*at).to_owned() }).collect();
        let known = Known { facts: &facts, history: Some(&history), model: "Aurelia-4", zone: None };
        let mut assessment = engine.assess(&facts);
        effect::apply(&mut assessment, &derive(&engine, &known));
        let codes: Vec<String> =
            assessment.findings.iter().map(|f| format!("{} {}", f.severity.word(), f.code)).collect();
        let states = ["53-1-a", "53-1-c"].map(|id| assessment.duty(id).unwrap().state.word());
        (codes, states)
    };
    let has = |codes: &[String], code: &str| codes.iter().any(|c| c == code);
    let (codes, _) = say(
        "2026-10-01",
        &[],
        &[("decisions-conflict", "CMP-1"), ("register-public", ""), ("of-a-newer-one", "")],
        None,
    );
    assert!(has(&codes, "warning decisions-conflict") && has(&codes, "error register-public"), "{codes:?}");
    // Gone while it is to be kept is a gap; after its last day it may go.
    let gone = [("paper-gone", "V-1/model-documentation@1.0"), ("paper-gone", "V-1/nobody@2")];
    let (codes, states) = say("2026-10-01", &[], &gone, None);
    assert!(has(&codes, "error retention-unmet") && states[0] == "gap", "{codes:?} {states:?}");
    assert_eq!(codes.iter().filter(|c| c.ends_with("retention-unmet")).count(), 1);
    // A contact that is said to be missing is a gap of a signatory; settings without one leave it open.
    let (codes, states) = say("2026-10-01", &["contact.rightsholders=none"], &[], Some(true));
    assert!(has(&codes, "error contact-point-missing") && states[1] == "gap", "{codes:?}");
    let (codes, states) = say("2026-10-01", &[], &[], Some(false));
    assert!(has(&codes, "warning contact-point-missing") && states[1] != "gap", "{codes:?}");
    for (more, contact) in [
        (&["contact.rightsholders=rights@a.example"][..], Some(false)),
        (&["provider.code_signed=none", "contact.rightsholders=none"][..], Some(false)),
        (&[][..], None),
    ] {
        let (codes, _) = say("2026-10-01", more, &[], contact);
        assert!(!codes.iter().any(|c| c.contains("contact-point")), "{more:?} {codes:?}");
    }
}

/// What was recorded only after its days were over is told, however early it says it was done.
#[test]
fn what_was_recorded_afterwards_is_told() {
    let late = |recorded: &str| {
        let law = Law::book().unwrap();
        let engine = Engine::new(&law, "2026-06-01".parse().unwrap()).unwrap();
        let mut history = history(&["2026-05-18 event.report-sent version=1.0"]);
        history.events[0].recorded = Some(Moment::parse(recorded).unwrap());
        let facts = facts(&law, &[]);
        let known = Known { facts: &facts, history: Some(&history), model: "Aurelia-4", zone: None };
        let deadlines = derive(&engine, &known);
        let report = deadlines.get("model-report/model").unwrap();
        assert_eq!(report.state, State::Done);
        effect::remarks(report).iter().any(|f| f.code == "recorded-late")
    };
    assert!(!late("2026-05-18T10:00:00Z"));
    assert!(late("2026-05-20T10:00:00Z"));
}

const KINDS: [&str; 40] = [
    "event.threshold-known",
    "event.notification-sent",
    "event.rebuttal-accepted",
    "event.facts-changed",
    "event.designated",
    "event.reassessment-refused",
    "event.placing-planned date=DAY",
    "event.model-retired",
    "event.most-capable value=yes",
    "event.further-training needs_update=yes",
    "event.further-training needs_update=yes material=yes",
    "event.summary-published",
    "event.framework-confirmed version=N",
    "event.framework-sent version=N",
    "event.framework-assessed",
    "event.report-confirmed version=N",
    "event.report-sent version=N",
    "event.interim-report-sent",
    "event.delay-accepted",
    "event.ground-known G",
    "event.change-planned C available=DAY",
    "event.evaluator-finding F",
    "event.evaluator-published F",
    "event.reference-lost L",
    "event.access-reviewed",
    "event.mandate-signed",
    "event.mandate-ended",
    "event.code-withdrawn chapters=safety_security",
    "version.add V name=N placed=DAY",
    "complaint.add CMP",
    "complaint.ask CMP",
    "complaint.answer CMP",
    "request.add REQ from=downstream",
    "request.answer REQ",
    "incident.add INC classes=harm,death aware_model=DAY",
    "incident.classify INC classes=infrastructure",
    "incident.report INC stage=initial",
    "incident.resolve INC",
    "incident.reopen INC",
    "event.whistleblower-notice",
];

fn random(rng: &mut Rng) -> Event {
    let day = |rng: &mut Rng| {
        let start: jiff::civil::Date = "2025-08-10".parse().unwrap();
        start.checked_add(jiff::Span::new().days(rng.i64(0..600))).unwrap()
    };
    let kind = KINDS[rng.usize(..KINDS.len())];
    let line = format!("{} {kind}", day(rng))
        .replace("DAY", &day(rng).to_string())
        .replace("=N", &format!("={}", rng.u8(1..4)));
    history(&[&line]).events.remove(0)
}

/// No clock moves later by adding an event of another kind, except the ones that the law book names.
#[test]
fn no_event_of_another_kind_moves_a_day_later() {
    let law = Law::book().unwrap();
    let engine = Engine::new(&law, "2027-06-01".parse().unwrap()).unwrap();
    let facts = facts(&law, &[]);
    let of = |history: &History| {
        derive(&engine, &Known { facts: &facts, history: Some(history), model: "Aurelia-4", zone: None })
    };
    let mut rng = Rng::with_seed(20_261_201);
    let (mut compared, mut moved) = (0, 0);
    for _ in 0..1500 {
        let mut history = History::default();
        for _ in 0..rng.usize(1..14) {
            history.add(random(&mut rng));
        }
        let before = of(&history);
        let added = random(&mut rng);
        history.add(added.clone());
        let after = of(&history);
        for old in &before.all {
            let Some(new) = after.get(&old.id) else { continue };
            compared += 1;
            let clock = law.clocks.clock(&old.clock, engine.as_of()).unwrap();
            let named = [&clock.starts, &clock.stops, &clock.later].into_iter().any(|list| list.contains(&added.kind));
            for (was, is) in
                [(old.days.target, new.days.target), (old.days.due, new.days.due), (old.days.end(), new.days.end())]
            {
                if was.zip(is).is_some_and(|(was, is)| is > was) {
                    moved += 1;
                    assert!(named, "{} of {} moves {} from {was:?} to {is:?}", added.kind, added.on, old.id);
                }
            }
        }
    }
    assert!(compared > 10_000 && moved > 50, "{compared} compared, {moved} moved");
}

/// The same history in the same order gives the same deadlines, and an event of the future changes nothing.
#[test]
fn the_future_does_not_count() {
    let lines =
        ["2026-03-10 event.notification-sent", "2026-09-01 incident.add INC-1 classes=harm aware_model=2026-09-01"];
    let more = ["2026-10-02 incident.report INC-1 stage=initial", "2026-10-02 event.model-retired"];
    let both: Vec<&str> = lines.iter().chain(&more).copied().collect();
    assert_eq!(run("2026-10-01", &[], &lines), run("2026-10-01", &[], &both));
    assert_ne!(run("2026-10-02", &[], &lines), run("2026-10-02", &[], &both));
}
