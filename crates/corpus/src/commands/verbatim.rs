//! `gpai corpus verbatim`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand};
use gpai_verbatim::class::Class;
use gpai_verbatim::fold::Fold;
use gpai_verbatim::index::{Index, Settings, Texts};
use gpai_verbatim::interval;
use gpai_verbatim::scan::Limits;
use serde_json::{Value as Json, json};

use super::args::{ColumnArgs, Shape, bytes};
use super::progress::Progress;
use super::{Outcome, replace};
use crate::hash;
use crate::input::columns::{Role, Said};
use crate::input::{self, open::Meter};
use crate::verbatim::decisions::Decisions;
use crate::verbatim::figures::Figures;
use crate::verbatim::judge::Rules;
use crate::verbatim::limit::Limit;
use crate::verbatim::outputs::{Asked, Outputs, asked};
use crate::verbatim::pass::{Corpus, Means, Shown, Stretch};
use crate::verbatim::passed::Passed;
use crate::verbatim::prompts::{self, Kind, Wanted};
use crate::verbatim::report::{self, CHARS, Parts};
use crate::verbatim::rights::Rights;
use crate::verbatim::told;
use crate::verbatim::words::{Lang, say, word};

/// Does a model repeat its training data? What it gave back, compared with the corpus, verbatim and nearly so (Measure 1.4)
///
/// Reads what a model gave back: JSON lines (prompt, output, and perhaps kind, sample, temperature, logprob_sum), samples of lm-eval, logs
/// of Inspect, batch results of OpenAI and vLLM, folders of .txt. Reads corpora of every format of `gpai corpus profile`. No model is run.
/// Every span has a class and what it rests on; a person moves it in verbatim-decisions.toml. What is found is a lower bound.
///
/// Start with: gpai corpus verbatim outputs.jsonl --corpus data/ -o verbatim.json
///
/// For whoever holds rights: gpai corpus verbatim outputs.jsonl --works my-texts/
///
/// The prompts of the protocol: gpai corpus verbatim prompts --corpus data/ -o prompts.jsonl
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct VerbatimArgs {
    #[command(subcommand)]
    what: Option<What>,
    /// Files and folders of what the model gave back
    #[arg(required = true, value_name = "OUTPUTS")]
    outputs: Vec<PathBuf>,
    #[command(flatten)]
    corpus: CorpusArgs,
    /// Protected: a file or folder of the corpus, or dataset=NAME, licence=WORD, host=NAME
    #[arg(long, value_name = "PATH|EXPR", num_args = 1..)]
    protected: Vec<String>,
    /// Characters from which on a span counts; an ideograph counts two
    #[arg(long, value_name = "N", default_value_t = CHARS, value_parser = clap::value_parser!(u32).range(48..=100_000))]
    min_chars: u32,
    /// Share of a span that has to be the same for it to be nearly verbatim, or off
    #[arg(long, value_name = "SHARE|off", default_value = "0.85", value_parser = near)]
    near: Near,
    /// Documents from which on a span is common
    #[arg(long, value_name = "N", default_value_t = 10)]
    common: u64,
    /// Compare bytes as they stand, without folding case, quotes, dashes and white space
    #[arg(long, conflicts_with = "no_punctuation")]
    exact_bytes: bool,
    /// Leave punctuation out of the comparison
    #[arg(long)]
    no_punctuation: bool,
    /// The prompts, as `prompts` wrote them, for outputs that name them by their id
    #[arg(long, value_name = "FILE")]
    prompts: Option<PathBuf>,
    /// Outputs of people or of another model, whose figures stand beside
    #[arg(long, value_name = "OUTPUTS", num_args = 1..)]
    baseline: Vec<PathBuf>,
    /// What people decided about spans [default: verbatim-decisions.toml, where there is one]
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
    /// The model: a name, or its folder, whose weights are named by their hashes
    #[arg(long, value_name = "NAME|DIR")]
    model: Option<String>,
    /// Write the report as JSON to this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write the report as Markdown to this file, for the copyright policy and the documentation of the model
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
    /// Write the figures, without any text, to evidence/verbatim.json of this model folder, where gpai check reads them
    #[arg(long, value_name = "DIR")]
    record: Option<PathBuf>,
    /// How the answer is given on stdout
    #[arg(long, value_enum, default_value_t = Shape::Human)]
    format: Shape,
    /// Language of what people read
    #[arg(long, value_enum, default_value_t = Lang::En)]
    lang: Lang,
    /// End with 1 where more prompts have a span of a class than a bound of your own, such as protected>0.1%
    #[arg(long, value_name = "CLASS>SHARE")]
    fail_on: Option<Limit>,
}

/// What is compared with, and how it is read
#[derive(Debug, Args)]
pub struct CorpusArgs {
    /// The corpus: files, folders and patterns; NAME=PATH names the dataset
    #[arg(long, value_name = "PATH", num_args = 1..)]
    corpus: Vec<String>,
    /// Works, each a text file of its own (.txt, .md): all of them protected, each told with how much of it was given back
    #[arg(long, value_name = "DIR", num_args = 1..)]
    works: Vec<PathBuf>,
    /// Column of the licence [default: license, metadata.license …]
    #[arg(long, value_name = "KEY")]
    licence_column: Option<String>,
    /// Stop at the first record or file of the corpus that cannot be read
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    columns: ColumnArgs,
    /// Memory for the index of the outputs: the less there is, the fewer places are indexed, and the more are looked up
    #[arg(long, value_name = "SIZE", value_parser = bytes)]
    memory: Option<u64>,
    /// Folder where finished pieces are kept until all are done; the same command goes on from them [default: OUTPUT.state]
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
    /// Bytes of a piece
    #[arg(long, value_name = "SIZE", value_parser = bytes, default_value = "2G", hide = true)]
    piece: u64,
    /// Threads [default: as many as there are processors]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Report the progress also where stderr is no terminal
    #[arg(long)]
    progress: bool,
}

#[derive(Debug, Subcommand)]
enum What {
    Prompts(PromptsArgs),
}

/// Prompts of the protocol, drawn from a corpus by a seed, as JSON lines: put them to the model, then compare
///
/// Each line has id, kind, prompt and, of documents, the suffix that stands there. docs/verbatim-protocol.md says how many and why.
#[derive(Debug, Args)]
pub struct PromptsArgs {
    #[command(flatten)]
    corpus: CorpusArgs,
    /// A list of works for title prompts: CSV with title, by, language
    #[arg(long, value_name = "FILE")]
    works_list: Option<PathBuf>,
    /// Kinds of prompts
    #[arg(long, value_enum, value_delimiter = ',', default_value = "start,random")]
    kind: Vec<Kind>,
    /// Documents of which prompts are made
    #[arg(short, long, default_value_t = 1_000)]
    n: usize,
    /// Words of a prompt; an ideograph is one
    #[arg(long, value_name = "N", default_value_t = 50)]
    prefix_words: usize,
    /// Words that should follow
    #[arg(long, value_name = "N", default_value_t = 50)]
    suffix_words: usize,
    /// The seed
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// Write the prompts to this file [default: stdout]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Percent that have to be the same, or none.
#[derive(Clone, Copy, Debug)]
struct Near(Option<u32>);

fn near(text: &str) -> Result<Near, String> {
    if text == "off" {
        return Ok(Near(None));
    }
    let wrong = || format!("{text:?} is no share; write 0.85 or off");
    let digits = text.strip_prefix("0.").filter(|d| (1..=2).contains(&d.len())).ok_or_else(wrong)?;
    let percent: u32 = format!("{digits:0<2}").parse().map_err(|_| wrong())?;
    (50..=99).contains(&percent).then_some(Near(Some(percent))).ok_or_else(|| format!("{text}: between 0.5 and 0.99"))
}

impl CorpusArgs {
    fn said(&self) -> Said {
        let mut said = Said { texts: true, ..self.columns.said() };
        said.named.extend(self.licence_column.clone().map(|name| (Role::Licence, name)));
        said
    }

    fn threads(&self) -> usize {
        let there = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
        self.threads.unwrap_or(there).clamp(1, 1_024)
    }

    fn corpus(&self, more: &[String], said: &Said) -> Result<Corpus, String> {
        let inputs: Vec<String> = self.corpus.iter().chain(more).cloned().collect();
        let files = if inputs.is_empty() { Vec::new() } else { input::files(&inputs, said)?.files };
        let mut works = Vec::new();
        for folder in &self.works {
            texts(folder, &mut works, 0)?;
        }
        if !self.works.is_empty() && works.is_empty() {
            return Err("--works: no text file (.txt, .md) is there".to_owned());
        }
        if files.is_empty() && works.is_empty() {
            return Err("name the corpus with --corpus PATH, or works with --works DIR".to_owned());
        }
        Ok(Corpus { files, works })
    }
}

/// The text files of a folder, or the file itself.
fn texts(path: &Path, out: &mut Vec<PathBuf>, depth: usize) -> Result<(), String> {
    const DEPTH: usize = 16;
    if !path.is_dir() {
        std::fs::metadata(path).map_err(|e| format!("{}: {e}", path.display()))?;
        out.push(path.to_owned());
        return Ok(());
    }
    let entries = std::fs::read_dir(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut entries: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).collect();
    entries.sort();
    for entry in entries {
        let linked = std::fs::symlink_metadata(&entry).is_ok_and(|m| m.is_symlink());
        let text = entry.extension().is_some_and(|e| e.eq_ignore_ascii_case("txt") || e.eq_ignore_ascii_case("md"));
        if entry.is_dir() && !linked && depth < DEPTH {
            texts(&entry, out, depth + 1)?;
        } else if text {
            out.push(entry);
        }
    }
    Ok(())
}

/// Runs it.
///
/// # Errors
/// Nothing could be read, or the usage is wrong.
pub fn run(args: &VerbatimArgs) -> Outcome {
    if let Some(What::Prompts(args)) = &args.what {
        return make(args);
    }
    let said = args.corpus.said();
    let asked = args.prompts.as_deref().map_or_else(|| Ok(Asked::new()), asked)?;
    let decisions = match &args.decisions {
        Some(path) => Decisions::read(path, true)?,
        None => Decisions::read(Path::new("verbatim-decisions.toml"), false)?,
    };
    let (rights, corpus) = rights(args, &said)?;
    let outputs = Outputs::read(&args.outputs, &asked)?;
    let baseline = if args.baseline.is_empty() { None } else { Some(Outputs::read(&args.baseline, &asked)?) };
    let fold = Fold { exact: args.exact_bytes, punctuation_out: args.no_punctuation };
    let limits = Limits { chars: args.min_chars, near: args.near.0 };
    // Anchors of what is nearly verbatim are shorter than what counts.
    let least = if limits.near.is_some() { (args.min_chars as usize).min(64) } else { args.min_chars as usize };
    let index = |outputs: &Outputs| -> Result<Index, String> {
        let mut texts = Texts::new();
        for text in &outputs.texts {
            if texts.push(|out| fold.fold(text, out)).is_none() {
                return Err("the outputs are over 4 GiB; compare them in several runs".to_owned());
            }
        }
        let settings = Settings::within(least, texts.size(), args.corpus.memory);
        Ok(Index::new(texts, settings))
    };
    let rules = Rules { fold, chars: args.min_chars, common: args.common.max(1), decisions: &decisions };
    let state = args.corpus.state.clone().or_else(|| {
        let mut folder = args.output.as_ref()?.as_os_str().to_owned();
        folder.push(".state");
        Some(PathBuf::from(folder))
    });
    let meter = Arc::new(Meter::default());
    let pass = |outputs: &Outputs| -> Result<Found, String> {
        let index = index(outputs)?;
        let means = Means {
            index: &index,
            limits,
            fold,
            said: &said,
            rights: &rights,
            threads: args.corpus.threads(),
            strict: args.corpus.strict,
            meter: Arc::clone(&meter),
            state: state.as_deref(),
            piece: args.corpus.piece,
            key: key(args, &index, &rights.said),
        };
        let mut passed = corpus.pass(&means)?;
        let tally = std::mem::take(&mut passed.tally);
        let works = tally.works();
        let found = tally.outputs(&index);
        let figures = Figures::of(outputs, &index, &found, &rules);
        let mut wanted: BTreeMap<u64, BTreeSet<(u32, u32)>> = BTreeMap::new();
        for shown in &figures.shown {
            if let Some(place) = shown.span.places.first() {
                // Two outputs may repeat two stretches of one document.
                wanted.entry(place.document).or_default().insert(shown.span.of_source);
            }
        }
        let shown = corpus.again(&means, &wanted);
        Ok(Found { passed, works, figures, shown, every: index.settings.every })
    };
    let size = corpus.files.iter().map(|f| f.size).sum();
    let progress = Progress::start(Arc::clone(&meter), size, args.corpus.progress);
    let found = pass(&outputs);
    let beside = baseline.as_ref().map(&pass).transpose();
    drop(progress);
    let (found, beside) = (found?, beside?);
    let report = report::json(&Parts {
        outputs: &outputs,
        corpus: &corpus,
        passed: &found.passed,
        works: &found.works,
        figures: &found.figures,
        baseline: beside.as_ref().map(|b| &b.figures),
        shown: &found.shown,
        model: model(args.model.as_deref())?,
        inputs: inputs(&corpus)?,
        fold,
        chars: args.min_chars,
        near: limits.near,
        common: rules.common,
        every: found.every,
        protected: &rights.said,
        decisions: decisions.len(),
        limit: args.fail_on,
    });
    give(args, &found, &report)
}

/// What every piece of a run depends on.
fn key(args: &VerbatimArgs, index: &Index, protected: &[String]) -> String {
    let outputs = hash::sha256(index.texts.bytes());
    let said = format!("{:?} {:?}", args.corpus.columns, args.corpus.licence_column);
    let how = (args.min_chars, args.near.0, args.exact_bytes, args.no_punctuation, index.settings.every);
    format!("{outputs} {how:?} {said} {protected:?}")
}

/// What a pass over the corpus gave for one set of outputs.
struct Found {
    passed: Passed,
    works: Vec<(u64, gpai_verbatim::tally::Work)>,
    figures: Figures,
    shown: BTreeMap<Stretch, Shown>,
    every: usize,
}

/// What was named as protected; a path among it belongs to the corpus.
fn rights(args: &VerbatimArgs, said: &Said) -> Result<(Rights, Corpus), String> {
    let mut rights = Rights::default();
    let mut paths = Vec::new();
    for text in &args.protected {
        paths.extend(rights.add(text)?);
    }
    if !paths.is_empty() {
        for file in input::files(&paths, said)?.files {
            rights.file(&file.path);
        }
    }
    let corpus = args.corpus.corpus(&paths, said)?;
    Ok((rights, corpus))
}

fn model(named: Option<&str>) -> Result<Json, String> {
    const WEIGHTS: [&str; 6] = ["safetensors", "gguf", "bin", "pt", "pth", "onnx"];
    let Some(named) = named else { return Ok(Json::Null) };
    let folder = Path::new(named);
    if !folder.is_dir() {
        return Ok(json!({ "name": named, "weights": null }));
    }
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{named}: {e}"))?;
    let mut files: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| WEIGHTS.iter().any(|w| e.eq_ignore_ascii_case(w))));
    files.sort();
    let mut weights = Vec::new();
    for path in files {
        let hash = hash::edges(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        weights.push(json!({ "file": name(&path), "edges_sha256": hash }));
    }
    let whole = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    Ok(json!({ "name": name(&whole), "weights": weights }))
}

fn name(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

fn inputs(corpus: &Corpus) -> Result<Vec<Json>, String> {
    let mut out = Vec::new();
    for file in &corpus.files {
        let hash = hash::edges(&file.path).map_err(|e| format!("{}: {e}", file.path.display()))?;
        let dataset = Some(file.dataset.as_ref()).filter(|d| !d.is_empty());
        let columns = file.columns().map(input::columns::Columns::told);
        out.push(json!({ "file": file.shown.as_ref(), "dataset": dataset, "format": file.format.word(), "bytes": file.size, "edges_sha256": hash, "columns": columns }));
    }
    for path in &corpus.works {
        let hash = hash::edges(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let bytes = std::fs::metadata(path).map_or(0, |m| m.len());
        out.push(json!({ "file": name(path), "dataset": null, "format": "work", "bytes": bytes, "edges_sha256": hash, "columns": null }));
    }
    Ok(out)
}

fn give(args: &VerbatimArgs, found: &Found, report: &Json) -> Outcome {
    let whole = serde_json::to_string_pretty(report).map_err(|e| e.to_string())?;
    if let Some(path) = &args.output {
        replace(path, |out| writeln!(out, "{whole}"))?;
    }
    if let Some(path) = &args.markdown {
        replace(path, |out| out.write_all(told::markdown(args.lang, report).as_bytes()))?;
    }
    if let Some(folder) = &args.record {
        let folder = folder.join("evidence");
        std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        let record = report::record(report, &hash::sha256(format!("{whole}\n").as_bytes()));
        let text = serde_json::to_string_pretty(&record).map_err(|e| e.to_string())?;
        replace(&folder.join("verbatim.json"), |out| writeln!(out, "{text}"))?;
    }
    let mut out = std::io::stdout().lock();
    let text = match args.format {
        Shape::Json => format!("{whole}\n"),
        Shape::Human => told::human(args.lang, report),
    };
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|e| format!("stdout: {e}"))?;
    if let Some(limit) = &args.fail_on {
        // A bound on what nobody named is neither kept nor exceeded.
        if limit.class == Class::Protected && !report::protected_is_known(report) {
            return Err(word(args.lang, "limit-unknown").to_owned());
        }
        let (hits, all) = report::hits(&found.figures, limit.class);
        if limit.passed(hits, all) {
            let share = interval::share(hits, all).unwrap_or_default();
            let class = word(args.lang, limit.class.word());
            let _ = writeln!(
                std::io::stderr(),
                "{}",
                say(args.lang, "limit-passed", &[class, &share, &interval::percent(limit.parts)])
            );
            return Ok(ExitCode::from(1));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn make(args: &PromptsArgs) -> Outcome {
    let titles = args.kind.contains(&Kind::Title);
    let works = match &args.works_list {
        Some(path) => prompts::works(path)?,
        None if titles => return Err("--kind title: name the works with --works-list FILE".to_owned()),
        None => Vec::new(),
    };
    let said = args.corpus.said();
    let only_titles = args.kind.iter().all(|k| *k == Kind::Title);
    let corpus = if only_titles { Corpus::default() } else { args.corpus.corpus(&[], &said)? };
    let wanted = Wanted {
        kinds: args.kind.clone(),
        n: args.n.max(1),
        words: (args.prefix_words.clamp(1, 10_000), args.suffix_words.clamp(1, 10_000)),
        seed: args.seed,
    };
    let meter = Arc::new(Meter::default());
    let progress = Progress::start(Arc::clone(&meter), corpus.files.iter().map(|f| f.size).sum(), args.corpus.progress);
    let made = prompts::make(&corpus, &said, &meter, &wanted, &works);
    drop(progress);
    let text = prompts::lines(&made?);
    match &args.output {
        Some(path) => replace(path, |out| out.write_all(text.as_bytes()))?,
        None => {
            let mut out = std::io::stdout().lock();
            out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|e| format!("stdout: {e}"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
