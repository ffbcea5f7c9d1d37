//! Tests of the forms: each one loads, and what does not fit together is refused at its line.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use crate::template::{BOOK, Required, Shape, Template};

#[test]
fn every_form_of_the_book_loads() {
    for (file, text) in BOOK {
        if let Err(error) = Template::read(file, text) {
            panic!("{error}");
        }
    }
    let book = Template::book().unwrap();
    for kind in Template::kinds() {
        let latest = Template::latest(kind).unwrap().unwrap();
        assert_eq!(latest.kind, kind, "a file is called as its kind");
        assert!(Template::named(kind, &latest.version).unwrap().is_some());
        assert!(book.iter().any(|t| t.kind == kind));
    }
}

/// The ids of section 2 of the law file on the summary, one by one.
#[test]
fn the_training_summary_has_every_official_field() {
    let template = Template::latest("training-summary").unwrap().unwrap();
    let ids: Vec<&str> = template.fields.iter().map(|f| f.id.as_str()).collect();
    let mut expected: Vec<String> = vec!["H.1".into(), "H.2".into()];
    for (section, letters) in [("1.1", "ab"), ("1.2", "abc"), ("1.3", "a")] {
        expected.extend(letters.chars().map(|c| format!("{section}.{c}")));
    }
    for modality in ["text", "image", "audio", "video", "other"] {
        expected.push(format!("1.3.b.{modality}"));
        expected.push(format!("1.3.c.{modality}"));
    }
    for (section, letters) in [
        ("1.3", "defg"),
        ("2.1", "abcde"),
        ("2.2.1", "ab"),
        ("2.2.2", "abcde"),
        ("2.3", "abcdefghi"),
        ("2.4", "abcde"),
        ("2.5", "abcde"),
        ("2.6", "abc"),
        ("3.1", "abc"),
        ("3.2", "a"),
        ("3.3", "a"),
    ] {
        expected.extend(letters.chars().map(|c| format!("{section}.{c}")));
    }
    assert_eq!(ids, expected);
    // The questions that are never answered from evidence.
    let asked: Vec<&str> = template.fields.iter().filter(|f| f.shape == Shape::YesNo).map(|f| f.id.as_str()).collect();
    assert_eq!(asked, ["2.1.a", "2.2.1.a", "2.2.2.a", "2.3.a", "2.4.a", "2.4.b", "2.5.a", "2.6.a", "3.1.a"]);
    assert!(template.fields.iter().filter(|f| f.shape == Shape::YesNo).all(|f| f.required == Required::Mandatory));
    assert!(template.fields.iter().filter(|f| f.shape == Shape::YesNo).all(|f| f.from.is_empty()));
    // Comments are optional, and nothing else but 3.3.a is.
    for field in &template.fields {
        assert_eq!(field.required == Required::Optional, field.label.ends_with("(optional)"), "{}", field.id);
    }
}

const SMALL: &str = r#"
[form]
kind = "small"
version = "1"
edition = 2026-01-01
title = { en = "Small", zh = "小" }
subtitle = ""
intro = { en = "i", zh = "i" }
source = "s"
reread = 2026-01-01
audiences = ["aio", "dp"]

[[section]]
id = "1"
title = "One"

[[field]]
id = "1.a"
section = "1"
label = "Secret?"
type = "yes-no"
required = "mandatory"
audiences = ["aio"]
cites = ["x"]
help = { en = "h", zh = "h" }

[[field]]
id = "1.b"
section = "1"
label = "Open"
type = "text"
required = "conditional"
when = ["1.a is yes"]
audiences = ["aio"]
cites = ["x"]
help = { en = "h", zh = "h" }
"#;

fn refusal(from: &str, to: &str) -> String {
    assert!(SMALL.contains(from));
    Template::read("law/small.toml", &SMALL.replacen(from, to, 1)).unwrap_err().to_string()
}

#[test]
fn a_form_that_does_not_fit_together_is_refused_at_its_line() {
    Template::read("law/small.toml", SMALL).unwrap();
    let unknown_section = refusal("section = \"1\"\nlabel = \"Open\"", "section = \"l\"\nlabel = \"Open\"");
    assert!(unknown_section.starts_with("law/small.toml:27:") && unknown_section.contains("`l`"), "{unknown_section}");
    assert!(refusal("1.a is yes", "1.a is maybe").contains("cannot be"));
    assert!(refusal("1.a is yes", "1.z is yes").contains("no field is called `1.z`"));
    assert!(refusal("1.a is yes", "1.a yes").contains("is no condition"));
    assert!(refusal("type = \"text\"", "type = \"txt\"").contains("no type is called `txt`"));
    assert!(refusal("type = \"text\"", "type = \"choice\"").contains("`options`"));
    assert!(refusal("required = \"conditional\"", "required = \"sometimes\"").contains("`required` is"));
    assert!(refusal("label = \"Open\"", "lable = \"Open\"").contains("`label` is missing"));
    assert!(refusal("help = { en = \"h\", zh = \"h\" }", "help = { en = \"h\" }").contains("`zh` is missing"));
    assert!(refusal("label = \"Open\"", "label = \"Open\"\nlabels = 1").contains("did you mean `label`?"));
    assert!(refusal("id = \"1.b\"", "id = \"1.a\"").contains("described twice"));
    assert!(refusal("cites = [\"x\"]", "cites = []").contains("cites nothing"));
    assert!(refusal("audiences = [\"aio\"]", "audiences = [\"public\"]").contains("no view for `public`"));
}

/// A row that everybody sees may not depend on one that they do not: its presence would tell.
#[test]
fn a_condition_never_tells_of_a_hidden_answer() {
    let wide = SMALL.replace("when = [\"1.a is yes\"]\naudiences = [\"aio\"]", "when = [\"1.a is yes\"]");
    assert!(Template::read("f", &wide).unwrap_err().to_string().contains("does not see `1.a`"));
}

/// A new version is a new file beside the old one; a document names the version it was written for.
#[test]
fn versions_of_a_form_stand_side_by_side() {
    assert_eq!(super::super::template::kind_of("law/training-summary.toml"), "training-summary");
    assert_eq!(super::super::template::kind_of("law/training-summary@2027.toml"), "training-summary");
    let old = Template::named("training-summary", "C(2025) 8311").unwrap().unwrap();
    assert!(old.edition <= Template::latest("training-summary").unwrap().unwrap().edition);
    assert!(Template::named("training-summary", "C(2024) 1").unwrap().is_none());
    assert!(Template::latest("no-such-form").unwrap().is_none());
}
