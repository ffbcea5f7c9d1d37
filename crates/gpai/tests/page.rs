//! The page in a real browser: starts the tests of `web/tests` with node, on the program that cargo built. Behind the feature
//! `page-tests`, under which nothing is skipped: without node, a browser or the packages of `web/tests` it fails and says why.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

/// Says in the count of a plain test run what it leaves out.
#[cfg(not(feature = "page-tests"))]
#[test]
fn the_page_tests_were_left_out_see_contributing() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../CONTRIBUTING.md")).unwrap();
    assert!(text.contains("--features gpai/page-tests"), "CONTRIBUTING.md says how to run the tests of the page");
}

#[cfg(feature = "page-tests")]
mod browser {
    use std::path::{Path, PathBuf};
    use std::process::Command;
    use std::sync::{Mutex, PoisonError};

    /// One browser at a time, so that times mean something.
    static ONE: Mutex<()> = Mutex::new(());

    fn tests() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/tests")
    }

    fn node(files: &[&str]) {
        let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
        let output = Command::new("node")
            .args(["--test", "--test-concurrency=1", "--test-reporter=spec"])
            .args(files)
            .current_dir(tests())
            .env("GPAI", env!("CARGO_BIN_EXE_gpai"))
            .output()
            .expect(
                "node is needed for the tests of the page: apt-get install nodejs, or https://nodejs.org, 20 or newer",
            );
        let text = String::from_utf8_lossy(&output.stdout);
        println!("{text}{}", String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{files:?}");
        let count = |what: &str| {
            let line = text.lines().find(|l| l.contains(&format!("{what} ")) && l.contains('ℹ')).unwrap_or_default();
            line.split(' ').next_back().unwrap_or_default().parse::<u32>().unwrap()
        };
        assert!(count("pass") > 0 && count("skipped") == 0 && count("todo") == 0, "nothing is skipped: {files:?}");
    }

    fn browser(file: &str) {
        let packages = tests().join("node_modules/playwright-core/package.json");
        assert!(packages.exists(), "the packages of web/tests are not installed: run `npm ci` in web/tests");
        node(&[&format!("browser/{file}.test.mjs")]);
    }

    /// Test files of a folder, by name.
    fn files(folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(tests().join(folder)).unwrap();
        let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|name| name.ends_with(".test.mjs"));
        names.sort();
        names
    }

    #[test]
    fn modules_of_the_page() {
        let files: Vec<String> = files("unit").iter().map(|name| format!("unit/{name}")).collect();
        node(&files.iter().map(String::as_str).collect::<Vec<_>>());
    }

    #[test]
    fn every_browser_test_is_run() {
        let here = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/page.rs")).unwrap();
        for name in files("browser") {
            let called = format!("browser(\"{}\")", name.trim_end_matches(".test.mjs"));
            assert!(here.contains(&called), "web/tests/browser/{name} is run by nobody");
        }
    }

    /// The public form is served by a program of its own, which lies beside this one where both are built.
    #[test]
    fn the_public_form() {
        browser("form");
    }

    #[test]
    fn paper() {
        browser("print");
    }

    #[test]
    fn walks() {
        browser("walk");
    }

    #[test]
    fn few_questions_for_each_kind_of_person() {
        browser("persons");
    }

    #[test]
    fn languages_files_and_links() {
        browser("texts");
    }

    #[test]
    fn served_with_a_folder() {
        browser("served");
    }

    #[test]
    fn accessible_and_on_a_phone() {
        browser("access");
    }

    #[test]
    fn static_page() {
        browser("site");
    }

    #[test]
    fn pictures() {
        browser("pictures");
    }

    #[test]
    fn speed() {
        browser("speed");
    }
}
