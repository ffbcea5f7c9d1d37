//! The page, the data and the feed on crawlers, from a policy and from one version to the next.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use gpai_rules::law::Language;

use super::*;
use crate::record::Record;

const POLICY: &str = r#"
[document]
kind = "copyright-policy"
template = "2025-07-10"

[answers]
"provider" = "Birkenwald <b>GmbH</b>"
"crawls" = "yes"
"crawlers" = [{ token = "BirkeBot", purpose = "Training text", addresses = "192.0.2.0/28" }]
"robots" = "As in RFC 9309."
"protocols" = "TDMRep"
"crawler-page" = { page = "https://birkenwald.example/bot", feed = "https://birkenwald.example/bot.xml" }
"contact" = "copyright@birkenwald.example"
"version" = "1.0"
"dated" = 2026-02-27
"#;

fn policy(text: &str) -> Crawlers {
    Crawlers::from_record(&Record::read("copyright-policy.toml", text).unwrap().1).unwrap()
}

#[test]
fn data_are_read_back_as_they_were_written() {
    let first = policy(POLICY);
    assert_eq!(first.changes[0].what, [What::First]);
    assert_eq!(Crawlers::read(first.json().as_bytes()).unwrap(), first);
    assert_eq!(first.clone().after(&first).unwrap(), first, "the same again is no change");
}

#[test]
fn a_change_enters_the_feed_and_needs_a_new_version() {
    let first = policy(POLICY);
    let grown = POLICY.replace(
        "addresses = \"192.0.2.0/28\" }",
        "addresses = \"192.0.2.0/27\" }, { token = \"NewBot\", purpose = \"Images\" }",
    );
    let silent = policy(&grown).after(&first).unwrap_err();
    assert!(silent.to_string().contains("version 1.0 of 2026-02-27 was published already\n  help: raise"), "{silent}");
    let second =
        grown.replace("\"1.0\"", "\"1.1\"").replace("2026-02-27", "2026-05-01").replace("TDMRep", "TDMRep, C2PA");
    let second = policy(&second).after(&first).unwrap();
    assert_eq!(
        second.changes[0].what,
        [What::Added("NewBot".to_owned()), What::Altered("BirkeBot".to_owned()), What::Protocols]
    );
    assert_eq!(second.changes[1..], first.changes[..], "what was said stays said");
    let feed = atom(&second, Language::English);
    assert!(feed.contains("<updated>2026-05-01T00:00:00Z</updated>"), "{feed}");
    assert_eq!(feed.matches("<entry>").count(), 2);
    assert!(feed.contains("<title>crawler NewBot added; crawler BirkeBot changed; other protocols changed</title>"));
    // A crawler that goes is told as well.
    let third = POLICY.replace("BirkeBot", "OtherBot").replace("\"1.0\"", "\"2\"").replace("2026-02-27", "2026-06-01");
    let third = policy(&third).after(&second).unwrap();
    assert!(third.changes[0].what.contains(&What::Removed("NewBot".to_owned())));
}

#[test]
fn what_is_missing_is_named_and_a_provider_that_does_not_crawl_has_no_page() {
    let record = |text: &str| Record::read("copyright-policy.toml", text).unwrap().1;
    let without: String = POLICY
        .lines()
        .filter(|l| !l.contains("robots\" =") && !l.contains("dated"))
        .map(|l| format!("{l}\n"))
        .collect();
    assert_eq!(Crawlers::from_record(&record(&without)), Err(vec!["dated".to_owned(), "robots".to_owned()]));
    assert_eq!(Crawlers::from_record(&record(&POLICY.replace("\"yes\"", "\"no\""))), Err(vec!["crawls".to_owned()]));
}

#[test]
fn nothing_is_markup_in_the_feed() {
    let nasty = POLICY.replace("As in RFC 9309.", "</p><script>alert(1)</script>\\u0007");
    let crawlers = policy(&nasty);
    let feed = atom(&crawlers, Language::Chinese);
    assert!(feed.contains("Birkenwald &lt;b&gt;GmbH&lt;/b&gt;") && feed.contains("首次公布"), "{feed}");
    let mut reader = quick_xml::Reader::from_str(&feed);
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            _ => continue,
        }
    }
}

#[test]
fn files_that_are_not_ours_are_refused() {
    for bytes in [&b"{}"[..], b"[", b"{\"format\":\"gpai-crawlers/1\"}", b"\xff", b"{\"format\":\"gpai-crawlers/2\"}"] {
        assert!(Crawlers::read(bytes).is_err());
    }
    let odd = policy(POLICY).json().replace("\"first\"", "\"unheard-of\"");
    assert!(Crawlers::read(odd.as_bytes()).unwrap_err().to_string().contains("unknown kind"));
}
