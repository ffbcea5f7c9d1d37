//! What lies around a model: workflow, hook, `.gitignore`.

use std::fs;
use std::io;
use std::path::Path;

use gpai_dossier::answer_file::leaving_out_private;
use gpai_dossier::answers::PRIVATE;
use gpai_dossier::write::{reason, replace, stays_inside};
use gpai_rules::law::Language;

use super::files;
use super::make::create;
use crate::outcome::Failure;
use crate::repository;
use crate::screen::init::{Done, Item};
use crate::screen::words::init as words;

const WORKFLOW: &str = ".github/workflows/gpai.yml";
const HOOKS: &str = ".pre-commit-config.yaml";
const IGNORE: &str = ".gitignore";
/// The longest `.gitignore` that is read.
const LONGEST: u64 = 1 << 20;

/// The files around a model folder. Workflow and hook work at the root of a repository alone, and are written outside the model
/// folder only where a person names that root.
pub fn around(
    folder: &Path,
    repository: Option<&Path>,
    dry_run: bool,
    lang: Language,
    items: &mut Vec<Item>,
) -> Result<(), Failure> {
    let within = match repository {
        Some(root) => within(folder, root)?,
        None => repository::within(folder),
    };
    ignore(folder, dry_run, items)?;
    if repository.is_none() && !within.is_empty() {
        for path in [WORKFLOW, HOOKS] {
            let remark = words::AT_THE_ROOT.get(lang).to_owned();
            items.push(Item { path: path.to_owned(), done: Done::Left, remark });
        }
        return Ok(());
    }
    let root = repository.unwrap_or(folder);
    let path = if within.is_empty() { "." } else { &within };
    // A workflow reads expressions in texts, and a line end is none.
    if path.contains("${{") || path.chars().any(char::is_control) {
        return Err(Failure::Usage(format!("{path}: a folder of this name cannot stand in a workflow")));
    }
    for (name, text) in [(WORKFLOW, files::workflow(path, lang)), (HOOKS, files::hooks(path, lang))] {
        let file = root.join(name);
        let shown = if repository.is_some() { file.display().to_string() } else { name.to_owned() };
        if fs::symlink_metadata(&file).is_ok() {
            let hook = || words::ADD_THE_HOOK.fill(lang, &[("lines", &files::hook(path))]);
            let remark = if name == HOOKS && !names_the_hook(&file) { hook() } else { String::new() };
            items.push(Item { path: shown, done: Done::There, remark });
            continue;
        }
        if !dry_run {
            create(&file, root, text.as_bytes())?;
        }
        let done = if dry_run { Done::Would } else { Done::Written };
        items.push(Item { path: shown, done, remark: String::new() });
    }
    Ok(())
}

/// Whether our hook is among those of a file.
fn names_the_hook(file: &Path) -> bool {
    bounded(file).is_ok_and(|text| text.contains("gpai-check"))
}

fn bounded(file: &Path) -> io::Result<String> {
    let meta = fs::metadata(file)?;
    if !meta.is_file() || meta.len() > LONGEST {
        return Err(io::Error::other("is no regular file, or too long"));
    }
    fs::read_to_string(file)
}

/// The line that keeps names and reasons out of what is published. One line is added where it is missing.
fn ignore(folder: &Path, dry_run: bool, items: &mut Vec<Item>) -> Result<(), Failure> {
    let file = folder.join(IGNORE);
    let wrong = |e: io::Error| Failure::Usage(format!("{}: cannot be written: {}", file.display(), reason(&e)));
    let there = fs::symlink_metadata(&file).is_ok();
    let listed = if there { bounded(&file).map_err(wrong)? } else { String::new() };
    let Some(new) = leaving_out_private(&listed) else {
        items.push(Item { path: IGNORE.to_owned(), done: Done::There, remark: String::new() });
        return Ok(());
    };
    let done = match (dry_run, there) {
        (true, _) => Done::Would,
        (false, true) => Done::Added,
        (false, false) => Done::Written,
    };
    if !dry_run {
        stays_inside(folder, &file).and_then(|()| replace(&file, new.as_bytes())).map_err(wrong)?;
    }
    items.push(Item { path: IGNORE.to_owned(), done, remark: format!("/{PRIVATE}") });
    Ok(())
}

/// Where a model folder lies below a root that a person named.
fn within(folder: &Path, root: &Path) -> Result<String, Failure> {
    let real =
        |path: &Path| path.canonicalize().map_err(|e| Failure::Usage(format!("{}: {}", path.display(), reason(&e))));
    let (folder, root_there) = (real(folder)?, real(root)?);
    let below = folder
        .strip_prefix(&root_there)
        .map_err(|_| Failure::Usage(format!("--repository {}: the model folder does not lie in it", root.display())))?;
    Ok(repository::slashed(below))
}
