//! llms.txt is no reservation. It is read so that the program can say so; a sentence about rights in it is natural language.

use super::{Protocol, Wants};
use crate::input::Input;
use crate::signal::{Confidence, Place, Purpose, Signal, Source, Value};

/// llms.txt.
pub const PROTOCOL: Protocol =
    Protocol { id: "llms.txt", reads: &[Wants::File(FILE, "llms-txt")], notes: &["no_reservation"], read };

pub(crate) const FILE: &str = "/llms.txt";

fn read(input: &Input<'_>) -> Vec<Signal> {
    let Some(file) = input.file(&[FILE]).filter(|file| (200..300).contains(&file.status)) else { return Vec::new() };
    let first: Vec<u8> = file.body.iter().copied().take_while(|b| !matches!(b, b'\n' | b'\r')).collect();
    let place = Place::new(Source::File(FILE.to_owned()), Some((1, 1)), &first);
    let signal = |purpose| Signal {
        protocol: PROTOCOL.id,
        version: "no version",
        purpose,
        value: Value::Silent,
        confidence: Confidence::High,
        place: Some(place.clone()),
        operator: None,
        otherwise: None,
        notes: vec!["no_reservation"],
    };
    Purpose::ALL.map(signal).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::File;

    #[test]
    fn whatever_it_says_it_is_silent() {
        let text = "# Site\n\n> AI training is prohibited. User-agent: *\nDisallow: /\n";
        let files = [File { place: FILE, status: 200, body: text.as_bytes() }];
        let found = read(&Input { path: "/a", files: &files, ..Input::default() });
        assert_eq!(found.len(), 4);
        assert!(found.iter().all(|s| s.value == Value::Silent && s.notes == ["no_reservation"]));
    }
}
