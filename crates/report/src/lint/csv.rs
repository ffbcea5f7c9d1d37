//! Checks of documents as CSV (RFC 4180): one record a finding; a document without findings, or one that could not be read, has one
//! record without a rule, so that every file is there.

use crate::survey::{Cell, View, write as table};

use super::many::{Checked, Followed};

const COLUMNS: [&str; 10] =
    ["file", "kind", "form", "followed", "severity", "rule", "field", "page", "line", "message"];

/// The whole text.
pub fn write(all: &[Checked<'_>]) -> String {
    let mut rows: Vec<[String; COLUMNS.len()]> = Vec::new();
    for one in all {
        let followed = match one.followed() {
            Some(Followed::Yes) => "yes",
            Some(Followed::No) => "no",
            Some(Followed::Unchecked) => "unchecked",
            None => "unread",
        };
        let of = |severity: &str, rule: &str, field: &str, page: Option<u32>, line: Option<u32>, message: &str| {
            let (kind, form) = one
                .check
                .as_ref()
                .map_or(("", ""), |view| (view.reading.kind.as_deref().unwrap_or_default(), view.reading.form.word()));
            let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
            let texts = [one.file, kind, form, followed, severity, rule, field, &number(page), &number(line), message];
            texts.map(str::to_owned)
        };
        match &one.check {
            Err(why) => rows.push(of("", "", "", None, None, why)),
            Ok(view) if view.report.findings.is_empty() => rows.push(of("", "", "", None, None, "")),
            Ok(view) => rows.extend(one.findings().into_iter().map(|f| {
                let message = view.book.message(f, view.language);
                of(f.severity.word(), &f.code, f.field(), f.page(), f.line(), &message)
            })),
        }
    }
    let rows = rows.iter().map(|row| row.iter().map(|text| Cell::Text(text)).collect()).collect();
    table(&View { columns: COLUMNS.to_vec(), rows }).unwrap_or_default()
}
