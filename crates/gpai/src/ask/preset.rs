//! Questions of which each choice answers several facts, and questions for an amount as "more than that?": what every answer would
//! settle stands beside it.

use gpai_dossier::answer_file::Change;
use gpai_rules::fact::{Facts, Origin, Source, Value};
use gpai_rules::interview::Outlook;
use gpai_rules::judged::conclusion_of;
use gpai_rules::law::{FactDef, Kind};
use gpai_rules::number::Interval;
use gpai_rules::preset::{Choice, Preset};

use super::read::{self, Typed, typed};
use super::{Session, Step};
use crate::outcome::Failure;
use crate::screen::words::ask as words;
use crate::screen::{ask as question, choices as show, hours};

/// A choice with what it adds and what it leads to.
type Chosen<'l> = (&'l Choice, Vec<(String, Value)>, Outlook);

/// A preset with what is left to choose of it, and what each choice adds and leads to.
struct Asked<'l> {
    preset: &'l Preset,
    choices: Vec<Chosen<'l>>,
}

impl Session<'_> {
    /// One screen of presets: a choice each, then a look at what it answers.
    pub(super) fn presets(&mut self, ids: &[String]) -> Result<Step, Failure> {
        let lang = self.setting.lang;
        // On the way back what was chosen before is taken back first.
        let before: Vec<String> =
            ids.iter().filter_map(|id| self.chosen.remove(id)).flat_map(|(_, facts)| facts).collect();
        if !before.is_empty() {
            self.take_back(&before)?;
        }
        let now = self.engine().outlook(&self.facts);
        let law = self.setting.law;
        let asked: Vec<Asked<'_>> =
            ids.iter().filter_map(|id| law.presets.get(id)).map(|preset| self.asked(preset)).collect();
        let suggested: Vec<Option<usize>> = asked.iter().map(|a| self.suggested(a)).collect();
        let show_all = |session: &mut Self| {
            for (i, asked) in asked.iter().enumerate() {
                let rows: Vec<(&Choice, &Outlook)> = asked.choices.iter().map(|(c, _, o)| (*c, o)).collect();
                session.say(&show::preset(asked.preset, i, &rows, suggested.get(i).copied().flatten(), &now, lang));
            }
            session.say(&show::preset_form(
                &asked.iter().map(|a| a.choices.len()).collect::<Vec<_>>(),
                suggested.iter().any(Option::is_some),
                lang,
            ));
        };
        show_all(self);
        loop {
            let Some(line) = self.line("> ")? else { return Ok(Step::Quit) };
            let picked: Vec<Option<usize>> = match typed(&line) {
                Typed::Quit => return Ok(Step::Quit),
                Typed::Back => return Ok(Step::Back),
                Typed::Help => {
                    for asked in &asked {
                        self.say(&show::preset_help(law, asked.preset, lang));
                    }
                    continue;
                }
                Typed::Skip => vec![None; asked.len()],
                Typed::Nothing if suggested.iter().any(Option::is_some) => suggested.clone(),
                Typed::Nothing => {
                    self.note(&words::EXPECTED_A_CHOICE);
                    continue;
                }
                Typed::Answer(text) => {
                    match read::choices(&text, &asked.iter().map(|a| a.choices.len()).collect::<Vec<_>>()) {
                        Some(picked) => picked,
                        None => {
                            self.note(&words::EXPECTED_A_CHOICE);
                            continue;
                        }
                    }
                }
            };
            let mut given: Vec<(String, Value)> = Vec::new();
            let mut chosen = Vec::new();
            for (asked, picked) in asked.iter().zip(&picked) {
                let Some((choice, adds, _)) = picked.and_then(|i| asked.choices.get(i)) else { continue };
                let new: Vec<(String, Value)> =
                    adds.iter().filter(|(name, _)| !given.iter().any(|(n, _)| n == name)).cloned().collect();
                chosen.push((asked.preset.id.clone(), choice.id.clone(), new.iter().map(|(n, _)| n.clone()).collect()));
                given.extend(new);
            }
            if !given.is_empty() {
                self.say(&show::answers(&given, lang));
                match self.line(words::IS_THAT_SO.get(lang))?.as_deref().map(typed) {
                    None | Some(Typed::Quit) => return Ok(Step::Quit),
                    Some(Typed::Nothing) => {}
                    Some(Typed::Answer(text)) if read::yes_no(&text) == Some(true) => {}
                    _ => {
                        show_all(self);
                        continue;
                    }
                }
            }
            self.done.extend(ids.iter().cloned());
            for (preset, choice, facts) in chosen {
                self.chosen.insert(preset, (choice, facts));
            }
            if !given.is_empty() {
                self.store(given.into_iter().map(|(name, value)| (name, value, None)).collect())?;
            }
            return Ok(Step::Next);
        }
    }

    fn asked<'l>(&self, preset: &'l Preset) -> Asked<'l> {
        let engine = self.engine();
        let choices = engine.choices_of(&self.facts, preset, &self.done).into_iter().map(|(choice, adds)| {
            let outlook = engine.outlook(&self.with(&adds));
            (choice, adds, outlook)
        });
        Asked { preset, choices: choices.collect() }
    }

    /// The choice that what the files say suggests, if it is one.
    fn suggested(&self, asked: &Asked<'_>) -> Option<usize> {
        let known = |name: &String| !self.setting.evidence.claims(name).is_empty();
        let mut fits = asked.choices.iter().enumerate().filter(|(_, (c, ..))| c.signs.iter().any(known));
        match (fits.next(), fits.next()) {
            (Some((i, _)), None) => Some(i),
            _ => None,
        }
    }

    /// What is known with some answers more.
    pub(super) fn with(&self, answers: &[(String, Value)]) -> Facts {
        let mut facts = self.facts.clone();
        for (name, value) in answers {
            facts.remove(name);
            facts.add(name.clone(), value.clone(), Source::new(Origin::Command, "--set"));
        }
        facts
    }

    /// Takes answers of this run back.
    fn take_back(&mut self, facts: &[String]) -> Result<(), Failure> {
        let back: Vec<Change> = facts
            .iter()
            .filter(|name| self.answered.contains_key(*name))
            .map(|name| Change { name: name.clone(), to: None })
            .collect();
        self.write(&back)?;
        for change in &back {
            self.answered.remove(&change.name);
            self.done.remove(&change.name);
        }
        self.reassess()
    }

    /// Puts the question of one fact, with what every answer would settle.
    pub(super) fn ask(&mut self, def: &FactDef) -> Result<(), Failure> {
        let (law, lang) = (self.setting.law, self.setting.lang);
        self.say(&question::question(law, def, &self.facts, &self.settles(&[&def.name]), lang));
        if let Some(alone) = self.alone(def) {
            self.say(&question::remark(&alone));
        }
        let now = self.engine().outlook(&self.facts);
        if conclusion_of(&def.name).is_some() {
            let rows = self.judgements(def)?;
            self.say(&show::consequences(law, def, &rows, &now, lang));
            return Ok(());
        }
        let brackets = self.brackets(def);
        let ways = match def.kind {
            Kind::Number => brackets.iter().cloned().map(Value::Number).collect(),
            _ => self.engine().ways_of(&self.facts, &def.name),
        };
        if let Some(first) = brackets.first() {
            self.say(&show::line(first, def, hours::of(&first.high), lang));
        }
        let leads_to = |value: Value| {
            let outlook = self.engine().outlook(&self.with(&[(def.name.clone(), value.clone())]));
            (value, outlook)
        };
        let rows: Vec<(Value, Outlook)> = ways.into_iter().map(leads_to).collect();
        self.say(&show::consequences(law, def, &rows, &now, lang));
        Ok(())
    }

    /// The first line of the law that an amount can still pass.
    fn brackets(&self, def: &FactDef) -> Vec<Interval> {
        match def.kind {
            Kind::Number => self.engine().brackets(&self.facts, &def.name),
            _ => Vec::new(),
        }
    }

    /// An answer to "more than that?", or hours of an accelerator; nothing where the text is neither.
    pub(super) fn bracket(&self, def: &FactDef, text: &str) -> Option<Result<Value, String>> {
        if def.kind != Kind::Number {
            return None;
        }
        if def.unit.as_deref() == Some("FLOP")
            && let Some(flop) = read::hours(text)
        {
            return Some(Ok(Value::Number(flop)));
        }
        let brackets = self.brackets(def);
        match (read::yes_no(text)?, brackets.as_slice()) {
            (false, [first, ..]) => Some(Ok(Value::Number(first.clone()))),
            (true, [_, second]) => Some(Ok(Value::Number(second.clone()))),
            (true, _) => Some(Err(words::THEN_HOW_MUCH.get(self.setting.lang).to_owned())),
            _ => None,
        }
    }
}
