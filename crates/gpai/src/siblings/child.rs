//! A process that reads for us, within bounds: its answer is bounded, its time is bounded, and how it ends is told apart.

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The longest answer that is taken over, in bytes.
const LONGEST: u64 = 24 << 20;
/// The longest message, in bytes.
const MESSAGE: u64 = 64 << 10;

/// How it ended.
#[derive(Debug)]
pub enum Ending {
    /// With an answer.
    Answer(Vec<u8>),
    /// With a message that says why there is none; it may be empty.
    Refused(String),
    /// By a bound of the system, or by itself: memory, processor time, stack.
    Broken,
    /// It took longer than that.
    TooLong,
}

/// Runs it to its end. `input` is what it finds on stdin.
///
/// # Errors
/// It could not be started.
pub fn run(command: &mut Command, input: Option<Vec<u8>>, patience: Duration) -> std::io::Result<Ending> {
    let stdin = if input.is_some() { Stdio::piped() } else { Stdio::null() };
    let mut child = command.stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    if let (Some(mut pipe), Some(bytes)) = (child.stdin.take(), input) {
        // A process that ends early closes the pipe; its ending says why.
        std::thread::spawn(move || pipe.write_all(&bytes));
    }
    let collect = |stream: Option<Box<dyn std::io::Read + Send>>, most: u64| {
        std::thread::spawn(move || {
            let mut text = Vec::new();
            if let Some(stream) = stream {
                // What comes after the bound is dropped with the pipe.
                let _ = stream.take(most).read_to_end(&mut text);
            }
            text
        })
    };
    let out = collect(child.stdout.take().map(|s| Box::new(s) as _), LONGEST);
    let err = collect(child.stderr.take().map(|s| Box::new(s) as _), MESSAGE);
    let started = Instant::now();
    let mut pause = Duration::from_millis(1);
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break Some(status),
            Ok(None) if started.elapsed() < patience => {
                std::thread::sleep(pause);
                pause = (pause * 2).min(Duration::from_millis(20));
            }
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                break None;
            }
        }
    };
    let (out, err) = (out.join().unwrap_or_default(), err.join().unwrap_or_default());
    Ok(match status.map(|s| s.code()) {
        None => Ending::TooLong,
        Some(Some(0)) => Ending::Answer(out),
        Some(Some(2)) => Ending::Refused(String::from_utf8_lossy(&err).trim().to_owned()),
        Some(_) => Ending::Broken,
    })
}
