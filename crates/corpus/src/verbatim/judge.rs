//! From runs to spans with a class: what an output has in common with the corpus, less what stood in its prompt, judged by the first
//! rule that fits, and by people where they decided.

use gpai_verbatim::class::{Class, quoted, says_little};
use gpai_verbatim::echo;
use gpai_verbatim::fold::{Fold, Traced};
use gpai_verbatim::tally::{Output, Place, Run, Source};
use gpai_verbatim::units;

use super::decisions::Decisions;
use crate::hash;

/// A span of one sample.
#[derive(Clone, Debug)]
pub struct Span {
    /// Bytes of the folded output.
    pub range: (u32, u32),
    /// Folded characters and words.
    pub chars: u32,
    /// Words.
    pub words: u32,
    /// Of a span that is nearly verbatim: bytes that are the same, in ten thousand.
    pub same: Option<u32>,
    /// Documents that hold the longest run in it.
    pub documents: u64,
    /// Where it stands first.
    pub places: Vec<Place>,
    /// Bytes of its source's folded text, for the first place.
    pub of_source: (u32, u32),
    /// Its class.
    pub class: Class,
    /// What the class rests on.
    pub because: String,
    /// A name near quotation marks around it.
    pub quoted: Option<String>,
    /// The person who decided on its class.
    pub decided: Option<String>,
    /// By which it is named in decisions.
    pub id: String,
}

/// By what is judged.
pub struct Rules<'a> {
    /// How texts are folded.
    pub fold: Fold,
    /// Folded characters of a span.
    pub chars: u32,
    /// Documents from which on a span is common.
    pub common: u64,
    /// What people decided.
    pub decisions: &'a Decisions,
}

/// What stands in an output, once for all of its samples.
pub struct Judged<'a> {
    rules: &'a Rules<'a>,
    text: &'a str,
    traced: Traced,
    spans: Vec<(Span, Known)>,
}

/// What is known of the sources of a span.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    protected: u64,
    free: u64,
    unknown: u64,
    /// Bytes that stand in a standard licence.
    licence: u32,
}

impl<'a> Judged<'a> {
    /// Judges an output apart from any prompt.
    #[must_use]
    pub fn new(rules: &'a Rules<'a>, text: &'a str, found: &Output) -> Self {
        let mut out = Self { rules, text, traced: rules.fold.traced(text), spans: Vec::new() };
        for range in &found.covered {
            let inside = found.runs.iter().filter(|run| range.0 <= run.range.0 && run.range.1 <= range.1);
            out.exact(*range, inside.collect());
        }
        for (near, document, source) in &found.near {
            // Of spans over each other the best comes first.
            let over = |(own, _): &(Span, Known)| {
                own.same.is_some() && own.range.0 < near.range.1 && near.range.0 < own.range.1
            };
            if out.spans.iter().any(over) {
                continue;
            }
            let longer = (near.range.1 - near.range.0).max(near.from.1 - near.from.0);
            let same = u64::from(near.same) * 10_000;
            let mut known = Known::default();
            match source {
                Source::Protected => known.protected = 1,
                Source::Free => known.free = 1,
                Source::Licence => known.licence = near.range.1 - near.range.0,
                Source::Unknown => known.unknown = 1,
            }
            let mut span = out.span(near.range);
            span.same = same.checked_div(u64::from(longer)).and_then(|s| u32::try_from(s).ok());
            span.documents = u64::from(*source != Source::Licence);
            span.places = vec![Place { document: *document, from: near.from.0 }];
            span.of_source = near.from;
            out.spans.push((span, known));
        }
        out
    }

    fn exact(&mut self, range: (u32, u32), runs: Vec<&Run>) {
        let longest =
            runs.iter().max_by_key(|r| (r.range.1 - r.range.0, std::cmp::Reverse(r.range.0), r.documents.count()));
        let Some(longest) = longest else { return };
        let mut known = Known::default();
        let mut licensed = Vec::new();
        for run in &runs {
            let [unknown, free, protected, licence] = run.documents.by;
            known.unknown = known.unknown.max(unknown);
            known.free = known.free.max(free);
            known.protected = known.protected.max(protected);
            if licence > 0 {
                licensed.push(run.range);
            }
        }
        gpai_verbatim::tally::join(&mut licensed);
        known.licence = licensed.iter().map(|r| r.1 - r.0).sum();
        let mut span = self.span(range);
        span.documents = runs.iter().map(|r| r.documents.count()).max().unwrap_or(0);
        span.places = longest.documents.places.clone();
        let from = span.places.first().map_or(0, |p| p.from);
        span.of_source = (from, from + (longest.range.1 - longest.range.0));
        self.spans.push((span, known));
    }

    fn span(&self, range: (u32, u32)) -> Span {
        let bytes = self.folded(range);
        let (_, whole) = units::whole(bytes);
        Span {
            range,
            chars: units::chars(whole),
            words: units::words(whole),
            same: None,
            documents: 0,
            places: Vec::new(),
            of_source: (0, 0),
            class: Class::Unknown,
            because: String::new(),
            quoted: None,
            decided: None,
            id: hash::sha256(bytes).chars().take(16).collect(),
        }
    }

    fn folded(&self, range: (u32, u32)) -> &[u8] {
        self.traced.text.get(range.0 as usize..range.1 as usize).unwrap_or_default()
    }

    /// What the output itself says there.
    #[must_use]
    pub fn own(&self, range: (u32, u32)) -> &'a str {
        self.text.get(self.traced.start(range.0 as usize)..self.traced.end(range.1 as usize)).unwrap_or_default()
    }

    /// The spans of a sample that was asked with a prompt.
    #[must_use]
    pub fn spans(&self, prompt: &str) -> Vec<Span> {
        let echoes = if prompt.is_empty() || self.spans.is_empty() {
            Vec::new()
        } else {
            let mut folded = Vec::new();
            self.rules.fold.fold(prompt, &mut folded);
            echo::ranges(&folded, &self.traced.text)
        };
        let mut out = Vec::new();
        for (span, known) in &self.spans {
            let mut span = span.clone();
            let left = echo::without(span.range, &echoes);
            let chars = |range: &(u32, u32)| units::chars(units::whole(self.folded(*range)).1);
            let best = left.iter().copied().max_by_key(|r| (chars(r), std::cmp::Reverse(r.0)));
            match best {
                Some(best) if chars(&best) >= self.rules.chars => {
                    if best != span.range {
                        let head = best.0 - span.range.0;
                        let cut = self.span(best);
                        span = Span { range: best, chars: cut.chars, words: cut.words, id: cut.id, ..span };
                        let end = span.of_source.1;
                        let from = span.of_source.0.saturating_add(head).min(end);
                        span.of_source = (from, from.saturating_add(best.1 - best.0).min(end));
                    }
                    self.judge(&mut span, known);
                }
                _ => {
                    span.class = Class::Echo;
                    "it stands in the prompt".clone_into(&mut span.because);
                }
            }
            if let Some(decision) = self.rules.decisions.of(&span.id) {
                span.class = decision.class;
                span.because = decision.why.clone();
                span.decided = Some(format!("{}, {}", decision.by, decision.on));
            }
            out.push(span);
        }
        out
    }

    fn judge(&self, span: &mut Span, known: &Known) {
        let bytes = self.folded(span.range);
        let (start, end) = (self.traced.start(span.range.0 as usize), self.traced.end(span.range.1 as usize));
        span.quoted = quoted(self.text, start, end);
        let (_, whole) = units::whole(bytes);
        let all = span.range.1 - span.range.0;
        let (class, because) = if u64::from(known.licence) * 2 >= u64::from(all) {
            (Class::LicenceText, format!("{} of {all} bytes stand in a standard licence", known.licence.min(all)))
        } else if let Some(why) = says_little(whole) {
            (Class::LowComplexity, why)
        } else if known.protected > 0 {
            (Class::Protected, format!("{} protected documents hold it", known.protected))
        } else if let Some(name) = &span.quoted {
            (Class::Quotation, format!("between quotation marks, near the name {name}"))
        } else if known.free > 0 && known.unknown == 0 {
            (Class::Free, format!("{} documents under a licence that lets anybody copy, no other", known.free))
        } else if span.documents >= self.rules.common {
            (Class::Common, format!("{} documents hold it", span.documents))
        } else {
            (Class::Unknown, format!("{} documents of unknown rights hold it", known.unknown))
        };
        (span.class, span.because) = (class, because);
    }
}
