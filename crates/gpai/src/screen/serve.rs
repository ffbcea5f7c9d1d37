//! `gpai serve` for people: what is served, where, and who else can reach it.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

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

/// The address to open: one that browsers open, also where every address of the machine is listened on, with the key.
pub fn address(bound: SocketAddr, key: Option<&str>) -> String {
    let mut at = bound;
    if bound.ip().is_unspecified() {
        at.set_ip(if bound.is_ipv4() { Ipv4Addr::LOCALHOST.into() } else { Ipv6Addr::LOCALHOST.into() });
    }
    format!("http://{at}/{}", key.map(|key| format!("#key={key}")).unwrap_or_default())
}

/// Where it is served.
pub fn started(intro: &str, bound: SocketAddr, key: Option<&str>, lang: Language) -> String {
    let mut out = format!("{intro}\n\n  {}\n\n", address(bound, key));
    if key.is_some() {
        out.push_str(&format!("{}\n", paint(DIM, words::KEY_IS_YOURS.get(lang))));
    }
    if bound.ip().is_unspecified() {
        let other = words::FROM_ANOTHER_MACHINE.fill(lang, &[("port", &bound.port())]);
        out.push_str(&format!("{}\n", paint(DIM, &other)));
    }
    out.push_str(&format!("{}\n", paint(DIM, words::CTRL_C_ENDS_IT.get(lang))));
    out
}
