//! `gpai optout explain URL`: gathers what was said, for each crawler, and how it changed.

use gpai_forms::escape;
use gpai_optout::book::{Book, Known};
use gpai_optout::robots::Access;
use gpai_optout::{Purpose, Value as Said, judge, judge_for, read_all};
use gpai_rules::law::Language;
use serde_json::json;

use super::args::{ExplainArgs, ReportFormat};
use super::site::places;
use super::source::{self, Source};
use super::{json as machine, site};
use crate::fetch::url::Url;
use crate::outcome::{Exit, Failure, Outcome};
use crate::screen::optout::report::{self, Looked, Report, Row};
use crate::screen::optout::timeline::{self, Moment};
use crate::screen::optout::{Gathered, closing_of};

/// Snapshots that a timeline shows; of more the newest.
const MOMENTS: usize = 2_000;

/// Runs it.
pub fn run(book: &Book, args: &ExplainArgs, language: Language) -> Outcome {
    let majors = book.majors();
    let agents: Vec<&str> =
        if args.agent.is_empty() { majors.clone() } else { args.agent.iter().map(String::as_str).collect() };
    if agents.iter().any(|agent| agent.trim().is_empty()) {
        return Err(Failure::Usage("--agent is empty\n  help: name a product token: --agent GPTBot".to_owned()));
    }
    let source = source::open(&args.site, &[&args.url])?;
    let mut rows: Vec<Row> = Vec::new();
    let mut addresses = Vec::new();
    let mut shared = Gathered::default();
    let mut looked_at: Vec<Looked> = Vec::new();
    for (number, agent) in agents.iter().enumerate() {
        source::with_view(&source, &args.site, book, &args.url, agent, |view, gathered| {
            let input = view.input;
            let values = Purpose::ALL.map(|purpose| {
                let judged = judge_for(view.signals, purpose, view.circumstances);
                let mut by: Vec<&'static str> = judged.by.iter().map(|s| s.protocol).collect();
                by.dedup();
                if judged.value == Said::Silent {
                    by.clear();
                }
                (judged.value, judged.confidence, by)
            });
            rows.push(Row {
                agent: (*agent).to_owned(),
                control: input.agent.control,
                fetch: input.robots.map(|(robots, _)| robots.check(&input.tokens(), input.path).access),
                values: values.to_vec(),
                signals: view.signals.to_vec(),
            });
            if args.format == ReportFormat::Json {
                addresses.push(json!({
                    "agent": machine::agent(book, agent),
                    "address": machine::address(view, gathered, book),
                }));
            }
            if number == 0 {
                shared = closing_of(view, language);
                looked_at = gathered.sources().map(looked).collect();
            }
        })?;
    }
    let moments = moments(&source, args, book, agents.first().copied().unwrap_or_default())?;
    if let Some(file) = &args.svg {
        let agent = agents.first().copied().unwrap_or_default();
        let picture = timeline::svg(&moments, &args.url, agent, language);
        std::fs::write(file, picture)
            .map_err(|e| Failure::Usage(format!("{}: could not be written: {e}", file.display())))?;
    }
    let report = Report {
        url: &args.url,
        at: args.site.at.map(|at| at.to_string()),
        looked: looked_at,
        rows,
        beside: shared.beside,
        gaps: shared.gaps,
        closing: shared.closing,
        excepted: shared.excepted,
        moments: &moments,
    };
    let text = match args.format {
        ReportFormat::Human => report::human(&report, book, language),
        ReportFormat::Md => report::write_markdown(&report, book, language),
        ReportFormat::Json => {
            let document = json!({
                "format": "gpai-optout-explain/1",
                "tool": concat!("gpai ", env!("CARGO_PKG_VERSION")),
                "url": args.url,
                "at": args.site.at.map(|at| at.to_string()),
                "agents_table": book.agents.reread,
                "for": addresses,
                "timeline": moments.iter().map(moment).collect::<Vec<_>>(),
            });
            let text = serde_json::to_string_pretty(&document).map_err(|e| Failure::Internal(e.to_string()))?;
            escape::json(&text) + "\n"
        }
    };
    Ok((text, Exit::Done))
}

fn looked(one: &site::Obtained) -> Looked {
    Looked {
        place: one.place.clone(),
        when: one.at.as_ref().map(|(_, written)| written.clone()).unwrap_or_default(),
        status: one.status.map(|s| s.to_string()).unwrap_or_else(|| one.why.clone().unwrap_or_default()),
        from: one.from.clone(),
        sha256: one.sha256(),
    }
}

fn moment(m: &Moment) -> serde_json::Value {
    let values: serde_json::Map<_, _> =
        Purpose::ALL.iter().zip(m.values).map(|(p, v)| (p.word().to_owned(), json!(v.word()))).collect();
    let fetch = m.fetch.map_or("unknown", |access| if access == Access::Allow { "allow" } else { "disallow" });
    json!({"at": m.at, "fetch": fetch, "values": values, "by": m.by})
}

/// What held at each time at which something of the site was obtained.
fn moments(source: &Source, args: &ExplainArgs, book: &Book, agent: &str) -> Result<Vec<Moment>, Failure> {
    let Some(url) = Url::parse(&args.url) else { return Ok(Vec::new()) };
    let mut urls: Vec<Url> = places().map(|place| url.at(place)).collect();
    urls.push(url);
    let times = source.store.times(urls.iter());
    let from = times.len().saturating_sub(MOMENTS);
    let known = Known::of(book, agent);
    let agent = source::agent(&known, agent, &args.site);
    let mut found = Vec::new();
    for (time, written) in times.into_iter().skip(from) {
        let gathered = source.gather(&args.site, &args.url, Some(time))?;
        let (files, headers) = (gathered.files(), gathered.header_pairs());
        let input = gathered.input(agent, &files, &headers);
        let signals = read_all(&input);
        let mut by: Vec<&'static str> = [Purpose::Train, Purpose::Tdm]
            .iter()
            .map(|purpose| judge(&signals, *purpose))
            .filter(|judged| judged.value != Said::Silent)
            .flat_map(|judged| judged.by.iter().map(|s| s.protocol).collect::<Vec<_>>())
            .collect();
        by.sort_unstable();
        by.dedup();
        found.push(Moment {
            second: time.as_second(),
            at: written,
            fetch: input.robots.map(|(robots, _)| robots.check(&input.tokens(), input.path).access),
            values: Purpose::ALL.map(|purpose| judge(&signals, purpose).value),
            by,
        });
    }
    Ok(found)
}
