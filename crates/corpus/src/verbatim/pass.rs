//! One pass over the corpus: parts are taken in turn by threads, each with a tally of its own, which are added up. Documents that the
//! report shows are looked at a second time. What was done is kept piece by piece, so that an interrupted run goes on where it was.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use gpai_verbatim::fold::Fold;
use gpai_verbatim::index::Index;
use gpai_verbatim::scan::{Limits, Scan};
use gpai_verbatim::tally::Source;

use super::passed::{NAMED, Passed, keep};
use super::rights::Rights;
use crate::hash;
use crate::input::columns::Said;
use crate::input::file::{File, Part, parts};
use crate::input::open::Meter;
use crate::input::reader::{LONGEST, Step};
use crate::input::row::{Rejected, Rows, Unit, Whole};

/// Bits of a document's number that say its place in its file.
const PLACE: u32 = 44;

/// What a corpus is.
#[derive(Debug, Default)]
pub struct Corpus {
    /// Files of data, in their order.
    pub files: Vec<Arc<File>>,
    /// Works: a text each, all of them protected.
    pub works: Vec<PathBuf>,
}

/// One thing that a thread takes.
#[derive(Clone, Debug)]
enum Item {
    Part(usize, Part),
    Work(usize, PathBuf),
    Licences,
}

/// A document's number, and a range of its folded text.
pub type Stretch = (u64, (u32, u32));

/// A document that is shown.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// Its own text where the run stands.
    pub text: String,
    /// Its address.
    pub url: String,
    /// Its dataset.
    pub dataset: String,
    /// Its licence.
    pub licence: String,
}

/// How it is done.
pub struct Means<'a> {
    /// The outputs.
    pub index: &'a Index,
    /// What counts.
    pub limits: Limits,
    /// How texts are folded.
    pub fold: Fold,
    /// What the command line says of columns.
    pub said: &'a Said,
    /// What is protected.
    pub rights: &'a Rights,
    /// Threads.
    pub threads: usize,
    /// Whether anything that cannot be read ends the run.
    pub strict: bool,
    /// Counts for the progress.
    pub meter: Arc<Meter>,
    /// Where finished pieces are kept until all are done.
    pub state: Option<&'a Path>,
    /// Bytes of a piece.
    pub piece: u64,
    /// What all pieces depend on: the outputs and how they are compared.
    pub key: String,
}

/// The number of a document.
#[must_use]
pub fn number(file: usize, place: u64) -> u64 {
    (file as u64) << PLACE | place & ((1 << PLACE) - 1)
}

/// File and place of a number.
#[must_use]
pub fn place(number: u64) -> (usize, u64) {
    (usize::try_from(number >> PLACE).unwrap_or(usize::MAX), number & ((1 << PLACE) - 1))
}

impl Corpus {
    /// How a file is shown.
    #[must_use]
    pub fn name(&self, file: usize) -> String {
        if let Some(file) = self.files.get(file) {
            return file.shown.to_string();
        }
        match self.works.get(file - self.files.len().min(file)) {
            Some(path) => path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
            None => "standard licences".to_owned(),
        }
    }

    /// How a place in it is counted.
    #[must_use]
    pub fn unit(&self, file: usize) -> &'static str {
        use crate::input::file::Format;
        match self.files.get(file).map(|f| (f.format, f.packing, f.size)) {
            Some((Format::Json, crate::input::open::Packing::Plain, size)) if size > 512 << 20 => Unit::Byte.word(),
            Some((Format::Json | Format::Csv | Format::Tsv, ..)) => Unit::Line.word(),
            Some((Format::Parquet | Format::Ipc, ..)) => Unit::Row.word(),
            Some(_) => Unit::Record.word(),
            None => "file",
        }
    }

    /// The number of the licences, as a file.
    fn licences(&self) -> usize {
        self.files.len() + self.works.len()
    }

    fn items(&self) -> Vec<Item> {
        let mut out = vec![Item::Licences];
        let numbers: BTreeMap<*const File, usize> =
            self.files.iter().enumerate().map(|(n, f)| (Arc::as_ptr(f), n)).collect();
        for part in parts(&self.files) {
            let number = numbers.get(&Arc::as_ptr(&part.file)).copied().unwrap_or(0);
            out.push(Item::Part(number, part));
        }
        out.extend(self.works.iter().enumerate().map(|(at, path)| Item::Work(self.files.len() + at, path.clone())));
        out
    }

    /// Compares all of it.
    ///
    /// # Errors
    /// Something cannot be read, with `strict`.
    pub fn pass(&self, means: &Means<'_>) -> Result<Passed, String> {
        let mut whole = Passed::default();
        let mut kept = Vec::new();
        let pieces = pieces(self.items(), means.piece);
        let state = means.state.filter(|_| pieces.len() > 1);
        for piece in pieces {
            let path = state.map(|folder| folder.join(format!("piece-{}.tally", self.key(&piece, means))));
            let known = path.as_deref().and_then(|path| Passed::load(&std::fs::read(path).ok()?));
            let passed = match known {
                Some(passed) => {
                    let bytes = piece.iter().map(Item::size).sum();
                    means.meter.bytes.fetch_add(bytes, Ordering::Relaxed);
                    whole.resumed += 1;
                    passed
                }
                None => self.of_items(means, &piece)?,
            };
            match path {
                Some(path) => {
                    let (bytes, passed) = passed.save()?;
                    keep(&path, &bytes)?;
                    kept.push(path);
                    whole.add(passed);
                }
                None => whole.add(passed),
            }
        }
        for path in kept {
            let _ = std::fs::remove_file(path);
        }
        if let Some(folder) = state {
            let _ = std::fs::remove_dir(folder);
        }
        whole.named.sort_by(|a, b| (&a.file, a.place).cmp(&(&b.file, b.place)));
        whole.named.truncate(NAMED);
        Ok(whole)
    }

    /// What names a piece: everything that its tally depends on.
    fn key(&self, piece: &[Item], means: &Means<'_>) -> String {
        let parts = piece.iter().map(|item| match item {
            Item::Part(number, part) => {
                let range = part.range.as_ref().map(|r| (r.start, r.end));
                format!("{number} {} {} {} {range:?}", part.file.path.display(), part.file.size, part.file.changed)
            }
            Item::Work(number, path) => {
                let meta = std::fs::metadata(path).and_then(|m| Ok((m.len(), m.modified()?))).ok();
                format!("{number} {} {meta:?}", path.display())
            }
            Item::Licences => "licences".to_owned(),
        });
        let all = parts.collect::<Vec<_>>().join("\n");
        hash::sha256(format!("{}\n{}\n{all}", env!("CARGO_PKG_VERSION"), means.key).as_bytes())
            .chars()
            .take(24)
            .collect()
    }

    fn of_items(&self, means: &Means<'_>, items: &[Item]) -> Result<Passed, String> {
        let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
        let whole = Mutex::new(Passed::default());
        let failed = Mutex::new(None);
        std::thread::scope(|scope| {
            for _ in 0..means.threads.clamp(1, items.len().max(1)) {
                scope.spawn(|| {
                    let mut scan = Scan::new(means.index, means.limits);
                    let mut passed = Passed::default();
                    let mut room = (Vec::new(), String::new());
                    while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                        if stop.load(Ordering::Relaxed) {
                            break;
                        }
                        let licences = self.licences();
                        let protected = matches!(item, Item::Part(_, part) if means.rights.whole(&part.file));
                        let read =
                            read(item, means.said, &means.meter, &mut passed, means.strict, &mut |file, document| {
                                let source = match item {
                                    Item::Licences => Source::Licence,
                                    Item::Work(..) => Source::Protected,
                                    Item::Part(..) => means.rights.of(document, protected, &mut room.1),
                                };
                                let file = if source == Source::Licence { licences } else { file };
                                room.0.clear();
                                means.fold.fold(document.text, &mut room.0);
                                scan.document(number(file, document.place), source, &room.0);
                            });
                        if let Err(why) = read {
                            stop.store(true, Ordering::Relaxed);
                            if let Ok(mut failed) = failed.lock() {
                                failed.get_or_insert(why);
                            }
                        }
                    }
                    passed.tally = scan.tally;
                    if let Ok(mut whole) = whole.lock() {
                        whole.add(passed);
                    }
                });
            }
        });
        if let Ok(Some(why)) = failed.into_inner() {
            return Err(why);
        }
        whole.into_inner().map_err(|_| "a thread ended before its work was done".to_owned())
    }

    /// Gives every document to `see`, in their order; what cannot be read is left out and counted.
    ///
    /// # Errors
    /// Never: what cannot be read is counted.
    pub fn each(&self, said: &Said, meter: &Arc<Meter>, see: &mut dyn FnMut(&Whole<'_>)) -> Result<Passed, String> {
        let mut passed = Passed::default();
        for item in self.items().iter().filter(|item| !matches!(item, Item::Licences)) {
            read(item, said, meter, &mut passed, false, &mut |_, document| see(document))?;
        }
        Ok(passed)
    }

    /// Looks at some documents again, each with ranges of its folded text, and takes out what stands there.
    #[must_use]
    pub fn again(&self, means: &Means<'_>, wanted: &BTreeMap<u64, BTreeSet<(u32, u32)>>) -> BTreeMap<Stretch, Shown> {
        let files: BTreeSet<usize> = wanted.keys().map(|n| place(*n).0).collect();
        let places = |file: usize| wanted.keys().filter(move |n| place(**n).0 == file).map(|n| place(*n).1);
        let items: Vec<Item> = self
            .items()
            .into_iter()
            .filter(|item| match item {
                Item::Part(file, part) => files.contains(file) && places(*file).any(|place| may_hold(part, place)),
                Item::Work(file, _) => files.contains(file),
                Item::Licences => files.contains(&self.licences()),
            })
            .collect();
        let mut out = BTreeMap::new();
        let quiet = Arc::new(Meter::default());
        for item in &items {
            let mut passed = Passed::default();
            let licences = self.licences();
            let _ = read(item, means.said, &quiet, &mut passed, false, &mut |file, document| {
                let file = if matches!(item, Item::Licences) { licences } else { file };
                let number = number(file, document.place);
                let Some(ranges) = wanted.get(&number) else { return };
                let traced = means.fold.traced(document.text);
                for range in ranges {
                    let (from, to) = (traced.start(range.0 as usize), traced.end(range.1 as usize));
                    out.entry((number, *range)).or_insert_with(|| Shown {
                        text: document.text.get(from..to).unwrap_or_default().to_owned(),
                        url: document.url.to_owned(),
                        dataset: document.dataset.to_owned(),
                        licence: document.licence.to_owned(),
                    });
                }
            });
        }
        out
    }
}

impl Item {
    fn size(&self) -> u64 {
        match self {
            Item::Part(_, part) => part.size,
            Item::Work(_, path) => std::fs::metadata(path).map_or(0, |m| m.len()),
            Item::Licences => 0,
        }
    }
}

/// Consecutive items of about one size.
fn pieces(items: Vec<Item>, most: u64) -> Vec<Vec<Item>> {
    let (mut out, mut piece, mut size) = (Vec::new(), Vec::new(), 0_u64);
    for item in items {
        if !piece.is_empty() && size.saturating_add(item.size()) > most {
            out.push(std::mem::take(&mut piece));
            size = 0;
        }
        size = size.saturating_add(item.size());
        piece.push(item);
    }
    out.push(piece);
    out
}

/// Whether a part can hold the document at a place.
fn may_hold(part: &Part, place: u64) -> bool {
    use crate::input::file::Inside;
    match (&part.range, &part.file.inside) {
        (Some(range), Inside::Parquet(_, foot)) => {
            let mut groups = foot.groups.iter().enumerate().filter(|(at, _)| range.contains(&(*at as u64)));
            groups.any(|(_, (first, rows, _))| (*first..first + rows).contains(&place))
        }
        (Some(range), _) => range.contains(&place),
        (None, _) => true,
    }
}

type See<'a> = &'a mut dyn FnMut(usize, &Whole<'_>);

fn read(
    item: &Item,
    said: &Said,
    meter: &Arc<Meter>,
    passed: &mut Passed,
    strict: bool,
    see: See<'_>,
) -> Result<(), String> {
    match item {
        Item::Licences => {
            for (place, (_, text)) in spdx::text::LICENSE_TEXTS.iter().enumerate() {
                let text: &str = text;
                see(0, &Whole { text, url: "", dataset: "", licence: "", place: place as u64 });
            }
            Ok(())
        }
        Item::Work(file, path) => work(*file, path, meter, passed, strict, see),
        Item::Part(file, part) => of_part(*file, part, said, meter, passed, strict, see),
    }
}

fn work(
    file: usize,
    path: &Path,
    meter: &Arc<Meter>,
    passed: &mut Passed,
    strict: bool,
    see: See<'_>,
) -> Result<(), String> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    let read = std::fs::File::open(path).and_then(|f| f.take(LONGEST as u64 + 1).read_to_end(&mut bytes));
    meter.bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
    let text = std::str::from_utf8(&bytes);
    let code = match (&read, &text) {
        (Err(_), _) => "unreadable",
        _ if bytes.len() > LONGEST => "too_long",
        (_, Err(_)) => "bad_utf8",
        (_, Ok(text)) => {
            let text: &str = text;
            passed.documents += 1;
            passed.bytes += text.len() as u64;
            meter.documents.fetch_add(1, Ordering::Relaxed);
            see(file, &Whole { text, url: "", dataset: "", licence: "", place: 0 });
            return Ok(());
        }
    };
    let shown = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    passed.reject(&Rejected { file: shown.into(), place: 0, unit: Unit::Byte, code, records: 1 }, strict)
}

fn of_part(
    file: usize,
    part: &Part,
    said: &Said,
    meter: &Arc<Meter>,
    passed: &mut Passed,
    strict: bool,
    see: See<'_>,
) -> Result<(), String> {
    let mut rows = Rows::whole(part.file.shown.clone(), part.file.dataset.clone());
    let mut reader = match part.reader(said, meter) {
        Ok(reader) => reader,
        Err(code) => {
            let file = part.file.shown.clone();
            return passed.reject(&Rejected { file, place: 0, unit: Unit::Byte, code, records: 0 }, strict);
        }
    };
    loop {
        let step = reader.next(&mut rows);
        if let Some(texts) = &mut rows.texts {
            let mut documents = 0;
            texts.drain(|document| {
                documents += 1;
                passed.bytes += document.text.len() as u64;
                see(file, &document);
            });
            passed.without += std::mem::take(&mut texts.without);
            passed.documents += documents;
            meter.documents.fetch_add(documents, Ordering::Relaxed);
        }
        for rejected in rows.rejected.drain(..) {
            passed.reject(&rejected, strict)?;
        }
        if step == Step::End {
            return Ok(());
        }
    }
}
