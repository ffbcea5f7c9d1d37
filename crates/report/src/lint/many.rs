//! Checks of many documents beside one another, for people who watch many publications: what each was found to say and the number of
//! errors and warnings in each section of its form.

use gpai_forms::template::Template;
use gpai_rules::finding::{Finding, Severity};

use super::LintView;

/// One file of many.
#[derive(Clone, Debug)]
pub struct Checked<'a> {
    /// The file as it was named by the person who asked.
    pub file: &'a str,
    /// Its check, or why it could not be read.
    pub check: Result<LintView<'a>, &'a str>,
}

/// Errors and warnings of one section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

/// How far a document was read: what its counts are worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followed {
    /// It was followed.
    Yes,
    /// Its kind was not recognised, or its language not known: nothing was checked.
    Unchecked,
    /// Most of its text found no place: much may be there that was not seen.
    No,
}

impl<'a> Checked<'a> {
    /// How far the document was read; `None` where the file could not be opened.
    pub fn followed(&self) -> Option<Followed> {
        let reading = self.check.as_ref().ok()?.reading;
        Some(if reading.kind.is_none() || reading.unknown_language {
            Followed::Unchecked
        } else if reading.is_followed() {
            Followed::Yes
        } else {
            Followed::No
        })
    }

    /// The form it was checked against.
    pub fn template(&self) -> Option<&'a Template> {
        let view = self.check.as_ref().ok()?;
        view.book.template(view.reading.kind.as_deref()?)
    }

    /// What was found in it, in the order of the form.
    pub fn findings(&self) -> Vec<&'a Finding> {
        let Ok(view) = &self.check else { return Vec::new() };
        let mut out: Vec<&Finding> = view.report.findings.iter().collect();
        if let Some(template) = self.template() {
            out.sort_by_key(|f| template.fields.iter().position(|x| x.id == f.field()).map_or(0, |at| at + 1));
        }
        out
    }

    /// Errors and warnings of a section, named by its id; those on no field of the form belong to the document, which is the empty id.
    pub fn count(&self, section: &str) -> Count {
        let Some(template) = self.template() else { return Count::default() };
        let mut out = Count::default();
        for finding in self.findings() {
            let own = template.field(finding.field()).map_or("", |field| field.section.as_str());
            match finding.severity {
                _ if own != section => {}
                Severity::Error => out.errors += 1,
                Severity::Warning => out.warnings += 1,
                Severity::Info => {}
            }
        }
        out
    }
}

/// The files by the form they follow: those of one kind make one table. Files without a form come last, without a template.
pub fn by_form<'a, 'b>(all: &'b [Checked<'a>]) -> Vec<(Option<&'a Template>, Vec<&'b Checked<'a>>)> {
    let mut out: Vec<(Option<&Template>, Vec<&Checked<'_>>)> = Vec::new();
    for one in all {
        let template = one.template();
        match out.iter_mut().find(|(known, _)| known.map(|t| &t.kind) == template.map(|t| &t.kind)) {
            Some((_, list)) => list.push(one),
            None => out.push((template, vec![one])),
        }
    }
    out.sort_by_key(|(a, _)| a.is_none());
    out
}

/// Sections of a form that have a question of their own: their ids, and the document as a whole first.
pub fn sections(template: &Template) -> Vec<&str> {
    let asked = |id: &str| template.fields.iter().any(|f| f.section == id);
    let own = template.sections.iter().map(|s| s.id.as_str()).filter(|id| asked(id));
    std::iter::once("").chain(own).collect()
}
