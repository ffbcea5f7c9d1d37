//! The files that `gpai init` writes beside the documents, as text.

use gpai_rules::law::Language;

use crate::screen::words::init as words;

/// Where the project is: action and hook are named by it.
const PROJECT: &str = env!("CARGO_PKG_REPOSITORY");

/// `gpai-tools/gpai`, as an action is named.
fn action() -> &'static str {
    PROJECT.strip_prefix("https://github.com/").unwrap_or(PROJECT)
}

/// The tag of this version.
fn tag() -> String {
    format!("v{}", env!("CARGO_PKG_VERSION"))
}

fn comment(text: &str) -> String {
    text.lines().map(|line| format!("# {line}\n")).collect()
}

/// What a new `gpai.toml` begins with.
pub fn answers(lang: Language) -> String {
    comment(words::TOML_HEAD.get(lang))
}

/// A path in YAML: a stranger's text, of which single quotes hide every sign but the quote itself.
fn quoted(path: &str) -> String {
    format!("'{}'", path.replace('\'', "''"))
}

/// The workflow that checks a model folder at each change, and every week, since days pass without one.
pub fn workflow(path: &str, lang: Language) -> String {
    let head = comment(words::WORKFLOW_HEAD.get(lang));
    let code = match lang {
        Language::English => "en",
        Language::Chinese => "zh",
    };
    format!(
        "{head}name: gpai\n\non:\n  push:\n  pull_request:\n  schedule:\n    - cron: \"23 5 * * 1\"\n\npermissions:\n  contents: read\n\n\
         jobs:\n  check:\n    runs-on: ubuntu-latest\n    timeout-minutes: 10\n    permissions:\n      contents: read\n      \
         security-events: write\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          persist-credentials: false\n      \
         - uses: {}@{}\n        id: gpai\n        with:\n          path: {}\n          fail-on: overdue\n          lang: {code}\n      \
         - uses: github/codeql-action/upload-sarif@v3\n        if: always() && steps.gpai.outputs.sarif != ''\n        with:\n          \
         sarif_file: ${{{{ steps.gpai.outputs.sarif }}}}\n",
        action(),
        tag(),
        quoted(path)
    )
}

/// What `.pre-commit-config.yaml` needs, under `repos:`.
pub fn hook(path: &str) -> String {
    let args =
        if path == "." { String::new() } else { format!("        args: [--fail-on, overdue, {}]\n", quoted(path)) };
    format!("  - repo: {PROJECT}\n    rev: {}\n    hooks:\n      - id: gpai-check\n{args}", tag())
}

/// A whole `.pre-commit-config.yaml`.
pub fn hooks(path: &str, lang: Language) -> String {
    format!("{}repos:\n{}", comment(words::HOOK_HEAD.get(lang)), hook(path))
}
