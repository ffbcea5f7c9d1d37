//! Nearly verbatim: what is found by how many words were changed, and that nothing is found where nothing is.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "tests")]

use fastrand::Rng;
use gpai_verbatim::index::{Index, Settings, Texts};
use gpai_verbatim::scan::{Limits, Scan};
use gpai_verbatim::tally::{Output, Source};

fn vocabulary(rng: &mut Rng) -> Vec<String> {
    (0..5_000).map(|_| (0..rng.usize(2..9)).map(|_| rng.char('a'..='z')).collect()).collect()
}

fn prose(rng: &mut Rng, vocabulary: &[String], bytes: usize) -> String {
    let mut out = String::new();
    while out.len() < bytes {
        // Common words come often, as they do.
        let most = if rng.bool() { 40 } else { vocabulary.len() };
        out.push_str(&vocabulary[rng.usize(0..most)]);
        out.push(' ');
    }
    out.truncate(bytes);
    out
}

/// Words left out, joined by a stranger, or replaced.
fn edited(rng: &mut Rng, vocabulary: &[String], text: &str, percent: usize) -> String {
    let mut out: Vec<&str> = Vec::new();
    for word in text.split(' ') {
        let stranger = vocabulary[rng.usize(0..vocabulary.len())].as_str();
        if rng.usize(0..100) >= percent {
            out.push(word);
            continue;
        }
        match rng.u8(0..3) {
            0 => {}
            1 => out.extend([word, stranger]),
            _ => out.push(stranger),
        }
    }
    out.join(" ")
}

fn found(outputs: &[String], docs: &[String]) -> Vec<Output> {
    let mut texts = Texts::new();
    for output in outputs {
        texts.push(|out| out.extend_from_slice(output.as_bytes())).unwrap();
    }
    let index = Index::new(texts, Settings { least: 64, every: 4 });
    let mut scan = Scan::new(&index, Limits { chars: 160, near: Some(85) });
    for (number, doc) in docs.iter().enumerate() {
        scan.document(number as u64, Source::Unknown, doc.as_bytes());
    }
    scan.tally.outputs(&index)
}

#[test]
fn recall_by_words_changed() {
    // Passages of 900 bytes: percent of words changed, and of passages found at the least.
    for (percent, least) in [(2, 99), (5, 99), (10, 97), (12, 90)] {
        let mut rng = Rng::with_seed(percent as u64);
        let vocabulary = vocabulary(&mut rng);
        let docs: Vec<String> = (0..300).map(|_| prose(&mut rng, &vocabulary, 3_000)).collect();
        let outputs: Vec<String> = docs
            .iter()
            .map(|doc| {
                let from = rng.usize(0..2_000);
                let passage = edited(&mut rng, &vocabulary, &doc[from..from + 900], percent);
                format!("{} {passage} {}", prose(&mut rng, &vocabulary, 300), prose(&mut rng, &vocabulary, 300))
            })
            .collect();
        let all = found(&outputs, &docs);
        let right = all
            .iter()
            .filter(|o| {
                let near = o.near.iter().any(|(_, document, _)| *document == u64::from(o.output));
                near || o.longest.is_some_and(|(_, place)| place.document == u64::from(o.output))
            })
            .count();
        assert!(right * 100 >= least * docs.len(), "{percent} % changed: {right} of {}", docs.len());
        let wrong =
            all.iter().flat_map(|o| o.near.iter().map(|(_, d, _)| u64::from(o.output) != *d)).filter(|w| *w).count();
        assert_eq!(wrong, 0, "{percent}");
        for (near, document, _) in all.iter().flat_map(|o| &o.near) {
            let length = (near.range.1 - near.range.0).max(near.from.1 - near.from.0);
            assert!(near.same * 100 >= length * 85, "{near:?}");
            assert!(near.from.1 as usize <= docs[*document as usize].len());
        }
    }
}

#[test]
fn unrelated_texts_have_nothing_nearly_in_common() {
    let mut rng = Rng::with_seed(77);
    let vocabulary = vocabulary(&mut rng);
    // A million pairs, with stock phrases of 100 bytes that all of them use.
    let phrases: Vec<String> = (0..20).map(|_| prose(&mut rng, &vocabulary, 100)).collect();
    let mut texts = |n: usize| -> Vec<String> {
        (0..n)
            .map(|_| {
                let (a, b) = (prose(&mut rng, &vocabulary, 500), prose(&mut rng, &vocabulary, 500));
                format!("{a}{}{b}", phrases[rng.usize(0..phrases.len())])
            })
            .collect()
    };
    let (outputs, docs) = (texts(1_000), texts(1_000));
    let all = found(&outputs, &docs);
    assert_eq!(all.iter().map(|o| o.near.len() + o.covered.len()).sum::<usize>(), 0);
}
