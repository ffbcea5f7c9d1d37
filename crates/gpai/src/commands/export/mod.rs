//! `gpai export`: what is known of a model in the formats that others use, for one reader.

mod bundle;
mod gather;
mod output;
mod signature;
mod sound;

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, ValueEnum};
use gpai_report::exports::{KINDS, Kind, Left, Mapping, Reader, Seen, Written, croissant, cyclonedx, oscal, rmf, spdx};
use gpai_rules::law::Law;

use crate::args::{Input, language};
use crate::outcome::{Exit, Failure, Outcome};
use crate::screen;
use output::Output;
use sound::sound;

/// Write what is known of a model as CycloneDX, SPDX, OSCAL, Croissant, tables of NIST and ISO, or one bundle
///
/// Each export is for one reader and holds nothing that only another may see: an answer has the readers of its form, a file is public
/// where the folder is published, the rest is the provider's own (law/exports.toml). What is unknown is left out, and what had to be
/// left out is said on stderr. The same input and --on give the same bytes.
///
/// gpai export cyclonedx path/to/model                 the public bill of materials, on the screen
/// gpai export bundle path/to/model --audience aio -o bundle.zip
#[derive(Debug, Args)]
pub struct Export {
    /// What to write
    #[arg(value_name = "KIND", value_parser = kinds())]
    pub kind: String,
    /// Input.
    #[command(flatten)]
    pub input: Input,
    /// Who will read it [default: public; oscal and rmf: own]
    #[arg(long, value_enum)]
    pub audience: Option<ReaderArg>,
    /// File or folder to write; a bundle may be a .zip file [default: the screen, where it is one file]
    #[arg(short, long, value_name = "FILE|DIR")]
    pub output: Option<PathBuf>,
    /// Exit 1 where something had to be left out
    #[arg(long)]
    pub strict: bool,
    /// Of rmf: how the table is written
    #[arg(long, value_enum, default_value_t = TableFormat::Markdown)]
    pub format: TableFormat,
    /// Of rmf: which table, such as g7-sbom-ai; may be repeated [default: nist-ai-rmf and iso-42001]
    #[arg(long = "table", value_name = "TABLE")]
    pub tables: Vec<String>,
    /// Of bundle: a signature by OpenSSF Model Signing over the model's files; it is put into the bundle where it is of these files
    #[arg(long, value_name = "FILE")]
    pub signature: Option<PathBuf>,
    /// The public key (PEM, P-256) by which the signature is checked
    #[arg(long, value_name = "FILE", requires = "signature")]
    pub public_key: Option<PathBuf>,
}

/// Who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReaderArg {
    /// Everybody
    Public,
    /// Downstream providers
    Dp,
    /// National competent authorities
    Nca,
    /// The AI Office
    Aio,
    /// The provider itself: everything
    Own,
}

impl ReaderArg {
    fn reader(self) -> Reader {
        match self {
            ReaderArg::Public => Reader::Public,
            ReaderArg::Dp => Reader::Dp,
            ReaderArg::Nca => Reader::Nca,
            ReaderArg::Aio => Reader::Aio,
            ReaderArg::Own => Reader::Own,
        }
    }
}

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// For people
    Markdown,
    /// RFC 4180, one header line
    Csv,
}

/// The words after `gpai export`.
fn kinds() -> PossibleValuesParser {
    PossibleValuesParser::new(KINDS.iter().map(|k| PossibleValue::new(k.word).help(k.help)))
}

/// Runs it.
pub fn run(law: &Law, args: &Export) -> Outcome {
    let kind = Kind::named(&args.kind).ok_or_else(|| Failure::Internal(format!("no kind {}", args.kind)))?;
    let reader = args.audience.map_or(kind.reader, ReaderArg::reader);
    if !kind.readers.contains(&reader) {
        let words: Vec<&str> = kind.readers.iter().map(|r| r.word()).collect();
        let why = match kind.word {
            "oscal" => "it says what is missing, which is the provider's own",
            _ => "what others may see besides is in the other exports",
        };
        return Err(Failure::Usage(format!("{} is written for {} alone: {why}", kind.word, words.join(", "))));
    }
    let output = Output::of(args.output.as_deref(), kind.word)?;
    let mappings = Mapping::book(law).map_err(|e| Failure::Internal(e.to_string()))?;
    let tables = tables(&mappings, &args.tables)?;
    let lang = language(args.input.lang);
    let gathered = gather::gather(law, &args.input, reader)?;
    let seen = gathered.evidence.seen_by(reader);
    let mut written = match kind.word {
        "cyclonedx" => cyclonedx::write(&seen, law, &mappings),
        "spdx" => spdx::write(&seen, law),
        "oscal" => oscal::write(&seen, law),
        "croissant" => croissant::write(&seen, law),
        "rmf" => {
            let (name, text) = match args.format {
                TableFormat::Markdown => ("rmf.md", rmf::markdown(&seen, &tables, lang)),
                TableFormat::Csv => ("rmf.csv", rmf::csv(&seen, &tables, lang).map_err(Failure::Internal)?),
            };
            Written::one(name, text, Vec::new())
        }
        _ => {
            let signed =
                args.signature.as_deref().map(|path| signature::read(path, args.public_key.as_deref())).transpose()?;
            let bundle = bundle::Bundle {
                law,
                seen: &seen,
                gathered: &gathered,
                mappings: &mappings,
                signed: signed.as_ref(),
                lang,
            };
            let (files, left) = bundle.files()?;
            return finish(args, &seen, left, output.write_all(&files)?);
        }
    };
    sound(kind.word, &written.files)?;
    written.left.extend(gathered.left.iter().cloned());
    let Written { files, left } = written;
    let text = output.write_texts(files)?;
    finish(args, &seen, left, text)
}

/// Says on stderr what is not in the export, for whom it is, and ends.
fn finish(args: &Export, seen: &Seen, mut left: Vec<Left>, text: String) -> Outcome {
    left.extend(seen.contradicted.iter().map(|name| Left::new("contradicted", name.as_str())));
    left.sort();
    left.dedup();
    let lang = language(args.input.lang);
    anstream::eprintln!("{}", screen::export::notes(seen.reader, &left, lang));
    let exit = if args.strict && !left.is_empty() { Exit::Gap } else { Exit::Done };
    Ok((text, exit))
}

fn tables<'m>(mappings: &'m [Mapping], asked: &[String]) -> Result<Vec<&'m Mapping>, Failure> {
    let names: Vec<&str> =
        if asked.is_empty() { rmf::USUAL.to_vec() } else { asked.iter().map(String::as_str).collect() };
    let find = |name: &&str| {
        mappings.iter().find(|m| m.id == *name).ok_or_else(|| {
            let known: Vec<&str> = mappings.iter().map(|m| m.id.as_str()).collect();
            Failure::Usage(format!("`{name}` is no table; they are {}", known.join(", ")))
        })
    };
    names.iter().map(find).collect()
}
