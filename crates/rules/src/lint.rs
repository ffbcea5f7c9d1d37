//! Checks of the whole law book: unknown names, missing citations, conflicts, gaps and overlaps in time, things unused.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::answer;
use crate::condition::{Atom, Condition};
use crate::engine::{CompileError, Engine};
use crate::law::{FactDef, Kind, Law, ThresholdValue};
use crate::toml_place::{PlacedError, Table, Text, nearest};

/// Where each entry stands, for messages.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    places: BTreeMap<String, (String, usize)>,
}

impl Notes {
    pub(crate) fn put(&mut self, table: &Table<'_, '_>, entry: String) {
        self.places.entry(entry).or_insert((table.text().file.to_owned(), table.span().start));
    }
}

/// Notes with the texts, to turn offsets into lines.
struct Places<'n> {
    notes: &'n Notes,
    files: &'n [(&'n str, &'n str)],
}

impl Places<'_> {
    fn text(&self, entry: &str) -> (Text<'_>, usize) {
        let (file, offset) = self.notes.places.get(entry).map_or(("law", 0), |(f, o)| (f.as_str(), *o));
        let text = self.files.iter().find(|(name, _)| *name == file).map_or("", |(_, text)| *text);
        (Text { file, text }, offset)
    }

    fn error(&self, entry: &str, message: impl Into<String>) -> PlacedError {
        let (text, offset) = self.text(entry);
        text.error(offset..offset, message)
    }
}

/// Everything that is wrong with a law book as a whole; empty if nothing is.
pub(crate) fn check(law: &Law, notes: &Notes, files: &[(&str, &str)]) -> Vec<PlacedError> {
    let notes = &Places { notes, files };
    let mut errors = Vec::new();
    names(law, notes, &mut errors);
    duties(law, notes, &mut errors);
    presets(law, notes, &mut errors);
    conditions(law, notes, &mut errors);
    citations(law, notes, &mut errors);
    clocks(law, notes, &mut errors);
    time(law, notes, &mut errors);
    if errors.is_empty() {
        for day in change_days(law) {
            if let Err(error) = Engine::checked(law, day) {
                let entry = match &error {
                    CompileError::Circle(name) | CompileError::Presumption(name) => format!("proposition {name}"),
                    CompileError::DisplacementCircle(id) | CompileError::Conflict(id, _) => format!("rule {id}"),
                    CompileError::TooLarge => String::new(),
                };
                errors.push(notes.error(&entry, error.to_string()).help(match error {
                    CompileError::Conflict(yes, no) => {
                        format!("name the exception: give `{no}` the line `displaces = [\"{yes}\"]`, or the reverse")
                    }
                    _ => format!("with the rules in force on {day}"),
                }));
                break;
            }
        }
    }
    errors
}

fn names(law: &Law, notes: &Places<'_>, errors: &mut Vec<PlacedError>) {
    for name in repeated(law.facts.iter().map(|f| f.name.as_str())) {
        errors.push(notes.error(&format!("fact {name}"), format!("the fact `{name}` is described twice")));
    }
    for name in repeated(law.propositions.iter().map(|p| p.name.as_str())) {
        errors
            .push(notes.error(&format!("proposition {name}"), format!("the proposition `{name}` is described twice")));
    }
    for id in repeated(law.axioms.iter().map(|a| a.id.as_str())) {
        errors.push(notes.error(&format!("axiom {id}"), format!("the axiom `{id}` is described twice")));
    }
    for id in repeated(law.doubts.iter().map(|d| d.id.as_str())) {
        errors.push(notes.error(&format!("doubt {id}"), format!("the doubt `{id}` is described twice")));
    }
    for implied in &law.implied {
        let entry = format!("implied {}", implied.answered);
        for name in [&implied.answered, &implied.then].into_iter().chain(&implied.plus) {
            if law.fact(name).is_none() {
                errors.push(notes.error(&entry, format!("unknown fact `{name}`")));
            }
        }
    }
}

/// What the entries on duties, documents and notices name besides conditions.
fn duties(law: &Law, notes: &Places<'_>, errors: &mut Vec<PlacedError>) {
    for duty in &law.duties {
        let entry = format!("duty {}", duty.id);
        for name in [&duty.document, &duty.named].into_iter().flatten() {
            if law.fact(name).is_none() {
                errors.push(notes.error(&entry, format!("unknown fact `{name}`")));
            }
        }
        if let Some(fact) = duty.document.as_ref().filter(|fact| law.documents.of_fact(fact).is_none()) {
            errors.push(notes.error(&entry, format!("no [[document]] has the fact `{fact}`")));
        }
        for code in duty.absent.iter().filter(|code| !law.findings.contains_key(*code)) {
            errors.push(notes.error(&entry, format!("no [[finding]] has the code `{code}`")));
        }
    }
    for notice in law.doubts.iter().filter(|d| d.notice.is_some() && !law.findings.contains_key(&d.id)) {
        errors
            .push(notes.error(&format!("doubt {}", notice.id), format!("no [[finding]] has the code `{}`", notice.id)));
    }
}

/// What presets name: presets, facts and values of theirs, none of them left to judgement.
fn presets(law: &Law, notes: &Places<'_>, errors: &mut Vec<PlacedError>) {
    for of in law.presets.loose() {
        errors.push(notes.error("", format!("a [[choice]] is of the unknown preset `{of}`")));
    }
    for choice in law.presets.list.iter().flat_map(|p| &p.choices) {
        for (name, written) in &choice.sets {
            let refused = match law.fact(name) {
                None => Some(format!("the unknown fact `{name}`")),
                Some(def) if def.judged || def.exceptional || def.evidence_only => {
                    Some(format!("`{name}`, which a person has to judge"))
                }
                Some(def) => answer::from_text(def, written).err().map(|reason| format!("{name}={written}: {reason}")),
            };
            if let Some(reason) = refused {
                errors.push(notes.error("", format!("the choice `{}` answers {reason}", choice.id)));
            }
        }
    }
    for of in law.presets.experts.iter().filter(|of| !law.proposition(of).is_some_and(|p| p.conclusion)) {
        errors.push(
            notes.error(&format!("expert {of}"), format!("`{of}` is no conclusion, and cannot be judged as one")),
        );
    }
    let named = law.presets.lookups.iter().flat_map(|l| l.answers.iter().chain([&l.fact]));
    for name in named.filter(|name| law.fact(name).is_none()) {
        errors.push(notes.error("", format!("a [[lookup]] names the unknown fact `{name}`")));
    }
}

fn conditions(law: &Law, notes: &Places<'_>, errors: &mut Vec<PlacedError>) {
    let mut all: Vec<(String, &Condition)> = Vec::new();
    for rule in &law.rules {
        let entry = format!("rule {}", rule.id);
        if law.proposition(&rule.concludes).is_none() {
            errors.push(notes.error(&entry, format!("unknown proposition `{}`", rule.concludes)));
        }
        for other in &rule.displaces {
            match law.rules.iter().find(|r| r.id == *other) {
                None => errors.push(notes.error(&entry, format!("displaces the unknown rule `{other}`"))),
                Some(r) if r.concludes != rule.concludes => {
                    errors.push(notes.error(
                        &entry,
                        format!("displaces `{other}`, which answers another question (`{}`)", r.concludes),
                    ))
                }
                Some(_) => {}
            }
        }
        all.push((entry, &rule.when));
    }
    for duty in &law.duties {
        all.push((format!("duty {}", duty.id), &duty.when));
        all.extend(duty.exempt.as_ref().map(|e| (format!("duty {}", duty.id), e)));
    }
    for axiom in &law.axioms {
        all.push((format!("axiom {}", axiom.id), &axiom.given));
        all.push((format!("axiom {}", axiom.id), &axiom.then));
    }
    all.extend(law.doubts.iter().map(|d| (format!("doubt {}", d.id), &d.when)));
    for axiom in &law.axioms {
        for condition in [&axiom.given, &axiom.then] {
            let entry = format!("axiom {}", axiom.id);
            let (text, _) = notes.text(&entry);
            condition.leaves(&mut |leaf| match leaf {
                Condition::Test(atom, span)
                    if atom.facts().iter().any(|f| law.fact(f).is_some_and(|d| d.exceptional)) =>
                {
                    let error = text.error(span.clone(), "an axiom tests an exceptional fact");
                    errors.push(
                        error.help("a presumption about what nobody answered would pass for knowledge of other facts"),
                    );
                }
                Condition::Named(name, span) => {
                    errors.push(
                        text.error(span.clone(), format!("an axiom rests on the proposition `{name}`"))
                            .help("axioms connect facts"),
                    );
                }
                _ => {}
            });
        }
    }
    for (entry, condition) in all {
        let (text, _) = notes.text(&entry);
        condition.leaves(&mut |leaf| match leaf {
            Condition::Named(name, span) if law.proposition(name).is_none() => {
                let error = text.error(span.clone(), format!("unknown proposition `{name}`"));
                errors.push(match nearest(name, law.propositions.iter().map(|p| p.name.as_str())) {
                    Some(near) => error.help(format!("did you mean `{near}`?")),
                    None => error,
                });
            }
            Condition::Test(atom, span) => {
                if let Err((message, help)) = test(law, atom) {
                    let error = text.error(span.clone(), message);
                    errors.push(match help {
                        Some(help) => error.help(help),
                        None => error,
                    });
                }
            }
            _ => {}
        });
    }
    for id in repeated(law.duties.iter().filter(|d| d.until.is_none()).map(|d| d.id.as_str())) {
        errors.push(notes.error(&format!("duty {id}"), format!("the duty `{id}` has two versions without end")));
    }
}

type Refusal = (String, Option<String>);

/// Whether a test fits the type of its fact and names data that exists.
fn test(law: &Law, atom: &Atom) -> Result<(), Refusal> {
    let fact = |name: &str| -> Result<&FactDef, Refusal> {
        law.fact(name).ok_or_else(|| {
            let near = nearest(name, law.facts.iter().map(|f| f.name.as_str()));
            (
                format!("unknown fact `{name}`"),
                near.map(|n| format!("did you mean `{n}`? Facts are listed in vocabulary.toml")),
            )
        })
    };
    let kind = |name: &str, wanted: &[Kind]| -> Result<(), Refusal> {
        let def = fact(name)?;
        if wanted.contains(&def.kind) {
            Ok(())
        } else {
            Err((format!("`{name}` is of type {:?}, which this test does not fit", def.kind), None))
        }
    };
    let word = |name: &str, word: &str| -> Result<(), Refusal> {
        let def = fact(name)?;
        if def.words.is_empty() || def.words.iter().any(|w| w == word) {
            return Ok(());
        }
        Err((format!("`{word}` is no word of `{name}`"), Some(format!("its words are {}", def.words.join(", ")))))
    };
    let data = |id: &str, fits: &dyn Fn(&ThresholdValue) -> bool| -> Result<(), Refusal> {
        match law.thresholds.iter().find(|t| t.id == id) {
            None => Err((
                format!("unknown data `@{id}`"),
                nearest(id, law.thresholds.iter().map(|t| t.id.as_str())).map(|n| format!("did you mean `@{n}`?")),
            )),
            Some(t) if fits(&t.value) => Ok(()),
            Some(_) => Err((format!("`@{id}` does not fit this test"), None)),
        }
    };
    match atom {
        Atom::Yes(f) | Atom::No(f) => kind(f, &[Kind::YesNo]),
        Atom::Is(f, w) => kind(f, &[Kind::Word, Kind::Text]).and_then(|()| word(f, w)),
        Atom::Has(f, w) => kind(f, &[Kind::Set]).and_then(|()| word(f, w)),
        Atom::Over(f, t) => {
            kind(f, &[Kind::Number])?;
            let unit = fact(f)?.unit.clone();
            data(t, &|v| matches!(v, ThresholdValue::Amount { unit: u, .. } if Some(u) == unit.as_ref()))
        }
        Atom::OverPart(f, t, g) => {
            kind(f, &[Kind::Number])?;
            kind(g, &[Kind::Number])?;
            data(t, &|v| matches!(v, ThresholdValue::Fraction { .. }))
        }
        Atom::Before(f, t) => kind(f, &[Kind::Date]).and_then(|()| data(t, &|v| matches!(v, ThresholdValue::Day(_)))),
        Atom::ByToday(f) => kind(f, &[Kind::Date]),
        Atom::In(f, t) => {
            kind(f, &[Kind::Country]).and_then(|()| data(t, &|v| matches!(v, ThresholdValue::Countries(_))))
        }
    }
}

fn citations(law: &Law, notes: &Places<'_>, errors: &mut Vec<PlacedError>) {
    let mut check = |entry: String, cites: &[String]| {
        for cite in cites {
            if !law.paragraphs.contains_key(cite) {
                let error = notes.error(&entry, format!("cites `{cite}`, which no [[paragraph]] describes"));
                errors.push(match nearest(cite, law.paragraphs.keys().map(String::as_str)) {
                    Some(near) => error.help(format!("describe it, or did you mean `{near}`?")),
                    None => error,
                });
            }
        }
    };
    law.facts.iter().for_each(|f| check(format!("fact {}", f.name), &f.cites));
    law.propositions.iter().for_each(|p| check(format!("proposition {}", p.name), &p.cites));
    law.rules.iter().for_each(|r| check(format!("rule {}", r.id), &r.cites));
    law.duties.iter().for_each(|d| check(format!("duty {}", d.id), &d.cites));
    law.axioms.iter().for_each(|a| check(format!("axiom {}", a.id), &a.cites));
    law.doubts.iter().for_each(|d| check(format!("doubt {}", d.id), &d.cites));
    law.thresholds.iter().for_each(|t| check(format!("threshold {}", t.id), &t.cites));
    law.calendar.iter().for_each(|d| check(String::new(), &d.cites));
    law.licences.iter().for_each(|l| check(format!("licence {}", l.id), &l.cites));
    law.clocks.clocks.iter().for_each(|c| check(format!("clock {}", c.id), &c.cites));
    let years = law.clocks.calendars.iter().flat_map(|(_, calendar)| calendar.years());
    years.for_each(|y| check(format!("year {}", y.year), &y.cites));
}

/// What clocks and events name is there.
fn clocks(law: &Law, notes: &Places<'_>, errors: &mut Vec<PlacedError>) {
    let known = |name: &str| law.fact(name).is_some();
    let loose = law.clocks.loose_ends(&known, &|duty| law.duty(duty).is_some());
    errors.extend(loose.into_iter().map(|message| notes.error("", message)));
}

/// Versions of one thing follow each other without gap or overlap; each proposition always has a rule.
fn time(law: &Law, notes: &Places<'_>, errors: &mut Vec<PlacedError>) {
    let Some((first, last)) = law.span else {
        errors.push(notes.error("", "no [law] table with `first` and `last`"));
        return;
    };
    let mut versions: BTreeMap<String, Vec<(Date, Option<Date>)>> = BTreeMap::new();
    for r in &law.rules {
        versions.entry(format!("rule {}", r.id)).or_default().push((r.from, r.until));
    }
    for d in &law.duties {
        versions.entry(format!("duty {}", d.id)).or_default().push((d.from, d.until));
    }
    for t in &law.thresholds {
        versions.entry(format!("threshold {}", t.id)).or_default().push((t.from, t.until));
    }
    for (entry, mut list) in versions {
        list.sort();
        for pair in list.windows(2) {
            let [(from, until), (next, _)] = pair else { continue };
            match until.and_then(|u| u.tomorrow().ok()) {
                Some(follows) if follows == *next => {}
                Some(follows) if follows < *next => {
                    errors.push(notes.error(
                        &entry,
                        format!("{entry} has a gap from {follows} to {}", next.yesterday().unwrap_or(*next)),
                    ));
                }
                _ => errors.push(
                    notes.error(&entry, format!("{entry} has two versions on {next} (the earlier began on {from})")),
                ),
            }
        }
    }
    for def in &law.propositions {
        let covers: BTreeSet<Date> = change_days(law).into_iter().filter(|d| first <= *d && *d <= last).collect();
        for day in std::iter::once(first).chain(covers) {
            if !law.rules_on(day).any(|r| r.concludes == def.name && r.holds) {
                let entry = format!("proposition {}", def.name);
                errors.push(notes.error(&entry, format!("no rule answers `{}` on {day}", def.name)));
                break;
            }
        }
    }
}

/// Days on which some version begins, and the days after some version ends; the law is the same in between.
pub(crate) fn change_days(law: &Law) -> BTreeSet<Date> {
    let spans = law.rules.iter().map(|r| (r.from, r.until));
    let spans = spans.chain(law.duties.iter().map(|d| (d.from, d.until)));
    let spans = spans.chain(law.thresholds.iter().map(|t| (t.from, t.until)));
    spans.flat_map(|(from, until)| std::iter::once(from).chain(until.and_then(|u| u.tomorrow().ok()))).collect()
}

/// Names that appear more than once where each must be single.
fn repeated<'n>(names: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let mut seen = BTreeSet::new();
    names.into_iter().filter(|n| !seen.insert(*n)).collect()
}
