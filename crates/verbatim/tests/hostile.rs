//! What somebody makes to slow it down: repetitions, notices in every output and every document, outputs of one letter. Time stays in
//! proportion to the text.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::float_arithmetic, reason = "tests")]

use std::time::{Duration, Instant};

use fastrand::Rng;
use gpai_verbatim::fold::Fold;
use gpai_verbatim::index::{Index, Settings, Texts};
use gpai_verbatim::scan::{Limits, Scan};
use gpai_verbatim::tally::{Output, Source};

fn prose(rng: &mut Rng, bytes: usize) -> String {
    let mut out = String::with_capacity(bytes + 10);
    while out.len() < bytes {
        for _ in 0..rng.usize(2..9) {
            out.push(rng.char('a'..='z'));
        }
        out.push(' ');
    }
    out
}

fn run(outputs: &[String], docs: &[String], near: Option<u32>) -> (Duration, Vec<Output>) {
    let mut texts = Texts::new();
    for output in outputs {
        texts.push(|out| Fold::default().fold(output, out)).unwrap();
    }
    let index = Index::new(texts, Settings { least: 64, every: 8 });
    let begun = Instant::now();
    let mut scan = Scan::new(&index, Limits { chars: 160, near });
    let mut room = Vec::new();
    for (number, doc) in docs.iter().enumerate() {
        room.clear();
        Fold::default().fold(doc, &mut room);
        scan.document(number as u64, Source::Unknown, &room);
    }
    let time = begun.elapsed();
    (time, scan.tally.outputs(&index))
}

#[test]
fn repetitions_take_no_longer() {
    const SIZE: usize = 8 << 20;
    let mut rng = Rng::with_seed(1);
    let clean = vec![prose(&mut rng, SIZE)];
    let repeated = |unit: &str| unit.repeat(SIZE / unit.len());
    let mut outputs: Vec<String> = (0..200).map(|_| prose(&mut rng, 1_000)).collect();
    for unit in ["a", "0, ", "=", "\0", "abcdefghijkl"] {
        outputs.push(unit.repeat(3_000));
    }
    let (base, _) = run(&outputs, &clean, Some(85));
    let word = "=".repeat(70) + "table ";
    for unit in ["a", "0, ", "=", "\0", " ", "abcdefghijkl", "abcdefghijklm", "\u{301}", "é", "漢", &word] {
        let (time, found) = run(&outputs, &[repeated(unit)], Some(85));
        // A machine that does other work besides gets some room.
        assert!(time < base * 10 + Duration::from_millis(300), "{unit:?}: {time:?}, clean {base:?}");
        assert!(found.iter().all(|o| o.output < 200 || unit.len() > 1), "{unit:?}");
    }
}

#[test]
fn a_notice_everywhere_is_found_everywhere() {
    let mut rng = Rng::with_seed(2);
    let notice = prose(&mut rng, 400);
    let many = |rng: &mut Rng, n: usize| -> Vec<String> {
        (0..n).map(|_| format!("{}{notice}{}", prose(rng, 200), prose(rng, 200))).collect()
    };
    let (outputs, docs) = (many(&mut rng, 4_000), many(&mut rng, 4_000));
    let (time, found) = run(&outputs, &docs, Some(85));
    assert_eq!(found.len(), 4_000);
    for output in &found {
        let (range, _) = output.longest.unwrap();
        assert!((notice.trim().len()..notice.len() + 12).contains(&((range.1 - range.0) as usize)), "{range:?}");
        assert!(output.runs.iter().map(|r| r.documents.count()).max() >= Some(3_000));
    }
    // Sixteen million pairs.
    assert!(time < Duration::from_secs(40), "{time:?}");
}
