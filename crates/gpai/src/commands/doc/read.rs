//! `gpai doc read`: what was read in a document, as JSON. `gpai doc lint` runs it as a process of its own with bounds on
//! memory and time, so that no file of a stranger can take the program down.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use clap::Args;
use gpai_dossier::records;
use gpai_forms::reading::Reading;
use gpai_forms::reading_of;
use gpai_forms::wire;
use gpai_read::{self as read, Format};

use super::kind::known_kind;
use crate::outcome::{Exit, Failure, Outcome};
use crate::siblings::PDF;
use crate::siblings::child::{self, Ending};

/// The largest file that is read.
const LARGEST: u64 = 64 << 20;
/// What a process that reads may use.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Memory in MiB: addresses, not only what is used.
    memory: u64,
    /// Time of the processor, in seconds.
    processor: u64,
    /// Time by the clock.
    patience: Duration,
}

/// How much slower a program built for debugging is than one that people use.
const SLOWER: u64 = if cfg!(debug_assertions) { 4 } else { 1 };
/// For a document that somebody asks about: an answer within five seconds and 500 MB, this program and the one that reads
/// together, whatever the file is. A summary of fifty pages takes a fifth of a second.
pub const ASKED: Bounds =
    Bounds { memory: 440, processor: 4 * SLOWER, patience: Duration::from_millis(4_600 * SLOWER) };
/// For a document that happens to be in a model folder: `gpai check` keeps its own bounds whatever the folder holds.
pub const IN_PASSING: Bounds = Bounds { memory: 448, processor: 2, patience: Duration::from_secs(3 * SLOWER) };
/// Stack of the reading; libraries that go down nested structures get by with it.
const STACK: usize = 64 << 20;

/// Show what was read in a document, field by field, as JSON (gpai-reading/1)
///
/// The same reading that `gpai doc lint` checks: labels, answers, ticked boxes, pages, questions beyond the form, and what
/// could not be read.
#[derive(Debug, Args)]
pub struct ReadArgs {
    /// The document: PDF, DOCX, HTML, Markdown or gpai-document/1
    pub file: PathBuf,
    /// Kind of document [default: recognised]
    #[arg(long)]
    pub kind: Option<String>,
    /// Read in this process, within bounds on memory and time
    #[arg(long, hide = true)]
    pub bounded: bool,
    /// Memory of a bounded reading, MiB
    #[arg(long, hide = true, default_value_t = ASKED.memory)]
    pub memory: u64,
    /// Processor time of a bounded reading, seconds
    #[arg(long, hide = true, default_value_t = ASKED.processor)]
    pub processor: u64,
}

/// Runs it.
pub fn run(args: &ReadArgs) -> Outcome {
    let kind = known_kind(args.kind.as_deref())?;
    if !args.bounded {
        return bounded(&args.file, kind, ASKED).map(|reading| (wire::write(&reading), Exit::Done));
    }
    limits(args.memory, args.processor);
    let bytes = bytes(&args.file)?;
    let name = args.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let kind = kind.map(str::to_owned);
    let work = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || read::read(&name, &bytes, kind.as_deref()).map(|reading| wire::write(&reading)));
    let outcome = work.map_err(|e| Failure::Internal(e.to_string()))?.join();
    match outcome {
        Ok(Ok(text)) => Ok((text, Exit::Done)),
        Ok(Err(error)) => Err(Failure::Usage(error.to_string())),
        Err(_) => Err(Failure::Usage(DAMAGED.to_owned())),
    }
}

/// What is said where reading stopped without a reason of ours.
const DAMAGED: &str = "the file is damaged in a way that cannot be read; save it anew, or as DOCX or HTML";

/// Reads a document in a process of its own. A record, the TOML of one's own document, is read here: it is small, and whole.
pub fn bounded(file: &Path, kind: Option<&str>, bounds: Bounds) -> Result<Reading, Failure> {
    if file.extension().is_some_and(|e| e == "toml") {
        let (template, record) = records::read(file).map_err(|e| Failure::Usage(e.to_string()))?;
        return Ok(reading_of(&template, &record));
    }
    let shown = file.display();
    // Said here, before anything else is started: most mistakes are in the name.
    let bytes = bytes(file)?;
    let fail = |what: String| Failure::Usage(format!("{shown}: {what}"));
    let pdf = matches!(read::format("", &bytes), Ok(Format::Pdf));
    let mut command = match (pdf, PDF.find()) {
        (true, None) => return Err(fail(PDF.missing())),
        (true, Some(program)) => {
            let mut command = Command::new(program);
            command.arg("read");
            command
        }
        (false, _) => {
            let program = std::env::current_exe()
                .map_err(|e| Failure::Internal(format!("the program does not find itself: {e}")))?;
            let mut command = Command::new(program);
            command.args(["doc", "read", "--bounded"]);
            command
        }
    };
    command.args(["--memory", &bounds.memory.to_string(), "--processor", &bounds.processor.to_string()]);
    if let Some(kind) = kind {
        command.args(["--kind", kind]);
    }
    if !pdf {
        command.arg("--").arg(file);
    }
    // The reader of PDF gets the bytes and not the file: it can do nothing but answer.
    let ending = child::run(&mut command, pdf.then_some(bytes), bounds.patience)
        .map_err(|e| Failure::Internal(format!("no process could be started: {e}")))?;
    match ending {
        Ending::Answer(out) => wire::read(&String::from_utf8_lossy(&out))
            .ok_or_else(|| fail("gives more text than can be taken over".to_owned())),
        Ending::Refused(said) => {
            let said = said.trim_start_matches("gpai: ");
            Err(fail(if said.is_empty() { DAMAGED.to_owned() } else { said.to_owned() }))
        }
        Ending::Broken => Err(fail(
            "could not be read within the bounds on memory and time; it is damaged, or made to exhaust programs"
                .to_owned(),
        )),
        Ending::TooLong => Err(fail(format!(
            "could not be read within {} seconds; it is damaged, or made to exhaust programs",
            bounds.patience.as_secs().max(1)
        ))),
    }
}

/// A document that happens to be in a model folder, for the check of it: read in a process of its own, or why it cannot be.
pub fn in_passing(path: &Path, kind: &str) -> Result<Reading, String> {
    bounded(path, Some(kind), IN_PASSING).map_err(|failure| {
        let text = failure.to_string();
        if text.ends_with(&PDF.missing()) {
            return PDF.unread();
        }
        let shown = format!("{}: ", path.display());
        text.strip_prefix(&shown).map(str::to_owned).unwrap_or(text)
    })
}

/// The bounds of this process; where the system has none, the time of the one that started it holds alone.
#[cfg_attr(not(unix), expect(unused_variables, reason = "only these systems have such bounds"))]
fn limits(memory: u64, processor: u64) {
    #[cfg(unix)]
    {
        use rlimit::Resource;
        for (resource, most) in [(Resource::AS, memory << 20), (Resource::CPU, processor), (Resource::CORE, 0)] {
            let _ = resource.set(most, most);
        }
    }
    // A panic of a library is no news for the user.
    std::panic::set_hook(Box::new(|_| {}));
}

fn bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    let fail = |what: String| Failure::Usage(format!("{}: {what}", file.display()));
    let meta = std::fs::metadata(file).map_err(|e| fail(e.to_string()))?;
    if !meta.is_file() {
        return Err(fail("is no file; name a PDF, DOCX, HTML, Markdown or JSON document".to_owned()));
    }
    if meta.len() > LARGEST {
        return Err(fail(format!("is larger than {} MB", LARGEST >> 20)));
    }
    let mut bytes = Vec::new();
    let open = File::open(file).map_err(|e| fail(e.to_string()))?;
    open.take(LARGEST).read_to_end(&mut bytes).map_err(|e| fail(e.to_string()))?;
    Ok(bytes)
}
