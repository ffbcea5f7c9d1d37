//! `gpai doc crawlers`: the public page on crawlers, its data and its feed, from the copyright policy.

use std::path::{Path, PathBuf};

use clap::Args;
use gpai_dossier::records;
use gpai_dossier::write::reason;
use gpai_forms::crawlers::{Crawlers, atom, sheet};
use gpai_render::{Options, renderer};
use gpai_rules::law::Law;

use crate::args::{Lang, language};
use crate::outcome::{Exit, Failure, Outcome};

/// Kind of the record the page is made from.
const POLICY: &str = "copyright-policy";
/// The largest published file that is read back.
const MAX_BYTES: u64 = 4 << 20;

/// Write the public page on your crawlers, with its data and a feed that tells of changes, from the copyright policy
///
/// Measure 1.3(4) of the copyright chapter of the Code of Practice: information on crawlers is public, and affected
/// rightsholders are told of changes automatically. A change needs a new version and date of the policy.
#[derive(Debug, Args)]
pub struct CrawlersArgs {
    /// The model folder, or the TOML file of the copyright policy
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Folder to write crawlers.html, crawlers.json and crawlers.xml into [default: documents/ of the model folder]
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Language of the page and the feed
    #[arg(long, value_enum, default_value_t = Lang::En)]
    pub lang: Lang,
}

/// Runs it.
pub fn run(_law: &Law, args: &CrawlersArgs) -> Outcome {
    if !args.path.exists() {
        return Err(Failure::Usage(format!("{}: no such folder or file", args.path.display())));
    }
    let path = if args.path.is_file() { args.path.clone() } else { records::path(&args.path, POLICY) };
    let (template, record) = records::read(&path).map_err(|e| Failure::Usage(e.to_string()))?;
    if record.kind != POLICY {
        return Err(Failure::Usage(format!("{}: is a {}, not a {POLICY}", records::shown(&path), record.kind)));
    }
    let crawlers = match Crawlers::from_record(&record) {
        Ok(crawlers) => crawlers,
        Err(missing) => {
            let mut text = format!("{}: not written, to answer first\n", path.display());
            for id in &missing {
                let label = template.field(id).map_or("", |f| f.label.as_str());
                text.push_str(&format!("  {id}  {label}\n"));
            }
            if missing == ["crawls"] {
                text.push_str(
                    "  The page is for providers that crawl; where `crawls` is no there is nothing to publish.\n",
                );
            }
            return Ok((text, Exit::Gap));
        }
    };
    let beside = || path.parent().map_or_else(|| PathBuf::from("."), Path::to_owned);
    let folder = args.output.clone().unwrap_or_else(beside);
    let data = folder.join("crawlers.json");
    let crawlers = match earlier(&data)? {
        None => crawlers,
        Some(earlier) => crawlers.after(&earlier).map_err(|e| Failure::Usage(format!("{}: {e}", data.display())))?,
    };
    let lang = language(args.lang);
    let html = renderer("html").ok_or_else(|| Failure::Internal("no HTML".to_owned()))?;
    let page = html
        .render(&sheet(&crawlers, lang), &Options::default())
        .map_err(|e| Failure::Usage(format!("{}: {e}", path.display())))?;
    let mut text = String::new();
    // The data last: they are the memory of what was told, and are only true once the page and the feed are there.
    let files = [
        ("crawlers.html", page),
        ("crawlers.xml", atom(&crawlers, lang).into_bytes()),
        ("crawlers.json", crawlers.json().into_bytes()),
    ];
    // The folder we name ourselves lies below the one that was named, and no link leads out of that.
    let root = if args.output.is_none() && args.path.is_dir() { args.path.as_path() } else { folder.as_path() };
    for (name, bytes) in files {
        let path = folder.join(name);
        records::replace_inside(root, &path, &bytes)
            .map_err(|e| Failure::Usage(format!("{}: cannot be written: {}", path.display(), reason(&e))))?;
        text.push_str(&format!("{}\n", path.display()));
    }
    text.push_str(&format!("Publish them at {} and {}\n", crawlers.page, crawlers.feed));
    Ok((text, Exit::Done))
}

/// What was published before, if anything.
fn earlier(path: &Path) -> Result<Option<Crawlers>, Failure> {
    use std::io::Read as _;
    let wrong = |e: &dyn std::fmt::Display| Failure::Usage(format!("{}: {e}", path.display()));
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(wrong(&e)),
    };
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|e| wrong(&e))?;
    Crawlers::read(&bytes).map(Some).map_err(|e| wrong(&e))
}
