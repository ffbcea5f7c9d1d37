//! Fonts of this machine for what the built-in ones lack. One is taken only where a document could not be set without it, and then
//! named: every other document is the same on every machine.

use std::path::{Path, PathBuf};

/// Folders within a folder of fonts.
const DEPTH: usize = 5;
/// Files that are looked at.
const MOST: usize = 20_000;
/// Fonts with Chinese, the best for a printed page first; by the beginning of the name, in lower case.
const CHINESE: [&str; 14] = [
    "notoserifcjk-regular",
    "sourcehanserif",
    "notoserifsc",
    "notosanscjk-regular",
    "sourcehansans",
    "notosanssc",
    "songti",
    "simsun",
    "pingfang",
    "msyh",
    "wqy-microhei",
    "wqy-zenhei",
    "uming",
    "droidsansfallback",
];

/// A font file of this machine that has Chinese characters.
pub fn chinese() -> Option<PathBuf> {
    let home = std::env::home_dir();
    let own = home.iter().flat_map(|h| [h.join(".local/share/fonts"), h.join(".fonts"), h.join("Library/Fonts")]);
    let shared =
        ["/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts", "C:\\Windows\\Fonts"];
    best(own.chain(shared.map(PathBuf::from)))
}

fn best(folders: impl Iterator<Item = PathBuf>) -> Option<PathBuf> {
    let mut found: Option<(usize, PathBuf)> = None;
    let mut left = MOST;
    for folder in folders {
        walk(&folder, 0, &mut left, &mut found);
    }
    found.map(|(_, path)| path)
}

fn walk(folder: &Path, depth: usize, left: &mut usize, found: &mut Option<(usize, PathBuf)>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().take(*left).map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        *left = left.saturating_sub(1);
        if *left == 0 {
            return;
        }
        if path.is_dir() {
            if depth < DEPTH {
                walk(&path, depth + 1, left, found);
            }
            continue;
        }
        let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
        if ![".ttf", ".otf", ".ttc"].iter().any(|end| name.ends_with(end)) {
            continue;
        }
        let rank = CHINESE.iter().position(|start| name.starts_with(start));
        if let Some(rank) = rank
            && found.as_ref().is_none_or(|(best, _)| rank < *best)
        {
            *found = Some((rank, path));
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn the_best_of_the_fonts_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        assert_eq!(best([at("none")].into_iter()), None);
        std::fs::create_dir_all(at("truetype/wqy")).unwrap();
        for name in ["truetype/wqy/wqy-zenhei.ttc", "truetype/DejaVuSans.ttf", "NotoSerifCJK-Regular.txt"] {
            std::fs::write(at(name), "x").unwrap();
        }
        assert_eq!(best([dir.path().to_owned()].into_iter()), Some(at("truetype/wqy/wqy-zenhei.ttc")));
        std::fs::write(at("NotoSansCJK-Regular.ttc"), "x").unwrap();
        assert_eq!(best([dir.path().to_owned()].into_iter()), Some(at("NotoSansCJK-Regular.ttc")));
    }
}
