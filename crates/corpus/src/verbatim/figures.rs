//! Figures by kind of prompt: how many prompts gave a span of each class, how long the longest was, how much is covered, and what
//! more samples would show. A prompt counts once, however many of its samples repeat something.

use std::collections::{BTreeMap, BTreeSet};

use gpai_verbatim::class::Class;
use gpai_verbatim::index::Index;
use gpai_verbatim::tally::Output;
use gpai_verbatim::units;

use super::judge::{Judged, Rules, Span};
use super::outputs::Outputs;

/// Spans that are shown.
pub const SHOWN: usize = 20;
/// Characters that are kept of what an output says: one more than is shown, which tells that there is more.
const OWN: usize = 1_001;
/// Numbers of samples of the table.
pub const DRAWS: [u64; 4] = [1, 10, 100, 1_000];
/// Chances of the table, in percent.
pub const CHANCES: [u64; 3] = [10, 50, 90];
/// Thousandths of a percent.
pub const PARTS: u128 = 100_000;
/// The logarithm of the chance of one sample at which so many samples show the text with each of [`CHANCES`]: ln(1 - (1 - p)^(1/n)).
#[expect(clippy::approx_constant, reason = "a formula's values, two of which happen to be logarithms with names")]
const NEEDED: [[f64; 3]; 4] = [
    [-2.302_585_092_994, -0.693_147_180_560, -0.105_360_515_658],
    [-4.558_215_820_744, -2.703_555_191_862, -1.581_473_753_408],
    [-6.856_064_269_625, -4.975_146_840_586, -3.782_628_575_061],
    [-9.158_175_286_090, -7.274_614_753_135, -6.074_873_905_368],
];

/// A span that is shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The span.
    pub span: Span,
    /// The number of its output.
    pub text: u32,
    /// The number of its prompt.
    pub prompt: u32,
    /// What the output itself says there.
    pub own: String,
}

/// What a kind of prompt showed.
#[derive(Clone, Debug, Default)]
pub struct Kind {
    /// Its word; empty for all kinds together.
    pub name: String,
    /// Prompts.
    pub prompts: u64,
    /// Samples.
    pub samples: u64,
    /// The least and the most samples of a prompt.
    pub each: (u64, u64),
    /// How they were decoded, as far as it is said.
    pub decoding: BTreeSet<String>,
    /// Prompts with a span of each class.
    pub classes: BTreeMap<Class, u64>,
    /// Prompts with a span that counts: no echo, no licence text, no table.
    pub counting: u64,
    /// Of these, prompts whose spans are all nearly verbatim and no more.
    pub near_only: u64,
    /// The longest span that counts: characters, words, its name.
    pub longest: Option<(u32, u32, String)>,
    /// Folded characters of all samples, and of them covered by spans that count.
    pub chars: (u64, u64),
    /// Of each prompt: samples, and those with a span that counts or is protected.
    draws: Vec<(u64, u64, u64)>,
    /// Of each prompt that has one: the logarithm of the chance.
    chances: Vec<f64>,
}

/// A row of the table: of what more samples show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draw {
    /// So many samples.
    pub n: u64,
    /// Prompts of which so many samples were drawn.
    pub prompts: u64,
    /// The share of prompts expected to show a span that counts, and a protected one, in thousandths of a percent.
    pub counting: u64,
    /// The protected ones.
    pub protected: u64,
    /// Prompts with a chance that was given, and those that so many samples show with each of [`CHANCES`].
    pub given: (u64, [u64; 3]),
}

/// All figures.
#[derive(Debug, Default)]
pub struct Figures {
    /// All kinds together, then each.
    pub kinds: Vec<Kind>,
    /// The longest spans, echoes left out.
    pub shown: Vec<Shown>,
    /// Spans by class, all samples.
    pub spans: BTreeMap<Class, u64>,
}

/// Whether a span of a class counts as text of the corpus that the model gave back.
#[must_use]
pub fn counts(class: Class) -> bool {
    !matches!(class, Class::Echo | Class::LicenceText | Class::LowComplexity)
}

/// What one sample showed.
#[derive(Clone, Debug, Default)]
struct Seen {
    classes: BTreeSet<Class>,
    exact: bool,
    counting: bool,
    longest: Option<(u32, u32, String)>,
    covered: u64,
}

impl Figures {
    /// Counts.
    #[must_use]
    pub fn of(outputs: &Outputs, index: &Index, found: &[Output], rules: &Rules<'_>) -> Self {
        let mut out = Self::default();
        let mut order: Vec<usize> = (0..outputs.samples.len()).collect();
        order.sort_by_key(|at| outputs.samples.get(*at).map_or((0, 0), |s| (s.text, s.prompt)));
        let mut seen: Vec<Seen> = vec![Seen::default(); outputs.samples.len()];
        let text_of = |at: &usize| outputs.samples.get(*at).map_or(0, |s| s.text);
        let found: BTreeMap<u32, &Output> = found.iter().map(|o| (o.output, o)).collect();
        for same in order.chunk_by(|a, b| text_of(a) == text_of(b)) {
            let Some(text) = same.first().map(text_of) else { continue };
            let (Some(own), Some(output)) = (outputs.texts.get(text as usize), found.get(&text)) else { continue };
            let judged = Judged::new(rules, own, output);
            let mut last: Option<(u32, Vec<Span>)> = None;
            for at in same {
                let Some(sample) = outputs.samples.get(*at) else { continue };
                if last.as_ref().is_none_or(|(prompt, _)| *prompt != sample.prompt) {
                    let prompt = outputs.prompts.get(sample.prompt as usize).map_or("", |p| p.text.as_str());
                    last = Some((sample.prompt, judged.spans(prompt)));
                }
                let Some((_, spans)) = &last else { continue };
                if let Some(seen) = seen.get_mut(*at) {
                    *seen = Seen::of(spans);
                }
                for span in spans {
                    *out.spans.entry(span.class).or_default() += 1;
                    if span.class != Class::Echo {
                        let own: String = judged.own(span.range).chars().take(OWN).collect();
                        out.shown.push(Shown { span: span.clone(), text, prompt: sample.prompt, own });
                    }
                }
                if out.shown.len() > 50 * SHOWN {
                    out.keep();
                }
            }
        }
        out.keep();
        out.count(outputs, index, &seen);
        out
    }

    /// Keeps the longest: those that count first, and each text once.
    fn keep(&mut self) {
        self.shown.sort_by(|a, b| {
            let key = |s: &Shown| (!counts(s.span.class), std::cmp::Reverse(s.span.chars));
            (key(a), &a.span.id, a.prompt, a.text).cmp(&(key(b), &b.span.id, b.prompt, b.text))
        });
        let mut seen = BTreeSet::new();
        self.shown.retain(|s| seen.insert(s.span.id.clone()));
        self.shown.truncate(SHOWN);
    }

    fn count(&mut self, outputs: &Outputs, index: &Index, seen: &[Seen]) {
        let mut prompts: Vec<Vec<usize>> = vec![Vec::new(); outputs.prompts.len()];
        for (at, sample) in outputs.samples.iter().enumerate() {
            if let Some(of) = prompts.get_mut(sample.prompt as usize) {
                of.push(at);
            }
        }
        let mut kinds: BTreeMap<String, Kind> = BTreeMap::new();
        let mut all = Kind::default();
        for (number, samples) in prompts.iter().enumerate() {
            let name = outputs.prompts.get(number).map(|p| p.kind.clone()).unwrap_or_default();
            let own = kinds.entry(name.clone()).or_insert_with(|| Kind { name, ..Kind::default() });
            for kind in [&mut all, own] {
                kind.prompt(outputs, index, samples, seen);
            }
        }
        self.kinds = std::iter::once(all).chain(kinds.into_values()).collect();
    }
}

impl Seen {
    fn of(spans: &[Span]) -> Self {
        let mut out = Self::default();
        let mut ranges = Vec::new();
        for span in spans {
            out.classes.insert(span.class);
            if !counts(span.class) {
                continue;
            }
            out.counting = true;
            out.exact |= span.same.is_none();
            ranges.push((span.range, span.chars));
            if out.longest.as_ref().is_none_or(|(chars, ..)| span.chars > *chars) {
                out.longest = Some((span.chars, span.words, span.id.clone()));
            }
        }
        // A span that is nearly verbatim may lie over an exact one: the larger of them covers.
        ranges.sort_by_key(|((from, to), _)| (*from, std::cmp::Reverse(*to)));
        let mut end = 0;
        for ((from, to), chars) in ranges {
            if from >= end {
                out.covered += u64::from(chars);
                end = to;
            }
        }
        out
    }
}

impl Kind {
    fn prompt(&mut self, outputs: &Outputs, index: &Index, samples: &[usize], seen: &[Seen]) {
        let n = samples.len() as u64;
        if n == 0 {
            return;
        }
        self.each = if self.prompts == 0 { (n, n) } else { (self.each.0.min(n), self.each.1.max(n)) };
        self.prompts += 1;
        self.samples += n;
        let mut classes = BTreeSet::new();
        let (mut counting, mut protected, mut exact) = (0, 0, false);
        let mut chance: Option<f64> = None;
        for at in samples {
            let Some(sample) = outputs.samples.get(*at) else { continue };
            if !sample.decoding.is_empty() && self.decoding.len() < 20 {
                self.decoding.insert(sample.decoding.clone());
            }
            chance = chance.or(sample.logprob);
            self.chars.0 += u64::from(units::chars(units::whole(index.texts.get(sample.text)).1));
            let Some(seen) = seen.get(*at) else { continue };
            self.chars.1 += seen.covered;
            counting += u64::from(seen.counting);
            protected += u64::from(seen.classes.contains(&Class::Protected));
            exact |= seen.exact;
            classes.extend(seen.classes.iter().copied());
            if let Some(longest) = &seen.longest
                && self.longest.as_ref().is_none_or(|own| longest.0 > own.0)
            {
                self.longest = Some(longest.clone());
            }
        }
        for class in classes {
            *self.classes.entry(class).or_default() += 1;
        }
        self.counting += u64::from(counting > 0);
        self.near_only += u64::from(counting > 0 && !exact);
        self.draws.push((n, counting, protected));
        self.chances.extend(chance);
    }

    /// Prompts with a span of a class.
    #[must_use]
    pub fn hits(&self, class: Class) -> u64 {
        self.classes.get(&class).copied().unwrap_or(0)
    }

    /// What more samples show.
    #[must_use]
    pub fn table(&self) -> Vec<Draw> {
        let rows = DRAWS.into_iter().zip(NEEDED).map(|(n, needed)| {
            let of: Vec<(u64, u64, u64)> = self.draws.iter().copied().filter(|(m, ..)| *m >= n).collect();
            let mean = |hits: &dyn Fn((u64, u64, u64)) -> u64| {
                let sum: u128 = of.iter().map(|d| u128::from(shown(d.0, hits(*d), n))).sum();
                u64::try_from(sum.checked_div(of.len() as u128).unwrap_or(0)).unwrap_or(0)
            };
            let given = needed.map(|least| self.chances.iter().filter(|c| **c >= least).count() as u64);
            Draw {
                n,
                prompts: of.len() as u64,
                counting: mean(&|d| d.1),
                protected: mean(&|d| d.2),
                given: (self.chances.len() as u64, given),
            }
        });
        rows.filter(|row| row.prompts > 0 || row.given.0 > 0).collect()
    }
}

/// Of `m` samples `h` showed something: the chance that `n` of them, taken at random, hold one of these, in thousandths of a percent.
fn shown(m: u64, h: u64, n: u64) -> u64 {
    const ONE: u128 = 1 << 60;
    let mut none = ONE;
    for i in 0..n {
        let left = (m - h).saturating_sub(i);
        none = (none * u128::from(left)).checked_div(u128::from(m.saturating_sub(i))).unwrap_or(0);
    }
    u64::try_from(((ONE - none) * PARTS + ONE / 2) / ONE).unwrap_or(0)
}

#[cfg(test)]
#[allow(clippy::float_arithmetic, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn more_samples_show_more() {
        assert_eq!(
            (shown(10, 1, 1), shown(10, 1, 10), shown(10, 0, 10), shown(10, 10, 1)),
            (10_000, 100_000, 0, 100_000)
        );
        // Of 4 with 2: two taken hold none in one of six pairs.
        assert_eq!(shown(4, 2, 2), 83_333);
    }

    #[test]
    fn chances_needed() {
        for (n, row) in DRAWS.into_iter().zip(NEEDED) {
            for (percent, value) in CHANCES.into_iter().zip(row) {
                let p = percent as f64 / 100.0;
                let exact = (-((1.0 - p).ln() / n as f64).exp_m1()).ln();
                assert!((exact - value).abs() < 1e-9, "{n} {percent}: {exact} {value}");
            }
        }
    }
}
