//! Puts bytes where a person asked for them: a file is replaced whole or not at all, a device or pipe is written into, a link
//! is followed to what it names; what the program names itself stays inside the folder it was given.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The most links one after the other, as systems have it.
const LINKS: usize = 40;
/// The most temporary files of one name that are looked at.
const LEFT: usize = 10_000;

/// Puts bytes in the place of a file: written beside it, made durable, then renamed over it. What killed runs left of the same
/// file is cleared.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = folder_of(path);
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    sweep(path);
    let (temporary, mut file) = beside(folder, &name)?;
    let finish = || -> io::Result<()> {
        file.write_all(bytes)?;
        if let Ok(meta) = fs::metadata(path) {
            file.set_permissions(meta.permissions())?;
        }
        file.sync_all()?;
        fs::rename(&temporary, path)?;
        drop(file);
        // The rename itself, where the system lets a folder be synced.
        let _ = fs::File::open(folder).and_then(|f| f.sync_all());
        Ok(())
    };
    finish().inspect_err(|_| {
        let _ = fs::remove_file(&temporary);
    })
}

/// A new file beside another, held by a lock as long as this program works on it.
fn beside(folder: &Path, name: &str) -> io::Result<(PathBuf, fs::File)> {
    let mut number = 0u32;
    loop {
        let temporary = folder.join(format!(".{name}.{}.{number}.tmp", std::process::id()));
        match fs::OpenOptions::new().write(true).create_new(true).open(&temporary) {
            Ok(file) => {
                // Between the two steps another run may take it for a left-over: then it is gone, and the next one is ours.
                let ours = !matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock));
                if ours && fs::symlink_metadata(&temporary).is_ok() {
                    return Ok((temporary, file));
                }
            }
            // Left behind by a run that was killed, under the same process number.
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(e),
        }
        number += 1;
        if number > 100 {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
    }
}

/// Clears the temporary files that killed runs left beside a file. One that a running program holds is locked, and stays.
pub fn sweep(path: &Path) {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let Ok(entries) = fs::read_dir(folder_of(path)) else { return };
    for entry in entries.flatten().take(LEFT) {
        if !is_left_over(&entry.file_name(), &name) || !entry.file_type().is_ok_and(|t| t.is_file()) {
            continue;
        }
        let free = fs::OpenOptions::new()
            .write(true)
            .open(entry.path())
            .and_then(|file| Ok(file.try_lock().map(|()| file)?));
        if free.is_ok() {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// `.NAME.PROCESS.NUMBER.tmp`.
fn is_left_over(file: &OsStr, name: &str) -> bool {
    let file = file.to_string_lossy();
    let middle = file.strip_prefix('.').and_then(|f| f.strip_prefix(name)).and_then(|f| f.strip_prefix('.'));
    let Some((process, number)) = middle.and_then(|m| m.strip_suffix(".tmp")).and_then(|m| m.split_once('.')) else {
        return false;
    };
    [process, number].iter().all(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// Where an output goes that a person named.
#[derive(Debug, PartialEq, Eq)]
pub enum Place {
    /// This program's own output.
    Screen,
    /// A regular file, or one that is not there yet.
    File(PathBuf),
    /// A device, a pipe: something that is written into and stays what it is.
    Into(PathBuf),
}

/// Writes to a place: a regular file is replaced whole, and anything else, such as `/dev/null` or a named pipe, is written into
/// and stays what it is. The screen is the caller's.
pub fn put(place: &Place, bytes: &[u8]) -> io::Result<()> {
    match place {
        Place::Screen => Err(io::Error::other("the screen is no file")),
        Place::Into(there) => into(there, bytes),
        Place::File(file) => match replace(file, bytes) {
            // The folder takes no new file, the file itself may be written.
            Err(e) if refused(&e) && file.is_file() => fs::OpenOptions::new()
                .write(true)
                .truncate(true)
                .open(file)
                .and_then(|mut open| open.write_all(bytes).and_then(|()| open.sync_all())),
            other => other,
        },
    }
}

/// What the system said, without its number and its capital.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => return "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => return "no permission".to_owned(),
        _ => {}
    }
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// An output that grows: a device or pipe is written into; a file grows beside its place, as `NAME.part`, and takes it at the end.
#[derive(Debug)]
pub struct Stream {
    file: io::BufWriter<fs::File>,
    /// What it is called while it grows, and what it becomes.
    grows: Option<(PathBuf, PathBuf)>,
}

impl Stream {
    /// Begins. The screen is the caller's.
    pub fn open(place: &Place) -> io::Result<Self> {
        match place {
            Place::Screen => Err(io::Error::other("the screen is no file")),
            Place::Into(there) => Ok(Stream { file: io::BufWriter::new(opened(there)?), grows: None }),
            Place::File(file) => {
                let mut name = file.file_name().unwrap_or_default().to_owned();
                name.push(".part");
                let part = file.with_file_name(name);
                // A link there would lead somewhere else; what an earlier run left is written anew.
                if fs::symlink_metadata(&part).is_ok() {
                    fs::remove_file(&part)?;
                }
                let open = fs::OpenOptions::new().write(true).create_new(true).open(&part)?;
                Ok(Stream { file: io::BufWriter::new(open), grows: Some((part, file.clone())) })
            }
        }
    }

    /// Puts it in its place.
    pub fn finish(mut self) -> io::Result<()> {
        self.file.flush()?;
        let Some((part, file)) = &self.grows else { return Ok(()) };
        if let Ok(meta) = fs::metadata(file) {
            self.file.get_ref().set_permissions(meta.permissions())?;
        }
        self.file.get_ref().sync_all()?;
        fs::rename(part, file)
    }

    /// Gives it up: what was begun goes.
    pub fn give_up(self) {
        if let Some((part, _)) = &self.grows {
            let _ = fs::remove_file(part);
        }
    }

    /// Another way to write into the same file, for a thread of its own.
    pub fn handle(&self) -> io::Result<fs::File> {
        self.file.get_ref().try_clone()
    }
}

impl io::Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn refused(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

/// What a person named after `-o`: `-` and what leads to it is the program's own output, a link is followed to what it names.
/// Links are followed by hand: what lies below `/proc` is an open file of a process, and no place to put a new file.
pub fn place(path: &Path) -> io::Result<Place> {
    if path == Path::new("-") {
        return Ok(Place::Screen);
    }
    let mut at = path.to_owned();
    for _ in 0..LINKS {
        let folder = fs::canonicalize(folder_of(&at))?;
        let real = at.file_name().map_or_else(|| folder.clone(), |name| folder.join(name));
        if let Ok(open) = real.strip_prefix("/proc") {
            let own = open.strip_prefix(std::process::id().to_string()).or_else(|_| open.strip_prefix("self"));
            let own = own.ok().map(|o| o.strip_prefix(format!("task/{}", std::process::id())).unwrap_or(o));
            return Ok(if own == Some(Path::new("fd/1")) { Place::Screen } else { Place::Into(real) });
        }
        let meta = match fs::symlink_metadata(&real) {
            Ok(meta) => meta,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Place::File(real)),
            Err(e) => return Err(e),
        };
        if meta.is_symlink() {
            at = folder.join(fs::read_link(&real)?);
            continue;
        }
        return match () {
            () if meta.is_file() => Ok(Place::File(real)),
            () if meta.is_dir() => Err(io::Error::new(io::ErrorKind::IsADirectory, "is a folder; name a file in it")),
            () if is_block(&meta) => Err(io::Error::other("is a disk; name a file")),
            () => Ok(Place::Into(real)),
        };
    }
    Err(io::Error::other("too many links, one after the other"))
}

#[cfg(unix)]
fn is_block(meta: &fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    meta.file_type().is_block_device()
}

#[cfg(not(unix))]
fn is_block(_: &fs::Metadata) -> bool {
    false
}

/// Writes into something that stays what it is.
fn into(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = opened(path)?;
    file.write_all(bytes)?;
    file.flush()
}

/// Opens something that stays what it is. A pipe that nobody reads is waited for a while, and then said.
#[cfg(unix)]
fn opened(path: &Path) -> io::Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    use std::time::{Duration, Instant};

    use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};

    const PATIENCE: Duration = Duration::from_secs(10);
    let flags = i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or_default();
    let started = Instant::now();
    let file = loop {
        match fs::OpenOptions::new().write(true).custom_flags(flags).open(path) {
            Ok(file) => break file,
            Err(e) if e.raw_os_error() == Some(rustix::io::Errno::NXIO.raw_os_error()) => {
                if started.elapsed() > PATIENCE {
                    return Err(io::Error::new(io::ErrorKind::TimedOut, "a pipe that nobody reads"));
                }
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(e) => return Err(e),
        }
    };
    fcntl_setfl(&file, fcntl_getfl(&file)?.difference(OFlags::NONBLOCK))?;
    Ok(file)
}

#[cfg(not(unix))]
fn opened(path: &Path) -> io::Result<fs::File> {
    fs::OpenOptions::new().write(true).open(path)
}

/// Refuses a path below a folder of which a link leads out of the folder: a cloned repository may bring such links, and what
/// the program names itself is written inside the folder it was given or not at all.
pub fn stays_inside(folder: &Path, path: &Path) -> io::Result<()> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let root = match fs::canonicalize(folder) {
        Ok(root) => root,
        // What is not there yet holds no links.
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(e),
    };
    let there = path.ancestors().find(|p| p.as_os_str().is_empty() || fs::symlink_metadata(p).is_ok());
    let there = there.filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match fs::canonicalize(there) {
        Ok(real) if real.starts_with(&root) => Ok(()),
        _ => Err(io::Error::other(format!(
            "a link leads out of the folder ({}); nothing is written through it. Take the link out, or name the file with -o",
            there.display()
        ))),
    }
}

/// The folder a file lies in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
#[path = "write_tests.rs"]
mod tests;
