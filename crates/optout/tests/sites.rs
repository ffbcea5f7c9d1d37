//! What sites say and what it means, case by case (`sites.json`): the layer of fetching, the layer of purposes, conflicts between
//! protocols, places with several of them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fmt::Write as _;

use gpai_optout::html::Page;
use gpai_optout::robots::{Access, Dialect, Fetched, Robots};
use gpai_optout::{Agent, File, Input, Media, Purpose, judge, read_all};
use serde_json::Value as Json;

fn texts(json: &Json) -> Vec<&str> {
    json.as_array().into_iter().flatten().filter_map(Json::as_str).collect()
}

#[test]
fn every_site_means_what_it_says() {
    let all: Json = serde_json::from_str(include_str!("sites.json")).unwrap();
    let vectors = all["vectors"].as_array().unwrap();
    let mut wrong = String::new();
    for vector in vectors {
        let text = |key: &str| vector[key].as_str().unwrap_or_default();
        let (fallback, controls, majors) =
            (texts(&vector["fallback"]), texts(&vector["controls"]), texts(&vector["majors"]));
        let body = text("robots").as_bytes();
        let robots = vector["robots"].as_str().map(|_| {
            let status = u16::try_from(vector["status"].as_u64().unwrap_or(200)).unwrap();
            Robots::fetched(Fetched::Status { status, redirects: 0 }, body, Dialect::Rfc9309)
        });
        let files: Vec<File<'_>> = (vector["files"].as_array().into_iter().flatten())
            .map(|file| File {
                place: file["place"].as_str().unwrap(),
                status: u16::try_from(file["status"].as_u64().unwrap()).unwrap(),
                body: file["body"].as_str().unwrap().as_bytes(),
            })
            .collect();
        let headers: Vec<(&str, &str)> = (vector["headers"].as_array().into_iter().flatten())
            .map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap()))
            .collect();
        let page = vector["html"].as_str().map(|html| Page::read(html.as_bytes()));
        let input = Input {
            path: text("path"),
            origin: text("origin"),
            agent: Agent {
                token: text("agent"),
                fallback: &fallback,
                controls: &controls,
                majors: &majors,
                operator: text("operator"),
                ..Agent::default()
            },
            media: if text("media") == "image" { Media::Image } else { Media::Text },
            robots: robots.as_ref().map(|robots| (robots, body)),
            files: &files,
            headers: &headers,
            page: page.as_ref(),
            year: vector["year"].as_i64().and_then(|year| i16::try_from(year).ok()),
            ..Input::default()
        };
        let signals = read_all(&input);
        for (key, wanted) in vector["expect"].as_object().unwrap() {
            let purpose = Purpose::ALL.into_iter().find(|p| p.word() == key);
            let said = match (key.as_str(), purpose) {
                ("fetch", _) => {
                    let access = robots.as_ref().unwrap().check(&input.tokens(), input.path).access;
                    if access == Access::Allow { "allow".to_owned() } else { "disallow".to_owned() }
                }
                ("notices", _) => (!judge(&signals, Purpose::Train).notices.is_empty()).to_string(),
                (_, Some(purpose)) => {
                    let judged = judge(&signals, purpose);
                    let sure = wanted.as_str().is_some_and(|text| text.contains('/'));
                    let word = judged.value.word();
                    if sure { format!("{word}/{}", judged.confidence.word()) } else { word.to_owned() }
                }
                _ => panic!("{key}"),
            };
            if wanted.as_str().map_or_else(|| wanted.to_string(), str::to_owned) != said {
                writeln!(wrong, "{} {}: {key} is {said}, not {wanted}", vector["id"], vector["says"]).unwrap();
            }
        }
    }
    assert!(wrong.is_empty() && vectors.len() > 100, "{wrong}");
}
