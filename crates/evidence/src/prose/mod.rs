//! README.md below its front matter: sizes, tokens and modalities stated in sentences and tables.

use gpai_rules::fact::Source;

use crate::candidates::{Amount, Basis, Tokens};
use crate::card::base_names;
use crate::files::Entry;
use crate::prose::grid::Grid;
use crate::prose::kind::{
    aside, derived, is_image_model, is_language_model, is_mixture, labelled, speech_only, title_tag, words,
};
use crate::prose::labels::{is_active_label, is_parameter_label, is_token_label};
use crate::prose::passages::Passage;
use crate::prose::quantity::Quantity;
use crate::prose::statements::Statement;
use crate::reader::{Reader, is_card};
use crate::run::Work;
use crate::text::{Text, flat, has_any, window};
use crate::{documents, domain, limits};

mod devices;
mod flops;
pub mod grid;
mod hours;
pub mod kind;
mod labels;
pub mod passages;
pub mod phrases;
pub mod quantity;
mod statements;
mod training_compute;

/// The reader.
pub const READER: Reader = Reader { wants, read };
const NAME: &str = "prose";

fn wants(entry: &Entry) -> bool {
    is_card(entry)
}

fn read(work: &mut Work<'_>, entries: &[Entry]) {
    for entry in entries {
        let Some(text) = work.text(entry, limits::README, NAME) else { continue };
        let grids = grid::all(&text.content);
        let ranges: Vec<_> = grids.iter().map(|g| g.range.clone()).collect();
        let (lower, long) = passages::blank(&text, &ranges);
        if let Some(at) = long.first() {
            work.limit("a line", format!("{} bytes", limits::LINE), text.place(*at));
        }
        let passages = passages::passages(&lower);
        let before = count(work);
        for passage in passages.iter().filter(|p| !p.is_heading) {
            for statement in statements::statements(&lower, &passage.range, &passage.under) {
                keep(work, &text, statement);
            }
        }
        for grid in &grids {
            let under = passages.iter().rev().find(|p| p.is_heading && p.range.start < grid.range.start);
            let heading = under.and_then(|p| lower.get(p.range.clone())).unwrap_or_default();
            table(work, &text, grid, heading);
        }
        let said = modalities(work, &text, &lower, &passages, &grids);
        let compute = training_compute::read(work, &text, &lower, &passages, &grids);
        let bases = base_names::read(work, &text, &lower, &passages);
        documents::by_link(work, &text);
        let (parameters, tokens) = (count(work).0 - before.0, count(work).1 - before.1);
        work.note(&text.file, NAME, format!("{parameters} sizes, {tokens} numbers of tokens{compute}, {said}{bases}"));
    }
}

fn count(work: &Work<'_>) -> (usize, usize) {
    (work.candidates.parameters.len() + work.candidates.active.len(), work.candidates.tokens.len())
}

fn keep(work: &mut Work<'_>, text: &Text, statement: Statement) {
    let basis = if matches!(statement, Statement::Labelled(_)) { Basis::Labelled } else { Basis::Stated };
    match statement {
        Statement::Parameters(q) | Statement::Labelled(q) => {
            if let Some(amount) = amount(text, &q) {
                work.candidates.parameters(Amount { basis, ..amount });
            }
        }
        Statement::Active(q) => {
            if let Some(amount) = amount(text, &q) {
                work.candidates.experts = true;
                work.candidates.active(amount);
            }
        }
        Statement::Tokens(q, size) => tokens(work, &q, size.as_ref(), text.source(q.start)),
    }
}

fn amount(text: &Text, q: &Quantity) -> Option<Amount> {
    Some(Amount { best: q.value()?, within: q.within()?, basis: Basis::Stated, source: text.source(q.start) })
}

fn tokens(work: &mut Work<'_>, q: &Quantity, size: Option<&Quantity>, source: Source) {
    if let (Some(best), Some(within)) = (q.value(), q.within()) {
        work.candidates.tokens(Tokens { best, within, digits: q.digits, size: size.and_then(Quantity::value), source });
    }
}

/// Sizes and tokens of a table, unless it compares models on benchmarks.
fn table(work: &mut Work<'_>, text: &Text, grid: &Grid, heading: &str) {
    let labels = grid.rows.first().into_iter().flatten().chain(grid.rows.iter().flat_map(|r| r.iter().take(2)));
    let compares = ["benchmark", "mmlu", "shot", "metric", "gsm8k", "humaneval", "eval", "accuracy", "score"];
    if labels.clone().any(|c| has_any(&c.text, &compares))
        || has_any(heading, &["evaluation", "benchmark", "comparison"])
    {
        return;
    }
    let header = grid.rows.first().map(Vec::as_slice).unwrap_or_default();
    let column = |is: fn(&str) -> bool| header.iter().position(|c| is(&c.text));
    let (by_tokens, by_size, by_active) = (column(is_token_label), column(is_parameter_label), column(is_active_label));
    let cell = |row: &[grid::Cell], i: Option<usize>| i.and_then(|i| row.get(i)).cloned();
    for row in grid.rows.iter().skip(1) {
        let size = cell(row, by_size).map(|c| sizes(&c)).unwrap_or_default();
        let named = size.first().cloned().or_else(|| row.first().and_then(|c| statements::name_size(&c.text)));
        for q in &size {
            let active = is_active_in_cell(&cell(row, by_size).unwrap_or_default(), q);
            keep(work, text, if active { Statement::Active(q.clone()) } else { Statement::Parameters(q.clone()) });
        }
        for q in cell(row, by_active).map(|c| sizes(&c)).unwrap_or_default() {
            keep(work, text, Statement::Active(q));
        }
        let total = size.iter().rfind(|q| !is_active_in_cell(&cell(row, by_size).unwrap_or_default(), q)).cloned();
        if let Some(c) = cell(row, by_tokens).filter(|_| !statements::other_stage(heading)) {
            for q in sizes(&c).into_iter().take(1) {
                tokens(work, &q, total.as_ref().or(named.as_ref()), text.source(q.start));
            }
        }
    }
    if by_tokens.or(by_size).or(by_active).is_none() && grid.rows.iter().all(|r| r.len() <= 2) {
        pairs(work, text, grid, heading);
    } else if by_tokens.is_none() && !statements::other_stage(heading) {
        rows(work, text, grid, header);
    }
}

/// A table of labels and values: each row is a sentence, `training data: 9.8T tokens`.
fn pairs(work: &mut Work<'_>, text: &Text, grid: &Grid, heading: &str) {
    for row in &grid.rows {
        let [label, value] = row.as_slice() else { continue };
        let sentence = format!("{}: {}", label.text, value.text);
        let head = label.text.len() + 2;
        for statement in statements::statements(&sentence, &(0..sentence.len()), heading) {
            // The value's own place; markup was cut out of it, so that the amount may stand further right.
            let here = |q: Quantity| if q.start >= head { q.moved(value.at, head) } else { q.moved(label.at, 0) };
            keep(
                work,
                text,
                match statement {
                    Statement::Parameters(q) => Statement::Parameters(here(q)),
                    Statement::Labelled(q) => Statement::Labelled(here(q)),
                    Statement::Active(q) => Statement::Active(here(q)),
                    Statement::Tokens(q, size) => Statement::Tokens(here(q), size),
                },
            );
        }
    }
}

/// A table whose rows have labels and whose columns are models: `Number of tokens | 4 Trillion | 5 Trillion`.
fn rows(work: &mut Work<'_>, text: &Text, grid: &Grid, header: &[grid::Cell]) {
    let row_of = |is: fn(&str) -> bool| grid.rows.iter().find(|r| r.iter().take(2).any(|c| is(&c.text)));
    let size_row = row_of(is_parameter_label);
    for (is, active) in [(is_parameter_label as fn(&str) -> bool, false), (is_active_label, true)] {
        for cell in row_of(is).into_iter().flatten().skip(1) {
            for q in sizes(cell).into_iter().filter(|q| q.unit).take(1) {
                keep(work, text, if active { Statement::Active(q) } else { Statement::Parameters(q) });
            }
        }
    }
    let Some(row) = row_of(is_token_label) else { return };
    for (i, cell) in row.iter().enumerate().skip(1) {
        let size = size_row.and_then(|r| r.get(i)).and_then(|c| sizes(c).into_iter().next());
        let size = size.or_else(|| header.get(i).and_then(|c| statements::name_size(&c.text)));
        for q in sizes(cell).into_iter().take(1) {
            tokens(work, &q, size.as_ref(), text.source(q.start));
        }
    }
}

/// Amounts of a cell that can be sizes or tokens, with their places in the text.
fn sizes(cell: &grid::Cell) -> Vec<Quantity> {
    let mut all = quantity::all(&cell.text);
    all.retain(|q| q.at_least(6));
    for q in &mut all {
        // Markup was cut out of the cell; the cell's start is exact, what follows may stand a little further right.
        q.start += cell.at;
        q.end += cell.at;
    }
    all
}

/// Whether a cell such as `17B (activated) 109B (total)` says that this amount is the active part.
fn is_active_in_cell(cell: &grid::Cell, q: &Quantity) -> bool {
    let end = q.end.saturating_sub(cell.at);
    window(&cell.text, end, end + 12).contains("activ")
}

/// What goes in and comes out, and the domain; returns what was claimed.
fn modalities(work: &mut Work<'_>, text: &Text, lower: &str, passages: &[Passage], grids: &[Grid]) -> String {
    let mut text_model: Option<Source> = None;
    let mut image_model = false;
    let mut titles = 0;
    for passage in passages {
        let Some(sentence) = lower.get(passage.range.clone()).map(flat) else { continue };
        let sentence = sentence.as_ref();
        let at = passage.range.start + (sentence.len() - sentence.trim_start().len());
        titles += usize::from(passage.is_heading);
        let is_title = passage.is_heading && titles == 1;
        if let Some(domain) = domain::domain_of(sentence, is_title).filter(|_| !aside(&passage.under)) {
            work.narrow(&format!("the card speaks of a model for {domain}"), text.place(at));
        }
        if speech_only(sentence) && !aside(&passage.under) {
            work.narrow("the card speaks of a model for speech recognition or translation", text.place(at));
        }
        for (label, fact) in [("output", "model.outputs"), ("input", "model.inputs")] {
            if let Some(words) = labelled(sentence, label) {
                work.candidates.modality(fact, &words, text.source(at));
            }
        }
        let describes = !passage.is_heading && !aside(&passage.under);
        work.candidates.experts |= (describes || is_title) && is_mixture(sentence);
        if describes && is_image_model(sentence) {
            image_model = true;
            work.candidates.modality("model.outputs", &["image"], text.source(at));
            work.candidates.modality("model.inputs", &["text"], text.source(at));
        }
        if text_model.is_none() && (describes || is_title) && is_language_model(sentence, is_title) {
            text_model = Some(text.source(at));
        }
        if let Some(made) = derived(sentence).filter(|_| describes) {
            work.candidates.derive(made, text.source(at));
        }
    }
    for grid in grids {
        columns(work, text, grid);
    }
    let html_title = title_tag(&text.content).filter(|(t, _)| is_language_model(t, true));
    let source = text_model.or_else(|| html_title.map(|(_, at)| text.source(at)));
    match source {
        Some(source) if !image_model => {
            work.candidates.modality("model.outputs", &["text"], source);
            "a language model".into()
        }
        _ if image_model => "a text-to-image model".into(),
        _ => "no kind of model".into(),
    }
}

/// Columns such as `Output modalities`.
fn columns(work: &mut Work<'_>, text: &Text, grid: &Grid) {
    for (fact, label) in [("model.outputs", "output"), ("model.inputs", "input")] {
        let header = grid.rows.first().map(Vec::as_slice).unwrap_or_default();
        let Some(i) = header.iter().position(|c| c.text.contains(label) && c.text.contains("modalit")) else {
            continue;
        };
        for cell in grid.rows.iter().skip(1).filter_map(|r| r.get(i)).take(limits::SPAN) {
            work.candidates.modality(fact, &words(&cell.text), text.source(cell.at));
        }
    }
}

#[cfg(test)]
mod tests {
    use gpai_rules::fact::Value;
    use gpai_rules::licence::Licences;

    use crate::files::Memory;
    use crate::{Found, read};

    fn of(card: &str) -> Found {
        read(&Memory::new().with("README.md", card), &Licences::default())
    }

    fn number(found: &Found, name: &str) -> Option<String> {
        match found.facts.value(name) {
            Some(Value::Number(within)) => within.best.map(|b| b.to_string()),
            _ => None,
        }
    }

    #[test]
    fn tables_of_sizes_and_tokens() {
        let html = "<table><tr><td></td><td>Params</td><td>Token count</td></tr>\
                    <tr><td>X</td><td>17B (Activated) 109B (Total)</td><td>~40T</td></tr></table>\n";
        let found = of(html);
        assert_eq!(number(&found, "model.parameters").as_deref(), Some("109000000000"));
        assert_eq!(number(&found, "model.active_parameters").as_deref(), Some("17000000000"));
        assert_eq!(number(&found, "training.tokens").as_deref(), Some("40000000000000"));
    }

    #[test]
    fn tables_that_compare_models_are_left_alone() {
        let found = of(
            "# X\n\n| Benchmark | Other 72B | X |\n|---|---|---|\n| # Total Params | 72B | 7B |\n| Training tokens | 18T | 2T |\n",
        );
        assert!(number(&found, "model.parameters").is_none() && number(&found, "training.tokens").is_none());
    }

    #[test]
    fn labels_say_what_goes_in_and_out() {
        let found = of("**Input** Models input text only.\n\n**Output** Models generate text and code only.\n");
        assert_eq!(found.facts.value("model.outputs"), Some(Value::at_least(["text"])));
        assert_eq!(found.facts.value("model.inputs"), Some(Value::at_least(["text"])));
        let found = of("X is a rectified flow transformer capable of generating images from text descriptions.\n");
        assert_eq!(found.facts.value("model.outputs"), Some(Value::at_least(["image"])));
        let found = of("这是一个大语言模型,参数量 70 亿,预训练数据为 15 万亿 token。\n");
        assert_eq!(found.facts.value("model.outputs"), Some(Value::at_least(["text"])));
        assert_eq!(number(&found, "training.tokens").as_deref(), Some("15000000000000"));
    }

    #[test]
    fn a_narrow_domain_claims_no_text() {
        let found = of(
            "---\npipeline_tag: text-generation\n---\n# X\n\nX is a protein language model trained on protein sequences.\n",
        );
        assert!(found.facts.value("model.outputs").is_none());
        assert!(found.findings.iter().any(|f| f.code == "maybe-narrow"));
        let found = of("X is an auto-regressive language model for audio modeling.\n");
        assert!(found.facts.value("model.outputs").is_none());
    }
}
