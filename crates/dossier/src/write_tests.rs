//! Tests of `write.rs`: links, pipes, devices, what killed runs left.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn left_overs_go_and_what_is_held_stays() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("gpai.toml");
    for name in [".gpai.toml.4711.0.tmp", ".gpai.toml.99999999.13.tmp", ".gpai.toml.x.0.tmp", ".other.1.0.tmp", "a.tmp"]
    {
        fs::write(dir.path().join(name), "secret").unwrap();
    }
    let held = dir.path().join(".gpai.toml.1.0.tmp");
    let lock = fs::File::create(&held).unwrap();
    lock.lock().unwrap();
    replace(&file, b"new").unwrap();
    assert_eq!(names(dir.path()), [".gpai.toml.1.0.tmp", ".gpai.toml.x.0.tmp", ".other.1.0.tmp", "a.tmp", "gpai.toml"]);
    drop(lock);
    sweep(&file);
    assert!(!held.exists());
    assert_eq!(fs::read(&file).unwrap(), b"new");
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_stays_a_link() {
    use std::os::unix::fs::symlink;
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    fs::write(at("target"), "old").unwrap();
    symlink("target", at("one")).unwrap();
    symlink(at("one"), at("two")).unwrap();
    symlink("not-there-yet", at("dangling")).unwrap();
    symlink("loop", at("loop")).unwrap();
    let put = |path: &Path, bytes: &[u8]| place(path).and_then(|p| super::put(&p, bytes));
    put(&at("two"), b"new").unwrap();
    put(&at("dangling"), b"made").unwrap();
    assert!(fs::symlink_metadata(at("two")).unwrap().is_symlink());
    assert_eq!(fs::read(at("target")).unwrap(), b"new");
    assert_eq!(fs::read(at("not-there-yet")).unwrap(), b"made");
    assert!(put(&at("loop"), b"x").is_err());
    assert!(put(dir.path(), b"x").unwrap_err().to_string().contains("is a folder"));
    assert_eq!(place(Path::new("/dev/null")).unwrap(), Place::Into("/dev/null".into()));
    put(Path::new("/dev/null"), b"x").unwrap();
    assert!(!fs::symlink_metadata("/dev/null").unwrap().is_file());
    assert_eq!(place(Path::new("/proc/self/fd/1")).unwrap(), Place::Screen);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_refused() {
    use std::os::unix::fs::symlink;
    let dir = tempfile::tempdir().unwrap();
    let (model, elsewhere) = (dir.path().join("model"), dir.path().join("elsewhere"));
    fs::create_dir(&model).unwrap();
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("file"), "other").unwrap();
    assert!(stays_inside(&model, &model.join("documents/new.toml")).is_ok());
    symlink(&elsewhere, model.join("documents")).unwrap();
    symlink("../elsewhere/file", model.join("direct")).unwrap();
    symlink("../elsewhere/none", model.join("dangling")).unwrap();
    fs::create_dir(model.join("real")).unwrap();
    symlink("real", model.join("inner")).unwrap();
    for out in ["documents/new.toml", "documents/deep/er.toml", "direct", "dangling", "../elsewhere/file"] {
        assert!(stays_inside(&model, &model.join(out)).is_err(), "{out}");
    }
    for fine in ["inner/new.toml", "real/x/y", "new"] {
        assert!(stays_inside(&model, &model.join(fine)).is_ok(), "{fine}");
    }
    assert!(stays_inside(&dir.path().join("none"), &dir.path().join("none/a")).is_ok());
}
