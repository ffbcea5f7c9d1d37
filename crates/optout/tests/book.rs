//! The book of protocols and agents is sound, and a broken one is refused with what to mend.
#![cfg(feature = "book")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use gpai_optout::PROTOCOLS;
use gpai_optout::book::{BOOK, Book, Class, Known, Standing};

fn book() -> Book {
    Book::read(BOOK).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_book_is_sound_and_knows_every_protocol() {
    let book = book();
    for protocol in PROTOCOLS {
        assert!(book.protocol(protocol.id).is_some_and(|entry| entry.standing != Standing::None), "{}", protocol.id);
    }
    let named: Vec<&str> = book.protocols.iter().filter(|e| e.code).map(|e| e.id.as_str()).collect();
    assert_eq!(named, ["robots.txt"], "the Code names one protocol");
    assert_eq!(book.protocol("llms.txt").unwrap().standing, Standing::None);
    assert!(book.commission.list.is_empty());
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
