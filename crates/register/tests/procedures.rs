//! Erasure, tampering, merging, places, old and read-only registers: procedures P05, P06, P07, P09, P12.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod desk;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use desk::{Desk, found, program, text};
use rusqlite::Connection;

const NAME: &str = "Zyxwvut Qponml";
const CONTACT: &str = "zyxwvut@qponml.example";
const TEXT: &str = "Mlkjihg fedcba, zyxwvut, my diary was taken";

#[test]
fn what_is_erased_is_nowhere_and_the_chain_is_whole() {
    let desk = Desk::new();
    desk.complaint("CMP-1", "First Person", "first@a.example", "text one");
    desk.complaint("CMP-2", NAME, CONTACT, TEXT);
    desk.complaint("CMP-3", "Third Person", "third@a.example", "text three");
    desk.ok(&["complaint", "ask", "CMP-2", "--text", &format!("Dear {NAME}, which diary?")]);
    desk.ok(&["complaint", "supplement", "CMP-2", "--text", "Zyxwvut's diary of 1999"]);
    desk.ok(&["complaint", "decide", "CMP-2", "--decision", "upheld", "--why", "It was in the crawl."]);
    let before = desk.at("before.db");
    desk.ok(&["backup", before.to_str().unwrap()]);
    desk.ok(&["export", &desk.path("export"), "--with-private"]);
    let seal = desk.seal("seal.txt");
    for needle in ["qponml", "zyxwvut", "mlkjihg"] {
        assert!(!found(&desk.dir, needle).is_empty(), "the search works");
    }
    desk.ok(&["erase", "CMP-2", "--ground", "art-17", "--by", "R. Meier", "--why", "asked for by letter"]);
    desk.ok(&["backup", &desk.path("after.db")]);
    desk.ok(&["export", &desk.path("export"), "--with-private"]);
    for needle in ["qponml", "zyxwvut", "mlkjihg", "diary of 1999"] {
        for folder in [&desk.dir, &desk.at("export")] {
            assert_eq!(found(folder, needle), Vec::<std::path::PathBuf>::new(), "{needle}");
        }
        let after: Vec<_> = found(desk.root.path(), needle).into_iter().filter(|p| !p.ends_with("before.db")).collect();
        assert_eq!(after, Vec::<std::path::PathBuf>::new(), "{needle}");
    }
    let (proof, code) = desk.verify(Some(&seal));
    assert_eq!((code, proof["sealed"].as_bool()), (0, Some(true)), "{proof:#}");
    let shown = desk.ok(&["complaint", "show", "CMP-2"]);
    for part in ["erased", "R. Meier", "art-17", "asked for by letter", "upheld", "It was in the crawl."] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert_eq!(desk.json(&["show", "CMP-3", "--format", "json"])["history"][0]["private"]["name"], "Third Person");

    // A copy from before is put back: it erases again and says so.
    let again = desk.ok(&["restore", before.to_str().unwrap(), &desk.path("again")]);
    assert!(again.contains("erased again") && again.contains("CMP-2"), "{again}");
    assert_eq!(found(&desk.at("again"), "qponml"), Vec::<std::path::PathBuf>::new());
    // Also where the register is gone: the list beside the copy tells.
    fs::remove_dir_all(&desk.dir).unwrap();
    let again = text(&program().arg("restore").arg(&before).arg(desk.at("later")).output().unwrap().stdout);
    assert!(again.contains("erased again"), "{again}");
    assert_eq!(found(&desk.at("later"), "qponml"), Vec::<std::path::PathBuf>::new());
    // Without list and register it says that it cannot know.
    fs::remove_file(desk.at("before.db.erasures.jsonl")).unwrap();
    let unknown = text(&program().arg("restore").arg(&before).arg(desk.at("unknown")).output().unwrap().stdout);
    assert!(unknown.contains("cannot be known"), "{unknown}");
}

#[test]
fn erasing_while_another_program_reads_says_what_is_left() {
    let desk = Desk::new();
    desk.complaint("CMP-1", NAME, CONTACT, TEXT);
    let reader = Connection::open(desk.database()).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM entry;").unwrap();
    let out = desk.run(&["erase", "CMP-1", "--why", "asked for"]);
    let said = text(&out.stdout);
    if out.status.code() == Some(2) {
        assert!(said.contains("tidy"), "{said}");
    }
    reader.execute_batch("COMMIT").unwrap();
    drop(reader);
    desk.ok(&["tidy"]);
    assert_eq!(found(&desk.dir, "qponml"), Vec::<std::path::PathBuf>::new());
    desk.whole();
}

#[test]
fn a_record_that_is_held_is_not_erased_and_reasons_hold_no_names() {
    let desk = Desk::new();
    desk.complaint("CMP-1", NAME, CONTACT, TEXT);
    desk.ok(&["hold", "CMP-1", "--why", "a suit is pending"]);
    assert!(desk.refused(&["erase", "CMP-1", "--why", "asked for"]).contains("17(3)(e)"));
    assert!(desk.refused(&["release", "CMP-1", "--why", &format!("settled with {NAME}")]).contains("erasable"));
    desk.ok(&["release", "CMP-1", "--why", "the suit is over"]);
    assert!(
        desk.refused(&["complaint", "decide", "CMP-1", "--decision", "upheld", "--why", &format!("{NAME} is right")])
            .contains("the complainant")
    );
    assert!(desk.refused(&["erase", "CMP-1", "--field", "nmae", "--why", "x"]).contains("it has"));
    desk.ok(&["erase", "CMP-1", "--field", "contact", "--why", "asked for"]);
    assert!(found(&desk.dir, "@qponml").is_empty());
    assert!(!found(&desk.dir, "Zyxwvut Qponml").is_empty(), "only the field that was named went");
    desk.whole();
}

fn five() -> Desk {
    let desk = Desk::new();
    for i in 1..=5 {
        desk.complaint(&format!("CMP-{i}"), &format!("Person {i}"), "p@a.example", &format!("statement {i}"));
    }
    desk
}

/// What `verify` must say after something was done to the file.
fn seen(desk: &Desk, code: &str, at: &str) {
    let (proof, exit) = desk.verify(None);
    let first = &proof["faults"][0];
    assert_eq!(exit, 1, "{proof:#}");
    assert_eq!(first["code"], code, "{proof:#}");
    assert!(first["at"].as_str().unwrap().ends_with(at), "{proof:#}");
}

#[test]
fn tampering_is_seen_and_the_first_entry_that_does_not_fit_is_named() {
    // One byte of an entry.
    let desk = five();
    desk.tool()
        .execute_batch("UPDATE entry SET body = CAST(replace(CAST(body AS TEXT), '1.3', '1.4') AS BLOB) WHERE n = 3")
        .unwrap();
    seen(&desk, "entry-changed", ":3");
    // One entry removed, within and at the end.
    let desk = five();
    desk.tool().execute_batch("DELETE FROM entry WHERE n = 3").unwrap();
    seen(&desk, "entry-missing", ":4");
    let desk = five();
    desk.tool().execute_batch("DELETE FROM entry WHERE n = 5").unwrap();
    seen(&desk, "entry-missing", ":5");
    // Two in another order.
    let desk = five();
    desk.tool().execute_batch("UPDATE entry SET n = 99 WHERE n = 2; UPDATE entry SET n = 2 WHERE n = 3; UPDATE entry SET n = 3 WHERE n = 99;").unwrap();
    seen(&desk, "entry-changed", ":2");
    // One put in.
    let desk = five();
    desk.tool()
        .execute_batch(
            "INSERT INTO entry SELECT writer, 6, recorded_at, body, prev, randomblob(32) FROM entry WHERE n = 5",
        )
        .unwrap();
    seen(&desk, "entry-changed", ":6");
    // The guards alone taken away.
    let desk = five();
    drop(desk.tool());
    seen(&desk, "guard-missing", "entry_stays");
}

#[test]
fn a_forged_end_is_seen_though_its_digests_fit() {
    use gpai_register::chain::{Entry, Head};
    let desk = five();
    let db = desk.tool();
    let (writer, recorded, prev, hash): (String, String, [u8; 32], [u8; 32]) = db
        .query_row("SELECT writer, recorded_at, prev, hash FROM entry WHERE n = 5", [], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))
        })
        .unwrap();
    // The last entry written anew, with a digest that fits.
    let body = br#"{"by":"Somebody Else","do":"complaint.add","id":"CMP-5","on":"2026-01-01","v":1}"#.to_vec();
    let forged = Entry::after(&writer, Head { n: 4, hash: prev }, recorded.clone(), body.clone());
    db.execute("DELETE FROM private WHERE n = 5", []).unwrap();
    db.execute("UPDATE entry SET body = ?1, hash = ?2 WHERE n = 5", (&forged.body, &forged.hash[..])).unwrap();
    seen(&desk, "end-forged", ":5");
    // And with the end as the table keeps it: only who has the key can write that.
    db.execute("UPDATE head SET hash = ?1", [&forged.hash[..]]).unwrap();
    seen(&desk, "end-forged", ":5");
    // One put behind the end, whose digests fit.
    let desk = five();
    let db = desk.tool();
    let (hash5,): ([u8; 32],) = db.query_row("SELECT hash FROM entry WHERE n = 5", [], |r| Ok((r.get(0)?,))).unwrap();
    let writer: String = db.query_row("SELECT writer FROM entry", [], |r| r.get(0)).unwrap();
    let sixth = Entry::after(&writer, Head { n: 5, hash: hash5 }, recorded, body);
    db.execute(
        "INSERT INTO entry VALUES (?1, 6, ?2, ?3, ?4, ?5)",
        (&writer, &sixth.recorded_at, &sixth.body, &sixth.prev[..], &sixth.hash[..]),
    )
    .unwrap();
    seen(&desk, "end-forged", ":6");
    assert_ne!(hash, [0; 32]);
}

#[test]
fn private_values_and_documents_that_were_swapped_are_seen() {
    let desk = five();
    desk.tool()
        .execute_batch("UPDATE private SET value = CAST('Another' AS BLOB) WHERE n = 2 AND field = 'name'")
        .unwrap();
    seen(&desk, "private-changed", ":2 name");
    let desk = five();
    desk.tool().execute_batch("DELETE FROM private WHERE n = 4 AND field = 'statement'").unwrap();
    seen(&desk, "private-missing", ":4 statement");
    let desk = five();
    fs::write(desk.at("doc.pdf"), "the document").unwrap();
    desk.ok(&[
        "version",
        "add",
        "--id",
        "VER-1",
        "--name",
        "1.0",
        "--document",
        &format!("model-documentation=1.0={}", desk.path("doc.pdf")),
    ]);
    desk.whole();
    let file = fs::read_dir(desk.dir.join("files")).unwrap().next().unwrap().unwrap();
    fs::write(file.path(), "the dokument").unwrap();
    seen(&desk, "file-changed", &file.file_name().to_string_lossy());
    fs::remove_file(file.path()).unwrap();
    seen(&desk, "file-missing", &file.file_name().to_string_lossy());
}

#[test]
fn a_file_put_back_is_seen_by_the_seal_alone() {
    let desk = five();
    let old = fs::read(desk.database()).unwrap();
    desk.complaint("CMP-6", "Person 6", "p@a.example", "statement 6");
    let seal = desk.seal("seal.txt");
    fs::write(desk.database(), old).unwrap();
    let (proof, code) = desk.verify(None);
    assert_eq!(code, 0);
    assert!(proof["notes"][0]["what"].as_str().unwrap().contains("without a seal"), "{proof:#}");
    let (proof, code) = desk.verify(Some(&seal));
    assert_eq!((code, proof["faults"][0]["code"].as_str()), (1, Some("rolled-back")), "{proof:#}");
    let other = Desk::new();
    let (proof, code) = other.verify(Some(&seal));
    assert_eq!((code, proof["faults"][0]["code"].as_str()), (1, Some("seal-differs")));
}

#[test]
fn two_copies_become_one_in_either_order() {
    let desk = Desk::new();
    desk.complaint("CMP-1", NAME, CONTACT, TEXT);
    let other = desk.path("other");
    desk.ok(&["clone", &other]);
    let there = |args: &[&str]| {
        let out = program().args(args).args(["--register", &other]).output().unwrap();
        assert!(out.status.success(), "{args:?} {}", text(&out.stderr));
        text(&out.stdout)
    };
    desk.ok(&["complaint", "acknowledge", "CMP-1"]);
    there(&["complaint", "ask", "CMP-1", "--text", "which book?"]);
    desk.ok(&["complaint", "decide", "CMP-1", "--decision", "upheld", "--why", "It was there."]);
    there(&["complaint", "decide", "CMP-1", "--decision", "not_upheld", "--why", "It was not there."]);
    // Through one folder, as git carries it: each writes only its own files.
    let (a, b) = (desk.path("a"), desk.path("b"));
    desk.ok(&["export", &a]);
    there(&["export", &b]);
    there(&["import", &a]);
    let said = desk.ok(&["import", &b]);
    assert!(said.contains("decisions-conflict"), "{said}");
    let show = ["show", "CMP-1", "--format", "json"];
    let (mut here, mut copy): (serde_json::Value, serde_json::Value) =
        (desk.json(&show), serde_json::from_str(&there(&show)).unwrap());
    assert_eq!(here["state"], "decisions-conflict");
    assert_eq!(here["findings"], copy["findings"]);
    for side in [&mut here, &mut copy] {
        for step in side["history"].as_array_mut().unwrap() {
            step["private"] = serde_json::Value::Null;
        }
    }
    assert_eq!(here, copy, "the same entries in the same order");
    assert!(desk.ok(&["import", &b]).starts_with("0 new entries"), "twice is once");
    assert_eq!(desk.ok(&["history"]), there(&["history"]));
    let seals = |text: String| text.lines().filter(|l| l.starts_with("writer")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(seals(desk.ok(&["seal"])), seals(there(&["seal"])));
    // An answer waits until a decision that names both settles it.
    assert!(desk.refused(&["complaint", "answer", "CMP-1"]).contains("two decisions"));
    let said = desk.ok(&["complaint", "decide", "CMP-1", "--decision", "partly", "--why", "One of two."]);
    assert!(said.contains("settles"), "{said}");
    desk.ok(&["export", &a]);
    there(&["import", &a]);
    assert!(there(&show).contains("\"state\": \"decided\""));
    desk.whole();
    there(&["verify"]);
    // An erasure here goes over with the entries.
    desk.ok(&["erase", "CMP-1", "--why", "asked for"]);
    desk.ok(&["export", &a]);
    there(&["import", &a]);
    assert!(found(std::path::Path::new(&other), "qponml").is_empty());
    there(&["verify"]);
}

#[test]
fn a_damaged_export_and_a_fork_are_refused_and_nothing_is_taken_in() {
    let desk = five();
    let (other, a) = (desk.path("other"), desk.path("a"));
    desk.ok(&["clone", &other]);
    desk.ok(&["complaint", "acknowledge", "CMP-1"]);
    desk.ok(&["export", &a]);
    let import = || program().args(["import", &a, "--register", &other]).output().unwrap();
    let file =
        desk::bytes_below(std::path::Path::new(&a)).into_iter().find(|(p, _)| p.ends_with("000001.jsonl")).unwrap();
    let whole = String::from_utf8(file.1.clone()).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    let swapped = [&lines[..2], &[lines[3], lines[2]], &lines[4..]].concat().join("\n");
    let without = [&lines[..2], &lines[3..]].concat().join("\n");
    for (bad, why) in [
        (whole.replacen("\"measure\":\"1.3\"", "\"measure\":\"1.4\"", 1), "does not fit"),
        (swapped, "does not fit"),
        (without, "does not fit"),
        (whole.replacen("{\"body\"", "<<<<<<< HEAD\n{\"body\"", 1), "000001.jsonl:1"),
        ("[".repeat(5000), "000001.jsonl:1"),
        (String::from("{\"n\":1}"), "no entry"),
    ] {
        fs::write(&file.0, bad).unwrap();
        let out = import();
        assert_eq!(out.status.code(), Some(2));
        assert!(text(&out.stderr).contains(why), "{why}: {}", text(&out.stderr));
    }
    fs::write(&file.0, &whole).unwrap();
    assert!(text(&import().stdout).starts_with("1 new entries"));
    // A file copied by hand goes on with the same numbers.
    let copy = desk.path("copy");
    fs::create_dir(&copy).unwrap();
    for name in ["register.db", "chain.key"] {
        fs::copy(desk.dir.join(name), format!("{copy}/{name}")).unwrap();
    }
    let refused = program().args(["complaint", "acknowledge", "CMP-2", "--register", &copy]).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("fork --new-writer"), "{}", text(&refused.stderr));
    assert!(program().args(["list", "--register", &copy]).output().unwrap().status.success(), "reading works");
    assert!(program().args(["fork", "--moved", "--register", &copy]).output().unwrap().status.success());
    assert!(
        program().args(["complaint", "acknowledge", "CMP-2", "--register", &copy]).output().unwrap().status.success()
    );
    desk.ok(&["complaint", "acknowledge", "CMP-3"]);
    let b = desk.path("b");
    assert!(program().args(["export", &b, "--register", &copy]).output().unwrap().status.success());
    assert!(desk.refused(&["import", &b]).contains("there twice"));
    desk.whole();
}

#[test]
fn not_into_a_model_folder_a_work_tree_or_a_copy_from_the_hub() {
    let root = tempfile::tempdir().unwrap();
    let model = root.path().join("model");
    fs::create_dir_all(model.join(".git")).unwrap();
    fs::write(model.join("README.md"), "---\nlicense: mit\n---\n# M\n").unwrap();
    fs::write(model.join(".git/config"), "[remote \"origin\"]\n url = https://huggingface.co/o/m\n").unwrap();
    let inside = model.join("register");
    let out = program().arg("init").arg(&inside).output().unwrap();
    assert_eq!(out.status.code(), Some(2));
    let said = text(&out.stderr);
    assert!(said.contains("model folder") && said.contains("model-register") && !inside.exists(), "{said}");
    let out = program().arg("init").arg(&inside).arg("--inside").output().unwrap();
    assert!(out.status.success() && text(&out.stdout).contains("honour only"), "{}", text(&out.stdout));
    assert_eq!(fs::read_to_string(model.join(".gitignore")).unwrap(), "/register/\n");
    // Without a folder it lies beside, and is found there, or by gpai.toml.
    let plain = root.path().join("plain");
    fs::create_dir(&plain).unwrap();
    assert!(program().arg("init").current_dir(&plain).output().unwrap().status.success());
    assert!(root.path().join("plain-register/register.db").is_file());
    assert!(program().arg("list").current_dir(&plain).output().unwrap().status.success());
    let elsewhere = root.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("gpai.toml"), "[registers]\npath = \"../plain-register\"\n").unwrap();
    assert!(program().arg("list").current_dir(&elsewhere).output().unwrap().status.success());
    let mode = |path: &str| fs::metadata(root.path().join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("plain-register"), mode("plain-register/register.db")), (0o700, 0o600));
}

#[test]
fn a_newer_register_is_refused_and_one_of_version_one_opens() {
    let desk = five();
    desk.tool().execute_batch("PRAGMA user_version = 7").unwrap();
    assert!(desk.refused(&["list"]).contains("version 7"));
    // The register of version 1 as it was written down on 1 December 2026.
    let old = tempfile::tempdir().unwrap();
    let db = Connection::open(old.path().join("register.db")).unwrap();
    db.execute_batch(include_str!("fixtures/v1.sql")).unwrap();
    drop(db);
    let run = |args: &[&str]| program().args(args).arg("--register").arg(old.path()).output().unwrap();
    let history = text(&run(&["history"]).stdout);
    assert_eq!(history, include_str!("fixtures/v1.history.jsonl"));
    let proof = run(&["verify"]);
    assert_eq!(proof.status.code(), Some(0), "{}", text(&proof.stdout));
    assert!(run(&["fork", "--moved"]).status.success());
    assert!(run(&["incident", "close", "INC-1"]).status.success());
    assert_eq!(run(&["verify"]).status.code(), Some(0));
}

/// The program as somebody who may not write; a test run by root would be allowed everything.
fn as_nobody(desk: &Desk, args: &[&str]) -> std::process::Output {
    let root = std::process::Command::new("id").arg("-u").output().is_ok_and(|o| text(&o.stdout).trim() == "0");
    if root {
        let mut command = std::process::Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", env!("CARGO_BIN_EXE_gpai-register")]);
        command.args(args).env("GPAI_REGISTER", &desk.dir).output().unwrap()
    } else {
        desk.run(args)
    }
}

#[test]
fn a_read_only_register_can_be_read_and_says_why_it_is_not_written() {
    let desk = five();
    let open = |path: &std::path::Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    open(desk.root.path(), 0o755);
    for (path, _) in desk::bytes_below(&desk.dir) {
        open(&path, 0o444);
    }
    open(&desk.dir.join("files"), 0o555);
    open(&desk.dir, 0o555);
    for args in [&["list"][..], &["show", "CMP-1"], &["history"], &["verify"], &["seal"]] {
        let out = as_nobody(&desk, args);
        assert!(out.status.success(), "{args:?}: {}", text(&out.stderr));
    }
    let out = as_nobody(&desk, &["complaint", "acknowledge", "CMP-1"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(text(&out.stderr).contains("read-only"), "{}", text(&out.stderr));
    open(&desk.dir, 0o755);
}
