//! What people decided about spans: `verbatim-decisions.toml`. Only a person moves a span from the class that the rules gave it.

use std::collections::BTreeMap;
use std::path::Path;

use gpai_verbatim::class::Class;
use serde::Deserialize;

/// Bytes of the file.
const LARGEST: u64 = 16 << 20;

/// One decision.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The class.
    pub class: Class,
    /// Who.
    pub by: String,
    /// When, as a day.
    pub on: String,
    /// Why.
    pub why: String,
}

/// All of them, by the spans' names.
#[derive(Clone, Debug, Default)]
pub struct Decisions(BTreeMap<String, Decision>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    span: String,
    class: String,
    by: String,
    on: String,
    why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entries {
    #[serde(default)]
    decision: Vec<Entry>,
}

impl Decisions {
    /// Reads the file; where there is none and none was named, nobody decided anything.
    ///
    /// # Errors
    /// It cannot be read, or an entry is not whole.
    pub fn read(path: &Path, named: bool) -> Result<Self, String> {
        let wrong = |e: String| format!("{}: {e}", path.display());
        match std::fs::metadata(path) {
            Err(_) if !named => return Ok(Self::default()),
            Ok(meta) if meta.len() > LARGEST => return Err(wrong("is too large".to_owned())),
            _ => {}
        }
        let text = std::fs::read_to_string(path).map_err(|e| wrong(e.to_string()))?;
        Self::parse(&text).map_err(wrong)
    }

    /// Reads its text.
    ///
    /// # Errors
    /// An entry is not whole.
    pub fn parse(text: &str) -> Result<Self, String> {
        let entries: Entries = toml::from_str(text).map_err(|e| e.to_string())?;
        let mut out = BTreeMap::new();
        for entry in entries.decision {
            let wrong = |what: &str| format!("decision on {:?}: {what}", entry.span);
            let class = Class::named(&entry.class).ok_or_else(|| {
                let all: Vec<&str> = Class::ALL.iter().map(|c| c.word()).collect();
                wrong(&format!("class {:?} is not known; known are {}", entry.class, all.join(", ")))
            })?;
            let day: Result<jiff::civil::Date, _> = entry.on.parse();
            if day.is_err() {
                return Err(wrong("`on` is no day such as 2026-11-30"));
            }
            if entry.by.trim().is_empty() || entry.why.trim().is_empty() {
                return Err(wrong("`by` and `why` must say something"));
            }
            let decision = Decision { class, by: entry.by, on: entry.on, why: entry.why };
            if out.insert(entry.span.clone(), decision).is_some() {
                return Err(format!("two decisions on {:?}", entry.span));
            }
        }
        Ok(Self(out))
    }

    /// The decision on a span.
    #[must_use]
    pub fn of(&self, span: &str) -> Option<&Decision> {
        self.0.get(span)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_names_who_when_and_why() {
        let whole = "[[decision]]\nspan = \"0123\"\nclass = \"quotation\"\nby = \"A. Person\"\non = \"2026-11-30\"\nwhy = \"A quotation with its source\"\n";
        let decisions = Decisions::parse(whole).unwrap_or_default();
        assert_eq!(decisions.of("0123").map(|d| d.class), Some(Class::Quotation));
        for (old, new) in [("A. Person", ""), ("2026-11-30", "soon"), ("quotation\"", "fine\""), ("by = ", "who = ")] {
            assert!(Decisions::parse(&whole.replacen(old, new, 1)).is_err(), "{old}");
        }
        assert!(Decisions::parse(&[whole, whole].concat()).is_err());
    }
}
