//! `gpai doc render`: a record and its form to documents somebody can sign or publish.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use gpai_dossier::records;
use gpai_dossier::write::reason;
use gpai_forms::compose::{View, compose_in, owed};
use gpai_forms::dress::Dress;
use gpai_forms::json;
use gpai_forms::reading_whole;
use gpai_forms::record::{Record, Value};
use gpai_forms::template::{Audience, Template};

use gpai_render::{MissingGlyph, Options, RenderError, renderer};
use gpai_review::{Book, Context, lint};
use gpai_rules::law::Law;

use super::kind::no_kind;
use crate::args::{Lang, language};
use crate::outcome::{Exit, Failure, Outcome, save};
use crate::siblings::fonts as system_fonts;
use crate::siblings::typeset::{SetError, Setter};
use crate::siblings::{BUILD, PDF};

/// The largest font file that is read; the largest collections of Chinese fonts have some 20 MB.
const MAX_FONT: u64 = 128 << 20;

/// Format of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DocFormat {
    /// Tagged PDF
    Pdf,
    /// For Word and LibreOffice
    Docx,
    /// Markdown, for a model card or a wiki
    Md,
    /// One HTML page
    Html,
    /// gpai-document/1
    Json,
    /// Each of them
    All,
}

/// Who will read the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AudienceArg {
    /// Everybody
    Public,
    /// Downstream providers
    Dp,
    /// National competent authorities
    Nca,
    /// The AI Office
    Aio,
    /// One document for each reader the form has
    All,
}

impl AudienceArg {
    fn one(self) -> Option<Audience> {
        match self {
            AudienceArg::Public => Some(Audience::Public),
            AudienceArg::Dp => Some(Audience::Dp),
            AudienceArg::Nca => Some(Audience::Nca),
            AudienceArg::Aio => Some(Audience::Aio),
            AudienceArg::All => None,
        }
    }
}

/// Write a document as PDF, DOCX, HTML, Markdown or JSON from its TOML file
///
/// gpai doc render training-summary path/to/model --format pdf. What is unknown stands there as a visible gap; with --final
/// nothing is written while a mandatory field is unknown. `all` writes every document of the model folder.
#[derive(Debug, Args)]
pub struct Render {
    /// Kind of document, or `all` for every document of the model folder
    pub kind: String,
    /// The model folder, or the document's TOML file
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Format
    #[arg(long, value_enum, default_value_t = DocFormat::Pdf)]
    pub format: DocFormat,
    /// Reader; a view holds only what its reader may see [default: the first reader of the form]
    #[arg(long, value_enum)]
    pub audience: Option<AudienceArg>,
    /// For publication: no sources, and nothing is written while a mandatory field is unknown (exit code 1)
    #[arg(long = "final")]
    pub last: bool,
    /// File or folder to write, `-` for the screen [default: documents/KIND.EXT beside the TOML file]
    #[arg(short, long, value_name = "FILE|DIR")]
    pub output: Option<PathBuf>,
    /// Language of the document's own words: title, notes, gaps, guidance. The labels of a form stay the form's
    #[arg(long, value_enum, default_value_t = Lang::En)]
    pub lang: Lang,
    /// Print how to answer under each question
    #[arg(long)]
    pub guidance: bool,
    /// A font for what the built-in ones lack, such as Chinese; may be repeated; PDF only. Without it a Chinese font of this
    /// machine is taken where one is needed, and named
    #[arg(long = "font", value_name = "FILE")]
    pub fonts: Vec<PathBuf>,
}

/// A document to write.
struct Job<'a> {
    template: &'a Template,
    record: &'a Record,
    view: View,
    dress: Dress,
    format: &'static str,
    path: PathBuf,
}

/// Runs it.
pub fn run(law: &Law, args: &Render) -> Outcome {
    let fonts = fonts(&args.fonts)?;
    let mut records = Vec::new();
    for path in sources(args)? {
        let (template, record) = records::read(&path).map_err(|e| Failure::Usage(e.to_string()))?;
        if args.kind != "all" && record.kind != args.kind {
            let named = records::shown(&path);
            return Err(Failure::Usage(format!("{named}: is a {}, not a {}", record.kind, args.kind)));
        }
        records.push((path, template, record));
    }
    let mut text = String::new();
    let mut jobs = Vec::new();
    let mut exit = Exit::Done;
    let dress = Dress { language: language(args.lang), guidance: args.guidance };
    for (path, template, record) in &records {
        for audience in audiences(args, template)? {
            let view = View { audience, last: args.last };
            let missing = owed(template, record, audience);
            if args.last && !missing.is_empty() {
                exit = Exit::Gap;
                text.push_str(&format!("{}: not written, {} to answer first\n", path.display(), fields(missing.len())));
                missing.iter().for_each(|m| text.push_str(&format!("  {}  {}\n", m.id, m.label)));
                continue;
            }
            if args.last
                && let Some(refused) = gaps_refused(law, template, record)?
            {
                exit = Exit::Gap;
                text.push_str(&format!("{}: not written, {refused}\n", path.display()));
                continue;
            }
            for format in formats(args.format) {
                let path = target(args, path, template, audience, format);
                // Who asks for each format gets those that are to be had here.
                if format == "pdf" && args.format == DocFormat::All && PDF.find().is_none() {
                    exit = Exit::Usage;
                    let (shown, name) = (path.display(), PDF.name);
                    text.push_str(&format!("{shown}: not written, {name} is not here; build it with `{BUILD}`\n"));
                    continue;
                }
                jobs.push(Job { template, record, view, dress, format, path });
            }
        }
    }
    let screen = args.output.as_deref() == Some(Path::new("-"));
    if screen {
        return on_screen(&jobs, &text, exit, &fonts);
    }
    let single = args.output.as_ref().is_some_and(|o| !is_folder(o));
    if single && jobs.len() > 1 {
        return Err(Failure::Usage("-o names one file, but several documents are written; name a folder".to_owned()));
    }
    for (job, bytes) in jobs.iter().zip(write_all(&jobs, &fonts)) {
        let Written { bytes, font } = bytes?;
        let disk =
            |e: std::io::Error| Failure::Usage(format!("{}: cannot be written: {}", job.path.display(), reason(&e)));
        if single {
            records::folder_of(&job.path).map_err(disk)?;
            save(&job.path, &bytes)?;
        } else {
            records::replace_inside(&inside(args, &job.path), &job.path, &bytes).map_err(disk)?;
        }
        let gaps = owed(job.template, job.record, job.view.audience).len();
        let note = if gaps > 0 { format!("  ({} unknown)", fields(gaps)) } else { String::new() };
        let font = font.map(|f| format!("  (with {}; name it with --font for the same elsewhere)", f.display()));
        text.push_str(&format!("{}{note}{}\n", job.path.display(), font.unwrap_or_default()));
    }
    Ok((text, exit))
}

/// Why a record with a gap may not be published: only an earlier model may leave one, and the record says when it was placed.
fn gaps_refused(law: &Law, template: &Template, record: &Record) -> Result<Option<String>, Failure> {
    if !record.answers.values().any(|a| matches!(a.value, Value::Missing { .. })) {
        return Ok(None);
    }
    let book = Book::book(law).map_err(|e| Failure::Internal(e.to_string()))?;
    let report = lint(&reading_whole(template, record), &Context::default(), &book);
    let fields: Vec<&str> = report.findings.iter().filter(|f| f.code == "TS-407").map(|f| f.field()).collect();
    Ok((!fields.is_empty())
        .then(|| format!("an earlier model alone may leave a gap ({}); see `gpai explain TS-407`", fields.join(", "))))
}

fn fields(n: usize) -> String {
    if n == 1 { "1 field".to_owned() } else { format!("{n} fields") }
}

/// The TOML files to write from.
fn sources(args: &Render) -> Result<Vec<PathBuf>, Failure> {
    if args.kind != "all" && !Template::kinds().contains(&args.kind.as_str()) {
        return Err(no_kind(&args.kind));
    }
    if args.path.is_file() {
        return Ok(vec![args.path.clone()]);
    }
    if !args.path.exists() {
        return Err(Failure::Usage(format!("{}: no such folder or file", args.path.display())));
    }
    if args.kind != "all" {
        return Ok(vec![records::path(&args.path, &args.kind)]);
    }
    let found = records::list(&args.path).unwrap_or_default();
    if found.is_empty() {
        return Err(Failure::Usage(format!(
            "{}: no documents there\n  help: start one with `gpai doc new training-summary {}`",
            records::below(&args.path).display(),
            args.path.display()
        )));
    }
    Ok(found)
}

/// The views asked for. A form without the reader asked for is an error, unless every document is written.
fn audiences(args: &Render, template: &Template) -> Result<Vec<Audience>, Failure> {
    match args.audience {
        None => Ok(template.audiences.iter().take(1).copied().collect()),
        Some(asked) => match asked.one() {
            None => Ok(template.audiences.clone()),
            Some(one) if template.audiences.contains(&one) => Ok(vec![one]),
            Some(_) if args.kind == "all" => Ok(Vec::new()),
            Some(one) => {
                let words: Vec<&str> = template.audiences.iter().map(|a| a.word()).collect();
                Err(Failure::Usage(format!(
                    "a {} has no view for {}; its readers are {}",
                    template.kind,
                    one.title(),
                    words.join(", ")
                )))
            }
        },
    }
}

fn formats(format: DocFormat) -> Vec<&'static str> {
    match format {
        DocFormat::Pdf => vec!["pdf"],
        DocFormat::Docx => vec!["docx"],
        DocFormat::Md => vec!["md"],
        DocFormat::Html => vec!["html"],
        DocFormat::Json => vec!["json"],
        DocFormat::All => vec!["pdf", "docx", "md", "html", "json"],
    }
}

/// A folder, or what is to become one: a name that is not there yet and has no ending.
fn is_folder(path: &Path) -> bool {
    let screen = path == Path::new("-");
    path.is_dir()
        || path.to_string_lossy().ends_with(['/', '\\'])
        || (!screen && !path.exists() && path.extension().is_none())
}

/// `KIND.EXT`, with the reader in the name where the form has several.
fn target(args: &Render, source: &Path, template: &Template, audience: Audience, format: &str) -> PathBuf {
    let stem = source.file_stem().map_or_else(|| template.kind.clone(), |s| s.to_string_lossy().into_owned());
    let reader = if template.audiences.len() > 1 { format!("-{}", audience.word()) } else { String::new() };
    let name = format!("{stem}{reader}.{format}");
    match &args.output {
        Some(output) if is_folder(output) => output.join(name),
        Some(output) => output.clone(),
        None => source.parent().unwrap_or(Path::new("")).join(name),
    }
}

/// The folder that a file we name ourselves stays in, whatever links lie in it: the one that was named.
fn inside(args: &Render, file: &Path) -> PathBuf {
    match &args.output {
        Some(folder) => folder.clone(),
        None if args.path.is_dir() => args.path.clone(),
        None => file.parent().unwrap_or(Path::new("")).to_owned(),
    }
}

/// The documents, several at a time, in the order of the jobs.
fn write_all(jobs: &[Job<'_>], fonts: &[(String, Vec<u8>)]) -> Vec<Result<Written, Failure>> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(jobs.len()).max(1);
    let next = std::sync::atomic::AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        // One typesetter for all that this thread sets, started by the first PDF.
        let mut setter = None;
        loop {
            let at = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let Some(job) = jobs.get(at) else { break done };
            done.push((at, write(job, fonts, &mut setter)));
        }
    };
    let mut all: Vec<(usize, Result<Written, Failure>)> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        handles.into_iter().flat_map(|h| h.join().unwrap_or_default()).collect()
    });
    all.sort_by_key(|(at, _)| *at);
    let lost = || Err(Failure::Internal("a document could not be set".to_owned()));
    (0..jobs.len())
        .map(|at| all.iter().position(|(i, _)| *i == at).map_or_else(lost, |found| all.swap_remove(found).1))
        .collect()
}

/// A document, and the font of this machine that was taken for what the built-in ones lack.
struct Written {
    bytes: Vec<u8>,
    font: Option<PathBuf>,
}

fn write(job: &Job<'_>, fonts: &[(String, Vec<u8>)], setter: &mut Option<Setter>) -> Result<Written, Failure> {
    let fail = |e: &dyn std::fmt::Display| Failure::Usage(format!("{}: {e}", job.path.display()));
    let sheet = || compose_in(job.template, job.record, job.view, job.dress);
    let plain = |bytes| Written { bytes, font: None };
    match job.format {
        "json" => Ok(plain(json::write(job.template, job.record, job.view).into_bytes())),
        "pdf" => {
            let sheet = sheet();
            let running = match setter.take() {
                Some(running) => running,
                None => Setter::start(fonts).map_err(|e| fail(&e))?,
            };
            match setter.insert(running).set(&sheet) {
                Err(SetError::Render(RenderError::Glyphs { missing })) => match chinese(&missing) {
                    // A font of this machine has what the built-in ones lack.
                    Some(font) => {
                        let mut with = fonts.to_vec();
                        with.extend(self::fonts(std::slice::from_ref(&font))?);
                        let again = setter.insert(Setter::start(&with).map_err(|e| fail(&e))?);
                        let bytes = again.set(&sheet).map_err(|e| fail(&e))?;
                        Ok(Written { bytes, font: Some(font) })
                    }
                    None => Err(fail(&RenderError::Glyphs { missing })),
                },
                done => done.map(plain).map_err(|e| fail(&e)),
            }
        }
        word => {
            let renderer = renderer(word).ok_or_else(|| Failure::Internal(format!("no format {word}")))?;
            renderer.render(&sheet(), &Options::default()).map(plain).map_err(|e| fail(&e))
        }
    }
}

/// A Chinese font of this machine, where characters are missing that it has.
fn chinese(missing: &[MissingGlyph]) -> Option<PathBuf> {
    let of_it = |c: char| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{ffef}');
    missing.first().is_some_and(|m| of_it(m.character)).then(system_fonts::chinese).flatten()
}

fn on_screen(jobs: &[Job<'_>], text: &str, exit: Exit, fonts: &[(String, Vec<u8>)]) -> Outcome {
    match jobs {
        [] => Ok((text.to_owned(), exit)),
        [job] if matches!(job.format, "md" | "html" | "json") => {
            let written = write(job, fonts, &mut None)?;
            let text = String::from_utf8(written.bytes).map_err(|e| Failure::Internal(e.to_string()))?;
            Ok((text, exit))
        }
        [_] if std::io::stdout().is_terminal() => Err(Failure::Usage(
            "a PDF or DOCX is no text for a terminal; name a file with -o FILE, or send it through a pipe".to_owned(),
        )),
        // Into a pipe or a file the bytes go as they are.
        [job] => {
            save(Path::new("-"), &write(job, fonts, &mut None)?.bytes)?;
            Ok((String::new(), exit))
        }
        _ => Err(Failure::Usage("-o - shows one document; name one kind, format and audience".to_owned())),
    }
}

fn fonts(paths: &[PathBuf]) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    use std::io::Read as _;
    paths
        .iter()
        .map(|path| {
            let name = records::shown(path);
            let mut bytes = Vec::new();
            std::fs::File::open(path)
                .and_then(|file| file.take(MAX_FONT + 1).read_to_end(&mut bytes))
                .map_err(|e| Failure::Usage(format!("{name}: cannot be read: {e}")))?;
            if bytes.len() as u64 > MAX_FONT {
                return Err(Failure::Usage(format!("{name}: a font of more than {} MB", MAX_FONT >> 20)));
            }
            Ok((name, bytes))
        })
        .collect()
}
