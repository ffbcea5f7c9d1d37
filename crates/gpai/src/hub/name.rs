//! `hf://ORG/MODEL[@REVISION]`: what is a name, and how a name becomes part of an address or of a path. A name that could
//! lead anywhere else is refused before it is used.

use std::fmt;

use super::HubError;

/// What the Hub's own statements are filed under: it is no file of the model.
pub const PLACE: &str = "hub";
/// How an address of a model on the Hub begins.
pub const SCHEME: &str = "hf://";
/// The branch that is read where none is named.
const MAIN: &str = "main";
/// The Hub allows 96 characters for organisation and model together; each is bounded by it.
const MAX_PART: usize = 96;
/// Branches and tags are short; this is git's usual bound on a file name.
const MAX_REVISION: usize = 255;

/// A model on the Hub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// User or organisation.
    pub org: String,
    /// Model.
    pub model: String,
    /// Branch, tag or commit.
    pub revision: String,
}

impl Name {
    /// Reads `hf://ORG/MODEL[@REVISION]`.
    pub fn parse(written: &str) -> Result<Self, HubError> {
        let refuse = |why: &str| HubError::Name { written: written.to_owned(), why: why.to_owned() };
        let rest = written.strip_prefix(SCHEME).ok_or_else(|| refuse("does not begin with hf://"))?;
        let (repo, revision) = match rest.split_once('@') {
            Some((repo, revision)) => (repo, revision),
            None => (rest, MAIN),
        };
        let (org, model) = repo
            .split_once('/')
            .filter(|(_, model)| !model.contains('/'))
            .ok_or_else(|| refuse("a model on the Hub is named hf://ORG/MODEL or hf://ORG/MODEL@REVISION"))?;
        if !is_part(org) || !is_part(model) {
            return Err(refuse(
                "organisation and model hold letters, digits, `-`, `_` and `.`; neither begins or ends with `-` or `.`, \
                 nor holds `--` or `..`",
            ));
        }
        if !is_revision(revision) {
            return Err(refuse("a revision is a branch, tag or commit: letters, digits, `-`, `_`, `.` and `/`"));
        }
        Ok(Name { org: org.to_owned(), model: model.to_owned(), revision: revision.to_owned() })
    }

    /// `ORG/MODEL`.
    pub fn repo(&self) -> String {
        format!("{}/{}", self.org, self.model)
    }

    /// The address with a revision.
    pub fn at(&self, revision: &str) -> String {
        format!("{SCHEME}{}@{revision}", self.repo())
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SCHEME}{}", self.repo())?;
        if self.revision == MAIN { Ok(()) } else { write!(f, "@{}", self.revision) }
    }
}

fn is_word(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

fn is_part(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MAX_PART
        && is_word(text)
        && !text.starts_with(['-', '.'])
        && !text.ends_with(['-', '.'])
        && !text.contains("--")
        && !text.contains("..")
}

fn is_revision(text: &str) -> bool {
    text.len() <= MAX_REVISION
        && text.split('/').all(|part| !part.is_empty() && is_word(part) && !part.starts_with(['.', '-']))
        && !text.contains("..")
}

/// Whether a text is the id of a commit: 40 hexadecimal digits (SHA-1), or 64 (SHA-256).
pub fn is_commit(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// A text as one part of an address: everything but unreserved characters is percent-encoded, `/` too.
pub fn segment(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for b in text.bytes() {
        if b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(b));
        } else {
            let _ = write!(out, "%{b:02X}");
        }
    }
    out
}

/// The path of a file in a repository as the end of an address.
pub fn path(file: &str) -> String {
    file.split('/').map(segment).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn names_of_models_and_revisions() {
        let name = Name::parse("hf://org/Model-7B_v0.1").unwrap();
        assert_eq!((name.repo().as_str(), name.revision.as_str()), ("org/Model-7B_v0.1", "main"));
        assert_eq!(name.to_string(), "hf://org/Model-7B_v0.1");
        let name = Name::parse("hf://org/m@refs/pr/1").unwrap();
        assert_eq!(
            (segment(&name.revision).as_str(), name.to_string().as_str()),
            ("refs%2Fpr%2F1", "hf://org/m@refs/pr/1")
        );
    }

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        for bad in [
            "hf://",
            "hf://m",
            "hf:///m",
            "hf://org/",
            "hf://org/m/x",
            "hf://../m",
            "hf://org/..",
            "hf://o%2e/m",
            "hf://.o/m",
            "hf://o/m?x=1",
            "hf://o/m#x",
            "hf://o/m\n",
            "hf://o/m\u{0}",
            "hf://o/a--b",
            "hf://o\\m/x",
            "hf://o/m@",
            "hf://o/m@..",
            "hf://o/m@a/../b",
            "hf://o/m@/a",
            "hf://o/m@a/",
            "hf://o/m@a//b",
            "hf://o/m@-x",
            "hf://o/m@a b",
            "hf://o/m@é",
            "hf://user:pass@host/m",
            "hf://o/m@x@y",
            "org/m",
        ] {
            assert!(Name::parse(bad).is_err(), "{bad}");
        }
        assert!(Name::parse(&format!("hf://o/{}", "a".repeat(97))).is_err());
    }

    #[test]
    fn a_path_stays_a_path() {
        assert_eq!(path("a b/c#d?e%f/ü.md"), "a%20b/c%23d%3Fe%25f/%C3%BC.md");
        assert!(is_commit(&"0a".repeat(20)) && !is_commit("main") && !is_commit(&"0A".repeat(20)));
    }
}
