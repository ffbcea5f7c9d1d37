//! Cards in other languages, laid into English word for word, byte for byte: what a reader looks for is said in English
//! where it stands, so that every place stays where it was and one set of readers reads all.
//!
//! Only words that matter to a reader are put down, and only such as the English fits into. Word order and grammar stay:
//! the readers look for words near amounts, not for sentences. English and Chinese are read as they are.

mod french;
mod german;
mod italian;
mod japanese;
mod korean;
mod portuguese;
mod russian;
mod spanish;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// Bytes of a card from which its language is told.
const LOOKED_AT: usize = 16 * 1024;
/// Small words, or letters of a script, from which a card is in a language.
const ENOUGH: usize = 3;
/// Small words of English; a card in which they prevail is in English.
const ENGLISH: [&str; 14] =
    ["the", "of", "and", "is", "with", "for", "on", "by", "was", "to", "this", "are", "from", "that"];

/// A language.
struct Language {
    /// How a text in it is told.
    told: Told,
    /// Words and what they are in English; a star stands for any ending.
    words: &'static [(&'static str, &'static str)],
}

/// How a text in a language is told.
enum Told {
    /// By its small words.
    Words(&'static [&'static str]),
    /// By letters that no other language of these has.
    Letters(fn(char) -> bool),
}

const LANGUAGES: [Language; 8] = [
    Language { told: Told::Words(&german::SMALL), words: &german::WORDS },
    Language { told: Told::Words(&french::SMALL), words: &french::WORDS },
    Language { told: Told::Words(&spanish::SMALL), words: &spanish::WORDS },
    Language { told: Told::Words(&italian::SMALL), words: &italian::WORDS },
    Language { told: Told::Words(&portuguese::SMALL), words: &portuguese::WORDS },
    Language { told: Told::Letters(japanese::is_letter), words: &japanese::WORDS },
    Language { told: Told::Letters(korean::is_letter), words: &korean::WORDS },
    Language { told: Told::Letters(russian::is_letter), words: &russian::WORDS },
];

/// A text in lower case (of ASCII) with the words that matter in English, as long as before.
pub fn in_english(lower: String) -> String {
    match of(&lower) {
        Some(language) => laid(&lowered(lower), language),
        None => lower,
    }
}

/// The language of a text, if it is one of these.
fn of(lower: &str) -> Option<&'static Language> {
    let head = crate::text::window(lower, 0, LOOKED_AT);
    let by_letters = LANGUAGES.iter().find(|l| match l.told {
        Told::Letters(is) => !head.is_ascii() && head.chars().filter(|c| is(*c)).take(ENOUGH).count() == ENOUGH,
        Told::Words(_) => false,
    });
    if by_letters.is_some() {
        return by_letters;
    }
    let mut english = 0;
    let mut counts = [0usize; LANGUAGES.len()];
    for word in head.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        english += usize::from(ENGLISH.contains(&word));
        for (count, language) in counts.iter_mut().zip(&LANGUAGES) {
            if let Told::Words(small) = language.told {
                *count += usize::from(small.contains(&word));
            }
        }
    }
    let (most, language) = counts.into_iter().zip(&LANGUAGES).max_by_key(|(n, _)| *n)?;
    let few = most + 1 == ENOUGH && english == 0;
    ((most >= ENOUGH && most > english) || few).then_some(language)
}

/// Letters beyond ASCII in lower case, where that is as long.
fn lowered(text: String) -> String {
    if text.is_ascii() {
        return text;
    }
    let lower = |c: char| {
        let mut small = c.to_lowercase();
        match (small.next(), small.next()) {
            (Some(one), None) if one.len_utf8() == c.len_utf8() => one,
            _ => c,
        }
    };
    text.chars().map(lower).collect()
}

/// Puts the English words down.
fn laid(text: &str, language: &Language) -> String {
    let stems = language.words.iter().map(|(word, _)| word.trim_end_matches('*'));
    let built = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .match_kind(MatchKind::LeftmostLongest)
        .build(stems);
    let Ok(automaton) = built else { return text.to_owned() };
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for found in automaton.find_iter(text) {
        let Some((word, english)) = language.words.get(found.pattern().as_usize()) else { continue };
        let (start, mut end) = (found.start(), found.end());
        let rest = text.get(end..).unwrap_or_default();
        if start < at {
            continue;
        }
        if matches!(language.told, Told::Words(_)) || russian::is_letter(word.chars().next().unwrap_or(' ')) {
            let ending = rest.len() - rest.trim_start_matches(char::is_alphabetic).len();
            let inner = text.get(..start).is_some_and(|b| b.ends_with(char::is_alphanumeric));
            if inner || (ending > 0 && !word.ends_with('*')) {
                continue;
            }
            end += ending;
        }
        if english.len() > end - start {
            continue;
        }
        out.push_str(text.get(at..start).unwrap_or_default());
        out.push_str(english);
        out.extend(std::iter::repeat_n(' ', end - start - english.len()));
        at = end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_fits_into_what_it_stands_for() {
        for language in &LANGUAGES {
            for (word, english) in language.words {
                assert!(english.len() <= word.trim_end_matches('*').len(), "{word} {english}");
                assert_eq!(*word, lowered(word.to_lowercase()), "{word}");
            }
        }
    }

    #[test]
    fn every_byte_keeps_its_place() {
        for (text, want) in [
            ("das modell ist mit 7 milliarden parametern und wurde vortrainiert", "pretrained"),
            ("c'est un modèle de langue, pré-entraîné sur 2 billions de jetons dans le centre", "2 tn"),
            ("モデルは 3 兆トークンで事前学習しました", "3 tn "),
            ("이 모델은 6조 토큰으로 사전 학습되었습니다", "6tn"),
            ("модель обучена с нуля на 3 триллионах токенов", "trained"),
        ] {
            let out = in_english(text.to_owned());
            assert_eq!(out.len(), text.len(), "{text}");
            assert!(out.contains(want), "{out}");
        }
        for text in ["the model is on a par with die beste", "模型是在 3 万亿 token 上训练的", ""] {
            assert_eq!(in_english(text.to_owned()), text);
        }
    }
}
