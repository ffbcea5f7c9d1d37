//! The length of a period as the law names it: a number of days, weeks, months, years or working days.

use std::fmt;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Calendar days.
    Days,
    /// Weeks.
    Weeks,
    /// Calendar months, which are not thirty days.
    Months,
    /// Calendar years.
    Years,
    /// Working days.
    WorkingDays,
}

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// How many.
    pub count: u16,
    /// Of what.
    pub unit: Unit,
}

/// More of anything is no period of this law.
const MOST: u16 = 3660;

impl Length {
    /// A length.
    pub const fn new(count: u16, unit: Unit) -> Length {
        Length { count, unit }
    }

    /// Reads `P2W`, `2 weeks`, `10 working_days`, `10 working days`.
    pub fn parse(text: &str) -> Option<Length> {
        let text = text.trim();
        let (count, unit) = match text.strip_prefix('P') {
            Some(rest) => {
                let (count, unit) = rest.split_at_checked(rest.len().checked_sub(1)?)?;
                let unit = match unit {
                    "D" => Unit::Days,
                    "W" => Unit::Weeks,
                    "M" => Unit::Months,
                    "Y" => Unit::Years,
                    _ => return None,
                };
                (count, unit)
            }
            None => {
                let (count, unit) = text.split_once([' ', ','])?;
                let unit = match unit.trim().to_lowercase().replace(['_', '-'], " ").as_str() {
                    "day" | "days" | "calendar days" => Unit::Days,
                    "week" | "weeks" => Unit::Weeks,
                    "month" | "months" => Unit::Months,
                    "year" | "years" => Unit::Years,
                    "working day" | "working days" | "business day" | "business days" => Unit::WorkingDays,
                    _ => return None,
                };
                (count, unit)
            }
        };
        if !count.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let count = count.parse().ok().filter(|count| (1..=MOST).contains(count))?;
        Some(Length { count, unit })
    }
}

/// `P2W`, `P6M`; ISO 8601 knows no working days, so `10 working days`.
impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = match self.unit {
            Unit::Days => 'D',
            Unit::Weeks => 'W',
            Unit::Months => 'M',
            Unit::Years => 'Y',
            Unit::WorkingDays => return write!(f, "{} working days", self.count),
        };
        write!(f, "P{}{letter}", self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_people_and_machines_write_them() {
        for (text, count, unit) in [
            ("P2W", 2, Unit::Weeks),
            ("P60D", 60, Unit::Days),
            ("10 working_days", 10, Unit::WorkingDays),
            ("10,working_days", 10, Unit::WorkingDays),
            ("10 working days", 10, Unit::WorkingDays),
            ("1 Month", 1, Unit::Months),
            ("5 business days", 5, Unit::WorkingDays),
            ("2 years", 2, Unit::Years),
        ] {
            assert_eq!(Length::parse(text), Some(Length { count, unit }), "{text}");
            assert_eq!(Length::parse(&Length { count, unit }.to_string()), Some(Length { count, unit }));
        }
        for text in
            ["", "P", "PW", "2", "P0D", "P99999D", "P-1D", "+2 days", "two weeks", "2 fortnights", "P2Wx", "P2é"]
        {
            assert_eq!(Length::parse(text), None, "{text}");
        }
    }
}
