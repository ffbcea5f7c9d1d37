//! Law, facts and a day to an assessment: conclusions, duties, what is missing, findings, exposure.

use std::collections::BTreeMap;

use jiff::civil::Date;

pub use crate::assessment::{
    Answers, Assessment, Conclusion, DutyAnswer, DutyState, DutyStatus, Exposure, Judged, Question,
};
use crate::decide::{Decision, Decisions, Known, Strength};
use crate::due::{DueFacts, ids};
use crate::engine::{Engine, Target};
use crate::fact::{Facts, Value};
use crate::finding::DocumentCheck;
use crate::judged::{AS_PROVIDER, fact_of};
use crate::law::{Duty, ThresholdValue};
use crate::missing::{Gain, State};
use crate::number::Number;
use crate::{derive, duty_state, findings, names};

/// What is assumed for `if_provider`: whatever is known gives way to the first four, the others fill in what is unknown.
pub const ASSUMED: [(&str, bool); 4] = [
    (names::ROLE_DEVELOPS, true),
    (names::ROLE_OWN_NAME, true),
    (names::MARKET_EU, true),
    (names::MARKET_COMMERCIAL, true),
];
/// What is assumed where it is unknown.
pub const ASSUMED_IF_UNKNOWN: [(&str, bool); 6] = [
    (names::ROLE_PROFESSIONAL, true),
    (names::ROLE_HOSTS_ONLY, false),
    (names::ROLE_MODIFIES_OTHER, false),
    (names::MARKET_INTERNAL_ONLY, false),
    (names::PURPOSE_RESEARCH_ONLY, false),
    (names::PURPOSE_PRE_MARKET_ONLY, false),
];

impl Engine<'_> {
    /// The full assessment of some facts, claims that the licence stands for included. Its documents are unchecked.
    pub fn assess(&self, facts: &Facts) -> Assessment {
        let mut assessment = self.assess_unsettled(facts);
        self.settle(&mut assessment, facts, &[]);
        assessment
    }

    /// Settles the state of each duty of an assessment of these facts, once: what checking the documents gave decides it.
    pub fn settle(&self, assessment: &mut Assessment, facts: &Facts, checks: &[DocumentCheck]) {
        for answer in &mut assessment.duties {
            let Some(duty) = self.duty(&answer.id) else { continue };
            let found = &mut assessment.findings;
            (answer.state, answer.findings) = duty_state::state(facts, duty, answer.status, checks, found);
        }
        assessment.findings.sort();
        assessment.findings.dedup();
    }

    /// A duty as it is on the day, or else as it is on another.
    fn duty(&self, id: &str) -> Option<&Duty> {
        self.law.duties_on(self.as_of).find(|d| d.id == id).or_else(|| self.law.duties.iter().find(|d| d.id == id))
    }

    /// Everything but the states of the duties, which wait for [`Engine::settle`]: what a check of documents goes by.
    pub fn assess_unsettled(&self, facts: &Facts) -> Assessment {
        let mut facts = facts.clone();
        let licence = derive::derive(self.law, &mut facts);
        let resolved = facts.resolve_all();
        let (known, contradictions) = self.contradictions(&self.known_with_implied(&facts));
        let decisions = self.decide_all(&known);
        let assumed = self.assumed(&known);
        let assumed_decisions = self.decide_all(&assumed);
        let (due_facts, due_assumed) = (DueFacts::new(&facts, &decisions), DueFacts::new(&facts, &assumed_decisions));
        let targets: Vec<Target> = self.asked().into_iter().filter(|t| decisions.of(t) == Decision::Open).collect();
        let gains = if !targets.is_empty() { self.gains(&known, &assumed, &targets) } else { BTreeMap::new() };
        let mut unknown = self.state(&known);
        let conclusions: Vec<Conclusion> = self
            .law
            .propositions
            .iter()
            .filter(|p| p.conclusion)
            .map(|p| self.conclusion(&known, &mut unknown, &decisions, &gains, &p.name))
            .collect();
        let found =
            findings::findings(self, &facts, &resolved, &known, &contradictions, &decisions, licence.as_deref());
        let mut ids: Vec<&Duty> = Vec::new();
        for duty in &self.law.duties {
            if !ids.iter().any(|d| d.id == duty.id) {
                ids.push(self.duty(&duty.id).unwrap_or(duty));
            }
        }
        ids.sort_by(|a, b| a.id.cmp(&b.id));
        let mut duties = Vec::new();
        for duty in ids {
            let target = Target::Applies(duty.id.clone());
            let status = self.status(&decisions, &duty.id);
            let because = match status {
                DutyStatus::Exempt => {
                    let exempt = Target::Exempt(duty.id.clone());
                    self.why(&known, &exempt, decisions.of(&exempt))
                }
                _ => self.why(&known, &target, decisions.of(&target)),
            };
            let missing =
                if status == DutyStatus::Open { self.missing(&mut unknown, &target, &gains) } else { Vec::new() };
            let due = if status == DutyStatus::Applies { self.due(&known, duty, &due_facts) } else { None };
            duties.push(DutyAnswer {
                id: duty.id.clone(),
                status,
                owed: decisions.of(&target),
                if_provider: self.status(&assumed_decisions, &duty.id),
                due: due.or_else(|| self.due(&assumed, duty, &due_assumed)),
                state: DutyState::Unknown,
                because,
                missing: self.fact_names(&missing),
                cites: duty.cites.clone(),
                findings: Vec::new(),
            });
        }
        let questions = self.questions(&conclusions, &duties, &gains);
        Assessment {
            as_of: self.as_of,
            facts: resolved,
            conclusions,
            judged: Vec::new(),
            duties,
            questions,
            findings: found,
            exposure: Exposure {
                fine_ceiling_eur: match facts.value(names::PROVIDER_TURNOVER_EUR) {
                    Some(Value::Number(turnover)) => self.fine_ceiling(&turnover.high),
                    _ => None,
                },
                finable_from: self.law.day(ids::FINES),
            },
        }
    }

    /// Conclusions and duties alone, without reasons: what a survey of many models, or a what-if, needs.
    pub fn answers(&self, facts: &Facts) -> Answers {
        let mut facts = facts.clone();
        derive::derive(self.law, &mut facts);
        let known = self.known_with_implied(&facts);
        let (decisions, allowed) = self.decide_some(&known, false);
        if allowed {
            return self.answers_of(&decisions, false);
        }
        let (known, _) = self.contradictions(&known);
        self.answers_of(&self.decide_some(&known, false).0, false)
    }

    /// The same, and each duty as it would be for a provider who places the model on the Union market (`if_provider`).
    pub fn answers_and_if_provider(&self, facts: &Facts) -> (Answers, BTreeMap<String, DutyStatus>) {
        let mut facts = facts.clone();
        derive::derive(self.law, &mut facts);
        let (known, _) = self.contradictions(&self.known_with_implied(&facts));
        let answers = self.answers_of(&self.decide_some(&known, false).0, false);
        let assumed = self.decide_all(&self.assumed(&known));
        let duties = answers.duties.keys().map(|id| (id.clone(), self.status(&assumed, id))).collect();
        (answers, duties)
    }

    /// The day each duty falls due, as in an assessment; duties without one are left out.
    pub fn due_days(&self, facts: &Facts) -> BTreeMap<String, Date> {
        let mut facts = facts.clone();
        derive::derive(self.law, &mut facts);
        let (known, _) = self.contradictions(&self.known_with_implied(&facts));
        let decisions = self.decide_all(&known);
        let assumed = self.assumed(&known);
        let (own, as_provider) = (DueFacts::new(&facts, &decisions), DueFacts::new(&facts, &self.decide_all(&assumed)));
        let due = |duty: &Duty| {
            let owed = self.status(&decisions, &duty.id) == DutyStatus::Applies;
            let first = if owed { self.due(&known, duty, &own) } else { None };
            first.or_else(|| self.due(&assumed, duty, &as_provider))
        };
        self.law.duties_on(self.as_of).filter_map(|duty| Some((duty.id.clone(), due(duty)?))).collect()
    }

    /// The same from what is already known in the engine's terms, with the steps on the way.
    pub fn answers_for(&self, known: &Known) -> Answers {
        self.answers_of(&self.decide_all(known), true)
    }

    fn answers_of(&self, decisions: &Decisions<'_>, steps: bool) -> Answers {
        let asked = self.law.propositions.iter().filter(|p| steps || p.conclusion);
        Answers {
            propositions: asked.map(|p| (p.name.clone(), decisions.of(&Target::Proposition(p.name.clone())))).collect(),
            duties: self.law.duties.iter().map(|d| (d.id.clone(), self.status(decisions, &d.id))).collect(),
        }
    }

    /// Conclusions and duties: what questions are there to settle.
    fn asked(&self) -> Vec<Target> {
        let conclusions =
            self.law.propositions.iter().filter(|p| p.conclusion).map(|p| Target::Proposition(p.name.clone()));
        conclusions.chain(self.law.duties_on(self.as_of).map(|d| Target::Applies(d.id.clone()))).collect()
    }

    fn conclusion(
        &self,
        known: &Known,
        unknown: &mut State<'_>,
        decisions: &Decisions<'_>,
        gains: &BTreeMap<usize, Gain>,
        name: &str,
    ) -> Conclusion {
        let target = Target::Proposition(name.to_owned());
        let decision = decisions.of(&target);
        // What was judged rests on no rule.
        let rules = if self.is_judged(name) { Vec::new() } else { self.deciding_rules(decisions, name, decision) };
        let mut cites: Vec<String> = Vec::new();
        for rule in rules.iter().filter_map(|id| self.law.rules_on(self.as_of).find(|r| r.id == *id)) {
            cites.extend(rule.cites.iter().filter(|c| !cites.contains(c)).cloned().collect::<Vec<_>>());
        }
        if cites.is_empty() {
            cites = self.law.proposition(name).map(|p| p.cites.clone()).unwrap_or_default();
        }
        let missing = if decision == Decision::Open { self.missing(unknown, &target, gains) } else { Vec::new() };
        let displaced_by = match decision.strength() {
            Some(Strength::Presumed) => self
                .missing(unknown, &target, &BTreeMap::new())
                .into_iter()
                .filter(|f| self.exceptional.get(*f).copied().unwrap_or(false))
                .collect(),
            _ => Vec::new(),
        };
        Conclusion {
            name: name.to_owned(),
            decision,
            because: self.why(known, &target, decision),
            rules,
            cites,
            missing: self.fact_names(&missing),
            displaced_by: self.fact_names(&displaced_by),
        }
    }

    /// Rules that certainly fire with the decided result; where none does (a plain no), those that failed to.
    fn deciding_rules(&self, decisions: &Decisions<'_>, name: &str, decision: Decision) -> Vec<String> {
        let fired = |holds: bool| -> Vec<String> {
            let mut ids: Vec<String> = self
                .law
                .rules_on(self.as_of)
                .filter(|r| r.concludes == name && r.holds == holds)
                .filter(|r| matches!(decisions.of(&Target::Rule(r.id.clone())), Decision::Yes(_)))
                .map(|r| r.id.clone())
                .collect();
            ids.sort();
            ids
        };
        match decision {
            Decision::Yes(_) => fired(true),
            Decision::No(_) => {
                let denying = fired(false);
                if denying.is_empty() {
                    let mut ids: Vec<String> = self
                        .law
                        .rules_on(self.as_of)
                        .filter(|r| r.concludes == name && r.holds)
                        .map(|r| r.id.clone())
                        .collect();
                    ids.sort();
                    ids
                } else {
                    denying
                }
            }
            Decision::Open => Vec::new(),
        }
    }

    pub(crate) fn status(&self, decisions: &Decisions<'_>, id: &str) -> DutyStatus {
        let applies = Target::Applies(id.to_owned());
        if !self.targets.contains_key(&applies) {
            return DutyStatus::NotApplicable; // Not yet, or no longer, in force on this day.
        }
        let exempt = decisions.of(&Target::Exempt(id.to_owned()));
        match (decisions.of(&applies), exempt) {
            (Decision::Yes(_), _) => DutyStatus::Applies,
            (Decision::No(_), Decision::Yes(_)) => DutyStatus::Exempt,
            (Decision::No(_), Decision::No(_)) => DutyStatus::NotApplicable,
            _ => DutyStatus::Open,
        }
    }

    /// What is known, with the asker taken for a provider who develops the model and places it on the market.
    fn assumed(&self, known: &Known) -> Known {
        let mut next = known.clone();
        for (over, list) in [(true, &ASSUMED[..]), (false, &ASSUMED_IF_UNKNOWN[..])] {
            for (fact, value) in list {
                if let Some(slot) = self.position(fact).and_then(|i| next.values.get_mut(i))
                    && (over || slot.is_none())
                {
                    *slot = Some(Value::Bool(*value));
                }
            }
        }
        // Whoever is taken for a provider who places the model is so whatever was judged of it.
        for conclusion in AS_PROVIDER {
            if let Some(slot) = self.position(&fact_of(conclusion)).and_then(|i| next.values.get_mut(i)) {
                *slot = Some(Value::Bool(true));
            }
        }
        self.contradictions(&next).0
    }

    fn questions(
        &self,
        conclusions: &[Conclusion],
        duties: &[DutyAnswer],
        gains: &BTreeMap<usize, Gain>,
    ) -> Vec<Question> {
        let mut by_fact: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        if conclusions.iter().all(|c| c.decision.is_settled()) {
            return Vec::new();
        }
        for (name, missing) in
            conclusions.iter().map(|c| (&c.name, &c.missing)).chain(duties.iter().map(|d| (&d.id, &d.missing)))
        {
            for fact in missing {
                if let Some(position) = self.position(fact) {
                    by_fact.entry(position).or_default().push(name.clone());
                }
            }
        }
        let mut facts: Vec<usize> = by_fact.keys().copied().collect();
        // What only a duty waits for comes after what a conclusion waits for: with the conclusion the duty may fall away.
        let concludes = |f: &usize| {
            by_fact.get(f).is_some_and(|names| names.iter().any(|n| conclusions.iter().any(|c| c.name == *n)))
        };
        facts.sort_by_key(|f| {
            let exceptional = self.exceptional.get(*f).copied().unwrap_or(false);
            (exceptional, !concludes(f), u64::MAX - gains.get(f).map_or(0, |g| g.total), *f)
        });
        facts
            .into_iter()
            .filter_map(|f| Some(Question { fact: self.facts.get(f)?.clone(), settles: by_fact.get(&f)?.clone() }))
            .collect()
    }

    pub(crate) fn fact_names(&self, facts: &[usize]) -> Vec<String> {
        facts.iter().filter_map(|f| self.facts.get(*f).cloned()).collect()
    }

    /// The amount of a threshold, for findings; `None` if it is of another kind.
    pub(crate) fn threshold_amount(&self, id: &str) -> Option<Number> {
        match &self.law.threshold(id, self.as_of)?.value {
            ThresholdValue::Amount { value, divisor: 1, .. } => Some(value.clone()),
            _ => None,
        }
    }
}
