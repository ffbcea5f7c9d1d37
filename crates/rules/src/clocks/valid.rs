//! Whether a history says what its kinds of events ask for: what is misspelt here would be a deadline that never shows.

use super::book::{Ask, AskKind, ClockBook};
use super::history::{Event, History, HistoryError};
use crate::periods::{Length, Moment};
use crate::toml_place::nearest;

/// Chapters of the Code of Practice, as in `provider.code_signed`.
pub const CHAPTERS: [&str; 3] = ["transparency", "copyright", "safety_security"];
/// How near a name must be to one that is asked for to be taken for a slip.
const SLIP: f64 = 0.92;

/// The first thing that is wrong with a history.
///
/// # Errors
/// With its line and the mend.
pub fn check(book: &ClockBook, history: &History) -> Result<(), HistoryError> {
    history.events.iter().try_for_each(|event| {
        check_event(book, event).map_err(|message| HistoryError { line: event.line.max(1), message })
    })
}

/// Whether an event says what its kind asks for.
///
/// # Errors
/// What is wrong, with the mend.
pub fn check_event(book: &ClockBook, event: &Event) -> Result<(), String> {
    let Some(def) = book.event(&event.kind) else {
        let near = nearest(&event.kind, book.events.iter().map(|e| e.kind.as_str()));
        let help = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        return Err(format!("unknown kind of event `{}`{help}", event.kind));
    };
    let record = def.kind.split_once('.').is_some_and(|(first, _)| !matches!(first, "event" | "deadline"));
    if record && event.id.is_empty() {
        return Err(format!("`{}` needs the `id` of its record", event.kind));
    }
    for ask in &def.asks {
        match event.get(&ask.name) {
            None if ask.needed => return Err(format!("`{}` needs `{}`", event.kind, ask.name)),
            None => {}
            Some(value) => fits(book, ask, value).map_err(|why| format!("`{}`: {why}", ask.name))?,
        }
    }
    for name in event.with.keys().filter(|name| !def.asks.iter().any(|ask| ask.name == **name)) {
        let missing = def.asks.iter().filter(|ask| event.get(&ask.name).is_none());
        let near = missing.map(|ask| (&ask.name, strsim::jaro_winkler(&ask.name, name))).find(|(_, like)| *like > SLIP);
        if let Some((meant, _)) = near {
            return Err(format!("unknown attribute `{name}` of `{}`; did you mean `{meant}`?", event.kind));
        }
    }
    Ok(())
}

fn fits(book: &ClockBook, ask: &Ask, value: &str) -> Result<(), String> {
    let of = |known: &[&str]| {
        let words = value.split(',').map(str::trim).filter(|word| !word.is_empty());
        match words.clone().find(|word| !known.contains(word)) {
            Some(word) => Err(format!("`{word}` is none of {}", known.join(", "))),
            None => Ok(()),
        }
    };
    match ask.kind {
        AskKind::Text | AskKind::Words => Ok(()),
        AskKind::Day | AskKind::Moment => Moment::parse(value).map(|_| ()).map_err(|error| error.to_string()),
        AskKind::YesNo => match value {
            "yes" | "no" | "true" | "false" | "unknown" => Ok(()),
            _ => Err(format!("`{value}` is not yes, no or unknown")),
        },
        AskKind::Length => match Length::parse(value) {
            Some(_) => Ok(()),
            None => Err(format!("`{value}` is no length such as 10 working_days, 2 weeks or P14D")),
        },
        AskKind::Classes => {
            let known = book.clocks.iter().flat_map(|clock| clock.classes.iter().map(|(class, _)| class.as_str()));
            of(&known.collect::<Vec<_>>())
        }
        AskKind::Chapters => of(&CHAPTERS),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::law::Law;

    fn refusal(line: &str) -> String {
        let law = Law::book().unwrap();
        let text = format!("{{\"format\":\"gpai-register-history/1\"}}\n{line}\n");
        let history = History::read(&text).unwrap();
        check(&law.clocks, &history).map_or_else(|error| error.to_string(), |()| "fits".to_owned())
    }

    #[test]
    fn what_would_hide_a_deadline_is_refused() {
        let fits = r#"{"on":"2026-10-15","do":"event.further-training","needs_update":true,"note":"x"}"#;
        assert_eq!(refusal(fits), "fits");
        let cases = [
            (r#"{"on":"2026-10-15","do":"incident.awaremodel","id":"I"}"#, "did you mean `incident.aware-model`"),
            (r#"{"on":"2026-10-15","do":"event.further-training","needs_updat":true}"#, "did you mean `needs_update`"),
            (r#"{"on":"2026-10-15","do":"event.most-capable"}"#, "needs `value`"),
            (r#"{"on":"2026-10-15","do":"event.most-capable","value":"maybe"}"#, "is not yes, no or unknown"),
            (r#"{"on":"2026-10-15","do":"incident.add","id":"I","classes":"deaths"}"#, "`deaths` is none of"),
            (r#"{"on":"2026-10-15","do":"incident.add"}"#, "needs the `id`"),
            (r#"{"on":"2026-10-15","do":"request.add","id":"R","from":"nca","within":"soon"}"#, "is no length"),
            (r#"{"on":"2026-10-15","do":"event.code-signed","chapters":"safety"}"#, "is none of transparency"),
            (r#"{"on":"2026-10-15","do":"incident.aware-model","id":"I","corrects":"no"}"#, "fits"),
        ];
        for (line, wanted) in cases {
            assert!(refusal(line).contains(wanted), "{line}: {}", refusal(line));
        }
    }
}
