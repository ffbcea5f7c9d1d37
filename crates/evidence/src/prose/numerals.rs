//! Amounts whose number is a word: `two trillion`, `half a million`, `三万亿`, `十五亿`; and small numbers in words.

/// An amount in words: digits, how many of them stand after the point, the power of ten of its unit, and its bytes.
pub type InWords = (u128, i32, i32, usize, usize);

/// Small numbers in words.
const SMALL: [(&str, u32); 29] = [
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("eighteen", 18),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("sixty-four", 64),
    ("hundred", 100),
    ("single", 1),
    ("zwei", 2),
    ("drei", 3),
    ("vier", 4),
    ("deux", 2),
    ("trois", 3),
];
/// Chinese signs for digits.
const SIGNS: &str = "〇一二三四五六七八九";

/// A small number in words, or in digits.
pub fn small(word: &str) -> Option<u32> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let known = || SMALL.iter().find(|(name, _)| *name == word).map(|(_, n)| *n);
    word.parse()
        .ok()
        .or_else(known)
        .or_else(|| chinese(word).filter(|(_, f)| *f == 0).and_then(|(n, _)| n.try_into().ok()))
}

/// The amounts with a unit whose number is a word.
pub fn all(lower: &str) -> Vec<InWords> {
    let mut out = Vec::new();
    for (at, _) in lower.match_indices("illion") {
        out.extend(english(lower, at));
    }
    for unit in ["亿", "億", "万", "萬"] {
        for (at, _) in lower.match_indices(unit) {
            out.extend(before_unit(lower, at));
        }
    }
    out
}

/// `two trillion`, `half a million`, `three hundred billion`, from the place of `illion`.
fn english(lower: &str, at: usize) -> Option<InWords> {
    let (unit, power) = [("tr", 12), ("b", 9), ("m", 6)].into_iter().find(|(u, _)| {
        lower.get(..at).is_some_and(|b| b.strip_suffix(u).is_some_and(|b| b.ends_with([' ', '-', '\u{a0}'])))
    })?;
    let end = at + "illion".len();
    let before = lower.get(..at.checked_sub(unit.len())?)?.trim_end_matches([' ', '-', '\u{a0}']);
    if let Some(rest) = before.strip_suffix("half a") {
        return Some((5, 1, power, rest.len(), end));
    }
    let word = |text: &str| text.rsplit(|c: char| !c.is_ascii_alphabetic()).next().map(str::len).unwrap_or(0);
    let (start, _) = before.split_at_checked(before.len() - word(before))?;
    let name = before.get(start.len()..)?;
    let n = SMALL.iter().find(|(w, _)| *w == name)?.1;
    // `three hundred billion`.
    let rest = start.trim_end();
    let first = rest.get(rest.len() - word(rest)..).unwrap_or_default();
    match SMALL.iter().find(|(w, _)| *w == first).filter(|_| name == "hundred") {
        Some((_, hundreds)) => Some((u128::from(hundreds * n), 0, power, rest.len() - first.len(), end)),
        None => Some((n.into(), 0, power, start.len(), end)),
    }
}

/// `三万亿` from the place of a unit; the unit of a longer one (`亿` of `万亿`) gives nothing of its own.
fn before_unit(lower: &str, at: usize) -> Option<InWords> {
    let (before, from) = lower.split_at_checked(at)?;
    let units = [("万亿", 12), ("萬億", 12), ("亿", 8), ("億", 8), ("万", 4), ("萬", 4)];
    let (unit, power) = units.into_iter().find(|(u, _)| from.starts_with(u))?;
    let is_numeral = |c: char| SIGNS.contains(c) || matches!(c, '两' | '零' | '十' | '百' | '千' | '点');
    let start = before.trim_end_matches(is_numeral).len();
    let numeral = before.get(start..)?;
    // `3千亿` is read where its digit stands.
    if before.get(..start)?.trim_end().ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (mantissa, fraction) = chinese(numeral)?;
    Some((mantissa, fraction, power, start, at + unit.len()))
}

/// A Chinese numeral below ten thousand: its digits, and how many of them stand after the point.
fn chinese(numeral: &str) -> Option<(u128, i32)> {
    let (whole, after) = numeral.split_once('点').unwrap_or((numeral, ""));
    let digit = |c: char| match c {
        '两' => Some(2),
        '零' => Some(0),
        _ => SIGNS.chars().position(|s| s == c).and_then(|d| u128::try_from(d).ok()),
    };
    let (mut sum, mut last, mut any) = (0u128, None, false);
    for c in whole.chars().take(12) {
        any = true;
        let weight = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            _ => {
                last = Some(digit(c)?);
                continue;
            }
        };
        sum += last.take().unwrap_or(1) * weight;
    }
    sum += last.unwrap_or(0);
    let mut fraction = 0;
    for c in after.chars().take(4) {
        sum = sum * 10 + digit(c)?;
        fraction += 1;
    }
    any.then_some((sum, fraction))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<String> {
        let value = |(n, fraction, power, ..): &InWords| format!("{n}e{}", power - fraction);
        all(text).iter().map(value).collect()
    }

    #[test]
    fn numbers_in_words() {
        assert_eq!(values("trained on two trillion tokens"), ["2e12"]);
        assert_eq!(values("half a million hours, three hundred billion tokens"), ["5e5", "300e9"]);
        assert_eq!(
            values("在三万亿 token 上；十五亿；两千亿；一点四万亿；一百三十亿"),
            ["15e8", "2000e8", "130e8", "3e12", "14e11"]
        );
        assert!(
            values("a trillion, 2 trillion, 3 万亿, 万一").is_empty(),
            "{:?}",
            values("a trillion, 2 trillion, 3 万亿, 万一")
        );
        assert_eq!([small("eight"), small("64"), small("四"), small("some")], [Some(8), Some(64), Some(4), None]);
    }
}
