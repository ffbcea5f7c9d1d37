//! Asking a robots.txt: which rules are an agent's (RFC 9309, 2.2.1), and which of them decides (2.2.2).

use super::file::{Access, Decision, Mark, Robots, Rule, State, fold};
use super::{Notes, pattern};

/// The rules for one agent. Keep it to ask about many paths.
#[derive(Clone, Debug)]
pub struct Rules<'r> {
    robots: &'r Robots,
    /// Nearly always one group.
    first: Option<u32>,
    more: Vec<u32>,
    notes: Notes,
    own: bool,
}

/// The rules of the first token that has a group, else those of `*`.
pub(super) fn rules<'r>(robots: &'r Robots, tokens: &[&str]) -> Rules<'r> {
    let mut rules = Rules { robots, first: None, more: Vec::new(), notes: robots.notes, own: true };
    for token in tokens {
        named(&mut rules, token.as_bytes());
        if rules.first.is_some() {
            return rules;
        }
    }
    rules.own = false;
    for group in &robots.everyone {
        rules.add(*group);
    }
    rules
}

/// Adds every group that names this token.
fn named(rules: &mut Rules<'_>, token: &[u8]) {
    let robots = rules.robots;
    let hash = fold(token);
    let from = robots.index.partition_point(|(h, _, _)| *h < hash);
    for (_, number, whole) in robots.index.iter().skip(from).take_while(|(h, _, _)| *h == hash) {
        let Some(name) = robots.names.get(*number as usize) else { continue };
        let length = if *whole { name.whole } else { name.token };
        let written = robots.arena.get(name.start as usize..).and_then(|rest| rest.get(..length as usize));
        if written.is_some_and(|written| written.eq_ignore_ascii_case(token)) {
            if *whole {
                rules.notes |= Notes::INVALID_TOKEN;
            } else if name.token < name.whole {
                rules.notes |= Notes::LENIENT_UA;
            }
            rules.add(name.group);
        }
    }
}

impl<'r> Rules<'r> {
    fn add(&mut self, group: u32) {
        match self.first {
            None => self.first = Some(group),
            Some(first) if first == group || self.more.last() == Some(&group) => return,
            Some(_) => self.more.push(group),
        }
        if let Some(found) = self.robots.groups.get(group as usize) {
            self.notes |= found.notes;
        }
    }

    /// The numbers of the groups, in the order of the file.
    pub fn groups(&self) -> impl Iterator<Item = u32> + '_ {
        self.first.into_iter().chain(self.more.iter().copied())
    }

    /// Whether a token of the agent is named; otherwise the groups, if any, are those of `*`.
    #[must_use]
    pub fn own(&self) -> bool {
        self.own
    }

    /// Whether there is any group for the agent.
    #[must_use]
    pub fn any(&self) -> bool {
        self.first.is_some()
    }

    /// The first line that makes the extent of a group doubtful (see [`Notes::AMBIGUOUS_GROUP`]).
    #[must_use]
    pub fn ambiguous(&self) -> Option<u32> {
        self.groups().find_map(|group| self.robots.groups.get(group as usize)?.ambiguous)
    }

    /// Whether the agent may fetch this path with its query: the longest pattern that matches decides, `Allow` before
    /// `Disallow` where two are equally long, whatever stands first.
    #[must_use]
    pub fn check(&self, path: &str) -> Decision {
        let path = pattern::normal(path, self.robots.dialect);
        let plain = |access| Decision { access, rule: None, notes: self.notes };
        match self.robots.state {
            _ if &*path == b"/robots.txt" => return plain(Access::Allow),
            State::Rules => {}
            State::Open => return plain(Access::Allow),
            State::Closed => return plain(Access::Disallow),
        }
        let key = pattern::key(&path);
        let mut best: Option<&Rule> = None;
        for group in self.groups() {
            let Some(group) = self.robots.groups.get(group as usize) else { continue };
            let Some(rules) = self.robots.rules.get(group.rules.start as usize..group.rules.end as usize) else {
                continue;
            };
            for rule in rules {
                // Longest first, Allow first: what follows is no better than this one.
                if best.is_some_and(|b| (b.shape.rank, b.allow) >= (rule.shape.rank, rule.allow)) {
                    break;
                }
                if key & rule.shape.mask == rule.shape.key && self.matches(rule, &path) {
                    best = Some(rule);
                    break;
                }
            }
        }
        match best {
            None => plain(Access::Allow),
            Some(rule) => Decision {
                access: if rule.allow { Access::Allow } else { Access::Disallow },
                rule: Some(rule.mark),
                notes: self.notes,
            },
        }
    }

    /// Every rule of the agent's groups that matches a path, the one that decides first, then in the order in which each would
    /// decide without those before it. Whether it allows, and where it stands.
    #[must_use]
    pub fn competing(&self, path: &str) -> Vec<(Access, Mark)> {
        let path = pattern::normal(path, self.robots.dialect);
        let groups = self.groups().filter_map(|group| self.robots.groups.get(group as usize));
        let rules =
            groups.filter_map(|g| self.robots.rules.get(g.rules.start as usize..g.rules.end as usize)).flatten();
        let mut found: Vec<&Rule> = rules.filter(|rule| self.matches(rule, &path)).collect();
        found.sort_by_key(|rule| (std::cmp::Reverse(rule.shape.rank), !rule.allow, rule.mark.line));
        let access = |rule: &Rule| if rule.allow { Access::Allow } else { Access::Disallow };
        found.into_iter().map(|rule| (access(rule), rule.mark)).collect()
    }

    fn matches(&self, rule: &Rule, path: &[u8]) -> bool {
        let start = rule.shape.start as usize;
        let pattern = self.robots.arena.get(start..).and_then(|rest| rest.get(..rule.shape.length as usize));
        pattern.is_some_and(|pattern| pattern::matches(pattern, &rule.shape, path))
    }
}
