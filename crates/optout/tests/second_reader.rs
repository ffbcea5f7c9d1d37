//! A second reader of robots.txt, written from the text of RFC 9309 without a look at the first: it copies, cuts and tries every
//! way, and knows nothing of speed. Both read the same generated files, noise and all, and have to agree on decision and line.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "tests")]

use gpai_optout::robots::{Access, Dialect, Robots};

/// What the second reader makes of a file for one agent and path: allowed, and the line of the rule that decides.
fn second(body: &[u8], agent: &str, path: &str) -> (bool, Option<u32>) {
    if path == "/robots.txt" {
        return (true, None);
    }
    // Lines: CR LF, LF or CR.
    let text: Vec<u8> = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body).to_vec();
    let mut lines: Vec<Vec<u8>> = vec![Vec::new()];
    let mut at = 0;
    while at < text.len() {
        match text[at] {
            b'\r' if text.get(at + 1) == Some(&b'\n') => {
                lines.push(Vec::new());
                at += 1;
            }
            b'\r' | b'\n' => lines.push(Vec::new()),
            other => lines.last_mut().unwrap().push(other),
        }
        at += 1;
    }
    // Groups: agents and rules, with the line of each rule.
    type Group = (Vec<String>, Vec<(bool, String, u32)>);
    let mut groups: Vec<Group> = Vec::new();
    let mut ruled = true;
    for (number, line) in lines.iter().enumerate() {
        // Octets as characters of their own, so that nothing has to be valid.
        let line: String = line.iter().map(|b| char::from(*b)).collect();
        let line = line.split('#').next().unwrap();
        let Some((field, value)) = line.split_once(':') else { continue };
        let blank = |c: char| c == ' ' || c == '\t';
        let (field, value) = (field.trim_matches(blank).to_ascii_lowercase(), value.trim_matches(blank).to_owned());
        match field.as_str() {
            "user-agent" | "useragent" | "user agent" => {
                if ruled {
                    groups.push((Vec::new(), Vec::new()));
                    ruled = false;
                }
                groups.last_mut().unwrap().0.push(value);
            }
            "allow" | "disallow" | "disalow" | "dissallow" | "dissalow" | "diasllow" | "disallaw" => {
                if let Some((_, rules)) = groups.last_mut() {
                    rules.push((field == "allow", value, u32::try_from(number + 1).unwrap()));
                    ruled = true;
                }
            }
            _ => {}
        }
    }
    let own = |value: &String| {
        let cut: String = value.chars().take_while(|c| c.is_ascii_alphabetic() || *c == '-' || *c == '_').collect();
        let whole: String = agent.bytes().map(char::from).collect();
        // Of a token that holds more than letters only the whole can be meant.
        (!cut.is_empty() && cut.eq_ignore_ascii_case(agent)) || value.eq_ignore_ascii_case(&whole)
    };
    let star = |value: &String| value == "*" || value.starts_with("* ") || value.starts_with("*\t");
    let pick = |named: &dyn Fn(&String) -> bool| -> Vec<&(bool, String, u32)> {
        groups.iter().filter(|(agents, _)| agents.iter().any(named)).flat_map(|(_, rules)| rules).collect()
    };
    let has = groups.iter().any(|(agents, _)| agents.iter().any(own));
    let rules = if has { pick(&own) } else { pick(&star) };
    let path = spelt(&path.bytes().map(char::from).collect::<String>(), true);
    let mut best: Option<(usize, bool, u32)> = None;
    for (allow, pattern, line) in rules {
        if !(pattern.starts_with('/') || pattern.starts_with('*')) || pattern.contains([' ', '\t']) {
            continue;
        }
        let anchored = pattern.ends_with('$');
        let inner = if anchored { &pattern[..pattern.len() - 1] } else { pattern };
        let shape = spelt(inner, false);
        if !tries(&shape, &path, anchored) {
            continue;
        }
        // Octets, with `$` and `*`; a `$` inside is one octet, however it is compared.
        let inside = inner.matches('$').count();
        let length = shape.len() - 2 * inside + usize::from(anchored);
        let better =
            best.is_none_or(|(l, a, n)| (length, *allow, std::cmp::Reverse(*line)) > (l, a, std::cmp::Reverse(n)));
        if better {
            best = Some((length, *allow, *line));
        }
    }
    best.map_or((true, None), |(_, allow, line)| (allow, Some(line)))
}

/// The one spelling: unreserved octets plain, others beyond ASCII and special ones encoded in upper case. In a path `*` and `$`
/// are themselves; in a pattern `*` is any.
fn spelt(text: &str, path: bool) -> String {
    let octets: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let mut out = String::new();
    let mut at = 0;
    while at < octets.len() {
        let hex = |b: Option<&u8>| b.and_then(|b| char::from(*b).to_digit(16));
        let byte = octets[at];
        if let (b'%', Some(high), Some(low)) = (byte, hex(octets.get(at + 1)), hex(octets.get(at + 2))) {
            let value = u8::try_from(high * 16 + low).unwrap();
            if value.is_ascii_alphanumeric() || b"-._~".contains(&value) {
                out.push(char::from(value));
            } else {
                out += &format!("%{value:02X}");
            }
            at += 3;
            continue;
        }
        let special = byte == b'$' || (path && byte == b'*');
        if special || !(b' '..0x7f).contains(&byte) || (path && byte == b' ') {
            out += &format!("%{byte:02X}");
        } else {
            out.push(char::from(byte));
        }
        at += 1;
    }
    out
}

/// Whether a pattern matches from the beginning, by trying every length for each star.
fn tries(pattern: &str, path: &str, anchored: bool) -> bool {
    match pattern.chars().next() {
        None => !anchored || path.is_empty(),
        Some('*') => (0..=path.len()).any(|skip| tries(&pattern[1..], &path[skip..], anchored)),
        Some(c) => path.starts_with(c) && tries(&pattern[1..], &path[1..], anchored),
    }
}

/// A file with everything that occurs in real ones.
fn file(random: &mut fastrand::Rng) -> Vec<u8> {
    const AGENTS: [&str; 16] = [
        "*",
        "A",
        "b",
        "A-B",
        "AI2Bot",
        "A/1.0",
        "* ",
        "*x",
        "",
        "Foo Bar",
        "a b",
        "A_b",
        "360Spider",
        "*\tb",
        "ab",
        "B",
    ];
    const PATTERNS: [&str; 26] = [
        "", "/", "/a", "/a/", "/a$", "/*a", "/*a$", "*", "*.b$", "/a*b", "a", "/%61", "/%2f", "/%2F", "/a%2ab", "/a$b",
        "/é", "/%C3%A9", "/a b", "/a#b", "/**a", "/*/*b", "/a%", "/%4", "/a\u{1}", "/b?x=*",
    ];
    const NOISE: [&str; 12] = [
        "",
        "# x",
        "Sitemap: https://a.example/s",
        "Crawl-delay: 1",
        "Content-Signal: ai-train=no",
        "Disallow /a",
        "<html>",
        "\u{feff}Allow: /",
        "Noindex: /a",
        "User-agent",
        ":",
        "   ",
    ];
    const ENDS: [&[u8]; 5] = [b"\n", b"\r\n", b"\r", b" # c\n", b"\t\n"];
    let mut out: Vec<u8> = if random.u8(..8) == 0 { b"\xEF\xBB\xBF".to_vec() } else { Vec::new() };
    for _ in 0..random.usize(..14) {
        let line = match random.u8(..10) {
            0..4 => {
                let field = ["User-agent", "user-AGENT", "Useragent", " User-Agent "][random.usize(..4)];
                format!("{field}:{}{}", [" ", ""][random.usize(..2)], AGENTS[random.usize(..AGENTS.len())])
            }
            4..9 => {
                let field = ["Allow", "Disallow", "DISALLOW", "Disalow", "Dissallow", "  Allow\t"][random.usize(..6)];
                format!("{field}: {}", PATTERNS[random.usize(..PATTERNS.len())])
            }
            _ => NOISE[random.usize(..NOISE.len())].to_owned(),
        };
        out.extend_from_slice(line.as_bytes());
        out.extend_from_slice(ENDS[random.usize(..ENDS.len())]);
    }
    if random.u8(..10) == 0 {
        let at = random.usize(..=out.len());
        out.insert(at, random.u8(..));
    }
    out
}

#[test]
fn two_readers_agree_on_generated_files() {
    const PATHS: [&str; 18] = [
        "/",
        "/a",
        "/a/",
        "/ab",
        "/a/b",
        "/b",
        "/a.b",
        "/%61",
        "/a%2Fb",
        "/a*b",
        "/a$b",
        "/%C3%A9",
        "/é",
        "/a%",
        "/b?x=1",
        "/xa",
        "/aXb",
        "/robots.txt",
    ];
    let mut random = fastrand::Rng::with_seed(9309);
    let mut decided = 0_u32;
    for number in 0..100_000 {
        let body = file(&mut random);
        let robots = Robots::parse(&body, Dialect::Rfc9309);
        let agent = ["A", "B", "AI2Bot", "a-b", "Foo", "360Spider", "Z"][random.usize(..7)];
        let path = PATHS[random.usize(..PATHS.len())];
        let found = robots.check(&[agent], path);
        let found = (found.access == Access::Allow, found.rule.map(|rule| rule.line));
        decided += u32::from(found.1.is_some());
        let expected = second(&body, agent, path);
        assert_eq!(found, expected, "{number}: {agent} {path}\n{}", String::from_utf8_lossy(&body));
    }
    // Agreement on files that say nothing proves nothing.
    assert!(decided > 10_000, "{decided}");
}
