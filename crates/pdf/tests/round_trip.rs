//! A summary with every question answered, written in each format and read back: the same fields, answers and boxes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use gpai_forms::compose::{View, compose};
use gpai_forms::json;
use gpai_forms::reading::{FieldReading, Form, Reading, State};
use gpai_forms::record::{Answer, Cells, Month, Record, Value};
use gpai_forms::template::{Audience, Choice, Part, Shape, Template};
use gpai_pdf::read;
use gpai_pdf::renderers;
use gpai_read::find;
use gpai_render::Options;

/// An answer of each shape, told apart by the field's id.
fn value(id: &str, shape: &Shape, options: &[Choice], long: bool) -> Value {
    let text = |what: &str| {
        if long {
            format!(
                "{what} of {id}, with a list of names: Alpha-1, Beta/2 (2024), Gamma; it goes on over the edge of a line, \
                 because an answer that fits on one proves little. A second sentence says robots.txt, 10 000 and 5 %.\n\
                 A second paragraph of {id} ends here."
            )
        } else {
            format!("{what} of {id}")
        }
    };
    match shape {
        Shape::Text => Value::Text(text("Answer")),
        Shape::YesNo => Value::Yes(true),
        Shape::Choice => Value::Word(options[options.len() / 2].word.clone()),
        Shape::Choices => {
            Value::Words(options.iter().map(|o| o.word.clone()).filter(|w| w != "other").take(3).collect())
        }
        Shape::Date => Value::Date("2026-06-30".parse().unwrap()),
        Shape::Month => Value::Month(Month::parse("2025-06").unwrap()),
        Shape::Period => Value::Period(Month::parse("2025-01").unwrap(), Month::parse("2025-06").unwrap()),
        Shape::Number { .. } => Value::Number("41207".to_owned()),
        Shape::List => Value::List(vec![format!("first of {id}"), format!("second of {id}")]),
        Shape::Rows(parts) => Value::Rows(vec![cells(id, parts, 1), cells(id, parts, 2)]),
        Shape::Parts(parts) => Value::Parts(cells(id, parts, 1)),
    }
}

fn cells(id: &str, parts: &[Part], n: usize) -> Cells {
    parts
        .iter()
        .map(|part| {
            let value = if part.key == "link" || part.key == "summary" {
                Value::Text(format!("https://example.com/{id}/{n}"))
            } else {
                value(&format!("{id} {n}"), &part.shape, &part.options, false)
            };
            (part.key.clone(), value)
        })
        .collect()
}

fn full(template: &Template, long: bool) -> Record {
    let mut record = Record { kind: template.kind.clone(), template: template.version.clone(), ..Record::default() };
    for field in &template.fields {
        record.answers.insert(field.id.clone(), Answer::of(value(&field.id, &field.shape, &field.options, long)));
    }
    record
}

/// Id, state, text, ticked and empty boxes.
type Essence = (String, State, String, Vec<String>, Vec<String>);

/// What every format must give back, without the page it stands on.
fn essence(reading: &Reading) -> Vec<Essence> {
    let bare = |field: &FieldReading| field.text.split_whitespace().collect::<Vec<_>>().join(" ");
    reading.fields.iter().map(|(id, f)| (id.clone(), f.state, bare(f), f.ticked.clone(), f.unticked.clone())).collect()
}

fn all_formats_agree(long: bool) {
    let template = Template::latest("training-summary").unwrap().unwrap();
    let record = full(&template, long);
    let view = View { audience: Audience::Public, last: true };
    let text = json::write(&template, &record, view);
    let expected = read("summary.json", text.as_bytes(), None).unwrap();
    let shown: Vec<&str> = compose_ids(&template, &record, view);
    assert_eq!(expected.fields.keys().map(String::as_str).collect::<Vec<_>>(), shown, "every field shown is read");
    for (id, field) in &expected.fields {
        assert_eq!(field.state, State::Read, "{id}: {field:?}");
    }
    let sheet = compose(&template, &record, view);
    let mut wrong = Vec::new();
    for renderer in &renderers() {
        let bytes = renderer.render(&sheet, &Options::default()).unwrap();
        let name = format!("summary.{}", renderer.extension);
        let found = read(&name, &bytes, None).unwrap();
        assert_eq!(found.kind.as_deref(), Some("training-summary"), "{name}");
        assert_eq!(found.form, Form::Official, "{name}");
        assert_eq!(found.language, "en", "{name}");
        assert!(found.unread.is_empty(), "{name}: {:?}", found.unread);
        let (a, b) = (essence(&expected), essence(&found));
        for want in &a {
            match b.iter().find(|x| x.0 == want.0) {
                None => wrong.push(format!("{name}: {} not found", want.0)),
                Some(have) if have != want => wrong.push(format!("{name}:\n  want {want:?}\n  have {have:?}")),
                Some(_) => {}
            }
        }
        wrong.extend(
            b.iter().filter(|x| !a.iter().any(|y| y.0 == x.0)).map(|x| format!("{name}: {} from nowhere", x.0)),
        );
        wrong.extend(found.extra.iter().map(|e| format!("{name}: extra question {e:?}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Ids of the rows of the sheet, sorted.
fn compose_ids<'t>(template: &'t Template, record: &Record, view: View) -> Vec<&'t str> {
    use gpai_forms::sheet::Block;
    let sheet = compose(template, record, view);
    let rows = sheet.blocks.iter().flat_map(|b| match b {
        Block::Fields(rows) => rows.iter().map(|r| r.id.clone()).collect::<Vec<_>>(),
        // Its cells are fields, in the order of the template; they have no ids of their own.
        Block::Grid(_) => template
            .grids
            .iter()
            .flat_map(|grid| template.fields.iter().filter(|f| grid.has(&f.id)).map(|f| f.id.clone()))
            .collect(),
        _ => Vec::new(),
    });
    let shown: std::collections::BTreeSet<String> = rows.collect();
    let mut ids: Vec<&str> = template.fields.iter().map(|f| f.id.as_str()).filter(|id| shown.contains(*id)).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn short_answers_come_back_from_every_format() {
    all_formats_agree(false);
}

#[test]
fn long_answers_come_back_from_every_format() {
    all_formats_agree(true);
}

/// What does not come back word by word: an address that breaks over the lines of a table in a table, and who signs where the
/// line to sign on follows at once.
const EXCEPT: [(&str, &str, &str); 4] = [
    ("model-documentation", "pdf", "MDF-12b"),
    ("not-applicable", "pdf", "signed"),
    ("not-applicable", "docx", "signed"),
    ("not-applicable", "html", "signed"),
];

/// The other documents come back too, from every format, where their kind is given.
#[test]
fn other_kinds_come_back() {
    let mut wrong = Vec::new();
    for kind in Template::kinds().into_iter().filter(|k| *k != "training-summary") {
        let template = Template::latest(kind).unwrap().unwrap();
        let record = full(&template, false);
        let audience = *template.audiences.last().unwrap();
        let view = View { audience, last: true };
        let text = json::write(&template, &record, view);
        let expected = read("a.json", text.as_bytes(), None).unwrap();
        assert_eq!(expected.kind.as_deref(), Some(kind));
        let sheet = compose(&template, &record, view);
        for renderer in &renderers() {
            let bytes = renderer.render(&sheet, &Options::default()).unwrap();
            let found = read(&format!("a.{}", renderer.extension), &bytes, Some(kind)).unwrap();
            // Tables in answers come back with their words, in the order of the page.
            let words = |reading: &Reading| {
                let mut all = essence(reading);
                for entry in &mut all {
                    let mut words: Vec<&str> = entry.2.split([' ', '|']).filter(|w| !w.is_empty()).collect();
                    words.sort_unstable();
                    entry.2 = words.join(" ");
                }
                all
            };
            let (a, b) = (words(&expected), words(&found));
            let kept =
                |x: &&Essence| !EXCEPT.iter().any(|(k, e, id)| *k == kind && renderer.extension == *e && x.0 == *id);
            let lost: Vec<_> = a.iter().filter(|x| !b.contains(x)).filter(kept).collect();
            if !lost.is_empty() {
                let have: Vec<_> = lost.iter().map(|w| b.iter().find(|x| x.0 == w.0)).collect();
                wrong.push(format!(
                    "{kind}.{}: {} of {} lost\n  {lost:?}\n  {have:?}",
                    renderer.extension,
                    lost.len(),
                    a.len()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A question without answer is blank in each format, or not there where the form leaves it out; never an answer.
#[test]
fn gaps_come_back_as_blanks() {
    let template = Template::latest("training-summary").unwrap().unwrap();
    let record = Record { kind: template.kind.clone(), template: template.version.clone(), ..Record::default() };
    let view = View { audience: Audience::Public, last: false };
    let sheet = compose(&template, &record, view);
    for renderer in &renderers() {
        let bytes = renderer.render(&sheet, &Options::default()).unwrap();
        let found = read(&format!("summary.{}", renderer.extension), &bytes, Some("training-summary")).unwrap();
        let answered: Vec<_> = found.fields.iter().filter(|(_, f)| f.state != State::Blank).collect();
        assert!(answered.is_empty(), "{}: {answered:#?}", renderer.word);
        assert!(found.fields.len() > 20, "{}: {} fields", renderer.word, found.fields.len());
    }
}

/// Reading is a function of the bytes.
#[test]
fn the_same_bytes_give_the_same_reading() {
    let template = Template::latest("training-summary").unwrap().unwrap();
    let sheet = compose(&template, &full(&template, true), View { audience: Audience::Public, last: true });
    for renderer in &renderers() {
        let bytes = renderer.render(&sheet, &Options::default()).unwrap();
        let name = format!("a.{}", renderer.extension);
        assert_eq!(read(&name, &bytes, None), read(&name, &bytes, None), "{name}");
    }
}

/// The finder is quick even on a text that is all labels.
#[test]
fn labels_alone_are_no_answers() {
    let template = Template::latest("training-summary").unwrap().unwrap();
    let text: String = template.fields.iter().map(|f| format!("**{}**\n\n", f.label)).collect();
    let (flow, _) = gpai_read::flow(gpai_read::Format::Markdown, text.as_bytes()).unwrap();
    let found = find::find(&flow, &template);
    assert!(found.fields.values().all(|f| f.state == State::Blank), "{:#?}", found.fields);
}
