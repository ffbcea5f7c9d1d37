//! A serious incident or a near miss (Code of Practice, Commitment 9).

use crate::fault::Fault;
use crate::step::Step;

/// The classes of harm, the fastest first, with the days of Measure 9.3.
pub const CLASSES: [(&str, u32); 4] = [("infrastructure", 2), ("cybersecurity", 5), ("death", 10), ("harm", 15)];
/// The stages of reports.
pub const STAGES: [&str; 3] = ["initial", "intermediate", "final"];

/// An incident as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Incident {
    /// Its id.
    pub id: String,
    /// When it was recorded as known.
    pub recorded: String,
    /// Whether it waits for a person who looks whether it is one.
    pub quarantined: bool,
    /// When it happened.
    pub occurred: String,
    /// The classes that stand.
    pub classes: Vec<String>,
    /// Whether a class ever stood.
    pub classified: bool,
    /// Whether it was a near miss only.
    pub near_miss: bool,
    /// When the involvement of the model was known.
    pub aware_model: Option<String>,
    /// Reports: stage and when it was sent.
    pub reports: Vec<(String, String)>,
    /// When it was resolved.
    pub resolved: Option<String>,
    /// When it was opened again.
    pub reopened: Option<String>,
    /// The incident whose reports it joined.
    pub joined: Option<String>,
    /// When it was closed.
    pub closed: Option<String>,
}

/// Days of the fastest of some classes.
fn fastest(classes: &[String]) -> u32 {
    CLASSES
        .iter()
        .filter(|(name, _)| classes.iter().any(|c| c == name))
        .map(|(_, days)| *days)
        .min()
        .unwrap_or(u32::MAX)
}

impl Incident {
    /// What the steps of one record make of it.
    pub fn of(steps: &[Step]) -> Incident {
        let mut out = Incident::default();
        for step in steps {
            let on = Some(step.on.clone());
            match step.verb.as_str() {
                "incident.add" => {
                    out.id.clone_from(&step.id);
                    out.recorded.clone_from(&step.on);
                    out.quarantined = step.flag("quarantined");
                    out.occurred = step.text("occurred").to_owned();
                    out.classes = step.words("classes");
                    out.classified = !out.classes.is_empty();
                    out.near_miss = step.flag("near_miss");
                    out.aware_model = Some(step.text("aware_model").to_owned()).filter(|s| !s.is_empty());
                }
                "incident.release" => out.quarantined = false,
                "incident.aware-model" if step.flag("corrects") || out.aware_model.is_none() => out.aware_model = on,
                "incident.classify" => {
                    for class in step.words("classes") {
                        if !out.classes.contains(&class) {
                            out.classes.push(class);
                        }
                    }
                    out.classified = true;
                    out.near_miss = false;
                }
                "incident.declassify" => {
                    let gone = step.words("classes");
                    out.classes.retain(|class| !gone.contains(class));
                    out.near_miss = step.flag("near_miss");
                }
                "incident.report" => {
                    out.reports.extend(step.words("stage").into_iter().map(|stage| (stage, step.on.clone())))
                }
                "incident.resolve" => {
                    out.resolved = on;
                    out.reopened = None;
                }
                "incident.reopen" => {
                    out.reopened = on;
                    out.resolved = None;
                    out.closed = None;
                }
                "incident.join" => out.joined = Some(step.text("to").to_owned()),
                "incident.close" => out.closed = on,
                _ => {}
            }
        }
        out
    }

    /// The state, as a machine word.
    pub fn state(&self) -> &'static str {
        if self.quarantined {
            "quarantined"
        } else if self.closed.is_some() {
            "closed"
        } else if self.joined.is_some() {
            "joined"
        } else if self.near_miss {
            "near-miss"
        } else if self.classified && self.classes.is_empty() {
            "not-serious"
        } else if self.reopened.is_some() {
            "reopened"
        } else if self.resolved.is_some() {
            "resolved"
        } else if !self.reports.is_empty() {
            "reported"
        } else {
            "open"
        }
    }

    /// What a person has to look at.
    pub fn findings(&self) -> Vec<(&'static str, String)> {
        let mut out = Vec::new();
        let counts = !self.quarantined
            && !self.near_miss
            && (!self.classes.is_empty() || !self.classified)
            && self.joined.is_none();
        if counts && self.aware_model.is_none() {
            out.push((
                "clock-start-unknown",
                format!("{}: it is not recorded when the involvement of the model was suspected or established; no clock can run before", self.id),
            ));
        }
        if counts && self.classes.is_empty() {
            out.push((
                "class-unknown",
                format!("{}: no class of harm is recorded; the days to report hang on it", self.id),
            ));
        }
        out
    }

    /// Whether something may be done that needs it open.
    ///
    /// # Errors
    /// Why not.
    pub fn open(&self) -> Result<(), Fault> {
        match &self.closed {
            Some(on) => Err(Fault::new(format!("{} was closed on {on}", self.id)).help("`reopen` opens it again")),
            None => Ok(()),
        }
    }

    /// Whether it may join the reports of another.
    ///
    /// # Errors
    /// Why not.
    pub fn may_join(&self, other: &Incident, keep_own_clock: bool) -> Result<(), Fault> {
        self.open()?;
        if self.id == other.id {
            return Err(Fault::new(format!("{} cannot join itself", self.id)));
        }
        if let Some(further) = &other.joined {
            return Err(Fault::new(format!("{} joined {further} itself", other.id)).help(format!("join {further}")));
        }
        if fastest(&self.classes) < fastest(&other.classes) && !keep_own_clock {
            return Err(Fault::new(format!(
                "{} is of a class that is reported faster than {}: joined, it would be reported late",
                self.id, other.id
            ))
            .help("`--keep-own-clock` joins the reports and keeps its own deadline"));
        }
        Ok(())
    }
}
