//! Documents that the Act asks for, by a link in the card.

use gpai_rules::documents::{self, DocumentKind};

use crate::found::DocumentFound;
use crate::limits;
use crate::prose::page::Page;
use crate::run::Run;
use crate::text::{Text, has_any, window};

/// Links of a card whose text is looked at.
const LINKS_LOOKED_AT: usize = 10_000;
/// The longest link that is kept.
const TARGET: usize = 2048;

/// Finds documents among the links of the card: `[text](target)` and `<a href="target">text</a>`.
pub fn read(run: &mut Run<'_>, page: &Page) {
    let (text, lower) = (&page.text, page.lower.as_str());
    for (found, _) in lower.match_indices("](").take(LINKS_LOOKED_AT) {
        let before = window(lower, found.saturating_sub(limits::WINDOW), found);
        let words = before.rsplit('[').next().unwrap_or_default();
        let rest = window(&text.content, found + 2, found + 2 + TARGET);
        let target = rest.split([')', ' ', '\n', '\t']).next().map(|t| t.trim_matches(['<', '>']));
        link(run, text, words, found - words.len(), target);
    }
    for (found, _) in lower.match_indices("<a ").take(LINKS_LOOKED_AT) {
        let body = window(lower, found, found + 2 * limits::WINDOW);
        let words = body.split_once('>').and_then(|(_, b)| b.split_once("</a")).map(|(w, _)| w);
        let tag = window(&text.content, found, found + TARGET).split('>').next().unwrap_or_default();
        link(run, text, words.unwrap_or_default(), found, href(tag));
    }
}

/// The value of `href` in a tag.
fn href(tag: &str) -> Option<&str> {
    let (_, value) = tag.split_once("href=")?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    match quote {
        Some(quote) => value.get(1..)?.split(quote).next(),
        None => value.split_whitespace().next(),
    }
}

fn link(run: &mut Run<'_>, text: &Text, words: &str, at: usize, target: Option<&str>) {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let says = |kind: &&DocumentKind| kind.link.iter().any(|phrase| has_any(&words, &[phrase.as_str()]));
    for kind in documents::bundled().kinds.iter().filter(says) {
        let target = target.filter(|t| !t.is_empty()).map(str::to_owned);
        run.document_found(DocumentFound { kind: kind.word.clone(), place: text.place(at), target });
    }
}
