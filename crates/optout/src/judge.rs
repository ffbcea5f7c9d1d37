//! Signals of many protocols about one purpose, brought together by fixed rules.

use crate::signal::{Confidence, Purpose, Signal, Value};

/// What holds for one purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement<'s> {
    /// The purpose.
    pub purpose: Purpose,
    /// What holds.
    pub value: Value,
    /// The strongest confidence among the signals that decided.
    pub confidence: Confidence,
    /// The signals that decided.
    pub by: Vec<&'s Signal>,
    /// The signals that say otherwise and did not decide.
    pub against: Vec<&'s Signal>,
    /// The number of the rule by which it was decided: 3, any express reservation wins over silence and over a grant of
    /// another protocol; 5, a conditional permission counts as reserved until its terms are met; 9, a grant has to be
    /// express; 11, what could not be read is an open point and no reservation. 0 where nobody said anything.
    pub rule: u8,
}

/// Brings the signals about one purpose together. Signals that bind one operator count only for that operator; their
/// protocols leave them out for others.
#[must_use]
pub fn judge(signals: &[Signal], purpose: Purpose) -> Judgement<'_> {
    let said = || signals.iter().filter(move |s| s.purpose == purpose);
    let order = [(Value::Reserved, 3), (Value::Conditional, 5), (Value::Unreadable, 11), (Value::Granted, 9)];
    for (value, rule) in order {
        let by: Vec<&Signal> = said().filter(|s| s.value == value).collect();
        if let Some(confidence) = by.iter().map(|s| s.confidence).max() {
            let against = said().filter(|s| s.value != value && s.value != Value::Silent).collect();
            return Judgement { purpose, value, confidence, by, against, rule };
        }
    }
    let by = said().collect();
    Judgement { purpose, value: Value::Silent, confidence: Confidence::Low, by, against: Vec::new(), rule: 0 }
}
