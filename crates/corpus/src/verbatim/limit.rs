//! `--fail-on CLASS>SHARE`: a bound that the provider set itself, for a run in CI. It says nothing about the law.

use gpai_verbatim::class::Class;

/// A bound on the share of prompts with a span of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The class.
    pub class: Class,
    /// In thousandths of a percent.
    pub parts: u64,
}

impl std::str::FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is no bound; write protected>0.1%");
        let (class, share) = text.split_once('>').ok_or_else(wrong)?;
        let class = Class::named(class.trim()).ok_or_else(wrong)?;
        let number = share.trim().strip_suffix('%').ok_or_else(wrong)?.trim();
        let (whole, part) = number.split_once('.').unwrap_or((number, ""));
        if part.len() > 3 || !part.bytes().all(|b| b.is_ascii_digit()) {
            return Err(wrong());
        }
        let whole: u64 = whole.parse().map_err(|_| wrong())?;
        let part: u64 = format!("{part:0<3}").parse().map_err(|_| wrong())?;
        (whole <= 100).then(|| Limit { class, parts: whole * 1_000 + part }).ok_or_else(wrong)
    }
}

impl Limit {
    /// Whether `hits` of `all` are more than it allows.
    #[must_use]
    pub fn passed(&self, hits: u64, all: u64) -> bool {
        u128::from(hits) * 100_000 > u128::from(self.parts) * u128::from(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds() {
        assert_eq!("protected>0.1%".parse(), Ok(Limit { class: Class::Protected, parts: 100 }));
        assert_eq!(" unknown > 12 %".parse(), Ok(Limit { class: Class::Unknown, parts: 12_000 }));
        for text in ["protected", "protected>0.1", "protected>x%", "bad>1%", "protected>101%", "protected>0.0001%"] {
            assert!(text.parse::<Limit>().is_err(), "{text}");
        }
        let limit = Limit { class: Class::Protected, parts: 100 };
        assert!(!limit.passed(1, 1_000) && limit.passed(2, 1_000) && !limit.passed(0, 0));
    }
}
