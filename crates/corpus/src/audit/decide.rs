//! The decision on one page: by the newest copy of robots.txt that is no newer than the fetch.

use gpai_optout::robots::{self, target};
use gpai_optout::{Agent, Input, Signal, read_all};

use super::snapshots::{Snapshot, Snapshots};
use super::visits::Visit;

/// Seconds after which a copy still decides and is remarked on.
const FRESH: i64 = 24 * 3_600;

/// What was said about fetching.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Allowed.
    Allow,
    /// Disallowed.
    Disallow,
    /// There is no copy from before the fetch.
    Unknown,
}

/// The decision on one page, with its proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What was said.
    pub access: Access,
    /// The line that said it.
    pub line: Option<u32>,
    /// The copy that decided, by its time as written.
    pub snapshot: Option<String>,
    /// Seconds between the copy and the fetch.
    pub age: Option<i64>,
    /// Of an allowed page: since when the newest copies disallow it, by the time of the first of them as written.
    pub later: Option<String>,
    /// Remarks.
    pub notes: Vec<&'static str>,
}

impl Decision {
    /// Its stable word.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self.access {
            Access::Allow => "allow",
            Access::Disallow => "disallow",
            Access::Unknown => "unknown",
        }
    }
}

/// Decides.
///
/// # Errors
/// The address has no path.
pub fn decide(snapshots: &Snapshots, visit: &Visit, agent: &str) -> Result<Decision, &'static str> {
    let path = target(&visit.url).map_err(|_| "broken_url")?;
    let copies = snapshots.of(&visit.url);
    // One taken after the fetch never decides.
    let (before, after) = copies.split_at(copies.partition_point(|copy| copy.at <= visit.time));
    let Some(copy) = before.last() else {
        return Ok(Decision {
            access: Access::Unknown,
            line: None,
            snapshot: None,
            age: None,
            later: None,
            notes: Vec::new(),
        });
    };
    let found = copy.robots.0.check(&[agent], &path);
    let allowed = found.access == robots::Access::Allow;
    let age = visit.time.as_second().saturating_sub(copy.at.as_second());
    let mut notes: Vec<&'static str> = found.notes.words().collect();
    if age > FRESH {
        notes.push("stale");
    }
    Ok(Decision {
        access: if allowed { Access::Allow } else { Access::Disallow },
        line: found.rule.map(|mark| mark.line),
        snapshot: Some(copy.said.clone()),
        age: Some(age),
        later: if allowed { since(after, agent, &path) } else { None },
        notes,
    })
}

/// Since when the newest copy's reservation stands: the first of the copies up to it that all disallow.
fn since(after: &[Snapshot], agent: &str, path: &str) -> Option<String> {
    let mut first = None;
    for copy in after.iter().rev() {
        if copy.robots.0.check(&[agent], path).access == robots::Access::Allow {
            break;
        }
        first = Some(copy);
    }
    first.map(|copy| copy.said.clone())
}

/// What the protocols said about the page's use when it was fetched: by the copy that decided, and by what came with it.
#[must_use]
pub fn signals(snapshots: &Snapshots, visit: &Visit, agent: &str, decision: &Decision) -> Vec<Signal> {
    let copies = snapshots.of(&visit.url);
    let copy = copies.partition_point(|copy| copy.at <= visit.time).checked_sub(1).and_then(|at| copies.get(at));
    let copy = copy.filter(|_| decision.access != Access::Unknown);
    if copy.is_none() && visit.headers.is_empty() && visit.page.is_none() {
        return Vec::new();
    }
    let Ok(path) = target(&visit.url) else { return Vec::new() };
    let headers: Vec<(&str, &str)> = visit.headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    read_all(&Input {
        path: &path,
        agent: Agent { token: agent, ..Agent::default() },
        robots: copy.map(|c| (&c.robots.0, c.robots.1.as_slice())),
        headers: &headers,
        page: visit.page.as_ref(),
        ..Input::default()
    })
}
