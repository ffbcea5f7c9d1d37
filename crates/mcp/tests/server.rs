//! `gpai-mcp` with another's client of the protocol, over real pipes: what is listed, what each tool gives, what is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};

use rmcp::RoleClient;
use rmcp::ServiceExt as _;
use rmcp::model::{CallToolRequestParams, CallToolResult};
use rmcp::service::RunningService;
use rmcp::transport::TokioChildProcess;
use serde_json::{Value as Json, json};
use tokio::process::Command;

/// The program `gpai` of the same build. Cargo builds it beside `gpai-mcp` where it builds the whole workspace.
fn program() -> PathBuf {
    let path =
        Path::new(env!("CARGO_BIN_EXE_gpai-mcp")).with_file_name(format!("gpai{}", std::env::consts::EXE_SUFFIX));
    assert!(path.is_file(), "{} is not built yet: cargo test --workspace", path.display());
    path
}

/// The bundled example below a root, and something beside the root that nobody may see.
fn folders() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let model = dir.path().join("root/model");
    fs::create_dir_all(&model).unwrap();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/smollm3-3b")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), model.join(entry.file_name())).unwrap();
    }
    fs::create_dir(dir.path().join("beside")).unwrap();
    fs::write(dir.path().join("beside/README.md"), "---\nlicense: mit\n---\n# SECRET-MODEL\n").unwrap();
    dir
}

type Client = RunningService<RoleClient, ()>;

/// Started through `gpai mcp`, as an editor is told to.
async fn client(root: &Path, more: &[&str]) -> Client {
    let mut command = Command::new(program());
    command.arg("mcp").args(more).arg(root).current_dir(root);
    ().serve(TokioChildProcess::new(command).unwrap()).await.unwrap()
}

async fn call(client: &Client, tool: &'static str, arguments: Json) -> CallToolResult {
    let arguments = arguments.as_object().unwrap().clone();
    client.call_tool(CallToolRequestParams::new(tool).with_arguments(arguments)).await.unwrap()
}

fn text(result: &CallToolResult) -> String {
    result.content.iter().filter_map(|c| c.as_text().map(|t| t.text.clone())).collect()
}

/// The answer, which fits the schema that the tool was listed with.
async fn given(client: &Client, tool: &'static str, arguments: Json) -> Json {
    let result = call(client, tool, arguments).await;
    assert_ne!(result.is_error, Some(true), "{}", text(&result));
    let answer = result.structured_content.unwrap();
    let listed = client.list_all_tools().await.unwrap();
    let schema = listed.iter().find(|t| t.name == tool).unwrap().output_schema.clone().unwrap();
    let validator = jsonschema::validator_for(&Json::Object((*schema).clone())).unwrap();
    let wrong: Vec<String> = validator.iter_errors(&answer).map(|e| format!("{e} at {}", e.instance_path())).collect();
    assert!(wrong.is_empty(), "{tool}: {}\n{answer:#}", wrong.join("\n"));
    answer
}

async fn refused(client: &Client, tool: &'static str, arguments: Json) -> String {
    let result = call(client, tool, arguments.clone()).await;
    assert_eq!(result.is_error, Some(true), "{tool} {arguments}: {}", text(&result));
    assert!(result.structured_content.is_none());
    text(&result)
}

#[tokio::test]
async fn tools_are_listed_with_schemas_that_hold() {
    let dir = folders();
    let client = client(&dir.path().join("root"), &[]).await;
    let info = client.peer_info().unwrap();
    assert!(serde_json::to_value(&*info).unwrap().to_string().contains("gpai-mcp"));
    let tools = client.list_all_tools().await.unwrap();
    let names: Vec<&str> = tools.iter().map(|t| t.name.as_ref()).collect();
    assert_eq!(names, ["check", "explain", "next_question", "lint", "deadlines"]);
    for tool in &tools {
        assert_eq!(tool.annotations.as_ref().unwrap().read_only_hint, Some(true), "{}", tool.name);
        for schema in [&tool.input_schema, tool.output_schema.as_ref().unwrap()] {
            let schema = Json::Object((**schema).clone());
            assert_eq!(schema["type"], "object", "{}", tool.name);
            jsonschema::validator_for(&schema).unwrap();
        }
        assert_eq!(tool.input_schema["additionalProperties"], false, "{}", tool.name);
    }
    client.cancel().await.unwrap();
}

#[tokio::test]
async fn each_tool_gives_the_json_of_its_command() {
    let dir = folders();
    let client = client(&dir.path().join("root"), &[]).await;
    let day = "2026-11-24";
    let check = given(&client, "check", json!({ "path": "model", "on": day })).await;
    let out = std::process::Command::new(program())
        .args(["check", "--format", "json", "--fail-on", "never", "--on", day])
        .arg(dir.path().join("root/model"))
        .output()
        .unwrap();
    assert_eq!(check, serde_json::from_slice::<Json>(&out.stdout).unwrap());
    let flop = check["facts"].as_array().unwrap().iter().find(|f| f["name"] == "compute.update_flop").unwrap();
    assert_eq!(flop["sources"][0]["file"], "README.md");
    assert!(flop["sources"][0]["line"].is_u64());

    let set = json!({ "path": "model", "on": day, "as": ["host"], "set": { "market.eu": true } });
    let host = given(&client, "check", set).await;
    assert!(host["facts"].as_array().unwrap().iter().any(|f| f["name"] == "role.hosts_only"));

    let duty = given(&client, "explain", json!({ "id": "53-1-d" })).await;
    assert_eq!((&duty["kind"], &duty["cites"][0]["id"]), (&json!("duty"), &json!("ai-act/53/1/d")));
    assert!(duty["page"].as_str().unwrap().ends_with("/en/duty/53-1-d.html"));

    let next = given(&client, "next_question", json!({ "path": "model", "on": day })).await;
    assert!(next["left"].as_u64().unwrap() > 0 && !next["next"]["asks"].as_array().unwrap().is_empty());

    let card = dir.path().join("root/model/summary.md");
    fs::write(&card, "# Public summary of training content\n\n## 1. General information\n\nProvider name: X\n")
        .unwrap();
    let lint = given(&client, "lint", json!({ "file": "model/summary.md", "kind": "training-summary" })).await;
    assert!(!lint["findings"].as_array().unwrap().is_empty());

    let due = given(&client, "deadlines", json!({ "path": "model", "on": day, "all": true })).await;
    assert!(due["deadlines"].is_array());
    client.cancel().await.unwrap();
}

#[tokio::test]
async fn nothing_outside_the_roots_is_read() {
    let dir = folders();
    let root = dir.path().join("root");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(dir.path().join("beside"), root.join("link")).unwrap();
        std::os::unix::fs::symlink(dir.path().join("beside/README.md"), root.join("model/linked.md")).unwrap();
    }
    let client = client(&root, &[]).await;
    let beside = dir.path().join("beside").display().to_string();
    let mut paths = vec!["../beside", "model/../../beside", "/etc", "/", "..", beside.as_str()];
    if cfg!(unix) {
        paths.extend(["link", "link/../link"]);
    }
    for path in paths {
        for tool in ["check", "next_question", "deadlines"] {
            let said = refused(&client, tool, json!({ "path": path })).await;
            // Whether it is there is told of nothing that lies outside.
            let kept_out = said.contains("outside") || said.contains("below the folders");
            assert!(kept_out && !said.contains("SECRET"), "{path}: {said}");
        }
        let said = refused(&client, "lint", json!({ "file": format!("{path}/README.md") })).await;
        assert!(!said.contains("SECRET"), "{said}");
    }
    if cfg!(unix) {
        assert!(refused(&client, "lint", json!({ "file": "model/linked.md" })).await.contains("outside"));
    }
    let said = refused(&client, "deadlines", json!({ "path": "model", "events": "../beside/README.md" })).await;
    assert!(said.contains("outside"), "{said}");
    // A register that the answers name lies elsewhere, and is not opened.
    let toml = root.join("model/gpai.toml");
    let answers = fs::read_to_string(&toml).unwrap_or_default();
    fs::write(&toml, format!("{answers}\n[registers]\npath = \"../../beside\"\n")).unwrap();
    given(&client, "check", json!({ "path": "model" })).await;
    given(&client, "deadlines", json!({ "path": "model" })).await;
    // Without the network no model of the Hub is asked for.
    assert!(refused(&client, "check", json!({ "path": "hf://a/b" })).await.contains("--network"));
    client.cancel().await.unwrap();
}

#[tokio::test]
async fn hostile_arguments_are_refused_and_the_server_goes_on() {
    let dir = folders();
    let client = client(&dir.path().join("root"), &[]).await;
    let long = "x".repeat(200_000);
    let many: Vec<String> = (0..1000).map(|n| format!("w{n}")).collect();
    let cases = [
        ("check", json!({ "path": long })),
        ("check", json!({ "path": "model\u{0}" })),
        ("check", json!({ "path": 7 })),
        ("check", json!({ "path": "model", "unknown": 1 })),
        ("check", json!({ "path": "model", "on": "--help" })),
        ("check", json!({ "path": "model", "on": "NaN" })),
        ("check", json!({ "path": "model", "as": many })),
        ("check", json!({ "path": "model", "as": ["--register=/etc"] })),
        ("check", json!({ "path": "model", "set": { "compute.update_flop": "NaN" } })),
        ("check", json!({ "path": "model", "set": { "compute.update_flop": "inf" } })),
        ("check", json!({ "path": "model", "set": { "market.eu": null } })),
        ("check", json!({ "path": "model", "set": { "market.eu": { "a": 1 } } })),
        ("check", json!({ "path": "model", "set": { "no.such": "x" } })),
        ("check", json!({ "path": "model", "set": { "model.name": long } })),
        ("explain", json!({})),
        ("explain", json!({ "id": "" })),
        ("explain", json!({ "id": "--help" })),
        ("explain", json!({ "id": "nothing-of-the-kind" })),
        ("explain", json!({ "id": long })),
        ("explain", json!({ "id": ["53-1-d"] })),
        ("lint", json!({ "file": "model" })),
        ("lint", json!({ "file": "-" })),
        ("lint", json!({ "file": "model/README.md", "kind": "--help" })),
        ("deadlines", json!({ "path": "model", "events": "model/README.md" })),
    ];
    for (tool, arguments) in cases {
        let said = refused(&client, tool, arguments.clone()).await;
        assert!(!said.is_empty() && said.len() < 20_000, "{tool} {arguments}: {said}");
    }
    let unknown = client.call_tool(CallToolRequestParams::new("rm")).await;
    assert!(unknown.unwrap_err().to_string().contains("no such tool"));
    // Not offered is not there.
    let hidden = CallToolRequestParams::new("answer")
        .with_arguments(json!({ "path": "model", "fact": "market.eu", "value": true }).as_object().unwrap().clone());
    assert!(client.call_tool(hidden).await.is_err());
    given(&client, "explain", json!({ "id": "market.eu" })).await;
    client.cancel().await.unwrap();
}

#[tokio::test]
async fn answers_are_kept_only_where_asked_for_and_judgements_never() {
    let dir = folders();
    let root = dir.path().join("root");
    let toml = root.join("model/gpai.toml");
    fs::write(&toml, "# mine\n[market]\neu = true\n").unwrap();
    let client = client(&root, &["--write"]).await;
    let tools = client.list_all_tools().await.unwrap();
    let answer = tools.iter().find(|t| t.name == "answer").unwrap();
    assert_eq!(answer.annotations.as_ref().unwrap().read_only_hint, Some(false));
    let kept = given(&client, "answer", json!({ "path": "model", "fact": "role.own_name", "value": true })).await;
    assert_eq!((&kept["fact"], &kept["next"]["format"]), (&json!("role.own_name"), &json!("gpai-question/1")));
    let text = fs::read_to_string(&toml).unwrap();
    assert!(text.starts_with("# mine\n[market]\neu = true\n") && text.contains("own_name = true"), "{text}");
    let before = fs::read(&toml).unwrap();
    for (fact, value) in [
        ("market.commercial", json!(true)),
        ("market.commercial", json!("no")),
        ("market.eu=no --set x", json!(true)),
        ("no.such", json!(true)),
        ("compute.update_flop", json!("NaN")),
        ("role.own_name", json!({ "value": true, "by": "R. Meier", "why": "because" })),
    ] {
        let said = refused(&client, "answer", json!({ "path": "model", "fact": fact, "value": value })).await;
        assert!(!said.is_empty(), "{fact}");
    }
    let said = refused(&client, "answer", json!({ "path": "model", "fact": "market.commercial", "value": true })).await;
    assert!(said.contains("judgement"), "{said}");
    assert!(
        refused(&client, "answer", json!({ "path": "../beside", "fact": "market.eu", "value": true }))
            .await
            .contains("outside")
    );
    assert_eq!(fs::read(&toml).unwrap(), before);
    assert!(!dir.path().join("beside/gpai.toml").exists());
    client.cancel().await.unwrap();
}
