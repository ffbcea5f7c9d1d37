//! `gpai corpus mix`.

use std::path::PathBuf;

use clap::Args;

use super::args::{MakeArgs, MeansArgs, settings};
use super::{Outcome, merge, report, runtime};
use crate::input::columns::Said;
use crate::profile::mix;

/// The figures of a mixture of data, from the profiles of its parts alone
///
/// The file names each part with its profile; share, epochs and filters may follow:
///
///   [[part]]
///   name = "FineWeb-Edu"
///   profile = "fineweb-edu.json"
///   share = "0.25"            # of its documents, taken at random
///   epochs = "2"
///   languages = ["en"]        # only these; also: datasets = […], from = "2020-01", to = "2024-12"
///   public = true             # for section 2.1 of the summary; also: link, version, selection
///
/// Whole parts are exact. What a share makes uncertain is an expected value between two bounds that always hold.
#[allow(rustdoc::broken_intra_doc_links, reason = "the example is TOML")]
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct MixArgs {
    /// The mixture
    #[arg(value_name = "MIXTURE.toml")]
    mixture: PathBuf,
    #[command(flatten)]
    make: MakeArgs,
    #[command(flatten)]
    means: MeansArgs,
}

/// Runs it.
///
/// # Errors
/// The mixture is malformed, or one of its profiles cannot be read.
pub fn run(args: &MixArgs) -> Outcome {
    let mixture = mix::read(&args.mixture)?;
    let parts = mixture.part.iter().map(|p| merge::part(&p.profile)).collect::<Result<Vec<_>, _>>()?;
    let mut settings = settings(&args.make, &args.means, Said::default(), false, false, None)?;
    settings.state = None;
    if settings.part.as_ref().is_some_and(|out| parts.contains(out)) {
        return Err("the output would overwrite one of the inputs".to_owned());
    }
    let profile = runtime(settings.means.threads)?.block_on(mix::mix(&mixture, &parts, &settings))?;
    report::give(&profile, &args.make, None)
}
