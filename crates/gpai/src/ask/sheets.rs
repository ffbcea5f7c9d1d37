//! Short yes/no questions that belong together are put on one sheet, answered one by one: `y y n d`.
//!
//! Only bundling: which questions are open, and which comes first, is the assessment's alone. Never judged ones, which need
//! a name and a reason each.

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

/// Open facts, best first, as the sheets they are asked on: a sheet comes where its first fact would.
pub fn screens(open: &[String]) -> Vec<Vec<String>> {
    let mut out: Vec<Vec<String>> = Vec::new();
    for fact in open {
        if out.iter().any(|screen| screen.contains(fact)) {
            continue;
        }
        out.push(match SHEETS.iter().find(|s| s.contains(&fact.as_str())) {
            Some(sheet) => sheet.iter().map(|n| (*n).to_owned()).filter(|n| open.contains(n)).collect(),
            None => vec![fact.clone()],
        });
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
        let open: Vec<String> =
            ["market.commercial", "role.own_name", "market.first_available", "role.develops", "openness.usage_public"]
                .map(str::to_owned)
                .to_vec();
        let got = screens(&open);
        assert_eq!(
            got,
            [
                vec!["market.commercial"],
                vec!["role.develops", "role.own_name"],
                vec!["market.first_available"],
                vec!["openness.usage_public"]
            ]
        );
    }
}
