//! `gpai optout`: what was reserved for an address, and the line that says so.

mod batch;
mod check;
mod files;
mod show;

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use gpai_optout::Media;
use gpai_optout::book::{BOOK, Book, Class, Mark, Row, Standing, Text};
use gpai_optout::robots::Dialect;
use gpai_rules::law::Language;

use crate::args::{Lang, language};
use crate::outcome::{Failure, Outcome};
use crate::screen::page::{head, text};
use crate::screen::style::{DIM, HEAD, paint};
use crate::screen::words::Pair;
use files::SiteFiles;

/// What was reserved for an address, and the line that says so: gpai optout check URL --agent GPTBot --robots FILE
#[derive(Debug, Args)]
pub struct OptoutArgs {
    /// What to do.
    #[command(subcommand)]
    pub what: OptoutCommand,
}

/// `gpai optout …`.
#[derive(Debug, Subcommand)]
pub enum OptoutCommand {
    /// May this agent fetch the address, and is the use reserved? With the line that decides
    ///
    /// Reads the files, headers and page that you hand over: those of the time you ask about. What is not given is not
    /// looked at, and is never called silent. Two questions are kept apart: whether the agent may fetch the address
    /// (robots.txt, RFC 9309), and whether training, text and data mining, use as input of a model, or search are reserved.
    /// It says what was said and where; it finds no infringement.
    #[command(
        after_help = "Examples:\n  gpai optout check https://a.example/x --agent GPTBot --robots robots.txt\n  gpai optout check https://a.example/x --agent CCBot --robots robots.txt --tdmrep tdmrep.json --header \"X-Robots-Tag: noai\" --html page.html\n  gpai optout check --batch questions.jsonl --format jsonl > answers.jsonl\n\nA line of --batch: {\"id\": \"1\", \"robots_file\": \"a.example/robots.txt\", \"agent\": \"GPTBot\", \"url\": \"https://a.example/x\"}\nllms.txt is not a reservation: gpai explain llms.txt"
    )]
    Check(Box<CheckArgs>),
}

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
    fn media(self) -> Media {
        match self {
            MediaWord::Text => Media::Text,
            MediaWord::Image => Media::Image,
            MediaWord::Other => Media::Other,
        }
    }
}

/// Runs it.
pub fn run(args: &OptoutArgs) -> Outcome {
    let OptoutCommand::Check(args) = &args.what;
    match (&args.batch, args.format) {
        (None, Some(OptoutFormat::Jsonl)) => Err(Failure::Usage(
            "--format jsonl answers the questions of a file\n  help: gpai optout check --batch FILE --format jsonl"
                .to_owned(),
        )),
        (Some(_), Some(OptoutFormat::Human)) => Err(Failure::Usage(
            "--batch answers in JSON lines\n  help: leave --format away, or give --format jsonl".to_owned(),
        )),
        (Some(_), _) if args.files.any() => {
            Err(Failure::Usage("--batch takes its files from the lines of FILE, by robots_file".to_owned()))
        }
        (Some(file), _) => batch::run(file, args.dialect.dialect()),
        (None, _) => check::run(&book()?, args, language(args.lang)),
    }
}

/// The reviewed data of protocols and agents.
pub fn book() -> Result<Book, Failure> {
    Book::read(BOOK).map_err(|error| Failure::Internal(error.to_string()))
}

/// A text in a language.
fn said(text: &Text, language: Language) -> &str {
    match language {
        Language::English => &text.en,
        Language::Chinese => &text.zh,
    }
}

/// `gpai explain` for a protocol or a token of an agent.
pub fn explain(id: &str, language: Language) -> Option<String> {
    let book = Book::read(BOOK).ok()?;
    let mut out = String::new();
    if let Some(entry) = book.protocol(id) {
        let _ = writeln!(out, "{}  ({})\n", paint(HEAD, said(&entry.title, language)), entry.id);
        text(&mut out, said(&entry.about, language));
        head(&mut out, language, &Pair("Standing", "地位"));
        let standing = standing(entry.standing, language);
        let named = match (entry.code, language) {
            (true, Language::English) => "; named by the Code of Practice (Measure 1.3)",
            (true, Language::Chinese) => ";由《行为准则》点名(措施 1.3)",
            (false, _) => "",
        };
        text(&mut out, &format!("{standing}{named}"));
        text(&mut out, &entry.version);
        for doubt in &entry.doubts {
            if std::ptr::eq(doubt, entry.doubts.first()?) {
                head(&mut out, language, &Pair("What is doubtful", "疑点"));
            }
            text(&mut out, said(doubt, language));
        }
        source(&mut out, &entry.source, entry.mark, &entry.reread, language);
        return Some(out);
    }
    let row = book.agent(id)?;
    let _ = writeln!(out, "{}\n", paint(HEAD, &row.token));
    text(&mut out, &who(row, language));
    if let Some(note) = &row.note {
        text(&mut out, said(note, language));
    }
    let agents = &book.agents;
    source(
        &mut out,
        row.source.as_ref().unwrap_or(&agents.source),
        row.mark.unwrap_or(agents.mark),
        &agents.reread,
        language,
    );
    Some(out)
}

/// Operator and class of an agent.
fn who(row: &Row, language: Language) -> String {
    let (en, zh) = match row.class {
        Class::Control => ("a control token: it never fetches", "控制标识:从不抓取"),
        Class::Training => ("collects for training", "为训练收集内容"),
        Class::Data => ("data sets and scrapers whose output feeds training", "数据集与抓取工具,其产出用于训练"),
        Class::Search => ("an index for search and answers", "用于搜索与回答的索引"),
        Class::User => ("fetches what a user asked for", "按用户请求抓取"),
        Class::Agent => ("browses or codes on a user's behalf", "代表用户浏览或编程"),
        Class::Mixed => ("several purposes, or unclear", "多种用途或不明"),
        Class::Policy => ("a policy token: it names a purpose, not an agent", "政策标识:指明用途而非代理"),
    };
    let word = match language {
        Language::English => en,
        Language::Chinese => zh,
    };
    if row.operator.is_empty() { word.to_owned() } else { format!("{}: {word}", row.operator) }
}

fn standing(standing: Standing, language: Language) -> &'static str {
    let (en, zh) = match standing {
        Standing::Standard => ("a standard of a standards body", "标准化机构的标准"),
        Standing::Community => ("a report of a community group at a standards body", "标准化机构下社区组的报告"),
        Standing::Draft => ("a draft of a standards body", "标准化机构的草案"),
        Standing::Industry => ("a specification or convention of an industry", "行业规范或惯例"),
        Standing::Operator => ("a control of single operators", "个别运营方的控制手段"),
        Standing::None => ("no reservation of rights", "不是权利保留"),
    };
    match language {
        Language::English => en,
        Language::Chinese => zh,
    }
}

fn source(out: &mut String, source: &str, mark: Mark, reread: &str, language: Language) {
    head(out, language, &Pair("Source", "依据"));
    text(out, source);
    let (en, zh) = match mark {
        Mark::Read => ("read in the source", "已核读原文"),
        Mark::Described => ("known from a description, the source itself was not read", "据介绍得知,未核读原文"),
        Mark::General => ("from general knowledge, not read again", "一般了解,未再核读"),
        Mark::Doubtful => ("doubtful", "存疑"),
    };
    let line = match language {
        Language::English => format!("{en}; last compared on {reread}"),
        Language::Chinese => format!("{zh};最近核对:{reread}"),
    };
    let _ = writeln!(out, "\n{}", paint(DIM, &line));
}
