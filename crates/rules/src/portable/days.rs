//! Stretches of days on which the same law applies.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::law::{Law, ThresholdValue};

/// First and last day of each stretch between `first` and `last` within which no entry of the law book begins or ends,
/// and "by today" stands on the same side of every day that the law names. Neighbours may still compile to the same.
pub fn stretches(law: &Law, first: Date, last: Date) -> Vec<(Date, Date)> {
    let mut starts = BTreeSet::from([first]);
    let spans = law
        .rules
        .iter()
        .map(|r| (r.from, r.until))
        .chain(law.duties.iter().map(|d| (d.from, d.until)))
        .chain(law.thresholds.iter().map(|t| (t.from, t.until)));
    for (from, until) in spans {
        starts.insert(from);
        starts.extend(until.and_then(|day| day.tomorrow().ok()));
    }
    // "By today" is "before tomorrow"; its place in the line of days changes as tomorrow reaches and passes each of them.
    for threshold in &law.thresholds {
        if let ThresholdValue::Day(day) = threshold.value {
            starts.extend(day.yesterday().ok());
            starts.insert(day);
        }
    }
    let starts: Vec<Date> = starts.range(first..=last).copied().collect();
    let ends = starts.iter().skip(1).filter_map(|next| next.yesterday().ok()).chain([last]);
    starts.iter().copied().zip(ends).collect()
}
