//! The files of the page, embedded. A new file is one line in the list.

use crate::outcome::Failure;

/// One file of `web/`.
#[derive(Debug)]
pub struct Asset {
    /// Path below `web/`, with `/`; the same in the address.
    pub path: &'static str,
    /// The whole file.
    pub text: &'static str,
}

macro_rules! asset {
    ($path:literal) => {
        Asset { path: $path, text: include_str!(concat!("../../web/", $path)) }
    };
}

/// Every file of the page.
pub const ASSETS: &[Asset] = &[
    asset!("answers.js"),
    asset!("app.js"),
    asset!("chart.css"),
    asset!("chart.js"),
    asset!("data.js"),
    asset!("engine/dates.js"),
    asset!("engine/decide.js"),
    asset!("engine/diagram.js"),
    asset!("engine/due.js"),
    asset!("engine/engine.js"),
    asset!("engine/interview.js"),
    asset!("engine/law.js"),
    asset!("engine/licences.js"),
    asset!("engine/merge.js"),
    asset!("engine/missing.js"),
    asset!("engine/near.js"),
    asset!("engine/number.js"),
    asset!("engine/states.js"),
    asset!("engine/tests.js"),
    asset!("engine/values.js"),
    asset!("engine/whatif.js"),
    asset!("engine/why.js"),
    asset!("index.html"),
    asset!("style.css"),
    asset!("toml.js"),
    asset!("ui/amounts.js"),
    asset!("ui/calculator.js"),
    asset!("ui/change.js"),
    asset!("ui/compute.js"),
    asset!("ui/dom.js"),
    asset!("ui/files.js"),
    asset!("ui/flow.js"),
    asset!("ui/fragment.js"),
    asset!("ui/input.js"),
    asset!("ui/preset.js"),
    asset!("ui/print.js"),
    asset!("ui/questions.js"),
    asset!("ui/show.js"),
    asset!("ui/state.js"),
    asset!("ui/timeline.js"),
    asset!("ui/values.js"),
    asset!("ui/verdict.js"),
    asset!("words.js"),
];

/// A file of the page that must be there.
pub fn text(path: &str) -> Result<&'static str, Failure> {
    let found = ASSETS.iter().find(|a| a.path == path);
    found.map(|a| a.text).ok_or_else(|| Failure::Internal(format!("web/{path} is not among the files of the page")))
}

impl Asset {
    /// What a browser is told that it is.
    pub fn kind(&self) -> &'static str {
        match self.path.rsplit_once('.').map(|(_, ending)| ending) {
            Some("html") => "text/html; charset=utf-8",
            Some("css") => "text/css; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("svg") => "image/svg+xml",
            _ => "text/plain; charset=utf-8",
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    fn walk(folder: &Path, under: &str, out: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            match (under, name.as_str()) {
                // Not of the page: its tests, and what says to node that the files are modules.
                ("", "tests" | "README.md" | "package.json") => {}
                _ if entry.file_type().unwrap().is_dir() => walk(&entry.path(), &format!("{under}{name}/"), out),
                _ => {
                    out.insert(format!("{under}{name}"));
                }
            }
        }
    }

    #[test]
    fn every_file_of_the_page_is_embedded_once() {
        let mut there = BTreeSet::new();
        walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("web"), "", &mut there);
        let listed: BTreeSet<String> = ASSETS.iter().map(|a| a.path.to_owned()).collect();
        assert_eq!(there, listed, "ASSETS in crates/gpai/src/web/assets.rs lists the files of web/");
        assert_eq!(listed.len(), ASSETS.len());
    }

    #[test]
    fn every_script_says_what_it_is_for() {
        for asset in ASSETS.iter().filter(|a| a.path.ends_with(".js") || a.path.ends_with(".css")) {
            assert!(asset.text.starts_with("//") || asset.text.starts_with("/*"), "web/{}", asset.path);
            assert!(asset.text.lines().count() <= 600, "web/{} is too long to read", asset.path);
        }
    }

    #[test]
    fn every_kind_of_file_is_known_to_browsers() {
        for asset in ASSETS {
            assert!(!asset.kind().starts_with("text/plain"), "web/{}", asset.path);
        }
    }
}
