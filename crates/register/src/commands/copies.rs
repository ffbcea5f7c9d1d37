//! Copies of a register: text for git, one file for a disk, a second one to work on, and one that was copied by hand.

use std::path::{Path, PathBuf};

use clap::Args;
use gpai_forms::escape::visible;
use serde_json::json;

use super::desk::{Answer, Common, Format};
use crate::state;
use crate::store::{Store, place, settings};
use crate::words::Pair;

/// A folder.
#[derive(Clone, Debug, Args)]
pub struct Folder {
    /// Which
    dir: PathBuf,
    /// Private values, too: only into a place that is as safe as the register
    #[arg(long)]
    with_private: bool,
}

const COUNTED: Pair = Pair("{n} entries\n", "{n} 条记录\n");

/// Exports.
///
/// # Errors
/// It cannot be written.
pub fn export(common: &Common, args: &Folder) -> Answer {
    let desk = common.open()?;
    if args.with_private
        && let Err(refusal) = place::look(&args.dir)
    {
        return Err(refusal.fault);
    }
    let n = desk.store.export(&args.dir, args.with_private)?;
    Ok((COUNTED.fill(common.lang, &[("n", &n.to_string())]), 0))
}

const IMPORTED: Pair = Pair(
    "{entries} new entries, {private} new private values, {files} new files; {erased} values erased by entries of others\n",
    "新增 {entries} 条记录、{private} 项隐私数据、{files} 个文件；按他方记录删除 {erased} 项\n",
);

/// Imports.
///
/// # Errors
/// It does not fit.
pub fn import(common: &Common, args: &Folder) -> Answer {
    let mut desk = common.open()?;
    let done = desk.store.import(&args.dir)?;
    if common.format == Format::Json {
        let out = json!({ "format": "gpai-register/1", "entries": done.entries, "private": done.private, "files": done.files, "erased": done.erased });
        return Ok((format!("{out:#}\n"), 0));
    }
    let values = [done.entries, done.private, done.files, done.erased].map(|n| n.to_string());
    let [a, b, c, d] = values.each_ref().map(String::as_str);
    let mut out = IMPORTED.fill(common.lang, &[("entries", a), ("private", b), ("files", c), ("erased", d)]);
    for (_, steps) in state::records(desk.store.steps()?) {
        for (code, what) in state::findings(&steps).iter().filter(|(code, _)| *code == "decisions-conflict") {
            out.push_str(&format!("  {code}: {}\n", visible(what)));
        }
    }
    Ok((out, 0))
}

/// A copy.
#[derive(Clone, Debug, Args)]
pub struct Restore {
    /// The copy that `backup` made
    file: PathBuf,
    /// An empty folder; without it, that of --register
    dir: Option<PathBuf>,
    /// Who records what is erased again
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

const BACKED_UP: Pair = Pair(
    "{file} · with {n} archived files in {file}.files and the list of erasures in {file}.erasures.jsonl; keep the three together\n",
    "{file} · 另有 {file}.files 中的 {n} 个存档文件及 {file}.erasures.jsonl 删除清单；三者请一并保存\n",
);
const RESTORED: Pair = Pair(
    "{dir} is a register, with a writer id of its own; {n} archived files\n",
    "{dir} 现为登记簿，有自己的写入者编号；{n} 个存档文件\n",
);
const AGAIN: Pair = Pair(
    "  erased again, since it was erased after the copy was made: {what}\n",
    "  备份之后曾删除，现再次删除：{what}\n",
);
const NO_LIST: Pair = Pair(
    "  no list of erasures was at hand: what was erased after the copy was made cannot be known; look at requests under Article 17 GDPR\n",
    "  没有删除清单：无法得知备份之后删除了什么；请查看依 GDPR 第 17 条提出的请求\n",
);

/// Makes a copy.
///
/// # Errors
/// It cannot be written.
pub fn backup(common: &Common, file: &Path) -> Answer {
    let n = common.open()?.store.backup(file)?;
    Ok((BACKED_UP.fill(common.lang, &[("file", &file.display().to_string()), ("n", &n.to_string())]), 0))
}

/// Puts a copy back.
///
/// # Errors
/// The folder is not empty, or the copy is damaged.
pub fn restore(common: &Common, args: &Restore) -> Answer {
    let named = common.dir();
    let dir = args.dir.clone().unwrap_or_else(|| named.clone());
    let current = if place::full(&dir) == place::full(&named) { None } else { Store::open(&named).ok() };
    let by = args.by.clone().unwrap_or_else(settings::account);
    let (_, done) = Store::restore(&args.file, &dir, current.as_ref(), &by)?;
    let settings = dir.join(settings::FILE);
    if !settings.exists() {
        let _ = std::fs::write(&settings, settings::fresh("", "", ""));
    }
    let mut out = RESTORED.fill(common.lang, &[("dir", &dir.display().to_string()), ("n", &done.files.to_string())]);
    if !done.erased.is_empty() {
        out.push_str(&AGAIN.fill(common.lang, &[("what", &done.erased.join(", "))]));
    }
    if !done.list_known {
        out.push_str(NO_LIST.get(common.lang));
    }
    Ok((out, 0))
}

const CLONED: Pair = Pair(
    "{dir} is a copy with a writer id of its own; merge with `export` here and `import` there\n",
    "{dir} 是有自己写入者编号的副本；用此处的 `export` 与彼处的 `import` 合并\n",
);

/// Makes a copy to work on elsewhere.
///
/// # Errors
/// The folder is not empty.
pub fn clone(common: &Common, dir: &Path) -> Answer {
    if let Err(refusal) = place::look(dir) {
        return Err(refusal.fault);
    }
    common.open()?.store.clone_to(dir)?;
    Ok((CLONED.fill(common.lang, &[("dir", &dir.display().to_string())]), 0))
}

/// What to do with a register that was copied or moved by hand.
#[derive(Clone, Debug, Args)]
pub struct Fork {
    /// Go on as a copy of its own: the original lives on elsewhere
    #[arg(long, required_unless_present = "moved")]
    new_writer: bool,
    /// Go on as the same one: the original is gone
    #[arg(long, conflicts_with = "new_writer")]
    moved: bool,
}

/// Takes a copied register for what it is.
///
/// # Errors
/// It cannot be written.
pub fn fork(common: &Common, args: &Fork) -> Answer {
    let store = Store::fork(&common.dir(), args.new_writer)?;
    store.writable()?;
    Ok((format!("writer {}\n", store.writer), 0))
}
