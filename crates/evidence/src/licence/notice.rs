//! NOTICE files: that they are there, and a line that names the model this one was made from.

use gpai_rules::finding::{Finding, Severity};

use crate::files::Entry;
use crate::limits;
use crate::reader::{Rank, Reader};
use crate::run::Run;
use crate::text::{has_any, shorten};

/// The reader.
pub const READER: Reader = Reader { name: NAME, rank: Rank::Beside, sample: "NOTICE", wants, read };
const NAME: &str = "notice";

/// Words that say what something was made from; they count in a line that speaks of a model.
const MADE_FROM: [&str; 5] = ["derived from", "derivative of", "based on", "fine-tuned from", "modified version of"];

fn wants(entry: &Entry) -> bool {
    let name = entry.path.to_uppercase();
    entry.at_root() && matches!(name.as_str(), "NOTICE" | "NOTICE.TXT" | "NOTICE.MD" | "NOTICES" | "NOTICES.TXT")
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    for entry in entries.iter().take(limits::LICENCES) {
        let Some(text) = run.text(entry, limits::LICENCE, NAME) else { continue };
        let mut at = 0;
        let mut first = None;
        for line in text.content.split_inclusive('\n') {
            let said = line.trim().trim_matches(['#', '*', '-', '>', ' ', '"']).trim();
            if !said.is_empty() && line.len() < limits::LINE {
                first = first.or(Some(said));
                if names_model(said) {
                    let finding = Finding::new("notice-names-model", Severity::Info).with("line", shorten(said));
                    let lead = line.find(said).unwrap_or(0);
                    run.find(finding.place(text.place(at + lead)));
                }
            }
            at += line.len();
        }
        run.note(&text.file, NAME, first.map_or("an empty notice".to_owned(), |f| format!("a notice: {}", shorten(f))));
    }
}

/// `Built with X`, or a sentence of a model that says what it was made from.
fn names_model(line: &str) -> bool {
    let lower = line.to_lowercase();
    let built =
        lower.strip_prefix("built with ").is_some_and(|rest| !rest.trim().is_empty()) && line.len() < limits::SHOWN;
    built || (lower.contains("model") && has_any(&lower, &MADE_FROM))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::files::Memory;
    use crate::probe::run;

    #[test]
    fn lines_that_name_a_model_are_shown_with_their_place() {
        let notice = "Acme Model\nCopyright 2026 Acme\n\n  Built with Example\nThis model is derived from example/base.\n\
                      Parts are derived from software of others.\n";
        let (candidates, found) = run(&READER, &Memory::new().with("NOTICE", notice));
        let lines: Vec<_> = found.findings.iter().map(|f| (f.places[0].line, f.places[0].column)).collect();
        assert_eq!(lines, [(Some(4), Some(3)), (Some(5), Some(1))]);
        assert_eq!(found.looked_at[0].gave, "a notice: Acme Model");
        assert!(candidates.bases.is_empty() && candidates.derived.is_none());
    }

    #[test]
    fn plain_and_hostile_notices_find_nothing() {
        let long = "model based on ".repeat(20_000);
        for notice in ["", "\n\n", "Copyright 2026\nbased on code by others\n", "Built with ", &long] {
            let (_, found) = run(&READER, &Memory::new().with("NOTICE.txt", notice));
            // The long one is cut, and says so.
            assert!(found.findings.iter().all(|f| f.code == "limit-reached"), "{:?}", found.findings);
        }
        let many = "built with x\n".repeat(5_000);
        assert_eq!(run(&READER, &Memory::new().with("NOTICE", many)).1.findings.len(), limits::FINDINGS_OF_A_KIND);
    }
}
