//! The page: its files embedded in the program, served on this machine (`gpai serve`) or written as one static file
//! (`gpai site`). What is shown is decided in the files of `web/`; what is true of a model in `dossier` and `rules`.

pub mod api;
pub mod assets;
pub mod browser;
pub mod bundle;
pub mod guard;
pub mod reference;
pub mod server;
pub mod site;

use std::io::Write as _;

use flate2::{Compression, GzBuilder};
use gpai_dossier::flow::engine;
use gpai_evidence::bases;
use gpai_evidence::compute::{STATED_UTILISATION, UTILISATION, accelerators};
use gpai_report::flowchart::json::charts_json;
use gpai_report::law_data::{self, More};
use gpai_rules::assess::DutyState;
use gpai_rules::law::{Language, Law};
use gpai_rules::number::Number;
use jiff::civil::Date;
use serde_json::{Map, Value as Json, json};

use crate::outcome::Failure;
use crate::screen::words::word;

/// The law as data for the page, one line.
pub fn law_data(law: &Law) -> Result<String, Failure> {
    // Drawn under the law of the last day: it does not change on the days that the page covers.
    let charts = match law.span {
        Some((_, last)) => charts_json(law, &engine(law, last)?),
        None => Json::Null,
    };
    let charts = charts.as_array().cloned().unwrap_or_default();
    let more = More { charts, calculator: calculator(), states: states(), bases: bases() };
    law_data::write(law, env!("CARGO_PKG_VERSION"), more).map_err(|e| Failure::Internal(e.to_string()))
}

/// What the calculator of the page goes by: the accelerators and margins of `gpai compute`.
fn calculator() -> Json {
    let row = |a: &accelerators::Accelerator| {
        let (low, peak) = (a.peak.low.to_string(), a.peak.high.to_string());
        if low == peak { json!([a.name, peak]) } else { json!([a.name, peak, low]) }
    };
    let ((low, best, high), stated) = (UTILISATION, STATED_UTILISATION);
    json!({
        "accelerators": accelerators::all().iter().map(row).collect::<Vec<_>>(),
        "utilisation": [low.to_string(), best.to_string(), high.to_string()],
        "stated": [stated.0, stated.1],
    })
}

/// Well-known base models whose training compute is published.
fn bases() -> Json {
    let row = |known: &bases::Known| {
        let flop = known.flop.as_ref()?;
        let best = flop.best.as_ref().unwrap_or(&flop.high);
        let text = |n: &Number| n.significant(3).to_string();
        Some(json!([known.names, { "low": text(&flop.low), "best": text(best), "high": text(&flop.high) }]))
    };
    bases::all().iter().filter_map(row).collect()
}

/// The states of a duty, as `gpai check` names them.
fn states() -> Json {
    let states = [DutyState::Met, DutyState::Gap, DutyState::Unknown, DutyState::NotNeeded];
    let named = |state: DutyState| {
        let word = |language| word(state.word(), language);
        (state.word().to_owned(), json!({ "en": word(Language::English), "zh": word(Language::Chinese) }))
    };
    states.map(named).into_iter().collect::<Map<_, _>>().into()
}

/// A text packed by gzip, without a name or a time: the same bytes each time.
pub fn packed(text: &str) -> Result<Vec<u8>, Failure> {
    let mut out = GzBuilder::new().mtime(0).operating_system(255).write(Vec::new(), Compression::best());
    let done = out.write_all(text.as_bytes()).and_then(|()| out.finish());
    done.map_err(|e| Failure::Internal(format!("the page cannot be packed: {e}")))
}

/// `index.html` told how it is opened: by the program or as a static page, the first language, the day where one was asked for.
pub fn index(mode: Mode, language: Option<Language>, on: Option<Date>) -> Result<String, Failure> {
    const PLACE: &str = "data-mode=\"site\"";
    let text = assets::text("index.html")?;
    let mut told = match mode {
        Mode::Serve => "data-mode=\"serve\"".to_owned(),
        Mode::Site => PLACE.to_owned(),
    };
    if let Some(language) = language {
        told.push_str(match language {
            Language::English => " data-lang=\"en\"",
            Language::Chinese => " data-lang=\"zh\"",
        });
    }
    if let Some(on) = on {
        told.push_str(&format!(" data-on=\"{on}\""));
    }
    match text.matches(PLACE).count() {
        1 => Ok(text.replacen(PLACE, &told, 1)),
        n => Err(Failure::Internal(format!("web/index.html: {n} times {PLACE}, expected once"))),
    }
}

/// How the page is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// By this program, with a folder that the page asks for.
    Serve,
    /// Without one: nothing is asked of anybody.
    Site,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    /// What a browser loads from `gpai serve`, the law included.
    #[test]
    fn all_that_is_served_is_below_300_kb() {
        let law = packed(&law_data(&Law::book().unwrap()).unwrap()).unwrap().len();
        let files: usize = assets::ASSETS.iter().map(|a| packed(a.text).unwrap().len()).sum();
        assert!(law + files < 300_000, "{law} and {files} bytes");
    }
}
