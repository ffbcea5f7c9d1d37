//! Deadlines as a calendar (RFC 5545). The day is the target; the same deadline keeps its UID, so that it moves instead of doubling;
//! what is over is cancelled, so that calendars take it out. Nothing in it is the time of writing: same input, same bytes.

use std::fmt::Write as _;

use gpai_rules::clocks::book::ClockForce;
use gpai_rules::clocks::deadline::{Deadline, State};
use gpai_rules::law::Language;
use gpai_rules::periods::Moment;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::View;

/// The most octets of a line, without its end.
const WIDTH: usize = 75;
/// For how many days a deadline that is over is still sent, so that calendars take it out.
const CANCELLED: i32 = 90;
/// The namespace of our ids.
const NAMESPACE: &str = "https://github.com/gpai-tools/gpai/export/1";

/// The whole calendar.
pub fn write(view: &View<'_>) -> String {
    let mut out = String::new();
    for (name, value) in [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//gpai//deadlines 1//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ] {
        line(&mut out, &format!("{name}:{value}"));
    }
    line(&mut out, &format!("X-WR-CALNAME:{}", text(&format!("EU AI Act: {}", view.model))));
    for deadline in view.rows_since(CANCELLED) {
        if let Some(day) = deadline.days.target.or(deadline.days.safe_from) {
            event(view, deadline, day, &mut out);
        }
    }
    if view.with_retention {
        retention(view, &mut out);
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn event(view: &View<'_>, d: &Deadline, day: Date, out: &mut String) {
    let cancelled = d.state.is_over();
    let stamp = d.changed.as_ref().map_or_else(|| midnight(view.on), |at| utc(at, view.on));
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{}@gpai", uid(view, &d.id)));
    line(out, &format!("DTSTAMP:{stamp}"));
    if view.deadlines.recorded {
        line(out, &format!("LAST-MODIFIED:{stamp}"));
        // Of what is over, its end is one more change.
        line(out, &format!("SEQUENCE:{}", d.changes + usize::from(cancelled)));
    }
    dates(day, out);
    let what = d.what.get(view.language);
    let subject =
        if matches!(d.subject.as_str(), "model" | "provider") { String::new() } else { format!(" ({})", d.subject) };
    let summary = text(&format!("{what}{subject}"));
    line(out, &format!("SUMMARY:{summary}"));
    line(out, &format!("DESCRIPTION:{}", text(&description(view, d))));
    line(out, if cancelled { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
    tail(out);
    if !cancelled && d.force != ClockForce::Practice && d.state != State::Missed {
        for before in view.alarms {
            line(out, "BEGIN:VALARM");
            line(out, "ACTION:DISPLAY");
            line(out, &format!("DESCRIPTION:{summary}"));
            line(out, &format!("TRIGGER:-P{before}D"));
            line(out, "END:VALARM");
        }
    }
    line(out, "END:VEVENT");
}

fn description(view: &View<'_>, d: &Deadline) -> String {
    let day = |day: Option<Date>| day.map_or_else(|| "–".to_owned(), |day| day.to_string());
    let mut out = String::new();
    let zh = view.language == Language::Chinese;
    let days = &d.days;
    let _ = match (days.due, zh) {
        (None, false) => write!(out, "From {}, safe from {}.", day(days.from), day(days.safe_from)),
        (None, true) => write!(out, "自 {} 起，{} 起稳妥。", day(days.from), day(days.safe_from)),
        (due, false) => write!(out, "Target {}, due {}, 24:00 in Brussels.", day(days.target), day(due)),
        (due, true) => write!(out, "目标日 {}，到期日 {}，布鲁塞尔时间 24:00。", day(days.target), day(due)),
    };
    if days.outer.is_some() {
        let _ = match zh {
            false => write!(out, " By analogy {}.", day(days.outer)),
            true => write!(out, "类推至 {}。", day(days.outer)),
        };
    }
    let (id, cites, on, model) = (&d.id, d.cites.join(", "), view.on, view.model);
    let _ = match zh {
        false => write!(out, "\n{id}\n{model}. Source: {cites}. As known on {on}; not legal advice."),
        true => write!(out, "\n{id}\n{model}。依据：{cites}。截至 {on}；不构成法律意见。"),
    };
    out
}

fn retention(view: &View<'_>, out: &mut String) {
    for keep in &view.deadlines.keep {
        let Some(day) = keep.until else { continue };
        line(out, "BEGIN:VEVENT");
        line(out, &format!("UID:{}@gpai", uid(view, &format!("keep/{}", keep.subject))));
        line(out, &format!("DTSTAMP:{}", midnight(view.on)));
        dates(day, out);
        let summary = match view.language {
            Language::English => format!("Keep until this day: {}", keep.subject),
            Language::Chinese => format!("保存至此日：{}", keep.subject),
        };
        line(out, &format!("SUMMARY:{}", text(&summary)));
        line(out, &format!("DESCRIPTION:{}", text(&format!("{}. {}", view.model, keep.cites.join(", ")))));
        tail(out);
        line(out, "END:VEVENT");
    }
}

/// A whole day; its end is the day after, which does not belong to it.
fn dates(day: Date, out: &mut String) {
    let plain = |day: Date| day.to_string().replace('-', "");
    line(out, &format!("DTSTART;VALUE=DATE:{}", plain(day)));
    line(out, &format!("DTEND;VALUE=DATE:{}", plain(day.tomorrow().unwrap_or(day))));
}

fn tail(out: &mut String) {
    for fixed in ["CATEGORIES:EU AI Act", "TRANSP:TRANSPARENT", "CLASS:CONFIDENTIAL"] {
        line(out, fixed);
    }
}

/// The same for the life of the register: from its id, or from the model's name where there is none.
fn uid(view: &View<'_>, id: &str) -> Uuid {
    let namespace = Uuid::new_v5(&Uuid::NAMESPACE_URL, NAMESPACE.as_bytes());
    let of = if view.register.id.is_empty() { view.model } else { view.register.id };
    Uuid::new_v5(&namespace, format!("{of}\n{id}").as_bytes())
}

fn midnight(day: Date) -> String {
    format!("{}T000000Z", day.to_string().replace('-', ""))
}

/// A moment as it was written, in UTC; a bare day at midnight.
fn utc(written: &str, or: Date) -> String {
    let Ok(moment) = Moment::parse(written) else { return midnight(or) };
    match moment.instant() {
        Some(instant) => {
            let time = TimeZone::UTC.to_datetime(instant);
            format!(
                "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
                time.year(),
                time.month(),
                time.day(),
                time.hour(),
                time.minute(),
                time.second()
            )
        }
        None => midnight(moment.local_day()),
    }
}

/// A text with what would end it escaped; other control characters become blanks.
fn text(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A line, folded at 75 octets and never within a character.
fn line(out: &mut String, text: &str) {
    let mut width = 0;
    for c in text.chars() {
        if width + c.len_utf8() > WIDTH {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn lines_are_folded_at_octets_and_texts_escaped() {
        let mut out = String::new();
        line(&mut out, &format!("SUMMARY:{}", text(&"更新训练内容摘要；a,b;c\\d\ne".repeat(6))));
        assert!(out.split("\r\n").all(|l| l.len() <= WIDTH), "{out}");
        let unfolded = out.replace("\r\n ", "");
        assert!(
            unfolded.strip_prefix("SUMMARY:").unwrap().starts_with("更新训练内容摘要；a\\,b\\;c\\\\d\\ne更新"),
            "{unfolded}"
        );
        assert_eq!(text("a\u{7}b\r"), "a b ");
    }

    #[test]
    fn times_are_those_of_the_register_in_utc() {
        let day = Date::constant(2026, 11, 30);
        assert_eq!(utc("2026-09-07T17:00:00+02:00", day), "20260907T150000Z");
        assert_eq!(utc("2026-09-07", day), "20260907T000000Z");
        assert_eq!(utc("never", day), "20261130T000000Z");
    }
}
