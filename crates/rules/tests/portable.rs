//! The law as plain data says what the compiled law says, on every day it covers.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use gpai_rules::compile::Engine;
use gpai_rules::law::Law;
use gpai_rules::portable::{compiled, periods};
use jiff::ToSpan;

/// On each day the law compiles to the data of the stretch it lies in.
#[test]
fn each_day_is_the_law_of_its_stretch() {
    let law = Law::book().unwrap();
    let (first, last) = ("2025-08-02".parse().unwrap(), law.span.unwrap().1);
    let periods = periods(&law, first, last).unwrap();
    assert_eq!(periods.first().map(|p| p.from), Some(first));
    assert_eq!(periods.last().map(|p| p.until), Some(last));
    for p in periods.windows(2) {
        assert_eq!(p[0].until.tomorrow().unwrap(), p[1].from);
    }
    let mut day = first;
    while day <= last {
        let period = periods.iter().find(|p| p.from <= day && day <= p.until).unwrap();
        let engine = Engine::new(&law, day).unwrap();
        assert!(
            compiled(&engine) == period.compiled,
            "the law of {day} is not that of {} to {}",
            period.from,
            period.until
        );
        day = day.checked_add(1.day()).unwrap();
    }
}
