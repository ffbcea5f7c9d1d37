//! config.json: the architecture, what it gives, and the number of parameters that its shape entails.

use gpai_rules::fact::Source;
use gpai_rules::names;
use gpai_rules::number::{Interval, Number};

use crate::candidates::{Amount, Basis};
use crate::files::Entry;
use crate::node::Node;
use crate::reader::{Rank, Reader};
use crate::run::Run;
use crate::text::{Text, shorten};
use crate::{domain, limits, pipelines, shape};

/// The reader.
pub const READER: Reader = Reader { name: NAME, rank: Rank::Configuration, sample: "config.json", wants, read };
const NAME: &str = "config";

fn wants(entry: &Entry) -> bool {
    entry.path == "config.json"
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    for entry in entries {
        let Some(text) = run.text(entry, limits::CONFIG, NAME) else { continue };
        match run.json(&text) {
            Some(config @ Node::Map(_)) => inspect(run, &text, &config),
            Some(_) => {
                run.unreadable("the configuration", "it is no JSON object", text.place(0));
                run.note(&text.file, NAME, "nothing: no JSON object");
            }
            None => run.note(&text.file, NAME, "nothing: no valid JSON"),
        }
    }
}

fn inspect(run: &mut Run<'_>, text: &Text, config: &Node) {
    let architectures = shape::classes(config);
    let model_type = config.get("model_type").and_then(Node::text).unwrap_or_default();
    outputs(run, text, config, &architectures, model_type);
    if shape::has_experts(shape::language(config).0) {
        run.experts();
    }
    let at = ["\"hidden_size\"", "\"n_embd\"", "\"n_embed\"", "\"d_model\"", "\"model_type\""];
    let needle = at.iter().find(|n| text.content.contains(**n)).copied().unwrap_or("{");
    let source = text.source_of(needle);
    match shape::count(config) {
        Ok(count) => {
            run.dense(count.active.is_none());
            run.note(&text.file, NAME, gave(&count));
            run.parameters(amount(&count.total, &source, &count.method));
            if let Some(active) = &count.active {
                run.active(amount(active, &source, &count.method));
            }
        }
        Err(why) => {
            run.no_parameters(&shorten(&why), domain::place(&source));
            run.note(&text.file, NAME, format!("no parameters: {}", shorten(&why)));
        }
    }
}

fn amount(band: &shape::Band, source: &Source, method: &str) -> Amount {
    let best = Number::from_u128(band.best);
    let within = Interval {
        low: Number::from_u128(band.low).significant(4),
        best: Some(best.clone()),
        high: Number::from_u128(band.high),
    };
    Amount { best, within, basis: Basis::Computed, source: source.clone().method(method) }
}

/// What a configuration gave, for people.
fn gave(count: &shape::Count) -> String {
    let short = |n: u128| Number::from_u128(n).significant(4);
    let active = count.active.map_or(String::new(), |a| format!(", {} of them active", short(a.best)));
    format!("{} parameters{active}, {}", short(count.total.best), count.method)
}

/// Whether the name of an architecture says that it writes text.
fn is_causal(name: &str) -> bool {
    ["CausalLM", "ForConditionalGeneration", "LMHeadModel"].iter().any(|end| name.ends_with(end))
}

/// What the architecture says about outputs.
fn outputs(run: &mut Run<'_>, text: &Text, config: &Node, architectures: &[&str], model_type: &str) {
    for name in architectures.iter().chain([&model_type]) {
        if let Some(what) = domain::narrow_architecture(name) {
            let place = domain::place(&text.source_of(&format!("\"{name}\"")));
            return run.narrow(&format!("the architecture {} is one for {what}", shorten(name)), place);
        }
    }
    for name in architectures {
        if let Some(what) = pipelines::head(name) {
            let place = domain::place(&text.source_of(&format!("\"{name}\"")));
            return run.narrow(&format!("the architecture {} is one for {what}", shorten(name)), place);
        }
    }
    // A class of its own says by what it is loaded as what it does.
    let mapped = config.get("auto_map").and_then(|m| m.get("AutoModelForCausalLM")).is_some();
    if mapped && !architectures.iter().any(|name| is_causal(name)) {
        run.modality(names::MODEL_OUTPUTS, &["text"], text.source_of("\"AutoModelForCausalLM\""));
    }
    for name in architectures {
        let image = ["image_token_id", "vision_config"].iter().any(|k| text.content.contains(k));
        if is_causal(name) {
            let source = text.source_of(&format!("\"{name}\""));
            run.modality(names::MODEL_OUTPUTS, &["text"], source.clone());
            run.modality(names::MODEL_INPUTS, if image { &["text", "image"] } else { &["text"] }, source);
        }
    }
}

#[cfg(test)]
mod tests {
    use gpai_rules::fact::Value;
    use gpai_rules::licence::Licences;

    use crate::files::Memory;
    use crate::{Found, read};

    fn of(config: &str) -> Found {
        read(&Memory::new().with("config.json", config), &Licences::default())
    }

    #[test]
    fn a_causal_model_gives_text() {
        let found = of(r#"{"architectures": ["NewForCausalLM"], "model_type": "new"}"#);
        assert_eq!(found.facts.value("model.outputs"), Some(Value::at_least(["text"])));
        assert!(found.findings.iter().any(|f| f.code == "parameters-not-computed"));
        for config in [
            r#"{"architectures": ["PloverCausalLM"]}"#,
            r#"{"architectures": ["PloverModel"], "auto_map": {"AutoModelForCausalLM": "modeling.Plover"}}"#,
            r#"{"architectures": ["PloverLMHeadModel"]}"#,
        ] {
            assert_eq!(of(config).facts.value("model.outputs"), Some(Value::at_least(["text"])), "{config}");
        }
        assert!(
            of(r#"{"architectures": ["PloverModel"], "auto_map": {"AutoModel": "m.P"}}"#)
                .facts
                .value("model.outputs")
                .is_none()
        );
    }

    #[test]
    fn a_narrow_architecture_claims_nothing() {
        for config in [
            r#"{"architectures": ["WhisperForConditionalGeneration"], "model_type": "whisper"}"#,
            r#"{"architectures": ["EsmForCausalLM"]}"#,
            r#"{"architectures": ["BertForMaskedLM"]}"#,
            r#"{"architectures": ["Qwen2ForSequenceClassification"], "model_type": "qwen2"}"#,
        ] {
            let found = of(config);
            assert!(found.facts.value("model.outputs").is_none());
            assert!(found.findings.iter().any(|f| f.code == "maybe-narrow"), "{:?}", found.findings);
        }
    }

    #[test]
    fn wrong_documents_are_findings_with_their_line() {
        let found = of("{\n  \"a\": 1e400\n}");
        assert_eq!(
            found.findings.first().map(|f| (f.code.as_str(), f.places.first().and_then(|p| p.line))),
            Some(("unreadable-part", Some(2)))
        );
        assert!(of("[1]").findings.iter().any(|f| f.code == "unreadable-part"));
        assert!(of("{\"a\": 1, \"a\": 2}").findings.iter().any(|f| f.code == "duplicate-key"));
    }
}
