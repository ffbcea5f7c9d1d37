//! The register of a model: where it is by the command line, the environment or `gpai.toml`, and the dated events read from it. What
//! is found and cannot be read is told; no deadline goes silently wrong by it.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use gpai_dossier::Register;
use gpai_dossier::answers::register_path;
use gpai_dossier::gather::folder_name;
use gpai_rules::clocks::history::{FORMAT, History};
use gpai_rules::clocks::valid;
use gpai_rules::law::Law;
use jiff::tz::TimeZone;

use crate::args::FromRegister;
use crate::model::{Place, place};
use crate::outcome::Failure;
use crate::siblings::{REGISTER, history};

/// The most that is read of a file of events.
const MAX_BYTES: u64 = 256 << 20;
/// Names a register's folder.
const VARIABLE: &str = "GPAI_REGISTER";
/// The file by which a folder is known to be a register.
const STORE: &str = "register.db";

/// What was read, and what was found and not read.
#[derive(Debug, Default)]
pub struct Read {
    /// The events, where there are any.
    pub register: Option<Register>,
    /// Why a register that was found is not read.
    pub unread: Option<String>,
}

/// Reads the events that belong to a model.
///
/// # Errors
/// What was named on the command line cannot be read, or says what cannot be understood.
pub fn read(law: &Law, model: &Path, from: &FromRegister) -> Result<Read, Failure> {
    if let Some(file) = &from.events {
        let name = file.to_string_lossy().into_owned();
        let text = events(file).map_err(|why| Failure::Usage(format!("{name}: {why}")))?;
        return Ok(Read { register: Some(understood(law, &text, &name)?), unread: None });
    }
    if from.no_register {
        return Ok(Read::default());
    }
    let Some((folder, named)) = found(model, from)? else { return Ok(Read::default()) };
    let shown = folder.display();
    if !named && REGISTER.find().is_none() {
        // Beside the model or in its answers: the rest of the run does not hang on it.
        return Ok(Read { register: None, unread: Some(format!("{shown}: {}", REGISTER.unread())) });
    }
    let text = history::read(&folder).map_err(|why| Failure::Usage(format!("{shown}: {why}")))?;
    let name = format!("gpai-register history --register {shown}");
    Ok(Read { register: Some(understood(law, &text, &name)?), unread: None })
}

/// The folder of the register, and whether somebody named it for this run.
fn found(model: &Path, from: &FromRegister) -> Result<Option<(PathBuf, bool)>, Failure> {
    if let Some(folder) = &from.register {
        return Ok(Some((folder.clone(), true)));
    }
    if let Some(folder) = std::env::var_os(VARIABLE).filter(|value| !value.is_empty()) {
        return Ok(Some((PathBuf::from(folder), true)));
    }
    let Place::Folder(folder) = place(model) else { return Ok(None) };
    if !folder.is_dir() {
        return Ok(None);
    }
    // Broken answers are told of where they are read.
    if let Ok(Some(path)) = register_path(folder) {
        return Ok(Some((folder.join(path), false)));
    }
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let beside = real.parent().map(|parent| parent.join(format!("{}-register", folder_name(&real))));
    Ok(beside.filter(|beside| beside.join(STORE).is_file()).map(|beside| (beside, false)))
}

/// The text of a file of events, bounded.
fn events(file: &Path) -> Result<String, String> {
    let mut bytes = Vec::new();
    let read = match file.as_os_str() == "-" {
        true => std::io::stdin().lock().take(MAX_BYTES + 1).read_to_end(&mut bytes),
        false => File::open(file).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes)),
    };
    read.map_err(|error| format!("cannot be read: {error}"))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(format!("is larger than {MAX_BYTES} bytes"));
    }
    let text = String::from_utf8(bytes).map_err(|_| "is not UTF-8 text".to_owned())?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The events of a text, each as its kind asks for, and the zone that it names.
fn understood(law: &Law, text: &str, name: &str) -> Result<Register, Failure> {
    let wrong = |error: gpai_rules::clocks::history::HistoryError| {
        Failure::Usage(format!("{name}:{error}\n  help: docs/machine-formats.md describes {FORMAT}"))
    };
    let history = History::read(text).map_err(wrong)?;
    valid::check(&law.clocks, &history).map_err(wrong)?;
    let zone = match history.zone.as_str() {
        "" | "Europe/Brussels" => None,
        zone => Some(TimeZone::get(zone).map_err(|_| {
            let help = "an IANA name such as Europe/Berlin, which this machine's time zone data must hold";
            Failure::Usage(format!("{name}: `{zone}` is no time zone that is known here\n  help: {help}"))
        })?),
    };
    Ok(Register { history, zone })
}
