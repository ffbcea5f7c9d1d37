//! Which folders may be read: those named when the server was started, and what lies below them. No link leads out.

use std::path::{Path, PathBuf};

/// The longest path that is looked at, in bytes.
const LONGEST: usize = 4096;
/// How a model on the Hub begins.
const HUB: &str = "hf://";

/// Why a path is refused.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is no path.
    #[error("`path`: too long, or holds characters that no path holds")]
    NoPath,
    /// It is not there, or not to be read.
    #[error("`{0}`: no such file or folder below the folders this server was started with")]
    NotThere(String),
    /// It lies elsewhere.
    #[error("`{0}`: lies outside the folders this server was started with")]
    Outside(String),
    /// A model on the Hub, without leave.
    #[error("`{0}`: models on the Hub need the network; a person starts the server with --network for them")]
    Offline(String),
    /// A name of a model on the Hub that is none.
    #[error("`{0}`: is no name of a model on the Hub, such as hf://ORG/MODEL or hf://ORG/MODEL@REVISION")]
    NoModel(String),
    /// A model on the Hub where a folder is needed.
    #[error("`{0}`: a folder on this machine is needed here")]
    Folder(String),
}

/// The folders, without links in them.
#[derive(Clone, Debug)]
pub struct Roots {
    folders: Vec<PathBuf>,
    network: bool,
}

impl Roots {
    /// The folders as they are now.
    ///
    /// # Errors
    /// One of them is none.
    pub fn open(named: &[PathBuf], network: bool) -> Result<Self, String> {
        let here = [PathBuf::from(".")];
        let named = if named.is_empty() { &here } else { named };
        let real = |path: &PathBuf| {
            let real = path.canonicalize().map_err(|e| format!("{}: {e}", path.display()))?;
            if real.is_dir() { Ok(real) } else { Err(format!("{}: is not a folder", path.display())) }
        };
        Ok(Roots { folders: named.iter().map(real).collect::<Result<_, String>>()?, network })
    }

    /// Whether models on the Hub may be asked for.
    pub fn network(&self) -> bool {
        self.network
    }

    /// The real place of a path that a client named.
    ///
    /// # Errors
    /// See [`Refused`].
    pub fn place(&self, path: &str) -> Result<PathBuf, Refused> {
        if path.len() > LONGEST || path.chars().any(char::is_control) {
            return Err(Refused::NoPath);
        }
        let shown = || path.to_owned();
        if path.contains("://") {
            return Err(if path.starts_with(HUB) { Refused::Folder(shown()) } else { Refused::NotThere(shown()) });
        }
        let given = Path::new(path);
        let tries: Vec<PathBuf> = match given.is_absolute() {
            true => vec![given.to_owned()],
            false => self.folders.iter().map(|root| root.join(given)).collect(),
        };
        let mut outside = false;
        for at in tries {
            // All links are followed, then the place is compared.
            let Ok(real) = at.canonicalize() else { continue };
            if self.folders.iter().any(|root| real.starts_with(root)) {
                return Ok(real);
            }
            outside = true;
        }
        Err(if outside { Refused::Outside(shown()) } else { Refused::NotThere(shown()) })
    }

    /// A model: a folder below the roots, or on the Hub where that is allowed.
    ///
    /// # Errors
    /// See [`Refused`].
    pub fn model(&self, path: &str) -> Result<PathBuf, Refused> {
        let Some(name) = path.strip_prefix(HUB) else { return self.place(path) };
        if !self.network {
            return Err(Refused::Offline(path.chars().take(LONGEST).collect()));
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '@');
        match name.len() <= 200 && name.chars().all(plain) && !name.contains("..") {
            true => Ok(PathBuf::from(path)),
            false => Err(Refused::NoModel(path.chars().filter(|c| !c.is_control()).take(200).collect())),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn only_what_lies_below_is_given() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        std::fs::create_dir_all(at("root/model")).unwrap();
        std::fs::create_dir_all(at("rooted")).unwrap();
        std::fs::write(at("secret"), "x").unwrap();
        let roots = Roots::open(&[at("root")], false).unwrap();
        let real = at("root/model").canonicalize().unwrap();
        for inside in ["model", "./model", "model/../model", "model/"] {
            assert_eq!(roots.place(inside).as_ref(), Ok(&real), "{inside}");
        }
        assert_eq!(roots.place(real.to_str().unwrap()).as_ref(), Ok(&real));
        for outside in ["..", "../secret", "model/../../secret", "../rooted", "/etc/passwd", "/"] {
            assert!(matches!(roots.place(outside), Err(Refused::Outside(_))), "{outside}");
        }
        assert!(matches!(roots.place("none"), Err(Refused::NotThere(_))));
        assert!(matches!(roots.place("file:///etc/passwd"), Err(Refused::NotThere(_))));
        assert_eq!(roots.place("a\0b"), Err(Refused::NoPath));
        assert_eq!(roots.place(&"x".repeat(5000)), Err(Refused::NoPath));
        assert!(matches!(roots.model("hf://a/b"), Err(Refused::Offline(_))));
        let online = Roots::open(&[at("root")], true).unwrap();
        assert_eq!(online.model("hf://a/b@main"), Ok(PathBuf::from("hf://a/b@main")));
        for wrong in ["hf://a/../b", "hf://a b", "hf://a?x", "hf://a\nb"] {
            assert!(matches!(online.model(wrong), Err(Refused::NoModel(_))), "{wrong}");
        }
        assert!(Roots::open(&[at("secret")], false).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn no_link_leads_out() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        std::fs::create_dir_all(at("root")).unwrap();
        std::fs::create_dir_all(at("other/model")).unwrap();
        std::os::unix::fs::symlink(at("other"), at("root/link")).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", at("root/file.pdf")).unwrap();
        let roots = Roots::open(&[at("root")], false).unwrap();
        for path in ["link", "link/model", "file.pdf"] {
            assert!(matches!(roots.place(path), Err(Refused::Outside(_))), "{path}");
        }
    }
}
