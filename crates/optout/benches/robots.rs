//! Decisions per second: a file that was read before, and a fresh one each time. `cargo bench -p gpai-optout`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "benchmark")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gpai_optout::robots::{Dialect, Robots};

/// A file as large sites have it: thirty named agents, and forty rules for everybody.
fn file() -> String {
    let mut text = String::from("# robots.txt\n\n");
    for n in 0..30_u8 {
        let letter = char::from(b'a' + n % 26);
        text.push_str(&format!("User-agent: Agent-{letter}{letter}-{}\n", if n < 26 { "x" } else { "y" }));
    }
    text.push_str(
        "User-agent: GPTBot\nUser-agent: CCBot\nDisallow: /\nAllow: /open/\n\nUser-agent: *\nCrawl-delay: 1\n",
    );
    for n in 0..36 {
        text.push_str(&format!("Disallow: /section-{n}/private/\n"));
    }
    text.push_str("Disallow: /*?sort=\nDisallow: /*.pdf$\nAllow: /section-3/private/index\nDisallow: /search\n");
    text.push_str("Sitemap: https://a.example/sitemap.xml\n");
    text
}

fn decisions(c: &mut Criterion) {
    let text = file();
    let paths =
        ["/", "/section-7/private/page.html", "/article/2024/05/a-long-title-of-a-page?ref=front", "/a/b/c.pdf"];
    let agents = ["GPTBot", "SomeBot", "ClaudeBot", "agent-cc-x"];
    let robots = Robots::parse(text.as_bytes(), Dialect::Rfc9309);
    let mut group = c.benchmark_group("robots");
    group.throughput(Throughput::Elements(16));
    group.bench_function("cached", |b| {
        b.iter(|| {
            for agent in agents {
                for path in paths {
                    black_box(robots.check(black_box(&[agent]), black_box(path)));
                }
            }
        });
    });
    group.throughput(Throughput::Elements(1));
    group.bench_function("fresh", |b| {
        b.iter(|| Robots::parse(black_box(text.as_bytes()), Dialect::Rfc9309).check(&["SomeBot"], "/a/b/c.pdf"));
    });
    let stars = format!("User-agent: *\nDisallow: /{}b\n", "*a".repeat(1000));
    let robots = Robots::parse(stars.as_bytes(), Dialect::Rfc9309);
    let path = format!("/{}", "a".repeat(10_000));
    group.bench_function("stars", |b| b.iter(|| robots.check(black_box(&["SomeBot"]), black_box(&path))));
    group.finish();
}

criterion_group!(benches, decisions);
criterion_main!(benches);
