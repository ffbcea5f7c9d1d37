//! evidence/verbatim.json, which `gpai corpus verbatim --record` writes: how many prompts gave back protected text, how sure that is,
//! and whether it is more than a bound the provider set itself. It is told, and no conclusion is drawn from it.

use gpai_rules::fact::Value;
use gpai_rules::finding::{Finding, Severity};
use gpai_rules::number::{Interval, Number};

use crate::files::Entry;
use crate::node::Node;
use crate::reader::{Rank, Reader};
use crate::run::Run;
use crate::text::shorten;

/// The reader.
pub const READER: Reader = Reader { name: NAME, rank: Rank::Record, sample: PATH, wants, read };
const NAME: &str = "repeated text";
const PATH: &str = "evidence/verbatim.json";
const FORMAT: &str = "gpai-verbatim-record/1";
/// A record has some hundred bytes.
const RECORD: u64 = 1 << 20;

fn wants(entry: &Entry) -> bool {
    entry.path == PATH
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    for entry in entries {
        let Some(text) = run.text(entry, RECORD, NAME) else { continue };
        let Some(root) = run.json(&text) else { continue };
        if root.get("format").and_then(Node::text) != Some(FORMAT) {
            run.unreadable("the record of repeated text", &format!("its format is not {FORMAT}"), text.place(0));
            continue;
        }
        let count = |key: &str| root.get(key).and_then(Node::whole);
        let (Some(prompts), Some(chars)) = (count("prompts").filter(|n| *n > 0), count("chars")) else {
            run.unreadable(
                "the record of repeated text",
                "it has no number of prompts or of characters",
                text.place(0),
            );
            continue;
        };
        let number = |n: u128| Value::Number(Interval::point(Number::from_u128(n)));
        run.claim("verbatim.tested", number(prompts), text.source_of("\"prompts\""));
        if let Some(documents) = count("documents") {
            run.claim("verbatim.documents", number(documents), text.source_of("\"documents\""));
        }
        if let Some(longest) = count("longest_chars") {
            run.claim("verbatim.longest_chars", number(longest), text.source_of("\"longest_chars\""));
        }
        // Where nothing was named as protected the share of protected text is unknown, not nought.
        let protected = root.get("protected").and_then(|p| Some((p.get("prompts")?.whole()?, rate(p)?)));
        if let Some((hits, (share, low, high))) = &protected {
            let told = format!("{share} % ({low} to {high} %)");
            run.claim("verbatim.protected_rate", Value::Text(told), text.source_of("\"protected\""));
            if *hits > 0 {
                let finding = Finding::new("verbatim-repeated", Severity::Info)
                    .with("count", hits.to_string())
                    .with("total", prompts.to_string())
                    .with("share", share.clone())
                    .with("low", low.clone())
                    .with("high", high.clone())
                    .with("chars", chars.to_string())
                    .place(text.place(0));
                run.find(finding);
            }
        }
        if let Some(limit) = root.get("limit")
            && limit.get("exceeded") == Some(&Node::Bool(true))
            && let (Some(class), Some(bound), Some(share)) =
                (word(limit, "class"), word(limit, "bound"), word(limit, "share"))
        {
            let finding = Finding::new("verbatim-above-limit", Severity::Warning)
                .with("class", class)
                .with("share", share)
                .with("bound", bound)
                .place(text.place(0));
            run.find(finding);
        }
        if let Some(hash) = root.get("report_sha256").and_then(Node::text) {
            run.claim("verbatim.report", Value::Text(shorten(hash)), text.source_of("\"report_sha256\""));
        }
        run.note(&text.file, NAME, format!("{prompts} prompts compared with the corpus"));
    }
}

fn word(of: &Node, key: &str) -> Option<String> {
    of.get(key).and_then(Node::text).map(shorten)
}

/// Share and interval as the record has them: decimals of percent and nothing else.
fn rate(of: &Node) -> Option<(String, String, String)> {
    let part = |key: &str| {
        word(of, key).filter(|t| !t.is_empty() && t.len() <= 8 && t.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
    };
    Some((part("share")?, part("low")?, part("high")?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Memory;
    use crate::probe::run;

    const RECORD: &str = r#"{"format":"gpai-verbatim-record/1","prompts":1000,"samples":1000,"documents":41207,"chars":160,
        "longest_chars":812,"protected":{"prompts":5,"share":"0.500","low":"0.162","high":"1.163"},
        "limit":{"class":"protected","bound":"0.100","share":"0.500","exceeded":true},"report_sha256":"ab12"}"#;

    #[test]
    fn a_record_is_told_with_its_interval() {
        let (_, found) = run(&READER, &Memory::new().with(PATH, RECORD));
        let codes: Vec<&str> = found.findings.iter().map(|f| f.code.as_str()).collect();
        assert_eq!(codes, ["verbatim-above-limit", "verbatim-repeated"]);
        assert!(
            matches!(found.facts.value("verbatim.protected_rate"), Some(Value::Text(t)) if t == "0.500 % (0.162 to 1.163 %)")
        );
        assert!(format!("{:?}", found.facts.value("verbatim.longest_chars")).contains("812"));
        assert!(format!("{:?}", found.facts.value("verbatim.tested")).contains("1000"));
    }

    #[test]
    fn what_is_not_known_is_not_nought() {
        let bare = RECORD.replace("{\"prompts\":5,\"share\":\"0.500\",\"low\":\"0.162\",\"high\":\"1.163\"}", "null");
        let bare = bare.replace("\"exceeded\":true", "\"exceeded\":false");
        let (_, found) = run(&READER, &Memory::new().with(PATH, bare.as_str()));
        assert!(found.facts.value("verbatim.protected_rate").is_none() && found.findings.is_empty());
        assert!(found.facts.value("verbatim.tested").is_some());
    }

    #[test]
    fn what_is_no_record_says_nothing() {
        for json in [
            "{}",
            "[]",
            "{",
            "{\"format\":\"gpai-verbatim-record/1\"}",
            "{\"format\":\"gpai-verbatim/1\",\"prompts\":1}",
        ] {
            let (_, found) = run(&READER, &Memory::new().with(PATH, json));
            assert!(found.facts.value("verbatim.tested").is_none() && !found.findings.is_empty(), "{json}");
        }
        let (_, found) = run(&READER, &Memory::new().with("verbatim.json", RECORD));
        assert!(found.findings.is_empty());
    }
}
