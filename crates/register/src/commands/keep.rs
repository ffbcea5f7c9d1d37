//! What keeps a register: made, sealed, proved, copied, merged, erased from, tidied.

use std::path::{Path, PathBuf};

use clap::Args;
use gpai_forms::escape::visible;
use serde_json::{Value as Json, json};

use super::desk::{Answer, Common, Format, When, no_names, one_of, reasons};
use crate::fault::Fault;
use crate::state;
use crate::store::append::now;
use crate::store::erase::Erasure;
use crate::store::seal::{self, Seal};
use crate::store::settings::{self, Settings};
use crate::store::{Identity, Store, files, place};
use crate::words::{Language, Pair, colon};

/// Make a register in a folder of its own
///
/// It never lies in a model folder: what is uploaded with a model cannot be erased again. Without DIR it lies beside the folder you
/// are in, as ../NAME-register.
#[derive(Clone, Debug, Args)]
pub struct Init {
    /// Where
    dir: Option<PathBuf>,
    /// Put it into a model folder or a public work tree all the same; the .gitignore at its root gets a line
    #[arg(long)]
    inside: bool,
    /// Use a network folder all the same: slower, and less certain
    #[arg(long)]
    network_folder: bool,
    /// Who records, where no command says
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// The provider's name, for letters
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,
    /// Where complaints can be sent by e-mail
    #[arg(long, value_name = "ADDRESS")]
    contact: Option<String>,
}

const MADE: Pair = Pair(
    "{dir} is a register now\n  next: name it in gpai.toml beside the model, so that every command finds it:\n\n  [registers]\n  path = \"{path}\"\n\n  \
     back up with `gpai register backup FILE` (never by copying register.db while it is in use); keep a seal elsewhere (`gpai register seal`)\n",
    "{dir} 现为登记簿\n  下一步：在模型旁的 gpai.toml 中写明，以便各命令找到：\n\n  [registers]\n  path = \"{path}\"\n\n  \
     用 `gpai register backup FILE` 备份（使用中切勿直接复制 register.db）；并将封印存放于别处（`gpai register seal`）\n",
);
const IGNORED: Pair = Pair(
    "{file} has a line for it. Uploads to the Hub honour only the .gitignore at the root: a nested one protects nothing, and a register \
     with personal data is better kept outside\n",
    "已在 {file} 中加入一行。上传至 Hub 时只认根目录的 .gitignore：嵌套的文件不起作用；含个人数据的登记簿最好放在外面\n",
);
const WHOLE: Pair = Pair(
    "whole: {entries} entries, {private} private values, {files} files",
    "完整：{entries} 条记录，{private} 项隐私数据，{files} 个文件",
);
const BROKEN: Pair = Pair("not whole: the first that does not fit", "不完整：第一处不符");
const SEALED: Pair = Pair("the seal fits\n", "与封印一致\n");

/// Makes a register.
///
/// # Errors
/// It may not lie there, or cannot be written.
pub fn init(common: &Common, args: &Init) -> Answer {
    let dir = args
        .dir
        .clone()
        .or_else(|| common.register.clone())
        .or_else(|| std::env::var_os("GPAI_REGISTER").filter(|v| !v.is_empty()).map(PathBuf::from));
    let dir = dir.unwrap_or_else(|| super::desk::beside(Path::new(".")));
    let mut said = String::new();
    if let Err(refusal) = place::look(&dir) {
        if !args.inside {
            return Err(refusal.fault);
        }
        let file = place::ignore(&dir, &refusal.root)?;
        said.push_str(&IGNORED.fill(common.lang, &[("file", &file.display().to_string())]));
    }
    if !args.network_folder {
        place::local(&dir)?;
    }
    let store = Store::create(&dir, &Identity::new()?, args.network_folder)?;
    let settings = dir.join(settings::FILE);
    if !settings.exists() {
        let by = args.by.clone().unwrap_or_default();
        let text = settings::fresh(
            args.provider.as_deref().unwrap_or_default(),
            &by,
            args.contact.as_deref().unwrap_or_default(),
        );
        std::fs::write(&settings, text).map_err(|e| Fault::new(format!("{}: {e}", settings.display())))?;
    }
    let full = place::full(&dir);
    if common.format == Format::Json {
        return Ok((
            format!(
                "{:#}\n",
                json!({ "format": "gpai-register/1", "register": store.register, "writer": store.writer, "dir": full.display().to_string() })
            ),
            0,
        ));
    }
    let name = full.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    said.insert_str(
        0,
        &MADE.fill(common.lang, &[("dir", &full.display().to_string()), ("path", &format!("../{name}"))]),
    );
    Ok((said, 0))
}

/// Prove that nothing was changed, removed, put in another order or swapped
#[derive(Clone, Debug, Args)]
pub struct Verify {
    /// A seal that was kept elsewhere: only it shows a register that was put back to an older state
    #[arg(long, value_name = "FILE")]
    seal: Option<PathBuf>,
}

/// Proves it. Exit code 1 where something does not fit.
///
/// # Errors
/// The register cannot be read at all.
pub fn verify(common: &Common, args: &Verify) -> Answer {
    let desk = common.open()?;
    let seal = args.seal.as_deref().map(|f| files::read(f, seal::LONGEST)).transpose()?;
    let seal = seal.map(|bytes| Seal::read(&String::from_utf8_lossy(&bytes))).transpose()?;
    let proof = desk.store.verify(seal.as_ref())?;
    let exit = u8::from(!proof.faults.is_empty());
    if common.format == Format::Json {
        let list = |all: &[crate::store::verify::Finding]| -> Vec<Json> {
            all.iter().map(|f| json!({ "code": f.code, "at": f.at, "what": f.what })).collect()
        };
        let out = json!({
            "format": "gpai-register-proof/1", "register": desk.store.register, "whole": proof.faults.is_empty(), "sealed": proof.sealed,
            "entries": proof.entries, "private": proof.private, "files": proof.files, "faults": list(&proof.faults), "notes": list(&proof.notes),
        });
        return Ok((format!("{out:#}\n"), exit));
    }
    let mut out = String::new();
    if proof.faults.is_empty() {
        let numbers = [
            ("entries", proof.entries.to_string()),
            ("private", proof.private.to_string()),
            ("files", proof.files.to_string()),
        ];
        let numbers: Vec<(&str, &str)> = numbers.iter().map(|(k, v)| (*k, v.as_str())).collect();
        out.push_str(&format!("{}\n", WHOLE.fill(common.lang, &numbers)));
        if proof.sealed {
            out.push_str(SEALED.get(common.lang));
        }
    } else {
        out.push_str(&format!("{}\n", BROKEN.get(common.lang)));
        out.extend(proof.faults.iter().map(|f| format!("  {}: {}\n", f.code, visible(&f.what))));
    }
    out.extend(proof.notes.iter().map(|f| format!("  {}: {}\n", f.code, visible(&f.what))));
    Ok((out, exit))
}

/// Print a seal: the ends of all chains, to be kept where the register is not
///
/// As a signed git tag, a message to counsel, or with a time stamp (RFC 3161). Signing is left to other programs: `gpai register
/// seal > seal.txt`, then `ssh-keygen -Y sign -f KEY -n gpai-register seal.txt`, minisign or gpg. `--attach` files the answer of a
/// time-stamping service.
#[derive(Clone, Debug, Args)]
pub struct SealArgs {
    /// File what proves a seal: a signature, the answer of a time-stamping service
    #[arg(long, value_name = "FILE")]
    attach: Option<PathBuf>,
    #[command(flatten)]
    when: When,
}

/// Seals, or files a proof.
///
/// # Errors
/// The register cannot be read or written.
pub fn seal(common: &Common, args: &SealArgs) -> Answer {
    let mut desk = common.open()?;
    let Some(file) = &args.attach else { return Ok((desk.store.seal()?, 0)) };
    let digest = desk.store.archive(&files::read(file, files::LONGEST)?)?;
    let mut draft = desk.draft("seal.attach", "", &args.when)?;
    draft.files.push(digest.clone());
    desk.store.record(|_| Ok((vec![draft], ())))?;
    Ok((format!("{digest}\n"), 0))
}

/// Erase what is private of a record; the chain and old seals still fit
#[derive(Clone, Debug, Args)]
pub struct Erase {
    /// The record
    id: String,
    #[command(flatten)]
    when: When,
    /// Only this field; may be given several times; `all` takes also what describes the works
    #[arg(long = "field", value_name = "NAME")]
    fields: Vec<String>,
    /// art-17, retention or mistake
    #[arg(long, default_value = "art-17")]
    ground: String,
    /// Why; no names: it stays
    #[arg(long)]
    why: Option<String>,
    /// Although the record is held
    #[arg(long)]
    despite: bool,
}

const GONE: Pair = Pair("{id} · erased: {what}", "{id} · 已删除：{what}");
const COPIES: Pair = Pair(
    "  copies made before still hold it; the list of erasures beside {n} of them makes `restore` erase it again\n",
    "  此前的备份仍含有该数据；其中 {n} 份旁的删除清单会使 `restore` 再次删除\n",
);
const EXPORTS: Pair = Pair(
    "  run `export --with-private` again where private values were exported; what was pushed by git stays in its history\n",
    "  若曾导出隐私数据，请重新运行 `export --with-private`；已由 git 推送的内容仍留在其历史中\n",
);

/// Erases.
///
/// # Errors
/// Something forbids it, or it cannot be done.
pub fn erase(common: &Common, args: &Erase) -> Answer {
    let mut desk = common.open()?;
    let id = desk.store.find(&args.id)?;
    let why = reasons(args.why.as_deref(), "an erasure")?;
    no_names(&desk.store, &id, &[&why])?;
    statutory(&desk.store.steps_of(&id)?, args)?;
    let ground = one_of(&args.ground, &["art-17", "retention", "mistake"], "--ground")?;
    let erasure = Erasure {
        id: id.clone(),
        fields: args.fields.clone(),
        ground,
        by: desk.settings.recorder(args.when.by.as_deref()),
        why,
        on: desk.on(args.when.on.as_deref(), false)?,
        despite: args.despite,
    };
    let done = desk.store.erase(&erasure)?;
    let exit = if done.left.is_some() { 2 } else { 0 };
    if common.format == Format::Json {
        let out = json!({ "format": "gpai-register/1", "id": id, "erased": done.fields, "files": done.files, "copies": done.copies, "left": done.left });
        return Ok((format!("{out:#}\n"), exit));
    }
    let mut out = format!("{}\n", GONE.fill(common.lang, &[("id", &id), ("what", &done.fields.join(", "))]));
    if done.copies > 0 {
        out.push_str(&COPIES.fill(common.lang, &[("n", &done.copies.to_string())]));
    }
    out.push_str(EXPORTS.get(common.lang));
    if let Some(left) = done.left {
        out.push_str(&format!("  {left}\n"));
    }
    Ok((out, exit))
}

/// Papers on an incident are kept for five years (Measure 9.4), which does not stand against erasing who handed the report in.
fn statutory(steps: &[crate::step::Step], args: &Erase) -> Result<(), Fault> {
    use jiff::ToSpan as _;
    let personal = |field: &String| ["submitter", "note"].contains(&field.as_str());
    if state::kind(steps) != "incident" || args.despite || (!args.fields.is_empty() && args.fields.iter().all(personal))
    {
        return Ok(());
    }
    let days = steps.iter().filter_map(|s| gpai_rules::periods::Moment::parse(&s.on).ok()).map(|m| m.brussels_day());
    let until = days.max().and_then(|day| day.checked_add(5.years()).ok());
    let today = now().0.to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
    match until.filter(|until| *until >= today) {
        Some(until) => {
            Err(Fault::new(format!("papers on an incident are kept for five years, here until {until} (Measure 9.4)"))
                .help("`--field submitter` erases the person alone; `--despite` erases all the same"))
        }
        None => Ok(()),
    }
}

/// Which record, and why.
#[derive(Clone, Debug, Args)]
pub struct Hold {
    /// The record
    id: String,
    #[command(flatten)]
    when: When,
    /// Why; no names: it stays
    #[arg(long)]
    why: Option<String>,
}

/// Holds a record for a dispute, or ends that.
///
/// # Errors
/// There is none, or no reasons.
pub fn hold(common: &Common, args: &Hold, holds: bool) -> Answer {
    let mut desk = common.open()?;
    let id = desk.store.find(&args.id)?;
    let why = reasons(args.why.as_deref(), "holding a record")?;
    let verb = if holds { "record.hold" } else { "record.unhold" };
    let draft = desk.draft(verb, &id, &args.when)?.with("why", Some(&why));
    desk.store.record(|store| {
        no_names(store, &id, &[&why])?;
        Ok((vec![draft], ()))
    })?;
    desk.recorded(&id, &crate::words::word(verb, desk.lang), serde_json::Map::new(), &[])
}

const TIDY_NOTHING: Pair = Pair("nothing is past its day\n", "没有到期内容\n");

/// Erases what is past its day.
///
/// # Errors
/// The register cannot be written.
pub fn tidy(common: &Common, dry: bool) -> Answer {
    let mut desk = common.open()?;
    let today = now().0.to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
    let mut due = Vec::new();
    for (id, steps) in state::records(desk.store.steps()?) {
        let Settings { complaint_months, quarantine_days, .. } = desk.settings;
        let until = match state::kind(&steps) {
            "complaint" => state::retention::complaint_until(&steps, complaint_months, quarantine_days),
            _ => state::retention::quarantine_until(&steps, quarantine_days),
        };
        if let Some(until) = until
            && until < today
        {
            due.push((id, until));
        }
    }
    let mut out = String::new();
    for (id, until) in due {
        let shown = if common.lang == Language::Zh { "保存至" } else { "kept until" };
        out.push_str(&format!("{id} · {shown}{}{until}\n", colon(common.lang)));
        if !dry {
            desk.store.erase(&Erasure {
                id,
                fields: Vec::new(),
                ground: "retention".to_owned(),
                by: desk.settings.recorder(None),
                why: format!("kept until {until} by the settings"),
                on: desk.on(None, false)?,
                despite: false,
            })?;
        }
    }
    if !dry {
        desk.store.writable()?;
        desk.store.wipe()?;
    }
    Ok((if out.is_empty() { TIDY_NOTHING.get(common.lang).to_owned() } else { out }, 0))
}
