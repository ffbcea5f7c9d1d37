//! Links of a `Link` header (RFC 8288): the address between angle brackets, and the parameters behind it.

/// One link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link<'h> {
    /// The address as written.
    pub uri: &'h str,
    /// The whole link as written.
    pub text: &'h str,
    parameters: Vec<(&'h str, &'h str)>,
}

/// How many links of one header are read.
const LINKS: usize = 1000;

impl Link<'_> {
    /// Whether one of the relations is this one, without regard to case.
    pub fn has_rel(&self, rel: &str) -> bool {
        let rels = self.parameters.iter().find(|(name, _)| name.eq_ignore_ascii_case("rel"));
        rels.is_some_and(|(_, value)| value.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case(rel)))
    }

    /// A parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }
}

/// The links of one header. Commas in addresses and in quotes end none.
pub(crate) fn links(value: &str) -> Vec<Link<'_>> {
    pieces(value, ',').take(LINKS).filter_map(link).collect()
}

fn link(text: &str) -> Option<Link<'_>> {
    let (uri, rest) = text.trim().strip_prefix('<')?.split_once('>')?;
    let mut parameters = Vec::new();
    for part in pieces(rest, ';') {
        if let Some((name, value)) = part.split_once('=') {
            let value = value.trim();
            let bare = value.strip_prefix('"').and_then(|v| v.strip_suffix('"')).unwrap_or(value);
            parameters.push((name.trim(), bare));
        }
    }
    Some(Link { uri: uri.trim(), text: text.trim(), parameters })
}

/// The pieces between separators that stand neither in quotes nor in angle brackets.
fn pieces(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped, mut inside) = (false, false, false);
    text.split(move |c: char| {
        let was_escaped = std::mem::take(&mut escaped);
        match c {
            '\\' if quoted && !was_escaped => escaped = true,
            '"' if !was_escaped && !inside => quoted = !quoted,
            '<' if !quoted => inside = true,
            '>' if !quoted => inside = false,
            _ => {}
        }
        c == separator && !quoted && !inside
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]
    use super::*;

    #[test]
    fn commas_in_addresses_and_quotes_end_no_link() {
        let found = links(
            "<https://a.example/x,y>; rel=license; title=\"a, \\\" b\", </z> ; rel=\"next License\"; type=t, broken",
        );
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].uri, found[0].has_rel("license")), ("https://a.example/x,y", true));
        assert_eq!((found[1].uri, found[1].has_rel("license"), found[1].get("TYPE")), ("/z", true, Some("t")));
        assert!(links("").is_empty() && links("<").is_empty() && links("\"<a>").is_empty());
    }
}
