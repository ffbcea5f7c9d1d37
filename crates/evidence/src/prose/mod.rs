//! README.md below its front matter: sizes, tokens and modalities stated in sentences and tables.

mod devices;
mod flops;
mod grid;
mod hours;
pub mod kind;
mod labels;
pub mod page;
pub mod passages;
pub mod phrases;
mod pictures;
pub mod quantity;
pub mod signs;
mod statements;
mod training_compute;
mod writers;

use gpai_rules::fact::Source;
use gpai_rules::names;

use self::grid::{Cell, Grid};
use self::kind::{derived, is_mixture, labelled, own_words, speech_only, title_tag, words};
use self::labels::{is_active_label, is_parameter_label, is_token_label};
use self::page::Page;
use self::pictures::{is_image_model, one_image_task};
use self::quantity::Quantity;
use self::signs::Signs;
use self::statements::Statement;
use self::writers::is_language_model;
use crate::candidates::{Amount, Basis, Tokens};
use crate::run::Run;
use crate::text::{Text, has_any, window};
use crate::{domain, limits};

/// Bytes after an amount in a cell in which it is called active.
const ACTIVE_AFTER: usize = 12;

/// The words by which passages are told that may speak of what is looked for here.
pub fn matters() -> impl Iterator<Item = (Signs, &'static str)> {
    let lists: [(Signs, &[&'static str]); 7] = [
        (Signs::SIZE, &statements::SPEAKS),
        (Signs::SPEECH, &kind::SPEECH),
        (Signs::MIXTURE, &kind::MIXTURES),
        (Signs::IMAGE, &pictures::IMAGE_MODELS),
        (Signs::LANGUAGE, &writers::LANGUAGE_MODELS),
        (Signs::TIME, &hours::SPEAKS),
        (Signs::COMPUTE, &training_compute::SPEAKS),
    ];
    lists
        .into_iter()
        .flat_map(|(signs, words)| words.iter().map(move |word| (signs, *word)))
        .chain(domain::domain_words().map(|word| (Signs::DOMAIN, word)))
        .chain(kind::DERIVED.iter().map(|(word, _)| (Signs::DERIVED, *word)))
        .chain(writers::WRITERS.iter().map(|word| (Signs::LANGUAGE, *word)))
        .chain([(Signs::MIXTURE, kind::MIXTURE)])
}

/// Reads a card; says what was found.
pub fn read(run: &mut Run<'_>, page: &Page) -> String {
    let text = &page.text;
    if let Some(at) = page.long.first() {
        run.limit("a line", format!("{} bytes", limits::LINE), text.place(*at));
    }
    let mut kept = Kept { run, text, sizes: 0, tokens: 0 };
    for (_, passage, _) in page.prose.speaking(Signs::SIZE).filter(|(_, p, _)| !p.is_heading) {
        for statement in statements::statements(&page.prose.lower, &passage.range, &passage.under) {
            kept.keep(statement);
        }
    }
    for grid in &page.grids {
        let under = page.prose.passages.iter().rev().find(|p| p.is_heading && p.range.start < grid.range.start);
        table(&mut kept, grid, under.map(|p| page.prose.raw(p)).unwrap_or_default());
    }
    let (sizes, tokens) = (kept.sizes, kept.tokens);
    let said = modalities(run, page);
    let compute = training_compute::read(run, page);
    format!("{sizes} sizes, {tokens} numbers of tokens{compute}, {said}")
}

/// Where statements go, and how many there was room for.
struct Kept<'r, 'a> {
    run: &'r mut Run<'a>,
    text: &'r Text,
    sizes: usize,
    tokens: usize,
}

impl Kept<'_, '_> {
    fn keep(&mut self, statement: Statement) {
        let basis = if matches!(statement, Statement::Labelled(_)) { Basis::Labelled } else { Basis::Stated };
        match statement {
            Statement::Parameters(q) | Statement::Labelled(q) => {
                if let Some(amount) = self.amount(&q) {
                    self.sizes += usize::from(self.run.parameters(Amount { basis, ..amount }));
                }
            }
            Statement::Active(q) => {
                if let Some(amount) = self.amount(&q) {
                    self.run.experts();
                    self.sizes += usize::from(self.run.active(amount));
                }
            }
            Statement::Tokens(q, size) => {
                let source = self.text.source(q.start);
                self.tokens(&q, size.as_ref(), source);
            }
        }
    }

    fn amount(&self, q: &Quantity) -> Option<Amount> {
        let source = self.text.source(q.start);
        Some(Amount { best: q.value()?, within: q.within()?, basis: Basis::Stated, source })
    }

    fn tokens(&mut self, q: &Quantity, size: Option<&Quantity>, source: Source) {
        if let (Some(best), Some(within)) = (q.value(), q.within()) {
            let size = size.and_then(Quantity::value);
            self.tokens += usize::from(self.run.tokens(Tokens { best, within, digits: q.digits, size, source }));
        }
    }
}

/// Sizes and tokens of a table, unless it compares models on benchmarks.
fn table(to: &mut Kept<'_, '_>, grid: &Grid, heading: &str) {
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
    let cell = |row: &[Cell], i: Option<usize>| i.and_then(|i| row.get(i)).cloned();
    for row in grid.rows.iter().skip(1) {
        let size = cell(row, by_size).map(|c| sizes(&c)).unwrap_or_default();
        let named = size.first().cloned().or_else(|| row.first().and_then(|c| statements::name_size(&c.text)));
        for q in &size {
            let active = is_active_in_cell(&cell(row, by_size).unwrap_or_default(), q);
            to.keep(if active { Statement::Active(q.clone()) } else { Statement::Parameters(q.clone()) });
        }
        for q in cell(row, by_active).map(|c| sizes(&c)).unwrap_or_default() {
            to.keep(Statement::Active(q));
        }
        let total = size.iter().rfind(|q| !is_active_in_cell(&cell(row, by_size).unwrap_or_default(), q)).cloned();
        if let Some(c) = cell(row, by_tokens).filter(|_| !statements::other_stage(heading)) {
            for q in sizes(&c).into_iter().take(1) {
                to.tokens(&q, total.as_ref().or(named.as_ref()), to.text.source(q.start));
            }
        }
    }
    if by_tokens.or(by_size).or(by_active).is_none() && grid.rows.iter().all(|r| r.len() <= 2) {
        pairs(to, grid, heading);
    } else if by_tokens.is_none() && !statements::other_stage(heading) {
        rows(to, grid, header);
    }
}

/// A table of labels and values: each row is a sentence, `training data: 9.8T tokens`.
fn pairs(to: &mut Kept<'_, '_>, grid: &Grid, heading: &str) {
    for row in &grid.rows {
        let [label, value] = row.as_slice() else { continue };
        let sentence = format!("{}: {}", label.text, value.text);
        let head = label.text.len() + 2;
        for statement in statements::statements(&sentence, &(0..sentence.len()), heading) {
            // The value's own place; markup was cut out of it, so that the amount may stand further right.
            let here = |q: Quantity| if q.start >= head { q.moved(value.at, head) } else { q.moved(label.at, 0) };
            to.keep(match statement {
                Statement::Parameters(q) => Statement::Parameters(here(q)),
                Statement::Labelled(q) => Statement::Labelled(here(q)),
                Statement::Active(q) => Statement::Active(here(q)),
                Statement::Tokens(q, size) => Statement::Tokens(here(q), size),
            });
        }
    }
}

/// A table whose rows have labels and whose columns are models: `Number of tokens | 4 Trillion | 5 Trillion`.
fn rows(to: &mut Kept<'_, '_>, grid: &Grid, header: &[Cell]) {
    let row_of = |is: fn(&str) -> bool| grid.rows.iter().find(|r| r.iter().take(2).any(|c| is(&c.text)));
    let size_row = row_of(is_parameter_label);
    for (is, active) in [(is_parameter_label as fn(&str) -> bool, false), (is_active_label, true)] {
        for cell in row_of(is).into_iter().flatten().skip(1) {
            for q in sizes(cell).into_iter().filter(|q| q.unit).take(1) {
                to.keep(if active { Statement::Active(q) } else { Statement::Parameters(q) });
            }
        }
    }
    let Some(row) = row_of(is_token_label) else { return };
    for (i, cell) in row.iter().enumerate().skip(1) {
        let size = size_row.and_then(|r| r.get(i)).and_then(|c| sizes(c).into_iter().next());
        let size = size.or_else(|| header.get(i).and_then(|c| statements::name_size(&c.text)));
        for q in sizes(cell).into_iter().take(1) {
            to.tokens(&q, size.as_ref(), to.text.source(q.start));
        }
    }
}

/// Amounts of a cell that can be sizes or tokens, with their places in the text.
fn sizes(cell: &Cell) -> Vec<Quantity> {
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
fn is_active_in_cell(cell: &Cell, q: &Quantity) -> bool {
    let end = q.end.saturating_sub(cell.at);
    window(&cell.text, end, end + ACTIVE_AFTER).contains("activ")
}

/// What the passages say of what goes in and comes out, and of the domain; returns what was claimed.
fn modalities(run: &mut Run<'_>, page: &Page) -> String {
    let (text, prose) = (&page.text, &page.prose);
    let mut text_model: Option<Source> = None;
    let mut image_model = false;
    let mut titles = 0;
    let title = prose.passages.iter().find(|p| p.is_heading);
    let own = title.and_then(|p| prose.flat.get(p.range.clone())).map(own_words).unwrap_or_default();
    for (passage, signs) in prose.passages.iter().zip(&prose.signs) {
        let Some(sentence) = prose.flat.get(passage.range.clone()) else { continue };
        let at = passage.range.start + (sentence.len() - sentence.trim_start().len());
        titles += usize::from(passage.is_heading);
        let is_title = passage.is_heading && titles == 1;
        let may = |of: Signs| signs.any(of);
        if !passage.is_aside {
            let domain = if may(Signs::DOMAIN) { domain::domain_of(sentence, is_title) } else { None };
            if let Some(domain) = domain {
                run.narrow(&format!("the card speaks of a model for {domain}"), text.place(at));
            }
            if may(Signs::SPEECH) && speech_only(sentence) {
                run.narrow("the card speaks of a model for speech recognition or translation", text.place(at));
            }
        }
        for (label, fact) in [("output", names::MODEL_OUTPUTS), ("input", names::MODEL_INPUTS)] {
            if let Some(words) = labelled(sentence, label) {
                run.modality(fact, &words, text.source(at));
            }
        }
        let describes = !passage.is_heading && !passage.is_aside;
        if may(Signs::MIXTURE) && (describes || is_title) && is_mixture(sentence) {
            run.experts();
        }
        if may(Signs::IMAGE)
            && describes
            && let Some(task) = one_image_task(sentence, &own)
        {
            run.narrow(&format!("the card speaks of a model for {task}"), text.place(at));
        }
        if may(Signs::IMAGE) && describes && !kind::is_community(&passage.under) && is_image_model(sentence, &own) {
            image_model = true;
            run.modality(names::MODEL_OUTPUTS, &["image"], text.source(at));
            run.modality(names::MODEL_INPUTS, &["text"], text.source(at));
        }
        let says = may(Signs::LANGUAGE) && text_model.is_none() && (describes || is_title);
        let says = says && !kind::is_community(&passage.under);
        if says && is_language_model(sentence, is_title, &own) {
            text_model = Some(text.source(at));
        }
        if may(Signs::DERIVED)
            && describes
            && let Some(made) = derived(sentence)
        {
            run.derive(made, text.source(at));
        }
    }
    for grid in &page.grids {
        columns(run, text, grid);
    }
    let html_title = title_tag(&page.lower).filter(|(t, _)| is_language_model(t, true, &own));
    let source = text_model.or_else(|| html_title.map(|(_, at)| text.source(at)));
    match source {
        Some(source) if !image_model => {
            run.modality(names::MODEL_OUTPUTS, &["text"], source);
            "a language model".into()
        }
        _ if image_model => "a text-to-image model".into(),
        _ => "no kind of model".into(),
    }
}

/// Columns such as `Output modalities`.
fn columns(run: &mut Run<'_>, text: &Text, grid: &Grid) {
    for (fact, label) in [(names::MODEL_OUTPUTS, "output"), (names::MODEL_INPUTS, "input")] {
        let header = grid.rows.first().map(Vec::as_slice).unwrap_or_default();
        let Some(i) = header.iter().position(|c| c.text.contains(label) && c.text.contains("modalit")) else {
            continue;
        };
        for cell in grid.rows.iter().skip(1).filter_map(|r| r.get(i)).take(limits::SPAN) {
            run.modality(fact, &words(&cell.text), text.source(cell.at));
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
