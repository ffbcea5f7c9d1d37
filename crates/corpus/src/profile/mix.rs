//! Mixtures: figures of training data from the profiles of its parts, with shares, epochs and filters, without reading the data. Whole
//! parts are exact. What a random share makes uncertain is an expected value between two bounds that always hold; what a filter cannot
//! decide, because the data does not say its language or month, is counted apart.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array as _, ArrayRef, AsArray as _, Int64Builder, RecordBatch, StringBuilder};
use arrow::datatypes::Int64Type;
use datafusion_common::{DataFusionError, Result};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::cut::large;
use super::figures::{Figures, measure, share};
use super::run::{Profile, Settings, finish};
use crate::engine::partial::{self, Origin};
use crate::engine::{Job, Mapper, Work, added, why};
use crate::input::columns::Said;
use crate::input::name::clean;
use crate::input::row::{Media, schema};

/// The format.
pub const FORMAT: &str = "gpai-corpus-mixture/1";
/// Parts of the whole in which shares are held.
const WHOLE: u64 = 1_000_000;

/// A mixture, as its file says it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mixture {
    /// Its parts.
    pub part: Vec<PartOf>,
}

/// A part of a mixture.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartOf {
    /// The dataset's name in the results.
    pub name: String,
    /// Its profile.
    pub profile: PathBuf,
    /// The share of its documents that was taken at random.
    share: Option<toml::Value>,
    /// How often what was taken is seen in training.
    epochs: Option<toml::Value>,
    /// Only texts in these languages.
    #[serde(default)]
    languages: Vec<String>,
    /// Only what these datasets of the profile hold.
    #[serde(default)]
    datasets: Vec<String>,
    /// Only what was collected from this month on.
    from: Option<String>,
    /// Only what was collected up to this month.
    to: Option<String>,
    /// Whether anybody may download it, for section 2.1 of the summary.
    public: Option<bool>,
    /// Its link, its version, and how a part of it was selected, for the same.
    link: Option<String>,
    version: Option<String>,
    selection: Option<String>,
}

impl PartOf {
    /// The share in millionths.
    fn share(&self) -> Result<u64, String> {
        let share = millionths(self.share.as_ref())?;
        if share > WHOLE {
            return Err("share: at most 1".to_owned());
        }
        Ok(share)
    }

    fn epochs(&self) -> Result<u64, String> {
        millionths(self.epochs.as_ref()).map_err(|e| format!("epochs: {e}"))
    }
}

/// A decimal as millionths; 1 where there is none.
fn millionths(value: Option<&toml::Value>) -> Result<u64, String> {
    let text = match value {
        None => return Ok(WHOLE),
        Some(toml::Value::String(text)) => text.clone(),
        Some(toml::Value::Integer(number)) => number.to_string(),
        Some(toml::Value::Float(number)) => number.to_string(),
        Some(_) => return Err("is no number".to_owned()),
    };
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let wrong = || format!("{text:?} is no number with at most six decimals");
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > 6 || whole.len() > 9 {
        return Err(wrong());
    }
    format!("{whole}{part:0<6}").parse().map_err(|_| wrong())
}

/// Reads a mixture; profiles lie where it says, seen from its own folder.
///
/// # Errors
/// The file is malformed, which is named by its line.
pub fn read(path: &Path) -> Result<Mixture, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut mixture: Mixture = toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    for (at, part) in mixture.part.iter_mut().enumerate() {
        let wrong = |e: String| format!("{}: part {} ({}): {e}", path.display(), at + 1, part.name);
        let month = |text: &Option<String>| text.as_ref().is_none_or(|m| m.len() == 7 && m.get(4..5) == Some("-"));
        if !month(&part.from) || !month(&part.to) {
            return Err(wrong("from and to are months such as 2024-01".to_owned()));
        }
        part.share().and_then(|_| part.epochs()).map_err(wrong)?;
        part.profile = folder.join(&part.profile);
    }
    let mut names: Vec<&str> = mixture.part.iter().map(|p| p.name.trim()).collect();
    names.sort_unstable();
    if names.iter().any(|n| n.is_empty()) || names.windows(2).any(|w| matches!(w, [a, b] if a == b)) {
        return Err(format!("{}: each part needs a name of its own", path.display()));
    }
    Ok(mixture)
}

/// Which figure is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bound {
    /// What is certainly in it.
    Low,
    /// What is expected.
    Expected,
    /// All that can be in it.
    High,
}

/// The change that a part's shares and filters are.
fn mapper(part: &PartOf, bound: Bound) -> Result<Mapper, String> {
    let share = part.share()?;
    let part = part.clone();
    Ok(Mapper(Arc::new(move |batch: &RecordBatch| rows(batch, &part, share, bound))))
}

fn rows(batch: &RecordBatch, part: &PartOf, share: u64, bound: Bound) -> Result<RecordBatch> {
    let wrong = || DataFusionError::Execution("rows of a partial are malformed".to_owned());
    let keys = batch.column_by_name("key").and_then(|c| c.as_string_opt::<i32>()).ok_or_else(wrong)?;
    let numbers = ["documents", "bytes", "amount", "first", "last"]
        .map(|name| batch.column_by_name(name).and_then(|c| c.as_primitive_opt::<Int64Type>().cloned()));
    let mut name = String::new();
    clean(&part.name, &mut name);
    let mut key = StringBuilder::new();
    let mut columns: [Int64Builder; 5] = std::array::from_fn(|_| Int64Builder::new());
    for row in 0..batch.num_rows() {
        let fields: Vec<&str> = keys.value(row).split('\t').collect();
        let [place, media, dataset, language, month] = fields.as_slice() else { continue };
        let Some(sure) = taken(part, dataset, language, month) else { continue };
        let scaled = match (bound, sure, share) {
            (Bound::Low, false, _) | (Bound::Expected, false, _) => continue,
            (_, true, WHOLE) | (Bound::High, ..) => WHOLE,
            (Bound::Low, true, _) => continue,
            (Bound::Expected, true, share) => share,
        };
        let mut values = numbers.each_ref().map(|c| c.as_ref().filter(|c| c.is_valid(row)).map(|c| c.value(row)));
        for value in values.iter_mut().take(3).flatten() {
            // To the nearest whole.
            let all = i128::from(*value) * i128::from(scaled) + i128::from(WHOLE / 2);
            *value = i64::try_from(all / i128::from(WHOLE)).unwrap_or(i64::MAX);
        }
        if values.first().copied().flatten().unwrap_or(0) == 0
            && values.get(1).copied().flatten().unwrap_or(0) == 0
            && scaled != WHOLE
        {
            continue;
        }
        key.append_value(format!("{place}\t{media}\t{name}\t{language}\t{month}"));
        for (column, value) in columns.iter_mut().zip(values) {
            column.append_option(value);
        }
    }
    let mut arrays: Vec<ArrayRef> = vec![Arc::new(key.finish())];
    arrays.extend(columns.iter_mut().map(|c| Arc::new(c.finish()) as ArrayRef));
    Ok(RecordBatch::try_new(schema(), arrays)?)
}

/// Whether the filters take a row: surely, perhaps, or (nothing) not.
fn taken(part: &PartOf, dataset: &str, language: &str, month: &str) -> Option<bool> {
    if !part.datasets.is_empty() && !part.datasets.iter().any(|d| d == dataset) {
        return None;
    }
    let mut sure = true;
    if !part.languages.is_empty() {
        if language.is_empty() {
            sure = false;
        } else if !part.languages.iter().any(|l| l == language) {
            return None;
        }
    }
    if part.from.is_some() || part.to.is_some() {
        if month.is_empty() {
            sure = false;
        } else if part.from.as_deref().is_some_and(|f| month < f) || part.to.as_deref().is_some_and(|t| month > t) {
            return None;
        }
    }
    Some(sure)
}

/// The figures of a mixture.
///
/// # Errors
/// A profile or its part cannot be read; the disk; the bound on memory.
pub async fn mix(mixture: &Mixture, parts: &[PathBuf], settings: &Settings) -> Result<Profile, String> {
    let mut origin = Origin::default();
    for path in parts {
        origin.add(partial::origin(path)?);
    }
    let context = settings.means.context().map_err(|e| e.to_string())?;
    let run = async |bound: Bound, settings: &Settings| -> Result<Profile, String> {
        let mapped: Result<Vec<_>, String> =
            parts.iter().zip(&mixture.part).map(|(path, part)| Ok((path.clone(), mapper(part, bound)?))).collect();
        let job = Job {
            work: Work::Mapped(mapped?),
            said: Said::default(),
            strict: false,
            meter: settings.meter.clone(),
            opener: None,
        };
        let stream = added(Arc::new(job), &context).map_err(|e| why(&e))?;
        finish(stream, origin.clone(), settings, 0).await
    };
    let mut expected = run(Bound::Expected, settings).await?;
    let certain = mixture
        .part
        .iter()
        .all(|p| p.share().is_ok_and(|s| s == WHOLE) && p.languages.is_empty() && p.from.is_none() && p.to.is_none());
    let mut extra = Map::new();
    if certain {
        extra.insert("interval".to_owned(), Json::Null);
    } else {
        let bare = settings.bare();
        let (low, high) = (run(Bound::Low, &bare).await?, run(Bound::High, &bare).await?);
        let three =
            |get: &dyn Fn(&Profile) -> u64| json!({ "low": get(&low), "expected": get(&expected), "high": get(&high) });
        let interval = json!({
            "documents": three(&|p| p.totals.all.documents),
            "bytes": three(&|p| p.totals.all.bytes),
            "domain_count": three(&|p| p.totals.domains),
        });
        extra.insert("interval".to_owned(), interval);
    }
    extra.insert("mixture".to_owned(), self_told(mixture, &expected)?);
    expected.format = FORMAT;
    expected.extra = extra;
    Ok(expected)
}

/// The parts with their sizes, and which of the public ones are large.
fn self_told(mixture: &Mixture, profile: &Profile) -> Result<Json, String> {
    let mut out = Vec::new();
    let name_of = |part: &PartOf| {
        let mut name = String::new();
        clean(&part.name, &mut name);
        name
    };
    for part in &mixture.part {
        let dataset = profile.totals.datasets.get(&name_of(part));
        let epochs = part.epochs()?;
        let mut modalities = Vec::new();
        for media in Media::ALL {
            let Some(own) = dataset.and_then(|d| d.media.get(&media.letter())) else { continue };
            let mut entry = own.json(Some(media));
            entry.insert("modality".to_owned(), media.word().into());
            let seen = u128::from(own.bytes) * u128::from(epochs) / u128::from(WHOLE);
            entry.insert("bytes_seen".to_owned(), u64::try_from(seen).unwrap_or(u64::MAX).into());
            if part.public == Some(true) {
                let mut all = Figures::default();
                for other in mixture.part.iter().filter(|p| p.public == Some(true)) {
                    if let Some(figures) =
                        profile.totals.datasets.get(&name_of(other)).and_then(|d| d.media.get(&media.letter()))
                    {
                        all.add(figures);
                    }
                }
                let (basis, size, whole) = measure(own, &all);
                entry.insert("share_basis".to_owned(), basis.into());
                entry.insert("share_of_public_of_1000000".to_owned(), share(size, whole).into());
                entry.insert("large".to_owned(), large(size, whole).into());
            }
            modalities.push(Json::from(entry));
        }
        out.push(json!({
            "name": part.name,
            "public": part.public,
            "link": part.link,
            "version": part.version,
            "selection": part.selection,
            "share_of_1000000": part.share()?,
            "epochs_of_1000000": epochs,
            "modalities": modalities,
        }));
    }
    Ok(Json::from(out))
}
