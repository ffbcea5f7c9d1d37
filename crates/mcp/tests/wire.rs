//! Bytes as they come: broken JSON, numbers that are none, lines without end, a client that goes away. The server goes on, and
//! writes nothing but the protocol.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

struct Wire {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

fn start(root: &Path) -> Wire {
    let gpai =
        Path::new(env!("CARGO_BIN_EXE_gpai-mcp")).with_file_name(format!("gpai{}", std::env::consts::EXE_SUFFIX));
    let mut child = Command::new(env!("CARGO_BIN_EXE_gpai-mcp"))
        .arg(format!("--gpai={}", gpai.display()))
        .arg(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (input, output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    Wire { child, input, output }
}

impl Wire {
    fn send(&mut self, bytes: &[u8]) {
        self.input.write_all(bytes).unwrap();
        self.input.write_all(b"\n").unwrap();
        self.input.flush().unwrap();
    }

    /// The answer to a request; what comes before it has to be JSON of the protocol, too.
    fn ask(&mut self, id: u64, method: &str, params: Json) -> Json {
        self.send(json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string().as_bytes());
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "the server ended");
            let message: Json = serde_json::from_str(&line).unwrap();
            assert_eq!(message["jsonrpc"], "2.0");
            if message["id"] == json!(id) {
                return message;
            }
        }
    }

    fn hello(&mut self) {
        let params = json!({ "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": { "name": "t", "version": "0" } });
        let answer = self.ask(1, "initialize", params);
        assert_eq!(answer["result"]["serverInfo"]["name"], "gpai-mcp", "{answer}");
        assert!(answer["result"]["capabilities"]["tools"].is_object());
        self.send(br#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#);
    }
}

#[test]
fn what_is_no_message_ends_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut wire = start(dir.path());
    wire.hello();
    let mut id = 10;
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let long = format!("{{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"{}\"}}", "x".repeat(3 << 20));
    let broken: [&[u8]; 12] = [
        b"",
        b"{",
        b"not json",
        b"[]",
        b"null",
        b"\xff\xfe\x00{}",
        br#"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"check","arguments":{"set":{"a.b":NaN}}}}"#,
        br#"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"check","arguments":{"set":{"a.b":1e999}}}}"#,
        br#"{"jsonrpc":"1.0","id":2,"method":"ping"}"#,
        br#"{"jsonrpc":"2.0","id":{"a":1},"method":"ping"}"#,
        deep.as_bytes(),
        long.as_bytes(),
    ];
    for bytes in broken {
        wire.send(bytes);
        id += 1;
        let answer = wire.ask(id, "tools/list", json!({}));
        assert_eq!(
            answer["result"]["tools"].as_array().unwrap().len(),
            5,
            "{}",
            String::from_utf8_lossy(&bytes[..bytes.len().min(80)])
        );
    }
    let answer = wire.ask(50, "tools/call", json!({ "name": "nothing", "arguments": {} }));
    assert_eq!(answer["error"]["code"], -32602, "{answer}");
    let answer = wire.ask(51, "no/such/method", json!({}));
    assert_eq!(answer["error"]["code"], -32601, "{answer}");
    let answer = wire.ask(52, "tools/call", json!({ "name": "check", "arguments": { "path": "../.." } }));
    assert_eq!(answer["result"]["isError"], true, "{answer}");
}

#[test]
fn it_ends_when_the_client_goes_away() {
    let dir = tempfile::tempdir().unwrap();
    for hello in [true, false] {
        let Wire { mut child, input, output } = {
            let mut wire = start(dir.path());
            if hello {
                wire.hello();
            }
            wire
        };
        drop((input, output));
        let started = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            assert!(started.elapsed() < Duration::from_secs(20), "still there");
            std::thread::sleep(Duration::from_millis(20));
        };
        assert!(status.success(), "{status}");
    }
}
