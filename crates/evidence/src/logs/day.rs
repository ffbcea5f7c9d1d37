//! Days and moments of logs: seconds since 1970, texts with and without an offset, days in the names of files. What is no date,
//! such as the counter of a process, is none.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Before 2015 none of the tools existed; a counter of seconds since the start of a process lies below.
const FIRST: i64 = 1_420_070_400;
/// The year 2100.
const LAST: i64 = 4_102_444_800;

/// The day in UTC of seconds since 1970 (`1768964383.8593218`).
pub fn of_epoch(text: &str) -> Option<String> {
    let seconds = super::score::plain(text);
    let whole: i64 = seconds.split('.').next()?.parse().ok()?;
    let moment = Timestamp::from_second(whole).ok().filter(|_| (FIRST..LAST).contains(&whole))?;
    Some(TimeZone::UTC.to_datetime(moment).date().to_string())
}

/// The moment in UTC of seconds since 1970.
pub fn moment_of_epoch(seconds: i64) -> Option<String> {
    let moment = Timestamp::from_second(seconds).ok().filter(|_| (FIRST..LAST).contains(&seconds))?;
    Some(moment.to_string())
}

/// The day in UTC of a text: with its offset; without one it is taken as UTC; a day alone is a day.
pub fn of_text(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() < 10 {
        return None;
    }
    if text.len() == 10 {
        return text.parse::<Date>().ok().map(|d| d.to_string());
    }
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(TimeZone::UTC.to_datetime(moment).date().to_string());
    }
    text.parse::<DateTime>().ok().map(|d| d.date().to_string())
}

/// The moment in UTC of a text, to the second; without an offset it is taken as UTC.
pub fn moment(text: &str) -> Option<String> {
    let text = text.trim();
    let moment = match text.parse::<Timestamp>() {
        Ok(moment) => moment,
        Err(_) => TimeZone::UTC.to_timestamp(text.parse::<DateTime>().ok()?).ok()?,
    };
    moment_of_epoch(moment.as_second())
}

/// Milliseconds of a clock without a zone, for comparison with one another alone.
pub fn milliseconds(text: &str) -> Option<i64> {
    let text = text.trim();
    let moment = match text.parse::<DateTime>() {
        Ok(clock) => TimeZone::UTC.to_timestamp(clock).ok()?,
        Err(_) => text.parse::<Timestamp>().ok()?,
    };
    Some(moment.as_millisecond())
}

/// The day in the name of a file: `results_2026-08-10T17-22-11.385681.json`.
pub fn of_name(name: &str) -> Option<String> {
    name.match_indices('T')
        .find_map(|(at, _)| name.get(at.checked_sub(10)?..at)?.parse::<Date>().ok().map(|d| d.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_from_counters() {
        assert_eq!(of_epoch("1768964383.8593218").as_deref(), Some("2026-01-21"));
        assert_eq!(of_epoch("1.7689643838593218e+09").as_deref(), Some("2026-01-21"));
        for counter in ["3391296.96253277", "208188.2", "-1", "1e30", "x", ""] {
            assert_eq!(of_epoch(counter), None, "{counter}");
        }
        assert_eq!(of_text("2025-05-12T20:28:13-04:00").as_deref(), Some("2025-05-13"));
        assert_eq!(of_text("2024-05-05T07:59:35").as_deref(), Some("2024-05-05"));
        assert_eq!(of_text("2026-10-05").as_deref(), Some("2026-10-05"));
        assert_eq!(of_text("2026-10-05T08:15:30Z").as_deref(), Some("2026-10-05"));
        assert_eq!(of_text("yesterday at noon"), None);
        assert_eq!(of_name("results_2026-08-10T17-22-11.385681.json").as_deref(), Some("2026-08-10"));
        assert_eq!(of_name("Test_results.json"), None);
        assert_eq!(moment("2026-03-02T10:15:00.000000Z").as_deref(), Some("2026-03-02T10:15:00Z"));
        assert_eq!(moment("2026-11-30T19:28:44.989571").as_deref(), Some("2026-11-30T19:28:44Z"));
    }
}
