//! The interval of Clopper and Pearson, to a thousandth of a percent and never too narrow: the lower bound is rounded down and the upper one up.
//! Sums of binomial terms are taken in numbers of 64 bits and an exponent, which lose less than a part in 10^12 for a million trials.

/// The denominator of shares: a thousandth of a percent.
pub const PARTS: u64 = 100_000;

/// A number: `digits` (the highest bit set, or 0) times two to the `power`.
#[derive(Clone, Copy, Debug)]
struct Number {
    digits: u64,
    power: i64,
}

impl Number {
    fn new(value: u64) -> Self {
        Self { digits: value, power: 0 }.normal()
    }

    fn normal(self) -> Self {
        if self.digits == 0 {
            return Self { digits: 0, power: i64::MIN / 4 };
        }
        let shift = self.digits.leading_zeros();
        Self { digits: self.digits << shift, power: self.power - i64::from(shift) }
    }

    fn times(self, other: Self) -> Self {
        let wide = u128::from(self.digits) * u128::from(other.digits);
        let high = u64::try_from(wide >> 64).unwrap_or(u64::MAX);
        Self { digits: high, power: self.power + other.power + 64 }.normal()
    }

    fn by(self, other: Self) -> Self {
        // Both have their highest bit set: the quotient has 64 or 65 bits.
        let wide = (u128::from(self.digits) << 63).checked_div(u128::from(other.digits)).unwrap_or(0);
        match u64::try_from(wide) {
            Ok(digits) => Self { digits, power: self.power - other.power - 63 }.normal(),
            Err(_) => {
                Self { digits: u64::try_from(wide >> 1).unwrap_or(u64::MAX), power: self.power - other.power - 62 }
                    .normal()
            }
        }
    }

    fn plus(self, other: Self) -> Self {
        let (large, small) = if self.power >= other.power { (self, other) } else { (other, self) };
        let shift = u32::try_from(large.power - small.power).unwrap_or(u32::MAX);
        let small = small.digits.checked_shr(shift).unwrap_or(0);
        let sum = u128::from(large.digits) + u128::from(small);
        match u64::try_from(sum) {
            Ok(digits) => Self { digits, power: large.power }.normal(),
            Err(_) => Self { digits: u64::try_from(sum >> 1).unwrap_or(u64::MAX), power: large.power + 1 },
        }
    }

    fn power_of(self, mut n: u64) -> Self {
        let (mut base, mut out) = (self, Self::new(1));
        while n > 0 {
            if n & 1 == 1 {
                out = out.times(base);
            }
            base = base.times(base);
            n >>= 1;
        }
        out
    }

    /// Whether it is at most `a / b`.
    fn at_most(self, a: u64, b: u64) -> bool {
        let bound = Self::new(a).by(Self::new(b));
        (self.power, self.digits) <= (bound.power, bound.digits)
    }
}

/// Of `n` trials with a chance of `parts` in [`PARTS`] each: the chance of at most `most` hits.
fn at_most(n: u64, most: u64, parts: u64) -> Number {
    let chance = Number::new(parts).by(Number::new(PARTS));
    let not = Number::new(PARTS - parts).by(Number::new(PARTS));
    if parts == PARTS {
        return Number::new(u64::from(most >= n));
    }
    let odds = chance.by(not);
    let mut term = not.power_of(n);
    let mut sum = term;
    for i in 0..most.min(n) {
        term = term.times(odds).times(Number::new(n - i)).by(Number::new(i + 1));
        sum = sum.plus(term);
    }
    sum
}

/// `hits` of `n` as an interval of shares in parts of [`PARTS`], 95 % sure; `None` without a trial. Of very many trials the bounds are those
/// of their share of a million: the interval is wider than it would have to be.
#[must_use]
pub fn of(hits: u64, n: u64) -> Option<(u64, u64)> {
    const MOST: u64 = 1_000_000;
    if n == 0 || hits > n {
        return None;
    }
    if n > MOST {
        let scaled =
            |up: u128| u64::try_from((u128::from(hits) * u128::from(MOST) + up) / u128::from(n)).unwrap_or(MOST);
        return Some((of(scaled(0), MOST)?.0, of(scaled(u128::from(n) - 1), MOST)?.1));
    }
    // The chance of at most so many falls as the share grows.
    let upper = |hits: u64| {
        let (mut low, mut high) = (0, PARTS);
        while low < high {
            let middle = low + (high - low) / 2;
            if at_most(n, hits, middle).at_most(25, 1_000) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    };
    let top = if hits == n { PARTS } else { upper(hits) };
    // What is not hit is as the mirror has it.
    let bottom = if hits == 0 { 0 } else { PARTS - upper(n - hits) };
    Some((bottom, top))
}

/// A share in parts of [`PARTS`] as a percentage with three decimals.
#[must_use]
pub fn percent(parts: u64) -> String {
    format!("{}.{:03}", parts / 1_000, parts % 1_000)
}

/// `hits` of `n` as a percentage with three decimals, rounded to the nearest.
#[must_use]
pub fn share(hits: u64, n: u64) -> Option<String> {
    let parts = (u128::from(hits) * u128::from(PARTS) * 2 + u128::from(n)).checked_div(u128::from(n) * 2)?;
    Some(percent(u64::try_from(parts).ok()?))
}

#[cfg(test)]
#[allow(clippy::float_arithmetic, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn known_intervals() {
        // By the quantiles of the beta distribution; bounds are rounded outwards.
        for (hits, n, low, high) in [
            (0, 1_000, 0, 369),
            (1, 1_000, 2, 556),
            (5, 1_000, 162, 1_163),
            (10, 100, 4_900, 17_623),
            (50, 100, 39_832, 60_168),
            (100, 100, 96_378, 100_000),
            (0, 1, 0, 97_500),
            (1, 1, 2_500, 100_000),
            (3, 10, 6_673, 65_246),
        ] {
            assert_eq!(of(hits, n), Some((low, high)), "{hits} of {n}");
        }
        assert_eq!(of(0, 0), None);
        assert_eq!((share(1, 3).as_deref(), share(0, 0)), (Some("33.333"), None));
    }

    #[test]
    fn holds_what_it_says_and_no_more_than_a_step() {
        // By sums of exact binomial coefficients over a common denominator, for all small cases.
        let tail = |n: u64, most: u64, parts: u64| -> f64 {
            let p = parts as f64 / PARTS as f64;
            let mut term = (1.0 - p).powi(n as i32);
            let mut sum = term;
            for i in 0..most {
                term *= p / (1.0 - p) * (n - i) as f64 / (i + 1) as f64;
                sum += term;
            }
            sum
        };
        for n in 1..60 {
            for hits in 0..n {
                let (_, high) = of(hits, n).unwrap_or_default();
                assert!(tail(n, hits, high) <= 0.025 + 1e-9 && tail(n, hits, high - 1) > 0.025 - 1e-9, "{hits} of {n}");
                let (low, _) = of(n - hits, n).unwrap_or_default();
                assert_eq!(low, PARTS - high);
            }
        }
        let (low, high) = of(500_000, 1_000_000).unwrap_or_default();
        assert!(low > 49_800 && high < 50_200 && low < 50_000);
        let (low, high) = of(7_000_000, 700_000_000).unwrap_or_default();
        assert!(low > 970 && high < 1_030);
    }
}
