//! `gpai site`: writes the page as static files.

use gpai_dossier::flow::engine;
use gpai_forms::escape::visible;
use gpai_rules::law::{Language, Law};

use super::{Outcome, day, language};
use crate::cli::Site;
use crate::exit::Exit;
use crate::web::site::{page, readme, write};

/// Runs it.
pub fn run(law: &Law, args: &Site) -> Outcome {
    let lang = args.lang.map(language);
    let on = args.on.as_ref().map(|d| day(Some(d))).transpose()?;
    if let Some(on) = on {
        engine(law, on)?;
    }
    let page = page(law, lang, on)?;
    let language = lang.unwrap_or(Language::English);
    let written = write(&args.output, &page, &readme(language))?;
    let folder = visible(&args.output.display().to_string());
    let kilobytes = page.len().div_ceil(1000);
    let kept = match (written.readme, language) {
        (true, _) => String::new(),
        (false, Language::English) => "README.md was changed by somebody and stays as it is.\n".to_owned(),
        (false, Language::Chinese) => "README.md 已被修改过,保持不变。\n".to_owned(),
    };
    let text = match language {
        Language::English => format!(
            "{folder}/index.html  {kilobytes} kB, the whole page: open it from disk, or put it on any web host\n\
             {folder}/README.md   what a static Space needs, and how to publish\n{kept}"
        ),
        Language::Chinese => format!(
            "{folder}/index.html  {kilobytes} kB,整个页面:可从磁盘打开,或放到任意网站\n\
             {folder}/README.md   静态 Space 所需内容及发布方法\n{kept}"
        ),
    };
    Ok((text, Exit::Done))
}
