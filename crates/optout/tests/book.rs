//! The book of protocols and agents is sound, and a broken one is refused with what to mend.
#![cfg(feature = "book")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use gpai_optout::PROTOCOLS;
use gpai_optout::book::{BOOK, Book, Class, Known, Standing};

fn book() -> Book {
    Book::read(BOOK).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_book_is_sound_and_knows_every_protocol() {
    let book = book();
    for protocol in PROTOCOLS {
        let entry = book.protocol(protocol.id).unwrap();
        assert_eq!(entry.standing == Standing::None, protocol.id == "llms.txt", "{}", protocol.id);
    }
    let named: Vec<&str> = book.protocols.iter().filter(|e| e.code).map(|e| e.id.as_str()).collect();
    assert_eq!(named, ["robots.txt"], "the Code names one protocol");
    assert_eq!(book.protocol("llms.txt").unwrap().standing, Standing::None);
    assert!(book.commission.list.is_empty());
    assert_eq!(["robots.txt", "tdmrep", "ai.txt", "natural-language"].map(|id| book.tier(id)), ["1", "2b", "2c", "N"]);
    // The list, when it comes, is a change of data.
    let listed = BOOK.1.replacen("list = []", "list = [\"ai.txt\", \"robots.txt\"]", 1);
    let book = Book::read(("mine.toml", &listed)).unwrap();
    assert_eq!((book.tier("ai.txt"), book.tier("robots.txt")), ("2a", "1"));
}

#[test]
fn a_policy_token_is_a_row() {
    let row = "{ token = \"GPTBot\", operator";
    let with = |more: &str| {
        let text = format!("{{ token = \"train-policy\", class = \"policy\"{more} }},\n  {row}");
        Book::read(("mine.toml", &BOOK.1.replacen(row, &text, 1))).unwrap()
    };
    assert!(book().policies().is_empty(), "none is known yet");
    let (own, wide) = (with(""), with(", fallback = [\"*\"]"));
    let policies = own.policies();
    assert_eq!((policies.len(), policies[0].token, policies[0].everyone), (1, "train-policy", false));
    assert!(wide.policies()[0].everyone);
    assert_eq!(Known::of(&own, "Nobody").agent("Nobody").policies.len(), 1);
}

#[test]
fn agents_are_found_by_token_and_alias() {
    let book = book();
    assert_eq!(book.agent("gptbot").unwrap().class, Class::Training);
    assert_eq!(book.agent("Meta-ExternalAgent").unwrap().token, "meta-externalagent");
    assert!(book.agent("GPT").is_none());
    assert!(book.agents.rows.len() > 100);
    for major in ["GPTBot", "ClaudeBot", "CCBot", "Google-Extended", "Bytespider"] {
        assert!(book.majors().contains(&major));
    }
    let known = Known::of(&book, "Applebot");
    assert_eq!(known.agent("Applebot").fallback, ["Googlebot"]);
    assert_eq!(known.agent("Applebot").controls, ["Applebot-Extended"]);
    assert!(Known::of(&book, "Nobody").agent("Nobody").fallback.is_empty());
}

#[test]
fn a_broken_book_is_refused() {
    let text = BOOK.1;
    for (from, to, says) in [
        ("id = \"robots.txt\"", "id = \"robots.tx\"", "protocol `robots.txt` has no entry"),
        (
            "[protocol.notes]\n",
            "[protocol.notes]\nnever.en = \"a\"\nnever.zh = \"b\"\n",
            "never makes the remark `never`",
        ),
        ("lenient_ua.en", "lenient_uax.en", "missing field `en`"),
        (
            "html_body.en = \"the file begins as a page of HTML or XML\"
html_body.zh = \"文件以 HTML 或 XML 页面开头\"
",
            "",
            "no text for its remark `html_body`",
        ),
        ("list = []", "list = [\"x\"]", "the Commission's list names `x`"),
        ("token = \"CCBot\"", "token = \"GPTBot\"", "`GPTBot` is empty or stands there twice"),
        ("fallback = [\"Googlebot\"]", "fallback = [\"Nobody\"]", "names `Nobody`, which has no row"),
        ("class = \"control\"", "class = \"controller\"", "unknown variant `controller`"),
        ("reread = \"2026-11-23\"\n", "reread = \"November\"\n", "is no day"),
        ("code = true", "code = true\nodd = 1", "unknown field `odd`"),
    ] {
        assert!(text.contains(from), "{from}");
        let error = Book::read(("mine.toml", &text.replacen(from, to, 1))).unwrap_err().to_string();
        assert!(error.starts_with("mine.toml: ") && error.contains(says), "{from}: {error}");
    }
}
