//! The expert's shortcut: the conclusions that a person may judge as a whole, each with a name and a reason, before anything else is
//! asked.

use std::collections::BTreeSet;

use gpai_dossier::flow::judging;
use gpai_rules::fact::Value;
use gpai_rules::interview::Outlook;
use gpai_rules::judged::{conclusion_of, fact_of};
use gpai_rules::law::FactDef;

use super::{Session, Step};
use crate::outcome::Failure;
use crate::screen::words::ask as words;
use crate::screen::{ask as question, judged as show};

impl Session<'_> {
    /// Puts the conclusions one after the other; each may be left to the facts.
    pub(super) fn experts(&mut self) -> Result<Step, Failure> {
        let facts: Vec<String> = self.setting.law.presets.experts.iter().map(|of| fact_of(of)).collect();
        self.say(&question::experts(facts.len(), self.setting.lang));
        let mut at = 0;
        while let Some(fact) = facts.get(at) {
            self.say(&question::heading(at + 1, facts.len() - at - 1, self.setting.lang));
            match self.single(fact)? {
                Step::Next => at += 1,
                Step::Quit => return Ok(Step::Quit),
                Step::Back if at == 0 => self.note(&words::FIRST_QUESTION),
                Step::Back => at -= 1,
            }
        }
        Ok(Step::Next)
    }

    /// What the facts on file say of the conclusion that a fact holds a judgement on, in one line.
    pub(super) fn alone(&self, def: &FactDef) -> Option<String> {
        let name = conclusion_of(&def.name)?;
        let alone = self.setting.engine.facts_alone(&self.facts, &BTreeSet::from([name]));
        alone.first().map(|one| show::alone(one, self.setting.lang))
    }

    /// What each judgement on a conclusion leads to.
    pub(super) fn judgements(&self, def: &FactDef) -> Result<Vec<(Value, Outlook)>, Failure> {
        let mut rows = Vec::new();
        for yes in [true, false] {
            let with = self.with(&[(def.name.clone(), Value::Bool(yes))]);
            let engine = judging(self.setting.law, self.setting.engine.as_of(), &with)?;
            rows.push((Value::Bool(yes), engine.as_ref().unwrap_or(self.setting.engine).outlook(&with)));
        }
        Ok(rows)
    }
}
