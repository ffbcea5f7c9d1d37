//! Models that give no language, and models that do although they speak of the same things.

use gpai_evidence::files::Memory;
use gpai_evidence::{Found, read};
use gpai_rules::fact::Value;
use gpai_rules::licence::Licences;

/// Fields, what comes in, what comes out, and the data, each in the words of its field.
const FIELDS: [(&str, &str, &str, &str); 8] = [
    ("protein structure", "an amino-acid sequence", "the structure of the protein", "protein structures"),
    (
        "genome modelling",
        "a stretch of DNA sequence",
        "genomic tracks and nucleotide sequences",
        "genomes of many species",
    ),
    ("weather forecasting", "the state of the atmosphere", "the weather of the next ten days", "ERA5 weather data"),
    ("time series", "a time series of any length", "the next values of the time series", "time series of many fields"),
    ("single-cell data", "gene expression counts", "cell types and gene expression", "33 million single-cell profiles"),
    ("object detection", "an image", "bounding boxes of the objects", "object detection data"),
    ("robot control", "images of a camera", "movements of a robot arm", "trajectories of robots"),
    ("3D reconstruction", "two images", "a point cloud and camera poses", "multi-view data and depth maps"),
];
/// Names.
const NAMES: [&str; 4] = ["Kestrel", "Twite", "Ruff-2", "Sanderling XL"];

/// Cards about a model of a field.
fn cards() -> Vec<String> {
    let mut out = Vec::new();
    for (field, takes, gives, data) in FIELDS {
        for name in NAMES {
            out.push(format!(
                "# {name}: a foundation model for {field}\n\n{name} takes {takes} and predicts {gives}. It was trained on {data}.\n"
            ));
            out.push(format!(
                "# {name}\n\nOfficial code of {name}. We present {name}, a model for {field}.\n\nIt gives {gives} from {takes}.\n\n\
                 ## Installation\n\n```\npip install {name}\n```\n\n## Data\n\nAll training data are {data}.\n"
            ));
        }
    }
    out
}

fn of(card: &str) -> Found {
    read(&Memory::new().with("README.md", card), &Licences::default())
}

/// Whether outputs are claimed that hold no language.
fn silent(found: &Found) -> bool {
    found.facts.value("model.outputs") == Some(Value::set(["other"]))
}

#[test]
fn a_field_without_language_is_one() {
    let missed: Vec<String> = cards().into_iter().filter(|card| !silent(&of(card))).collect();
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n---\n"));
}

/// One sentence that speaks of language, and nothing is concluded of the field.
#[test]
fn a_sign_of_language_opens_the_question() {
    let signs = [
        "It is a large language model for scientists.",
        "Chat with it about your data.",
        "It answers in natural language, and question answering works too.",
        "The assistant writes a summary of each finding.",
        "It is an instruction-tuned model that generates text.",
        "It also does image captioning.",
    ];
    let mut wrong = Vec::new();
    for (i, card) in cards().into_iter().enumerate() {
        let sign = signs[i % signs.len()];
        let card = format!("{card}\n## Abilities\n\n{sign}\n");
        if silent(&of(&card)) {
            wrong.push(card);
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n---\n"));
    for (field, ..) in FIELDS {
        // Made from another model, or spoken of in passing.
        let tuned = format!(
            "---\nbase_model: godwit/godwit-7b\n---\n# Twite for {field}\n\nA model for {field}.\n\n{field}.\n"
        );
        let passing = format!("# Twite-7B\n\nTwite-7B has 7B parameters. It was also tried on {field}.\n");
        assert!(!silent(&of(&tuned)) && !silent(&of(&passing)), "{field}");
    }
}
