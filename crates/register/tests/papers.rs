//! Letters, tables, packs, bundles and what goes into them; a stranger's text is text everywhere (procedure P04 on the command line).
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod desk;

use std::fs;

use desk::{Desk, found};

const HOSTILE: [&str; 9] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "{{7*7}} {name} ${x}",
    "=HYPERLINK(\"http://x.example\")",
    "\u{1b}[31mred\u{1b}]0;title\u{7}",
    "left\u{202e}right\u{2066}x",
    "a\r\nBcc: all@x.example\r\n\r\nbody",
    "@SUM(1)\tx",
];

fn plain(text: &str) -> bool {
    !text.chars().any(|c| {
        (c.is_control() && c != '\n' && c != '\r')
            || ('\u{202a}'..='\u{202e}').contains(&c)
            || ('\u{2066}'..='\u{2069}').contains(&c)
    })
}

#[test]
fn a_strangers_text_is_text_in_every_output() {
    let desk = Desk::new();
    for (i, bad) in HOSTILE.iter().enumerate() {
        let id = format!("CMP-{i}");
        desk.ok(&[
            "complaint",
            "add",
            "--id",
            &id,
            "--name",
            bad,
            "--contact",
            bad,
            "--statement",
            bad,
            "--work",
            bad,
            "--thread",
            bad,
            "--on-behalf-of",
            bad,
            "--measure",
            bad,
        ]);
        for lang in ["en", "zh"] {
            for args in [
                &["complaint", "show", &id, "--lang", lang][..],
                &["list", "--lang", lang],
                &["show", &id, "--for-subject", "--lang", lang],
            ] {
                let said = desk.ok(args);
                assert!(plain(&said), "{args:?} {said:?}");
            }
        }
        let json = desk.json(&["show", &id, "--format", "json"]);
        assert_eq!(json["history"][0]["private"]["statement"], *bad, "byte for byte");
        desk.ok(&["complaint", "decide", &id, "--decision", "upheld", "--why", "It was there."]);
        let eml = desk.path(&format!("{i}.eml"));
        desk.ok(&["complaint", "answer", &id, "--eml", &eml, "--text", bad]);
        let eml = fs::read_to_string(eml).unwrap();
        let (head, body) = eml.split_once("\r\n\r\n").unwrap();
        let names: Vec<&str> = head.lines().filter_map(|l| l.split_once(": ")).map(|(n, _)| n).collect();
        assert_eq!(
            names,
            ["X-Unsent", "From", "Subject", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"],
            "no address to send to: {head}"
        );
        assert!(body.contains("court") && plain(&eml), "{eml:?}");
        assert!(plain(&desk.ok(&["complaint", "answer", &id, "--letter", "--text", bad])));
    }
    let csv = desk.ok(&["list", "--format", "csv"]);
    assert!(
        csv.lines().skip(1).flat_map(|l| l.split(',')).all(|c| !c.trim_matches('"').starts_with(['=', '+', '@'])),
        "{csv}"
    );
    assert_eq!(desk.ok(&["complaint", "list"]).lines().count(), HOSTILE.len() + 1);
    desk.whole();
}

#[test]
fn a_complaint_comes_as_a_message_and_its_answer_goes_as_a_draft() {
    let desk = Desk::new();
    let message = "From: \"A. Author\" <author@a.example>\r\nDate: Fri, 4 Sep 2026 09:12:00 +0200\r\nSubject: My book\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nYour crawler read it.\r\n";
    fs::write(desk.at("m.eml"), message).unwrap();
    desk.ok(&["complaint", "add", "--id", "CMP-1", "--from-eml", "m.eml"]);
    let shown = desk.json(&["show", "CMP-1", "--format", "json"]);
    assert_eq!(shown["history"][0]["on"], "2026-09-04T09:12:00+02:00");
    assert_eq!(shown["history"][0]["private"]["statement"], "My book\n\nYour crawler read it.");
    desk.ok(&["complaint", "acknowledge", "CMP-1", "--eml", "ack.eml"]);
    assert_eq!(desk.state("CMP-1"), "received", "a draft records nothing");
    let draft = fs::read_to_string(desk.at("ack.eml")).unwrap();
    assert!(
        draft.contains("To: author@a.example\r\n") && draft.contains("X-Unsent: 1") && draft.contains("CMP-1"),
        "{draft}"
    );
    assert!(
        desk.ok(&["complaint", "acknowledge", "CMP-1", "--mailto"]).starts_with("mailto:author@a.example?subject=")
    );
    assert!(desk.ok(&["complaint", "acknowledge", "CMP-1", "--letter", "--lang", "zh"]).contains("欧盟委员会"));
    assert!(desk.refused(&["complaint", "answer", "CMP-1", "--letter"]).contains("not decided"));
    assert!(desk.refused(&["complaint", "ask", "CMP-1", "--letter"]).contains("what is asked"));
}

#[test]
fn the_rules_of_handling_a_complaint_hold() {
    let desk = Desk::new();
    desk.complaint("CMP-1", "A. Author", "a@a.example", "one");
    assert!(desk.refused(&["complaint", "decide", "CMP-1", "--decision", "upheld"]).contains("reasons"));
    assert!(
        desk.refused(&["complaint", "decide", "CMP-1", "--decision", "uphold", "--why", "x"])
            .contains("did you mean `upheld`")
    );
    assert!(desk.refused(&["complaint", "close", "CMP-1"]).contains("not answered"));
    assert!(desk.refused(&["complaint", "acknowledge", "CMP-1", "--on", "2099-01-01"]).contains("lies ahead"));
    assert!(desk.refused(&["complaint", "acknowledge", "CMP-1", "--on", "2026-01-01T10:00"]).contains("offset"));
    assert!(desk.refused(&["complaint", "add", "--id", "CMP-1"]).contains("there already"));
    // Identical only where the rightsholder, the works and the measure are the same and the first was answered.
    let again = |id: &str, name: &str, work: &str| {
        desk.run(&[
            "complaint",
            "add",
            "--id",
            id,
            "--name",
            name,
            "--work",
            work,
            "--measure",
            "1.3",
            "--duplicate-of",
            "CMP-1",
        ])
    };
    assert!(desk::text(&again("CMP-2", "A. Author", "The Book").stderr).contains("was not answered"));
    desk.ok(&["complaint", "decide", "CMP-1", "--decision", "rejected", "--why", "It was not there."]);
    desk.ok(&["complaint", "answer", "CMP-1"]);
    assert!(desk::text(&again("CMP-2", "B. Other", "The Book").stderr).contains("rightsholder is another"));
    assert!(desk::text(&again("CMP-2", "A. Author", "Another").stderr).contains("works are others"));
    assert!(again("CMP-2", "  a. AUTHOR ", "the book").status.success());
    desk.ok(&["complaint", "decide", "CMP-2", "--decision", "identical_answered", "--why", "The same was answered."]);
    desk.ok(&["complaint", "close", "CMP-2"]);
    // Who was erased and complains again is still known by the key.
    desk.ok(&["erase", "CMP-1", "--why", "asked for"]);
    assert!(again("CMP-3", "A. Author", "The Book").status.success());
    assert_eq!(desk.state("CMP-1"), "answered");
}

#[test]
fn an_incident_is_kept_by_its_rules_and_its_report_filled_in() {
    let desk = Desk::new();
    let said = desk.ok(&["incident", "add", "--id", "INC-1", "--on", "2026-09-01", "--class", "harm"]);
    assert!(said.contains("no clock can run"), "{said}");
    desk.ok(&[
        "incident",
        "add",
        "--id",
        "INC-2",
        "--on",
        "2026-09-01",
        "--class",
        "infrastructure",
        "--aware-model",
        "2026-09-01",
    ]);
    assert!(desk.refused(&["incident", "join", "INC-2", "--to", "INC-1"]).contains("faster"));
    desk.ok(&["incident", "join", "INC-2", "--to", "INC-1", "--keep-own-clock"]);
    assert!(desk.refused(&["incident", "classify", "INC-1", "--remove", "harm"]).contains("reasons"));
    assert!(
        desk.refused(&["incident", "classify", "INC-1", "--remove", "death", "--why", "x"]).contains("has no class")
    );
    assert!(desk.refused(&["incident", "reopen", "INC-1", "--why", "x"]).contains("not resolved"));
    let filled = desk.ok(&["incident", "report", "INC-1", "--stage", "initial"]);
    let table: toml::Table = toml::from_str(&filled).unwrap();
    assert_eq!(table["document"]["kind"].as_str(), Some("incident-report"));
    assert_eq!(table["answers"]["stage"].as_str(), Some("initial"));
    assert!(table["answers"]["2"].get("na").is_some(), "what is not recorded is not yet known");
    assert_eq!(desk.state("INC-1"), "open", "nothing is recorded as sent");
    desk.ok(&["incident", "report", "INC-1", "--stage", "initial", "--sent", "2026-09-10"]);
    assert_eq!(desk.state("INC-1"), "reported");
    desk.ok(&["incident", "classify", "INC-1", "--remove", "harm", "--why", "nobody was harmed"]);
    assert_eq!(desk.state("INC-1"), "not-serious");
    fs::write(desk.at("i.toml"), "harm = \"secret harm\"\nsubmitter = \"P. Person\"\n").unwrap();
    desk.ok(&["incident", "add", "--id", "INC-3", "--from-file", "i.toml"]);
    assert!(desk.refused(&["erase", "INC-3", "--why", "asked for"]).contains("five years"));
    desk.ok(&["erase", "INC-3", "--field", "submitter", "--why", "asked for"]);
    assert!(found(&desk.dir, "P. Person").is_empty() && !found(&desk.dir, "secret harm").is_empty());
}

#[test]
fn a_request_is_answered_with_what_its_asker_may_see_and_packed() {
    let desk = Desk::new();
    fs::write(desk.at("r.toml"), "from = \"ai-office\"\nbasis = \"91\"\nuntil = 2026-12-20\nreference = \"REF/1\"\nquestions = [\"How many tokens?\", \"Which data?\"]\n").unwrap();
    let said = desk.ok(&["request", "add", "--id", "REQ-1", "--from-file", "r.toml", "--on", "2026-11-20"]);
    assert!(said.contains("91(4)") && said.contains("fines"), "{said}");
    assert!(
        desk.refused(&["request", "add", "--from", "nca", "--until", "2026-12-01", "--within", "2 weeks"])
            .contains("cannot be used with")
    );
    assert!(desk.refused(&["request", "add", "--from", "nca", "--within", "soon"]).contains("no period"));
    desk.ok(&["request", "add", "--id", "REQ-2", "--from", "downstream"]);
    fs::write(desk.at("d.txt"), "Training used 2 trillion tokens\nof public text.").unwrap();
    assert!(
        desk.refused(&["request", "answer", "REQ-2", "--file", "d.txt", "--view", "aio"])
            .contains("not for downstream")
    );
    desk.ok(&["request", "answer", "REQ-2", "--file", "d.txt", "--view", "dp"]);
    assert!(desk.refused(&["request", "answer", "REQ-2"]).contains("already"));
    // Without a matrix everything is open, and said so.
    let out = desk.run(&["request", "pack", "REQ-1", "-o", "empty"]);
    assert_eq!(out.status.code(), Some(1));
    assert!(fs::read_to_string(desk.at("empty/03-open.csv")).unwrap().contains("no answer is written"));
    assert!(desk.ok(&["request", "pack", "REQ-1", "--template"]).contains("How many tokens?"));
    let matrix = |passage: &str| {
        format!(
            "signatory = \"R. Meier, counsel\"\nsearch = \"all teams\"\n[[answers]]\nquestion = \"1\"\nstatus = \"complete\"\nanswer = \"2 trillion\"\nexhibit = \"1\"\npassage = \"{passage}\"\n\
             [[answers]]\nquestion = \"2\"\nstatus = \"partial\"\nanswer = \"public text\"\n[[open]]\nquestion = \"2\"\nlacks = \"list\"\nby = \"2026-12-20\"\n[[exhibits]]\nno = \"1\"\nfile = \"d.txt\"\nview = \"aio\"\norigin = \"existing\"\n"
        )
    };
    fs::write(desk.at("m.toml"), matrix("used 2 trillion tokens of public")).unwrap();
    let packed = desk.ok(&["request", "pack", "REQ-1", "--matrix", "m.toml", "-o", "pack"]);
    assert!(!packed.contains("error"), "{packed}");
    let manifest: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(desk.at("pack/MANIFEST.json")).unwrap()).unwrap();
    let name = manifest["files"][0]["name"].as_str().unwrap();
    assert_eq!(fs::read(desk.at("pack").join(name)).unwrap(), fs::read(desk.at("d.txt")).unwrap());
    assert!(
        fs::read_to_string(desk.at("pack/01-index.csv"))
            .unwrap()
            .contains(manifest["files"][0]["sha256"].as_str().unwrap())
    );
    fs::write(desk.at("m.toml"), matrix("used 3 trillion tokens")).unwrap();
    let out = desk.run(&["request", "pack", "REQ-1", "--matrix", "m.toml", "-o", "wrong"]);
    assert!(out.status.code() == Some(1) && desk::text(&out.stdout).contains("IRA-06"), "{}", desk::text(&out.stdout));
}

#[test]
fn a_bundle_names_each_file_with_its_digest_and_holds_nothing_private_unasked() {
    let desk = Desk::new();
    desk.complaint("CMP-1", "Zyxwvut Qponml", "z@q.example", "the text");
    desk.ok(&["event", "add", "summary-published", "--on", "2026-01-05"]);
    desk.ok(&["bundle", "-o", "audit"]);
    assert!(found(&desk.at("audit"), "qponml").is_empty());
    assert!(fs::read_to_string(desk.at("audit/late.csv")).unwrap().contains("event.summary-published"));
    let manifest: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(desk.at("audit/MANIFEST.json")).unwrap()).unwrap();
    for file in manifest["files"].as_array().unwrap() {
        let bytes = fs::read(desk.at("audit").join(file["name"].as_str().unwrap())).unwrap();
        assert_eq!(
            gpai_register::secret::hex(&gpai_register::secret::sha256(&bytes)),
            file["sha256"].as_str().unwrap()
        );
    }
    desk.ok(&["bundle", "-o", "all", "--with-private"]);
    assert!(!found(&desk.at("all"), "qponml").is_empty());
    desk.ok(&["verify", "--seal", "audit/seal.txt"]);
}

#[test]
fn what_is_past_its_day_is_tidied_away() {
    let desk = Desk::new();
    desk.complaint("CMP-1", "Zyxwvut Qponml", "z@q.example", "the text");
    desk.ok(&["complaint", "decide", "CMP-1", "--decision", "upheld", "--why", "It was there."]);
    desk.ok(&["complaint", "answer", "CMP-1"]);
    desk.ok(&["complaint", "close", "CMP-1"]);
    assert!(desk.ok(&["tidy"]).contains("nothing is past its day"));
    let later = |args: &[&str]| {
        let out = desk::program()
            .args(args)
            .env("GPAI_REGISTER", &desk.dir)
            .env("GPAI_REGISTER_NOW", "2029-06-01T00:00:00Z")
            .output()
            .unwrap();
        desk::text(&out.stdout)
    };
    assert!(later(&["tidy", "--dry-run"]).contains("CMP-1"));
    assert!(!found(&desk.dir, "qponml").is_empty());
    assert!(later(&["tidy"]).contains("CMP-1"));
    assert!(found(&desk.dir, "qponml").is_empty());
    desk.whole();
}
