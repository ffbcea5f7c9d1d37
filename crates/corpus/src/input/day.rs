//! Days of collection, as data writes them: `2023-04-25T12:57:54Z`, `20230425125754`, seconds or milliseconds since 1970.

use std::fmt::Write as _;

use jiff::civil::Date;

/// Days since 1970 of a calendar day.
#[must_use]
pub fn of(year: i16, month: i8, day: i8) -> Option<i32> {
    let date = Date::new(year, month, day).ok()?;
    let start = Date::new(1970, 1, 1).ok()?;
    start.until(date).ok().map(|span| span.get_days())
}

/// The calendar day.
#[must_use]
pub fn date(day: i32) -> Option<Date> {
    Date::new(1970, 1, 1).ok()?.checked_add(jiff::Span::new().try_days(day).ok()?).ok()
}

/// What a text says. Years before 1980 and after 2200 are mistakes of a program, not days of collection.
#[must_use]
pub fn read(text: &str) -> Option<i32> {
    let text = text.trim();
    let digits = |from: usize, to: usize| text.get(from..to).filter(|t| t.bytes().all(|b| b.is_ascii_digit()));
    let (year, month, day) = match text.as_bytes() {
        [_, _, _, _, b'-' | b'/', _, _, b'-' | b'/', _, _, ..] => (digits(0, 4)?, digits(5, 7)?, digits(8, 10)?),
        _ if (text.len() == 8 || text.len() == 14) && digits(0, text.len()).is_some() => {
            (digits(0, 4)?, digits(4, 6)?, digits(6, 8)?)
        }
        _ => return text.parse::<i64>().ok().and_then(epoch),
    };
    let year: i16 = year.parse().ok()?;
    if !(1980..=2200).contains(&year) {
        return None;
    }
    of(year, month.parse().ok()?, day.parse().ok()?)
}

/// What a number says: seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their size.
#[must_use]
pub fn epoch(number: i64) -> Option<i32> {
    // 1980-01-01 and 2200-01-01 in seconds.
    const FROM: i64 = 315_532_800;
    const TO: i64 = 7_258_118_400;
    [1, 1_000, 1_000_000, 1_000_000_000]
        .into_iter()
        .map(|unit| number / unit)
        .find(|seconds| (FROM..TO).contains(seconds))
        .and_then(|seconds| i32::try_from(seconds / 86_400).ok())
}

/// `YYYY-MM` of a day.
pub fn push_month(day: i32, out: &mut String) {
    if let Some(date) = date(day) {
        let _ = write!(out, "{:04}-{:02}", date.year(), date.month());
    }
}

/// `YYYY-MM-DD` of a day.
#[must_use]
pub fn text(day: i64) -> Option<String> {
    let date = date(i32::try_from(day).ok()?)?;
    Some(format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()))
}

#[cfg(test)]
mod tests {
    use super::{epoch, read, text};

    #[test]
    fn days_as_data_writes_them() {
        for (given, day) in [
            ("2019-04-25T12:57:54Z", Some("2019-04-25")),
            ("2019/04/25", Some("2019-04-25")),
            ("20190425125754", Some("2019-04-25")),
            ("20190425", Some("2019-04-25")),
            ("1556197074", Some("2019-04-25")),
            ("1556197074000", Some("2019-04-25")),
            ("2019-02-30", None),
            ("2019", None),
            ("yesterday", None),
            ("0001-01-01T00:00:00Z", None),
            ("", None),
        ] {
            assert_eq!(read(given).and_then(|d| text(d.into())).as_deref(), day, "{given}");
        }
        assert_eq!(epoch(12), None);
    }
}
