//! Engines for robots.txt from the crate registry beside ours: wrong answers on our vectors, checks per second on a file that was
//! read before, and on a fresh one each time. Input and output are JSON lines; `benches/robots_peers.py` makes the table.

use std::hint::black_box;
use std::io::Read;
use std::time::{Duration, Instant};

use gpai_optout::robots::{Access, Dialect, Robots};

/// Name, file, agent, path, whether it may be fetched; separated by U+001F, vectors by U+001E.
struct Vector<'t> {
    name: &'t str,
    file: String,
    agent: &'t str,
    path: &'t str,
    allow: bool,
}

/// How often something is done in a second, measured for one.
fn rate(mut once: impl FnMut() -> u64) -> f64 {
    let begin = Instant::now();
    let mut done = 0;
    while begin.elapsed() < Duration::from_secs(1) {
        done += once();
    }
    done as f64 / begin.elapsed().as_secs_f64()
}

fn main() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).expect("vectors on standard input");
    let (file, rest) = text.split_once('\u{1d}').expect("the file that is measured, then vectors");
    let vectors: Vec<Vector> = rest
        .split('\u{1e}')
        .filter_map(|line| {
            let parts: Vec<&str> = line.split('\u{1f}').collect();
            let [name, file, agent, path, allow] = parts[..] else { return None };
            Some(Vector { name, file: file.replace("\\n", "\n"), agent, path, allow: allow == "true" })
        })
        .collect();
    let paths =
        ["/", "/section-7/private/page.html", "/article/2024/05/a-long-title-of-a-page?ref=front", "/a/b/c.pdf"];
    let agents = ["GPTBot", "SomeBot", "ClaudeBot", "agent-cc-x"];

    let ours = |v: &Vector| {
        Robots::parse(v.file.as_bytes(), Dialect::Rfc9309).check(&[v.agent], v.path).access == Access::Allow
    };
    let robots = Robots::parse(file.as_bytes(), Dialect::Rfc9309);
    // The others are read for one agent each; as much is kept here: the rules of each agent.
    let kept: Vec<_> = agents.iter().map(|agent| robots.rules(&[*agent])).collect();
    report(
        "gpai-optout",
        &vectors,
        ours,
        rate(|| {
            for rules in &kept {
                for path in paths {
                    black_box(rules.check(black_box(path)));
                }
            }
            16
        }),
        rate(|| {
            black_box(Robots::parse(black_box(file.as_bytes()), Dialect::Rfc9309).check(&["SomeBot"], "/a/b/c.pdf"));
            1
        }),
    );

    let robotxt = |v: &Vector| robotxt::Robots::from_bytes(v.file.as_bytes(), v.agent).is_relative_allowed(v.path);
    // It is read for one agent: one for each, read before.
    let read: Vec<robotxt::Robots> = agents.iter().map(|a| robotxt::Robots::from_bytes(file.as_bytes(), a)).collect();
    report(
        "robotxt",
        &vectors,
        robotxt,
        rate(|| {
            for robots in &read {
                for path in paths {
                    black_box(robots.is_relative_allowed(black_box(path)));
                }
            }
            16
        }),
        rate(|| {
            black_box(
                robotxt::Robots::from_bytes(black_box(file.as_bytes()), "SomeBot").is_relative_allowed("/a/b/c.pdf"),
            );
            1
        }),
    );

    let texting = |v: &Vector| {
        texting_robots::Robot::new(v.agent, v.file.as_bytes())
            .is_ok_and(|robot| robot.allowed(&format!("https://a.example{}", v.path)))
    };
    let read: Vec<texting_robots::Robot> =
        agents.iter().filter_map(|a| texting_robots::Robot::new(a, file.as_bytes()).ok()).collect();
    let urls: Vec<String> = paths.iter().map(|path| format!("https://a.example{path}")).collect();
    report(
        "texting_robots",
        &vectors,
        texting,
        rate(|| {
            for robot in &read {
                for url in &urls {
                    black_box(robot.allowed(black_box(url)));
                }
            }
            16
        }),
        rate(|| {
            black_box(
                texting_robots::Robot::new("SomeBot", black_box(file.as_bytes())).map(|r| r.allowed(&urls[3])).ok(),
            );
            1
        }),
    );
}

fn report(engine: &str, vectors: &[Vector], allowed: impl Fn(&Vector) -> bool, cached: f64, fresh: f64) {
    let wrong: Vec<String> =
        vectors.iter().filter(|v| allowed(v) != v.allow).map(|v| format!("\"{}\"", v.name)).collect();
    println!(
        "{{\"engine\":\"{engine}\",\"wrong\":[{}],\"of\":{},\"cached\":{cached:.0},\"fresh\":{fresh:.0}}}",
        wrong.join(","),
        vectors.len()
    );
}
