//! The loader refuses, with file and line: unknown facts, missing citations, conflicts, gaps in time and their like.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

use gpai_rules::law::Law;

const BASE: &str = r#"[law]
id = "toy"
edition = 2026-01-01
first = 2026-01-01
last = 2026-12-31
diagram_order = []
[[paragraph]]
id = "p"
section = "s"
en = "e"
zh = "z"
[[fact]]
name = "a.b"
type = "yes-no"
cites = ["p"]
question.en = "e"
question.zh = "z"
help.en = "e"
help.zh = "z"
[[fact]]
name = "a.x"
type = "yes-no"
exceptional = true
cites = ["p"]
question.en = "e"
question.zh = "z"
help.en = "e"
help.zh = "z"
[[step]]
name = "c"
title.en = "e"
title.zh = "z"
about.en = "e"
about.zh = "z"
cites = ["p"]
"#;

fn rule(id: &str, verb: &str, when: &str, more: &str) -> String {
    format!(
        "[[rule]]\nid = \"{id}\"\n{verb} = \"c\"\nwhen = {when}\nfrom = 2026-01-01\nreread = 2026-01-01\ntext.en = \"e\"\ntext.zh = \"z\"\n{more}\n"
    )
}

/// Loads the base with some rules and gives the refusals as `line | message`.
fn refusal(rules: &str) -> String {
    let text = format!("{BASE}{rules}");
    match Law::load(&[("toy.toml", &text)]) {
        Ok(_) => "accepted".to_owned(),
        Err(errors) => {
            let shown = errors.iter().map(|e| {
                assert_eq!(e.file, "toy.toml");
                assert!(e.line > 1, "{e}");
                let line = text.lines().nth(e.line as usize - 1).unwrap_or_default();
                format!("{line} | {}", e.message)
            });
            shown.collect::<Vec<_>>().join("\n")
        }
    }
}

#[test]
fn a_sound_law_is_accepted() {
    assert_eq!(refusal(&rule("r", "concludes", "\"a.b\"", "cites = [\"p\"]")), "accepted");
}

#[test]
fn an_unknown_fact_is_refused_at_its_condition() {
    let got = refusal(&rule("r", "concludes", "[\"a.b\", \"a.bb\"]", "cites = [\"p\"]"));
    assert_eq!(got, "when = [\"a.b\", \"a.bb\"] | unknown fact `a.bb`");
}

#[test]
fn a_rule_without_citation_is_refused() {
    assert_eq!(refusal(&rule("r", "concludes", "\"a.b\"", "")), "[[rule]] | no citation");
}

#[test]
fn a_citation_that_nothing_describes_is_refused() {
    let got = refusal(&rule("r", "concludes", "\"a.b\"", "cites = [\"q\"]"));
    assert_eq!(got, "[[rule]] | cites `q`, which no [[paragraph]] describes");
}

#[test]
fn a_rule_without_reread_date_is_refused() {
    let text = rule("r", "concludes", "\"a.b\"", "cites = [\"p\"]").replace("reread = 2026-01-01\n", "");
    assert_eq!(refusal(&text), "[[rule]] | `reread` is missing");
}

#[test]
fn rules_that_conflict_are_refused() {
    let both =
        rule("r", "concludes", "\"a.b\"", "cites = [\"p\"]") + &rule("n", "denies", "\"a.x\"", "cites = [\"p\"]");
    let got = refusal(&both);
    assert!(got.contains("the rules `r` and `n` conflict"), "{got}");
    let named = rule("r", "concludes", "\"a.b\"", "cites = [\"p\"]")
        + &rule("n", "denies", "\"a.x\"", "cites = [\"p\"]\ndisplaces = [\"r\"]");
    assert_eq!(refusal(&named), "accepted");
}

#[test]
fn gaps_and_overlaps_between_versions_are_refused() {
    let first = rule("r", "concludes", "\"a.b\"", "cites = [\"p\"]\nuntil = 2026-03-31");
    let later = |from: &str| {
        rule("r", "concludes", "\"a.b\"", "cites = [\"p\"]").replace("from = 2026-01-01", &format!("from = {from}"))
    };
    assert_eq!(refusal(&(first.clone() + &later("2026-04-01"))), "accepted");
    let gap = refusal(&(first.clone() + &later("2026-04-02")));
    assert!(gap.contains("a gap from 2026-04-01 to 2026-04-01"), "{gap}");
    let overlap = refusal(&(first + &later("2026-03-31")));
    assert!(overlap.contains("two versions on 2026-03-31"), "{overlap}");
}

#[test]
fn a_proposition_without_rule_on_some_day_is_refused() {
    let late = rule("r", "concludes", "\"a.b\"", "cites = [\"p\"]").replace("from = 2026-01-01", "from = 2026-02-01");
    assert_eq!(refusal(&late), "[[step]] | no rule answers `c` on 2026-01-01");
}

#[test]
fn circles_are_refused() {
    let got = refusal(&rule("r", "concludes", "\"c\"", "cites = [\"p\"]"));
    assert!(got.contains("rests on itself"), "{got}");
    let two = rule("r", "concludes", "\"a.b\"", "cites = [\"p\"]\ndisplaces = [\"s\"]")
        + &rule("s", "concludes", "\"a.x\"", "cites = [\"p\"]\ndisplaces = [\"r\"]");
    assert!(refusal(&two).contains("displaces itself"));
}

#[test]
fn unknown_keys_wrong_tests_and_single_languages_are_refused() {
    assert!(
        refusal(&rule("r", "concludes", "\"a.b\"", "cites = [\"p\"]\nform = \"act\"")).contains("unknown key `form`")
    );
    assert!(refusal(&rule("r", "concludes", "\"a.b has text\"", "cites = [\"p\"]")).contains("is of type YesNo"));
    let english = rule("r", "concludes", "\"a.b\"", "cites = [\"p\"]").replace("text.zh = \"z\"\n", "");
    assert!(refusal(&english).contains("`zh` is missing"));
}

#[test]
fn axioms_on_exceptional_facts_and_impossible_presumptions_are_refused() {
    let r = rule("r", "concludes", "\"a.b\"", "cites = [\"p\"]");
    let axiom =
        "[[axiom]]\nid = \"x\"\nif = \"a.x\"\nthen = \"a.b\"\ncites = [\"p\"]\ntext.en = \"e\"\ntext.zh = \"z\"\n";
    assert_eq!(refusal(&(r + axiom)), "if = \"a.x\" | an axiom tests an exceptional fact");
    let either = rule("r", "concludes", "{ any = [\"a.x\", \"a.x is no\"] }", "cites = [\"p\"]");
    assert!(refusal(&either).contains("presumed about exceptional facts"));
}

#[test]
fn broken_toml_names_its_line() {
    let errors = Law::load(&[("toy.toml", "a = 1\nb = = 2\n")]).unwrap_err();
    assert_eq!((errors[0].line, errors[0].column), (2, 5), "{}", errors[0]);
}

/// A word without a name, or a short question in one language, would leave a hole in a chart.
#[test]
fn names_and_short_questions_come_whole_or_not_at_all() {
    let fact = |more: &str| {
        let text = format!(
            "[[fact]]\nname = \"a.s\"\ntype = \"set\"\nwords = [\"x\", \"y\"]\ncites = [\"p\"]\nquestion.en = \"q\"\n\
             question.zh = \"q\"\nhelp.en = \"h\"\nhelp.zh = \"h\"\n{more}"
        );
        let errors = Law::load(&[("toy.toml", text.as_str())]).unwrap_err();
        errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    assert!(fact("names.en = [\"x\"]\nnames.zh = [\"x\"]\n").contains("`a.s` has 2 words and 1 names"));
    assert!(
        fact("names.en = [\"x\", \"y\"]\nnames.zh = [\"x\"]\n").contains("`names.en` has 2 entries and `names.zh` 1")
    );
    assert!(fact("short.en = \"s\"\n").contains("`zh` is missing"));
}
