//! Parts, merges and runs that go on: what is added up in pieces is what one run gives.

use std::fs;

use serde_json::Value as Json;

use crate::exact::same;
use crate::make::{Place, docs, jsonl, parquet, read};

/// Without what names the files of a run.
fn plain(mut profile: Json) -> Json {
    profile.as_object_mut().unwrap().remove("part");
    profile
}

#[test]
fn merged_parts_are_the_whole() {
    let place = Place::new();
    let docs = docs(21, 9_000);
    for (at, part) in docs.chunks(1_500).enumerate() {
        let (name, bytes) = if at % 2 == 0 { ("jsonl", jsonl(part)) } else { ("parquet", parquet(part, 400)) };
        place.put(&format!("data/{at}.{name}"), &bytes);
    }
    let whole = place.profile(&["data"], &["--top", "100%"]);
    same(&whole, &docs, true);
    // A shell array, as Slurm gives one: each member has its shard.
    let mut parts: Vec<String> = Vec::new();
    for at in 0..6 {
        let shard = format!("data/{at}.{}", if at % 2 == 0 { "jsonl" } else { "parquet" });
        let part = format!("part-{at}.parquet");
        let (code, _, err) = place.run(&["profile", &shard, "--part", &part]);
        assert_eq!(code, 0, "{err}");
        parts.push(part);
    }
    let merge = |parts: &[String], more: &[&str]| -> Json {
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let args =
            [&["merge"], parts.as_slice(), &["--suffix-list", "list.dat", "--format", "json", "--top", "100%"], more]
                .concat();
        let (code, out, err) = place.run(&args);
        assert_eq!(code, 0, "{err}");
        serde_json::from_str(&out).unwrap()
    };
    let merged = merge(&parts, &[]);
    assert_eq!(plain(merged.clone()), plain(whole.clone()));
    parts.reverse();
    assert_eq!(merge(&parts, &["--threads", "1"]), merged, "their order changes nothing");
    // Profiles of profiles.
    let (code, _, err) = place.run(&["merge", &parts[0], &parts[1], "-o", "left.json"]);
    assert_eq!(code, 0, "{err}");
    let (code, _, err) = place.run(&["merge", &parts[2], &parts[3], &parts[4], &parts[5], "-o", "right.json"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(plain(merge(&["left.json".to_owned(), "right.json".to_owned()], &[])), plain(whole));
    // More than are open at once.
    let many: Vec<String> = (0..150)
        .map(|at| {
            let name = format!("m/{at}.jsonl");
            place.put(&name, &jsonl(&docs[at * 60..(at + 1) * 60]));
            let part = format!("m/{at}.parquet");
            assert_eq!(place.run(&["profile", &name, "--part", &part]).0, 0);
            part
        })
        .take(if cfg!(debug_assertions) { 70 } else { 150 })
        .collect();
    let merged = merge(&many, &[]);
    same(&merged, &docs[..many.len() * 60], true);
}

#[test]
fn a_part_is_held_to_its_profile() {
    let place = Place::new();
    place.put("a.jsonl", &jsonl(&docs(22, 100)));
    assert_eq!(place.run(&["profile", "a.jsonl", "-o", "a.json"]).0, 0);
    let profile = read(&place.path("a.json"));
    assert_eq!(profile["part"]["file"], "a.parquet");
    fs::write(place.path("a.parquet"), "something else").unwrap();
    let (code, _, err) = place.run(&["merge", "a.json"]);
    assert!(code == 2 && err.contains("is not the part that"), "{err}");
    let (code, _, err) = place.run(&["merge", "a.parquet"]);
    assert!(code == 2 && err.contains("is no partial"), "{err}");
    place.put("b.parquet", &parquet(&docs(23, 10), 10));
    let (code, _, err) = place.run(&["merge", "b.parquet"]);
    assert!(code == 2 && err.contains("gpai-corpus-partial/1"), "{err}");
    place.put("c.json", b"{\"format\":\"gpai-corpus-profile/1\",\"part\":null}");
    let (code, _, err) = place.run(&["merge", "c.json"]);
    assert!(code == 2 && err.contains("has no Parquet part"), "{err}");
}

#[test]
fn an_interrupted_run_goes_on_where_it_was() {
    let place = Place::new();
    let docs = docs(24, 3_000);
    for (at, part) in docs.chunks(500).enumerate() {
        place.put(&format!("data/{at}.jsonl"), &jsonl(part));
    }
    let args = ["profile", "data", "-o", "out.json", "--piece", "1", "--suffix-list", "list.dat", "--top", "100%"];
    // The last file stops a strict run: what came before is kept.
    let last = place.path("data/5.jsonl");
    let good = fs::read(&last).unwrap();
    fs::write(&last, b"no json\n").unwrap();
    let (code, out, err) = place.run(&[&args[..], &["--strict"]].concat());
    assert!(code == 2 && out.is_empty() && err.contains("5.jsonl: line 1"), "{err}");
    assert!(!place.path("out.json").exists());
    let kept = || fs::read_dir(place.path("out.json.state")).unwrap().count();
    assert_eq!(kept(), 5 + 1, "five pieces, and what was begun of the sixth");
    fs::write(&last, &good).unwrap();
    let (code, out, err) = place.run(&args);
    assert!(code == 0 && out.contains("5 pieces were there from an earlier run"), "{out}{err}");
    same(&read(&place.path("out.json")), &docs, true);
    assert!(!place.path("out.json.state").exists(), "what was kept is removed");
    // A file that changed is read anew.
    fs::write(&last, b"no json\n").unwrap();
    place.run(&[&args[..], &["--strict"]].concat());
    fs::write(place.path("data/0.jsonl"), jsonl(&docs[..499])).unwrap();
    fs::write(&last, &good).unwrap();
    let (_, out, _) = place.run(&args);
    assert!(out.contains("4 pieces were there"), "{out}");
    let rest = [&docs[..499], &docs[500..]].concat();
    same(&read(&place.path("out.json")), &rest, true);
}
