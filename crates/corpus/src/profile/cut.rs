//! The cut: which domains the summary lists. The form asks for the top 10 % of all domain names by size of the content, of SMEs
//! for the top 5 % or 1,000, whichever is lower. Part of a domain counts as one, which is our choice; all arithmetic is exact.

use serde_json::{Value as Json, json};

/// A rule for the cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The top so many parts of a million (10 % is 100,000); as it was written.
    Share(u64, String),
    /// The top so many.
    Number(u64),
    /// For SMEs: 5 % or 1,000, whichever is lower.
    Sme,
}

/// Parts of the whole in which shares are held.
const WHOLE: u64 = 1_000_000;

impl Default for Cut {
    fn default() -> Self {
        Cut::Share(WHOLE / 10, "10".to_owned())
    }
}

impl std::str::FromStr for Cut {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is neither a share such as 10% nor a number of domains such as 1000");
        let Some(share) = text.strip_suffix('%') else {
            return text.parse().map(Cut::Number).map_err(|_| wrong());
        };
        let (whole, part) = share.split_once('.').unwrap_or((share, ""));
        let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > 4 {
            return Err(wrong());
        }
        let millionths = format!("{whole}{part:0<4}").parse::<u64>().map_err(|_| wrong())?;
        if millionths > WHOLE {
            return Err(wrong());
        }
        let shown = if part.trim_end_matches('0').is_empty() {
            whole.trim_start_matches('0').to_owned()
        } else {
            format!("{}.{}", whole.trim_start_matches('0'), part.trim_end_matches('0'))
        };
        Ok(Cut::Share(millionths, if shown.is_empty() || shown.starts_with('.') { format!("0{shown}") } else { shown }))
    }
}

impl Cut {
    /// How many of `n` domains it lists.
    #[must_use]
    pub fn of(&self, n: u64) -> u64 {
        let share = |parts: u64| {
            let up = (u128::from(n) * u128::from(parts)).div_ceil(u128::from(WHOLE));
            u64::try_from(up).unwrap_or(n)
        };
        match self {
            Cut::Share(parts, _) => share(*parts),
            Cut::Number(most) => n.min(*most),
            Cut::Sme => share(WHOLE / 20).min(1_000),
        }
    }

    /// Its stable name.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Cut::Share(_, shown) => format!("top-{shown}-percent"),
            Cut::Number(most) => format!("top-{most}"),
            Cut::Sme => "sme".to_owned(),
        }
    }

    /// The arithmetic, for people to check.
    #[must_use]
    pub fn proof(&self, n: u64) -> String {
        let k = self.of(n);
        match self {
            Cut::Share(_, shown) => format!("ceil({n} x {shown} / 100) = {k}"),
            Cut::Number(most) => format!("min({most}, {n}) = {k}"),
            Cut::Sme => format!("min(ceil({n} x 5 / 100), 1000) = {k}"),
        }
    }
}

/// Which of two datasets of a modality are large: more than 3 % of all.
#[must_use]
pub fn large(size: u64, all: u64) -> bool {
    u128::from(size) * 100 > u128::from(all) * 3
}

/// The bin of a size in section 1.3 of the form: what the option is called in it, and its bounds.
#[must_use]
pub fn bin(kind: char, size: u64) -> Option<Json> {
    let (low, high, unit) = match kind {
        't' => (1_000_000_000, 10_000_000_000_000, "tokens"),
        'i' => (1_000_000, 1_000_000_000, "images"),
        // Ten thousand and a million hours.
        'a' | 'v' => (36_000_000_000, 3_600_000_000_000, "milliseconds"),
        _ => return None,
    };
    let letter = kind.to_ascii_uppercase();
    let number = if size < low {
        1
    } else if size <= high {
        2
    } else {
        3
    };
    Some(json!({ "bin": format!("{letter}{number}"), "unit": unit, "size": size }))
}

#[cfg(test)]
mod tests {
    use super::{Cut, bin, large};

    #[test]
    fn parts_of_a_domain_count_as_one() {
        let ten = Cut::default();
        for (n, k) in [(0, 0), (1, 1), (10, 1), (11, 2), (21_013, 2_102), (100_000_000, 10_000_000)] {
            assert_eq!(ten.of(n), k, "{n}");
        }
        for (n, k) in
            [(0, 0), (1, 1), (20, 1), (21, 2), (19_999, 1_000), (20_000, 1_000), (20_001, 1_000), (10_000_000, 1_000)]
        {
            assert_eq!(Cut::Sme.of(n), k, "{n}");
        }
        assert_eq!("10%".parse(), Ok(ten));
        for (text, name, k) in [
            ("2.5%", "top-2.5-percent", 25),
            ("0.10%", "top-0.1-percent", 1),
            ("100%", "top-100-percent", 1_000),
            ("7", "top-7", 7),
            ("010%", "top-10-percent", 100),
        ] {
            let cut: Cut = text.parse().unwrap_or_default();
            assert_eq!((cut.name(), cut.of(1_000)), (name.to_owned(), k));
        }
        for text in ["", "%", "ten", "101%", "-1%", "1.23456%", "5 %"] {
            assert!(text.parse::<Cut>().is_err(), "{text}");
        }
    }

    #[test]
    fn three_percent_exactly_is_not_large() {
        assert!(!large(3, 100) && large(4, 100) && large(30_001, 1_000_000) && !large(0, 0));
        assert!(large(u64::MAX, u64::MAX));
    }

    #[test]
    fn an_edge_is_in_the_middle_bin() {
        for (kind, size, expected) in [
            ('t', 999_999_999, "T1"),
            ('t', 1_000_000_000, "T2"),
            ('t', 10_000_000_000_000, "T2"),
            ('t', 10_000_000_000_001, "T3"),
            ('i', 1_000_000_001, "I3"),
            ('a', 35_999_999_999, "A1"),
            ('v', 3_600_000_000_000, "V2"),
        ] {
            let found = bin(kind, size);
            assert_eq!(found.as_ref().and_then(|b| b.get("bin")?.as_str()), Some(expected));
        }
        assert!(bin('o', 1).is_none());
    }
}
