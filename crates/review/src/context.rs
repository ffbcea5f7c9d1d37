//! What is known of a model and its provider besides the document: from the facts of a model folder, from the records beside
//! it, from what was said for this run, and from answers of the document that bear on the document as a whole.
//!
//! Everything may be unknown, and a rule that needs it fires only if it is known. Where each comes from stands in
//! `[[knowledge]]` of `law/document-rules.toml`.

use std::collections::BTreeMap;

use gpai_rules::assess::Assessment;
use gpai_rules::decide::Decision;
use gpai_rules::fact::{Facts, Value};
use gpai_rules::law::{Law, ThresholdValue};
use gpai_rules::licence::Verdict;
use gpai_rules::names;
use gpai_rules::number::Number;
use jiff::civil::Date;

use gpai_forms::reading::Reading;

/// The documents of the same model, by kind.
pub type Siblings = BTreeMap<String, Reading>;

/// What is known besides the document.
#[derive(Clone, Debug, Default)]
pub struct Context<'a> {
    /// The day for which is checked.
    pub today: Option<Date>,
    /// When the model was placed on the Union market.
    pub placed: Option<Date>,
    /// The provider's country, ISO 3166-1 alpha-2, and whether it is in the Union.
    pub country: Option<(String, bool)>,
    /// The model is free and open source, so that the provider is exempt.
    pub open_source: Option<bool>,
    /// The licence of the model qualifies as free and open source, whatever else holds.
    pub open_licence: Option<bool>,
    /// The provider is a small or medium-sized enterprise.
    pub sme: Option<bool>,
    /// The model was placed on the market before Chapter V applied.
    pub legacy: Option<bool>,
    /// The model has systemic risk.
    pub systemic: Option<bool>,
    /// The provider marks the transparency duties as exempt.
    pub transparency_exempt: Option<bool>,
    /// The provider became one by modifying another's model.
    pub modifier: Option<bool>,
    /// Names of the models this one was made from.
    pub base_models: Vec<String>,
    /// The model is trained further on data that require a change of the summary.
    pub further_training: Option<bool>,
    /// The day of a material change of the training content.
    pub material_change: Option<Date>,
    /// Whether the register of signatories has the provider for the Copyright chapter.
    pub signatory: Option<bool>,
    /// An earlier version of the document.
    pub earlier: Option<&'a Reading>,
    /// The public datasets used, with their sizes.
    pub dataset_sizes: Vec<DatasetSize>,
    /// Number of distinct domains with retained content.
    pub crawled_domains: Option<u64>,
    /// Number of addresses that were compared with what their sites reserved.
    pub crawled_pages: Option<u64>,
    /// Number of those that robots.txt refused to the crawler at the time.
    pub refused_pages: Option<u64>,
    /// Domains of the infringing-sites snapshot.
    pub infringing: Vec<String>,
    /// Names on the provider's public crawler page.
    pub crawler_page: Option<Vec<String>>,
    /// Whether the summary is on the provider's website.
    pub on_website: Option<bool>,
    /// Distribution channels of the model.
    pub channels: Vec<String>,
    /// The channels where the summary stands: all of them.
    pub summary_at: Option<Vec<String>>,
    /// The model documentation of the same model.
    pub model_documentation: Option<&'a Reading>,
    /// The provider's copyright policy.
    pub copyright_policy: Option<&'a Reading>,
    /// The training summary of the same model.
    pub summary: Option<&'a Reading>,
    /// The day of the notification under Article 52(1).
    pub notified: Option<Date>,
    /// Whether and when the Safety and Security Framework was confirmed.
    pub framework_confirmed: Option<Confirmed>,
    /// The day of the last assessment of the Framework.
    pub framework_assessed: Option<Date>,
    /// The day of the last Model Report, for a model among the most capable without an exception recorded.
    pub last_report: Option<Date>,
    /// Answers of the document that were filled in from something that says otherwise by now.
    pub outdated: Vec<Outdated>,
}

/// Whether a Framework was confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// On this day.
    On(Date),
    /// Not yet, as somebody says who knows.
    NotYet,
}

/// A public dataset with its size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatasetSize {
    /// Name as its publisher writes it.
    pub name: String,
    /// `text`, `image`, `audio`, `video` or `other`.
    pub modality: String,
    /// Size in the unit of the modality (tokens, images, hours), the same unit for all of one modality.
    pub size: Number,
}

impl Context<'static> {
    /// What the facts of a model and their assessment say.
    pub fn of(law: &Law, facts: &Facts, assessment: &Assessment, on: Date) -> Context<'static> {
        let settled = |name: &str| match assessment.conclusion(name)?.decision {
            Decision::Yes(_) => Some(true),
            Decision::No(_) => Some(false),
            Decision::Open => None,
        };
        let day = |name: &str| match facts.value(name) {
            Some(Value::Date(day)) => Some(day),
            _ => None,
        };
        let text = |name: &str| match facts.value(name) {
            Some(Value::Text(text) | Value::Word(text)) => Some(text),
            _ => None,
        };
        let count = |name: &str| match facts.value(name) {
            Some(Value::Number(amount)) if amount.is_point() => amount.low.to_string().parse().ok(),
            _ => None,
        };
        Context {
            today: Some(on),
            crawled_pages: count(names::CRAWL_PAGES),
            refused_pages: count(names::CRAWL_PAGES_REFUSED),
            placed: day(names::MARKET_FIRST_AVAILABLE),
            country: text(names::PROVIDER_ESTABLISHED).and_then(|code| country(law, on, &code)),
            sme: text(names::PROVIDER_SIZE).map(|size| matches!(size.as_str(), "micro" | "small" | "medium")),
            signatory: match facts.value(names::PROVIDER_CODE_SIGNED) {
                Some(Value::Set { words, .. }) if words.contains("copyright") => Some(true),
                Some(Value::Set { complete, .. }) => complete.then_some(false),
                _ => None,
            },
            base_models: text(names::MODIFICATION_BASE).into_iter().collect(),
            channels: match facts.value(names::MARKET_CHANNELS) {
                Some(Value::Set { words, .. }) => words.into_iter().collect(),
                _ => Vec::new(),
            },
            notified: day(names::SYSTEMIC_NOTIFIED_ON),
            open_licence: text(names::OPENNESS_LICENCE)
                .and_then(|licence| law.licences.resolve(&licence).map(|l| l.verdict == Verdict::Qualifies)),
            open_source: settled("open_source_exempt"),
            legacy: settled("legacy"),
            systemic: settled("systemic_risk"),
            modifier: settled("modifier_provider"),
            ..Context::default()
        }
    }
}

/// A country, and whether it is in the Union.
pub(crate) fn country(law: &Law, on: Date, code: &str) -> Option<(String, bool)> {
    match law.threshold("union", on).map(|t| &t.value) {
        Some(ThresholdValue::Countries(union)) => Some((code.to_owned(), union.iter().any(|c| c == code))),
        _ => None,
    }
}

impl<'a> Context<'a> {
    /// The same with the other documents of the model.
    pub fn beside(self, siblings: &'a Siblings) -> Context<'a> {
        let of = |kind: &str| siblings.get(kind);
        Context {
            model_documentation: of("model-documentation"),
            copyright_policy: of("copyright-policy"),
            summary: of("training-summary"),
            crawler_page: self.crawler_page.or_else(|| of("copyright-policy").and_then(crawlers)),
            transparency_exempt: self.transparency_exempt.or_else(|| of("not-applicable").and_then(marked_exempt)),
            ..self
        }
    }
}

/// An answer that differs from the fact it was filled in from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outdated {
    /// Id of the field.
    pub field: String,
    /// Its value in the record.
    pub value: String,
    /// Where the record says it comes from.
    pub source: String,
    /// The fact.
    pub fact: String,
    /// What the fact is now.
    pub now: String,
}

/// The modalities of the official form.
pub(super) const MODALITIES: [&str; 5] = ["text", "image", "audio", "video", "other"];

/// The names in the table of crawlers of a policy, from which the public page is made.
fn crawlers(policy: &Reading) -> Option<Vec<String>> {
    let rows = table(policy, "crawlers");
    let names: Vec<String> =
        rows.filter_map(|row| row.split(" | ").next()).map(|name| name.trim().to_owned()).collect();
    (!names.is_empty()).then_some(names)
}

/// Whether a memo on what does not apply marks the documentation of Article 53(1)(a) or (b) as exempt.
fn marked_exempt(memo: &Reading) -> Option<bool> {
    let exempt = table(memo, "duties").any(|row| {
        let mut cells = row.split(" | ").map(str::trim);
        let duty = cells.next().unwrap_or_default();
        (duty.starts_with("53-1-a") || duty.starts_with("53-1-b")) && cells.next() == Some("exempt")
    });
    exempt.then_some(true)
}

/// The rows of a table in an answer, its header left out.
fn table<'r>(doc: &'r Reading, id: &str) -> impl Iterator<Item = &'r str> {
    let text = doc.fields.get(id).map_or("", |f| f.text.as_str());
    text.lines().skip(1).filter(|line| line.contains(" | "))
}
