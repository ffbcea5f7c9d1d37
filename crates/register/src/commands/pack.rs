//! `gpai register request pack ID -o DIR`: the answer to a request for information (Article 91) as a folder: letter, matrix of
//! question, answer, exhibit and passage, index with digests, what is confidential, what is missing, and checks. Nothing is sent.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use gpai_forms::escape::{markdown, visible};
use serde_json::{Value as Json, json};

use super::desk::{Answer, Desk, Format};
use crate::fault::Fault;
use crate::secret::{hex, sha256};
use crate::state::request::Request;
use crate::step::Step;
use crate::store::files;
use crate::words::{Language, Pair};

/// The statuses of an answer.
const STATUSES: [&str; 6] = ["complete", "partial", "none", "not-held", "does-not-exist", "premise-disputed"];
/// Above these, limits of other services are named; those of the AI Office are not known.
const LARGE: u64 = 100 << 20;

/// Put together the answer to a request for information
#[derive(Clone, Debug, Args)]
pub struct Pack {
    /// The request
    id: String,
    /// What is answered, as --template prints it
    #[arg(long, value_name = "FILE")]
    matrix: Option<PathBuf>,
    /// An empty folder for the pack
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Print a file to fill in, with the questions of the request
    #[arg(long)]
    template: bool,
}

#[derive(Debug, Default)]
struct Matrix {
    signatory: String,
    search: String,
    answers: Vec<BTreeMap<String, String>>,
    exhibits: Vec<BTreeMap<String, String>>,
    open: Vec<BTreeMap<String, String>>,
    confidential: Vec<BTreeMap<String, String>>,
}

struct Check {
    id: &'static str,
    level: &'static str,
    what: String,
}

struct Exhibit {
    no: String,
    name: String,
    title: String,
    origin: String,
    view: String,
    marked: bool,
    bytes: Vec<u8>,
    digest: String,
}

const LETTER: Pair = Pair(
    "# Answer to your request {reference}\n\nRequest received: {received}. Basis: {basis}. To be answered by: {period}.\n\n\
     Enclosed: {answers} answers, {exhibits} exhibits (see 01-index). Not or not fully answered: {open} (see 03-open).\n\n\
     We searched: {search}\n\nTo the best of the signatory's knowledge this answer is correct, complete but for the open items, and not misleading. It is no \
     admission.\n\n{signatory}\n\n{provider}\n{contact}\n",
    "# 对贵方请求 {reference} 的答复\n\n收到日期：{received}。依据：{basis}。答复期限：{period}。\n\n\
     随附：{answers} 项答复，{exhibits} 份附件（见 01-index）。未答复或未完全答复：{open} 项（见 03-open）。\n\n\
     查找范围：{search}\n\n据签署人所知，本答复内容正确，除未决事项外完整且无误导。本答复不构成承认责任。\n\n{signatory}\n\n{provider}\n{contact}\n",
);
const UNNAMED: Pair = Pair("(to be named)", "（待填写）");

/// Runs it. Exit code 1 where a check of level error found something.
///
/// # Errors
/// The request, the matrix or an exhibit cannot be read.
pub fn run(desk: &Desk, args: &Pack) -> Answer {
    let id = desk.store.find(&args.id)?;
    let steps = desk.store.steps_of(&id)?;
    if crate::state::kind(&steps) != "request" {
        return Err(Fault::new(format!("{id} is no request")));
    }
    let questions = questions(&steps);
    if args.template {
        return Ok((template(&questions, desk.lang), 0));
    }
    let output = args.output.as_ref().ok_or_else(|| Fault::new("where to?").help("-o DIR, an empty folder; --template prints the file to fill in"))?;
    if fs::read_dir(output).is_ok_and(|mut d| d.next().is_some()) {
        return Err(Fault::new(format!("{}: the folder is not empty", output.display())));
    }
    let (matrix, beside) = match &args.matrix {
        Some(file) => (read(file)?, file.parent().unwrap_or(Path::new(".")).to_owned()),
        None => (Matrix::default(), PathBuf::from(".")),
    };
    let request = Request::of(&steps);
    let mut checks = Vec::new();
    let exhibits = exhibits(desk, &matrix, &beside, &mut checks)?;
    look(&request, &questions, &matrix, &exhibits, &mut checks);
    write(desk, output, &steps, &request, &questions, &matrix, &exhibits, &checks)?;
    let errors = checks.iter().filter(|c| c.level == "error").count();
    let exit = u8::from(errors > 0);
    if desk.format == Format::Json {
        let checks: Vec<Json> = checks.iter().map(|c| json!({ "id": c.id, "level": c.level, "what": c.what })).collect();
        return Ok((format!("{:#}\n", json!({ "format": "gpai-register-pack/1", "id": id, "checks": checks })), exit));
    }
    let mut out = format!("{}\n", output.display());
    for check in &checks {
        let _ = writeln!(out, "  {} {}: {}", check.id, check.level, visible(&check.what));
    }
    Ok((out, exit))
}

/// Questions of the request: number and text.
fn questions(steps: &[Step]) -> Vec<(String, String)> {
    let list = steps.first().and_then(|s| s.fields.get("questions")).and_then(Json::as_array).cloned().unwrap_or_default();
    let of = |(i, q): (usize, &Json)| {
        let get = |names: &[&str]| names.iter().find_map(|n| q.get(*n)?.as_str()).map(str::to_owned);
        (get(&["id", "no", "number"]).unwrap_or_else(|| (i + 1).to_string()), get(&["text", "title", "question"]).unwrap_or_default())
    };
    list.iter().enumerate().map(of).collect()
}

fn template(questions: &[(String, String)], lang: Language) -> String {
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

fn read(file: &Path) -> Result<Matrix, Fault> {
    let text = String::from_utf8(files::read(file, 4 << 20)?).map_err(|_| Fault::new(format!("{}: not UTF-8", file.display())))?;
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
        list.into_iter().flatten().filter_map(toml::Value::as_table).map(|row| row.iter().map(|(k, v)| (k.clone(), plain(v))).collect()).collect()
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

fn get<'r>(row: &'r BTreeMap<String, String>, name: &str) -> &'r str {
    row.get(name).map(|t| t.trim()).unwrap_or_default()
}

/// A name as platforms take it: lower case, digits, `-` and `.`, at most 80 characters.
fn file_name(no: usize, title: &str, path: &Path, marked: bool) -> String {
    let plain: String = title.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let plain = plain.split('-').filter(|p| !p.is_empty()).collect::<Vec<_>>().join("-");
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).filter(|e| e.chars().all(|c| c.is_ascii_alphanumeric()));
    let ending = ending.map(|e| format!(".{e}")).unwrap_or_default();
    let short: String = plain.chars().take(60).collect();
    format!("{:02}-{}{}{}", no + 10, if short.is_empty() { "exhibit" } else { &short }, if marked { "-conf" } else { "" }, ending.chars().take(10).collect::<String>())
}

fn exhibits(desk: &Desk, matrix: &Matrix, beside: &Path, checks: &mut Vec<Check>) -> Result<Vec<Exhibit>, Fault> {
    let mut out = Vec::new();
    for (i, row) in matrix.exhibits.iter().enumerate() {
        let no = if get(row, "no").is_empty() { (i + 1).to_string() } else { get(row, "no").to_owned() };
        let (path, bytes) = match (get(row, "file"), get(row, "sha256")) {
            ("", "") => return Err(Fault::new(format!("exhibit {no}: neither file nor sha256")).help("file = \"…\", or sha256 of an archived document")),
            ("", digest) => (PathBuf::from(digest), files::read(&desk.store.file(&digest.to_lowercase()), files::LONGEST)?),
            (file, _) => (beside.join(file), files::read(&beside.join(file), files::LONGEST)?),
        };
        let digest = hex(&sha256(&bytes));
        let wanted = get(row, "sha256").to_lowercase();
        if !wanted.is_empty() && wanted != digest {
            checks.push(Check { id: "IRA-04", level: "error", what: format!("exhibit {no}: the file has another digest than the matrix says") });
        }
        if bytes.len() as u64 > LARGE {
            checks.push(Check { id: "IRA-17", level: "warning", what: format!("exhibit {no}: over 100 MB; limits of other services, the AI Office's are not known") });
        }
        let marked = matrix.confidential.iter().any(|c| get(c, "exhibit") == no);
        let title = if get(row, "title").is_empty() { path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default() } else { get(row, "title").to_owned() };
        let name = file_name(i, &title, &path, marked);
        out.push(Exhibit { no, name, title, origin: get(row, "origin").to_owned(), view: get(row, "view").to_owned(), marked, bytes, digest });
    }
    Ok(out)
}

/// Text as it is compared: words with one space between.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn look(request: &Request, questions: &[(String, String)], matrix: &Matrix, exhibits: &[Exhibit], checks: &mut Vec<Check>) {
    let mut say = |id: &'static str, level: &'static str, what: String| checks.push(Check { id, level, what });
    for (no, text) in questions {
        let rows = matrix.answers.iter().filter(|a| get(a, "question") == no).count();
        if rows != 1 {
            let short: String = text.chars().take(60).collect();
            say("IRA-01", "error", format!("question {no} ({short}) has {rows} rows instead of one"));
        }
    }
    if questions.is_empty() {
        say("IRA-01", "note", "the request records no questions, so that nobody can tell whether each has its answer".to_owned());
    }
    let mut cited = BTreeSet::new();
    for answer in &matrix.answers {
        let (no, status, exhibit, passage) = (get(answer, "question"), get(answer, "status"), get(answer, "exhibit"), get(answer, "passage"));
        if !STATUSES.contains(&status) {
            say("IRA-02", "error", format!("question {no}: status `{status}` is none of {}", STATUSES.join(", ")));
        }
        if status == "complete" && (exhibit.is_empty() || passage.is_empty()) && get(answer, "person").is_empty() {
            say("IRA-02", "error", format!("question {no}: complete needs an exhibit with a passage, or a named person's statement"));
        }
        if ["partial", "none", "not-held"].contains(&status) && !matrix.open.iter().any(|o| get(o, "question") == no) {
            say("IRA-03", "error", format!("question {no}: {status} needs an open item: what lacks, why, by when"));
        }
        let low = get(answer, "answer").to_lowercase();
        if low.is_empty() || ["to follow", "as appropriate", "tbd", "todo", "xxx"].iter().any(|w| low.contains(w)) {
            say("IRA-13", "warning", format!("question {no}: the answer is empty or a placeholder"));
        }
        if exhibit.is_empty() {
            continue;
        }
        cited.insert(exhibit.to_owned());
        match exhibits.iter().find(|e| e.no == exhibit) {
            None => say("IRA-12", "error", format!("question {no} cites exhibit {exhibit}, which is not there")),
            Some(e) => match std::str::from_utf8(&e.bytes) {
                Ok(text) if !passage.is_empty() && !words(text).contains(&words(passage)) => {
                    say("IRA-06", "error", format!("question {no}: the passage is not found word for word in exhibit {exhibit}"));
                }
                Ok(_) => {}
                Err(_) => say("IRA-06", "note", format!("question {no}: exhibit {exhibit} is no text; whether the passage stands in it was not looked at")),
            },
        }
    }
    for exhibit in exhibits {
        if !cited.contains(&exhibit.no) {
            say("IRA-12", "warning", format!("exhibit {} is cited by no answer", exhibit.no));
        }
        match exhibit.view.as_str() {
            "dp" | "public" => say("IRA-18", "error", format!("exhibit {} was composed for {}, not for the AI Office", exhibit.no, exhibit.view)),
            "" => say("IRA-05", "warning", format!("exhibit {}: it is not said for which reader it was composed (view)", exhibit.no)),
            _ => {}
        }
    }
    for row in &matrix.confidential {
        if get(row, "harm").is_empty() || get(row, "passage").is_empty() {
            say("IRA-11", "warning", format!("exhibit {}: a confidential passage needs its words and the harm of disclosure", get(row, "exhibit")));
        }
    }
    if matrix.signatory.trim().is_empty() {
        say("IRA-14", "error", "nobody signs: name, function and authority".to_owned());
    }
    for lack in &request.lacks {
        say("IRA-16", "note", format!("the letter names no {lack} (Article 91(4)), or it is not recorded"));
    }
}

fn csv(rows: &[Vec<String>]) -> String {
    let cell = |text: &String| {
        let text = visible(text);
        let text = if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text };
        format!("\"{}\"", text.replace('"', "\"\""))
    };
    rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n").collect()
}

fn table(rows: &[Vec<String>]) -> String {
    let mut out = String::new();
    for (i, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().map(|c| markdown(c)).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
        if i == 0 {
            let _ = writeln!(out, "|{}", "---|".repeat(row.len()));
        }
    }
    out
}

#[allow(clippy::too_many_arguments, reason = "each part of the pack is told apart")]
fn write(
    desk: &Desk,
    dir: &Path,
    steps: &[Step],
    request: &Request,
    questions: &[(String, String)],
    matrix: &Matrix,
    exhibits: &[Exhibit],
    checks: &[Check],
) -> Result<(), Fault> {
    let put = |name: &str, bytes: &[u8]| {
        let path = dir.join(name);
        fs::write(&path, bytes).map_err(|e| Fault::new(format!("{}: {e}", path.display())))
    };
    fs::create_dir_all(dir).map_err(|e| Fault::new(format!("{}: {e}", dir.display())))?;
    let field = |name: &str| steps.iter().rev().map(|s| s.text(name)).find(|t| !t.is_empty()).unwrap_or_default().to_owned();
    let unnamed = || UNNAMED.get(desk.lang).to_owned();
    let or = |text: String| if text.trim().is_empty() { unnamed() } else { text };
    let period = if field("until").is_empty() { field("within") } else { field("until") };
    let values = [
        ("reference", or(field("reference"))),
        ("received", request.received.clone()),
        ("basis", or(field("basis"))),
        ("period", or(period.clone())),
        ("answers", matrix.answers.len().to_string()),
        ("exhibits", exhibits.len().to_string()),
        ("open", matrix.open.len().to_string()),
        ("search", or(matrix.search.clone())),
        ("signatory", or(matrix.signatory.clone())),
        ("provider", desk.settings.provider.clone()),
        ("contact", desk.settings.contact.clone()),
    ];
    let values: Vec<(&str, String)> = values.iter().map(|(k, v)| (*k, markdown(v))).collect();
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    put("00-letter.md", LETTER.fill(desk.lang, &values).as_bytes())?;
    let mut index = vec![["no", "title", "file", "bytes", "sha256", "view", "origin", "marking"].map(str::to_owned).to_vec()];
    for e in exhibits {
        let marking = if e.marked { "confidential" } else { "" };
        let row = [&e.no, &e.title, &e.name, &e.bytes.len().to_string(), &e.digest, &e.view, &e.origin, marking];
        index.push(row.map(str::to_owned).to_vec());
        put(&e.name, &e.bytes)?;
    }
    let mut rows = vec![["question", "text", "status", "answer", "exhibit", "passage", "marking"].map(str::to_owned).to_vec()];
    let known: BTreeSet<&str> = questions.iter().map(|(no, _)| no.as_str()).collect();
    let mut all: Vec<(String, String)> = questions.to_vec();
    all.extend(matrix.answers.iter().map(|a| get(a, "question").to_owned()).filter(|no| !known.contains(no.as_str())).map(|no| (no, String::new())));
    for (no, text) in &all {
        let answer = matrix.answers.iter().find(|a| get(a, "question") == no).cloned().unwrap_or_default();
        let text = if text.is_empty() { get(&answer, "text") } else { text };
        let status = if get(&answer, "status").is_empty() { "none" } else { get(&answer, "status") };
        let row = [no.as_str(), text, status, get(&answer, "answer"), get(&answer, "exhibit"), get(&answer, "passage"), get(&answer, "marking")];
        rows.push(row.map(str::to_owned).to_vec());
    }
    let mut open = vec![["question", "lacks", "reason", "steps", "by"].map(str::to_owned).to_vec()];
    open.extend(matrix.open.iter().map(|o| ["question", "lacks", "reason", "steps", "by"].map(|n| get(o, n).to_owned()).to_vec()));
    for (no, _) in all.iter().filter(|(no, _)| !matrix.answers.iter().any(|a| get(a, "question") == no)) {
        open.push([no.as_str(), "no answer is written", "", "", &period].map(str::to_owned).to_vec());
    }
    let mut marked = vec![["exhibit", "passage", "ground", "harm", "may-be-shown"].map(str::to_owned).to_vec()];
    marked.extend(matrix.confidential.iter().map(|c| ["exhibit", "passage", "ground", "harm", "may-be-shown"].map(|n| get(c, n).to_owned()).to_vec()));
    for (name, rows) in [("01-index", &index), ("02-matrix", &rows), ("03-open", &open), ("04-confidential", &marked)] {
        put(&format!("{name}.csv"), csv(rows).as_bytes())?;
        put(&format!("{name}.md"), table(rows).as_bytes())?;
    }
    let list: Vec<Json> = exhibits
        .iter()
        .map(|e| json!({ "no": e.no, "name": e.name, "bytes": e.bytes.len(), "sha256": e.digest, "view": e.view, "marked": e.marked }))
        .collect();
    let checks: Vec<Json> = checks.iter().map(|c| json!({ "id": c.id, "level": c.level, "what": c.what })).collect();
    let manifest = json!({ "format": "gpai-register-pack/1", "request": request.id, "files": list, "checks": checks });
    put("MANIFEST.json", format!("{manifest:#}\n").as_bytes())
}
