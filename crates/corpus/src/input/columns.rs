//! Which column holds what: by the names that known collections use (FineWeb, Dolma, C4, OSCAR, RedPajama, LAION, HPLT and
//! others), or as the command line says. A dot leads into a record: `metadata.url`.

use serde_json::{Map, Value as Json};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The text.
    Text,
    /// Where it comes from.
    Url,
    /// Its language.
    Language,
    /// When it was collected.
    Time,
    /// Its tokens.
    Tokens,
    /// Its dataset.
    Dataset,
    /// Its size, where the text is not there.
    Bytes,
    /// The licence under which it is.
    Licence,
}

impl Role {
    /// All of them, in the order of reports.
    pub const ALL: [Role; 8] =
        [Role::Text, Role::Url, Role::Language, Role::Time, Role::Tokens, Role::Dataset, Role::Bytes, Role::Licence];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Role::Text => "text",
            Role::Url => "url",
            Role::Language => "language",
            Role::Time => "time",
            Role::Tokens => "tokens",
            Role::Dataset => "dataset",
            Role::Bytes => "bytes",
            Role::Licence => "licence-column",
        }
    }

    /// The names by which it is known, the most usual first.
    fn names(self) -> &'static [&'static str] {
        match self {
            Role::Text => &["text", "content", "raw_content", "document", "body", "markdown"],
            Role::Url => &[
                "url",
                "metadata.url",
                "meta.url",
                "warc_headers.warc-target-uri",
                "metadata.warc_headers.warc-target-uri",
                "warc-target-uri",
                "metadata.source_url",
                "source_url",
                "u",
                "uri",
            ],
            Role::Language => &[
                "language",
                "lang",
                "metadata.language",
                "meta.language",
                "metadata.identification.label",
                "identification.label",
                "metadata.lang",
            ],
            Role::Time => &[
                "date",
                "timestamp",
                "date_download",
                "warc_headers.warc-date",
                "metadata.warc_headers.warc-date",
                "warc_date",
                "metadata.date_download",
                "metadata.warc_date",
                "meta.timestamp",
                "metadata.timestamp",
                "ts",
                "crawl_date",
                "fetch_time",
                "created",
                "time",
            ],
            Role::Tokens => &["token_count", "num_tokens", "n_tokens", "metadata.token_count", "meta.token_count"],
            Role::Dataset => &["meta.pile_set_name", "meta.redpajama_set_name", "dataset"],
            Role::Bytes => &[],
            // Looked for only where texts themselves are compared.
            Role::Licence => {
                &["license", "licence", "metadata.license", "metadata.licence", "meta.license", "license_type"]
            }
        }
    }
}

/// What the command line says of columns.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Role and name.
    pub named: Vec<(Role, String)>,
    /// The rows are pages of a crawl, whose columns have names of their own.
    pub pages: bool,
    /// The texts themselves are wanted, with their licences.
    pub texts: bool,
}

/// The columns of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// Role and path.
    pub paths: Vec<(Role, Vec<String>)>,
    /// The file lists images by their addresses; what they hold is elsewhere.
    pub images: bool,
}

impl Columns {
    /// The path of a role.
    #[must_use]
    pub fn path(&self, role: Role) -> Option<&[String]> {
        self.paths.iter().find(|(r, _)| *r == role).map(|(_, path)| path.as_slice())
    }

    /// What was taken for what, for the report.
    #[must_use]
    pub fn told(&self) -> Json {
        let mut out = Map::new();
        for role in Role::ALL {
            if let Some(path) = self.path(role) {
                out.insert(role.word().to_owned(), Json::from(path.join(".")));
            }
        }
        if self.images {
            out.insert("media".to_owned(), Json::from("image"));
        }
        Json::from(out)
    }
}

/// Chooses columns among the paths that a file has.
///
/// # Errors
/// The command line names one that the file does not have.
pub fn choose(have: &[String], said: &Said) -> Result<Columns, String> {
    let find =
        |name: &str| have.iter().find(|h| *h == name).or_else(|| have.iter().find(|h| h.eq_ignore_ascii_case(name)));
    let mut out = Columns::default();
    for role in Role::ALL {
        let named = said.named.iter().find(|(r, _)| *r == role).map(|(_, name)| name.as_str());
        let path = match named {
            Some(name) => Some(find(name).ok_or_else(|| {
                let shown: Vec<&str> = have.iter().take(30).map(String::as_str).collect();
                format!("has no column {name:?} (--{}); it has: {}", role.word(), shown.join(", "))
            })?),
            None if role == Role::Licence && !said.texts => None,
            None => role.names().iter().find_map(|name| find(name)),
        };
        if let Some(path) = path {
            out.paths.push((role, path.split('.').map(str::to_owned).collect()));
        }
    }
    let has = |name: &str| find(name).is_some();
    let text_said = said.named.iter().any(|(role, _)| *role == Role::Text);
    // LAION and its like: address and caption of images that are fetched later.
    let sized = (has("width") && has("height")) || has("original_width");
    if !text_said && sized && has("url") && (has("text") || has("caption")) {
        out.images = true;
        out.paths.retain(|(role, _)| *role != Role::Text);
    }
    // Dolma's own records say which of its sources they are of.
    if out.path(Role::Dataset).is_none() && has("source") && has("added") {
        out.paths.extend(find("source").map(|p| (Role::Dataset, vec![p.clone()])));
    }
    Ok(out)
}

/// Every path of a JSON object, to a bounded depth; lists count as their first member.
pub fn paths(value: &Json, before: &str, depth: usize, out: &mut Vec<String>) {
    let Json::Object(map) = value else { return };
    for (key, value) in map.iter().take(500) {
        let path = if before.is_empty() { key.clone() } else { format!("{before}.{key}") };
        if depth > 0 && value.is_object() {
            paths(value, &path, depth - 1, out);
        } else if !value.is_null() && !out.contains(&path) {
            out.push(path);
        }
    }
}
