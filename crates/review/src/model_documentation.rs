//! Rules on the model documentation form (MDF-R1 to MDF-R12), and where it and the public summary disagree.

use gpai_rules::number::Number;

use super::amounts::{GENERAL, SYSTEMIC};
use super::document::{changed, unchanged};
use super::work::{Check, Said, Work, YesNo, both, same};
use gpai_forms::lexicon::numbers::{Written, magnitude, written};
use gpai_forms::lexicon::words::plain;
use gpai_forms::reading::Reading;
use gpai_forms::template::{Choice, Shape};

/// One line a rule.
pub(super) const CHECKS: &[(&str, Check)] = &[
    ("MDF-R1", size_in_range),
    ("MDF-R2", significant_figures),
    ("MDF-R3", order_of_magnitude),
    ("MDF-R4", time_in_range),
    ("MDF-R5", maximum_sizes),
    ("MDF-R6", energy_withheld),
    ("MDF-R7", provenance),
    ("MDF-R8", modalities),
    ("MDF-R9", dependencies),
    ("MDF-R10", thresholds),
    ("MDF-R11", length),
    ("MDF-R12", silent_edit),
];

fn first(work: &Work<'_>, id: &str) -> Option<Written> {
    written(&work.text(id)).into_iter().next()
}

/// The range chosen in a field with ranges, and all of them.
fn chosen<'w>(work: &Work<'w>, id: &str) -> Option<(&'w Choice, Vec<&'w Choice>)> {
    let official = work.template.field(id)?;
    let field = work.field(id)?;
    let in_parts = match &official.shape {
        Shape::Parts(parts) => parts.iter().flat_map(|p| p.options.iter()).collect(),
        _ => Vec::new(),
    };
    let ranges: Vec<&Choice> =
        official.options.iter().chain(in_parts).filter(|o| o.above.is_some() || o.up_to.is_some()).collect();
    let text: String = plain(&field.text).chars().filter(|c| c.is_alphanumeric()).collect();
    let of = |o: &&&Choice| {
        let label: String = plain(&o.label).chars().filter(|c| c.is_alphanumeric()).collect();
        field.ticked.contains(&o.word)
            || field.ticked.contains(&o.label)
            || (field.ticked.is_empty() && text.starts_with(&label))
    };
    let found = ranges.iter().find(of).copied()?;
    Some((found, ranges))
}

/// Whether an amount is in a range, which begins above its lower edge.
fn within(range: &Choice, value: &Number) -> bool {
    let edge = |e: &Option<String>| e.as_deref().and_then(|t| Number::parse(t).ok());
    edge(&range.above).is_none_or(|low| *value > low) && edge(&range.up_to).is_none_or(|high| *value <= high)
}

/// Range of the model size does not contain the exact size.
fn size_in_range(work: &mut Work<'_>) {
    let (Some(size), Some((range, all))) = (first(work, "MDF-11"), chosen(work, "MDF-11b")) else { return };
    if !within(range, &size.value) {
        let bin = same(range.label.clone());
        return work.say("MDF-11b", "outside", &[("value", both(&size.shown)), ("bin", bin)]);
    }
    let near =
        all.iter().filter_map(|o| o.above.as_deref()).filter_map(|e| Number::parse(e).ok()).any(|edge| {
            edge > Number::from_u128(0) && size.value >= edge.percent(98) && size.value <= edge.percent(102)
        });
    if near {
        work.say("MDF-11b", "edge", &[("value", both(&size.shown))]);
    }
}

/// The significant figures that the form asks of a field.
fn figures(shape: &Shape) -> Option<usize> {
    match shape {
        Shape::Number { figures, .. } => Some(usize::from(*figures)),
        Shape::Rows(parts) | Shape::Parts(parts) => parts.iter().find_map(|part| figures(&part.shape)),
        _ => None,
    }
}

/// Too few significant figures.
fn significant_figures(work: &mut Work<'_>) {
    for id in ["MDF-11", "MDF-25b", "MDF-31b", "MDF-33", "MDF-35", "MDF-25", "MDF-30b"] {
        let Some(needed) = work.template.field(id).and_then(|f| figures(&f.shape)) else { continue };
        let Said::Text(text) = work.said(id) else { continue };
        let all = written(&text);
        if all.is_empty() {
            work.say(id, "not-a-number", &[("value", work.quote(id))]);
        }
        for few in all.iter().filter(|w| w.figures < needed) {
            let details = [
                ("value", both(&few.shown)),
                ("count", same(few.figures.to_string())),
                ("needed", same(needed.to_string())),
            ];
            work.say(id, "few", &details);
        }
    }
}

/// Order of magnitude of the compute does not fit.
fn order_of_magnitude(work: &mut Work<'_>) {
    let (Some(precise), Some(coarse)) = (first(work, "MDF-31b"), first(work, "MDF-31")) else { return };
    let Some(needed) = magnitude(&precise.value) else { return };
    // The exponent may be written alone: `24`.
    let small = Number::from_u128(61);
    let given = if coarse.value < small { coarse.value.to_string().parse().ok() } else { magnitude(&coarse.value) };
    let Some(given) = given else { return };
    if given == needed {
        return;
    }
    // The nearest power of ten is the one above from the square root of ten on: 3.1623.
    let nearest_is_above = Number::parse(&format!("3.1623e{needed}")).is_ok_and(|half| precise.value >= half);
    let case = if given == needed + 1 && nearest_is_above { "nearest" } else { "wrong" };
    let details =
        [("value", same(given.to_string())), ("other", both(&precise.shown)), ("needed", same(needed.to_string()))];
    work.say("MDF-31", case, &details);
}

/// Training time not in its range.
fn time_in_range(work: &mut Work<'_>) {
    let (Some(days), Some((range, _))) = (first(work, "MDF-30b"), chosen(work, "MDF-30")) else { return };
    if !within(range, &days.value) {
        let bin = same(range.label.clone());
        work.say("MDF-30", "outside", &[("value", both(&days.shown)), ("bin", bin)]);
    }
}

/// Modality without maximum size.
fn maximum_sizes(work: &mut Work<'_>) {
    for (marked, sizes) in [("MDF-09", "MDF-09b"), ("MDF-10", "MDF-10b")] {
        let Some(modalities) = work.modalities(marked) else { continue };
        if work.may_be_withheld(sizes) {
            continue;
        }
        let text = match work.said(sizes) {
            // One N/A for the whole field stands for each.
            Said::NotApplicable(_) | Said::Unreadable | Said::Ticked => continue,
            Said::Text(text) => text,
            Said::Absent | Said::Blank => String::new(),
        };
        for modality in modalities {
            let there = match modality {
                "other" => text.contains("other") || text.split('\n').count() > 1,
                m => work.has(&format!("modality-{m}"), &text) || (m == "text" && work.has("tokens", &text)),
            };
            if !there {
                work.say(sizes, "missing", &[("modality", work.term(modality))]);
            }
        }
    }
}

/// Energy not stated, missing information not named.
fn energy_withheld(work: &mut Work<'_>) {
    if !matches!(work.said("MDF-33"), Said::NotApplicable(_)) {
        return;
    }
    let named = match work.said("MDF-34") {
        Said::Text(text) => work.has("withheld", &text),
        Said::Unreadable => return,
        _ => false,
    };
    if !named {
        work.say("MDF-34", "unnamed", &[]);
    }
}

/// One disagreement between a public summary and a model documentation.
pub(super) enum Difference {
    /// The models this one was made from.
    Dependencies {
        /// As the summary has it.
        summary: String,
        /// As the documentation has it.
        documentation: String,
    },
    /// A modality of the summary that the documentation lacks.
    Modality(&'static str),
    /// A source of data.
    Provenance {
        /// The question of the summary.
        field: &'static str,
        /// The source, by its word in MDF-23.
        source: &'static str,
        /// The summary's answer.
        summary: bool,
        /// The documentation's.
        documentation: bool,
    },
}

/// The sources of MDF-23 with the questions of the summary that ask for them.
const SOURCES: [(&str, &str, &[&str]); 6] = [
    ("web-crawling", "web crawling", &["2.3.a"]),
    ("private-third-party", "private non-publicly available", &["2.2.1.a", "2.2.2.a"]),
    ("user-data", "user data", &["2.4.a", "2.4.b"]),
    ("public-datasets", "publicly available datasets", &["2.1.a"]),
    ("synthetic", "synthetic data", &["2.5.a"]),
    ("other-means", "other means", &["2.6.a"]),
];

/// Where a summary and a documentation disagree.
pub(super) fn differences<'w>(work: &Work<'w>, summary: &'w Reading, documentation: &'w Reading) -> Vec<Difference> {
    let (summary, documentation) = (work.over(summary), work.over(documentation));
    let mut out = Vec::new();
    let na = |s: &Said| matches!(s, Said::NotApplicable(_));
    let (a, b) = (summary.said("1.2.b"), documentation.said("MDF-06"));
    if (na(&a) && matches!(b, Said::Text(_))) || (na(&b) && matches!(a, Said::Text(_))) {
        let text = |s: Said| match s {
            Said::NotApplicable(t) | Said::Text(t) => t,
            _ => String::new(),
        };
        out.push(Difference::Dependencies { summary: text(a), documentation: text(b) });
    }
    if let (Some(of_summary), Some(of_documentation)) =
        (summary.modalities("1.3.a"), documentation.modalities("MDF-22"))
        && !of_documentation.is_empty()
    {
        out.extend(of_summary.difference(&of_documentation).map(|m| Difference::Modality(m)));
    }
    let Some(field) = documentation.field("MDF-23").filter(|f| !f.ticked.is_empty() || !f.text.is_empty()) else {
        return out;
    };
    let text = plain(&field.text);
    for (word, label, questions) in SOURCES {
        let answers: Vec<YesNo> = questions.iter().map(|q| summary.yes_no(q)).collect();
        let said = if answers.contains(&YesNo::Yes) {
            true
        } else if answers.iter().all(|a| *a == YesNo::No) {
            false
        } else {
            continue;
        };
        let ticked = field.ticked.iter().any(|t| t == word || plain(t).starts_with(label))
            || (field.ticked.is_empty() && text.contains(label));
        // Synthetic data that are published stand among public datasets of the form, so only a tick without a Yes differs.
        if said != ticked && !(word == "synthetic" && said) {
            out.push(Difference::Provenance {
                field: questions.first().copied().unwrap_or("2.1.a"),
                source: word,
                summary: said,
                documentation: ticked,
            });
        }
    }
    out
}

fn with_summary(work: &Work<'_>) -> Vec<Difference> {
    work.known.summary.map(|s| differences(work, s, work.doc)).unwrap_or_default()
}

/// Data provenance disagrees with the public summary.
fn provenance(work: &mut Work<'_>) {
    for difference in with_summary(work) {
        if let Difference::Provenance { source, summary, documentation, .. } = difference {
            let word = |b: bool| work.term(if b { "yes" } else { "no" });
            let details = [("source", work.term(source)), ("value", word(documentation)), ("other", word(summary))];
            work.say("MDF-23", "differs", &details);
        }
    }
}

/// Modality of the public summary missing here.
fn modalities(work: &mut Work<'_>) {
    for difference in with_summary(work) {
        if let Difference::Modality(modality) = difference {
            work.say("MDF-22", "missing", &[("modality", work.term(modality))]);
        }
    }
}

/// Dependencies disagree with the public summary.
fn dependencies(work: &mut Work<'_>) {
    for difference in with_summary(work) {
        if let Difference::Dependencies { summary, documentation } = difference {
            work.say("MDF-06", "differs", &[("value", both(&documentation)), ("other", both(&summary))]);
        }
    }
}

/// Compute passes a threshold of the Act.
fn thresholds(work: &mut Work<'_>) {
    let Some(compute) = first(work, "MDF-31b") else { return };
    let over = |id| work.book.amounts.passes(id, &compute.value, work.known.today) == Some(true);
    let (systemic, general) = (over(SYSTEMIC), over(GENERAL));
    let value = [("value", both(&compute.shown))];
    if systemic {
        work.say("MDF-31b", "systemic", &value);
    } else if general {
        work.say("MDF-31b", "gpai", &value);
    }
}

/// Longer than recommended.
fn length(work: &mut Work<'_>) {
    for field in &work.template.fields {
        let Some(most) = field.words.filter(|_| field.id.starts_with("MDF-")) else { continue };
        let count = work.text(&field.id).split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count();
        let limit = usize::try_from(most).unwrap_or(usize::MAX);
        if count.saturating_mul(2) > limit.saturating_mul(3) {
            work.say(&field.id, "long", &[("count", same(count.to_string())), ("needed", same(most.to_string()))]);
        }
    }
}

/// Content changed, version and date did not move together.
fn silent_edit(work: &mut Work<'_>) {
    let heads = [work.template.numbered.clone().unwrap_or_default(), work.template.dated.clone().unwrap_or_default()];
    let [version, date] = &heads;
    let fields = changed(work, [version, date]);
    if !fields.is_empty() && (unchanged(work, version) || unchanged(work, date)) {
        work.say(version, "silent", &[("fields", both(&fields.join(", ")))]);
    }
}
