//! The public page on crawlers as HTML: nothing of a policy is markup.
#![allow(clippy::unwrap_used, reason = "tests")]

use gpai_forms::crawlers::{Crawlers, sheet};
use gpai_forms::record::Record;
use gpai_render::{Options, renderer};
use gpai_rules::law::Language;

const POLICY: &str = r#"
[document]
kind = "copyright-policy"
template = "2025-07-10"

[answers]
"provider" = "Birkenwald <b>GmbH</b>"
"crawls" = "yes"
"crawlers" = [{ token = "BirkeBot", purpose = "Training text", addresses = "192.0.2.0/28" }]
"robots" = "</p><script>alert(1)</script>\u0007"
"protocols" = "TDMRep"
"crawler-page" = { page = "https://birkenwald.example/bot", feed = "https://birkenwald.example/bot.xml" }
"contact" = "copyright@birkenwald.example"
"version" = "1.0"
"dated" = 2026-02-27
"#;

#[test]
fn nothing_is_markup_in_the_page() {
    let record = Record::read("copyright-policy.toml", POLICY).unwrap().1;
    let sheet = sheet(&Crawlers::from_record(&record).unwrap(), Language::English);
    let html = String::from_utf8(renderer("html").unwrap().render(&sheet, &Options::default()).unwrap()).unwrap();
    assert!(!html.contains("<script") && !html.contains("<b>GmbH"), "{html}");
    assert!(html.contains("User-agent: BirkeBot") && html.contains("mailto:copyright@birkenwald.example"), "{html}");
}
