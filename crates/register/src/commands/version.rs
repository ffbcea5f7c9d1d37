//! `gpai register version …`: versions of a model, and the documents that went with them, with their bytes.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Map, Value as Json};

use super::desk::{Answer, Common, Desk, SEE_CLOCKS, When, moment};
use super::show;
use crate::fault::Fault;
use crate::state::version::Version;
use crate::step::Draft;
use crate::store::{Store, files};

/// Versions of a model and the documents that went with them
///
/// Documentation is kept for ten years after the model, not the version, was placed on the market: every version of it.
#[derive(Clone, Debug, Args)]
pub struct VersionArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Record a version
    Add(Box<Add>),
    /// List versions
    List(show::List),
    /// Show one with its documents
    Show(show::Show),
    /// Archive a document of a version with its bytes
    Archive(Archive),
}

#[derive(Clone, Debug, Args)]
struct Add {
    #[command(flatten)]
    when: When,
    /// An id of your own
    #[arg(long)]
    id: Option<String>,
    /// Its name, such as 1.1
    #[arg(long)]
    name: String,
    /// The model, where the register keeps several
    #[arg(long)]
    model: Option<String>,
    /// When it was placed on the Union market
    #[arg(long, value_name = "DAY")]
    placed: Option<String>,
    /// When it was published anywhere
    #[arg(long, value_name = "DAY")]
    released: Option<String>,
    /// By which ways it is offered; several with commas
    #[arg(long = "channel", alias = "channels", value_name = "CHANNEL", value_delimiter = ',')]
    channels: Vec<String>,
    /// The version of which it shares the pre-training run
    #[arg(long, value_name = "ID")]
    same_run_as: Option<String>,
    /// SHA-256 of the manifest of its files
    #[arg(long, value_name = "SHA256")]
    digest: Option<String>,
    /// A document that goes with it: KIND=VERSION, or KIND=VERSION=FILE to archive it
    #[arg(long = "document", value_name = "KIND=VERSION[=FILE]")]
    documents: Vec<String>,
}

#[derive(Clone, Debug, Args)]
struct Archive {
    /// The version
    id: String,
    #[command(flatten)]
    when: When,
    /// Which document: KIND=VERSION, or KIND=VERSION=FILE
    #[arg(long = "document", value_name = "KIND=VERSION[=FILE]", required = true)]
    documents: Vec<String>,
    /// Its file, where one document is named
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

/// Runs it.
///
/// # Errors
/// What could not be done, and why.
pub fn run(common: &Common, args: &VersionArgs) -> Answer {
    match &args.command {
        Command::Add(args) => add(&mut common.open()?, args),
        Command::List(args) => show::list(&common.open()?, Some("version"), args),
        Command::Show(args) => show::show(&common.open()?, args),
        Command::Archive(args) => archive(&mut common.open()?, args),
    }
}

/// Documents as fields; their files are archived first.
fn documents(store: &Store, mut draft: Draft, said: &[String], file: Option<&PathBuf>) -> Result<Draft, Fault> {
    let (mut versions, mut digests) = (Map::new(), Map::new());
    for one in said {
        let mut parts = one.splitn(3, '=');
        let (kind, version) = (parts.next().unwrap_or_default().trim(), parts.next().unwrap_or_default().trim());
        if kind.is_empty() || version.is_empty() || kind.contains(',') || version.contains(',') {
            return Err(Fault::new(format!("`{}`: no document", gpai_forms::escape::visible(one)))
                .help("write KIND=VERSION, such as model-documentation=1.0"));
        }
        let path = parts.next().map(PathBuf::from).or_else(|| file.filter(|_| said.len() == 1).cloned());
        if let Some(path) = path {
            let digest = store.archive(&files::read(&path, files::LONGEST)?)?;
            digests.insert(kind.to_owned(), digest.as_str().into());
            draft.files.push(digest);
        }
        versions.insert(kind.to_owned(), version.into());
    }
    if !versions.is_empty() {
        draft = draft.set("documents", versions.into());
    }
    Ok(if digests.is_empty() { draft } else { draft.set("digests", digests.into()) })
}

fn add(desk: &mut Desk, args: &Add) -> Answer {
    // A version may be planned.
    let on = desk.on(args.when.on.as_deref(), true)?;
    let id = desk.new_id("VER", args.id.as_deref(), &on)?;
    let mut draft = Draft::new("version.add", &id, &on, &desk.settings.recorder(args.when.by.as_deref()));
    draft = draft
        .with("name", Some(&args.name))
        .with("model", args.model.as_deref())
        .with("digest", args.digest.as_deref());
    for (name, value) in [("placed", &args.placed), ("released", &args.released)] {
        if let Some(text) = value {
            draft = draft.with(name, Some(&moment(text, true)?));
        }
    }
    if let Some(other) = &args.same_run_as {
        draft = draft.with("same_run_as", Some(&desk.store.find(other)?));
    }
    draft = documents(&desk.store, draft.list("channels", &args.channels), &args.documents, None)?;
    desk.store.record(|store| {
        if store.has(&id)? {
            return Err(Fault::new(format!("{id} is there already")));
        }
        Ok((vec![draft], ()))
    })?;
    let version = Version::of(&desk.store.steps_of(&id)?);
    let bare: Vec<&str> =
        version.documents.iter().filter(|(_, _, digest)| digest.is_none()).map(|(kind, _, _)| kind.as_str()).collect();
    let mut notes = Vec::new();
    if !bare.is_empty() {
        let how = format!(
            "no bytes are archived for {}: `gpai register version archive {id} --document KIND=VERSION --file FILE`",
            bare.join(", ")
        );
        notes.push(("not-archived", how));
    }
    if args.placed.is_none() {
        notes.push(("placing-unknown", "it is not said when it was placed on the Union market (--placed); the first version's day counts for the model".to_owned()));
    }
    desk.recorded(&id, SEE_CLOCKS.get(desk.lang), Map::new(), &notes)
}

fn archive(desk: &mut Desk, args: &Archive) -> Answer {
    let id = desk.store.find(&args.id)?;
    let draft = desk.draft("version.archive", &id, &args.when)?;
    let draft = documents(&desk.store, draft, &args.documents, args.file.as_ref())?;
    if draft.files.is_empty() {
        return Err(Fault::new("no file is named").help("--document KIND=VERSION --file FILE"));
    }
    let digests: Vec<Json> = draft.files.iter().map(|d| d.as_str().into()).collect();
    desk.store.record(|store| {
        if crate::state::kind(&store.steps_of(&id)?) != "version" {
            return Err(Fault::new(format!("{id} is no version")));
        }
        Ok((vec![draft], ()))
    })?;
    let mut more = Map::new();
    more.insert("files".to_owned(), digests.into());
    desk.recorded(&id, SEE_CLOCKS.get(desk.lang), more, &[])
}
