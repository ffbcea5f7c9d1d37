//! The arithmetic of periods against an independent one: every day is walked singly, with its own calendar, without the library's
//! arithmetic on dates; and worked dates of our own.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;

use gpai_rules::law::Law;
use gpai_rules::periods::calendar::COMMISSION;
use gpai_rules::periods::{Calendar, Length, Moment, Places, Regime, Unit, count};
use jiff::civil::Date;

/// A day by year, month and day, walked one by one.
type Day = (i32, u32, u32);

fn days_in(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn next((year, month, day): Day) -> Day {
    if day < days_in(year, month) {
        (year, month, day + 1)
    } else if month < 12 {
        (year, month + 1, 1)
    } else {
        (year + 1, 1, 1)
    }
}

/// Sakamoto's rule: 0 is Sunday.
fn weekday((year, month, day): Day) -> i32 {
    const SHIFT: [i32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    let year = if month < 3 { year - 1 } else { year };
    let shift = SHIFT[usize::try_from(month).unwrap() - 1];
    (year + year / 4 - year / 100 + year / 400 + shift + i32::try_from(day).unwrap()) % 7
}

fn text((year, month, day): Day) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

fn parse(date: &str) -> Day {
    let mut parts = date.split('-').map(|part| part.parse::<u32>().unwrap());
    let (year, month, day) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
    (i32::try_from(year).unwrap(), month, day)
}

struct Naive {
    holidays: BTreeSet<String>,
}

impl Naive {
    fn works(&self, day: Day) -> bool {
        !matches!(weekday(day), 0 | 6) && !self.holidays.contains(&text(day))
    }

    fn raw(&self, from: Day, count: u32, unit: Unit) -> Day {
        let mut at = from;
        match unit {
            Unit::Days => (0..count).for_each(|_| at = next(at)),
            Unit::Weeks => (0..count * 7).for_each(|_| at = next(at)),
            Unit::Months | Unit::Years => {
                let months = if unit == Unit::Years { count * 12 } else { count };
                // Walk to the month, then to the day or the month's last.
                let (mut year, mut month) = (from.0, from.1);
                for _ in 0..months {
                    (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
                }
                at = (year, month, from.2.min(days_in(year, month)));
            }
            Unit::WorkingDays => {
                let mut left = count;
                while left > 0 {
                    at = next(at);
                    if self.works(at) {
                        left -= 1;
                    }
                }
            }
        }
        at
    }

    /// Articles 3(4) and 3(5) by walking from the event: the first working day from the end on by which two are over.
    fn regulation(&self, from: Day, count: u32, unit: Unit) -> Day {
        let end = self.raw(from, count, unit);
        let single = count == 1 && matches!(unit, Unit::Days | Unit::WorkingDays);
        let (mut at, mut worked) = (from, 0);
        loop {
            at = next(at);
            let works = self.works(at);
            worked += i32::from(works);
            if text(at) >= text(end) && works && (worked >= 2 || single) {
                return at;
            }
        }
    }
}

#[test]
fn a_walk_through_the_calendar_gives_the_same_days() {
    let law = Law::book().unwrap();
    let commission = law.clocks.calendars.get(COMMISSION).unwrap();
    let own = Calendar::weekends();
    let places = Places { commission, own: &own, zone: None };
    let naive = Naive { holidays: commission.holidays().map(|(day, _)| day.to_string()).collect() };
    let plain = Naive { holidays: BTreeSet::new() };
    let lengths: Vec<(u32, Unit)> = [1, 2, 3, 5, 10, 14, 15, 30, 60]
        .map(|n| (n, Unit::Days))
        .into_iter()
        .chain([1, 2, 4].map(|n| (n, Unit::Weeks)))
        .chain([1, 3, 6, 12].map(|n| (n, Unit::Months)))
        .chain([1, 5, 10].map(|n| (n, Unit::Years)))
        .chain([2, 5, 10, 15, 20, 30].map(|n| (n, Unit::WorkingDays)))
        .collect();
    let mut at: Day = (2024, 12, 20);
    let mut compared = 0;
    while *text(at) < *"2028-04-01" {
        let moment = Moment::parse(&text(at)).unwrap();
        for (n, unit) in &lengths {
            let length = Length::new(u16::try_from(*n).unwrap(), *unit);
            let got = |regime| count(regime, &moment, length, &places).unwrap();
            let shown = |day: Option<Date>| day.map(|day| day.to_string());
            let about = format!("{n} {unit:?} from {}", text(at));
            let act = got(Regime::Act);
            assert_eq!(shown(act.due), Some(text(naive.regulation(at, *n, *unit))), "act: {about}");
            let code = got(Regime::Code);
            let (due, outer) = (text(plain.raw(at, *n, *unit)), text(naive.regulation(at, *n, *unit)));
            assert_eq!((shown(code.target), shown(code.due)), (Some(due.clone()), Some(due.clone())), "code: {about}");
            assert_eq!(shown(code.outer), Some(outer).filter(|outer| *outer > due), "code: {about}");
            let working = got(Regime::WorkingDays);
            assert_eq!(shown(working.due), Some(text(naive.raw(at, *n, *unit))), "working days: {about}");
            assert_eq!(
                shown(working.target),
                Some(text(plain.raw(at, *n, *unit))).map(|t| t.min(text(naive.raw(at, *n, *unit)))),
                "{about}"
            );
            let keep = got(Regime::Keep);
            assert_eq!(shown(keep.due), Some(text(plain.regulation(at, *n, *unit))), "keep: {about}");
            let earliest = got(Regime::NotBefore);
            assert_eq!(
                shown(earliest.safe_from),
                Some(text(next(naive.regulation(at, *n, *unit)))),
                "not before: {about}"
            );
            // Whatever the regime, nothing ends before the strict count, and the steps say something.
            for counted in [&act, &code, &working] {
                assert!(counted.target <= counted.due && !counted.steps.is_empty(), "{about}");
            }
            compared += 1;
        }
        // A backward count is the forward one undone, and no weekend moves it.
        let back = count(Regime::Backward, &moment, Length::new(2, Unit::Weeks), &places).unwrap();
        let due = parse(&back.due.unwrap().to_string());
        assert_eq!(text(plain.raw(due, 2, Unit::Weeks)), text(at));
        at = next(at);
    }
    assert!(compared > 25_000, "{compared}");
}

/// Dates of our own, reckoned by hand.
#[test]
fn worked_dates() {
    let law = Law::book().unwrap();
    let commission = law.clocks.calendars.get(COMMISSION).unwrap();
    let own = Calendar::of_days([Date::constant(2026, 11, 11), Date::constant(2026, 11, 12)]);
    let days = |regime: Regime, from: &str, length: &str| {
        let places = Places { commission, own: &own, zone: None };
        let counted = count(regime, &Moment::parse(from).unwrap(), Length::parse(length).unwrap(), &places).unwrap();
        let day = |day: Option<Date>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
        [day(counted.target), day(counted.due), day(counted.outer)].join(" ")
    };
    // Wed 24 Dec 2025 to Wed 7 Jan 2026: no closing left to skip.
    assert_eq!(days(Regime::Act, "2025-12-24", "P2W"), "2026-01-07 2026-01-07 -");
    // 11 November is a holiday in Belgium and none of the Commission.
    assert_eq!(days(Regime::Act, "2026-10-28", "P2W"), "2026-11-11 2026-11-11 -");
    // The provider's own holidays move a person's answer, by one day and by two.
    assert_eq!(days(Regime::Gdpr, "2026-10-11", "P1M"), "2026-11-11 2026-11-13 -");
    assert_eq!(days(Regime::CodeLocal, "2026-10-29", "P14D"), "2026-11-12 2026-11-12 2026-11-13");
    // A single day is no period of two days or more: Fri to Mon, not to Tue.
    assert_eq!(days(Regime::Act, "2026-09-04", "P1D"), "2026-09-05 2026-09-07 -");
    // Sent from Tokyo on Saturday morning, Friday night in Brussels.
    assert_eq!(days(Regime::Act, "2026-09-05T06:30:00+09:00", "P2W"), "2026-09-18 2026-09-18 -");
    // Five working days from Thu 24 Dec 2026: the closing of the year, then 2027 by weekends alone.
    assert_eq!(days(Regime::WorkingDays, "2026-12-24", "5 working days"), "2026-12-31 2027-01-07 -");
}

/// The engine's due date of the notification is the due day of the clock, on every day of two years.
#[test]
fn the_notification_has_one_period() {
    let law = Law::book().unwrap();
    let on = "2027-12-01".parse().unwrap();
    let clock = law.clocks.clock("notify-systemic", on).unwrap();
    let days: u16 = law.amount("notify-within", on).unwrap().to_string().parse().unwrap();
    let own = Calendar::weekends();
    let places = Places { commission: law.clocks.calendars.get(COMMISSION).unwrap(), own: &own, zone: None };
    let mut at: Day = (2025, 8, 2);
    while *text(at) < *"2027-08-02" {
        let moment = Moment::parse(&text(at)).unwrap();
        let due = |length| count(Regime::Act, &moment, length, &places).unwrap().due;
        assert_eq!(due(clock.period.unwrap()), due(Length::new(days, Unit::Days)), "{}", text(at));
        at = next(at);
    }
}

/// More of them, of each regime: holidays, ends of years and months, leap days, time zones, years without a list.
#[test]
fn worked_dates_of_each_regime() {
    let all: serde_json::Value = serde_json::from_str(include_str!("period_dates.json")).unwrap();
    let law = Law::book().unwrap();
    let own = Calendar::weekends();
    let places = Places { commission: law.clocks.calendars.get(COMMISSION).unwrap(), own: &own, zone: None };
    let mut wrong = Vec::new();
    for date in all["dates"].as_array().unwrap() {
        let text = |key: &str| date[key].as_str().unwrap();
        let (moment, regime) = (Moment::parse(text("event")).unwrap(), Regime::of_word(text("regime")).unwrap());
        // A date in a letter is no period; the length says nothing there.
        let length = Length::parse(text("period")).unwrap_or(Length::new(1, Unit::Days));
        let got = count(regime, &moment, length, &places).unwrap();
        let keep = |day: Option<Date>| day.filter(|_| regime == Regime::Keep);
        for (key, day) in [
            ("target", got.target),
            ("due", got.due),
            ("outer", got.outer),
            ("from", got.from),
            ("safe_from", got.safe_from),
            ("keep_until", keep(got.due)),
            ("may_delete_from", keep(got.due).and_then(|day| day.tomorrow().ok())),
            ("brussels_day", Some(moment.brussels_day())),
        ] {
            let wanted = date.get(key).map(|day| day.as_str().map(str::to_owned));
            if wanted.is_some_and(|wanted| wanted != day.map(|day| day.to_string())) {
                wrong.push(format!("{} {key}: {day:?}, not {}", text("id"), date[key]));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
