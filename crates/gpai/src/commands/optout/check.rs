//! One site, a few addresses, for people.

use gpai_forms::escape::visible;
use gpai_optout::book::{Book, Known};
use gpai_optout::html::Page;
use gpai_optout::robots::{Fetched, Robots, target};
use gpai_optout::{File, Input, Media, read_all};
use gpai_rules::law::Language;

use super::{CheckArgs, files, show};
use crate::outcome::{Exit, Failure, Outcome};

/// Runs it.
pub fn run(book: &Book, args: &CheckArgs, language: Language) -> Outcome {
    let token = args.agent.as_deref().unwrap_or_default();
    if token.trim().is_empty() {
        return Err(Failure::Usage(
            "--agent is empty\n  help: name the crawler's product token: --agent GPTBot".to_owned(),
        ));
    }
    let dialect = args.dialect.dialect();
    let mut bodies = Vec::new();
    for (place, path) in args.files.iter() {
        bodies.push((place, files::need(path)?));
    }
    let files: Vec<File<'_>> = bodies.iter().map(|(place, body)| File { place, status: 200, body }).collect();
    let body = bodies.iter().find(|(place, _)| *place == "/robots.txt").map_or(&[][..], |(_, body)| body.as_slice());
    let robots = match args.robots_status {
        Some(status) => Some(Robots::fetched(Fetched::Status { status, redirects: 0 }, body, dialect)),
        None if files.iter().any(|file| file.place == "/robots.txt") => Some(Robots::parse(body, dialect)),
        None => None,
    };
    let page = args.html.as_deref().map(files::need).transpose()?.map(|body| Page::read(&body));
    let headers: Vec<(&str, &str)> = args.headers.iter().map(|text| header(text)).collect::<Result<_, _>>()?;
    let known = Known::of(book, token);
    let media = args.media.map_or_else(|| by_type(&headers), super::MediaWord::media);
    let mut out = String::new();
    for (number, url) in args.urls.iter().enumerate() {
        let path = target(url).map_err(|e| {
            Failure::Usage(format!("{url}: {e}\n  help: write the whole address: https://a.example/page"))
        })?;
        let input = Input {
            path: &path,
            agent: known.agent(token),
            media,
            robots: robots.as_ref().map(|robots| (robots, body)),
            files: &files,
            headers: &headers,
            page: page.as_ref(),
        };
        if number > 0 {
            out.push('\n');
        }
        let signals = read_all(&input);
        show::address(&mut out, book, &visible(url), &input, &signals, language);
    }
    show::foot(&mut out, &files, &headers, page.is_some(), robots.is_some(), language);
    Ok((out, Exit::Done))
}

fn header(text: &str) -> Result<(&str, &str), Failure> {
    match text.split_once(':') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim(), value.trim())),
        _ => Err(Failure::Usage(format!("--header {text}: expected a name and a value: \"X-Robots-Tag: noai\""))),
    }
}

/// What the address holds, by the type that its answer states.
fn by_type(headers: &[(&str, &str)]) -> Media {
    let stated = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    match stated.map(|(_, value)| value.to_ascii_lowercase()) {
        Some(value) if value.starts_with("image/") => Media::Image,
        Some(value) if !value.starts_with("text/") && !value.contains("html") && !value.contains("xml") => Media::Other,
        _ => Media::Text,
    }
}
