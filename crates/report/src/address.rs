//! Where a provision can be read: addresses on EUR-Lex by the European Legislation Identifier of the Act.

/// The Act on EUR-Lex, in English.
pub const ACT: &str = "https://eur-lex.europa.eu/eli/reg/2024/1689/oj/eng";

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
