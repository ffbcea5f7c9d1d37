//! What is found is what a program finds that compares everything with everything: on many small cases of every nasty kind, and
//! against a suffix array on larger ones, for every density of the index, any number of threads and any order of documents.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

use std::collections::BTreeMap;

use fastrand::Rng;
use gpai_verbatim::gram;
use gpai_verbatim::index::{Index, Settings, Texts};
use gpai_verbatim::scan::{Limits, Scan};
use gpai_verbatim::tally::{Output, Source, Tally, join};

/// Of each output: covered bytes, the longest run, and the documents of each covered range at the most.
type Found = BTreeMap<u32, One>;
type One = (Vec<(u32, u32)>, u32);

fn texts(outputs: &[Vec<u8>]) -> Texts {
    let mut texts = Texts::new();
    for output in outputs {
        texts.push(|out| out.extend_from_slice(output)).unwrap();
    }
    texts
}

/// Threads take documents in turn; their order within a thread is that of the numbers.
fn found(outputs: &[Vec<u8>], docs: &[Vec<u8>], least: usize, every: usize, chars: u32, threads: usize) -> Vec<Output> {
    let index = Index::new(texts(outputs), Settings { least, every });
    let limits = Limits { chars, near: None };
    let mut tally = Tally::default();
    for thread in 0..threads {
        let mut scan = Scan::new(&index, limits);
        for (number, doc) in docs.iter().enumerate().skip(thread).step_by(threads) {
            scan.document(number as u64, Source::Unknown, doc);
        }
        // What a thread found goes through bytes, as an interrupted run keeps it.
        let kept = scan.tally.save();
        assert!(Tally::load(&kept[..kept.len() - 1]).is_none());
        tally.merge(Tally::load(&kept).unwrap());
    }
    tally.outputs(&index)
}

fn summary(found: &[Output]) -> Found {
    found.iter().map(|o| (o.output, (o.covered.clone(), o.longest.map_or(0, |(range, _)| range.1 - range.0)))).collect()
}

/// Everything with everything.
fn naive(outputs: &[Vec<u8>], docs: &[Vec<u8>], least: usize) -> Found {
    let mut all = Found::new();
    for (number, output) in outputs.iter().enumerate() {
        let (mut covered, mut longest) = (Vec::new(), 0);
        for doc in docs {
            let mut before = vec![0_usize; doc.len() + 1];
            for i in 0..=output.len() {
                let mut row = vec![0_usize; doc.len() + 1];
                for j in 0..=doc.len() {
                    let same = i < output.len() && j < doc.len() && output[i] == doc[j];
                    // A run ends where it cannot be longer.
                    if !same && i > 0 && j > 0 && before[j - 1] >= least {
                        let len = before[j - 1];
                        if gram::clear(&output[i - len..i]) {
                            covered.push(((i - len) as u32, i as u32));
                            longest = longest.max(len as u32);
                        }
                    }
                    if same {
                        row[j] = if i > 0 && j > 0 { before[j - 1] } else { 0 } + 1;
                    }
                }
                // Shifted by one: `row[j]` is the run that ends with `output[i]` and `doc[j]`.
                before = row;
            }
        }
        join(&mut covered);
        if longest > 0 {
            all.insert(number as u32, (covered, longest));
        }
    }
    all
}

/// Texts that repeat themselves and each other.
fn texts_of(rng: &mut Rng) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let letters: &[u8] = if rng.bool() { b"ab" } else { b"abcd" };
    let plain = |rng: &mut Rng, n: usize| (0..n).map(|_| letters[rng.usize(0..letters.len())]).collect::<Vec<u8>>();
    let periodic = |rng: &mut Rng, n: usize| {
        let p = rng.usize(1..15);
        let unit: Vec<u8> = (0..p).map(|_| letters[rng.usize(0..letters.len())]).collect();
        unit.iter().cycle().take(n).copied().collect::<Vec<u8>>()
    };
    let pool: Vec<Vec<u8>> = (0..3)
        .map(|_| {
            let n = rng.usize(20..110);
            plain(rng, n)
        })
        .collect();
    let many = rng.u8(0..4) == 0;
    let mut make = |most: usize| {
        let mut out = Vec::new();
        for _ in 0..rng.usize(0..most) {
            let piece = match rng.u8(0..5) {
                0 => {
                    let n = rng.usize(0..60);
                    plain(rng, n)
                }
                1 => {
                    let n = rng.usize(0..90);
                    periodic(rng, n)
                }
                _ => {
                    let of = &pool[rng.usize(0..pool.len())];
                    let (a, b) = (rng.usize(0..=of.len()), rng.usize(0..=of.len()));
                    if rng.bool() { of.clone() } else { of[a.min(b)..a.max(b)].to_vec() }
                }
            };
            out.extend(piece);
        }
        out
    };
    // Many outputs that share a piece make grams of many places.
    let outputs: Vec<Vec<u8>> = (0..if many { 24 } else { 4 }).map(|_| make(if many { 4 } else { 5 })).collect();
    let docs = (0..3).map(|_| make(6)).collect();
    (outputs, docs)
}

#[test]
fn small_cases_agree_with_comparing_everything() {
    let mut rng = Rng::with_seed(1);
    let mut hits = 0;
    for round in 0..20_000 {
        let (outputs, docs) = texts_of(&mut rng);
        let every = [1, 2, 3, 4, 8][round % 5];
        // The shortest that an index of this density can hold, one more, and longer ones.
        let least = gram::GRAM + gram::CLEAR - 1 + [0, 1, 2, 17, 64][rng.usize(0..5)];
        let expected = naive(&outputs, &docs, least);
        let got = summary(&found(&outputs, &docs, least, every, least as u32, 1 + round % 2));
        assert_eq!(
            got,
            expected,
            "round {round}: least {least}, every {every}\n{:?}\n{:?}",
            shown(&outputs),
            shown(&docs)
        );
        hits += expected.len();
    }
    assert!(hits > 25_000, "{hits}");
}

fn shown(all: &[Vec<u8>]) -> Vec<String> {
    all.iter().map(|t| String::from_utf8_lossy(t).into_owned()).collect()
}

/// A corpus with boilerplate, and outputs that quote it: documents, outputs.
fn large(seed: u64, docs: usize, outputs: usize) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let mut rng = Rng::with_seed(seed);
    let vocabulary: Vec<String> =
        (0..3_000).map(|_| (0..rng.usize(2..9)).map(|_| rng.char('a'..='z')).collect()).collect();
    let prose = |rng: &mut Rng, words: usize| -> Vec<u8> {
        (0..words)
            .map(|_| vocabulary[rng.usize(0..vocabulary.len())].as_str())
            .collect::<Vec<_>>()
            .join(" ")
            .into_bytes()
    };
    let notices: Vec<Vec<u8>> = (0..3).map(|_| prose(&mut rng, 70)).collect();
    let rule = [b"=".repeat(200), b"0, ".repeat(90)];
    let documents: Vec<Vec<u8>> = (0..docs)
        .map(|_| {
            let mut text = prose(&mut rng, 150);
            if rng.u8(0..10) < 3 {
                text.extend(&notices[rng.usize(0..3)]);
            }
            if rng.u8(0..10) == 0 {
                text.extend(&rule[rng.usize(0..2)]);
            }
            text.extend(prose(&mut rng, 80));
            text
        })
        .collect();
    let answers = (0..outputs)
        .map(|_| {
            let mut text = prose(&mut rng, 40);
            for _ in 0..rng.usize(0..3) {
                let of = &documents[rng.usize(0..documents.len())];
                let (from, len) = (rng.usize(0..of.len()), rng.usize(20..400));
                text.extend(&of[from..(from + len).min(of.len())]);
            }
            if rng.u8(0..10) < 2 {
                let notice = &notices[rng.usize(0..3)];
                text.extend(&notice[rng.usize(0..60)..]);
            }
            text.extend(prose(&mut rng, 30));
            text
        })
        .collect();
    (documents, answers)
}

/// By a suffix array of all documents: from each place of an output, how far it goes on somewhere.
fn by_suffixes(outputs: &[Vec<u8>], docs: &[Vec<u8>], least: usize) -> Found {
    let mut text = Vec::new();
    for doc in docs {
        text.extend(doc);
        text.push(0xfe);
    }
    let mut order: Vec<u32> = (0..text.len() as u32).collect();
    order.sort_unstable_by(|a, b| text[*a as usize..].cmp(&text[*b as usize..]));
    let longest = |suffix: &[u8]| {
        let at = order.partition_point(|s| &text[*s as usize..] < suffix);
        let near = [at.checked_sub(1), Some(at)].into_iter().flatten().filter_map(|at| order.get(at));
        near.map(|s| gram::common(&text[*s as usize..], suffix)).max().unwrap_or(0)
    };
    let mut all = Found::new();
    for (number, output) in outputs.iter().enumerate() {
        let (mut covered, mut best, mut before) = (Vec::new(), 0, 0);
        for at in 0..output.len() {
            let len = longest(&output[at..]);
            // What goes on from the place before is no run of its own.
            if len >= least && (at == 0 || len + 1 > before) && gram::clear(&output[at..at + len]) {
                covered.push((at as u32, (at + len) as u32));
                best = best.max(len as u32);
            }
            before = len;
        }
        join(&mut covered);
        if best > 0 {
            all.insert(number as u32, (covered, best));
        }
    }
    all
}

#[test]
fn larger_data_agrees_with_a_suffix_array() {
    let (docs, outputs) = large(7, 1_200, 1_500);
    let expected = by_suffixes(&outputs, &docs, 160);
    assert!(expected.len() > 500, "{}", expected.len());
    let mut reversed = docs.clone();
    reversed.reverse();
    let mut shuffled = docs.clone();
    Rng::with_seed(2).shuffle(&mut shuffled);
    for every in [1, 3, 8] {
        for (docs, threads) in [(&docs, 1), (&reversed, 2), (&shuffled, 3)] {
            let got = summary(&found(&outputs, docs, 160, every, 160, threads));
            assert!(got == expected, "every {every}, {threads} threads: {:?}", differing(&got, &expected));
            // Anchors of what is nearly verbatim are found by the same pass.
            let got = summary(&found(&outputs, docs, 64, every, 160, threads));
            assert!(got == expected, "anchors, every {every}: {:?}", differing(&got, &expected));
        }
    }
}

fn differing<'a>(a: &'a Found, b: &'a Found) -> Option<(u32, Option<&'a One>, Option<&'a One>)> {
    a.keys().chain(b.keys()).find(|k| a.get(k) != b.get(k)).map(|k| (*k, a.get(k), b.get(k)))
}

#[test]
fn documents_and_places_are_counted_alike_by_any_threads() {
    let (docs, outputs) = large(3, 400, 600);
    let told = |threads: usize, every: usize| -> Vec<String> {
        let all = found(&outputs, &docs, 160, every, 160, threads);
        all.iter()
            .map(|o| {
                let mut runs: Vec<_> =
                    o.runs.iter().map(|r| (r.range, r.documents.by, r.documents.places.clone())).collect();
                runs.sort();
                format!("{} {:?} {:?}", o.output, o.longest, runs)
            })
            .collect()
    };
    let expected = told(1, 1);
    assert_eq!(told(2, 1), expected);
    assert_eq!(told(5, 1), expected);
    // Every place is where it says.
    for output in found(&outputs, &docs, 160, 8, 160, 2) {
        let (range, place) = output.longest.unwrap();
        let own = &outputs[output.output as usize][range.0 as usize..range.1 as usize];
        let from = place.from as usize;
        assert_eq!(&docs[place.document as usize][from..from + own.len()], own);
        for run in &output.runs {
            assert!(run.documents.count() > 0);
        }
    }
}
