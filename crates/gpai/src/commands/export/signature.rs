//! A signature of a model's files by OpenSSF Model Signing: a Sigstore bundle with a DSSE envelope whose payload is the manifest.
//! It is checked by a public key where one is given, and held against the files of the folder.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gpai_dossier::records;
use gpai_report::exports::statement::Manifest;
use ring::signature::{ECDSA_P256_SHA256_ASN1, ECDSA_P384_SHA384_ASN1, EcdsaVerificationAlgorithm, UnparsedPublicKey};
use serde_json::Value as Json;

use crate::outcome::Failure;

/// The largest signature; one of a hundred thousand files has some 20 MB.
const LARGEST: u64 = 64 << 20;
/// The largest key.
const LARGEST_KEY: u64 = 64 << 10;
/// What the payload is.
const PAYLOAD: &str = "application/vnd.in-toto+json";

/// A signature that was read.
#[derive(Debug)]
pub struct Signed {
    /// The file as it is named in messages.
    pub file: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    manifest: Manifest,
}

/// The curves of keys: how the key begins, in the form of X.509, and how many bytes of the point follow.
const CURVES: [(&[u8], usize, &EcdsaVerificationAlgorithm); 2] = [
    (
        &[
            0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48,
            0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
        ],
        65,
        &ECDSA_P256_SHA256_ASN1,
    ),
    (
        &[
            0x30, 0x76, 0x30, 0x10, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x05, 0x2b, 0x81, 0x04,
            0x00, 0x22, 0x03, 0x62, 0x00,
        ],
        97,
        &ECDSA_P384_SHA384_ASN1,
    ),
];

/// Reads a signature; with a key it is verified, and refused where the key did not make it.
pub fn read(path: &Path, key: Option<&Path>) -> Result<Signed, Failure> {
    let file = records::shown(path);
    let refuse = |why: &str| Failure::Usage(format!("{file}: {why}"));
    let bytes = bytes(path, LARGEST)?;
    let envelope = Envelope::read(&bytes)
        .ok_or_else(|| refuse("is no signature by Model Signing: a Sigstore bundle with a DSSE envelope"))?;
    if let Some(key) = key {
        let pem = self::bytes(key, LARGEST_KEY)?;
        if !envelope.is_by(&pem).map_err(|why| Failure::Usage(format!("{}: {why}", records::shown(key))))? {
            return Err(refuse("the key did not make this signature, or what is signed was changed"));
        }
    }
    let payload = String::from_utf8_lossy(&envelope.payload);
    let manifest =
        Manifest::read(&payload).ok_or_else(|| refuse("signs no manifest of files by SHA-256 (Model Signing 1.0)"))?;
    Ok(Signed { file, bytes, manifest })
}

impl Signed {
    /// Why the signature is not of these files; nothing where it is.
    pub fn differs(&self, manifest: &Manifest) -> Option<String> {
        if self.manifest.same_files(manifest) {
            return None;
        }
        let other = |list: &Manifest, name: &String| list.files.iter().find(|(n, _)| n == name).map(|(_, d)| d.clone());
        let changed =
            manifest.files.iter().find(|(name, digest)| other(&self.manifest, name).is_some_and(|d| d != *digest));
        let unsigned = manifest.files.iter().find(|(name, _)| other(&self.manifest, name).is_none());
        let gone = self.manifest.files.iter().find(|(name, _)| other(manifest, name).is_none());
        Some(match (changed, unsigned, gone) {
            (Some((name, _)), _, _) => format!("{name} has another digest"),
            (_, Some((name, _)), _) => format!("{name} is not signed"),
            (_, _, Some((name, _))) => format!(
                "it also signs {name}, which is no file of the manifest for this reader; sign with `--ignore-paths` for what is not published"
            ),
            _ => "its root digest is another".to_owned(),
        })
    }
}

/// A DSSE envelope.
struct Envelope {
    payload: Vec<u8>,
    signatures: Vec<Vec<u8>>,
}

impl Envelope {
    fn read(bytes: &[u8]) -> Option<Envelope> {
        let bundle: Json = serde_json::from_slice(bytes).ok()?;
        let envelope = bundle.get("dsseEnvelope")?;
        let text = |value: &Json, key: &str| value.get(key)?.as_str().map(str::to_owned);
        if text(envelope, "payloadType")? != PAYLOAD {
            return None;
        }
        let decode = |text: String| STANDARD.decode(text).ok();
        let signatures =
            envelope.get("signatures")?.as_array()?.iter().take(16).filter_map(|s| decode(text(s, "sig")?)).collect();
        Some(Envelope { payload: decode(text(envelope, "payload")?)?, signatures })
    }

    /// Whether one of the signatures was made with the private half of a key.
    fn is_by(&self, pem: &[u8]) -> Result<bool, &'static str> {
        let text = String::from_utf8_lossy(pem);
        let begin = "-----BEGIN PUBLIC KEY-----";
        let inner = text.split_once(begin).and_then(|(_, rest)| rest.split_once("-----END")).map(|(inner, _)| inner);
        let inner = inner.ok_or("is no public key in PEM, which begins with -----BEGIN PUBLIC KEY-----")?;
        let plain: String = inner.split_whitespace().collect();
        let der = STANDARD.decode(plain).map_err(|_| "is no public key in PEM")?;
        let curve = CURVES.iter().find_map(|(begin, points, algorithm)| {
            let point = der.strip_prefix(*begin)?;
            (point.len() == *points).then_some((point, *algorithm))
        });
        let (point, algorithm) = curve.ok_or("is no key on the curves P-256 or P-384, which Model Signing uses")?;
        let mut message = format!("DSSEv1 {} {PAYLOAD} {} ", PAYLOAD.len(), self.payload.len()).into_bytes();
        message.extend(&self.payload);
        let key = UnparsedPublicKey::new(algorithm, point);
        Ok(self.signatures.iter().any(|signature| key.verify(&message, signature).is_ok()))
    }
}

fn bytes(path: &Path, largest: u64) -> Result<Vec<u8>, Failure> {
    let name = records::shown(path);
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(largest + 1).read_to_end(&mut bytes))
        .map_err(|e| Failure::Usage(format!("{name}: cannot be read: {e}")))?;
    if bytes.len() as u64 > largest {
        return Err(Failure::Usage(format!("{name}: is larger than {} MiB", largest >> 20)));
    }
    Ok(bytes)
}
