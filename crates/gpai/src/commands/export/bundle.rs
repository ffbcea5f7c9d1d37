//! Everything for one reader in one place: the manifest of the model's files as OpenSSF Model Signing signs it, the exports, the
//! documents, and a statement that binds them to the model by its root digest.

use gpai_forms::compose::{View, compose, owed};
use gpai_forms::json;
use gpai_render::{Options, renderer};
use gpai_report::exports::statement::{self, Manifest};
use gpai_report::exports::{Left, Mapping, Reader, Seen, Written, croissant, cyclonedx, oscal, rmf, spdx};
use gpai_rules::law::{Language, Law};

use super::gather::Gathered;
use super::signature::Signed;
use super::sound::sound;
use crate::outcome::Failure;
use crate::screen;

/// The manifest of the model's files.
const MANIFEST: &str = "manifest.statement.json";
/// The statement on the bundle itself.
const ATTESTATION: &str = "bundle.statement.json";

/// What a bundle is made from.
pub struct Bundle<'a> {
    /// The law book.
    pub law: &'a Law,
    /// What the reader may see.
    pub seen: &'a Seen,
    /// The records and the folder's name.
    pub gathered: &'a Gathered,
    /// The tables.
    pub mappings: &'a [Mapping],
    /// A signature of the model's files.
    pub signed: Option<&'a Signed>,
    /// The language of texts for people.
    pub lang: Language,
}

/// Files of a bundle.
type Files = Vec<(String, Vec<u8>)>;

impl Bundle<'_> {
    /// Its files, sorted, and what is not in them.
    pub fn files(&self) -> Result<(Files, Vec<Left>), Failure> {
        let mut files: Files = Vec::new();
        let mut left: Vec<Left> = self.gathered.left.clone();
        let exports = [
            ("cyclonedx", "", Some(cyclonedx::write(self.seen, self.law, self.mappings))),
            ("spdx", "", Some(spdx::write(self.seen, self.law))),
            ("oscal", "oscal/", (self.seen.reader == Reader::Own).then(|| oscal::write(self.seen, self.law))),
            (
                "croissant",
                "croissant/",
                (self.seen.reader == Reader::Public).then(|| croissant::write(self.seen, self.law)),
            ),
        ];
        for (kind, folder, written) in exports {
            let Some(Written { files: texts, left: missing }) = written else { continue };
            sound(kind, &texts)?;
            files.extend(texts.into_iter().map(|(name, text)| (format!("exports/{folder}{name}"), text.into_bytes())));
            left.extend(missing);
        }
        if self.seen.reader == Reader::Own {
            let tables: Vec<&Mapping> = self.mappings.iter().filter(|m| rmf::USUAL.contains(&m.id.as_str())).collect();
            files.push(("exports/rmf.md".to_owned(), rmf::markdown(self.seen, &tables, self.lang).into_bytes()));
        }
        self.documents(&mut files, &mut left)?;
        let manifest = self.manifest(&mut files, &mut left)?;
        let about = screen::export::about(self.seen, &manifest, &self.gathered.folder, self.lang);
        files.push(("README.md".to_owned(), about.into_bytes()));
        let attestation = statement::attestation(self.seen, &manifest, &files);
        files.push((ATTESTATION.to_owned(), attestation.into_bytes()));
        files.sort();
        Ok((files, left))
    }

    /// The manifest, and the signature where it is one of the same files.
    fn manifest(&self, files: &mut Files, left: &mut Vec<Left>) -> Result<Manifest, Failure> {
        let manifest = Manifest::of(self.seen, &self.gathered.folder);
        if self.seen.files_left_out > 0 {
            left.push(Left::new("files-not-public", self.seen.files_left_out.to_string()));
        }
        if manifest.unknown > 0 {
            if self.signed.is_some() {
                return Err(Failure::Usage(
                    "the digests of the model's files are not known here, so no signature can be held against them"
                        .to_owned(),
                ));
            }
            return Ok(manifest);
        }
        sound("statement", &[(MANIFEST.to_owned(), manifest.write())])?;
        files.push((MANIFEST.to_owned(), manifest.write().into_bytes()));
        if let Some(signed) = self.signed {
            if let Some(why) = signed.differs(&manifest) {
                return Err(Failure::Usage(format!("{}: the signature is not of these files: {why}", signed.file)));
            }
            files.push(("model.sig".to_owned(), signed.bytes.clone()));
        }
        Ok(manifest)
    }

    /// The documents of the reader: complete ones as JSON that reads back without loss, and as a page; the provider's own as they lie
    /// in the folder.
    fn documents(&self, files: &mut Files, left: &mut Vec<Left>) -> Result<(), Failure> {
        for filed in &self.gathered.records {
            let kind = &filed.template.kind;
            let stem = filed.file.rsplit('/').next().and_then(|n| n.strip_suffix(".toml")).unwrap_or(kind);
            let Some(audience) = self.seen.reader.audience() else {
                files.push((filed.file.clone(), self.gathered.raw(&filed.file)?));
                continue;
            };
            if !filed.template.audiences.contains(&audience) {
                continue;
            }
            let missing = owed(&filed.template, &filed.record, audience);
            if !missing.is_empty() {
                left.push(Left::new("document-not-final", format!("{kind}: {}", missing.len())));
                continue;
            }
            let view = View { audience, last: true };
            let page = renderer("html").ok_or_else(|| Failure::Internal("no format html".to_owned()))?;
            let sheet = compose(&filed.template, &filed.record, view);
            let html =
                page.render(&sheet, &Options::default()).map_err(|e| Failure::Usage(format!("{}: {e}", filed.file)))?;
            files.push((format!("documents/{stem}.html"), html));
            files.push((
                format!("documents/{stem}.json"),
                json::write(&filed.template, &filed.record, view).into_bytes(),
            ));
        }
        Ok(())
    }
}
