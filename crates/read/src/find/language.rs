//! Which language a text is in, by its script and its commonest small words: enough to say in one sentence that the form is not
//! known in it, in place of findings about what could not be found.

/// Words looked at.
const MOST_WORDS: usize = 6_000;
/// Fewest small words that speak for a language.
const FEWEST: usize = 6;

/// Small words of the official languages of the Union and a few others; each is rare in the languages beside it.
const SMALL: [(&str, &[&str]); 28] = [
    ("en", &["the", "of", "and", "to", "is", "are", "was", "were", "for", "with", "this", "have"]),
    ("de", &["der", "die", "und", "das", "den", "wurde", "wurden", "nicht", "von", "f\u{FC}r", "mit", "ist"]),
    ("fr", &["les", "des", "et", "est", "une", "pour", "dans", "du", "sont", "aux", "ont", "le"]),
    ("es", &["los", "las", "para", "el", "una", "y", "del", "se", "datos", "por", "est\u{E1}n", "han"]),
    ("pt", &["os", "para", "uma", "n\u{E3}o", "dos", "da", "s\u{E3}o", "foram", "com", "dados", "do", "em"]),
    ("it", &["il", "gli", "di", "della", "sono", "dei", "per", "una", "che", "stati", "dati", "nel"]),
    ("ro", &["\u{219}i", "pentru", "datele", "de", "sunt", "nu", "care", "au", "fost", "din", "ale", "la"]),
    ("nl", &["de", "het", "een", "en", "van", "zijn", "voor", "niet", "gegevens", "wordt", "werden", "met"]),
    ("da", &["og", "er", "ikke", "til", "det", "af", "der", "blev", "p\u{E5}", "som", "ud", "modellen"]),
    ("sv", &["och", "\u{E4}r", "inte", "till", "det", "av", "som", "f\u{F6}r", "har", "med", "den", "p\u{E5}"]),
    ("no", &["og", "ikke", "til", "av", "ble", "som", "p\u{E5}", "har", "med", "hvilke", "opplysninger", "ikkje"]),
    (
        "fi",
        &[
            "ja",
            "on",
            "ei",
            "tai",
            "ovat",
            "sek\u{E4}",
            "k\u{E4}ytetty",
            "ett\u{E4}",
            "joka",
            "eiv\u{E4}t",
            "mallin",
            "tietojen",
        ],
    ),
    ("et", &["ja", "on", "ei", "v\u{F5}i", "mudeli", "andmete", "kas", "ning", "mis", "andmed", "kasutatud", "teave"]),
    ("lv", &["un", "ir", "datu", "vai", "par", "kas", "no", "dati", "lai", "mode\u{13C}a", "nav", "izmantoti"]),
    (
        "lt",
        &[
            "ir",
            "yra",
            "duomen\u{173}",
            "arba",
            "ar",
            "buvo",
            "modelio",
            "i\u{161}",
            "duomenys",
            "kurie",
            "kaip",
            "apie",
        ],
    ),
    ("pl", &["i", "w", "na", "jest", "nie", "danych", "oraz", "z", "lub", "dane", "przez", "do"]),
    ("cs", &["a", "je", "v", "na", "dat", "nebo", "data", "jsou", "byla", "pro", "kter\u{E9}", "modelu"]),
    (
        "sk",
        &["a", "je", "v", "na", "\u{FA}dajov", "alebo", "s\u{FA}", "boli", "pre", "ktor\u{E9}", "modelu", "\u{FA}daje"],
    ),
    ("sl", &["in", "je", "na", "podatkov", "ali", "za", "so", "ki", "podatki", "bili", "modela", "pri"]),
    ("hr", &["i", "je", "na", "podataka", "ili", "za", "su", "koji", "podaci", "bili", "modela", "od"]),
    ("hu", &["\u{E9}s", "az", "a", "nem", "vagy", "adatok", "hogy", "egy", "modell", "volt", "ezek", "vonatkoz\u{F3}"]),
    ("mt", &["ta", "il", "li", "tal", "ma", "data", "jew", "g\u{127}al", "kien", "minn", "fuq", "dan"]),
    ("ga", &["na", "an", "agus", "le", "do", "ar", "sonra\u{ED}", "n\u{F3}", "n\u{ED}", "i", "bh\u{ED}", "m\u{FA}nla"]),
    (
        "bg",
        &[
            "\u{438}",
            "\u{43D}\u{430}",
            "\u{437}\u{430}",
            "\u{434}\u{430}\u{43D}\u{43D}\u{438}",
            "\u{43E}\u{442}",
            "\u{441}\u{430}",
            "\u{434}\u{430}\u{43D}\u{43D}\u{438}\u{442}\u{435}",
            "\u{435}",
            "\u{43D}\u{435}",
            "\u{438}\u{43B}\u{438}",
            "\u{441}\u{435}",
            "\u{43C}\u{43E}\u{434}\u{435}\u{43B}\u{430}",
        ],
    ),
    (
        "ru",
        &[
            "\u{438}",
            "\u{43D}\u{430}",
            "\u{434}\u{43B}\u{44F}",
            "\u{434}\u{430}\u{43D}\u{43D}\u{44B}\u{445}",
            "\u{43D}\u{435}",
            "\u{438}\u{43B}\u{438}",
            "\u{431}\u{44B}\u{43B}\u{438}",
            "\u{434}\u{430}\u{43D}\u{43D}\u{44B}\u{435}",
            "\u{44D}\u{442}\u{43E}",
            "\u{447}\u{442}\u{43E}",
            "\u{43F}\u{43E}",
            "\u{43C}\u{43E}\u{434}\u{435}\u{43B}\u{438}",
        ],
    ),
    (
        "uk",
        &[
            "\u{456}",
            "\u{442}\u{430}",
            "\u{434}\u{43B}\u{44F}",
            "\u{434}\u{430}\u{43D}\u{438}\u{445}",
            "\u{43D}\u{435}",
            "\u{430}\u{431}\u{43E}",
            "\u{431}\u{443}\u{43B}\u{438}",
            "\u{434}\u{430}\u{43D}\u{456}",
            "\u{446}\u{435}",
            "\u{449}\u{43E}",
            "\u{437}",
            "\u{43C}\u{43E}\u{434}\u{435}\u{43B}\u{456}",
        ],
    ),
    (
        "el",
        &[
            "\u{3BA}\u{3B1}\u{3B9}",
            "\u{3C4}\u{3C9}\u{3BD}",
            "\u{3C4}\u{3BF}\u{3C5}",
            "\u{3B3}\u{3B9}\u{3B1}",
            "\u{3C4}\u{3B7}\u{3C2}",
            "\u{3BC}\u{3B5}",
            "\u{3C4}\u{3BF}",
            "\u{3B4}\u{3B5}\u{3BD}",
            "\u{3C4}\u{3B1}",
            "\u{3B1}\u{3C0}\u{3CC}",
            "\u{3AE}",
            "\u{3C3}\u{3B5}",
        ],
    ),
    (
        "tr",
        &["ve", "bir", "i\u{E7}in", "veri", "bu", "ile", "olarak", "de\u{11F}il", "model", "verileri", "veya", "olan"],
    ),
];

/// Titles by which such a summary calls itself, as beginnings of words.
const TITLES: [&str; 30] = [
    "summary of training content",
    "summary of the content used",
    "summary of training data",
    "zusammenfassung",
    "r\u{E9}sum\u{E9}",
    "resumen",
    "resumo",
    "sintesi",
    "streszczeni",
    "samenvatting",
    "sammanfattning",
    "sammendrag",
    "sammenfatning",
    "tiivistelm\u{E4}",
    "\u{F6}sszefoglal",
    "souhrn",
    "shrnut\u{ED}",
    "zhrnutie",
    "s\u{FA}hrn",
    "povzetek",
    "sa\u{17E}etak",
    "rezumat",
    "\u{440}\u{435}\u{437}\u{44E}\u{43C}\u{435}",
    "\u{43E}\u{431}\u{43E}\u{431}\u{449}\u{435}\u{43D}\u{438}\u{435}",
    "\u{3C0}\u{3B5}\u{3C1}\u{3AF}\u{3BB}\u{3B7}\u{3C8}\u{3B7}",
    "\u{3C3}\u{3CD}\u{3BD}\u{3BF}\u{3C8}\u{3B7}",
    "kokkuv\u{F5}te",
    "kopsavilkums",
    "santrauka",
    "\u{6458}\u{8981}",
];

/// The language of a text; `None` where it is English or nothing tells.
pub(super) fn of(text: &str) -> Option<&'static str> {
    let letters = text.chars().filter(|c| c.is_alphabetic()).take(40_000);
    let (mut all, mut han, mut kana, mut hangul, mut arabic) = (0_usize, 0_usize, 0_usize, 0_usize, 0_usize);
    for c in letters {
        all += 1;
        match c {
            '\u{4E00}'..='\u{9FFF}' => han += 1,
            '\u{3040}'..='\u{30FF}' => kana += 1,
            '\u{AC00}'..='\u{D7AF}' => hangul += 1,
            '\u{600}'..='\u{6FF}' => arabic += 1,
            _ => {}
        }
    }
    if all == 0 {
        return None;
    }
    for (count, language) in [(kana * 8, "ja"), (hangul * 3, "ko"), (han * 3, "zh"), (arabic * 3, "ar")] {
        if count > all {
            return Some(language);
        }
    }
    let words: Vec<String> = super::labels::words(&text.chars().take(60_000).collect::<String>());
    let words = words.get(..words.len().min(MOST_WORDS)).unwrap_or_default();
    let mut counts = [0_usize; SMALL.len()];
    for word in words {
        for ((_, small), count) in SMALL.iter().zip(counts.iter_mut()) {
            *count += usize::from(small.contains(&word.as_str()));
        }
    }
    let english = counts.first().copied().unwrap_or(0);
    let (at, best) = counts.iter().copied().enumerate().skip(1).max_by_key(|(_, count)| *count)?;
    let language = SMALL.get(at).map(|(language, _)| *language)?;
    (best >= FEWEST && best > english * 3 / 2 && best * 25 > words.len()).then_some(language)
}

/// Whether a text calls itself such a summary, in whatever language.
pub(super) fn titled(text: &str) -> bool {
    let flat = text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let head: String = flat.chars().take(600).collect();
    TITLES.iter().any(|t| head.contains(t))
}

/// Whether a text calls itself the public summary of training content in the words of the form.
pub(super) fn named(text: &str) -> bool {
    let flat = text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let head: String = flat.chars().take(600).collect();
    head.contains("public summary of training content") || head.contains("public summary of the content used")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart() {
        for (text, language) in [
            (
                "Die Daten wurden von der Firma und den Partnern nicht f\u{FC}r das Training des Modells verwendet, die Quellen sind offen.",
                Some("de"),
            ),
            (
                "Les donn\u{E9}es sont collect\u{E9}es dans les sources ouvertes et les r\u{E9}seaux pour une dur\u{E9}e de deux ans.",
                Some("fr"),
            ),
            (
                "Uppgifterna som har samlats in \u{E4}r inte personuppgifter och det finns inte n\u{E5}gra avtal med f\u{F6}retag.",
                Some("sv"),
            ),
            (
                "\u{672C}\u{6A21}\u{578B}\u{7684}\u{8BAD}\u{7EC3}\u{6570}\u{636E}\u{6765}\u{81EA}\u{516C}\u{5F00}\u{7F51}\u{9875}",
                Some("zh"),
            ),
            ("The data of the model were taken from the web and are described in this summary for the public.", None),
            ("1.0", None),
        ] {
            assert_eq!(of(text), language, "{text}");
        }
    }
}
