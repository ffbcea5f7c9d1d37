//! The next question of the interview in machine form: its answers, what each sets and what it would lead to.

use gpai_rules::fact::Value;
use gpai_rules::next::{Answer, Asked, Next};
use serde_json::{Map, Value as Json, json};

use crate::value::value;
use crate::view::View;

/// What is still to be asked; `ask` is empty where nothing is.
pub(crate) fn json(view: &View<'_>, next: &Next) -> Json {
    json!({
        "left": next.left,
        "settles": next.settles,
        "ask": next.ask.iter().map(|asked| self::asked(view, asked)).collect::<Vec<_>>(),
    })
}

fn asked(view: &View<'_>, asked: &Asked) -> Json {
    let lang = view.language;
    let mut o = Map::new();
    if asked.preset {
        o.insert("preset".into(), json!(asked.name));
        o.insert("text".into(), json!(view.law.presets.get(&asked.name).map(|p| p.question.get(lang))));
    } else {
        let def = view.law.fact(&asked.name);
        o.insert("fact".into(), json!(asked.name));
        o.insert("text".into(), json!(def.map(|def| def.question.get(lang))));
        o.insert("judged".into(), json!(def.is_some_and(|def| def.judged)));
        if let Some(unit) = def.and_then(|def| def.unit.as_ref()) {
            o.insert("unit".into(), json!(unit));
        }
    }
    o.insert("answers".into(), asked.answers.iter().map(|answer| self::answer(view, answer)).collect());
    Json::Object(o)
}

fn answer(view: &View<'_>, answer: &Answer) -> Json {
    let mut o = Map::new();
    if let Some(choice) = answer.choice.as_ref().and_then(|id| view.law.presets.choice(id)) {
        o.insert("as".into(), json!(choice.id));
        o.insert("text".into(), json!(choice.title.get(view.language)));
    }
    o.insert("sets".into(), answer.sets.iter().map(|(name, value)| (name.clone(), bounded(value))).collect());
    let concludes = answer.concludes.iter().map(|(name, yes)| (name.clone(), json!(if *yes { "yes" } else { "no" })));
    o.insert("concludes".into(), Json::Object(concludes.collect()));
    o.insert("applies".into(), json!(answer.outlook.applies));
    o.insert("open".into(), json!(answer.outlook.open));
    Json::Object(o)
}

/// A value; an amount without an upper bound has `null` there.
fn bounded(of: &Value) -> Json {
    match of {
        Value::Number(i) if i.high.is_unbounded() => json!({ "low": i.low.to_string(), "best": null, "high": null }),
        other => value(other),
    }
}
