//! Amounts as people write them in the model documentation, with their significant figures: `7.3*10^10`, `2.1e25`,
//! `73 billion`, `70,553,706,496`.

use gpai_rules::number::Number;

/// An amount as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// As it stands in the text.
    pub shown: String,
    /// Its value.
    pub value: Number,
    /// Significant figures; every digit of a number written out in full counts.
    pub figures: usize,
}

/// Every amount in a text (as `words::plain` makes it), in order.
pub fn written(text: &str) -> Vec<Written> {
    let chars: Vec<char> = text.chars().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let before = at.checked_sub(1).and_then(|i| chars.get(i)).copied().unwrap_or(' ');
        let starts = chars.get(at).is_some_and(char::is_ascii_digit) && !before.is_alphanumeric() && before != '.';
        match if starts { read(&chars, at) } else { None } {
            Some((found, end)) => {
                out.push(found);
                at = end;
            }
            None => at += 1,
        }
    }
    out
}

fn read(chars: &[char], start: usize) -> Option<(Written, usize)> {
    let get = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let mut mantissa = String::new();
    let mut at = start;
    loop {
        let c = get(at);
        let digit_after = get(at + 1).is_ascii_digit();
        if c.is_ascii_digit() {
            mantissa.push(c);
        } else if c == '.' && digit_after && !mantissa.contains('.') {
            mantissa.push('.');
        } else if (c == ',' || c == ' ' || c == '_' || c == '\'')
            && groups_of_three(chars, at)
            && !mantissa.contains('.')
        {
            // A sign between thousands.
        } else {
            break;
        }
        at += 1;
        if mantissa.len() > 40 {
            return None;
        }
    }
    let plain = mantissa.chars().filter(char::is_ascii_digit).collect::<String>();
    let figures = plain.trim_start_matches('0').len();
    let mut end = at;
    let mut exponent: Option<String> = None;
    if matches!(get(at), 'e')
        && (get(at + 1).is_ascii_digit() || (matches!(get(at + 1), '+') && get(at + 2).is_ascii_digit()))
    {
        let (digits, stop) = digits(chars, if get(at + 1) == '+' { at + 2 } else { at + 1 });
        exponent = Some(digits);
        end = stop;
    } else {
        let mut look = at;
        while get(look) == ' ' {
            look += 1;
        }
        if matches!(get(look), '*' | '×' | 'x' | '·') {
            look += 1;
            while get(look) == ' ' {
                look += 1;
            }
            if get(look) == '1' && get(look + 1) == '0' && get(look + 2) == '^' {
                let (digits, stop) = digits(chars, look + 3);
                if !digits.is_empty() {
                    exponent = Some(digits);
                    end = stop;
                }
            }
        } else if mantissa == "10" && get(at) == '^' {
            let (digits, stop) = digits(chars, at + 1);
            if !digits.is_empty() {
                let value = Number::parse(&format!("1e{digits}")).ok()?;
                return Some((Written { shown: format!("10^{digits}"), value, figures: 1 }, stop));
            }
        }
    }
    let mut scale = 1u32;
    let mut thousand_fold = 1u32;
    if exponent.is_none() {
        let mut look = at;
        while get(look) == ' ' {
            look += 1;
        }
        let word: String = chars.iter().skip(look).take_while(|c| c.is_alphabetic()).take(12).collect();
        (scale, thousand_fold) = match word.as_str() {
            "thousand" | "k" => (1_000, 1),
            "million" | "millions" | "m" => (1_000_000, 1),
            "billion" | "billions" | "b" | "bn" => (1_000_000_000, 1),
            "trillion" | "trillions" | "t" => (1_000_000_000, 1_000),
            _ => (1, 1),
        };
        if scale > 1 {
            end = look + word.chars().count();
        }
    }
    let text = match &exponent {
        Some(e) => format!("{mantissa}e{e}"),
        None => mantissa,
    };
    let value = Number::parse(&text).ok()?.times_u(scale).times_u(thousand_fold);
    let shown: String = chars.get(start..end)?.iter().collect();
    Some((Written { shown, value, figures }, end))
}

/// Whether exactly three digits follow a sign, so that it stands between thousands.
fn groups_of_three(chars: &[char], at: usize) -> bool {
    let digit = |i: usize| chars.get(at + i).is_some_and(char::is_ascii_digit);
    digit(1) && digit(2) && digit(3) && !digit(4)
}

fn digits(chars: &[char], start: usize) -> (String, usize) {
    let digits: String = chars.iter().skip(start).take_while(|c| c.is_ascii_digit()).take(4).collect();
    let end = start + digits.len();
    (digits, end)
}

/// The order of magnitude of an amount: the exponent in scientific notation. `None` for zero.
pub fn magnitude(value: &Number) -> Option<u32> {
    let ten = |n: u32| Number::parse(&format!("1e{n}")).ok();
    (0..=60).rev().find(|n| ten(*n).is_some_and(|edge| *value >= edge))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;

    #[test]
    fn amounts_and_their_figures() {
        let one = |text: &str| {
            let all = written(text);
            assert_eq!(all.len(), 1, "{text}: {all:?}");
            (all[0].value.to_string(), all[0].figures)
        };
        assert_eq!(one("7.3*10^10 parameters"), ("73000000000".into(), 2));
        assert_eq!(one("7 × 10^10"), ("70000000000".into(), 1));
        assert_eq!(one("2.10e25 flop"), ("2.1e25".into(), 3));
        assert_eq!(one("73 billion"), ("73000000000".into(), 2));
        assert_eq!(one("70,553,706,496"), ("70553706496".into(), 11));
        assert_eq!(one("1.0e2"), ("100".into(), 2));
        assert_eq!(one("10^24"), ("1e24".into(), 1));
        assert_eq!(one("0.05 mwh"), ("0.05".into(), 1));
        assert!(written("v2 of gpt4 and a100").is_empty());
        assert_eq!(magnitude(&Number::parse("3.5e24").unwrap()), Some(24));
        assert_eq!(magnitude(&Number::parse("9.99e24").unwrap()), Some(24));
        assert_eq!(magnitude(&Number::from_u128(0)), None);
    }
}
