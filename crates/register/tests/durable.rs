//! What was acknowledged is there: killed programs, several writers at once, a full disk. Procedures P01 and P08 on the command line.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod desk;

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use desk::{Desk, program, text};

/// Adds complaints from several threads, each killed after a random time; what was acknowledged must be there, byte for byte.
fn killed(rounds: usize) {
    let desk = Desk::new();
    let acknowledged = Mutex::new(BTreeMap::new());
    fastrand::seed(42);
    let mut kills = 0;
    for round in 0..rounds {
        std::thread::scope(|scope| {
            let mut children = Vec::new();
            for client in 0..3 {
                let statement = format!("round {round} client {client} {}", "x".repeat(fastrand::usize(..4000)));
                let child = program()
                    .args([
                        "complaint",
                        "add",
                        "--channel",
                        "email",
                        "--name",
                        &format!("N {round} {client}"),
                        "--statement",
                        &statement,
                    ])
                    .env("GPAI_REGISTER", &desk.dir)
                    .stdout(Stdio::piped())
                    .stderr(Stdio::piped())
                    .spawn()
                    .unwrap();
                children.push((child, statement, Duration::from_micros(fastrand::u64(500..60_000))));
            }
            for (mut child, statement, patience) in children {
                let acknowledged = &acknowledged;
                let kill = fastrand::bool();
                kills += usize::from(kill);
                scope.spawn(move || {
                    if kill {
                        std::thread::sleep(patience);
                        let _ = child.kill();
                    }
                    let out = child.wait_with_output().unwrap();
                    let said = text(&out.stdout);
                    // The answer is whole, or nothing was acknowledged.
                    if let Some(id) = said.split(" · ").next().filter(|_| said.contains("recorded")) {
                        acknowledged.lock().unwrap().insert(id.to_owned(), statement);
                    } else {
                        assert!(kill, "{}", text(&out.stderr));
                    }
                });
            }
        });
    }
    desk.whole();
    let acknowledged = acknowledged.into_inner().unwrap();
    for (id, statement) in &acknowledged {
        assert_eq!(desk.ok(&["complaint", "show", id, "--field", "statement"]), *statement);
    }
    let all = desk.json(&["list", "--format", "json"])["records"].as_array().unwrap().len();
    println!("{rounds} rounds, {kills} kills, {} acknowledged, {all} there", acknowledged.len());
    assert!(all >= acknowledged.len() && all <= rounds * 3);
    assert!(acknowledged.len() > rounds, "most must get through");
}

#[test]
fn fifty_rounds_of_kills_lose_nothing() {
    killed(50);
}

#[test]
#[ignore = "an hour; `cargo test -p gpai-register --test durable -- --ignored --nocapture` tells the number that was run"]
fn a_thousand_rounds_of_kills_lose_nothing() {
    killed(1000);
}

#[test]
fn several_writers_at_once_never_meet_a_lock_and_lose_nothing() {
    let desk = Desk::new();
    let slowest = Mutex::new(Duration::ZERO);
    std::thread::scope(|scope| {
        for client in 0..4 {
            let (desk, slowest) = (&desk, &slowest);
            scope.spawn(move || {
                for i in 0..12 {
                    let started = Instant::now();
                    desk.ok(&["complaint", "add", "--id", &format!("CMP-{client}-{i}"), "--statement", "x"]);
                    desk.ok(&["list"]);
                    let mut longest = slowest.lock().unwrap();
                    *longest = (*longest).max(started.elapsed() / 2);
                }
            });
        }
    });
    desk.whole();
    assert_eq!(desk.json(&["list", "--format", "json"])["records"].as_array().unwrap().len(), 48);
    println!("slowest command: {:?}", slowest.into_inner().unwrap());
}

#[test]
fn of_two_who_decide_at_once_the_second_is_told() {
    let desk = Desk::new();
    for i in 0..8 {
        let id = desk.complaint(&format!("CMP-{i}"), "A Person", "a@b.example", "text");
        let outs: Vec<_> = std::thread::scope(|scope| {
            let both: Vec<_> = ["R. Meier", "K. Li"]
                .map(|by| {
                    let (desk, id) = (&desk, &id);
                    scope.spawn(move || {
                        desk.run(&[
                            "complaint",
                            "decide",
                            id,
                            "--decision",
                            "upheld",
                            "--why",
                            "It was there.",
                            "--by",
                            by,
                        ])
                    })
                })
                .into_iter()
                .collect();
            both.into_iter().map(|t| t.join().unwrap()).collect()
        });
        let codes: Vec<_> = outs.iter().map(|o| o.status.code().unwrap()).collect();
        assert!(codes == [0, 2] || codes == [2, 0], "{codes:?}");
        let refused = outs.iter().find(|o| o.status.code() == Some(2)).unwrap();
        assert!(text(&refused.stderr).contains("decided meanwhile by"), "{}", text(&refused.stderr));
    }
    desk.whole();
}

/// The program with a bound on how long a file may grow, as a disk that is full behaves.
fn on_a_full_disk(desk: &Desk, kilobytes: u64, args: &[&str]) -> std::process::Output {
    let mut command = Command::new("bash");
    command
        .arg("-c")
        .arg(format!("trap '' XFSZ; ulimit -f {kilobytes}; exec \"$@\""))
        .arg("bash")
        .arg(env!("CARGO_BIN_EXE_gpai-register"));
    command.args(args).env("GPAI_REGISTER", &desk.dir).output().unwrap()
}

#[test]
fn a_full_disk_is_told_and_nothing_is_half_done() {
    let desk = Desk::new();
    desk.complaint("CMP-1", "A Person", "a@b.example", "text");
    let long = "x".repeat(19_000);
    // Nobody else opens the file meanwhile, who would fold the log into it.
    let outs: Vec<_> = (0..20)
        .map(|i| on_a_full_disk(&desk, 120, &["complaint", "add", "--id", &format!("CMP-F{i}"), "--statement", &long]))
        .collect();
    let mut refused = 0;
    for (i, out) in outs.iter().enumerate() {
        let there = desk.run(&["show", &format!("CMP-F{i}")]).status.success();
        if out.status.success() {
            assert!(there, "acknowledged and lost");
            continue;
        }
        refused += 1;
        assert_eq!(out.status.code(), Some(2), "{}", text(&out.stderr));
        let said = text(&out.stderr);
        assert!(said.contains("disk") && said.contains("nothing was recorded"), "{said}");
        assert!(!there, "refused and there");
    }
    assert!(refused > 0, "the disk was never full");
    desk.whole();
    desk.complaint("CMP-2", "A Person", "a@b.example", "text");
    desk.whole();
}
