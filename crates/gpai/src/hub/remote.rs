//! A model's files on the Hub as a folder: small files whole and once, weights only as far as their header reaches.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;

use gpai_dossier::Remote;
use gpai_evidence::files::{Entry, Files};
use gpai_rules::finding::{Finding, Place, Severity};

use super::cache::Cached;
use super::client::Client;
use super::listing::Listing;
use super::name::{self, Name};
use super::{HubError, PLACE};

/// Files up to this size are asked for whole and kept: several readers look at a card.
const SMALL: u64 = 2 << 20;
/// What is asked for at least of a file with weights: most safetensors headers are shorter, so that one request is enough.
/// The Hub's own library asks for as much.
const AHEAD: u64 = 100_000;
/// The same once a header has proved longer.
const FURTHER: u64 = 1 << 20;

/// A part of the file that was read last.
#[derive(Debug)]
struct Window {
    path: String,
    from: u64,
    bytes: Vec<u8>,
}

/// A model on the Hub at one commit.
#[derive(Debug)]
pub struct Hub {
    client: Client,
    /// The address of its files, up to their paths.
    base: String,
    files: BTreeMap<String, u64>,
    skipped: Vec<Finding>,
    cached: Option<(Cached, BTreeMap<String, u64>)>,
    small: RefCell<BTreeMap<String, Vec<u8>>>,
    window: RefCell<Option<Window>>,
    /// Files that could not be had, so that the next reader does not ask again.
    gone: RefCell<BTreeMap<String, io::ErrorKind>>,
    bound: RefCell<Option<(&'static str, String)>>,
    failure: RefCell<Option<HubError>>,
}

impl Hub {
    /// The files of a listing; those of the same commit in the cache are read there.
    pub fn new(client: Client, name: &Name, listing: Listing, cached: Option<Cached>) -> Self {
        Hub {
            base: format!("/{}/resolve/{}/", name.repo(), listing.commit),
            client,
            files: listing.files.into_iter().map(|e| (e.path, e.size)).collect(),
            skipped: listing.skipped,
            cached: cached.map(|c| {
                let list = c.list().into_iter().map(|e| (e.path, e.size)).collect();
                (c, list)
            }),
            small: RefCell::default(),
            window: RefCell::default(),
            gone: RefCell::default(),
            bound: RefCell::default(),
            failure: RefCell::default(),
        }
    }

    /// A part of a file from the Hub.
    fn fetch(&self, path: &str, from: u64, to: u64, size: u64) -> io::Result<Vec<u8>> {
        if let Some(kind) = self.gone.borrow().get(path) {
            return Err((*kind).into());
        }
        let part = self.client.part(&format!("{}{}", self.base, name::path(path)), from, to - from, size);
        let kind = match part {
            Ok(part) if part.total.is_none_or(|total| total == size) && part.bytes.len() as u64 == to - from => {
                return Ok(part.bytes);
            }
            Ok(_) => io::ErrorKind::InvalidData,
            // One file that is not there is a finding; whatever else goes wrong would go wrong for the others too.
            Err(HubError::Missing(_)) => io::ErrorKind::NotFound,
            // What lies beyond a bound of ours is left unread and said, as in a folder.
            Err(HubError::Bound { what, limit }) => {
                *self.bound.borrow_mut() = Some((what, limit));
                return Err(io::ErrorKind::QuotaExceeded.into());
            }
            Err(error) => {
                *self.failure.borrow_mut() = Some(error);
                return Err(io::ErrorKind::Other.into());
            }
        };
        self.gone.borrow_mut().insert(path.to_owned(), kind);
        Err(kind.into())
    }
}

fn wrong_size() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "not of the size that the list of files says")
}

/// Files of which only the header is wanted, however small they are.
fn is_weights(path: &str) -> bool {
    path.ends_with(".safetensors") || path.ends_with(".gguf")
}

/// The part of some bytes, which begin at `start`, from `from` to `to`; `None` if they do not hold it all.
fn inside(bytes: &[u8], start: u64, from: u64, to: u64) -> Option<Vec<u8>> {
    let index = |at: u64| usize::try_from(at.checked_sub(start)?).ok();
    bytes.get(index(from)?..index(to)?).map(<[u8]>::to_vec)
}

impl Files for Hub {
    fn list(&self) -> Vec<Entry> {
        self.files.iter().map(|(path, size)| Entry { path: path.clone(), size: *size }).collect()
    }

    fn skipped(&self) -> Vec<Finding> {
        self.skipped.clone()
    }

    fn head(&self, path: &str, offset: u64, len: u64) -> io::Result<Vec<u8>> {
        let size = *self.files.get(path).ok_or(io::ErrorKind::NotFound)?;
        let to = offset.saturating_add(len).min(size);
        if offset >= to {
            return Ok(Vec::new());
        }
        if let Some((cached, list)) = &self.cached
            && list.get(path) == Some(&size)
        {
            return cached.head(path, offset, len);
        }
        if self.failure.borrow().is_some() {
            return Err(io::ErrorKind::Other.into());
        }
        if self.bound.borrow().is_some() {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        if size <= SMALL && !is_weights(path) {
            let known = self.small.borrow().get(path).and_then(|bytes| inside(bytes, 0, offset, to));
            if let Some(part) = known {
                return Ok(part);
            }
            let bytes = self.fetch(path, 0, size, size)?;
            let part = inside(&bytes, 0, offset, to);
            self.small.borrow_mut().insert(path.to_owned(), bytes);
            return part.ok_or_else(wrong_size);
        }
        let mut window = self.window.borrow_mut();
        let same = window.as_ref().filter(|w| w.path == path);
        if let Some(part) = same.and_then(|w| inside(&w.bytes, w.from, offset, to)) {
            return Ok(part);
        }
        let ahead = if same.is_some() { FURTHER } else { AHEAD };
        let until = to.max(offset.saturating_add(ahead).min(size));
        let bytes = self.fetch(path, offset, until, size)?;
        let part = inside(&bytes, offset, offset, to);
        *window = Some(Window { path: path.to_owned(), from: offset, bytes });
        part.ok_or_else(wrong_size)
    }
}

impl Remote for Hub {
    fn failure(&self) -> Option<String> {
        self.failure.borrow().as_ref().map(ToString::to_string)
    }

    fn findings(&self) -> Vec<Finding> {
        let bound = self.bound.borrow();
        let finding = |(what, limit): &(&'static str, String)| {
            let finding = Finding::new("limit-reached", Severity::Warning).with("what", what).with("limit", limit);
            finding.place(Place::file(PLACE))
        };
        bound.iter().map(finding).collect()
    }
}
