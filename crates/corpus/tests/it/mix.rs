//! Mixtures: whole parts are exact, and bounds hold whatever was sampled.

use serde_json::{Value as Json, json};

use crate::exact::same;
use crate::make::{Doc, Place, docs, jsonl};
use crate::naive::Count;

fn mix(place: &Place, text: &str) -> Json {
    place.put("m.toml", text.as_bytes());
    let (code, out, err) =
        place.run(&["mix", "m.toml", "--format", "json", "--suffix-list", "list.dat", "--top", "100%"]);
    assert_eq!(code, 0, "{err}");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn whole_parts_are_exact_and_shares_lie_within_their_bounds() {
    let place = Place::new();
    let (a, b) = (docs(41, 2_000), docs(42, 1_000));
    for (name, docs) in [("a", &a), ("b", &b)] {
        place.put(&format!("{name}.jsonl"), &jsonl(docs));
        let (code, _, err) = place.run(&["profile", &format!("{name}.jsonl"), "-o", &format!("{name}.json")]);
        assert_eq!(code, 0, "{err}");
    }
    let part = |name: &str, more: &str| {
        format!("[[part]]\nname = \"{}\"\nprofile = \"{name}.json\"\n{more}\n", name.to_uppercase())
    };
    let whole = mix(&place, &(part("a", "public = true\nepochs = 2") + &part("b", "public = true")));
    assert_eq!(whole["format"], "gpai-corpus-mixture/1");
    assert!(whole["interval"].is_null());
    same(&whole, &[a.clone(), b.clone()].concat(), true);
    let first = &whole["mixture"][0]["modalities"][0];
    assert_eq!(first["bytes_seen"].as_u64().unwrap(), 2 * first["bytes"].as_u64().unwrap());
    assert_eq!((first["share_basis"].as_str(), first["large"].as_bool()), (Some("bytes"), Some(true)));
    // A filter that every document answers is exact too; those that do not say their language are perhaps in it.
    let german = mix(&place, &part("a", "languages = [\"de\"]"));
    let pick = |docs: &[Doc], wanted: &dyn Fn(&Doc) -> bool| -> Vec<Doc> {
        docs.iter().filter(|d| wanted(d)).cloned().collect()
    };
    let sure = Count::of(&pick(&a, &|d| d.language == Some("de")), true);
    let perhaps = Count::of(&pick(&a, &|d| matches!(d.language, Some("de") | None)), true);
    assert_eq!(
        german["interval"]["documents"],
        json!({ "low": sure.documents, "expected": sure.documents, "high": perhaps.documents })
    );
    assert_eq!(german["interval"]["domain_count"]["high"], perhaps.domains.len());
    // Whatever is sampled lies between the bounds.
    let half = mix(&place, &(part("a", "share = 0.5") + &part("b", "from = \"2015-01\"\nto = \"2019-12\"")));
    let mut rng = fastrand::Rng::with_seed(43);
    for _ in 0..20 {
        let mut taken = pick(&a, &|_| false);
        taken.extend(a.iter().filter(|_| rng.bool()).cloned());
        taken.extend(pick(&b, &|d| d.date.as_ref().is_some_and(|d| ("2015-01".."2020").contains(&&d[..7]))));
        let count = Count::of(&taken, true);
        for (key, value) in
            [("documents", count.documents), ("bytes", count.bytes), ("domain_count", count.domains.len() as u64)]
        {
            let bound = |side: &str| half["interval"][key][side].as_u64().unwrap();
            assert!((bound("low")..=bound("high")).contains(&value), "{key}: {value} in {}", half["interval"][key]);
        }
    }
}

#[test]
fn a_malformed_mixture_is_named() {
    let place = Place::new();
    for (text, expected) in [
        ("[[part]]\nname = \"a\"\nprofile = \"a.json\"\nshare = 2\n", "share: at most 1"),
        ("[[part]]\nname = \"a\"\nprofile = \"a.json\"\nshares = 1\n", "shares"),
        ("[[part]]\nname = \"a\"\nprofile = \"a.json\"\nfrom = \"May\"\n", "months such as"),
        (
            "[[part]]\nname = \"a\"\nprofile = \"a.json\"\n[[part]]\nname = \"a\"\nprofile = \"b.json\"\n",
            "a name of its own",
        ),
        ("[[part]]\nname = \"a\"\nprofile = \"gone.json\"\n", "gone.json"),
    ] {
        place.put("m.toml", text.as_bytes());
        let (code, out, err) = place.run(&["mix", "m.toml"]);
        assert!(code == 2 && out.is_empty() && err.contains(expected), "{err}");
    }
}
