//! Signals of many protocols about one purpose, brought together by fixed rules, each by its number.

use crate::signal::{Confidence, Purpose, Signal, Value};

/// What somebody knows about one use that no protocol says: it is an input, and nothing here computes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Circumstances<'a> {
    /// A licence that was obtained for the use, by the name under which it is kept.
    pub licence: Option<&'a str>,
    /// Why Article 4(3) of Directive (EU) 2019/790 is not what the use is judged by.
    pub exception: Option<Exception>,
}

/// Why a reservation under Article 4(3) does not bear on a use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Exception {
    /// Mining by a research organisation or a cultural heritage institution under Article 3: nobody can reserve against it.
    Research,
    /// The content is in the public domain.
    PublicDomain,
    /// The content is the user's own.
    Own,
}

impl Exception {
    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Exception::Research => "article-3",
            Exception::PublicDomain => "public-domain",
            Exception::Own => "own-content",
        }
    }
}

/// Whether what was said bears on the use at hand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bearing<'a> {
    /// It does.
    #[default]
    Bears,
    /// A licence that was obtained stands instead (rule 4).
    Licensed(&'a str),
    /// The use is not judged by Article 4(3) (rule 13).
    Excepted(Exception),
}

/// What holds for one purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement<'s> {
    /// The purpose.
    pub purpose: Purpose,
    /// What holds.
    pub value: Value,
    /// The strongest confidence among the signals that decided, one step lower where another reading is stricter (rule 10).
    pub confidence: Confidence,
    /// The signals that decided.
    pub by: Vec<&'s Signal>,
    /// The signals that say otherwise and did not decide.
    pub against: Vec<&'s Signal>,
    /// A signal whose other reading is stricter than what holds, if any (rule 10): both readings are to be shown.
    pub stricter: Option<&'s Signal>,
    /// Sentences in natural language about the purpose: quoted, and never what decides.
    pub notices: Vec<&'s Signal>,
    /// Whether it bears on the use at hand.
    pub bearing: Bearing<'s>,
    /// The number of the rule by which it was decided: 3, any express reservation wins over silence and over a grant of
    /// another protocol; 5, a conditional permission counts as reserved until its terms are met; 9, a grant has to be
    /// express; 11, what could not be read is an open point and no reservation. 0 where nobody said anything.
    pub rule: u8,
}

/// Brings the signals about one purpose together. Signals that bind one operator count only for that operator; their
/// protocols leave them out for others.
#[must_use]
pub fn judge(signals: &[Signal], purpose: Purpose) -> Judgement<'_> {
    judge_for(signals, purpose, Circumstances::default())
}

/// The same for a use about which more is known than protocols say. What was said is shown as it was said; only whether it
/// bears on the use changes.
///
/// ```
/// use gpai_optout::{Bearing, Circumstances, Exception, Purpose, judge_for};
///
/// let research = Circumstances { exception: Some(Exception::Research), ..Circumstances::default() };
/// assert_eq!(judge_for(&[], Purpose::Tdm, research).bearing, Bearing::Excepted(Exception::Research));
/// ```
#[must_use]
pub fn judge_for<'s>(signals: &'s [Signal], purpose: Purpose, known: Circumstances<'s>) -> Judgement<'s> {
    let sentence = |s: &&Signal| s.protocol == "natural-language";
    let said = || signals.iter().filter(move |s| s.purpose == purpose && !sentence(s));
    let notices: Vec<&Signal> =
        signals.iter().filter(|s| s.purpose == purpose && s.value == Value::Reserved && sentence(s)).collect();
    let bearing = match (known.exception, known.licence) {
        (Some(exception), _) => Bearing::Excepted(exception),
        (None, Some(licence)) => Bearing::Licensed(licence),
        (None, None) => Bearing::Bears,
    };
    let order = [(Value::Reserved, 3), (Value::Conditional, 5), (Value::Unreadable, 11), (Value::Granted, 9)];
    let found = order.into_iter().find(|(value, _)| said().any(|s| s.value == *value));
    let (value, rule) = found.unwrap_or((Value::Silent, 0));
    let by: Vec<&Signal> = said().filter(|s| s.value == value).collect();
    let against = said().filter(|s| s.value != value && s.value != Value::Silent).collect();
    let stricter = said()
        .filter(|s| s.otherwise.is_some_and(|other| other.strictness() > value.strictness()))
        .max_by_key(|s| s.otherwise.map(Value::strictness));
    let strongest = if rule == 0 { None } else { by.iter().map(|s| s.confidence).max() };
    let confidence = strongest.unwrap_or(Confidence::Low);
    let confidence = if stricter.is_some() { confidence.lower() } else { confidence };
    Judgement { purpose, value, confidence, by, against, stricter, notices, bearing, rule }
}
