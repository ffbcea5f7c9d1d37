//! One record of a tool's output to prompt and answers, whichever tool wrote it: known by the keys it has.

use serde_json::Value as Json;

/// Answers of one record.
const ANSWERS: usize = 100_000;

/// One answer.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// What the model said.
    pub text: String,
    /// The logarithm of the chance of the source's own continuation.
    pub logprob: Option<f64>,
    /// How it was decoded.
    pub decoding: String,
}

/// A record.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Its name.
    pub id: String,
    /// The prompt; empty where the record does not say it.
    pub prompt: String,
    /// The kind of prompt.
    pub kind: String,
    /// The answers.
    pub answers: Vec<Answer>,
}

/// Reads one.
#[must_use]
pub fn record(json: &Json) -> Record {
    let mut texts = Vec::new();
    // The answer of a batch lies within the service's response; that of a chat within its choices.
    let body = json.pointer("/response/body").unwrap_or(json);
    for key in [
        "output",
        "outputs",
        "completion",
        "completions",
        "choices",
        "response",
        "responses",
        "resps",
        "filtered_resps",
        "generated_text",
        "text",
        "generation",
        "prediction",
    ] {
        if let Some(value) = body.get(key) {
            said(value, &mut texts, 0);
        }
        if !texts.is_empty() {
            break;
        }
    }
    let logprob = number(json, &["logprob_sum", "sum_logprob", "logprob"]);
    let decoding = decoding(json);
    Record {
        id: name(json),
        prompt: prompt(json),
        kind: ["kind", "protocol", "task", "task_name"]
            .into_iter()
            .find_map(|key| json.get(key)?.as_str())
            .unwrap_or_default()
            .to_owned(),
        answers: texts.into_iter().map(|text| Answer { text, logprob, decoding: decoding.clone() }).collect(),
    }
}

fn name(json: &Json) -> String {
    let word = |value: &Json| match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(n) => Some(n.to_string()),
        _ => None,
    };
    ["custom_id", "prompt_id", "id", "doc_id"].into_iter().find_map(|key| word(json.get(key)?)).unwrap_or_default()
}

fn number(json: &Json, keys: &[&str]) -> Option<f64> {
    keys.iter().find_map(|key| json.get(*key)?.as_f64()).filter(|n| n.is_finite() && *n <= 0.0)
}

/// What the record says of how it was decoded, as `KEY=VALUE`.
fn decoding(json: &Json) -> String {
    let places = [
        "/temperature",
        "/params/temperature",
        "/arguments/gen_args_0/arg_1/temperature",
        "/generation_kwargs/temperature",
    ];
    let found = places.iter().find_map(|p| json.pointer(p)).or_else(|| json.pointer("/arguments/0/1/temperature"));
    match found {
        Some(Json::Number(n)) => format!("temperature={n}"),
        _ => String::new(),
    }
}

/// The prompt: a text, or the messages of a chat one below the other.
fn prompt(json: &Json) -> String {
    for key in ["prompt", "input", "messages", "question", "instruction"] {
        if let Some(value) = json.get(key) {
            let mut parts = Vec::new();
            said(value, &mut parts, 0);
            if !parts.is_empty() {
                return parts.join("\n");
            }
        }
    }
    // lm-eval: the context is the first argument of the request.
    let first = json.pointer("/arguments/gen_args_0/arg_0").or_else(|| json.pointer("/arguments/0/0"));
    let first = first.or_else(|| json.pointer("/arguments/0/arg_0"));
    let chat = json.pointer("/request/body/messages").or_else(|| json.pointer("/body/messages"));
    match (first.and_then(Json::as_str), chat) {
        (Some(text), _) => text.to_owned(),
        (None, Some(messages)) => {
            let mut parts = Vec::new();
            said(messages, &mut parts, 0);
            parts.join("\n")
        }
        _ => String::new(),
    }
}

/// The texts in a value: strings themselves, lists of them, and of objects what holds their text.
fn said(value: &Json, out: &mut Vec<String>, depth: usize) {
    const DEEP: usize = 8;
    if depth > DEEP || out.len() >= ANSWERS {
        return;
    }
    match value {
        Json::String(text) if !text.is_empty() => out.push(text.clone()),
        // Parts of one message are one text; everything else in a list stands for itself.
        Json::Array(list) => {
            let parts = list.iter().any(|p| p.get("type").is_some() && p.get("text").is_some());
            if parts {
                let whole: Vec<&str> = list.iter().filter_map(|p| p.get("text").and_then(Json::as_str)).collect();
                if !whole.is_empty() {
                    out.push(whole.concat());
                }
                return;
            }
            list.iter().for_each(|v| said(v, out, depth + 1));
        }
        Json::Object(map) => {
            for key in ["choices", "message", "content", "generated_text", "text", "completion", "output", "body"] {
                let before = out.len();
                if let Some(value) = map.get(key) {
                    said(value, out, depth + 1);
                }
                if out.len() > before {
                    return;
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice, reason = "tests")]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(json: Json) -> (String, String, Vec<String>) {
        let record = record(&json);
        (record.id, record.prompt, record.answers.into_iter().map(|a| a.text).collect())
    }

    #[test]
    fn every_tool_is_read() {
        let own = |id: &str, prompt: &str, texts: &[&str]| {
            (id.to_owned(), prompt.to_owned(), texts.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(read(json!({"id":"a","prompt":"p","output":"o"})), own("a", "p", &["o"]));
        assert_eq!(read(json!({"prompt":"p","completion":["o","q"]})), own("", "p", &["o", "q"]));
        assert_eq!(read(json!({"prompt":"p","generated_text":"o"})), own("", "p", &["o"]));
        let lm = json!({"doc_id":7,"doc":{"q":"x"},"arguments":{"gen_args_0":{"arg_0":"ctx","arg_1":{"until":["\n"]}}},"resps":[["o","q"]],"filtered_resps":["o"]});
        assert_eq!(read(lm), own("7", "ctx", &["o", "q"]));
        let old = json!({"doc_id":7,"arguments":[["ctx",{"until":[]}]],"resps":[["o"]]});
        assert_eq!(read(old), own("7", "ctx", &["o"]));
        // A task that is only scored said nothing.
        let scored = json!({"doc_id":1,"arguments":[["ctx"," yes"]],"resps":[[[-1.5,false]]]});
        assert_eq!(read(scored).2, Vec::<String>::new());
        let inspect = json!({"id":"s1","input":[{"role":"user","content":"p"}],"output":{"model":"m","choices":[{"message":{"role":"assistant","content":[{"type":"text","text":"o"},{"type":"text","text":"q"}]}}]}});
        assert_eq!(read(inspect), own("s1", "p", &["oq"]));
        let batch = json!({"id":"b","custom_id":"c1","response":{"status_code":200,"body":{"choices":[{"index":0,"message":{"role":"assistant","content":"o"}},{"index":1,"message":{"content":"q"}}]}}});
        assert_eq!(read(batch), own("c1", "", &["o", "q"]));
        let responses = json!({"custom_id":"c2","response":{"body":{"output":[{"type":"message","content":[{"type":"output_text","text":"o"}]}]}}});
        assert_eq!(read(responses), own("c2", "", &["o"]));
        assert_eq!(
            read(json!({"custom_id":"c3","response":{"status_code":429,"body":{"error":{"message":"slow"}}}})).2,
            Vec::<String>::new()
        );
        let legacy = json!({"custom_id":"c4","response":{"body":{"choices":[{"text":"o"}]}}});
        assert_eq!(read(legacy), own("c4", "", &["o"]));
        let pipeline = json!({"input":"p","outputs":[{"generated_text":"o"},{"generated_text":"q"}]});
        assert_eq!(read(pipeline), own("", "p", &["o", "q"]));
    }

    #[test]
    fn chances_and_decoding() {
        let record = record(&json!({"prompt":"p","output":"o","logprob_sum":-3.5,"temperature":0.7,"kind":"start"}));
        assert_eq!(record.answers[0].logprob, Some(-3.5));
        assert_eq!((record.answers[0].decoding.as_str(), record.kind.as_str()), ("temperature=0.7", "start"));
        assert_eq!(super::record(&json!({"output":"o","logprob_sum":3.5})).answers[0].logprob, None);
    }
}
