//! Tests of records: types, what is refused and where, and what stays unknown.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::*;

fn record(answers: &str) -> Result<Record, String> {
    let text = format!("[document]\nkind = \"training-summary\"\ntemplate = \"C(2025) 8311\"\n[answers]\n{answers}\n");
    Record::read("documents/training-summary.toml", &text).map(|(_, r)| r).map_err(|e| e.to_string())
}

fn model(answers: &str) -> Result<Record, String> {
    let text = format!("[document]\nkind = \"model-documentation\"\ntemplate = \"2025-07-10\"\n[answers]\n{answers}\n");
    Record::read("f", &text).map(|(_, r)| r).map_err(|e| e.to_string())
}

#[test]
fn answers_have_the_type_their_form_asks_for() {
    let r = record(
        r#"
"H.1" = "1.0"
"H.2" = 2026-03-16
"1.3.a" = ["Audio", "text"]
"1.3.d" = { month = "06/2025", continuous = false, source = "log" }
"2.1.a" = true
"2.1.b" = { value = ["text", "other"], other = "crystal structures" }
"2.1.c" = [{ name = "A", link = "https://a.example" }]
"2.3.e" = { from = "2025-01", to = "2025-06" }
"1.1.b" = { na = "established in the Union" }
"3.2.a" = { missing = "the staff left", effort = "asked them" }
"1.2.a" = "Birke-7B 1.0"
"#,
    )
    .unwrap();
    assert_eq!(r.value("H.2"), Some(&Value::Date("2026-03-16".parse().unwrap())));
    // In the form's order, whatever the order written.
    assert_eq!(r.value("1.3.a"), Some(&Value::Words(vec!["text".into(), "audio".into()])));
    let Some(Value::Parts(parts)) = r.value("1.3.d") else { panic!() };
    assert_eq!(parts["month"], Value::Month(Month { year: 2025, month: 6 }));
    assert_eq!(parts["continuous"], Value::Yes(false));
    assert_eq!(r.answers["1.3.d"].source.as_deref(), Some("log"));
    assert_eq!(r.value("2.1.a"), Some(&Value::Yes(true)));
    assert_eq!(r.answers["2.1.b"].other.as_deref(), Some("crystal structures"));
    assert_eq!(r.value("1.2.a"), Some(&Value::List(vec!["Birke-7B 1.0".into()])));
    assert!(matches!(r.value("3.2.a"), Some(Value::Missing { .. })));
    assert_eq!(r.answers["H.1"].line, 6);
}

#[test]
fn unknown_stays_unknown() {
    let r = record("\"2.1.a\" = \"unknown\"\n\"2.5.a\" = { value = \"unknown\" }").unwrap();
    assert!(r.answers.is_empty());
}

#[test]
fn what_does_not_fit_is_refused_with_its_line_and_the_mend() {
    let refused = |answers: &str, place: &str, words: &str| {
        let error = record(answers).unwrap_err();
        assert!(error.starts_with(&format!("documents/training-summary.toml:{place}")), "{error}");
        assert!(error.contains(words), "{error}");
    };
    refused("\"2.3.z\" = 1", "5:1", "the form has no field `2.3.z`");
    refused("\"2.3.z\" = 1", "5:1", "did you mean");
    refused("\"2.1.a\" = \"partly\"", "5:11", "\"yes\" or \"no\", and nothing third");
    refused("\"1.3.b.text\" = \"T4\"", "5:16", "one of T1, T2, T3, alternative");
    refused("\"1.3.a\" = [\"txt\"]", "5:12", "did you mean `text`?");
    refused("\"H.2\" = \"16.3.2026\"", "5:9", "expected a date");
    refused("\"H.1\" = { na = \"x\" }", "5:9", "always applies");
    refused("\"1.1.b\" = \"N/A\"", "5:11", "say why");
    refused("\"1.1.b\" = { na = \" \" }", "5:11", "needs a reason");
    refused("\"3.2.a\" = { missing = \"x\" }", "5:11", "`effort` is missing");
    refused("\"2.3.e\" = { from = \"2025-06\", to = \"2025-01\" }", "5:11", "ends before it begins");
    refused("\"2.3.e\" = { from = \"2025-13\", to = \"2025-01\" }", "5:20", "a month such as");
    refused("\"2.1.c\" = [{ nam = \"A\" }]", "5:14", "did you mean `name`?");
    refused("\"H.1\" = { valu = \"1\" }", "5:9", "a table without `value`");
    refused("\"H.1\" = { value = \"1\", sourc = \"\" }", "5:24", "did you mean `source`?");
    refused("\"H.1\" = \"\"", "5:9", "take the line out");
    refused("\"H.1\" = \"…\"", "5:9", "the example is still there");
    refused("\"1.2.a\" = [\"…\"]", "5:11", "the example is still there");
    refused("\"2.1.c\" = [{ name = \"…\" }]", "5:21", "the example is still there");
    refused("\"H.1\" = 1.0", "5:9", "expects a text");
    let head = |head: &str| Record::read("f", head).unwrap_err().to_string();
    assert!(head("[answers]").contains("`[document]` is missing"));
    assert!(
        head("[document]\nkind = \"training-sumary\"\ntemplate=\"1\"").contains("did you mean `training-summary`?")
    );
    assert!(head("[document]\nkind = \"training-summary\"\ntemplate = \"C(2025) 1\"").contains("C(2025) 8311"));
    assert!(head("[document]\nkind = \"training-summary\"").contains("`template` is missing"));
}

/// A model placed before August 2025 may state a gap in its summary; no other form has that answer.
#[test]
fn only_the_summary_has_stated_gaps() {
    assert!(model("\"MDF-07\" = { missing = \"a\", effort = \"b\" }").unwrap_err().contains("no answer `missing`"));
}

#[test]
fn decimals_keep_their_figures() {
    let r = model("\"MDF-11\" = 7.30e10\n\"MDF-35\" = \"1.0E2\"\n\"MDF-31b\" = 7_300_000").unwrap();
    assert_eq!(r.value("MDF-11"), Some(&Value::Number("7.30e10".into())));
    assert_eq!(r.value("MDF-35"), Some(&Value::Number("1.0e2".into())));
    assert_eq!(r.value("MDF-31b"), Some(&Value::Number("7300000".into())));
    for (number, figures) in
        [("7.30e10", 3), ("1.0e2", 2), ("1e25", 1), ("7300000", 2), ("0.05", 1), ("100", 1), ("0", 0)]
    {
        assert_eq!(significant_figures(number), figures, "{number}");
    }
    assert!(model("\"MDF-11\" = -1").is_err() && model("\"MDF-11\" = \"1e999999999\"").is_err());
    assert!(model("\"MDF-11\" = inf").is_err() && model("\"MDF-11\" = 0xff").is_err());
}

#[test]
fn conditions_are_yes_no_or_open() {
    let field = Template::latest("training-summary").unwrap().unwrap().field("2.4.c").unwrap().clone();
    let holds = |answers: &str| record(answers).unwrap().holds(&field);
    assert_eq!(holds(""), Holds::Open);
    assert_eq!(holds("\"2.4.a\" = \"no\""), Holds::Open);
    assert_eq!(holds("\"2.4.a\" = \"no\"\n\"2.4.b\" = \"no\""), Holds::No);
    assert_eq!(holds("\"2.4.a\" = \"yes\""), Holds::Yes);
    assert!(record("\"2.4.a\" = \"yes\"").unwrap().is_owed(&field));
    assert!(!record("").unwrap().is_owed(&field), "the question it rests on is owed instead");
}

#[test]
fn reading_is_bounded_and_never_panics() {
    let many = "1,".repeat(MAX_ROWS + 1);
    assert!(record(&format!("\"1.2.a\" = [{many}]")).unwrap_err().contains("put them into a file"));
    assert!(Record::read("f", &" ".repeat(MAX_BYTES + 1)).unwrap_err().message.contains("larger than"));
    let deep = format!("[document]\nkind = {}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(Record::read("f", &deep).is_err());
    for broken in ["", "[", "[document", "a = \"\\u{0}\"", "[document]\n[document]", "\u{0}"] {
        assert!(Record::read("f", broken).is_err());
    }
}
