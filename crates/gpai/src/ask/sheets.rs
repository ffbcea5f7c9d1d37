//! Short yes/no questions that belong together are put on one sheet, answered one by one: `y y n d`.
//!
//! Only bundling: which questions are open, and which comes first, is the assessment's alone. Never judged ones, which need
//! a name and a reason each.

use gpai_rules::interview::Screen;
use gpai_rules::names;

/// Facts that share a sheet.
pub const SHEETS: [&[&str]; 2] = [
    &[
        names::ROLE_DEVELOPS,
        names::ROLE_OWN_NAME,
        names::ROLE_HOSTS_ONLY,
        names::ROLE_MODIFIES_OTHER,
        names::MARKET_EU,
        names::MARKET_INTERNAL_ONLY,
    ],
    &[
        names::OPENNESS_WEIGHTS_PUBLIC,
        names::OPENNESS_ARCHITECTURE_PUBLIC,
        names::OPENNESS_USAGE_PUBLIC,
        // An exception that is rare: alone it would be asked before what it is an exception from.
        names::OPENNESS_MICROENTERPRISE_DEAL,
    ],
];

/// What is asked at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// Presets by id.
    Presets(Vec<String>),
    /// One fact, or several plain ones.
    Facts(Vec<String>),
}

/// What is asked, the next first, as the sheets it is asked on: a sheet comes where its first fact would.
pub fn screens(open: &[Screen]) -> Vec<Sheet> {
    let fact = |screen: &Screen| match screen {
        Screen::Fact(fact) => Some(fact.clone()),
        Screen::Presets(_) => None,
    };
    let facts: Vec<String> = open.iter().filter_map(fact).collect();
    let mut out: Vec<Sheet> = Vec::new();
    for screen in open {
        match screen {
            Screen::Presets(ids) => out.push(Sheet::Presets(ids.clone())),
            Screen::Fact(fact) => {
                if out.iter().any(|sheet| matches!(sheet, Sheet::Facts(names) if names.contains(fact))) {
                    continue;
                }
                out.push(Sheet::Facts(match SHEETS.iter().find(|s| s.contains(&fact.as_str())) {
                    Some(sheet) => sheet.iter().map(|n| (*n).to_owned()).filter(|n| facts.contains(n)).collect(),
                    None => vec![fact.clone()],
                }));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use gpai_rules::law::{Kind, Law};

    #[test]
    fn sheets_hold_plain_yes_no_questions_of_the_law_book() {
        let law = Law::book().unwrap();
        for name in SHEETS.concat() {
            let def = law.fact(name).unwrap();
            assert!(def.kind == Kind::YesNo && !def.judged && !def.exceptional, "{name}");
        }
    }

    #[test]
    fn a_sheet_comes_where_its_first_open_fact_would() {
        let fact = |n: &str| Screen::Fact(n.to_owned());
        let mut open: Vec<Screen> = vec![Screen::Presets(vec!["did".to_owned(), "out".to_owned()])];
        open.extend(["market.commercial", "role.own_name", "market.first_available", "role.develops"].map(fact));
        let facts = |list: &[&str]| Sheet::Facts(list.iter().map(|n| (*n).to_owned()).collect());
        assert_eq!(
            screens(&open),
            [
                Sheet::Presets(vec!["did".to_owned(), "out".to_owned()]),
                facts(&["market.commercial"]),
                facts(&["role.develops", "role.own_name"]),
                facts(&["market.first_available"]),
            ]
        );
    }
}
