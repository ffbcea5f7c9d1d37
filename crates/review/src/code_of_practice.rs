//! Rules on the other documents of the Code of Practice, on registers and across documents (COP-R1 to COP-R17, as far as a
//! program can tell).

use super::work::{Check, Said, Work, YesNo, same};
use gpai_forms::lexicon::dates::months_later;
use gpai_forms::lexicon::words::plain;
use gpai_forms::reading::Reading;
use gpai_forms::template::Required;

/// One line a rule.
pub(super) const CHECKS: &[(&str, Check)] = &[
    ("COP-R1", framework_confirmed),
    ("COP-R2", version_and_date),
    ("COP-R3", specified_risks),
    ("COP-R9", incident_items),
    ("COP-R10", report_overdue),
    ("COP-R11", assessment_overdue),
    ("COP-R13", policy_on_crawling),
    ("COP-R14", exempt_and_systemic),
    ("COP-R15", complaints),
    ("COP-R16", signatory_register),
];

fn kind_is(work: &Work<'_>, kinds: &[&str]) -> bool {
    work.doc.kind.as_deref().is_some_and(|k| kinds.contains(&k))
}

/// Everything a document says, for looking in.
pub(super) fn whole_text(doc: &Reading) -> String {
    let fields: Vec<&str> = doc.fields.values().map(|f| f.text.as_str()).collect();
    plain(&format!("{}\n{}", doc.text.join("\n"), fields.join("\n")))
}

fn framework_confirmed(work: &mut Work<'_>) {
    if !kind_is(work, &["safety-framework"]) {
        return;
    }
    // Four weeks after the notification and two weeks before placing on the market: the earlier day binds.
    let day = |d: Option<jiff::civil::Date>, days: i32| {
        d.and_then(|d| d.checked_add(jiff::Span::new().try_days(days).ok()?).ok())
    };
    let due = [day(work.known.notified, 28), day(work.known.placed, -14)].into_iter().flatten().min();
    let Some(due) = due else { return };
    match work.known.framework_confirmed {
        Some(confirmed) if confirmed > due => {
            work.say("document", "late", &[("due", same(due.to_string())), ("value", same(confirmed.to_string()))]);
        }
        None if work.known.today.is_some_and(|today| today > due) => {
            work.say("document", "late", &[("due", same(due.to_string())), ("value", work.term("unconfirmed"))]);
        }
        _ => {}
    }
}

fn version_and_date(work: &mut Work<'_>) {
    if !kind_is(work, &["safety-framework", "model-report"]) || work.partly_unread {
        return;
    }
    let mut missing = Vec::new();
    for (id, word) in [(work.template.numbered.clone(), "version"), (work.template.dated.clone(), "date")] {
        if id.is_some_and(|id| matches!(work.said(&id), Said::Absent | Said::Blank)) {
            missing.push(word);
        }
    }
    if work.known.earlier.is_some() && !work.has("changelog", &whole_text(work.doc)) {
        missing.push("changelog");
    }
    if !missing.is_empty() {
        work.say("document", "missing", &[("missing", work.terms(missing))]);
    }
}

fn specified_risks(work: &mut Work<'_>) {
    if !kind_is(work, &["safety-framework", "model-report"]) || work.partly_unread {
        return;
    }
    // The public summary need not name them one by one.
    if work.is_narrowest_view() {
        return;
    }
    let text = whole_text(work.doc);
    if text.trim().is_empty() {
        return;
    }
    for risk in ["risk-cbrn", "risk-control", "risk-cyber", "risk-manipulation"] {
        if !work.has(risk, &text) {
            work.say("document", "missing", &[("risk", work.term(risk))]);
        }
    }
}

fn incident_items(work: &mut Work<'_>) {
    if !kind_is(work, &["incident-report"]) || work.partly_unread {
        return;
    }
    let asked: Vec<String> =
        work.template.fields.iter().filter(|f| f.required == Required::Mandatory).map(|f| f.id.clone()).collect();
    for id in asked {
        // `Not yet known` is an answer of its own, and so text.
        if matches!(work.said(&id), Said::Absent | Said::Blank) {
            work.say(&id, "missing", &[("label", work.label(&id))]);
        }
    }
}

fn report_overdue(work: &mut Work<'_>) {
    overdue(work, "model-report", work.known.report_due_since, 6);
}

fn assessment_overdue(work: &mut Work<'_>) {
    overdue(work, "safety-framework", work.known.framework_assessed, 12);
}

fn overdue(work: &mut Work<'_>, kind: &str, last: Option<jiff::civil::Date>, months: i32) {
    let (Some(last), Some(today)) = (last, work.known.today) else { return };
    let Some(due) = months_later(last, months) else { return };
    if kind_is(work, &[kind]) && today > due {
        work.say("document", "overdue", &[("value", same(last.to_string())), ("due", same(due.to_string()))]);
    }
}

fn policy_on_crawling(work: &mut Work<'_>) {
    let (summary, policy) = match work.doc.kind.as_deref() {
        Some("training-summary") => (Some(work.doc), work.known.copyright_policy),
        Some("copyright-policy") => (work.known.summary, Some(work.doc)),
        _ => return,
    };
    let (Some(summary), Some(policy)) = (summary, policy) else { return };
    let of_summary = Work {
        doc: summary,
        known: work.known,
        book: work.book,
        template: work.template,
        partly_unread: true,
        printed: Default::default(),
        rule: "",
        findings: Vec::new(),
    };
    if !of_summary.is_yes("2.3.a") {
        return;
    }
    let signatory = work.known.signatory.unwrap_or_else(|| of_summary.yes_no("3.1.a") == YesNo::Yes);
    let text = whole_text(policy);
    let missing: Vec<&str> = ["policy-access", "policy-infringing", "policy-reservations", "policy-page"]
        .into_iter()
        .filter(|list| !work.has(list, &text))
        .collect();
    if !missing.is_empty() {
        let field = if work.doc.kind.as_deref() == Some("training-summary") { "2.3.a" } else { "document" };
        let case = if signatory { "signatory" } else { "other" };
        work.say(field, case, &[("missing", work.terms(missing))]);
    }
}

fn exempt_and_systemic(work: &mut Work<'_>) {
    let known = work.known;
    if known.systemic == Some(true) && known.open_source == Some(true) && known.transparency_exempt == Some(true) {
        work.say("document", "both", &[]);
    }
}

fn complaints(work: &mut Work<'_>) {
    if !kind_is(work, &["copyright-policy"]) || work.partly_unread {
        return;
    }
    let text = whole_text(work.doc);
    if text.trim().is_empty() {
        return;
    }
    let reachable = text.contains('@') || text.contains("http") || work.doc.links.iter().any(|(l, _)| l.contains(':'));
    if !(reachable && work.has("policy-contact", &text)) {
        work.say("document", "contact", &[]);
    }
    if !(work.has("policy-complaint", &text)
        && work.has("policy-diligent", &text)
        && work.has("policy-reasonable", &text))
    {
        work.say("document", "handling", &[]);
    }
    if !(work.has("policy-unfounded", &text) && work.has("policy-identical", &text)) {
        work.say("document", "exceptions", &[]);
    }
}

fn signatory_register(work: &mut Work<'_>) {
    if !kind_is(work, &["training-summary"]) {
        return;
    }
    let answer = match work.yes_no("3.1.a") {
        YesNo::Yes => true,
        YesNo::No => false,
        _ => return,
    };
    if let Some(register) = work.known.signatory
        && register != answer
    {
        let word = |b: bool| work.term(if b { "yes" } else { "no" });
        work.say("3.1.a", "differs", &[("value", word(answer)), ("other", word(register))]);
    }
}
