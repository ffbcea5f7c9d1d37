//! Progress on a terminal: how much is done, how fast, and how long it still takes.

use std::io::{IsTerminal as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::input::open::Meter;
use crate::shown::size;

/// A line that is renewed until it is dropped.
pub struct Progress {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    /// Starts it, where stderr is a terminal or it is asked for.
    #[must_use]
    pub fn start(meter: Arc<Meter>, total: u64, asked: bool) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let terminal = std::io::stderr().is_terminal();
        let thread = (terminal || asked).then(|| {
            let stop = stop.clone();
            std::thread::spawn(move || {
                let begun = Instant::now();
                let mut said = Instant::now();
                let pause = if terminal { Duration::from_millis(500) } else { Duration::from_secs(10) };
                while !stop.load(Ordering::Relaxed) {
                    std::thread::sleep(Duration::from_millis(50));
                    if said.elapsed() < pause {
                        continue;
                    }
                    said = Instant::now();
                    let text = line(&meter, total, begun.elapsed());
                    let mut err = std::io::stderr().lock();
                    let _ = if terminal { write!(err, "\r\x1b[2K{text}") } else { writeln!(err, "{text}") };
                    let _ = err.flush();
                }
                if terminal {
                    let _ = write!(std::io::stderr(), "\r\x1b[2K");
                }
            })
        });
        Self { stop, thread }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn line(meter: &Meter, total: u64, since: Duration) -> String {
    let (bytes, documents) = (meter.bytes.load(Ordering::Relaxed), meter.documents.load(Ordering::Relaxed));
    let millis = u64::try_from(since.as_millis()).unwrap_or(u64::MAX).max(1);
    let rate = bytes.saturating_mul(1_000) / millis;
    let percent = (u128::from(bytes) * 100).checked_div(u128::from(total)).unwrap_or(0).min(100);
    let left = match total.saturating_sub(bytes).checked_div(rate) {
        Some(0) if bytes >= total => "adding up".to_owned(),
        Some(seconds) => format!("{} left", clock(seconds)),
        None => "not known how long".to_owned(),
    };
    format!("{percent} % · {documents} documents · {} of {} · {}/s · {left}", size(bytes), size(total), size(rate))
}

fn clock(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}
