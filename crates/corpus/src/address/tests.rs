//! Hosts of URLs as they are found in crawls, and domains by rules of every kind.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::{Class, host};
use crate::address::suffixes::{BUILT_IN, Suffixes};

fn of(url: &str) -> (Class, String) {
    let mut out = String::new();
    (host(url, &mut out), out)
}

#[test]
fn hosts_are_as_dns_has_them() {
    for (url, class, expected) in [
        ("https://Example.COM/a", Class::Named, "example.com"),
        ("http://user:pa@ss@www.example.com:8080/x?y#z", Class::Named, "www.example.com"),
        ("//cdn.example.org/x", Class::Named, "cdn.example.org"),
        ("https://example.com.", Class::Named, "example.com"),
        ("https://example.com..", Class::Broken, ""),
        ("https://a..b.com", Class::Broken, ""),
        ("  https://example.com\n", Class::Named, "example.com"),
        ("https://ex\tample.com", Class::Named, "example.com"),
        ("https:\\\\example.com\\x", Class::Named, "example.com"),
        ("https://münchen.de/", Class::Named, "xn--mnchen-3ya.de"),
        ("https://M%C3%BCnchen.de/", Class::Named, "xn--mnchen-3ya.de"),
        ("https://XN--MNCHEN-3YA.de/", Class::Named, "xn--mnchen-3ya.de"),
        ("https://例え。jp/", Class::Named, "xn--r8jz45g.jp"),
        ("http://127.0.0.1:80/", Class::Ip, "127.0.0.1"),
        ("http://0x7f.1/", Class::Ip, "127.0.0.1"),
        ("http://2130706433/", Class::Ip, "127.0.0.1"),
        ("http://1.2.3.4.5/", Class::Broken, ""),
        ("http://256.1.1.1/", Class::Broken, ""),
        ("http://[2001:DB8::1]:443/", Class::Ip, "[2001:db8::1]"),
        ("http://[2001:db8::1]x/", Class::Broken, ""),
        ("http://[zz]/", Class::Broken, ""),
        ("http://localhost/", Class::Dotless, "localhost"),
        ("http://exa mple.com/", Class::Broken, ""),
        ("http://example.com:port/", Class::Broken, ""),
        ("http://example.com:65536/", Class::Broken, ""),
        ("http://example.com:/", Class::Named, "example.com"),
        ("http:///path", Class::Broken, ""),
        ("mailto:someone@example.com", Class::Broken, ""),
        ("example.com/page", Class::Broken, ""),
        ("no url", Class::Broken, ""),
        ("", Class::Missing, ""),
        ("   ", Class::Missing, ""),
        ("http://under_score.example.com/", Class::Named, "under_score.example.com"),
    ] {
        assert_eq!(of(url), (class, expected.to_owned()), "{url:?}");
    }
}

/// What is read fast is read as by the longer way, over texts that are nearly URLs.
#[test]
fn both_readings_agree() {
    let mut rng = fastrand::Rng::with_seed(7);
    let pieces = [
        "http://", "https://", "HTTPS://", "a", "B", "xn--", "1", "0x", "-", "_", ".", "..", "/", "?", "#", "@", ":",
        "80", "%41", "ü", " ", "\t", "\\", "[", "]", "com", "example", "~", "\u{0}", "。",
    ];
    let mut fast = 0;
    for _ in 0..200_000 {
        let mut url = ["http://", "https://", ""][rng.usize(0..3)].to_owned();
        for _ in 0..rng.usize(0..7) {
            let plain = ["a", "B", ".", "com", "x-y", ".org", "/", "7"];
            url.push_str(if rng.bool() {
                plain[rng.usize(0..plain.len())]
            } else {
                pieces[rng.usize(0..pieces.len())]
            });
        }
        let (mut short, mut long) = (String::new(), String::new());
        if let Some(class) = super::plain(&url, &mut short) {
            fast += 1;
            assert_eq!((class, &short), (super::any(&url, &mut long), &long), "{url:?}");
        }
    }
    assert!(fast > 1_000, "{fast}");
}

const LIST: &str = "// VERSION: 2026-11-01_00-00-00_UTC
// ===BEGIN ICANN DOMAINS===
com
uk
co.uk
jp
*.kawasaki.jp
!city.kawasaki.jp
*.ck
!www.ck
бг
// ===END ICANN DOMAINS===
// ===BEGIN PRIVATE DOMAINS===
github.io
s3.amazonaws.com
// ===END PRIVATE DOMAINS===
";

#[test]
fn domains_follow_every_kind_of_rule() {
    let given = Suffixes::given(LIST, true).unwrap();
    let icann = Suffixes::given(LIST, false).unwrap();
    for (name, all, official) in [
        ("www.example.com", Some("example.com"), Some("example.com")),
        ("example.com", Some("example.com"), Some("example.com")),
        ("com", None, None),
        ("a.b.co.uk", Some("b.co.uk"), Some("b.co.uk")),
        ("co.uk", None, None),
        ("x.kawasaki.jp", None, None),
        ("y.x.kawasaki.jp", Some("y.x.kawasaki.jp"), Some("y.x.kawasaki.jp")),
        ("city.kawasaki.jp", Some("city.kawasaki.jp"), Some("city.kawasaki.jp")),
        ("a.city.kawasaki.jp", Some("city.kawasaki.jp"), Some("city.kawasaki.jp")),
        ("kawasaki.jp", Some("kawasaki.jp"), Some("kawasaki.jp")),
        ("www.ck", Some("www.ck"), Some("www.ck")),
        ("a.b.ck", Some("a.b.ck"), Some("a.b.ck")),
        ("b.ck", None, None),
        ("me.github.io", Some("me.github.io"), Some("github.io")),
        ("github.io", None, Some("github.io")),
        ("x.s3.amazonaws.com", Some("x.s3.amazonaws.com"), Some("amazonaws.com")),
        ("z.amazonaws.com", Some("amazonaws.com"), Some("amazonaws.com")),
        ("a.xn--90ae", Some("a.xn--90ae"), Some("a.xn--90ae")),
        ("foo.bar.unknowntld", Some("bar.unknowntld"), Some("bar.unknowntld")),
    ] {
        assert_eq!(given.domain(name), all, "{name} with private suffixes");
        assert_eq!(icann.domain(name), official, "{name} without private suffixes");
        // The built-in list agrees on all of these but the top level that the small list does not have.
        if name != "a.xn--90ae" {
            assert_eq!(Suffixes::built_in(true).domain(name), all, "{name}, built in");
            assert_eq!(Suffixes::built_in(false).domain(name), official, "{name}, built in, official");
        }
    }
    assert!(Suffixes::given("", true).is_err());
    assert!(Suffixes::given("a*b\n", true).unwrap_err().contains("line 1"));
}

#[test]
fn the_date_of_the_list_is_that_of_the_crate() {
    let lock = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.lock")).unwrap();
    let version = BUILT_IN.0.strip_prefix("psl ").unwrap();
    let entry = format!("name = \"psl\"\nversion = \"{version}\"");
    assert!(
        lock.contains(&entry),
        "the list was updated: write its version and the day it was published into BUILT_IN"
    );
}
