//! The command line: what `--help` teaches.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Does the EU AI Act ask something of the model you release? What, from when, and why?
///
/// gpai reads the model folder, asks only what could still change the answer, and cites the law for every step. What is
/// not known stays open. It is not legal advice.
#[derive(Debug, Parser)]
#[command(
    name = "gpai",
    version,
    max_term_width = 100,
    after_help = "Start with: gpai check path/to/model\n\nExit codes: 0 nothing owed is unmet, 1 a gap, 2 usage or unreadable input, 3 open questions (--fail-on open), 4 internal error"
)]
pub struct Cli {
    /// Which command.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Assess the model in a folder: verdicts, duties with due dates, open questions
    ///
    /// Reads the model card, config.json, safetensors headers, licence files and gpai.toml. Without any answer the duties
    /// are shown as they would be if you developed the model and placed it on the Union market.
    Check(Check),
    /// Answer what is still open, the question that settles most first; keeps the answers in gpai.toml
    ///
    /// Each answer is written at once, into gpai.toml of the folder or the file of --answers; comments and order stay. At each
    /// question: ? for help and the law behind it, d for don't know, b to go back, q to stop and keep what was answered. It
    /// reads plain lines, so it can be scripted: gpai ask PATH < lines.txt
    Ask(Ask),
    /// Estimate the training compute by each method the evidence allows, and show where they disagree
    ///
    /// Stated amounts, 6 x parameters x tokens, accelerator hours x peak rate x utilisation, what the trainer counted, and
    /// the base model plus the modification: each with its error and what it rests on, drawn against 1e23 and 1e25 FLOP.
    Compute(Compute),
    /// List every file looked at and what it gave, the facts with their places, and what was not looked at
    ///
    /// Also what could not be read. `gpai sources hf://ORG/MODEL` shows the same of a model on the Hub.
    Sources(Sources),
    /// Show the smallest set of known facts that entails a verdict or duty, with rules and citations
    Why(Why),
    /// Show the smallest changes that would turn a conclusion: gpai whatif open_source_exempt=yes
    Whatif(Whatif),
    /// Assess many models, one row each: gpai survey models/ --format csv
    ///
    /// Each DIR is a model folder, a folder of model folders (ORG__NAME, or ORG/NAME), or a .csv or .parquet table of models
    /// with columns such as hub_id, license, pipeline_tag, params, base_model. A model that cannot be read has its reason in
    /// its row and stops nothing.
    Survey(Survey),
    /// Explain a duty, fact, conclusion, rule, finding or provision: gpai explain 53-1-d
    Explain(Explain),
    /// Draw a question of the law as a flowchart made from its rules: gpai flowchart -o gpai.svg
    ///
    /// Without PATH the plain chart; nothing is read. With PATH the road that the model takes is lit: solid where the facts are
    /// known, dashed both ways where a test is still open. The main questions are gpai (is it a general-purpose AI model?),
    /// systemic_risk, provider (are you the provider, and is it placed on the Union market?), open_source_exempt, and duties
    /// (what follows?). A box with double sides is a step that has a chart of its own: gpai flowchart --question
    /// modifier_provider. "otherwise" is the exit where the exceptional answer is not claimed.
    #[command(
        after_help = "Examples:\n  gpai flowchart -o gpai.svg\n  gpai flowchart models/OLMo-2-1124-7B --question open_source_exempt -o road.svg\n  gpai flowchart --question duties --format mermaid --lang zh\n  gpai flowchart --question provider --format dot | dot -Tpdf -o provider.pdf"
    )]
    Flowchart(Flowchart),
    /// Look into the law book: gpai law list rules, gpai law show gpai-by-criterion
    Law(LawArgs),
    /// Write the documents the law asks for, and check anybody's: gpai doc new training-summary
    Doc(crate::commands::doc::DocArgs),
    /// What was reserved for an address, and the line that says so: gpai optout check URL --agent GPTBot --robots FILE
    Optout(crate::commands::optout::OptoutArgs),
    /// Open the questionnaire in a browser, on this machine: questions, verdict, flowchart, what the folder says
    ///
    /// Given a model folder, or started in one, the page shows file and line beside each fact and writes answers into
    /// gpai.toml; comments and order stay. Anywhere else it is the plain questionnaire. Nothing leaves the machine.
    Serve(Serve),
    /// Write the questionnaire as one static page, for a static Space or any web host: gpai site -o DIR
    ///
    /// DIR/index.html holds everything and also opens from disk. Whoever opens it keeps the answers in the own browser:
    /// the page fetches nothing and sends nothing.
    Site(Site),
}

/// Which model, which day, which answers.
#[derive(Debug, Args)]
pub struct Input {
    /// The model folder, or `hf://ORG/MODEL[@REVISION]` for a model on the Hub (its weights are not downloaded)
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// The day whose law applies, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// Answer one fact for this run, e.g. market.eu=yes; `unknown` takes an answer back; may be repeated
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// Read the answers from this file, in place of gpai.toml in the folder
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// Folder of the base model, where the model was made from one that gpai does not know
    #[arg(long, value_name = "FOLDER")]
    pub base: Option<PathBuf>,
    /// Language of texts
    #[arg(long, value_enum, default_value_t = Lang::En)]
    pub lang: Lang,
}

/// Language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// English
    En,
    /// 中文
    Zh,
}

/// Output format of `check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A screenful for people
    Human,
    /// gpai-assessment/1
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// For a pull request or a wiki
    Markdown,
}

/// When `check` fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Exit 1 where a duty applies and is not met
    Gap,
    /// Also exit 3 where a conclusion or duty is open
    Open,
    /// Exit 0 whatever is found
    Never,
}

/// `gpai check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Input.
    #[command(flatten)]
    pub input: Input,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// When to exit with a code other than 0
    #[arg(long, value_enum, default_value_t = FailOn::Gap)]
    pub fail_on: FailOn,
    /// Show every question, finding and fact
    #[arg(long)]
    pub all: bool,
}

/// `gpai ask`.
#[derive(Debug, Args)]
pub struct Ask {
    /// Input.
    #[command(flatten)]
    pub input: Input,
    /// Ask on where no duty is owed, whatever the rest of the answers
    #[arg(long)]
    pub all: bool,
}

/// Output format of `compute`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ComputeFormat {
    /// Bars against the thresholds, and what each estimate rests on
    Human,
    /// gpai-compute/1
    Json,
}

/// `gpai compute`.
#[derive(Debug, Args)]
pub struct Compute {
    /// Input.
    #[command(flatten)]
    pub input: Input,
    /// Output format
    #[arg(long, value_enum, default_value_t = ComputeFormat::Human)]
    pub format: ComputeFormat,
}

/// Output format of `sources`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SourcesFormat {
    /// Files, facts and findings for people
    Human,
    /// gpai-sources/1
    Json,
}

/// `gpai sources`.
#[derive(Debug, Args)]
pub struct Sources {
    /// Input.
    #[command(flatten)]
    pub input: Input,
    /// Output format
    #[arg(long, value_enum, default_value_t = SourcesFormat::Human)]
    pub format: SourcesFormat,
}

/// `gpai why`.
#[derive(Debug, Args)]
pub struct Why {
    /// A conclusion (gpai, provider, systemic_risk, …) or a duty (53-1-d, …)
    pub name: String,
    /// Input.
    #[command(flatten)]
    pub input: Input,
}

/// `gpai whatif`.
#[derive(Debug, Args)]
pub struct Whatif {
    /// What you want: NAME=yes or NAME=no, for a conclusion or a duty
    #[arg(value_name = "NAME=yes|no")]
    pub wish: String,
    /// Input.
    #[command(flatten)]
    pub input: Input,
}

/// Output format of `survey`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SurveyFormat {
    /// A table with a line that counts
    Human,
    /// RFC 4180, one header line
    Csv,
    /// Needs -o FILE
    Parquet,
}

/// `gpai survey`.
#[derive(Debug, Args)]
pub struct Survey {
    /// Model folders, folders of them, or tables of models
    #[arg(value_name = "DIR", required = true)]
    pub paths: Vec<PathBuf>,
    /// Output format
    #[arg(long, value_enum, default_value_t = SurveyFormat::Human)]
    pub format: SurveyFormat,
    /// File to write [default: the screen]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The day whose law applies, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// Language of texts
    #[arg(long, value_enum, default_value_t = Lang::En)]
    pub lang: Lang,
}

/// `gpai explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// A duty (53-1-d), fact (market.commercial), conclusion, rule, finding code, rule on documents (TS-236), doubt or provision (guidelines/17)
    pub id: String,
    /// Language of texts
    #[arg(long, value_enum, default_value_t = Lang::En)]
    pub lang: Lang,
}

/// Format of a flowchart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ChartFormat {
    /// A picture for pages and documents, light and dark
    Svg,
    /// Text that GitHub and many wikis draw
    Mermaid,
    /// Text for Graphviz
    Dot,
}

/// `gpai flowchart`.
#[derive(Debug, Args)]
pub struct Flowchart {
    /// The model folder, or `hf://ORG/MODEL[@REVISION]`, whose road is lit [default: none, the plain chart]
    pub path: Option<PathBuf>,
    /// Which question: gpai, systemic_risk, provider, open_source_exempt, duties, or another conclusion or step
    #[arg(long, value_name = "NAME", default_value = "gpai")]
    pub question: String,
    /// Output format
    #[arg(long, value_enum, default_value_t = ChartFormat::Svg)]
    pub format: ChartFormat,
    /// File to write [default: the screen]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The day whose law applies, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// Answer one fact for this run, e.g. market.eu=yes; may be repeated
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// Read the answers from this file, in place of gpai.toml in the folder
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// Folder of the base model, where the model was made from one that gpai does not know
    #[arg(long, value_name = "FOLDER")]
    pub base: Option<PathBuf>,
    /// Language of texts
    #[arg(long, value_enum, default_value_t = Lang::En)]
    pub lang: Lang,
}

/// `gpai law`.
#[derive(Debug, Args)]
pub struct LawArgs {
    /// What to do.
    #[command(subcommand)]
    pub what: LawCommand,
}

/// `gpai law …`.
#[derive(Debug, Subcommand)]
pub enum LawCommand {
    /// List one kind of entry
    List {
        /// Kind of entry
        #[arg(value_enum, default_value_t = LawKind::Rules)]
        kind: LawKind,
        /// Only what is in force on this day, YYYY-MM-DD
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
        /// Language of texts
        #[arg(long, value_enum, default_value_t = Lang::En)]
        lang: Lang,
    },
    /// Show one entry whole: condition, dates, force, citations, what is unclear
    Show {
        /// Id
        id: String,
        /// Language of texts
        #[arg(long, value_enum, default_value_t = Lang::En)]
        lang: Lang,
    },
    /// Print the data of the page as JSON (format gpai-law-data/1): texts in both languages and the compiled law
    #[command(hide = true)]
    Data,
}

/// Kinds of entries of the law book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LawKind {
    /// Rules, by what they conclude
    Rules,
    /// Duties of providers
    Duties,
    /// Facts, the keys of gpai.toml
    Facts,
    /// Numbers and days
    Thresholds,
    /// Points on which the law is unclear
    Doubts,
    /// Provisions cited
    Provisions,
    /// Licences with their verdict
    Licences,
    /// Days on which something changes
    Calendar,
}

/// `gpai serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// The model folder [default: this one, if it holds a model]
    pub path: Option<PathBuf>,
    /// Port to listen on; 0 takes any free one
    #[arg(long, default_value_t = 8053)]
    pub port: u16,
    /// Address to listen on. Others than 127.0.0.1 and ::1 can be reached from other machines
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub host: String,
    /// Show, and write no answers
    #[arg(long)]
    pub read_only: bool,
    /// The day whose law applies, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// Keep the answers in this file, in place of gpai.toml in the folder
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// Folder of the base model, where the model was made from one that gpai does not know
    #[arg(long, value_name = "FOLDER")]
    pub base: Option<PathBuf>,
    /// First language of the page; it can be switched there [default: that of the browser]
    #[arg(long, value_enum)]
    pub lang: Option<Lang>,
}

/// `gpai site`.
#[derive(Debug, Args)]
pub struct Site {
    /// Folder to write into: new, empty, or one with an earlier site
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// The day whose law applies, YYYY-MM-DD [default: the day the page is opened]
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// First language of the page [default: that of the browser]
    #[arg(long, value_enum)]
    pub lang: Option<Lang>,
}
