//! Working days: Monday to Friday without the holidays of a list. The lists of the Commission are law data
//! (`law/holidays.toml`); a year without a list counts weekends alone, which can only make a day too early.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};

use crate::toml_place::{PlacedError, Table, parse_date};
use crate::words::Words;

/// The calendar of those to whom the Act's clocks are addressed.
pub const COMMISSION: &str = "commission";

/// Holidays by day, each with its name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    days: BTreeMap<Date, Words>,
    listed: BTreeMap<i16, Year>,
}

/// What is known of a year of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    /// The year.
    pub year: i16,
    /// Where the list was seen.
    pub source: Words,
    /// The day somebody last compared it.
    pub reread: Date,
    /// Provisions.
    pub cites: Vec<String>,
}

impl Calendar {
    /// Saturdays and Sundays alone.
    pub fn weekends() -> Calendar {
        Calendar::default()
    }

    /// Weekends and some days without a name of their own.
    pub fn of_days(days: impl IntoIterator<Item = Date>) -> Calendar {
        let name = Words { en: "own holiday".to_owned(), zh: "自定假日".to_owned() };
        Calendar { days: days.into_iter().map(|day| (day, name.clone())).collect(), listed: BTreeMap::new() }
    }

    /// Whether it is a working day: Monday to Friday and no holiday.
    pub fn works(&self, day: Date) -> bool {
        !is_weekend(day) && !self.days.contains_key(&day)
    }

    /// The name of the holiday that a day is, if it is one.
    pub fn holiday(&self, day: Date) -> Option<&Words> {
        self.days.get(&day)
    }

    /// Whether the list of a year is known.
    pub fn lists(&self, year: i16) -> bool {
        self.listed.contains_key(&year)
    }

    /// The years whose list is known.
    pub fn years(&self) -> impl Iterator<Item = &Year> {
        self.listed.values()
    }

    /// The holidays, sorted.
    pub fn holidays(&self) -> impl Iterator<Item = (Date, &Words)> {
        self.days.iter().map(|(day, name)| (*day, name))
    }
}

/// Saturday or Sunday.
pub fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The calendars of the law book by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendars {
    all: BTreeMap<String, Calendar>,
    names: BTreeMap<String, Words>,
}

impl Calendars {
    /// A calendar by its id.
    pub fn get(&self, id: &str) -> Option<&Calendar> {
        self.all.get(id)
    }

    /// The calendars, sorted by id.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Calendar)> {
        self.all.iter().map(|(id, calendar)| (id.as_str(), calendar))
    }

    /// Adds the entries of a law file: names of holidays first, then the years.
    pub(crate) fn read(&mut self, root: &Table<'_, '_>) -> Result<(), PlacedError> {
        for table in root.tables("holiday")? {
            let (id, name) = (table.str("id")?, Words::read(&table, "name")?);
            table.finish()?;
            if self.names.insert(id, name).is_some() {
                return Err(table.error("this holiday is described twice"));
            }
        }
        for table in root.tables("year")? {
            let calendar = table.str("calendar")?;
            let written = table.str("year")?;
            let year = written.parse::<i16>().map_err(|_| table.error(format!("`{written}` is no year")))?;
            let about = Year {
                year,
                source: Words::read(&table, "source")?,
                reread: table.need_date("reread")?,
                cites: table.list("cites")?.into_iter().map(|(cite, _)| cite).collect(),
            };
            let to = self.all.entry(calendar).or_default();
            for (text, span) in table.list("days")? {
                let wrong = |message: &str| table.text().error(span.clone(), message.to_owned());
                let (day, name) = text.split_once(' ').ok_or_else(|| wrong("a day and the holiday's id"))?;
                let day = parse_date(day).filter(|day| day.year() == year);
                let day = day.ok_or_else(|| wrong("the day is none of this year"))?;
                let name = self.names.get(name).ok_or_else(|| wrong("no [[holiday]] has this id"))?;
                if is_weekend(day) {
                    return Err(wrong("a Saturday or Sunday is no working day anyway"));
                }
                to.days.insert(day, name.clone());
            }
            table.finish()?;
            if to.listed.insert(year, about).is_some() {
                return Err(table.error("this year of the calendar is described twice"));
            }
        }
        Ok(())
    }
}
