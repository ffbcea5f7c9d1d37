//! `gpai site` for people: what was written, and what each file is for.

use gpai_forms::escape::visible;
use gpai_rules::law::Language;

use super::words::web as words;

/// The whole text. `readme`: whether README.md was written.
pub fn screen(folder: &str, kilobytes: usize, space: bool, readme: bool, lang: Language) -> String {
    let mut out = words::SITE_WRITTEN.fill(lang, &[("folder", &visible(folder)), ("kilobytes", &kilobytes)]);
    if space {
        out.push_str(&words::SECOND_WRITTEN.fill(lang, &[("folder", &visible(folder))]));
    }
    if !readme {
        out.push_str(words::README_STAYS.get(lang));
    }
    out
}

/// The same of the documentation.
pub fn docs(folder: &str, files: usize, lang: Language) -> String {
    words::DOCS_WRITTEN.fill(lang, &[("folder", &visible(folder)), ("n", &files)])
}
