//! Documents that the Act asks for, by a link in the card.

use gpai_rules::documents::{self, DocumentKind};

use crate::found::DocumentFound;
use crate::limits;
use crate::prose::page::Page;
use crate::run::Run;
use crate::text::{Text, window};

/// Links of a card whose text is looked at.
const LINKS_LOOKED_AT: usize = 10_000;
/// Bytes around a link in which it is said what the link is for.
const AROUND: usize = 160;
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
    let all = documents::bundled();
    let holds = |list: &[String], text: &str| list.iter().any(|phrase| text.contains(phrase.as_str()));
    if !all.kinds.iter().any(|k| holds(&k.link, &words) || holds(&k.link_vague, &words)) {
        return;
    }
    // The line or paragraph around, with the target of the link.
    let near = window(&text.content, at.saturating_sub(AROUND), at + words.len() + AROUND).to_lowercase();
    let instructs = holds(&all.instructions, &near);
    let duty = holds(&all.duties, &near);
    let says =
        |kind: &&DocumentKind| holds(&kind.link, &words) || (duty && !instructs && holds(&kind.link_vague, &words));
    for kind in all.kinds.iter().filter(says) {
        let target = target.filter(|t| !t.is_empty()).map(str::to_owned);
        run.document_found(DocumentFound { kind: kind.word.clone(), place: text.place(at), target });
    }
}

#[cfg(test)]
mod tests {
    use gpai_rules::licence::Licences;

    use crate::files::Memory;

    fn kinds(card: &str) -> Vec<String> {
        let found = crate::read(&Memory::new().with("README.md", format!("# M\n\n{card}\n")), &Licences::default());
        found.documents.into_iter().map(|d| d.kind).collect()
    }

    #[test]
    fn only_documents_of_the_duties_are_documents() {
        for (card, kind) in [
            (
                "Our [technical documentation](x.pdf) under Article 53 is kept for the AI Office.",
                "technical-documentation",
            ),
            ("Here is the [model documentation form](x.pdf).", "technical-documentation"),
            ("The [training summary](https://a/b) that the AI Act asks for.", "training-summary"),
            ("The [summary of training data](https://a/b).", "training-summary"),
            ("为合规，见[技术文档](https://a/b)。", "technical-documentation"),
        ] {
            assert_eq!(kinds(card), [kind], "{card}");
        }
        for card in [
            "See the [technical documentation](https://docs.example.org/start) to install it.",
            "We wrote [technical documentation](x) for developers.",
            "A [training summary](https://wandb.ai/x/y) with all curves.",
            "See the [model documentation](https://a/tutorial) and the AI Act too.",
            "参见[技术文档](https://a/b)。",
        ] {
            assert!(kinds(card).is_empty(), "{card}");
        }
    }
}
