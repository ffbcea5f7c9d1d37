//! Names of the facts of `law/vocabulary.toml`: a misspelt one does not compile. Made from it by `tests/names.rs`.

/// What is the name of the person or organisation that releases the model?
pub const PROVIDER_NAME: &str = "provider.name";
/// How can authorities and others reach you about the model?
pub const PROVIDER_CONTACT: &str = "provider.contact";
/// In which country are you established?
pub const PROVIDER_ESTABLISHED: &str = "provider.established";
/// Is the model released by a consortium or another group without one lead?
pub const PROVIDER_CONSORTIUM: &str = "provider.consortium";
/// How large is your enterprise?
pub const PROVIDER_SIZE: &str = "provider.size";
/// What was your worldwide annual turnover in the preceding financial year, in euros?
pub const PROVIDER_TURNOVER_EUR: &str = "provider.turnover_eur";
/// Which chapters of the Code of Practice have you signed?
pub const PROVIDER_CODE_SIGNED: &str = "provider.code_signed";
/// Who is your authorised representative in the Union?
pub const PROVIDER_REPRESENTATIVE: &str = "provider.representative";
/// Do you develop the model, or have it developed for you?
pub const ROLE_DEVELOPS: &str = "role.develops";
/// Is the model placed on the market under your own name or trademark?
pub const ROLE_OWN_NAME: &str = "role.own_name";
/// Do you only host or redistribute a model that somebody else develops?
pub const ROLE_HOSTS_ONLY: &str = "role.hosts_only";
/// Do you modify another provider's model without acting on that provider's behalf?
pub const ROLE_MODIFIES_OTHER: &str = "role.modifies_other";
/// Do you develop or release the model in a professional capacity?
pub const ROLE_PROFESSIONAL: &str = "role.professional";
/// What is the name of the model?
pub const MODEL_NAME: &str = "model.name";
/// Which version of the model is this?
pub const MODEL_VERSION: &str = "model.version";
/// What does the model take as input?
pub const MODEL_INPUTS: &str = "model.inputs";
/// What can the model generate?
pub const MODEL_OUTPUTS: &str = "model.outputs";
/// Does the model show significant generality?
pub const MODEL_GENERAL: &str = "model.general";
/// Can the model competently perform a wide range of distinct tasks?
pub const MODEL_WIDE_TASK_RANGE: &str = "model.wide_task_range";
/// Can the model be integrated into various downstream systems or applications?
pub const MODEL_INTEGRABLE: &str = "model.integrable";
/// Which earlier model of yours comes from the same large pre-training run?
pub const MODEL_SAME_RUN_AS: &str = "model.same_run_as";
/// How much compute went directly into updating the model's parameters, in FLOP?
pub const COMPUTE_UPDATE_FLOP: &str = "compute.update_flop";
/// How much compute has gone into the finished model in all (cumulative training compute), in FLOP?
pub const COMPUTE_CUMULATIVE_FLOP: &str = "compute.cumulative_flop";
/// What cumulative training compute do you expect at the end, in FLOP?
pub const COMPUTE_EXPECTED_CUMULATIVE_FLOP: &str = "compute.expected_cumulative_flop";
/// What is the cumulative amount without the passes of a teacher model that made non-public training data, in FLOP?
pub const COMPUTE_CUMULATIVE_WITHOUT_TEACHER: &str = "compute.cumulative_without_teacher";
/// How was the compute estimated?
pub const COMPUTE_METHOD: &str = "compute.method";
/// Is the model, or will it be, supplied for distribution or use on the Union market?
pub const MARKET_EU: &str = "market.eu";
/// Is the model supplied in the course of a commercial activity?
pub const MARKET_COMMERCIAL: &str = "market.commercial";
/// On which day was the model first made available in the Union?
pub const MARKET_FIRST_AVAILABLE: &str = "market.first_available";
/// Through which channels does the model reach its users?
pub const MARKET_CHANNELS: &str = "market.channels";
/// Is the model used only for your own internal processes?
pub const MARKET_INTERNAL_ONLY: &str = "market.internal_only";
/// Is the internal use essential for providing a product or service to third parties?
pub const MARKET_ESSENTIAL_TO_THIRD_PARTY: &str = "market.essential_to_third_party";
/// Does the internal use affect the rights of natural persons in the Union?
pub const MARKET_AFFECTS_RIGHTS: &str = "market.affects_rights";
/// Do you put the model into a system of your own that is made available or put into service in the Union?
pub const MARKET_OWN_SYSTEM_IN_EU: &str = "market.own_system_in_eu";
/// Was the model first supplied to an integrator outside the Union whose system reaches the Union?
pub const MARKET_REACHES_EU_THROUGH_INTEGRATOR: &str = "market.reaches_eu_through_integrator";
/// Has the upstream actor excluded the Union market clearly and unequivocally?
pub const MARKET_UPSTREAM_EXCLUDED_EU: &str = "market.upstream_excluded_eu";
/// Is scientific research and development the sole purpose of the model, in how it was developed and how it is released?
pub const PURPOSE_RESEARCH_ONLY: &str = "purpose.research_only";
/// Has there been only research, testing and development so far, before any release?
pub const PURPOSE_PRE_MARKET_ONLY: &str = "purpose.pre_market_only";
/// Is the model supplied only for military, defence or national-security use?
pub const PURPOSE_NATIONAL_SECURITY_ONLY: &str = "purpose.national_security_only";
/// On which day was 1e25 FLOP passed, or did it become known that it would be?
pub const SYSTEMIC_THRESHOLD_KNOWN_ON: &str = "systemic.threshold_known_on";
/// On which day did you notify the Commission?
pub const SYSTEMIC_NOTIFIED_ON: &str = "systemic.notified_on";
/// Have you argued against the classification, and what became of it?
pub const SYSTEMIC_REBUTTAL: &str = "systemic.rebuttal";
/// On which day were you told the Commission's answer to your arguments?
pub const SYSTEMIC_REBUTTAL_ON: &str = "systemic.rebuttal_on";
/// On which day were you informed that the Commission designated the model as one with systemic risk?
pub const SYSTEMIC_DESIGNATED_ON: &str = "systemic.designated_on";
/// How many registered business users established in the Union does the model have?
pub const SYSTEMIC_EU_BUSINESS_USERS: &str = "systemic.eu_business_users";
/// Have the facts behind an accepted rebuttal changed substantially, or is it known that they will?
pub const SYSTEMIC_FACTS_CHANGED: &str = "systemic.facts_changed";
/// Do benchmarks or other evidence show capabilities that match or exceed those of the most advanced models?
pub const SYSTEMIC_HIGH_IMPACT: &str = "systemic.high_impact";
/// Which model did you modify?
pub const MODIFICATION_BASE: &str = "modification.base";
/// Is the original itself a modification of another provider's model?
pub const MODIFICATION_BASE_MODIFIED: &str = "modification.base_modified";
/// How much compute did your modification use, in FLOP?
pub const MODIFICATION_FLOP: &str = "modification.flop";
/// How much training compute did the original model use, in FLOP?
pub const MODIFICATION_BASE_FLOP: &str = "modification.base_flop";
/// Can you know or estimate the original's training compute?
pub const MODIFICATION_BASE_ESTIMABLE: &str = "modification.base_estimable";
/// Is the original a general-purpose AI model with systemic risk?
pub const MODIFICATION_BASE_SYSTEMIC: &str = "modification.base_systemic";
/// Apart from compute, is the modification a significant change in generality, capabilities or systemic risk?
pub const MODIFICATION_SIGNIFICANT_CHANGE: &str = "modification.significant_change";
/// Under which licence is the model released?
pub const OPENNESS_LICENCE: &str = "openness.licence";
/// Which rights does the licence give to anyone, free of charge?
pub const OPENNESS_RIGHTS: &str = "openness.rights";
/// Which restrictions does the licence, or a policy it refers to, contain?
pub const OPENNESS_RESTRICTIONS: &str = "openness.restrictions";
/// Taken clause by clause, are the terms that restrict use aimed at significant risk to public safety, security or fundamental rights, proportionate, objective and non-discriminatory?
pub const OPENNESS_SAFETY_TERMS_OK: &str = "openness.safety_terms_ok";
/// Are the model's parameters, including the weights, public?
pub const OPENNESS_WEIGHTS_PUBLIC: &str = "openness.weights_public";
/// Is information on the model's architecture public?
pub const OPENNESS_ARCHITECTURE_PUBLIC: &str = "openness.architecture_public";
/// Is information on how to use the model public?
pub const OPENNESS_USAGE_PUBLIC: &str = "openness.usage_public";
/// What does the public information on usage cover?
pub const OPENNESS_USAGE_INFORMATION: &str = "openness.usage_information";
/// How is the model monetised?
pub const OPENNESS_MONETISATION: &str = "openness.monetisation";
/// Must users give personal data to access, use, modify or redistribute the model, and for what?
pub const OPENNESS_PERSONAL_DATA: &str = "openness.personal_data";
/// Is the model supplied in a transaction between microenterprises?
pub const OPENNESS_MICROENTERPRISE_DEAL: &str = "openness.microenterprise_deal";
/// Personal data is required only for compatibility or interoperability: do you rely on recital 103 and keep the open-source exemption?
pub const READING_INTEROPERABILITY_DATA: &str = "reading.interoperability_data";
/// The original was not a general-purpose AI model and your modified one passes the criterion without a change of over one third: do you treat the result as a fresh model of which you are the provider?
pub const READING_MODIFIED_INTO_GPAI: &str = "reading.modified_into_gpai";
/// What is the model meant to be used for?
pub const MODEL_INTENDED_USE: &str = "model.intended_use";
/// What is the model not meant to be used for, beyond what the law forbids?
pub const MODEL_NOT_INTENDED: &str = "model.not_intended";
/// Where can rightsholders reach you electronically?
pub const CONTACT_RIGHTSHOLDERS: &str = "contact.rightsholders";
/// On how many machines did the runs of the energy logs run at the same time?
pub const ENERGY_MACHINES: &str = "energy.machines";
/// What did the energy logs of the folder measure?
pub const ENERGY_COVERS: &str = "energy.covers";
/// Where is the technical documentation of the model?
pub const DOCUMENTS_TECHNICAL_DOCUMENTATION: &str = "documents.technical_documentation";
/// Where is the documentation for those who build systems on the model?
pub const DOCUMENTS_INTEGRATOR_DOCUMENTATION: &str = "documents.integrator_documentation";
/// Where is your copyright policy?
pub const DOCUMENTS_COPYRIGHT_POLICY: &str = "documents.copyright_policy";
/// Where is the public summary of the training content?
pub const DOCUMENTS_TRAINING_SUMMARY: &str = "documents.training_summary";
/// Where is the written mandate of your authorised representative?
pub const DOCUMENTS_REPRESENTATIVE_MANDATE: &str = "documents.representative_mandate";
/// Where is your safety and security framework?
pub const DOCUMENTS_SAFETY_FRAMEWORK: &str = "documents.safety_framework";
/// Where is the safety and security report on this model?
pub const DOCUMENTS_MODEL_REPORT: &str = "documents.model_report";
/// Where is the notification to the Commission?
pub const DOCUMENTS_NOTIFICATION: &str = "documents.notification";
/// Licence identifier declared in the model card.
pub const CARD_LICENSE: &str = "card.license";
/// Name of a licence that the model card declares as `other`.
pub const CARD_LICENSE_NAME: &str = "card.license_name";
/// Link or file with the licence text, as declared in the model card.
pub const CARD_LICENSE_LINK: &str = "card.license_link";
/// Models that the model card declares as its base.
pub const CARD_BASE_MODEL: &str = "card.base_model";
/// How the model card says the model relates to its base: fine-tune, adapter, merge or quantisation.
pub const CARD_BASE_MODEL_RELATION: &str = "card.base_model_relation";
/// Task declared in the model card, such as `text-generation`.
pub const CARD_PIPELINE_TAG: &str = "card.pipeline_tag";
/// Software library declared in the model card.
pub const CARD_LIBRARY_NAME: &str = "card.library_name";
/// Tags declared in the model card.
pub const CARD_TAGS: &str = "card.tags";
/// Whether the model card declares that access is gated, and how.
pub const CARD_GATED: &str = "card.gated";
/// Whether the model card declares that access from the Union is disallowed.
pub const CARD_EXTRA_GATED_EU_DISALLOWED: &str = "card.extra_gated_eu_disallowed";
/// Languages declared in the model card.
pub const CARD_LANGUAGE: &str = "card.language";
/// Training data sets declared in the model card.
pub const CARD_DATASETS: &str = "card.datasets";
/// Emissions of CO2 declared in the model card, in grams, word for word; no amount of energy follows from them.
pub const CARD_CO2_EQ_EMISSIONS: &str = "card.co2_eq_emissions";
/// What a compliance card says of the modification's compute as a fraction of the base model's, word for word; the test of one third rests on amounts and not on it.
pub const CARD_FRACTION_OF_BASE_COMPUTE: &str = "card.fraction_of_base_compute";
/// Digest of the weights that a compliance card states; it is not compared with the weights here.
pub const CARD_WEIGHTS_SHA256: &str = "card.weights_sha256";
/// Energy used for training by the logs of the folder, where somebody said that they measured training.
pub const ENERGY_TRAINING_MWH: &str = "energy.training_mwh";
/// How the energy of the logs was got.
pub const ENERGY_METHOD: &str = "energy.method";
/// Number of parameters of the model.
pub const MODEL_PARAMETERS: &str = "model.parameters";
/// Parameters active for each token in a mixture-of-experts model.
pub const MODEL_ACTIVE_PARAMETERS: &str = "model.active_parameters";
/// Number of tokens the model was trained on, with repeated epochs counted each time.
pub const TRAINING_TOKENS: &str = "training.tokens";
/// Number formats of the weights found in the weight files.
pub const WEIGHTS_DTYPES: &str = "weights.dtypes";
/// Crawlers for which `gpai optout check --record` compared addresses with what sites reserved.
pub const CRAWL_AGENTS: &str = "crawl.agents";
/// First and last day of what was compared with reservations.
pub const CRAWL_PERIOD: &str = "crawl.period";
/// Protocols of rights reservation that were read when addresses were compared.
pub const CRAWL_PROTOCOLS: &str = "crawl.protocols";
/// Number of addresses that were compared with what their sites reserved.
pub const CRAWL_PAGES: &str = "crawl.pages";
/// Number of those addresses that robots.txt refused to the crawler at the time.
pub const CRAWL_PAGES_REFUSED: &str = "crawl.pages_refused";
/// Prompts of which `gpai corpus verbatim --record` compared the outputs with the corpus.
pub const VERBATIM_TESTED: &str = "verbatim.tested";
/// Documents of the corpus that the outputs were compared with.
pub const VERBATIM_DOCUMENTS: &str = "verbatim.documents";
/// Share of those prompts that gave back text of documents named as protected, with its 95 % interval; a lower bound for other prompts.
pub const VERBATIM_PROTECTED_RATE: &str = "verbatim.protected_rate";
/// Characters of the longest span of the corpus that an output gave back.
pub const VERBATIM_LONGEST_CHARS: &str = "verbatim.longest_chars";
/// SHA-256 of the report on repeated text that these figures are from.
pub const VERBATIM_REPORT: &str = "verbatim.report";
/// Is it a general-purpose AI model, all things considered?
pub const CONCLUSIONS_GPAI: &str = "conclusions.gpai";
/// Is it classified as a general-purpose AI model with systemic risk?
pub const CONCLUSIONS_SYSTEMIC_RISK: &str = "conclusions.systemic_risk";
/// Are you the provider of the model?
pub const CONCLUSIONS_PROVIDER: &str = "conclusions.provider";
/// Is your change to another's model significant, so that it makes you a provider?
pub const CONCLUSIONS_MODIFIER_PROVIDER: &str = "conclusions.modifier_provider";
/// Does the model meet the conditions of the open-source exemption?
pub const CONCLUSIONS_OPEN_SOURCE_EXEMPT: &str = "conclusions.open_source_exempt";
/// Is the model placed on the Union market?
pub const CONCLUSIONS_PLACED: &str = "conclusions.placed";
