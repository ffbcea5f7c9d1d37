//! What logs of other tools say, held against the folder and one another: whose model they are about, scores that differ, the
//! energy of all runs together. Nothing here decides a fact that another source states.

use std::collections::BTreeMap;

use gpai_rules::fact::{Origin, Source, Value};
use gpai_rules::finding::{Finding, Place, Severity};
use gpai_rules::names;
use gpai_rules::number::{Interval, Number};
use gpai_rules::rows::{EnergyRun, EnergyTotal, Evaluation};

use crate::about::About;
use crate::candidates::{Amount, Basis, Candidates, Counts, Logged, Tokens, Types, agree};
use crate::found::Found;
use crate::logs::energy::clusters::together;
use crate::logs::names::{same, shown};
use crate::logs::score::plain;

/// Logs of one data set and metric that a card's score is held against.
const COMPARED: usize = 64;
/// Percent within which a log and another source say the same.
const SAME: u32 = 10;

/// Takes what logs say of the model where nobody else says it; where somebody does and it differs, that is a finding.
pub fn apply(found: &mut Found, candidates: &mut Candidates, about: &About) {
    let all = std::mem::take(&mut candidates.logged);
    let own = own(all, about);
    let sizes: Vec<&Logged> = own.iter().filter(|l| l.parameters.is_some()).collect();
    let stated = candidates.parameters.iter().map(|a| (&a.best, &a.source)).min_by_key(|(_, s)| (*s).clone());
    let stated = stated.map(|(n, s)| (n.clone(), s.clone()));
    let known = candidates.parameters.iter().map(|a| a.best.clone()).collect();
    if let Some((best, source)) =
        fresh(found, names::MODEL_PARAMETERS, known, stated, &sizes, |l| l.parameters.as_ref())
    {
        let within = Interval::point(best.clone());
        candidates.parameters.push(Amount { best, within, basis: Basis::Labelled, source });
    }
    let tokens: Vec<&Logged> = own.iter().filter(|l| l.tokens.is_some()).collect();
    let stated = candidates.tokens.iter().map(|t| (&t.best, &t.source)).min_by_key(|(_, s)| (*s).clone());
    let stated = stated.map(|(n, s)| (n.clone(), s.clone()));
    let known = candidates.tokens.iter().map(|t| t.best.clone()).collect();
    if let Some((best, source)) = fresh(found, names::TRAINING_TOKENS, known, stated, &tokens, |l| l.tokens.as_ref()) {
        let within = Interval::point(best.clone());
        let digits = best.to_string().len();
        candidates.tokens.push(Tokens {
            best,
            within,
            least: None,
            digits,
            size: None,
            counts: Counts::Seen,
            adds: false,
            source,
        });
    }
    let mut types = own.into_iter().filter_map(|l| Some((l.types?, l.source)));
    if let (None, Some((value, source))) = (&candidates.types, types.next()) {
        found.claim(names::WEIGHTS_DTYPES, value.clone(), source.clone());
        candidates.types = Some(Types { value, source, derived: None });
    }
}

/// Those that are about this model: where several models are named and nobody says which one this is, none.
fn own(all: Vec<Logged>, about: &About) -> Vec<Logged> {
    let name = about.name.as_deref().filter(|_| about.named);
    let named: Vec<String> = all.iter().filter_map(|l| l.model.clone()).collect();
    let one = named.first().is_none_or(|first| named.iter().all(|n| same(n, first)));
    all.into_iter()
        .filter(|l| match (&l.model, name) {
            (Some(model), Some(name)) => same(model, name),
            (Some(_), None) => one,
            (None, _) => true,
        })
        .collect()
}

/// The amount of logs that agree, where nobody else states one; a finding where somebody states another.
fn fresh(
    found: &mut Found,
    fact: &str,
    known: Vec<Number>,
    stated: Option<(Number, Source)>,
    logged: &[&Logged],
    of: fn(&Logged) -> Option<&Number>,
) -> Option<(Number, Source)> {
    let first = logged.iter().min_by_key(|l| &l.source)?;
    let amount = of(first)?;
    if let Some((stated, source)) = stated {
        for log in logged {
            let Some(amount) = of(log) else { continue };
            if !known.iter().any(|k| agree(k, amount, SAME) || agree(amount, k, SAME)) {
                let values = format!("{stated} ({}), {amount} ({})", source.file_line(), log.source.file_line());
                let finding = Finding::new("log-differs", Severity::Warning).with("fact", fact).with("values", values);
                found.find(finding.place(Place::of(&log.source)).place(Place::of(&source)));
            }
        }
        return None;
    }
    // Several runs may be stages, attempts or trials; which of them is the training nobody says.
    let agreed = logged.iter().filter_map(|l| of(l)).all(|n| agree(n, amount, 1));
    agreed.then(|| (amount.clone(), first.source.clone()))
}

/// Findings that need all rows, and the energy of all runs.
pub fn conclude(found: &mut Found, about: &About) {
    found.rows.sort();
    let mut rows = std::mem::take(&mut found.rows.evaluations);
    others(found, &mut rows, about);
    disagreements(found, &rows);
    card_and_log(found, &rows);
    found.rows.evaluations = rows;
    energy(found, about);
}

/// Rows of other models than that of the folder.
fn others(found: &mut Found, rows: &mut [Evaluation], about: &About) {
    let mut told: BTreeMap<(String, String), Place> = BTreeMap::new();
    let own_of_index = own_of_index(rows, about);
    for row in rows.iter_mut() {
        let Some(model) = row.model.clone() else { continue };
        let other = match row.tool.as_str() {
            "model-index" => own_of_index.get(&row.place.file).is_some_and(|own| !same(own, &model)),
            _ => about.name.as_ref().filter(|_| about.named).is_some_and(|name| !same(name, &model)),
        };
        if other {
            row.caveat("eval-other-model");
            told.entry((row.place.file.clone(), model)).or_insert_with(|| row.place.clone());
        }
    }
    let logs: Vec<(String, Place)> =
        found.rows.logs.iter().filter_map(|l| Some((l.model.clone()?, l.place.clone()))).collect();
    for (model, place) in logs {
        if about.name.as_ref().filter(|_| about.named).is_some_and(|name| !same(name, &model)) {
            told.entry((place.file.clone(), model)).or_insert(place);
        }
    }
    for ((_, model), place) in told {
        found.find(Finding::new("eval-other-model", Severity::Warning).with("model", shown(&model)).place(place));
    }
}

/// Of the models of an index the folder's own: the one of its name, else the first.
fn own_of_index(rows: &[Evaluation], about: &About) -> BTreeMap<String, String> {
    let mut out: BTreeMap<String, (bool, Option<u32>, String)> = BTreeMap::new();
    for row in rows.iter().filter(|r| r.tool == "model-index") {
        let Some(model) = &row.model else { continue };
        let unnamed = !about.name.as_ref().is_some_and(|name| same(name, model));
        let this = (unnamed, row.place.line, model.clone());
        match out.get_mut(&row.place.file) {
            Some(known) if *known <= this => {}
            Some(known) => *known = this,
            None => drop(out.insert(row.place.file.clone(), this)),
        }
    }
    out.into_iter().map(|(file, (_, _, model))| (file, model)).collect()
}

/// The same measurement with different values.
fn disagreements(found: &mut Found, rows: &[Evaluation]) {
    let mut groups: BTreeMap<String, Vec<&Evaluation>> = BTreeMap::new();
    for row in rows.iter().filter(|r| r.task.is_some() || r.dataset.is_some()) {
        let mut bare = row.clone();
        let settings = (&bare.task, &bare.suite, &bare.metric, &bare.filter, bare.shots, bare.epochs, bare.n, bare.of);
        let about = (&bare.tool, &bare.dataset, &bare.model, &bare.base, &bare.notes, &bare.by, &bare.judge);
        let key = format!("{settings:?} {about:?}");
        bare.caveats.clear();
        groups.entry(key).or_default().push(row);
    }
    for group in groups.into_values() {
        let Some((first, rest)) = group.split_first() else { continue };
        let Some(other) = rest.iter().find(|r| plain(&r.value) != plain(&first.value)) else { continue };
        let value = |r: &Evaluation| format!("{} ({})", r.value, place(&r.place));
        let finding = Finding::new("sources-disagree", Severity::Warning)
            .with("fact", format!("the evaluation {}", shown(&first.title())))
            .with("values", format!("{}, {}", value(first), value(other)));
        found.find(finding.place(first.place.clone()).place(other.place.clone()));
    }
}

/// A score of the card that the log of the same data set and metric does not bear out, on either scale.
fn card_and_log(found: &mut Found, rows: &[Evaluation]) {
    let of_card =
        |r: &&Evaluation| matches!(r.tool.as_str(), "model-index" | "eval_results") && !r.has("eval-other-model");
    let of_log = |r: &&Evaluation| !matches!(r.tool.as_str(), "model-index" | "eval_results") && !r.group;
    let whole = |r: &&Evaluation| !["eval-other-model", "eval-partial", "eval-not-finished"].iter().any(|c| r.has(c));
    let mut by_set: BTreeMap<(String, Option<&String>), Vec<&Evaluation>> = BTreeMap::new();
    for log in rows.iter().filter(of_log).filter(whole) {
        let Some(set) = &log.dataset else { continue };
        let list = by_set.entry((set.id.to_lowercase(), log.metric.as_ref())).or_default();
        if list.len() < COMPARED && log.metric.is_some() {
            list.push(log);
        }
    }
    for card in rows.iter().filter(of_card) {
        let Some(set) = &card.dataset else { continue };
        let Some(list) = by_set.get(&(set.id.to_lowercase(), card.metric.as_ref())) else { continue };
        let alike = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
        let same = |log: &&&Evaluation| {
            let subset = log.dataset.as_ref().is_some_and(|d| {
                let default = set.subset.is_none() || set.subset.as_deref() == Some("default");
                (default || set.subset == d.subset) && alike(&d.split, &set.split)
            });
            subset && (card.shots.is_none() || log.shots.is_none() || card.shots == log.shots)
        };
        let logs: Vec<&&Evaluation> = list.iter().filter(same).collect();
        let Some(first) = logs.first() else { continue };
        if !logs.iter().any(|log| rounded_alike(&card.value, &log.value)) {
            let values = format!("{} ({}), {} ({})", card.value, place(&card.place), first.value, place(&first.place));
            let finding = Finding::new("eval-card-differs", Severity::Warning).with("task", shown(&card.title()));
            found.find(finding.with("values", values).place(card.place.clone()).place(first.place.clone()));
        }
    }
}

fn place(place: &Place) -> String {
    place.line.map_or_else(|| place.file.clone(), |line| format!("{}:{line}", place.file))
}

/// Whether a stated score is the other one, rounded, as a share or in percent.
fn rounded_alike(stated: &str, exact: &str) -> bool {
    let (Ok(a), Ok(b)) = (Number::parse(stated), Number::parse(exact)) else { return stated == exact };
    let decimals = plain(stated).split_once('.').map_or(0, |(_, f)| f.len());
    // One in the last place that is stated: half of it for rounding, half for tables that cut.
    let Ok(step) = Number::parse(&format!("1e-{}", decimals.min(40))) else { return false };
    [1u32, 100].iter().any(|times| {
        let scaled = b.times_u(*times);
        let back = a.times_u(*times);
        let near = |x: &Number, y: &Number| *x <= y.plus(&step) && *y <= x.plus(&step);
        near(&a, &scaled) || (*times == 100 && near(&back, &b))
    })
}

/// The energy of all runs together, and what is open about it.
fn energy(found: &mut Found, about: &About) {
    let runs = &found.rows.energy;
    let Some(first) = runs.iter().find(|r| r.kwh.is_some()).or(runs.first()) else { return };
    let first = first.clone();
    let Some(total) = total(runs, about.energy.machines) else { return };
    let mut findings = Vec::new();
    let accelerators = first.accelerators.clone().unwrap_or_default();
    let largest = largest_cluster(runs);
    if largest.len() > 1 {
        let place = largest.first().map_or_else(Place::default, |r| r.place.clone());
        let finding = Finding::new("energy-ranks", Severity::Warning)
            .with("runs", largest.len())
            .with("on", shown(&accelerators));
        let finding = finding.with("low", &total.low).with("high", total.high.as_deref().unwrap_or("?"));
        findings.push(finding.place(place));
    }
    if let Some(machines) = about.energy.machines.filter(|n| *n > (largest.len().max(1)) as u64 || *n == 0) {
        let values = format!("{machines} (gpai.toml), {} ({})", largest.len().max(1), place(&first.place));
        let finding =
            Finding::new("log-differs", Severity::Warning).with("fact", "energy.machines").with("values", values);
        findings.push(finding.place(first.place.clone()));
    }
    if about.energy.covers.is_none() {
        findings.push(Finding::new("energy-purpose-unknown", Severity::Info).place(first.place.clone()));
    }
    let training = about.energy.covers.as_ref().is_some_and(|c| c.contains("training"));
    if let (true, Some(high)) = (training, &total.high)
        && let (Ok(low), Ok(high)) = (Number::parse(&mwh(&total.low)), Number::parse(&mwh(high)))
        && let Some(amount) = Interval::new(low, None, high)
    {
        let source = Source::new(Origin::Evidence, &first.place.file).at(first.place.line.unwrap_or(1), 1);
        let version = first.tool_version.as_ref().map_or(String::new(), |v| format!(" {v}"));
        let method = format!("{} runs of {}{version}, estimated", total.runs, first.tool);
        found.claim(names::ENERGY_TRAINING_MWH, Value::Number(amount), source.clone().method(method));
        let text = crate::logs::energy::method_text(&found.rows.energy, &total);
        found.claim(names::ENERGY_METHOD, Value::Text(text), source);
    }
    found.rows.energy_total = Some(total);
    findings.into_iter().for_each(|f| found.find(f));
}

/// kWh as MWh.
fn mwh(kwh: &str) -> String {
    Number::parse(kwh).ok().and_then(|n| Some(n.times(&Number::parse("0.001").ok()?).to_string())).unwrap_or_default()
}

fn largest_cluster(runs: &[EnergyRun]) -> Vec<&EnergyRun> {
    let mut clusters: BTreeMap<u32, Vec<&EnergyRun>> = BTreeMap::new();
    for run in runs.iter().filter(|r| r.cluster > 0 && r.kwh.is_some()) {
        clusters.entry(run.cluster).or_default().push(run);
    }
    clusters.into_values().max_by_key(Vec::len).unwrap_or_default()
}

/// Clusters and runs alone, added up; a run that cannot be read leaves no upper bound.
fn total(runs: &[EnergyRun], machines: Option<u64>) -> Option<EnergyTotal> {
    let zero = Number::from_u128(0);
    let (mut low, mut high) = (zero.clone(), zero);
    let mut clusters: BTreeMap<u32, Vec<Number>> = BTreeMap::new();
    let mut alone = 0u32;
    for run in runs {
        let Some(kwh) = run.kwh.as_ref().and_then(|k| Number::parse(k).ok()) else { continue };
        // A run alone is a cluster of its own.
        let key = if run.cluster == 0 { u32::MAX - alone } else { run.cluster };
        alone += u32::from(run.cluster == 0);
        clusters.entry(key).or_default().push(kwh);
    }
    if clusters.is_empty() {
        return None;
    }
    let side_by_side = clusters.values().map(|c| c.len() as u64).max().unwrap_or(0);
    let stated = machines.filter(|n| (1..=side_by_side).contains(n));
    for amounts in clusters.values() {
        let (least, most) = together(amounts, stated.map(|n| n.min(amounts.len() as u64)))?;
        low = low.plus(&least);
        high = high.plus(&most);
    }
    let whole = runs.iter().all(|r| r.kwh.is_some());
    Some(EnergyTotal {
        low: plain(&low.to_string()),
        high: whole.then(|| plain(&high.to_string())),
        runs: runs.len() as u64,
        side_by_side,
        machines: stated,
    })
}
