//! From bytes to groups (RFC 9309, 2.1 to 2.2.1).

use memchr::memrchr2;

use super::file::{Group, LIMIT, Mark, Name, Other, Robots, Rule, fold};
use super::record::{Field, Lines, Record, blank, record};
use super::{Dialect, Notes, pattern};

/// What Google's parser keeps of a line: its buffer holds 16,664 bytes, the last of which ends the text.
const GOOGLE_LINE: usize = 16_663;
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Reads a file.
pub(super) fn parse(body: &[u8], dialect: Dialect) -> Robots {
    let start = mark_of_order(body, dialect);
    let partial = start == 0 && mark_of_order(body, Dialect::Google) > 0;
    let (end, beyond) = within(body);
    let read = body.get(..end).unwrap_or_default();
    let mut reading = Reading { robots: Robots { dialect, loose: partial, ..Robots::default() }, ..Reading::default() };
    if utf16(body).is_some() {
        reading.robots.notes |= Notes::ENCODING_UTF16;
        reading.robots.loose = true;
    }
    let text = read.get(start..).unwrap_or_default();
    if text.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'<') {
        reading.robots.notes |= Notes::HTML_BODY;
    }
    for line in Lines::new(read, start) {
        let bytes = match dialect {
            Dialect::Google => line.bytes.get(..GOOGLE_LINE).unwrap_or(line.bytes),
            Dialect::Rfc9309 => line.bytes,
        };
        if let Some(found) = record(bytes, dialect) {
            reading.take(&found, line.number, line.offset);
        } else if !reading.robots.loose && record(bytes, Dialect::Google).is_some_and(|found| found.speaks()) {
            reading.robots.loose = true;
        }
    }
    reading.close();
    if beyond {
        // What stands there is looked at only to tell whether something was left out.
        if Lines::new(body, end).any(|line| record(line.bytes, dialect).is_some_and(|found| found.speaks())) {
            reading.robots.notes |= Notes::BEYOND_LIMIT;
        }
    }
    let mut robots = reading.robots;
    robots.index.sort_unstable();
    robots
}

/// Length of a byte-order mark at the beginning. Google drops a part of one as well.
fn mark_of_order(body: &[u8], dialect: Dialect) -> usize {
    let common = body.iter().zip(BOM).take_while(|(a, b)| a == b).count();
    if common == BOM.len() || dialect == Dialect::Google { common } else { 0 }
}

/// Where reading ends, and whether that is before the end of the file. A line that the limit cuts is not read: what is left
/// of its pattern would be another rule than the one that was written.
fn within(body: &[u8]) -> (usize, bool) {
    match body.get(..LIMIT) {
        Some(head) if body.len() > LIMIT => (memrchr2(b'\r', b'\n', head).map_or(0, |at| at + 1), true),
        _ => (body.len(), false),
    }
}

/// Whether a file is UTF-16, by its mark or by its zeros; `true` inside for little-endian.
pub(super) fn utf16(body: &[u8]) -> Option<bool> {
    match body {
        [0xff, 0xfe, ..] => Some(true),
        [0xfe, 0xff, ..] => Some(false),
        [a, 0, b, 0, ..] if a.is_ascii() && b.is_ascii() && *a != 0 && *b != 0 => Some(true),
        [0, a, 0, b, ..] if a.is_ascii() && b.is_ascii() && *a != 0 && *b != 0 => Some(false),
        _ => None,
    }
}

/// A reading under way.
#[derive(Default)]
struct Reading {
    robots: Robots,
    /// The group that stands open.
    group: Option<Group>,
    /// It has a rule already: the next `User-agent` line begins another.
    ruled: bool,
    /// Another record came since its last `User-agent` line.
    interrupted: bool,
}

impl Reading {
    fn take(&mut self, found: &Record<'_>, line: u32, offset: usize) {
        match found.field {
            Field::UserAgent => self.agent(found, line),
            Field::Allow | Field::Disallow => self.rule(found, line, offset),
            Field::Sitemap | Field::Other => self.other(found, line, offset),
        }
    }

    fn agent(&mut self, found: &Record<'_>, line: u32) {
        if self.ruled {
            self.close();
        }
        let first = u32::try_from(self.robots.rules.len()).unwrap_or(u32::MAX);
        let group = self.group.get_or_insert_with(|| Group { rules: first..first, ..Group::default() });
        if std::mem::take(&mut self.interrupted) {
            group.notes |= Notes::AMBIGUOUS_GROUP;
            group.ambiguous.get_or_insert(line);
        }
        if found.lenient {
            group.notes |= Notes::LENIENT_FIELD;
        }
        let number = u32::try_from(self.robots.groups.len()).unwrap_or(u32::MAX);
        match found.value {
            [b'*'] => self.robots.everyone.push(number),
            [b'*', after, ..] if blank(*after) => {
                group.notes |= Notes::LENIENT_UA;
                self.robots.everyone.push(number);
            }
            value => self.name(value, number),
        }
    }

    /// Remembers who is named: the value as far as it is a product token, and whole.
    fn name(&mut self, value: &[u8], group: u32) {
        let token = value.iter().take_while(|b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_')).count();
        let robots = &mut self.robots;
        let (Ok(start), Ok(number)) = (u32::try_from(robots.arena.len()), u32::try_from(robots.names.len())) else {
            return;
        };
        let (Ok(cut), Ok(whole)) = (u32::try_from(token), u32::try_from(value.len())) else { return };
        robots.arena.extend(value.iter().map(u8::to_ascii_lowercase));
        robots.names.push(Name { start, token: cut, whole, group });
        if token > 0 {
            robots.index.push((fold(value.get(..token).unwrap_or_default()), number, false));
        }
        // Google's parser never compares more than the token.
        if token < value.len() && robots.dialect == Dialect::Rfc9309 {
            robots.index.push((fold(value), number, true));
        }
    }

    fn rule(&mut self, found: &Record<'_>, line: u32, offset: usize) {
        // Before the first `User-agent` line it belongs to nobody.
        let Some(group) = &mut self.group else { return };
        self.ruled = true;
        self.interrupted = false;
        if found.lenient {
            group.notes |= Notes::LENIENT_FIELD;
        }
        let Some(first) = found.value.first() else { return };
        if !matches!(first, b'/' | b'*') || found.value.iter().any(|b| blank(*b)) {
            group.notes |= Notes::LINT;
            return;
        }
        let allow = found.field == Field::Allow;
        let mark = mark(found, line, offset);
        let robots = &mut self.robots;
        if let Some(shape) = pattern::write(found.value, robots.dialect, &mut robots.arena) {
            robots.rules.push(Rule { shape, allow, mark });
        }
        // Google: `Allow: /dir/index.html` allows `/dir/` too.
        if robots.dialect == Dialect::Google
            && allow
            && let Some(slash) = found.value.iter().rposition(|b| *b == b'/')
            && found.value.get(slash..).is_some_and(|last| last.starts_with(b"/index.htm"))
        {
            let folder: Vec<u8> = found.value.iter().take(slash + 1).copied().chain([b'$']).collect();
            if let Some(shape) = pattern::write(&folder, robots.dialect, &mut robots.arena) {
                robots.rules.push(Rule { shape, allow, mark });
            }
        }
    }

    fn other(&mut self, found: &Record<'_>, line: u32, offset: usize) {
        let span = |at: usize, bytes: &[u8]| {
            (u32::try_from(offset + at).unwrap_or(u32::MAX), u32::try_from(bytes.len()).unwrap_or(u32::MAX))
        };
        // RFC 9309 names Sitemap as its example of a record that does not interfere: nothing is doubtful there.
        self.interrupted |= self.group.is_some() && !self.ruled && found.field == Field::Other;
        let group = self.group.as_ref().and_then(|_| u32::try_from(self.robots.groups.len()).ok());
        let place = mark(found, line, offset);
        self.robots.others.push(Other {
            name: span(found.name_at, found.name),
            value: span(found.value_at, found.value),
            line,
            column: place.column,
            group,
        });
    }

    /// Ends the group that stands open.
    fn close(&mut self) {
        if let Some(mut group) = self.group.take() {
            group.rules.end = u32::try_from(self.robots.rules.len()).unwrap_or(u32::MAX);
            if let Some(rules) = self.robots.rules.get_mut(group.rules.start as usize..) {
                rules.sort_by_key(|rule| (std::cmp::Reverse(rule.shape.rank), !rule.allow, rule.mark.line));
            }
            self.robots.groups.push(group);
        }
        self.ruled = false;
        self.interrupted = false;
    }
}

fn mark(found: &Record<'_>, line: u32, offset: usize) -> Mark {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Mark {
        line,
        column: number(found.value_at + 1),
        offset: number(offset + found.value_at),
        length: number(found.value.len()),
    }
}
