//! `hf://ORG/MODEL[@REVISION]`: a model on the Hub read without its weights, over the Hub's HTTP API or from its local cache.
//!
//! The one place of the program that opens a connection. It asks for the list of files, for the small files that a reader
//! wants, and for the beginning of files with weights; what it asks for is bounded in requests, bytes and time.

mod address;
mod cache;
mod client;
mod error;
mod listing;
mod name;
mod progress;
mod remote;
mod settings;

use gpai_dossier::Elsewhere;
use gpai_rules::fact::Facts;
use gpai_rules::finding::{Finding, Place, Severity};

pub use error::HubError;
use name::Name;
pub use name::{PLACE, SCHEME};
use settings::Settings;

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
