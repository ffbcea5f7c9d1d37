//! Signs that a page is not freely accessible: the paywall markup of schema.org in JSON-LD or microdata, and the tiers that some
//! publishers write. They reserve nothing: whether access was lawful is a question of its own, before Article 4(3).

use serde_json::Value as Json;

use crate::html::{Element, Page};
use crate::signal::{Place, Source};

/// How deep JSON-LD is searched.
const DEPTH: u32 = 32;

/// What a page says about free access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paywall {
    /// Where it stands.
    pub place: Place,
    /// Only a part is closed, as far as the markup says: a selector, or some share of articles.
    pub part: Option<String>,
}

/// The first sign that a page, or a part of it, is closed; `None` where it says that it is free, or nothing.
///
/// ```
/// use gpai_optout::access::paywall;
/// use gpai_optout::html::Page;
///
/// let html = br#"<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>"#;
/// assert!(paywall(&Page::read(html)).is_some());
/// assert!(paywall(&Page::read(b"<p>free</p>")).is_none());
/// ```
#[must_use]
pub fn paywall(page: &Page) -> Option<Paywall> {
    page.elements.iter().find_map(|element| {
        let place = || Place::new(Source::Element(element.name.clone()), Some(element.at), element.tag.as_bytes());
        match element.name.as_str() {
            "script" if element.get("type").is_some_and(|t| t.trim().eq_ignore_ascii_case("application/ld+json")) => {
                let json: Json = serde_json::from_str(element.text.trim()).ok()?;
                closed(&json, 0).map(|part| Paywall { place: place(), part })
            }
            "meta" => {
                let value = element.get("content").unwrap_or_default().trim();
                let part =
                    if tier(element) && value.eq_ignore_ascii_case("metered") { Some(value.to_owned()) } else { None };
                let shut = (tier(element) && (value.eq_ignore_ascii_case("locked") || part.is_some()))
                    || (element.get("itemprop").is_some_and(|p| p == "isAccessibleForFree") && is_false(value));
                shut.then(|| Paywall { place: place(), part })
            }
            _ => None,
        }
    })
}

fn tier(element: &Element) -> bool {
    let name = element.get("name").or_else(|| element.get("property"));
    name.is_some_and(|name| name.eq_ignore_ascii_case("article:content_tier"))
}

/// `false` as a word, also as the address that schema.org has for it.
fn is_false(word: &str) -> bool {
    let word = word.trim().trim_end_matches('/');
    word.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case("false"))
}

/// Whether something in the data is not free; inside, which part of the page.
fn closed(json: &Json, depth: u32) -> Option<Option<String>> {
    if depth > DEPTH {
        return None;
    }
    match json {
        Json::Array(list) => list.iter().find_map(|one| closed(one, depth + 1)),
        Json::Object(object) => {
            // A part that is closed is named by a selector; the whole may be called closed beside it.
            let part = object.get("hasPart").and_then(|part| closed(part, depth + 1)).flatten();
            let own = match object.get("isAccessibleForFree") {
                Some(Json::Bool(free)) => !free,
                Some(Json::String(word)) => is_false(word),
                _ => false,
            };
            let selector = || object.get("cssSelector").and_then(Json::as_str).map(str::to_owned);
            if own {
                return Some(part.or_else(selector));
            }
            if part.is_some() {
                return Some(part);
            }
            object.values().find_map(|one| closed(one, depth + 1))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(json: &str) -> Option<Option<String>> {
        let html = format!("<script type='application/ld+json'>{json}</script>");
        paywall(&Page::read(html.as_bytes())).map(|found| found.part)
    }

    #[test]
    fn markup_of_every_spelling() {
        // H2, H3
        let part = r#"{"@type":"NewsArticle","isAccessibleForFree":false,"hasPart":{"@type":"WebPageElement","isAccessibleForFree":"False","cssSelector":".paywall"}}"#;
        assert_eq!(ask(part), Some(Some(".paywall".to_owned())));
        assert_eq!(
            ask(&part
                .replace(r#"{"@type":"WebPageElement""#, r#"[{"x":1},{"@type":"WebPageElement""#)
                .replace(r#"".paywall"}}"#, r#"".paywall"}]}"#)),
            Some(Some(".paywall".to_owned()))
        );
        for closed in
            [r#""False""#, r#""false""#, "false", r#""https://schema.org/False""#, r#""http://schema.org/False/""#]
        {
            assert_eq!(ask(&format!(r#"{{"@graph":[{{"isAccessibleForFree":{closed}}}]}}"#)), Some(None), "{closed}");
        }
        for free in ["true", r#""True""#, "null", "0", r#""""#] {
            assert_eq!(ask(&format!(r#"{{"isAccessibleForFree":{free}}}"#)), None, "{free}");
        }
        assert_eq!((ask("{"), ask(&"[".repeat(200))), (None, None));
        let meta = |html: &str| paywall(&Page::read(html.as_bytes())).map(|found| found.part);
        assert_eq!(meta("<meta name='article:content_tier' content='locked'>"), Some(None));
        assert_eq!(meta("<meta property='article:content_tier' content='metered'>"), Some(Some("metered".to_owned())));
        assert_eq!(meta("<meta name='article:content_tier' content='free'>"), None);
        assert_eq!(meta("<meta itemprop=isAccessibleForFree content=false>"), Some(None));
    }
}
