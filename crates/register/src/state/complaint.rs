//! A rightsholder's complaint (Code of Practice, Copyright chapter, Measure 1.5), and the rules that make its handling checkable.

use crate::fault::Fault;
use crate::step::Step;

/// The decisions there are.
pub const DECISIONS: [&str; 7] =
    ["upheld", "partly", "not_upheld", "manifestly_unfounded", "identical_answered", "outside_chapter", "withdrawn"];

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The entry it stands in.
    pub name: String,
    /// The word.
    pub decision: String,
    /// Who decided.
    pub by: String,
    /// When.
    pub on: String,
    /// Why.
    pub why: String,
    /// The decisions it stands in place of.
    pub replaces: Vec<String>,
}

/// A complaint as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Complaint {
    /// Its id.
    pub id: String,
    /// When it came.
    pub received: String,
    /// By which way.
    pub channel: String,
    /// Whether it waits for somebody who looks whether it is one.
    pub quarantined: bool,
    /// Key of the rightsholder.
    pub holder: String,
    /// Key of the works.
    pub works_key: String,
    /// Measure it speaks of.
    pub measure: String,
    /// The complaint it repeats.
    pub duplicate_of: String,
    /// When its arrival was confirmed.
    pub acknowledged: Option<String>,
    /// When more was asked, while nothing came.
    pub asked: Option<String>,
    /// When more came last.
    pub supplemented: Option<String>,
    /// `yes`, `no`, empty.
    pub precise: String,
    /// `yes`, `no`, empty.
    pub substantiated: String,
    /// All decisions.
    pub decisions: Vec<Decision>,
    /// When the answer went out.
    pub answered: Option<String>,
    /// When it was closed.
    pub closed: Option<String>,
}

impl Complaint {
    /// What the steps of one record make of it.
    pub fn of(steps: &[Step]) -> Complaint {
        let mut out = Complaint::default();
        for step in steps {
            let on = Some(step.on.clone());
            match step.verb.as_str() {
                "complaint.add" => {
                    out.id.clone_from(&step.id);
                    out.received.clone_from(&step.on);
                    out.channel = step.text("channel").to_owned();
                    out.quarantined = step.flag("quarantined");
                    out.holder = step.text("holder").to_owned();
                    out.works_key = step.text("works_key").to_owned();
                    out.measure = step.text("measure").to_owned();
                    out.duplicate_of = step.text("duplicate_of").to_owned();
                }
                "complaint.release" => out.quarantined = false,
                "complaint.acknowledge" => out.acknowledged = out.acknowledged.take().or(on),
                "complaint.ask" => out.asked = on,
                "complaint.supplement" => {
                    out.asked = None;
                    out.supplemented = on;
                }
                "complaint.judge" => {
                    for (name, place) in [("precise", &mut out.precise), ("substantiated", &mut out.substantiated)] {
                        if !step.text(name).is_empty() {
                            step.text(name).clone_into(place);
                        }
                    }
                }
                "complaint.decide" => {
                    if !step.text("duplicate_of").is_empty() {
                        out.duplicate_of = step.text("duplicate_of").to_owned();
                    }
                    out.decisions.push(Decision {
                        name: step.name(),
                        decision: step.text("decision").to_owned(),
                        by: step.by.clone(),
                        on: step.on.clone(),
                        why: step.text("why").to_owned(),
                        replaces: step.words("replaces"),
                    });
                }
                "complaint.answer" => out.answered = out.answered.take().or(on),
                "complaint.close" => out.closed = on,
                _ => {}
            }
        }
        out
    }

    /// The decisions that stand: more than one where two did not know of each other.
    pub fn standing(&self) -> Vec<&Decision> {
        self.decisions.iter().filter(|d| !self.decisions.iter().any(|other| other.replaces.contains(&d.name))).collect()
    }

    /// The state, as a machine word.
    pub fn state(&self) -> &'static str {
        if self.quarantined {
            "quarantined"
        } else if self.closed.is_some() {
            "closed"
        } else if self.standing().len() > 1 {
            "decisions-conflict"
        } else if self.answered.is_some() {
            "answered"
        } else if !self.decisions.is_empty() {
            "decided"
        } else if self.asked.is_some() {
            "asked"
        } else if self.supplemented.is_some() {
            "supplemented"
        } else if self.acknowledged.is_some() {
            "acknowledged"
        } else {
            "received"
        }
    }

    /// What a person has to look at.
    pub fn findings(&self) -> Vec<(&'static str, String)> {
        let mut out = Vec::new();
        let standing = self.standing();
        if standing.len() > 1 {
            let each: Vec<String> =
                standing.iter().map(|d| format!("{} by {} ({})", d.decision, d.by, d.name)).collect();
            out.push((
                "decisions-conflict",
                format!(
                    "{}: decisions that did not know of each other: {}; a later decision that names both settles it",
                    self.id,
                    each.join(", ")
                ),
            ));
        }
        out
    }

    fn open(&self, verb: &str) -> Result<(), Fault> {
        if let Some(closed) = &self.closed {
            return Err(Fault::new(format!("{} was closed on {closed}; it cannot be {verb}", self.id))
                .help("a new complaint is a record of its own: `gpai register complaint add`"));
        }
        Ok(())
    }

    /// Whether its arrival may be confirmed.
    ///
    /// # Errors
    /// Why not.
    pub fn may_acknowledge(&self) -> Result<(), Fault> {
        self.open("acknowledged")?;
        match &self.acknowledged {
            Some(on) => Err(Fault::new(format!("{} was acknowledged already, on {on}", self.id))),
            None => Ok(()),
        }
    }

    /// Whether more may be asked.
    ///
    /// # Errors
    /// Why not.
    pub fn may_ask(&self) -> Result<(), Fault> {
        self.open("asked about")?;
        match &self.answered {
            Some(on) => Err(Fault::new(format!("{} was answered on {on}; nothing more is to be asked", self.id))),
            None => Ok(()),
        }
    }

    /// Whether it may be decided; the decisions that the new one stands in place of. `revise` says that somebody means it.
    ///
    /// # Errors
    /// Why not.
    pub fn may_decide(&self, revise: bool) -> Result<Vec<String>, Fault> {
        self.open("decided")?;
        let standing = self.standing();
        match standing.as_slice() {
            [one] if !revise => Err(Fault::new(format!(
                "{} was decided meanwhile by {} on {}: {}",
                self.id, one.by, one.on, one.decision
            ))
            .help("`--revise` decides anew; both decisions stay in the register")),
            all => Ok(all.iter().map(|d| d.name.clone()).collect()),
        }
    }

    /// Whether the answer may be recorded as sent.
    ///
    /// # Errors
    /// Why not.
    pub fn may_answer(&self) -> Result<(), Fault> {
        self.open("answered")?;
        if let Some(on) = &self.answered {
            return Err(Fault::new(format!("{} was answered already, on {on}", self.id)));
        }
        match self.standing().as_slice() {
            [] => Err(Fault::new(format!("{} is not decided: an answer says what was decided", self.id)).help(
                format!("`gpai register complaint decide {} --decision … --why …` first; `ask` asks for more", self.id),
            )),
            [_] => Ok(()),
            _ => Err(Fault::new(format!("{}: two decisions that did not know of each other stand", self.id))
                .help("`decide` once more: it names both and settles it")),
        }
    }

    /// Whether it may be closed.
    ///
    /// # Errors
    /// Why not.
    pub fn may_close(&self) -> Result<(), Fault> {
        self.open("closed")?;
        let needs_none = ["manifestly_unfounded", "identical_answered", "withdrawn"];
        let settled = matches!(self.standing().as_slice(), [one] if needs_none.contains(&one.decision.as_str()));
        if self.answered.is_some() || settled {
            return Ok(());
        }
        Err(Fault::new(format!("{} was not answered", self.id)).help(
            "`answer` first; without an answer only what is withdrawn, manifestly unfounded or an identical complaint already \
             answered may be closed (Measure 1.5)",
        ))
    }

    /// Whether this one repeats an earlier one: same rightsholder, works and measure, and that one was answered.
    ///
    /// # Errors
    /// What differs.
    pub fn repeats(&self, earlier: &Complaint) -> Result<(), Fault> {
        let mut differs = Vec::new();
        if earlier.answered.is_none() {
            differs.push(format!("{} was not answered", earlier.id));
        }
        if self.holder.is_empty() || earlier.holder.is_empty() {
            differs.push("without a name nobody can tell whether the rightsholder is the same".to_owned());
        } else if self.holder != earlier.holder {
            differs.push("the rightsholder is another".to_owned());
        }
        if self.works_key != earlier.works_key {
            differs.push("the works are others".to_owned());
        }
        if self.measure != earlier.measure {
            differs.push(format!("the measure is another ({} and {})", shown(&self.measure), shown(&earlier.measure)));
        }
        if differs.is_empty() {
            return Ok(());
        }
        Err(Fault::new(format!("not identical to {}: {}", earlier.id, differs.join("; ")))
            .help("only an identical complaint of the same rightsholder that was already answered needs no answer (Measure 1.5)"))
    }
}

fn shown(measure: &str) -> &str {
    if measure.is_empty() { "none named" } else { measure }
}
