//! `gpai whatif` for people: each way, what to change in it, and what has to turn out.

use std::fmt::Write as _;

use gpai_forms::escape::visible;
use gpai_rules::law::{Language, Law};
use gpai_rules::remarks::show;
use gpai_rules::whatif::{Change, WhatIf};

use super::page::title;
use super::style::{DIM, HEAD, paint};
use super::words::{law as words, word};

/// The whole text.
pub fn screen(law: &Law, name: &str, want: bool, found: &WhatIf, lang: Language) -> String {
    let mut out = String::new();
    let wanted = format!("{} = {}", title(law, name, lang), word(if want { "yes" } else { "no" }, lang));
    let _ = writeln!(out, "{}\n", paint(HEAD, &wanted));
    match found {
        WhatIf::Already => {
            let _ = writeln!(out, "{}", words::ALREADY_SO.get(lang));
        }
        WhatIf::Impossible => {
            let _ = writeln!(out, "{}", words::NOTHING_BRINGS_IT_ABOUT.get(lang));
        }
        WhatIf::Ways(ways) => {
            let only_answers = ways.iter().flatten().all(|c| !c.changes);
            for (i, way) in ways.iter().enumerate() {
                if ways.len() > 1 {
                    let _ = writeln!(out, "{} {}", words::WAY.get(lang), i + 1);
                }
                let changes = way.iter().filter(|c| c.changes);
                section(&mut out, law, lang, words::CHANGE.get(lang), changes);
                let own = way.iter().filter(|c| !c.changes && c.controlled);
                section(&mut out, law, lang, words::SEE_TO_IT.get(lang), own);
                let open = way.iter().filter(|c| !c.changes && !c.controlled);
                section(&mut out, law, lang, words::PROVIDED_THAT.get(lang), open);
                out.push('\n');
            }
            let next = if only_answers { words::TRY_IT } else { words::A_CHANGE_SHOWS };
            let _ = writeln!(out, "{}", paint(DIM, next.get(lang)));
        }
    }
    out
}

fn section<'c>(out: &mut String, law: &Law, lang: Language, head: &str, changes: impl Iterator<Item = &'c Change>) {
    let changes: Vec<&Change> = changes.collect();
    if changes.is_empty() {
        return;
    }
    let _ = writeln!(out, "  {head}");
    for c in changes {
        let from = c.from.as_ref().map(|v| format!("{} → ", visible(&show(v)))).unwrap_or_default();
        let _ = writeln!(out, "    {}: {from}{}", c.fact, paint(HEAD, &visible(&show(&c.to))));
        if let Some(fact) = law.fact(&c.fact) {
            let _ = writeln!(out, "      {}", paint(DIM, fact.question.get(lang)));
        }
    }
}
