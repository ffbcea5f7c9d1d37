//! What a register says beside its deadlines, as findings: decisions that did not know of each other, papers that are gone before
//! their time, a place where it may become public; and whether rightsholders are told where to write.

use crate::assess::{Assessment, DutyAnswer, DutyState, DutyStatus};
use crate::finding::{Finding, Severity};

use super::derive::Deadlines;
use super::history::remarks::{CONFLICT, GONE, PUBLIC};
use super::keeping::is_technical;

/// The duty that the Copyright chapter of the Code is about.
const POLICY: &str = "53-1-c";
/// The duty to keep the technical documentation.
const DOCUMENTATION: &str = "53-1-a";
const COMPLAINTS: &str = "code-of-practice/copyright/1.5";

/// Adds them, and settles the duties that they decide.
pub(crate) fn apply(assessment: &mut Assessment, deadlines: &Deadlines) {
    for remark in &deadlines.remarks {
        match remark.code.as_str() {
            CONFLICT => {
                let mut finding = Finding::new("decisions-conflict", Severity::Warning).with("record", &remark.at);
                finding.cites = vec![COMPLAINTS.to_owned()];
                say(assessment, Some(POLICY), finding);
            }
            PUBLIC => say(assessment, None, Finding::new("register-public", Severity::Error)),
            GONE => unmet(assessment, deadlines, &remark.at),
            // Of a newer register.
            _ => {}
        }
    }
    contact(assessment, deadlines);
}

/// A paper that is gone before it may go. Without a day until which it is kept nothing is said.
fn unmet(assessment: &mut Assessment, deadlines: &Deadlines, paper: &str) {
    let kept = deadlines.keep.iter().find(|keep| keep.subject == paper);
    let Some((keep, until)) = kept.and_then(|keep| Some((keep, keep.until?))) else { return };
    if deadlines.on.is_none_or(|on| on > until) {
        return;
    }
    let kind = paper.rsplit('/').next().unwrap_or_default().split('@').next().unwrap_or_default();
    let duty = is_technical(kind).then_some(DOCUMENTATION);
    let mut finding = Finding::new("retention-unmet", Severity::Error).with("paper", paper).with("until", until);
    finding.cites.clone_from(&keep.cites);
    if let Some(duty) = duty.and_then(|id| owed(assessment, id)) {
        duty.state = DutyState::Gap;
    }
    say(assessment, duty, finding);
}

/// A signatory names a contact for rightsholders. Answers that say there is none are a gap; settings of a register that name none
/// leave open whether the policy does.
fn contact(assessment: &mut Assessment, deadlines: &Deadlines) {
    if deadlines.copyright_signed != Some(true) || deadlines.contact == Some(true) {
        return;
    }
    let Some(duty) = owed(assessment, POLICY) else { return };
    let severity = match (deadlines.contact, deadlines.contact_kept, duty.state) {
        (Some(false), _, _) => {
            duty.state = DutyState::Gap;
            Severity::Error
        }
        // A policy that was found sound names one.
        (None, Some(false), state) if state != DutyState::Met => Severity::Warning,
        _ => return,
    };
    let mut finding = Finding::new("contact-point-missing", severity);
    finding.cites = vec![COMPLAINTS.to_owned()];
    say(assessment, Some(POLICY), finding);
}

/// A duty, where it is owed or that is open.
fn owed<'a>(assessment: &'a mut Assessment, id: &str) -> Option<&'a mut DutyAnswer> {
    let runs = |duty: &&mut DutyAnswer| !matches!(duty.status, DutyStatus::Exempt | DutyStatus::NotApplicable);
    assessment.duties.iter_mut().filter(runs).find(|duty| duty.id == id)
}

fn say(assessment: &mut Assessment, duty: Option<&str>, finding: Finding) {
    if let Some(duty) = duty.and_then(|id| owed(assessment, id))
        && !duty.findings.contains(&finding.code)
    {
        duty.findings.push(finding.code.clone());
        duty.findings.sort();
    }
    assessment.findings.push(finding);
}
