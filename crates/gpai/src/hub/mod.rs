//! `hf://ORG/MODEL[@REVISION]`: a model on the Hub read without its weights, over the Hub's HTTP API or from its local cache.
//!
//! The one place of the program that opens a connection. It asks for the list of files, for the small files that a reader
//! wants, and for the beginning of files with weights; what it asks for is bounded in requests, bytes and time.

mod address;
mod cache;
mod client;
mod listing;
mod name;
mod remote;
mod settings;

use gpai_dossier::Elsewhere;
use gpai_rules::fact::Facts;
use gpai_rules::finding::{Finding, Place, Severity};

use name::Name;
pub use name::SCHEME;
use settings::Settings;

/// What the Hub's own statements are filed under: it is no file of the model.
pub const PLACE: &str = "hub";

/// Why a model on the Hub cannot be read.
#[derive(Clone, Debug, thiserror::Error)]
pub enum HubError {
    /// Not the name of a model.
    #[error("{written}: {why}")]
    Name {
        /// As written.
        written: String,
        /// What does not fit.
        why: String,
    },
    /// A variable of the environment is unusable.
    #[error("{name} {why}")]
    Setting {
        /// The variable.
        name: &'static str,
        /// Why.
        why: String,
    },
    /// 401.
    #[error("the Hub asks who you are (401). {0}")]
    Unauthorised(&'static str),
    /// 403, or 401 for a gated model.
    #[error("access is restricted ({status}): {why}. {todo}")]
    Forbidden {
        /// Status.
        status: u16,
        /// What the Hub says of it.
        why: &'static str,
        /// What to do.
        todo: String,
    },
    /// 404.
    #[error("{0} (404)")]
    Missing(&'static str),
    /// 429.
    #[error("the Hub refuses for now (429): too many requests. {0}")]
    RateLimited(String),
    /// Other statuses.
    #[error("the Hub answered with status {0}; try again later")]
    Status(u16),
    /// No answer in time.
    #[error("no answer from {host} within {seconds} s; HF_HUB_DOWNLOAD_TIMEOUT sets the time")]
    Timeout {
        /// Who.
        host: String,
        /// How long.
        seconds: u64,
    },
    /// No connection, or one that broke off.
    #[error("no connection to {host}: {why}. Without a network, HF_HUB_OFFLINE=1 reads the local Hub cache")]
    Network {
        /// Who.
        host: String,
        /// Why.
        why: String,
    },
    /// An answer that is none.
    #[error("{host} answered with something that is not the Hub's: {why}")]
    Broken {
        /// Who.
        host: String,
        /// What.
        why: String,
    },
    /// A bound of our own.
    #[error("given up: {what} exceeds the limit of {limit} for one run")]
    Bound {
        /// What.
        what: &'static str,
        /// The bound.
        limit: String,
    },
    /// Offline, and not in the cache.
    #[error("HF_HUB_OFFLINE is set and {0}. Download the model's small files first, or unset it")]
    NotCached(String),
}

/// Opens a model on the Hub.
pub fn open(written: &str) -> Result<Elsewhere, HubError> {
    let name = Name::parse(written)?;
    let settings = Settings::read()?;
    if settings.offline {
        let (files, commit) = cache::offline(&name, settings.cache.as_deref())?;
        let path = name.at(&commit);
        let note = Finding::new("hub-cache-only", Severity::Info).with("model", &path).place(Place::file(PLACE));
        return Ok(Elsewhere {
            name: name.repo(),
            path,
            files: Box::new(files),
            facts: Facts::new(),
            findings: vec![note],
        });
    }
    let client = client::Client::new(&settings);
    let listing = listing::read(&client, &name)?;
    let cached = settings.cache.as_deref().and_then(|folder| cache::snapshot(&name, folder, &listing.commit));
    let path = name.at(&listing.commit);
    let (facts, findings) = (listing.facts(), listing.findings());
    let files = remote::Hub::new(client, &name, listing, cached);
    Ok(Elsewhere { name: name.repo(), path, files: Box::new(files), facts, findings })
}
