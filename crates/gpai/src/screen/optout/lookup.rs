//! `gpai explain` for a protocol or a token of an agent: the reviewed entry with its standing, doubts and source.

use std::fmt::Write as _;

use gpai_optout::book::{Book, Mark, Standing};
use gpai_rules::law::Language;

use super::parts::{said, who};
use crate::screen::page::{head, text};
use crate::screen::style::{DIM, HEAD, paint};
use crate::screen::words::optout as words;

/// `gpai explain` for a protocol or a token of an agent.
pub fn lookup(book: &Book, id: &str, language: Language) -> Option<String> {
    let mut out = String::new();
    if let Some(entry) = book.protocol(id) {
        let _ = writeln!(out, "{}  ({})\n", paint(HEAD, said(&entry.title, language)), entry.id);
        text(&mut out, said(&entry.about, language));
        head(&mut out, language, &words::STANDING);
        let standing = standing(entry.standing, language);
        let named = if entry.code { words::NAMED_BY_THE_CODE.get(language) } else { "" };
        text(&mut out, &format!("{standing}{named}"));
        text(&mut out, &words::TIER.fill(language, &[("tier", &book.tier(&entry.id))]));
        text(&mut out, &entry.version);
        for doubt in &entry.doubts {
            if std::ptr::eq(doubt, entry.doubts.first()?) {
                head(&mut out, language, &words::DOUBTFUL_HEAD);
            }
            text(&mut out, said(doubt, language));
        }
        source(&mut out, &entry.source, entry.mark, &entry.reread, language);
        return Some(out);
    }
    let row = book.agent(id)?;
    let _ = writeln!(out, "{}\n", paint(HEAD, &row.token));
    text(&mut out, &who(row, language));
    if let Some(note) = &row.note {
        text(&mut out, said(note, language));
    }
    let agents = &book.agents;
    source(
        &mut out,
        row.source.as_ref().unwrap_or(&agents.source),
        row.mark.unwrap_or(agents.mark),
        &agents.reread,
        language,
    );
    Some(out)
}

fn standing(standing: Standing, language: Language) -> &'static str {
    match standing {
        Standing::Standard => words::STANDING_STANDARD,
        Standing::Community => words::STANDING_COMMUNITY,
        Standing::Draft => words::STANDING_DRAFT,
        Standing::Industry => words::STANDING_INDUSTRY,
        Standing::Operator => words::STANDING_OPERATOR,
        Standing::Words => words::STANDING_WORDS,
        Standing::None => words::STANDING_NONE,
    }
    .get(language)
}

fn source(out: &mut String, source: &str, mark: Mark, reread: &str, language: Language) {
    head(out, language, &words::SOURCE);
    text(out, source);
    let mark = match mark {
        Mark::Read => words::MARK_READ,
        Mark::Described => words::MARK_DESCRIBED,
        Mark::General => words::MARK_GENERAL,
        Mark::Doubtful => words::MARK_DOUBTFUL,
    };
    let line = words::COMPARED.fill(language, &[("mark", &mark.get(language)), ("day", &reread)]);
    let _ = writeln!(out, "\n{}", paint(DIM, &line));
}
