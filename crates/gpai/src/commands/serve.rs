//! `gpai serve`: the page in a browser on this machine, with what the model folder says, until Ctrl-C.

use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use gpai_dossier::answer_file::AnswerFile;
use gpai_dossier::flow::engine;
use gpai_dossier::gather::folder_name;
use gpai_forms::escape::visible;
use gpai_rules::law::{Language, Law};

use super::{Failure, Outcome, day, language};
use crate::cli::{Lang, Serve};
use crate::exit::Exit;
use crate::hub;
use crate::style::{DIM, HEAD, OPEN, paint};
use crate::web::api::Folder;
use crate::web::server::{self, Site, is_model_folder};

/// Runs it.
pub fn run(law: &Law, args: &Serve) -> Outcome {
    let lang = language(args.lang.unwrap_or(Lang::En));
    let t = |en: &str, zh: &str| match lang {
        Language::English => en.to_owned(),
        Language::Chinese => zh.to_owned(),
    };
    let address = address(&args.host)?;
    let on = args.on.as_ref().map(|d| day(Some(d))).transpose()?;
    if let Some(on) = on {
        engine(law, on)?;
    }
    let folder = folder(law, args, lang)?;
    if !address.is_loopback() {
        let what = match &folder {
            Some(f) if f.writable => t(
                "whoever can reach this address can read what is found in the folder and change the answers; --read-only takes no answers",
                "能访问此地址的任何人都可以读取文件夹中的内容并更改回答;--read-only 不接受回答",
            ),
            Some(_) => t(
                "whoever can reach this address can read what is found in the folder",
                "能访问此地址的任何人都可以读取文件夹中的内容",
            ),
            None => t("whoever can reach this address can open the page", "能访问此地址的任何人都可以打开此页"),
        };
        anstream::eprintln!("{}", paint(OPEN, &format!("gpai: {}: {what}", args.host)));
    }
    let intro = match &folder {
        Some(f) => {
            let name = visible(&folder_name(&f.path));
            let file = visible(f.file.name());
            match f.writable {
                true => format!(
                    "{}  {}",
                    paint(HEAD, &name),
                    t(&format!("answers are kept in {file}"), &format!("回答保存在 {file}"))
                ),
                false => format!("{}  {}", paint(HEAD, &name), t("no answers are written", "不写入回答")),
            }
        }
        None => t(
            "No model folder here (no README.md, config.json, gpai.toml or weights): the plain questionnaire is served.\nFor a model: gpai serve path/to/model",
            "此处不是模型文件夹(没有 README.md、config.json、gpai.toml 或权重),仅提供问卷。\n对某个模型:gpai serve path/to/model",
        ),
    };
    let site = Site::new(law, folder, on, args.lang.map(language))?;
    let started = |bound: SocketAddr| {
        let ends = paint(DIM, &t("Ctrl-C ends it.", "按 Ctrl-C 结束。"));
        // A reader that went away is no error of ours.
        let _ = writeln!(anstream::stdout(), "{intro}\n\n  http://{bound}/\n\n{ends}");
    };
    server::run(site, SocketAddr::new(address, args.port), started)?;
    Ok((String::new(), Exit::Done))
}

/// The folder to show; none where nothing was named and this is no model folder.
fn folder(law: &Law, args: &Serve, lang: Language) -> Result<Option<Folder>, Failure> {
    let path = match &args.path {
        Some(path) if path.to_str().is_some_and(|p| p.starts_with(hub::SCHEME)) => {
            return Err(Failure::Usage(match lang {
                Language::English => {
                    "serve shows a folder on this machine; for a model on the Hub use gpai check or gpai ask".to_owned()
                }
                Language::Chinese => "serve 显示本机上的文件夹;Hub 上的模型请用 gpai check 或 gpai ask".to_owned(),
            }));
        }
        Some(path) => path.clone(),
        None if args.answers.is_some() || is_model_folder(Path::new(".")) => PathBuf::from("."),
        None => return Ok(None),
    };
    let shown = path.display();
    match std::fs::metadata(&path) {
        Ok(meta) if meta.is_dir() => {}
        Ok(_) => {
            return Err(Failure::Usage(format!("{shown}: is not a folder; give the folder that holds the model card")));
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            return Err(Failure::Usage(format!("{shown}: no such folder")));
        }
        Err(e) => return Err(Failure::Usage(format!("{shown}: {e}"))),
    }
    let file = match &args.answers {
        Some(file) => AnswerFile::named(file),
        None => AnswerFile::in_folder(&path),
    };
    file.check(law).map_err(|e| Failure::Usage(e.to_string()))?;
    Ok(Some(Folder { path, file, answers: args.answers.clone(), base: args.base.clone(), writable: !args.read_only }))
}

fn address(host: &str) -> Result<IpAddr, Failure> {
    match host {
        "localhost" => Ok(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        _ => host.parse().map_err(|_| {
            Failure::Usage(format!("--host {host}: expected an address of this machine, such as 127.0.0.1 or 0.0.0.0"))
        }),
    }
}
