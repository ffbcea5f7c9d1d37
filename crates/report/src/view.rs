//! What an export sees: the assessment, the law it rests on, the model's name, the language.

use gpai_rules::assess::Assessment;
use gpai_rules::law::{Language, Law};
use gpai_rules::next::Next;
use gpai_rules::rows::Rows;

/// One assessment, ready to be written in any format.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The law book.
    pub law: &'a Law,
    /// The answer.
    pub assessment: &'a Assessment,
    /// The model's name, from the answers or the folder; a stranger's text.
    pub model: &'a str,
    /// The folder, as it stands in machine output; never an absolute path.
    pub path: &'a str,
    /// The same from the root of the repository it lies in, empty for the root itself; for code scanning.
    pub root: &'a str,
    /// The file of the folder at which is shown what concerns the model as a whole: its card, or what there is.
    pub home: &'a str,
    /// The language of texts.
    pub language: Language,
    /// The program's version.
    pub version: &'a str,
    /// Evaluations, runs, energy, data sets of logs; none are written where there are none.
    pub rows: Option<&'a Rows>,
    /// The next question with what every answer would lead to, where the interview goes on from this.
    pub next: Option<&'a Next>,
}
