//! Languages as data names them, brought to one word each: `eng_Latn`, `en-US` and `English` are `en`. What is not known stays as
//! it was written.

use super::name::clean;

/// The official languages of the Union: two letters, three letters, English name.
pub const OFFICIAL: [(&str, &str, &str); 24] = [
    ("bg", "bul", "Bulgarian"),
    ("cs", "ces", "Czech"),
    ("da", "dan", "Danish"),
    ("de", "deu", "German"),
    ("el", "ell", "Greek"),
    ("en", "eng", "English"),
    ("es", "spa", "Spanish"),
    ("et", "est", "Estonian"),
    ("fi", "fin", "Finnish"),
    ("fr", "fra", "French"),
    ("ga", "gle", "Irish"),
    ("hr", "hrv", "Croatian"),
    ("hu", "hun", "Hungarian"),
    ("it", "ita", "Italian"),
    ("lt", "lit", "Lithuanian"),
    ("lv", "lav", "Latvian"),
    ("mt", "mlt", "Maltese"),
    ("nl", "nld", "Dutch"),
    ("pl", "pol", "Polish"),
    ("pt", "por", "Portuguese"),
    ("ro", "ron", "Romanian"),
    ("sk", "slk", "Slovak"),
    ("sl", "slv", "Slovenian"),
    ("sv", "swe", "Swedish"),
];

/// Others that are often found, and other codes of those above.
const OTHERS: [(&str, &str, &str); 40] = [
    ("af", "afr", "Afrikaans"),
    ("ar", "ara", "Arabic"),
    ("ar", "arb", "Arabic"),
    ("bn", "ben", "Bengali"),
    ("ca", "cat", "Catalan"),
    ("cs", "cze", "Czech"),
    ("de", "ger", "German"),
    ("el", "gre", "Greek"),
    ("et", "ekk", "Estonian"),
    ("eu", "eus", "Basque"),
    ("fa", "fas", "Persian"),
    ("fa", "pes", "Persian"),
    ("fr", "fre", "French"),
    ("gl", "glg", "Galician"),
    ("he", "heb", "Hebrew"),
    ("hi", "hin", "Hindi"),
    ("id", "ind", "Indonesian"),
    ("is", "isl", "Icelandic"),
    ("ja", "jpn", "Japanese"),
    ("ka", "kat", "Georgian"),
    ("ko", "kor", "Korean"),
    ("lv", "lvs", "Latvian"),
    ("mk", "mkd", "Macedonian"),
    ("ms", "zsm", "Malay"),
    ("nl", "dut", "Dutch"),
    ("no", "nor", "Norwegian"),
    ("no", "nob", "Norwegian"),
    ("ro", "rum", "Romanian"),
    ("ru", "rus", "Russian"),
    ("sk", "slo", "Slovak"),
    ("sq", "als", "Albanian"),
    ("sr", "srp", "Serbian"),
    ("sw", "swh", "Swahili"),
    ("ta", "tam", "Tamil"),
    ("th", "tha", "Thai"),
    ("tr", "tur", "Turkish"),
    ("uk", "ukr", "Ukrainian"),
    ("ur", "urd", "Urdu"),
    ("vi", "vie", "Vietnamese"),
    ("zh", "zho", "Chinese"),
];

/// Appends the word of a language.
pub fn push(said: &str, out: &mut String) {
    let said = said.trim();
    let word = said.split(['_', '-', ',', ';']).next().unwrap_or_default();
    let word = word.strip_prefix("__label__").unwrap_or(word).trim();
    if word.len() == 2 && word.bytes().all(|b| b.is_ascii_lowercase()) {
        out.push_str(word);
        return;
    }
    let known = OFFICIAL.iter().chain(&OTHERS).find(|(two, three, name)| {
        word.eq_ignore_ascii_case(three) || word.eq_ignore_ascii_case(name) || word.eq_ignore_ascii_case(two)
    });
    match known {
        Some((two, _, _)) => out.push_str(two),
        None => {
            let from = out.len();
            clean(word, out);
            if let Some(tail) = out.get_mut(from..) {
                tail.make_ascii_lowercase();
            }
        }
    }
}

/// The English name of a language of the Union, by its word.
#[must_use]
pub fn official(word: &str) -> Option<&'static str> {
    OFFICIAL.iter().find(|(two, _, _)| *two == word).map(|(_, _, name)| *name)
}

/// The English name of a language, as far as it is known here.
#[must_use]
pub fn name(word: &str) -> Option<&'static str> {
    OFFICIAL.iter().chain(&OTHERS).find(|(two, _, _)| *two == word).map(|(_, _, name)| *name)
}
