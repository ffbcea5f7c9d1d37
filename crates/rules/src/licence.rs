//! Licences judged by the Guidelines' open-source test (GL 76-84, recital 102): rights granted, restrictions, verdict.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::toml_place::{PlacedError, Table, Text};
use crate::words::Words;

/// Restrictions that end the exemption by themselves (GL 83; a limit by territory by GL 79).
pub const DISQUALIFYING: [&str; 6] =
    ["non_commercial", "research_only", "no_distribution", "user_scale", "separate_commercial_licence", "geographic"];
/// Restrictions that are compatible with a free and open-source licence (recital 102, GL 80, 82).
pub const HARMLESS: [&str; 2] = ["attribution", "share_alike"];

/// The longest expression of several licences that is taken apart.
const EXPRESSION: usize = 200;

/// What the licence test says of a text as such; monetisation and public information come on top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All four rights, no restriction beyond attribution and share-alike.
    Qualifies,
    /// A right is missing or a restriction of GL 83 stands in it.
    Fails,
    /// Passes only as far as each restricting term fits GL 84.
    Arguable,
    /// A family id: which text is meant is not known.
    Uncertain,
}

impl Verdict {
    /// All of them, the best for a recipient first.
    pub const ALL: [Verdict; 4] = [Verdict::Qualifies, Verdict::Arguable, Verdict::Uncertain, Verdict::Fails];

    /// The word used in the law file and in every output.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Qualifies => "qualifies",
            Verdict::Fails => "fails",
            Verdict::Arguable => "arguable",
            Verdict::Uncertain => "uncertain",
        }
    }

    /// The verdict of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Verdict::ALL.into_iter().find(|v| v.word() == word)
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

/// One licence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Licence {
    /// Id as used on the Hub, lower case.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Other names, lower case.
    pub aliases: Vec<String>,
    /// SPDX id, if there is one.
    pub spdx: Option<String>,
    /// Rights the text grants (F50); `None` if the id leaves it open.
    pub rights: Option<Vec<String>>,
    /// Restrictions in the text (F51); `None` if the id leaves it open.
    pub restrictions: Option<Vec<String>>,
    /// The reviewed verdict.
    pub verdict: Verdict,
    /// `high`, `medium` or `low`.
    pub confidence: String,
    /// Why.
    pub reason: Words,
    /// Provisions.
    pub cites: Vec<String>,
    /// Phrases that all occur in the normalised text.
    pub markers: Vec<String>,
    /// Phrases that do not occur in it.
    pub without: Vec<String>,
    /// Restriction and the phrase that shows where it stands.
    pub clauses: Vec<(String, String)>,
    /// 1-based line of the entry in `law/licences.toml`.
    pub line: u32,
}

/// All licences, by id and alias.
#[derive(Clone, Debug, Default)]
pub struct Licences {
    list: Vec<Licence>,
    by_name: BTreeMap<String, usize>,
}

impl Licences {
    /// Reads `licences.toml`.
    pub fn load(text: Text<'_>) -> Result<Self, PlacedError> {
        let parsed = text.parse()?;
        let root = Table::new(text, parsed.get_ref(), parsed.span());
        root.need_date("reread")?;
        let mut licences = Licences::default();
        let (mut line, mut offset) = (1u32, 0usize);
        let tables = root.tables("licence")?;
        licences.list.reserve(tables.len());
        for table in tables {
            let mut licence = read(&table)?;
            // Entries stand in order: each line is counted from the one before.
            let start = table.span().start;
            let between = text.text.get(offset..start).unwrap_or_default();
            line = line.saturating_add(u32::try_from(between.matches('\n').count()).unwrap_or(u32::MAX));
            offset = offset.max(start);
            licence.line = line;
            for name in std::iter::once(&licence.id).chain(&licence.aliases).chain(&licence.spdx) {
                // One licence may have a name twice, as its id and as its SPDX id.
                let here = licences.list.len();
                if *licences.by_name.entry(name.to_lowercase()).or_insert(here) != here {
                    return Err(table.error(format!("`{}` names two licences", name.to_lowercase())));
                }
            }
            licences.list.push(licence);
        }
        root.finish()?;
        Ok(licences)
    }

    /// The licence of an id, alias or SPDX id, whatever the case.
    pub fn find(&self, name: &str) -> Option<&Licence> {
        self.by_name.get(&name.trim().to_lowercase()).and_then(|i| self.list.get(*i))
    }

    /// A name, or an SPDX expression of names with `AND` and `OR`: what holds together, or what a recipient may choose.
    pub fn resolve(&self, expression: &str) -> Option<Cow<'_, Licence>> {
        if let Some(licence) = self.find(expression) {
            return Some(Cow::Borrowed(licence));
        }
        if expression.len() > EXPRESSION || expression.contains(['(', ')']) {
            return None;
        }
        // OR binds less than AND.
        let choices: Vec<&str> = expression.split(" OR ").collect();
        let all = choices.iter().map(|choice| self.together(choice)).collect::<Option<Vec<_>>>()?;
        let rank = |l: &Licence| Verdict::ALL.iter().position(|v| *v == l.verdict);
        all.into_iter().min_by_key(rank).map(Cow::Owned)
    }

    /// Licences that hold together: the rights that all grant, the restrictions of each.
    fn together(&self, expression: &str) -> Option<Licence> {
        let parts =
            expression.split(" AND ").flat_map(|p| p.split(" + ")).map(|p| self.find(p)).collect::<Option<Vec<_>>>()?;
        let (first, rest) = parts.split_first()?;
        let mut whole = (*first).clone();
        for part in rest {
            whole.id = format!("{} AND {}", whole.id, part.id);
            whole.name = format!("{} and {}", whole.name, part.name);
            whole.rights = whole.rights.zip(part.rights.as_ref()).map(|(mut mine, other)| {
                mine.retain(|r| other.contains(r));
                mine
            });
            whole.restrictions = whole.restrictions.zip(part.restrictions.as_ref()).map(|(mut mine, other)| {
                mine.extend(other.iter().filter(|r| !mine.contains(r)).cloned().collect::<Vec<_>>());
                mine
            });
            whole.clauses.extend(part.clauses.iter().cloned());
            whole.cites.extend(part.cites.iter().filter(|c| !whole.cites.contains(c)).cloned().collect::<Vec<_>>());
            whole.verdict = match (&whole.rights, &whole.restrictions) {
                (Some(rights), Some(restrictions)) => verdict(rights, restrictions),
                _ => Verdict::Uncertain,
            };
        }
        Some(whole)
    }

    /// The licence whose marker phrases occur in a text.
    pub fn recognise(&self, text: &str) -> Option<&Licence> {
        let normal = normalise(text);
        self.list.iter().find(|l| {
            !l.markers.is_empty()
                && l.markers.iter().all(|m| normal.contains(m.as_str()))
                && !l.without.iter().any(|m| normal.contains(m.as_str()))
        })
    }

    /// All, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Licence> {
        self.list.iter()
    }
}

/// Lower case; runs of white space and Markdown signs become one space.
pub fn normalise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || matches!(c, '*' | '#' | '_' | '>') {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.extend(c.to_lowercase());
        }
    }
    out
}

/// The verdict that rights and restrictions entail.
pub fn verdict(rights: &[String], restrictions: &[String]) -> Verdict {
    let all = ["access", "use", "modify", "distribute"].iter().all(|r| rights.iter().any(|x| x == r));
    if !all || restrictions.iter().any(|r| DISQUALIFYING.contains(&r.as_str())) {
        Verdict::Fails
    } else if restrictions.iter().all(|r| HARMLESS.contains(&r.as_str())) {
        Verdict::Qualifies
    } else {
        Verdict::Arguable
    }
}

fn read(table: &Table<'_, '_>) -> Result<Licence, PlacedError> {
    let words =
        |key| -> Result<Vec<String>, PlacedError> { Ok(table.list(key)?.into_iter().map(|(s, _)| s).collect()) };
    let optional = |key| -> Result<Option<Vec<String>>, PlacedError> {
        if table.get(key).is_some() { words(key).map(Some) } else { Ok(None) }
    };
    let stated = table.str("verdict")?;
    let stated = Verdict::parse(&stated).ok_or_else(|| table.error(format!("`{stated}` is no verdict")))?;
    let mut clauses = Vec::new();
    for clause in table.tables("clauses")? {
        clauses.push((clause.str("restriction")?, clause.str("phrase")?));
        clause.finish()?;
    }
    let licence = Licence {
        id: table.str("id")?,
        name: table.str("name")?,
        aliases: words("aliases")?,
        spdx: table.opt_str("spdx")?,
        rights: optional("rights")?,
        restrictions: optional("restrictions")?,
        verdict: stated,
        confidence: table.str("confidence")?,
        reason: Words::read(table, "reason")?,
        cites: words("cites")?,
        markers: words("markers")?,
        without: words("without")?,
        clauses,
        line: 0,
    };
    table.finish()?;
    let entailed = match (&licence.rights, &licence.restrictions) {
        (Some(rights), Some(restrictions)) => verdict(rights, restrictions),
        _ => Verdict::Uncertain,
    };
    if entailed != stated {
        return Err(table.error(format!(
            "the verdict of `{}` does not follow from its rights and restrictions, which entail `{entailed}`",
            licence.id
        )));
    }
    Ok(licence)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::law::Law;

    #[test]
    fn a_verdict_is_its_word() {
        for verdict in Verdict::ALL {
            assert_eq!((Verdict::parse(verdict.word()), verdict.to_string().as_str()), (Some(verdict), verdict.word()));
        }
        assert_eq!(Verdict::parse("Qualifies"), None);
    }

    #[test]
    fn expressions_hold_together_or_let_choose() {
        let law = Law::book().unwrap();
        let verdict = |e: &str| law.licences.resolve(e).map(|l| l.verdict);
        assert_eq!(verdict("EUPL-1.2 OR Apache-2.0"), Some(Verdict::Qualifies));
        assert_eq!(verdict("MIT AND CC-BY-NC-4.0"), Some(Verdict::Fails));
        assert_eq!(verdict("MIT AND CC-BY-NC-4.0 OR Apache-2.0"), Some(Verdict::Qualifies));
        assert_eq!(verdict("MIT AND openrail"), law.licences.find("openrail").map(|l| l.verdict));
        assert_eq!(verdict("MIT AND home-made"), None);
        assert_eq!(verdict("(MIT OR Apache-2.0) AND CC-BY-4.0"), None);
        let both = law.licences.resolve("MIT AND CC-BY-NC-4.0").unwrap();
        assert!(both.restrictions.as_ref().unwrap().contains(&"non_commercial".to_owned()));
        assert_eq!(both.id, "mit AND cc-by-nc-4.0");
    }
}
