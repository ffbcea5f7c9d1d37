//! A few addresses: for people, or with everything as JSON.

use gpai_forms::escape;
use gpai_optout::book::Book;
use gpai_rules::law::Language;
use serde_json::{Value, json};

use super::args::{CheckArgs, OptoutFormat};
use super::{json, record, source};
use crate::outcome::{Exit, Failure, Outcome};
use crate::screen::optout as show;

/// Runs it.
pub fn run(book: &Book, args: &CheckArgs, language: Language) -> Outcome {
    let token = args.agent.as_deref().unwrap_or_default();
    if token.trim().is_empty() {
        return Err(Failure::Usage(
            "--agent is empty\n  help: name the crawler's product token: --agent GPTBot".to_owned(),
        ));
    }
    let urls: Vec<&str> = args.urls.iter().map(String::as_str).collect();
    let source = source::open(&args.site, &urls)?;
    one_site(args, &source)?;
    let mut out = String::new();
    let mut all: Vec<Value> = Vec::new();
    let mut tally = record::Tally::new(args.site.dialect, book);
    for (number, url) in urls.iter().enumerate() {
        source::with_view(&source, &args.site, book, url, token, |view, gathered| {
            tally.add(view, gathered);
            if args.format == Some(OptoutFormat::Json) {
                all.push(json::address(view, gathered, book));
            } else {
                if number > 0 {
                    out.push('\n');
                }
                show::address(&mut out, book, view, language);
                if number + 1 == urls.len() {
                    show::foot(&mut out, view, language);
                }
            }
        })?;
    }
    if let Some(folder) = &args.record {
        tally.write(folder)?;
    }
    if args.format == Some(OptoutFormat::Json) {
        let document = json!({
            "format": "gpai-optout/1",
            "tool": concat!("gpai ", env!("CARGO_PKG_VERSION")),
            "agents_table": book.agents.reread,
            "commission_list": book.commission.list,
            "dialect": args.site.dialect.word(),
            "at": args.site.at.map(|at| at.to_string()),
            "agent": json::agent(book, token),
            "addresses": all,
        });
        let text = serde_json::to_string_pretty(&document).map_err(|e| Failure::Internal(e.to_string()))?;
        out = escape::json(&text) + "\n";
    }
    Ok((out, Exit::Done))
}

/// A file handed over speaks for one site: addresses of several would be answered by the file of another.
fn one_site(args: &CheckArgs, source: &source::Source) -> Result<(), Failure> {
    let mut origins: Vec<String> =
        args.urls.iter().filter_map(|url| crate::fetch::url::Url::parse(url)).map(|url| url.origin()).collect();
    origins.sort();
    origins.dedup();
    let handed = !source.given.files.is_empty() || source.given.robots_status.is_some();
    match origins.as_slice() {
        [first, second, ..] if handed => Err(Failure::Usage(format!(
            "{first} and {second} are two sites, and the files given speak for one\n  help: ask for each, or give --snapshots"
        ))),
        _ => Ok(()),
    }
}
