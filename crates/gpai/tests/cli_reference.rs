//! The whole command line as a snapshot: the help of every command, as people read it. A word that changes there is then seen in
//! the difference.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::fmt::Write as _;
use std::process::Command;

/// Commands that another program answers, also when asked for help; what this one says of them is given by `gpai help`.
const HANDED_OVER: [&str; 2] = ["register", "deadlines waive"];

/// What `--help` says of a command, a hundred characters wide, as without a terminal.
fn help(path: &[String]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gpai"));
    if HANDED_OVER.contains(&path.join(" ").as_str()) {
        command.arg("help").args(path);
    } else {
        command.args(path).arg("--help");
    }
    let out = command.env_remove("COLUMNS").output().unwrap();
    assert!(out.status.success(), "{path:?}: {}", String::from_utf8_lossy(&out.stderr));
    // On some systems the program's file has an ending.
    String::from_utf8(out.stdout).unwrap().replace("gpai.exe", "gpai")
}

/// Writes it and that of the commands it lists.
fn write(path: &[String], out: &mut String) {
    let text = help(path);
    let name: Vec<&str> = ["gpai"].into_iter().chain(path.iter().map(String::as_str)).collect();
    let _ = writeln!(out, "\n######## {} ########\n\n{}", name.join(" "), text.trim_end());
    let lines = text.lines().skip_while(|l| *l != "Commands:").skip(1).take_while(|l| !l.is_empty());
    // A name stands two characters in; what is said of it goes on further in.
    for line in lines.filter(|l| l.starts_with("  ") && !l.starts_with("   ")) {
        let name = line.split_whitespace().next().unwrap_or_else(|| panic!("no name in {line:?}"));
        if name != "help" {
            write(&[path, &[name.to_owned()]].concat(), out);
        }
    }
}

#[test]
fn the_help_of_every_command() {
    let mut out = String::new();
    write(&[], &mut out);
    assert!(out.matches("########").count() > 2 * 15, "the list of commands was not understood:\n{out}");
    insta::assert_snapshot!(out);
}
