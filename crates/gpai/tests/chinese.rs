//! Chinese as it is printed: full-width punctuation beside Chinese characters wherever a Chinese text is kept, and no English
//! words in Chinese output but names and ids.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use gpai_rules::law::Law;

/// Words of other languages that stand in Chinese output rightly, one a line; `#` says why.
const ALLOWED: &str = include_str!("chinese/allowed.txt");

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c)
}

/// The text without code in backquotes and without addresses.
fn bare(text: &str) -> String {
    let outside: Vec<&str> = text.split('`').step_by(2).collect();
    let words = outside.join("\u{2028}");
    words.split_inclusive(char::is_whitespace).filter_map(|w| w.split("http").next()).collect()
}

/// Half-width marks with a Chinese character right before or after them, each with what stands around it.
fn half_width(text: &str) -> Vec<String> {
    let chars: Vec<char> = bare(text).chars().collect();
    let beside = |i: usize| chars.get(i).copied().is_some_and(is_han);
    let mut out = Vec::new();
    for (i, c) in chars.iter().enumerate() {
        if matches!(c, ',' | ';' | ':' | '!' | '?' | '(' | ')')
            && (beside(i + 1) || i.checked_sub(1).is_some_and(beside))
        {
            out.push(chars[i.saturating_sub(8)..(i + 9).min(chars.len())].iter().collect());
        }
    }
    out
}

/// The files below a folder with this ending, in order.
fn files(folder: &Path, ending: &str, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() && !path.ends_with("node_modules") && !path.ends_with("tests") {
            files(&path, ending, out);
        } else if path.extension().is_some_and(|e| e == ending) {
            out.push(path);
        }
    }
}

/// Every text under a key `zh`.
fn chinese<'t>(value: &'t toml::Value, under: bool, out: &mut Vec<&'t str>) {
    match value {
        toml::Value::String(text) if under => out.push(text),
        toml::Value::Array(list) => list.iter().for_each(|v| chinese(v, under, out)),
        toml::Value::Table(table) => table.iter().for_each(|(key, v)| chinese(v, under || key == "zh", out)),
        _ => {}
    }
}

/// String literals that hold Chinese.
fn literals(source: &str) -> Vec<&str> {
    source.lines().flat_map(|line| line.split('"').skip(1).step_by(2)).filter(|text| text.chars().any(is_han)).collect()
}

#[test]
fn full_width_marks_stand_beside_chinese_characters() {
    assert_eq!(half_width("依 (EU) 2019/790 号指令第 53 条第 1 款 (d) 项，见 `a,b(c)`；53(1)(d)。").len(), 0);
    assert_eq!(half_width("见第 1 项,并(如有)说明:https://a.example/x?y=1").len(), 4);
    let mut wrong = Vec::new();
    let mut say = |file: &Path, text: &str| {
        let name = file.strip_prefix(root()).unwrap_or(file).display().to_string();
        wrong.extend(half_width(text).into_iter().map(|near| format!("{name}: {near}")));
    };
    let mut law = Vec::new();
    files(&root().join("law"), "toml", &mut law);
    assert!(law.len() > 30, "{}", law.len());
    for file in law {
        let text = fs::read_to_string(&file).unwrap();
        let parsed: toml::Value = toml::from_str(&text).unwrap();
        let mut texts = Vec::new();
        chinese(&parsed, false, &mut texts);
        texts.iter().for_each(|text| say(&file, text));
    }
    // Where words are looked for in strangers' texts, both kinds of marks are right; here we speak ourselves.
    let mut sources = Vec::new();
    for folder in
        ["crates/gpai/src/screen", "crates/gpai/src/web", "crates/forms/src", "crates/report/src", "crates/rules/src"]
    {
        files(&root().join(folder), "rs", &mut sources);
    }
    files(&root().join("web"), "js", &mut sources);
    assert!(sources.len() > 100, "{}", sources.len());
    for file in sources {
        let text = fs::read_to_string(&file).unwrap();
        literals(&text).iter().for_each(|text| say(&file, text));
    }
    assert!(wrong.is_empty(), "{} places:\n{}", wrong.len(), wrong.join("\n"));
}

fn gpai(args: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_gpai"))
        .args(args)
        .args(["--lang", "zh"])
        .current_dir(root())
        .output()
        .unwrap();
    String::from_utf8(out.stdout).unwrap() + &String::from_utf8(out.stderr).unwrap()
}

/// Words in Latin letters that stand by themselves, between spaces, Chinese and marks: what has a digit, a dot, a slash, a line or
/// an underscore in it is a name or an id.
fn words(text: &str) -> BTreeSet<String> {
    let inside = |c: char| {
        c.is_ascii_graphic() && !matches!(c, ',' | ';' | ':' | '!' | '?' | '(' | ')' | '[' | ']' | '"' | '|' | '…')
    };
    let pieces = text.split(|c: char| !inside(c)).map(|w| w.trim_matches(['.', '\'']));
    let letters = |w: &&str| w.len() > 2 && w.bytes().all(|b| b.is_ascii_alphabetic() || b == b'\'');
    pieces.filter(letters).map(str::to_owned).collect()
}

#[test]
fn no_english_words_stand_in_chinese_output() {
    let law = Law::book().unwrap();
    let mut known: BTreeSet<String> = ALLOWED.lines().map(|l| l.split('#').next().unwrap().trim().to_owned()).collect();
    // The words that answers are made of, and names of the law book.
    known.extend(law.facts.iter().flat_map(|f| f.words.clone()));
    known.extend(law.propositions.iter().map(|p| p.name.clone()));
    known.extend(law.findings.keys().chain(law.paragraphs.keys()).cloned());
    let on = ["--on", "2026-11-24"];
    let mut shown = Vec::new();
    for folder in ["examples/smollm3-3b", "examples/birke-7b", "examples/aurelia-4"] {
        shown.push(gpai(&["check", folder, "--all", on[0], on[1]]));
        shown.push(gpai(&["compute", folder]));
        for name in ["gpai", "provider", "systemic_risk", "open_source_exempt", "53-1-d"] {
            shown.push(gpai(&["why", name, folder, on[0], on[1]]));
        }
        shown.push(gpai(&["whatif", "open_source_exempt=yes", folder, on[0], on[1]]));
    }
    for id in
        ["53-1-d", "market.commercial", "systemic_risk", "TS-236", "FLOP-06", "code-not-signed", "provider-modifier"]
    {
        shown.push(gpai(&["explain", id]));
    }
    // What ends with exit 2 says so in Chinese, too.
    for wrong in [
        &["check", "nowhere"][..],
        &["check", "examples/birke-7b", "--set", "foo=1"],
        &["check", "examples/birke-7b", "--on", "soon"],
        &["explain", "nothing-of-the-kind"],
        &["check", "README.md"],
        &["doc", "new", "no-such-kind", "examples/birke-7b"],
    ] {
        let said = gpai(wrong);
        assert!(said.starts_with("gpai: ") && said.chars().any(is_han), "{wrong:?}: {said}");
        shown.push(said);
    }
    let (mut found, mut half) = (BTreeSet::new(), BTreeSet::new());
    for text in &shown {
        let mut text = bare(text);
        // The headings of provisions are their names.
        for paragraph in law.paragraphs.values() {
            text = text.replace(&paragraph.section, "");
        }
        found.extend(words(&text));
        half.extend(half_width(&text));
    }
    // What is typed after `--as`, and the command that is named.
    let typed: BTreeSet<String> =
        law.presets.words().flat_map(|w| w.split('-').map(str::to_owned)).chain(["ask".to_owned()]).collect();
    found.retain(|word| !typed.contains(word));
    let foreign: Vec<&String> = found.iter().filter(|w| !known.contains(*w)).collect();
    assert!(foreign.is_empty() && half.is_empty(), "no names and no ids: {foreign:?}; half-width: {half:?}");
    // What is allowed is there: the list does not grow by itself.
    assert!(shown.iter().all(|text| text.len() > 20));
}
