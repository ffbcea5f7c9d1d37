//! No circle between the modules of a crate: whoever reads one file can read on downwards and comes to an end.
//!
//! By the text of the sources: a module is a file, and uses another where it names it or something in it. Tests are left out. A
//! `mod.rs` or `lib.rs` that hands on what its children define does not use them by that.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::root;

/// Rooms with circles that are still to be opened, one module of each, and why. The test fails where none is there any more.
const EXPECTED: [(&str, &str, &str); 0] = [];

/// The modules of a crate by their paths, `["compute", "combine"]`; the root is the empty path.
type Modules = BTreeMap<Vec<String>, String>;

/// Every file below `src`, without tests, comments and strings.
fn modules(src: &Path) -> Modules {
    fn walk(folder: &Path, path: &[String], out: &mut Modules) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let mut path = path.to_vec();
            if entry.file_type().unwrap().is_dir() {
                path.push(name);
                walk(&entry.path(), &path, out);
            } else if let Some(stem) = name.strip_suffix(".rs") {
                // A program beside a library of the same package is another crate.
                let root = if folder.join("lib.rs").exists() { "lib" } else { "main" };
                if !(path.is_empty() && stem == root) && stem != "mod" {
                    path.push(stem.to_owned());
                }
                let text = code(&fs::read_to_string(entry.path()).unwrap());
                out.entry(path).or_default().push_str(&text);
            }
        }
    }
    let mut out = Modules::new();
    walk(src, &[], &mut out);
    let tests: Vec<Vec<String>> = out.iter().flat_map(|(path, text)| test_modules(path, text)).collect();
    out.retain(|path, _| !tests.iter().any(|t| path.starts_with(t)));
    out.values_mut().for_each(|text| *text = without_tests(text));
    out
}

/// A source without comments and without what stands in strings and characters.
fn code(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut i = 0;
    while i < chars.len() {
        let next = chars.get(i + 1).copied().unwrap_or(' ');
        match chars[i] {
            '/' if next == '/' => {
                while i < chars.len() && chars[i] != '\n' {
                    i += 1;
                }
            }
            'r' if (next == '"' || next == '#') && !out.ends_with(|c: char| c.is_alphanumeric() || c == '_') => {
                let hashes = chars[i + 1..].iter().take_while(|c| **c == '#').count();
                if chars.get(i + 1 + hashes) != Some(&'"') {
                    out.push('r');
                    i += 1;
                    continue;
                }
                i += hashes + 2;
                while i < chars.len()
                    && !(chars[i] == '"' && chars[i + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes)
                {
                    i += 1;
                }
                i += hashes + 1;
            }
            '"' => {
                i += 1;
                while i < chars.len() && chars[i] != '"' {
                    i += if chars[i] == '\\' { 2 } else { 1 };
                }
                i += 1;
                out.push_str("\"\"");
            }
            '\'' if next == '\\' || chars.get(i + 2) == Some(&'\'') => {
                i += if next == '\\' { 3 } else { 2 };
                while i < chars.len() && chars[i] != '\'' {
                    i += 1;
                }
                i += 1;
            }
            c => {
                out.push(c);
                i += 1;
            }
        }
    }
    out
}

/// Modules that are only there for tests: `#[cfg(test)] mod NAME;`, wherever their file is.
fn test_modules(path: &[String], text: &str) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    for piece in text.split("#[cfg(test)]").skip(1) {
        let head: String = piece.chars().take_while(|c| !['{', ';'].contains(c)).collect();
        let name = head.split_whitespace().last().unwrap_or_default();
        if head.contains("mod ") && piece[head.len()..].starts_with(';') {
            for parent in [path, &path[..path.len().saturating_sub(1)]] {
                let mut path = parent.to_vec();
                path.push(name.to_owned());
                out.push(path);
            }
        }
    }
    out
}

/// The code before the tests within a file: they stand at its end.
fn without_tests(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("#[cfg(test)]") {
        out.push_str(before);
        // The item that follows, with its braces.
        let mut depth = 0usize;
        let mut end = after.len();
        for (at, c) in after.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        end = at + 1;
                        break;
                    }
                }
                ';' if depth == 0 => {
                    end = at + 1;
                    break;
                }
                _ => {}
            }
        }
        rest = &after[end..];
    }
    out.push_str(rest);
    out
}

/// Every path that a source names, as it is written: the trees of `use` unfolded, paths within code as they stand.
fn paths(text: &str) -> Vec<(Vec<String>, bool)> {
    let mut out = Vec::new();
    let mut rest = String::new();
    for statement in text.split_inclusive(';') {
        // A statement of `use` begins after the last brace or attribute of what stands before it.
        let start = statement.rfind("use ").filter(|at| {
            let before = statement[..*at].trim_end();
            let before = before.strip_suffix("pub").unwrap_or(before).trim_end();
            let before = before.rfind("pub(").filter(|p| before[*p..].ends_with(')')).map_or(before, |p| &before[..p]);
            before.trim_end().is_empty() || before.trim_end().ends_with(['}', '{', ']', ';'])
        });
        match start {
            Some(at) if !statement[at + 4..].contains('(') => {
                let public = statement[..at].trim_end().ends_with(['b', ')']);
                let tree: String =
                    statement[at + 4..].trim_end_matches(';').split_whitespace().collect::<Vec<_>>().join(" ");
                unfold(&[], &tree, &mut |path| out.push((path, public)));
                rest.push_str(&statement[..at]);
            }
            _ => rest.push_str(statement),
        }
    }
    // Paths within code: names joined by `::`.
    let mut word = String::new();
    for c in rest.chars().chain([' ']) {
        if c.is_alphanumeric() || c == '_' || c == ':' {
            word.push(c);
        } else {
            let path: Vec<String> = word.split("::").filter(|p| !p.is_empty()).map(str::to_owned).collect();
            if word.contains("::") && !word.starts_with("::") {
                out.push((path, false));
            }
            word.clear();
        }
    }
    out
}

/// `a::{b, c::{self, d as e}}` as its single paths.
fn unfold(before: &[String], tree: &str, each: &mut dyn FnMut(Vec<String>)) {
    let tree = tree.trim();
    match tree.split_once('{') {
        None => {
            let name = tree.split(" as ").next().unwrap().trim();
            let mut path = before.to_vec();
            for part in name.split("::").map(str::trim) {
                // `self` within a list is what the list belongs to.
                if !part.is_empty() && (part != "self" || path.is_empty()) {
                    path.push(part.to_owned());
                }
            }
            each(path);
        }
        Some((head, list)) => {
            let mut path = before.to_vec();
            path.extend(head.split("::").map(|p| p.trim().to_owned()).filter(|p| !p.is_empty()));
            let list = &list[..list.rfind('}').unwrap_or(list.len())];
            let (mut depth, mut part) = (0usize, String::new());
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth = depth.saturating_sub(1),
                    ',' if depth == 0 => {
                        unfold(&path, &std::mem::take(&mut part), each);
                        continue;
                    }
                    _ => {}
                }
                part.push(c);
            }
            if !part.trim().is_empty() {
                unfold(&path, &part, each);
            }
        }
    }
}

/// The module a path leads to, seen from `from`; `None` for what is not of this crate.
fn target<'m>(modules: &'m Modules, from: &[String], path: &[String]) -> Option<&'m Vec<String>> {
    let first = path.first()?.as_str();
    let (mut full, rest) = match first {
        "crate" => (Vec::new(), &path[1..]),
        "self" => (from.to_vec(), &path[1..]),
        "super" => {
            let ups = path.iter().take_while(|p| *p == "super").count();
            (from[..from.len().saturating_sub(ups)].to_vec(), &path[ups..])
        }
        // A child, named without `self`; or, in the root of a program, any of its modules.
        name => {
            let mut child = from.to_vec();
            child.push(name.to_owned());
            modules.get(&child)?;
            (from.to_vec(), path)
        }
    };
    for part in rest {
        full.push(part.clone());
        if !modules.contains_key(&full) {
            full.pop();
            break;
        }
    }
    modules.get_key_value(&full).map(|(path, _)| path)
}

/// Who uses whom. What a module hands on (`pub use`) is used from where it is defined.
fn arrows(modules: &Modules) -> BTreeMap<&Vec<String>, BTreeSet<&Vec<String>>> {
    // Names that a module hands on, and the module they come from.
    let mut handed: BTreeMap<(&Vec<String>, String), &Vec<String>> = BTreeMap::new();
    for (from, text) in modules {
        for (path, public) in paths(text) {
            if let (true, Some(to), Some(name)) = (public, target(modules, from, &path), path.last()) {
                handed.insert((from, name.clone()), to);
            }
        }
    }
    let mut out: BTreeMap<&Vec<String>, BTreeSet<&Vec<String>>> = BTreeMap::new();
    for (from, text) in modules {
        for (path, public) in paths(text) {
            let Some(mut to) = target(modules, from, &path) else { continue };
            let is_child = to.len() > from.len() && to.starts_with(from);
            if public && is_child {
                continue;
            }
            // The first part of the path beyond the module is the name that is meant.
            if let Some(name) = path.iter().rev().find(|p| handed.contains_key(&(to, (*p).clone()))) {
                to = handed[&(to, name.clone())];
            }
            if to != from {
                out.entry(from).or_default().insert(to);
            }
        }
    }
    out
}

/// The modules that can reach each other: sets with more than one.
fn circles<'m>(arrows: &BTreeMap<&'m Vec<String>, BTreeSet<&'m Vec<String>>>) -> Vec<BTreeSet<&'m Vec<String>>> {
    let reach = |start: &'m Vec<String>| {
        let (mut seen, mut todo) = (BTreeSet::new(), vec![start]);
        while let Some(at) = todo.pop() {
            todo.extend(arrows.get(at).into_iter().flatten().filter(|to| seen.insert(**to)));
        }
        seen
    };
    let all: BTreeMap<&Vec<String>, BTreeSet<&Vec<String>>> = arrows.keys().map(|m| (*m, reach(m))).collect();
    let mut out: Vec<BTreeSet<&Vec<String>>> = Vec::new();
    for (from, reached) in &all {
        let circle: BTreeSet<&Vec<String>> =
            reached.iter().copied().filter(|to| all.get(to).is_some_and(|back| back.contains(from))).collect();
        if circle.len() > 1 && !out.contains(&circle) {
            out.push(circle);
        }
    }
    out
}

fn name(path: &[String]) -> String {
    if path.is_empty() { "(root)".to_owned() } else { path.join("::") }
}

#[test]
fn no_room_has_a_circle() {
    let crates = root().join("crates");
    let mut wrong = Vec::new();
    let mut met = BTreeSet::new();
    for entry in fs::read_dir(&crates).unwrap() {
        let room = entry.unwrap().file_name().into_string().unwrap();
        let modules = modules(&crates.join(&room).join("src"));
        let arrows = arrows(&modules);
        for circle in circles(&arrows) {
            let known = EXPECTED.iter().position(|(r, m, _)| *r == room && circle.iter().any(|p| name(p) == *m));
            if let Some(at) = known {
                met.insert(at);
                continue;
            }
            let lines: Vec<String> = circle
                .iter()
                .flat_map(|from| {
                    let to = arrows.get(from).into_iter().flatten().filter(|to| circle.contains(*to));
                    to.map(|to| format!("  {} -> {}", name(from), name(to)))
                })
                .collect();
            wrong.push(format!("crates/{room}:\n{}", lines.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "modules that use each other; move what both need below them:\n{}", wrong.join("\n"));
    for (at, (room, module, why)) in EXPECTED.iter().enumerate() {
        assert!(met.contains(&at), "crates/{room}: {module} is in no circle any more ({why}); take it off the list");
    }
}

/// The test sees what it has to see.
#[test]
fn circles_are_found() {
    let of = |files: &[(&str, &str)]| {
        let modules: Modules = files
            .iter()
            .map(|(path, text)| {
                let path = path.split("::").filter(|p| !p.is_empty()).map(str::to_owned).collect();
                (path, without_tests(&code(text)))
            })
            .collect();
        circles(&arrows(&modules)).len()
    };
    assert_eq!(of(&[("a", "use crate::b::X;"), ("b", "fn f() { crate::a::g(); }")]), 1);
    assert_eq!(of(&[("a", "use super::{c, b::{self, X}};"), ("b", "use super::a::{Y as Z};"), ("c", "")]), 1);
    assert_eq!(of(&[("a", "use crate::b::X;"), ("b", "// crate::a\nconst A: &str = \"crate::a::b\";")]), 0);
    assert_eq!(of(&[("a", "use crate::b::X;"), ("b", "#[cfg(test)]\nmod tests { use crate::a::Y; }")]), 0);
    assert_eq!(of(&[("", "pub mod a; pub use a::X;"), ("a", "use crate::a::X;"), ("b", "use crate::X;")]), 0);
    assert_eq!(of(&[("", "mod a; fn f() { a::g(); }\npub struct X;"), ("a", "use crate::X;")]), 1);
    assert_eq!(of(&[("m", "pub use self::a::X; mod a; mod b;"), ("m::a", "use super::b::Y;"), ("m::b", "")]), 0);
    assert_eq!(
        of(&[("a", "pub(crate) use super::b::X; use crate::b::Y;"), ("b", "use std::{fs, io};\nuse crate::a::Z;")]),
        1
    );
}
