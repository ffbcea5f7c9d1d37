//! The store of a run: snapshots, archives, and what is fetched; and one address as everything that shows it takes it.

use gpai_optout::book::{Book, Known};
use gpai_optout::robots::skipped;
use gpai_optout::{Agent, Purpose, breadth, judge, read_all};
use jiff::Timestamp;

use super::args::SiteArgs;
use super::site::{self, Gathered, Given, Store, Wanted, gather};
use crate::fetch::url::Url;
use crate::fetch::{Client, Limits};
use crate::outcome::Failure;
use crate::screen::optout::View;

/// Lines of a robots.txt that are told as skipped.
const SKIPPED: usize = 100;

/// What a run draws on.
pub struct Source {
    pub given: Given,
    pub store: Store,
}

/// Opens what is given and fetches what is asked for.
pub fn open(args: &SiteArgs, urls: &[&str]) -> Result<Source, Failure> {
    let given = args.given()?;
    let wanted = Wanted::of(urls.iter().copied());
    let mut store = site::open(&args.snapshots, &args.warc, &wanted)?;
    if args.fetch {
        let pages: Option<Vec<Url>> = urls.iter().map(|url| Url::parse(url)).collect();
        let pages = pages.ok_or_else(|| {
            Failure::Usage("--fetch needs whole addresses\n  help: https://a.example/page".to_owned())
        })?;
        let client =
            Client::new(Limits { delay: args.delay, patience: args.patience, whole: args.patience.saturating_mul(4) });
        let mut said = Vec::new();
        let all = site::fetch(&client, &pages, &mut store, &mut said).map_err(Failure::Usage)?;
        for line in said {
            anstream::eprintln!("gpai: {}", gpai_forms::escape::visible(&line));
        }
        site::keep(&args.keep, all.iter(), crate::fetch::USER_AGENT).map_err(Failure::Usage)?;
    }
    Ok(Source { given, store })
}

impl Source {
    /// All that is known about an address.
    pub fn gather(&self, args: &SiteArgs, url: &str, at: Option<Timestamp>) -> Result<Gathered, Failure> {
        gather(url, at, &self.given, &self.store, args.dialect.dialect())
            .map_err(|e| Failure::Usage(format!("{url}: {e}\n  help: write the whole address: https://a.example/page")))
    }
}

/// The agent, with what was said of it for this run.
pub fn agent<'a>(known: &'a Known<'a>, token: &'a str, args: &'a SiteArgs) -> Agent<'a> {
    let user = args.user.map(super::args::UserWord::word).unwrap_or_default();
    Agent { country: &args.country, user, ..known.agent(token) }
}

/// One address for one agent, handed to whatever shows it.
pub fn with_view<T>(
    source: &Source,
    args: &SiteArgs,
    book: &Book,
    url: &str,
    token: &str,
    show: impl FnOnce(&View<'_>, &Gathered) -> T,
) -> Result<T, Failure> {
    let known = Known::of(book, token);
    let agent = agent(&known, token, args);
    let gathered = source.gather(args, url, args.at)?;
    let (files, headers) = (gathered.files(), gathered.header_pairs());
    let input = gathered.input(agent, &files, &headers);
    let signals = read_all(&input);
    let later = match args.at {
        None => Vec::new(),
        Some(_) => later(source, args, url, &signals, agent)?,
    };
    let skipped = match input.robots {
        Some((robots, body)) if robots.obtained() => skipped(body, robots.dialect(), SKIPPED),
        _ => Vec::new(),
    };
    let gaps: Vec<&'static str> = gathered.gaps.iter().map(|gap| gap.word()).collect();
    let view = View {
        url,
        breadth: breadth(&input),
        input: &input,
        signals: &signals,
        circumstances: args.circumstances(),
        gaps: &gaps,
        skipped: &skipped,
        later: &later,
    };
    Ok(show(&view, &gathered))
}

/// The purposes about which something stricter was said after the time asked for (rule 12): information, and no breach.
fn later(
    source: &Source,
    args: &SiteArgs,
    url: &str,
    before: &[gpai_optout::Signal],
    agent: Agent<'_>,
) -> Result<Vec<Purpose>, Failure> {
    let gathered = source.gather(args, url, None)?;
    let (files, headers) = (gathered.files(), gathered.header_pairs());
    let now = read_all(&gathered.input(agent, &files, &headers));
    let strictness = |signals: &[gpai_optout::Signal], purpose| judge(signals, purpose).value.strictness();
    // What could not be read then or now is no reservation that came later.
    let said = |purpose: &Purpose| {
        judge(&now, *purpose).rule != 11 && strictness(&now, *purpose) > strictness(before, *purpose)
    };
    Ok(Purpose::ALL.into_iter().filter(said).collect())
}
