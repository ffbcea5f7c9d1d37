//! What stands where a score belongs: a number, a number with its error (`48.1 ± 0.5`), or something that is none. Numbers are
//! kept as they are written.

use super::json::{Json, Kind};

/// Characters of a number; the longest that a float prints has 24.
const LONGEST: usize = 64;

/// A score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Score {
    /// A number.
    Value {
        /// As it is written.
        value: String,
        /// The error that stands in the same text.
        stderr: Option<String>,
        /// The whole text, if it holds more than the number.
        as_written: Option<String>,
    },
    /// Something else, as it is written.
    Not(String),
    /// Nothing: `null`, `""`, `"N/A"`.
    Absent,
}

impl Score {
    /// The number alone.
    pub fn value(self) -> Option<String> {
        if let Score::Value { value, .. } = self { Some(value) } else { None }
    }
}

/// What a JSON value says.
pub fn of_json(json: &Json) -> Score {
    match &json.kind {
        Kind::Null => Score::Absent,
        Kind::Number(text) if text.len() <= LONGEST => number(text.clone()),
        Kind::Text(text) => of_text(text),
        Kind::Not(word) => Score::Not((*word).to_owned()),
        Kind::Number(_) => Score::Not("a number of more than 64 characters".to_owned()),
        Kind::Bool(_) => Score::Not("true or false".to_owned()),
        Kind::List(_) => Score::Not("a list".to_owned()),
        Kind::Map(_) => Score::Not("an object".to_owned()),
    }
}

/// What a text says.
pub fn of_text(text: &str) -> Score {
    let text = text.trim();
    if matches!(text, "" | "~" | "null" | "Null" | "NULL" | "N/A" | "n/a" | "NA" | "None" | "none" | "-") {
        return Score::Absent;
    }
    if is_decimal(text) {
        return number(text.to_owned());
    }
    let halves = ["±", "+/-", "+-"].iter().find_map(|sign| text.split_once(sign));
    match halves.map(|(value, error)| (value.trim(), error.trim())) {
        Some((value, error)) if is_decimal(value) && is_decimal(error) && !error.starts_with('-') => {
            Score::Value { value: value.to_owned(), stderr: Some(error.to_owned()), as_written: Some(text.to_owned()) }
        }
        _ => Score::Not(text.to_owned()),
    }
}

fn number(value: String) -> Score {
    Score::Value { value, stderr: None, as_written: None }
}

/// Whether a text is a decimal number.
pub fn is_decimal(text: &str) -> bool {
    let body = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = body.split_once(['e', 'E']).map_or((body, None), |(m, e)| (m, Some(e)));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent_fits =
        exponent.is_none_or(|e| e.parse::<i32>().is_ok_and(|n| n.abs() < 1_000) && !e.contains(char::is_whitespace));
    text.len() <= LONGEST
        && digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent_fits
}

/// A number without an exponent, digit by digit; as it is where it would become long.
pub fn plain(text: &str) -> String {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return text.to_owned() };
    let Ok(exponent) = exponent.parse::<i64>() else { return text.to_owned() };
    if !(-40..=40).contains(&exponent) || !is_decimal(text) {
        return text.to_owned();
    }
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |m| ("-", m));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let point = i64::try_from(whole.len()).unwrap_or(0) + exponent;
    let out = match usize::try_from(point) {
        Ok(0) | Err(_) => format!("0.{}{digits}", "0".repeat(usize::try_from(-point).unwrap_or(0))),
        Ok(n) if n >= digits.len() => format!("{digits}{}", "0".repeat(n - digits.len())),
        Ok(n) => {
            let (whole, rest) = digits.split_at_checked(n).unwrap_or((&digits, ""));
            format!("{whole}.{rest}")
        }
    };
    let trimmed = out.trim_start_matches('0');
    let out = if trimmed.is_empty() || trimmed.starts_with('.') { format!("0{trimmed}") } else { trimmed.to_owned() };
    format!("{sign}{out}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_kept_as_written() {
        let value = |text: &str| of_text(text).value();
        for text in ["20.90", "0", "-0.13", "1e-05", "3.891040146355341e-05", ".5", "+2", "100"] {
            assert_eq!(value(text).as_deref(), Some(text));
        }
        assert_eq!(
            of_text("48.1 ± 0.5"),
            Score::Value { value: "48.1".into(), stderr: Some("0.5".into()), as_written: Some("48.1 ± 0.5".into()) }
        );
        assert_eq!(value("20.0 +/- 1.2").as_deref(), Some("20.0"));
        for text in ["nan", ".nan", "inf", "74.2%", "1,5", "48 ± x", "about 5", "0x10", "--1", ".", "1e", "1e99999"] {
            assert!(matches!(of_text(text), Score::Not(_)), "{text}");
        }
        for text in ["", "N/A", "null", "~"] {
            assert_eq!(of_text(text), Score::Absent);
        }
    }

    #[test]
    fn exponents_are_written_out() {
        for (text, want) in [
            ("1.9999995723e+12", "1999999572300"),
            ("3.891040146355341e-05", "0.00003891040146355341"),
            ("2.097152e+10", "20971520000"),
            ("1.7960669233330426e+09", "1796066923.3330426"),
            ("-1.5e1", "-15"),
            ("0.5", "0.5"),
            ("0e5", "0"),
            ("1e300", "1e300"),
            ("5e0", "5"),
            ("12e-1", "1.2"),
        ] {
            assert_eq!(plain(text), want, "{text}");
        }
    }
}
