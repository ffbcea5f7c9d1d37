//! Hostile text as outputs and as a corpus: however dense the index is, the same is found, every run stands where it says, and a folded text
//! is the same whether its bytes are traced or not.
#![no_main]

use gpai_verbatim::fold::Fold;
use gpai_verbatim::index::{Index, Settings, Texts};
use gpai_verbatim::scan::{Limits, Scan};
use gpai_verbatim::tally::{Output, Source};
use libfuzzer_sys::fuzz_target;

fn found(outputs: &[Vec<u8>], document: &[u8], every: usize) -> Vec<Output> {
    let mut texts = Texts::new();
    for output in outputs {
        texts.push(|out| out.extend_from_slice(output)).expect("it is small");
    }
    let index = Index::new(texts, Settings { least: 64, every });
    let mut scan = Scan::new(&index, Limits { chars: 64, near: Some(85) });
    scan.document(1, Source::Protected, document);
    scan.tally.outputs(&index)
}

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let (corpus, outputs) = text.split_once('\u{1}').unwrap_or((&text, &text));
    let folded = |text: &str| {
        let traced = Fold::default().traced(text);
        let mut out = Vec::new();
        Fold::default().fold(text, &mut out);
        assert_eq!(traced.text, out);
        assert!(text.get(traced.start(0)..traced.end(out.len())).is_some());
        out
    };
    let document = folded(corpus);
    let outputs: Vec<Vec<u8>> = outputs.split('\u{2}').map(folded).collect();
    let dense = found(&outputs, &document, 1);
    let told = |all: &[Output]| -> Vec<_> {
        all.iter().map(|o| (o.output, o.covered.clone(), o.longest.map(|(range, _)| range.1 - range.0))).collect()
    };
    assert_eq!(told(&dense), told(&found(&outputs, &document, 8)));
    for output in &dense {
        let Some((range, place)) = output.longest else { continue };
        let own = &outputs[output.output as usize][range.0 as usize..range.1 as usize];
        assert_eq!(&document[place.from as usize..place.from as usize + own.len()], own);
    }
});
