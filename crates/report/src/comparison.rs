//! `gpai-doc-diff/1`: two versions of a document, what changed, whether it is material, and what follows.

use gpai_forms::escape;
use gpai_review::diff::Diff;
use gpai_rules::law::Language;
use serde_json::json;

/// What there is to show.
pub struct View<'a> {
    /// What changed, and what follows.
    pub diff: &'a Diff,
    /// The files as they were named by the person who asked.
    pub files: [&'a str; 2],
    /// Language of texts.
    pub language: Language,
}

/// The comparison as one JSON document.
pub fn write(view: &View<'_>) -> String {
    let (diff, language) = (view.diff, view.language);
    let [before, after] = view.files;
    let [old_version, new_version] = &diff.version;
    let [old_day, new_day] = diff.updated.map(|d| d.map(|d| d.to_string()));
    let document = json!({
        "format": "gpai-doc-diff/1",
        "kind": diff.kind,
        "before": { "file": before, "version": old_version, "updated": old_day },
        "after": { "file": after, "version": new_version, "updated": new_day },
        "material": diff.material(),
        "changes": diff.changes.iter().map(|c| json!({
            "field": c.field,
            "label": c.label,
            "change": c.how.word(),
            "before": c.before,
            "after": c.after,
            "material": c.material.as_ref().map(|m| m.get(language)),
        })).collect::<Vec<_>>(),
        "follows": diff.follows.iter().map(|f| json!({
            "code": f.code,
            "rule": f.rule,
            "due": f.due.map(|d| d.to_string()),
            "says": f.says.get(language),
            "cites": f.cites,
        })).collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    escape::json(&text)
}
