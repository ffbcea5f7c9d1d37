//! When something happened: a stamp with its offset, or a bare day; and which civil day that is in Brussels and where it was
//! written. Days of clocks whose addressee is the Commission are Brussels days (CET and CEST).

use std::fmt;
use std::sync::OnceLock;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::toml_place::parse_date;

/// The rule of Central European Time as it has stood since 1996: summer time from the last Sunday of March to that of October.
const BRUSSELS: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

/// A moment as it was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    written: String,
    local: Date,
    instant: Option<Timestamp>,
}

/// Why a text is no moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MomentError {
    /// A time without an offset: the same words are two days in two places.
    #[error("a time of day needs its offset, such as 2026-09-04T09:12:00+02:00 or 2026-09-04T07:12:00Z")]
    NoOffset,
    /// Anything else.
    #[error("expected a day such as 2026-09-04 or a time with its offset such as 2026-09-04T09:12:00+02:00")]
    Shape,
}

impl Moment {
    /// Reads `2026-09-04`, or a stamp of RFC 3339, whose seconds may be left out.
    ///
    /// # Errors
    /// See [`MomentError`].
    pub fn parse(text: &str) -> Result<Moment, MomentError> {
        if let Some(day) = parse_date(text) {
            return Ok(Moment { written: text.to_owned(), local: day, instant: None });
        }
        let (day, rest) = text.split_at_checked(10).ok_or(MomentError::Shape)?;
        let local = parse_date(day).ok_or(MomentError::Shape)?;
        let rest = rest.strip_prefix(['T', 't', ' ']).ok_or(MomentError::Shape)?;
        let end = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
        let (clock, offset) = rest.split_at_checked(end).ok_or(MomentError::Shape)?;
        let time = time(clock).ok_or(MomentError::Shape)?;
        let seconds = match offset {
            "" => return Err(MomentError::NoOffset),
            "Z" | "z" => 0,
            _ => shift(offset).ok_or(MomentError::Shape)?,
        };
        let offset = jiff::tz::Offset::from_seconds(seconds).map_err(|_| MomentError::Shape)?;
        let instant = offset.to_timestamp(local.to_datetime(time)).map_err(|_| MomentError::Shape)?;
        Ok(Moment { written: text.to_owned(), local, instant: Some(instant) })
    }

    /// A whole day, taken as one of Brussels.
    pub fn day(day: Date) -> Moment {
        Moment { written: day.to_string(), local: day, instant: None }
    }

    /// The day as it was written.
    pub fn local_day(&self) -> Date {
        self.local
    }

    /// The day in Brussels; a bare day is taken as one.
    pub fn brussels_day(&self) -> Date {
        match (self.instant, brussels()) {
            (Some(instant), Some(zone)) => zone.to_datetime(instant).date(),
            _ => self.local,
        }
    }

    /// The day in another zone; a bare day stays what it is.
    pub fn day_in(&self, zone: &TimeZone) -> Date {
        self.instant.map_or(self.local, |instant| zone.to_datetime(instant).date())
    }

    /// The earlier of the day as it was written and that in Brussels: from it a strict count runs.
    pub fn earlier_day(&self) -> Date {
        self.local.min(self.brussels_day())
    }

    /// The instant, where a time of day was written.
    pub fn instant(&self) -> Option<Timestamp> {
        self.instant
    }
}

/// As it was written.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// The zone of Brussels; `None` never happens, since its rule above is well formed (`tests`).
pub fn brussels() -> Option<TimeZone> {
    static ZONE: OnceLock<Option<TimeZone>> = OnceLock::new();
    ZONE.get_or_init(|| TimeZone::posix(BRUSSELS).ok()).clone()
}

/// `09:12`, `09:12:00`, `09:12:00.123`; a leap second is the last second before it.
fn time(text: &str) -> Option<Time> {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, part)| (whole, Some(part)));
    let mut parts = whole.split(':').map(|part| {
        let two = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        two.then(|| part.parse::<i8>().ok()).flatten()
    });
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = match parts.next() {
        Some(second) => second?,
        None if fraction.is_some() => return None,
        None => 0,
    };
    if parts.next().is_some() {
        return None;
    }
    let nanosecond = match fraction {
        None => 0,
        Some(digits) if (1..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) => {
            format!("{digits:0<9}").parse::<i32>().ok()?
        }
        Some(_) => return None,
    };
    Time::new(hour, minute, if second == 60 { 59 } else { second }, nanosecond).ok()
}

/// `+02:00` in seconds.
fn shift(text: &str) -> Option<i32> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let two = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    if !two(hours) || !two(minutes) {
        return None;
    }
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 23 && minutes <= 59).then_some(sign * (hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn days(text: &str) -> (String, String) {
        let moment = Moment::parse(text).unwrap();
        (moment.local_day().to_string(), moment.brussels_day().to_string())
    }

    fn both(local: &str, brussels: &str) -> (String, String) {
        (local.to_owned(), brussels.to_owned())
    }

    #[test]
    fn a_stamp_is_a_day_where_it_was_written_and_one_in_brussels() {
        assert_eq!(days("2026-09-03T18:30-07:00"), both("2026-09-03", "2026-09-04"));
        assert_eq!(days("2026-09-05T06:30:00+09:00"), both("2026-09-05", "2026-09-04"));
        assert_eq!(days("2026-12-31T23:30:00Z"), both("2026-12-31", "2027-01-01"));
        // Summer time begins on the last Sunday of March at one o'clock UTC and ends on that of October.
        assert_eq!(days("2026-03-28T22:59:59Z"), both("2026-03-28", "2026-03-28"));
        assert_eq!(days("2026-03-28T23:00:00Z"), both("2026-03-28", "2026-03-29"));
        assert_eq!(days("2026-03-29T21:59:59Z"), both("2026-03-29", "2026-03-29"));
        assert_eq!(days("2026-03-29T22:00:00Z"), both("2026-03-29", "2026-03-30"));
        assert_eq!(days("2026-10-24T22:00:00Z"), both("2026-10-24", "2026-10-25"));
        assert_eq!(days("2026-10-25T22:30:00Z"), both("2026-10-25", "2026-10-25"));
        assert_eq!(days("2026-10-25T23:00:00Z"), both("2026-10-25", "2026-10-26"));
    }

    #[test]
    fn a_bare_day_is_one_of_brussels() {
        assert_eq!(days("2026-09-04"), both("2026-09-04", "2026-09-04"));
        assert_eq!(Moment::parse("2026-09-04").unwrap().instant(), None);
        assert_eq!(Moment::parse("2026-09-04T10:00:00.5+02:00").unwrap().to_string(), "2026-09-04T10:00:00.5+02:00");
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        assert_eq!(Moment::parse("2026-09-04T10:00:00"), Err(MomentError::NoOffset));
        for text in [
            "",
            "2026-13-01",
            "2026-02-29",
            "4 Sep 2026",
            "2026-09-04T",
            "2026-09-04T25:00:00Z",
            "2026-09-04T10:00:00+2",
            "2026-09-04T10:00:00+25:00",
            "2026-09-04T10:00:00+02:00x",
            "2026-09-04T1:00:00Z",
            "2026-09-04T10:00.5Z",
            "2026-09-04é0:00:00Z",
            "２０２６-09-04",
        ] {
            assert_eq!(Moment::parse(text), Err(MomentError::Shape), "{text}");
        }
    }
}
