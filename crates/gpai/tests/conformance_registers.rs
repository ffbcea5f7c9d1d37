//! The worked dates and cases of `../shared/cases/registers/cases.json`: the vectors against the arithmetic, the cases against the
//! built program, their steps as dated events. Compiled only with `--features conformance`; see tests/conformance.rs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use gpai_rules::law::Law;
use gpai_rules::periods::calendar::COMMISSION;
use gpai_rules::periods::{Calendar, Counted, Length, Moment, Places, Regime, count};
use jiff::civil::Date;
use serde_json::Value as Json;

mod clock_cases;

fn cases() -> Json {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/registers/cases.json");
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("these tests need {}: {e}", path.display()));
    serde_json::from_str(&text).unwrap()
}

/// What a period gives under the calendars of the law book.
fn counted(regime: Regime, moment: &Moment, length: Length) -> Counted {
    let law = Law::book().unwrap();
    let own = Calendar::weekends();
    let places = Places { commission: law.clocks.calendars.get(COMMISSION).unwrap(), own: &own, zone: None };
    count(regime, moment, length, &places).unwrap()
}

#[test]
fn every_vector_gives_its_days() {
    let cases = cases();
    let vectors = cases["vectors"].as_array().unwrap();
    let mut wrong = String::new();
    for vector in vectors {
        let moment = Moment::parse(vector["event"].as_str().unwrap()).unwrap();
        let regime = Regime::of_word(vector["regime"].as_str().unwrap()).unwrap();
        // A date in the letter is no period.
        let length = Length::parse(vector["period"].as_str().unwrap());
        let length = if regime == Regime::FixedDate { Length::parse("1 day") } else { length };
        let got = counted(regime, &moment, length.unwrap());
        let day = |day: Option<Date>| day.map_or(Json::Null, |day| day.to_string().into());
        let keep = regime == Regime::Keep;
        let next = got.due.and_then(|due| due.tomorrow().ok());
        for (key, value) in [
            ("target", day(got.target)),
            ("due", day(got.due)),
            ("outer", day(got.outer)),
            ("from", day(got.from)),
            ("safe_from", day(got.safe_from)),
            ("keep_until", if keep { day(got.due) } else { Json::Null }),
            ("may_delete_from", if keep { day(next) } else { Json::Null }),
            ("brussels_day", day(Some(moment.brussels_day()))),
        ] {
            if let Some(wanted) = vector.get(key).filter(|wanted| **wanted != value) {
                writeln!(wrong, "{}: {key} is {value}, not {wanted}: {}", vector["id"], vector["why"]).unwrap();
            }
        }
    }
    assert!(wrong.is_empty() && vectors.len() >= 64, "{wrong}");
    for sent in cases["sent"].as_array().unwrap() {
        let moment = Moment::parse(sent["sent"].as_str().unwrap()).unwrap();
        let due: Date = sent["due"].as_str().unwrap().parse().unwrap();
        assert_eq!(sent["brussels"], moment.brussels_day().to_string(), "{}", sent["id"]);
        let state = if moment.brussels_day() <= due { "in time" } else { "late" };
        assert_eq!(sent["state"], state, "{}", sent["id"]);
    }
}

#[test]
fn every_case_shows_its_deadlines_and_states() {
    let cases = cases();
    let (wrong, days) = clock_cases::differences(&cases);
    assert!(wrong.is_empty(), "{wrong}");
    let all = cases["cases"].as_array().unwrap();
    assert!(all.len() >= 39 && days > 60, "{} cases, {days} days", all.len());
}
