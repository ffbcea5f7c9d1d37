//! What one reader is given: bounded reading, and a sheet of its own to write on. It cannot see what others wrote, so that
//! the order in which readers run changes nothing.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use gpai_rules::fact::{Source, Value};
use gpai_rules::finding::{Finding, Place, Severity};
use gpai_rules::licence::Licences;
use gpai_rules::number::Number;
use gpai_rules::rows::Rows;

use crate::candidates::{
    self, Amount, Base, Candidates, DeviceHours, Flops, Logged, Modality, Repeat, Spare, Tokens, Types,
};
use crate::files::{Entry, Files};
use crate::found::{self, DocumentFound, Found, LookedAt};
use crate::limits;
use crate::node::{self, Broken, Keep, Node};
use crate::statement::Statement;
use crate::text::{Text, shorten};

/// The start of a Git LFS pointer file, which stands for content that is elsewhere.
const LFS: &[u8] = b"version https://git-lfs";
/// What is noted of such a file.
pub const POINTER: &str = "nothing: a Git LFS pointer";

/// What one reader found.
#[derive(Default)]
pub struct Sheet {
    /// What stands by itself.
    pub found: Found,
    /// What is only weighed at the end, with what others found.
    pub candidates: Candidates,
}

/// A file that was opened as text.
pub enum Opened {
    /// Its text.
    Text(Text),
    /// It stands for content that is elsewhere; that is found already.
    Pointer,
    /// It could not be read; that is found already.
    Nothing,
}

/// YAML documents that were parsed, by path and length: two readers want the same training configurations. A document is the
/// same whoever parses it first.
type Documents = RefCell<BTreeMap<(String, usize), Rc<Result<Node, Broken>>>>;

/// The folder that is read, for all readers.
pub struct Desk<'a> {
    files: &'a dyn Files,
    licences: &'a Licences,
    documents: Documents,
}

impl<'a> Desk<'a> {
    /// A folder, and the licences that are known.
    pub fn new(files: &'a dyn Files, licences: &'a Licences) -> Self {
        Desk { files, licences, documents: RefCell::default() }
    }
}

/// The run of one reader.
pub struct Run<'a> {
    desk: &'a Desk<'a>,
    left: u64,
    samples: u64,
    sheet: Sheet,
}

impl<'a> Run<'a> {
    /// A new run.
    pub fn new(desk: &'a Desk<'a>) -> Self {
        Run { desk, left: limits::TOTAL, samples: 0, sheet: Sheet::default() }
    }

    /// What was written.
    pub fn finish(self) -> Sheet {
        self.sheet
    }

    /// Known licences, to recognise texts by their marks. What a name stands for is not looked up here.
    pub fn licences(&self) -> &'a Licences {
        self.desk.licences
    }

    // What stands by itself.

    /// Adds a claim.
    pub fn claim(&mut self, name: &str, value: Value, source: Source) {
        self.sheet.found.claim(name, value, source);
    }

    /// Adds a finding, up to the bound on findings of a kind in a file.
    pub fn find(&mut self, finding: Finding) {
        self.sheet.found.find(finding);
    }

    /// Something could not be read.
    pub fn unreadable(&mut self, what: &str, why: &str, place: Place) {
        self.find(found::unreadable(what, why, place));
    }

    /// A bound was met.
    pub fn limit(&mut self, what: &str, limit: impl ToString, place: Place) {
        self.find(found::limit(what, limit, place));
    }

    /// The number of parameters was not computed.
    pub fn no_parameters(&mut self, why: &str, place: Place) {
        self.find(found::no_parameters(why, place));
    }

    /// The model may be narrow; then nothing is claimed about its outputs.
    pub fn narrow(&mut self, why: &str, place: Place) {
        self.sheet.candidates.narrow = true;
        self.find(Finding::new("maybe-narrow", Severity::Warning).with("why", shorten(why)).place(place));
    }

    /// The card is about a model that gives neither language nor pictures.
    pub fn field(&mut self, source: Source) {
        self.sheet.candidates.field.get_or_insert(source);
    }

    /// A tag says the same.
    pub fn silent_tag(&mut self, source: Source) {
        self.sheet.candidates.silent_tag.get_or_insert(source);
    }

    /// Words of the card speak of language or pictures that come out.
    pub fn speaks(&mut self) {
        self.sheet.candidates.speaks = true;
    }

    /// Says what a reader made of a file.
    pub fn note(&mut self, path: &str, reader: &str, gave: impl Into<String>) {
        self.sheet.found.note(LookedAt::new(path, reader, gave));
    }

    /// A document that the Act asks for.
    pub fn document_found(&mut self, document: DocumentFound) {
        self.sheet.found.document(document);
    }

    /// Rows that a log gives.
    pub fn rows(&mut self, mut rows: Rows) {
        let room = limits::ROWS.saturating_sub(self.sheet.found.rows.evaluations.len());
        if rows.evaluations.len() > room {
            let place = rows.evaluations.get(room).map(|row| Place::file(&row.place.file)).unwrap_or_default();
            self.limit("the scores of all files", limits::ROWS, place);
            rows.evaluations.truncate(room);
        }
        self.sheet.found.rows.take(rows);
    }

    /// What a log says of the model itself.
    pub fn logged(&mut self, logged: Logged) {
        candidates::keep(&mut self.sheet.candidates.logged, logged);
    }

    /// Bytes of samples that were read so far.
    pub fn samples_read(&self) -> u64 {
        self.samples
    }

    /// More of them.
    pub fn count_samples(&mut self, bytes: u64) {
        self.samples = self.samples.saturating_add(bytes);
    }

    // What is weighed at the end.

    /// A number of all parameters; whether there was room for it.
    pub fn parameters(&mut self, amount: Amount) -> bool {
        candidates::keep(&mut self.sheet.candidates.parameters, amount)
    }

    /// A number of parameters active for a token; whether there was room for it.
    pub fn active(&mut self, amount: Amount) -> bool {
        candidates::keep(&mut self.sheet.candidates.active, amount)
    }

    /// A size that counts only where nothing better is known.
    pub fn spare(&mut self, spare: Spare) {
        candidates::keep(&mut self.sheet.candidates.spares, spare);
    }

    /// A number of tokens seen in training; whether there was room for it.
    pub fn tokens(&mut self, tokens: Tokens) -> bool {
        candidates::keep(&mut self.sheet.candidates.tokens, tokens)
    }

    /// How often training went through its data.
    pub fn repeats(&mut self, repeat: Repeat) {
        candidates::keep(&mut self.sheet.candidates.repeats, repeat);
    }

    /// An upper bound on tokens from a schedule; those of several stages are added up.
    pub fn plan(&mut self, tokens: Number, source: Source) {
        self.sheet.candidates.plan(tokens, source);
    }

    /// An amount of training compute; whether there was room for it.
    pub fn flops(&mut self, flops: Flops) -> bool {
        candidates::keep(&mut self.sheet.candidates.flops, flops)
    }

    /// Time on accelerators; whether there was room for it.
    pub fn hours(&mut self, hours: DeviceHours) -> bool {
        candidates::keep(&mut self.sheet.candidates.hours, hours)
    }

    /// A model that this one was made from.
    pub fn base(&mut self, base: Base) {
        candidates::keep(&mut self.sheet.candidates.bases, base);
    }

    /// The same, copied by a tool; it counts where nobody whose word goes first names one.
    pub fn copied_base(&mut self, base: Base) {
        candidates::keep(&mut self.sheet.candidates.copied, base);
    }

    /// The model is made from another one; the first reason is kept.
    pub fn derive(&mut self, why: impl Into<String>, source: Source) {
        self.sheet.candidates.derive(why, source);
    }

    /// The size in the title of the card.
    pub fn titled(&mut self, size: Number) {
        self.sheet.candidates.titled.get_or_insert(size);
    }

    /// The model takes more than text, and nothing says that it was trained from the start.
    pub fn takes_more(&mut self) {
        self.sheet.candidates.takes_more = true;
    }

    /// Training went on from weights that were there already.
    pub fn continued(&mut self, source: Source) {
        self.sheet.candidates.continued.get_or_insert(source);
    }

    /// What goes in or comes out.
    pub fn modality(&mut self, fact: &'static str, words: &[&'static str], source: Source) {
        let modalities = &mut self.sheet.candidates.modalities;
        if !words.is_empty() && modalities.len() < limits::CANDIDATES {
            modalities.push(Modality { fact, words: words.iter().copied().collect(), source });
        }
    }

    /// The types of the weights.
    pub fn types(&mut self, types: Types) {
        self.sheet.candidates.types.get_or_insert(types);
    }

    /// A statement on the licence.
    pub fn licence(&mut self, statement: Statement) {
        self.sheet.candidates.statements.push(statement);
    }

    /// A sign that the folder is one of a data set.
    pub fn data_set(&mut self, why: impl Into<String>, place: Place) {
        candidates::keep(&mut self.sheet.candidates.data_sets, (why.into(), place));
    }

    /// The model is a mixture of experts.
    pub fn experts(&mut self) {
        self.sheet.candidates.experts = true;
    }

    /// Whether the shape is known and holds no experts.
    pub fn dense(&mut self, dense: bool) {
        self.sheet.candidates.dense = Some(dense);
    }

    /// Other models' compute may count for this one.
    pub fn others_compute(&mut self, source: Source) {
        self.sheet.candidates.others_compute.get_or_insert(source);
    }

    /// The model is a diffusion model.
    pub fn diffusion(&mut self, source: Source) {
        self.sheet.candidates.diffusion = Some(source);
    }

    // Reading.

    /// A range of a file, within the bound on all that one reader reads.
    pub fn range(&mut self, path: &str, offset: u64, len: u64) -> Option<Vec<u8>> {
        if len > self.left {
            self.limit("all reads together", format!("{} bytes", limits::TOTAL), Place::file(path));
            return None;
        }
        match self.desk.files.head(path, offset, len) {
            Ok(bytes) => {
                self.left = self.left.saturating_sub(bytes.len() as u64);
                Some(bytes)
            }
            Err(error) => {
                self.unreadable("the file", &error.kind().to_string(), Place::file(path));
                None
            }
        }
    }

    /// A file as text, cut at the limit; `None` if there is nothing to read, which is found and noted.
    pub fn text(&mut self, entry: &Entry, limit: u64, reader: &str) -> Option<Text> {
        match self.open(entry, limit) {
            Opened::Text(text) => Some(text),
            Opened::Pointer => {
                self.note(&entry.path, reader, POINTER);
                None
            }
            Opened::Nothing => None,
        }
    }

    /// The same, for who has to know why there is nothing to read, and notes it.
    pub fn open(&mut self, entry: &Entry, limit: u64) -> Opened {
        let path = &entry.path;
        let limit = limit.min(self.left);
        let Some(mut bytes) = self.range(path, 0, limit) else { return Opened::Nothing };
        if bytes.starts_with(LFS) {
            let why = "it is a Git LFS pointer; the content is not in this copy";
            self.unreadable("the content", why, Place::file(path));
            return Opened::Pointer;
        }
        if entry.size > limit {
            self.limit("the file", format!("{limit} bytes"), Place::file(path));
        }
        bytes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let text = Text::new(path, bytes);
        if let Some(offset) = text.invalid {
            let place = text.place(offset);
            self.unreadable("some bytes", "they are not UTF-8", place);
        }
        Opened::Text(text)
    }

    /// The JSON document of a text; what is wrong with it becomes findings.
    pub fn json(&mut self, text: &Text) -> Option<Node> {
        self.json_into(text, Keep::All)
    }

    /// The same without what nobody looks at.
    pub fn json_into(&mut self, text: &Text, keep: Keep) -> Option<Node> {
        match node::json_into(&text.content, keep) {
            Ok((node, after)) => {
                if let Some(broken) = after {
                    let place = Place::at(&text.file, broken.line, broken.column);
                    self.unreadable("the rest of the file", &broken.why, place);
                }
                for key in node.repeated().into_iter().take(limits::FINDINGS_OF_A_KIND) {
                    let second = text.content.match_indices(&format!("\"{key}\"")).nth(1).map_or(0, |(i, _)| i);
                    let finding = Finding::new("duplicate-key", Severity::Warning).with("key", shorten(key));
                    self.find(finding.place(text.place(second)));
                }
                Some(node)
            }
            Err(broken) => {
                self.unreadable("the JSON", &broken.why, Place::at(&text.file, broken.line, broken.column));
                None
            }
        }
    }

    /// The YAML document of a text, long lists of words in outline; what is wrong with it becomes a finding.
    pub fn yaml(&mut self, text: &Text) -> Rc<Result<Node, Broken>> {
        let key = (text.file.clone(), text.content.len());
        let known = self.desk.documents.borrow().get(&key).cloned();
        let document = known.unwrap_or_else(|| {
            let document = Rc::new(node::yaml_outline(&text.content));
            self.desk.documents.borrow_mut().insert(key, document.clone());
            document
        });
        if let Err(broken) = document.as_ref() {
            self.unreadable("the YAML", &broken.why, Place::at(&text.file, broken.line, broken.column));
        }
        document
    }
}
