//! The kinds of documents, by the names that people give.

use gpai_forms::template::Template;
use gpai_rules::toml_place::{PlacedError, nearest};

use crate::outcome::Failure;

/// The form of a kind.
pub fn template(kind: &str) -> Result<Template, Failure> {
    let broken = |e: PlacedError| Failure::Internal(e.to_string());
    Template::latest(kind).map_err(broken)?.ok_or_else(|| no_kind(kind))
}

/// Refuses a name that is no kind of document.
pub fn no_kind(kind: &str) -> Failure {
    let kinds = Template::kinds();
    Failure::Usage(match nearest(kind, kinds.iter().copied()) {
        Some(near) => format!("`{kind}` is no kind of document; did you mean `{near}`?"),
        None => format!("`{kind}` is no kind of document; they are {}", kinds.join(", ")),
    })
}

/// The kind after `--kind`, if it is one.
pub fn known_kind(kind: Option<&str>) -> Result<Option<&str>, Failure> {
    let Some(kind) = kind else { return Ok(None) };
    let kinds = Template::kinds();
    if kinds.contains(&kind) {
        return Ok(Some(kind));
    }
    Err(Failure::Usage(match nearest(kind, kinds.iter().copied()) {
        Some(near) => format!("--kind {kind}: no such kind of document; did you mean `{near}`?"),
        None => format!("--kind {kind}: no such kind of document; they are {}", kinds.join(", ")),
    }))
}
