//! Where something can be read: a provision on EUR-Lex, by the European Legislation Identifier of the Act; what explains an id of
//! the law book on the pages that `gpai site --docs` writes.

use std::fmt::Write as _;

use gpai_rules::law::Language;

/// The Act on EUR-Lex, in English.
pub const ACT: &str = "https://eur-lex.europa.eu/eli/reg/2024/1689/oj/eng";

/// Where the pages of the documentation are published. Findings point there; nothing is fetched from it.
pub const DOCS: &str = "https://gpai-tools.github.io/gpai/";

/// The folder of a language.
pub fn folder(language: Language) -> &'static str {
    match language {
        Language::English => "en",
        Language::Chinese => "zh",
    }
}

/// The file of a page, from the root of the documentation: `en/finding/CODE.html`. Ids keep their letters, digits and `.`, `-`, `_`,
/// `/`; any other byte is written as `~` and its number.
pub fn file(about: &str, id: &str, language: Language) -> String {
    let mut out = format!("{}/{about}/", folder(language));
    for (i, part) in id.split('/').enumerate() {
        if i > 0 {
            out.push('/');
        }
        for byte in part.bytes() {
            match byte {
                // A part of dots alone would be a step to another folder.
                b'.' if part.bytes().all(|b| b == b'.') => out.push_str("~2E"),
                b'-' | b'.' | b'_' => out.push(char::from(byte)),
                byte if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
                byte => {
                    let _ = write!(out, "~{byte:02X}");
                }
            }
        }
    }
    out.push_str(".html");
    out
}

/// The address of the page on an id.
pub fn page(about: &str, id: &str, language: Language) -> String {
    format!("{DOCS}{}", file(about, id, language))
}

/// The address of a provision of the Act, such as `ai-act/53/1/d`: its article, annex or recital; none for other sources.
pub fn of(cite: &str) -> Option<String> {
    let mut parts = cite.split('/');
    let (source, number) = (parts.next()?, parts.next()?);
    let roman = || number.bytes().all(|b| matches!(b, b'i' | b'v' | b'x' | b'I' | b'V' | b'X'));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match source {
        "ai-act" if digits(number) => Some(format!("{ACT}#art_{number}")),
        "ai-act" if number == "annex" => Some(format!("{ACT}#anx_{}", parts.next()?.to_uppercase())),
        "ai-act" if number == "recital" => Some(format!("{ACT}#rct_{}", parts.next()?)),
        "annex" if roman() => Some(format!("{ACT}#anx_{}", number.to_uppercase())),
        "recital" if digits(number) => Some(format!("{ACT}#rct_{number}")),
        _ => source.strip_prefix("annex-").map(|annex| format!("{ACT}#anx_{}", annex.to_uppercase())),
    }
}

/// The address of the first of these provisions that has one; that of the Act as a whole where none has.
pub fn first<'c>(cites: impl IntoIterator<Item = &'c String>) -> String {
    cites.into_iter().find_map(|cite| of(cite)).unwrap_or_else(|| ACT.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn pages_have_addresses_that_stay_inside() {
        let en = |about: &str, id: &str| file(about, id, Language::English);
        assert_eq!(en("finding", "summary-missing"), "en/finding/summary-missing.html");
        assert_eq!(en("provision", "ai-act/53/1/d"), "en/provision/ai-act/53/1/d.html");
        assert_eq!(en("licence", "a b+"), "en/licence/a~20b~2B.html");
        assert_eq!(en("licence", "../x"), "en/licence/~2E~2E/x.html");
        assert!(page("fact", "market.eu", Language::Chinese).ends_with("/zh/fact/market.eu.html"));
    }

    #[test]
    fn provisions_of_the_act_have_an_address() {
        assert!(of("ai-act/53/1/d").unwrap().ends_with("/oj/eng#art_53"));
        assert!(of("annex-xiii/a").unwrap().ends_with("#anx_XIII"));
        assert!(of("recital/97").unwrap().ends_with("#rct_97"));
        assert_eq!(of("guidelines/17"), None);
        assert_eq!(of("ai-act"), None);
        assert_eq!(first(&["guidelines/17".to_owned(), "ai-act/3/63".to_owned()]), format!("{ACT}#art_3"));
        assert_eq!(first(&["guidelines/17".to_owned()]), ACT);
    }
}
