//! `gpai doc lint`: reads anybody's document, checks it against the rules, and shows what was found.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use gpai_dossier::Model;
use gpai_dossier::documents::escape::visible;
use gpai_dossier::documents::exports::lint::{LintView, json, sarif};
use gpai_dossier::documents::forms::reading::{Reading, State};
use gpai_dossier::documents::lint::{Book, DocFinding, Known, Report, lint};
use gpai_dossier::rules::decide::Decision;
use gpai_dossier::rules::fact::Value;
use gpai_dossier::rules::finding::Severity;
use gpai_dossier::rules::law::{Language, Law, Words};
use jiff::civil::Date;

use super::read::{bounded, known_kind};
use crate::cli::Lang;
use crate::commands::{Failure, Outcome, day, language};
use crate::exit::Exit;
use crate::style::{BAD, DIM, GOOD, HEAD, OPEN, paint, wrap};

/// Columns of text that fit most terminals.
const WIDTH: usize = 96;

/// Output format of `doc lint`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LintFormat {
    /// For people
    Human,
    /// gpai-lint/1
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

/// `gpai doc lint`.
#[derive(Debug, Args)]
pub struct LintArgs {
    /// The document: PDF, DOCX, HTML, Markdown or gpai-document/1, your own or anybody's
    pub file: PathBuf,
    /// Kind of document [default: recognised]
    #[arg(long)]
    pub kind: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t = LintFormat::Human)]
    pub format: LintFormat,
    /// Language of texts
    #[arg(long, value_enum, default_value_t = Lang::En)]
    pub lang: Lang,
    /// The day for which is checked, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// The model folder: its gpai.toml says who the provider is and when the model was placed on the market
    #[arg(long, value_name = "FOLDER")]
    pub model: Option<PathBuf>,
    /// The provider is a small or medium-sized enterprise
    #[arg(long)]
    pub sme: bool,
    /// The model is free and open source, without systemic risk
    #[arg(long)]
    pub foss: bool,
    /// The model was placed on the market before 2 August 2025
    #[arg(long)]
    pub legacy: bool,
    /// When the model was placed on the Union market, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub placed: Option<String>,
    /// An earlier version of the document
    #[arg(long, value_name = "FILE")]
    pub earlier: Option<PathBuf>,
    /// Number of distinct domains whose content was kept
    #[arg(long, value_name = "N")]
    pub domains: Option<u64>,
}

/// Runs it.
pub fn run(law: &Law, args: &LintArgs) -> Outcome {
    let on = day(args.on.as_ref())?;
    let kind = known_kind(args.kind.as_deref())?;
    let earlier = args.earlier.as_deref().map(|file| bounded(file, kind)).transpose()?;
    let reading = bounded(&args.file, kind)?;
    let known = known(law, args, on, earlier.as_ref())?;
    let book = Book::book().map_err(|e| Failure::Internal(e.to_string()))?;
    let report = lint(&reading, &known, &book);
    // Never the whole path: it is nobody's business, and output does not depend on where the file lies.
    let file = shown(&args.file);
    let view = LintView {
        file: &file,
        reading: &reading,
        report: &report,
        book: &book,
        language: language(args.lang),
        version: env!("CARGO_PKG_VERSION"),
    };
    let text = match args.format {
        LintFormat::Human => human(&view),
        LintFormat::Json => json::write(&view),
        LintFormat::Sarif => sarif::write(&view),
    };
    let exit = if report.count(Severity::Error) > 0 { Exit::Gap } else { Exit::Done };
    Ok((text, exit))
}

fn shown(file: &Path) -> String {
    if file.is_absolute() {
        file.file_name().unwrap_or_default().to_string_lossy().into_owned()
    } else {
        file.to_string_lossy().into_owned()
    }
}

fn known<'a>(law: &Law, args: &LintArgs, on: Date, earlier: Option<&'a Reading>) -> Result<Known<'a>, Failure> {
    let mut known = Known { today: Some(on), earlier, crawled_domains: args.domains, ..Known::default() };
    if let Some(folder) = &args.model {
        from_model(law, folder, on, &mut known)?;
    }
    if let Some(written) = &args.placed {
        known.placed = Some(day(Some(written))?);
    }
    known.sme = known.sme.or(args.sme.then_some(true));
    known.open_source = known.open_source.or(args.foss.then_some(true));
    known.legacy = known.legacy.or(args.legacy.then_some(true));
    Ok(known)
}

/// What the model folder and its answers say of the provider and the model.
fn from_model(law: &Law, folder: &Path, on: Date, known: &mut Known<'_>) -> Result<(), Failure> {
    let request = gpai_dossier::Request {
        on,
        model: Model::Folder(folder.to_owned()),
        answers: None,
        set: Vec::new(),
        base: None,
    };
    let dossier = gpai_dossier::open(law, &request)?;
    let fact = |name: &str| dossier.facts.value(name);
    let settled = |name: &str| match dossier.assessment.conclusion(name)?.decision {
        Decision::Yes(_) => Some(true),
        Decision::No(_) => Some(false),
        Decision::Open => None,
    };
    if let Some(Value::Word(size)) = fact("provider.size") {
        known.sme = Some(matches!(size.as_str(), "micro" | "small" | "medium"));
    }
    if let Some(Value::Date(date)) = fact("market.first_available") {
        known.placed = Some(date);
    }
    if let Some(Value::Set { words, complete }) = fact("provider.code_signed") {
        known.signatory = match words.contains("copyright") {
            true => Some(true),
            false => complete.then_some(false),
        };
    }
    if let Some(Value::Text(base)) = fact("modification.base") {
        known.base_models.push(base);
    }
    known.open_source = settled("open_source_exempt");
    known.legacy = settled("legacy");
    known.systemic = settled("systemic_risk");
    known.modifier = settled("modifier_provider");
    Ok(())
}

// ------------------------------------------------------------ for people

const NOT_ADVICE: (&str, &str) =
    ("Not legal advice. gpai explain CODE says more of a rule.", "并非法律意见。gpai explain 代码 可查看规则详情。");

fn pick<'w>(words: &'w Words, language: Language) -> &'w str {
    words.get(language)
}

fn say(language: Language, en: &'static str, zh: &'static str) -> &'static str {
    match language {
        Language::English => en,
        Language::Chinese => zh,
    }
}

/// Findings by section, worst first within each, with the score beside.
fn human(view: &LintView<'_>) -> String {
    let lang = view.language;
    let mut out = String::new();
    let kind = view.reading.kind.as_deref().unwrap_or_else(|| say(lang, "kind not recognised", "未识别的文件种类"));
    let pages = match view.reading.pages {
        0 => String::new(),
        1 => say(lang, ", 1 page", "，1 页").to_owned(),
        n => format!("{}{n}{}", say(lang, ", ", "，"), say(lang, " pages", " 页")),
    };
    let _ = writeln!(
        out,
        "{}  {}",
        paint(HEAD, &visible(view.file)),
        paint(DIM, &format!("{kind}, {} {}{pages}", say(lang, "form:", "表格："), view.reading.form.word()))
    );
    if view.reading.kind.is_none() {
        let _ = writeln!(
            out,
            "{}",
            say(
                lang,
                "Too few questions of a known form were found in it. Say what it is with --kind.",
                "其中可识别的表格问题太少。请用 --kind 指明种类。"
            )
        );
        return out;
    }
    let (read, blank, unreadable) = states(view.reading);
    let _ = writeln!(
        out,
        "{}",
        paint(
            DIM,
            &match lang {
                Language::English => format!("{read} fields answered, {blank} blank, {unreadable} could not be read"),
                Language::Chinese => format!("已填 {read} 项，空白 {blank} 项，无法读取 {unreadable} 项"),
            }
        )
    );
    for (what, page) in &view.reading.unread {
        let page = page.map(|p| format!(" ({} {p})", say(lang, "page", "页"))).unwrap_or_default();
        let _ = writeln!(out, "{} {}{page}", paint(OPEN, say(lang, "not read:", "未读：")), visible(what));
    }
    findings(view, &mut out);
    scores(view.report, lang, &mut out);
    let count = |s| view.report.count(s);
    let (errors, warnings, infos) = (count(Severity::Error), count(Severity::Warning), count(Severity::Info));
    let _ = writeln!(
        out,
        "\n{}",
        paint(
            if errors > 0 { BAD } else { GOOD },
            &match lang {
                Language::English => format!("{errors} errors, {warnings} warnings, {infos} notes"),
                Language::Chinese => format!("错误 {errors}，警告 {warnings}，提示 {infos}"),
            }
        )
    );
    let _ = writeln!(out, "{}", paint(DIM, say(lang, NOT_ADVICE.0, NOT_ADVICE.1)));
    out
}

fn states(reading: &Reading) -> (usize, usize, usize) {
    let count = |state| reading.fields.values().filter(|f| f.state == state).count();
    (count(State::Read), count(State::Blank), count(State::Unreadable))
}

fn findings(view: &LintView<'_>, out: &mut String) {
    let lang = view.language;
    let mut field = "";
    for finding in &view.report.findings {
        if finding.field != field {
            field = &finding.field;
            let label = view.reading.fields.get(field).map(|f| f.label.as_str()).unwrap_or_default();
            let label: String = label.chars().take(70).collect();
            let _ = writeln!(out, "\n{}  {}", paint(HEAD, &visible(field)), paint(DIM, &visible(&label)));
        }
        one(finding, lang, out);
    }
}

fn one(finding: &DocFinding, lang: Language, out: &mut String) {
    let (style, word) = match finding.severity {
        Severity::Error => (BAD, say(lang, "error", "错误")),
        Severity::Warning => (OPEN, say(lang, "warning", "警告")),
        Severity::Info => (DIM, say(lang, "note", "提示")),
    };
    let place = match (finding.page, finding.line) {
        (Some(page), _) => format!("  {} {page}", say(lang, "page", "页")),
        (None, Some(line)) => format!("  {} {line}", say(lang, "line", "行")),
        _ => String::new(),
    };
    let _ = writeln!(out, "  {} {}{}", paint(style, word), finding.code, paint(DIM, &place));
    for line in wrap(&visible(pick(&finding.message, lang)), WIDTH - 4) {
        let _ = writeln!(out, "    {line}");
    }
    let help = pick(&finding.help, lang);
    if !help.is_empty() {
        for line in wrap(&visible(help), WIDTH - 4) {
            let _ = writeln!(out, "    {}", paint(DIM, &line));
        }
    }
}

fn scores(report: &Report, lang: Language, out: &mut String) {
    if report.scores.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "\n{}",
        paint(
            HEAD,
            say(
                lang,
                "Score by section, ours and no authority's (0 to 100)",
                "各部分得分（本工具自评，非官方，0 至 100）"
            )
        )
    );
    let parts: Vec<String> = report
        .scores
        .iter()
        .map(|s| format!("{} {}", s.section, s.score.map_or_else(|| "?".to_owned(), |n| n.to_string())))
        .collect();
    for line in wrap(&parts.join(" · "), WIDTH - 2) {
        let _ = writeln!(out, "  {line}");
    }
}
