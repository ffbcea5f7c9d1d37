//! `gpai optout` on what a site said and when: dated snapshots, WARC, the network, records, explanations.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

fn gpai(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gpai")).args(["optout"]).args(arguments).current_dir(folder).output().unwrap()
}

fn out(folder: &Path, arguments: &[&str]) -> String {
    let output = gpai(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn json_of(folder: &Path, arguments: &[&str]) -> Value {
    serde_json::from_str(&out(folder, arguments)).unwrap()
}

fn value<'v>(address: &'v Value, purpose: &str) -> &'v str {
    let list = address["purposes"].as_array().unwrap();
    list.iter().find(|p| p["purpose"] == purpose).unwrap()["value"].as_str().unwrap()
}

const SHUT: &str = "User-agent: *\nDisallow: /\n";
const OPEN: &str = "User-agent: *\nAllow: /\n";

#[test]
fn json_holds_everything_with_its_evidence() {
    let folder = tempfile::tempdir().unwrap();
    let robots =
        "Disallow: /early\nContent-Signal: ai-input=no\nUser-agent: GPTBot\nDisallow: /a\nAllow: /a/b\nDisallow /c\n";
    std::fs::write(folder.path().join("r.txt"), robots).unwrap();
    let ask = ["check", "https://A.example/a/b?c", "--agent", "GPTBot", "--robots", "r.txt", "--format", "json"];
    let found = json_of(folder.path(), &ask);
    assert_eq!(found["format"], "gpai-optout/1");
    assert_eq!(found["agent"]["class"], "training");
    let address = &found["addresses"][0];
    assert_eq!((&address["path"], &address["origin"]), (&json!("/a/b?c"), &json!("https://a.example")));
    assert_eq!((&address["fetch"]["decision"], &address["fetch"]["line"]), (&json!("allow"), &json!(5)));
    assert_eq!(address["fetch"]["competing"][0]["line"], 4);
    // Both readings of a signal that stands outside of groups.
    let input = address["signals"].as_array().unwrap().iter().find(|s| s["protocol"] == "content-signal").unwrap();
    assert_eq!((&input["value"], &input["other_reading"]), (&json!("reserved"), &json!("silent")));
    let skipped: Vec<(u64, &str)> = (address["skipped_lines"].as_array().unwrap().iter())
        .map(|s| (s["line"].as_u64().unwrap(), s["why"].as_str().unwrap()))
        .collect();
    assert_eq!(skipped, [(1, "orphan"), (6, "no_colon")]);
    assert_eq!(address["sources"][0]["sha256"].as_str().unwrap().len(), 64);
    assert!(address["not_looked_at"].as_array().unwrap().contains(&json!("/.well-known/tdmrep.json")));
    assert_eq!(out(folder.path(), &ask), out(folder.path(), &ask), "the same bytes");
    let human = out(folder.path(), &["check", "/c", "--agent", "GPTBot", "--robots", "r.txt"]);
    assert!(human.contains("/robots.txt:6  no record: the colon is missing"), "{human}");
    assert!(human.contains("by another reading: silent"), "{human}");
    assert!(human.contains("robots.txt /robots.txt") || human.contains("reserved by another reading"), "{human}");
    // Files that are handed over speak for one site.
    let two = ["check", "https://a.example/", "https://b.example/", "--agent", "X", "--robots", "r.txt"];
    assert_eq!(gpai(folder.path(), &two).status.code(), Some(2));
}

#[test]
fn an_exception_or_a_licence_changes_what_bears_and_not_what_was_said() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("t.json"), r#"[{"location":"/","tdm-reservation":1}]"#).unwrap();
    let base = ["check", "https://a.example/x", "--agent", "X", "--tdmrep", "t.json", "--format", "json"];
    let of = |more: &[&str]| json_of(folder.path(), &[&base[..], more].concat())["addresses"][0]["purposes"][1].clone();
    let plain = of(&[]);
    assert_eq!(
        (&plain["value"], &plain["bearing"], &plain["tier"]),
        (&json!("reserved"), &json!("bears"), &json!("2b"))
    );
    let research = of(&["--exception", "article-3"]);
    assert_eq!((&research["value"], &research["bearing"]["excepted"]), (&json!("reserved"), &json!("article-3")));
    assert_eq!(of(&["--licence", "L-7"])["bearing"]["licensed"], "L-7");
    let human = out(folder.path(), &["check", "/x", "--agent", "X", "--tdmrep", "t.json", "--exception", "article-3"]);
    assert!(human.contains("not judged by Article 4(3)"), "{human}");
    std::fs::write(folder.path().join("llms.txt"), "# Site\n").unwrap();
    let human = out(folder.path(), &["check", "/x", "--agent", "X", "--llms-txt", "llms.txt"]);
    assert!(human.contains("llms.txt is not a reservation"), "{human}");
}

/// Snapshots in every form that is read.
fn snapshots(folder: &Path) {
    let line = |at: &str, url: &str, status: Option<u16>, body: &str| {
        json!({"url": url, "at": at, "status": status, "headers": [], "body": body}).to_string() + "\n"
    };
    let url = "https://a.example/robots.txt";
    let list = line("2024-03-18T00:00:00Z", url, Some(200), OPEN)
        + &line("2024-03-10T00:00:00Z", url, Some(200), OPEN)
        + &line("2024-03-17T08:43:46+02:00", url, Some(200), SHUT)
        + &line("2024-04-01T00:00:00Z", url, Some(503), "")
        + &line("2024-05-01T00:00:00Z", url, Some(404), "")
        + &line("2024-06-01T00:00:00Z", url, None, "");
    std::fs::write(folder.join("snapshots.jsonl"), list).unwrap();
    for (time, body) in [("2024-03-18T00-00-00Z", OPEN), ("20240310000000", OPEN), ("2024-03-17T06-43-46Z", SHUT)] {
        for root in ["plain", "hosts/a.example"] {
            std::fs::create_dir_all(folder.join(root).join(time)).unwrap();
            std::fs::write(folder.join(root).join(time).join("robots.txt"), body).unwrap();
        }
    }
    let record = |at: &str, body: &str| {
        let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n{body}");
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {at}\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
            http.len()
        )
    };
    let all = [("2024-03-18T00:00:00Z", OPEN), ("2024-03-10T00:00:00Z", OPEN), ("2024-03-17T06:43:46Z", SHUT)];
    let plain: String = all.iter().map(|(at, body)| record(at, body)).collect();
    std::fs::write(folder.join("a.warc"), &plain).unwrap();
    let mut packed = Vec::new();
    for (at, body) in all {
        let mut member = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        member.write_all(record(at, body).as_bytes()).unwrap();
        packed.extend(member.finish().unwrap());
    }
    std::fs::write(folder.join("a.warc.gz"), packed).unwrap();
}

#[test]
fn the_newest_snapshot_that_is_not_later_decides() {
    let folder = tempfile::tempdir().unwrap();
    snapshots(folder.path());
    for source in [
        ["--snapshots", "snapshots.jsonl"],
        ["--snapshots", "."],
        ["--snapshots", "plain"],
        ["--snapshots", "hosts"],
        ["--warc", "a.warc"],
        ["--warc", "a.warc.gz"],
    ] {
        let at = |time: &str| {
            let ask = ["check", "https://a.example/x", "--agent", "X", "--format", "json", "--at", time];
            let found = json_of(folder.path(), &[&ask[..], &source].concat())["addresses"][0].clone();
            let gaps: Vec<String> =
                found["gaps"].as_array().unwrap().iter().map(|g| g.as_str().unwrap().to_owned()).collect();
            let later = !found["later_reservation"].as_array().unwrap().is_empty();
            (found["fetch"]["decision"].as_str().unwrap().to_owned(), gaps.join(","), later)
        };
        let is = |word: &str, gaps: &str| (word.to_owned(), gaps.to_owned());
        let both = |time: &str| {
            let (word, gaps, _) = at(time);
            (word, gaps)
        };
        assert_eq!(both("2024-03-17T12:43:46Z"), is("disallow", ""), "{source:?}");
        assert_eq!(both("2024-03-17T06:43:45Z"), is("allow", "stale"), "{source:?}");
        assert_eq!(both("2024-03-10T00:00:00Z"), is("allow", ""), "{source:?}");
        assert_eq!(both("2024-03-09T23:59:59Z"), is("unknown", "only_later"), "{source:?}");
        assert_eq!(both("2024-03-18"), is("allow", ""), "{source:?}");
    }
    let at = |time: &str| {
        let ask =
            ["check", "https://a.example/x", "--agent", "X", "--format", "json", "--snapshots", ".", "--at", time];
        json_of(folder.path(), &ask)["addresses"][0].clone()
    };
    // No server, no file: the fetch is refused, or nothing was said; neither is a reservation.
    for (time, fetch, train) in [
        ("2024-04-01", "disallow", "unreadable"),
        ("2024-05-01", "allow", "silent"),
        ("2024-06-01", "disallow", "unreadable"),
    ] {
        let found = at(time);
        assert_eq!((found["fetch"]["decision"].as_str().unwrap(), value(&found, "TRAIN")), (fetch, train), "{time}");
    }
}

#[test]
fn a_reservation_that_came_later_is_told_and_does_not_count() {
    let folder = tempfile::tempdir().unwrap();
    let line = |at: &str, body: &str| {
        json!({"url": "https://a.example/robots.txt", "at": at, "status": 200, "body": body}).to_string() + "\n"
    };
    let list = line("2024-01-01T00:00:00Z", OPEN) + &line("2025-01-01T00:00:00Z", SHUT);
    std::fs::write(folder.path().join("s.jsonl"), list).unwrap();
    let ask =
        ["check", "https://a.example/x", "--agent", "X", "--snapshots", "s.jsonl", "--at", "2024-01-01T05:00:00Z"];
    let found = json_of(folder.path(), &[&ask[..], &["--format", "json"]].concat())["addresses"][0].clone();
    assert_eq!(
        (value(&found, "TRAIN"), &found["later_reservation"]),
        ("silent", &json!(["TRAIN", "TDM", "INPUT", "SEARCH"]))
    );
    assert!(out(folder.path(), &ask).contains("later_reservation"));
}

#[test]
fn archives_that_lie_or_break_off_are_refused_with_the_place() {
    let folder = tempfile::tempdir().unwrap();
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/robots.txt\r\nWARC-Date: 2024-01-01T00:00:00Z\r\nContent-Length: 99999999999\r\n\r\n";
    bomb.write_all(head.as_bytes()).unwrap();
    for _ in 0..64 {
        bomb.write_all(&vec![0; 1 << 20]).unwrap();
    }
    let bomb = bomb.finish().unwrap();
    for (name, bytes) in [
        ("bomb.warc.gz", bomb.as_slice()),
        ("cut.warc", &head.as_bytes()[..60]),
        ("no.warc", b"<html>"),
        ("empty.warc", b""),
        ("long.warc", format!("WARC/1.0\r\nA: {}\r\n\r\n", "x".repeat(100_000)).as_bytes()),
        ("length.warc", b"WARC/1.0\r\nWARC-Type: response\r\n\r\n"),
        ("gz.warc.gz", b"\x1f\x8b\x08\x00broken"),
    ] {
        std::fs::write(folder.path().join(name), bytes).unwrap();
        let begin = Instant::now();
        let output = gpai(folder.path(), &["check", "https://a.example/x", "--agent", "X", "--warc", name]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(name), "{name}");
        assert!(begin.elapsed() < Duration::from_secs(30), "{name}");
    }
    for bad in
        ["{", "{\"url\":\"x\",\"at\":\"2024-01-01T00:00:00Z\"}", "{\"url\":\"https://a.example/\",\"at\":\"now\"}"]
    {
        std::fs::write(folder.path().join("s.jsonl"), format!("\n{bad}\n")).unwrap();
        let output = gpai(folder.path(), &["check", "https://a.example/x", "--agent", "X", "--snapshots", "s.jsonl"]);
        assert!(output.status.code() == Some(2) && String::from_utf8_lossy(&output.stderr).contains("line 2"), "{bad}");
    }
    let outside =
        json!({"url": "https://a.example/robots.txt", "at": "2024-01-01T00:00:00Z", "body_file": "../x"}).to_string();
    std::fs::create_dir(folder.path().join("in")).unwrap();
    std::fs::write(folder.path().join("x"), OPEN).unwrap();
    std::fs::write(folder.path().join("in/s.jsonl"), outside).unwrap();
    let output = gpai(folder.path(), &["check", "https://a.example/x", "--agent", "X", "--snapshots", "in/s.jsonl"]);
    assert!(output.status.code() == Some(2) && String::from_utf8_lossy(&output.stderr).contains("outside"));
}

/// A server that answers each path in its own way, and remembers when it was asked for what.
struct Server {
    address: String,
    asked: Arc<Mutex<Vec<(Instant, String, String)>>>,
}

fn serve(answer: fn(&str, &mut TcpStream)) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked: Arc<Mutex<Vec<(Instant, String, String)>>> = Arc::default();
    let log = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let log = Arc::clone(&log);
            std::thread::spawn(move || one(stream, answer, &log));
        }
    });
    Server { address, asked }
}

fn one(mut stream: TcpStream, answer: fn(&str, &mut TcpStream), log: &Mutex<Vec<(Instant, String, String)>>) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n == 1) {
        head.extend(byte);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let agent = head.lines().find(|l| l.to_ascii_lowercase().starts_with("user-agent:")).unwrap_or_default().to_owned();
    log.lock().unwrap().push((Instant::now(), path.clone(), agent));
    answer(&path, &mut stream);
}

fn send(stream: &mut TcpStream, status: &str, headers: &str, body: &[u8]) {
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n", body.len());
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
}

fn fetched(server: &Server, path: &str, delay: &str) -> (Value, tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("{}{path}", server.address);
    let ask = ["check", &url, "--agent", "X", "--fetch", "--delay", delay, "--patience", "1", "--format", "json"];
    let output = gpai(folder.path(), &ask);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{error}");
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    (found["addresses"][0].clone(), folder, error)
}

#[test]
fn a_site_is_fetched_politely_and_kept_as_evidence() {
    let server = serve(|path, stream| match path {
        "/robots.txt" => {
            send(stream, "200 OK", "", b"User-agent: *\nContent-Signal: ai-train=no\nDisallow: /private\n")
        }
        "/.well-known/tdmrep.json" => send(stream, "200 OK", "", br#"[{"location":"/","tdm-reservation":1}]"#),
        "/page" => send(
            stream,
            "200 OK",
            "Content-Type: text/html\r\nX-Robots-Tag: noai\r\n",
            b"<meta name=robots content=noml>",
        ),
        _ => send(stream, "404 Not Found", "", b"no"),
    });
    let (found, folder, _) = fetched(&server, "/page", "0.2");
    assert_eq!((found["fetch"]["decision"].as_str(), value(&found, "TRAIN")), (Some("allow"), "reserved"));
    let protocols: Vec<&str> =
        found["signals"].as_array().unwrap().iter().map(|s| s["protocol"].as_str().unwrap()).collect();
    for protocol in ["tdmrep", "content-signal", "robots-meta"] {
        assert!(protocols.contains(&protocol), "{protocols:?}");
    }
    // robots.txt first; each once; never more often than stated; under its own name.
    let asked = server.asked.lock().unwrap().clone();
    assert_eq!(asked[0].1, "/robots.txt");
    let mut paths: Vec<&str> = asked.iter().map(|(_, path, _)| path.as_str()).collect();
    paths.sort_unstable();
    assert!(paths.windows(2).all(|pair| pair[0] != pair[1]), "{paths:?}");
    for pair in asked.windows(2) {
        assert!(pair[1].0.duration_since(pair[0].0) >= Duration::from_millis(195), "{asked:?}");
    }
    assert!(asked.iter().all(|(_, _, agent)| agent.to_ascii_lowercase().starts_with("user-agent: gpai-optout/")));
    // What was kept answers the same without the network.
    let url = format!("{}/page", server.address);
    let again = ["check", &url, "--agent", "X", "--snapshots", "optout-evidence", "--format", "json"];
    let kept = json_of(folder.path(), &again)["addresses"][0].clone();
    assert_eq!((&kept["purposes"], &kept["fetch"]), (&found["purposes"], &found["fetch"]));
    // What robots.txt refuses to this program is not fetched.
    let before = server.asked.lock().unwrap().len();
    let (found, _, error) = fetched(&server, "/private/x", "0");
    assert!(error.contains("not fetched, since robots.txt refuses gpai-optout"), "{error}");
    assert_eq!(found["fetch"]["decision"], "disallow");
    assert!(!server.asked.lock().unwrap()[before..].iter().any(|(_, path, _)| path == "/private/x"));
}

#[test]
fn servers_that_fail_are_read_as_the_standard_says() {
    // Loops, errors, slow bodies, wrong types: for robots.txt and for nothing else of the site.
    let loops = serve(|path, stream| match path {
        "/robots.txt" => send(stream, "302 Found", "Location: /robots.txt\r\n", b""),
        _ => send(stream, "404 Not Found", "", b""),
    });
    let (found, _, error) = fetched(&loops, "/x", "0");
    assert_eq!(found["fetch"]["decision"], "allow");
    assert!(
        found["fetch"]["notes"].as_array().unwrap().contains(&json!("many_redirects")) && error.contains("redirects")
    );
    let asked = loops.asked.lock().unwrap().iter().filter(|(_, path, _)| path == "/robots.txt").count();
    assert_eq!(asked, 6, "five redirects are followed, and no more");

    let broken = serve(|_, stream| send(stream, "503 Service Unavailable", "", b"User-agent: *\nAllow: /"));
    let (found, _, _) = fetched(&broken, "/x", "0");
    assert_eq!((found["fetch"]["decision"].as_str(), value(&found, "TRAIN")), (Some("disallow"), "unreadable"));
    assert_eq!(broken.asked.lock().unwrap().len(), 1, "nothing else is fetched where robots.txt cannot be read");

    let slow = serve(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nUser-agent: *\n");
        std::thread::sleep(Duration::from_secs(20));
    });
    let begin = Instant::now();
    let (found, _, _) = fetched(&slow, "/x", "0");
    assert!(begin.elapsed() < Duration::from_secs(15), "{:?}", begin.elapsed());
    assert_eq!(found["fetch"]["decision"], "disallow");

    let html = serve(|path, stream| match path {
        "/robots.txt" => {
            send(stream, "200 OK", "Content-Type: text/html\r\n", b"<html><body>User-agent: *\nDisallow: /</body>")
        }
        _ => send(stream, "403 Forbidden", "", b""),
    });
    let (found, _, _) = fetched(&html, "/x", "0");
    assert!(found["fetch"]["notes"].as_array().unwrap().contains(&json!("html_body")));
    assert!(found["gaps"].as_array().unwrap().contains(&json!("denied")));

    // A body without end is cut, and no more of it is read.
    let endless = serve(|path, stream| {
        if path != "/robots.txt" {
            return send(stream, "404 Not Found", "", b"");
        }
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nUser-agent: *\nDisallow: /\n");
        while stream.write_all(&[b'#'; 4096]).is_ok() {}
    });
    let (found, _, _) = fetched(&endless, "/x", "0");
    assert_eq!(found["fetch"]["decision"], "disallow");
    assert!(found["gaps"].as_array().unwrap().contains(&json!("cut")));
    let away = serve(|_, stream| send(stream, "301 Moved", "Location: file:///etc/passwd\r\n", b""));
    let (found, _, error) = fetched(&away, "/x", "0");
    assert!(error.contains("no address of the web") && found["fetch"]["decision"] == "allow", "{error}");
}

#[test]
fn a_record_counts_what_was_checked() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("model")).unwrap();
    let line = |id: u32, time: &str, body: &str| {
        json!({"id": id.to_string(), "agent": "MyBot", "url": "https://a.example/x", "time": time,
            "snapshots": [{"at": "2025-01-02T00:00:00Z", "robots": body}]})
        .to_string()
            + "\n"
    };
    let lines: String = (0..30).map(|n| line(n, "2025-02-03T00:00:00Z", OPEN)).collect::<String>()
        + &line(30, "2025-03-04T00:00:00Z", SHUT)
        + &line(31, "2024-03-04T00:00:00Z", SHUT);
    std::fs::write(folder.path().join("b.jsonl"), lines).unwrap();
    out(folder.path(), &["check", "--batch", "b.jsonl", "--record", "model"]);
    let text = std::fs::read_to_string(folder.path().join("model/evidence/optout.json")).unwrap();
    let record: Value = serde_json::from_str(&text).unwrap();
    let agent = &record["agents"][0];
    assert_eq!(record["format"], "gpai-optout-record/1");
    assert_eq!(
        (&agent["token"], &agent["pages"], &agent["disallow"], &agent["unknown"]),
        (&json!("MyBot"), &json!(32), &json!(1), &json!(1))
    );
    assert_eq!(record["period"], json!({"from": "2024-03-04", "to": "2025-03-04"}));
    assert_eq!(record["protocols"][0]["read"], 31);
    let missing = gpai(folder.path(), &["check", "--batch", "b.jsonl", "--record", "nowhere"]);
    assert_eq!(missing.status.code(), Some(2));
}

#[test]
fn a_page_is_explained_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    let robots = "# We reserve all rights to text and data mining.\nUser-agent: GPTBot\nDisallow: /\nUser-agent: *\nContent-Signal: ai-train=no\nAllow: /\n";
    let line = |at: &str, body: &str| {
        json!({"url": "https://a.example/robots.txt", "at": at, "status": 200, "body": body}).to_string() + "\n"
    };
    let list = line("2024-01-01T00:00:00Z", OPEN)
        + &line("2024-06-01T00:00:00Z", OPEN)
        + &line("2025-01-01T00:00:00Z", robots);
    std::fs::write(folder.path().join("s.jsonl"), list).unwrap();
    let base = ["explain", "https://a.example/x", "--snapshots", "s.jsonl", "--svg", "t.svg"];
    let human = out(folder.path(), &base);
    for says in [
        "For whom",
        "GPTBot",
        "refused",
        "What it means under Article 4(3)",
        "Article 53(1)(c)",
        "3 snapshots, 1 changes",
        "We reserve all rights",
        "no finding of infringement",
    ] {
        assert!(human.contains(says), "{says}: {human}");
    }
    let chinese = out(folder.path(), &[&base[..], &["--lang", "zh"]].concat());
    assert!(chinese.contains("依第 4 条第 3 款的含义") && chinese.contains("变化过程"), "{chinese}");
    let md = out(folder.path(), &[&base[..], &["--format", "md"]].concat());
    assert!(md.starts_with("# ") && md.contains("| GPTBot | refused |"), "{md}");
    let picture = std::fs::read_to_string(folder.path().join("t.svg")).unwrap();
    assert!(picture.starts_with("<svg") && picture.contains("<desc>"));
    let found = json_of(folder.path(), &[&base[..], &["--format", "json", "--agent", "MyBot"]].concat());
    assert_eq!(
        (&found["format"], &found["timeline"][2]["values"]["TRAIN"]),
        (&json!("gpai-optout-explain/1"), &json!("reserved"))
    );
    assert_eq!(found["for"][0]["address"]["purposes"][0]["natural_language"].as_array().unwrap().len(), 1);
    // Nothing of a stranger becomes markup or a control sequence.
    let evil = "User-agent: *\nContent-Signal: ai-train=no # \u{1b}[31m</title>|`<script>\n";
    std::fs::write(folder.path().join("e.txt"), evil).unwrap();
    for format in ["human", "md", "json"] {
        let text = out(folder.path(), &["explain", "/x\u{1b}<b>", "--robots", "e.txt", "--format", format]);
        assert!(!text.contains('\u{1b}'), "{format}");
    }
}

#[test]
fn metadata_of_files_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let xmp = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description \
        xmlns:plus='http://ns.useplus.org/ldf/xmp/1.0/' plus:DataMining='http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED'/></rdf:RDF></x:xmpmeta>";
    std::fs::write(folder.path().join("a.gif"), format!("GIF89a..{xmp}..")).unwrap();
    let found = json_of(folder.path(), &["check", "/a.gif", "--agent", "X", "--asset", "a.gif", "--format", "json"]);
    let address = &found["addresses"][0];
    assert_eq!((value(address, "TRAIN"), value(address, "SEARCH")), ("reserved", "reserved"));
    assert_eq!(address["signals"][0]["place"]["kind"], "metadata");
}

#[test]
fn access_that_was_refused_is_a_question_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let line = |at: &str, status: u16, headers: Value, body: &str| {
        json!({"url": "https://a.example/x", "at": at, "status": status, "headers": headers, "body": body}).to_string()
            + "\n"
    };
    let refused = line("2025-01-01T00:00:00Z", 402, json!([["crawler-price", "USD 0.01"]]), "");
    let gaps = |lines: &str| {
        std::fs::write(folder.path().join("s.jsonl"), lines).unwrap();
        let ask = ["check", "https://a.example/x", "--agent", "X", "--snapshots", "s.jsonl", "--format", "json"];
        json_of(folder.path(), &ask)["addresses"][0]["gaps"].clone()
    };
    let html = json!([["content-type", "text/html"]]);
    assert_eq!(gaps(&refused), json!(["denied"]));
    let got = line("2025-01-02T00:00:00Z", 200, html.clone(), "<p>text");
    assert_eq!(gaps(&(refused.clone() + &got)), json!(["access_control_possible_circumvention"]));
    assert_eq!(gaps(&got), json!([]));
    let paid = line(
        "2025-01-02T00:00:00Z",
        200,
        json!([["crawler-charged", "USD 0.01"], ["content-type", "text/html"]]),
        "<p>text",
    );
    assert_eq!(gaps(&(refused + &paid)), json!([]));
    let wall = r#"<script type="application/ld+json">{"isAccessibleForFree":"False"}</script>"#;
    assert_eq!(gaps(&line("2025-01-02T00:00:00Z", 200, html, wall)), json!(["paywall"]));
}
