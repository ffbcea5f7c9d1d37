//! What may be in a document although it was not found.

use std::collections::BTreeSet;

use gpai_forms::reading::{Reading, State};
use gpai_forms::template::Template;

/// Fields that were not found, although a text comes near their label, or a label that only they have is printed in the document.
pub(crate) fn printed(doc: &Reading, template: &Template) -> BTreeSet<String> {
    /// Shorter labels are phrases that could stand anywhere.
    const SHORTEST: usize = 35;
    let mut near = doc.near.clone();
    let letters = |t: &str| t.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let text = letters(&doc.text.concat());
    if text.is_empty() {
        return near;
    }
    let labels: Vec<String> = template.fields.iter().map(|f| letters(&f.label)).collect();
    let printed = template
        .fields
        .iter()
        .zip(&labels)
        .filter(|(f, label)| !doc.fields.contains_key(&f.id) && label.len() >= SHORTEST)
        .filter(|(_, label)| {
            labels.iter().filter(|l| l.contains(label.as_str())).count() == 1 && text.contains(label.as_str())
        })
        .map(|(f, _)| f.id.clone());
    near.extend(printed);
    near
}

/// Whether something beyond the answers marked as unreadable could not be read, or the document could not be followed: then
/// what was not found may yet be there.
pub(crate) fn partly_unread(doc: &Reading) -> bool {
    !doc.is_followed()
        || doc.unread.iter().any(|(_, page)| {
            !doc.fields.values().any(|f| f.state == State::Unreadable && (page.is_none() || f.page == *page))
        })
}
