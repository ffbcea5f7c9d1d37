//! `gpai corpus profile`.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::args::{ColumnArgs, MakeArgs, MeansArgs, settings};
use super::progress::Progress;
use super::{Outcome, report, runtime};
use crate::input;
use crate::profile;

/// What of an input is hashed
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Hashed {
    /// Its size, its first and its last 64 KiB
    Edges,
    /// All of it
    Whole,
}

/// What training data holds: exact figures by domain, dataset, language and month
///
/// Reads Parquet, JSON lines, CSV, Arrow, WARC, WET and WebDataset, plain or packed with gzip or zstd. Columns are found by the
/// names that FineWeb, Dolma, C4, OSCAR, RedPajama, LAION and HPLT use; what was taken for what is reported. What cannot be read is
/// counted and named, never dropped. A folder with a README.md of its own is a dataset of its own.
///
/// Start with: gpai corpus profile data/ -o profile.json
///
/// On many machines: give each its files with --part FILE, then gpai corpus merge FILE… -o profile.json
#[derive(Debug, Args)]
pub struct ProfileArgs {
    /// Files, folders and patterns; NAME=PATH names the dataset
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<String>,
    #[command(flatten)]
    make: MakeArgs,
    #[command(flatten)]
    columns: ColumnArgs,
    /// Only add up, and write the mergeable Parquet part to this file
    #[arg(long, value_name = "FILE", conflicts_with_all = ["output", "domains", "pictures"])]
    part: Option<PathBuf>,
    /// Stop at the first record or file that cannot be read
    #[arg(long)]
    strict: bool,
    /// What of each input is hashed for the manifest
    #[arg(long, value_enum, default_value_t = Hashed::Edges)]
    hash: Hashed,
    #[command(flatten)]
    means: MeansArgs,
}

/// Runs it.
///
/// # Errors
/// Nothing could be read, or the usage is wrong.
pub fn run(args: &ProfileArgs) -> Outcome {
    let said = args.columns.said();
    let found = input::files(&args.inputs, &said)?;
    let settings = settings(&args.make, &args.means, said, args.strict, args.hash == Hashed::Whole, args.part.clone())?;
    let progress = Progress::start(Arc::clone(&settings.meter), profile::size(&found.files), args.means.progress);
    let profile = runtime(settings.means.threads)?.block_on(profile::of_files(&found, &settings));
    drop(progress);
    report::give(&profile?, &args.make, args.part.as_deref())
}
