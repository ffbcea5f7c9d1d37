//! What is kept of the statements of a card: each as candidates, with what it allows.

use gpai_rules::fact::Source;
use gpai_rules::number::{Interval, Number};

use super::own::Own;
use super::page::{NAMING, Page, Prose};
use super::passages::Passage;
use super::quantity::Quantity;
use super::repeats::{self, Times};
use super::stage::{self, Stage};
use super::statement::{Around, Seen, Statement};
use super::subject::{self, Whom};
use super::this_one;
use crate::candidates::{Amount, Basis, Counts, Repeat, Tokens};
use crate::limits;
use crate::run::Run;
use crate::text::Text;

/// Parameters that no model has more than.
const LARGEST: u128 = 5_000_000_000_000;
/// Tokens that no training has gone through; more is what there was to choose from.
const MOST_SEEN: u128 = 200_000_000_000_000;

/// The stage that the sentences before one spoke of, under the same heading, where it goes on from them.
pub fn carried(prose: &Prose, i: usize) -> Option<Stage> {
    let this = prose.passages.get(i)?;
    // An item of a list stands by itself.
    if prose.raw(this).trim_start().starts_with(['-', '*', '+', '>', '|']) {
        return None;
    }
    let before = (0..i)
        .rev()
        .take(2)
        .map_while(|n| prose.passages.get(n))
        .take_while(|p| !p.is_heading && p.under == this.under);
    let named = before.filter_map(|p| stage::named(prose.flat.get(p.range.clone())?)).next()?;
    (named == Stage::Tuning).then_some(named)
}

/// Where statements go, and how many there was room for.
pub struct Kept<'r, 'a> {
    /// The sheet.
    pub run: &'r mut Run<'a>,
    /// The card.
    pub text: &'r Text,
    /// Sizes that were kept.
    pub sizes: usize,
    /// Numbers of tokens that were kept.
    pub tokens: usize,
    /// Whether the card is that of an earlier state of a model: then what training came to in the end is no amount of it.
    pub is_state: bool,
}

impl Kept<'_, '_> {
    /// A statement.
    pub fn keep(&mut self, statement: Statement) {
        let basis = if matches!(statement, Statement::Labelled(_)) { Basis::Labelled } else { Basis::Stated };
        match statement {
            Statement::Parameters(q) | Statement::Labelled(q) => {
                if let Some(amount) = self.amount(&q) {
                    self.sizes += usize::from(self.run.parameters(Amount { basis, ..amount }));
                }
            }
            Statement::Active(q) => {
                if let Some(amount) = self.amount(&q) {
                    self.run.experts();
                    self.sizes += usize::from(self.run.active(amount));
                }
            }
            Statement::Tokens(seen) => {
                let source = self.text.source(seen.q.start);
                self.tokens(&seen, source);
            }
        }
    }

    fn amount(&self, q: &Quantity) -> Option<Amount> {
        let source = self.text.source(q.start);
        // `7 billones de parámetros` is seven thousand million by mistake, or nobody knows what.
        let best = q.value().filter(|size| *size <= Number::from_u128(LARGEST))?;
        Some(Amount { best, within: q.within()?, basis: Basis::Stated, source })
    }

    /// Tokens of a sentence or a cell.
    pub fn tokens(&mut self, seen: &Seen, source: Source) {
        let Some((best, within)) = sum(&seen.q, &seen.more) else { return };
        let whole = seen.more.is_empty() && !matches!(seen.times, Some(Times::Known(_)));
        let parts = std::iter::once(&seen.q).chain(&seen.more).filter_map(Quantity::value);
        let least = if whole { None } else { parts.max() };
        let (best, within) = match seen.times {
            None => (best, within),
            // The amount may be what the data holds, or what was gone through in all.
            Some(Times::Known(n)) => {
                let high = within.high.times_u(n);
                let all = best.times_u(n);
                (all.clone(), Interval { low: within.low, best: Some(all), high })
            }
            Some(Times::Unknown) => {
                self.run.repeats(Repeat { times: None, source: source.clone() });
                (best, within)
            }
        };
        let sizes: Vec<Option<Number>> = match seen.sizes.as_slice() {
            [] => vec![None],
            sizes => sizes.iter().map(Quantity::value).collect(),
        };
        for size in sizes {
            let (best, within, source) = (best.clone(), within.clone(), source.clone());
            let most = Number::from_u128(MOST_SEEN);
            let counts = match seen.counts {
                Counts::Seen if self.is_state => Counts::Pool,
                Counts::Seen | Counts::Held if best > most => Counts::Pool,
                counts => counts,
            };
            let tokens = Tokens {
                best,
                within,
                least: least.clone(),
                digits: seen.q.digits,
                size,
                counts,
                adds: seen.adds,
                source,
            };
            self.tokens += usize::from(self.run.tokens(tokens));
        }
    }

    /// The parts of one model, which make the whole together.
    pub fn parts(&mut self, parts: &[Quantity]) {
        if let Some((first, more)) = parts.split_first()
            && let Some((best, within)) = sum(first, more)
        {
            let source = self.text.source(first.start).method("sum of the parts");
            self.sizes += usize::from(self.run.parameters(Amount { best, within, basis: Basis::Stated, source }));
        }
    }

    /// How often the data was gone through, in a sentence of its own.
    pub fn repeats(&mut self, sentence: &str, passage: &Passage, around: Around<'_>) {
        let Some((times, at)) = repeats::of(sentence) else { return };
        let before = sentence.get(..at).unwrap_or_default();
        let stage =
            stage::last(before).map(|(_, s)| s).or_else(|| stage::of_heading(&passage.under)).or(around.carried);
        let after = stage::named(sentence);
        if passage.is_aside || matches!(stage, Some(Stage::Tuning)) || after == Some(Stage::Tuning) {
            return;
        }
        if subject::of(sentence, at, at, around.own, around.under) == Whom::Own {
            let times = if let Times::Known(n) = times { Some(n) } else { None };
            self.run.repeats(Repeat { times, source: self.text.source(passage.range.start + at) });
        }
    }

    /// The size in the model's name, where nothing else says how large it is.
    pub fn named_size(&mut self, own: &Own, title: Option<&str>, page: &Page) {
        let at = title.and_then(|t| page.text.content.find(t)).unwrap_or(0);
        let titled = own.size().filter(|_| title.is_some());
        let said = || this_one::size(page, own);
        if let Some(size) = titled.cloned().or_else(said).as_ref().and_then(Quantity::value) {
            self.run.titled(size);
        }
        if self.sizes > 0 {
            return;
        }
        let mut sizes: Vec<(Quantity, usize)> = titled.map(|q| (q.clone(), at)).into_iter().collect();
        if sizes.is_empty() {
            // A family whose members are only named: `Name-125M`, `Name-1B`.
            for passage in page.prose.passages.iter().filter(|p| !p.is_aside).take(NAMING) {
                let Some(sentence) = page.prose.flat.get(passage.range.clone()) else { continue };
                sizes.extend(own.sizes_in(sentence).into_iter().map(|q| (q, passage.range.start)));
            }
        }
        sizes.sort_by_key(|(q, at)| (q.value(), *at));
        sizes.dedup_by(|a, b| a.0.value() == b.0.value());
        for (q, at) in sizes.iter().take(limits::SPAN) {
            if let (Some(best), Some(within)) = (q.value(), q.within()) {
                let source = self.text.source(*at).method("size in the model's name");
                self.sizes += usize::from(self.run.parameters(Amount { best, within, basis: Basis::Stated, source }));
            }
        }
    }
}

/// An amount with what adds to it: all of it, and at least the largest part.
fn sum(q: &Quantity, more: &[Quantity]) -> Option<(Number, Interval)> {
    let (mut best, mut within) = (q.value()?, q.within()?);
    for next in more {
        let (value, next) = (next.value()?, next.within()?);
        best = best.plus(&value);
        within =
            Interval { low: within.low.max(next.low), best: Some(best.clone()), high: within.high.plus(&next.high) };
    }
    Some((best, within))
}
