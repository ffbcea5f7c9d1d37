//! `gpai-pdf`: sets and reads PDF for `gpai`, which starts it. It opens no file and no connection: all comes through stdin,
//! all goes to stdout, and a process that reads a stranger's file cannot even open or write one.

use std::io::{BufReader, BufWriter, Read as _, Write as _};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use gpai_pdf::serve::{self, LARGEST_PDF};

/// Sets and reads PDF for gpai, which starts it; not meant to be run by hand
#[derive(Debug, Parser)]
#[command(name = "gpai-pdf", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// The services.
#[derive(Debug, Subcommand)]
enum Command {
    /// A PDF from stdin, read: gpai-reading/1 to stdout
    Read {
        /// Kind of document [default: recognised]
        #[arg(long)]
        kind: Option<String>,
        /// Memory this process may use, in MiB
        #[arg(long, default_value_t = 1024)]
        memory: u64,
        /// Processor time this process may use, in seconds
        #[arg(long, default_value_t = 20)]
        processor: u64,
    },
    /// Sheets from stdin, set: PDFs to stdout
    Write,
}

/// Stack of the reading; libraries that go down nested structures get by with it.
const STACK: usize = 64 << 20;
/// What is said where reading stopped without a reason of ours.
const DAMAGED: &str = "the file is damaged in a way that cannot be read; save it anew, or as DOCX or HTML";

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Read { kind, memory, processor } => read(kind, memory, processor),
        Command::Write => {
            let (stdin, stdout) = (std::io::stdin().lock(), std::io::stdout().lock());
            serve::write(&mut BufReader::new(stdin), &mut BufWriter::new(stdout)).map_err(|e| e.to_string())
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            let _ = writeln!(std::io::stderr(), "{why}");
            ExitCode::from(2)
        }
    }
}

/// Reads within bounds. The thread is started first: afterwards the process may start nothing.
fn read(kind: Option<String>, memory: u64, processor: u64) -> Result<(), String> {
    let work = move || {
        limits(memory, processor);
        let mut bytes = Vec::new();
        std::io::stdin().lock().take(LARGEST_PDF).read_to_end(&mut bytes).map_err(|e| e.to_string())?;
        serve::read(&bytes, kind.as_deref()).map_err(|e| e.to_string())
    };
    let work = std::thread::Builder::new().stack_size(STACK).spawn(work).map_err(|e| e.to_string())?;
    let text = work.join().unwrap_or_else(|_| Err(DAMAGED.to_owned()))?;
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|e| e.to_string())
}

/// The bounds of this process; where the system has none, the time of the one that started it holds alone.
#[cfg_attr(not(unix), expect(unused_variables, reason = "only these systems have such bounds"))]
fn limits(memory: u64, processor: u64) {
    #[cfg(unix)]
    {
        use rlimit::Resource;
        // The three streams are open; with that no file and no connection can be opened.
        let bounds =
            [(Resource::AS, memory << 20), (Resource::CPU, processor), (Resource::CORE, 0), (Resource::NOFILE, 3)];
        for (resource, most) in bounds {
            let _ = resource.set(most, most);
        }
    }
    // A panic of a library is no news for the user.
    std::panic::set_hook(Box::new(|_| {}));
}
