//! trust.txt of JournalList: one attribute says whether the site may be used for training.

use super::{Protocol, Wants};
use crate::input::Input;
use crate::robots::record::{Lines, trim};
use crate::signal::{Confidence, Place, Purpose, Signal, Source, Value};

/// trust.txt.
pub const PROTOCOL: Protocol = Protocol {
    id: "trust.txt",
    reads: &[Wants::File("/trust.txt", "trust-txt"), Wants::File("/.well-known/trust.txt", "well-known-trust-txt")],
    notes: &["case", "unknown_value"],
    read,
};

fn read(input: &Input<'_>) -> Vec<Signal> {
    let files = PROTOCOL.reads.iter().filter_map(|wanted| match wanted {
        Wants::File(place, _) => input.file(&[*place]),
        _ => None,
    });
    let Some(file) = files.into_iter().find(|file| (200..300).contains(&file.status)) else { return Vec::new() };
    let mut found: Vec<Signal> = Vec::new();
    for line in Lines::new(file.body, 0) {
        let text: Vec<u8> = line.bytes.iter().copied().take_while(|b| *b != b'#').collect();
        let mut parts = text.splitn(2, |b| *b == b'=');
        let (Some(name), Some(value)) = (parts.next().map(trim), parts.next().map(trim)) else { continue };
        if !name.eq_ignore_ascii_case(b"datatrainingallowed") {
            continue;
        }
        let (said, confidence) = if value.eq_ignore_ascii_case(b"no") {
            (Value::Reserved, Confidence::Medium)
        } else if value.eq_ignore_ascii_case(b"yes") {
            (Value::Granted, Confidence::Low)
        } else {
            (Value::Silent, Confidence::Low)
        };
        // A file may say the same any number of times.
        if found.iter().any(|s| s.value == said) {
            continue;
        }
        let mut notes = Vec::new();
        if said == Value::Silent {
            notes.push("unknown_value");
        } else if name != b"datatrainingallowed" || value.iter().any(u8::is_ascii_uppercase) {
            notes.push("case");
        }
        found.push(Signal {
            protocol: PROTOCOL.id,
            version: "4 April 2024",
            purpose: Purpose::Train,
            value: said,
            confidence,
            place: Some(Place::new(Source::File(file.place.to_owned()), Some((line.number, 1)), line.bytes)),
            operator: None,
            otherwise: None,
            notes,
        });
    }
    // The stricter of several lines counts.
    let stricter = found.iter().any(|s| s.value == Value::Reserved);
    found.retain(|s| !stricter || s.value == Value::Reserved);
    found.truncate(1);
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::input::File;

    fn ask(place: &str, text: &str) -> Vec<(Value, Vec<&'static str>)> {
        let files = [File { place, status: 200, body: text.as_bytes() }];
        let found = read(&Input { path: "/a", files: &files, ..Input::default() });
        found.into_iter().map(|s| (s.value, s.notes)).collect()
    }

    #[test]
    fn the_vectors_hold() {
        // J1, J2, J3
        assert_eq!(ask("/trust.txt", "# x\ndatatrainingallowed=no\n"), [(Value::Reserved, vec![])]);
        assert_eq!(ask("/.well-known/trust.txt", "DataTrainingAllowed = NO"), [(Value::Reserved, vec!["case"])]);
        assert_eq!(ask("/trust.txt", "member=https://a.example\n# datatrainingallowed=no"), []);
        assert_eq!(ask("/trust.txt", "datatrainingallowed=yes # all"), [(Value::Granted, vec![])]);
        assert_eq!(ask("/trust.txt", "datatrainingallowed=perhaps"), [(Value::Silent, vec!["unknown_value"])]);
        assert_eq!(
            ask("/trust.txt", "datatrainingallowed=yes\rdatatrainingallowed=no")[..1],
            [(Value::Reserved, vec![])]
        );
    }
}
