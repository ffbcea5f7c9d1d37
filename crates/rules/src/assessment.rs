//! What an assessment says: conclusions, duties, open questions, findings, exposure.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::decide::Decision;
use crate::fact::Fact;
use crate::finding::{Finding, Place};
use crate::number::Number;

/// The answer to one conclusion.
#[derive(Clone, Debug)]
pub struct Conclusion {
    /// Name.
    pub name: String,
    /// Yes, no or open.
    pub decision: Decision,
    /// The smallest set of known facts that entails it.
    pub because: Vec<String>,
    /// Ids of the rules that decide it.
    pub rules: Vec<String>,
    /// Provisions.
    pub cites: Vec<String>,
    /// Facts that can still change it, those that settle most first; empty unless open.
    pub missing: Vec<String>,
    /// Facts that a person may still answer to displace a presumed answer.
    pub displaced_by: Vec<String>,
}

/// A conclusion that a person judges, beside what the facts on file alone say of it.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Its name.
    pub name: String,
    /// What was judged; `None` where nobody did.
    pub value: Option<bool>,
    /// What the facts decide without the judgement.
    pub alone: Decision,
    /// The smallest set of facts that entails that.
    pub because: Vec<String>,
    /// Where those facts stand.
    pub places: Vec<Place>,
}

impl Judged {
    /// Whether the facts decide the contrary.
    pub fn is_contradicted(&self) -> bool {
        matches!((self.value, self.alone), (Some(true), Decision::No(_)) | (Some(false), Decision::Yes(_)))
    }
}

/// Whether a duty is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DutyStatus {
    /// It is owed.
    Applies,
    /// It would be owed but for an exemption.
    Exempt,
    /// It is not owed.
    NotApplicable,
    /// Something unknown can still change it.
    Open,
}

impl DutyStatus {
    /// The word used in every output.
    pub fn word(self) -> &'static str {
        match self {
            DutyStatus::Applies => "applies",
            DutyStatus::Exempt => "exempt",
            DutyStatus::NotApplicable => "not-applicable",
            DutyStatus::Open => "open",
        }
    }
}

/// What the documents found say of a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DutyState {
    /// Met, by a document that was checked.
    Met,
    /// What the duty asks for is not there.
    Gap,
    /// Nothing seen decides it.
    Unknown,
    /// The duty is not owed.
    NotNeeded,
}

impl DutyState {
    /// The word used in every output.
    pub fn word(self) -> &'static str {
        match self {
            DutyState::Met => "met",
            DutyState::Gap => "gap",
            DutyState::Unknown => "unknown",
            DutyState::NotNeeded => "not-needed",
        }
    }
}

/// One duty under the facts.
#[derive(Clone, Debug)]
pub struct DutyAnswer {
    /// Id.
    pub id: String,
    /// Owed or not.
    pub status: DutyStatus,
    /// Only whether it is owed: no also where it is open whether an exemption or something else is the reason.
    pub owed: Decision,
    /// The same under the assumption that the asker is a provider who places the model.
    pub if_provider: DutyStatus,
    /// The day it falls due; `None` where none can be given yet.
    pub due: Option<Date>,
    /// Met or not.
    pub state: DutyState,
    /// Facts that entail the status.
    pub because: Vec<String>,
    /// Facts that can still change it.
    pub missing: Vec<String>,
    /// Provisions.
    pub cites: Vec<String>,
    /// Codes of findings that bear on it.
    pub findings: Vec<String>,
}

impl DutyAnswer {
    /// Whether it is still open that the duty is owed.
    pub fn is_open(&self) -> bool {
        self.status == DutyStatus::Open && !self.owed.is_settled()
    }

    /// The status for people: a duty that is not owed either way is not owed, also while the reason is open.
    pub fn outcome(&self) -> DutyStatus {
        match self.status {
            DutyStatus::Open if self.owed.is_settled() => DutyStatus::NotApplicable,
            status => status,
        }
    }
}

/// A question that is still open.
#[derive(Clone, Debug)]
pub struct Question {
    /// The fact to answer.
    pub fact: String,
    /// Conclusions and duties it can still change.
    pub settles: Vec<String>,
}

/// What is at stake under Article 101.
#[derive(Clone, Debug)]
pub struct Exposure {
    /// Ceiling in EUR; `None` while the turnover is not answered.
    pub fine_ceiling_eur: Option<Number>,
    /// First day of fines.
    pub finable_from: Option<Date>,
}

/// The whole answer.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// The day whose law was applied.
    pub as_of: Date,
    /// Every fact with a claim, sorted by name.
    pub facts: Vec<Fact>,
    /// The conclusions, in the order of the vocabulary.
    pub conclusions: Vec<Conclusion>,
    /// The conclusions that were judged as a whole, in the order of the book; mostly none.
    pub judged: Vec<Judged>,
    /// The duties, sorted by id; all of them, also on days before they apply.
    pub duties: Vec<DutyAnswer>,
    /// Open questions, best first; empty once every conclusion is settled.
    pub questions: Vec<Question>,
    /// Findings, sorted.
    pub findings: Vec<Finding>,
    /// Exposure.
    pub exposure: Exposure,
}

impl Assessment {
    /// A conclusion by name.
    pub fn conclusion(&self, name: &str) -> Option<&Conclusion> {
        self.conclusions.iter().find(|c| c.name == name)
    }

    /// A duty by id.
    pub fn duty(&self, id: &str) -> Option<&DutyAnswer> {
        self.duties.iter().find(|d| d.id == id)
    }

    /// Whether some duty applies and is not met.
    pub fn has_gap(&self) -> bool {
        self.duties.iter().any(|d| d.status == DutyStatus::Applies && d.state == DutyState::Gap)
    }

    /// Whether a conclusion is open, or whether a duty is owed.
    pub fn is_open(&self) -> bool {
        self.conclusions.iter().any(|c| !c.decision.is_settled()) || self.duties.iter().any(DutyAnswer::is_open)
    }
}

/// Just the answers, without reasons: conclusions by name, duties by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// Each conclusion, and each step where they were asked for.
    pub propositions: BTreeMap<String, Decision>,
    /// Each duty of the law.
    pub duties: BTreeMap<String, DutyStatus>,
}
