//! `gpai sources`: every file that was looked at and what it gave, what was there and not looked at, the facts with their
//! places, the findings of reading.

use std::collections::BTreeSet;

use clap::Args;
use gpai_dossier::answers;
use gpai_dossier::gather::gather;
use gpai_evidence::LookedAt;
use gpai_report::Write;
use gpai_report::sources::{File, View};
use gpai_rules::fact::Source;
use gpai_rules::law::Law;

use crate::args::{HUMAN, Input, formats, language};
use crate::model::request;
use crate::outcome::{Exit, Outcome};
use crate::screen;

/// List every file looked at and what it gave, the facts with their places, and what was not looked at
///
/// Also what could not be read. `gpai sources hf://ORG/MODEL` shows the same of a model on the Hub.
#[derive(Debug, Args)]
pub struct Sources {
    /// Input.
    #[command(flatten)]
    pub input: Input,
    /// Output format
    #[arg(long, default_value = HUMAN, value_parser = formats(Some("Files, facts and findings for people"), |w| matches!(w, Write::Sources(_))))]
    pub format: String,
}

/// Runs it.
pub fn run(law: &Law, args: &Sources) -> Outcome {
    let gathered = gather(law, &request(law, &args.input)?)?;
    let mut looked_at = gathered.found.looked_at.clone();
    let facts = gathered.facts().resolve_all();
    let from_answers = |s: &&Source| s.file == answers::FILE;
    let given = facts.iter().flat_map(|f| &f.sources).filter(from_answers).count();
    // The answers are read before the readers run; with `--answers` the folder's own are not looked at.
    if args.input.answers.is_none() && gathered.path == "." && gathered.files.iter().any(|f| f.path == answers::FILE) {
        let gave = format!("{given} answers");
        looked_at.push(LookedAt { path: answers::FILE.to_owned(), reader: "answers".to_owned(), gave });
        looked_at.sort();
    }
    let seen: BTreeSet<&str> = looked_at.iter().map(|l| l.path.as_str()).collect();
    let unseen = gathered.files.iter().filter(|f| !seen.contains(f.path.as_str()));
    let mut left: Vec<(&str, u64)> = unseen.map(|f| (f.path.as_str(), f.size)).collect();
    left.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let view = View {
        law,
        language: language(args.input.lang),
        model: &gathered.model,
        path: &gathered.path,
        looked_at: looked_at.iter().map(|l| File { path: &l.path, reader: &l.reader, gave: &l.gave }).collect(),
        left,
        files: gathered.files.len(),
        facts: &facts,
        findings: &gathered.found.findings,
        rows: &gathered.found.rows,
    };
    let text = view.export(&args.format).unwrap_or_else(|| screen::style::fit(&screen::sources::screen(&view)));
    Ok((text, Exit::Done))
}
