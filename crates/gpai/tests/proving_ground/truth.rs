//! Random but consistent answers to the form: what is true of a document before it is laid out.

use std::collections::BTreeMap;

use fastrand::Rng;
use gpai_forms::template::{Shape, Template};

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Text.
    Says(String),
    /// Options ticked, by their word.
    Ticks(Vec<String>),
}

/// Answers by field; a question that does not apply is not there.
pub type Truth = BTreeMap<String, Answer>;

const NAMES: [&str; 6] = ["Ulme", "Weide", "Tamarix", "Nordlicht", "Ostrava Labs", "Brisa"];
const STREETS: [&str; 4] = [
    "Ahornweg 7, 20095 Hamburg, Germany",
    "12 Rue du Port, 44000 Nantes, France",
    "Via Roma 3, 10121 Torino, Italy",
    "Calle Sol 9, 28013 Madrid, Spain",
];
const KINDS: [&str; 5] = [
    "Press articles and parliamentary records",
    "Scientific articles, source code and encyclopedia articles",
    "Books in the public domain and legal documents",
    "Forum comments, reviews and manuals",
    "Photographs, infographics and diagrams",
];
const TELLS: [&str; 8] = [
    "Sources are mostly from northern Europe; no demographic selection was made",
    "Collected between 01/2024 and 03/2026 in German, French and Polish, without personal data known to us",
    "The operators of the sites gave their consent; robots.txt and TDMRep are obeyed",
    "Hash matching against lists of abuse material, block lists and a classifier for terrorist content",
    "Twelve annotators wrote 4 000 instructions with answers; each was reviewed by a second person",
    "Nothing else is known that bears on the rights of others",
    "Weights of the parts are kept with the records of the training",
    "Each part is described on the page of the project, with its licence and its makers",
];

fn pick<'a>(rng: &mut Rng, from: &[&'a str]) -> &'a str {
    from[rng.usize(..from.len())]
}

/// Answers of one provider; the same for the same seed.
pub fn truth(template: &Template, seed: u64) -> Truth {
    let mut rng = Rng::with_seed(seed);
    let rng = &mut rng;
    let mut out = Truth::new();
    let name = pick(rng, &NAMES).to_owned();
    let modalities = ["text", "image", "audio", "video"];
    let mut marked: Vec<String> = modalities.iter().filter(|_| rng.u8(..4) == 0).map(|m| (*m).to_owned()).collect();
    if marked.is_empty() {
        marked.push("text".to_owned());
    }
    let mut yes: BTreeMap<String, bool> = BTreeMap::new();
    for field in &template.fields {
        let id = field.id.as_str();
        if field.shape == Shape::YesNo {
            let chosen = rng.bool() || id == "2.1.a";
            yes.insert(field.id.clone(), chosen);
            out.insert(field.id.clone(), Answer::Ticks(vec![if chosen { "yes" } else { "no" }.to_owned()]));
            continue;
        }
        // Dependent questions only where they apply.
        let parents: Vec<&str> = match id {
            "2.1.b" | "2.1.c" | "2.1.d" => vec!["2.1.a"],
            "2.2.1.b" => vec!["2.2.1.a"],
            "2.2.2.b" | "2.2.2.c" | "2.2.2.d" => vec!["2.2.2.a"],
            "2.3.b" | "2.3.c" | "2.3.d" | "2.3.e" | "2.3.f" | "2.3.g" | "2.3.h" => vec!["2.3.a"],
            "2.4.c" | "2.4.d" => vec!["2.4.a", "2.4.b"],
            "2.5.b" | "2.5.c" | "2.5.d" => vec!["2.5.a"],
            "2.6.b" => vec!["2.6.a"],
            _ => Vec::new(),
        };
        if !parents.is_empty() && !parents.iter().any(|p| yes.get(*p) == Some(&true)) {
            continue;
        }
        let says = match id {
            "H.1" => format!("{}.{}", rng.u8(1..4), rng.u8(..9)),
            "H.2" => format!("{:02}/{:02}/2026", rng.u8(1..28), rng.u8(1..12)),
            "1.1.a" => {
                format!("{name} AI, {}, summary@{}.example", pick(rng, &STREETS), name.to_lowercase().replace(' ', "-"))
            }
            "1.1.b" | "1.2.b" => "N/A".to_owned(),
            "1.2.a" => format!("{name}-{}B-{}.0", rng.u8(1..90), rng.u8(1..5)),
            "1.2.c" => format!("{:02}/{:02}/2026", rng.u8(1..28), rng.u8(1..12)),
            "1.3.a" => {
                out.insert(field.id.clone(), Answer::Ticks(marked.clone()));
                continue;
            }
            "1.3.d" => format!("{:02}/2026. The model is not trained further after this date.", rng.u8(1..9)),
            "1.3.e" => "German, French, Polish and English".to_owned(),
            "2.1.c" => {
                format!("{}korpus v{}.0 https://data.example/{}", name.replace(' ', ""), rng.u8(1..6), rng.u16(..999))
            }
            "2.3.b" => format!("{}Bot", name.replace(' ', "")),
            "2.3.e" => "From 01/2025 to 05/2026".to_owned(),
            "2.3.h" => "example.org, example.net, beispiel.example".to_owned(),
            "2.5.c" => "Falter Large 3, summary: https://falter.example/summary.pdf".to_owned(),
            _ if id.starts_with("1.3.b.") || id.starts_with("1.3.c.") => {
                let modality = id.rsplit('.').next().unwrap_or_default();
                if !marked.iter().any(|m| m == modality) {
                    continue;
                }
                if id.starts_with("1.3.b.") {
                    let words: Vec<&String> = field
                        .options
                        .iter()
                        .filter(|o| o.above.is_some() || o.up_to.is_some())
                        .map(|o| &o.word)
                        .collect();
                    let word = words[rng.usize(..words.len())].clone();
                    out.insert(field.id.clone(), Answer::Ticks(vec![word]));
                    continue;
                }
                pick(rng, &KINDS).to_owned()
            }
            _ if !field.options.is_empty() => {
                let some: Vec<String> = marked.iter().filter(|_| rng.bool()).cloned().collect();
                out.insert(field.id.clone(), Answer::Ticks(if some.is_empty() { marked.clone() } else { some }));
                continue;
            }
            _ if id.ends_with(".e") || id.ends_with(".g") || id.ends_with(".i") => "N/A".to_owned(),
            _ => format!("{}.", pick(rng, &TELLS)),
        };
        out.insert(field.id.clone(), Answer::Says(says));
    }
    out
}
