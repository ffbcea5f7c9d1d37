//! The form found by alignment: its sequence of titles and labels laid over the texts of the document that could be one, as a
//! whole, by dynamic programming. A text gains by its likeness, a step costs by how far it leaves the order of the form; so an odd
//! label is found between its neighbours, a label that stands in several sections is the one of its section, and one wrong
//! text cannot derail the rest.

use std::collections::{BTreeMap, BTreeSet};

use super::heads::{Cue, Head, heads, key};
use super::labels::{Found, Labels, unnumber, words};
use super::similar::{Phrase, Weights};
use crate::flow::{Block, Kind};
use gpai_forms::template::Template;

/// Likeness in percent above which a text gains, by what it looks like and whether a colon or question mark ends it.
fn needed(cue: Cue, whole: bool, ended: bool) -> usize {
    match (cue, whole || ended) {
        (Cue::Cell | Cue::Heading, true) => 56,
        (Cue::Strong, true) => 58,
        (Cue::Plain, true) if ended => 66,
        (Cue::Plain, true) => 76,
        (_, false) => 90,
    }
}

/// Likeness from which on a title of a section gains.
const TITLE: usize = 72;
/// Cost of a step back in the form, of a step back to its beginning, and of the same label again.
const BACK: i64 = 45;
const ANEW: i64 = 34;
const AGAIN: i64 = 30;
/// Most that a step forward costs.
const FORWARD: i64 = 14;
/// Cost of a label that stands in several sections, under a heading that the form does not have.
const FOREIGN: i64 = 30;
/// Cost of a label that stands in several sections, where the title of its section was not met.
const UNTITLED: i64 = 12;
/// Most candidates of one text, and most texts compared.
const MOST_CANDIDATES: usize = 8;
const MOST_UNITS: usize = 6_000;
/// Likeness of a title that leaves no doubt which section begins, and how much less a label needs to be like under it.
const CERTAIN: usize = 95;
const EASED: usize = 7;
/// Likeness from which on a text is near a label, so that its question is not called absent.
const NEAR: usize = 56;
/// Fewest fields of a summary by itself, where a file holds several.
const FEWEST: usize = 6;

/// What a text means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Goal {
    /// The title of a section.
    Section(String),
    /// The label of a field.
    Field(usize, Found),
}

/// Which text means what.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    goals: BTreeMap<(usize, String), Goal>,
    /// Fields whose label is not there, although a text comes near.
    pub(super) near: BTreeSet<usize>,
    /// Block with which a further summary begins.
    pub(super) second: Option<usize>,
}

impl Plan {
    /// What a text of a block means.
    pub(super) fn goal(&self, block: usize, text: &str) -> Option<&Goal> {
        self.goals.get(&(block, key(text)))
    }
}

/// A place in the sequence of the form.
struct Place {
    section: String,
    field: Option<usize>,
}

struct Candidate {
    place: usize,
    gain: i64,
    head: usize,
    found: Found,
    /// Whether the label stands in several sections.
    several: bool,
}

struct Unit {
    block: usize,
    heads: Vec<Head>,
    candidates: Vec<Candidate>,
    /// Most likeness of any of its texts with each field.
    likest: Vec<(usize, usize)>,
}

struct Aligner<'l> {
    template: &'l Template,
    labels: &'l Labels,
    weights: Weights,
    phrases: Vec<Phrase>,
    titles: Vec<Phrase>,
    places: Vec<Place>,
}

/// Lays the form over the document.
pub(super) fn align(blocks: &[Block], labels: &Labels, template: &Template) -> Plan {
    let all = labels.labels.iter().map(|l| l.words.as_slice()).chain(labels.titles.iter().map(|t| t.words.as_slice()));
    let weights = Weights::of(all);
    let mut places = Vec::new();
    for section in &template.sections {
        places.push(Place { section: section.id.clone(), field: None });
        for (index, _) in template.fields.iter().enumerate().filter(|(_, f)| f.section == section.id) {
            places.push(Place { section: section.id.clone(), field: Some(index) });
        }
    }
    let aligner = Aligner {
        template,
        labels,
        phrases: labels.labels.iter().map(|l| weights.phrase(&l.words)).collect(),
        titles: labels.titles.iter().map(|t| weights.phrase(&t.words)).collect(),
        weights,
        places,
    };
    aligner.run(blocks)
}

impl Aligner<'_> {
    fn run(&self, blocks: &[Block]) -> Plan {
        let mut units: Vec<Unit> = Vec::new();
        let mut foreign = false;
        // Above the first title stands free text: what is said there in other words is no label.
        let mut section: Option<String> = None;
        for (index, block) in blocks.iter().enumerate() {
            if block.hint.is_some() || block.quoted || units.len() >= MOST_UNITS {
                continue;
            }
            for heads in heads(block, self.labels) {
                let mut unit = Unit { block: index, heads, candidates: Vec::new(), likest: Vec::new() };
                self.candidates(&mut unit, foreign, section.as_deref());
                section = self.section_of(&unit).or(section);
                if unit.candidates.is_empty() {
                    foreign |= block.kind == Kind::Heading;
                } else {
                    foreign = false;
                }
                if !unit.candidates.is_empty() || !unit.likest.is_empty() {
                    units.push(unit);
                }
            }
        }
        let chosen = self.best(&units);
        let mut plan = Plan::default();
        let mut met: Vec<(usize, usize)> = Vec::new();
        for (unit, choice) in units.iter().zip(&chosen) {
            let Some(candidate) = choice.and_then(|c| unit.candidates.get(c)) else { continue };
            let (Some(place), Some(head)) = (self.places.get(candidate.place), unit.heads.get(candidate.head)) else {
                continue;
            };
            let goal = match place.field {
                Some(field) => {
                    met.push((unit.block, field));
                    Goal::Field(field, candidate.found)
                }
                None => Goal::Section(place.section.clone()),
            };
            plan.goals.insert((unit.block, head.text.clone()), goal);
        }
        plan.second = self.second(&met, blocks, &plan);
        let known: BTreeSet<usize> = met.iter().map(|(_, f)| *f).collect();
        for (unit, choice) in units.iter().zip(&chosen) {
            if choice.is_none() {
                plan.near.extend(unit.likest.iter().map(|(f, _)| *f).filter(|f| !known.contains(f)));
            }
        }
        plan
    }

    /// The section that a heading in so many words begins, by the likest of its titles.
    fn section_of(&self, unit: &Unit) -> Option<String> {
        let titled = unit.candidates.iter().filter(|c| c.found.like >= CERTAIN);
        let best = titled.filter(|c| self.places.get(c.place).is_some_and(|p| p.field.is_none()));
        let section = best.max_by_key(|c| c.gain).and_then(|c| self.places.get(c.place)).map(|p| p.section.clone())?;
        // A main section is too wide to say anything of the labels below it, and its title is often a label's own word.
        let level = self.template.sections.iter().find(|s| s.id == section).map_or(1, |s| s.level);
        Some(if level > 1 { section } else { String::new() })
    }

    /// Whether words are of the label of one field of a section and of no other of it: `Purposes`, under 2.3.
    fn only_of(&self, section: &str, phrase: &Phrase) -> Option<usize> {
        let mut fields = BTreeSet::new();
        for (label, other) in self.labels.labels.iter().zip(&self.phrases) {
            let here = self.template.fields.get(label.field).is_some_and(|f| f.section == section);
            if here && phrase.telling() < other.telling() && phrase.part_of(other) {
                fields.insert(label.field);
            }
        }
        fields.first().copied().filter(|_| fields.len() == 1)
    }

    fn candidates(&self, unit: &mut Unit, foreign: bool, section: Option<&str>) {
        let mut best: BTreeMap<usize, Candidate> = BTreeMap::new();
        let mut likest: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, head) in unit.heads.iter().enumerate() {
            let (number, rest) = unnumber(&head.text);
            let all = words(rest);
            for (used, ended) in &head.cuts {
                let text = all.get(..*used).unwrap_or_default();
                if text.is_empty() || text.len() > 70 {
                    continue;
                }
                let phrase = self.weights.phrase(text);
                let whole = *used == head.count;
                if whole && (head.cue != Cue::Plain || number.is_some()) {
                    self.titled(&phrase, number, at, head, &mut best);
                }
                for (index, label) in self.labels.labels.iter().enumerate() {
                    let Some(other) = self.phrases.get(index) else { continue };
                    let alone = label.words.len() == 1 || phrase.len() == 1;
                    let like = phrase.like(other);
                    let set_apart = *ended || matches!(head.cue, Cue::Strong | Cue::Heading);
                    if alone && (like < 100 || head.cue != Cue::Cell && !(whole && set_apart)) {
                        continue;
                    }
                    let near = if head.cue == Cue::Plain && !ended { NEAR + 14 } else { NEAR };
                    if like >= near {
                        let known = likest.entry(label.field).or_default();
                        *known = like.max(*known);
                    }
                    // Under the title of its section a label may be said in other words.
                    let here =
                        self.template.fields.get(label.field).is_some_and(|f| Some(f.section.as_str()) == section);
                    let eased = if here && (whole || *ended) && head.cue != Cue::Plain { EASED } else { 0 };
                    let floor = needed(head.cue, whole, *ended).saturating_sub(eased);
                    if like < floor {
                        continue;
                    }
                    let mut gain = i64::try_from(like - floor).unwrap_or(0).min(44);
                    gain += self.numbered(number, label.field);
                    if foreign && self.elsewhere(index) {
                        gain -= FOREIGN;
                    }
                    let found = Found { label: index, like, used: *used };
                    self.offer(
                        &mut best,
                        label.field,
                        Candidate { place: 0, gain, head: at, found, several: self.elsewhere(index) },
                    );
                }
                // One or two words of a label that no other of the section has.
                if (whole || *ended)
                    && matches!(head.cue, Cue::Cell | Cue::Strong)
                    && phrase.len() <= 7
                    && let Some(section) = section
                    && let Some(field) = self.only_of(section, &phrase)
                    && let Some(label) = self.labels.labels.iter().position(|l| l.field == field)
                {
                    let found = Found { label, like: NEAR, used: *used };
                    self.offer(&mut best, field, Candidate { place: 0, gain: 6, head: at, found, several: false });
                }
                // A label in so many words with its answer behind it, without a sign between them.
                if whole {
                    for hit in
                        self.labels.matches(&head.text, false).into_iter().filter(|h| h.used < *used && h.like >= 94)
                    {
                        let Some(label) = self.labels.labels.get(hit.label) else { continue };
                        let mut gain = 8 + self.numbered(number, label.field);
                        if foreign && self.elsewhere(hit.label) {
                            gain -= FOREIGN;
                        }
                        if label.words.len() > 1 {
                            self.offer(
                                &mut best,
                                label.field,
                                Candidate { place: 0, gain, head: at, found: hit, several: self.elsewhere(hit.label) },
                            );
                        }
                    }
                }
            }
        }
        unit.candidates = best.into_values().filter(|c| c.gain > 0).collect();
        unit.candidates.sort_by_key(|c| std::cmp::Reverse(c.gain));
        unit.candidates.truncate(MOST_CANDIDATES * 3);
        unit.likest = likest.into_iter().collect();
    }

    fn titled(
        &self,
        phrase: &Phrase,
        number: Option<&str>,
        head: usize,
        text: &Head,
        best: &mut BTreeMap<usize, Candidate>,
    ) {
        for (title, other) in self.labels.titles.iter().zip(&self.titles) {
            let like = phrase.like(other);
            if like < TITLE || (phrase.len() == 1 && like < 100) {
                continue;
            }
            let Some(place) = self.places.iter().position(|p| p.field.is_none() && p.section == title.id) else {
                continue;
            };
            let mut gain = i64::try_from(like - TITLE).unwrap_or(0);
            gain += match number {
                Some(n) if n.trim_end_matches('.') == title.id => 16,
                Some(_) => -8,
                None if text.cue == Cue::Heading => 8,
                None => 0,
            };
            let found = Found { label: 0, like, used: phrase.len() };
            let candidate = Candidate { place, gain, head, found, several: false };
            if best.get(&place).is_none_or(|b| b.gain < gain) {
                best.insert(place, candidate);
            }
        }
    }

    fn offer(&self, best: &mut BTreeMap<usize, Candidate>, field: usize, candidate: Candidate) {
        let Some(place) = self.places.iter().position(|p| p.field == Some(field)) else { return };
        if best.get(&place).is_none_or(|b| (b.gain, b.found.used) < (candidate.gain, candidate.found.used)) {
            best.insert(place, Candidate { place, ..candidate });
        }
    }

    /// What a number before a label says for a field.
    fn numbered(&self, number: Option<&str>, field: usize) -> i64 {
        let (Some(number), Some(field)) = (number, self.template.fields.get(field)) else { return 0 };
        if !number.contains('.') || field.section == "H" {
            return 0;
        }
        let within = number == field.section || number.starts_with(&format!("{}.", field.section));
        if number == field.id {
            14
        } else if within {
            8
        } else {
            -10
        }
    }

    /// Whether the label stands in another section, too.
    fn elsewhere(&self, label: usize) -> bool {
        let Some(of) = self.labels.labels.get(label) else { return false };
        let section = |field: usize| self.template.fields.get(field).map(|f| f.section.as_str());
        self.labels.labels.iter().any(|l| l.words == of.words && section(l.field) != section(of.field))
    }

    /// Cost of a step from one place to another.
    fn step(&self, from: Option<usize>, to: usize) -> i64 {
        let Some(from) = from else {
            return i64::try_from(to).unwrap_or(FORWARD).min(FORWARD) / 2;
        };
        let (Some(one), Some(other)) = (self.places.get(from), self.places.get(to)) else { return BACK };
        if to == from {
            return AGAIN;
        }
        if to > from {
            let skipped = i64::try_from(to - from - 1).unwrap_or(FORWARD);
            let crossing = i64::from(one.section != other.section && other.field.is_some()) * 4;
            return (skipped + crossing).min(FORWARD);
        }
        if to <= 8 { ANEW } else { BACK }
    }

    /// What a label of several sections costs where it enters one whose title was not met.
    fn untitled(&self, from: Option<usize>, candidate: &Candidate) -> i64 {
        let section = |place: usize| self.places.get(place).map(|p| p.section.as_str());
        let field = self.places.get(candidate.place).is_some_and(|p| p.field.is_some());
        let enters = field && from.and_then(section) != section(candidate.place);
        if enters && candidate.several { UNTITLED } else { 0 }
    }

    /// For each unit the candidate that is part of the best alignment.
    fn best(&self, units: &[Unit]) -> Vec<Option<usize>> {
        // Best score of a way that ends at a place, and the last node of that way; the first is before the form.
        let mut ways: Vec<Option<(i64, Option<usize>)>> = vec![None; self.places.len() + 1];
        if let Some(first) = ways.first_mut() {
            *first = Some((0, None));
        }
        let mut nodes: Vec<(usize, usize, Option<usize>)> = Vec::new();
        for (index, unit) in units.iter().enumerate() {
            let mut fresh: Vec<(usize, i64, usize)> = Vec::new();
            for (at, candidate) in unit.candidates.iter().enumerate() {
                let reached = ways.iter().enumerate().filter_map(|(place, way)| {
                    let (score, node) = (*way)?;
                    let untitled = self.untitled(place.checked_sub(1), candidate);
                    Some((score - self.step(place.checked_sub(1), candidate.place) - untitled, node))
                });
                let Some((score, before)) = reached.max_by_key(|(score, _)| *score) else { continue };
                nodes.push((index, at, before));
                fresh.push((candidate.place + 1, score + candidate.gain, nodes.len() - 1));
            }
            for (place, score, node) in fresh {
                if let Some(way) = ways.get_mut(place)
                    && way.is_none_or(|(known, _)| score > known)
                {
                    *way = Some((score, Some(node)));
                }
            }
        }
        let mut out = vec![None; units.len()];
        let mut at = ways.iter().flatten().max_by_key(|(score, _)| *score).and_then(|(_, node)| *node);
        while let Some((unit, candidate, before)) = at.and_then(|node| nodes.get(node)).copied() {
            if let Some(slot) = out.get_mut(unit) {
                *slot = Some(candidate);
            }
            at = before;
        }
        out
    }

    /// Where a second summary begins: the form starts anew, and questions answered before come again.
    fn second(&self, met: &[(usize, usize)], blocks: &[Block], plan: &Plan) -> Option<usize> {
        let early = |field: usize| field < 5;
        for (at, (block, field)) in met.iter().enumerate().skip(1) {
            if !early(*field) || met.get(at - 1).is_some_and(|(_, before)| before <= field) {
                continue;
            }
            let before: BTreeSet<usize> = met.iter().take(at).map(|(_, f)| *f).collect();
            let after: BTreeSet<usize> = met.iter().skip(at).map(|(_, f)| *f).collect();
            let shared = before.intersection(&after).count();
            if before.len() < FEWEST || after.len() < FEWEST || shared * 2 < before.len().min(after.len()) {
                continue;
            }
            // Its own title and letterhead stand above.
            let mut from = *block;
            for back in (block.saturating_sub(4)..*block).rev() {
                let titled = plan.goals.keys().any(|(b, _)| *b == back);
                let heading = blocks.get(back).is_some_and(|b| b.kind == Kind::Heading);
                if titled || blocks.get(back).is_some_and(|b| matches!(b.kind, Kind::Row(_))) {
                    break;
                }
                if heading {
                    from = back;
                }
            }
            return Some(from);
        }
        None
    }
}
