//! What the environment says of the Hub, as its own tools read it: endpoint, token, offline, cache, patience.

use std::env;
use std::fs::File;
use std::io::Read as _;
use std::path::PathBuf;
use std::time::Duration;

use super::HubError;
use super::address::Address;

/// The public Hub.
const ENDPOINT: &str = "https://huggingface.co";
/// Tokens have some 40 characters; a file with more is none.
const MAX_TOKEN: u64 = 4096;
/// Seconds without an answer before a request is given up: the Hub library's own default.
const PATIENCE: u64 = 10;
/// Nobody waits longer for one answer.
const MAX_PATIENCE: u64 = 300;

/// The settings of one run.
#[derive(Clone)]
pub struct Settings {
    /// `HF_ENDPOINT`.
    pub endpoint: Address,
    /// `HF_TOKEN`, or the token that `hf auth login` stored.
    pub token: Option<String>,
    /// `HF_HUB_OFFLINE`.
    pub offline: bool,
    /// `HF_HUB_CACHE`; `None` without a home folder.
    pub cache: Option<PathBuf>,
    /// `HF_HUB_DOWNLOAD_TIMEOUT`.
    pub patience: Duration,
}

// Written by hand: the token is never printed, not even by a defect.
impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Settings")
            .field("endpoint", &self.endpoint)
            .field("offline", &self.offline)
            .finish_non_exhaustive()
    }
}

impl Settings {
    /// Reads the environment.
    pub fn read() -> Result<Self, HubError> {
        let home = variable("HF_HOME").map(PathBuf::from).or_else(|| {
            let cache = variable("XDG_CACHE_HOME").map(PathBuf::from);
            Some(cache.or_else(|| Some(env::home_dir()?.join(".cache")))?.join("huggingface"))
        });
        let cache = variable("HF_HUB_CACHE")
            .or_else(|| variable("HUGGINGFACE_HUB_CACHE"))
            .map(PathBuf::from)
            .or_else(|| Some(home.as_ref()?.join("hub")));
        let written = variable("HF_ENDPOINT").unwrap_or_else(|| ENDPOINT.to_owned());
        let endpoint = Address::parse(&written).filter(|a| !a.path.contains('?')).ok_or_else(|| HubError::Setting {
            name: "HF_ENDPOINT",
            why: format!("`{written}` is not an address such as {ENDPOINT}"),
        })?;
        let patience = match variable("HF_HUB_DOWNLOAD_TIMEOUT") {
            None => PATIENCE,
            Some(text) => text.trim().parse().ok().filter(|s| (1..=MAX_PATIENCE).contains(s)).ok_or_else(|| {
                HubError::Setting {
                    name: "HF_HUB_DOWNLOAD_TIMEOUT",
                    why: format!("`{text}` is not a number of seconds from 1 to {MAX_PATIENCE}"),
                }
            })?,
        };
        let offline = variable("HF_HUB_OFFLINE")
            .is_some_and(|v| matches!(v.trim().to_ascii_uppercase().as_str(), "1" | "ON" | "YES" | "TRUE"));
        let token = match variable("HF_TOKEN").or_else(|| variable("HUGGING_FACE_HUB_TOKEN")) {
            Some(token) => checked(token.trim(), "HF_TOKEN")?,
            None => match variable("HF_TOKEN_PATH").map(PathBuf::from).or_else(|| Some(home.as_ref()?.join("token"))) {
                Some(path) => checked(stored(&path).trim(), "HF_TOKEN_PATH")?,
                None => None,
            },
        };
        Ok(Settings { endpoint, token, offline, cache, patience: Duration::from_secs(patience) })
    }
}

/// A variable that is set to something.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|v| !v.trim().is_empty())
}

/// The text of a token file; empty if there is none.
fn stored(path: &std::path::Path) -> String {
    let mut text = String::new();
    let regular = std::fs::metadata(path).is_ok_and(|m| m.is_file());
    let read = regular.then(|| File::open(path).and_then(|f| f.take(MAX_TOKEN).read_to_string(&mut text)));
    if matches!(read, Some(Ok(_))) { text } else { String::new() }
}

/// A token that can stand in a header, or none.
fn checked(token: &str, name: &'static str) -> Result<Option<String>, HubError> {
    if token.is_empty() {
        return Ok(None);
    }
    if token.bytes().all(|b| b.is_ascii_graphic()) && token.len() as u64 <= MAX_TOKEN {
        return Ok(Some(token.to_owned()));
    }
    Err(HubError::Setting { name, why: "holds something that is no token: spaces or control characters".to_owned() })
}
