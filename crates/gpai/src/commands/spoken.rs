//! Provisions, duties and licences as people call them: `53(1)(d)`, `Article 53`, `第 53 条第 1 款第 (d) 项`, `apache`.

use gpai_rules::law::Law;

/// What words stand for.
#[derive(Debug, PartialEq, Eq)]
pub enum Spoken {
    /// One thing, by its id.
    One(String),
    /// Several, by their ids, in the order of the law.
    Several(Vec<String>),
}

/// What is called like this; none where nothing is.
pub fn spoken(law: &Law, words: &str) -> Option<Spoken> {
    provision(law, words).or_else(|| licence(law, words))
}

/// A provision by its number.
fn provision(law: &Law, words: &str) -> Option<Spoken> {
    let (source, parts) = numbered(words)?;
    let first = parts.first()?;
    let duty = parts.join("-");
    let id = match source {
        Source::Annex => {
            std::iter::once(format!("annex-{first}")).chain(parts.iter().skip(1).cloned()).collect::<Vec<_>>().join("/")
        }
        Source::Recital => format!("recital/{}", parts.join("/")),
        Source::Guidelines => format!("guidelines/{}", parts.join("/")),
        Source::Article => format!("ai-act/{}", parts.join("/")),
    };
    if source == Source::Article && law.duty(&duty).is_some() {
        return Some(Spoken::One(duty));
    }
    if law.paragraphs.contains_key(&id) {
        return Some(Spoken::One(id));
    }
    // An article as a whole: what stands under it.
    let below = |name: &str, whole: &str, gap: char| name.strip_prefix(whole).is_some_and(|rest| rest.starts_with(gap));
    let duties = law.duties.iter().map(|d| d.id.as_str());
    let duties = duties.filter(|name| source == Source::Article && below(name, &duty, '-'));
    let paragraphs = law.paragraphs.keys().map(String::as_str).filter(|name| below(name, &id, '/'));
    one_or_several(duties.chain(paragraphs).map(str::to_owned).collect())
}

/// A licence by a part of its name.
fn licence(law: &Law, words: &str) -> Option<Spoken> {
    let words = words.trim().to_lowercase();
    if words.chars().count() < 3 {
        return None;
    }
    let like = |name: &str| name.to_lowercase().contains(&words);
    let found = law.licences.iter().filter(|l| like(&l.id) || like(&l.name) || l.aliases.iter().any(|a| like(a)));
    one_or_several(found.map(|l| l.id.clone()).collect())
}

fn one_or_several(mut ids: Vec<String>) -> Option<Spoken> {
    match ids.len() {
        0 => None,
        1 => ids.pop().map(Spoken::One),
        _ => Some(Spoken::Several(ids)),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Article,
    Annex,
    Recital,
    Guidelines,
}

/// The source and the numbers in it: `Article 53(1), point (d)` is 53, 1, d.
fn numbered(words: &str) -> Option<(Source, Vec<String>)> {
    let text = words.trim().to_lowercase();
    const SOURCES: [(&str, Source); 17] = [
        ("articles", Source::Article),
        ("article", Source::Article),
        ("art.", Source::Article),
        ("art", Source::Article),
        ("\u{7b2c}", Source::Article),
        ("annexes", Source::Annex),
        ("annex", Source::Annex),
        ("\u{9644}\u{4ef6}", Source::Annex),
        ("recitals", Source::Recital),
        ("recital", Source::Recital),
        ("rec.", Source::Recital),
        ("\u{5e8f}\u{8a00}", Source::Recital),
        ("guidelines", Source::Guidelines),
        ("guideline", Source::Guidelines),
        ("gl", Source::Guidelines),
        ("\u{6307}\u{5357}", Source::Guidelines),
        ("paragraph", Source::Guidelines),
    ];
    let named =
        SOURCES.iter().find_map(|(name, source)| text.strip_prefix(name).map(|rest| (*source, rest.to_owned())));
    let (source, rest) = named.unwrap_or((Source::Article, text));
    let mut parts = Vec::new();
    for piece in rest.split(|c: char| !c.is_ascii_alphanumeric()).filter(|piece| !piece.is_empty()) {
        let number = piece.bytes().all(|b| b.is_ascii_digit());
        let roman = piece.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
        let letter = piece.len() == 1;
        match piece {
            "point" | "points" | "paragraph" | "section" | "of" | "the" | "ai" | "act" => {}
            _ if number || roman || letter => parts.push(piece.to_owned()),
            _ => return None,
        }
    }
    let starts = parts.first().is_some_and(|first| match source {
        Source::Annex => first.bytes().all(|b| matches!(b, b'i' | b'v' | b'x')),
        _ => first.bytes().all(|b| b.is_ascii_digit()),
    });
    (starts && parts.len() <= 5).then_some((source, parts))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use super::*;

    #[test]
    fn provisions_as_people_call_them() {
        let law = Law::book().unwrap();
        let one = |words: &str| match spoken(&law, words) {
            Some(Spoken::One(id)) => id,
            other => panic!("{words}: {other:?}"),
        };
        for words in [
            "53(1)(d)",
            "Article 53(1)(d)",
            "Art. 53(1), point (d)",
            "53.1.d",
            "article 53 (1) (D)",
            "第 53 条第 1 款第 (d) 项",
        ] {
            assert_eq!(one(words), "53-1-d", "{words}");
        }
        assert_eq!(one("Article 51(2)"), "ai-act/51/2");
        assert_eq!(one("Annex XI"), "annex-xi");
        assert_eq!(one("Guidelines 17"), "guidelines/17");
        assert_eq!(one("GL 17"), "guidelines/17");
        for whole in ["Article 53", "53", "art 53", "第53条"] {
            let Some(Spoken::Several(ids)) = spoken(&law, whole) else { panic!("{whole}") };
            assert!(ids.iter().any(|id| id == "53-1-d") && ids.iter().any(|id| id == "ai-act/53/2"), "{ids:?}");
            assert!(ids.iter().all(|id| !id.starts_with("5-") && !id.starts_with("ai-act/5/")), "{ids:?}");
        }
        for nothing in ["Article 5300", "nothing of the kind", "", "()", "x(1)"] {
            assert_eq!(spoken(&law, nothing), None, "{nothing}");
        }
    }

    #[test]
    fn licences_by_a_part_of_their_name() {
        let law = Law::book().unwrap();
        let found = |words: &str| match spoken(&law, words) {
            Some(Spoken::One(id)) => vec![id],
            Some(Spoken::Several(ids)) => ids,
            None => Vec::new(),
        };
        assert!(found("apache").contains(&"apache-2.0".to_owned()), "{:?}", found("apache"));
        assert!(found("Llama 3").len() > 1);
        assert!(found("ab").is_empty());
    }
}
