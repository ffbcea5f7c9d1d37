//! How much one source, and all together, may post. Counters live in memory under a random key; no address is ever kept.

use std::collections::{BTreeMap, VecDeque};
use std::net::IpAddr;
use std::time::{Duration, Instant};

use crate::fault::Fault;
use crate::secret::{keyed, random};

/// Sources that are remembered at once.
const SOURCES: usize = 50_000;
const HOUR: Duration = Duration::from_secs(3600);

/// The bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Posts of one source in an hour.
    pub source_hour: usize,
    /// Posts of one source at once.
    pub source_now: usize,
    /// Posts of all in an hour.
    pub all_hour: usize,
    /// Receipts that one source may try in vain in an hour.
    pub wrong_hour: usize,
}

/// The counters.
#[derive(Debug)]
pub struct Limits {
    bounds: Option<Bounds>,
    key: [u8; 32],
    sources: BTreeMap<u64, Source>,
    all: VecDeque<Instant>,
}

#[derive(Debug, Default)]
struct Source {
    posts: VecDeque<Instant>,
    wrong: VecDeque<Instant>,
    now: usize,
}

/// Who posts: a whole address of version 4, the first half of one of version 6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Who(u64);

fn recent(times: &mut VecDeque<Instant>, now: Instant) -> usize {
    while times.front().is_some_and(|t| now.duration_since(*t) >= HOUR) {
        times.pop_front();
    }
    times.len()
}

impl Limits {
    /// With bounds, or without any.
    ///
    /// # Errors
    /// The system has no random bytes.
    pub fn new(bounds: Option<Bounds>) -> Result<Limits, Fault> {
        Ok(Limits { bounds, key: random()?, sources: BTreeMap::new(), all: VecDeque::new() })
    }

    /// The source of an address.
    pub fn who(&self, address: IpAddr) -> Who {
        let plain = match address {
            IpAddr::V4(v4) => v4.octets().to_vec(),
            IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
                Some(v4) => v4.octets().to_vec(),
                None => v6.octets().iter().take(8).copied().collect(),
            },
        };
        let digest = keyed(&self.key, &plain);
        Who(digest.iter().take(8).fold(0, |all, b| (all << 8) | u64::from(*b)))
    }

    fn source(&mut self, who: Who, now: Instant) -> &mut Source {
        if self.sources.len() >= SOURCES {
            self.sources.retain(|_, s| s.now > 0 || recent(&mut s.posts, now) + recent(&mut s.wrong, now) > 0);
            // Still too many: the ones with the fewest posts are forgotten first.
            if self.sources.len() >= SOURCES {
                self.sources.retain(|_, s| s.now > 0 || s.posts.len() > 1 || s.wrong.len() > 5);
            }
        }
        self.sources.entry(who.0).or_default()
    }

    /// Takes a post in, or says after how many seconds one may try again. Who is let in calls [`Limits::done`] at the end.
    ///
    /// # Errors
    /// Seconds to wait.
    pub fn enter(&mut self, who: Who, now: Instant) -> Result<(), u64> {
        let Some(bounds) = self.bounds else { return Ok(()) };
        let left = |first: Option<&Instant>| {
            first.map_or(60, |t| (HOUR.saturating_sub(now.duration_since(*t))).as_secs().max(1))
        };
        if recent(&mut self.all, now) >= bounds.all_hour {
            return Err(left(self.all.front()));
        }
        let source = self.source(who, now);
        if source.now >= bounds.source_now {
            return Err(1);
        }
        if recent(&mut source.posts, now) >= bounds.source_hour {
            return Err(left(source.posts.front()));
        }
        source.posts.push_back(now);
        source.now += 1;
        self.all.push_back(now);
        Ok(())
    }

    /// A post is over; one that was not recorded does not count.
    pub fn done(&mut self, who: Who, recorded: bool) {
        if self.bounds.is_none() {
            return;
        }
        if let Some(source) = self.sources.get_mut(&who.0) {
            source.now = source.now.saturating_sub(1);
            if !recorded {
                source.posts.pop_back();
                self.all.pop_back();
            }
        }
    }

    /// Whether a receipt may be tried.
    ///
    /// # Errors
    /// Seconds to wait.
    pub fn may_ask(&mut self, who: Who, now: Instant) -> Result<(), u64> {
        let Some(bounds) = self.bounds else { return Ok(()) };
        let source = self.source(who, now);
        if recent(&mut source.wrong, now) >= bounds.wrong_hour { Err(600) } else { Ok(()) }
    }

    /// A receipt was tried in vain.
    pub fn wrong(&mut self, who: Who, now: Instant) {
        if self.bounds.is_some() {
            self.source(who, now).wrong.push_back(now);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const BOUNDS: Bounds = Bounds { source_hour: 6, source_now: 3, all_hour: 20, wrong_hour: 20 };

    #[test]
    fn one_source_does_not_shut_out_another() {
        let mut limits = Limits::new(Some(BOUNDS)).unwrap();
        let (a, b) = (limits.who("192.0.2.1".parse().unwrap()), limits.who("2001:db8::1".parse().unwrap()));
        assert_eq!(b, limits.who("2001:db8::ffff:1".parse().unwrap()), "one half of an address is one source");
        assert_eq!(a, limits.who("::ffff:192.0.2.1".parse().unwrap()));
        let now = Instant::now();
        for _ in 0..100 {
            if limits.enter(a, now).is_ok() {
                limits.done(a, true);
            }
        }
        assert!(limits.enter(a, now).unwrap_err() > 3000);
        assert_eq!(limits.enter(b, now), Ok(()));
        assert_eq!(limits.enter(b, now), Ok(()));
        assert_eq!(limits.enter(b, now), Ok(()));
        assert_eq!(limits.enter(b, now), Err(1), "three at once");
        limits.done(b, false);
        assert_eq!(limits.enter(b, now), Ok(()));
        assert_eq!(limits.enter(a, now + HOUR), Ok(()), "after an hour");
    }

    #[test]
    fn memory_is_bounded() {
        let mut limits = Limits::new(Some(Bounds { all_hour: usize::MAX, ..BOUNDS })).unwrap();
        let now = Instant::now();
        for i in 0..120_000u32 {
            let who = limits.who(IpAddr::from(i.to_be_bytes()));
            limits.enter(who, now).unwrap();
            limits.done(who, true);
        }
        assert!(limits.sources.len() <= SOURCES);
    }
}
