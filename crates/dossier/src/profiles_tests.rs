//! A profile fills what it knows, names itself as the source, and answers no Yes/No.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;

use gpai_forms::record::Value;
use gpai_forms::template::Template;

use super::{Profile, Scope};

fn profile(text: &str) -> Result<Profile, String> {
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path().join("corpus.json");
    fs::write(&path, text).unwrap();
    Profile::read(&path)
}

const TEXT: &str = r#"{"format":"gpai-corpus-profile/1","files":2,"documents":30,"bytes":900,"domain_count":11,
 "rule":{"name":"top-10-percent","selected":2},"collected":{"first":"2024-01-31","last":"2025-06-01"},
 "modalities":[{"modality":"text","documents":30,"bytes":900,"tokens":2000000000,"size_bin":{"bin":"T2"}}],
 "languages":[{"language":"de","name":"German","official_in_the_union":true,"bytes":600},
  {"language":"zh","name":"Chinese","official_in_the_union":false,"bytes":300},{"language":null,"bytes":0}],
 "datasets":[{"dataset":"a","modalities":[{"large":true}]},{"dataset":"b","modalities":[{"large":false}]}],
 "domains":[{"domain":"a.example"},{"domain":"b.example"}]}"#;

#[test]
fn a_profile_fills_what_it_knows_with_its_source() {
    let template = Template::latest("training-summary").unwrap().unwrap();
    let profile = profile(TEXT).unwrap();
    let all = profile.answers(&template, Scope::All);
    let get = |id: &str| all.iter().find(|a| a.id == id).unwrap();
    let answer = get("1.3.b.text").answer.as_ref().unwrap();
    assert_eq!(answer.value, Value::Word("T2".to_owned()));
    assert!(answer.source.as_deref().unwrap().contains("corpus.json (gpai corpus profile: 2 files, 30 documents"));
    let Value::Text(languages) = &get("1.3.e").answer.as_ref().unwrap().value else { panic!("no text") };
    assert!(languages.contains("Official languages of the Union: German (66.6 %)"), "{languages}");
    assert!(languages.contains("does not say the language"), "{languages}");
    assert!(get("2.1.c").answer.is_none() && get("2.1.c").hint.as_deref().unwrap().contains(": a ("));
    assert!(get("1.3.d").hint.as_deref().unwrap().contains("06/2025"));
    let crawl = profile.answers(&template, Scope::Crawl);
    let Value::Parts(cells) = &crawl.iter().find(|a| a.id == "2.3.h").unwrap().answer.as_ref().unwrap().value else {
        panic!("no parts")
    };
    assert_eq!(cells["distinct"], Value::Number("11".to_owned()));
    assert_eq!(cells["domains"], Value::List(vec!["a.example".to_owned(), "b.example".to_owned()]));
    for one in all.iter().chain(&crawl) {
        assert!(!matches!(one.answer.as_ref().map(|a| &a.value), Some(Value::Yes(_))), "{}", one.id);
    }
}

#[test]
fn what_is_no_profile_is_refused() {
    assert!(profile("{}").unwrap_err().contains("is no gpai-corpus-profile/1"));
    assert!(profile("nonsense").unwrap_err().contains("is no JSON"));
}
