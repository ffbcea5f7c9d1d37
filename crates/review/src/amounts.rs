//! The numbers that rules compare with: those of the template and the Code stand in `law/document-rules.toml`, those of the
//! Act and the Guidelines are taken from the law book. None stands in the program.

use std::collections::BTreeMap;

use gpai_rules::law::{Law, Threshold, ThresholdValue, Words, in_force};
use gpai_rules::number::Number;
use gpai_rules::toml_place::{PlacedError, Table};
use jiff::Span;
use jiff::civil::Date;

/// Thresholds of the law book that a rule compares with.
pub const SYSTEMIC: &str = "systemic-presumption";
/// See [`SYSTEMIC`].
pub const GENERAL: &str = "gpai-indicative";
const CHAPTER_V: &str = "chapter-v-applies";

/// Every number a check needs.
#[derive(Clone, Debug)]
pub struct Amounts {
    /// From the notification to the confirmed Framework.
    pub framework_after_notification: Period,
    /// From the confirmed Framework to the placing on the market.
    pub framework_before_placing: Period,
    /// From one assessment of the Framework to the next.
    pub framework_assessment: Period,
    /// From one Model Report to the next.
    pub report_update: Period,
    /// From one update of the Summary to the next.
    pub summary_update: Period,
    /// How long earlier versions of the model documentation are kept.
    pub documentation_kept: Period,
    /// What makes a dataset large.
    pub large_dataset: Share,
    /// How many of the domain names are listed.
    pub domains: Domains,
    /// The first day on which Chapter V applies; models placed before it are earlier models (Article 111(3)).
    pub chapter_v: Date,
    thresholds: Vec<Threshold>,
}

/// A period of the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    span: Length,
    /// In words: `six calendar months`.
    pub short: Words,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Length {
    Weeks(i32),
    Months(i32),
    Years(i32),
}

impl Period {
    fn span(&self) -> Option<Span> {
        let span = Span::new();
        match self.span {
            Length::Weeks(n) => span.try_weeks(n),
            Length::Months(n) => span.try_months(n),
            Length::Years(n) => span.try_years(n),
        }
        .ok()
    }

    /// The day so much later, clamped to the end of the month: 31 August and six months is 28 or 29 February.
    pub fn after(&self, day: Date) -> Option<Date> {
        day.checked_add(self.span()?).ok()
    }

    /// The day so much earlier.
    pub fn before(&self, day: Date) -> Option<Date> {
        day.checked_sub(self.span()?).ok()
    }
}

/// A share of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// In a hundred.
    pub percent: u32,
    /// Exactly that share does not pass.
    pub strict: bool,
}

/// How many domain names are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Domains {
    /// Of everybody.
    pub share: Share,
    /// Of a small or medium-sized enterprise.
    pub sme: Share,
    /// The most that such an enterprise lists.
    pub sme_most: u64,
}

struct Raw<'r, 't, 'a> {
    table: &'r Table<'t, 'a>,
    value: u32,
    unit: String,
    strict: Option<bool>,
    short: Words,
}

impl Amounts {
    /// Reads `[[amount]]`, and takes the rest from the law book. An amount that is missing, has another unit or is not used
    /// is refused.
    ///
    /// # Errors
    /// With file and line.
    pub fn read(root: &Table<'_, '_>, law: &Law) -> Result<Amounts, PlacedError> {
        let tables = root.tables("amount")?;
        let mut all: BTreeMap<String, Raw<'_, '_, '_>> = BTreeMap::new();
        for table in &tables {
            let raw = raw(table)?;
            if all.insert(table.str("id")?, raw).is_some() {
                return Err(table.error("this amount stands here twice"));
            }
        }
        let mut take = |id: &str| all.remove(id).ok_or_else(|| root.error(format!("the [[amount]] `{id}` is missing")));
        let amounts = Amounts {
            framework_after_notification: period(take("framework-after-notification")?)?,
            framework_before_placing: period(take("framework-before-placing")?)?,
            framework_assessment: period(take("framework-assessment")?)?,
            report_update: period(take("report-update")?)?,
            summary_update: period(take("summary-update")?)?,
            documentation_kept: period(take("documentation-kept")?)?,
            large_dataset: share(&take("large-dataset")?)?,
            domains: Domains {
                share: share(&take("domains")?)?,
                sme: share(&take("domains-sme")?)?,
                sme_most: count(&take("domains-sme-most")?)?,
            },
            chapter_v: law
                .day(CHAPTER_V)
                .ok_or_else(|| root.error(format!("the law book has no day `{CHAPTER_V}`")))?,
            thresholds: law
                .thresholds
                .iter()
                .filter(|t| [SYSTEMIC, GENERAL].contains(&t.id.as_str()))
                .cloned()
                .collect(),
        };
        match all.into_iter().next() {
            Some((id, raw)) => Err(raw.table.error(format!("no rule compares with `{id}`"))),
            None => Ok(amounts),
        }
    }

    /// Whether an amount passes a threshold of the law book on a day; on its latest version without one. `None` where the
    /// book has none.
    pub fn passes(&self, id: &str, value: &Number, on: Option<Date>) -> Option<bool> {
        let of = |t: &&Threshold| t.id == id;
        let dated = on.and_then(|day| self.thresholds.iter().filter(of).find(|t| in_force(t.from, t.until, day)));
        match &dated.or_else(|| self.thresholds.iter().filter(of).max_by_key(|t| t.from))?.value {
            ThresholdValue::Amount { value: edge, divisor, strict, .. } => {
                let scaled = value.times_u(*divisor);
                Some(if *strict { scaled > *edge } else { scaled >= *edge })
            }
            _ => None,
        }
    }
}

fn raw<'r, 't, 'a>(table: &'r Table<'t, 'a>) -> Result<Raw<'r, 't, 'a>, PlacedError> {
    let item = table.need("value")?;
    let value = item
        .get_ref()
        .as_integer()
        .and_then(|i| u32::from_str_radix(i.as_str(), i.radix()).ok())
        .ok_or_else(|| table.text().error(item.span(), "`value` must be a whole number"))?;
    let strict = match table.opt_str("comparison")?.as_deref() {
        None => None,
        Some(">") => Some(true),
        Some(">=") => Some(false),
        Some(_) => return Err(table.error("`comparison` is `>` or `>=`")),
    };
    if table.list("cites")?.is_empty() {
        return Err(table.error("`cites` is missing: a number names the provision it stands in"));
    }
    Words::read(table, "text")?;
    table.need_date("reread")?;
    let raw = Raw { table, value, unit: table.str("unit")?, strict, short: Words::read(table, "short")? };
    table.str("id")?;
    table.finish()?;
    Ok(raw)
}

fn period(raw: Raw<'_, '_, '_>) -> Result<Period, PlacedError> {
    let count = i32::try_from(raw.value).map_err(|_| raw.table.error("the period is too long"))?;
    let span = match raw.unit.as_str() {
        "weeks" => Length::Weeks(count),
        "months" => Length::Months(count),
        "years" => Length::Years(count),
        _ => return Err(raw.table.error("the unit of a period is `weeks`, `months` or `years`")),
    };
    Ok(Period { span, short: raw.short })
}

fn share(raw: &Raw<'_, '_, '_>) -> Result<Share, PlacedError> {
    match (raw.unit.as_str(), raw.strict) {
        ("percent", Some(strict)) if raw.value <= 100 => Ok(Share { percent: raw.value, strict }),
        _ => Err(raw.table.error("a share has the unit `percent`, at most 100, and a `comparison`")),
    }
}

fn count(raw: &Raw<'_, '_, '_>) -> Result<u64, PlacedError> {
    match raw.unit.as_str() {
        "domains" => Ok(u64::from(raw.value)),
        _ => Err(raw.table.error("the unit is `domains`")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use jiff::civil::date;

    fn amounts() -> Amounts {
        crate::Book::book(&Law::book().unwrap()).unwrap().amounts
    }

    #[test]
    fn months_are_calendar_months_clamped_to_the_end() {
        let six = amounts().summary_update;
        let later = |d: Date| six.after(d).unwrap().to_string();
        assert_eq!(later(date(2025, 8, 31)), "2026-02-28");
        assert_eq!(later(date(2027, 8, 29)), "2028-02-29");
        assert_eq!(later(date(2026, 1, 15)), "2026-07-15");
    }

    #[test]
    fn weeks_are_seven_days() {
        let all = amounts();
        assert_eq!(all.framework_after_notification.after(date(2026, 2, 19)), Some(date(2026, 3, 19)));
        assert_eq!(all.framework_before_placing.before(date(2026, 5, 18)), Some(date(2026, 5, 4)));
    }

    #[test]
    fn exactly_the_threshold_does_not_pass() {
        let all = amounts();
        let passes = |id, value: &str| all.passes(id, &Number::parse(value).unwrap(), Some(date(2026, 11, 30)));
        assert_eq!(passes(SYSTEMIC, "1e25"), Some(false));
        assert_eq!(passes(SYSTEMIC, "1.01e25"), Some(true));
        assert_eq!(passes(GENERAL, "1.01e23"), Some(true));
        assert_eq!(passes("no-such-threshold", "1e30"), None);
        assert_eq!(all.passes(GENERAL, &Number::parse("2e23").unwrap(), None), Some(true));
    }
}
