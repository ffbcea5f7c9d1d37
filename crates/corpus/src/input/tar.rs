//! WebDataset: tar files in which the members of a sample follow each other and share a name (`0001.jpg`, `0001.txt`,
//! `0001.json`). Each image, recording, film and text is a document; the address stands in the sample's JSON.

use std::io::BufRead;

use super::columns::{Role, Said, choose, paths};
use super::reader::{LONGEST, Reader, Step};
use super::row::{Document, Media, Rows, Unit};
use super::{day, duration, open};

/// Bytes of a block of a tar file.
const BLOCK: u64 = 512;
/// Bytes of a member's JSON, and of a long name.
const JSON: u64 = 1 << 20;
/// Members of one sample.
const MEMBERS: usize = 64;

/// Reads tar.
pub struct Tar {
    input: Box<dyn BufRead + Send>,
    said: Said,
    sample: Sample,
    /// Members so far.
    place: u64,
    ended: bool,
}

/// What was gathered of a sample.
#[derive(Debug, Default)]
struct Sample {
    name: String,
    members: Vec<(Media, u64, Option<u64>)>,
    /// The texts among them, where they are wanted, with their numbers in the sample and in the file.
    texts: Vec<(usize, u64, Vec<u8>)>,
    url: Option<String>,
    language: Option<String>,
    day: Option<i32>,
}

/// A member's head.
struct Member {
    name: String,
    size: u64,
    kind: u8,
}

impl Tar {
    /// Reads a whole stream.
    #[must_use]
    pub fn new(input: Box<dyn BufRead + Send>, said: Said) -> Self {
        Self { input, said, sample: Sample::default(), place: 0, ended: false }
    }

    fn take(&mut self, most: u64, size: u64) -> std::io::Result<Vec<u8>> {
        let mut out = Vec::new();
        let (mut left, mut room) = (size, most);
        while left > 0 {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            let take = usize::try_from(left).unwrap_or(usize::MAX).min(chunk.len());
            let keep = usize::try_from(room).unwrap_or(usize::MAX).min(take);
            out.extend_from_slice(chunk.get(..keep).unwrap_or_default());
            self.input.consume(take);
            left -= take as u64;
            room -= keep as u64;
        }
        Ok(out)
    }

    /// The next member; `None` at the end.
    fn head(&mut self) -> Result<Option<Member>, (&'static str, bool)> {
        let broken = |e: std::io::Error| (open::code(&e), true);
        let mut long = None;
        loop {
            match self.input.fill_buf() {
                Ok([]) => return Ok(None),
                Ok(_) => {}
                Err(e) => return Err(broken(e)),
            }
            let head = self.take(BLOCK, BLOCK).map_err(broken)?;
            if head.iter().all(|b| *b == 0) {
                return Ok(None);
            }
            let field = |from: usize, to: usize| head.get(from..to).unwrap_or_default();
            let sum: u64 =
                head.iter().enumerate().map(|(at, b)| if (148..156).contains(&at) { 32 } else { u64::from(*b) }).sum();
            let (Some(size), true) = (octal(field(124, 136)), octal(field(148, 156)) == Some(sum)) else {
                return Err(("no_tar_member", true));
            };
            let kind = field(156, 157).first().copied().unwrap_or(0);
            let padded = size.div_ceil(BLOCK) * BLOCK;
            match kind {
                // A long name, or attributes that hold one, for the member that follows.
                b'L' | b'x' => {
                    let bytes = self.take(JSON.min(size), padded).map_err(broken)?;
                    long = Some(if kind == b'L' { text(&bytes) } else { pax(&bytes) }).filter(|name| !name.is_empty());
                }
                b'g' | b'K' => {
                    self.take(0, padded).map_err(broken)?;
                }
                _ => {
                    let mut name = text(field(0, 100));
                    let prefix = text(field(345, 500));
                    if field(257, 262) == b"ustar" && !prefix.is_empty() {
                        name = format!("{prefix}/{name}");
                    }
                    return Ok(Some(Member { name: long.unwrap_or(name), size, kind }));
                }
            }
        }
    }

    fn flush(&mut self, rows: &mut Rows) -> bool {
        let sample = std::mem::take(&mut self.sample);
        for (at, (media, bytes, amount)) in sample.members.iter().enumerate() {
            rows.push(&Document {
                text: sample.texts.iter().find(|(own, ..)| *own == at).map(|(.., text)| text.as_slice()),
                place: sample.texts.iter().find(|(own, ..)| *own == at).map_or(self.place, |(_, place, _)| *place),
                licence: None,
                url: sample.url.as_deref(),
                media: *media,
                bytes: Some(*bytes),
                amount: *amount,
                language: sample.language.as_deref(),
                day: sample.day,
                dataset: None,
            });
        }
        !sample.members.is_empty()
    }
}

impl Reader for Tar {
    fn next(&mut self, rows: &mut Rows) -> Step {
        if self.ended {
            return Step::End;
        }
        let member = match self.head() {
            Ok(Some(member)) => member,
            Ok(None) => {
                self.ended = true;
                return if self.flush(rows) { Step::Document } else { Step::End };
            }
            Err((code, _)) => {
                self.ended = true;
                rows.reject(code, Unit::Record, self.place, 0);
                self.flush(rows);
                return Step::More;
            }
        };
        self.place += 1;
        let file = matches!(member.kind, b'0' | 0 | b'7');
        let base = member.name.rsplit('/').next().unwrap_or_default();
        let folder = member.name.get(..member.name.len() - base.len()).unwrap_or_default();
        let (stem, kind) = base.split_once('.').unwrap_or((base, ""));
        let name = format!("{folder}{stem}");
        let mut step = Step::More;
        if file && name != self.sample.name {
            if self.flush(rows) {
                step = Step::Document;
            }
            self.sample.name = name;
        }
        let extension = kind.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let media = media(&extension).filter(|_| file && !base.starts_with('.'));
        let most = match media {
            Some(Media::Audio | Media::Video) => duration::HEAD,
            Some(Media::Text) => LONGEST as u64,
            _ if extension == "json" => JSON,
            _ => 0,
        };
        let padded = member.size.div_ceil(BLOCK).saturating_mul(BLOCK);
        let bytes = match self.take(most.min(member.size), padded) {
            Ok(bytes) => bytes,
            Err(e) => {
                self.ended = true;
                self.flush(rows);
                rows.reject(open::code(&e), Unit::Record, self.place - 1, 0);
                return Step::More;
            }
        };
        match media {
            Some(Media::Text) if member.size > LONGEST as u64 => {
                rows.reject("too_long", Unit::Record, self.place - 1, 1);
            }
            Some(Media::Text) if simdutf8::basic::from_utf8(&bytes).is_err() => {
                rows.reject("bad_utf8", Unit::Record, self.place - 1, 1);
            }
            Some(media) if self.sample.members.len() < MEMBERS => {
                let amount = match media {
                    Media::Audio | Media::Video => duration::milliseconds(&extension, &bytes, member.size),
                    _ => None,
                };
                if media == Media::Text && rows.texts.is_some() {
                    self.sample.texts.push((self.sample.members.len(), self.place - 1, bytes));
                }
                self.sample.members.push((media, member.size, amount));
            }
            Some(_) => rows.reject("too_many_members", Unit::Record, self.place - 1, 1),
            None if file && extension == "json" => self.describe(&bytes),
            None => {}
        }
        step
    }
}

impl Tar {
    /// What a sample's JSON says of it.
    fn describe(&mut self, bytes: &[u8]) {
        let Ok(json) = serde_json::from_slice::<serde_json::Value>(bytes) else { return };
        let mut have = Vec::new();
        paths(&json, "", 2, &mut have);
        let Ok(columns) = choose(&have, &self.said) else { return };
        let get = |role: Role| {
            let path = columns.path(role)?;
            path.iter().try_fold(&json, |value, key| value.get(key))
        };
        self.sample.url = get(Role::Url).and_then(|v| v.as_str()).map(str::to_owned);
        self.sample.language = get(Role::Language).and_then(|v| v.as_str()).map(str::to_owned);
        self.sample.day = get(Role::Time).and_then(|v| match v {
            serde_json::Value::String(text) => day::read(text),
            other => other.as_i64().and_then(day::epoch),
        });
    }
}

/// What a member is by its ending.
fn media(extension: &str) -> Option<Media> {
    Some(match extension {
        "jpg" | "jpeg" | "png" | "webp" | "gif" | "bmp" | "tif" | "tiff" | "avif" | "jxl" | "ppm" => Media::Image,
        "wav" | "flac" | "mp3" | "ogg" | "oga" | "opus" | "m4a" | "aac" => Media::Audio,
        "mp4" | "m4v" | "mov" | "webm" | "mkv" | "avi" | "mpg" | "mpeg" => Media::Video,
        "txt" | "text" | "md" | "html" => Media::Text,
        _ => return None,
    })
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes.split(|b| *b == 0).next().unwrap_or_default()).into_owned()
}

/// The path in extended attributes: lines of `LENGTH KEY=VALUE`.
fn pax(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .lines()
        .find_map(|line| line.split_once(' ').and_then(|(_, pair)| pair.strip_prefix("path=")).map(str::to_owned))
        .unwrap_or_default()
}

/// A number as tar writes it: octal digits, or for large ones a binary with its highest bit set.
fn octal(bytes: &[u8]) -> Option<u64> {
    if let [first, rest @ ..] = bytes
        && first & 0x80 != 0
    {
        return rest
            .iter()
            .try_fold(u64::from(first & 0x7f), |all, b| (all < 1 << 48).then(|| all << 8 | u64::from(*b)));
    }
    let text = std::str::from_utf8(bytes).ok()?.trim_matches([' ', '\0']);
    if text.is_empty() { Some(0) } else { u64::from_str_radix(text, 8).ok().filter(|n| *n < 1 << 56) }
}
