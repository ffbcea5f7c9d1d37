//! Editing answers: what people wrote stays, what is broken is refused, the file is replaced whole.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use gpai_rules::number::{Interval, Number};

use super::*;

fn law() -> Law {
    Law::book().unwrap()
}

fn to(name: &str, value: Value) -> Change {
    Change { name: name.to_owned(), to: Some((value, None)) }
}

fn judged(name: &str, yes: bool, why: &str) -> Change {
    let judgement = Judgement { by: "R. Meier".to_owned(), on: "2026-11-24".parse().unwrap(), why: why.to_owned() };
    Change { name: name.to_owned(), to: Some((Value::Bool(yes), Some(judgement))) }
}

fn edit(text: &str, changes: &[Change]) -> String {
    edited(&law(), "gpai.toml", text, changes).unwrap()
}

#[test]
fn a_key_goes_behind_the_last_of_its_table_and_comments_stay() {
    let text = "# top\n\n[market] # where\neu   =  true # anybody\n# commercial = later\n\n# [purpose]\n[role]\ndevelops=true\n# end\n";
    let got = edit(text, &[to("market.internal_only", Value::Bool(false))]);
    assert_eq!(got, text.replace("# anybody\n", "# anybody\ninternal_only = false\n"));
}

#[test]
fn a_new_table_goes_behind_everything() {
    let text = "[role]\ndevelops = true\n# the last word";
    let got = edit(text, &[to("market.eu", Value::Bool(true))]);
    assert_eq!(got, format!("{text}\n\n[market]\neu = true\n"));
    assert_eq!(edit("", &[to("market.eu", Value::Bool(true))]), "[market]\neu = true\n");
    assert_eq!(edit("# only\n", &[to("market.eu", Value::Bool(true))]), "# only\n\n[market]\neu = true\n");
    // Tables out of order do not pull the new one up.
    let text =
        "[role]\ndevelops = true\n[market.commercial]\nvalue = true\n[provider]\nname = \"A\"\n[market]\neu = true\n";
    let got = edit(text, &[to("purpose.pre_market_only", Value::Bool(false))]);
    assert_eq!(got, format!("{text}\n[purpose]\npre_market_only = false\n"));
}

#[test]
fn a_value_is_replaced_and_the_comment_behind_it_stays() {
    let text = "[role]\ndevelops   = true   # by us\nown_name = true\n";
    let got = edit(text, &[to("role.develops", Value::Bool(false))]);
    assert_eq!(got, text.replace("= true   # by us", "= false   # by us"));
}

#[test]
fn a_judged_answer_is_one_inline_table() {
    let got = edit("[market]\neu = true\n", &[judged("market.commercial", false, "unpaid, \"no\" services")]);
    assert_eq!(
        got,
        "[market]\neu = true\ncommercial = { value = false, by = \"R. Meier\", on = 2026-11-24, why = 'unpaid, \"no\" services' }\n"
    );
}

#[test]
fn every_type_reads_back_as_written() {
    let n = |t: &str| Number::parse(t).unwrap();
    let day = "2025-07-08".parse().unwrap();
    for (name, value) in [
        ("market.eu", Value::Bool(true)),
        ("compute.update_flop", Value::Number(Interval::point(n("2.0712345678901234567e23")))),
        ("compute.update_flop", Value::Number(Interval::point(n("0.5")))),
        ("compute.update_flop", Value::Number(Interval::point(n("1e60")))),
        ("compute.cumulative_flop", Value::Number(Interval::new(n("7.8e24"), Some(n("8e24")), n("1.1e25")).unwrap())),
        ("compute.cumulative_flop", Value::Number(Interval::new(n("7"), None, n("1.1e25")).unwrap())),
        ("market.first_available", Value::Date(day)),
        ("openness.personal_data", Value::Word("none".to_owned())),
        ("openness.monetisation", Value::set(Vec::<String>::new())),
        ("model.outputs", Value::set(["text", "code"])),
        ("provider.established", Value::Text("FR".to_owned())),
        ("model.name", Value::Text("a \"quoted\" \\ name\u{1b}[31m 模型".to_owned())),
    ] {
        let text = edit("", &[to(name, value.clone())]);
        let facts = read_answers(&law(), Text { file: "gpai.toml", text: &text }).unwrap();
        assert_eq!(facts.claims(name)[0].value, value, "{text}");
    }
}

#[test]
fn other_ways_of_writing_tables_are_kept() {
    let inline = "market = { eu = true } # short\n";
    assert_eq!(
        edit(inline, &[to("market.internal_only", Value::Bool(false))]),
        "market = { eu = true, internal_only = false } # short\n"
    );
    let dotted = "market.eu = true # short\n";
    let got = edit(dotted, &[to("market.internal_only", Value::Bool(false))]);
    assert_eq!(got, "market.eu = true # short\nmarket.internal_only = false\n");
    let sub = "[market.commercial]\nvalue = true\n";
    let got = edit(sub, &[judged("market.commercial", false, "x")]);
    assert!(got.contains("commercial = { value = false"), "{got}");
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_stay() {
    let text = "\u{feff}# a\r\n[market]\r\neu = true # b\r\n";
    let got = edit(text, &[to("market.internal_only", Value::Bool(false))]);
    assert_eq!(got, format!("{text}internal_only = false\r\n"));
}

#[test]
fn an_answer_can_be_taken_out_again() {
    let text = "# a\n[market]\neu = true # b\n";
    let with = edit(text, &[to("market.internal_only", Value::Bool(false)), to("role.develops", Value::Bool(true))]);
    let out = |name: &str| Change { name: name.to_owned(), to: None };
    assert_eq!(edit(&with, &[out("market.internal_only"), out("role.develops")]), text);
    assert_eq!(edit(text, &[out("purpose.research_only")]), text);
}

#[test]
fn a_broken_file_is_refused_with_its_place() {
    for (text, at) in [
        ("[market]\neu = \n", "gpai.toml:2:"),
        ("[market]\neu = true\nue = true\n", "gpai.toml:3:1"),
        ("[markt]\n", "gpai.toml:1:"),
    ] {
        let error = edited(&law(), "gpai.toml", text, &[to("market.eu", Value::Bool(true))]).unwrap_err();
        assert!(error.to_string().starts_with(at), "{error}");
    }
}

#[test]
fn the_file_is_replaced_whole_and_nothing_is_left_beside_it() {
    let dir = tempfile::tempdir().unwrap();
    let file = AnswerFile::in_folder(dir.path());
    assert_eq!(file.read(&law()).unwrap(), Facts::new());
    file.write(&law(), &[to("market.eu", Value::Bool(true))]).unwrap();
    file.write(&law(), &[to("role.develops", Value::Bool(true))]).unwrap();
    let names: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names, ["gpai.toml"]);
    assert_eq!(file.read(&law()).unwrap().names().count(), 2);
    // Broken in the meantime: refused, and left as it is.
    fs::write(dir.path().join("gpai.toml"), "[market\n").unwrap();
    assert!(file.write(&law(), &[to("market.eu", Value::Bool(false))]).is_err());
    assert_eq!(fs::read_to_string(dir.path().join("gpai.toml")).unwrap(), "[market\n");
}

#[cfg(unix)]
#[test]
fn a_link_in_the_folder_is_refused_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let dir = tempfile::tempdir().unwrap();
    let other = tempfile::tempdir().unwrap();
    let target = other.path().join("answers.toml");
    fs::write(&target, "[market]\n").unwrap();
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&target, dir.path().join("gpai.toml")).unwrap();
    let change = [to("market.eu", Value::Bool(true))];
    assert!(AnswerFile::in_folder(dir.path()).write(&law(), &change).is_err());
    assert_eq!(fs::read_to_string(&target).unwrap(), "[market]\n");
    // Named by hand, the link is followed and stays a link.
    let link = dir.path().join("gpai.toml");
    AnswerFile::named(&link).write(&law(), &change).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&target).unwrap(), "[market]\neu = true\n");
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn hidden_characters_are_written_as_escapes() {
    let text = "a\u{202e}b\u{2066}c\u{1b}d\u{85}\n\"e\\";
    let got = edit("", &[to("provider.name", Value::Text(text.to_owned())), judged("market.commercial", true, text)]);
    assert!(got.contains("name = \"a\\u202Eb\\u2066c\\u001Bd\\u0085\\u000A\\\"e\\\\\""), "{got}");
    assert!(!got.contains(['\u{202e}', '\u{2066}', '\u{1b}', '\u{85}']), "{got}");
    let read = read_answers(&law(), Text { file: "gpai.toml", text: &got }).unwrap();
    assert_eq!(read.claims("provider.name")[0].value, Value::Text(text.to_owned()));
    assert_eq!(read.claims("market.commercial")[0].source.why.as_deref(), Some(text));
}

#[test]
fn whether_a_folder_takes_answers_is_known_without_touching_it() {
    let dir = tempfile::tempdir().unwrap();
    let file = AnswerFile::in_folder(dir.path());
    assert!(file.is_writable());
    assert!(!AnswerFile::named(&dir.path().join("none/answers.toml")).is_writable());
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    let mut mode = fs::metadata(dir.path()).unwrap().permissions();
    mode.set_readonly(true);
    fs::set_permissions(dir.path(), mode.clone()).unwrap();
    // An administrator may write all the same.
    let writes = fs::write(dir.path().join("probe"), "").is_ok();
    assert_eq!(file.is_writable(), writes);
    #[expect(clippy::permissions_set_readonly_false, reason = "the folder is taken away next")]
    mode.set_readonly(false);
    fs::set_permissions(dir.path(), mode).unwrap();
}

#[test]
fn a_judgement_is_more_than_a_word_of_agreement() {
    for name in ["R. Meier", "王伟", "Li", "anna"] {
        assert!(Judgement::names_somebody(name), "{name}");
    }
    for no_name in ["", "y", "  n ", "yyyy", "yes", "Unknown", "是", "...", "1"] {
        assert!(!Judgement::names_somebody(no_name), "{no_name}");
    }
    for reason in ["paid API", "无偿发布", "students"] {
        assert!(Judgement::gives_a_reason(reason), "{reason}");
    }
    for no_reason in ["", "y", "yes", "ok", "aaaaaa", "n/a", "-----"] {
        assert!(!Judgement::gives_a_reason(no_reason), "{no_reason}");
    }
}
