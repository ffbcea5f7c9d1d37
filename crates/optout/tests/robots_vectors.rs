//! robots.txt, case by case: the vectors of the reference on rights reservations, and what breaks naive readers.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use gpai_optout::robots::{Access, Decision, Dialect, Fetched, LIMIT, Notes, Robots, from_utf16, line, target};

fn check(body: impl AsRef<[u8]>, agent: &str, path: &str) -> Decision {
    Robots::parse(body.as_ref(), Dialect::Rfc9309).check(&[agent], path)
}

fn google(body: impl AsRef<[u8]>, agent: &str, path: &str) -> Decision {
    Robots::parse(body.as_ref(), Dialect::Google).check(&[agent], path)
}

/// Name, lines separated by ` |`, agent, path, allowed, line, notes.
type Vector = (&'static str, &'static str, &'static str, &'static str, bool, Option<u32>, &'static [&'static str]);
const VECTORS: &[Vector] = &[
    ("R1", "User-agent: * | Disallow: / | User-agent: GPTBot | Allow: /", "GPTBot", "/a", true, Some(4), &[]),
    ("R2", "User-agent: * | Disallow: / | User-agent: GPTBot | Allow: /", "CCBot", "/a", false, Some(2), &[]),
    ("R3", "User-agent: gptbot | Disallow: /x", "GPTBot", "/x1", false, Some(2), &[]),
    ("R4", "User-agent: GPTBot/1.1 | Disallow: /", "GPTBot", "/", false, Some(2), &["lenient_ua"]),
    (
        "R5",
        "User-agent: A | Crawl-delay: 2 | User-agent: B | Disallow: /",
        "A",
        "/",
        false,
        Some(4),
        &["ambiguous_group"],
    ),
    ("R6", "User-agent: A | Sitemap: https://e/s | User-agent: * | Disallow: /", "A", "/", false, Some(4), &[]),
    ("R7", "User-agent: * | Allow: /p | Disallow: /", "X", "/page", true, Some(2), &[]),
    ("R8", "User-agent: * | Allow: /folder | Disallow: /folder", "X", "/folder/p", true, Some(2), &[]),
    ("R9", "User-agent: * | Allow: /page | Disallow: /*.htm", "X", "/page.htm", false, Some(3), &[]),
    ("R10", "User-agent: * | Allow: /$ | Disallow: /", "X", "/page", false, Some(3), &[]),
    ("R11", "User-agent: * | Disallow: /*.php$", "X", "/a.php?x=1", true, None, &[]),
    ("R12", "Disallow: / | User-agent: A | Allow: /x", "A", "/y", true, None, &[]),
    ("R13", "User-agent: A | Disallow: /x | User-agent: A | Disallow: /y", "A", "/y", false, Some(4), &[]),
    ("R14", "\u{feff}User-agent: * | Disallow: /", "X", "/", false, Some(2), &[]),
    ("R15", "User-agent: * | Disallow: /%62az", "X", "/baz", false, Some(2), &[]),
    ("R16", "User-agent: * | Disallow: /a%2Fb", "X", "/a/b", true, None, &[]),
    ("R17", "User-agent: * | Disallow: /ツ", "X", "/%E3%83%84", false, Some(2), &[]),
    ("R18", "User-agent: *\rDisallow: /\r", "X", "/", false, Some(2), &[]),
    ("R19", "User-agent: Googlebot-News | Disallow: /", "Googlebot", "/", true, None, &[]),
    ("R20", "User-agent: * | Disallow: /", "X", "/robots.txt", true, None, &[]),
    ("R21", "<html><body>Not found</body></html>", "X", "/", true, None, &["html_body"]),
    ("R25", "User-agent: * | Disallow:", "X", "/", true, None, &[]),
    ("R26", "User-agent: Google-Extended | Disallow: /", "Googlebot", "/a", true, None, &[]),
    // Whole names only, in both directions.
    ("prefix", "User-agent: Applebot | Disallow: /", "Applebot-Extended", "/", true, None, &[]),
    ("prefix back", "User-agent: Applebot-Extended | Disallow: /", "Applebot", "/", true, None, &[]),
    // Digits are in no product token, but an exact match of the published one is addressed to it.
    ("digits", "User-agent: AI2Bot | Disallow: /", "ai2bot", "/", false, Some(2), &["invalid_token"]),
    ("digits cut", "User-agent: AI2Bot | Disallow: /", "AI", "/", false, Some(2), &["lenient_ua"]),
    ("words", "User-agent: ChatGPT Agent | Disallow: /", "ChatGPT Agent", "/", false, Some(2), &["invalid_token"]),
    ("words cut", "User-agent: ChatGPT Agent | Disallow: /", "ChatGPT", "/", false, Some(2), &["lenient_ua"]),
    ("agent is not cut", "User-agent: GPTBot | Disallow: /", "GPTBot/1.1", "/", true, None, &[]),
    // A star alone, or before white space.
    ("star", "User-agent: * everybody | Disallow: /", "X", "/", false, Some(2), &["lenient_ua"]),
    ("no star", "User-agent: *bot | Disallow: /", "X", "/", true, None, &[]),
    // Blank lines and comments end no group; a rule and then an agent do.
    ("blank", "User-agent: A | | # b | User-agent: B | | Disallow: /x", "A", "/x", false, Some(6), &[]),
    ("two groups", "User-agent: A | Disallow: /a | User-agent: B | Disallow: /b", "A", "/b", true, None, &[]),
    ("empty rule ends", "User-agent: A | Disallow: | User-agent: B | Disallow: /b", "A", "/b", true, None, &[]),
    ("comment", "User-agent: A # of old | Disallow: /a # b | Disallow:#/c", "A", "/a", false, Some(2), &[]),
    ("stars merge", "User-agent: * | Disallow: /a | User-agent: * | Disallow: /b", "X", "/b", false, Some(4), &[]),
    ("own ignores star", "User-agent: * | Disallow: / | User-agent: A | Disallow: /x", "A", "/y", true, None, &[]),
    // Order never matters; a longer pattern does, also across groups of the same agent.
    ("across", "User-agent: A | Disallow: /a/b | User-agent: A | Allow: /a/b/c", "A", "/a/b/c/d", true, Some(4), &[]),
    ("star counts", "User-agent: * | Disallow: /a* | Allow: /a", "X", "/a", false, Some(2), &[]),
    ("dollar inside", "User-agent: * | Disallow: /a$b", "X", "/a$b/c", false, Some(2), &[]),
    ("dollar written", "User-agent: * | Disallow: /a%24b", "X", "/a$b", false, Some(2), &[]),
    ("star written", "User-agent: * | Disallow: /a%2Ab", "X", "/a*b", false, Some(2), &[]),
    ("star written is no star", "User-agent: * | Disallow: /a%2Ab", "X", "/axb", true, None, &[]),
    ("digits upper", "User-agent: * | Disallow: /%aa", "X", "/%AA", false, Some(2), &[]),
    ("broken percent", "User-agent: * | Disallow: /100%/x%4", "X", "/100%/x%4y", false, Some(2), &[]),
    ("case", "User-agent: * | Disallow: /A", "X", "/a", true, None, &[]),
    ("query", "User-agent: * | Disallow: /*?id=", "X", "/p?id=1", false, Some(2), &[]),
    ("star end", "User-agent: * | Disallow: /x*$", "X", "/xyz", false, Some(2), &[]),
    ("star first", "User-agent: * | Disallow: *.gif$", "X", "/a/b.gif", false, Some(2), &[]),
    ("anchored piece", "User-agent: * | Disallow: /*ab$", "X", "/abab", false, Some(2), &[]),
    ("pieces in order", "User-agent: * | Disallow: /*b*a$", "X", "/ab", true, None, &[]),
    ("pieces do not overlap", "User-agent: * | Disallow: /ab*ba$", "X", "/aba", true, None, &[]),
    ("no slash", "User-agent: * | Disallow: private", "X", "/private", true, None, &["lint"]),
    ("space", "User-agent: * | Disallow: /my folder", "X", "/my", true, None, &["lint"]),
    ("misspelt", "Useragent: X | Disalow: /", "X", "/", false, Some(2), &["lenient_field"]),
    ("no colon", "User-agent: X | Disallow |", "X", "/", true, None, &[]),
    ("white space", "  User-Agent\t: X |\tDISALLOW :\t/a  ", "x", "/a", false, Some(2), &[]),
    (
        "unknown record",
        "User-agent: A | Foo: 1 | User-agent: B | Disallow: /",
        "B",
        "/",
        false,
        Some(4),
        &["ambiguous_group"],
    ),
    (
        "after a rule",
        "User-agent: A | Disallow: / | Crawl-delay: 2 | User-agent: B | Allow: /",
        "A",
        "/",
        false,
        Some(2),
        &[],
    ),
    ("mark inside", "User-agent: * | \u{feff}Disallow: /", "X", "/", true, None, &[]),
    ("empty", "", "X", "/", true, None, &[]),
];

#[test]
fn every_vector_holds() {
    for (name, text, agent, path, allowed, line, notes) in VECTORS {
        let found = check(text.replace(" |", "\n"), agent, path);
        assert_eq!(found.access == Access::Allow, *allowed, "{name}");
        assert_eq!(found.rule.map(|r| r.line), *line, "{name}: line");
        assert_eq!(found.notes.words().collect::<Vec<_>>(), *notes, "{name}: notes");
    }
}

#[test]
fn what_the_server_answered_decides_before_any_rule() {
    let body = b"User-agent: *\nDisallow: /a\n";
    let at = |status, redirects| Robots::fetched(Fetched::Status { status, redirects }, body, Dialect::Rfc9309);
    let ask = |robots: &Robots| robots.check(&["X"], "/b");
    // R22: the server failed, so nothing may be fetched. R23: there is no file, so nothing was said.
    for status in [500, 503, 599, 0, 100] {
        let found = ask(&at(status, 0));
        assert_eq!((found.access, found.rule, found.notes), (Access::Disallow, None, Notes::UNREACHABLE), "{status}");
    }
    assert_eq!(ask(&Robots::fetched(Fetched::Unreachable, b"", Dialect::Rfc9309)).access, Access::Disallow);
    assert_eq!(at(503, 0).check(&["X"], "/robots.txt").access, Access::Allow);
    for status in [400, 401, 403, 404, 410, 429, 499] {
        let found = at(status, 0).check(&["X"], "/a");
        assert_eq!((found.access, found.notes), (Access::Allow, Notes::UNAVAILABLE), "{status}");
        assert!(!at(status, 0).obtained());
    }
    // R24: five redirects are followed; beyond them the file is used, and that is said.
    assert!(at(200, 5).notes().is_empty());
    assert_eq!(at(200, 6).notes(), Notes::MANY_REDIRECTS);
    assert_eq!(at(200, 6).check(&["X"], "/a").access, Access::Disallow);
    assert_eq!(ask(&at(302, 9)).access, Access::Allow);
    let google = Robots::fetched(Fetched::Status { status: 429, redirects: 0 }, b"", Dialect::Google);
    assert_eq!(google.check(&["X"], "/").access, Access::Disallow);
}

#[test]
fn the_dialects_differ_where_google_says_so() {
    let cases = [
        // R15: encoded unreserved characters stay encoded.
        ("User-agent: *\nDisallow: /%62az", "/baz", true, false),
        ("User-agent: X\nDisallow /a", "/a", false, true),
        ("User-agent X\nDisallow /a b", "/a", false, false),
        ("User-agent: X\nDisallow: /d/\nAllow: /d/index.html", "/d/", true, false),
        ("User-agent: X\nDisallow: /d/\nAllow: /d/index.html", "/d/x", true, true),
        ("\u{feff}User-agent: X\nDisallow: /", "/", true, true),
    ];
    for (text, path, rfc_no, google_no) in cases {
        assert_eq!(check(text, "X", path).access == Access::Disallow, rfc_no, "{text:?} {path}");
        assert_eq!(google(text, "X", path).access == Access::Disallow, google_no, "google: {text:?} {path}");
    }
    // A part of a mark: dropped by Google, and for the RFC it spoils the first line.
    let partial = b"\xEF\xBBUser-agent: X\nDisallow: /";
    assert_eq!(google(partial, "X", "/").access, Access::Disallow);
    assert_eq!(check(partial, "X", "/").access, Access::Allow);
    // The value is cut, the agent is not.
    assert_eq!(google("User-agent: Foo Bar\nDisallow: /", "Foo", "/").access, Access::Disallow);
    assert_eq!(google("User-agent: Foo Bar\nDisallow: /", "Foo Bar", "/").access, Access::Allow);
    // A line ends where Google's buffer does.
    let long = format!("User-agent: X\nDisallow: /{}\n", "x".repeat(20_000));
    let path = format!("/{}", "x".repeat(17_000));
    assert_eq!(google(&long, "X", &path).access, Access::Disallow);
    assert_eq!(check(&long, "X", &path).access, Access::Allow);
}

#[test]
fn bytes_of_every_kind_are_read() {
    // NUL and broken UTF-8 are octets like others.
    assert_eq!(check(b"User-agent: *\nDisallow: /\xff", "X", "/%FF/a").rule.map(|r| r.line), Some(2));
    assert_eq!(check(b"User-agent: *\nDisallow: /a\0b", "X", "/a%00b").rule.map(|r| r.line), Some(2));
    // Line ends of three kinds in one file are counted alike.
    let mixed = b"User-agent: *\r\nDisallow: /a\rDisallow: /b\n\nDisallow: /c";
    let lines: Vec<_> = ["/a", "/b", "/c"].map(|path| check(mixed, "X", path).rule.unwrap().line).to_vec();
    assert_eq!(lines, [2, 3, 5]);
    assert_eq!(line(mixed, 3), "Disallow: /b");
    // UTF-16: no rules by the RFC, and a second opinion for whoever asks.
    for (mark, unit) in [(&b"\xff\xfe"[..], true), (b"\xfe\xff", false), (b"", true), (b"", false)] {
        let mut body = mark.to_vec();
        for c in "User-agent: *\nDisallow: /\n".encode_utf16() {
            body.extend(if unit { c.to_le_bytes() } else { c.to_be_bytes() });
        }
        let found = check(&body, "X", "/");
        assert_eq!((found.access, found.notes), (Access::Allow, Notes::ENCODING_UTF16));
        assert_eq!(check(from_utf16(&body).unwrap(), "X", "/").access, Access::Disallow);
    }
    assert_eq!(from_utf16(b"User-agent: *"), None);
}

#[test]
fn the_limit_cuts_no_rule_in_two() {
    let head = "User-agent: *\nDisallow: /first\n";
    let file = |fill: usize, tail: &str| format!("{head}#{}\n{tail}", "x".repeat(fill - head.len() - 2));
    // The last rule ends with the limit, crosses it, and begins with it.
    let ends = file(LIMIT - 15, "Disallow: /sec\n");
    assert_eq!(ends.len(), LIMIT);
    assert_eq!((check(&ends, "X", "/sec").access, check(&ends, "X", "/").notes), (Access::Disallow, Notes::NONE));
    for fill in [LIMIT - 12, LIMIT] {
        let found = check(file(fill, "Disallow: /secret\n"), "X", "/secret");
        assert_eq!((found.access, found.notes), (Access::Allow, Notes::BEYOND_LIMIT), "{fill}");
    }
    assert_eq!(check(file(LIMIT, "# nothing here\n"), "X", "/first").notes, Notes::NONE);
    assert_eq!(check("x".repeat(LIMIT + 1), "X", "/").notes, Notes::NONE);
}

#[test]
fn the_first_token_with_a_group_decides() {
    let robots = Robots::parse(b"User-agent: Googlebot\nDisallow: /a\nUser-agent: *\nDisallow: /", Dialect::Rfc9309);
    assert_eq!(robots.check(&["Applebot", "Googlebot"], "/b").access, Access::Allow);
    assert_eq!(robots.check(&["Applebot", "Googlebot"], "/a").access, Access::Disallow);
    assert_eq!(robots.check(&["Applebot"], "/b").access, Access::Disallow);
    let rules = robots.rules(&["Applebot", "Googlebot"]);
    assert!(rules.own() && rules.any() && rules.groups().eq([0]));
    assert!(!robots.rules(&["Applebot"]).own());
}

#[test]
fn records_of_other_protocols_are_found_with_their_group() {
    let body = b"License: https://a.example/l\nUser-agent: A\nContent-Signal: ai-train=no # so\nDisallow: /x\n\
                 content-signal: search=yes\nUser-agent: B\nAllow: /\n";
    let robots = Robots::parse(body, Dialect::Rfc9309);
    let found: Vec<_> = robots.records(body, "content-signal").collect();
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].value, found[0].mark.line, found[0].group), (&b"ai-train=no"[..], 3, Some(0)));
    assert_eq!((found[0].mark.column, found[0].mark.length), (17, 11));
    assert_eq!(&body[found[0].mark.offset as usize..][..8], b"ai-train");
    assert_eq!((found[1].value, found[1].mark.line, found[1].group), (&b"search=yes"[..], 5, Some(0)));
    let global: Vec<_> = robots.records(body, "LICENSE").collect();
    assert_eq!((global[0].name, global[0].group), (&b"License"[..], None));
}

#[test]
fn a_mark_points_at_the_pattern() {
    let body = b"User-agent: *\n  Disallow :  /a  # why\n";
    let mark = check(body, "X", "/a").rule.unwrap();
    assert_eq!((mark.line, mark.column, mark.length), (2, 15, 2));
    assert_eq!(&body[mark.offset as usize..][..2], b"/a");
}

#[test]
fn addresses_give_their_path_and_query() {
    for (url, path) in [
        ("https://a.example", "/"),
        ("https://a.example/", "/"),
        ("https://a.example?x=/y", "/?x=/y"),
        ("https://a.example/b?c#d", "/b?c"),
        ("https://a.example#d", "/"),
        ("HTTP://u:p@a.example:8443/x//y", "/x//y"),
        ("/x?y", "/x?y"),
        ("//x", "//x"),
    ] {
        assert_eq!(target(url).as_deref(), Ok(path), "{url}");
    }
    for url in ["", "a.example/x", "x", "https://", "https:///x", "://a/x", "1a://b/c", "?x", "#x"] {
        assert!(target(url).is_err(), "{url}");
    }
}

/// What hangs engines that try every way: stars without end, and groups without number.
#[test]
fn hostile_files_take_linear_time() {
    let stars = format!("User-agent: *\nDisallow: /{}b\n", "*a".repeat(20_000));
    assert_eq!(check(&stars, "X", &format!("/{}", "a".repeat(50_000))).access, Access::Allow);
    let many = "User-agent: a\nDisallow: /\n".repeat(19_000);
    assert_eq!(check(&many, "a", "/").rule.unwrap().line, 2);
    let names = "User-agent: a\n".repeat(36_000) + "Disallow: /";
    assert_eq!(check(&names, "a", "/").access, Access::Disallow);
    let rules = format!("User-agent: *\n{}", "Allow: /*a*b*c\n".repeat(3_000));
    assert_eq!(check(&rules, "X", &format!("/{}", "ab".repeat(100))).access, Access::Allow);
    let huge = [many.as_bytes(), &vec![b'\n'; 1_000_000]].concat();
    assert_eq!(check(&huge, "a", "/").access, Access::Disallow);
}
