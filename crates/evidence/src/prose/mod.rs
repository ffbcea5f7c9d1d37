//! README.md below its front matter: sizes, tokens and modalities stated in sentences and tables.

mod counts;
mod devices;
mod experts;
mod fields;
mod flops;
mod grid;
mod hours;
mod kept;
pub mod kind;
mod labels;
mod languages;
mod lists;
mod named;
mod numerals;
mod origin;
mod own;
pub mod page;
pub mod passages;
pub mod phrases;
mod pictures;
pub mod quantity;
mod repeats;
pub mod signs;
mod stage;
mod statement;
mod statements;
mod subject;
mod tables;
mod this_one;
mod training_compute;
mod writers;

use gpai_rules::fact::Source;
use gpai_rules::names;

use self::fields::Gives;
use self::grid::Grid;
use self::kept::{Kept, carried};
use self::kind::{derived, is_mixture, labelled, own_words, speech_only, title_tag, words};
use self::origin::Origin;
use self::own::{Kin, Own};
use self::page::{NAMING, Page};
use self::pictures::{is_image_model, is_video_model, one_image_task};
use self::signs::Signs;
use self::statement::{Around, Statement};
use self::writers::is_language_model;
use crate::run::Run;
use crate::text::{Text, has_any};
use crate::{domain, limits};

/// The words by which passages are told that may speak of what is looked for here.
pub fn matters() -> impl Iterator<Item = (Signs, &'static str)> {
    let lists: [(Signs, &[&'static str]); 10] = [
        (Signs::SIZE, &statements::SPEAKS),
        (Signs::SPEECH, &kind::SPEECH),
        (Signs::MIXTURE, &kind::MIXTURES),
        (Signs::MIXTURE, &experts::SPEAKS),
        (Signs::IMAGE, &pictures::IMAGE_MODELS),
        (Signs::LANGUAGE, &writers::LANGUAGE_MODELS),
        (Signs::TIME, &hours::SPEAKS),
        (Signs::COMPUTE, &training_compute::SPEAKS),
        (Signs::REPEATS, &repeats::SPEAKS),
        (Signs::ORIGIN, &origin::SPEAKS),
    ];
    lists
        .into_iter()
        .flat_map(|(signs, words)| words.iter().map(move |word| (signs, *word)))
        .chain(domain::domain_words().map(|word| (Signs::DOMAIN, word)))
        .chain(kind::DERIVED.iter().map(|(word, _)| (Signs::DERIVED, *word)))
        .chain(writers::WRITERS.iter().map(|word| (Signs::LANGUAGE, *word)))
        .chain([(Signs::MIXTURE, kind::MIXTURE)])
        .chain(fields::words())
}

/// Reads a card with a title; says what was found.
pub fn read(run: &mut Run<'_>, page: &Page, title: Option<&str>) -> String {
    let text = &page.text;
    if let Some(at) = page.long.first() {
        run.limit("a line", format!("{} bytes", limits::LINE), text.place(*at));
    }
    let own = own_of(page, title);
    let mut kept = Kept { run, text, sizes: 0, tokens: 0, is_state: title.is_some_and(is_state) };
    let mut spoke = 0;
    for (i, passage, sentence) in page.prose.speaking(Signs::SIZE | Signs::REPEATS).filter(|(_, p, _)| !p.is_heading) {
        if is_plan(page.prose.raw(passage)) {
            continue;
        }
        let around = Around { under: &passage.under, own: &own, carried: carried(&page.prose, i) };
        let statements = statements::statements(&page.prose.lower, &passage.range, around);
        let counted = statements.iter().any(|s| matches!(s, Statement::Tokens(_)));
        spoke += usize::from(!statements.is_empty());
        if spoke > SPEAKING {
            break;
        }
        for statement in statements {
            kept.keep(statement);
        }
        if !counted {
            kept.repeats(sentence, passage, around);
        }
    }
    for grid in &page.grids {
        let under = page.prose.passages.iter().rev().find(|p| p.is_heading && p.range.start < grid.range.start);
        tables::read(&mut kept, grid, under.map(|p| page.prose.raw(p)).unwrap_or_default(), &own);
    }
    kept.named_size(&own, title, page);
    let (sizes, tokens) = (kept.sizes, kept.tokens);
    let titled = title.map(own_words).unwrap_or_default();
    for (_, passage, sentence) in page.prose.speaking(Signs::ORIGIN) {
        if !passage.is_heading
            && !passage.is_aside
            && !kind::is_news_of_another(sentence, &passage.under, &titled, &page.prose.flat)
            && let Some(origin) = origin::of(sentence, &own)
        {
            let source = text.source(passage.range.start + (sentence.len() - sentence.trim_start().len()));
            match origin {
                Origin::Tuned => run.derive(origin::TUNED, source),
                Origin::Continued => run.continued(source),
            }
        }
    }
    if takes_more(page) {
        run.takes_more();
    }
    let said = modalities(run, page, &own, title);
    let compute = training_compute::read(run, page, &own);
    format!("{sizes} sizes, {tokens} numbers of tokens{compute}, {said}")
}

/// Whether an item is one of a list of things to do that is not ticked.
fn is_plan(passage: &str) -> bool {
    ["- [ ]", "* [ ]", "+ [ ]"].iter().any(|mark| passage.trim_start().starts_with(mark))
}

/// Whether a title names an earlier state of a model.
fn is_state(title: &str) -> bool {
    has_any(&title.to_lowercase(), &["snapshot", "checkpoint", "intermediate", "-step", " step", "中间"])
}

/// Whether the card says that the model takes pictures, sound or video beside text, and not that it was trained from the
/// start: such models mostly begin with a language model.
fn takes_more(page: &Page) -> bool {
    let words = [
        "multimodal model",
        "multi-modal model",
        "vision-language",
        "vision language",
        "multimodal large",
        "multimodal language",
        "large multimodal",
        "multimodal llm",
        "visual instruction",
        "audio language model",
        "多模态",
    ];
    let plain = page.prose.passages.iter().filter(|p| !p.is_aside).take(NAMING);
    let says =
        |words: &[&str]| plain.clone().any(|p| page.prose.flat.get(p.range.clone()).is_some_and(|s| has_any(s, words)));
    says(&words) && !says(&["from scratch", "from random", "anew", " natively", "从零"])
}

/// Sentences with amounts that are read; no honest card has more.
const SPEAKING: usize = 512;

/// The names of the model: from the title, and from the sentences of the card.
fn own_of(page: &Page, title: Option<&str>) -> Own {
    let title = title.map(str::to_lowercase);
    let plain = page.prose.passages.iter().filter(|p| !p.is_heading && !p.is_aside).take(NAMING);
    let sentences: Vec<&str> = plain.filter_map(|p| page.prose.flat.get(p.range.clone())).collect();
    Own::new(title.as_deref(), &sentences)
}

/// What the passages say of what goes in and comes out, and of the domain; returns what was claimed.
fn modalities(run: &mut Run<'_>, page: &Page, names: &Own, title: Option<&str>) -> String {
    let (text, prose) = (&page.text, &page.prose);
    let mut text_model: Option<Source> = None;
    let mut image_model = false;
    let mut titles = 0;
    let heading = prose.passages.iter().find(|p| p.is_heading).and_then(|p| prose.flat.get(p.range.clone()));
    let own = title.or(heading).map(own_words).unwrap_or_default();
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
                run.narrow(
                    "the card speaks of a model for speech recognition, translation or reading aloud",
                    text.place(at),
                );
            }
        }
        for (label, fact) in [("output", names::MODEL_OUTPUTS), ("input", names::MODEL_INPUTS)] {
            if let Some(words) = labelled(sentence, label) {
                run.modality(fact, &words, text.source(at));
            }
        }
        let describes = !passage.is_heading && !passage.is_aside;
        if may(Signs::MIXTURE)
            && (describes || is_title)
            && (is_mixture(sentence) || experts::of(sentence))
            && !experts::is_feature(sentence)
            && !of_another(sentence, names)
        {
            run.experts();
        }
        if may(Signs::IMAGE)
            && describes
            && let Some(task) = one_image_task(sentence, &own)
        {
            run.narrow(&format!("the card speaks of a model for {task}"), text.place(at));
        }
        let here = describes && !kind::is_community(&passage.under) && !kind::is_news(sentence, &passage.under);
        if may(Signs::IMAGE) && here && is_video_model(sentence, &own) {
            image_model = true;
            run.modality(names::MODEL_OUTPUTS, &["video"], text.source(at));
            run.modality(names::MODEL_INPUTS, &["text"], text.source(at));
        }
        if may(Signs::IMAGE) && here && is_image_model(sentence, &own) {
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
        if text_model.is_none() {
            text_model = kind_in_table(grid, &own).map(|at| text.source(at));
        }
    }
    let html_title = title_tag(&page.lower).filter(|(t, _)| is_language_model(t, true, &own));
    let source = text_model.or_else(|| html_title.map(|(_, at)| text.source(at)));
    if source.is_none() && !image_model {
        match fields::of(page) {
            Gives::Field(field, at) => {
                run.narrow(&format!("the card speaks of a model for {field}"), text.place(at));
                run.field(text.source(at));
                return format!("a model for {field}");
            }
            Gives::Language => run.speaks(),
            Gives::Unsaid => {}
        }
    }
    match source {
        Some(source) if !image_model => {
            run.modality(names::MODEL_OUTPUTS, &["text"], source);
            "a language model".into()
        }
        _ if image_model => "a model for pictures or videos".into(),
        _ => "no kind of model".into(),
    }
}

/// Whether a sentence is about another model.
fn of_another(sentence: &str, own: &Own) -> bool {
    let mentions = own.mentions(sentence);
    let own = mentions.iter().any(|m| m.kin != Kin::Other);
    subject::is_relative(sentence) || !own && mentions.iter().any(|m| m.subject && m.kin == Kin::Other)
}

/// Where a table of labels and values says that the model is a language model: `Kind | causal decoder-only transformer`.
fn kind_in_table(grid: &Grid, own: &[String]) -> Option<usize> {
    let labels = ["kind", "type", "model type", "architecture", "model", "class", "task", "类型", "模型类型", "架构"];
    let rows = grid.rows.iter().take(limits::SPAN).filter_map(|row| row.split_first());
    let mut values = rows.filter(|(label, _)| labels.contains(&label.text.trim_matches(['*', ' ', ':'])));
    values.find_map(|(_, cells)| cells.iter().find(|c| is_language_model(&c.text, true, own)).map(|c| c.at))
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
