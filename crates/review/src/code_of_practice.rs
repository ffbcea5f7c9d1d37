//! Rules on the other documents of the Code of Practice, on registers and across documents (COP-R1 to COP-R18, as far as a
//! program can tell).

use super::amounts::Period;
use super::context::Confirmed;
use super::work::{Check, Said, Work, YesNo, same};
use gpai_forms::lexicon::words::plain;
use gpai_forms::reading::{Reading, State};
use gpai_forms::template::{Field, Required};

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
    ("COP-R18", pages_refused),
];

fn kind_is(work: &Work<'_>, kinds: &[&str]) -> bool {
    work.doc.kind.as_deref().is_some_and(|k| kinds.contains(&k))
}

/// Everything a document says, for looking in.
pub(super) fn whole_text(doc: &Reading) -> String {
    let fields: Vec<&str> = doc.fields.values().map(|f| f.text.as_str()).collect();
    plain(&format!("{}\n{}", doc.text.join("\n"), fields.join("\n")))
}

/// Framework not confirmed in time.
fn framework_confirmed(work: &mut Work<'_>) {
    if !kind_is(work, &["safety-framework"]) {
        return;
    }
    // Some weeks after the notification and some before placing on the market: the earlier day binds.
    let amounts = &work.book.amounts;
    let after = work.known.notified.and_then(|day| amounts.framework_after_notification.after(day));
    let before = work.known.placed.and_then(|day| amounts.framework_before_placing.before(day));
    let Some(due) = [after, before].into_iter().flatten().min() else { return };
    match work.known.framework_confirmed {
        Some(Confirmed::On(confirmed)) if confirmed > due => {
            work.say("document", "late", &[("due", same(due.to_string())), ("value", same(confirmed.to_string()))]);
        }
        Some(Confirmed::NotYet) if work.known.today.is_some_and(|today| today > due) => {
            work.say("document", "late", &[("due", same(due.to_string())), ("value", work.term("unconfirmed"))]);
        }
        _ => {}
    }
}

/// Framework or Model Report without version, date or changelog.
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

/// Specified systemic risk missing.
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

/// Incident report incomplete.
fn incident_items(work: &mut Work<'_>) {
    if !kind_is(work, &["incident-report"]) || work.partly_unread {
        return;
    }
    // The last items are due from the intermediate report on; which report it is, only the provider's own record says.
    let stage = plain(&work.text("stage"));
    let options = work.template.field("stage").map_or(&[][..], |f| f.options.as_slice());
    let later = options.iter().skip(1).any(|o| plain(&o.label) == stage);
    let listed = |f: &&Field| f.rules.iter().any(|rule| rule == "COP-R9");
    let asked = |f: &&Field| !f.is_own() && listed(f) && (later || f.required == Required::Mandatory);
    let asked: Vec<String> = work.template.fields.iter().filter(asked).map(|f| f.id.clone()).collect();
    for id in asked {
        // `Not yet known` is an answer of its own, and so text.
        if matches!(work.said(&id), Said::Absent | Said::Blank) {
            work.say(&id, "missing", &[("label", work.label(&id))]);
        }
    }
}

/// Model Report older than six months.
fn report_overdue(work: &mut Work<'_>) {
    overdue(work, "model-report", work.known.last_report, &work.book.amounts.report_update);
}

/// Framework not assessed for twelve months.
fn assessment_overdue(work: &mut Work<'_>) {
    overdue(work, "safety-framework", work.known.framework_assessed, &work.book.amounts.framework_assessment);
}

fn overdue(work: &mut Work<'_>, kind: &str, last: Option<jiff::civil::Date>, interval: &Period) {
    let (Some(last), Some(today)) = (last, work.known.today) else { return };
    let Some(due) = interval.after(last) else { return };
    if kind_is(work, &[kind]) && today > due {
        work.say("document", "overdue", &[("value", same(last.to_string())), ("due", same(due.to_string()))]);
    }
}

/// Crawling declared, but the policy is silent on it.
fn policy_on_crawling(work: &mut Work<'_>) {
    let (summary, policy) = match work.doc.kind.as_deref() {
        Some("training-summary") => (Some(work.doc), work.known.copyright_policy),
        Some("copyright-policy") => (work.known.summary, Some(work.doc)),
        _ => return,
    };
    let (Some(summary), Some(policy)) = (summary, policy) else { return };
    if unfinished(work, policy) {
        return;
    }
    let of_summary = work.over(summary);
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

/// Whether a policy has questions that are not answered yet, or parts that could not be read: there it may still speak of
/// what it seems silent on.
fn unfinished(work: &Work<'_>, policy: &Reading) -> bool {
    let form = work.book.template("copyright-policy");
    let optional = |id: &str| form.and_then(|f| f.field(id)).is_some_and(|f| f.required == Required::Optional);
    !policy.unread.is_empty() || policy.fields.iter().any(|(id, f)| f.state != State::Read && !optional(id))
}

/// Open-source exemption claimed with systemic risk.
fn exempt_and_systemic(work: &mut Work<'_>) {
    let known = work.known;
    let called_open = [known.open_source, known.open_licence].contains(&Some(true));
    if known.systemic == Some(true) && called_open && known.transparency_exempt == Some(true) {
        work.say("document", "both", &[]);
    }
}

/// Copyright policy without contact point or complaint wording.
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

/// The policy says that robots.txt is followed, and the record shows pages that it refused.
fn pages_refused(work: &mut Work<'_>) {
    if !kind_is(work, &["copyright-policy"]) {
        return;
    }
    let (Some(total), Some(count)) = (work.known.crawled_pages, work.known.refused_pages) else { return };
    if count == 0 || total == 0 || !work.has("robots", &whole_text(work.doc)) {
        return;
    }
    let share = tenths(count, total);
    let details = [("count", same(count.to_string())), ("total", same(total.to_string())), ("share", same(share))];
    work.say("document", "refused", &details);
}

/// A share in per cent with one decimal, rounded; of what is not nothing never 0.0.
fn tenths(count: u64, total: u64) -> String {
    let (count, total) = (u128::from(count), u128::from(total).max(1));
    let tenths = ((count * 1000 + total / 2) / total).max(u128::from(count > 0));
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Signatory status contradicts the register.
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
