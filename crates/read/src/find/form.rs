//! Which form of the template a document follows, by what was met in it.

use std::collections::BTreeMap;

use super::labels::{Label, unnumber};
use super::language;
use gpai_forms::reading::{Form, Reading};
use gpai_forms::template::Template;

/// What was counted while reading.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    /// Labels in the words of the template.
    own: u32,
    /// Labels in other words known of a form: variant, relabelled, draft.
    variant: u32,
    relabelled: u32,
    draft: u32,
    /// Labels near a known one but not equal to it.
    near: u32,
    /// Labels with a number of their own, such as `1.3.1.A`.
    pub numbered: u32,
    /// Titles of sections, and those with a number.
    pub sections: u32,
    /// Titles with a number before them.
    pub numbered_sections: u32,
    /// Labels and titles in other languages, by language.
    others: BTreeMap<String, u32>,
}

/// Fewer fields than this are no summary.
const FEWEST: usize = 6;

impl Cues {
    /// A label was met.
    pub fn label(&mut self, label: &Label, like: usize, text: &str) {
        if unnumber(text).0.is_some_and(|n| n.matches('.').count() >= 2) {
            self.numbered += 1;
        }
        self.other_language(&label.language);
        match label.form {
            Some(Form::Variant) => self.variant += 1,
            Some(Form::OfficialRelabelled) => self.relabelled += 1,
            Some(Form::Draft) => self.draft += 1,
            _ if label.own && like >= 97 => self.own += 1,
            _ if label.own => self.near += 1,
            _ => {}
        }
    }

    /// Something was met in this language.
    pub fn other_language(&mut self, language: &str) {
        if language != "en" {
            *self.others.entry(language.to_owned()).or_default() += 1;
        }
    }

    /// Fills in kind, form and language; `labels` is what looks like labels and titles.
    pub fn decide(&self, template: &Template, reading: &mut Reading, labels: &str) {
        let found = reading.fields.len();
        let other = self.others.iter().max_by_key(|(_, count)| **count);
        let english = self.own + self.near + self.variant + self.relabelled + self.draft;
        reading.language = match other {
            Some((language, count)) if count * 2 > english => language.clone(),
            _ => String::new(),
        };
        if reading.language.is_empty() {
            let text = reading.text.join(" ");
            // The answers may be in one language and the form in another: then the labels tell.
            let guessed = language::of(&text).or_else(|| language::of(labels));
            let guessed = guessed.filter(|_| found < FEWEST || english < 6);
            reading.language = match guessed {
                Some(language) => language.to_owned(),
                None if found == 0 && self.sections == 0 => String::new(),
                None => "en".to_owned(),
            };
        }
        let labelled = template.fields.iter().filter(|f| f.also.iter().any(|a| a.language == reading.language)).count();
        reading.unknown_language =
            reading.language != "en" && !reading.language.is_empty() && labelled * 2 < template.fields.len();
        let first = reading.text.iter().take(2).map(|t| t.to_lowercase()).collect::<Vec<_>>().join(" ");
        let titled =
            ["summary of training content", "data summary for", "training data summary", "sintesi", "streszczeni"]
                .iter()
                .any(|t| first.split_whitespace().collect::<Vec<_>>().join(" ").contains(t));
        let foreign = reading.unknown_language && (self.sections >= 2 || language::titled(&first));
        let named = language::named(&first) && (found > 0 || self.sections > 0);
        if found >= FEWEST || (titled && found >= 3) || foreign || named {
            reading.kind = Some(template.kind.clone());
        }
        let all = reading.text.join(" ").to_lowercase();
        let marks = ["unwanted content", "knowledge cut-off", "knowledge cutoff date"]
            .iter()
            .filter(|m| all.contains(**m))
            .count();
        reading.form = if found < FEWEST {
            Form::Unknown
        } else if self.numbered >= 5 || self.variant >= 4 {
            Form::Variant
        } else if self.draft >= 3 || (self.draft >= 1 && marks >= 1) {
            Form::Draft
        } else if self.relabelled >= 3 || self.numbered_sections * 2 < self.sections.max(1) {
            Form::OfficialRelabelled
        } else if self.own >= self.near || other.is_some_and(|(_, count)| *count > 5) {
            Form::Official
        } else {
            Form::OfficialRelabelled
        };
    }
}
