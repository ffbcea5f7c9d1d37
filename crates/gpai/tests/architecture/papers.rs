//! What ARCHITECTURE.md and CONTRIBUTING.md name is there: files, recipes of `just`, packages, tests and features of cargo.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{LINES, ROOMS, manifest, root};

const PAPERS: [&str; 2] = ["ARCHITECTURE.md", "CONTRIBUTING.md"];
/// Paths that are named and are not there: outside the repository, or an example of what somebody adds.
const ELSEWHERE: [&str; 3] = ["../shared/cases", "/usr/bin/chromium", "law/training-summary@2027.toml"];
/// What stands for a name of the reader's.
const ANY: [&str; 4] = ["NAME", "KIND", "FORM", "TARGET"];

/// Every file and folder of the repository that is not made by a tool.
fn there(folder: &Path, name: &str, out: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let own = entry.file_name().into_string().unwrap();
        if [".git", "target", "node_modules"].contains(&own.as_str()) {
            continue;
        }
        let name = if name.is_empty() { own } else { format!("{name}/{own}") };
        if entry.file_type().unwrap().is_dir() {
            there(&entry.path(), &name, out);
        }
        out.insert(name);
    }
}

/// What stands in backquotes.
fn quoted(text: &str) -> Vec<&str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

fn is_path(word: &str) -> bool {
    let plain = word.chars().all(|c| c.is_alphanumeric() || "_./@-".contains(c));
    plain && (word.contains('/') || [".rs", ".md", ".toml", ".js", ".py", ".css"].iter().any(|e| word.ends_with(e)))
}

/// A path may be shortened to its end: `crates/` is left out of most, the room where the row of a table names it.
fn exists(all: &BTreeSet<String>, path: &str) -> bool {
    let path = path.trim_end_matches('/');
    all.contains(path) || all.iter().any(|p| p.strip_suffix(path).is_some_and(|before| before.ends_with('/')))
}

#[test]
fn every_file_that_is_named_is_there() {
    let mut all = BTreeSet::new();
    there(&root(), "", &mut all);
    let mut wrong = Vec::new();
    let mut named = 0;
    for paper in PAPERS {
        let text = fs::read_to_string(root().join(paper)).unwrap();
        for word in quoted(&text).into_iter().filter(|w| is_path(w) && !ELSEWHERE.contains(w)) {
            named += 1;
            // Of a path with a name to choose, the folder has to be there.
            let kept: Vec<&str> = word.split('/').take_while(|part| !ANY.iter().any(|a| part.contains(a))).collect();
            if !kept.is_empty() && !exists(&all, &kept.join("/")) {
                wrong.push(format!("{paper}: `{word}`"));
            }
        }
    }
    assert!(named > 80, "only {named} paths were found");
    assert!(wrong.is_empty(), "named and not there:\n{}", wrong.join("\n"));
    let texts = PAPERS.map(|p| fs::read_to_string(root().join(p)).unwrap()).concat();
    let unused: Vec<&str> = ELSEWHERE.iter().copied().filter(|e| !texts.contains(&format!("`{e}`"))).collect();
    assert!(unused.is_empty(), "no longer named: {}", unused.join(", "));
}

#[test]
fn every_command_that_is_named_can_be_given() {
    let justfile = fs::read_to_string(root().join("justfile")).unwrap();
    let recipes: BTreeSet<&str> = justfile
        .lines()
        .filter(|l| l.starts_with(char::is_alphabetic) && l.contains(':'))
        .filter_map(|l| l.split([' ', ':']).next())
        .collect();
    let mut wrong = Vec::new();
    let mut named = 0;
    for paper in PAPERS {
        let text = fs::read_to_string(root().join(paper)).unwrap();
        for command in quoted(&text) {
            let words: Vec<&str> = command.split_whitespace().skip_while(|w| w.contains('=')).collect();
            let Some((program @ ("just" | "cargo"), rest)) = words.split_first().map(|(p, r)| (*p, r)) else {
                continue;
            };
            named += 1;
            if program == "just" {
                let recipe = rest.first().copied().unwrap_or("default");
                if !recipes.contains(recipe) {
                    wrong.push(format!("{paper}: `{command}`: no recipe {recipe}"));
                }
                continue;
            }
            let after = |option: &str| {
                rest.windows(2).filter(|w| w[0] == option).map(|w| w[1].trim_matches('\'')).collect::<Vec<_>>()
            };
            for package in after("-p").into_iter().filter(|p| !ROOMS.iter().any(|(_, known)| known == p)) {
                wrong.push(format!("{paper}: `{command}`: no package {package}"));
            }
            for test in after("--test").into_iter().filter(|t| !is_test(t)) {
                wrong.push(format!("{paper}: `{command}`: no test {test}"));
            }
            for feature in after("--features").into_iter().flat_map(|f| f.split(',')).filter(|f| !is_feature(f)) {
                wrong.push(format!("{paper}: `{command}`: no feature {feature}"));
            }
        }
    }
    assert!(named > 15, "only {named} commands were found");
    assert!(wrong.is_empty(), "named and not there:\n{}", wrong.join("\n"));
}

/// Whether some package has tests of that name; `conformance*` is any that begins so.
fn is_test(name: &str) -> bool {
    ROOMS.iter().any(|(room, _)| {
        let folder = root().join("crates").join(room).join("tests");
        fs::read_dir(folder).into_iter().flatten().any(|entry| {
            let file = entry.unwrap().file_name().into_string().unwrap();
            let test = file.trim_end_matches(".rs");
            name.strip_suffix('*').map_or(test == name, |beginning| test.starts_with(beginning))
        })
    })
}

fn is_feature(name: &str) -> bool {
    let of = |room: &str, feature: &str| manifest(room).get("features").is_some_and(|f| f.get(feature).is_some());
    match name.split_once('/') {
        Some((package, feature)) => ROOMS.iter().any(|(room, known)| *known == package && of(room, feature)),
        None => ROOMS.iter().any(|(room, _)| of(room, name)),
    }
}

/// Figures on files age: the one bound is that of the test, and no file's own length is stated.
#[test]
fn figures_hold() {
    for paper in PAPERS {
        let text = fs::read_to_string(root().join(paper)).unwrap().replace('\n', " ");
        for (at, _) in text.match_indices(" lines") {
            let before = text[..at].rsplit(' ').next().unwrap();
            if let Ok(number) = before.parse::<usize>() {
                assert_eq!(
                    number, LINES,
                    "{paper}: {number} lines; a file's length is not stated, the bound is {LINES}"
                );
            }
        }
        assert_eq!(paper == "CONTRIBUTING.md", text.contains(&format!("above {LINES} lines")), "{paper}: the bound");
    }
}
