//! The pages of the documentation as static files (`gpai site --docs`): what `gpai explain` shows of every entry of the law book, in
//! both languages, each at an address that stays; a search that needs no server; and pages of Markdown from a folder. Nothing is
//! loaded from elsewhere.

mod html;
mod index;
mod made;
mod markdown;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use gpai_dossier::write::{reason, stays_inside};
use gpai_report::address;
use gpai_report::explain::{About, Page};
use gpai_review::book::{RULES, RuleDef, read_rules};
use gpai_rules::law::{Language, Law};

use self::made::{MARK, Made};
use crate::outcome::Failure;
use crate::screen::explain;

/// The languages, in order.
const LANGUAGES: [Language; 2] = [Language::English, Language::Chinese];
/// Files besides the pages: address and text.
const FILES: [(&str, &str); 2] = [("style.css", include_str!("style.css")), ("search.js", include_str!("search.js"))];
/// The whole tree: addresses below the root, in order, each with its bytes.
pub fn tree(law: &Law, papers: Option<&Path>) -> Result<BTreeMap<String, String>, Failure> {
    let rules = read_rules(RULES).map_err(|e| Failure::Internal(e.to_string()))?;
    let made = Made {
        law,
        pages: LANGUAGES.into_iter().map(|lang| (address::folder(lang), pages(law, &rules, lang))).collect(),
        known: known(law, &rules),
        papers: papers.map(markdown::folder).transpose()?.unwrap_or_default(),
    };
    let mut out = BTreeMap::new();
    let mut put = |file: String, text: String| match out.insert(file.clone(), text) {
        None => Ok(()),
        Some(_) => Err(Failure::Internal(format!("two pages have the address {file}"))),
    };
    for (file, text) in FILES {
        put(file.to_owned(), text.to_owned())?;
    }
    put("index.html".to_owned(), index::root(law))?;
    for lang in LANGUAGES {
        let all = made.pages.get(address::folder(lang)).map(Vec::as_slice).unwrap_or_default();
        put(format!("{}/index.html", address::folder(lang)), index::home(&made, all, lang))?;
        put(format!("search.{}.js", address::folder(lang)), index::search(&made, all, lang))?;
        for about in About::ALL {
            let of: Vec<&Page> = all.iter().filter(|page| page.about == about).collect();
            put(
                format!("{}/{}/index.html", address::folder(lang), about.word()),
                index::list(&made, about, &of, lang),
            )?;
        }
        for page in all {
            put(address::file(page.about.word(), &page.id, lang), html::page(&made, page, lang))?;
        }
    }
    for (name, title, text) in &made.papers {
        put(markdown::file(name), markdown::page(&made, name, title, text))?;
    }
    Ok(out)
}

fn pages(law: &Law, rules: &BTreeMap<String, RuleDef>, lang: Language) -> Vec<Page> {
    let of = |about: About| {
        let names = explain::names(law, rules, about);
        names.into_iter().filter_map(move |id| explain::page_about(law, rules, about, id, lang))
    };
    About::ALL.into_iter().flat_map(of).collect()
}

/// Ids that no running text holds by chance: with a mark between letters, or a number.
fn known(law: &Law, rules: &BTreeMap<String, RuleDef>) -> BTreeMap<String, About> {
    let mut out = BTreeMap::new();
    for about in About::ALL {
        for id in explain::names(law, rules, about) {
            if id.contains(['.', '-', '/', '_']) {
                out.entry(id.to_owned()).or_insert(about);
            }
        }
    }
    out
}

/// Writes the tree into a folder that is new, empty or holds an earlier one. Other files of an earlier tree stay.
pub fn write(folder: &Path, tree: &BTreeMap<String, String>) -> Result<(), Failure> {
    let wrong = |path: &Path| {
        let path = path.display().to_string();
        move |e: io::Error| Failure::Usage(format!("{path}: cannot be written: {}", reason(&e)))
    };
    match fs::metadata(folder) {
        Ok(meta) if !meta.is_dir() => {
            return Err(Failure::Usage(format!("{}: is not a folder; give another -o", folder.display())));
        }
        Ok(_) => {
            let earlier = fs::read_to_string(folder.join("index.html")).is_ok_and(|text| text.contains(MARK));
            let mut others = fs::read_dir(folder).map_err(wrong(folder))?.flatten();
            if !earlier && others.any(|entry| !entry.file_name().to_string_lossy().starts_with('.')) {
                return Err(Failure::Usage(format!(
                    "{}: is not empty and holds no earlier pages\n  help: give a new folder, or take these out first",
                    folder.display()
                )));
            }
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => fs::create_dir_all(folder).map_err(wrong(folder))?,
        Err(e) => return Err(wrong(folder)(e)),
    }
    let mut folders: BTreeSet<PathBuf> = BTreeSet::new();
    for (name, text) in tree {
        let path = folder.join(name);
        // No link of an earlier tree leads out of the folder.
        stays_inside(folder, &path).map_err(wrong(&path))?;
        if let Some(parent) = path.parent()
            && folders.insert(parent.to_owned())
        {
            fs::create_dir_all(parent).map_err(wrong(parent))?;
        }
        fs::write(&path, text).map_err(wrong(&path))?;
    }
    Ok(())
}
