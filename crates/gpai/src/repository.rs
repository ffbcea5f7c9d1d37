//! Where a file or folder lies in its repository: what code scanning counts places from.

use std::path::{Component, Path, PathBuf};

/// The path from the root of the repository, with `/`; from where the program runs where there is no repository; empty for the
/// root itself, and for what lies nowhere below.
pub fn place(path: &Path) -> String {
    let Ok(real) = path.canonicalize() else { return String::new() };
    let workspace = || std::env::var_os("GITHUB_WORKSPACE").and_then(|w| PathBuf::from(w).canonicalize().ok());
    let here = || std::env::current_dir().ok().and_then(|here| here.canonicalize().ok());
    let roots = root(&real).into_iter().chain(workspace()).chain(here());
    roots.filter_map(|root| real.strip_prefix(root).ok().map(slashed)).next().unwrap_or_default()
}

/// Where a folder lies below the root of its repository; empty for the root itself and where there is no repository.
pub fn within(path: &Path) -> String {
    let Ok(real) = path.canonicalize() else { return String::new() };
    let root = root(&real);
    root.and_then(|root| real.strip_prefix(root).ok().map(slashed)).unwrap_or_default()
}

/// The nearest folder above that is a repository; a submodule is a part of the one around it.
fn root(real: &Path) -> Option<PathBuf> {
    real.ancestors().find(|folder| is_repository(&folder.join(".git"))).map(Path::to_owned)
}

fn is_repository(git: &Path) -> bool {
    match std::fs::symlink_metadata(git) {
        Ok(meta) if meta.is_dir() => true,
        // A work tree or a submodule names its repository in a small file.
        Ok(meta) if meta.is_file() && meta.len() < 4096 => {
            std::fs::read_to_string(git).is_ok_and(|text| !text.replace('\\', "/").contains("/modules/"))
        }
        _ => false,
    }
}

/// A path with `/`.
pub fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            _ => None,
        })
        .collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn places_count_from_the_repository() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        std::fs::create_dir_all(at("repo/models/x")).unwrap();
        std::fs::create_dir_all(at("repo/sub/y")).unwrap();
        std::fs::create_dir(at("repo/.git")).unwrap();
        std::fs::write(at("repo/sub/.git"), "gitdir: ../.git/modules/sub\n").unwrap();
        assert_eq!(place(&at("repo/models/x")), "models/x");
        assert_eq!(place(&at("repo/models/../models/x")), "models/x");
        assert_eq!(place(&at("repo")), "");
        assert_eq!(place(&at("repo/sub/y")), "sub/y");
        assert_eq!(place(&at("nowhere")), "");
        assert_eq!(within(&at("repo/models/x")), "models/x");
        assert_eq!(within(&at("repo")), "");
    }
}
