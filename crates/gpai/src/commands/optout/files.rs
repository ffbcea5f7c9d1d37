//! The files of a site as options: one for each file that a protocol wants, so that a new protocol brings its own.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgMatches, Command};
use gpai_optout::{PROTOCOLS, Wants};

/// How much of a file is read; no protocol reads more.
pub const LIMIT: u64 = 8 << 20;

/// The files given, with the place at which they stand on the site.
#[derive(Clone, Debug, Default)]
pub struct SiteFiles {
    given: Vec<(&'static str, PathBuf)>,
}

impl SiteFiles {
    /// Whether any was given.
    pub fn any(&self) -> bool {
        !self.given.is_empty()
    }

    /// The place and the path of each.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Path)> {
        self.given.iter().map(|(place, path)| (*place, path.as_path()))
    }
}

/// Place and option of each file that a protocol wants, once.
fn wanted() -> Vec<(&'static str, &'static str)> {
    let mut all: Vec<(&str, &str)> = Vec::new();
    for wants in PROTOCOLS.iter().flat_map(|protocol| protocol.reads) {
        if let Wants::File(place, option) = *wants
            && !all.iter().any(|(known, _)| *known == place)
        {
            all.push((place, option));
        }
    }
    all
}

impl clap::FromArgMatches for SiteFiles {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = wanted()
            .into_iter()
            .filter_map(|(place, option)| matches.get_one::<PathBuf>(option).map(|path| (place, path.clone())));
        Ok(SiteFiles { given: given.collect() })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl clap::Args for SiteFiles {
    fn augment_args(command: Command) -> Command {
        command.args(wanted().into_iter().map(|(place, option)| {
            Arg::new(option)
                .long(option)
                .value_name("FILE")
                .value_parser(PathBufValueParser::new())
                .help(format!("The site's {place}"))
        }))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

/// The bytes of a file of a site, and whether it is longer than what is read.
pub fn read(path: &Path) -> Result<(Vec<u8>, bool), String> {
    read_most(path, LIMIT)
}

/// At most so many bytes of a file, and whether it is longer.
pub fn read_most(path: &Path, most: u64) -> Result<(Vec<u8>, bool), String> {
    let plain = std::fs::metadata(path).map_err(|e| e.to_string())?;
    if !plain.is_file() {
        return Err("not a file".to_owned());
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes)).map_err(|e| e.to_string())?;
    let longer = bytes.len() as u64 > most;
    bytes.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    Ok((bytes, longer))
}
