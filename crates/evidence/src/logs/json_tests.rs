//! JSON of Python: what is JSON is read as serde_json reads it, and what is not is bounded.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
use proptest::prelude::*;

use super::super::tree::count;
use super::*;

fn same(json: &Json, other: &serde_json::Value) -> bool {
    use serde_json::Value as V;
    match (&json.kind, other) {
        (Kind::Null, V::Null) => true,
        (Kind::Bool(a), V::Bool(b)) => a == b,
        (Kind::Number(a), V::Number(b)) => a.parse::<f64>().unwrap() == b.as_f64().unwrap(),
        (Kind::Text(a), V::String(b)) => a == b,
        (Kind::List(a), V::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Kind::Map(a), V::Object(b)) => {
            a.iter().map(|(k, _, _)| k).collect::<BTreeSet<_>>().len() == b.len()
                && b.iter().all(|(k, v)| json.get(k).is_some_and(|a| same(a, v)))
        }
        _ => false,
    }
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        (-1e30f64..1e30).prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::vec((any::<String>(), inner), 0..6)
                .prop_map(|e| serde_json::Value::Object(e.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn json_is_read_as_the_library_reads_it(value in any_json(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        let parsed = whole(&text);
        if !matches!(value, serde_json::Value::Number(_)) {
            prop_assert!(parsed.broken.is_none(), "{text}: {:?}", parsed.broken);
            prop_assert!(same(&parsed.root, &value), "{text}");
        }
    }

    #[test]
    fn anything_is_survived(text in "[\\[\\]{}\",:a1.eE+\\\\u0-]{0,200}", at in 0usize..200) {
        whole(&text);
        let cut: String = text.chars().take(at).collect();
        parse(&cut, &|k| if k.len() % 2 == 0 { Take::Skip } else { Take::Keep });
    }
}

#[test]
fn words_of_python_and_places() {
    let text = "{\n \"a\": NaN, \"b\": [Infinity, -Infinity],\n \"c\": \"NaN\", \"n\": 20.90, \"a\": 1}";
    let parsed = whole(text);
    assert!(parsed.broken.is_none());
    let root = parsed.root;
    assert_eq!(root.get("a").unwrap().kind, Kind::Number("1".into()));
    assert_eq!(parsed.repeated.first().unwrap().0, "a");
    assert_eq!(root.get("c").unwrap().text(), Some("NaN"));
    assert_eq!(root.get("n").unwrap().scalar(), Some("20.90"));
    assert_eq!(root.get("b").unwrap().items().last().unwrap().kind, Kind::Not("-Infinity"));
    assert_eq!(root.key_at("b").unwrap(), text.find("\"b\"").unwrap());
}

#[test]
fn keys_are_passed_over_and_reading_stops() {
    let text = r#"{"x": {"y": ["}", "\"", {}]}, "a": 1, "s": null, "stop": [1, 2"#;
    let parsed = parse(text, &|k| match k {
        "x" | "s" => Take::Skip,
        "stop" => Take::Stop,
        _ => Take::Keep,
    });
    assert!(parsed.broken.is_none(), "{:?}", parsed.broken);
    assert_eq!(parsed.root.entries().len(), 1);
    // Cut: what stands before the cut is kept, a number that may be cut is not.
    let cut = whole(r#"{"a": {"b": 1}, "c": {"d": 0.12"#);
    assert!(cut.broken.is_some());
    assert_eq!(cut.root.entries().len(), 1);
}

#[test]
fn bombs_are_bounded() {
    for text in [
        "[".repeat(1_000_000),
        "{\"a\":".repeat(300_000),
        format!("[{}1]", "1,".repeat(1_100_000)),
        format!("{{{}\"z\":1}}", (0..300_000).map(|i| format!("\"{i}\":[],")).collect::<String>()),
        "\"\\ud800\\ud800\"".to_owned(),
        "\"\\u12\"".to_owned(),
        "\"\\".to_owned(),
    ] {
        whole(&text);
        parse(&text, &|_| Take::Skip);
    }
    assert!(whole(&"[".repeat(1_000)).broken.is_some());
    assert_eq!(whole("\"\\ud83d\\ude00\"").root.text(), Some("😀"));
}

#[test]
fn counts_are_counts() {
    for (text, n) in [("10", Some(10)), ("10.0", Some(10)), ("-1", None), ("0.5", None), ("1e3", None), ("", None)] {
        assert_eq!(count(text), n, "{text}");
    }
}
