//! AIPREF: `Content-Usage` as a header of the answer and as a record of robots.txt, a dictionary of structured fields.

use sfv::{Dictionary, ListEntry, Parser};

use super::{Protocol, Wants};
use crate::input::Input;
use crate::robots::{Access, line_at, normal, pattern_matches, pattern_rank};
use crate::signal::{Confidence, Place, Purpose, Signal, Source, Value};

/// AIPREF.
pub const PROTOCOL: Protocol = Protocol {
    id: "content-usage",
    reads: &[Wants::File("/robots.txt", "robots"), Wants::Header("Content-Usage")],
    notes: &["parse_failure", "legacy_label", "cc_exceptions", "unknown_value"],
    read,
};

/// Labels of the vocabulary.
const LABELS: [(&str, Purpose); 3] =
    [("train-ai", Purpose::Train), ("ai-use", Purpose::Input), ("search", Purpose::Search)];
/// Labels that only drafts before it have.
const LEGACY: [&str; 8] = ["tdm", "ai", "genai", "inference", "all", "train-genai", "bots", "ai-output"];
/// By which labels those drafts speak of a purpose, the closest first; the first that says anything counts. A label falls
/// back to its parent as its own draft has it; a parent that only the older draft knows stands last.
const CHAINS: [(Purpose, &[&str]); 4] = [
    (Purpose::Train, &["genai", "train-genai", "ai", "train-ai", "tdm", "all", "bots"]),
    (Purpose::Tdm, &["tdm", "all", "bots"]),
    (Purpose::Input, &["inference", "ai-use", "ai-output", "tdm", "all", "bots"]),
    (Purpose::Search, &["search", "ai-output", "tdm", "all", "bots"]),
];

/// One statement about a purpose: yes, no, or only something to remark on.
struct Said {
    purpose: Purpose,
    allowed: Option<bool>,
    otherwise: Option<Value>,
    notes: Vec<&'static str>,
    place: Place,
}

fn read(input: &Input<'_>) -> Vec<Signal> {
    let mut said = Vec::new();
    // Several lines of the header are one dictionary.
    let lines: Vec<(&str, &str)> = input.header("Content-Usage").collect();
    if let Some((name, _)) = lines.first() {
        let joined = lines.iter().map(|(_, value)| *value).collect::<Vec<_>>().join(", ");
        let place = Place::new(Source::Header((*name).to_owned()), None, joined.as_bytes());
        said.extend(statements(joined.as_bytes(), &place));
    }
    said.extend(robots(input));
    let mut out = Vec::new();
    for purpose in Purpose::ALL {
        // Any no is a no; else any yes is a yes; else nothing is known.
        let of = |allowed| said.iter().find(|s| s.purpose == purpose && s.allowed == allowed);
        let Some(found) = of(Some(false)).or_else(|| of(Some(true))).or_else(|| of(None)) else { continue };
        let (value, confidence) = match found.allowed {
            Some(false) if purpose == Purpose::Tdm => (Value::Reserved, Confidence::Low),
            Some(false) => (Value::Reserved, Confidence::High),
            Some(true) => (Value::Granted, Confidence::Medium),
            None => (Value::Silent, Confidence::Low),
        };
        let signal = |found: &Said, value, confidence| Signal {
            protocol: PROTOCOL.id,
            version: "draft-ietf-aipref-vocab-08, -attach-05",
            purpose,
            value,
            confidence,
            place: Some(found.place.clone()),
            operator: None,
            otherwise: found.otherwise,
            notes: found.notes.clone(),
        };
        out.push(signal(found, value, confidence));
        // A wish that was expressed with a retired label is told beside what the current draft reads.
        let retired = |s: &&Said| s.purpose == purpose && s.notes.contains(&"legacy_label");
        if let Some(legacy) = said.iter().find(retired)
            && found.allowed.is_some()
            && found.allowed != Some(false)
        {
            out.push(signal(legacy, Value::Silent, Confidence::Low));
        }
    }
    out
}

/// The statements of robots.txt: of the agent's groups, those with the longest path that matches. Where the agent may not
/// fetch there is no preference.
fn robots(input: &Input<'_>) -> Vec<Said> {
    let Some((robots, body)) = input.robots else { return Vec::new() };
    let rules = robots.rules(&input.tokens());
    if rules.check(input.path).access == Access::Disallow {
        return Vec::new();
    }
    let mine: Vec<u32> = rules.groups().collect();
    let path = normal(input.path);
    let mut found = Vec::new();
    for record in robots.records(body, PROTOCOL.id) {
        if record.group.is_none_or(|group| mine.binary_search(&group).is_err()) {
            continue;
        }
        let (pattern, preference) = match record.value {
            [b'/', ..] => {
                let end = record.value.iter().position(|b| matches!(b, b' ' | b'\t')).unwrap_or(record.value.len());
                record.value.split_at_checked(end).unwrap_or((record.value, &[]))
            }
            all => (&b""[..], all),
        };
        if pattern.is_empty() || pattern_matches(pattern, &path) {
            let mark = record.mark;
            let source = Source::File("/robots.txt".to_owned());
            let place = Place::new(source, Some((mark.line, mark.column)), line_at(body, mark.offset));
            found.push((pattern_rank(pattern), preference, place));
        }
    }
    let longest = found.iter().map(|(length, _, _)| *length).max();
    let kept = found.iter().filter(|(length, _, _)| Some(*length) == longest);
    kept.flat_map(|(_, preference, place)| statements(preference, place)).collect()
}

/// What one dictionary says.
fn statements(text: &[u8], place: &Place) -> Vec<Said> {
    let say = |purpose, allowed, otherwise, notes| Said { purpose, allowed, otherwise, notes, place: place.clone() };
    let Ok(dictionary) = Parser::new(text).parse::<Dictionary>() else {
        return vec![say(Purpose::Train, None, None, vec!["parse_failure"])];
    };
    let mut found = Vec::new();
    let mut written: Vec<(&str, bool)> = Vec::new();
    for (label, entry) in &dictionary {
        let ListEntry::Item(item) = entry else { continue };
        let allowed = match item.bare_item.as_token().map(|token| token.as_str()) {
            Some("y") => Some(true),
            Some("n") => Some(false),
            _ => None,
        };
        written.extend(allowed.map(|allowed| (label.as_str(), allowed)));
        let Some((_, purpose)) = LABELS.iter().find(|(name, _)| *name == label.as_str()) else { continue };
        let mut notes = Vec::new();
        let mut otherwise = None;
        if allowed.is_none() {
            notes.push("unknown_value");
        }
        // The draft passes parameters over; Creative Commons names in one when the use would be permitted.
        if allowed == Some(false) && item.params.keys().any(|key| key.as_str() == "exceptions") {
            notes.push("cc_exceptions");
            otherwise = Some(Value::Conditional);
        }
        found.push(say(*purpose, allowed, otherwise, notes.clone()));
        if *purpose == Purpose::Train && allowed == Some(false) {
            found.push(say(Purpose::Tdm, allowed, otherwise, notes));
        }
    }
    // Labels of earlier drafts: the current one does not know them, and a wish was expressed all the same.
    if written.iter().any(|(label, _)| LEGACY.contains(label)) {
        for (purpose, chain) in CHAINS {
            let first = chain.iter().find_map(|label| written.iter().find(|(name, _)| name == label));
            let current = LABELS.iter().any(|(label, p)| *p == purpose && first.is_some_and(|(name, _)| name == label));
            if first.is_some_and(|(_, allowed)| !allowed) && !current {
                found.push(say(purpose, None, Some(Value::Reserved), vec!["legacy_label"]));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Agent;
    use crate::robots::{Dialect, Robots};

    fn ask(
        headers: &[(&str, &str)],
        robots: &str,
        path: &str,
        token: &str,
        purpose: Purpose,
    ) -> (Value, Vec<&'static str>) {
        let parsed = Robots::parse(robots.as_bytes(), Dialect::Rfc9309);
        let agent = Agent { token, ..Agent::default() };
        let robots = (!robots.is_empty()).then_some((&parsed, robots.as_bytes()));
        let found = read(&Input { path, agent, robots, headers, ..Input::default() });
        let one = found.into_iter().find(|s| s.purpose == purpose);
        one.map_or((Value::Silent, vec![]), |s| (s.value, s.notes))
    }

    fn header(value: &str, purpose: Purpose) -> (Value, Vec<&'static str>) {
        ask(&[("content-usage", value)], "", "/", "X", purpose)
    }

    fn file(lines: &str, path: &str, token: &str) -> Value {
        ask(&[], &lines.replace(" | ", "\n"), path, token, Purpose::Train).0
    }

    #[test]
    fn the_vectors_of_the_header_hold() {
        let train = Purpose::Train;
        // P1 to P6, P11
        assert_eq!(header("train-ai=n", train), (Value::Reserved, vec![]));
        assert_eq!(header("train-ai=n", Purpose::Input).0, Value::Silent);
        assert_eq!(header("Train-AI=n", train), (Value::Silent, vec!["parse_failure"]));
        for unknown in ["train-ai=\"n\"", "train-ai=no", "train-ai", "train-ai=?0", "train-ai=(n)"] {
            assert_eq!(header(unknown, train).0, Value::Silent, "{unknown}");
        }
        let mixed = "train-ai=y, train-ai, search=n, search=\"n\"";
        assert_eq!((header(mixed, train).0, header(mixed, Purpose::Search).0), (Value::Silent, Value::Silent));
        assert_eq!(header("train-ai;allow=n, train-ai=y", train).0, Value::Granted);
        assert_eq!(header("train-ai=n,", train), (Value::Silent, vec!["parse_failure"]));
        assert_eq!(header("bots=n", train), (Value::Silent, vec!["legacy_label"]));
        let legacy = |value: &str| -> Vec<Purpose> {
            let input = [("Content-Usage", value)];
            let found = read(&Input { path: "/", headers: &input, ..Input::default() });
            found.iter().filter(|s| s.otherwise == Some(Value::Reserved)).map(|s| s.purpose).collect()
        };
        assert_eq!(legacy("bots=n"), Purpose::ALL);
        assert_eq!(legacy("tdm=n, search=y"), [Purpose::Train, Purpose::Tdm, Purpose::Input]);
        assert_eq!(legacy("all=n, train-genai=y"), [Purpose::Tdm, Purpose::Input, Purpose::Search]);
        assert_eq!(legacy("genai=n"), [Purpose::Train]);
        assert_eq!(legacy("train-ai=y, all=n"), [Purpose::Tdm, Purpose::Input, Purpose::Search]);
        assert_eq!(legacy("train-ai=n, search=y"), []);
        assert_eq!(header("train-ai=n;exceptions=cc-cr", train), (Value::Reserved, vec!["cc_exceptions"]));
        let two = [("Content-Usage", "search=y"), ("content-usage", "ai-use=n")];
        assert_eq!(ask(&two, "", "/", "X", Purpose::Input).0, Value::Reserved);
    }

    #[test]
    fn the_vectors_of_robots_txt_hold() {
        // P7
        let paths = "User-agent: * | Content-Usage: train-ai=n | Content-Usage: /ai-ok/ train-ai=y | Allow: /";
        assert_eq!((file(paths, "/ai-ok/x", "X"), file(paths, "/x", "X")), (Value::Granted, Value::Reserved));
        // P8
        let never = "User-agent: * | Content-Usage: train-ai=n | Disallow: /never/";
        assert_eq!((file(never, "/never/x", "X"), file(never, "/x", "X")), (Value::Silent, Value::Reserved));
        // P9
        let own =
            "User-agent: * | Content-Usage: train-ai=n | Allow: / | User-agent: ExampleBot | Content-Usage: train-ai=y";
        assert_eq!((file(own, "/", "ExampleBot"), file(own, "/", "X")), (Value::Granted, Value::Reserved));
        // P10
        let both = ask(
            &[("Content-Usage", "train-ai=y")],
            "User-agent: *\nContent-Usage: train-ai=n",
            "/",
            "X",
            Purpose::Train,
        );
        assert_eq!(both.0, Value::Reserved);
        // The longest path is that with most octets, however it is spelt.
        let spelt = "User-agent: * | Content-Usage: /a* train-ai=y | Content-Usage: /ab train-ai=n";
        assert_eq!((file(spelt, "/abc", "X"), file(spelt, "/ac", "X")), (Value::Reserved, Value::Granted));
        // P12, P13, P14
        assert_eq!(
            file("User-agent: * | Content-Usage: /x train-ai=y | Content-Usage: /x train-ai=n", "/x", "X"),
            Value::Reserved
        );
        assert_eq!(file("User-agent: * | Content-Usage:/x train-ai=n", "/x", "X"), Value::Reserved);
        assert_eq!(file("User-agent: * | Content-Usage:/x train-ai=n", "/y", "X"), Value::Silent);
        assert_eq!(file("User-agent: * | Content-Usage: /x", "/x", "X"), Value::Silent);
    }
}
