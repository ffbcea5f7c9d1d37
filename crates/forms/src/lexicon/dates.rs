//! Dates and periods as people write them in a form: 25/07/2025, 24-Nov-2025, Sept 2nd, 2025, May 2025, 03/2024, 2018.

use jiff::civil::Date;

use super::words::Lexicon;

/// A date as found in a text: the days it can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// First day it can mean.
    pub first: Date,
    /// Last day it can mean.
    pub last: Date,
    /// How it is written.
    pub shape: Shape,
    /// Day and month could be taken for each other.
    pub ambiguous: bool,
    /// Where it begins in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// How a date is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `25/07/2025` or `25/07/25`.
    SlashDay,
    /// `07/2025`.
    SlashMonth,
    /// A day, written otherwise.
    Day,
    /// A month, written otherwise.
    Month,
    /// A year alone.
    Year,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Number {
        value: i16,
        digits: usize,
    },
    Month(i8),
    /// `st`, `nd`, `rd`, `th`, `of`, `de`.
    Filler,
    Sign(char),
    Space,
    Other,
}

#[derive(Clone, Copy, Debug)]
struct Token {
    kind: Kind,
    start: usize,
    end: usize,
}

/// Every date in a text (as [`super::words::plain`] makes it), in order.
pub fn dates(lexicon: &Lexicon, text: &str) -> Vec<Found> {
    let tokens = tokens(lexicon, text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        // A number inside a longer word or address (v2025x, CC-MAIN-2024-10) is no date.
        let glued = at > 0
            && tokens
                .get(at - 1)
                .is_some_and(|t| matches!(t.kind, Kind::Other | Kind::Sign('-' | '_' | '/' | '.' | '=')));
        let hit = if glued { None } else { tokens.get(at..).and_then(read) };
        match hit {
            Some((date, used)) => {
                found.push(date);
                at += used;
            }
            None => at += 1,
        }
    }
    found
}

fn tokens(lexicon: &Lexicon, text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        let mut take = |test: fn(char) -> bool, end: &mut usize| {
            while let Some((at, c)) = chars.peek().copied() {
                if !test(c) {
                    break;
                }
                *end = at + c.len_utf8();
                chars.next();
            }
        };
        let kind = if c.is_ascii_digit() {
            take(|c| c.is_ascii_digit(), &mut end);
            let digits = end - start;
            let value = text.get(start..end).and_then(|t| t.parse().ok());
            value.filter(|_| digits <= 4).map_or(Kind::Other, |value| Kind::Number { value, digits })
        } else if c.is_alphabetic() {
            take(char::is_alphabetic, &mut end);
            let word = text.get(start..end).unwrap_or_default();
            match lexicon.months.get(word) {
                Some(month) => Kind::Month(*month),
                None if matches!(word, "st" | "nd" | "rd" | "th" | "of" | "de" | "di") => Kind::Filler,
                None => Kind::Other,
            }
        } else if c == ' ' {
            Kind::Space
        } else {
            Kind::Sign(c)
        };
        out.push(Token { kind, start, end });
    }
    out
}

/// A date at the beginning of the tokens, and how many it takes.
fn read(tokens: &[Token]) -> Option<(Found, usize)> {
    numeric(tokens).or_else(|| with_month_name(tokens)).or_else(|| year(tokens))
}

/// Numbers with one kind of sign between them.
fn numeric(tokens: &[Token]) -> Option<(Found, usize)> {
    let kind = |i: usize| tokens.get(i).map(|t| t.kind);
    let number = |i: usize| match kind(i) {
        Some(Kind::Number { value, digits }) => Some((value, digits)),
        _ => None,
    };
    let sign = |i: usize| match kind(i) {
        Some(Kind::Sign(c @ ('/' | '.' | '-'))) => Some(c),
        _ => None,
    };
    let ends = |i: usize| {
        // Nothing that makes it part of something longer follows.
        let next = kind(i);
        let after = kind(i + 1);
        match next {
            Some(Kind::Number { .. } | Kind::Other | Kind::Month(_) | Kind::Sign('_')) => false,
            Some(Kind::Sign('/' | '-' | '.')) => !matches!(after, Some(Kind::Number { .. } | Kind::Other)),
            _ => true,
        }
    };
    let (a, a_digits) = number(0)?;
    let separator = sign(1)?;
    let (b, b_digits) = number(2)?;
    if sign(3) == Some(separator)
        && let Some((c, c_digits)) = number(4)
        && ends(5)
    {
        let (day, month, year, swapped) = match (a_digits, b_digits, c_digits) {
            (4, 1 | 2, 1 | 2) => (c, b, a, false),
            (1 | 2, 1 | 2, 2 | 4) => {
                let year = if c_digits == 2 { 2000 + c } else { c };
                if b > 12 { (b, a, year, true) } else { (a, b, year, false) }
            }
            _ => return None,
        };
        let day_found = whole_day(day, month, year)?;
        let slash = separator == '/' && a_digits != 4 && !swapped;
        let shape = if slash { Shape::SlashDay } else { Shape::Day };
        let ambiguous = a_digits != 4 && a <= 12 && b <= 12 && a != b;
        return found(tokens, 5, (day_found, day_found), shape, ambiguous);
    }
    if !ends(3) {
        return None;
    }
    let (month, year, shape) = match (a_digits, b_digits) {
        (1 | 2, 4) => (a, b, if separator == '/' { Shape::SlashMonth } else { Shape::Month }),
        (4, 2) => (b, a, Shape::Month),
        _ => return None,
    };
    found(tokens, 3, whole_month(i8::try_from(month).ok()?, year)?, shape, false)
}

/// `23 April 2026`, `24-Nov-2025`, `October 28, 2025`, `Sept 2nd, 2025`, `May 2025`.
fn with_month_name(tokens: &[Token]) -> Option<(Found, usize)> {
    let mut at = 0;
    let skip = |at: &mut usize| {
        while tokens
            .get(*at)
            .is_some_and(|t| matches!(t.kind, Kind::Space | Kind::Filler | Kind::Sign(',' | '-' | '.' | '°' | 'º')))
        {
            *at += 1;
        }
    };
    let mut day = None;
    if let Some(Kind::Number { value, digits: 1 | 2 }) = tokens.first().map(|t| t.kind) {
        day = Some(value);
        at = 1;
        skip(&mut at);
    }
    let Some(Kind::Month(month)) = tokens.get(at).map(|t| t.kind) else { return None };
    at += 1;
    skip(&mut at);
    if day.is_none()
        && let Some(Kind::Number { value, digits: 1 | 2 }) = tokens.get(at).map(|t| t.kind)
    {
        day = Some(value);
        at += 1;
        skip(&mut at);
    }
    let Some(Kind::Number { value: year, digits: 4 }) = tokens.get(at).map(|t| t.kind) else { return None };
    at += 1;
    match day {
        Some(day) => {
            let day = whole_day(day, i16::from(month), year)?;
            found(tokens, at, (day, day), Shape::Day, false)
        }
        None => found(tokens, at, whole_month(month, year)?, Shape::Month, false),
    }
}

fn year(tokens: &[Token]) -> Option<(Found, usize)> {
    let Some(Kind::Number { value, digits: 4 }) = tokens.first().map(|t| t.kind) else { return None };
    let glued = tokens.get(1).is_some_and(|t| matches!(t.kind, Kind::Other))
        || (tokens.get(1).is_some_and(|t| matches!(t.kind, Kind::Sign('-' | '_' | '.' | '/')))
            && tokens.get(2).is_some_and(|t| !matches!(t.kind, Kind::Space | Kind::Sign(_) | Kind::Month(_)))
            // `2018-2025` is a period; the second year is read by itself below.
            && !tokens.get(2).is_some_and(|t| matches!(t.kind, Kind::Number { value: 1990..=2099, digits: 4 })));
    if glued || !(1990..=2099).contains(&value) {
        return None;
    }
    found(tokens, 1, (Date::new(value, 1, 1).ok()?, Date::new(value, 12, 31).ok()?), Shape::Year, false)
}

fn whole_day(day: i16, month: i16, year: i16) -> Option<Date> {
    if !(1990..=2099).contains(&year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn whole_month(month: i8, year: i16) -> Option<(Date, Date)> {
    if !(1990..=2099).contains(&year) {
        return None;
    }
    let first = Date::new(year, month, 1).ok()?;
    Some((first, first.last_of_month()))
}

fn found(
    tokens: &[Token],
    used: usize,
    (first, last): (Date, Date),
    shape: Shape,
    ambiguous: bool,
) -> Option<(Found, usize)> {
    let start = tokens.first()?.start;
    let end = tokens.get(used.checked_sub(1)?)?.end;
    Some((Found { first, last, shape, ambiguous, start, end }, used))
}

/// The ends of periods in a text: `between 2022 and November 2025`, `from 01/2024 to 06/2026`, `until May 2024`.
pub fn period_ends(lexicon: &Lexicon, text: &str) -> Vec<Found> {
    let all = dates(lexicon, text);
    let mut ends = Vec::new();
    for (i, end) in all.iter().enumerate() {
        let before = text.get(..end.start).unwrap_or_default().trim_end();
        let after_word = ["until", "till", "up to", "through", "fino a", "fino al", "cutoff of", "cut-off of"]
            .iter()
            .any(|w| before.ends_with(w));
        let joined = i.checked_sub(1).and_then(|j| all.get(j)).is_some_and(|start| {
            let between = text.get(start.end..end.start).unwrap_or_default().trim();
            let opened = text.get(..start.start).unwrap_or_default().trim_end();
            match between {
                "-" | "to" | "until" | "through" | "al" | "a" => true,
                "and" | "e" => opened.ends_with("between") || opened.ends_with("tra"),
                _ => false,
            }
        });
        if after_word || joined {
            ends.push(*end);
        }
    }
    ends
}

/// Exactly `From MM/YYYY to MM/YYYY` (the words may be missing, and the Italian form's are theirs).
pub fn is_form_period(lexicon: &Lexicon, text: &str) -> bool {
    let all = dates(lexicon, text);
    let [a, b] = all.as_slice() else { return false };
    let between = text.get(a.end..b.start).unwrap_or_default().trim();
    let before = text.get(..a.start).unwrap_or_default().trim();
    let after = text.get(b.end..).unwrap_or_default().trim_matches(|c: char| c.is_whitespace() || c == '.');
    a.shape == Shape::SlashMonth
        && b.shape == Shape::SlashMonth
        && matches!(between, "to" | "-" | "a" | "al")
        && matches!(before, "" | "from" | "da" | "dal")
        && after.is_empty()
        && a.first <= b.first
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;

    fn one(text: &str) -> Option<(String, String, Shape)> {
        let words = crate::lexicon::book().unwrap();
        let all = dates(&words, &crate::lexicon::words::plain(text));
        assert!(all.len() <= 1, "{text}: {all:?}");
        all.first().map(|f| (f.first.to_string(), f.last.to_string(), f.shape))
    }

    #[test]
    fn dates_as_people_write_them() {
        let day = |text: &str, day: &str| assert_eq!(one(text).map(|f| f.0), Some(day.to_owned()), "{text}");
        day("25/07/2025", "2025-07-25");
        day("25/07/25", "2025-07-25");
        day("24-Nov-2025", "2025-11-24");
        day("Sept 2nd, 2025", "2025-09-02");
        day("31.12.2025", "2025-12-31");
        day("23 April 2026", "2026-04-23");
        day("October 28, 2025", "2025-10-28");
        day("2025-11-24", "2025-11-24");
        day("on 2/19/2025 (FineWeb2-HQ)", "2025-02-19");
        day("26 giugno 2026", "2026-06-26");
        day("1° gennaio 2026", "2026-01-01");
        assert_eq!(one("May 2025"), Some(("2025-05-01".into(), "2025-05-31".into(), Shape::Month)));
        assert_eq!(one("03/2024, later"), Some(("2024-03-01".into(), "2024-03-31".into(), Shape::SlashMonth)));
        assert_eq!(one("Approximately 2018"), Some(("2018-01-01".into(), "2018-12-31".into(), Shape::Year)));
        assert_eq!(one("25/07/2025").unwrap().2, Shape::SlashDay);
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "None",
            "Coming soon.",
            "v2.0",
            "CC-MAIN-2024-10",
            "31/02/2025",
            "32/01/2025",
            "0001099568",
            "10 000 hours",
            "smollm3-685a7353",
            "it may be 13/13/2025",
        ] {
            assert_eq!(one(text), None, "{text}");
        }
    }

    #[test]
    fn ends_of_periods() {
        let words = crate::lexicon::book().unwrap();
        let ends = |text: &str| -> Vec<String> {
            period_ends(&words, &crate::lexicon::words::plain(text)).iter().map(|f| f.first.to_string()).collect()
        };
        assert_eq!(ends("acquired between 2022 and November 2025."), ["2025-11-01"]);
        assert_eq!(ends("Approximately 2018 – December 2025"), ["2025-12-01"]);
        assert_eq!(ends("February 2024 to January 2026"), ["2026-01-01"]);
        assert_eq!(ends("from 2013 onward to a knowledge cutoff of March 2024"), ["2024-03-01"]);
        assert_eq!(ends("began in November 2022 and is ongoing"), Vec::<String>::new());
    }
}
