//! Names of licences in words: the list's ids, names and other names, found in a text however they are written there.

use std::collections::BTreeMap;

use gpai_rules::licence::Licences;

/// Words that stand in no name or in every second one.
const DROPPED: [&str; 8] =
    ["version", "the", "international", "unported", "generic", "gnu", "universal", "public_domain"];
/// Two words that are often written as one.
const JOINED: [(&str, &str, &str); 7] = [
    ("open", "rail", "openrail"),
    ("non", "commercial", "noncommercial"),
    ("share", "alike", "sharealike"),
    ("no", "derivatives", "noderivatives"),
    ("no", "derivs", "noderivatives"),
    ("creative", "commons", "cc"),
    ("creativeml", "rail", "creativeml"),
];
/// Long names and their short forms.
const SHORT: [(&[&str], &str); 6] = [
    (&["affero", "general", "public", "license"], "agpl"),
    (&["lesser", "general", "public", "license"], "lgpl"),
    (&["general", "public", "license"], "gpl"),
    (&["mozilla", "public", "license"], "mpl"),
    (&["eclipse", "public", "license"], "epl"),
    (&["european", "union", "public", "license"], "eupl"),
];
/// The elements of a Creative Commons licence.
const ELEMENTS: [(&str, &str); 4] =
    [("attribution", "by"), ("noncommercial", "nc"), ("sharealike", "sa"), ("noderivatives", "nd")];
/// Words that make a name one of a licence, not of a model.
const OF_LICENCES: [&str; 9] =
    ["license", "licensing", "terms", "rail", "openrail", "agreement", "use", "reserved", "only"];
/// Words after a name that make it that of a licence: `Gemma license`, `Llama 2 community license`.
const AFTER: [&str; 6] = ["license", "licensed", "licenses", "agreement", "许可", "协议"];
/// Words before such a name that do: `under MIT`.
const BEFORE: [&str; 7] = ["under", "license", "licensed", "licenses", "via", "terms", "by"];
/// Chinese words before it that do.
const BEFORE_ZH: [&str; 12] =
    ["采用", "遵循", "依照", "基于", "按照", "使用", "根据", "许可", "协议", "遵守", "授权", "以"];
/// Words beside a name that make it another licence than the one named.
const ALTERED_BEFORE: [&str; 9] =
    ["modified", "amended", "custom", "adapted", "extended", "non", "restricted", "changed", "修改版"];
const ALTERED_AFTER: [&str; 6] = ["style", "like", "based", "derived", "inspired", "compatible"];
/// What is added to a licence: `Apache 2.0 with additional terms`.
const ADDED: [&str; 12] = [
    "additional",
    "extra",
    "added",
    "further",
    "commons",
    "restrictions",
    "restriction",
    "modifications",
    "amendments",
    "conditions",
    "rider",
    "clause",
];

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// In lower case and one spelling.
    pub word: String,
    /// Its byte.
    pub at: usize,
}

/// The words of a text in lower case, in one spelling, with names of families shortened.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let kind = |c: char| match c {
        _ if c.is_ascii_alphanumeric() || matches!(c, '.' | '+') => 1,
        _ if c.is_alphabetic() && !c.is_ascii() => 2,
        _ => 0,
    };
    let mut run: Option<(usize, u8)> = None;
    let ends = text.char_indices().map(|(i, c)| (i, kind(c))).chain([(text.len(), 0)]);
    for (i, now) in ends {
        match run {
            Some((_, of)) if of == now => {}
            _ => {
                if let Some((start, of)) = run.filter(|(_, of)| *of != 0) {
                    push(&mut out, text.get(start..i).unwrap_or_default(), start, of == 1);
                }
                run = Some((i, now));
            }
        }
    }
    out
}

fn push(out: &mut Vec<Token>, word: &str, at: usize, ascii: bool) {
    let word = word.trim_matches('.');
    let word = match word {
        "licence" | "licenced" => "license".to_owned(),
        "licences" => "licenses".to_owned(),
        _ if ascii
            && word.len() > 1
            && word.starts_with('v')
            && word.as_bytes().get(1).is_some_and(u8::is_ascii_digit) =>
        {
            word.trim_start_matches('v').to_owned()
        }
        _ => word.to_owned(),
    };
    if word.is_empty() || DROPPED.contains(&word.as_str()) {
        return;
    }
    if let Some(last) = out.last_mut()
        && let Some((.., one)) = JOINED.iter().find(|(a, b, _)| last.word == *a && word == *b)
    {
        last.word = (*one).to_owned();
        return;
    }
    out.push(Token { word, at });
    for (long, short) in SHORT {
        let Some(start) = out.len().checked_sub(long.len()) else { continue };
        if out.iter().skip(start).zip(long).all(|(t, w)| t.word == *w) {
            out.truncate(start + 1);
            if let Some(last) = out.last_mut() {
                last.word = (*short).to_owned();
            }
        }
    }
    // Elements count after the name of the family only: `attribution` alone is a duty.
    let near = out.iter().rev().skip(1).take(5).any(|t| t.word == "cc");
    if let Some(last) = out.last_mut()
        && near
        && let Some((_, short)) = ELEMENTS.iter().find(|(long, _)| last.word == *long)
    {
        last.word = (*short).to_owned();
    }
}

/// One name in words.
#[derive(Debug)]
struct Name<'l> {
    words: Vec<String>,
    id: &'l str,
    /// Whether it needs no word for a licence beside it.
    alone: bool,
}

/// All names of all licences, by their first word, the longest first.
#[derive(Debug)]
pub struct Names<'l>(BTreeMap<String, Vec<Name<'l>>>);

/// A licence named in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit<'l> {
    /// Its id.
    pub id: &'l str,
    /// Its first word.
    pub start: usize,
    /// The word after its last.
    pub end: usize,
    /// Whether the words beside it make it another licence: `MIT-style`, `Apache 2.0 with additional terms`.
    pub altered: bool,
}

impl<'l> Names<'l> {
    /// The names of a list.
    pub fn new(licences: &'l Licences) -> Self {
        let mut by_first: BTreeMap<String, Vec<Name<'l>>> = BTreeMap::new();
        for licence in licences.iter().filter(|l| l.id != "other") {
            let all = [&licence.id, &licence.name].into_iter().chain(&licence.aliases).chain(&licence.spdx);
            for name in all {
                let mut words: Vec<String> = tokens(&name.to_lowercase()).into_iter().map(|t| t.word).collect();
                if words.len() > 2 && words.last().is_some_and(|w| w == "agreement") {
                    words.pop();
                }
                let of_licence = words.iter().any(|w| OF_LICENCES.contains(&w.as_str()));
                let alone = words.len() > 1 && (licence.spdx.is_some() || of_licence);
                let Some(first) = words.first().cloned() else { continue };
                let list = by_first.entry(first).or_default();
                if !list.iter().any(|n| n.words == words) {
                    list.push(Name { words, id: &licence.id, alone });
                }
            }
        }
        for list in by_first.values_mut() {
            list.sort_by_key(|n| std::cmp::Reverse(n.words.len()));
        }
        Names(by_first)
    }

    /// The licences that a text names, in order; of names within names the longest.
    pub fn find(&self, tokens: &[Token], short: bool) -> Vec<Hit<'l>> {
        let mut out = Vec::new();
        let mut i = 0;
        while let Some(token) = tokens.get(i) {
            let names = self.0.get(&token.word).map(Vec::as_slice).unwrap_or_default();
            let fits = |n: &&Name<'l>| {
                tokens.iter().skip(i).zip(&n.words).filter(|(t, w)| t.word == **w).count() == n.words.len()
                    && (n.alone || short || is_of_licence(tokens, i, i + n.words.len()))
            };
            match names.iter().find(fits) {
                Some(name) => {
                    let end = i + name.words.len();
                    out.push(Hit { id: name.id, start: i, end, altered: is_altered(tokens, i, end) });
                    i = end;
                }
                None => i += 1,
            }
        }
        out
    }
}

/// Whether the words beside a name say that it is one of a licence.
fn is_of_licence(tokens: &[Token], start: usize, end: usize) -> bool {
    let word = |i: usize| tokens.get(i).map_or("", |t| t.word.as_str());
    let skip = usize::from(matches!(word(end), "community" | "model" | "open" | "original" | "开源"));
    let after = word(end + skip);
    let before = (1..=2).filter_map(|n| start.checked_sub(n)).map(word);
    AFTER.iter().any(|a| after.starts_with(a))
        || after == "for"
        || ["许可", "协议"].iter().any(|zh| after.contains(zh))
        || before.clone().any(|b| BEFORE.contains(&b) || BEFORE_ZH.iter().any(|zh| !b.is_ascii() && b.ends_with(zh)))
}

fn is_altered(tokens: &[Token], start: usize, end: usize) -> bool {
    let word = |i: usize| tokens.get(i).map_or("", |t| t.word.as_str());
    let end = if word(end) == "license" { end + 1 } else { end };
    let before = start.checked_sub(1).map_or("", word);
    let plus = matches!(word(end), "with" | "plus" | "including") && (1..=3).any(|n| ADDED.contains(&word(end + n)));
    ALTERED_BEFORE.contains(&before) || ALTERED_AFTER.contains(&word(end)) || plus
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use gpai_rules::law::Law;

    use super::*;

    fn of(text: &str) -> Vec<(String, bool)> {
        let law = Law::book().unwrap();
        let names = Names::new(&law.licences);
        let hits = names.find(&tokens(&text.to_lowercase()), false);
        hits.into_iter().map(|h| (h.id.to_owned(), h.altered)).collect()
    }

    #[test]
    fn every_licence_of_the_list_is_known_by_its_name() {
        let law = Law::book().unwrap();
        let names = Names::new(&law.licences);
        let hit = |text: &str| names.find(&tokens(&text.to_lowercase()), false);
        for licence in law.licences.iter().filter(|l| l.id != "other") {
            for name in std::iter::once(&licence.name).chain(&licence.aliases) {
                let found = hit(&format!("the weights are under the {name} license agreement."));
                let got = found.first().map(|h| h.id);
                assert_eq!(got, Some(licence.id.as_str()), "{name}: {found:?}");
            }
        }
    }

    #[test]
    fn names_are_known_however_they_are_written() {
        for (text, id) in [
            ("under the Apache License, Version 2.0", "apache-2.0"),
            ("licensed Apache-2.0", "apache-2.0"),
            ("本模型采用Apache-2.0许可", "apache-2.0"),
            (
                "under the Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International License",
                "cc-by-nc-sa-4.0",
            ),
            ("under CC BY-NC 4.0", "cc-by-nc-4.0"),
            ("the GNU General Public License v3.0", "gpl-3.0"),
            ("the GNU Affero General Public License v3.0", "agpl-3.0"),
            ("Mozilla Public License 2.0", "mpl-2.0"),
            ("the MIT licence", "mit"),
            ("以 MIT 协议发布", "mit"),
            ("LLAMA 2 COMMUNITY LICENSE AGREEMENT", "llama2"),
            ("CreativeML Open RAIL-M", "creativeml-openrail-m"),
            ("Tencent Hunyuan Community License", "tencent-hunyuan-community"),
            ("the Gemma license", "gemma"),
        ] {
            assert_eq!(of(text), [(id.to_owned(), false)], "{text}");
        }
        for text in ["researchers at MIT built it", "we compare it with Gemma and Yi", "a boost of 2.0", "mitigation"] {
            assert_eq!(of(text), [], "{text}");
        }
        for text in
            ["an MIT-style license", "a modified Apache 2.0 license", "Apache 2.0 license with additional terms"]
        {
            assert!(of(text).iter().all(|(id, altered)| *altered || id == "modified-mit"), "{text}");
        }
    }
}
