//! The feed of changes, Atom (RFC 4287): affected rightsholders are told automatically.

use gpai_rules::law::Language;
use quick_xml::escape::escape;

use super::Crawlers;
use super::page::said;
use crate::escape::visible;

/// The feed, the newest change first. Days have no hour in a policy: each entry counts from the start of its day in UTC.
pub fn atom(crawlers: &Crawlers, language: Language) -> String {
    let text = |s: &str| escape(visible(s)).into_owned();
    let (lang, title) = match language {
        Language::English => ("en", "Changes of our crawlers"),
        Language::Chinese => ("zh-Hans", "爬虫变更"),
    };
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{lang}\">\n"
    );
    let updated = crawlers.changes.first().map_or(crawlers.dated, |c| c.dated);
    out.push_str(&format!(
        "  <id>{feed}</id>\n  <title>{title}</title>\n  <updated>{updated}T00:00:00Z</updated>\n  <author><name>{provider}</name></author>\n  <link rel=\"self\" href=\"{feed}\"/>\n  <link rel=\"alternate\" type=\"text/html\" href=\"{page}\"/>\n",
        feed = text(&crawlers.feed),
        provider = text(&crawlers.provider),
        page = text(&crawlers.page),
    ));
    for change in &crawlers.changes {
        let what: Vec<String> = change.what.iter().map(|w| said(w, language)).collect();
        out.push_str(&format!(
            "  <entry>\n    <id>{page}#{day}-{version}</id>\n    <title>{what}</title>\n    <updated>{day}T00:00:00Z</updated>\n    <link rel=\"alternate\" type=\"text/html\" href=\"{page}\"/>\n    <content type=\"text\">{version}: {what}</content>\n  </entry>\n",
            page = text(&crawlers.page),
            day = change.dated,
            version = text(&change.version),
            what = text(&what.join("; ")),
        ));
    }
    out.push_str("</feed>\n");
    out
}
