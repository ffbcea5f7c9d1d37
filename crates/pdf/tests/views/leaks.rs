//! No view holds what its reader may not see: generated records with a mark of its own in every answer; every byte of every
//! format of every view is searched, unpacked.

use std::collections::BTreeMap;

use gpai_forms::compose::{View, compose};
use gpai_forms::json;
use gpai_forms::record::{Answer, Cells, Month, Record, Value};
use gpai_forms::template::{Audience, Choice, Field, Part, Shape, Template};
use gpai_pdf::renderers;
use gpai_render::Options;

use crate::bytes::unpacked;

/// The marks of one answer: the digits or words that stand nowhere else.
type Marks = BTreeMap<String, Vec<String>>;

/// A number of digits that no other answer has, and that no page number or date contains.
fn digits(random: &mut fastrand::Rng) -> String {
    let mut text = String::from("7");
    while text.len() < 9 {
        text.push(char::from(b'1' + random.u8(0..9)));
    }
    text
}

struct Filler<'r> {
    random: &'r mut fastrand::Rng,
    marks: Vec<String>,
}

impl Filler<'_> {
    fn mark(&mut self) -> String {
        let mark = format!("Q{}X", digits(self.random));
        self.marks.push(mark.clone());
        mark
    }

    fn value(&mut self, shape: &Shape, options: &[Choice]) -> Value {
        match shape {
            Shape::Text => Value::Text(format!("text {}", self.mark())),
            Shape::YesNo => Value::Yes(self.random.bool()),
            Shape::Choice => Value::Word(options[self.random.usize(0..options.len())].word.clone()),
            Shape::Choices => Value::Words(options.iter().map(|o| o.word.clone()).collect()),
            Shape::Date => {
                let year = i16::try_from(self.random.u16(2100..2900)).unwrap();
                self.marks.push(format!("/{year}"));
                self.marks.push(format!("{year}-"));
                Value::Date(jiff::civil::date(year, 5, 14))
            }
            Shape::Month => Value::Month(Month { year: 2025, month: 6 }),
            Shape::Period => Value::Period(Month { year: 2025, month: 1 }, Month { year: 2025, month: 6 }),
            Shape::Number { .. } => {
                let number = digits(self.random);
                self.marks.push(number.clone());
                // As a document groups it.
                let grouped: Vec<String> =
                    number.as_bytes().chunks(3).map(|c| String::from_utf8(c.to_vec()).unwrap()).collect();
                self.marks.push(grouped.join("\u{a0}"));
                Value::Number(number)
            }
            Shape::List => Value::List(vec![format!("entry {}", self.mark()), format!("entry {}", self.mark())]),
            Shape::Rows(parts) => Value::Rows((0..2).map(|_| self.cells(parts)).collect()),
            Shape::Parts(parts) => Value::Parts(self.cells(parts)),
        }
    }

    fn cells(&mut self, parts: &[Part]) -> Cells {
        parts.iter().map(|p| (p.key.clone(), self.value(&p.shape, &p.options))).collect()
    }
}

fn filled(template: &Template, random: &mut fastrand::Rng) -> (Record, Marks) {
    let mut record = Record { kind: template.kind.clone(), template: template.version.clone(), ..Record::default() };
    let mut marks = Marks::new();
    for field in &template.fields {
        let mut filler = Filler { random: &mut *random, marks: Vec::new() };
        let value = filler.value(&field.shape, &field.options);
        let (other, source) = (filler.mark(), filler.mark());
        let answer = Answer { other: Some(other), source: Some(format!("file {source}")), ..Answer::of(value) };
        record.answers.insert(field.id.clone(), answer);
        marks.insert(field.id.clone(), filler.marks);
    }
    (record, marks)
}

fn holds(parts: &[Vec<u8>], mark: &str) -> bool {
    let found = |part: &Vec<u8>| part.windows(mark.len()).any(|w| w == mark.as_bytes());
    parts.iter().any(found)
}

/// Every format of one view, unpacked.
fn view(template: &Template, record: &Record, audience: Audience, last: bool) -> Vec<(String, Vec<Vec<u8>>)> {
    let view = View { audience, last };
    let sheet = compose(template, record, view);
    let mut out: Vec<(String, Vec<Vec<u8>>)> = renderers()
        .iter()
        .map(|r| (r.word.to_owned(), unpacked(r.word, &r.render(&sheet, &Options::default()).unwrap())))
        .collect();
    out.push(("json".into(), vec![json::write(template, record, view).into_bytes()]));
    out
}

#[test]
fn no_view_holds_what_its_reader_may_not_see() {
    let mut random = fastrand::Rng::with_seed(20_261_125);
    let mut searched = 0;
    for template in Template::book().unwrap().into_iter().filter(|t| t.audiences.len() > 1) {
        // Final and draft, where precise figures stand beside coarse ones.
        let rounds = if template.kind == "model-documentation" { 2 } else { 1 };
        for round in 0..rounds {
            let (record, marks) = filled(&template, &mut random);
            for audience in template.audiences.clone() {
                let hidden: Vec<&Field> = template.fields.iter().filter(|f| !f.audiences.contains(&audience)).collect();
                let shown: Vec<&Field> = template.fields.iter().filter(|f| f.audiences.contains(&audience)).collect();
                for (format, parts) in view(&template, &record, audience, round == 0) {
                    for field in &hidden {
                        for mark in &marks[&field.id] {
                            searched += 1;
                            assert!(
                                !holds(&parts, mark),
                                "{} for {}: {format} holds {mark} of {}",
                                template.kind,
                                audience.word(),
                                field.id
                            );
                        }
                    }
                    // The search itself works: what the reader may see is found in what was unpacked.
                    for field in shown.iter().filter(|f| f.shape == Shape::Text) {
                        let mark = &marks[&field.id][0];
                        assert!(holds(&parts, mark), "{} {format}: {} is not found", template.kind, field.id);
                    }
                }
            }
        }
    }
    assert!(searched > 1000, "{searched}");
}

/// Precise and coarse figures of the model documentation: each reader has the one and not the other.
#[test]
fn precise_figures_reach_the_ai_office_alone() {
    let text = r#"
[document]
kind = "model-documentation"
template = "2025-07-10"
[answers]
"MDF-11" = { value = "7.0131415e9", source = "seen 7.0131415e9" }
"MDF-11b" = { value = "5B-15B", source = "from 7.0131415e9" }
"MDF-25" = [{ set = "training", amount = "4e12", unit = "tokens" }]
"MDF-25b" = [{ set = "training", amount = "4.0271828e12", unit = "tokens" }]
"MDF-30" = { range = "under-1-month", measured = "pre-training" }
"MDF-30b" = { days = "21.57721", hardware = [{ accelerator = "H100", days = "5376.1618" }] }
"MDF-31" = "1e23"
"MDF-31b" = "1.6931471e23"
"#;
    let (template, record) = Record::read("f", text).unwrap();
    let precise = ["7.0131415", "4.0271828", "21.57721", "5376.1618", "376.1618", "1.6931471"];
    for last in [true, false] {
        for audience in [Audience::Dp, Audience::Nca] {
            for (format, parts) in view(&template, &record, audience, last) {
                for figure in precise {
                    assert!(!holds(&parts, figure), "{} for {}: {figure}", format, audience.word());
                }
            }
        }
        for (format, parts) in view(&template, &record, Audience::Aio, last) {
            for figure in ["7.0131415", "4.0271828", "21.57721", "1.6931471"] {
                assert!(holds(&parts, figure), "{format}: {figure} is not found");
            }
        }
    }
}
