//! `gpai site`: writes the page as static files.

use std::path::{Path, PathBuf};

use clap::Args;
use gpai_dossier::flow::engine;
use gpai_rules::law::{Language, Law};

use crate::args::{Lang, day, language};
use crate::outcome::{Exit, Outcome};
use crate::screen;
use crate::web::reference;
use crate::web::site::{edition, page, readme, second, write};

/// Write the questionnaire as one static page, for a static Space or any web host: gpai site -o DIR
///
/// DIR/index.html holds everything and also opens from disk. Whoever opens it keeps the answers in the own browser:
/// the page fetches nothing and sends nothing. With --docs it writes the documentation instead: a page in each language for
/// everything that `gpai explain` knows.
#[derive(Debug, Args)]
pub struct Site {
    /// Folder to write into: new, empty, or one with an earlier site; `-` prints the page alone
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// The day whose law applies, YYYY-MM-DD [default: the day the page is opened]
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// First language of the page [default: that of the browser]
    #[arg(long, value_enum)]
    pub lang: Option<Lang>,
    /// A whole Space: also licence, tags and law edition in the README, and a second page on checking files
    #[arg(long, conflicts_with = "docs")]
    pub space: bool,
    /// The documentation: a page in each language for every duty, fact, rule, finding, licence and provision
    #[arg(long, conflicts_with_all = ["on", "lang"])]
    pub docs: bool,
    /// With --docs, also the pages of Markdown in this folder
    #[arg(long, value_name = "FOLDER", requires = "docs")]
    pub pages: Option<PathBuf>,
}

/// Runs it.
pub fn run(law: &Law, args: &Site) -> Outcome {
    if args.docs {
        let tree = reference::tree(law, args.pages.as_deref())?;
        reference::write(&args.output, &tree)?;
        let folder = args.output.display().to_string();
        return Ok((screen::site::docs(&folder, tree.len(), language(Lang::En)), Exit::Done));
    }
    let lang = args.lang.map(language);
    let on = args.on.as_ref().map(|d| day(Some(d))).transpose()?;
    if let Some(on) = on {
        engine(law, on)?;
    }
    let page = page(law, lang, on)?;
    let language = lang.unwrap_or(Language::English);
    if args.output == Path::new("-") {
        return Ok((page, Exit::Done));
    }
    let (space, second) = match args.space {
        true => (Some(edition(law, language)), Some(second(language))),
        false => (None, None),
    };
    let written = write(&args.output, &page, &readme(language, space.as_deref()), second.as_deref())?;
    let kilobytes = page.len().div_ceil(1000);
    let folder = args.output.display().to_string();
    Ok((screen::site::screen(&folder, kilobytes, args.space, written.readme, language), Exit::Done))
}
