//! What a base model stands for that a person named in an answer: its training compute, where that is published.

use gpai_evidence::bases;
use gpai_rules::fact::{Facts, Origin, Source, Value};
use gpai_rules::names;

/// Adds what is published of the base that is named, where nobody said anything of its compute.
pub fn derive(facts: &mut Facts) {
    let Some(Value::Text(name)) = facts.value(names::MODIFICATION_BASE) else { return };
    if !facts.claims(names::MODIFICATION_BASE_FLOP).is_empty() {
        return;
    }
    let Some(known) = bases::named(&name) else { return };
    if let Some(flop) = &known.flop {
        let source = Source::new(Origin::Law, bases::FILE).at(known.line, 1).method(known.method.clone());
        facts.add(names::MODIFICATION_BASE_FLOP, Value::Number(flop.clone()), source);
    }
}
