//! What a register knows that rules on documents ask for from outside the document: days of the Framework and of reports, further
//! training, where the summary stands.

use gpai_review::Context;
use gpai_review::context::Confirmed;
use gpai_rules::clocks::history::{Event, History};
use jiff::civil::Date;

/// The clock whose waiver says that an exception from the six months was recorded.
const SIX_MONTHS: &str = "model-report-six-months";

/// Adds what the events up to a day say of a model, where nothing else said it.
pub fn fill(context: &mut Context<'_>, history: &History, model: &str, on: Date) {
    let ours = |event: &&Event| {
        event.get("model").is_none_or(|name| name == "model" || name.to_lowercase() == model.to_lowercase())
    };
    let mut events: Vec<&Event> = history.events.iter().filter(|e| e.on.brussels_day() <= on).collect();
    events.sort_by_key(|e| (e.on.brussels_day(), e.line));
    // The Framework is the provider's; all else is of one model.
    let of_provider = |kind: &str| events.iter().copied().filter(|e| e.kind == kind).collect::<Vec<_>>();
    let of = |kind: &str| of_provider(kind).into_iter().filter(ours).collect::<Vec<_>>();
    let day = |event: &Event| event.on.brussels_day();

    let confirmed = of_provider("event.framework-confirmed").first().map(|e| Confirmed::On(day(e)));
    context.framework_confirmed = context.framework_confirmed.or(confirmed);
    let assessed = of_provider("event.framework-assessed").last().map(|e| day(e));
    context.framework_assessed = context.framework_assessed.or(assessed);
    context.last_report = context.last_report.or_else(|| {
        let capable = of("event.most-capable").last().and_then(|e| e.flag("value")) == Some(true);
        let last = of("event.report-sent").last().map(|e| day(e)).filter(|_| capable)?;
        let waived = of_provider("deadline.waive").iter().any(|e| {
            let deadline = e.get("deadline").unwrap_or_default();
            deadline.starts_with(SIX_MONTHS) && day(e) >= last
        });
        (!waived).then_some(last)
    });

    let published = of("event.summary-published");
    let since = published.last().copied();
    // What was trained on the day of a publication counts as after it only where it was recorded after it.
    let after = |event: &Event| since.is_none_or(|mark| (day(event), event.line) > (day(mark), mark.line));
    let training = of("event.further-training");
    let later: Vec<&Event> = training.into_iter().filter(|e| after(e)).collect();
    let needs = |e: &Event| e.flag("needs_update").or(e.flag("material").filter(|yes| *yes));
    context.further_training = context.further_training.or_else(|| {
        if later.iter().any(|e| needs(e) == Some(true)) {
            return Some(true);
        }
        (!later.is_empty() && later.iter().all(|e| needs(e) == Some(false))).then_some(false)
    });
    let material = later.iter().rfind(|e| e.flag("material") == Some(true)).map(|e| day(e));
    context.material_change = context.material_change.or(material);
    if let Some(last) = since {
        context.on_website = context.on_website.or(last.flag("website"));
        if context.summary_at.is_none() && last.get("channels").is_some() {
            context.summary_at = Some(last.words("channels").map(str::to_owned).collect());
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn filled(lines: &str, on: &str) -> Context<'static> {
        let history = History::read(&format!("{{\"format\":\"gpai-register-history/1\"}}\n{lines}")).unwrap();
        let mut context = Context::default();
        fill(&mut context, &history, "Corvid-2", on.parse().unwrap());
        context
    }

    fn day(text: &str) -> Option<Date> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn events_say_what_rules_ask_for() {
        let lines = r#"{"on":"2026-03-10","do":"event.framework-confirmed","version":"1.0"}
{"on":"2026-04-01","do":"event.framework-confirmed","version":"1.1"}
{"on":"2026-11-18","do":"event.framework-assessed"}
{"on":"2026-05-18","do":"event.most-capable","value":true}
{"on":"2026-05-18","do":"event.report-sent","version":"1.0"}
{"on":"2026-09-01","do":"event.summary-published","website":true,"channels":["api"]}
{"on":"2026-09-01","do":"event.further-training","model":"Corvid-1","needs_update":true}
{"on":"2026-10-15","do":"event.further-training","needs_update":true,"material":true}
"#;
        let known = filled(lines, "2026-12-01");
        assert_eq!(known.framework_confirmed, day("2026-03-10").map(Confirmed::On));
        assert_eq!((known.framework_assessed, known.last_report), (day("2026-11-18"), day("2026-05-18")));
        assert_eq!((known.further_training, known.material_change), (Some(true), day("2026-10-15")));
        assert_eq!((known.on_website, known.summary_at), (Some(true), Some(vec!["api".to_owned()])));
        // What had not happened yet is not known.
        let before = filled(lines, "2026-10-01");
        assert_eq!((before.further_training, before.framework_assessed), (None, None));
    }

    #[test]
    fn silence_and_exceptions_leave_it_unknown() {
        let known = filled("{\"on\":\"2026-05-18\",\"do\":\"event.report-sent\"}\n", "2026-12-01");
        assert_eq!((known.last_report, known.further_training), (None, None));
        let waived = r#"{"on":"2026-05-18","do":"event.most-capable","value":true}
{"on":"2026-05-18","do":"event.report-sent"}
{"on":"2026-11-10","do":"deadline.waive","deadline":"model-report-six-months/model/2026-05-18","ground":"unchanged"}
"#;
        assert_eq!(filled(waived, "2026-12-01").last_report, None);
        let open = "{\"on\":\"2026-06-01\",\"do\":\"event.further-training\"}\n";
        assert_eq!(filled(open, "2026-12-01").further_training, None);
    }
}
