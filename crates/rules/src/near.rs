//! How near a line is near: an estimate of compute may be off by the margin that the Guidelines accept (paragraph 123), so
//! that a line within it may have been passed or not.

use jiff::civil::Date;

use crate::law::Law;
use crate::names;
use crate::number::{Interval, Number};

/// Amounts that are compared with a line, and the line.
pub const LINES: [(&str, &str); 3] = [
    (names::COMPUTE_UPDATE_FLOP, "gpai-indicative"),
    (names::COMPUTE_CUMULATIVE_FLOP, "systemic-presumption"),
    (names::COMPUTE_EXPECTED_CUMULATIVE_FLOP, "systemic-presumption"),
];
/// The margin among the thresholds of the law, in percent.
pub const MARGIN: &str = "estimate-margin";

/// The margin in percent on a day.
pub fn margin(law: &Law, on: Date) -> Option<u32> {
    law.amount(MARGIN, on)?.to_string().parse().ok().filter(|percent| *percent <= 100)
}

/// Whether a line lies within the margin of the best estimate, or between the bounds where there is none.
pub fn is_near(amount: &Interval, line: &Number, margin: u32) -> bool {
    match &amount.best {
        Some(best) => best.percent(100 + margin) > *line && best.percent(100u32.saturating_sub(margin)) < *line,
        // "At most the line" is an answer to whether it was passed, and no estimate of an amount.
        None if amount.low.is_zero() => *line < amount.high,
        None => amount.low <= *line && *line <= amount.high && !amount.high.is_unbounded(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_line_is_near_on_both_sides_and_not_at_the_end_of_the_margin() {
        let law = Law::book().unwrap();
        let margin = margin(&law, "2026-11-25".parse().unwrap()).unwrap();
        let n = |text: &str| Number::parse(text).unwrap();
        let line = n("1e23");
        for (best, near) in
            [("7.6e22", false), ("7.7e22", true), ("1e23", true), ("1.42e23", true), ("1.43e23", false), ("0", false)]
        {
            assert_eq!(is_near(&Interval::point(n(best)), &line, margin), near, "{best}");
        }
        // 130 and 70 percent exactly are not within.
        assert!(!is_near(&Interval::point(n("10")), &n("13"), margin));
        assert!(!is_near(&Interval::point(n("10")), &n("7"), margin));
        let bounds = Interval::new(n("1"), None, n("2")).unwrap();
        assert!(is_near(&bounds, &n("2"), margin) && !is_near(&bounds, &n("2.1"), margin));
    }
}
