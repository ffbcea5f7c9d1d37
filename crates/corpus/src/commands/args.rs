//! Arguments that several commands share.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use crate::address::suffixes::Suffixes;
use crate::engine::{LEAST, Means};
use crate::input::columns::{Role, Said};
use crate::profile::Settings;
use crate::profile::cut::Cut;

/// Which column holds what, where the usual names do not say it
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Columns")]
pub struct ColumnArgs {
    /// Column of the text; a dot leads into a record (`metadata.content`) [default: text, content, raw_content …]
    #[arg(long, value_name = "KEY")]
    text: Option<String>,
    /// Column of the address [default: url, metadata.url, warc_headers.warc-target-uri …]
    #[arg(long, value_name = "KEY")]
    url: Option<String>,
    /// Column of the language [default: language, lang …]
    #[arg(long, value_name = "KEY")]
    language: Option<String>,
    /// Column of the day of collection [default: date, timestamp, date_download …]
    #[arg(long, value_name = "KEY")]
    time: Option<String>,
    /// Column with the number of tokens [default: token_count, num_tokens …]
    #[arg(long, value_name = "KEY")]
    tokens: Option<String>,
    /// Column with the name of the dataset [default: the folder's]
    #[arg(long, value_name = "KEY")]
    dataset: Option<String>,
    /// Column with the size in bytes, where the text itself is not there
    #[arg(long, value_name = "KEY")]
    bytes: Option<String>,
}

impl ColumnArgs {
    /// What was said.
    pub fn said(&self) -> Said {
        let all = [
            (Role::Text, &self.text),
            (Role::Url, &self.url),
            (Role::Language, &self.language),
            (Role::Time, &self.time),
            (Role::Tokens, &self.tokens),
            (Role::Dataset, &self.dataset),
            (Role::Bytes, &self.bytes),
        ];
        let named = all.into_iter().filter_map(|(role, name)| Some((role, name.clone()?))).collect();
        Said { named, ..Said::default() }
    }
}

/// On or off
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// On
    On,
    /// Off
    Off,
}

/// How an answer is given
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// For people
    Human,
    /// One JSON object, described in docs/machine-formats.md
    Json,
}

/// What is made of the figures
#[derive(Debug, Args)]
pub struct MakeArgs {
    /// Write the profile as JSON to this file, and its mergeable Parquet part beside it
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// How the answer is given on stdout
    #[arg(long, value_enum, default_value_t = Shape::Human)]
    pub format: Shape,
    /// Which domains are listed: a share such as 10%, or a number
    #[arg(long, value_name = "N%|N", default_value = "10%")]
    pub top: Cut,
    /// The rule for SMEs: the top 5 %, or 1000, whichever is lower
    #[arg(long, conflicts_with = "top")]
    pub sme: bool,
    /// Write the listed domains as CSV to this file
    #[arg(long, value_name = "FILE")]
    pub domains: Option<PathBuf>,
    /// Write pictures (SVG) into this folder
    #[arg(long, value_name = "DIR")]
    pub pictures: Option<PathBuf>,
    #[command(flatten)]
    suffix: Suffix,
}

/// Which names are public suffixes
#[derive(Debug, Args)]
pub struct Suffix {
    /// Another list of public suffixes, as publicsuffix.org publishes it
    #[arg(long, value_name = "FILE")]
    suffix_list: Option<PathBuf>,
    /// Whether the private section of the list counts (github.io, blogspot.com …)
    #[arg(long, value_enum, default_value_t = Switch::On, value_name = "on|off")]
    private_suffixes: Switch,
}

impl Suffix {
    /// The list.
    ///
    /// # Errors
    /// It cannot be read, or is none.
    pub fn suffixes(&self) -> Result<Suffixes, String> {
        let private = self.private_suffixes == Switch::On;
        let Some(path) = &self.suffix_list else { return Ok(Suffixes::built_in(private)) };
        let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        Suffixes::given(&text, private).map_err(|e| format!("{}: {e}", path.display()))
    }
}

/// What a run may use
#[derive(Debug, Args)]
#[command(next_help_heading = "Means")]
pub struct MeansArgs {
    /// Memory of the process, such as 2G or 512M; what does not fit is written to --temp
    #[arg(long, value_name = "SIZE", value_parser = bytes)]
    memory: Option<u64>,
    /// Threads [default: as many as there are processors]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Folder for what does not fit into memory [default: the system's]
    #[arg(long, value_name = "DIR")]
    temp: Option<PathBuf>,
    /// Folder where finished pieces are kept until all are done; the same command goes on from them [default: OUTPUT.state]
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,
    /// Bytes of a piece
    #[arg(long, value_name = "SIZE", value_parser = bytes, hide = true)]
    pub piece: Option<u64>,
    /// Report the progress also where stderr is no terminal
    #[arg(long)]
    pub progress: bool,
}

impl MeansArgs {
    /// What the run may use.
    pub fn means(&self) -> Means {
        let there = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
        Means {
            memory: self.memory,
            threads: self.threads.unwrap_or(there).clamp(1, 1_024),
            temp: self.temp.clone().unwrap_or_else(std::env::temp_dir),
        }
    }
}

/// `2G`, `512M`, `1GiB`: powers of two, as memory is counted.
pub(super) fn bytes(text: &str) -> Result<u64, String> {
    let wrong = || format!("{text:?} is no size; write 2G or 512M");
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let number: u64 = digits.parse().map_err(|_| wrong())?;
    let unit = text.get(digits.len()..).unwrap_or_default().trim().to_ascii_lowercase();
    let shift = match unit.trim_end_matches("ib").trim_end_matches('b') {
        "" => 0,
        "k" => 10,
        "m" => 20,
        "g" => 30,
        "t" => 40,
        _ => return Err(wrong()),
    };
    number.checked_mul(1 << shift).ok_or_else(wrong)
}

/// The settings of a run.
pub fn settings(
    make: &MakeArgs,
    means: &MeansArgs,
    said: Said,
    strict: bool,
    whole: bool,
    part: Option<PathBuf>,
) -> Result<Settings, String> {
    let suffixes = make.suffix.suffixes()?;
    let means_given = means.means();
    if let Some(memory) = means.memory.filter(|m| *m < LEAST) {
        return Err(format!("--memory {memory}: at least {}M are needed", LEAST >> 20));
    }
    let state = means.state.clone().or_else(|| {
        make.output.as_ref().map(|path| {
            let mut folder = path.as_os_str().to_owned();
            folder.push(".state");
            PathBuf::from(folder)
        })
    });
    Ok(Settings {
        said,
        strict,
        cut: if make.sme { Cut::Sme } else { make.top.clone() },
        suffixes,
        means: means_given,
        state,
        piece: means.piece,
        whole,
        part: part.or_else(|| make.output.as_ref().map(|path| path.with_extension("parquet"))),
        domains: make.domains.clone(),
        meter: Arc::default(),
    })
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn sizes_are_powers_of_two() {
        for (text, size) in [("2G", 2 << 30), ("512M", 512 << 20), ("1GiB", 1 << 30), ("1 gb", 1 << 30), ("7", 7)] {
            assert_eq!(bytes(text), Ok(size), "{text}");
        }
        for text in ["", "G", "2X", "-1G", "99999999999T"] {
            assert!(bytes(text).is_err(), "{text}");
        }
    }
}
