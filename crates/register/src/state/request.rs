//! A request: who asks for what, on which basis, until when, and what went out.

use crate::fault::Fault;
use crate::step::Step;

/// Who may ask.
pub const FROM: [&str; 6] = ["downstream", "ai-office", "nca", "panel", "person", "other"];
/// On which basis.
pub const BASES: [&str; 7] = ["53-1-b", "91", "92", "75-3", "54-3", "gdpr-15", "gdpr-17"];
/// What a request of the AI Office has to name (Article 91(4)).
pub const NAMES: [&str; 5] = ["basis", "purpose", "what", "period", "fines"];

/// A request as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// Its id.
    pub id: String,
    /// When it came.
    pub received: String,
    /// Whether it waits for a person who looks whether it is one.
    pub quarantined: bool,
    /// Who asks.
    pub from: String,
    /// On which basis.
    pub basis: String,
    /// What an authority's letter lacks, of [`NAMES`].
    pub lacks: Vec<String>,
    /// When it was answered.
    pub answered: Option<String>,
    /// When it was refused.
    pub refused: Option<String>,
    /// When it was taken back.
    pub withdrawn: Option<String>,
    /// When its period was made longer last.
    pub extended: Option<String>,
}

impl Request {
    /// What the steps of one record make of it.
    pub fn of(steps: &[Step]) -> Request {
        let mut out = Request::default();
        for step in steps {
            let on = Some(step.on.clone());
            match step.verb.as_str() {
                "request.add" => {
                    out.id.clone_from(&step.id);
                    out.received.clone_from(&step.on);
                    out.quarantined = step.flag("quarantined");
                    out.from = step.text("from").to_owned();
                    out.basis = step.text("basis").to_owned();
                    let there = |name: &str| match name {
                        "period" => !step.text("until").is_empty() || !step.text("within").is_empty(),
                        "fines" => step.text("fines") == "yes",
                        name => !step.text(name).is_empty() || step.private.contains_key(name),
                    };
                    out.lacks = NAMES.iter().filter(|name| !there(name)).map(|name| (*name).to_owned()).collect();
                }
                "request.release" => out.quarantined = false,
                "request.answer" => out.answered = out.answered.take().or(on),
                "request.refuse" => out.refused = on,
                "request.withdraw" => out.withdrawn = on,
                "request.extend" => out.extended = on,
                _ => {}
            }
        }
        out
    }

    /// The state, as a machine word.
    pub fn state(&self) -> &'static str {
        if self.quarantined {
            "quarantined"
        } else if self.withdrawn.is_some() {
            "withdrawn"
        } else if self.answered.is_some() {
            "answered"
        } else if self.refused.is_some() {
            "refused"
        } else if self.extended.is_some() {
            "extended"
        } else {
            "open"
        }
    }

    /// What a person has to look at.
    pub fn findings(&self) -> Vec<(&'static str, String)> {
        let mut out = Vec::new();
        if self.from == "ai-office" && !self.lacks.is_empty() {
            out.push((
                "request-incomplete",
                format!(
                    "{}: Article 91(4) wants the letter to name {}; nothing is recorded for it",
                    self.id,
                    self.lacks.join(", ")
                ),
            ));
        }
        if self.from == "nca" {
            out.push((
                "request-direct",
                format!("{}: a national authority asks through the AI Office (Measure 1.2); a direct request is recorded and answered all the same (Article 53(1)(a))", self.id),
            ));
        }
        out
    }

    /// Whether something may still be done.
    ///
    /// # Errors
    /// Why not.
    pub fn open(&self) -> Result<(), Fault> {
        for (done, word) in [(&self.withdrawn, "withdrawn"), (&self.answered, "answered")] {
            if let Some(on) = done {
                return Err(Fault::new(format!("{} was {word} already, on {on}", self.id)));
            }
        }
        Ok(())
    }

    /// Whether documents composed for that reader may be handed to who asks.
    ///
    /// # Errors
    /// They hold what the other may not see.
    pub fn may_see(&self, view: &str) -> Result<(), Fault> {
        let allowed: &[&str] = match self.from.as_str() {
            "downstream" => &["dp", "public"],
            "nca" => &["nca", "dp", "public"],
            "ai-office" | "panel" => &["aio", "nca", "dp", "public"],
            _ => &["public"],
        };
        if allowed.contains(&view) {
            return Ok(());
        }
        Err(Fault::new(format!(
            "{}: the view `{view}` is not for {}: it holds what only others may see",
            self.id, self.from
        ))
        .help(format!("hand over a view of: {} (`gpai doc render --view`)", allowed.join(", "))))
    }
}
