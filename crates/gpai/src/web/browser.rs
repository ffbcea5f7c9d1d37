//! Opens an address in the browser of the person. The address holds a key: it is handed over in a file that only this account can
//! read, for the arguments of a program can be read by every account of the machine.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// How long the file stays: browsers take some seconds to start.
const STAYS: Duration = Duration::from_secs(60);

/// Whether a browser was started. The file that leads to the address goes after a while.
pub fn open(address: &str) -> bool {
    let Some(file) = written(address) else { return false };
    let opened = programs().iter().any(|program| started(program, &file));
    if opened {
        std::thread::spawn(move || {
            std::thread::sleep(STAYS);
            let _ = std::fs::remove_file(file);
        });
    } else {
        let _ = std::fs::remove_file(file);
    }
    opened
}

/// A page that leads to the address, readable by this account alone.
fn written(address: &str) -> Option<PathBuf> {
    let mut bytes = [0u8; 8];
    getrandom::fill(&mut bytes).ok()?;
    let name: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    let folder =
        std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|folder| folder.is_absolute() && folder.is_dir());
    let path = folder.unwrap_or_else(std::env::temp_dir).join(format!("gpai-serve-{name}.html"));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let page = format!(
        "<!doctype html>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"refresh\" content=\"0; url={address}\">\n<title>gpai serve</title>\n<p><a href=\"{address}\">gpai serve</a>\n"
    );
    options.open(&path).and_then(|mut file| file.write_all(page.as_bytes())).ok()?;
    Some(path)
}

/// What opens a file on this system, the first that there is.
fn programs() -> &'static [&'static [&'static str]] {
    if cfg!(target_os = "macos") {
        &[&["open"]]
    } else if cfg!(windows) {
        &[&["explorer"]]
    } else {
        &[&["xdg-open"], &["wslview"], &["gio", "open"], &["x-www-browser"]]
    }
}

fn started(program: &[&str], file: &Path) -> bool {
    let Some((name, args)) = program.split_first() else { return false };
    let mut command = Command::new(name);
    command.args(args).arg(file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else { return false };
    // What fails at once, such as a machine without a desktop, fails within this time.
    for _ in 0..20 {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => std::thread::sleep(Duration::from_millis(50)),
            Err(_) => return false,
        }
    }
    std::thread::spawn(move || child.wait());
    true
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[cfg(unix)]
    #[test]
    fn the_file_that_holds_the_key_is_for_this_account_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let path = written("http://127.0.0.1:1/#key=abc").unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(std::fs::read_to_string(&path).unwrap().contains("url=http://127.0.0.1:1/#key=abc\""));
        std::fs::remove_file(path).unwrap();
        assert!(!started(&["gpai-no-such-program"], Path::new("x")));
        assert!(!started(&["false"], Path::new("x")));
    }
}
