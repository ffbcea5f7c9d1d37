//! Files opened: plain, gzip (of many members, as WARC has it) or zstd (of many frames), with the bytes that were taken from the
//! disk counted for the progress, and lines of bounded length.

use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Packing {
    /// Not at all.
    Plain,
    /// gzip.
    Gzip,
    /// zstd.
    Zstd,
}

/// Bytes read and documents found so far, for the progress.
#[derive(Debug, Default)]
pub struct Meter {
    /// Bytes taken from the disk.
    pub bytes: AtomicU64,
    /// Documents found.
    pub documents: AtomicU64,
}

struct Counted<R> {
    inner: R,
    meter: Arc<Meter>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.meter.bytes.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// A file as a stream of its unpacked bytes, from a byte on (of a plain file).
///
/// # Errors
/// It cannot be opened.
pub fn open(path: &Path, packing: Packing, from: u64, meter: &Arc<Meter>) -> io::Result<Box<dyn BufRead + Send>> {
    const BUFFER: usize = 256 << 10;
    let mut file = File::open(path)?;
    if from > 0 {
        file.seek(SeekFrom::Start(from))?;
    }
    let raw = BufReader::with_capacity(BUFFER, Counted { inner: file, meter: meter.clone() });
    Ok(match packing {
        Packing::Plain => Box::new(raw),
        Packing::Gzip => Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(raw))),
        Packing::Zstd => {
            let mut decoder = zstd::stream::read::Decoder::with_buffer(raw)?;
            // Frames with windows of up to 2 GiB exist; more than 256 MiB a thread is not granted.
            decoder.window_log_max(28)?;
            Box::new(BufReader::with_capacity(BUFFER, decoder))
        }
    })
}

/// What a packed stream broke with.
#[must_use]
pub fn code(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::UnexpectedEof => "cut_file",
        ErrorKind::InvalidData | ErrorKind::InvalidInput => "damaged_stream",
        // zstd says it in words only.
        _ if error.to_string().contains("incomplete") => "cut_file",
        ErrorKind::Other => "damaged_stream",
        _ => "unreadable",
    }
}

/// What became of a line.
#[derive(Debug)]
pub enum Line {
    /// It is in the buffer, without its end.
    Whole,
    /// It is longer than the bound and was skipped.
    TooLong,
    /// There is none.
    End,
    /// The stream broke; what was read of the line is in the buffer.
    Broken(io::Error),
}

/// Reads one line into `line`, which is emptied first. `used` grows by the bytes taken, the end of the line included.
pub fn line(input: &mut dyn BufRead, line: &mut Vec<u8>, most: usize, used: &mut u64) -> Line {
    line.clear();
    let mut skipping = false;
    let mut any = false;
    loop {
        let chunk = match input.fill_buf() {
            Ok(chunk) => chunk,
            Err(e) if e.kind() == ErrorKind::Interrupted => continue,
            Err(e) => return Line::Broken(e),
        };
        if chunk.is_empty() {
            break;
        }
        any = true;
        let (taken, done) = memchr::memchr(b'\n', chunk).map_or((chunk.len(), false), |at| (at + 1, true));
        let part = chunk.get(..taken - usize::from(done)).unwrap_or_default();
        if line.len() + part.len() > most {
            skipping = true;
            *line = Vec::new();
        } else if !skipping {
            line.extend_from_slice(part);
        }
        input.consume(taken);
        *used += taken as u64;
        if done {
            break;
        }
    }
    match (any, skipping) {
        (false, _) => Line::End,
        (true, true) => Line::TooLong,
        (true, false) => {
            if line.last() == Some(&b'\r') {
                line.pop();
            }
            Line::Whole
        }
    }
}
