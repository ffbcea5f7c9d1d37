//! How wide an amount is read: as its digits allow; and which of several sizes a card is about.

use gpai_evidence::files::Memory;
use gpai_evidence::{About, read_as};
use gpai_rules::fact::Value;
use gpai_rules::licence::Licences;

/// What is claimed of the parameters, lowest and highest.
fn parameters(card: &str, name: Option<&str>) -> Option<(f64, f64)> {
    let about = About { name: name.map(Into::into), ..About::default() };
    let found = read_as(&Memory::new().with("README.md", card), &Licences::default(), &about);
    match found.facts.value("model.parameters")? {
        Value::Number(n) => Some((n.low.to_string().parse().unwrap(), n.high.to_string().parse().unwrap())),
        other => panic!("{other:?}"),
    }
}

/// A figure with three digits or more is no round one: it is held, and not much more than it.
#[test]
fn an_amount_is_as_wide_as_its_digits_allow() {
    for whole in [671u64, 405, 235, 176, 132, 314] {
        let card = format!("# Avocet\n\nAvocet is a language model with {whole}B parameters.\n");
        let (low, high) = parameters(&card, None).unwrap();
        let (best, digit) = (whole as f64 * 1e9, 1e9);
        assert!(
            low <= best - digit / 2.0 && best + digit / 2.0 <= high && high - low <= best * 0.021,
            "{whole}: {low} {high}"
        );
    }
    for hundredths in [724u64, 689, 261, 109, 382, 951] {
        let best = hundredths as f64 * 1e7;
        let written = [
            format!("{}.{:02}B", hundredths / 100, hundredths % 100),
            format!("{}.{:02} billion", hundredths / 100, hundredths % 100),
            format!("{}", hundredths * 10_000_000 + 1_234_567),
        ];
        for size in written {
            let card = format!("# Avocet\n\nAvocet is a language model with {size} parameters.\n");
            let (low, high) = parameters(&card, None).unwrap();
            assert!(low <= best - 4e6 && best + 4e6 <= high && high - low <= best * 0.021, "{size}: {low} {high}");
        }
    }
    // A round figure is what it is called, not what it weighs: 14.7 thousand million parameters are a `14B` model.
    let (low, high) = parameters("# Avocet\n\nAvocet has 14B parameters.\n", None).unwrap();
    assert!(low <= 13.3e9 && 14.7e9 <= high, "{low} {high}");
}

/// The title, a sentence on the folder, or the name of the folder says which member of a family it is.
#[test]
fn the_member_of_a_family_is_told() {
    let family = "The Avocet-3 family has dense models of 2B, 9B and 40B parameters, all pre-trained on 5T tokens.";
    for (size, label) in [(2e9, "2B"), (9e9, "9B"), (40e9, "40B")] {
        let cards = [
            (format!("# Avocet-3-{label}\n\n{family}\n"), None),
            (format!("# Avocet-3\n\n{family} This repository holds the {label} model.\n"), None),
            (format!("# Avocet-3\n\n{family}\n\nThis model card is for Avocet-3-{label}.\n"), None),
            (format!("# Avocet-3\n\n{family}\n"), Some(format!("avocet/Avocet-3-{label}-base"))),
        ];
        for (card, name) in cards {
            let (low, high) = parameters(&card, name.as_deref()).unwrap();
            assert!(size * 0.7 < low && high < size * 1.3, "{label}: {low} {high}: {card} {name:?}");
        }
    }
    let tagged =
        format!("<!-- <h1>Godwit</h1> -->\n<div align=\"center\">\n<h1>\n  Avocet-3-9B\n</h1>\n</div>\n\n{family}\n");
    let (low, high) = parameters(&tagged, None).unwrap();
    assert!(8e9 < low && high < 10e9, "{low} {high}");
    let (low, high) = parameters(&format!("# Avocet-3\n\n{family}\n"), None).unwrap();
    assert!(low <= 2e9 && 40e9 <= high);
}
