//! A complaint as it is lodged, by a file, a message or the form: what it may say, and what of it goes into the chain.

use serde_json::Value as Json;

use super::desk::one_of;
use super::sheet::{self, Holds, Key, Sheet};
use crate::canon::canonical;
use crate::fault::Fault;
use crate::secret::{hex, keyed, sha256};
use crate::step::Draft;
use crate::store::Store;
use crate::words::Pair;

/// Ways by which complaints come.
pub const CHANNELS: [&str; 7] = ["form", "email", "letter", "hub", "issue", "telephone", "other"];
/// What complainants may be.
pub const ROLES: [&str; 3] = ["rightsholder", "representative", "collective_management"];

/// What `--from-file` may say.
pub const KEYS: [Key; 12] = [
    Key {
        name: "name",
        also: &["rightsholder", "complainant", "who"],
        holds: Holds::Text(200),
        help: Pair("Who complains", "投诉人"),
    },
    Key {
        name: "role",
        also: &[],
        holds: Holds::Text(40),
        help: Pair(
            "rightsholder, representative or collective_management",
            "rightsholder、representative 或 collective_management",
        ),
    },
    Key {
        name: "on_behalf_of",
        also: &["represents", "for"],
        holds: Holds::Text(200),
        help: Pair("On whose behalf, where it is a representative", "代表何人（如为代表）"),
    },
    Key {
        name: "authority",
        also: &[],
        holds: Holds::Text(2000),
        help: Pair("How the authority is shown; without it ask, do not reject", "授权说明；没有则询问，不予拒绝"),
    },
    Key {
        name: "contact",
        also: &["email", "address", "e_mail"],
        holds: Holds::Text(320),
        help: Pair("Where the answer goes: an e-mail address or an address", "答复寄往何处：电子邮箱或地址"),
    },
    Key {
        name: "works",
        also: &["work", "titles"],
        holds: Holds::List,
        help: Pair(
            "Works: titles, or tables with title, kind, id (ISBN, DOI, address), where",
            "作品：标题，或含 title、kind、id、where 的表",
        ),
    },
    Key {
        name: "measure",
        also: &["measures"],
        holds: Holds::Text(40),
        help: Pair(
            "Measure 1.1 to 1.5; empty where the complainant cannot tell, which is no defect",
            "措施 1.1 至 1.5；投诉人无法指明则留空，不算缺陷",
        ),
    },
    Key {
        name: "statement",
        also: &["text", "message", "what", "description", "body", "complaint"],
        holds: Holds::Text(20_000),
        help: Pair("What happened, and from where the complainant knows", "发生了什么，投诉人从何得知"),
    },
    Key {
        name: "language",
        also: &["lang"],
        holds: Holds::Text(20),
        help: Pair("Language of the complaint", "投诉所用语言"),
    },
    Key {
        name: "thread",
        also: &["url", "link"],
        holds: Holds::Text(2000),
        help: Pair("Address of the discussion, where it is public", "公开讨论的网址"),
    },
    Key {
        name: "channel",
        also: &[],
        holds: Holds::Text(20),
        help: Pair(
            "form, email, letter, hub, issue, telephone, other",
            "form、email、letter、hub、issue、telephone、other",
        ),
    },
    Key {
        name: "received_at",
        also: &["received", "on", "date"],
        holds: Holds::Text(40),
        help: Pair("When it came: a day, or a time with its offset", "收到时间：日期，或带时区的时间"),
    },
];
/// The first line of the template.
pub const HEAD: Pair = Pair(
    "A complaint, for `gpai register complaint add --from-file FILE`",
    "投诉，用于 `gpai register complaint add --from-file FILE`",
);

/// A name as it is compared: letters and digits in lower case.
fn normal(text: &str) -> String {
    let plain: String = text.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a complaint says, as an entry: what names a person goes beside the chain.
///
/// # Errors
/// A value that cannot stand.
pub fn draft(store: &Store, mut draft: Draft, sheet: &Sheet) -> Result<Draft, Fault> {
    let get = |name: &str| sheet::text(sheet, name).map(str::trim).filter(|t| !t.is_empty());
    let channel = get("channel").map(|c| one_of(c, &CHANNELS, "channel")).transpose()?;
    let role = get("role").map(|r| one_of(r, &ROLES, "role")).transpose()?;
    // Who gives no name is known by where the answer goes.
    if let Some(name) = get("name").or_else(|| get("contact")) {
        let message = format!("holder\n{}\n{}", normal(name), normal(get("on_behalf_of").unwrap_or_default()));
        draft = draft.with("holder", Some(&hex(&keyed(&store.holder_key, message.as_bytes()))));
    }
    let works = sheet.get("works").cloned().unwrap_or(Json::Array(Vec::new()));
    let mut plain: Vec<String> = works.as_array().into_iter().flatten().map(|work| normal(&work.to_string())).collect();
    plain.sort();
    if !plain.is_empty() {
        draft = draft.with("works_key", Some(&hex(&keyed(&store.holder_key, plain.join("\n").as_bytes()))));
        draft = draft.set("works_count", plain.len().into());
        let text = String::from_utf8_lossy(&canonical(&works)?).into_owned();
        draft = draft.secret("works", Some(&text));
    }
    let mut draft = draft
        .with("channel", channel.as_deref())
        .with("role", role.as_deref())
        .with("measure", get("measure"))
        .with("language", get("language"));
    for name in ["name", "on_behalf_of", "authority", "contact", "thread"] {
        draft = draft.secret(name, get(name));
    }
    // As it was written, byte for byte.
    Ok(draft.secret("statement", sheet::text(sheet, "statement")))
}

/// A key under which a post that is sent twice is one.
pub fn token_digest(token: &str) -> String {
    hex(&sha256(format!("gpai-token/1\n{token}").as_bytes()))
}
