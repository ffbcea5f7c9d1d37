//! Licences judged by the Guidelines' open-source test (GL 76-84, recital 102): rights granted, restrictions, verdict.

use std::collections::BTreeMap;

use crate::law::Words;
use crate::toml_place::{PlacedError, Table, Text};

/// Restrictions that end the exemption by themselves (GL 83).
pub const DISQUALIFYING: [&str; 5] =
    ["non_commercial", "research_only", "no_distribution", "user_scale", "separate_commercial_licence"];
/// Restrictions that are compatible with a free and open-source licence (recital 102, GL 80, 82).
pub const HARMLESS: [&str; 2] = ["attribution", "share_alike"];

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

/// One licence.
#[derive(Clone, Debug)]
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
        for table in root.tables("licence")? {
            let licence = read(&table)?;
            let names = std::iter::once(&licence.id).chain(&licence.aliases).chain(&licence.spdx);
            for name in names.map(|n| n.to_lowercase()).collect::<std::collections::BTreeSet<_>>() {
                if licences.by_name.insert(name.clone(), licences.list.len()).is_some() {
                    return Err(table.error(format!("`{name}` names two licences")));
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
    let stated = match table.str("verdict")?.as_str() {
        "qualifies" => Verdict::Qualifies,
        "fails" => Verdict::Fails,
        "arguable" => Verdict::Arguable,
        "uncertain" => Verdict::Uncertain,
        other => return Err(table.error(format!("`{other}` is no verdict"))),
    };
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
    };
    table.finish()?;
    let entailed = match (&licence.rights, &licence.restrictions) {
        (Some(rights), Some(restrictions)) => verdict(rights, restrictions),
        _ => Verdict::Uncertain,
    };
    if entailed != stated {
        return Err(table.error(format!(
            "the verdict of `{}` does not follow from its rights and restrictions, which entail {entailed:?}",
            licence.id
        )));
    }
    Ok(licence)
}
