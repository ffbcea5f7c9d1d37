//! The public form over a socket: receipts that are true, refusals that say why, nothing acknowledged and lost. Procedures P01 to
//! P04 and P10; the long runs are ignored, and tell their numbers.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

mod desk;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use desk::{Desk, program};

/// A running form.
struct Form {
    child: Child,
    port: u16,
}

impl Form {
    fn start(desk: &Desk, port: u16, more: &[&str]) -> Form {
        let at = format!("127.0.0.1:{port}");
        let mut child = program()
            .args(["serve-forms", &at])
            .args(more)
            .env("GPAI_REGISTER", &desk.dir)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(line.contains("/complaint"), "it did not start: {line}");
        Form { child, port }
    }

    fn new(desk: &Desk, more: &[&str]) -> Form {
        Form::start(desk, free_port(), more)
    }

    fn ask(&self, request: &[u8]) -> Option<Reply> {
        ask(self.port, request)
    }

    fn get(&self, path: &str) -> Reply {
        self.ask(format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", self.port).as_bytes()).unwrap()
    }

    fn post(&self, path: &str, body: &str) -> Reply {
        post(self.port, path, body, "").unwrap()
    }

    fn token(&self) -> String {
        token(self.port).unwrap()
    }
}

impl Drop for Form {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[derive(Clone, Debug)]
struct Reply {
    status: u16,
    head: String,
    body: String,
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn ask(port: u16, request: &[u8]) -> Option<Reply> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    stream.write_all(request).ok()?;
    let mut text = Vec::new();
    let read = stream.read_to_end(&mut text);
    let text = String::from_utf8_lossy(&text).into_owned();
    let (head, body) = text.split_once("\r\n\r\n")?;
    let length: usize = head
        .lines()
        .find_map(|l| l.to_ascii_lowercase().strip_prefix("content-length: ").map(str::to_owned))?
        .parse()
        .ok()?;
    // Half an answer is none.
    (read.is_ok() && body.len() == length).then(|| Reply {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        head: head.to_ascii_lowercase(),
        body: body.to_owned(),
    })
}

fn post(port: u16, path: &str, body: &str, more: &str) -> Option<Reply> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n{more}\r\n",
        body.len()
    );
    ask(port, format!("{head}{body}").as_bytes())
}

fn token(port: u16) -> Option<String> {
    let page = ask(port, format!("GET /complaint HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n").as_bytes())?;
    Some(page.body.split("name=\"token\" value=\"").nth(1)?.split('"').next()?.to_owned())
}

fn encoded(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

fn receipt(page: &Reply) -> Option<String> {
    let at = page.body.find("GPC-")?;
    page.body.get(at..at + 27).map(str::to_owned)
}

#[test]
fn a_complaint_is_recorded_and_its_receipt_is_true() {
    let desk = Desk::new();
    let form = Form::new(&desk, &["--disk-floor", "0"]);
    let page = form.get("/complaint");
    assert_eq!(page.status, 200);
    for part in ["content-security-policy: default-src 'none'", "nosniff", "no-referrer", "no-store"] {
        assert!(page.head.contains(part), "{part}: {}", page.head);
    }
    assert!(!page.head.contains("set-cookie") && !page.body.contains("<script"));
    assert!(form.get("/complaint?lang=zh").body.contains("lang=\"zh-Hans\""));
    let token = form.token();
    std::thread::sleep(Duration::from_millis(3100));
    let statement = "they read <b>my</b> page\r\n\tand \u{0} \u{202e}more, ü 中";
    let body = format!(
        "token={token}&statement={}&name=A+Person&contact=a%40b.example&works=One%0ATwo&role=rightsholder&measure=1.3",
        encoded(statement)
    );
    let made = form.post("/complaint", &body);
    assert_eq!(made.status, 201, "{}", made.body);
    let given = receipt(&made).unwrap();
    // Sent twice it is one complaint with one receipt.
    assert_eq!(receipt(&form.post("/complaint", &body)), Some(given.clone()));
    let list = desk.json(&["complaint", "list", "--format", "json"]);
    assert_eq!(list["records"].as_array().unwrap().len(), 1);
    assert_eq!(list["records"][0]["state"], "received");
    assert_eq!(desk.ok(&["complaint", "show", "--receipt", &given, "--field", "statement"]), statement);
    assert!(desk::found(&desk.dir, &given).is_empty(), "the receipt itself is not kept");
    // State by receipt.
    let ask = |receipt: &str| form.post("/complaint/state", &format!("receipt={}", encoded(receipt)));
    let id = list["records"][0]["id"].as_str().unwrap().to_owned();
    assert!(ask(&given.to_lowercase().replace('-', " ")).body.contains("received"));
    desk.ok(&["complaint", "acknowledge", &id]);
    assert!(ask(&given).body.contains("acknowledged"));
    desk.ok(&["complaint", "decide", &id, "--decision", "upheld", "--why", "It was there."]);
    desk.ok(&["complaint", "answer", &id, "--text", "We took <i>it</i> out.", "--release"]);
    let shown = ask(&given);
    assert!(
        shown.body.contains("decided")
            && shown.body.contains("We took &lt;i&gt;it&lt;/i&gt; out.")
            && shown.head.contains("noindex"),
        "{}",
        shown.body
    );
    desk.whole();
}

#[test]
fn a_request_and_word_of_an_incident_are_recorded_like_a_complaint() {
    let desk = Desk::new();
    let form = Form::new(&desk, &["--disk-floor", "0"]);
    for path in ["/request", "/incident"] {
        assert_eq!(form.get(path).status, 200, "{path}");
        assert!(form.get(&format!("{path}?lang=zh")).body.contains("lang=\"zh-Hans\""));
    }
    let (first, second, third) = (form.token(), form.token(), form.token());
    std::thread::sleep(Duration::from_millis(3100));
    let asked = form
        .post("/request", &format!("token={first}&from=downstream&statement=the+context+length&contact=d%40e.example"));
    assert_eq!(asked.status, 201, "{}", asked.body);
    let list = desk.json(&["request", "list", "--format", "json"]);
    assert_eq!(list["records"][0]["state"], "open");
    let history = desk.ok(&["history"]);
    assert!(history.contains("\"do\":\"request.add\"") && history.contains("\"from\":\"downstream\""), "{history}");
    assert!(!history.contains("context length") && !history.contains("d@e"), "nothing of a person is in the history");
    let ask = |receipt: &str| form.post("/complaint/state", &format!("receipt={}", encoded(receipt)));
    let given = receipt(&asked).unwrap();
    assert!(ask(&given).body.contains("received"), "one place to ask for all");
    let id = list["records"][0]["id"].as_str().unwrap().to_owned();
    // The letter that refuses it, and who may not be refused by letter.
    let letter = desk.ok(&["request", "refuse", &id, "--why", "The model is not on the market.", "--letter"]);
    assert!(letter.contains("not on the market") && letter.contains(&id), "{letter}");
    assert_eq!(
        desk.json(&["request", "list", "--format", "json"])["records"][0]["state"],
        "open",
        "a letter records nothing"
    );
    desk.ok(&["request", "refuse", &id, "--why", "The model is not on the market."]);
    assert!(ask(&given).body.contains("decided"));
    // An incident has no clock before a person judged it, and what looks odd waits.
    let told = form.post("/incident", &format!("token={second}&statement=it+gave+a+key&occurred=last+week"));
    assert_eq!(told.status, 201);
    assert_eq!(desk.json(&["incident", "list", "--format", "json"])["records"][0]["state"], "open");
    let odd = form.post("/incident", &format!("token={third}&statement=x&website=spam"));
    assert!(odd.status == 201 && receipt(&odd).is_some(), "kept with a true receipt");
    let incidents = desk.json(&["incident", "list", "--format", "json"]);
    let waits = incidents["records"].as_array().unwrap().iter().find(|r| r["state"] == "quarantined").unwrap();
    let count = || desk.ok(&["history"]).matches("\"do\":\"incident.add\"").count();
    assert_eq!(count(), 1, "what waits starts no clock");
    desk.ok(&["incident", "release", waits["id"].as_str().unwrap()]);
    assert_eq!(count(), 2);
    desk.whole();
}

#[test]
fn receipts_tell_nothing() {
    let desk = Desk::new();
    let form = Form::new(&desk, &["--disk-floor", "0", "--per-source", "3"]);
    let made = form.post("/complaint", &format!("token={}&statement=x", form.token()));
    let real = receipt(&made).unwrap();
    let changed = format!("{}{}", &real[..26], if real.ends_with('7') { '8' } else { '7' });
    let mut all = Vec::new();
    for typed in [changed.as_str(), "GPC-00000-00000-00000-00000", "", "x", "<script>", "GPC-UUUUU-UUUUU-UUUUU-UUUUU"] {
        let reply = form.post("/complaint/state", &format!("receipt={}", encoded(typed)));
        let head: String = reply.head.lines().filter(|l| !l.starts_with("date:")).collect();
        all.push((reply.status, head, reply.body));
    }
    assert!(all.iter().all(|r| r == &all[0]), "the same bytes for all that do not exist");
    let mut last = 0;
    for _ in 0..20 {
        last = form.post("/complaint/state", "receipt=GPC-00000-00000-00000-00001").status;
    }
    assert_eq!(last, 429, "after twenty in vain");
}

#[test]
fn what_does_not_fit_is_refused_openly_and_nothing_of_it_is_kept() {
    let desk = Desk::new();
    let form = Form::new(&desk, &["--disk-floor", "0", "--limits", "off"]);
    let port = form.port;
    let fresh = || form.token();
    assert_eq!(form.post("/complaint", "statement=x").status, 400, "no token");
    assert_eq!(form.post("/complaint", "statement=x&token=0.0.0").status, 400);
    assert_eq!(form.post("/complaint", &format!("token={}&statement=%FF", fresh())).status, 400, "no UTF-8");
    let empty = form.post("/complaint", &format!("token={}&statement=+&name=Kept", fresh()));
    assert!(empty.status == 422 && empty.body.contains("value=\"Kept\""), "what was typed is shown again");
    assert_eq!(form.post("/complaint", &format!("token={}&statement={}", fresh(), "x".repeat(20_001))).status, 422);
    assert_eq!(form.post("/complaint", &format!("token={}&statement={}", fresh(), "x".repeat(70_000))).status, 413);
    let chunked = format!(
        "POST /complaint HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n11170\r\n{}\r\n0\r\n\r\n",
        "x".repeat(70_000)
    );
    assert_eq!(form.ask(chunked.as_bytes()).map(|r| r.status), Some(413));
    let wrong_kind = format!(
        "POST /complaint HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\nx"
    );
    assert_eq!(form.ask(wrong_kind.as_bytes()).unwrap().status, 415);
    for host in ["evil.example", "127.0.0.1", ""] {
        assert_eq!(
            form.ask(format!("GET /complaint HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes()).unwrap().status,
            421,
            "{host}"
        );
    }
    for path in ["/", "/api/folder", "/law.json", "/complaint/", "/../etc/passwd", "/complaint/state/x"] {
        assert_eq!(form.get(path).status, 404, "{path}");
    }
    assert_eq!(
        form.ask(format!("DELETE /complaint HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n").as_bytes()).unwrap().status,
        405
    );
    assert_eq!(desk.json(&["list", "--format", "json"])["records"].as_array().unwrap().len(), 0);
    // A suspected robot is looked at by a person, with a real receipt, and starts no clock before.
    let made = form.post("/complaint", &format!("token={}&statement=x&website=spam", fresh()));
    assert_eq!(made.status, 201);
    let shown = desk.ok(&["complaint", "show", "--receipt", &receipt(&made).unwrap(), "--format", "json"]);
    assert!(shown.contains("\"state\": \"quarantined\""));
    assert_eq!(desk.ok(&["history"]).lines().count(), 1);
    let id = desk.json(&["list", "--format", "json"])["records"][0]["id"].as_str().unwrap().to_owned();
    desk.ok(&["complaint", "release", &id]);
    assert_eq!(desk.ok(&["history"]).lines().count(), 2);
    desk.whole();
}

#[test]
fn a_flood_is_refused_politely_and_shuts_nobody_else_out() {
    let desk = Desk::new();
    let form = Form::new(&desk, &["--disk-floor", "0", "--behind", "127.0.0.1"]);
    let send = |who: &str| {
        post(
            form.port,
            "/complaint",
            &format!("token={}&statement=x", form.token()),
            &format!("X-Forwarded-For: 203.0.113.9, {who}\r\n"),
        )
        .unwrap()
    };
    let mut answers = BTreeMap::new();
    for i in 0..40 {
        let reply = send("198.51.100.7");
        if reply.status == 429 {
            assert!(
                reply.head.contains("retry-after:") && reply.body.contains("rights@birke.example"),
                "{}",
                reply.head
            );
        }
        *answers.entry(reply.status).or_insert(0) += 1;
        if i % 8 == 0 {
            assert_eq!(send("198.51.100.8").status, 201, "the other one");
        }
    }
    assert_eq!(answers, BTreeMap::from([(201, 6), (429, 34)]));
    assert_eq!(desk.json(&["list", "--format", "json"])["records"].as_array().unwrap().len(), 11);
    drop(form);
    let full = Form::new(&desk, &["--disk-floor", "99999999999"]);
    let reply = full.post("/complaint", &format!("token={}&statement=x", full.token()));
    assert!(reply.status == 503 && reply.head.contains("retry-after:") && reply.body.contains("rights@birke.example"));
}

/// The server killed at random times under load; each receipt that was given must be there with its text, each once.
fn killed(rounds: usize) {
    let desk = Desk::new();
    let port = free_port();
    let given = Mutex::new(BTreeMap::new());
    fastrand::seed(7);
    for round in 0..rounds {
        let form = Form::start(&desk, port, &["--disk-floor", "0", "--limits", "off"]);
        let patience = Duration::from_millis(fastrand::u64(50..900));
        let ending = Instant::now() + patience;
        std::thread::scope(|scope| {
            for client in 0..16 {
                let given = &given;
                scope.spawn(move || {
                    let mut i = 0;
                    while Instant::now() < ending + Duration::from_millis(50) {
                        let Some(token) = token(port) else { continue };
                        let statement = format!("round {round} client {client} post {i} {}", "x".repeat(200));
                        let reply =
                            post(port, "/complaint", &format!("token={token}&statement={}", encoded(&statement)), "");
                        if let Some(reply) = reply.filter(|r| r.status == 201) {
                            let twice = given.lock().unwrap().insert(receipt(&reply).unwrap(), statement);
                            assert_eq!(twice, None, "a receipt was given twice");
                        }
                        i += 1;
                    }
                });
            }
            scope.spawn(|| {
                if round % 10 == 0 {
                    let mut child =
                        program().args(["list"]).env("GPAI_REGISTER", &desk.dir).stdout(Stdio::null()).spawn().unwrap();
                    std::thread::sleep(Duration::from_millis(20));
                    let _ = child.kill();
                    let _ = child.wait();
                }
            });
            std::thread::sleep(patience);
            drop(form);
        });
        // Walking all of it after each of many rounds would take longer than the rounds.
        if rounds <= 10 || round % 50 == 0 {
            desk.whole();
        }
    }
    desk.whole();
    let given = given.into_inner().unwrap();
    assert!(!given.is_empty());
    let store = gpai_register::store::Store::open(&desk.dir).unwrap();
    for (receipt, statement) in &given {
        let steps = store.marked("receipt", &gpai_register::secret::receipt_digest(receipt)).unwrap();
        assert_eq!(steps.len(), 1, "{receipt}");
        let there = store.secret(&steps[0].writer, steps[0].n, "statement").unwrap().unwrap();
        assert_eq!(there.text(), *statement);
    }
    println!(
        "{rounds} kills of the server, {} receipts given, {} complaints there",
        given.len(),
        store.steps().unwrap().len()
    );
}

#[test]
fn ten_kills_of_the_server_lose_no_receipt() {
    killed(10);
}

#[test]
fn the_command_line_beside_the_server_never_meets_a_lock() {
    let desk = Desk::new();
    let form = Form::new(&desk, &["--disk-floor", "0", "--limits", "off"]);
    let (stop, slowest, posts) = (AtomicBool::new(false), Mutex::new(Duration::ZERO), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for client in 0..2 {
            let (stop, posts, port) = (&stop, &posts, form.port);
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let token = token(port).unwrap();
                    let reply =
                        post(port, "/complaint", &format!("token={token}&statement=client+{client}"), "").unwrap();
                    assert_eq!(reply.status, 201);
                    posts.fetch_add(1, Ordering::Relaxed);
                    std::thread::sleep(Duration::from_millis(20));
                }
            });
        }
        let loops: Vec<_> = (0..4)
            .map(|client| {
                let (desk, slowest) = (&desk, &slowest);
                scope.spawn(move || {
                    for i in 0..8 {
                        for args in
                            [&["incident", "add", "--id", &format!("INC-{client}-{i}")][..], &["list"], &["history"]]
                        {
                            let started = Instant::now();
                            desk.ok(args);
                            let mut longest = slowest.lock().unwrap();
                            *longest = (*longest).max(started.elapsed());
                        }
                    }
                })
            })
            .collect();
        let ended: Vec<_> = loops.into_iter().map(std::thread::ScopedJoinHandle::join).collect();
        stop.store(true, Ordering::Relaxed);
        assert!(ended.iter().all(Result::is_ok));
    });
    println!("{} posts beside 96 commands, the slowest {:?}", posts.load(Ordering::Relaxed), slowest.lock().unwrap());
    drop(form);
    desk.whole();
    let incidents = desk.json(&["incident", "list", "--format", "json"]);
    assert_eq!(incidents["records"].as_array().unwrap().len(), 32);
}

#[test]
#[ignore = "half an hour; `-- --ignored --nocapture` tells the numbers, GPAI_KILLS takes another number of rounds"]
fn a_thousand_kills_of_the_server_lose_no_receipt() {
    killed(std::env::var("GPAI_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(1000));
}

#[test]
#[ignore = "a minute of load; `-- --ignored --nocapture` tells the numbers"]
fn five_hundred_posts_a_second() {
    let desk = Desk::new();
    let form = Form::new(&desk, &["--disk-floor", "0", "--limits", "off"]);
    let (seconds, rate, clients) = (60u64, 500u64, 32u64);
    let times = Mutex::new(Vec::new());
    let other = Mutex::new(BTreeMap::new());
    let started = Instant::now();
    std::thread::scope(|scope| {
        for client in 0..clients {
            let (times, other, port) = (&times, &other, form.port);
            scope.spawn(move || {
                let text = "y".repeat(3900);
                for i in 0..seconds * rate / clients {
                    let due = Duration::from_micros((i * clients + client) * 1_000_000 / rate);
                    std::thread::sleep(due.saturating_sub(started.elapsed()));
                    let Some(token) = token(port) else {
                        *other.lock().unwrap().entry(0).or_insert(0) += 1;
                        continue;
                    };
                    let sent = Instant::now();
                    let status = post(port, "/complaint", &format!("token={token}&statement={client}+{i}+{text}"), "")
                        .map_or(0, |r| r.status);
                    if status == 201 {
                        times.lock().unwrap().push(sent.elapsed());
                    } else {
                        *other.lock().unwrap().entry(status).or_insert(0) += 1;
                    }
                }
            });
        }
    });
    let took = started.elapsed();
    let mut times = times.into_inner().unwrap();
    times.sort();
    let memory = std::fs::read_to_string(format!("/proc/{}/status", form.child.id())).unwrap_or_default();
    let memory = memory.lines().find(|l| l.starts_with("VmHWM")).unwrap_or_default().to_owned();
    println!(
        "{} of {} answered 201 in {took:?}; 99th percentile {:?}; {memory}; others {:?}",
        times.len(),
        seconds * rate,
        times[times.len() * 99 / 100],
        other.lock().unwrap()
    );
    drop(form);
    desk.whole();
    let store = gpai_register::store::Store::open(&desk.dir).unwrap();
    assert_eq!(store.steps().unwrap().len(), times.len());
}

/// Posts far above what is held: each is recorded and given a true receipt, or refused with a time to come back, or not let in;
/// none is acknowledged and lost, and the form goes on.
fn overloaded(clients: usize, posts: usize, rate: u64) {
    let desk = Desk::new();
    let form = Form::new(&desk, &["--disk-floor", "0", "--limits", "off"]);
    let port = form.port;
    let receipts = Mutex::new(Vec::new());
    let other = Mutex::new(BTreeMap::new());
    let started = Instant::now();
    std::thread::scope(|scope| {
        for client in 0..clients {
            let (receipts, other) = (&receipts, &other);
            scope.spawn(move || {
                let text = "z".repeat(3900);
                for i in 0..posts {
                    let due = Duration::from_micros((i * clients + client) as u64 * 1_000_000 / rate);
                    std::thread::sleep(due.saturating_sub(started.elapsed()));
                    let Some(token) = token(port) else {
                        *other.lock().unwrap().entry(0).or_insert(0usize) += 1;
                        continue;
                    };
                    match post(port, "/complaint", &format!("token={token}&statement={client}+{i}+{text}"), "") {
                        Some(page) if page.status == 201 => receipts.lock().unwrap().push(receipt(&page).unwrap()),
                        Some(page) => {
                            assert!(matches!(page.status, 429 | 503), "{}", page.status);
                            assert!(page.head.contains("retry-after: "), "{}", page.head);
                            *other.lock().unwrap().entry(page.status).or_insert(0) += 1;
                        }
                        None => *other.lock().unwrap().entry(0).or_insert(0) += 1,
                    }
                }
            });
        }
    });
    let receipts = receipts.into_inner().unwrap();
    println!(
        "{} of {} recorded in {:?}; others {:?}",
        receipts.len(),
        clients * posts,
        started.elapsed(),
        other.lock().unwrap()
    );
    assert!(!receipts.is_empty());
    let calm = form.post("/complaint", &format!("token={}&statement=after", form.token()));
    assert_eq!(calm.status, 201, "the form goes on: {}", calm.body);
    drop(form);
    desk.whole();
    let store = gpai_register::store::Store::open(&desk.dir).unwrap();
    for receipt in &receipts {
        let digest = gpai_register::secret::receipt_digest(&gpai_register::secret::read_receipt(receipt).unwrap());
        assert_eq!(store.marked("receipt", &digest).unwrap().len(), 1, "{receipt} was acknowledged and is not there");
    }
    // What was recorded and whose answer did not arrive may be there, too.
    assert!(store.steps().unwrap().len() > receipts.len());
}

#[test]
fn a_burst_above_every_bound_loses_nothing_that_was_acknowledged() {
    overloaded(640, 2, 1_000_000);
}

#[test]
#[ignore = "half a minute at ten times the load; `-- --ignored --nocapture` tells the numbers"]
fn five_thousand_posts_a_second_are_refused_politely() {
    overloaded(800, 190, 5_000);
}
