//! Rules on section 2.3, crawled and scraped data (TS-231 to TS-242).

use std::collections::BTreeSet;

use super::calc;
use super::work::{Check, Said, Work, both, same};
use gpai_forms::lexicon::dates;
use gpai_forms::lexicon::words::{self, plain};

/// One line a rule.
pub(super) const CHECKS: &[(&str, Check)] = &[
    ("TS-231", crawler_name),
    ("TS-232", purposes),
    ("TS-233", behaviour),
    ("TS-234", period),
    ("TS-235", sources_described),
    ("TS-236", categories),
    ("TS-237", too_few_domains),
    ("TS-239", archive_as_crawler),
    ("TS-240", dataset_as_domain),
    ("TS-241", infringing),
    ("TS-242", not_on_the_page),
];

/// The names in 2.3.b, one an entry.
fn crawlers(work: &Work<'_>) -> Vec<String> {
    let Some(field) = work.field("2.3.b") else { return Vec::new() };
    field
        .text
        .lines()
        .flat_map(|l| l.split([',', ';']))
        .map(|n| words::without_links(n).trim_matches(|c: char| !c.is_alphanumeric() && c != ')').to_owned())
        .filter(|n| !n.is_empty())
        .take(super::general::MOST_NAMES)
        .collect()
}

/// Crawler not named.
fn crawler_name(work: &mut Work<'_>) {
    if !work.is_yes("2.3.a") {
        return;
    }
    match work.said("2.3.b") {
        Said::Absent | Said::Blank | Said::NotApplicable(_) => work.say("2.3.b", "missing", &[]),
        Said::Text(_) => {
            let generic = work.book.words.list("generic-crawler");
            for name in crawlers(work) {
                // A description: words of a sentence, one of them generic. `Foo-Crawler/1.0` is a token.
                if described(&name, generic) {
                    work.say("2.3.b", "generic", &[("value", both(&name))]);
                }
            }
        }
        _ => {}
    }
}

/// Whether an entry describes a crawler and does not name it: `our in-house crawler`, but not `Kastor web spider`.
fn described(name: &str, generic: &[String]) -> bool {
    const KINDS: [&str; 6] = ["crawler", "crawlers", "scraper", "scrapers", "spider", "spiders"];
    const NO_NAMES: [&str; 14] = [
        "web", "the", "our", "a", "an", "data", "internet", "image", "general", "focused", "site", "news", "and", "of",
    ];
    let bare = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric() && c != '-').to_owned();
    let words: Vec<String> = name.split_whitespace().map(bare).filter(|w| !w.is_empty()).collect();
    let is = |w: &String, list: &[&str]| list.contains(&plain(w).as_str());
    let told: Vec<&String> = words.iter().filter(|w| generic.iter().any(|g| *g == plain(w))).collect();
    if told.is_empty() {
        return false;
    }
    // A name of its own before the kind of thing it is.
    let named = words
        .iter()
        .take_while(|w| !is(w, &KINDS))
        .any(|w| w.chars().any(|c| c.is_uppercase() || c.is_ascii_digit()) && !is(w, &NO_NAMES));
    !(named && told.iter().all(|w| is(w, &KINDS)))
}

/// Purposes of the crawlers missing.
fn purposes(work: &mut Work<'_>) {
    if work.is_yes("2.3.a") && matches!(work.said("2.3.c"), Said::Absent | Said::Blank | Said::NotApplicable(_)) {
        work.say("2.3.c", "missing", &[]);
    }
}

/// Crawler behaviour silent on a point.
fn behaviour(work: &mut Work<'_>) {
    if !work.is_yes("2.3.a") || work.any_unreadable(&["2.3.c", "2.3.d", "2.3.f", "2.3.i"]) {
        return;
    }
    if matches!(work.said("2.3.d"), Said::Absent | Said::Blank | Said::NotApplicable(_)) {
        return work.say("2.3.d", "missing", &[]);
    }
    let text = work.texts(&["2.3.c", "2.3.d", "2.3.f", "2.3.i"]);
    for topic in ["captcha", "password", "paywall", "robots", "protocols"] {
        if !work.has(topic, &text) {
            work.say("2.3.d", topic, &[]);
        }
    }
}

/// Period of crawling missing or in another format.
fn period(work: &mut Work<'_>) {
    if !work.is_yes("2.3.a") {
        return;
    }
    match work.said("2.3.e") {
        Said::Absent | Said::Blank | Said::NotApplicable(_) => work.say("2.3.e", "missing", &[]),
        Said::Text(text) if !dates::is_form_period(&work.book.words, &text) => {
            work.say("2.3.e", "format", &[("value", work.quote("2.3.e"))]);
        }
        _ => {}
    }
}

/// Description of crawled sources incomplete.
fn sources_described(work: &mut Work<'_>) {
    if !work.is_yes("2.3.a") {
        return;
    }
    let Said::Text(text) = work.said("2.3.f") else { return };
    let mut missing = Vec::new();
    if !work.has("site-types", &text) {
        missing.push("site-types");
    }
    if !work.has("geography", &text) {
        missing.push("geography");
    }
    if !["linguistic", "union-languages", "other-languages"].iter().any(|l| work.has(l, &text)) {
        missing.push("languages");
    }
    // Demography alone is not asked of every crawl.
    if !missing.is_empty() && !work.has("demography", &text) {
        missing.push("demography");
    }
    if !missing.is_empty() {
        work.say("2.3.f", "lacks", &[("missing", work.terms(missing))]);
    }
}

/// The domain names in a text: labels, a dot, a top-level domain; not `.gov`, `co.jp`, `robots.txt` or `e.g.`.
pub(super) fn domains(text: &str) -> BTreeSet<String> {
    const NO_TOP_LEVEL: [&str; 14] =
        ["txt", "pdf", "csv", "json", "html", "htm", "docx", "xlsx", "zip", "gz", "md", "py", "js", "xml"];
    const SECOND_LEVEL: [&str; 8] = ["co", "com", "org", "net", "ac", "gov", "edu", "or"];
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '<' | '>' | '"' | '|' | '[' | ']'))
        .filter(|w| !w.starts_with('.') && !w.contains('@'))
        .map(|w| {
            let w = w.to_lowercase();
            let w = w.strip_prefix("https://").or_else(|| w.strip_prefix("http://")).unwrap_or(&w).to_owned();
            w.split(['/', '?', '#', ':'])
                .next()
                .unwrap_or_default()
                .trim_matches(|c: char| !c.is_alphanumeric())
                .to_owned()
        })
        .filter(|host| {
            let labels: Vec<&str> = host.split('.').collect();
            let [.., second, top] = labels.as_slice() else { return false };
            let good = |l: &str| {
                !l.is_empty() && l.len() <= 63 && l.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
            };
            labels.iter().all(|l| good(l))
                && top.len() >= 2
                && top.chars().all(|c| c.is_alphabetic() || top.starts_with("xn--"))
                && !NO_TOP_LEVEL.contains(top)
                && second.len() >= 2
                && !(labels.len() == 2 && SECOND_LEVEL.contains(second))
        })
        .collect()
}

/// A file with the domains, linked instead of printed.
fn linked_list(work: &Work<'_>) -> bool {
    let text = work.text("2.3.h");
    let file = |l: &String| {
        [".csv", ".txt", ".json", ".zip", ".gz", ".xlsx", ".tsv", ".pdf"].iter().any(|e| l.to_lowercase().contains(e))
    };
    let links = work.links("2.3.h");
    links.iter().any(file) || (!links.is_empty() && text.contains("domain")) || work.hidden_links("2.3.h")
}

/// Categories instead of domain names.
fn categories(work: &mut Work<'_>) {
    if !work.is_yes("2.3.a") {
        return;
    }
    let Said::Text(text) = work.said("2.3.h") else { return };
    if domains(&text).is_empty() && !linked_list(work) {
        work.say("2.3.h", "categories", &[("value", work.quote("2.3.h"))]);
    }
}

/// Too few domain names.
fn too_few_domains(work: &mut Work<'_>) {
    let Some(total) = work.known.crawled_domains else { return };
    if !work.is_yes("2.3.a") || linked_list(work) {
        return;
    }
    let Said::Text(text) = work.said("2.3.h") else { return };
    let needed = calc::domains_to_list(total, work.known.sme, &work.book.amounts.domains);
    let count = u64::try_from(domains(&text).len()).unwrap_or(u64::MAX);
    if count > 0 && count < needed {
        let details = [
            ("count", same(count.to_string())),
            ("needed", same(needed.to_string())),
            ("total", same(total.to_string())),
        ];
        work.say("2.3.h", "few", &details);
    }
}

/// Archive of a third party given as a crawler.
fn archive_as_crawler(work: &mut Work<'_>) {
    if !work.is_yes("2.3.a") {
        return;
    }
    let text = work.text("2.3.b");
    if let Some((_, name)) = work.book.words.first("web-archives", &text) {
        let name = both(name);
        work.say("2.3.b", "archive", &[("value", name)]);
    }
}

/// Names of datasets in the field for domain names.
fn dataset_as_domain(work: &mut Work<'_>) {
    if !work.is_yes("2.3.a") {
        return;
    }
    let text = work.text("2.3.h");
    // `commoncrawl.org` is a domain name; `Common Crawl` is not.
    let plain_names = text.split_whitespace().filter(|w| domains(w).is_empty()).collect::<Vec<_>>().join(" ");
    if let Some((_, name)) = work.book.words.first("web-archives", &plain_names) {
        let name = both(name);
        work.say("2.3.h", "dataset", &[("value", name)]);
    }
}

/// Listed domain is on the infringing-sites list.
fn infringing(work: &mut Work<'_>) {
    if work.known.infringing.is_empty() {
        return;
    }
    let listed = domains(&work.text("2.3.h"));
    let bad: Vec<String> =
        work.known.infringing.iter().map(|d| d.to_lowercase()).filter(|d| listed.contains(d)).collect();
    for domain in bad {
        work.say("2.3.h", "infringing", &[("value", both(&domain))]);
    }
}

/// Crawler not on the public crawler page.
fn not_on_the_page(work: &mut Work<'_>) {
    let Some(page) = &work.known.crawler_page else { return };
    if !work.is_yes("2.3.a") || !matches!(work.said("2.3.b"), Said::Text(_)) {
        return;
    }
    let page: Vec<String> = page.iter().map(|n| plain(n)).collect();
    for name in crawlers(work) {
        if !page.contains(&plain(&name)) {
            work.say("2.3.b", "absent", &[("value", both(&name))]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_name_has_a_label_and_a_top_level_domain() {
        let found = domains(
            "Flickr.com, https://www.example.co.uk/x and a.b.example.pl; robots.txt .gov .bip co.jp e.g. etc.. images.Crawled?",
        );
        let want = ["a.b.example.pl", "flickr.com", "images.crawled", "www.example.co.uk"];
        assert_eq!(found.into_iter().collect::<Vec<_>>(), want);
        assert!(domains("domains such as (.gov and .bip), the forums etc.. The sites.").is_empty());
    }
}
