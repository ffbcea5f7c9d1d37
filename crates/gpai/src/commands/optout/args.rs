//! What `gpai optout` is given: where what a site said is kept, for which time, and what is known of the use.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use gpai_optout::robots::Dialect;
use gpai_optout::{Circumstances, Exception, Media};
use jiff::Timestamp;

use super::files::{self, SiteFiles};
use super::site::{Given, Obtained};
use crate::args::Lang;
use crate::outcome::Failure;

/// Where what a site said is taken from, and how it is read.
#[derive(Debug, Args)]
pub struct SiteArgs {
    /// Files of the site.
    #[command(flatten)]
    pub files: SiteFiles,
    /// The HTTP status with which robots.txt was answered, where there is no file
    #[arg(long, value_name = "STATUS", conflicts_with = "robots")]
    pub robots_status: Option<u16>,
    /// A header of the answer, such as "X-Robots-Tag: noai"; may be repeated
    #[arg(long = "header", value_name = "NAME: VALUE")]
    pub headers: Vec<String>,
    /// The page at the address
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// The file at the address (JPEG, PNG, WebP, PDF, EPUB …): its metadata are read
    #[arg(long, value_name = "FILE", conflicts_with = "html")]
    pub asset: Option<PathBuf>,
    /// What the address holds [default: by the Content-Type given, else text]
    #[arg(long, value_enum)]
    pub media: Option<MediaWord>,
    /// Dated snapshots: a folder that --keep wrote, its snapshots.jsonl, or folders named by time; may be repeated
    #[arg(long, value_name = "PATH")]
    pub snapshots: Vec<PathBuf>,
    /// A WARC archive as a source of dated snapshots, plain or .gz; may be repeated
    #[arg(long, value_name = "FILE")]
    pub warc: Vec<PathBuf>,
    /// The moment of the act that is judged: of each snapshot the newest not later counts; a day alone means its end [default: the newest]
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub at: Option<Timestamp>,
    /// Fetch what is not given: robots.txt first, nothing that it refuses to gpai-optout, one request at a time
    #[arg(long, conflicts_with = "at")]
    pub fetch: bool,
    /// With --fetch: where everything that came is kept, as a source for --snapshots
    #[arg(long, value_name = "FOLDER", default_value = "optout-evidence")]
    pub keep: PathBuf,
    /// With --fetch: at least so many seconds between two requests to one host
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = seconds)]
    pub delay: Duration,
    /// With --fetch: so many seconds may nothing come
    #[arg(long, value_name = "SECONDS", default_value = "15", value_parser = seconds)]
    pub patience: Duration,
    /// Where the crawler is run from, ISO 3166-1: licences may be limited to places
    #[arg(long, value_name = "COUNTRY", default_value = "", hide_default_value = true)]
    pub country: String,
    /// Who uses the work: licences may be limited to users
    #[arg(long, value_enum)]
    pub user: Option<UserWord>,
    /// Why Article 4(3) is not what the use is judged by; what was said is shown all the same
    #[arg(long, value_enum)]
    pub exception: Option<ExceptionWord>,
    /// A licence that was obtained for the use, by the name under which you keep it
    #[arg(long, value_name = "NAME")]
    pub licence: Option<String>,
    /// How robots.txt is read
    #[arg(long, value_enum, default_value_t = DialectWord::Rfc9309)]
    pub dialect: DialectWord,
    /// Language of texts
    #[arg(long, value_enum, default_value_t = Lang::En)]
    pub lang: Lang,
}

/// A time, or a day, whose end is meant.
fn moment(written: &str) -> Result<Timestamp, String> {
    let wrong = || format!("{written}: expected a time such as 2024-03-17T06:43:46Z, or a day");
    if let Ok(day) = written.parse::<jiff::civil::Date>() {
        return format!("{day}T23:59:59Z").parse().map_err(|_| wrong());
    }
    written.parse().map_err(|_| wrong())
}

fn seconds(written: &str) -> Result<Duration, String> {
    let wrong = || format!("{written}: expected seconds from 0 to 3600, such as 1 or 0.5");
    let (whole, part) = written.split_once('.').unwrap_or((written, "0"));
    let whole: u64 = whole.parse().map_err(|_| wrong())?;
    let thousandths: String = part.chars().chain("000".chars()).take(3).collect();
    let thousandths: u64 = thousandths.parse().map_err(|_| wrong())?;
    if whole > 3600 { Err(wrong()) } else { Ok(Duration::from_millis(whole * 1000 + thousandths)) }
}

impl SiteArgs {
    /// Whether anything is given that says what a site said.
    pub fn any(&self) -> bool {
        self.files.any()
            || self.robots_status.is_some()
            || !self.headers.is_empty()
            || self.html.is_some()
            || self.asset.is_some()
            || self.media.is_some()
            || !self.snapshots.is_empty()
            || !self.warc.is_empty()
            || self.at.is_some()
            || self.fetch
            || self.exception.is_some()
            || self.licence.is_some()
    }

    /// What was handed over, read.
    pub fn given(&self) -> Result<Given, Failure> {
        let most = |place: &str| if place == "file" { gpai_optout::asset::LIMIT as u64 } else { files::LIMIT };
        let read = |place: &str, path: &std::path::Path| -> Result<Obtained, Failure> {
            let (body, cut) = files::read_most(path, most(place))
                .map_err(|e| Failure::Usage(format!("{}: could not be read: {e}", path.display())))?;
            Ok(Obtained {
                url: String::new(),
                place: place.to_owned(),
                status: Some(200),
                why: None,
                redirects: 0,
                at: None,
                headers: Vec::new(),
                body,
                cut,
                from: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            })
        };
        let mut given = Given { robots_status: self.robots_status, ..Given::default() };
        for (place, path) in self.files.iter() {
            given.files.push(read(place, path)?);
        }
        for text in &self.headers {
            match text.split_once(':') {
                Some((name, value)) if !name.trim().is_empty() => {
                    given.headers.push((name.trim().to_owned(), value.trim().to_owned()));
                }
                _ => {
                    let why = format!("--header {text}: expected a name and a value: \"X-Robots-Tag: noai\"");
                    return Err(Failure::Usage(why));
                }
            }
        }
        given.html = self.html.as_deref().map(|path| read("page", path)).transpose()?;
        given.asset = self.asset.as_deref().map(|path| read("file", path)).transpose()?;
        given.media = self.media.map(MediaWord::media);
        Ok(given)
    }

    /// What is known of the use.
    pub fn circumstances(&self) -> Circumstances<'_> {
        Circumstances { licence: self.licence.as_deref(), exception: self.exception.map(ExceptionWord::exception) }
    }
}

/// `gpai optout check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Addresses: absolute, or paths of one site that begin with /
    #[arg(value_name = "URL", required_unless_present = "batch", conflicts_with = "batch")]
    pub urls: Vec<String>,
    /// The crawler's product token, whole: GPTBot, not the User-Agent header
    #[arg(long, value_name = "TOKEN", required_unless_present = "batch", conflicts_with = "batch")]
    pub agent: Option<String>,
    /// Where what a site said is taken from.
    #[command(flatten)]
    pub site: SiteArgs,
    /// Many questions on robots.txt, one JSON object a line; - reads standard input
    #[arg(long, value_name = "FILE")]
    pub batch: Option<PathBuf>,
    /// Write what was checked, when and how into evidence/optout.json of this model folder, which `gpai check` reads
    #[arg(long, value_name = "FOLDER")]
    pub record: Option<PathBuf>,
    /// Output format [default: human, with --batch jsonl]
    #[arg(long, value_enum)]
    pub format: Option<OptoutFormat>,
}

/// `gpai optout explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The address of the page or file
    #[arg(value_name = "URL")]
    pub url: String,
    /// A crawler to tell it for; may be repeated [default: widely known training crawlers]
    #[arg(long, value_name = "TOKEN")]
    pub agent: Vec<String>,
    /// Where what a site said is taken from.
    #[command(flatten)]
    pub site: SiteArgs,
    /// Write the timeline of the snapshots as a picture (SVG)
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// Output format
    #[arg(long, value_enum, default_value_t = ReportFormat::Human)]
    pub format: ReportFormat,
}

/// Output format of `optout check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OptoutFormat {
    /// For people
    Human,
    /// Everything, with evidence
    Json,
    /// One JSON object a line, for --batch
    Jsonl,
}

/// Output format of `optout explain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people
    Human,
    /// Markdown
    Md,
    /// Everything, with evidence
    Json,
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

    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            DialectWord::Rfc9309 => "rfc9309",
            DialectWord::Google => "google",
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

/// Who uses a work, as licences call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum UserWord {
    /// A company
    Commercial,
    /// Nobody who earns by it
    NonCommercial,
    /// A school or university
    Education,
    /// An authority
    Government,
    /// A private person
    Personal,
}

impl UserWord {
    /// The word of licences.
    pub fn word(self) -> &'static str {
        match self {
            UserWord::Commercial => "commercial",
            UserWord::NonCommercial => "non-commercial",
            UserWord::Education => "education",
            UserWord::Government => "government",
            UserWord::Personal => "personal",
        }
    }
}

/// Why Article 4(3) is not what a use is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExceptionWord {
    /// Mining by a research organisation or heritage institution under Article 3
    #[value(name = "article-3")]
    Research,
    /// The content is in the public domain
    PublicDomain,
    /// The content is your own
    OwnContent,
}

impl ExceptionWord {
    /// What it stands for.
    pub fn exception(self) -> Exception {
        match self {
            ExceptionWord::Research => Exception::Research,
            ExceptionWord::PublicDomain => Exception::PublicDomain,
            ExceptionWord::OwnContent => Exception::Own,
        }
    }
}
