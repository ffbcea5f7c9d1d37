//! The texts by which a robots.txt can be read.

/// By which text a file is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// RFC 9309. Misspelt field names are taken as meant and remarked on.
    #[default]
    Rfc9309,
    /// As Google documents and its open-source parser does: a missing colon is accepted, `Allow: /dir/index.html` also
    /// allows `/dir/`, encoded unreserved characters stay encoded, a partial byte-order mark is dropped, a line ends after
    /// 16,663 bytes, and status 429 counts as a server error.
    Google,
}
