//! The next question as data: what it asks, which answers there are, and what each of them would lead to.

use std::collections::BTreeSet;

use crate::engine::Engine;
use crate::fact::{Facts, Origin, Source, Value};
use crate::interview::{Outlook, Screen};
use crate::law::Kind;

/// What is still to be asked.
#[derive(Clone, Debug)]
pub struct Next {
    /// Questions that may still come, the next among them.
    pub left: usize,
    /// The next one; empty where nothing is left to ask.
    pub ask: Vec<Asked>,
    /// Conclusions and duties that wait for it.
    pub settles: Vec<String>,
}

/// One question; several make up a screen where each is answered by a choice.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Id of a preset, or name of a fact.
    pub name: String,
    /// Whether it is a preset.
    pub preset: bool,
    /// Its answers.
    pub answers: Vec<Answer>,
}

/// One answer, and how things would stand with it.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The word of a choice, as `--as` takes it.
    pub choice: Option<String>,
    /// The facts it answers.
    pub sets: Vec<(String, Value)>,
    /// Conclusions that it would settle.
    pub concludes: Vec<(String, bool)>,
    /// How things would stand.
    pub outlook: Outlook,
}

impl Engine<'_> {
    /// The next question with what every answer to it would lead to.
    pub fn next_question(&self, facts: &Facts) -> Next {
        let none = BTreeSet::new();
        let steps = self.interview(facts, &none);
        let left = steps.len();
        let Some(step) = steps.into_iter().next() else { return Next { left, ask: Vec::new(), settles: Vec::new() } };
        let now = self.outlook(facts);
        let ask = match step.screen {
            Screen::Presets(ids) => {
                let presets = ids.iter().filter_map(|id| self.law.presets.get(id));
                let asked = presets.map(|preset| {
                    let choices = self.choices_of(facts, preset, &none).into_iter();
                    let answers = choices.map(|(choice, sets)| self.answer(facts, &now, Some(choice.id.clone()), sets));
                    Asked { name: preset.id.clone(), preset: true, answers: answers.collect() }
                });
                asked.collect()
            }
            Screen::Fact(name) => {
                let number = self.law.fact(&name).is_some_and(|def| def.kind == Kind::Number);
                let values: Vec<Value> = match number {
                    true => self.brackets(facts, &name).into_iter().map(Value::Number).collect(),
                    false => self.ways_of(facts, &name),
                };
                let answers =
                    values.into_iter().map(|value| self.answer(facts, &now, None, vec![(name.clone(), value)]));
                let answers = answers.collect();
                vec![Asked { name, preset: false, answers }]
            }
        };
        Next { left, ask, settles: step.settles }
    }

    fn answer(&self, facts: &Facts, now: &Outlook, choice: Option<String>, sets: Vec<(String, Value)>) -> Answer {
        let mut with = facts.clone();
        for (name, value) in &sets {
            with.remove(name);
            with.add(name.clone(), value.clone(), Source::new(Origin::Command, "--set"));
        }
        let outlook = self.outlook(&with);
        let open = |name: &String| now.conclusions.iter().any(|(n, decision)| n == name && !decision.is_settled());
        let settled = outlook.conclusions.iter().filter(|(name, decision)| open(name) && decision.is_settled());
        let concludes = settled.map(|(name, decision)| (name.clone(), decision.word() == "yes")).collect();
        Answer { choice, sets, concludes, outlook }
    }
}
