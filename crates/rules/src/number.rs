//! Exact decimal amounts and intervals of them (FLOP, EUR, parameters, tokens). No binary floating point.

use std::fmt;
use std::str::FromStr;

use bigdecimal::{BigDecimal, RoundingMode, Zero};

/// The longest number text that is read; no honest amount needs more digits.
const MAX_TEXT: usize = 64;
/// The largest power of ten that is read, up or down; 1e25 is the largest threshold in force.
const MAX_EXPONENT: i64 = 60;
/// Amounts with more integer digits than this print in scientific form.
const PLAIN_DIGITS: usize = 15;

/// A non-negative exact decimal number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(BigDecimal);

/// Why a text is not an amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Not a decimal number such as `1e25`, `7300000000` or `1.8e23`.
    #[error("`{0}` is not a decimal number such as 1e25, 7300000000 or 1.8e23")]
    NotANumber(String),
    /// Amounts of compute, money or users are never negative.
    #[error("`{0}` is negative; an amount is zero or more")]
    Negative(String),
    /// More digits or a larger exponent than any honest amount has.
    #[error("`{0}` is out of range: at most {MAX_TEXT} characters and 10^{MAX_EXPONENT}")]
    OutOfRange(String),
}

impl Number {
    /// Reads the decimal that is written; `_` may separate digits.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let shown = || text.chars().take(MAX_TEXT).collect::<String>();
        let clean: String = text.trim().chars().filter(|c| *c != '_').collect();
        if clean.len() > MAX_TEXT {
            return Err(NumberError::OutOfRange(shown()));
        }
        let body = clean.strip_prefix('+').unwrap_or(&clean);
        if body.is_empty() || !body.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-')) {
            return Err(NumberError::NotANumber(shown()));
        }
        if body.starts_with('-') {
            return Err(NumberError::Negative(shown()));
        }
        // A sign belongs at the front or in the exponent.
        let (digits, exponent) = body.split_once(['e', 'E']).map_or((body, None), |(d, e)| (d, Some(e)));
        if digits.contains(['+', '-']) {
            return Err(NumberError::NotANumber(shown()));
        }
        // The exponent is checked before the number is built, so that 1e999999999 costs nothing.
        if let Some(exponent) = exponent {
            match exponent.parse::<i64>() {
                Ok(e) if e.abs() <= MAX_EXPONENT => {}
                Ok(_) => return Err(NumberError::OutOfRange(shown())),
                Err(_) => return Err(NumberError::NotANumber(shown())),
            }
        }
        BigDecimal::from_str(body).map(Number).map_err(|_| NumberError::NotANumber(shown()))
    }

    /// A whole number.
    pub fn from_u128(value: u128) -> Self {
        Number(BigDecimal::from(value))
    }

    /// The product; used for exact fractions (`3·m > b`) and for compute estimates.
    pub fn times(&self, other: &Number) -> Number {
        Number(&self.0 * &other.0)
    }

    /// The product with a small whole number.
    pub fn times_u(&self, factor: u32) -> Number {
        Number(&self.0 * BigDecimal::from(factor))
    }

    /// More than any honest amount: the upper bound where none is known.
    pub fn unbounded() -> Number {
        Number(BigDecimal::new(1.into(), -MAX_EXPONENT))
    }

    /// Whether it stands for no upper bound.
    pub fn is_unbounded(&self) -> bool {
        *self >= Number::unbounded()
    }

    /// Whether it is nothing.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// How many times a unit goes into it, whole; `None` beyond what anybody counts, or where the unit is nothing.
    pub fn times_in(&self, unit: &Number) -> Option<u64> {
        if unit.is_zero() {
            return None;
        }
        (&self.0 / &unit.0).with_scale_round(0, RoundingMode::Down).to_string().parse().ok()
    }

    /// The sum.
    pub fn plus(&self, other: &Number) -> Number {
        Number(&self.0 + &other.0)
    }

    /// What is left where the other is taken away; none where that is more.
    pub fn minus(&self, other: &Number) -> Option<Number> {
        (other <= self).then(|| Number(&self.0 - &other.0))
    }

    /// Percent of the number, exactly.
    pub fn percent(&self, percent: u32) -> Number {
        Number(&self.0 * BigDecimal::new(percent.into(), 2))
    }

    /// Rounded half up to so many significant figures (Guidelines 32: two for a notification).
    pub fn significant(&self, figures: u64) -> Number {
        if self.0.is_zero() || figures == 0 {
            return self.clone();
        }
        let digits = self.0.digits() as i64;
        let drop = digits - figures as i64;
        let scale = self.0.as_bigint_and_exponent().1 - drop;
        if drop <= 0 {
            return self.clone();
        }
        Number(self.0.with_scale_round(scale, RoundingMode::HalfUp))
    }
}

impl fmt::Display for Number {
    /// `1296`, `0.5`, `15000000`, `1.8e23`: plain up to 15 integer digits, scientific beyond.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let normal = self.0.normalized();
        let (digits, scale) = normal.as_bigint_and_exponent();
        let digits = digits.to_string();
        let exponent = digits.len() as i64 - 1 - scale;
        if digits == "0" {
            return f.write_str("0");
        }
        if exponent >= PLAIN_DIGITS as i64 || exponent < -6 {
            let (first, rest) = digits.split_at_checked(1).unwrap_or((&digits, ""));
            return if rest.is_empty() {
                write!(f, "{first}e{exponent}")
            } else {
                write!(f, "{first}.{rest}e{exponent}")
            };
        }
        f.write_str(&normal.to_plain_string())
    }
}

/// What is known of an amount: it lies between `low` and `high`, both included; `best` is the estimate itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interval {
    /// Not less than this.
    pub low: Number,
    /// The single best estimate, if one was given; within the bounds.
    pub best: Option<Number>,
    /// Not more than this.
    pub high: Number,
}

impl Interval {
    /// An exact amount.
    pub fn point(value: Number) -> Self {
        Interval { low: value.clone(), best: Some(value.clone()), high: value }
    }

    /// Bounds with an optional best estimate, which bounds that meet are themselves; `None` if they are out of order.
    pub fn new(low: Number, best: Option<Number>, high: Number) -> Option<Self> {
        let best = if low == high { best.or_else(|| Some(low.clone())) } else { best };
        let ordered = low <= high && best.as_ref().is_none_or(|b| low <= *b && *b <= high);
        ordered.then_some(Interval { low, best, high })
    }

    /// The estimate with the Guidelines' error margin of 30 % of itself on both sides (GL 123).
    pub fn with_tolerance(best: Number) -> Self {
        Interval { low: best.percent(70), high: best.percent(130), best: Some(best) }
    }

    /// The amounts that both allow; `None` if there are none.
    pub fn meet(&self, other: &Interval) -> Option<Interval> {
        let low = self.low.clone().max(other.low.clone());
        let high = self.high.clone().min(other.high.clone());
        if low > high {
            return None;
        }
        let inside = |b: &Number| low <= *b && *b <= high;
        let best = [&self.best, &other.best].into_iter().flatten().find(|b| inside(b)).cloned();
        Interval::new(low, best, high)
    }

    /// Whether a single amount is known.
    pub fn is_point(&self) -> bool {
        self.low == self.high
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_point() {
            return write!(f, "{}", self.low);
        }
        match &self.best {
            Some(best) => write!(f, "{best} ({} to {})", self.low, self.high),
            None => write!(f, "{} to {}", self.low, self.high),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn n(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    #[test]
    fn reads_what_is_written() {
        assert_eq!(n("1e25"), n("10000000000000000000000000"));
        assert!(n("1e25") > n("9999999999999999999999999"));
        assert_eq!(n("7_300_000_000").to_string(), "7300000000");
        assert_eq!(n("1.80e23").to_string(), "1.8e23");
        assert_eq!(n("15000000").to_string(), "15000000");
        assert_eq!(n("0.50").to_string(), "0.5");
        assert_eq!(n("0").to_string(), "0");
    }

    #[test]
    fn refuses_what_is_no_amount() {
        for bad in [
            "",
            "-1",
            "nan",
            "inf",
            "1e",
            "1e61",
            "1e999999999999",
            "0x10",
            "1,5",
            "e5",
            "--1",
            "1e5e5",
            ".-5",
            "1.+5",
            "++1",
            ".",
        ] {
            assert!(Number::parse(bad).is_err(), "{bad}");
        }
        assert!(Number::parse(&"9".repeat(65)).is_err());
    }

    #[test]
    fn two_significant_figures() {
        assert_eq!(n("2.31e25").significant(2).to_string(), "2.3e25");
        assert_eq!(n("2.35e25").significant(2).to_string(), "2.4e25");
        assert_eq!(n("1e25").significant(2).to_string(), "1e25");
        assert_eq!(n("9.96e25").significant(2).to_string(), "1e26");
        assert_eq!(n("12345678901234567890123456").significant(2).to_string(), "1.2e25");
    }

    #[test]
    fn intervals_meet_where_both_allow() {
        let a = Interval::with_tolerance(n("1.8e23"));
        assert_eq!((a.low.to_string(), a.high.to_string()), ("1.26e23".into(), "2.34e23".into()));
        let b = Interval::point(n("2e23"));
        assert_eq!(a.meet(&b).unwrap().best.unwrap(), n("2e23"));
        assert!(a.meet(&Interval::point(n("1e22"))).is_none());
        assert!(Interval::new(n("2"), None, n("1")).is_none());
        // Where the bounds meet, the amount is known, however it was written.
        assert_eq!(Interval::new(n("2"), None, n("2")), Some(Interval::point(n("2"))));
        let (c, d) = (Interval::new(n("1"), None, n("2")).unwrap(), Interval::new(n("2"), None, n("3")).unwrap());
        assert_eq!(c.meet(&d), Some(Interval::point(n("2"))));
    }
}
