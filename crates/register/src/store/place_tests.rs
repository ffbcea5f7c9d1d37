//! Tests of where a register may live.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
use super::*;

fn refused(dir: &Path) -> String {
    look(dir).unwrap_err().fault.to_string()
}

#[test]
fn not_in_a_model_folder_nor_below_one() {
    for (name, text) in [
        ("README.md", "---\nlicense: mit\n---\n"),
        ("config.json", "{\"model_type\": \"llama\"}"),
        ("a.safetensors", ""),
        ("gpai.toml", ""),
    ] {
        let root = tempfile::tempdir().unwrap();
        let model = root.path().join("model");
        fs::create_dir(&model).unwrap();
        assert!(look(&model.join("register")).is_ok());
        fs::write(model.join(name), text).unwrap();
        for dir in [model.clone(), model.join("a/b/c"), model.join("x/../y")] {
            let said = refused(&dir);
            assert!(said.contains("model folder") && said.contains(name) && said.contains("model-register"), "{said}");
        }
        assert!(look(&root.path().join("model-register")).is_ok());
        assert!(look(&model.join("../other")).is_ok(), "the way up leads out");
    }
}

#[test]
fn not_in_a_copy_from_the_hub() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("models--org--name/snapshots/0a1b/register");
    assert!(refused(&dir).contains("copy from the Hub"));
}

#[test]
fn not_in_a_work_tree_that_is_public_or_may_become_so() {
    let root = tempfile::tempdir().unwrap();
    let git = root.path().join(".git");
    fs::create_dir(&git).unwrap();
    fs::write(git.join("config"), "[core]\n").unwrap();
    assert!(refused(&root.path().join("r")).contains("no remote yet"));
    for public in [
        "https://github.com/a/b",
        "git@gitlab.com:a/b.git",
        "ssh://git@ssh.github.com:443/a/b",
        "https://me:x@huggingface.co/a",
    ] {
        fs::write(git.join("config"), format!("[remote \"origin\"]\n\turl = {public}\n")).unwrap();
        assert!(refused(&root.path().join("r")).contains("may be public"), "{public}");
    }
    for private in ["ssh://git@git.firm.example/a.git", "https://notgithub.com/a/b", "/srv/git/a.git"] {
        fs::write(git.join("config"), format!("[remote \"origin\"]\n\turl = {private}\n")).unwrap();
        assert!(look(&root.path().join("r")).is_ok(), "{private}");
    }
}

#[test]
fn the_gitignore_at_the_root_gets_one_line() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join(".gitignore"), "*.log").unwrap();
    for _ in 0..2 {
        ignore(&root.path().join("a/register"), root.path()).unwrap();
    }
    assert_eq!(fs::read_to_string(root.path().join(".gitignore")).unwrap(), "*.log\n/a/register/\n");
}

#[test]
fn folders_that_are_carried_elsewhere() {
    let root = tempfile::tempdir().unwrap();
    for name in ["Dropbox", "OneDrive - Firm", "iCloud Drive", "Nextcloud"] {
        assert!(local(&root.path().join(name).join("r")).is_err(), "{name}");
    }
    assert!(local(&root.path().join("r")).is_ok());
}
