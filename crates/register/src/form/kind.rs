//! What can be lodged by the form: a complaint of a rightsholder, a request (Transparency chapter, Measure 1.2), word of an incident
//! (Safety chapter, Measures 3.5 and 9.1). Each with its fields and bounds, and the entry that comes of it.

use serde_json::json;

use super::fields::{Fields, LINKS, TRAP, Wrong};
use crate::commands::lodged::{self, ROLES};
use crate::commands::sheet::{self, Sheet};
use crate::fault::Fault;
use crate::step::Draft;
use crate::store::Store;

/// What can be lodged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A complaint about the use of protected works.
    Complaint,
    /// A request for documentation, access or erasure.
    Request,
    /// Word of a serious incident or a near miss.
    Incident,
}

/// How a field is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// Several lines.
    Area,
    /// One line; what the browser may fill in by itself.
    Line(&'static str),
    /// One of some words, each with a text of its name.
    Choice(&'static [&'static str]),
    /// One of some words that say themselves; the text is for none of them.
    Plain(&'static [&'static str], &'static str),
}

/// A field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in what is sent.
    pub name: &'static str,
    /// Whose label and help it has.
    pub text: &'static str,
    /// The most characters.
    pub most: usize,
    /// How it is filled in.
    pub control: Control,
}

const fn field(name: &'static str, text: &'static str, most: usize, control: Control) -> Field {
    Field { name, text, most, control }
}

const MEASURES: [&str; 5] = ["1.1", "1.2", "1.3", "1.4", "1.5"];
/// Who asks by the form; authorities write letters.
const ASKERS: [&str; 3] = ["downstream", "person", "other"];

const NAME: Field = field("name", "name", 200, Control::Line("name"));
const CONTACT: Field = field("contact", "contact", 320, Control::Line("email"));
const COMPLAINT: [Field; 7] = [
    field("statement", "statement", 20_000, Control::Area),
    field("works", "works", 26_000, Control::Area),
    NAME,
    field("role", "role", 40, Control::Choice(&ROLES)),
    field("on_behalf_of", "on_behalf_of", 200, Control::Line("")),
    CONTACT,
    field("measure", "measure", 40, Control::Plain(&MEASURES, "cannot-tell")),
];
const REQUEST: [Field; 4] = [
    field("statement", "request-what", 20_000, Control::Area),
    field("from", "request-from", 40, Control::Choice(&ASKERS)),
    NAME,
    CONTACT,
];
const INCIDENT: [Field; 4] = [
    field("statement", "incident-what", 20_000, Control::Area),
    field("occurred", "incident-when", 40, Control::Line("")),
    NAME,
    CONTACT,
];

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 3] = [Kind::Complaint, Kind::Request, Kind::Incident];

    /// Its word: of the texts, and the first part of its entries.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Complaint => "complaint",
            Kind::Request => "request",
            Kind::Incident => "incident",
        }
    }

    /// Where its form is.
    pub fn path(self) -> &'static str {
        match self {
            Kind::Complaint => "/complaint",
            Kind::Request => "/request",
            Kind::Incident => "/incident",
        }
    }

    /// The first part of its ids.
    pub fn prefix(self) -> &'static str {
        match self {
            Kind::Complaint => "CMP",
            Kind::Request => "REQ",
            Kind::Incident => "INC",
        }
    }

    /// Its fields, in their order.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Kind::Complaint => &COMPLAINT,
            Kind::Request => &REQUEST,
            Kind::Incident => &INCIDENT,
        }
    }

    /// What was sent as it is recorded, and whether a person should look first.
    ///
    /// # Errors
    /// See [`Wrong`].
    pub fn read(self, fields: &Fields) -> Result<(Sheet, bool), Wrong> {
        let get = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
        if get("statement").trim().is_empty() {
            return Err(Wrong::Empty);
        }
        if self.fields().iter().any(|f| get(f.name).chars().count() > f.most) {
            return Err(Wrong::Long);
        }
        let mut sheet = Sheet::new();
        for field in self.fields().iter().filter(|f| !get(f.name).trim().is_empty() && f.name != "works") {
            let known = match field.control {
                Control::Choice(words) | Control::Plain(words, _) => words.contains(&get(field.name)),
                Control::Area | Control::Line(_) => true,
            };
            if known {
                sheet.insert(field.name.to_owned(), get(field.name).into());
            }
        }
        if self == Kind::Complaint {
            sheet.insert("channel".to_owned(), "form".into());
            let works: Vec<&str> = get("works").lines().map(str::trim).filter(|l| !l.is_empty()).collect();
            if works.len() > 50 || works.iter().any(|w| w.chars().count() > 500) {
                return Err(Wrong::Long);
            }
            if !works.is_empty() {
                let works: Vec<_> = works.iter().map(|title| json!({ "title": title })).collect();
                sheet.insert("works".to_owned(), works.into());
            }
        }
        let links = get("statement").matches("http://").count() + get("statement").matches("https://").count();
        Ok((sheet, !get(TRAP).is_empty() || links > LINKS))
    }

    /// The entry.
    ///
    /// # Errors
    /// A value that cannot stand.
    pub fn draft(self, store: &Store, draft: Draft, sheet: &Sheet) -> Result<Draft, Fault> {
        let get = |name: &str| sheet::text(sheet, name).map(str::trim).filter(|t| !t.is_empty());
        match self {
            Kind::Complaint => lodged::draft(store, draft, sheet),
            Kind::Request => {
                let from = get("from").unwrap_or("other");
                let basis = (from == "downstream").then_some("53-1-b");
                let mut draft = draft.with("channel", Some("form")).with("from", Some(from)).with("basis", basis);
                for name in ["name", "contact"] {
                    draft = draft.secret(name, get(name));
                }
                Ok(draft.secret("text", sheet::text(sheet, "statement")))
            }
            // Which class it is, and whether the model is involved, is for a person to judge: no clock runs before, and it is shown.
            Kind::Incident => {
                let draft = draft.with("channel", Some("form"));
                let said = get("occurred").map(|when| format!("{when}\n\n")).unwrap_or_default();
                let who: Vec<&str> = ["name", "contact"].iter().filter_map(|name| get(name)).collect();
                let who = who.join(", ");
                let statement = sheet::text(sheet, "statement").unwrap_or_default();
                Ok(draft
                    .secret("submitter", Some(who.as_str()).filter(|w| !w.is_empty()))
                    .secret("note", Some(&format!("{said}{statement}"))))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn each_needs_a_statement_and_has_bounds() {
        for kind in Kind::ALL {
            let with = |name: &str, value: &str| {
                let fields = [("statement".to_owned(), "x".to_owned()), (name.to_owned(), value.to_owned())];
                kind.read(&Fields::from(fields))
            };
            assert_eq!(kind.read(&Fields::new()), Err(Wrong::Empty));
            assert_eq!(with("name", &"n".repeat(201)), Err(Wrong::Long));
            assert!(!with("name", "N").unwrap().1);
            assert!(with(TRAP, "http://spam.example").unwrap().1, "what fills the trap is looked at, not dropped");
            assert!(with("statement", &"https://a.example ".repeat(11)).unwrap().1);
        }
        let works = |text: String| {
            Kind::Complaint.read(&Fields::from([("statement".into(), "x".into()), ("works".into(), text)]))
        };
        assert_eq!(works("w\n".repeat(51)), Err(Wrong::Long));
        let from = |who: &str| {
            Kind::Request.read(&Fields::from([("statement".into(), "x".into()), ("from".into(), who.into())]))
        };
        assert_eq!(from("ai-office").unwrap().0.get("from"), None, "nobody is an authority by the form");
        assert!(from("downstream").unwrap().0.contains_key("from"));
    }
}
