//! `hf://` against a server that behaves as the Hub does, and as it should not: redirects, ranges, gating, refusals, slowness,
//! lies. The weights are never downloaded and the token never leaves the Hub.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod hub_server;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use hub_server::{Body, COMMIT, Reply, Repo, Server, Stored, asked, asks_list, hub, list, repo};
use serde_json::Value;

const CARD: &str = "---\nlicense: apache-2.0\npipeline_tag: text-generation\n---\n\n# Example\n\nA language model, pretrained on 4T tokens.\n";
const CONFIG: &str = r#"{"architectures": ["LlamaForCausalLM"], "model_type": "llama"}"#;
const HEADER: &str = r#"{"a": {"dtype": "BF16", "shape": [70000, 100000], "data_offsets": [0, 1]}}"#;
const GIB: u64 = 1 << 30;

fn model() -> Repo {
    repo(&[
        ("README.md", Stored::small(CARD)),
        ("config.json", Stored::small(CONFIG)),
        ("model.safetensors", Stored::weights(HEADER, 14 * GIB)),
        ("pytorch_model.bin", Stored { start: b"PK".to_vec(), size: 14 * GIB, large: true }),
        ("original/consolidated.00.pth", Stored { start: b"PK".to_vec(), size: 14 * GIB, large: true }),
    ])
}

/// The program, with nothing of this machine's own settings.
fn program(endpoint: &str, home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gpai"));
    for name in ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_TOKEN_PATH", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"] {
        command.env_remove(name);
    }
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy", "HF_HUB_OFFLINE"] {
        command.env_remove(name);
    }
    command.env("HF_ENDPOINT", endpoint).env("HF_HOME", home).env("HF_HUB_DOWNLOAD_TIMEOUT", "5");
    command.args(args).current_dir(home);
    command
}

fn run(server: &Server, args: &[&str]) -> Output {
    let home = tempfile::tempdir().unwrap();
    program(&server.url(), home.path(), args).output().unwrap()
}

fn check(server: &Server) -> Output {
    run(server, &["check", "hf://org/model", "--format", "json", "--on", "2026-11-23", "--fail-on", "never"])
}

fn json(output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(0), "{}", stderr(output));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Exit code 2, nothing on stdout, and these words on stderr.
fn refused(output: &Output, words: &[&str]) {
    let said = stderr(output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(output.stdout.is_empty());
    assert!(said.starts_with("gpai: ") && !said.contains('\x1b'), "{said}");
    for word in words {
        assert!(said.contains(word), "`{word}` is not in: {said}");
    }
}

fn codes(document: &Value) -> Vec<&str> {
    document["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect()
}

fn fact<'v>(document: &'v Value, name: &str) -> Option<&'v Value> {
    document["facts"].as_array().unwrap().iter().find(|f| f["name"] == name)
}

/// A Hub that serves small files itself, without redirects, with one reply changed.
fn changed(files: Repo, change: impl Fn(&hub_server::Request) -> Option<Reply> + Send + Sync + 'static) -> Server {
    Server::start(move |request| {
        if let Some(reply) = change(request) {
            return reply;
        }
        if asks_list(request) {
            return Reply::text(200, &list(&files, ""));
        }
        asked(&files, request).map_or_else(|| Reply::text(404, ""), |(_, stored)| stored.reply(request))
    })
}

#[test]
fn a_model_on_the_hub_is_read_like_its_folder_and_its_weights_are_not_downloaded() {
    let (hub, cdn) = hub(model());
    let there = json(&check(&hub));
    assert_eq!(there["model"]["name"], "org/model");
    assert_eq!(there["model"]["path"], format!("hf://org/model@{COMMIT}"));

    // The same from a folder, with the weights as a sparse file.
    let folder = tempfile::tempdir().unwrap();
    for (name, stored) in model() {
        let path = folder.path().join("org__model").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &stored.start).unwrap();
        fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(stored.size).unwrap();
    }
    let path = folder.path().join("org__model");
    let args = ["check", path.to_str().unwrap(), "--format", "json", "--on", "2026-11-23", "--fail-on", "never"];
    let mut here = json(&run(&hub, &args));
    let gated = fact(&there, "card.gated").unwrap().clone();
    assert_eq!(gated["value"], "false");
    assert_eq!(gated["sources"][0]["file"], "hub");
    assert_eq!(gated["sources"][0]["method"], "Hub API");
    assert_eq!(fact(&there, "model.parameters").unwrap()["value"], "7000000000");
    let mut there = there;
    there["facts"].as_array_mut().unwrap().retain(|f| f["name"] != "card.gated");
    here["model"] = there["model"].clone();
    assert_eq!(there, here);

    let header = HEADER.len() as u64 + 8;
    assert!(cdn.served() >= header && cdn.served() <= 100_000, "{} bytes from the CDN", cdn.served());
    assert!(hub.served() < 10_000, "{} bytes from the Hub", hub.served());
    assert!(cdn.requests().iter().all(|r| r.range().is_some()), "only ranges of large files");
    for part in ["pytorch_model.bin", ".pth"] {
        assert!(!hub.paths().iter().chain(&cdn.paths()).any(|p| p.contains(part)), "{part} was asked for");
    }
    let readme = hub.paths().iter().filter(|p| p.contains("resolve/") && p.ends_with("README.md")).count();
    assert_eq!(readme, 1, "a small file is asked for once");
    assert_eq!(hub.connections.load(Ordering::SeqCst), 1, "the connection is kept");
    assert!(hub.requests().iter().all(|r| r.header("authorization").is_none()), "no token, nothing sent");
}

#[test]
fn the_address_with_its_commit_is_shown_to_people() {
    let (hub, _cdn) = hub(model());
    let out = run(&hub, &["check", "hf://org/model@main", "--fail-on", "never"]);
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(text.lines().next().unwrap().contains(&format!("hf://org/model@{COMMIT}")), "{text}");
}

#[test]
fn why_whatif_compute_and_sources_read_the_hub_too() {
    let (hub, _cdn) = hub(model());
    for (args, word) in [
        (vec!["why", "gpai", "hf://org/model"], "model.outputs"),
        (vec!["whatif", "provider=yes", "hf://org/model"], "Provider of the model"),
        (vec!["compute", "hf://org/model"], "org/model"),
        (vec!["sources", "hf://org/model"], "pytorch_model.bin"),
    ] {
        let out = run(&hub, &args);
        assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
        assert!(
            String::from_utf8_lossy(&out.stdout).contains(word),
            "{args:?}: {}",
            String::from_utf8_lossy(&out.stdout)
        );
    }
}

#[test]
fn the_token_goes_to_the_hub_and_nowhere_else() {
    for way in ["HF_TOKEN", "HF_TOKEN_PATH", "stored"] {
        let (hub, cdn) = hub(model());
        let home = tempfile::tempdir().unwrap();
        let mut command = program(&hub.url(), home.path(), &["check", "hf://org/model", "--fail-on", "never"]);
        fs::write(home.path().join("mine"), "hf_secret\n").unwrap();
        match way {
            "HF_TOKEN" => _ = command.env("HF_TOKEN", "hf_secret"),
            "HF_TOKEN_PATH" => _ = command.env("HF_TOKEN_PATH", home.path().join("mine")),
            _ => fs::write(home.path().join("token"), "hf_secret\n").unwrap(),
        }
        let out = command.output().unwrap();
        assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
        assert!(hub.requests().len() > 3 && cdn.requests().len() == 1);
        assert!(hub.requests().iter().all(|r| r.header("authorization") == Some("Bearer hf_secret")), "{way}");
        for request in cdn.requests() {
            assert!(!format!("{request:?}").contains("secret"), "{way}: {request:?}");
        }
    }
}

#[test]
fn a_redirect_back_to_the_hub_does_not_get_the_token_again() {
    let files = model();
    let back = Server::start(|request| {
        let home = request.path.trim_start_matches("/to/").replace("%3A", ":");
        Reply::text(302, "").with("location", format!("http://{home}/stolen"))
    });
    let elsewhere = back.url();
    let port = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0));
    let own = port.clone();
    let server = changed(files, move |r| {
        r.path.ends_with("README.md").then(|| {
            let own = own.load(Ordering::SeqCst);
            Reply::text(302, "").with("location", format!("{elsewhere}/to/127.0.0.1:{own}"))
        })
    });
    port.store(server.port.into(), Ordering::SeqCst);
    let home = tempfile::tempdir().unwrap();
    let out = program(&server.url(), home.path(), &["check", "hf://org/model"])
        .env("HF_TOKEN", "hf_secret")
        .output()
        .unwrap();
    assert!(out.status.code().unwrap() < 3);
    let stolen: Vec<_> = server.requests().into_iter().filter(|r| r.path == "/stolen").collect();
    assert_eq!(stolen.len(), 1);
    assert!(stolen[0].header("authorization").is_none());
    assert!(back.requests().iter().all(|r| r.header("authorization").is_none()));
}

#[test]
fn a_token_is_not_sent_in_the_clear_to_another_machine() {
    let (hub, _cdn) = hub(model());
    let home = tempfile::tempdir().unwrap();
    // This machine by an address that is not known to be this machine.
    let endpoint = format!("http://0.0.0.0:{}", hub.port);
    let out = program(&endpoint, home.path(), &["check", "hf://org/model", "--fail-on", "never"])
        .env("HF_TOKEN", "hf_secret")
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    assert!(hub.requests().iter().all(|r| r.header("authorization").is_none()));
}

#[test]
fn a_server_that_takes_no_ranges_does_not_make_us_download() {
    let mut files = model();
    // A header longer than what is read ahead, so that a second part is asked for.
    let tensors: Vec<String> = (0..4_000)
        .map(|i| format!(r#""t{i}": {{"dtype": "BF16", "shape": [1000, 1000], "data_offsets": [0, 1]}}"#))
        .collect();
    files.insert("model.safetensors".into(), Stored::weights(&format!("{{{}}}", tensors.join(",")), 14 * GIB));
    let stored = files["model.safetensors"].clone();
    let server = changed(files, move |r| {
        r.path.ends_with(".safetensors").then(|| Reply::new(200, Body::Endless(stored.start.clone())))
    });
    let document = json(&check(&server));
    assert_eq!(fact(&document, "model.parameters").unwrap()["value"], "4000000000");
    // What lies in the buffers of the connection counts as sent here.
    assert!(server.served() < 64 << 20, "{} bytes", server.served());
}

#[test]
fn refusals_say_what_to_do() {
    let refusal = |status: u16, code: &'static str, words: &[&str], token: bool| {
        let server = Server::start(move |_| {
            let reply = Reply::text(status, "<h1>\x1b[31mno</h1>").with("retry-after", "37");
            if code.is_empty() { reply } else { reply.with("x-error-code", code) }
        });
        let home = tempfile::tempdir().unwrap();
        let mut command = program(&server.url(), home.path(), &["check", "hf://org/model"]);
        if token {
            command.env("HF_TOKEN", "hf_secret");
        }
        let out = command.output().unwrap();
        refused(&out, words);
        assert!(stderr(&out).contains("hf://org/model") && !stderr(&out).contains("secret"));
        server.requests().len()
    };
    assert_eq!(refusal(401, "", &["401", "HF_TOKEN"], false), 1);
    refusal(401, "", &["401", "wrong or expired"], true);
    refusal(401, "RepoNotFound", &["no such model", "private", "HF_TOKEN"], false);
    refusal(401, "GatedRepo", &["gated", "terms", "HF_TOKEN"], false);
    refusal(403, "GatedRepo", &["403", "gated", "terms", "account of your token"], true);
    refusal(403, "", &["403"], true);
    refusal(404, "RepoNotFound", &["404", "no such model"], true);
    refusal(404, "RevisionNotFound", &["no such revision"], false);
    assert_eq!(refusal(429, "", &["429", "37 s"], false), 1, "no second try where the Hub asks to wait");
    assert_eq!(refusal(503, "", &["503", "later"], false), 2, "a busy gateway is asked once more");
    refusal(500, "", &["500"], false);
    refusal(418, "", &["418"], false);
}

#[test]
fn a_gated_model_is_listed_but_its_files_are_refused() {
    let server = changed(model(), |r| {
        r.path.contains("/resolve/").then(|| Reply::text(401, "").with("x-error-code", "GatedRepo"))
    });
    refused(&check(&server), &["gated", "terms"]);
    assert_eq!(server.requests().len(), 2, "after the first refusal no file is asked for");
}

#[test]
fn one_file_that_is_gone_is_a_finding() {
    let server = changed(model(), |r| {
        r.path.ends_with("config.json").then(|| Reply::text(404, "").with("x-error-code", "EntryNotFound"))
    });
    let document = json(&check(&server));
    assert!(codes(&document).contains(&"unreadable-part"));
    assert!(fact(&document, "model.parameters").is_some());
}

#[test]
fn slow_servers_are_given_up() {
    for (body, of_list) in [(Body::Silence, true), (Body::Silence, false), (Body::Drip(1_000), true)] {
        let shown = format!("{body:?}");
        let server = changed(model(), move |r| (asks_list(r) == of_list).then(|| Reply::new(200, body.clone())));
        let home = tempfile::tempdir().unwrap();
        let begun = Instant::now();
        let out = program(&server.url(), home.path(), &["check", "hf://org/model"])
            .env("HF_HUB_DOWNLOAD_TIMEOUT", "1")
            .output()
            .unwrap();
        refused(&out, &["no answer", "HF_HUB_DOWNLOAD_TIMEOUT"]);
        assert!(begun.elapsed() < Duration::from_secs(12), "{shown}: {:?}", begun.elapsed());
    }
}

#[test]
fn no_network_is_said() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let home = tempfile::tempdir().unwrap();
    let out = program(&format!("http://127.0.0.1:{port}"), home.path(), &["check", "hf://org/model"]).output().unwrap();
    refused(&out, &["no connection", "HF_HUB_OFFLINE"]);
}

#[test]
fn answers_that_break_off_are_refused() {
    let server = changed(model(), |r| asks_list(r).then(|| Reply::new(200, Body::Cut(b"{\"sha\"".to_vec(), 500))));
    refused(&check(&server), &["no connection", "127.0.0.1"]);
    let cut = Body::Cut(b"---".to_vec(), CARD.len() as u64);
    let server = changed(model(), move |r| r.path.ends_with("README.md").then(|| Reply::new(200, cut.clone())));
    refused(&check(&server), &["no connection", "127.0.0.1"]);
    // Less of a part than its own head says.
    let server = changed(model(), |r| {
        r.path.ends_with("README.md").then(|| {
            Reply::text(206, "---").with("content-range", format!("bytes 0-{}/{}", CARD.len() - 1, CARD.len()))
        })
    });
    refused(&check(&server), &["broke off"]);
    // The same once, then whole: it is tried again.
    let first = std::sync::atomic::AtomicBool::new(true);
    let server = changed(model(), move |r| {
        (r.path.ends_with("README.md") && first.swap(false, Ordering::SeqCst))
            .then(|| Reply::new(200, Body::Cut(b"---".to_vec(), CARD.len() as u64)))
    });
    json(&check(&server));
}

#[test]
fn redirects_end() {
    for location in ["", "/org/model/loop", "file:///etc/passwd", "//user@127.0.0.1/x", "relative", "ftp://127.0.0.1/x"]
    {
        let server = changed(model(), move |r| {
            let reply = Reply::text(302, "");
            let reply = if location.is_empty() { reply } else { reply.with("location", location) };
            (r.path.contains("README.md") || r.path.ends_with("loop")).then_some(reply)
        });
        refused(&check(&server), &["redirect"]);
        assert!(server.requests().len() <= 8, "{location}: {:?}", server.paths());
    }
}

#[test]
fn a_small_file_that_is_a_gigabyte_is_left_out() {
    // Its length is said, or not; the list says a few bytes either way.
    for said in [true, false] {
        let server = changed(model(), move |r| {
            let body = if said { Body::Drip(GIB) } else { Body::Endless(b"---\n".to_vec()) };
            r.path.ends_with("README.md").then(|| Reply::new(200, body))
        });
        let document = json(&check(&server));
        // Without a length the beginning is taken for the whole: what the list promises and no byte more.
        assert_eq!(said, codes(&document).contains(&"unreadable-part"), "{:?}", codes(&document));
        assert!(server.served() < 16 << 20, "{} bytes", server.served());
    }
}

#[test]
fn parts_that_were_not_asked_for_are_refused() {
    for range in ["bytes 5-9/14", "bytes 0-99999999999999999999/5", "items 0-1/2", ""] {
        let server = changed(model(), move |r| {
            r.path.ends_with(".safetensors").then(|| Reply::text(206, "xxxxx").with("content-range", range))
        });
        refused(&check(&server), &["not asked for"]);
    }
    let server = changed(model(), |r| {
        r.path.ends_with("README.md").then(|| Reply::text(200, CARD).with("content-encoding", "gzip"))
    });
    refused(&check(&server), &["compressed"]);
    // A file of another size than the list says is one unreadable file.
    let server = changed(model(), |r| r.path.ends_with("config.json").then(|| Reply::text(200, "{}")));
    assert!(codes(&json(&check(&server))).contains(&"unreadable-part"));
}

#[test]
fn what_lies_beyond_the_bounds_of_a_run_is_left_unread_and_said() {
    let shard = Stored::weights(HEADER, 10);
    let name = |i: u32| format!("model-{i:05}-of-01700.safetensors");
    let mut files: Repo = (1..=1_700).map(|i| (name(i), shard.clone())).collect();
    files.insert("README.md".into(), Stored::small(CARD));
    // Each shard by way of four redirects.
    let server = changed(files, move |r| {
        let path = r.path.clone();
        let steps = path.split("hop=").nth(1).and_then(|n| n.parse::<u32>().ok()).unwrap_or(0);
        let plain = path.split('?').next().unwrap_or_default().to_owned();
        match (plain.ends_with(".safetensors"), steps) {
            (true, 4) => Some(shard.reply(r)),
            (true, n) => Some(Reply::text(302, "").with("location", format!("{plain}?hop={}", n + 1))),
            _ => None,
        }
    });
    let document = json(&check(&server));
    assert!(document["findings"].to_string().contains("the number of requests"), "{:?}", codes(&document));
    assert!(server.requests().len() <= 6_000, "{}", server.requests().len());
    assert!(fact(&document, "model.parameters").is_none(), "not all weights could be counted");
    assert_eq!(fact(&document, "openness.licence").unwrap()["value"], "apache-2.0");
}

#[test]
fn hostile_lists_are_lists_with_findings() {
    let with = |siblings: String| {
        let server = changed(model(), move |r| {
            let listed = list(&Repo::new(), "").replace("\"siblings\":[]", &format!("\"siblings\":[{siblings}]"));
            asks_list(r).then(|| Reply::text(200, &listed))
        });
        let out = check(&server);
        (json(&out), server)
    };
    let bad = r#"{"rfilename":"../../etc/passwd","size":1},{"rfilename":"/etc/passwd","size":1},
        {"rfilename":"a/../../README.md","size":1},{"rfilename":"x\u0000\u001b[2J.json","size":1},
        {"rfilename":"config.json","size":-5},{"rfilename":"LICENSE","size":18446744073709551615},
        {"rfilename":"README.md","size":99999999999999999999999}"#;
    let (document, server) = with(bad.to_owned());
    assert_eq!(codes(&document).iter().filter(|c| **c == "skipped-file").count(), 6, "{:#?}", document["findings"]);
    assert!(!String::from_utf8_lossy(document.to_string().as_bytes()).contains('\u{1b}'));
    assert!(server.paths().iter().all(|p| !p.contains("..") && !p.contains("passwd")), "{:?}", server.paths());

    let many: Vec<String> = (0..100_000).map(|i| format!(r#"{{"rfilename":"d/{i}.txt","size":1}}"#)).collect();
    let begun = Instant::now();
    let (document, server) = with(many.join(","));
    assert!(codes(&document).contains(&"limit-reached"));
    assert_eq!(server.requests().len(), 1);
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[test]
fn what_is_no_list_is_refused() {
    for text in
        ["", "<html>", "[]", r#"{"siblings":[]}"#, r#"{"sha":"main","siblings":[]}"#, r#"{"sha":7,"siblings":{}}"#]
    {
        let server = changed(model(), move |r| asks_list(r).then(|| Reply::text(200, text)));
        refused(&check(&server), &["not the Hub's"]);
    }
    let server = changed(model(), |r| asks_list(r).then(|| Reply::new(200, Body::Endless(b"{".to_vec()))));
    refused(&check(&server), &["limit"]);
    assert!(server.served() < 40 << 20, "{} bytes", server.served());
}

#[test]
fn names_and_settings_that_lead_elsewhere_are_refused_before_anything_is_sent() {
    let server = Server::start(|_| Reply::text(500, ""));
    for name in [
        "hf://org",
        "hf://../x",
        "hf://org/..",
        "hf://org/m@../../x",
        "hf://org/m?x",
        "hf://o/m\u{1b}[2J",
        "hf://o/m@a b",
    ] {
        refused(&run(&server, &["check", name]), &["hf://"]);
    }
    let home = tempfile::tempdir().unwrap();
    for (variable, value) in [
        ("HF_ENDPOINT", "file:///etc"),
        ("HF_ENDPOINT", "http://user:pass@127.0.0.1"),
        ("HF_TOKEN", "hf_a\u{7}b"),
        ("HF_TOKEN", "two words"),
        ("HF_HUB_DOWNLOAD_TIMEOUT", "0"),
        ("HF_HUB_DOWNLOAD_TIMEOUT", "soon"),
    ] {
        let out = program(&server.url(), home.path(), &["check", "hf://org/m"]).env(variable, value).output().unwrap();
        refused(&out, &[variable]);
    }
    assert!(server.requests().is_empty());
}

#[test]
fn a_revision_is_one_part_of_the_address() {
    let server = Server::start(|_| Reply::text(404, "").with("x-error-code", "RevisionNotFound"));
    refused(&run(&server, &["check", "hf://org/model@refs/pr/1"]), &["hf://org/model@refs/pr/1", "no such revision"]);
    assert_eq!(server.paths(), ["/api/models/org/model/revision/refs%2Fpr%2F1?blobs=true"]);
}

#[test]
fn what_the_hub_says_of_the_model_is_evidence() {
    let with = |card: &'static str, said: &'static str| {
        let files = repo(&[("README.md", Stored::small(card))]);
        let listed = list(&files, "").replace(r#""gated":false,"disabled":false"#, said);
        let server = changed(files, move |r| asks_list(r).then(|| Reply::text(200, &listed)));
        json(&check(&server))
    };
    let document = with("---\nlicense: mit\n---\n", r#""gated":"manual","disabled":true"#);
    assert_eq!(fact(&document, "card.gated").unwrap()["value"], "manual");
    let disabled = document["findings"].as_array().unwrap().iter().find(|f| f["code"] == "hub-disabled").unwrap();
    assert_eq!((&disabled["severity"], &disabled["places"][0]["file"]), (&"warning".into(), &"hub".into()));
    // The card says that access is gated, the Hub says how: they agree.
    let document = with("---\ngated: true\n---\n", r#""gated":"auto""#);
    let gated = fact(&document, "card.gated").unwrap();
    assert_eq!(gated["value"], "true");
    assert!(gated["sources"].as_array().unwrap().iter().any(|s| s["method"] == "Hub API, auto"), "{gated}");
    // One says yes, the other no: they do not.
    let document = with("---\ngated: true\n---\n", r#""gated":false"#);
    assert_eq!(fact(&document, "card.gated").unwrap()["contradiction"], true);
    // What the Hub does not say is not known.
    let document = with("---\nlicense: mit\n---\n", r#""gated":null"#);
    assert!(fact(&document, "card.gated").is_none());
}

/// A cache as the Hub's own library lays it out.
fn cache(home: &Path, files: &[(&str, &str)]) {
    let repository = home.join("hub/models--org--model");
    let snapshot = repository.join("snapshots").join(COMMIT);
    fs::create_dir_all(&snapshot).unwrap();
    fs::create_dir_all(repository.join("refs")).unwrap();
    fs::create_dir_all(repository.join("blobs")).unwrap();
    fs::write(repository.join("refs/main"), COMMIT).unwrap();
    for (i, (name, text)) in files.iter().enumerate() {
        fs::write(repository.join(format!("blobs/{i}")), text).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(format!("../../blobs/{i}"), snapshot.join(name)).unwrap();
        #[cfg(not(unix))]
        fs::write(snapshot.join(name), text).unwrap();
    }
}

#[test]
fn offline_only_the_cache_is_read() {
    let server = Server::start(|_| Reply::text(500, ""));
    let home = tempfile::tempdir().unwrap();
    let offline = |args: &[&str]| {
        let mut command = program(&server.url(), home.path(), &["check"]);
        command.args(args).args(["--format", "json", "--fail-on", "never"]).env("HF_HUB_OFFLINE", "1");
        command.output().unwrap()
    };
    refused(&offline(&["hf://org/model"]), &["HF_HUB_OFFLINE", "cache"]);
    cache(home.path(), &[("README.md", CARD), ("config.json", CONFIG)]);
    #[cfg(unix)]
    {
        let snapshot = home.path().join("hub/models--org--model/snapshots").join(COMMIT);
        fs::write(home.path().join("hub/secret"), "GNU AFFERO GENERAL PUBLIC LICENSE").unwrap();
        std::os::unix::fs::symlink("../../../secret", snapshot.join("LICENSE")).unwrap();
    }
    for name in ["hf://org/model", &format!("hf://org/model@{COMMIT}")] {
        let document = json(&offline(&[name]));
        assert_eq!(document["model"]["path"], format!("hf://org/model@{COMMIT}"));
        assert_eq!(fact(&document, "openness.licence").unwrap()["value"], "apache-2.0");
        assert!(codes(&document).contains(&"hub-cache-only"));
        #[cfg(unix)]
        assert!(codes(&document).contains(&"skipped-file"), "a link that leads out of the model's cache");
    }
    refused(&offline(&["hf://org/model@v2"]), &["cache"]);
    refused(&offline(&["hf://org/other"]), &["cache"]);
    fs::write(home.path().join("hub/models--org--model/refs/main"), "../../../..").unwrap();
    refused(&offline(&["hf://org/model"]), &["cache"]);
    assert!(server.requests().is_empty(), "offline, nothing is asked: {:?}", server.paths());
}

#[test]
fn files_of_the_same_commit_come_from_the_cache() {
    let (hub, _cdn) = hub(model());
    let home = tempfile::tempdir().unwrap();
    // The card is there whole, the configuration is another one than the Hub's.
    cache(home.path(), &[("README.md", CARD), ("config.json", "{}")]);
    let args = ["check", "hf://org/model", "--format", "json", "--fail-on", "never"];
    let document = json(&program(&hub.url(), home.path(), &args).output().unwrap());
    assert_eq!(fact(&document, "openness.licence").unwrap()["value"], "apache-2.0");
    assert!(hub.paths().iter().all(|p| !p.contains("README.md")));
    assert!(hub.paths().iter().any(|p| p.contains("config.json")));
}

#[cfg(unix)]
#[test]
fn a_snapshot_of_the_cache_is_a_folder_like_any_other() {
    let home = tempfile::tempdir().unwrap();
    cache(home.path(), &[("README.md", CARD)]);
    let snapshot = home.path().join("hub/models--org--model/snapshots").join(COMMIT);
    let args = ["check", snapshot.to_str().unwrap(), "--format", "json", "--fail-on", "never"];
    let document = json(&program("http://127.0.0.1:1", home.path(), &args).output().unwrap());
    assert_eq!(fact(&document, "openness.licence").unwrap()["value"], "apache-2.0");
}

#[test]
fn answers_come_from_the_file_that_is_named() {
    let (hub, _cdn) = hub(model());
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("gpai.toml"), "[market]\neu = false\n").unwrap();
    fs::write(home.path().join("mine.toml"), "[market]\neu = true\n").unwrap();
    let with = |args: &[&str]| {
        let mut command = program(&hub.url(), home.path(), &["check", "--format", "json", "--fail-on", "never"]);
        command.args(args).output().unwrap()
    };
    // The answers of the folder one happens to be in are not those of a model on the Hub.
    assert!(fact(&json(&with(&["hf://org/model"])), "market.eu").is_none());
    let document = json(&with(&["hf://org/model", "--answers", "mine.toml"]));
    assert_eq!(fact(&document, "market.eu").unwrap()["value"], true);
    assert_eq!(fact(&document, "market.eu").unwrap()["sources"][0]["file"], "mine.toml");
    let document = json(&with(&[".", "--answers", "mine.toml"]));
    assert_eq!(fact(&document, "market.eu").unwrap()["value"], true);
    let absolute = home.path().join("mine.toml");
    let text = with(&[".", "--answers", absolute.to_str().unwrap()]);
    assert!(!String::from_utf8_lossy(&text.stdout).contains(home.path().to_str().unwrap()));
    refused(&with(&[".", "--answers", "none.toml"]), &["none.toml"]);
    refused(&with(&[".", "--answers", "."]), &["not a regular file"]);
    fs::write(home.path().join("bad.toml"), "[market]\neu = perhaps\n").unwrap();
    refused(&with(&[".", "--answers", "bad.toml"]), &["bad.toml:2:"]);
}
