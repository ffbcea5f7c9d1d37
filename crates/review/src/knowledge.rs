//! What rules need from outside the document, as data: each field of [`Context`] with every way to know it and the rules that
//! use it (`[[knowledge]]` of `law/document-rules.toml`), and `NAME=VALUE` for a single run.

use gpai_rules::answer;
use gpai_rules::fact::{Facts, Value};
use gpai_rules::law::{Language, Law, Words};
use gpai_rules::names;
use gpai_rules::number::Number;
use gpai_rules::toml_place::{PlacedError, Table, nearest, parse_date};
use jiff::civil::Date;

use crate::context::{Confirmed, Context, DatasetSize, MODALITIES, country};

/// One thing that a rule may need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Knowledge {
    /// The name by which it is given for a run; none where it cannot be.
    pub name: Option<String>,
    /// The field of [`Context`].
    pub field: String,
    /// A value, as it is written behind the name.
    pub example: String,
    /// Facts of the vocabulary that say it.
    pub facts: Vec<String>,
    /// Conclusions of the law that say it.
    pub conclusions: Vec<String>,
    /// Answers of the document under check that say it, `KIND/FIELD`.
    pub answers: Vec<String>,
    /// Kinds of the records beside the document that say it.
    pub records: Vec<String>,
    /// Kinds of events of a register that say it.
    pub events: Vec<String>,
    /// The option of `gpai doc lint` that says it.
    pub option: Option<String>,
    /// The rules that use it.
    pub rules: Vec<String>,
    /// What it is.
    pub text: Words,
}

/// Reads `[[knowledge]]`.
///
/// # Errors
/// With file and line.
pub fn read(root: &Table<'_, '_>) -> Result<Vec<Knowledge>, PlacedError> {
    let mut all: Vec<Knowledge> = Vec::new();
    for table in root.tables("knowledge")? {
        let list = |key: &'static str| -> Result<Vec<String>, PlacedError> {
            Ok(table.list(key)?.into_iter().map(|(text, _)| text).collect())
        };
        let one = Knowledge {
            name: table.opt_str("name")?,
            field: table.str("field")?,
            example: table.opt_str("example")?.unwrap_or_default(),
            facts: list("facts")?,
            conclusions: list("conclusions")?,
            answers: list("answers")?,
            records: list("records")?,
            events: list("events")?,
            option: table.opt_str("option")?,
            rules: list("rules")?,
            text: Words::read(&table, "text")?,
        };
        let mut context = Context::default();
        let slot = context.slot(&one.field);
        if matches!(slot, Slot::None) {
            return Err(table.error(format!("no rule can ask for `{}`", one.field)));
        }
        if one.name.is_some() == one.example.is_empty() || (one.name.is_some() && matches!(slot, Slot::Made)) {
            return Err(table.error("what has a `name` has an `example`, and can be given"));
        }
        if all.iter().any(|k| k.field == one.field || (k.name.is_some() && k.name == one.name)) {
            return Err(table.error(format!("`{}` stands here twice", one.field)));
        }
        table.finish()?;
        all.push(one);
    }
    Ok(all)
}

impl Knowledge {
    /// `NAME=EXAMPLE`, where it can be given.
    pub fn given(&self) -> Option<String> {
        self.name.as_ref().map(|name| format!("{name}={}", self.example))
    }

    /// Every way to make it known, as a person is told.
    pub fn ways(&self, language: Language) -> Vec<String> {
        let say = |en: String, zh: String| if language == Language::English { en } else { zh };
        let mut out = Vec::new();
        out.extend(self.given().map(|given| {
            if given.contains(' ') { format!("--given \"{given}\"") } else { format!("--given {given}") }
        }));
        out.extend(self.option.clone());
        out.extend(self.facts.iter().map(|fact| {
            say(
                format!("{fact} of the model folder (--model FOLDER)"),
                format!("模型文件夹中的 {fact}（--model FOLDER）"),
            )
        }));
        out.extend(self.conclusions.iter().map(|name| {
            say(
                format!("the conclusion {name} on the model folder (--model FOLDER)"),
                format!("对模型文件夹的结论 {name}（--model FOLDER）"),
            )
        }));
        out.extend(self.records.iter().map(|kind| {
            say(format!("documents/{kind}.toml beside the document"), format!("与文件同在的 documents/{kind}.toml"))
        }));
        out.extend(self.events.iter().map(|kind| {
            say(
                format!("{kind} in the register of the model folder (--model FOLDER)"),
                format!("模型文件夹的登记册中的 {kind}（--model FOLDER）"),
            )
        }));
        out.extend(self.answers.iter().map(|at| {
            let (kind, field) = at.split_once('/').unwrap_or(("", at));
            say(format!("the answer {field} of a {kind} itself"), format!("{kind} 自身的回答 {field}"))
        }));
        out
    }
}

/// What `NAME=VALUE` names, and the value.
///
/// # Errors
/// What is wrong with it, as a person is told.
pub fn named<'k, 'v>(all: &'k [Knowledge], written: &'v str) -> Result<(&'k Knowledge, &'v str), String> {
    let (name, value) =
        written.split_once('=').map_or((written, None), |(name, value)| (name.trim(), Some(value.trim())));
    let list = "`gpai explain given` lists the names, what each means and which rules need it";
    match (all.iter().find(|k| k.name.as_deref() == Some(name)), value) {
        (Some(found), Some(value)) if !value.is_empty() => Ok((found, value)),
        (Some(found), _) => {
            Err(format!("{name}: a value is missing, such as {}\n  help: {list}", found.given().unwrap_or_default()))
        }
        (None, _) => {
            let names: Vec<&str> = all.iter().filter_map(|k| k.name.as_deref()).collect();
            Err(match nearest(name, names.iter().copied()) {
                Some(near) => format!("{name}: nothing is called so; did you mean `{near}`?\n  help: {list}"),
                None => format!("{name}: nothing is called so; the names are {}\n  help: {list}", names.join(", ")),
            })
        }
    }
}

/// Where a value goes, by its type.
enum Slot<'s> {
    Flag(&'s mut Option<bool>),
    Day(&'s mut Option<Date>),
    Count(&'s mut Option<u64>),
    Names(&'s mut Vec<String>),
    AllNames(&'s mut Option<Vec<String>>),
    Country(&'s mut Option<(String, bool)>),
    Datasets(&'s mut Vec<DatasetSize>),
    Confirmed(&'s mut Option<Confirmed>),
    /// Another document, whether it is there: read by whoever may read files.
    Document(bool),
    /// Made from the rest, whether there is any.
    Made,
    /// Not a field.
    None,
}

impl Context<'_> {
    fn slot(&mut self, field: &str) -> Slot<'_> {
        match field {
            "today" => Slot::Day(&mut self.today),
            "placed" => Slot::Day(&mut self.placed),
            "country" => Slot::Country(&mut self.country),
            "open_source" => Slot::Flag(&mut self.open_source),
            "open_licence" => Slot::Flag(&mut self.open_licence),
            "sme" => Slot::Flag(&mut self.sme),
            "legacy" => Slot::Flag(&mut self.legacy),
            "systemic" => Slot::Flag(&mut self.systemic),
            "transparency_exempt" => Slot::Flag(&mut self.transparency_exempt),
            "modifier" => Slot::Flag(&mut self.modifier),
            "base_models" => Slot::Names(&mut self.base_models),
            "further_training" => Slot::Flag(&mut self.further_training),
            "material_change" => Slot::Day(&mut self.material_change),
            "signatory" => Slot::Flag(&mut self.signatory),
            "dataset_sizes" => Slot::Datasets(&mut self.dataset_sizes),
            "crawled_domains" => Slot::Count(&mut self.crawled_domains),
            "crawled_pages" => Slot::Count(&mut self.crawled_pages),
            "refused_pages" => Slot::Count(&mut self.refused_pages),
            "infringing" => Slot::Names(&mut self.infringing),
            "crawler_page" => Slot::AllNames(&mut self.crawler_page),
            "on_website" => Slot::Flag(&mut self.on_website),
            "channels" => Slot::Names(&mut self.channels),
            "summary_at" => Slot::AllNames(&mut self.summary_at),
            "notified" => Slot::Day(&mut self.notified),
            "framework_confirmed" => Slot::Confirmed(&mut self.framework_confirmed),
            "framework_assessed" => Slot::Day(&mut self.framework_assessed),
            "last_report" => Slot::Day(&mut self.last_report),
            "earlier" => Slot::Document(self.earlier.is_some()),
            "model_documentation" => Slot::Document(self.model_documentation.is_some()),
            "copyright_policy" => Slot::Document(self.copyright_policy.is_some()),
            "summary" => Slot::Document(self.summary.is_some()),
            "outdated" => Slot::Made,
            _ => Slot::None,
        }
    }

    /// Whether a field is known; `None` where no field is called so.
    pub fn knows(&self, field: &str) -> Option<bool> {
        let mut own = self.clone();
        Some(match own.slot(field) {
            Slot::Flag(x) => x.is_some(),
            Slot::Day(x) => x.is_some(),
            Slot::Count(x) => x.is_some(),
            Slot::Names(x) => !x.is_empty(),
            Slot::AllNames(x) => x.is_some(),
            Slot::Country(x) => x.is_some(),
            Slot::Datasets(x) => !x.is_empty(),
            Slot::Confirmed(x) => x.is_some(),
            Slot::Document(known) => known,
            Slot::Made => !self.outdated.is_empty(),
            Slot::None => return None,
        })
    }

    /// Whether a field is another document, whose file is named.
    pub fn is_document(field: &str) -> bool {
        matches!(Context::default().slot(field), Slot::Document(_))
    }

    /// Takes over what was said for a run, which stands before what is known otherwise; a list of names that is complete
    /// takes the place of the one known, others grow.
    ///
    /// # Errors
    /// What is wrong with a value, as a person is told.
    pub fn give_all(&mut self, law: &Law, given: &[(&Knowledge, &str)]) -> Result<(), String> {
        for (what, _) in given {
            if let Slot::AllNames(slot) = self.slot(&what.field) {
                *slot = None;
            }
        }
        for (what, value) in given {
            let named = what.name.as_deref().unwrap_or_default();
            self.give(law, &what.field, value).map_err(|e| format!("{named}: {e}"))?;
        }
        Ok(())
    }

    /// Sets a field from a written value.
    fn give(&mut self, law: &Law, field: &str, written: &str) -> Result<(), String> {
        let on = self.today.or(law.span.map(|(_, last)| last));
        let day = |text: &str| parse_date(text).ok_or_else(|| format!("`{text}` is no day YYYY-MM-DD"));
        match self.slot(field) {
            Slot::Flag(slot) => {
                *slot = Some(match written {
                    "yes" | "true" => true,
                    "no" | "false" => false,
                    _ => return Err(format!("`{written}` is neither yes nor no")),
                });
            }
            Slot::Day(slot) => *slot = Some(day(written)?),
            Slot::Confirmed(slot) => {
                *slot = Some(match written {
                    "not-yet" => Confirmed::NotYet,
                    _ => Confirmed::On(day(written).map_err(|e| format!("{e}, and not `not-yet`"))?),
                });
            }
            Slot::Count(slot) => {
                *slot = Some(written.parse().map_err(|_| format!("`{written}` is no whole number"))?);
            }
            Slot::Names(slot) => slot.push(written.to_owned()),
            Slot::AllNames(slot) => slot.get_or_insert_default().push(written.to_owned()),
            Slot::Country(slot) => {
                // Read as the answer of the vocabulary is, which knows the countries there are.
                let mut facts = Facts::new();
                answer::set(law, &mut facts, &format!("provider.established={written}")).map_err(|e| e.to_string())?;
                *slot = match (facts.value(names::PROVIDER_ESTABLISHED), on) {
                    (Some(Value::Text(code) | Value::Word(code)), Some(on)) => country(law, on, &code),
                    _ => None,
                };
            }
            Slot::Datasets(slot) => slot.push(dataset(written)?),
            Slot::Document(_) | Slot::Made | Slot::None => return Err("cannot be given as a value".to_owned()),
        }
        Ok(())
    }
}

/// `NAME:MODALITY:SIZE`; the name may have colons.
fn dataset(written: &str) -> Result<DatasetSize, String> {
    let wrong = || format!("`{written}` is not NAME:MODALITY:SIZE, such as FineWeb:text:1.5e13");
    let (rest, size) = written.rsplit_once(':').ok_or_else(wrong)?;
    let (name, modality) = rest.rsplit_once(':').ok_or_else(wrong)?;
    if name.trim().is_empty() || !MODALITIES.contains(&modality) {
        return Err(format!("{}; the modalities are {}", wrong(), MODALITIES.join(", ")));
    }
    let size = Number::parse(size).map_err(|_| wrong())?;
    Ok(DatasetSize { name: name.trim().to_owned(), modality: modality.to_owned(), size })
}
