//! evidence/optout.json, which `gpai optout check --record` writes: how many addresses were compared with what their sites
//! reserved, for which crawler, by which protocols, and when. It is told, and no conclusion is drawn from it.

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
const NAME: &str = "rights reservations";
const PATH: &str = "evidence/optout.json";
const FORMAT: &str = "gpai-optout-record/1";
/// A record has some hundred bytes for each crawler.
const RECORD: u64 = 4 << 20;
/// Crawlers that are told one by one.
const AGENTS: usize = 50;

fn wants(entry: &Entry) -> bool {
    entry.path == PATH
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    for entry in entries {
        let Some(text) = run.text(entry, RECORD, NAME) else { continue };
        let Some(root) = run.json(&text) else { continue };
        if root.get("format").and_then(Node::text) != Some(FORMAT) {
            run.unreadable("the record of rights reservations", &format!("its format is not {FORMAT}"), text.place(0));
            continue;
        }
        let list = |key: &str| match root.get(key) {
            Some(Node::List(list)) => list.clone(),
            _ => Vec::new(),
        };
        let (mut total, mut refused) = (0_u128, 0_u128);
        let mut named: Vec<String> = Vec::new();
        for agent in list("agents") {
            let count = |key: &str| agent.get(key).and_then(Node::whole);
            let (Some(token), Some(pages)) = (agent.get("token").and_then(Node::text), count("pages")) else {
                run.unreadable("an entry of the record", "it has no token or no number of pages", text.place(0));
                continue;
            };
            let own = count("disallow").unwrap_or(0);
            (total, refused) = (total.saturating_add(pages), refused.saturating_add(own));
            if named.len() >= AGENTS {
                continue;
            }
            named.push(shorten(token));
            if own > 0 {
                let training = agent.get("reserved").and_then(|r| r.get("TRAIN")).and_then(Node::whole).unwrap_or(own);
                let finding = Finding::new("crawl-refused", Severity::Info)
                    .with("agent", shorten(token))
                    .with("count", own.to_string())
                    .with("total", pages.to_string())
                    .with("share", share(own, pages))
                    .with("training", training.to_string())
                    .place(text.place(0));
                run.find(finding);
            }
        }
        let number = |n: u128| Value::Number(Interval::point(Number::from_u128(n)));
        run.claim("crawl.pages", number(total), text.source_of("\"agents\""));
        run.claim("crawl.pages_refused", number(refused), text.source_of("\"agents\""));
        if !named.is_empty() {
            run.claim("crawl.agents", Value::Text(named.join(", ")), text.source_of("\"agents\""));
        }
        let ids: Vec<String> = (list("protocols").iter())
            .filter(|p| p.get("read").and_then(Node::whole).is_some_and(|n| n > 0))
            .filter_map(|p| Some(shorten(p.get("id")?.text()?)))
            .collect();
        if !ids.is_empty() {
            run.claim("crawl.protocols", Value::Text(ids.join(", ")), text.source_of("\"protocols\""));
        }
        let day = |key: &str| root.get("period").and_then(|p| p.get(key)).and_then(Node::text).map(shorten);
        if let (Some(from), Some(to)) = (day("from"), day("to")) {
            run.claim("crawl.period", Value::Text(format!("{from} to {to}")), text.source_of("\"period\""));
        }
        run.note(&text.file, NAME, format!("{total} addresses compared with reservations, {refused} refused"));
    }
}

/// A share in per cent with one decimal; of what is not nothing never 0.0.
fn share(count: u128, total: u128) -> String {
    let total = total.max(1);
    let tenths = (count.saturating_mul(1000).saturating_add(total / 2) / total).max(u128::from(count > 0));
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::files::Memory;
    use crate::probe::run;

    #[test]
    fn a_record_is_told_with_its_share() {
        let json = r#"{"format":"gpai-optout-record/1","period":{"from":"2025-01-02","to":"2025-03-04"},"agents":[
            {"token":"MyBot","pages":1000,"disallow":31,"reserved":{"TRAIN":47}},{"token":"B","pages":5,"disallow":0}],
            "protocols":[{"id":"robots.txt","read":1005},{"id":"rsl","read":0}]}"#;
        let (_, found) = run(&READER, &Memory::new().with(PATH, json));
        let detail = |n: &str| found.findings[0].details.iter().find(|(k, _)| k == n).map(|(_, v)| format!("{v:?}"));
        assert_eq!((found.findings.len(), found.findings[0].code.as_str()), (1, "crawl-refused"));
        assert!(
            detail("share").is_some_and(|d| d.contains("3.1")) && detail("training").is_some_and(|d| d.contains("47"))
        );
        let text = |name: &str| match found.facts.value(name) {
            Some(Value::Text(text)) => text,
            other => format!("{other:?}"),
        };
        assert_eq!(text("crawl.agents"), "MyBot, B");
        assert_eq!(
            (text("crawl.protocols"), text("crawl.period")),
            ("robots.txt".into(), "2025-01-02 to 2025-03-04".into())
        );
        assert!(text("crawl.pages").contains("1005"));
        assert_eq!((share(1, 100_000), share(1, 3), share(0, 7)), ("0.1".into(), "33.3".into(), "0.0".into()));
    }

    #[test]
    fn what_is_no_record_says_nothing() {
        for json in ["{}", "[]", "{", "{\"format\":\"gpai-optout-record/2\"}"] {
            let (_, found) = run(&READER, &Memory::new().with(PATH, json));
            assert!(found.facts.value("crawl.pages").is_none() && !found.findings.is_empty(), "{json}");
        }
        let (_, found) = run(&READER, &Memory::new().with("optout.json", "{}"));
        assert!(found.findings.is_empty());
    }
}
