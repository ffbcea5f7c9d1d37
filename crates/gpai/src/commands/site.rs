//! `gpai site`: writes the page as static files.

use std::path::{Path, PathBuf};

use clap::Args;
use gpai_dossier::flow::engine;
use gpai_rules::law::{Language, Law};

use crate::args::{Lang, day, language};
use crate::outcome::{Exit, Outcome};
use crate::screen;
use crate::web::site::{page, readme, write};

/// Write the questionnaire as one static page, for a static Space or any web host: gpai site -o DIR
///
/// DIR/index.html holds everything and also opens from disk. Whoever opens it keeps the answers in the own browser:
/// the page fetches nothing and sends nothing.
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
}

/// Runs it.
pub fn run(law: &Law, args: &Site) -> Outcome {
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
    let written = write(&args.output, &page, &readme(language))?;
    let kilobytes = page.len().div_ceil(1000);
    Ok((screen::site::screen(&args.output.display().to_string(), kilobytes, written.readme, language), Exit::Done))
}
