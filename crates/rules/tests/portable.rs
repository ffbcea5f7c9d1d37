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
<<<<<<< HEAD

#[test]
fn print_sizes() {
    let law = Law::book().unwrap();
    let (first, last) = ("2025-08-02".parse().unwrap(), law.span.unwrap().1);
    for p in periods(&law, first, last).unwrap() {
        for l in &p.compiled.levels {
            for (low, high) in &l.branches {
                println!("N {} {low} {high}", l.variable);
            }
        }
        for (n, r) in &p.compiled.propositions {
            println!("P {n} {} {} {}", r.yes, r.no, r.plain);
        }
        for (n, r) in &p.compiled.applies {
            println!("A {n} {} {} {}", r.yes, r.no, r.plain);
        }
        for (n, r) in &p.compiled.exempt {
            println!("E {n} {} {} {}", r.yes, r.no, r.plain);
        }
        for (n, r) in &p.compiled.rules {
            println!("R {n} {}", r);
        }
        for (n, r) in &p.compiled.doubts {
            println!("D {n} {}", r);
        }
        for r in &p.compiled.axioms {
            println!("X x {}", r);
        }
    }
}
=======
>>>>>>> w-engine
