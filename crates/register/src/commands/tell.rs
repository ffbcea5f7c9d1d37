//! What other programs ask: the dated events, and whether the register fits.

use serde_json::{Map, Value as Json, json};

use super::desk::{Answer, Common};
use crate::history;
use crate::state;

/// The dated events.
///
/// # Errors
/// The register cannot be read.
pub fn history(common: &Common) -> Answer {
    let desk = common.open()?;
    let broken = desk.store.ends_fit()?.unwrap_or_default();
    let history = history::history(
        &desk.store.register,
        &desk.settings.zone,
        &desk.settings.holidays,
        broken,
        &desk.store.steps()?,
    )?;
    Ok((history.write(), 0))
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
