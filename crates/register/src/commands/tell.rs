//! What other programs ask: the dated events, and whether the register fits.

use gpai_rules::clocks::history::Remark;
use gpai_rules::clocks::history::remarks::{CONFLICT, GONE, PUBLIC};
use serde_json::{Map, Value as Json, json};

use super::desk::{Answer, Common, Desk};
use crate::history;
use crate::state;
use crate::state::version::Version;
use crate::step::Step;
use crate::store::place;

/// The dated events.
///
/// # Errors
/// The register cannot be read.
pub fn history(common: &Common) -> Answer {
    let desk = common.open()?;
    let broken = desk.store.ends_fit()?.unwrap_or_default();
    let steps = desk.store.steps()?;
    let (zone, holidays) = (&desk.settings.zone, &desk.settings.holidays);
    let mut history = history::history(&desk.store.register, zone, holidays, broken, &steps)?;
    history.contact = Some(!desk.settings.contact.trim().is_empty());
    history.remarks = remarks(&desk, steps);
    Ok((history.write(), 0))
}

/// What the register has to say of itself and its records.
fn remarks(desk: &Desk, steps: Vec<Step>) -> Vec<Remark> {
    let remark = |code: &str, at: String| Remark { code: code.to_owned(), at };
    let mut out = Vec::new();
    if place::look(desk.store.dir()).is_err_and(|refusal| !place::ignored(desk.store.dir(), &refusal.root)) {
        out.push(remark(PUBLIC, String::new()));
    }
    for (id, steps) in state::records(steps) {
        if state::findings(&steps).iter().any(|(code, _)| *code == CONFLICT) {
            out.push(remark(CONFLICT, id.clone()));
        }
        for (kind, version, digest) in Version::of(&steps).documents {
            if digest.is_some_and(|digest| !desk.store.file(&digest).is_file()) {
                out.push(remark(GONE, format!("{id}/{kind}@{version}")));
            }
        }
    }
    out.sort();
    out.dedup();
    out
}

/// What there is, and whether it fits.
///
/// # Errors
/// The register cannot be read.
pub fn status(common: &Common) -> Answer {
    let desk = common.open()?;
    let broken = desk.store.ends_fit()?;
    let mut counts: Map<String, Json> = state::KINDS.iter().map(|kind| ((*kind).to_owned(), 0.into())).collect();
    let mut findings = Vec::new();
    for (_, steps) in state::records(desk.store.steps()?) {
        if let Some(count) = counts.get_mut(state::kind(&steps)) {
            *count = (count.as_u64().unwrap_or(0) + 1).into();
        }
        findings.extend(state::findings(&steps).into_iter().map(|(code, what)| json!({ "code": code, "what": what })));
    }
    let out = json!({
        "format": "gpai-register-status/1", "register": desk.store.register, "dir": desk.store.dir().display().to_string(),
        "writable": desk.store.writable().is_ok(), "broken": broken, "contact": !desk.settings.contact.is_empty(), "records": counts,
        "findings": findings,
    });
    Ok((format!("{out:#}\n"), 0))
}

/// Builds what is derived anew.
///
/// # Errors
/// The register cannot be written.
pub fn rebuild(common: &Common) -> Answer {
    common.open()?.store.rebuild()?;
    Ok((String::new(), 0))
}
