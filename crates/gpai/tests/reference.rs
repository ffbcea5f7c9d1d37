//! `gpai site --docs`: every id has its page in both languages, no link leads nowhere, nothing is loaded from elsewhere, and what
//! findings point to is there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::OnceLock;

use gpai_report::address;
use gpai_rules::law::{Language, Law};

fn gpai(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gpai")).args(args).current_dir(dir).output().unwrap()
}

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(root: &Path, at: &Path, out: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(at).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(root, &path, out);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            out.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
}

/// The whole tree, written once.
fn tree() -> &'static BTreeMap<String, String> {
    static TREE: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    TREE.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let pages = root().join("docs").display().to_string();
        let out = gpai(dir.path(), &["site", "--docs", "--pages", &pages, "-o", "site"]);
        assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
        let mut tree = BTreeMap::new();
        read(&dir.path().join("site"), &dir.path().join("site"), &mut tree);
        let again = gpai(dir.path(), &["site", "--docs", "--pages", &pages, "-o", "site"]);
        assert_eq!(again.status.code(), Some(0), "an earlier tree is brought up to date");
        let mut second = BTreeMap::new();
        read(&dir.path().join("site"), &dir.path().join("site"), &mut second);
        assert!(tree == second, "the same bytes");
        tree
    })
}

/// Every id by its kind, from the law itself.
fn ids() -> Vec<(&'static str, String)> {
    let law = Law::book().unwrap();
    let rules = gpai_review::book::read_rules(gpai_review::book::RULES).unwrap();
    let mut out: Vec<(&'static str, String)> = Vec::new();
    let mut put = |kind: &'static str, ids: Vec<&String>| out.extend(ids.into_iter().map(|id| (kind, id.clone())));
    put("duty", law.duties.iter().map(|d| &d.id).collect());
    put("conclusion", law.propositions.iter().map(|p| &p.name).collect());
    put("fact", law.facts.iter().map(|f| &f.name).collect());
    put("finding", law.findings.keys().collect());
    put("document-rule", rules.keys().collect());
    put("rule", law.rules.iter().map(|r| &r.id).collect());
    put("threshold", law.thresholds.iter().map(|t| &t.id).collect());
    put("axiom", law.axioms.iter().map(|a| &a.id).collect());
    put("doubt", law.doubts.iter().map(|d| &d.id).collect());
    put("licence", law.licences.iter().map(|l| &l.id).collect());
    put("provision", law.paragraphs.keys().collect());
    out
}

#[test]
fn every_id_has_its_page_in_both_languages() {
    let tree = tree();
    let ids = ids();
    assert!(ids.len() > 600, "only {} ids were found", ids.len());
    for (kind, id) in &ids {
        for (lang, code) in [(Language::English, "en"), (Language::Chinese, "zh-CN")] {
            let file = address::file(kind, id, lang);
            let page = tree.get(&file).unwrap_or_else(|| panic!("{kind} {id} has no page {file}"));
            assert!(page.contains(&format!("<html lang=\"{code}\">")) && page.contains("<h1>"), "{file}");
            assert!(page.contains("</html>\n"), "{file}");
        }
    }
    // Addresses tell apart also where capitals do not count.
    let lower: BTreeSet<String> = tree.keys().map(|k| k.to_lowercase()).collect();
    assert_eq!(lower.len(), tree.len());
}

/// Values of an attribute.
fn values<'t>(page: &'t str, attribute: &str) -> Vec<&'t str> {
    let mark = format!(" {attribute}=\"");
    page.split(mark.as_str()).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn no_link_leads_nowhere_and_nothing_is_loaded_from_elsewhere() {
    let tree = tree();
    let mut seen = 0;
    for (file, page) in tree.iter().filter(|(name, _)| name.ends_with(".html")) {
        let loads = page.matches("<script").count() + page.matches("<link").count();
        assert_eq!(loads, values(page, "src").len() + usize::from(page.contains("<link ")), "{file}");
        assert!(!page.contains("<img") && !page.contains("<iframe") && !page.contains(" style="), "{file}");
        assert!(file.contains("/docs/") || !page.contains("\\n"), "{file}: lines stay lines");
        assert!(page.contains("default-src 'none'") && !page.contains("unsafe"), "{file}");
        for src in values(page, "src") {
            assert!(!src.contains("//"), "{file}: {src}");
        }
        for to in values(page, "href").into_iter().chain(values(page, "src")).chain(values(page, "data-search")) {
            if to.starts_with("https://") {
                assert!(page.contains(&format!("<a href=\"{to}")), "{file}: {to} is loaded");
                continue;
            }
            let (path, part) = to.split_once('#').unwrap_or((to, ""));
            let mut at: Vec<&str> = file.split('/').collect();
            at.pop();
            for step in path.split('/').filter(|s| !s.is_empty()) {
                match step {
                    ".." => assert!(at.pop().is_some(), "{file}: {to} leaves the tree"),
                    step => at.push(step),
                }
            }
            let target = if path.is_empty() { file.clone() } else { at.join("/") };
            let there =
                tree.get(&target).unwrap_or_else(|| panic!("{file}: {to} leads to {target}, which is not there"));
            assert!(part.is_empty() || there.contains(&format!("id=\"{part}\"")), "{file}: {to} has no such place");
            seen += 1;
        }
    }
    assert!(seen > 5_000, "only {seen} links were found");
    assert!(
        tree["en/duty/53-1-d.html"].contains("href=\"../../en/provision/ai-act/53/1/d.html\""),
        "{}",
        tree["en/duty/53-1-d.html"]
    );
}

#[test]
fn the_search_knows_every_page() {
    let tree = tree();
    for (lang, folder) in [(Language::English, "en"), (Language::Chinese, "zh")] {
        let script = &tree[&format!("search.{folder}.js")];
        let data = script.strip_prefix("found(").and_then(|s| s.trim_end().strip_suffix(");")).unwrap();
        let rows: Vec<[String; 5]> = serde_json::from_str(data).unwrap();
        let files: BTreeSet<&str> = rows.iter().map(|row| row[2].as_str()).collect();
        for (kind, id) in ids() {
            assert!(files.contains(address::file(kind, &id, lang).as_str()), "{id}");
        }
        for row in &rows {
            assert!(tree.contains_key(&row[2]), "{row:?}");
        }
    }
}

/// What SARIF of each kind points to is on the pages.
#[test]
fn findings_point_to_pages_that_are_there() {
    let tree = tree();
    let root = root();
    let model = root.join("examples/smollm3-3b").display().to_string();
    let summary = tempfile::tempdir().unwrap();
    fs::write(summary.path().join("s.md"), "# Public summary of training content\n\nProvider name: X\n").unwrap();
    let runs: [&[&str]; 3] = [
        &[
            "check",
            &model,
            "--format",
            "sarif",
            "--fail-on",
            "never",
            "--on",
            "2027-09-01",
            "--as",
            "trainer,text,open",
            "--set",
            "market.commercial=yes",
        ],
        &["check", &model, "--format", "sarif", "--fail-on", "never", "--lang", "zh"],
        &["doc", "lint", "s.md", "--kind", "training-summary", "--format", "sarif"],
    ];
    let mut seen = BTreeSet::new();
    for args in runs {
        let out = gpai(summary.path(), args);
        let log: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
        for rule in log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap() {
            let uri = rule["helpUri"].as_str().unwrap();
            let file = uri.strip_prefix(address::DOCS).unwrap_or_else(|| panic!("{uri} is no page of ours"));
            assert!(tree.contains_key(file), "{} points to {file}, which is not there", rule["id"]);
            seen.insert(file.split('/').take(2).collect::<Vec<_>>().join("/"));
        }
    }
    for kind in ["en/finding", "zh/finding", "en/document-rule"] {
        assert!(seen.contains(kind), "{kind}: {seen:?}");
    }
}

#[test]
fn pages_of_markdown_are_escaped() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("pages")).unwrap();
    let text = "# A <b>\n\nOne <script>x</script> [a](javascript:x) [b](other.md#part) ![p](https://x/y.png)\n\n| a | b |\n|---|---|\n| `<i>` | c |\n";
    fs::write(dir.path().join("pages/one.md"), text).unwrap();
    fs::write(dir.path().join("pages/other.md"), "# Other\n\n## Part\n").unwrap();
    let out = gpai(dir.path(), &["site", "--docs", "--pages", "pages", "-o", "site"]);
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    let page = fs::read_to_string(dir.path().join("site/en/docs/one.html")).unwrap();
    let main = page.split("<main>").nth(1).unwrap().split("</main>").next().unwrap();
    assert!(!main.contains("<script") && !main.contains("javascript:") && !main.contains("<img"), "{main}");
    assert!(main.contains("href=\"other.html#part\"") && main.contains("<code>&lt;i&gt;</code>"), "{main}");
    // A folder with something else in it is left alone.
    fs::create_dir(dir.path().join("full")).unwrap();
    fs::write(dir.path().join("full/x"), "x").unwrap();
    let out = gpai(dir.path(), &["site", "--docs", "-o", "full"]);
    assert_eq!(out.status.code(), Some(2));
    assert_eq!(fs::read_dir(dir.path().join("full")).unwrap().count(), 1);
}
