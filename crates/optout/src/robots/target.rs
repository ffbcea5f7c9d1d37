//! The part of an address that a robots.txt speaks of: path and query.

use std::borrow::Cow;
use std::fmt;

/// Why an address has no path to ask about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TargetError;

impl fmt::Display for TargetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("neither an absolute URL nor a path that begins with `/`")
    }
}

impl std::error::Error for TargetError {}

/// Path and query of an absolute URL, or of a path that begins with `/`; without the fragment, and `/` where the path is
/// empty.
///
/// # Errors
///
/// Where it is neither.
///
/// ```
/// # use gpai_optout::robots::target;
/// assert_eq!(target("https://a.example?q=1#top").unwrap(), "/?q=1");
/// assert_eq!(target("/a/b#c").unwrap(), "/a/b");
/// assert!(target("a.example/b").is_err());
/// ```
pub fn target(url: &str) -> Result<Cow<'_, str>, TargetError> {
    let url = url.split_once('#').map_or(url, |(before, _)| before);
    if url.starts_with('/') {
        return Ok(Cow::Borrowed(url));
    }
    let (scheme, rest) = url.split_once("://").ok_or(TargetError)?;
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    if !named || rest.is_empty() || rest.starts_with(['/', '?']) {
        return Err(TargetError);
    }
    match rest.find(['/', '?']).and_then(|at| rest.split_at_checked(at)) {
        None => Ok(Cow::Borrowed("/")),
        Some((_, path)) if path.starts_with('/') => Ok(Cow::Borrowed(path)),
        Some((_, query)) => Ok(Cow::Owned(format!("/{query}"))),
    }
}
