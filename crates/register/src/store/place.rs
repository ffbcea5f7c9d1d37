//! Where a register may live: not in a model folder, from which it would be uploaded, not where a public repository takes it along,
//! not on a network folder, where locks of SQLite do not hold.

use std::fs;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use crate::fault::Fault;

/// Hosts where what is pushed is often public.
const PUBLIC: [&str; 14] = [
    "github.com",
    "gitlab.com",
    "huggingface.co",
    "hf.co",
    "codeberg.org",
    "bitbucket.org",
    "gitee.com",
    "gitcode.com",
    "modelscope.cn",
    "modelscope.ai",
    "sr.ht",
    "sourceforge.net",
    "openi.org.cn",
    "wisemodel.cn",
];
/// Beginnings of the names of folders that a program carries to other machines.
const CARRIED: [&str; 9] = [
    "dropbox",
    "onedrive",
    "icloud",
    "mobile documents",
    "google drive",
    "googledrive",
    "nextcloud",
    "syncthing",
    "pcloud",
];
/// The most that is read of a file to see what it is.
const HEAD: u64 = 64 << 10;

/// Why a place was refused, and which root its `.gitignore` belongs to.
#[derive(Debug)]
pub struct Refusal {
    /// What is said.
    pub fault: Fault,
    /// The folder whose `.gitignore` counts.
    pub root: PathBuf,
}

fn head(path: &Path) -> String {
    let mut text = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut text));
    if read.is_err() {
        text.clear();
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// The file that says that a folder is one of a model.
fn model_sign(folder: &Path) -> Option<String> {
    for name in ["README.md", "readme.md", "MODEL_CARD.md", "modelcard.md", "model_card.md"] {
        let text = head(&folder.join(name));
        let card = text.trim_start_matches('\u{feff}').starts_with("---");
        if card || (!text.is_empty() && name.to_ascii_lowercase().contains("card")) {
            return Some(name.to_owned());
        }
    }
    if folder.join("gpai.toml").is_file() {
        return Some("gpai.toml".to_owned());
    }
    let config = head(&folder.join("config.json"));
    if ["\"model_type\"", "\"architectures\"", "\"hidden_size\"", "\"transformers_version\""]
        .iter()
        .any(|w| config.contains(w))
    {
        return Some("config.json".to_owned());
    }
    let weights = |name: &str| {
        name.ends_with(".safetensors")
            || name.ends_with(".gguf")
            || name == "pytorch_model.bin"
            || name == "model_index.json"
    };
    let names = fs::read_dir(folder).ok()?.take(2000).filter_map(|e| e.ok()?.file_name().into_string().ok());
    let mut found: Vec<String> = names.filter(|name| weights(name)).collect();
    found.sort();
    found.into_iter().next()
}

/// Whether a folder belongs to a copy from the Hub, by its name or what lies beside it.
fn hub_copy(folder: &Path) -> bool {
    let name = folder.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let cache = ["models--", "datasets--", "spaces--"].iter().any(|start| name.starts_with(start));
    cache
        || folder.join(".cache/huggingface").is_dir()
        || (name == "snapshots" && folder.with_file_name("refs").exists())
}

/// The addresses of the remotes of a git work tree; `None` where the folder is the root of none.
fn remotes(folder: &Path) -> Option<Vec<String>> {
    let git = folder.join(".git");
    let config = if git.is_dir() {
        git.join("config")
    } else if git.is_file() {
        // A work tree beside its repository: `gitdir: …/.git/worktrees/NAME`.
        let text = head(&git);
        let named = folder.join(text.strip_prefix("gitdir:")?.trim());
        let main = named.parent().and_then(Path::parent).map(|up| up.join("config"));
        main.filter(|file| file.is_file()).unwrap_or_else(|| named.join("config"))
    } else {
        return None;
    };
    let text = head(&config);
    let urls = text.lines().filter_map(|line| line.trim().strip_prefix("url"));
    Some(urls.filter_map(|rest| Some(rest.trim_start().strip_prefix('=')?.trim().to_owned())).collect())
}

/// The host of an address of git: `https://user@host:1/…`, `git@host:…`, `ssh://host/…`.
fn host(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.split('/').next().unwrap_or_default();
    let rest = rest.rsplit('@').next().unwrap_or_default();
    rest.split(':').next().unwrap_or_default().to_ascii_lowercase()
}

fn is_public(address: &str) -> bool {
    let host = host(address);
    PUBLIC.iter().any(|public| host == *public || host.strip_suffix(public).is_some_and(|before| before.ends_with('.')))
}

/// The folder by its full name, also where it is not there yet.
pub fn full(dir: &Path) -> PathBuf {
    let absolute = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    let mut missing: Vec<std::ffi::OsString> = Vec::new();
    let mut there = absolute.clone();
    while !there.exists() {
        let Some(name) = there.components().next_back() else { break };
        match name {
            Component::Normal(name) => missing.push(name.to_owned()),
            Component::ParentDir => missing.push("..".into()),
            _ => break,
        }
        if !there.pop() {
            break;
        }
    }
    let mut out = fs::canonicalize(&there).unwrap_or(there);
    for name in missing.into_iter().rev() {
        if name == ".." {
            out.pop();
        } else {
            out.push(name);
        }
    }
    out
}

/// Looks whether a register may lie there.
///
/// # Errors
/// Why not, and what works.
pub fn look(dir: &Path) -> Result<(), Box<Refusal>> {
    let dir = full(dir);
    let shown = dir.display();
    let git_root = dir.ancestors().find_map(|folder| Some((folder, remotes(folder)?)));
    let refuse = |why: String, root: &Path| {
        let name = root.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_else(|| "model".to_owned());
        let beside = root.parent().unwrap_or(root).join(format!("{name}-register"));
        let fault = Fault::new(format!("{shown}: {why}")).help(format!(
            "`gpai register init {}` puts it beside; `--inside` puts it here all the same",
            beside.display()
        ));
        let root = git_root.as_ref().map_or(root, |(root, _)| *root).to_owned();
        Err(Box::new(Refusal { fault, root }))
    };
    for folder in dir.ancestors() {
        if hub_copy(folder) {
            return refuse(
                format!(
                    "{} is a copy from the Hub: what lies in it is lost when the cache is cleared, or uploaded with the model",
                    folder.display()
                ),
                folder,
            );
        }
        if let Some(sign) = model_sign(folder) {
            return refuse(
                format!(
                    "{} is a model folder ({sign} is in it): an upload would take the register with its personal data along, since \
                     uploads to the Hub honour only the .gitignore at the root",
                    folder.display()
                ),
                folder,
            );
        }
    }
    if let Some((root, remotes)) = &git_root {
        let where_to = remotes.iter().find(|address| is_public(address));
        let why = match where_to {
            Some(address) => format!("its remote is at {}, where what is pushed may be public", host(address)),
            None if remotes.is_empty() => {
                "it has no remote yet, so that nobody can tell where it will be pushed".to_owned()
            }
            None => return Ok(()),
        };
        return refuse(
            format!("{} is a work tree of git and {why}; what was once pushed cannot be erased", root.display()),
            root,
        );
    }
    Ok(())
}

/// Looks whether the folder is on this machine.
///
/// # Errors
/// It is on a network folder, or in one that a program carries to other machines.
pub fn local(dir: &Path) -> Result<(), Fault> {
    let dir = full(dir);
    let help = "put it on a disk of this machine and take copies with `gpai register backup` or `export`; `--network-folder` uses it \
                here, slower and with less certainty";
    for part in dir.components() {
        let name = part.as_os_str().to_string_lossy().to_lowercase();
        if CARRIED.iter().any(|start| name.starts_with(start)) {
            return Err(Fault::new(format!(
                "{}: `{}` is carried to other machines by a program that knows nothing of the locks of SQLite; two copies of one \
                 register would come of it",
                dir.display(),
                part.as_os_str().to_string_lossy()
            ))
            .help(help));
        }
    }
    match crate::machine::network(&dir) {
        Some(kind) => Err(Fault::new(format!(
            "{}: this is a network folder ({kind}), where locks of SQLite do not hold and what was recorded can be lost",
            dir.display()
        ))
        .help(help)),
        None => Ok(()),
    }
}

/// The line of a root's `.gitignore` that leaves the folder out.
fn line_of(dir: &Path, root: &Path) -> String {
    let dir = full(dir);
    let inside = dir.strip_prefix(full(root)).unwrap_or(&dir);
    format!("/{}/", inside.to_string_lossy().replace('\\', "/"))
}

/// Whether the `.gitignore` of that root leaves the folder out.
pub fn ignored(dir: &Path, root: &Path) -> bool {
    let line = line_of(dir, root);
    head(&root.join(".gitignore")).lines().any(|there| there.trim() == line)
}

/// Adds the folder to the `.gitignore` of that root.
///
/// # Errors
/// It cannot be written.
pub fn ignore(dir: &Path, root: &Path) -> Result<PathBuf, Fault> {
    let file = root.join(".gitignore");
    let line = line_of(dir, root);
    let mut text = fs::read_to_string(&file).unwrap_or_default();
    if !text.lines().any(|there| there.trim() == line) {
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(&line);
        text.push('\n');
        fs::write(&file, text).map_err(|e| Fault::new(format!("{}: {e}", file.display())))?;
    }
    Ok(file)
}

#[cfg(test)]
#[path = "place_tests.rs"]
mod tests;
