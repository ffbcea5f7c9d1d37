//! Rates of the pure crate on generated text, for benches/README.md: `cargo run --release -p gpai-verbatim --example rates -- 100`.
//! Figures are CPU seconds of one thread, best of three; ratios count. The corpus is decoded from JSON strings once, as the base line.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    clippy::string_slice,
    reason = "a measurement"
)]

use std::time::{Duration, Instant};

use fastrand::Rng;
use gpai_verbatim::fold::Fold;
use gpai_verbatim::index::{Index, Settings, Texts};
use gpai_verbatim::scan::{Limits, Scan};
use gpai_verbatim::tally::Source;

/// Text of a vocabulary in which common words are common, with capitals, commas and lines.
fn prose(rng: &mut Rng, vocabulary: &[String], bytes: usize) -> String {
    let mut out = String::with_capacity(bytes + 20);
    let mut sentence = true;
    while out.len() < bytes {
        let most = vocabulary.len() >> rng.u32(0..9);
        let word = &vocabulary[rng.usize(0..most.max(1))];
        if sentence {
            out.push_str(&word[..1].to_uppercase());
            out.push_str(&word[1..]);
        } else {
            out.push_str(word);
        }
        sentence = rng.u8(0..12) == 0;
        out.push_str(if sentence {
            ".\n"
        } else if rng.u8(0..9) == 0 {
            ", "
        } else {
            " "
        });
    }
    out
}

fn best(mut what: impl FnMut() -> usize) -> (Duration, usize) {
    let mut all: Vec<(Duration, usize)> = (0..3)
        .map(|_| {
            let begun = Instant::now();
            let n = what();
            (begun.elapsed(), n)
        })
        .collect();
    all.sort();
    all[0]
}

fn main() {
    let megabytes: usize = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(100);
    let outputs: usize = std::env::args().nth(2).and_then(|n| n.parse().ok()).unwrap_or(10_000);
    let mut rng = Rng::with_seed(1);
    let vocabulary: Vec<String> =
        (0..60_000).map(|_| (0..rng.usize(2..11)).map(|_| rng.char('a'..='z')).collect()).collect();
    let notices: Vec<String> = (0..4).map(|_| prose(&mut rng, &vocabulary, 400)).collect();
    let mut docs = Vec::new();
    let mut size = 0;
    while size < megabytes * 1_000_000 {
        let bytes = rng.usize(500..6_000);
        let mut doc = prose(&mut rng, &vocabulary, bytes);
        if rng.u8(0..5) == 0 {
            doc.push_str(&notices[rng.usize(0..4)]);
        }
        size += doc.len();
        docs.push(doc);
    }
    let answers: Vec<String> = (0..outputs)
        .map(|_| {
            let mut text = prose(&mut rng, &vocabulary, 600);
            match rng.u8(0..10) {
                0 => {
                    let doc = &docs[rng.usize(0..docs.len())];
                    let from = rng.usize(0..doc.len() / 2);
                    text.push_str(&doc[from..(from + 500).min(doc.len())]);
                }
                1 | 2 => text.push_str(&notices[rng.usize(0..4)]),
                _ => {}
            }
            text.push_str(&prose(&mut rng, &vocabulary, 200));
            text
        })
        .collect();
    let rate =
        |time: Duration| format!("{:>8.3} s {:>8.0} MB/s", time.as_secs_f64(), size as f64 / 1e6 / time.as_secs_f64());
    println!("{} documents, {} MB; {outputs} outputs", docs.len(), size / 1_000_000);
    // Reading to owned text: each document copied into memory of its own.
    let (copy, _) = best(|| docs.iter().map(|d| std::hint::black_box(d.clone()).len()).sum());
    println!("copied to owned text     {}", rate(copy));
    let fold = Fold::default();
    let mut room = Vec::new();
    let (folded, _) = best(|| {
        docs.iter()
            .map(|d| {
                room.clear();
                fold.fold(d, &mut room);
                room.len()
            })
            .sum()
    });
    println!("folded                   {}", rate(folded));
    for (name, exact, least, every, near) in [
        ("not folded, 160, b = 1", true, 160, 1, None),
        ("exact, 160, b = 1", false, 160, 1, None),
        ("exact, 160, b = 8", false, 160, 8, None),
        ("nearly too, 64, b = 1", false, 64, 1, Some(85)),
        ("nearly too, 64, b = 8", false, 64, 8, Some(85)),
    ] {
        let fold = Fold { exact, ..Fold::default() };
        let begun = Instant::now();
        let mut texts = Texts::new();
        for answer in &answers {
            texts.push(|out| fold.fold(answer, out)).unwrap();
        }
        let bytes = texts.size();
        let index = Index::new(texts, Settings { least, every });
        let built = begun.elapsed();
        let (time, found) = best(|| {
            let mut scan = Scan::new(&index, Limits { chars: 160, near });
            for (number, doc) in docs.iter().enumerate() {
                let text = if exact {
                    doc.as_bytes()
                } else {
                    room.clear();
                    fold.fold(doc, &mut room);
                    &room
                };
                scan.document(number as u64, Source::Unknown, text);
            }
            scan.tally.outputs(&index).iter().filter(|o| o.longest.is_some()).count()
        });
        println!(
            "{name:<24} {}   index {:.2} s, {:.1} bytes a byte of output; {found} outputs with a run",
            rate(time),
            built.as_secs_f64(),
            index.memory() as f64 / bytes as f64
        );
    }
}
