//! `--fetch`: what the protocols want of a site and of the pages asked about, politely. robots.txt first, and where it refuses
//! this program, nothing else is fetched; that is said, and nothing is concluded from it.

use gpai_optout::html::Page;
use gpai_optout::robots::{Access, Dialect, Fetched, LIMIT, Robots, record_values};

use super::store::{Obtained, Store, places};
use crate::fetch::url::Url;
use crate::fetch::{Answer, Client, TOKEN};

/// How much of a file of a site is read.
const FILE: usize = 1 << 20;
/// How much of a page or another file is read.
const PAGE: usize = 16 << 20;
/// How many documents of licences of one site are fetched.
const LICENCES: usize = 5;

/// Fetches what is wanted for some pages into the store. What is refused or fails is told in `said`.
pub fn fetch(
    client: &Client,
    pages: &[Url],
    store: &mut Store,
    said: &mut Vec<String>,
) -> Result<Vec<Obtained>, String> {
    let mut all: Vec<Obtained> = Vec::new();
    let mut origins: Vec<Url> = pages.iter().map(|page| page.at("/robots.txt")).collect();
    origins.sort();
    origins.dedup();
    for robots_at in origins {
        let answer = client.get(&robots_at, LIMIT + 1);
        let robots = keep(&mut all, &robots_at, answer);
        let parsed = read(&robots);
        let may = |url: &Url| {
            let asked = parsed.check(&[TOKEN], &url.path);
            asked.access == Access::Allow
        };
        let mut licences: Vec<Url> = Vec::new();
        let links = record_values(&robots.body, "license");
        licences.extend(links.iter().filter_map(|link| robots_at.resolve(link)));
        for place in places().filter(|place| *place != "/robots.txt") {
            let url = robots_at.at(place);
            if may(&url) {
                keep(&mut all, &url, client.get(&url, FILE));
            } else {
                said.push(format!("{url}: not fetched, since robots.txt refuses {TOKEN}"));
            }
        }
        for page in pages.iter().filter(|page| page.origin() == robots_at.origin()) {
            if !may(page) {
                said.push(format!("{page}: not fetched, since robots.txt refuses {TOKEN}"));
                continue;
            }
            let found = keep(&mut all, page, client.get(page, PAGE));
            licences.extend(licence_links(&found).iter().filter_map(|link| page.resolve(link)));
        }
        licences.sort();
        licences.dedup();
        for url in licences.into_iter().take(LICENCES) {
            // Another site is asked for its robots.txt first, too.
            let other = url.at("/robots.txt");
            let known = all.iter().any(|one| one.url == other.to_string());
            if !known {
                keep(&mut all, &other, client.get(&other, LIMIT + 1));
            }
            let refused = all
                .iter()
                .find(|one| one.url == other.to_string())
                .is_some_and(|one| read(one).check(&[TOKEN], &url.path).access == Access::Disallow);
            if refused {
                said.push(format!("{url}: not fetched, since robots.txt refuses {TOKEN}"));
            } else {
                keep(&mut all, &url, client.get(&url, FILE));
            }
        }
    }
    for one in &all {
        if let Some(why) = &one.why {
            said.push(format!("{}: {why}", one.url));
        }
        store.add(one.clone())?;
    }
    Ok(all)
}

/// A robots.txt by how it was obtained.
fn read(one: &Obtained) -> Robots {
    let how = one.status.map_or(Fetched::Unreachable, |status| Fetched::Status { status, redirects: one.redirects });
    Robots::fetched(how, &one.body, Dialect::Rfc9309)
}

/// The documents of licences that a page or its headers point to.
fn licence_links(page: &Obtained) -> Vec<String> {
    let mut found = Vec::new();
    let type_is = |text: &str| text.to_ascii_lowercase().contains("application/rsl+xml");
    for (_, value) in page.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("link")) {
        let parts = value.split('<').skip(1).filter(|part| type_is(part));
        found.extend(parts.filter_map(|part| Some(part.split_once('>')?.0.to_owned())));
    }
    if page.body.get(..1024).unwrap_or(&page.body).contains(&b'<') {
        let elements = Page::read(&page.body).elements;
        let links = elements.iter().filter(|e| e.name == "link" && e.get("type").is_some_and(type_is));
        found.extend(links.filter_map(|e| e.get("href").map(str::to_owned)));
    }
    found
}

fn keep(all: &mut Vec<Obtained>, url: &Url, answer: Answer) -> Obtained {
    let redirects = u32::try_from(answer.chain.len().saturating_sub(1)).unwrap_or(u32::MAX);
    let one = Obtained {
        url: url.to_string(),
        place: url.path.clone(),
        status: answer.status,
        why: answer.why,
        redirects,
        at: Some((answer.at, answer.at.to_string())),
        headers: answer.headers,
        body: answer.body,
        cut: answer.cut,
        from: match answer.chain.last() {
            Some(last) if redirects > 0 => format!("fetched from {last}"),
            _ => "fetched".to_owned(),
        },
    };
    all.push(one.clone());
    one
}
