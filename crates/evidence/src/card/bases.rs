//! Base models that the front matter names, and how the model was made from them.

use gpai_rules::fact::Value;
use gpai_rules::finding::{Finding, Severity};
use gpai_rules::names;

use super::declared::Declared;
use super::front_matter::Front;
use crate::candidates::{Base, Relation, keep};
use crate::limits;
use crate::model_name::model_name;
use crate::run::Run;
use crate::text::{has_any, shorten, window};

/// Tags of files with fewer bits, which somebody makes of a finished model, merged or adapted ones included.
const QUANTISED: [&str; 10] = ["gguf", "ggml", "gptq", "awq", "exl2", "exl3", "imatrix", "llama.cpp", "hqq", "aqlm"];
/// Tags of fewer bits that a merge or an adapter can have too.
const FEW_BITS: [&str; 11] = [
    "int4",
    "int8",
    "4-bit",
    "8-bit",
    "4bit",
    "8bit",
    "4-bit precision",
    "8-bit precision",
    "quantized",
    "w4a16",
    "w8a8",
];
/// Tags that training tools set.
const TUNED: [&str; 11] = [
    "generated_from_trainer",
    "trl",
    "sft",
    "dpo",
    "grpo",
    "unsloth",
    "axolotl",
    "llama-factory",
    "finetuned",
    "fine-tuned",
    "autotrain",
];
/// Tags of heads that only propose tokens for another model.
const DRAFT: [&str; 5] = ["speculator", "speculators", "draft-model", "speculative-decoding", "speculative decoding"];
/// Names of such heads, which other models have too; a draft may also be an early release.
const DRAFT_NAMES: [&str; 7] = ["draft", "eagle", "eagle2", "eagle3", "eagle-3", "medusa", "hydra"];
/// Words of a card that say that its model is such a head.
const DRAFTS: [&str; 6] = ["speculative", "draft model", "draft head", "draft token", "drafter", "投机"];

/// The word for a relation that people read.
pub fn word(relation: Relation) -> &'static str {
    match relation {
        Relation::Adapter => "adapter",
        Relation::Quantised => "quantised",
        Relation::FineTuned => "fine-tuned",
        Relation::Merged => "merged",
        Relation::Distilled => "distilled",
        Relation::Pruned => "pruned",
        Relation::Unstated => "relation not stated (the Hub takes it for a fine-tune)",
    }
}

/// What the card's keys say of how the model was made, with the sign that says so.
fn relation(card: &Declared<'_>) -> (Relation, Option<String>) {
    for (stated, _) in card.values("base_model_relation") {
        let relation = match stated.to_lowercase().as_str() {
            "adapter" | "lora" => Relation::Adapter,
            "quantized" | "quantised" => Relation::Quantised,
            "finetune" | "finetuned" | "fine-tune" | "fine-tuned" => Relation::FineTuned,
            "merge" | "merged" => Relation::Merged,
            _ => continue,
        };
        return (relation, None);
    }
    if card.all("quantized_by").next().is_some() {
        return (Relation::Quantised, Some("quantized_by".into()));
    }
    let tags: Vec<String> = card.values("tags").iter().map(|(t, _)| t.to_lowercase()).collect();
    let library: Vec<String> = card.values("library_name").iter().map(|(l, _)| l.to_lowercase()).collect();
    let sign = |words: &[&str]| tags.iter().chain(&library).find(|t| words.contains(&t.as_str())).cloned();
    let signs = [
        (&QUANTISED[..], Relation::Quantised),
        (&["lora", "adapter", "peft", "qlora", "dora"], Relation::Adapter),
        (&["merge", "mergekit"], Relation::Merged),
        (&FEW_BITS, Relation::Quantised),
        (&TUNED, Relation::FineTuned),
    ];
    let found = signs.into_iter().find_map(|(words, relation)| Some((relation, sign(words)?)));
    let trained = || {
        let mut inner = card.all("co2_eq_emissions").flat_map(|k| &k.inner);
        inner.any(|(k, v)| k == "training_type" && v.to_lowercase().replace('-', "").contains("finetun"))
    };
    match found {
        Some((relation, sign)) => (relation, Some(format!("tag {}", shorten(&sign)))),
        None if trained() => (Relation::FineTuned, Some("training_type".into())),
        None => (Relation::Unstated, None),
    }
}

/// Base models and whether the model is made from another one at all; says what was found.
pub fn read(run: &mut Run<'_>, card: &Declared<'_>, title: Option<&str>, bases: &mut Vec<Base>) -> String {
    let (relation, sign) = relation(card);
    let is_own = |base: &str| {
        // A copy with fewer bits often has the title of what it is a copy of.
        relation == Relation::Unstated
            && title.is_some_and(|o| base.rsplit('/').next().is_some_and(|b| b.eq_ignore_ascii_case(o)))
    };
    let source = |at: usize| match &sign {
        Some(sign) => card.source(at).method(format!("relation from {sign}")),
        None => card.source(at),
    };
    let mut names: Vec<(&str, usize)> = Vec::new();
    for (written, at) in card.values("base_model") {
        // An address of the model's page names the model.
        let name = model_name(written).unwrap_or(written);
        if is_own(name) {
            let finding = Finding::new("base-is-itself", Severity::Info).with("base", shorten(name));
            run.find(finding.place(card.place(at)));
        } else if names.len() < limits::CANDIDATES && !names.iter().any(|(n, _)| n.eq_ignore_ascii_case(name)) {
            names.push((name, at));
            keep(bases, Base { name: name.to_owned(), relation, source: source(at) });
        }
    }
    if let Some((first, at)) = names.first() {
        if names.len() == 1 {
            run.claim(names::MODIFICATION_BASE, Value::Text((*first).to_owned()), card.source(*at));
        }
        run.derive(format!("the card names a base model, {}", shorten(first)), card.source(*at));
    }
    let sees = card.values("pipeline_tag").iter().any(|(tag, _)| tag.contains("image") || tag.contains("video"));
    let drafts = std::cell::LazyCell::new(|| drafts(card));
    for (tag, at) in card.values("tags") {
        let lower = tag.to_lowercase();
        // Tags that a trainer or a packer sets say that the weights come from somewhere, though not from where.
        let made = matches!(lower.as_str(), "merge" | "mergekit" | "lora" | "adapter")
            || TUNED.contains(&lower.as_str())
            || QUANTISED.contains(&lower.as_str());
        if made {
            run.derive(format!("the card has the tag {tag}"), card.source(at));
        }
        // `eagle` is a kind of head, and a family of models that see.
        if DRAFT.contains(&lower.as_str())
            || (DRAFT_NAMES.contains(&lower.as_str()) && (*drafts || (names.len() == 1 && !sees)))
        {
            run.narrow(&format!("the card has the tag {tag}: a head that drafts for another model"), card.place(at));
        }
    }
    if let Some((_, at)) = card.values("quantized_by").first() {
        run.derive("the card says that the model is quantised", card.source(*at));
    }
    other_provider(run, card);
    match names.as_slice() {
        [] if relation == Relation::Unstated => String::new(),
        [] => format!("{}, base not named", word(relation)),
        list => {
            let list: Vec<String> = list.iter().take(8).map(|(n, _)| shorten(n)).collect();
            format!("base {}: {}", list.join(", "), word(relation))
        }
    }
}

/// Whether the card says that its model drafts for another.
fn drafts(card: &Declared<'_>) -> bool {
    has_any(&card.text.content.to_lowercase(), &DRAFTS)
}

/// A card that was copied may still name the provider of the base: `provider` against the owner in `name`.
fn other_provider(run: &mut Run<'_>, card: &Declared<'_>) {
    let plain = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let names = card.values("name");
    let Some((owner, _)) = names.first().and_then(|(n, _)| n.split_once('/')) else { return };
    for (provider, at) in card.values("provider") {
        let (a, b) = (plain(owner), plain(provider));
        if !a.is_empty() && !b.is_empty() && !a.contains(&b) && !b.contains(&a) {
            let finding = Finding::new("provider-named-otherwise", Severity::Info);
            run.find(finding.with("provider", shorten(provider)).with("owner", shorten(owner)).place(card.place(at)));
        }
    }
}

/// Lines among which the title of a card stands.
const TITLE_WITHIN: usize = 200;

/// The first heading, which usually is the name of the model.
pub fn title(content: &str, front: Option<&Front>) -> Option<String> {
    // Metadata further down does not move the heading.
    let start = front.filter(|f| f.whole.start == 0).map_or(0, |f| f.whole.end);
    let body = content.get(start..)?;
    let heading = body.lines().take(TITLE_WITHIN).find(|l| l.starts_with('#'));
    let first = heading.and_then(|h| body.find(h));
    let tagged = in_tags(body).filter(|(at, _)| first.is_none_or(|h| h > *at));
    let title = tagged.map(|(_, t)| t).or_else(|| Some(heading?.trim_start_matches('#').trim().to_owned()))?;
    Some(title).filter(|t| !t.is_empty())
}

/// Bytes of a heading in tags.
const TAGGED: usize = 300;

/// The content of the first `<h1>` that is no comment, and where it stands.
fn in_tags(body: &str) -> Option<(usize, String)> {
    let at = body.match_indices("<h1").map(|(at, _)| at).find(|at| {
        let before = body.get(..*at).unwrap_or_default();
        before.rfind("<!--").is_none_or(|open| before.rfind("-->").is_some_and(|shut| shut > open))
    })?;
    let inner = window(body, at, at + TAGGED);
    let inner = inner.get(inner.find('>')? + 1..inner.find("</h1")?)?;
    let mut plain = String::new();
    let mut depth = 0usize;
    for c in inner.chars() {
        match c {
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    (!plain.is_empty()).then_some((at, plain))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use gpai_rules::fact::Value;
    use gpai_rules::licence::Licences;

    use crate::files::Memory;
    use crate::{Found, read};

    fn of(card: &str) -> Found {
        read(&Memory::new().with("README.md", card), &Licences::default())
    }

    fn gave(card: &str) -> String {
        let found = of(card);
        found.looked_at.iter().find(|l| l.reader == "model card").unwrap().gave.clone()
    }

    #[test]
    fn a_model_is_not_its_own_base() {
        let found = of("---\nbase_model: org/Thing-3B\n---\n# Thing-3B\n");
        assert!(found.facts.value("modification.base").is_none());
        assert!(found.findings.iter().any(|f| f.code == "base-is-itself"));
        let found = of("---\nbase_model: org/Thing-3B\nquantized_by: me\n---\n# Thing-3B\n");
        assert_eq!(found.facts.value("modification.base"), Some(Value::Text("org/Thing-3B".into())));
        let found = of("---\nbase_model: [a/b, c/d]\n---\n# Thing-3B\n");
        assert!(found.facts.value("modification.base").is_none());
        assert_eq!(found.facts.value("card.base_model"), Some(Value::set(["a/b", "c/d"])));
    }

    #[test]
    fn keys_and_tags_say_how() {
        for (yaml, want) in [
            ("base_model: a/b\nbase_model_relation: merge\ntags: [lora]\n", "base a/b: merged"),
            ("base_model: a/b\ntags: [LoRA]\n", "base a/b: adapter"),
            ("base_model: a/b\nlibrary_name: peft\ntags: [4-bit]\n", "base a/b: adapter"),
            ("base_model: a/b\ntags: [merge, gguf]\n", "base a/b: quantised"),
            ("base_model: [a/b, c/d]\ntags: [mergekit]\n", "base a/b, c/d: merged"),
            ("base_model: a/b\ntags: [generated_from_trainer]\n", "base a/b: fine-tuned"),
            ("base_model: a/b\n", "base a/b: relation not stated"),
            ("tags: [merge]\n", "merged, base not named"),
        ] {
            let gave = gave(&format!("---\n{yaml}---\n# X\n"));
            assert!(gave.contains(want), "{yaml}: {gave}");
        }
        assert_eq!(gave("---\nlicense: mit\n---\n"), "license");
    }

    #[test]
    fn copied_cards_and_drafting_heads_are_said() {
        let codes = |yaml: &str| {
            let found = of(&format!("---\n{yaml}---\n# X\n"));
            found.findings.into_iter().map(|f| f.code).collect::<Vec<_>>()
        };
        assert!(codes("name: house/x-4bit\nprovider: Other\n").contains(&"provider-named-otherwise".into()));
        assert!(
            codes("license: mit\nname: house/x-4bit\nprovider: House Ltd\n").iter().all(|c| c.starts_with("licence"))
        );
        assert!(codes("base_model: a/b\ntags: [Eagle3]\n").contains(&"maybe-narrow".into()));
    }
}
