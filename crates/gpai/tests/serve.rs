//! `gpai serve` spoken to as a browser, a script or an attacker would: raw HTTP, without a browser.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

const CARD: &str = "---\nlicense: apache-2.0\npipeline_tag: text-generation\n---\n\n# Example 7B\n\nA 7B parameter language model, pretrained on 4T tokens.\n";
const ANSWERS: &str =
    "# ours; ask legal before editing\n[market]\neu = true # since May\n\n[role]\n# we trained it\ndevelops = true\n";

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(dir.path().join(name), text).unwrap();
    }
    dir
}

fn model() -> tempfile::TempDir {
    folder(&[("README.md", CARD), ("gpai.toml", ANSWERS)])
}

fn command(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gpai"));
    command.arg("serve").args(args).current_dir(dir).stdin(Stdio::null());
    command
}

/// A running server; ended when the test ends.
struct Server {
    child: Child,
    at: SocketAddr,
    said: String,
    /// What the printed address holds after `#key=`; empty where there is no folder.
    key: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(dir: &Path, more: &[&str]) -> Server {
    let mut args = vec!["--port", "0", "--on", "2026-11-25"];
    args.extend(more);
    let mut child = command(dir, &args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut said = String::new();
    while !said.contains("Ctrl-C") && out.read_line(&mut said).unwrap() > 0 {}
    let Some((_, rest)) = said.split_once("http://") else {
        let mut error = String::new();
        child.stderr.take().unwrap().read_to_string(&mut error).unwrap();
        panic!("no address in {said:?}: {error}");
    };
    let at = rest.split('/').next().unwrap().parse().unwrap();
    let key = rest.split_once("#key=").map(|(_, key)| key.split_whitespace().next().unwrap().to_owned());
    Server { child, at, said: said.clone(), key: key.unwrap_or_default() }
}

/// An answer as it came.
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&self.body)))
    }

    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|l| l.split_once(": ").filter(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v))
    }
}

impl Server {
    /// Sends bytes and reads until the connection ends.
    fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(self.at).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        // A server that refuses early closes while we still write.
        let _ = stream.write_all(request);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").map_or(bytes.len(), |i| i + 4);
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        Answer { status, head, body: bytes[end..].to_vec() }
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = format!("{method} {path} HTTP/1.1\r\n");
        if !headers.iter().any(|(n, _)| n.eq_ignore_ascii_case("host")) {
            request.push_str(&format!("Host: {}\r\n", self.at));
        }
        if path.starts_with("/api/") && !headers.iter().any(|(n, _)| n.eq_ignore_ascii_case("x-gpai")) {
            request.push_str(&format!("X-Gpai: {}\r\n", self.key));
        }
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() {
            request.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        request.push_str("\r\n");
        request.push_str(body);
        self.raw(request.as_bytes())
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], "")
    }

    fn token(&self) -> String {
        self.key.clone()
    }

    fn save(&self, set: Value) -> Answer {
        let token = self.token();
        let headers = [("X-Gpai", token.as_str()), ("Content-Type", "application/json")];
        self.ask("POST", "/api/answers", &headers, &json!({ "set": set }).to_string())
    }
}

fn ended(mut command: Command) -> Output {
    command.output().unwrap()
}

#[test]
fn the_page_its_parts_and_the_law_are_served_with_every_header() {
    let dir = model();
    let server = serve(dir.path(), &[]);
    assert!(server.said.contains("answers are kept in gpai.toml") && server.said.contains("Ctrl-C"), "{}", server.said);
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/app.js", "text/javascript; charset=utf-8"),
        ("/engine/engine.js", "text/javascript; charset=utf-8"),
        ("/style.css", "text/css; charset=utf-8"),
        ("/law.json", "application/json; charset=utf-8"),
        ("/api/folder", "application/json; charset=utf-8"),
        ("/nothing", "text/plain; charset=utf-8"),
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, if path == "/nothing" { 404 } else { 200 }, "{path}");
        assert_eq!(answer.header("content-type"), Some(kind), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"), "{path}");
        assert_eq!(answer.header("x-frame-options"), Some("DENY"), "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"), "{path}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{policy}");
        let keep = if path.starts_with("/api") || path == "/nothing" { "no-store" } else { "no-cache" };
        assert_eq!(answer.header("cache-control"), Some(keep), "{path}");
        assert!(answer.header("access-control-allow-origin").is_none(), "{path}");
    }
    let page = server.get("/").text();
    assert!(page.contains("data-mode=\"serve\" data-on=\"2026-11-25\""), "{page}");
    assert_eq!(server.get("/law.json").json()["format"], "gpai-law-data/1");
    let head = server.ask("HEAD", "/", &[], "");
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), Some(page.len().to_string().as_str()));
}

#[test]
fn the_law_is_packed_for_browsers_that_unpack() {
    let dir = folder(&[]);
    let server = serve(dir.path(), &[]);
    let packed = server.ask("GET", "/law.json", &[("Accept-Encoding", "br, gzip")], "");
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert_eq!(&packed.body[..2], b"\x1f\x8b");
    assert!(packed.body.len() * 2 < server.get("/law.json").body.len());
    let refused = server.ask("GET", "/law.json", &[("Accept-Encoding", "gzip;q=0")], "");
    assert_eq!(refused.header("content-encoding"), None);
}

#[test]
fn strangers_hosts_and_origins_get_nothing() {
    let dir = model();
    let server = serve(dir.path(), &[]);
    let port = server.at.port();
    let own = format!("127.0.0.1:{port}");
    for host in [own.clone(), format!("localhost:{port}"), format!("[::1]:{port}")] {
        assert_eq!(server.ask("GET", "/api/folder", &[("Host", &host)], "").status, 200, "{host}");
    }
    for host in
        ["evil.example".to_owned(), format!("evil.example:{port}"), "127.0.0.1".to_owned(), "localhost:1".to_owned()]
    {
        for path in ["/", "/api/folder", "/law.json"] {
            let answer = server.ask("GET", path, &[("Host", &host)], "");
            assert_eq!(answer.status, 421, "{host} {path}");
            assert!(!answer.text().contains("market") && !answer.text().contains("<html"), "{}", answer.text());
        }
    }
    assert_eq!(server.raw(b"GET / HTTP/1.0\r\n\r\n").status, 400, "no host");
    let origin = format!("http://{own}");
    assert_eq!(server.ask("GET", "/api/folder", &[("Origin", &origin)], "").status, 200);
    for origin in ["http://evil.example", "null", "http://127.0.0.1", "https://127.0.0.1"] {
        let answer = server.ask("GET", "/api/folder", &[("Origin", origin)], "");
        assert_eq!(answer.status, 403, "{origin}");
        assert!(answer.json()["error"].as_str().unwrap().contains("another page"));
    }
    // A picture or script element on another page sends no origin; browsers say so here.
    assert_eq!(server.ask("GET", "/api/folder", &[("Sec-Fetch-Site", "cross-site")], "").status, 403);
    assert_eq!(server.ask("GET", "/app.js", &[("Sec-Fetch-Site", "same-site")], "").status, 403);
    let preflight = server.ask("OPTIONS", "/api/answers", &[("Access-Control-Request-Method", "POST")], "");
    assert_eq!(preflight.status, 405);
    assert_eq!(preflight.header("allow"), Some("GET, HEAD, POST"));
}

/// Another account of the same machine reaches the port, but has not seen the address that was printed.
#[test]
fn without_the_key_nobody_on_the_machine_gets_the_folder() {
    let dir = model();
    let server = serve(dir.path(), &[]);
    assert_eq!(server.key.len(), 32, "{}", server.said);
    // The key with another last digit, whatever that is.
    let nearly = format!("{}{}", server.key.get(..31).unwrap(), if server.key.ends_with('0') { '1' } else { '0' });
    for key in ["", "x", "0123456789abcdef0123456789abcdef", &nearly, &format!("{}0", server.key)] {
        let refused = server.ask("GET", "/api/folder", &[("X-Gpai", key)], "");
        assert_eq!(refused.status, 403, "{key}");
        assert!(!refused.text().contains("Example") && !refused.text().contains(&server.key), "{}", refused.text());
        assert!(refused.json()["error"].as_str().unwrap().contains("address that gpai serve printed"));
    }
    for path in ["/", "/index.html", "/app.js", "/law.json"] {
        let open = server.get(path).text();
        assert!(!open.contains(&server.key) && !open.contains("Example 7B"), "{path}");
    }
    assert!(!server.get("/api/folder").text().contains(&server.key));
    // Each run has its own.
    assert_ne!(server.key, serve(dir.path(), &[]).key);
}

#[test]
fn listening_everywhere_prints_an_address_that_opens() {
    let dir = model();
    let server = serve(dir.path(), &["--host", "0.0.0.0"]);
    assert!(server.said.contains("http://127.0.0.1:") && !server.said.contains("http://0.0.0.0"), "{}", server.said);
    assert!(server.said.contains("From another machine"), "{}", server.said);
}

#[test]
fn answers_are_written_with_the_token_only_and_comments_stay() {
    let dir = model();
    let server = serve(dir.path(), &[]);
    let before = fs::read_to_string(dir.path().join("gpai.toml")).unwrap();
    let body = "{\"set\":{\"market.eu\":false}}";
    let token = server.token();
    for headers in [
        vec![("Content-Type", "application/json"), ("X-Gpai", "")],
        vec![("Content-Type", "application/json"), ("X-Gpai", "0123456789abcdef0123456789abcdef")],
        vec![("Content-Type", "application/json"), ("X-Gpai", token.as_str()), ("Origin", "http://evil.example")],
    ] {
        assert_eq!(server.ask("POST", "/api/answers", &headers, body).status, 403, "{headers:?}");
    }
    let form = [("Content-Type", "text/plain"), ("X-Gpai", token.as_str())];
    assert_eq!(server.ask("POST", "/api/answers", &form, body).status, 415);
    assert_eq!(server.ask("POST", "/", &[], "x").status, 405);
    assert_eq!(server.ask("POST", "/api/folder", &[], "x").status, 405);
    assert_eq!(server.get("/api/answers").status, 405);
    assert_eq!(fs::read_to_string(dir.path().join("gpai.toml")).unwrap(), before, "nothing was written");

    let saved = server.save(json!({
        "market.eu": false,
        "market.commercial": { "value": false, "by": "R. Meier", "on": "2026-11-20", "why": "no \"business\"" },
        "model.outputs": ["text"],
        "role.develops": "unknown",
    }));
    assert_eq!(saved.status, 200, "{}", saved.text());
    let shown = saved.json();
    assert_eq!(shown["answers"]["market.eu"], false);
    assert_eq!(shown["answers"]["market.commercial"]["by"], "R. Meier");
    assert!(shown["answers"].get("role.develops").is_none());
    let kept = fs::read_to_string(dir.path().join("gpai.toml")).unwrap();
    assert!(kept.starts_with("# ours; ask legal before editing\n[market]\neu = false # since May\n"), "{kept}");
    assert!(kept.contains("commercial = { value = false, by = \"R. Meier\", on = 2026-11-20, why = "), "{kept}");
    assert!(kept.contains("outputs = [\"text\"]") && !kept.contains("develops"), "{kept}");
    let left: Vec<String> =
        fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(left.len(), 2, "no temporary file stays: {left:?}");
}

#[test]
fn what_changed_in_the_file_meanwhile_is_not_replaced_unseen() {
    let dir = model();
    let path = dir.path().join("gpai.toml");
    let server = serve(dir.path(), &[]);
    let seen = server.get("/api/folder").json()["answers"].clone();
    let token = server.token();
    let headers = [("X-Gpai", token.as_str()), ("Content-Type", "application/json")];
    let save = |set: Value, seen: &Value| {
        server.ask("POST", "/api/answers", &headers, &json!({ "set": set, "seen": seen }).to_string())
    };
    let judged = ANSWERS.replace("eu = true", "eu = { value = true, by = \"R. Meier\", why = \"sold since May\" }");
    fs::write(&path, format!("{judged}own_name = true\n")).unwrap();
    for set in [json!({ "market.eu": false }), json!({ "market.eu": "unknown" }), json!({ "role.own_name": false })] {
        let refused = save(set, &seen);
        assert_eq!(refused.status, 409, "{}", refused.text());
        assert!(refused.json()["error"].as_str().unwrap().contains("gpai.toml was changed meanwhile ("));
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), format!("{judged}own_name = true\n"), "nothing was written");
    // What others changed elsewhere stays, and to say the same is no conflict.
    let saved = save(json!({ "role.develops": false, "role.own_name": true }), &seen);
    assert_eq!(saved.status, 200, "{}", saved.text());
    assert_eq!(saved.json()["created"], false);
    let now = fs::read_to_string(&path).unwrap();
    assert!(now.contains("sold since May") && now.contains("develops = false"), "{now}");
    assert_eq!(save(json!({ "market.eu": false }), &saved.json()["answers"]).status, 200, "looked at, it is replaced");
    // Nothing is replaced where the file is gone; the page is told.
    fs::remove_file(&path).unwrap();
    let alone = save(json!({ "market.eu": true }), &seen).json();
    assert_eq!((&alone["created"], &alone["answers"]), (&json!(true), &json!({ "market.eu": true })));
}

#[test]
fn a_place_that_takes_no_answers_is_known_from_the_start() {
    let dir = model();
    let server = serve(dir.path(), &[".", "--answers", "none/gpai.toml"]);
    assert_eq!(server.get("/api/folder").json()["writable"], false);
}

#[test]
fn all_answers_of_a_request_are_written_or_none() {
    let dir = model();
    let server = serve(dir.path(), &[]);
    for (set, says) in [
        (json!({ "market.eu": false, "market.ue": true }), "did you mean `market.eu`?"),
        (json!({ "market.eu": false, "market.first_available": "soon" }), "2026-11-20"),
        (json!({ "market.eu": false, "market.commercial": { "value": true, "by": "A" } }), "`why`"),
    ] {
        let answer = server.save(set);
        assert_eq!(answer.status, 400);
        assert!(answer.json()["error"].as_str().unwrap().contains(says), "{}", answer.text());
    }
    assert_eq!(fs::read_to_string(dir.path().join("gpai.toml")).unwrap(), ANSWERS);
}

#[test]
fn the_folder_is_read_anew_and_a_broken_file_is_named_with_its_line() {
    let dir = model();
    let server = serve(dir.path(), &[]);
    let first = server.get("/api/folder").json();
    assert_eq!(first["model"].as_str(), dir.path().file_name().unwrap().to_str());
    assert_eq!((&first["path"], &first["file"], &first["writable"]), (&json!("."), &json!("gpai.toml"), &json!(true)));
    assert_eq!(first["answers"], json!({ "market.eu": true, "role.develops": true }));
    assert_eq!(first["assessment"]["format"], "gpai-assessment/1");
    assert_eq!(first["assessment"]["as_of"], "2026-11-25");
    let licence = &first["evidence"]["openness.licence"];
    assert_eq!(licence["value"], "apache-2.0");
    assert_eq!((&licence["sources"][0]["file"], &licence["sources"][0]["line"]), (&json!("README.md"), &json!(2)));
    assert!(first["evidence"].get("market.eu").is_none(), "an answer is no evidence");

    fs::write(dir.path().join("README.md"), CARD.replace("apache-2.0", "mit")).unwrap();
    assert_eq!(server.get("/api/folder").json()["evidence"]["openness.licence"]["value"], "mit");
    fs::write(dir.path().join("config.json"), "{\"license\": 1").unwrap();
    fs::write(dir.path().join("gpai.toml"), "[market]\nue = true\n").unwrap();
    let broken = server.get("/api/folder");
    assert_eq!(broken.status, 422);
    let error = broken.json()["error"].as_str().unwrap().to_owned();
    assert!(error.starts_with("gpai.toml:2:1: unknown key `market.ue`") && error.contains("did you mean"), "{error}");
    fs::write(dir.path().join("gpai.toml"), ANSWERS).unwrap();
    assert_eq!(server.get("/api/folder").status, 200, "mended without a restart");
}

#[test]
fn without_a_model_folder_the_plain_questionnaire_is_served() {
    let dir = folder(&[("notes.txt", "")]);
    let server = serve(dir.path(), &[]);
    assert!(server.said.contains("No model folder here") && server.said.contains("gpai serve path/to/model"));
    assert_eq!(server.get("/").status, 200);
    let folder = server.get("/api/folder");
    assert_eq!(folder.status, 404);
    assert!(folder.json()["error"].as_str().unwrap().contains("gpai serve PATH"));
    assert_eq!(server.ask("POST", "/api/answers", &[("Content-Type", "application/json")], "{}").status, 404);
    // Named, an empty folder is a fine place for answers.
    let named = serve(dir.path(), &["."]);
    assert_eq!(named.get("/api/folder").json()["evidence"], json!({}));
    assert_eq!(named.save(json!({ "market.eu": true })).status, 200);
    assert!(fs::read_to_string(dir.path().join("gpai.toml")).unwrap().contains("eu = true"));
}

#[test]
fn read_only_writes_nothing() {
    let dir = model();
    let server = serve(dir.path(), &["--read-only"]);
    assert_eq!(server.get("/api/folder").json()["writable"], false);
    let answer = server.save(json!({ "market.eu": false }));
    assert_eq!(answer.status, 400);
    assert!(answer.json()["error"].as_str().unwrap().contains("--read-only"));
    assert_eq!(fs::read_to_string(dir.path().join("gpai.toml")).unwrap(), ANSWERS);
}

#[test]
fn requests_are_bounded() {
    let dir = model();
    let server = serve(dir.path(), &[]);
    let token = server.token();
    let headers = [("X-Gpai", token.as_str()), ("Content-Type", "application/json")];
    let large = server.ask("POST", "/api/answers", &headers, &"x".repeat(300 * 1024));
    assert_eq!(large.status, 413);
    // The same without a length said before.
    let chunked = format!(
        "POST /api/answers HTTP/1.1\r\nHost: {}\r\nX-Gpai: {token}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{}\r\n0\r\n\r\n",
        server.at,
        300 * 1024,
        "x".repeat(300 * 1024)
    );
    assert_eq!(server.raw(chunked.as_bytes()).status, 413);
    let deep = format!("{{\"set\":{}", "[".repeat(100_000));
    assert_eq!(server.ask("POST", "/api/answers", &headers, &deep).status, 400);
    let path = format!("/{}", "a".repeat(100_000));
    assert!([404, 414, 431].contains(&server.get(&path).status));
    let many: Vec<(String, String)> = (0..200).map(|i| (format!("X-{i}"), "a".to_owned())).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(server.ask("GET", "/", &many, "").status, 431);
    for garbage in [&b"\x00\x01\x02\r\n\r\n"[..], b"GET\r\n\r\n", b"GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n"]
    {
        assert!(server.raw(garbage).status >= 400, "{garbage:?}");
    }
    for path in ["/../Cargo.toml", "/..%2fgpai.toml", "/README.md", "/gpai.toml", "/tests/package.json", "//index.html"]
    {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
    assert_eq!(server.get("/api/folder").status, 200, "it still answers");
}

#[test]
fn slow_clients_are_let_go_and_hold_nobody_up() {
    let dir = model();
    let server = serve(dir.path(), &[]);
    let begun = Instant::now();
    // One that says nothing, one that never ends its first lines, one that does not send what it announced.
    let silent = TcpStream::connect(server.at).unwrap();
    let mut dripping = TcpStream::connect(server.at).unwrap();
    dripping.write_all(b"GET / HTTP/1.1\r\n").unwrap();
    let mut short = TcpStream::connect(server.at).unwrap();
    let token = server.token();
    let head = format!(
        "POST /api/answers HTTP/1.1\r\nHost: {}\r\nX-Gpai: {token}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{",
        server.at
    );
    short.write_all(head.as_bytes()).unwrap();
    // More connections than there is room for.
    let crowd: Vec<TcpStream> = (0..40).map(|_| TcpStream::connect(server.at).unwrap()).collect();
    assert_eq!(server.get("/api/folder").status, 200);
    assert!(begun.elapsed() < Duration::from_secs(8), "nobody waits for the slow ones");
    let mut dripped = true;
    while dripped && begun.elapsed() < Duration::from_secs(40) {
        std::thread::sleep(Duration::from_millis(500));
        dripped = dripping.write_all(b"x").is_ok();
    }
    assert!(!dripped, "a byte now and then does not keep a connection");
    for mut stream in [silent, short] {
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
        let rest = String::from_utf8_lossy(&rest);
        assert!(rest.is_empty() || rest.starts_with("HTTP/1.1 408"), "{rest}");
    }
    assert!(begun.elapsed() < Duration::from_secs(40));
    drop(crowd);
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn a_crowd_is_turned_away_and_the_next_one_let_in() {
    let dir = folder(&[]);
    let server = serve(dir.path(), &[]);
    let crowd: Vec<TcpStream> = (0..80).map(|_| TcpStream::connect(server.at).unwrap()).collect();
    // The last ones are closed at once, not after the time for slow ones.
    let begun = Instant::now();
    let mut last = crowd.last().unwrap();
    last.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    assert!(matches!(last.read(&mut [0; 1]), Ok(0) | Err(_)));
    assert!(begun.elapsed() < Duration::from_secs(5));
    drop(crowd);
    let until = Instant::now() + Duration::from_secs(10);
    while server.get("/").status != 200 {
        assert!(Instant::now() < until, "it does not recover");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_port_in_use_ends_with_2_and_the_mend() {
    let dir = model();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let out = ended(command(dir.path(), &["--port", &port]));
    assert_eq!(out.status.code(), Some(2));
    assert!(out.stdout.is_empty());
    let error = String::from_utf8(out.stderr).unwrap();
    assert!(error.contains("the port is in use") && error.contains("--port"), "{error}");
}

#[test]
fn what_cannot_be_served_is_refused_before_it_listens() {
    let dir = folder(&[("gpai.toml", "[market]\nue = true\n"), ("file", "")]);
    for (args, says) in [
        (&["."][..], "gpai.toml:2:1: unknown key"),
        (&["nowhere"], "nowhere: no such folder"),
        (&["file"], "is not a folder"),
        (&["hf://a/b"], "a folder on this machine"),
        (&["--host", "evil.example"], "expected an address"),
        (&["--host", "192.0.2.1"], "does not have this address"),
        (&["--on", "1999-01-01"], "outside the days"),
        (&["--on", "soon"], "expected a date"),
        (&["--port", "70000"], "70000"),
    ] {
        let mut args = args.to_vec();
        if args[0] != "." && !args.contains(&"--port") {
            args.extend(["--port", "0"]);
        }
        let out = ended(command(if args[0] == "--host" { Path::new("/") } else { dir.path() }, &args));
        let error = String::from_utf8(out.stderr).unwrap();
        assert_eq!(out.status.code(), Some(2), "{args:?}: {error}");
        assert!(error.contains(says), "{args:?}: {error}");
    }
}

#[test]
fn beyond_this_machine_it_warns_and_answers_addresses_only() {
    let dir = model();
    let mut server = serve(dir.path(), &["--host", "0.0.0.0"]);
    server.at = SocketAddr::from(([127, 0, 0, 1], server.at.port()));
    let port = server.at.port();
    assert_eq!(server.ask("GET", "/", &[("Host", &format!("192.0.2.7:{port}"))], "").status, 200);
    assert_eq!(server.ask("GET", "/", &[("Host", &format!("evil.example:{port}"))], "").status, 421);
    server.child.kill().unwrap();
    let mut error = String::new();
    server.child.stderr.take().unwrap().read_to_string(&mut error).unwrap();
    assert!(
        error.contains("0.0.0.0: other machines can reach this address") && error.contains("--read-only"),
        "{error}"
    );
}

#[test]
fn nothing_of_a_hostile_card_is_markup() {
    let card = "---\nlicense: \"</script><script>alert(1)</script>\"\n---\n\n# <img src=x onerror=alert(1)>\n";
    let dir = folder(&[("README.md", card)]);
    let server = serve(dir.path(), &[]);
    let answer = server.get("/api/folder");
    assert_eq!(answer.header("content-type"), Some("application/json; charset=utf-8"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert!(answer.text().contains("</script><script>alert(1)"), "it is data, and shown");
    let page = server.get("/").text();
    assert!(!page.contains("alert(1)"));
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_with_0() {
    let dir = model();
    let mut server = serve(dir.path(), &[]);
    let pid = server.child.id().to_string();
    assert!(Command::new("sh").args(["-c", &format!("kill -INT {pid}")]).status().unwrap().success());
    let until = Instant::now() + Duration::from_secs(10);
    loop {
        if let Some(status) = server.child.try_wait().unwrap() {
            assert_eq!(status.code(), Some(0));
            break;
        }
        assert!(Instant::now() < until, "it does not end");
        std::thread::sleep(Duration::from_millis(50));
    }
}
