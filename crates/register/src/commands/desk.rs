//! What every command shares: which register, who records, when it happened, in which language and form the answer goes out.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use gpai_forms::escape::visible;
use gpai_rules::periods::Moment;
use serde_json::{Map, Value as Json, json};

use crate::fault::Fault;
use crate::step::Draft;
use crate::store::Store;
use crate::store::append::now;
use crate::store::settings::Settings;
use crate::words::{Language, Pair};

/// A form of output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Human,
    /// JSON
    Json,
    /// A table for a spreadsheet; lists only
    Csv,
}

/// What may stand on every command.
#[derive(Clone, Debug, Default, Args)]
pub struct Common {
    /// The register's folder; otherwise GPAI_REGISTER, `[registers] path` of gpai.toml here, or ../NAME-register
    #[arg(long, global = true, value_name = "DIR")]
    pub register: Option<PathBuf>,
    /// How the answer is given
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// English or Chinese
    #[arg(long, global = true, value_enum, default_value_t = Language::En)]
    pub lang: Language,
}

/// When something happened, and who records it.
#[derive(Clone, Debug, Default, Args)]
pub struct When {
    /// When it happened: 2026-09-04, or with the time and its offset 2026-09-04T09:12+02:00; now if left out
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub on: Option<String>,
    /// Who records it; otherwise `by` of settings.toml
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
}

/// What a command gives: the whole of stdout, and the exit code.
pub type Answer = Result<(String, u8), Fault>;

/// A register at hand, with the settings.
#[derive(Debug)]
pub struct Desk {
    /// The register.
    pub store: Store,
    /// Its settings.
    pub settings: Settings,
    /// Language of the answer.
    pub lang: Language,
    /// Form of the answer.
    pub format: Format,
}

/// `[registers] path` of a gpai.toml.
fn of_answers(folder: &Path) -> Option<PathBuf> {
    let text = std::fs::read_to_string(folder.join("gpai.toml")).ok()?;
    let table: toml::Table = toml::from_str(&text).ok()?;
    let path = table.get("registers")?.get("path")?.as_str()?;
    Some(folder.join(path))
}

/// The register's folder beside this one: `../NAME-register`.
pub fn beside(folder: &Path) -> PathBuf {
    let full = crate::store::place::full(folder);
    let name = full.file_name().map_or_else(|| "model".to_owned(), |n| n.to_string_lossy().into_owned());
    full.parent().unwrap_or(&full).join(format!("{name}-register"))
}

impl Common {
    /// The folder of the register.
    pub fn dir(&self) -> PathBuf {
        let named = self
            .register
            .clone()
            .or_else(|| std::env::var_os("GPAI_REGISTER").filter(|v| !v.is_empty()).map(PathBuf::from));
        let here = Path::new(".");
        named.or_else(|| of_answers(here)).unwrap_or_else(|| {
            let there = here.join(crate::store::FILE);
            if there.is_file() { here.to_owned() } else { beside(here) }
        })
    }

    /// Opens it.
    ///
    /// # Errors
    /// There is none, or it cannot be read.
    pub fn open(&self) -> Result<Desk, Fault> {
        let dir = self.dir();
        let store = Store::open(&dir)?;
        let settings = Settings::read(&dir)?;
        Ok(Desk { store, settings, lang: self.lang, format: self.format })
    }
}

/// A moment as it is kept: as it was typed, where it can be read.
///
/// # Errors
/// It cannot be read, or lies ahead where it may not.
pub fn moment(typed: &str, may_lie_ahead: bool) -> Result<String, Fault> {
    let moment = Moment::parse(typed.trim()).map_err(|e| Fault::new(format!("`{}`: {e}", visible(typed))))?;
    if !may_lie_ahead {
        let (now, _) = now();
        let ahead = match moment.instant() {
            Some(instant) => instant > now.checked_add(jiff::SignedDuration::from_mins(5)).unwrap_or(now),
            // A day has begun somewhere fourteen hours before it begins in Greenwich.
            None => moment.local_day() > now.to_zoned_datetime(jiff::tz::Offset::constant(14).to_time_zone()).date(),
        };
        if ahead {
            return Err(Fault::new(format!("{moment} lies ahead; what has not happened is not recorded"))
                .help("planned is only a placing (`event add placing-planned --date`) or a change (`event add change-planned --available`)"));
        }
    }
    Ok(moment.to_string())
}

impl Desk {
    /// When something happened: as it was said, or now.
    ///
    /// # Errors
    /// See [`moment`].
    pub fn on(&self, said: Option<&str>, may_lie_ahead: bool) -> Result<String, Fault> {
        match said {
            Some(text) => moment(text, may_lie_ahead),
            None => {
                let zone = crate::store::settings::zone(&self.settings.zone).unwrap_or(jiff::tz::TimeZone::UTC);
                Ok(now().0.to_zoned_datetime(zone).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
            }
        }
    }

    /// Begins an entry.
    ///
    /// # Errors
    /// See [`moment`].
    pub fn draft(&self, verb: &str, id: &str, when: &When) -> Result<Draft, Fault> {
        Ok(Draft::new(verb, id, &self.on(when.on.as_deref(), false)?, &self.settings.recorder(when.by.as_deref())))
    }

    /// An id: the one asked for, where it is free, or a new one.
    ///
    /// # Errors
    /// It is taken, or no id.
    pub fn new_id(&self, kind: &str, asked: Option<&str>, on: &str) -> Result<String, Fault> {
        let Some(asked) = asked else {
            let day = Moment::parse(on)
                .map_or_else(|_| now().0.to_zoned_datetime(jiff::tz::TimeZone::UTC).date(), |m| m.brussels_day());
            for _ in 0..64 {
                let id = crate::secret::id(kind, day)?;
                if !self.store.has(&id)? {
                    return Ok(id);
                }
            }
            return Err(Fault::new("no free id was found"));
        };
        let good = (1..=64).contains(&asked.len())
            && asked.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
            && !["model", "provider"].contains(&asked);
        if !good {
            return Err(Fault::new(format!("`{}` cannot be an id", visible(asked)))
                .help("letters, digits, `-`, `_` and `.`, at most 64, such as INC-1"));
        }
        if self.store.has(asked)? {
            return Err(
                Fault::new(format!("{asked} is there already")).help(format!("`gpai register show {asked}` shows it"))
            );
        }
        Ok(asked.to_owned())
    }

    /// The answer of a command that recorded something.
    pub fn recorded(&self, id: &str, said: &str, more: Map<String, Json>, notes: &[(&str, String)]) -> Answer {
        if self.format == Format::Json {
            let mut out = Map::new();
            out.insert("format".to_owned(), "gpai-register/1".into());
            out.insert("id".to_owned(), id.into());
            out.insert("state".to_owned(), crate::state::state(&self.store.steps_of(id)?).into());
            out.extend(more);
            let notes: Vec<Json> = notes.iter().map(|(code, what)| json!({ "code": code, "what": what })).collect();
            out.insert("notes".to_owned(), notes.into());
            return Ok((format!("{:#}\n", Json::Object(out)), 0));
        }
        let mut text = format!("{id} · {said}\n");
        for (_, what) in notes {
            text.push_str(&format!("{}{}\n", NOTE.get(self.lang), visible(what)));
        }
        Ok((text, 0))
    }
}

/// Before what a person should look at.
const NOTE: Pair = Pair("note: ", "提示：");
/// After a record.
pub const RECORDED: Pair = Pair("recorded", "已记录");
/// How to see what runs.
pub const SEE_CLOCKS: Pair =
    Pair("recorded · `gpai deadlines` shows what runs now", "已记录 · 用 `gpai deadlines` 查看现行期限");

/// A text that somebody has to give: not empty, within bounds.
///
/// # Errors
/// It is empty or too long.
pub fn reasons(why: Option<&str>, what: &str) -> Result<String, Fault> {
    let text = why.unwrap_or_default().trim();
    if text.is_empty() {
        return Err(Fault::new(format!("{what} needs its reasons"))
            .help("add --why \"…\": at least one sentence, no names: it stays in the register"));
    }
    if text.chars().count() > 20_000 {
        return Err(Fault::new("--why is longer than 20,000 characters"));
    }
    Ok(text.to_owned())
}

/// One word of a list.
///
/// # Errors
/// It is none; the nearest is named.
pub fn one_of(word: &str, list: &[&str], option: &str) -> Result<String, Fault> {
    let plain = word.trim().to_lowercase().replace([' ', '-'], "_");
    if let Some(found) = list.iter().find(|known| known.replace('-', "_") == plain) {
        return Ok((*found).to_owned());
    }
    let near = list.iter().max_by(|a, b| strsim::jaro_winkler(a, &plain).total_cmp(&strsim::jaro_winkler(b, &plain)));
    let near = near.filter(|known| strsim::jaro_winkler(known, &plain) > 0.75);
    let help = near.map_or_else(
        || format!("one of {}", list.join(", ")),
        |known| format!("did you mean `{known}`? one of {}", list.join(", ")),
    );
    Err(Fault::new(format!("`{}` is no value of {option}", visible(word))).help(help))
}

/// `yes` or `no`.
///
/// # Errors
/// It is neither.
pub fn yes_no(word: &str, option: &str) -> Result<bool, Fault> {
    match word.trim().to_lowercase().as_str() {
        "yes" | "true" | "1" => Ok(true),
        "no" | "false" | "0" => Ok(false),
        _ => Err(Fault::new(format!("`{}` is no value of {option}", visible(word))).help("write yes or no")),
    }
}

/// Free text of entries must not name the person: it cannot be erased.
///
/// # Errors
/// It holds a private value of the record.
pub fn no_names(store: &Store, id: &str, texts: &[&str]) -> Result<(), Fault> {
    for secret in store.secrets(id)? {
        if !["name", "contact", "on_behalf_of"].contains(&secret.field.as_str()) {
            continue;
        }
        let value = secret.text().trim().to_lowercase();
        if value.chars().count() >= 4 && texts.iter().any(|text| text.to_lowercase().contains(&value)) {
            return Err(Fault::new(format!(
                "the text repeats the {} of {id}, which must be erasable; what stands in reasons stays for ever",
                secret.field
            ))
            .help("say `the complainant` or `the rightsholder`"));
        }
    }
    Ok(())
}
