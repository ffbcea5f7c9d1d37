//! A profile as JSON, `gpai-corpus-profile/1` of `docs/machine-formats.md`. The list of domains may be long and is copied from where
//! it was collected, line by line.

use std::io::{self, Write};

use serde_json::{Map, Value as Json, json};

use super::cut::{bin, large};
use super::figures::{Figures, measure, share};
use super::rollup::Rejection;
use super::run::Profile;
use crate::input::day;
use crate::input::language;
use crate::input::row::Media;

impl Profile {
    /// Writes it.
    ///
    /// # Errors
    /// The output.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let head = serde_json::to_string_pretty(&self.head())?;
        let Some(head) = head.strip_suffix("[]\n}") else { return Err(io::Error::other("a profile without domains")) };
        out.write_all(head.as_bytes())?;
        if self.ranking.selected == 0 {
            out.write_all(b"[]\n}\n")?;
        } else {
            out.write_all(b"[\n")?;
            let mut lines = self.ranking.lines.try_clone()?;
            io::Seek::seek(&mut lines, io::SeekFrom::Start(0))?;
            io::copy(&mut io::BufReader::new(lines), out)?;
            out.write_all(b"\n  ]\n}\n")?;
        }
        out.flush()
    }

    /// Everything but the list.
    #[must_use]
    pub fn head(&self) -> Json {
        let totals = &self.totals;
        let read = self.origin.inputs.iter().filter(|i| i.get("unreadable").is_none()).count();
        let mut out = Map::new();
        let mut put = |name: &str, value: Json| out.insert(name.to_owned(), value);
        put("format", self.format.into());
        put("files", read.into());
        put("documents", totals.all.documents.into());
        put("bytes", totals.all.bytes.into());
        put("documents_without_size", totals.all.unsized_documents.into());
        put("domain_count", totals.domains.into());
        put("domain_documents", totals.domain.documents.into());
        put("domain_bytes", totals.domain.bytes.into());
        put("no_domain", totals.no_domain_json());
        put("host_count", totals.hosts.into());
        put("ip_address_count", totals.addresses.into());
        let damage = totals.rejected.iter().filter(|r| r.records.is_none()).count();
        let each: Vec<Json> = totals.rejected.iter().map(Rejection::json).collect();
        put("rejected", json!({ "records": totals.rejected_records(), "damaged_files": damage, "each": each }));
        put("rule", self.ranking.rule(&self.cut, self.private));
        put("suffix_list", self.list.clone());
        let days =
            totals.days.and_then(|(first, last)| Some(json!({ "first": day::text(first)?, "last": day::text(last)? })));
        put("collected", days.unwrap_or(Json::Null));
        put("modalities", self.modalities().into());
        put("datasets", self.datasets().into());
        put("languages", self.languages().into());
        let months = totals.months.iter().map(|(month, figures)| {
            let mut entry = Map::new();
            entry.insert("month".to_owned(), some(month));
            entry.extend(figures.json(None));
            Json::from(entry)
        });
        put("months", months.collect::<Vec<_>>().into());
        put("curve", self.ranking.curve.clone().into());
        put("assumed", self.origin.assumed.clone().into());
        put("inputs", self.origin.inputs.clone().into());
        put("not_data", self.origin.others.clone().into());
        put("part", self.part.as_ref().map_or(Json::Null, |(name, hash)| json!({ "file": name, "sha256": hash })));
        for (name, value) in &self.extra {
            put(name, value.clone());
        }
        put("domains", json!([]));
        Json::from(out)
    }

    fn modalities(&self) -> Vec<Json> {
        let each = Media::ALL.into_iter().filter_map(|media| Some((media, self.totals.media.get(&media.letter())?)));
        each.map(|(media, figures)| {
            let mut entry = Map::new();
            entry.insert("modality".to_owned(), media.word().into());
            entry.extend(figures.json(Some(media)));
            entry.insert("size_bin".to_owned(), self.size_bin(media).unwrap_or(Json::Null));
            Json::from(entry)
        })
        .collect()
    }

    /// The bin of section 1.3, where the size in the form's own unit is known of every document.
    #[must_use]
    pub fn size_bin(&self, media: Media) -> Option<Json> {
        let figures = self.totals.media.get(&media.letter())?;
        match media {
            Media::Image => bin('i', figures.documents),
            Media::Text | Media::Audio | Media::Video => (figures.documents > 0
                && figures.amount_documents == figures.documents)
                .then(|| bin(media.letter(), figures.amount))
                .flatten(),
            Media::Other => None,
        }
    }

    /// Datasets with their shares by modality. A share is by size where all sizes are known, else by documents, which is said.
    fn datasets(&self) -> Vec<Json> {
        let mut out = Vec::new();
        for (name, dataset) in &self.totals.datasets {
            let mut modalities = Vec::new();
            for media in Media::ALL {
                let Some(figures) = dataset.media.get(&media.letter()) else { continue };
                let all = self.totals.media.get(&media.letter()).copied().unwrap_or_default();
                let (basis, own, whole) = measure(figures, &all);
                let mut entry = Map::new();
                entry.insert("modality".to_owned(), media.word().into());
                entry.extend(figures.json(Some(media)));
                entry.insert("share_basis".to_owned(), basis.into());
                entry.insert("share_of_1000000".to_owned(), share(own, whole).into());
                entry.insert("large".to_owned(), large(own, whole).into());
                modalities.push(Json::from(entry));
            }
            out.push(json!({ "dataset": some(name), "domain_count": dataset.domains, "modalities": modalities }));
        }
        out
    }

    fn languages(&self) -> Vec<Json> {
        let mut all: Vec<(&String, &Figures)> = self.totals.languages.iter().collect();
        all.sort_by(|a, b| (b.1.bytes, b.1.documents, a.0).cmp(&(a.1.bytes, a.1.documents, b.0)));
        all.into_iter()
            .map(|(word, figures)| {
                let mut entry = Map::new();
                entry.insert("language".to_owned(), some(word));
                entry.insert("name".to_owned(), language::name(word).map_or(Json::Null, Json::from));
                entry.insert(
                    "official_in_the_union".to_owned(),
                    if word.is_empty() { Json::Null } else { language::official(word).is_some().into() },
                );
                entry.extend(figures.json(Some(Media::Text)));
                Json::from(entry)
            })
            .collect()
    }
}

/// A name, or null where there is none.
fn some(name: &str) -> Json {
    if name.is_empty() { Json::Null } else { name.into() }
}
