//! A version of a model and the documents that went with it.

use serde_json::Value as Json;

use crate::step::Step;

/// A version as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Version {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The model it is a version of; empty where there is one.
    pub model: String,
    /// When it was placed on the Union market; empty where it was not, or nobody said so.
    pub placed: String,
    /// When it was published anywhere.
    pub released: String,
    /// The version that came from the same pre-training run.
    pub same_run_as: String,
    /// Documents: kind, version, and the digest of the archived copy where there is one.
    pub documents: Vec<(String, String, Option<String>)>,
}

impl Version {
    /// What the steps of one record make of it.
    pub fn of(steps: &[Step]) -> Version {
        let mut out = Version::default();
        for step in steps {
            if step.verb == "version.add" {
                out.id.clone_from(&step.id);
                for (name, place) in [
                    ("name", &mut out.name),
                    ("model", &mut out.model),
                    ("placed", &mut out.placed),
                    ("released", &mut out.released),
                    ("same_run_as", &mut out.same_run_as),
                ] {
                    step.text(name).clone_into(place);
                }
            }
            let digests = step.fields.get("digests").and_then(Json::as_object);
            for (kind, version) in step.fields.get("documents").and_then(Json::as_object).into_iter().flatten() {
                let version = version.as_str().unwrap_or_default().to_owned();
                let digest = digests.and_then(|d| d.get(kind)).and_then(Json::as_str).map(str::to_owned);
                match out.documents.iter_mut().find(|(k, v, _)| k == kind && *v == version) {
                    Some((_, _, there)) => *there = digest.or(there.take()),
                    None => out.documents.push((kind.clone(), version, digest)),
                }
            }
        }
        out
    }

    /// The state, as a machine word.
    pub fn state(&self) -> &'static str {
        if self.placed.is_empty() { "recorded" } else { "placed" }
    }
}
