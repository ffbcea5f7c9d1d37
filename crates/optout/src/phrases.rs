//! Sentences about text and data mining in the languages of people: phrases by which they are found. A sentence that is found
//! is quoted; what it means is for a person to say.

/// A sentence that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    /// The phrase by which it was found.
    pub phrase: &'static str,
    /// Language of the phrase; `""` where it is of several.
    pub language: &'static str,
    /// The sentence holds a word of reserving or refusing.
    pub refuses: bool,
    /// Where it begins in the text, in bytes.
    pub offset: usize,
    /// The sentence as it stands.
    pub text: String,
}

/// How much of a sentence is kept, before and behind the phrase, in bytes.
const AROUND: usize = 400;
/// How many sentences of a text are kept.
const MOST: usize = 50;

/// Phrases that speak of mining or training by themselves, in lower case with single spaces.
const SUBJECTS: [(&str, &str); 32] = [
    ("text and data mining", "en"),
    ("text and data-mining", "en"),
    ("text & data mining", "en"),
    ("text- and data mining", "en"),
    ("data mining", "en"),
    ("machine learning", "en"),
    ("artificial intelligence", "en"),
    ("train ai", "en"),
    ("train any ai", "en"),
    ("ai training", "en"),
    ("training of ai", "en"),
    ("large language model", "en"),
    ("text und data mining", "de"),
    ("text- und data-mining", "de"),
    ("text-und-data-mining", "de"),
    ("text- und datamining", "de"),
    ("44b urhg", "de"),
    ("nutzungsvorbehalt", "de"),
    ("künstliche intelligenz", "de"),
    ("ki-training", "de"),
    ("fouille de textes et de données", "fr"),
    ("fouille de texte et de données", "fr"),
    ("l. 122-5-3", "fr"),
    ("l.122-5-3", "fr"),
    ("l122-5-3", "fr"),
    ("estrazione di testo e dati", "it"),
    ("estrazione di testo e di dati", "it"),
    ("minería de textos y datos", "es"),
    ("mineria de textos y datos", "es"),
    ("tekst- en datamining", "nl"),
    ("2019/790", ""),
    ("790/2019", ""),
];

/// Words of reserving and refusing; the phrase alone says nothing of either.
const REFUSALS: [&str; 46] = [
    "reserv",
    "opt out",
    "opt-out",
    "opted out",
    "prohibit",
    "forbid",
    "not permit",
    "not allow",
    "not authori",
    "may not",
    "must not",
    "shall not",
    "without permission",
    "without prior",
    "without our",
    "without the",
    "no part",
    "do not use",
    "not be used",
    "vorbehalt",
    "untersag",
    "nicht gestattet",
    "nicht erlaubt",
    "nicht zulässig",
    "verboten",
    "widersprech",
    "opposition",
    "s'oppose",
    "interdit",
    "réserv",
    "sans autorisation",
    "riserva",
    "vietat",
    "divieto",
    "non è consentit",
    "reservad",
    "reserva de",
    "prohibid",
    "no se permite",
    "voorbehoud",
    "voorbehouden",
    "verbod",
    "niet toegestaan",
    "geen toestemming",
    "sin autorización",
    "senza autorizzazione",
];
/// A phrase that all laws share; it counts only beside the directive or a word of refusing and mining.
const WEAK: [&str; 3] = ["data mining", "machine learning", "artificial intelligence"];

/// The sentences of a text that speak of mining or training. Of phrases in one sentence the first counts.
pub(crate) fn notices(text: &str) -> Vec<Notice> {
    let lower = text.to_lowercase();
    // Lower case changes lengths in some scripts: places are only right where it did not.
    let same = lower.len() == text.len();
    let mut hits: Vec<(usize, &str, &str)> = Vec::new();
    for (phrase, language) in SUBJECTS {
        let found = memchr::memmem::find_iter(lower.as_bytes(), phrase.as_bytes()).take(MOST);
        hits.extend(found.map(|at| (at, phrase, language)));
    }
    // The earliest first, and of those at one place the longest, which says most.
    hits.sort_by_key(|(at, phrase, _)| (*at, std::cmp::Reverse(phrase.len())));
    let mut found: Vec<Notice> = Vec::new();
    let mut until = 0;
    for (at, phrase, language) in hits {
        if at < until || found.len() >= MOST {
            continue;
        }
        let (from, to) = sentence(&lower, at, at + phrase.len());
        until = to;
        let own = lower.get(from..to).unwrap_or_default();
        let refuses = REFUSALS.iter().any(|word| own.contains(word));
        // A word of many trades says nothing of rights without one of refusing.
        if WEAK.contains(&phrase) && !refuses {
            continue;
        }
        let written = if same { text.get(from..to).unwrap_or(own) } else { own };
        found.push(Notice { phrase, language, refuses, offset: from, text: written.trim().to_owned() });
    }
    found
}

/// The sentence around a phrase: between full stops that a space follows, or blank lines, and no longer than what is kept.
fn sentence(text: &str, begin: usize, end: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let stop = |at: usize| {
        let space = bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace);
        match bytes.get(at) {
            Some(b'.' | b'!' | b'?') => {
                // `Art.`, `§ 44b Abs. 3`: an abbreviation or a number before the point ends no sentence.
                let before = text.get(..at).unwrap_or_default();
                let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
                space && word.chars().count() > 3
            }
            Some(b'\n') => bytes.get(at + 1) == Some(&b'\n'),
            _ => false,
        }
    };
    let mut from = begin;
    while from > 0 && begin - from < AROUND && !stop(from - 1) {
        from -= 1;
    }
    let mut to = end;
    while to < bytes.len() && to - end < AROUND && !stop(to) {
        to += 1;
    }
    to = (to + 1).min(bytes.len());
    while from < begin && (!text.is_char_boundary(from) || bytes.get(from).is_some_and(u8::is_ascii_whitespace)) {
        from += 1;
    }
    while !text.is_char_boundary(to) {
        to += 1;
    }
    (from, to)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]
    use super::*;

    fn found(text: &str) -> Vec<(&'static str, bool, String)> {
        notices(text).into_iter().map(|n| (n.language, n.refuses, n.text)).collect()
    }

    #[test]
    fn sentences_are_found_in_six_languages() {
        for (language, text) in [
            ("en", "The publisher expressly reserves all rights to text and data mining."),
            ("en", "No part of this site may be used for AI training."),
            ("de", "Die Nutzung für Text und Data Mining im Sinne von § 44b UrhG bleibt vorbehalten."),
            ("fr", "Toute fouille de textes et de données est interdite."),
            ("it", "L'estrazione di testo e dati è vietata."),
            ("es", "La minería de textos y datos está prohibida."),
            ("nl", "Tekst- en datamining is voorbehouden."),
        ] {
            let all = format!("Hello there. {text} Welcome to all.");
            assert_eq!(found(&all), [(language, true, text.to_owned())], "{text}");
        }
    }

    #[test]
    fn what_only_names_the_matter_is_no_refusal_and_trade_words_are_nothing() {
        assert!(!found("We welcome text and data mining by everybody.")[0].1);
        assert_eq!(found("We sell data mining and machine learning services."), []);
        assert!(found("Directive (EU) 2019/790, Art. 4(3): rights reserved.")[0].1);
        assert_eq!(found("").len(), 0);
        // A point inside ends no sentence, a blank line does.
        let text = "Heading\n\nGem. Art. 4 Abs. 3 der Richtlinie 2019/790 untersagt.\n\nEnd";
        assert_eq!(found(text)[0].2, "Gem. Art. 4 Abs. 3 der Richtlinie 2019/790 untersagt.");
    }
}
