//! `gpai init` and `gpai badge`: what is written, what is left, what a badge says and never says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const DAY: &str = "2026-11-24";
const CARD: &str = "---\nlicense: mit\npipeline_tag: text-generation\n---\n# M\n\nA language model with 7B parameters trained on 15T tokens.\n";

fn run(dir: &Path, args: &[&str], typed: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gpai"))
        .args(args)
        .current_dir(dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A run that ends early closes the pipe.
    let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
    child.wait_with_output().unwrap()
}

fn done(dir: &Path, args: &[&str], typed: &str) -> String {
    let out = run(dir, args, typed);
    assert_eq!(out.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

fn refused(dir: &Path, args: &[&str]) -> String {
    let out = run(dir, args, "");
    assert_eq!(out.status.code(), Some(2), "{args:?}: {}", String::from_utf8_lossy(&out.stdout));
    String::from_utf8(out.stderr).unwrap()
}

fn init<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["init", "--on", DAY], more].concat()
}

/// Every file below a folder, with its text.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    fn walk(root: &Path, at: &Path, out: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, out);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                out.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut out = BTreeMap::new();
    walk(folder, folder, &mut out);
    out
}

fn model() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("README.md"), CARD).unwrap();
    dir
}

#[test]
fn a_folder_is_set_up_without_a_question_where_all_is_said() {
    let dir = model();
    let said = done(dir.path(), &init(&["--as", "trainer,text,api", "--set", "market.eu=yes"]), "");
    let files = tree(dir.path());
    let toml = &files["gpai.toml"];
    assert!(toml.starts_with("# ") && toml.contains("develops = true") && toml.contains("eu = true"), "{toml}");
    for kind in ["copyright-policy", "training-summary", "model-documentation"] {
        let path = format!("documents/{kind}.toml");
        assert!(files.contains_key(&path) && said.contains(&path), "{path} of {:?}\n{said}", files.keys());
    }
    let workflow = &files[".github/workflows/gpai.yml"];
    assert!(workflow.contains("uses: gpai-tools/gpai@v") && workflow.contains("path: '.'"), "{workflow}");
    assert!(workflow.contains("persist-credentials: false") && !workflow.contains("contents: write"), "{workflow}");
    assert!(workflow.contains("sarif_file: ${{ steps.gpai.outputs.sarif }}"), "{workflow}");
    assert!(files[".pre-commit-config.yaml"].contains("- id: gpai-check"));
    assert_eq!(files[".gitignore"], "/gpai.private.toml\n");
    assert!(said.contains("gpai ask") && said.contains("gpai check"), "{said}");
    // What was written is what the other commands read.
    done(dir.path(), &["check", "--on", DAY, "--fail-on", "never"], "");
    let second = done(dir.path(), &init(&[]), "");
    assert_eq!(tree(dir.path()), files, "a second run changes nothing");
    assert!(!second.contains("written  "), "{second}");
}

#[test]
fn what_is_there_stays_as_it_is() {
    let dir = model();
    let at = |name: &str| dir.path().join(name);
    fs::create_dir_all(at(".github/workflows")).unwrap();
    fs::create_dir_all(at("documents")).unwrap();
    let there = [
        ("gpai.toml", "# mine\n[market]\neu = true\n"),
        (".github/workflows/gpai.yml", "mine"),
        (".pre-commit-config.yaml", "repos: []\n"),
        ("documents/copyright-policy.toml", "mine"),
    ];
    for (name, text) in there {
        fs::write(at(name), text).unwrap();
    }
    fs::write(at(".gitignore"), "*.tmp").unwrap();
    let said = done(dir.path(), &init(&["--as", "trainer"]), "1\n");
    for (name, text) in there {
        assert_eq!(fs::read_to_string(at(name)).unwrap(), text, "{name}");
        assert!(said.lines().any(|l| l.contains("is there") && l.contains(name)), "{name}:\n{said}");
    }
    assert!(said.contains("id: gpai-check"), "the hook to add is shown:\n{said}");
    assert_eq!(fs::read_to_string(at(".gitignore")).unwrap(), "*.tmp\n/gpai.private.toml\n");
    assert!(at("documents/training-summary.toml").is_file());
}

#[test]
fn a_dry_run_writes_nothing_and_asks_nothing() {
    let dir = model();
    let before = tree(dir.path());
    let said = done(dir.path(), &init(&["--dry-run", "--as", "trainer,text"]), "1\n1\n1\n");
    assert_eq!(tree(dir.path()), before);
    for name in ["gpai.toml", "documents/", ".github/workflows/gpai.yml", ".pre-commit-config.yaml", ".gitignore"] {
        assert!(said.lines().any(|l| l.contains("would write") && l.contains(name)), "{name}:\n{said}");
    }
    let said = done(dir.path(), &init(&["--dry-run", "--lang", "zh"]), "");
    assert!(said.contains("将写入") && said.contains("未写入任何内容"), "{said}");
}

#[test]
fn the_three_questions_are_those_of_the_interview() {
    let dir = model();
    // Trained it, text; yes, that is so; then how people get it.
    let said = done(dir.path(), &init(&[]), "1 a\ny\n1\ny\n");
    let toml = fs::read_to_string(dir.path().join("gpai.toml")).unwrap();
    assert!(said.contains("What did you do?") && toml.contains("develops = true"), "{said}\n{toml}");
    assert!(!said.contains("Who judges"), "no judgement is asked for: {said}");
    // Nobody answers: all else is set up.
    let other = model();
    done(other.path(), &init(&[]), "");
    assert!(other.path().join("gpai.toml").is_file() && other.path().join(".github/workflows/gpai.yml").is_file());
}

#[test]
fn a_folder_within_a_repository() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    fs::create_dir_all(at(".git")).unwrap();
    fs::create_dir_all(at("models/it's")).unwrap();
    fs::write(at("models/it's/README.md"), CARD).unwrap();
    let said = done(dir.path(), &init(&["models/it's", "--as", "trainer,text"]), "");
    assert!(!at(".github").exists() && !at("models/it's/.github").exists(), "{said}");
    assert!(said.contains("--repository"), "{said}");
    done(dir.path(), &init(&["models/it's", "--as", "trainer", "--repository", "."]), "");
    let workflow = fs::read_to_string(at(".github/workflows/gpai.yml")).unwrap();
    assert!(workflow.contains("path: 'models/it''s'"), "{workflow}");
    let hooks = fs::read_to_string(at(".pre-commit-config.yaml")).unwrap();
    assert!(hooks.contains("args: [--fail-on, overdue, 'models/it''s']"), "{hooks}");
    assert!(refused(dir.path(), &init(&["models/it's", "--repository", "models/it's/none"])).contains("no such"));
    fs::create_dir(at("other")).unwrap();
    assert!(refused(dir.path(), &init(&["models/it's", "--repository", "other"])).contains("does not lie in it"));
}

#[test]
fn nothing_is_written_into_what_is_no_model_nor_through_links() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("Cargo.toml"), "").unwrap();
    fs::write(dir.path().join("README.md"), "# A program\n").unwrap();
    let before = tree(dir.path());
    assert!(refused(dir.path(), &init(&[])).contains("a source repository"));
    assert_eq!(tree(dir.path()), before);
    assert!(refused(dir.path(), &init(&["nowhere"])).contains("no such"));
    assert!(refused(dir.path(), &init(&["hf://a/b"])).contains("clone"));
    assert!(refused(dir.path(), &init(&["--as", "nobody"])).contains("there is no such word"));
    let named = model();
    fs::create_dir(named.path().join("${{ secrets.X }}")).unwrap();
    fs::write(named.path().join("${{ secrets.X }}/README.md"), CARD).unwrap();
    let wrong = refused(named.path(), &init(&["${{ secrets.X }}", "--as", "trainer", "--repository", "."]));
    assert!(wrong.contains("cannot stand in a workflow"), "{wrong}");
    #[cfg(unix)]
    {
        let dir = model();
        let elsewhere = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), dir.path().join(".github")).unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), dir.path().join("documents")).unwrap();
        assert!(refused(dir.path(), &init(&["--as", "trainer,text"])).contains("a link leads out of the folder"));
        assert_eq!(tree(elsewhere.path()).len(), 0);
    }
}

fn badge(dir: &Path, more: &[&str]) -> String {
    done(dir, &[&["badge", "--on", DAY], more].concat(), "")
}

#[test]
fn a_badge_says_what_was_done_and_what_is_open() {
    let dir = model();
    for (lang, words) in [
        ("en", ["assessed 2026-11-24", "law of", "open", "no statement of compliance"]),
        ("zh", ["评估日 2026-11-24", "法律版本", "待", "不表示合规"]),
    ] {
        let svg = badge(dir.path(), &["--lang", lang]);
        assert!(svg.starts_with("<svg ") && svg.contains("<title>"), "{svg}");
        for word in words {
            assert!(svg.contains(word), "{lang}: {word}: {svg}");
        }
        assert_eq!(svg, badge(dir.path(), &["--lang", lang]), "the same bytes");
        assert!(svg.contains("#f2c94c"), "what is open has a colour of its own: {svg}");
        let lower = svg.to_lowercase();
        assert!(!lower.contains("href") && !lower.contains("<script") && !lower.contains("url("), "{svg}");
        assert!(!lower.replace("no statement of compliance", "").contains("complian"), "{svg}");
        for green in ["green", "#4c1", "#97ca00", "#1a7f37", "#3fb950"] {
            assert!(!lower.contains(green), "{green}");
        }
    }
    // Nothing open: what only labels is no general-purpose model, whoever gives it to whom.
    let svg = badge(dir.path(), &["--as", "integrator,labels", "--set", "model.general=no"]);
    assert!(!svg.contains("green"), "{svg}");
}

#[test]
fn a_badge_goes_into_the_card() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("m/pictures <a>")).unwrap();
    fs::write(dir.path().join("m/README.md"), CARD).unwrap();
    fs::write(dir.path().join("m/gpai.toml"), "[model]\nname = \"</title><script>x</script>]( \\u0007`a`\"\n").unwrap();
    let line = badge(dir.path(), &["m", "-o", "m/pictures <a>/b.svg"]);
    assert_eq!(line.lines().count(), 1, "{line}");
    assert!(line.starts_with("![") && line.ends_with("](<pictures %3Ca%3E/b.svg>)\n"), "{line}");
    assert!(!line.contains("<script>") && !line.contains("]( "), "{line}");
    let svg = fs::read_to_string(dir.path().join("m/pictures <a>/b.svg")).unwrap();
    assert!(!svg.contains("<script>") && svg.matches("</title>").count() == 1, "{svg}");
    assert!(!svg.chars().any(|c| c.is_control() && c != '\n'), "{svg}");
}

#[test]
fn the_version_names_the_law() {
    let dir = tempfile::tempdir().unwrap();
    let short = done(dir.path(), &["-V"], "");
    assert_eq!(short.lines().count(), 1, "{short}");
    let long = done(dir.path(), &["--version"], "");
    assert!(long.starts_with(short.trim_end()) && long.contains("law eu-ai-act, edition 20"), "{long}");
    let day = done(dir.path(), &["check", "--format", "json", "--fail-on", "never", "--set", "market.eu=yes"], "");
    let edition = day.split("\"edition\": \"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(long.contains(&edition), "{long} {edition}");
}

#[test]
fn the_next_question_and_answers_for_programs() {
    let dir = model();
    let next: serde_json::Value = serde_json::from_str(&done(dir.path(), &["ask", "--next", "--on", DAY], "")).unwrap();
    assert_eq!(next["format"], "gpai-question/1");
    assert_eq!(next["next"]["asks"][0]["preset"], "did", "{next:#}");
    let args = ["ask", "--answer", "role.develops=yes", "--answer", "model.outputs=text"];
    assert!(done(dir.path(), &args, "").contains("gpai.toml: 2"));
    let toml = fs::read_to_string(dir.path().join("gpai.toml")).unwrap();
    let wrong = refused(dir.path(), &["ask", "--answer", "market.eu=yes", "--answer", "market.commercial=yes"]);
    assert!(wrong.contains("`market.commercial` is a judgement"), "{wrong}");
    assert_eq!(fs::read_to_string(dir.path().join("gpai.toml")).unwrap(), toml, "all or nothing");
    done(dir.path(), &["ask", "--answer", "role.develops=unknown"], "");
    assert!(!fs::read_to_string(dir.path().join("gpai.toml")).unwrap().contains("develops"));
}
