//! `gpai serve`: the page in a browser on this machine, with what the model folder says, until Ctrl-C.

use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use clap::Args;
use gpai_dossier::answer_file::AnswerFile;
use gpai_dossier::flow::engine;
use gpai_dossier::gather::folder_name;
use gpai_rules::law::{Language, Law};

use crate::args::{Lang, day, language};
use crate::model::{Place, place};
use crate::outcome::{Exit, Failure, Outcome};
use crate::screen;
use crate::screen::serve::Served;
use crate::screen::words::web as words;
use crate::web::api::Folder;
use crate::web::browser;
use crate::web::server::{self, Site, is_model_folder};

/// Show the questionnaire in a browser, on this machine: questions, verdict, flowchart, what the folder says
///
/// Given a model folder, or started in one, the page shows file and line beside each fact and writes answers into
/// gpai.toml; comments and order stay. Anywhere else it is the plain questionnaire. Nothing leaves the machine. The address that is
/// printed holds a key, without which nobody, no other account of the machine either, gets anything of the folder.
#[derive(Debug, Args)]
pub struct Serve {
    /// The model folder [default: this one, if it holds a model]
    pub path: Option<PathBuf>,
    /// Port to listen on; 0 takes any free one
    #[arg(long, default_value_t = 8053)]
    pub port: u16,
    /// Address to listen on. Others than 127.0.0.1 and ::1 can be reached from other machines
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub host: String,
    /// Open the address in the browser
    #[arg(long)]
    pub open: bool,
    /// Show, and write no answers
    #[arg(long)]
    pub read_only: bool,
    /// The day whose law applies, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// Keep the answers in this file, in place of gpai.toml in the folder
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// Folder of the base model, where the model was made from one that gpai does not know
    #[arg(long, value_name = "FOLDER")]
    pub base: Option<PathBuf>,
    /// First language of the page; it can be switched there [default: that of the browser]
    #[arg(long, value_enum)]
    pub lang: Option<Lang>,
}

/// Runs it.
pub fn run(law: &Law, args: &Serve) -> Outcome {
    let lang = language(args.lang.unwrap_or(Lang::En));
    let address = address(&args.host)?;
    let on = args.on.as_ref().map(|d| day(Some(d))).transpose()?;
    if let Some(on) = on {
        engine(law, on)?;
    }
    let folder = folder(law, args, lang)?;
    let name = folder.as_ref().map(|f| folder_name(&f.path)).unwrap_or_default();
    let served = match &folder {
        Some(f) if f.writable => Served::Folder { name: &name, file: Some(f.file.name()) },
        Some(_) => Served::Folder { name: &name, file: None },
        None => Served::Plain,
    };
    if !address.is_loopback() {
        anstream::eprintln!("{}", screen::serve::warning(&args.host, &served, lang));
    }
    let intro = screen::serve::intro(&served, lang);
    let site = Site::new(law, folder, on, args.lang.map(language))?;
    let started = |bound: SocketAddr, key: Option<&str>| {
        // A reader that went away is no error of ours.
        let _ = anstream::stdout().write_all(screen::serve::started(&intro, bound, key, lang).as_bytes());
        if args.open && !browser::open(&screen::serve::address(bound, key)) {
            anstream::eprintln!("gpai: {}", words::NOT_OPENED.get(lang));
        }
    };
    server::run(site, SocketAddr::new(address, args.port), started)?;
    Ok((String::new(), Exit::Done))
}

/// The folder to show; none where nothing was named and this is no model folder.
fn folder(law: &Law, args: &Serve, lang: Language) -> Result<Option<Folder>, Failure> {
    let path = match &args.path {
        Some(path) => match place(path) {
            Place::Folder(folder) => folder.to_owned(),
            Place::Hub(_) => return Err(Failure::Usage(words::SERVE_SHOWS_A_FOLDER.get(lang).to_owned())),
        },
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
    if !args.read_only {
        file.clear_left_overs();
    }
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
