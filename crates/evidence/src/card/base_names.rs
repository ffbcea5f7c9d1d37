//! Base models that the prose of a card names: by a link to a model page, or by a name in the usual form.

use gpai_rules::fact::Value;
use gpai_rules::names;

use super::base_phrases::{
    AFTER_NAMES_ZH, AROUND_NAMES, BEFORE_LISTS, BEFORE_NAMES, HOW, MADE_WITH_ZH, OTHER_SUBJECTS, SKIPPED, STOPS,
};
use crate::candidates::{Base, Relation, keep};
use crate::limits;
use crate::prose::kind;
use crate::prose::page::Page;
use crate::prose::phrases::OTHERS;
use crate::prose::signs::Signs;
use crate::run::Run;
use crate::text::{Text, has_any, shorten, window};

/// Hosts of model pages, with what stands before the owner.
const HOSTS: [&str; 4] = ["huggingface.co/", "hf.co/", "hf-mirror.com/", "modelscope.cn/models/"];
/// First parts of paths on these hosts that are no owners.
const NO_OWNERS: [&str; 18] = [
    "datasets",
    "spaces",
    "docs",
    "blog",
    "papers",
    "collections",
    "models",
    "join",
    "settings",
    "new",
    "learn",
    "posts",
    "tasks",
    "organizations",
    "chat",
    "login",
    "api",
    "resolve",
];
/// Bytes of the words of a link that runs over several lines.
const LINK_WORDS: usize = 200;
/// Names that are shown of those a card has.
const SHOWN: usize = 8;
/// Names of one clause that are kept.
const OF_A_CLAUSE: usize = 16;
/// Bytes after a phrase in which a name is looked for.
const NEAR: usize = 600;

/// A model named in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Named {
    name: String,
    at: usize,
    relation: Relation,
}

/// Keeps the base models that the passages name, beside those of the card's keys; says which.
pub fn read(run: &mut Run<'_>, page: &Page, title: Option<&str>, bases: &mut Vec<Base>) -> String {
    let (text, prose) = (&page.text, &page.prose);
    let mut all: Vec<Named> = Vec::new();
    let own = own_pages(&text.content, title);
    let titled = title.map(kind::own_words).unwrap_or_default();
    let mut listing = false;
    for (i, (passage, signs)) in prose.passages.iter().zip(&prose.signs).enumerate() {
        let Some(sentence) = prose.flat.get(passage.range.clone()) else { continue };
        let elsewhere = || kind::is_news_of_another(sentence, &passage.under, &titled, &prose.flat);
        if passage.is_heading || passage.is_aside || sentence.trim().is_empty() || elsewhere() {
            listing &= !passage.is_heading;
            continue;
        }
        let announced = signs.any(Signs::LIST) && has_any(sentence, &BEFORE_LISTS);
        listing = (listing && sentence.trim_start().starts_with(['*', '-'])) || announced;
        if !listing && !signs.any(Signs::BASE) {
            continue;
        }
        let raw = text.content.get(passage.range.clone()).unwrap_or_default();
        let mut found = if listing { names(raw, 0, false, Relation::Merged) } else { sentence_names(sentence, raw) };
        // `We pruned its vocabulary` may stand in the sentence that follows.
        let mut later = prose.passages.iter().skip(i + 1).take(2).map(|p| prose.raw(p));
        if found.iter().any(|f| f.relation == Relation::Unstated)
            && later.any(|l| has_any(l, &["pruned", "剪枝", "裁剪"]))
        {
            found.iter_mut().for_each(|f| f.relation = Relation::Pruned);
        }
        for mut named in found {
            named.at += passage.range.start;
            let itself = title.is_some_and(|o| {
                named.name.eq_ignore_ascii_case(o)
                    || named.name.rsplit('/').next().is_some_and(|n| n.eq_ignore_ascii_case(o))
            });
            let itself = itself || own.iter().any(|o| o.eq_ignore_ascii_case(&named.name));
            let known = all.iter().any(|a| a.name.eq_ignore_ascii_case(&named.name));
            if !itself && !known && all.len() < limits::CANDIDATES {
                all.push(named);
            }
        }
    }
    put(run, text, &all, bases)
}

/// The pages that a card links to by its own title.
fn own_pages(content: &str, title: Option<&str>) -> Vec<String> {
    let Some(title) = title.filter(|t| t.len() >= 2) else { return Vec::new() };
    let start = format!("[{title}](");
    let links = content.match_indices(&start).take(OF_A_CLAUSE);
    links.filter_map(|(at, _)| page(link(content.get(at..)?)?.0)).collect()
}

fn put(run: &mut Run<'_>, text: &Text, all: &[Named], bases: &mut Vec<Base>) -> String {
    let source = |n: &Named| text.source(n.at).method("named in prose");
    let in_card = !bases.is_empty();
    for named in all {
        // What the card's keys leave open, its prose may say.
        let open = |b: &&mut Base| b.relation == Relation::Unstated && b.name.eq_ignore_ascii_case(&named.name);
        if let Some(base) = bases.iter_mut().find(open) {
            base.relation = named.relation;
            base.source.method = Some("relation from prose".into());
            continue;
        }
        keep(bases, Base { name: named.name.clone(), relation: named.relation, source: source(named) });
        // Learning from another model's outputs leaves the amounts of this one its own.
        if named.relation != Relation::Distilled {
            let why = format!("the card says that it was made from {}", shorten(&named.name));
            run.derive(why, source(named));
        }
    }
    if let [one] = all
        && !in_card
        && one.relation != Relation::Distilled
    {
        run.claim(names::MODIFICATION_BASE, Value::Text(one.name.clone()), source(one));
    }
    let shown =
        all.iter().take(SHOWN).map(|n| format!("; base {}: {}", shorten(&n.name), super::bases::word(n.relation)));
    shown.collect()
}

/// The models that a sentence says this one was made from; `sentence` is `raw` in lower case, byte for byte.
fn sentence_names(sentence: &str, raw: &str) -> Vec<Named> {
    if has_any(sentence, &OTHERS) && !has_any(sentence, &["distill", "蒸馏"]) {
        return Vec::new();
    }
    if let Some((_, relation)) = AROUND_NAMES.iter().find(|(phrase, _)| sentence.contains(phrase))
        && (*relation != Relation::Merged || sentence.contains("merge") || sentence.contains(['合', '融']))
    {
        return names(raw, 0, false, *relation);
    }
    for (phrase, relation, plain) in BEFORE_NAMES {
        let Some(at) = sentence.find(phrase) else { continue };
        let before = window(sentence, at.saturating_sub(limits::WINDOW), at);
        // `Fine-tuning it takes one GPU` says what one can do.
        let gerund = matches!(phrase, "fine-tuning" | "finetuning" | "merging");
        if gerund && !before.chars().any(char::is_alphanumeric) {
            continue;
        }
        let vague = relation == Relation::Unstated || !plain;
        if has_any(before, &OTHER_SUBJECTS) && (vague || has_any(before, &["you can", "if you", "models that"])) {
            continue;
        }
        // In Chinese the name stands right after the word, and what is made of it follows.
        let from = at + phrase.len();
        let rest = raw.get(from..).unwrap_or_default();
        let until = if phrase.is_ascii() { None } else { AFTER_NAMES_ZH.iter().filter_map(|w| rest.find(w)).min() };
        let clause = until.and_then(|len| raw.get(..from + len)).unwrap_or(raw);
        if !phrase.is_ascii() && has_any(rest, &MADE_WITH_ZH) {
            continue;
        }
        let how = || HOW.iter().find(|(word, _)| sentence.contains(word)).map_or(Relation::Unstated, |(_, r)| *r);
        let relation = if relation == Relation::Unstated { how() } else { relation };
        let found = names(clause, from, plain, relation);
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// The names from a byte on, up to the end of the clause. With `plain`, the first word may be a name without an owner.
fn names(raw: &str, from: usize, plain: bool, relation: Relation) -> Vec<Named> {
    let mut out: Vec<Named> = Vec::new();
    let mut plain = plain;
    let mut at = from;
    let markup = |c: char| {
        c.is_whitespace()
            || matches!(c, '*' | '_' | '"' | '\'' | '“' | '”' | '(' | ':' | '：' | ',' | '、' | '，' | '）' | ')' | '-')
    };
    while at < from + NEAR && out.len() < OF_A_CLAUSE {
        let Some(rest) = raw.get(at..) else { break };
        let rest = rest.trim_start_matches(markup);
        at = raw.len() - rest.len();
        if rest.is_empty() || rest.starts_with([';', '；', '。']) {
            break;
        }
        let (name, len) = if let Some((target, len)) = link(rest) {
            let after = rest.get(len..).unwrap_or_default().trim_start_matches(markup).to_lowercase();
            let of_model =
                !["tokenizer", "architecture", "dataset", "code", "paper"].iter().any(|w| after.starts_with(w));
            (page(target).filter(|_| of_model), len)
        } else if let Some(code) = rest.strip_prefix('`') {
            let Some((span, _)) = code.split_once('`') else { break };
            (owned(span, true).or_else(|| unowned(span).filter(|_| plain)), span.len() + 2)
        } else if let Some(tag) = rest.strip_prefix('<') {
            let Some((inside, _)) = tag.split_once('>') else { break };
            (inside.split_once("href=").and_then(|(_, h)| page(h.trim_matches(['"', '\'']))), inside.len() + 2)
        } else {
            let len = rest
                .find(|c: char| {
                    c.is_whitespace()
                        || matches!(c, ',' | ';' | '(' | ')' | '[' | '`' | '*' | '<' | '、' | '，' | '。' | '；')
                })
                .unwrap_or(rest.len());
            // Chinese words follow a name without a blank.
            let len =
                rest.char_indices().find(|(i, c)| *i > 0 && *c >= '\u{2e80}').map_or(len, |(i, _)| len.min(i)).max(1);
            let word = rest.get(..len).unwrap_or_default();
            let lower = word.to_lowercase();
            let bare = lower.trim_end_matches(['.', ':']);
            if STOPS.contains(&bare) {
                break;
            }
            let word = word.trim_end_matches(['.', ':', '!']);
            let name = page(word).or_else(|| owned(word, false)).or_else(|| unowned(word).filter(|_| plain));
            plain &= name.is_none() && (SKIPPED.contains(&bare) || word.starts_with(|c: char| c >= '\u{2e80}'));
            let len = rest.get(..len).map_or_else(|| rest.chars().next().map_or(1, char::len_utf8), str::len);
            (name, len)
        };
        if let Some(name) = name {
            out.push(Named { name, at, relation });
            plain &= relation == Relation::Merged;
        }
        at += len;
    }
    out
}

/// The target of a Markdown link and its length, if the text starts with one.
fn link(text: &str) -> Option<(&str, usize)> {
    let near = window(text, 0, NEAR);
    let body = near.strip_prefix('[')?;
    let (words, rest) = body.split_once("](")?;
    let (target, _) = rest.split_once(')')?;
    (!words.contains('\n') || words.len() < LINK_WORDS)
        .then_some((target.trim(), words.len() + target.len() + 4))
        .filter(|(_, len)| *len <= near.len() + 2)
}

/// The model of a link to its page.
fn page(url: &str) -> Option<String> {
    let (_, path) = HOSTS.iter().find_map(|host| url.split_once(host))?;
    let mut parts = path.split(['/', '?', '#', '"', '\'', '>']);
    let (owner, name) = (parts.next()?, parts.next()?);
    let name = name.trim_end_matches(['.', ',']);
    (!NO_OWNERS.contains(&owner) && is_part(owner) && is_part(name)).then(|| format!("{owner}/{name}"))
}

fn is_part(part: &str) -> bool {
    !part.is_empty()
        && part.len() <= 96
        && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        && part.chars().any(|c| c.is_ascii_alphabetic())
}

/// `owner/name`; outside of code it has to look like a model's, not like `and/or`.
fn owned(word: &str, code: bool) -> Option<String> {
    let (owner, name) = word.split_once('/')?;
    let file = [".py", ".json", ".md", ".txt", ".yaml", ".yml", ".sh", ".bin", ".safetensors", ".gguf"];
    let looks = name.contains('-') && name.contains(|c: char| c.is_ascii_digit());
    let fits = is_part(owner) && is_part(name) && owner.len() >= 2 && !NO_OWNERS.contains(&owner);
    (fits && (looks || (code && name.len() >= 3)) && !file.iter().any(|f| name.ends_with(f))).then(|| word.to_owned())
}

/// A name without an owner such as `Thing2-7B`.
fn unowned(word: &str) -> Option<String> {
    let fits = is_part(word) && word.starts_with(|c: char| c.is_ascii_alphabetic()) && word.len() >= 5;
    (fits && word.contains('-') && word.contains(|c: char| c.is_ascii_digit())).then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use gpai_rules::fact::Value;
    use gpai_rules::licence::Licences;

    use crate::files::Memory;
    use crate::{Found, read};

    fn of(card: &str) -> Found {
        read(&Memory::new().with("README.md", format!("# Mine-1B\n\n{card}\n")), &Licences::default())
    }

    /// What the prose reader says of bases.
    fn gave(card: &str) -> String {
        let found = of(card);
        let gave = found.looked_at.iter().find(|l| l.reader == "prose").map(|l| l.gave.clone()).unwrap_or_default();
        gave.split("; base ").skip(1).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn links_and_names_after_phrases() {
        for (card, want) in [
            (
                "This model is a fine-tuned version of [Big](https://huggingface.co/org/Big-7B) on the [chats](https://huggingface.co/datasets/org/chats) dataset.",
                "org/Big-7B: fine-tuned",
            ),
            ("Fine-tuned from `org/Big-7B`.", "org/Big-7B: fine-tuned"),
            ("It was fine-tuned from Big2.5-7B with care.", "Big2.5-7B: fine-tuned"),
            (
                "- This is the GGUF quantized version of [org/Big](https://hf.co/org/Big) created using a tool",
                "org/Big: quantised",
            ),
            (
                "This is a merge of org/Big-7B and [Other](https://huggingface.co/other/Small-3B/tree/main).",
                "org/Big-7B: merged; other/Small-3B: merged",
            ),
            (
                "**org/Big-34B** and **other/Small-v1.0** ties merged with mergekit.",
                "org/Big-34B: merged; other/Small-v1.0: merged",
            ),
            (
                "The following models were included in the merge:\n* [a](https://huggingface.co/a/b)\n* [c](https://huggingface.co/c/d)\n",
                "a/b: merged; c/d: merged",
            ),
            ("Mine-1B was distilled from Teacher-70B.", "Teacher-70B: distilled"),
            (
                "This model is based on [org/Big](https://huggingface.co/org/Big).\n\nWe pruned its vocabulary.",
                "org/Big: pruned",
            ),
            ("It is an instruction-tuned model based on [Big](https://huggingface.co/org/Big).", "org/Big: fine-tuned"),
            (
                "This model was trained from the <a href=\"https://huggingface.co/org/Big\">weights</a>.",
                "org/Big: fine-tuned",
            ),
            ("本模型基于 Big2.5-7B 微调。", "Big2.5-7B: fine-tuned"),
            ("本模型基于[Big](https://huggingface.co/org/Big)进行微调。", "org/Big: fine-tuned"),
            ("基座模型：org/Big-7B", "org/Big-7B: relation not stated (the Hub takes it for a fine-tune)"),
            ("本模型由 org/Big-7B 蒸馏得到。", "org/Big-7B: distilled"),
        ] {
            assert_eq!(gave(card), want, "{card}");
        }
    }

    #[test]
    fn other_models_and_pages_are_left_alone() {
        for card in [
            "It is based on [data](https://huggingface.co/datasets/org/chats) and [demo](https://huggingface.co/spaces/org/demo-1).",
            "This model is a fine-tuned version of [itself](https://huggingface.co/org/Mine-1B).",
            "It outperforms a fine-tuned version of [Big](https://huggingface.co/org/Big).",
            "GGUF quantizations of this model: [here](https://huggingface.co/friend/Mine-1B-GGUF).",
            "The tokenizer is based on [Big](https://huggingface.co/org/Big).",
            "It is based on the [Big](https://huggingface.co/org/Big) architecture.",
            "Trained from scratch on text and/or code, see docs/README.md.",
            "If you use it, mention [Big](https://huggingface.co/org/Big).",
            "## Evaluation\n\nBase model: [Big](https://huggingface.co/org/Big)",
            "发布基于 Gannet 进行预训练的模型[鸻](https://huggingface.co/org/Plover-1B)。",
            "基于[Mine-1B](https://huggingface.co/org/Mine-1B)的应用示例。",
            "基于[Plover](https://huggingface.co/org/Plover-1B)的部署教程。",
            "[Mine-1B](https://huggingface.co/org/Other-9B) is out. Apps based on [it](https://huggingface.co/org/Other-9B) follow.",
            "Fine-tuning [Plover](https://huggingface.co/org/Plover-1B) takes an hour.",
            "Examples of projects built on top of [Plover](https://huggingface.co/org/Plover-1B).",
        ] {
            assert_eq!(gave(card), "", "{card}");
        }
    }

    #[test]
    fn one_base_is_claimed_with_its_place() {
        let found = of("This is a fine-tuned version of [Big](https://huggingface.co/org/Big).");
        assert_eq!(found.facts.value("modification.base"), Some(Value::Text("org/Big".into())));
        assert_eq!(found.facts.claims("modification.base").first().and_then(|c| c.source.line), Some(3));
        assert!(of("A merge of a/b-1 and c/d-2.").facts.value("modification.base").is_none());
        let distilled =
            of("A 3B parameter language model pretrained on 2T tokens.\n\nIt was distilled from Teacher-70B.");
        assert!(distilled.facts.value("compute.update_flop").is_some());
    }

    #[test]
    fn hostile_text_does_no_harm() {
        for text in [
            "based on [",
            "based on `",
            "based on <",
            "基于",
            "based on [a](",
            "based on https://hf.co/",
            "merge of é/é中",
        ] {
            of(text);
            of(&text.repeat(5_000));
        }
        of(&format!("based on {}", "[".repeat(60_000)));
    }
}
