//! All that is known about one address at one time: of each file the newest answer that is not later, redirects followed in what
//! was kept, and what is missing said.

use gpai_optout::access::paywall;
use gpai_optout::asset::Asset;
use gpai_optout::html::Page;
use gpai_optout::robots::{Dialect, Fetched, REDIRECTS, Robots, record_values, target};
use gpai_optout::{Agent, File, Input, Media};
use jiff::{SignedDuration, Timestamp};

use super::store::{Obtained, Store, places};
use crate::fetch::url::Url;

/// A copy of robots.txt older than this is not what a crawler may rely on (RFC 9309, 2.4).
const FRESH: SignedDuration = SignedDuration::from_hours(24);

/// What stands between what is known and what would have to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// The robots.txt is older than 24 hours.
    Stale,
    /// There are snapshots, and all of them are later.
    OnlyLater,
    /// Only the robots.txt of the other scheme was kept, which speaks for another origin.
    OtherScheme,
    /// The page was answered with 401, 402, 403, 407 or 451.
    Denied,
    /// The page was refused earlier and obtained later, and nothing shows that it was paid for or allowed.
    Circumvention,
    /// The page says that it, or a part of it, is not free.
    Paywall,
    /// A file was cut before its end.
    Cut,
    /// The file could not be read as what it is.
    Unreadable,
}

impl Gap {
    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Gap::Stale => "stale",
            Gap::OnlyLater => "only_later",
            Gap::OtherScheme => "other_scheme",
            Gap::Denied => "denied",
            Gap::Circumvention => "access_control_possible_circumvention",
            Gap::Paywall => "paywall",
            Gap::Cut => "cut",
            Gap::Unreadable => "unreadable",
        }
    }
}

/// What was handed over on the command line; it stands before what was kept.
#[derive(Debug, Default)]
pub struct Given {
    /// Files of the site.
    pub files: Vec<Obtained>,
    /// The status of robots.txt, where only that is known.
    pub robots_status: Option<u16>,
    /// Headers of the answer.
    pub headers: Vec<(String, String)>,
    /// The page.
    pub html: Option<Obtained>,
    /// The file at the address.
    pub asset: Option<Obtained>,
    /// What the address holds.
    pub media: Option<Media>,
}

/// All that is known about one address.
#[derive(Debug)]
pub struct Gathered {
    /// Its path with query.
    pub path: String,
    /// Its origin, empty where the address is a path.
    pub origin: String,
    /// robots.txt, read, with what it was read from.
    pub robots: Option<(Robots, Obtained)>,
    /// Other files of the site.
    pub files: Vec<Obtained>,
    /// The answer at the address.
    pub answer: Option<Obtained>,
    /// Headers of that answer.
    pub headers: Vec<(String, String)>,
    /// The page, read.
    pub page: Option<Page>,
    /// The metadata of the file, read.
    pub asset: Option<Asset>,
    /// What the address holds.
    pub media: Media,
    /// What is missing.
    pub gaps: Vec<Gap>,
    /// The year of the act.
    pub year: Option<i16>,
}

/// Gathers it. `Err` where the address is none.
pub fn gather(
    url: &str,
    at: Option<Timestamp>,
    given: &Given,
    store: &Store,
    dialect: Dialect,
) -> Result<Gathered, String> {
    let path = target(url).map_err(|e| e.to_string())?.into_owned();
    let web = Url::parse(url);
    let mut gaps = Vec::new();
    let stored = |place: &str| -> Option<Obtained> {
        let url = web.as_ref()?.at(place);
        found(store, &url, at).map(|one| Obtained { place: place.to_owned(), ..one })
    };
    let own = |place: &str| given.files.iter().find(|file| file.place == place).cloned();

    let mut robots = None;
    match (own("/robots.txt"), given.robots_status) {
        (Some(one), _) => robots = Some((Robots::parse(&one.body, dialect), one)),
        (None, Some(status)) => {
            let one = bare("/robots.txt", status);
            robots = Some((Robots::fetched(Fetched::Status { status, redirects: 0 }, b"", dialect), one));
        }
        (None, None) => {
            if let Some(one) = stored("/robots.txt") {
                let status = |status| Fetched::Status { status, redirects: one.redirects };
                let how = one.status.map_or(Fetched::Unreachable, status);
                if let (Some(at), Some((time, _))) = (at, &one.at)
                    && at.duration_since(*time) > FRESH
                {
                    gaps.push(Gap::Stale);
                }
                robots = Some((Robots::fetched(how, &one.body, dialect), one));
            } else if let (Some(web), Some(at)) = (&web, at)
                && store.after(&web.at("/robots.txt"), at).is_some()
            {
                gaps.push(Gap::OnlyLater);
            } else if let Some(web) = &web {
                let scheme = if web.scheme == "https" { "http" } else { "https" };
                let other = Url { scheme, ..web.at("/robots.txt") };
                if found(store, &other, at).is_some() {
                    gaps.push(Gap::OtherScheme);
                }
            }
        }
    }

    let mut files: Vec<Obtained> = given.files.iter().filter(|file| file.place != "/robots.txt").cloned().collect();
    for place in places().filter(|place| *place != "/robots.txt") {
        if !files.iter().any(|file| file.place == place) {
            files.extend(stored(place));
        }
    }
    let answer = match (&given.html, &given.asset) {
        (Some(one), _) | (None, Some(one)) => Some(one.clone()),
        (None, None) => web.as_ref().and_then(|web| found(store, web, at)),
    };
    let mut headers = given.headers.clone();
    if given.html.is_none() && given.asset.is_none() {
        headers.extend(answer.iter().flat_map(|one| one.headers.iter().cloned()));
    }
    let denied = |one: &Obtained| matches!(one.status, Some(401..=403 | 407 | 451));
    if answer.as_ref().is_some_and(denied) {
        gaps.push(Gap::Denied);
    }
    if let (Some(web), Some(one)) = (&web, &answer)
        && one.status.is_some_and(|status| (200..300).contains(&status))
        && one.header("crawler-charged").is_none()
        && one.at.as_ref().is_some_and(|(time, _)| store.before(web, *time).any(denied))
    {
        gaps.push(Gap::Circumvention);
    }
    let served = |one: &&Obtained| one.status.is_none_or(|status| (200..300).contains(&status));
    let media = given.media.unwrap_or_else(|| by_type(&headers, given));
    let body = answer.as_ref().filter(served);
    let markup = body.filter(|one| given.html.is_some() || is_page(one));
    let page = markup.map(|one| Page::read(&one.body));
    if page.as_ref().is_some_and(|page| paywall(page).is_some()) {
        gaps.push(Gap::Paywall);
    }
    let file = given.asset.as_ref().or(body.filter(|one| markup.is_none() && !one.body.is_empty()));
    let asset = file.map(|one| Asset::read(&one.body));
    // Documents of licences that something points to, by their addresses.
    if let Some(web) = &web {
        let mut links: Vec<String> = Vec::new();
        if let Some((_, one)) = &robots {
            links.extend(record_values(&one.body, "license"));
        }
        for value in headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("link")).map(|(_, value)| value) {
            links.extend(value.split('<').skip(1).filter_map(|part| Some(part.split_once('>')?.0.to_owned())));
        }
        let elements = page.iter().flat_map(|page| &page.elements).filter(|e| e.name == "link");
        links.extend(elements.filter_map(|e| e.get("href").map(|href| href.trim().to_owned())));
        for link in links {
            let known = files.iter().any(|file| file.place == link);
            if let Some(one) = web.resolve(&link).filter(|_| !known).and_then(|url| found(store, &url, at)) {
                files.push(Obtained { place: link, ..one });
            }
        }
    }
    let all = robots.iter().map(|(_, one)| one).chain(&files).chain(&answer);
    if all.clone().any(|one| one.cut) || page.as_ref().is_some_and(|page| page.cut) {
        gaps.push(Gap::Cut);
    }
    if asset.as_ref().is_some_and(|asset| !asset.faults.is_empty()) {
        gaps.push(Gap::Unreadable);
    }
    let newest = all.filter_map(|one| one.at.as_ref()).map(|(time, _)| *time).max();
    let year = at.or(newest).map(|time| jiff::tz::Offset::UTC.to_datetime(time).year());
    let origin = web.as_ref().map(Url::origin).unwrap_or_default();
    Ok(Gathered { path, origin, robots, files, answer, headers, page, asset, media, gaps, year })
}

/// The newest answer, redirects followed in what was kept.
fn found(store: &Store, url: &Url, at: Option<Timestamp>) -> Option<Obtained> {
    let first = store.newest(url, at)?;
    let (mut one, mut place, mut redirects) = (first, url.clone(), first.redirects);
    while matches!(one.status, Some(301 | 302 | 303 | 307 | 308)) && redirects <= REDIRECTS {
        let Some(next) = one.header("location").and_then(|to| place.resolve(to)) else { break };
        let Some(other) = store.newest(&next, at) else { break };
        (one, place, redirects) = (other, next, redirects + 1);
    }
    // The rules apply to the site that was asked, from the moment of that question.
    Some(Obtained { url: url.to_string(), redirects, at: first.at.clone(), ..one.clone() })
}

fn bare(place: &str, status: u16) -> Obtained {
    Obtained {
        url: String::new(),
        place: place.to_owned(),
        status: Some(status),
        why: None,
        redirects: 0,
        at: None,
        headers: Vec::new(),
        body: Vec::new(),
        cut: false,
        from: "--robots-status".to_owned(),
    }
}

fn is_page(one: &Obtained) -> bool {
    match one.header("content-type").map(str::to_ascii_lowercase) {
        Some(kind) => kind.contains("html"),
        None => {
            one.body.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'<') && !one.body.starts_with(b"<x:xmpmeta")
        }
    }
}

/// What the address holds, by the type that its answer states.
fn by_type(headers: &[(String, String)], given: &Given) -> Media {
    let stated = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    match stated.map(|(_, value)| value.to_ascii_lowercase()) {
        Some(value) if value.starts_with("image/") => Media::Image,
        Some(value) if !value.starts_with("text/") && !value.contains("html") && !value.contains("xml") => Media::Other,
        None if given.asset.is_some() => Media::Other,
        _ => Media::Text,
    }
}

impl Gathered {
    /// The files as protocols take them.
    pub fn files(&self) -> Vec<File<'_>> {
        self.files
            .iter()
            .map(|one| File { place: &one.place, status: one.status.unwrap_or(0), body: &one.body })
            .collect()
    }

    /// Names and values of the headers.
    pub fn header_pairs(&self) -> Vec<(&str, &str)> {
        self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    /// The input of the protocols.
    pub fn input<'a>(
        &'a self,
        agent: Agent<'a>,
        files: &'a [File<'a>],
        headers: &'a [(&'a str, &'a str)],
    ) -> Input<'a> {
        Input {
            path: &self.path,
            origin: &self.origin,
            agent,
            media: self.media,
            robots: self.robots.as_ref().map(|(robots, one)| (robots, one.body.as_slice())),
            files,
            headers,
            page: self.page.as_ref(),
            asset: self.asset.as_ref(),
            year: self.year,
        }
    }

    /// Everything it rests on.
    pub fn sources(&self) -> impl Iterator<Item = &Obtained> {
        self.robots.iter().map(|(_, one)| one).chain(&self.files).chain(&self.answer)
    }
}
