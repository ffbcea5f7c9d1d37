//! Amounts as people write them: `11.2T`, `15 trillion`, `176,247,271,424`, `1.5 万亿`. Exact, never through a float.

use gpai_rules::number::{Interval, Number};

use super::numerals::{self, InWords};

/// A number that was written with a unit, or with all its digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    mantissa: u128,
    /// Power of ten of the unit.
    power: i32,
    /// Digits after the point.
    fraction: i32,
    /// Digits that were stated.
    pub digits: usize,
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// Whether a unit such as `B` or `万亿` was written.
    pub unit: bool,
}

/// Words for powers of ten; longer ones first. The flag: a letter or digit may not follow.
const UNITS: [(&str, i32, bool); 29] = [
    ("milliarde", 9, true),
    ("milliardi", 9, true),
    ("milliard", 9, true),
    ("miliardi", 9, true),
    ("miljard", 9, true),
    ("billionen", 12, true),
    ("thousand", 3, true),
    ("million", 6, true),
    ("billion", 9, true),
    ("trillion", 12, true),
    ("mln", 6, true),
    ("bln", 9, true),
    ("mm", 6, true),
    ("bn", 9, true),
    ("tn", 12, true),
    ("k", 3, true),
    ("m", 6, true),
    ("b", 9, true),
    ("t", 12, true),
    ("千万", 7, false),
    ("百万", 6, false),
    ("百亿", 10, false),
    ("千亿", 11, false),
    ("万亿", 12, false),
    ("萬億", 12, false),
    ("亿", 8, false),
    ("억", 8, false),
    ("億", 8, false),
    ("万", 4, false),
];

/// Percent that a round figure allows at least: a `14B` model may have 14.7.
const ROUNDING: (u32, u32) = (95, 105);

/// Digits from which an amount is no round figure: `7.24B`, `6,166,502,400`.
const EXACT: usize = 3;

/// Longest run of digits that is read; no honest amount has more.
const DIGITS: usize = 24;

impl Quantity {
    /// A whole number that was written as a word.
    pub fn whole(value: u128, start: usize, end: usize) -> Self {
        Quantity { mantissa: value, power: 0, fraction: 0, digits: 1, start, end, unit: false }
    }

    /// A number that was written in words: `two trillion`, `三万亿`.
    fn in_words((mantissa, fraction, power, start, end): InWords) -> Self {
        let digits = mantissa.to_string().trim_end_matches('0').len().max(1);
        Quantity { mantissa, power, fraction, digits, start, end, unit: true }
    }

    /// Digits with a power of ten: `3.8 × 10^25` has the digits 38, one of them after the point.
    pub fn scientific(found: &Digits, power: i32, start: usize, end: usize) -> Option<Self> {
        let mantissa = found.mantissa.filter(|_| found.digits <= DIGITS)?;
        let digits = found.digits.max(1);
        Some(Quantity { mantissa, power, fraction: found.fraction, digits, start, end, unit: true })
    }

    /// The value itself.
    pub fn value(&self) -> Option<Number> {
        Number::parse(&format!("{}e{}", self.mantissa, self.power - self.fraction)).ok()
    }

    /// The value, with what the stated digits allow: half of the last one or 5 % for a round figure, one of the last or
    /// half a percent where the figure is none, whichever is more.
    pub fn within(&self) -> Option<Interval> {
        let best = self.value()?;
        let tenfold = self.mantissa.checked_mul(10)?;
        let edge = |m: u128| Number::parse(&format!("{m}e{}", self.power - self.fraction - 1)).ok();
        let (last, less, more) = if self.significant() >= EXACT {
            (10, best.percent(199).percent(50), best.percent(201).percent(50))
        } else {
            (5, best.percent(ROUNDING.0), best.percent(ROUNDING.1))
        };
        let low = edge(tenfold.checked_sub(last)?)?.min(less);
        let high = edge(tenfold.checked_add(last)?)?.max(more);
        Interval::new(low, Some(best), high)
    }

    /// Digits that say something of how exact the amount is: the zeros of `300B` do not.
    fn significant(&self) -> usize {
        let (mut rest, mut zeros) = (self.mantissa, 0);
        while self.fraction == 0 && rest > 0 && rest.is_multiple_of(10) {
            rest /= 10;
            zeros += 1;
        }
        self.digits.saturating_sub(zeros)
    }

    /// Whether the value is at least ten to the power given.
    pub fn at_least(&self, power: u32) -> bool {
        // In whole numbers: this is asked of every number of a card.
        let Ok(power) = i32::try_from(power) else { return false };
        let missing = power.saturating_sub(self.power).saturating_add(self.fraction);
        match u32::try_from(missing) {
            Ok(missing) => 10u128.checked_pow(missing).is_some_and(|least| least <= self.mantissa),
            Err(_) => self.mantissa > 0,
        }
    }

    /// The same amount, said to be exact: no round figure, however few its digits.
    pub fn exactly(mut self) -> Self {
        self.digits = self.digits.max(EXACT);
        self
    }

    /// The same amount at another place: `to` and as far from it as it was from `from`.
    pub fn moved(mut self, to: usize, from: usize) -> Quantity {
        self.end = to + self.end.saturating_sub(from);
        self.start = to + self.start.saturating_sub(from);
        self
    }

    /// So many times the amount.
    pub fn times(&self, factor: u32) -> Quantity {
        let mantissa = self.mantissa.saturating_mul(factor.into());
        Quantity { mantissa, ..self.clone() }
    }

    /// The amount times a power of ten.
    pub fn raised(mut self, power: i32) -> Quantity {
        self.power = self.power.saturating_add(power);
        self
    }

    /// The same digits with another's unit, if none was written: the `8` of `8 and 70B`.
    pub fn with_unit_of(&self, other: &Quantity) -> Quantity {
        let mut copy = self.clone();
        if !self.unit {
            copy.power = other.power;
            copy.unit = other.unit;
        }
        copy
    }
}

/// The quantities of a text in lower case, left to right.
pub fn all(lower: &str) -> Vec<Quantity> {
    let bytes = lower.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(step) = bytes.get(at..).and_then(|b| b.iter().position(u8::is_ascii_digit)) {
        let start = at + step;
        let before = start.checked_sub(1).and_then(|i| bytes.get(i)).copied().unwrap_or(b' ');
        let (quantity, end) = one(lower, start);
        // `v2`, `x16`, `3.5`, `1/2`: part of a name or of another number.
        let inside = before.is_ascii_alphanumeric() || matches!(before, b'.' | b'_' | b'/' | b'#');
        if let Some(quantity) = quantity.filter(|_| !inside) {
            out.push(quantity);
        }
        at = end.max(start + 1);
    }
    let words = numerals::all(lower);
    if !words.is_empty() {
        out.extend(words.into_iter().map(Quantity::in_words));
        out.sort_by_key(|q: &Quantity| q.start);
    }
    out
}

/// Digits as they were written, without what groups them.
pub struct Digits {
    /// The digits as a number, without the point; nothing if there are too many.
    pub mantissa: Option<u128>,
    /// Digits after the point.
    pub fraction: i32,
    /// Digits that say something: leading zeros do not.
    pub digits: usize,
    /// The byte after the last.
    pub end: usize,
}

/// What people put between groups of three digits. The last two also part numbers, and need a second look.
const GROUPS: [&str; 10] = [",", "_", "\u{2009}", "\u{202f}", "\u{a0}", "\\,", "{,}", "'", " ", "."];

/// The digits that start at a byte: `11.2`, `176,247`, `550 000` with any space, `1.460.000`, `0,55`.
pub fn digits(lower: &str, start: usize) -> Digits {
    let bytes = lower.as_bytes();
    let run = |from: usize| bytes.get(from..).unwrap_or_default().iter().take_while(|b| b.is_ascii_digit()).count();
    let mut found = Digits { mantissa: Some(0), fraction: 0, digits: 0, end: start };
    let take = |found: &mut Digits, from: usize, to: usize, after_point: bool| {
        for byte in bytes.get(from..to).unwrap_or_default() {
            found.mantissa = found.mantissa.and_then(|m| m.checked_mul(10)?.checked_add(u128::from(byte - b'0')));
            found.digits += usize::from(found.digits > 0 || *byte != b'0');
            found.fraction += i32::from(after_point);
        }
        found.end = to;
    };
    let first = run(start);
    take(&mut found, start, start + first, false);
    if first <= 3
        && let Some(groups) = grouped(lower, start + first)
    {
        for (from, to) in groups {
            take(&mut found, from, to, false);
        }
    }
    while bytes.get(found.end) == Some(&b'_') && run(found.end + 1) > 0 {
        let from = found.end + 1;
        take(&mut found, from, from + run(from), false);
    }
    let from = found.end + 1;
    let after = run(from);
    let point = match bytes.get(found.end) {
        Some(b'.') => after > 0,
        Some(b',') => after > 0 && decimal_comma(lower, start, found.end, from + after),
        _ => false,
    };
    if point {
        take(&mut found, from, from + after, true);
    }
    found
}

/// Groups of three digits that go on at a byte, all parted by the same sign.
fn grouped(lower: &str, at: usize) -> Option<Vec<(usize, usize)>> {
    let bytes = lower.as_bytes();
    let sign = GROUPS.into_iter().find(|sign| lower.get(at..).is_some_and(|rest| rest.starts_with(sign)))?;
    let mut groups = Vec::new();
    let mut end = at;
    while lower.get(end..).is_some_and(|rest| rest.starts_with(sign)) {
        let from = end + sign.len();
        let three = bytes.get(from..from + 3).is_some_and(|b| b.iter().all(u8::is_ascii_digit));
        if !three || bytes.get(from + 3).is_some_and(u8::is_ascii_digit) {
            break;
        }
        groups.push((from, from + 3));
        end = from + 3;
    }
    let after = lower.get(end..).unwrap_or_default();
    let word = after.trim_start().starts_with(|c: char| c.is_alphabetic());
    let is_group = match (sign, groups.as_slice()) {
        (_, []) => false,
        // `1.234` is a number with a point; `8 128` may be two.
        (".", [_]) => false,
        (" ", [(from, to)]) => lower.get(*from..*to) == Some("000") && word,
        _ => true,
    };
    is_group.then_some(groups)
}

/// Whether a comma stands for the point: `0,55 million`, `2,6e24`, but neither `1,2,3` nor `7,13 and 70b`.
fn decimal_comma(lower: &str, start: usize, comma: usize, end: usize) -> bool {
    let after = lower.get(end..).unwrap_or_default();
    let listed = after.starts_with(',') && after.get(1..).is_some_and(|a| a.starts_with(|c: char| c.is_ascii_digit()));
    let inside = lower.get(..start).is_some_and(|b| b.ends_with([',', '.']));
    let zero = lower.get(start..comma) == Some("0");
    let power = after.strip_prefix('e').is_some_and(|a| a.starts_with(|c: char| c.is_ascii_digit() || c == '+'));
    let rest = after.trim_start_matches([' ', '\u{a0}', '$']);
    let times = ["×", "x10", "x 10", "*10", "* 10", "·", "\\times", "\\cdot", "%"].iter().any(|s| rest.starts_with(s));
    !listed && !inside && (zero || power || times || unit(after).is_some())
}

/// The unit that a text starts with, after a gap: its bytes with the gap, and the power of ten.
fn unit(rest: &str) -> Option<(usize, i32)> {
    let gap = rest.len() - rest.trim_start_matches([' ', '\u{a0}', '\u{2009}', '\u{202f}', '-', '\u{2011}', '$']).len();
    let gap = if gap <= 3 { gap } else { 0 };
    let tail = rest.get(gap..)?;
    let (name, power, _) = UNITS.iter().find(|(name, _, alone)| {
        let Some(after) = tail.strip_prefix(name) else { return false };
        let next = after.chars().next().unwrap_or(' ');
        let plural = ["s", "en"]
            .iter()
            .any(|p| after.strip_prefix(p).is_some_and(|a| !a.starts_with(|c: char| c.is_alphanumeric())));
        // A single letter after a gap is a unit only if it is one: `39 M` yes, `3 t-shirts` no.
        !alone
            || ((!next.is_ascii_alphanumeric() || (name.len() > 3 && plural))
                && !(gap > 0 && name.len() == 1 && next == '-'))
    })?;
    Some((gap + name.len(), *power))
}

/// The quantity that starts at a digit, and where reading goes on.
fn one(lower: &str, start: usize) -> (Option<Quantity>, usize) {
    let bytes = lower.as_bytes();
    let found = digits(lower, start);
    let at = found.end;
    if at - start > 2 * DIGITS {
        return (None, at);
    }
    let Some(mantissa) = found.mantissa else { return (None, at) };
    if let Some((power, digit)) = infix(bytes, at).filter(|_| found.fraction == 0) {
        // `6b4` for 6.4 billion.
        let mantissa = mantissa.checked_mul(10).and_then(|m| m.checked_add(digit));
        let digits = found.digits + 1;
        let end = at + 2;
        return (
            mantissa.map(|mantissa| Quantity { mantissa, power, fraction: 1, digits, start, end, unit: true }),
            end,
        );
    }
    let (fraction, digits) = (found.fraction, found.digits);
    let mut quantity = Quantity { mantissa, power: 0, fraction, digits, start, end: at, unit: false };
    if let Some((len, power)) = lower.get(at..).and_then(unit) {
        quantity.power = power;
        quantity.end = at + len;
        quantity.unit = true;
    } else if bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
        // `1000x`, `17bx16e`, `80gb`: no amount of anything that is looked for.
        return (None, at);
    }
    let end = quantity.end;
    (Some(quantity), end)
}

/// The power and the digit of a unit that stands for the point: `b4` of `6b4`.
fn infix(bytes: &[u8], at: usize) -> Option<(i32, u128)> {
    let power = match bytes.get(at)? {
        b'b' => 9,
        b'm' => 6,
        _ => return None,
    };
    let digit = bytes.get(at + 1).filter(|d| d.is_ascii_digit())?;
    let ends = bytes.get(at + 2).is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'.');
    ends.then(|| (power, u128::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;

    fn values(text: &str) -> Vec<String> {
        all(&text.to_ascii_lowercase()).iter().map(|q| q.value().unwrap().to_string()).collect()
    }

    #[test]
    fn reads_amounts_as_people_write_them() {
        assert_eq!(values("11.2T tokens"), ["11200000000000"]);
        assert_eq!(values("15 trillion and 4 Trillions"), ["15000000000000", "4000000000000"]);
        assert_eq!(values("176,247,271,424 parameters"), ["176247271424"]);
        assert_eq!(values("**7B**-chat, 39 M"), ["7000000000", "39000000"]);
        assert_eq!(values("1.5 万亿, 70 亿, 3千亿"), ["1500000000000", "7000000000", "300000000000"]);
        assert_eq!(values("12 billion-parameter"), ["12000000000"]);
        assert_eq!(values("15T+ tokens"), ["15000000000000"]);
        assert_eq!(values("6b4, thing-7b1"), ["6400000000", "7100000000"]);
        assert_eq!(
            values("550 000 hours; 550\u{2009}000; 1'250'000; 41\\,300; 12{,}500"),
            ["550000", "550000", "1250000", "41300", "12500"]
        );
        assert_eq!(
            values("0,55 million, 2,5B, 3,4 Milliarden und 1,4 Billionen; 1.460.000"),
            ["550000", "2500000000", "3400000000", "1400000000000", "1460000"]
        );
        assert_eq!(values("8 100 gpus, 8, 16 and 1.234 B"), ["8", "100", "8", "16", "1234000000"]);
    }

    #[test]
    fn leaves_names_and_other_units_alone() {
        assert!(
            values("v2 80GB 17Bx16E tokens4001B 1.1B1").iter().all(|v| v == "1"),
            "{:?}",
            values("v2 80GB 17Bx16E tokens4001B")
        );
        assert_eq!(values("1,2,3"), ["1", "2", "3"]);
        assert_eq!(values("1,3,7b and 1, 200 of them"), ["1", "3", "7000000000", "1", "200"]);
        assert!(values(&"9".repeat(100)).is_empty());
    }

    #[test]
    fn compares_without_writing_the_number_out() {
        for (text, least) in
            [("7b", 9), ("0.5b", 8), ("999k", 5), ("1000000", 6), ("0b", 0), ("1.5 万亿", 12), ("0.001t", 9)]
        {
            let q = &all(text)[0];
            for power in 0..16 {
                let by_value = q.value().unwrap() >= Number::from_u128(10u128.pow(power));
                assert_eq!(q.at_least(power), by_value, "{text} {power}");
                assert!(text == "0b" || by_value == (power <= least), "{text} {power}");
            }
        }
    }

    #[test]
    fn allows_the_rounding_of_the_digits() {
        let q = &all("7b")[0];
        let within = q.within().unwrap();
        assert_eq!((within.low.to_string(), within.high.to_string()), ("6500000000".into(), "7500000000".into()));
        let eight = all("8 and 70b");
        assert_eq!(eight[0].with_unit_of(&eight[1]).value().unwrap().to_string(), "8000000000");
    }
}
