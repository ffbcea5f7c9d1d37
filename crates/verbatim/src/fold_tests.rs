//! Folding: restyled texts fold alike, what is said to be simple is, and every path gives the same.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "tests")]

use fastrand::Rng;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, is_nfkc_quick};

use super::*;

fn fold(text: &str) -> String {
    let mut out = Vec::new();
    Fold::default().fold(text, &mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn restyled_texts_fold_alike() {
    for (a, b) in [
        ("The Quick  Brown\r\nFox", "the quick brown fox"),
        ("  “Straße” — ‚so‘  ", "\"STRASSE\" - 'so'"),
        ("e\u{301}tude", "ÉTUDE"),
        ("ﬁne … ½", "fine ... 1⁄2"),
        ("ΟΔΥΣΣΕΥΣ", "οδυσσευς"),
        ("ПРИВЕТ, Мир", "привет, мир"),
        ("ＡＢＣ　漢字", "abc 漢字"),
        ("ｶﾞ", "ガ"),
        ("a\u{200b}b\u{feff}c\u{ad}d", "abcd"),
        ("\u{1100}\u{1161}\u{11a8}", "각"),
        ("it´s", "it's"),
        ("\u{2067}שלום\u{2069}", "שלום"),
        ("👩\u{200d}👧", "👩👧"),
    ] {
        assert_eq!(fold(a), fold(b), "{a:?} {b:?}");
    }
    assert_ne!(fold("a b"), fold("ab"));
    let bare = Fold { punctuation_out: true, ..Fold::default() };
    let mut out = Vec::new();
    bare.fold("Well, «so» — it。is!", &mut out);
    assert_eq!(out, b"well so itis");
}

#[test]
fn what_is_simple_stands_alone() {
    let marks = ['\u{301}', '\u{308}', '\u{3099}', '\u{11a8}', '\u{653}', '\u{93c}', 'a'];
    for c in (0..=0x10_ffff).filter_map(char::from_u32).filter(|c| simple(*c)) {
        assert_eq!(is_nfkc_quick(std::iter::once(c)), IsNormalized::Yes, "{c:?}");
        assert_eq!(canonical_combining_class(c), 0, "{c:?}");
        for before in marks {
            let pair: String = [before, c].into_iter().collect();
            let joined: String = pair.nfkc().collect();
            assert_eq!(
                joined,
                [before.to_string().nfkc().collect::<String>(), c.to_string()].concat(),
                "{before:?} {c:?}"
            );
        }
    }
}

/// What the fold is: character by character, over the whole text at once.
fn plainly(text: &str) -> String {
    let whole: String = text.chars().map(before).nfkc().filter(|c| !ignored(*c)).collect();
    let mut out = String::new();
    for c in whole.chars() {
        match c {
            c if c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            'ß' | 'ẞ' => out.push_str("ss"),
            'ς' => out.push('σ'),
            '\u{2e80}'..='\u{d7ff}' | '\u{590}'..='\u{10ff}' => out.push(c),
            c => out.extend(c.to_lowercase()),
        }
    }
    out.trim_end_matches(' ').to_owned()
}

#[test]
fn chunks_clusters_and_traces_give_the_same() {
    let alphabets = [
        "abcDEF   .,-\n\t\r",
        "abé\u{301}\u{308}o\u{327}ßΣς İ",
        "漢字かなガ\u{3099}ｶﾞ ﬁ…½",
        "각\u{1100}\u{1161}\u{11a8} अ\u{93c}ि",
        "שלום\u{5b0} \u{2067}مرحبا\u{64e}\u{200f}",
        "👩\u{200d}👧 “”„—\u{0}\u{7f}",
    ];
    let mut rng = Rng::with_seed(5);
    for round in 0..30_000 {
        let wanted: Vec<char> = match round % 3 {
            0 => alphabets[rng.usize(0..alphabets.len())].chars().collect(),
            1 => [alphabets[0], alphabets[rng.usize(0..alphabets.len())]].concat().chars().collect(),
            _ => alphabets.concat().chars().collect(),
        };
        let ascii = round % 5 == 0;
        let text: String = (0..rng.usize(0..220))
            .map(|_| if ascii && rng.u8(0..9) > 0 { rng.char('a'..='z') } else { wanted[rng.usize(0..wanted.len())] })
            .collect();
        let got = fold(&text);
        assert_eq!(got, plainly(&text), "{text:?}");
        let traced = Fold::default().traced(&text);
        assert_eq!(traced.text, got.as_bytes(), "{text:?}");
        let mut last = 0;
        for at in 0..=got.len() {
            let source = if at == got.len() { traced.end(at) } else { traced.start(at) };
            assert!(source >= last && text.is_char_boundary(source), "{text:?}");
            last = source;
        }
        let bare = Fold { punctuation_out: true, ..Fold::default() };
        let mut out = Vec::new();
        bare.fold(&text, &mut out);
        assert_eq!(out, bare.traced(&text).text);
    }
}

#[test]
fn a_span_is_found_back_in_the_source() {
    let text = "Ein  GROSSER „Satz“\n\nmit e\u{301} und 漢字.";
    let traced = Fold::default().traced(text);
    let folded = String::from_utf8(traced.text.clone()).unwrap();
    let at = folded.find("\"satz\" mit é").unwrap();
    let end = at + "\"satz\" mit é".len();
    assert_eq!(&text[traced.start(at)..traced.end(end)], "„Satz“\n\nmit e\u{301}");
}
