//! Statements of in-toto: the manifest of a model's files, as OpenSSF Model Signing 1.0 signs it, and the statement that binds
//! documents and exports to it.

use std::cmp::Ordering;

use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};

use super::items::FileEntry;
use super::seen::{Seen, hex};
use super::written::pretty;

/// What every statement begins with.
const STATEMENT: &str = "https://in-toto.io/Statement/v1";
/// What Model Signing signs.
const SIGNED: &str = "https://model_signing/signature/v1.0";
/// What a bundle is attested to be.
const ATTESTED: &str = "https://github.com/gpai-tools/gpai/attestation/1";
/// What Model Signing leaves out of every folder.
pub const IGNORED: [&str; 4] = [".git", ".github", ".gitignore", ".gitattributes"];
/// What else is no part of the model: the provider's answers and documents, which name the model's digest themselves.
pub const OWN: [&str; 3] = ["documents", "exports.toml", "gpai.toml"];

/// The manifest of a model's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// Name of the folder.
    pub name: String,
    /// Its files in the order of the statement: path and digest.
    pub files: Vec<(String, String)>,
    /// SHA-256 over the digests in that order.
    pub root: String,
    /// Files whose digest is not known, which is why there is no manifest of them.
    pub unknown: usize,
}

/// Whether a path is no part of the model: under a name that is ignored.
pub fn is_ignored(path: &str) -> bool {
    let first = path.split('/').next().unwrap_or(path);
    IGNORED.contains(&first) || OWN.contains(&first)
}

/// The order of Model Signing: by the parts of a path, so that `a/b` stands before `a-b`.
pub fn order(a: &str, b: &str) -> Ordering {
    a.split('/').cmp(b.split('/'))
}

impl Manifest {
    /// The manifest of the files that a reader sees.
    pub fn of(seen: &Seen, name: &str) -> Manifest {
        Manifest::from_files(name, &seen.files)
    }

    /// The manifest of some files.
    pub fn from_files(name: &str, files: &[FileEntry]) -> Manifest {
        let model = files.iter().filter(|f| !is_ignored(&f.path));
        let mut known = Vec::new();
        let mut unknown = 0;
        for file in model {
            match &file.sha256 {
                Some(digest) => known.push((file.path.clone(), digest.clone())),
                None => unknown += 1,
            }
        }
        known.sort_by(|a, b| order(&a.0, &b.0));
        let mut hash = Sha256::new();
        for (_, digest) in &known {
            hash.update(bytes(digest));
        }
        Manifest { name: name.to_owned(), files: known, root: hex(&hash.finalize()), unknown }
    }

    /// The statement, as it stands in the payload of a signature.
    pub fn statement(&self) -> Json {
        let resources: Vec<Json> = self
            .files
            .iter()
            .map(|(name, digest)| json!({ "algorithm": "sha256", "digest": digest, "name": name }))
            .collect();
        let ignored: Vec<&str> = IGNORED.into_iter().chain(OWN).collect();
        json!({
            "_type": STATEMENT,
            "subject": [{ "name": self.name, "digest": { "sha256": self.root } }],
            "predicateType": SIGNED,
            "predicate": {
                "serialization": { "method": "files", "hash_type": "sha256", "allow_symlinks": false, "ignore_paths": ignored },
                "resources": resources,
            },
        })
    }

    /// The statement as a file.
    pub fn write(&self) -> String {
        pretty(&self.statement())
    }

    /// Reads the statement of a signature's payload: the files and their root. None where it is of another kind.
    pub fn read(payload: &str) -> Option<Manifest> {
        let statement: Json = serde_json::from_str(payload).ok()?;
        let text = |value: &Json, key: &str| value.get(key)?.as_str().map(str::to_owned);
        let subject = statement.get("subject")?.get(0)?;
        let serialization = statement.get("predicate")?.get("serialization")?;
        let whole = text(&statement, "predicateType")? == SIGNED
            && text(serialization, "method")? == "files"
            && text(serialization, "hash_type")? == "sha256";
        let resources = statement.get("predicate")?.get("resources")?.as_array()?;
        let file = |r: &Json| {
            Some((text(r, "name")?, text(r, "digest").filter(|_| text(r, "algorithm").as_deref() == Some("sha256"))?))
        };
        let files: Vec<(String, String)> = resources.iter().map(file).collect::<Option<_>>()?;
        let root = text(subject.get("digest")?, "sha256")?;
        whole.then(|| Manifest { name: text(subject, "name").unwrap_or_default(), files, root, unknown: 0 })
    }

    /// Whether two manifests name the same files with the same digests.
    pub fn same_files(&self, other: &Manifest) -> bool {
        let sorted = |m: &Manifest| {
            let mut files = m.files.clone();
            files.sort();
            files
        };
        self.root == other.root && sorted(self) == sorted(other)
    }
}

/// The statement that binds the files of a bundle to the model: each with its digest, beside the model's root digest.
pub fn attestation(seen: &Seen, manifest: &Manifest, files: &[(String, Vec<u8>)]) -> String {
    let mut subjects = vec![json!({ "name": manifest.name, "digest": { "sha256": manifest.root } })];
    let mut sorted: Vec<&(String, Vec<u8>)> = files.iter().collect();
    sorted.sort_by(|a, b| order(&a.0, &b.0));
    subjects.extend(
        sorted.iter().map(|(name, bytes)| json!({ "name": name, "digest": { "sha256": hex(&Sha256::digest(bytes)) } })),
    );
    pretty(&json!({
        "_type": STATEMENT,
        "subject": subjects,
        "predicateType": ATTESTED,
        "predicate": {
            "assessment": seen.id("assessment", ""),
            "as_of": seen.on.to_string(),
            "law": { "id": seen.law.0, "edition": seen.law.1 },
            "reader": seen.reader.word(),
            "model": { "name": seen.model, "files": manifest.files.len(), "root": manifest.root },
            "program": { "name": "gpai", "version": seen.program },
        },
    }))
}

/// The bytes of hexadecimal digits.
fn bytes(digest: &str) -> Vec<u8> {
    let nibbles: Vec<u8> = digest.chars().filter_map(|c| c.to_digit(16)).filter_map(|d| u8::try_from(d).ok()).collect();
    nibbles.chunks(2).map(|pair| pair.iter().fold(0, |byte, nibble| byte << 4 | nibble)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_ordered_by_their_parts() {
        let mut paths = ["a-b.txt", "config.json", "a/b.txt", "README.md", "a/a/c", "a.b"];
        paths.sort_by(|a, b| order(a, b));
        assert_eq!(paths, ["README.md", "a/a/c", "a/b.txt", "a-b.txt", "a.b", "config.json"]);
    }

    #[test]
    fn the_root_is_that_of_model_signing() {
        // Six files with the digests of a folder that Model Signing 1.0 signed.
        let digests = [
            ("README.md", "6fd0ff1a67b3f878c04e38767198db4d3a70b8c574a472e6cfd78fff98dc0b5a"),
            ("a-b.txt", "53c234e5e8472b6ac51c1ae1cab3fe06fad053beb8ebfd8977b010655bfdd3c3"),
            ("a/b.txt", "4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865"),
            ("config.json", "12eb0243607f93a5af90cc7db45c6bb7827b2b8d4a00c02b260fd72d670a7ac2"),
            ("docs/summary.json", "73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac"),
            ("model.safetensors", "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b"),
            ("gpai.toml", "00"),
        ];
        let files: Vec<FileEntry> = digests
            .iter()
            .map(|(path, digest)| FileEntry { path: (*path).to_owned(), size: 0, sha256: Some((*digest).to_owned()) })
            .collect();
        let manifest = Manifest::from_files("Example-7B", &files);
        assert_eq!(manifest.root, "02380b70ef6b8dd7871d575af3f7e94e524d39e237a322744abd4406c0b6d43c");
        let back = Manifest::read(&manifest.write());
        assert!(back.is_some_and(|b| b.same_files(&manifest) && b.name == "Example-7B"));
    }
}
