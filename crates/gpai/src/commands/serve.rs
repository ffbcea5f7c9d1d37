//! `gpai serve`: the page in a browser on this machine, with what the model folder says, until Ctrl-C.

use std::ffi::OsString;
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
use crate::siblings::{REGISTER, place};
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
    /// The public form in place of the page.
    #[command(flatten)]
    pub forms: Forms,
}

/// The form by which rightsholders complain.
#[derive(Debug, Args)]
#[command(next_help_heading = "The public form, by gpai-register, in place of the page")]
pub struct Forms {
    /// Serve the form by which rightsholders complain on this address, and nothing else
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub public_forms: Option<String>,
    /// The address by which people come, such as rights.example.org, with its scheme
    #[arg(long, value_name = "URL", requires = "public_forms")]
    pub public_url: Option<String>,
    /// The register's folder
    #[arg(long, value_name = "DIR", requires = "public_forms")]
    pub register: Option<String>,
    /// The proxy whose X-Forwarded-For is believed
    #[arg(long, value_name = "ADDRESS", requires = "public_forms")]
    pub behind: Option<String>,
    /// `off` lets anybody post as much as comes: for tests
    #[arg(long, value_name = "on|off", requires = "public_forms")]
    pub limits: Option<String>,
    /// Complaints of one source in an hour
    #[arg(long, value_name = "N", requires = "public_forms")]
    pub per_source: Option<String>,
    /// Complaints of all in an hour
    #[arg(long, value_name = "N", requires = "public_forms")]
    pub per_hour: Option<String>,
    /// Megabytes of the disk that must stay free
    #[arg(long, value_name = "MB", requires = "public_forms")]
    pub disk_floor: Option<String>,
    /// A program that is started with the id of a new complaint, at most once a minute
    #[arg(long, value_name = "PROGRAM", requires = "public_forms")]
    pub on_new: Option<String>,
}

/// Hands over to `gpai-register`, which takes the place of this program: what ends the one ends the other.
fn forms(args: &Forms, at: &str) -> Outcome {
    let mut all: Vec<OsString> = vec!["serve-forms".into(), at.into()];
    for (name, value) in [
        ("--public-url", &args.public_url),
        ("--register", &args.register),
        ("--behind", &args.behind),
        ("--limits", &args.limits),
        ("--per-source", &args.per_source),
        ("--per-hour", &args.per_hour),
        ("--disk-floor", &args.disk_floor),
        ("--on-new", &args.on_new),
    ] {
        if let Some(value) = value {
            all.extend([name.into(), value.into()]);
        }
    }
    let code = place::take(&REGISTER, &all).map_err(Failure::Usage)?;
    Ok((String::new(), if code == 0 { Exit::Done } else { Exit::Usage }))
}

/// Runs it.
pub fn run(law: &Law, args: &Serve) -> Outcome {
    if let Some(at) = &args.forms.public_forms {
        return forms(&args.forms, at);
    }
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
