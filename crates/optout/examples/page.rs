//! Everything that was said about one page, and what holds for each purpose. `cargo run -p gpai-optout --example page`
#![allow(clippy::print_stdout, reason = "example")]

use gpai_optout::html::Page;
use gpai_optout::robots::{Dialect, Robots};
use gpai_optout::{Agent, Circumstances, Exception, File, Input, Purpose, judge, judge_for, read_all};

fn main() {
    let body = b"User-agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /\n";
    let robots = Robots::parse(body, Dialect::Rfc9309);
    let tdmrep = br#"[{"location":"/","tdm-reservation":1,"tdm-policy":"https://a.example/licences"}]"#;
    let page = Page::read(b"<meta name=robots content=noai><p>No text and data mining without permission.</p>");
    let files = [File { place: "/.well-known/tdmrep.json", status: 200, body: tdmrep }];
    let headers = [("Content-Usage", "train-ai=n")];
    let input = Input {
        path: "/article",
        origin: "https://a.example",
        agent: Agent { token: "ExampleBot", ..Agent::default() },
        robots: Some((&robots, body)),
        files: &files,
        headers: &headers,
        page: Some(&page),
        ..Input::default()
    };
    let signals = read_all(&input);
    for purpose in Purpose::ALL {
        let judged = judge(&signals, purpose);
        let by: Vec<&str> = judged.by.iter().map(|signal| signal.protocol).collect();
        let (value, rule) = (judged.value.word(), judged.rule);
        println!(
            "{:6} {value:11} rule {rule}, by {}; {} sentences",
            purpose.word(),
            by.join(", "),
            judged.notices.len()
        );
    }
    // A research organisation mines under Article 3: what was said stays, and does not bear on it.
    let research = Circumstances { exception: Some(Exception::Research), ..Circumstances::default() };
    println!("{:?}", judge_for(&signals, Purpose::Tdm, research).bearing);
}
