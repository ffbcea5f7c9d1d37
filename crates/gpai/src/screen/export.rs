//! `gpai export` for people: what stands on stderr beside an export, and the page in a bundle.

use gpai_forms::escape::{markdown, visible};
use gpai_report::exports::statement::{Manifest, OWN};
use gpai_report::exports::{Left, Reader, Seen};
use gpai_rules::law::Language;

use super::words::{Pair, colon, export as words};

/// For whom an export is, and what is not in it, one line each.
pub fn notes(reader: Reader, left: &[Left], lang: Language) -> String {
    let mut lines = vec![words::FOR.fill(lang, &[("reader", &named(reader).get(lang))])];
    let colon = colon(lang);
    for one in left {
        let what = visible(&one.what);
        let said = said(one.code).fill(lang, &[("what", &what)]);
        lines.push(format!("{}{colon}{said}", words::NOT_IN_IT.get(lang)));
    }
    lines.join("\n")
}

fn named(reader: Reader) -> &'static Pair {
    match reader {
        Reader::Public => &words::PUBLIC,
        Reader::Dp => &words::DP,
        Reader::Nca => &words::NCA,
        Reader::Aio => &words::AIO,
        Reader::Own => &words::OWN,
    }
}

fn said(code: &str) -> &'static Pair {
    match code {
        "dataset-lacks" => &words::DATASET_LACKS,
        "digest-unknown" => &words::DIGEST_UNKNOWN,
        "document-not-final" => &words::DOCUMENT_NOT_FINAL,
        "energy-is-an-interval" => &words::ENERGY_INTERVAL,
        "files-not-public" => &words::FILES_NOT_PUBLIC,
        "no-dataset" => &words::NO_DATASET,
        "no-licence-read" => &words::NO_LICENCE_READ,
        "no-provider" => &words::NO_PROVIDER,
        "no-version" => &words::NO_VERSION,
        "profile-not-claimed" => &words::NO_PROFILE,
        _ => &words::CONTRADICTED,
    }
}

/// The page of a bundle: what it is, what it speaks of, how to verify it.
pub fn about(seen: &Seen, manifest: &Manifest, folder: &str, lang: Language) -> String {
    let model = markdown(&seen.model);
    let mut out = format!("# {}\n\n", words::ABOUT_TITLE.fill(lang, &[("model", &model)]));
    let reader = named(seen.reader).get(lang);
    out.push_str(&words::ABOUT_READER.fill(lang, &[("reader", &reader), ("day", &seen.on)]));
    out.push_str("\n\n");
    if manifest.unknown > 0 {
        out.push_str(&format!("{}\n\n", words::ABOUT_NO_ROOT.get(lang)));
    } else {
        out.push_str(&words::ABOUT_ROOT.fill(lang, &[("count", &manifest.files.len()), ("root", &manifest.root)]));
        out.push_str("\n\n");
        let shown: String =
            folder.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '?' }).collect();
        out.push_str(&words::ABOUT_VERIFY.fill(lang, &[("folder", &shown)]));
        let ignored: String = OWN.iter().map(|path| format!(" --ignore-paths {shown}/{path}")).collect();
        out.push_str(&format!(
            "\n\n```sh\nmodel_signing sign key {shown} --private_key private.pem --signature model.sig{ignored}\n\
             model_signing verify key {shown} --public_key public.pem --signature model.sig\n```\n\n"
        ));
    }
    out.push_str(&format!("{}\n\n{}\n", words::ABOUT_ATTESTATION.get(lang), words::ABOUT_ADVICE.get(lang)));
    out
}
