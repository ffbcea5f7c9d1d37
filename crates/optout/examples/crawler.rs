//! What a crawler does with a robots.txt: read once, ask often, keep it compiled. `cargo run -p gpai-optout --example crawler`
#![allow(clippy::print_stdout, reason = "example")]

use gpai_optout::robots::{Access, Dialect, Fetched, Robots, StoredError, target};

fn main() -> Result<(), StoredError> {
    let body = b"User-agent: *\nDisallow: /private\nAllow: /private/open\n";
    // The status matters: 404 leaves everything open, 503 closes everything.
    let robots = Robots::fetched(Fetched::Status { status: 200, redirects: 0 }, body, Dialect::Rfc9309);
    let rules = robots.rules(&["ExampleBot"]);
    for url in ["https://a.example/", "https://a.example/private/x?y", "https://a.example/private/open"] {
        let Ok(path) = target(url) else { continue };
        let decision = rules.check(&path);
        let line = decision.rule.map_or_else(|| "no rule".to_owned(), |rule| format!("line {}", rule.line));
        let word = if decision.access == Access::Allow { "may be fetched" } else { "may not be fetched" };
        println!("{url} {word} ({line})");
    }
    // Millions of sites: keep the compiled form, and load it without reading the text again.
    let stored = robots.to_bytes();
    let loaded = Robots::from_bytes(&stored)?;
    assert_eq!(loaded.check(&["ExampleBot"], "/private"), robots.check(&["ExampleBot"], "/private"));
    println!("{} bytes stored", stored.len());
    Ok(())
}
