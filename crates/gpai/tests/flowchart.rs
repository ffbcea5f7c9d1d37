//! `gpai flowchart` as a user runs it, and the picture of the README.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn gpai(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gpai")).args(arguments).output().unwrap()
}

fn out(arguments: &[&str]) -> String {
    let output = gpai(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The picture and the day whose law it shows; a law that changes later leaves it as it is.
const PICTURE: &str = "docs/pictures/flowchart-gpai.svg";
const DAY: &str = "2026-11-25";

#[test]
fn the_picture_of_the_readme_is_that_of_the_law() {
    let picture = std::fs::read_to_string(root().join(PICTURE)).unwrap_or_default();
    let now = out(&["flowchart", "--on", DAY]);
    assert!(now == picture, "out of date: run gpai flowchart --on {DAY} -o {PICTURE}, and look at it");
}

#[test]
fn without_a_path_nothing_is_read_and_nothing_is_lit() {
    let empty = tempfile::tempdir().unwrap();
    std::fs::write(empty.path().join("gpai.toml"), "this is broken").unwrap();
    let run = |extra: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_gpai"))
            .arg("flowchart")
            .args(extra)
            .current_dir(empty.path())
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, svg, _) = run(&[]);
    assert_eq!(code, Some(0));
    assert!(svg.starts_with("<svg ") && !svg.contains("class=\"yes lit") && !svg.contains("class=\"yes dark"));
    // With the folder the broken answers are an error, with file and line.
    let (code, svg, error) = run(&["."]);
    assert_eq!((code, svg.as_str()), (Some(2), ""));
    assert!(error.contains("gpai.toml:1"), "{error}");
    // What lights a road needs the model.
    let (code, _, error) = run(&["--set", "market.eu=yes"]);
    assert_eq!(code, Some(2));
    assert!(error.contains("--set needs the model") && error.contains("gpai flowchart . --set"), "{error}");
}

#[test]
fn with_a_folder_its_road_is_lit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    std::fs::write(
        folder.path().join("gpai.toml"),
        "[model]\nname = \"Some <Model>\"\noutputs = [\"text\"]\n[compute]\nupdate_flop = \"2e24\"\n",
    )
    .unwrap();
    let svg = out(&["flowchart", path, "--on", "2026-11-25"]);
    assert!(svg.contains("class=\"yes lit\"") && svg.contains("Some &lt;Model&gt; as of 2026-11-25"));
    let less = out(&["flowchart", path, "--on", "2026-11-25", "--set", "compute.update_flop=1e22"]);
    assert!(less.contains("class=\"no lit\"") && less.contains("The road ends at: no."));
    let chinese = out(&["flowchart", path, "--lang", "zh", "--question", "systemic_risk"]);
    assert!(chinese.contains("系统性风险") && chinese.contains("路径"));
    let file = folder.path().join("road.mmd");
    let arguments = ["flowchart", path, "--format", "mermaid", "-o", file.to_str().unwrap()];
    assert_eq!(out(&arguments), "");
    let mermaid = std::fs::read_to_string(file).unwrap();
    assert!(mermaid.contains("flowchart TD\n") && mermaid.contains("linkStyle"));
}

#[test]
fn every_question_has_a_chart_and_an_unknown_one_is_refused() {
    for question in ["gpai", "systemic_risk", "provider", "open_source_exempt", "duties", "placed", "modifier_provider"]
    {
        let dot = out(&["flowchart", "--question", question, "--format", "dot"]);
        assert!(dot.starts_with(&format!("digraph \"{question}\" {{\n")), "{question}");
    }
    let wrong = gpai(&["flowchart", "--question", "sytemic_risk"]);
    let error = String::from_utf8(wrong.stderr).unwrap();
    assert_eq!(wrong.status.code(), Some(2));
    assert!(wrong.stdout.is_empty() && error.contains("did you mean `systemic_risk`?"), "{error}");
    let wrong = gpai(&["flowchart", "--on", "2031-01-01"]);
    assert_eq!(wrong.status.code(), Some(2));
    let wrong = gpai(&["flowchart", "-o", "/no/such/folder/x.svg"]);
    let error = String::from_utf8(wrong.stderr).unwrap();
    assert_eq!(wrong.status.code(), Some(2));
    assert!(error.contains("/no/such/folder/x.svg: could not be written"), "{error}");
}
