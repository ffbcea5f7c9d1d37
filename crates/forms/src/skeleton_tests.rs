//! Tests of new and updated records: they load, ask everything, and touch nothing that was written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::*;

fn known(id: &str, text: &str) -> Prefilled {
    let answer = Answer { source: Some("gpai.toml:3".into()), ..Answer::of(Value::Text(text.into())) };
    Prefilled { id: id.into(), answer: Some(answer), ..Prefilled::default() }
}

#[test]
fn a_new_record_of_each_kind_loads_and_asks_every_question() {
    for template in Template::book().unwrap() {
        for language in [Language::English, Language::Chinese] {
            let text = new_record(&template, &[], language);
            let (_, record) = Record::read("f", &text).unwrap();
            assert!(record.answers.is_empty());
            for field in &template.fields {
                assert!(text.contains(&format!("\n# \"{}\" = ", field.id)), "{}", field.id);
                let help: String = field.help.get(language).chars().take(6).collect();
                assert!(text.contains(&help), "{}", field.id);
            }
            let long = text.lines().find(|l| l.starts_with('#') && l.chars().map(columns).sum::<usize>() > WIDTH + 30);
            let examples = |l: &str| l.starts_with("# \"");
            assert!(long.is_none_or(examples), "{long:?}");
        }
    }
}

/// Every example line is an answer of the right type once its `#` is taken away.
#[test]
fn every_example_line_is_an_answer() {
    for template in Template::book().unwrap() {
        let text = new_record(&template, &[], Language::English).replace("\"…\"", "\"answered\"");
        let live: Vec<String> =
            text.lines().map(|l| l.strip_prefix("# \"").map_or_else(|| l.to_owned(), |l| format!("\"{l}"))).collect();
        let (_, record) = Record::read("f", &live.join("\n")).unwrap_or_else(|e| panic!("{}: {e}", template.kind));
        assert_eq!(record.answers.len(), template.fields.len());
    }
}

#[test]
fn what_is_known_is_filled_in_whatever_it_contains() {
    let template = Template::latest("training-summary").unwrap().unwrap();
    let nasty = "\"quoted\" \\ back\nline\ttab \u{7} [answers]\n# \"H.2\" = 2026-01-01";
    let text = new_record(&template, &[known("1.1.a", nasty)], Language::English);
    let (_, record) = Record::read("f", &text).unwrap();
    assert_eq!(record.value("1.1.a"), Some(&Value::Text(nasty.into())));
    assert_eq!(record.answers["1.1.a"].source.as_deref(), Some("gpai.toml:3"));
    assert_eq!(record.answers.len(), 1);
}

#[test]
fn an_update_adds_what_lacks_and_touches_nothing_else() {
    let template = Template::latest("training-summary").unwrap().unwrap();
    let old = "# my file\n[document]\nkind = \"training-summary\"\ntemplate = \"C(2025) 8311\"\n\n[answers]   # mine\n\"H.1\"   =   '1.0' # as agreed\n# \"H.2\" = 2026-01-31\n\"2.1.a\" = \"unknown\"\n\n[[answers.\"2.1.c\"]]\nname = \"A\"\n";
    let new = updated("f", old, &template, &[known("1.1.a", "B"), known("2.1.a", "no")], Language::English).unwrap();
    // Every old line stands there, in order.
    let mut rest = new.as_str();
    for line in old.lines() {
        rest = rest.split_once(line).unwrap_or_else(|| panic!("{line}")).1;
    }
    let (_, record) = Record::read("f", &new).unwrap();
    assert_eq!(record.value("H.1"), Some(&Value::Text("1.0".into())));
    assert_eq!(record.value("1.1.a"), Some(&Value::Text("B".into())));
    assert_eq!(record.value("2.1.a"), None, "an unknown that somebody wrote stays unknown");
    assert_eq!(new.matches("\"H.2\" =").count(), 1);
    assert_eq!(new.matches("# \"3.2.a\" =").count(), 1);
    // A second time there is nothing to add.
    assert_eq!(updated("f", &new, &template, &[known("1.1.a", "C")], Language::English).unwrap(), new);
}

#[test]
fn what_became_known_is_written_below_its_question() {
    let template = Template::latest("training-summary").unwrap().unwrap();
    let old = new_record(&template, &[], Language::English);
    let day = Answer::of(Value::Date("2026-03-16".parse().unwrap()));
    let found = Prefilled { id: "H.2".into(), answer: Some(day), ..Prefilled::default() };
    for text in [old.clone(), old.replace('\n', "\r\n")] {
        let new = updated("f", &text, &template, std::slice::from_ref(&found), Language::English).unwrap();
        assert_eq!(new.len(), text.len() + "\"H.2\" = 2026-03-16\n".len() + usize::from(text.contains('\r')));
        assert_eq!(new.contains("\r\n"), text.contains("\r\n"));
        let before: Vec<&str> = new.lines().take_while(|l| *l != "\"H.2\" = 2026-03-16").collect();
        assert_eq!(*before.last().unwrap(), "# \"H.2\" = 2026-01-31");
    }
}

#[test]
fn a_broken_record_is_not_updated() {
    let template = Template::latest("training-summary").unwrap().unwrap();
    assert!(updated("f", "[answers", &template, &[], Language::English).is_err());
    let inline = "answers = { }\n[document]\nkind = \"training-summary\"\ntemplate = \"C(2025) 8311\"\n";
    assert!(updated("f", inline, &template, &[], Language::English).unwrap_err().help.is_some());
}

#[test]
fn what_logs_say_is_offered_and_never_filled_in() {
    use std::collections::BTreeMap;

    use crate::prefill::{Logs, Said, with_logs};

    let template = Template::book().unwrap().into_iter().find(|t| t.kind == "model-report").unwrap();
    let cells: Cells = [("evaluation", "gsm8k \"x\"\n"), ("method", "lm_eval 0.4.13"), ("result", "0.41")]
        .into_iter()
        .map(|(k, v)| (k.to_owned(), Value::Text(v.into())))
        .chain([("samples".to_owned(), Value::Number("0".into()))])
        .collect();
    let said = Said { lines: vec!["gsm8k: 0.41 (a.json:3) [eval-partial]".into()], rows: vec![cells] };
    let logs: Logs = BTreeMap::from([("evaluations", said)]);
    let known = with_logs(&template, Vec::new(), &logs);
    assert!(known.iter().all(|k| k.answer.is_none()) && !known.is_empty());
    let text = new_record(&template, &known, Language::English);
    assert!(text.contains("a.json:3) [eval-partial]"), "{text}");
    assert!(text.contains("#   { evaluation = \"gsm8k \\\"x\\\"\\n\", method"), "{text}");
    let (_, record) = Record::read("x.toml", &text).unwrap();
    assert!(!record.answers.contains_key("7.3.evaluations"));
    // What is offered is an answer once the marks are taken away.
    let taken: String = text
        .lines()
        .map(|l| match l.strip_prefix("# ") {
            Some(line) if line.starts_with("\"7.3.evaluations\" = [") && !line.ends_with("]") => format!("{line}\n"),
            Some(line) if line.starts_with("  { evaluation") || line == "]" => format!("{line}\n"),
            _ => format!("{l}\n"),
        })
        .collect();
    let (_, record) = Record::read("x.toml", &taken).unwrap();
    assert!(record.answers.contains_key("7.3.evaluations"), "{taken}");
    // A record that is there gets the offer once.
    let old = new_record(&template, &[], Language::English);
    let new = updated("x.toml", &old, &template, &known, Language::English).unwrap();
    assert_eq!(new.matches("a.json:3)").count(), 1);
    assert_eq!(updated("x.toml", &new, &template, &known, Language::English).unwrap(), new);
}
