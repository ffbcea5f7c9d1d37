//! The tools: what each takes and gives, as JSON Schema, and the command line of `gpai` that it is.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::roots::Roots;

/// The longest text of an argument, in bytes.
const LONGEST: usize = 4096;
/// The most entries of a list.
const MOST: usize = 64;

/// What a call is.
#[derive(Debug)]
pub struct Call {
    /// The arguments of `gpai`.
    pub args: Vec<OsString>,
    /// For `answer`: the folder and the fact.
    pub answered: Option<(PathBuf, String)>,
}

/// A tool.
pub struct Def {
    /// Its name.
    pub name: &'static str,
    title: &'static str,
    about: &'static str,
    input: &'static str,
    output: &'static str,
    /// Only with `--write`.
    pub writes: bool,
    call: fn(&Roots, Json, &str) -> Result<Call, String>,
}

/// Every tool, in the order in which they are listed.
pub static TOOLS: [Def; 6] = [
    Def {
        name: "check",
        title: "Check a model under the EU AI Act",
        about: "Verdicts, duties with due dates, open questions and findings for a model folder under the EU AI Act's rules for \
                general-purpose AI models. Each fact has its file and line, each conclusion its provisions. What is not known stays \
                open; this is not legal advice.",
        input: include_str!("../schemas/check.input.json"),
        output: include_str!("../schemas/check.output.json"),
        writes: false,
        call: check,
    },
    Def {
        name: "explain",
        title: "Explain a duty, fact, rule, finding, licence or provision",
        about: "What one id means, what to do, and the provisions behind it: a duty (53-1-d), a fact (market.commercial), a \
                conclusion, a rule, a finding, a rule on documents (TS-236), a doubt, a licence or a provision (ai-act/53/1/d).",
        input: include_str!("../schemas/explain.input.json"),
        output: include_str!("../schemas/explain.output.json"),
        writes: false,
        call: explain,
    },
    Def {
        name: "next_question",
        title: "The next question on a model",
        about: "The question that settles most of what is still open, with its help, the provisions behind it and what is known. \
                Put it to the person; where `judged` is true only a named person with a reason may answer.",
        input: include_str!("../schemas/question.input.json"),
        output: include_str!("../schemas/question.output.json"),
        writes: false,
        call: question,
    },
    Def {
        name: "lint",
        title: "Check a document",
        about: "Checks one document, anybody's: a public summary of training content, a model documentation, a copyright policy … \
                Findings with page, line, field and rule.",
        input: include_str!("../schemas/lint.input.json"),
        output: include_str!("../schemas/lint.output.json"),
        writes: false,
        call: lint,
    },
    Def {
        name: "deadlines",
        title: "What is due after release",
        about: "What is due for a model and by when, each with the steps of the count and the provisions. No register is read unless \
                a file of events below the roots is named.",
        input: include_str!("../schemas/deadlines.input.json"),
        output: include_str!("../schemas/deadlines.output.json"),
        writes: false,
        call: deadlines,
    },
    Def {
        name: "answer",
        title: "Keep an answer in gpai.toml",
        about: "Keeps what the person said of one fact in gpai.toml of the model folder. Judgements are refused: they carry the name \
                and the reason of a person, who answers them by `gpai ask`.",
        input: include_str!("../schemas/answer.input.json"),
        output: include_str!("../schemas/answer.output.json"),
        writes: true,
        call: answer,
    },
];

impl Def {
    /// The tool as a client sees it.
    pub fn tool(&self, network: bool) -> Tool {
        let hints = ToolAnnotations::with_title(self.title)
            .read_only(!self.writes)
            .destructive(false)
            .idempotent(true)
            .open_world(network);
        Tool::new_with_raw(self.name, Some(self.about.into()), schema(self.input))
            .with_title(self.title)
            .with_raw_output_schema(schema(self.output))
            .with_annotations(hints)
    }

    /// What a call of it is.
    pub fn call(&self, roots: &Roots, arguments: Option<JsonObject>, lang: &str) -> Result<Call, String> {
        (self.call)(roots, Json::Object(arguments.unwrap_or_default()), lang)
    }
}

/// A schema of this crate; a test reads each.
fn schema(text: &str) -> Arc<JsonObject> {
    Arc::new(serde_json::from_str(text).unwrap_or_default())
}

fn read<T: serde::de::DeserializeOwned>(arguments: Json) -> Result<T, String> {
    serde_json::from_value(arguments).map_err(|e| format!("arguments: {e}"))
}

/// `NAME=VALUE` as one argument, whatever the value begins with.
fn option(name: &str, value: &str) -> Result<OsString, String> {
    plain(name, value)?;
    Ok(format!("--{name}={value}").into())
}

fn plain(name: &str, value: &str) -> Result<(), String> {
    if value.len() > LONGEST {
        return Err(format!("`{name}`: longer than {LONGEST} bytes"));
    }
    match value.contains('\0') {
        true => Err(format!("`{name}`: holds a character that is none")),
        false => Ok(()),
    }
}

fn words(list: &[&str]) -> Vec<OsString> {
    list.iter().map(OsString::from).collect()
}

/// Which model, which day, which answers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Model {
    #[serde(default)]
    path: Option<String>,
    #[serde(default)]
    on: Option<String>,
    #[serde(default, rename = "as")]
    presets: Vec<String>,
    #[serde(default)]
    set: serde_json::Map<String, Json>,
}

impl Model {
    fn options(&self, args: &mut Vec<OsString>) -> Result<(), String> {
        if self.presets.len() > MOST || self.set.len() > MOST {
            return Err(format!("`as`, `set`: more than {MOST} entries"));
        }
        if let Some(on) = &self.on {
            args.push(option("on", on)?);
        }
        for word in &self.presets {
            args.push(option("as", word)?);
        }
        for (name, value) in &self.set {
            args.push(option("set", &format!("{name}={}", scalar(name, value)?))?);
        }
        Ok(())
    }

    fn path(&self) -> &str {
        self.path.as_deref().unwrap_or(".")
    }
}

/// A value as `--set` takes it.
fn scalar(name: &str, value: &Json) -> Result<String, String> {
    match value {
        Json::Bool(yes) => Ok(if *yes { "yes" } else { "no" }.to_owned()),
        Json::Number(number) => Ok(number.to_string()),
        Json::String(text) => Ok(text.clone()),
        Json::Array(list) => {
            let texts: Option<Vec<&str>> = list.iter().map(Json::as_str).collect();
            texts.map(|texts| texts.join(",")).ok_or_else(|| format!("`{name}`: a list holds words"))
        }
        Json::Null | Json::Object(_) => Err(format!("`{name}`: a text, a number, true or false, or a list of words")),
    }
}

fn check(roots: &Roots, arguments: Json, lang: &str) -> Result<Call, String> {
    let model: Model = read(arguments)?;
    let place = roots.model(model.path()).map_err(|e| e.to_string())?;
    // No register is opened: a stranger's gpai.toml may name one that lies elsewhere.
    let mut args = words(&["check", "--format=json", "--fail-on=never", "--no-register"]);
    args.push(option("lang", lang)?);
    model.options(&mut args)?;
    args.extend([OsString::from("--"), place.into()]);
    Ok(Call { args, answered: None })
}

fn explain(_: &Roots, arguments: Json, lang: &str) -> Result<Call, String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Explain {
        id: String,
    }
    let explain: Explain = read(arguments)?;
    plain("id", &explain.id)?;
    let mut args = words(&["explain", "--format=json"]);
    args.extend([option("lang", lang)?, "--".into(), explain.id.into()]);
    Ok(Call { args, answered: None })
}

fn question(roots: &Roots, arguments: Json, lang: &str) -> Result<Call, String> {
    let model: Model = read(arguments)?;
    let place = roots.model(model.path()).map_err(|e| e.to_string())?;
    let mut args = words(&["ask", "--next"]);
    args.push(option("lang", lang)?);
    model.options(&mut args)?;
    args.extend([OsString::from("--"), place.into()]);
    Ok(Call { args, answered: None })
}

fn lint(roots: &Roots, arguments: Json, lang: &str) -> Result<Call, String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Lint {
        file: String,
        #[serde(default)]
        kind: Option<String>,
        #[serde(default)]
        model: Option<String>,
    }
    let lint: Lint = read(arguments)?;
    let file = roots.place(&lint.file).map_err(|e| e.to_string())?;
    let mut args = words(&["doc", "lint", "--format=json"]);
    args.push(option("lang", lang)?);
    if let Some(kind) = &lint.kind {
        args.push(option("kind", kind)?);
    }
    if let Some(model) = &lint.model {
        let mut named = OsString::from("--model=");
        named.push(roots.place(model).map_err(|e| e.to_string())?);
        args.push(named);
    }
    args.extend([OsString::from("--"), file.into()]);
    Ok(Call { args, answered: None })
}

fn deadlines(roots: &Roots, arguments: Json, lang: &str) -> Result<Call, String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Deadlines {
        #[serde(default)]
        path: Option<String>,
        #[serde(default)]
        on: Option<String>,
        #[serde(default)]
        events: Option<String>,
        #[serde(default)]
        all: bool,
    }
    let asked: Deadlines = read(arguments)?;
    let place = roots.place(asked.path.as_deref().unwrap_or(".")).map_err(|e| e.to_string())?;
    let mut args = words(&["deadlines", "--format=json", "--fail-on=never"]);
    args.push(match &asked.events {
        Some(file) => {
            let mut events = OsString::from("--events=");
            events.push(roots.place(file).map_err(|e| e.to_string())?);
            events
        }
        None => "--no-register".into(),
    });
    args.push(option("lang", lang)?);
    if let Some(on) = &asked.on {
        args.push(option("on", on)?);
    }
    if asked.all {
        args.push("--all".into());
    }
    args.extend([OsString::from("--"), place.into()]);
    Ok(Call { args, answered: None })
}

fn answer(roots: &Roots, arguments: Json, lang: &str) -> Result<Call, String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Answer {
        #[serde(default)]
        path: Option<String>,
        fact: String,
        value: Json,
    }
    let answer: Answer = read(arguments)?;
    let place = roots.place(answer.path.as_deref().unwrap_or(".")).map_err(|e| e.to_string())?;
    let value = scalar("value", &answer.value)?;
    if answer.fact.contains('=') {
        return Err("`fact`: a name such as market.eu".to_owned());
    }
    let mut args = words(&["ask"]);
    args.push(option("answer", &format!("{}={value}", answer.fact))?);
    args.extend([option("lang", lang)?, "--".into(), place.clone().into()]);
    Ok(Call { args, answered: Some((place, answer.fact)) })
}

/// What is given after an answer was kept, besides the next question.
pub fn kept(fact: &str) -> Json {
    json!({ "format": "gpai-answer/1", "file": "gpai.toml", "fact": fact })
}
