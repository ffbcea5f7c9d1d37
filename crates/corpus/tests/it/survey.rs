//! `gpai survey` and `gpai-corpus` together: Parquet holds what CSV holds, and can be surveyed again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use parquet::file::reader::{FileReader as _, SerializedFileReader};

/// The program `gpai` of the same build. Cargo builds it beside `gpai-corpus` where it builds the whole workspace.
fn program() -> PathBuf {
    let own = Path::new(env!("CARGO_BIN_EXE_gpai-corpus"));
    let path = own.with_file_name(format!("gpai{}", std::env::consts::EXE_SUFFIX));
    assert!(path.is_file(), "{} is not built yet: cargo test --workspace", path.display());
    path
}

fn survey(program: &Path, path: &Path, more: &[&str]) -> (i32, String, String) {
    let out = Command::new(program)
        .args(["survey", path.to_str().unwrap(), "--on", "2026-11-24"])
        .args(more)
        .env("PATH", "")
        .output()
        .unwrap();
    (out.status.code().unwrap(), String::from_utf8(out.stdout).unwrap(), String::from_utf8(out.stderr).unwrap())
}

const CARD: &str = "---\nlicense: apache-2.0\n---\n# Ground 2B\n\nGround is a 2B parameter language model, pretrained on 20T tokens.\n";

fn models(root: &Path) {
    for (name, file, text) in [
        ("a__broken", "README.md", CARD),
        ("a__broken", "gpai.toml", "[nonsense"),
        ("b__ground", "README.md", CARD),
        ("org/tuned", "README.md", "---\nbase_model: Qwen/Qwen2.5-7B\n---\n# T\n"),
    ] {
        fs::create_dir_all(root.join(name)).unwrap();
        fs::write(root.join(name).join(file), text).unwrap();
    }
}

#[test]
fn parquet_holds_what_csv_holds_and_can_be_surveyed_again() {
    let temp = tempfile::tempdir().unwrap();
    models(temp.path());
    let file = temp.path().join("out.parquet");
    let args = ["--format", "parquet", "-o", file.to_str().unwrap()];
    let (code, out, err) = survey(&program(), temp.path(), &args);
    assert!(code == 0 && out.is_empty(), "{err}");
    let written = fs::read(&file).unwrap();
    survey(&program(), temp.path(), &args);
    assert_eq!(fs::read(&file).unwrap(), written, "the same input gives the same bytes");
    let reader = SerializedFileReader::new(fs::File::open(&file).unwrap()).unwrap();
    let rows: Vec<String> = reader.get_row_iter(None).unwrap().map(|r| r.unwrap().to_string()).collect();
    assert_eq!(rows.len(), 3);
    assert!(rows[1].contains("2.4E23") && rows[1].contains("presumed"), "{}", rows[1]);
    let (code, again, _) = survey(&program(), &file, &["--format", "csv"]);
    assert_eq!(code, 0);
    assert!(again.contains("Qwen/Qwen2.5-7B"), "{again}");
    let (code, _, err) = survey(&program(), temp.path(), &["--format", "parquet"]);
    assert!(code == 2 && err.contains("-o FILE"), "{err}");
}

#[test]
fn what_is_no_parquet_is_said_with_its_name() {
    let temp = tempfile::tempdir().unwrap();
    let file = temp.path().join("hub.parquet");
    fs::write(&file, "PAR1 and nothing else").unwrap();
    let (code, out, err) = survey(&program(), &file, &["--format", "csv"]);
    assert!(code == 2 && out.is_empty() && err.contains("hub.parquet"), "{err}");
}

/// Without `gpai-corpus` only Parquet is missing, and the command that builds it is named.
#[test]
fn without_the_program_only_parquet_is_missing() {
    let (temp, alone) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    models(temp.path());
    let lone = alone.path().join("gpai");
    fs::copy(program(), &lone).unwrap();
    let file = alone.path().join("out.parquet");
    let (code, _, err) = survey(&lone, temp.path(), &["--format", "parquet", "-o", file.to_str().unwrap()]);
    assert!(code == 2 && err.contains("cargo build --release --workspace") && !file.exists(), "{err}");
    assert_eq!(survey(&lone, temp.path(), &["--format", "csv"]).0, 0);
}
