//! What a folder is: that of a model, or a source repository, a data set, a collection of models, or nothing of the kind. A wrong
//! path is then told, and no file of a repository is read as a document that a duty asks for.

use std::collections::{BTreeMap, BTreeSet};

use gpai_evidence::Found;
use gpai_evidence::files::Entry;
use gpai_rules::fact::{Facts, Value};
use gpai_rules::names;

/// What a folder holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holds {
    /// A model: weights, a configuration, a card with front matter, answers, or figures in a text.
    Model,
    /// The source of programs, by this file.
    Source(String),
    /// A data set, by this reason.
    DataSet(String),
    /// Several models, in these folders; sorted.
    Collection(Vec<String>),
    /// Nothing of these.
    Nothing,
}

/// What only the root of a source repository has.
const MANIFESTS: [&str; 26] = [
    "cargo.toml",
    "package.json",
    "pyproject.toml",
    "setup.py",
    "setup.cfg",
    "go.mod",
    "pom.xml",
    "build.gradle",
    "build.gradle.kts",
    "cmakelists.txt",
    "makefile",
    "gnumakefile",
    "meson.build",
    "configure.ac",
    "composer.json",
    "gemfile",
    "mix.exs",
    "deno.json",
    "pubspec.yaml",
    "package.swift",
    "build.sbt",
    "stack.yaml",
    "project.toml",
    "build.zig",
    "flake.nix",
    "module.bazel",
];
/// The same by ending.
const MANIFEST_ENDINGS: [&str; 5] = [".sln", ".csproj", ".gemspec", ".cabal", ".rockspec"];
/// Files that stand beside weights.
const BESIDE: [&str; 9] = [
    "config.json",
    "adapter_config.json",
    "model_index.json",
    "params.json",
    "generation_config.json",
    "tokenizer.json",
    "tokenizer.model",
    "mergekit_config.yml",
    "gpai.toml",
];
/// Endings of weights.
const WEIGHTS: [&str; 12] = [
    ".safetensors",
    ".safetensors.index.json",
    ".gguf",
    ".ggml",
    ".bin",
    ".pt",
    ".pth",
    ".ckpt",
    ".onnx",
    ".nemo",
    ".msgpack",
    ".llamafile",
];
/// Facts that only a text about a model gives.
const FIGURES: [&str; 7] = [
    names::COMPUTE_UPDATE_FLOP,
    names::COMPUTE_CUMULATIVE_FLOP,
    names::MODEL_PARAMETERS,
    names::MODIFICATION_BASE,
    names::MODIFICATION_FLOP,
    names::TRAINING_TOKENS,
    names::MODEL_OUTPUTS,
];

/// Whether a file name is the manifest of a source repository.
pub fn is_manifest(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    MANIFESTS.contains(&name.as_str()) || MANIFEST_ENDINGS.iter().any(|end| name.ends_with(end))
}

/// Whether a file name is one of a model: weights, or what stands beside them.
pub fn is_of_a_model(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    BESIDE.contains(&name.as_str()) || WEIGHTS.iter().any(|end| name.ends_with(end))
}

/// What a folder of these files is, as far as its files say; what people answered is not asked.
pub fn holds(entries: &[Entry], found: &Found) -> Holds {
    let root = || entries.iter().filter(|e| e.at_root());
    let figures = tells_figures;
    let card = found.facts.names().any(|name| name.starts_with("card.") && from_root(&found.facts, name));
    let files = root().any(|e| is_of_a_model(e.name()));
    if let Some(sign) = found.findings.iter().find(|f| f.code == "looks-like-a-dataset") {
        return Holds::DataSet(sign.value("why").map(|why| why.as_str().to_owned()).unwrap_or_default());
    }
    if files || card {
        return Holds::Model;
    }
    let manifest = root().find(|e| is_manifest(e.name()));
    if let Some(manifest) = manifest {
        return if figures(&found.facts) && root().any(|e| is_card(e.name())) && !is_program(entries) {
            Holds::Model
        } else {
            Holds::Source(manifest.path.clone())
        };
    }
    let models = models(entries);
    match models.len() {
        0 | 1 if figures(&found.facts) || found.facts.names().next().is_some() => Holds::Model,
        0 | 1 if entries.iter().any(|e| is_of_a_model(e.name())) => Holds::Model,
        0 | 1 => Holds::Nothing,
        _ => Holds::Collection(models),
    }
}

/// Whether a text in the folder itself gives figures of a model. A licence alone does not: every program has one.
pub fn tells_figures(facts: &Facts) -> bool {
    FIGURES.iter().any(|name| from_root(facts, name))
}

fn is_card(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["readme", "model_card", "model-card", "modelcard"].iter().any(|start| name.starts_with(start))
}

/// Whether there is a good deal of source beside the manifest: more than the few scripts that come with a model.
fn is_program(entries: &[Entry]) -> bool {
    const SOURCE: [&str; 14] =
        [".rs", ".go", ".java", ".c", ".cc", ".cpp", ".cu", ".h", ".ts", ".js", ".mjs", ".py", ".rb", ".swift"];
    entries.iter().filter(|e| SOURCE.iter().any(|end| e.path.ends_with(end))).take(SCRIPTS + 1).count() > SCRIPTS
}

/// Scripts that a model brings along at most.
const SCRIPTS: usize = 30;

/// Whether a fact has a source in the folder itself, and not in one below.
fn from_root(facts: &Facts, name: &str) -> bool {
    let told = |value: &Value| !matches!(value, Value::Set { words, .. } if words.is_empty());
    facts.claims(name).iter().any(|claim| !claim.source.file.contains('/') && told(&claim.value))
}

/// Folders one or two below that are those of models: with a card of their own and files of a model, or with answers. The stages
/// of one training are no models of their own.
fn models(entries: &[Entry]) -> Vec<String> {
    #[derive(Default)]
    struct Seen {
        card: bool,
        files: bool,
        answers: bool,
    }
    let mut folders: BTreeMap<&str, Seen> = BTreeMap::new();
    for entry in entries {
        let Some((folder, name)) = entry.path.rsplit_once('/') else { continue };
        if folder.matches('/').count() > 1 || folder.split('/').any(is_stage) {
            continue;
        }
        let seen = folders.entry(folder).or_default();
        seen.card |= is_card(name);
        seen.answers |= name == "gpai.toml";
        seen.files |= is_of_a_model(name);
    }
    let parent = |folder: &str| folder.rsplit_once('/').map_or("", |(parent, _)| parent).to_owned();
    let sure = |seen: &Seen| seen.answers || (seen.card && seen.files);
    let beside: BTreeSet<String> = folders.iter().filter(|(_, s)| sure(s)).map(|(folder, _)| parent(folder)).collect();
    // Beside the folder of a model, one with no more than a card is that of another.
    let is_one =
        |folder: &str, seen: &Seen| sure(seen) || (seen.card && beside.contains(&parent(folder)) && !is_other(folder));
    let all: Vec<&str> = folders.iter().filter(|(f, s)| is_one(f, s)).map(|(folder, _)| *folder).collect();
    // Of folders within one another the outer one is the model.
    let inside = |folder: &str| folder.split_once('/').is_some_and(|(outer, _)| all.contains(&outer));
    all.iter().filter(|folder| !inside(folder)).map(|folder| (*folder).to_owned()).collect()
}

/// Folders of a repository that have a README and are no models.
fn is_other(folder: &str) -> bool {
    let name = folder.rsplit('/').next().unwrap_or(folder).to_ascii_lowercase();
    let known =
        ["docs", "doc", "src", "test", "tests", "scripts", "tools", "data", "dataset", "assets", "images", "eval"];
    known.contains(&name.as_str()) || name.starts_with('.')
}

/// `checkpoint-500`, `step_1000`, `epoch3`.
fn is_stage(folder: &str) -> bool {
    let folder = folder.to_ascii_lowercase();
    ["checkpoint", "ckpt", "step", "epoch", "iter", "global_step"].iter().any(|start| folder.starts_with(start))
}

#[cfg(test)]
mod tests {
    use gpai_evidence::files::{Files as _, Memory};
    use gpai_rules::licence::Licences;

    use super::*;

    const CARD: &str = "---\nlicense: mit\npipeline_tag: text-generation\n---\n# M\n";

    fn of(files: &[(&str, &str)]) -> Holds {
        let memory = files.iter().fold(Memory::new(), |memory, (name, text)| memory.with(name, *text));
        holds(&memory.list(), &gpai_evidence::read(&memory, &Licences::default()))
    }

    #[test]
    fn a_model_is_known_by_its_files_its_card_or_its_figures() {
        for files in [
            &[("README.md", CARD)][..],
            &[("config.json", "{}")],
            &[("model.gguf", "x")],
            &[("README.md", "# M\n\nA model with 7B parameters trained on 2T tokens.\n")],
            &[("README.md", CARD), ("setup.py", ""), ("modeling_x.py", "")],
            &[("README.md", "# A 7B model\n\nIt has 7B parameters.\n"), ("pyproject.toml", ""), ("run.py", "")],
            &[
                ("README.md", "# M"),
                ("checkpoint-1/README.md", CARD),
                ("checkpoint-1/config.json", "{}"),
                ("a.bin", "x"),
            ],
        ] {
            assert_eq!(of(files), Holds::Model, "{files:?}");
        }
    }

    #[test]
    fn a_source_repository_is_told_by_its_manifest() {
        for manifest in ["Cargo.toml", "package.json", "go.mod", "Makefile", "x.csproj", "pyproject.toml"] {
            let files = [("README.md", "# A program\n"), (manifest, ""), ("docs/schemas/training-summary.json", "{}")];
            assert_eq!(of(&files), Holds::Source(manifest.to_owned()));
        }
        // Also with examples of models in it.
        let files = [("Cargo.toml", ""), ("examples/a/README.md", CARD), ("examples/a/gpai.toml", "")];
        assert_eq!(of(&files), Holds::Source("Cargo.toml".to_owned()));
    }

    #[test]
    fn a_collection_and_a_data_set_are_told() {
        let two = [
            ("README.md", "# Our models\n"),
            ("a/README.md", CARD),
            ("a/config.json", "{}"),
            ("org/b/README.md", CARD),
            ("org/b/x.gguf", "x"),
        ];
        assert_eq!(of(&two), Holds::Collection(vec!["a".to_owned(), "org/b".to_owned()]));
        let stages = [("x/README.md", CARD), ("checkpoint-1/README.md", CARD), ("checkpoint-1/config.json", "{}")];
        assert!(!matches!(of(&stages), Holds::Collection(_)));
        let data = [("README.md", "---\ndataset_info:\n  features: []\n---\n"), ("data/a.parquet", "x")];
        assert!(matches!(of(&data), Holds::DataSet(_)));
    }

    #[test]
    fn nothing_is_nothing() {
        assert_eq!(of(&[]), Holds::Nothing);
        assert_eq!(of(&[("note.rst", "nothing of a model\n")]), Holds::Nothing);
    }
}
