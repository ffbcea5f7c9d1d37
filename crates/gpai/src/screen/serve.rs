//! `gpai serve` for people: what is served, where, and who else can reach it.

use std::net::SocketAddr;

use gpai_forms::escape::visible;
use gpai_rules::law::Language;

use super::style::{DIM, HEAD, OPEN, paint};
use super::words::web as words;

/// What is served.
pub enum Served<'a> {
    /// A model folder: its name, and the file that answers are written to.
    Folder {
        /// Name of the folder.
        name: &'a str,
        /// Name of the file; `None` where nothing is written.
        file: Option<&'a str>,
    },
    /// The questionnaire alone.
    Plain,
}

/// What others can do who reach the address.
pub fn warning(host: &str, served: &Served<'_>, lang: Language) -> String {
    let what = match served {
        Served::Folder { file: Some(_), .. } => words::OTHERS_CAN_READ_AND_CHANGE,
        Served::Folder { file: None, .. } => words::OTHERS_CAN_READ,
        Served::Plain => words::OTHERS_CAN_OPEN,
    };
    paint(OPEN, &format!("gpai: {host}: {}", what.get(lang)))
}

/// What is served.
pub fn intro(served: &Served<'_>, lang: Language) -> String {
    let kept = |file: &&str| words::ANSWERS_ARE_KEPT_IN.fill(lang, &[("file", &visible(file))]);
    match served {
        Served::Folder { name, file } => {
            let file = file.as_ref().map_or_else(|| words::NO_ANSWERS_WRITTEN.get(lang).to_owned(), kept);
            format!("{}  {file}", paint(HEAD, &visible(name)))
        }
        Served::Plain => words::NO_MODEL_FOLDER.get(lang).to_owned(),
    }
}

/// Where it is served.
pub fn started(intro: &str, bound: SocketAddr, lang: Language) -> String {
    format!("{intro}\n\n  http://{bound}/\n\n{}\n", paint(DIM, words::CTRL_C_ENDS_IT.get(lang)))
}
