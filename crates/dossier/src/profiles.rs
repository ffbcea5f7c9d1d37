//! Profiles of training data (`gpai corpus profile -o FILE`) as answers of the public summary: figures and lists, each with the
//! profile it comes from. What a dataset is, whether it is public, and every Yes/No stays with the provider.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use gpai_forms::prefill::{Prefilled, Said};
use gpai_forms::record::{Answer, Cells, Month, Value};
use gpai_forms::template::Template;
use serde_json::Value as Json;

/// The format that is read.
const FORMAT: &str = "gpai-corpus-profile/1";
/// The largest profile that is read, in bytes.
const LARGEST: u64 = 1 << 30;
/// Domains that are written into the form itself; longer lists are a file to link.
const LISTED: usize = 1_000;

/// What a profile is a profile of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All data the model was trained on: section 1.3 and the large datasets.
    All,
    /// What the provider crawled, or had crawled: section 2.3.
    Crawl,
}

/// A profile that was read.
#[derive(Debug)]
pub struct Profile {
    json: Json,
    source: String,
}

impl Profile {
    /// Reads one.
    ///
    /// # Errors
    /// The file cannot be read, or is no profile.
    pub fn read(path: &Path) -> Result<Self, String> {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let wrong = |why: String| {
            format!("{}: {why}\n  help: make one with `gpai corpus profile DATA -o {name}`", path.display())
        };
        let mut bytes = Vec::new();
        let file = fs::File::open(path).map_err(|e| wrong(e.to_string()))?;
        file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|e| wrong(e.to_string()))?;
        if bytes.len() as u64 > LARGEST {
            return Err(wrong("is too large for a profile".to_owned()));
        }
        let json: Json = serde_json::from_slice(&bytes).map_err(|e| wrong(format!("is no JSON: {e}")))?;
        if json.get("format").and_then(Json::as_str) != Some(FORMAT) {
            return Err(wrong(format!("is no {FORMAT}")));
        }
        let get = |key: &str| json.get(key).and_then(Json::as_u64).unwrap_or(0);
        let part = json.get("part").and_then(|p| p.get("sha256")).and_then(Json::as_str);
        let part = part.map(|hash| format!(", part sha256 {hash}")).unwrap_or_default();
        let source =
            format!("{name} (gpai corpus profile: {} files, {} documents{part})", get("files"), get("documents"));
        Ok(Self { json, source })
    }

    /// The answers it gives to the public summary; none to another form.
    #[must_use]
    pub fn answers(&self, template: &Template, scope: Scope) -> Vec<Prefilled> {
        if template.kind != "training-summary" {
            return Vec::new();
        }
        let mut out = Vec::new();
        match scope {
            Scope::All => self.all(&mut out),
            Scope::Crawl => self.crawl(&mut out),
        }
        out.retain(|one| template.fields.iter().any(|f| f.id == one.id));
        out
    }

    fn answer(&self, id: &str, value: Value) -> Prefilled {
        let answer = Answer { source: Some(self.source.clone()), ..Answer::of(value) };
        Prefilled { id: id.to_owned(), answer: Some(answer), hint: None, said: Said::default() }
    }

    fn hint(&self, id: &str, text: &str) -> Prefilled {
        Prefilled {
            id: id.to_owned(),
            answer: None,
            hint: Some(format!("{text} ({})", self.source)),
            said: Said::default(),
        }
    }

    fn list(&self, key: &str) -> &[Json] {
        self.json.get(key).and_then(Json::as_array).map_or(&[], Vec::as_slice)
    }

    fn modalities(&self) -> Vec<String> {
        self.list("modalities").iter().filter_map(|m| m.get("modality")?.as_str().map(str::to_owned)).collect()
    }

    fn months(&self) -> Option<(Month, Month)> {
        let collected = self.json.get("collected")?;
        let month = |key: &str| Month::parse(collected.get(key)?.as_str()?.get(..7)?);
        Some((month("first")?, month("last")?))
    }

    fn all(&self, out: &mut Vec<Prefilled>) {
        let modalities = self.modalities();
        if !modalities.is_empty() {
            out.push(self.answer("1.3.a", Value::Words(modalities)));
        }
        for one in self.list("modalities") {
            let Some(word) = one.get("modality").and_then(Json::as_str) else { continue };
            let id = format!("1.3.b.{word}");
            match one.get("size_bin").and_then(|b| b.get("bin")).and_then(Json::as_str) {
                Some(bin) => out.push(self.answer(&id, Value::Word(bin.to_owned()))),
                None => {
                    let count = |key: &str| one.get(key).and_then(Json::as_u64);
                    let size = count("bytes").map_or_else(|| "of unknown size".to_owned(), |b| format!("{b} bytes"));
                    let text = format!(
                        "{} documents, {size}; the size in the form's own unit is not known of all of them",
                        count("documents").unwrap_or(0)
                    );
                    out.push(self.hint(&id, &text));
                }
            }
        }
        if let Some((_, last)) = self.months() {
            out.push(self.hint("1.3.d", &format!("the latest day of collection that the data says is in {last}")));
        }
        if let Some(text) = self.languages() {
            out.push(self.answer("1.3.e", Value::Text(text)));
        }
        let large: Vec<String> = self.list("datasets").iter().filter_map(large).collect();
        if self.list("datasets").len() > 1 && !large.is_empty() {
            let text = format!(
                "datasets with more than 3 % of their modality, if all of this data is publicly available: {}",
                large.join(", ")
            );
            out.push(self.hint("2.1.c", &text));
        }
    }

    fn crawl(&self, out: &mut Vec<Prefilled>) {
        if let Some((first, last)) = self.months() {
            out.push(self.answer("2.3.e", Value::Period(first, last)));
        }
        let modalities = self.modalities();
        if !modalities.is_empty() {
            out.push(self.answer("2.3.g", Value::Words(modalities)));
        }
        let rule = self.json.get("rule");
        let name = rule.and_then(|r| r.get("name")).and_then(Json::as_str);
        let count = self.json.get("domain_count").and_then(Json::as_u64);
        let (Some(rule), Some(count)) = (name.filter(|n| ["top-10-percent", "sme"].contains(n)), count) else {
            let text = "the profile does not cut by a rule of the form; make it with --top 10% or --sme";
            out.push(self.hint("2.3.h", text));
            return;
        };
        let names: Vec<String> =
            self.list("domains").iter().filter_map(|d| d.get("domain")?.as_str().map(str::to_owned)).collect();
        let mut cells = Cells::from([
            ("rule".to_owned(), Value::Word(rule.to_owned())),
            ("distinct".to_owned(), Value::Number(count.to_string())),
        ]);
        let hint = if names.len() <= LISTED {
            cells.insert("domains".to_owned(), Value::List(names));
            None
        } else {
            Some(format!(
                "{} domains are listed in the profile; publish them as a file (--domains FILE.csv) and put its link here",
                names.len()
            ))
        };
        out.push(Prefilled { hint, ..self.answer("2.3.h", Value::Parts(cells)) });
    }

    /// The languages, those of the Union first, each with its share.
    fn languages(&self) -> Option<String> {
        let total: u64 = self.list("languages").iter().filter_map(|l| l.get("bytes")?.as_u64()).sum();
        let (mut official, mut others, mut silent) = (Vec::new(), Vec::new(), false);
        for one in self.list("languages") {
            let Some(word) = one.get("language").and_then(Json::as_str) else {
                silent = true;
                continue;
            };
            let name = one.get("name").and_then(Json::as_str).unwrap_or(word);
            let bytes = one.get("bytes").and_then(Json::as_u64);
            let share = bytes.and_then(|b| (u128::from(b) * 1_000).checked_div(u128::from(total)));
            let text = match share {
                Some(0) => format!("{name} (below 0.1 %)"),
                Some(s) => format!("{name} ({}.{} %)", s / 10, s % 10),
                None => name.to_owned(),
            };
            let union = one.get("official_in_the_union").and_then(Json::as_bool) == Some(true);
            if union { &mut official } else { &mut others }.push(text);
        }
        if official.is_empty() && others.is_empty() {
            return None;
        }
        let mut out = Vec::new();
        if !official.is_empty() {
            out.push(format!("Official languages of the Union: {}.", official.join(", ")));
        }
        if !others.is_empty() {
            out.push(format!("Other languages: {}.", others.join(", ")));
        }
        if silent {
            out.push("Of some of the text the data does not say the language.".to_owned());
        }
        out.push("Shares by bytes of text.".to_owned());
        Some(out.join(" "))
    }
}

fn large(dataset: &Json) -> Option<String> {
    let large =
        dataset.get("modalities")?.as_array()?.iter().any(|m| m.get("large").and_then(Json::as_bool) == Some(true));
    let name = dataset.get("dataset")?.as_str().unwrap_or("(without a name)");
    large.then(|| name.to_owned())
}

#[cfg(test)]
#[path = "profiles_tests.rs"]
mod tests;
