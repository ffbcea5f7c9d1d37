//! The memo "not applicable, because": what the assessment concludes and why, as answers of its form. Whether it is right, and
//! who answers for it, a person says.

use gpai_rules::assess::{Assessment, DutyStatus};
use gpai_rules::decide::Decision;
use gpai_rules::law::Law;
use gpai_rules::remarks::show_short;

use super::prefill::Prefilled;
use super::record::{Answer, Cells, Value};
use super::template::Template;

/// The answers an assessment gives; fields are named as in `law/not-applicable.toml`.
pub fn memo(template: &Template, law: &Law, assessment: &Assessment) -> Vec<Prefilled> {
    let source = format!("gpai check, law {} ({}), as of {}", law.id, law.edition, assessment.as_of);
    let row = |cells: &[(&str, String)]| -> Cells {
        cells.iter().filter(|(_, t)| !t.is_empty()).map(|(k, t)| ((*k).to_owned(), Value::Text(t.clone()))).collect()
    };
    let conclusions: Vec<Cells> = assessment
        .conclusions
        .iter()
        .map(|c| {
            let title = law.proposition(&c.name).map_or(c.name.as_str(), |p| p.title.en.as_str());
            let answer = match c.decision {
                Decision::Open => "open".to_owned(),
                settled => match settled.strength() {
                    Some(strength) => format!("{} ({})", settled.word(), strength.word()),
                    None => settled.word().to_owned(),
                },
            };
            row(&[
                ("question", title.to_owned()),
                ("answer", answer),
                ("because", c.because.join(", ")),
                ("law", c.cites.join(", ")),
            ])
        })
        .collect();
    let duties: Vec<Cells> = assessment
        .duties
        .iter()
        .map(|d| {
            let title = law.duty(&d.id).map_or("", |x| x.title.en.as_str());
            let answer = match d.outcome() {
                DutyStatus::NotApplicable => "not applicable",
                other => other.word(),
            };
            row(&[("duty", format!("{} {title}", d.id)), ("answer", answer.to_owned()), ("law", d.cites.join(", "))])
        })
        .collect();
    let facts: Vec<Cells> = assessment
        .facts
        .iter()
        .filter(|f| law.fact(&f.name).is_some() && !f.name.starts_with("card.") && !f.name.starts_with("documents."))
        .map(|f| {
            let value = f.value.as_ref().map_or_else(|| "sources disagree".to_owned(), show_short);
            let places: Vec<String> = f
                .sources
                .iter()
                .map(|s| s.line.map_or_else(|| s.file.clone(), |line| format!("{}:{line}", s.file)))
                .collect();
            let judged = f.sources.iter().find(|s| s.is_judged());
            let why = judged.map(|s| {
                let (by, why) = (s.by.clone().unwrap_or_default(), s.why.clone().unwrap_or_default());
                format!("{by}: {why}")
            });
            let question = law.fact(&f.name).map_or("", |d| d.question.en.as_str());
            row(&[
                ("fact", format!("{question} ({})", f.name)),
                ("value", value),
                ("places", places.join(", ")),
                ("judged", why.unwrap_or_default()),
            ])
        })
        .collect();
    let open: Vec<String> = assessment
        .questions
        .iter()
        .map(|q| match law.fact(&q.fact) {
            Some(fact) => format!("{}: {}", q.fact, fact.question.en),
            None => q.fact.clone(),
        })
        .collect();
    let mut out = Vec::new();
    let mut put = |id: &str, value: Value| {
        if template.field(id).is_some() {
            let answer = Answer { source: Some(source.clone()), ..Answer::of(value) };
            out.push(Prefilled { id: id.to_owned(), answer: Some(answer), ..Prefilled::default() });
        }
    };
    put("as-of", Value::Date(assessment.as_of));
    put("law", Value::Text(format!("{}, edition {}", law.id, law.edition)));
    for (id, rows) in [("conclusions", conclusions), ("duties", duties), ("facts", facts)] {
        if !rows.is_empty() {
            put(id, Value::Rows(rows));
        }
    }
    if !open.is_empty() {
        put("open", Value::List(open));
    }
    out
}
