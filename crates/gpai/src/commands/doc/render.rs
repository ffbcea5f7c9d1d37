//! `gpai doc render`: a record and its template to a document somebody can sign.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use gpai_dossier::rules::law::Law;

use crate::commands::{Failure, Outcome};

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
}

/// `gpai doc render`.
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
    /// Reader; a view holds only what its reader may see [default: the first audience of the form]
    #[arg(long, value_enum)]
    pub audience: Option<AudienceArg>,
    /// For publication: no sources, and nothing is written while a mandatory field is unknown
    #[arg(long = "final")]
    pub final_: bool,
    /// File or folder to write, `-` for the screen [default: beside the TOML file]
    #[arg(short, long, value_name = "FILE|DIR")]
    pub output: Option<PathBuf>,
}

/// Runs it.
pub fn run(_law: &Law, args: &Render) -> Outcome {
    Err(Failure::Usage(format!("`{}` is no kind of document", args.kind)))
}
