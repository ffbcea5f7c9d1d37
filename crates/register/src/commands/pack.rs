//! `gpai register request pack ID -o DIR`: the answer to a request for information (Article 91) as a folder: letter, matrix of
//! question, answer, exhibit and passage, index with digests, what is confidential, what is missing, and checks. Nothing is sent.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use gpai_forms::escape::{markdown, visible};
use serde_json::{Value as Json, json};

use super::desk::{Answer, Desk, Format};
use super::matrix::{Check, Exhibit, Matrix, exhibits, get, questions, read, template};
use crate::fault::Fault;
use crate::state::request::Request;
use crate::step::Step;
use crate::words::Pair;

/// The statuses of an answer.
const STATUSES: [&str; 6] = ["complete", "partial", "none", "not-held", "does-not-exist", "premise-disputed"];

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
    let output = args.output.as_ref().ok_or_else(|| {
        Fault::new("where to?").help("-o DIR, an empty folder; --template prints the file to fill in")
    })?;
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
        let checks: Vec<Json> =
            checks.iter().map(|c| json!({ "id": c.id, "level": c.level, "what": c.what })).collect();
        return Ok((format!("{:#}\n", json!({ "format": "gpai-register-pack/1", "id": id, "checks": checks })), exit));
    }
    let mut out = format!("{}\n", output.display());
    for check in &checks {
        let _ = writeln!(out, "  {} {}: {}", check.id, check.level, visible(&check.what));
    }
    Ok((out, exit))
}

/// Text as it is compared: words with one space between.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn look(
    request: &Request,
    questions: &[(String, String)],
    matrix: &Matrix,
    exhibits: &[Exhibit],
    checks: &mut Vec<Check>,
) {
    let mut say = |id: &'static str, level: &'static str, what: String| checks.push(Check { id, level, what });
    for (no, text) in questions {
        let rows = matrix.answers.iter().filter(|a| get(a, "question") == no).count();
        if rows != 1 {
            let short: String = text.chars().take(60).collect();
            say("IRA-01", "error", format!("question {no} ({short}) has {rows} rows instead of one"));
        }
    }
    if questions.is_empty() {
        say(
            "IRA-01",
            "note",
            "the request records no questions, so that nobody can tell whether each has its answer".to_owned(),
        );
    }
    let mut cited = BTreeSet::new();
    for answer in &matrix.answers {
        let (no, status, exhibit, passage) =
            (get(answer, "question"), get(answer, "status"), get(answer, "exhibit"), get(answer, "passage"));
        if !STATUSES.contains(&status) {
            say("IRA-02", "error", format!("question {no}: status `{status}` is none of {}", STATUSES.join(", ")));
        }
        if status == "complete" && (exhibit.is_empty() || passage.is_empty()) && get(answer, "person").is_empty() {
            say(
                "IRA-02",
                "error",
                format!("question {no}: complete needs an exhibit with a passage, or a named person's statement"),
            );
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
                    say(
                        "IRA-06",
                        "error",
                        format!("question {no}: the passage is not found word for word in exhibit {exhibit}"),
                    );
                }
                Ok(_) => {}
                Err(_) => say(
                    "IRA-06",
                    "note",
                    format!(
                        "question {no}: exhibit {exhibit} is no text; whether the passage stands in it was not looked at"
                    ),
                ),
            },
        }
    }
    for exhibit in exhibits {
        if !cited.contains(&exhibit.no) {
            say("IRA-12", "warning", format!("exhibit {} is cited by no answer", exhibit.no));
        }
        match exhibit.view.as_str() {
            "dp" | "public" => say(
                "IRA-18",
                "error",
                format!("exhibit {} was composed for {}, not for the AI Office", exhibit.no, exhibit.view),
            ),
            "" => say(
                "IRA-05",
                "warning",
                format!("exhibit {}: it is not said for which reader it was composed (view)", exhibit.no),
            ),
            _ => {}
        }
    }
    for row in &matrix.confidential {
        if get(row, "harm").is_empty() || get(row, "passage").is_empty() {
            say(
                "IRA-11",
                "warning",
                format!(
                    "exhibit {}: a confidential passage needs its words and the harm of disclosure",
                    get(row, "exhibit")
                ),
            );
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
    let field =
        |name: &str| steps.iter().rev().map(|s| s.text(name)).find(|t| !t.is_empty()).unwrap_or_default().to_owned();
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
    let mut index =
        vec![["no", "title", "file", "bytes", "sha256", "view", "origin", "marking"].map(str::to_owned).to_vec()];
    for e in exhibits {
        let marking = if e.marked { "confidential" } else { "" };
        let row = [&e.no, &e.title, &e.name, &e.bytes.len().to_string(), &e.digest, &e.view, &e.origin, marking];
        index.push(row.map(str::to_owned).to_vec());
        put(&e.name, &e.bytes)?;
    }
    let mut rows =
        vec![["question", "text", "status", "answer", "exhibit", "passage", "marking"].map(str::to_owned).to_vec()];
    let known: BTreeSet<&str> = questions.iter().map(|(no, _)| no.as_str()).collect();
    let mut all: Vec<(String, String)> = questions.to_vec();
    all.extend(
        matrix
            .answers
            .iter()
            .map(|a| get(a, "question").to_owned())
            .filter(|no| !known.contains(no.as_str()))
            .map(|no| (no, String::new())),
    );
    for (no, text) in &all {
        let answer = matrix.answers.iter().find(|a| get(a, "question") == no).cloned().unwrap_or_default();
        let text = if text.is_empty() { get(&answer, "text") } else { text };
        let status = if get(&answer, "status").is_empty() { "none" } else { get(&answer, "status") };
        let row = [
            no.as_str(),
            text,
            status,
            get(&answer, "answer"),
            get(&answer, "exhibit"),
            get(&answer, "passage"),
            get(&answer, "marking"),
        ];
        rows.push(row.map(str::to_owned).to_vec());
    }
    let mut open = vec![["question", "lacks", "reason", "steps", "by"].map(str::to_owned).to_vec()];
    open.extend(
        matrix
            .open
            .iter()
            .map(|o| ["question", "lacks", "reason", "steps", "by"].map(|n| get(o, n).to_owned()).to_vec()),
    );
    for (no, _) in all.iter().filter(|(no, _)| !matrix.answers.iter().any(|a| get(a, "question") == no)) {
        open.push([no.as_str(), "no answer is written", "", "", &period].map(str::to_owned).to_vec());
    }
    let mut marked = vec![["exhibit", "passage", "ground", "harm", "may-be-shown"].map(str::to_owned).to_vec()];
    marked.extend(
        matrix
            .confidential
            .iter()
            .map(|c| ["exhibit", "passage", "ground", "harm", "may-be-shown"].map(|n| get(c, n).to_owned()).to_vec()),
    );
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
