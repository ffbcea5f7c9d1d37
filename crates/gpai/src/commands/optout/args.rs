//! What `gpai optout check` is given.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use gpai_optout::Media;
use gpai_optout::robots::Dialect;

use super::files::SiteFiles;
use crate::args::Lang;

/// `gpai optout check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Addresses of one site: absolute, or paths that begin with /
    #[arg(value_name = "URL", required_unless_present = "batch", conflicts_with = "batch")]
    pub urls: Vec<String>,
    /// The crawler's product token, whole: GPTBot, not the User-Agent header
    #[arg(long, value_name = "TOKEN", required_unless_present = "batch", conflicts_with = "batch")]
    pub agent: Option<String>,
    /// Files of the site.
    #[command(flatten)]
    pub files: SiteFiles,
    /// The HTTP status with which robots.txt was answered, where there is no file
    #[arg(long, value_name = "STATUS", conflicts_with_all = ["batch", "robots"])]
    pub robots_status: Option<u16>,
    /// A header of the answer, such as "X-Robots-Tag: noai"; may be repeated
    #[arg(long = "header", value_name = "NAME: VALUE", conflicts_with = "batch")]
    pub headers: Vec<String>,
    /// The page at the address
    #[arg(long, value_name = "FILE", conflicts_with = "batch")]
    pub html: Option<PathBuf>,
    /// What the address holds [default: by the Content-Type given, else text]
    #[arg(long, value_enum, conflicts_with = "batch")]
    pub media: Option<MediaWord>,
    /// Many questions on robots.txt, one JSON object a line; - reads standard input
    #[arg(long, value_name = "FILE")]
    pub batch: Option<PathBuf>,
    /// Output format [default: human, with --batch jsonl]
    #[arg(long, value_enum)]
    pub format: Option<OptoutFormat>,
    /// How robots.txt is read
    #[arg(long, value_enum, default_value_t = DialectWord::Rfc9309)]
    pub dialect: DialectWord,
    /// Language of texts
    #[arg(long, value_enum, default_value_t = Lang::En)]
    pub lang: Lang,
}

/// Output format of `optout check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OptoutFormat {
    /// For people
    Human,
    /// One JSON object a line, for --batch
    Jsonl,
}

/// A dialect of robots.txt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DialectWord {
    /// RFC 9309 to the letter
    Rfc9309,
    /// With what Google documents beyond it: a missing colon, the rule for index.html
    Google,
}

impl DialectWord {
    /// The dialect.
    pub fn dialect(self) -> Dialect {
        match self {
            DialectWord::Rfc9309 => Dialect::Rfc9309,
            DialectWord::Google => Dialect::Google,
        }
    }
}

/// What an address holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MediaWord {
    /// A page or another text
    Text,
    /// An image
    Image,
    /// Something else
    Other,
}

impl MediaWord {
    /// What it stands for.
    pub fn media(self) -> Media {
        match self {
            MediaWord::Text => Media::Text,
            MediaWord::Image => Media::Image,
            MediaWord::Other => Media::Other,
        }
    }
}
