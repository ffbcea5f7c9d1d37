//! What a request for information is answered with: questions, answers, exhibits and passages, as people fill them in.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use super::desk::Desk;
use crate::fault::Fault;
use crate::secret::{hex, sha256};
use crate::step::Step;
use crate::store::files;
use crate::words::{Language, Pair};

/// Above these, limits of other services are named; those of the AI Office are not known.
const LARGE: u64 = 100 << 20;

/// What is answered.
#[derive(Debug, Default)]
pub struct Matrix {
    /// Who signs: name, function, authority.
    pub signatory: String,
    /// Who was asked, which systems, up to which day.
    pub search: String,
    /// One row a question.
    pub answers: Vec<BTreeMap<String, String>>,
    /// Papers.
    pub exhibits: Vec<BTreeMap<String, String>>,
    /// What is missing, and by when.
    pub open: Vec<BTreeMap<String, String>>,
    /// Passages that are confidential.
    pub confidential: Vec<BTreeMap<String, String>>,
}

/// What a check found.
#[derive(Debug)]
pub struct Check {
    /// Its id, `IRA-…`.
    pub id: &'static str,
    /// error, warning or note.
    pub level: &'static str,
    /// One sentence.
    pub what: String,
}

/// A paper that goes with the answer.
#[derive(Debug)]
pub struct Exhibit {
    /// Its number.
    pub no: String,
    /// Its name in the pack.
    pub name: String,
    /// Its title.
    pub title: String,
    /// existing or made-for-answer.
    pub origin: String,
    /// For which reader it was composed.
    pub view: String,
    /// Whether a passage is confidential.
    pub marked: bool,
    /// The paper itself.
    pub bytes: Vec<u8>,
    /// Its SHA-256.
    pub digest: String,
}

/// Questions of the request: number and text.
pub fn questions(steps: &[Step]) -> Vec<(String, String)> {
    let list =
        steps.first().and_then(|s| s.fields.get("questions")).and_then(Json::as_array).cloned().unwrap_or_default();
    let of = |(i, q): (usize, &Json)| {
        let get = |names: &[&str]| names.iter().find_map(|n| q.get(*n)?.as_str()).map(str::to_owned);
        (
            get(&["id", "no", "number"]).unwrap_or_else(|| (i + 1).to_string()),
            get(&["text", "title", "question"]).unwrap_or_default(),
        )
    };
    list.iter().enumerate().map(of).collect()
}

/// A file to fill in, with the questions.
pub fn template(questions: &[(String, String)], lang: Language) -> String {
    let quoted = crate::store::settings::quoted;
    let head = Pair(
        "# The answer to a request for information. status: complete, partial, none, not-held, does-not-exist, premise-disputed.\n\
         # An answer that is not complete needs an [[open]] entry; a passage is quoted word for word from the exhibit.\n\n\
         signatory = \"\"  # name, function, authority\nsearch = \"\"     # who was asked, which systems, up to which day\n",
        "# 对信息请求的答复。status：complete、partial、none、not-held、does-not-exist、premise-disputed。\n\
         # 未完全答复的须有 [[open]] 条目；passage 逐字引自附件。\n\n\
         signatory = \"\"  # 姓名、职务、授权\nsearch = \"\"     # 询问了谁、哪些系统、截至何日\n",
    );
    let mut out = head.get(lang).to_owned();
    let example = [("1".to_owned(), String::new())];
    for (no, text) in if questions.is_empty() { &example[..] } else { questions } {
        let _ = write!(
            out,
            "\n[[answers]]\nquestion = {}\ntext = {}\nstatus = \"\"\nanswer = \"\"\nexhibit = \"\"\npassage = \"\"\nmarking = \"\"\n",
            quoted(no),
            quoted(text)
        );
    }
    out.push_str("\n# [[exhibits]]\n# no = \"1\"\n# file = \"model-documentation.pdf\"\n# title = \"\"\n# view = \"aio\"\n# origin = \"existing\"  # or made-for-answer\n");
    out.push_str("\n# [[open]]\n# question = \"1\"\n# lacks = \"\"\n# reason = \"not-ready\"\n# by = \"2026-12-01\"\n");
    out.push_str("\n# [[confidential]]\n# exhibit = \"1\"\n# passage = \"\"\n# ground = \"secret\"\n# harm = \"\"\n");
    out
}

/// Reads it.
///
/// # Errors
/// File, line and mend.
pub fn read(file: &Path) -> Result<Matrix, Fault> {
    let text = String::from_utf8(files::read(file, 4 << 20)?)
        .map_err(|_| Fault::new(format!("{}: not UTF-8", file.display())))?;
    let table: toml::Table = toml::from_str(&text).map_err(|e| {
        let line = e.span().map_or(1, |span| text.bytes().take(span.start).filter(|b| *b == b'\n').count() + 1);
        Fault::new(format!("{}:{line}: {}", file.display(), e.message()))
    })?;
    let plain = |value: &toml::Value| match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Integer(n) => n.to_string(),
        toml::Value::Boolean(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        toml::Value::Datetime(day) => day.to_string(),
        _ => String::new(),
    };
    let rows = |name: &str| -> Vec<BTreeMap<String, String>> {
        let list = table.get(name).and_then(toml::Value::as_array);
        list.into_iter()
            .flatten()
            .filter_map(toml::Value::as_table)
            .map(|row| row.iter().map(|(k, v)| (k.clone(), plain(v))).collect())
            .collect()
    };
    let word = |name: &str| table.get(name).map(plain).unwrap_or_default();
    Ok(Matrix {
        signatory: word("signatory"),
        search: word("search"),
        answers: rows("answers"),
        exhibits: rows("exhibits"),
        open: rows("open"),
        confidential: rows("confidential"),
    })
}

/// A cell of a row; empty where it is not given.
pub fn get<'r>(row: &'r BTreeMap<String, String>, name: &str) -> &'r str {
    row.get(name).map(|t| t.trim()).unwrap_or_default()
}

/// A name as platforms take it: lower case, digits, `-` and `.`, at most 80 characters.
fn file_name(no: usize, title: &str, path: &Path, marked: bool) -> String {
    let plain: String = title.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let plain = plain.split('-').filter(|p| !p.is_empty()).collect::<Vec<_>>().join("-");
    let ending = path
        .extension()
        .map(|e| e.to_string_lossy().to_lowercase())
        .filter(|e| e.chars().all(|c| c.is_ascii_alphanumeric()));
    let ending = ending.map(|e| format!(".{e}")).unwrap_or_default();
    let short: String = plain.chars().take(60).collect();
    format!(
        "{:02}-{}{}{}",
        no + 10,
        if short.is_empty() { "exhibit" } else { &short },
        if marked { "-conf" } else { "" },
        ending.chars().take(10).collect::<String>()
    )
}

/// The papers with their bytes.
///
/// # Errors
/// One cannot be read.
pub fn exhibits(desk: &Desk, matrix: &Matrix, beside: &Path, checks: &mut Vec<Check>) -> Result<Vec<Exhibit>, Fault> {
    let mut out = Vec::new();
    for (i, row) in matrix.exhibits.iter().enumerate() {
        let no = if get(row, "no").is_empty() { (i + 1).to_string() } else { get(row, "no").to_owned() };
        let (path, bytes) = match (get(row, "file"), get(row, "sha256")) {
            ("", "") => {
                return Err(Fault::new(format!("exhibit {no}: neither file nor sha256"))
                    .help("file = \"…\", or sha256 of an archived document"));
            }
            ("", digest) => {
                (PathBuf::from(digest), files::read(&desk.store.file(&digest.to_lowercase()), files::LONGEST)?)
            }
            (file, _) => (beside.join(file), files::read(&beside.join(file), files::LONGEST)?),
        };
        let digest = hex(&sha256(&bytes));
        let wanted = get(row, "sha256").to_lowercase();
        if !wanted.is_empty() && wanted != digest {
            checks.push(Check {
                id: "IRA-04",
                level: "error",
                what: format!("exhibit {no}: the file has another digest than the matrix says"),
            });
        }
        if bytes.len() as u64 > LARGE {
            checks.push(Check {
                id: "IRA-17",
                level: "warning",
                what: format!("exhibit {no}: over 100 MB; limits of other services, the AI Office's are not known"),
            });
        }
        let marked = matrix.confidential.iter().any(|c| get(c, "exhibit") == no);
        let title = if get(row, "title").is_empty() {
            path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default()
        } else {
            get(row, "title").to_owned()
        };
        let name = file_name(i, &title, &path, marked);
        out.push(Exhibit {
            no,
            name,
            title,
            origin: get(row, "origin").to_owned(),
            view: get(row, "view").to_owned(),
            marked,
            bytes,
            digest,
        });
    }
    Ok(out)
}
