//! What is known of a model and its provider from outside the document. Everything is optional: a rule that needs it fires
//! only if it was given.

use gpai_rules::number::Number;
use jiff::civil::Date;

use gpai_forms::reading::Reading;

/// Knowledge from outside the document.
#[derive(Clone, Debug, Default)]
pub struct Known<'a> {
    /// The day for which is checked.
    pub today: Option<Date>,
    /// When the model was placed on the Union market.
    pub placed: Option<Date>,
    /// The provider's country, ISO 3166-1 alpha-2, and whether it is in the Union or the European Economic Area.
    pub country: Option<(String, bool)>,
    /// The model is under a free and open-source licence and has no systemic risk.
    pub open_source: Option<bool>,
    /// The provider is a small or medium-sized enterprise.
    pub sme: Option<bool>,
    /// The model was placed on the market before 2 August 2025.
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
    /// Domains of the infringing-sites snapshot.
    pub infringing: Vec<String>,
    /// Names on the provider's public crawler page.
    pub crawler_page: Option<Vec<String>>,
    /// Whether the summary is on the provider's website.
    pub on_website: Option<bool>,
    /// Public distribution channels of the model, and whether the summary is there.
    pub channels: Vec<(String, bool)>,
    /// The model documentation of the same model.
    pub model_documentation: Option<&'a Reading>,
    /// The provider's copyright policy.
    pub copyright_policy: Option<&'a Reading>,
    /// The training summary of the same model.
    pub summary: Option<&'a Reading>,
    /// The day of the notification under Article 52(1).
    pub notified: Option<Date>,
    /// The day on which the Safety and Security Framework was confirmed.
    pub framework_confirmed: Option<Date>,
    /// The day of the last assessment of the Framework.
    pub framework_assessed: Option<Date>,
    /// The day of the last Model Report, for a model among the most capable without an exception recorded.
    pub report_due_since: Option<Date>,
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
