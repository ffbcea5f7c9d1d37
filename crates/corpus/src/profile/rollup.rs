//! From sorted rows to figures. Rows of one host follow each other, and so do the hosts of a domain, so that domains are added up
//! on the way with a stack as deep as names are nested; the list of suffixes is asked once for each host.

use std::collections::BTreeMap;

use arrow::array::{Array as _, AsArray as _, RecordBatch};
use arrow::datatypes::Int64Type;
use serde_json::{Map, Value as Json, json};

use super::figures::Figures;
use crate::address::suffixes::Suffixes;
use crate::input::row::Media;

/// Why documents have no domain, in the order of results: letter in the key, word.
pub const NO_DOMAIN: [(char, &str); 4] =
    [('b', "no_url"), ('c', "broken_url"), ('d', "host_without_dot"), ('s', "public_suffix")];

/// Something that was rejected: why, where, how much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// Stable word for why.
    pub code: String,
    /// The file.
    pub file: String,
    /// Records lost; of damage nobody knows.
    pub records: Option<u64>,
    /// How places are counted.
    pub unit: String,
    /// The first place.
    pub first: u64,
}

impl Rejection {
    /// As JSON.
    #[must_use]
    pub fn json(&self) -> Json {
        let mut out = Map::new();
        out.insert("file".to_owned(), self.file.as_str().into());
        out.insert("code".to_owned(), self.code.as_str().into());
        out.insert("records".to_owned(), self.records.into());
        out.insert(format!("first_{}", self.unit), self.first.into());
        Json::from(out)
    }
}

/// Figures of a dataset.
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    /// By media.
    pub media: BTreeMap<char, Figures>,
    /// Domains with at least one document of it.
    pub domains: u64,
}

/// Everything but the domains, which are given out as they are found.
#[derive(Debug, Default)]
pub struct Totals {
    /// All documents.
    pub all: Figures,
    /// Those with a domain.
    pub domain: Figures,
    /// Those without, by the letter of the reason.
    pub no_domain: BTreeMap<char, Figures>,
    /// Domains.
    pub domains: u64,
    /// Hosts that have a domain.
    pub hosts: u64,
    /// IP addresses among the domains.
    pub addresses: u64,
    /// By media.
    pub media: BTreeMap<char, Figures>,
    /// By dataset.
    pub datasets: BTreeMap<String, Dataset>,
    /// By language, of texts; empty where none is said.
    pub languages: BTreeMap<String, Figures>,
    /// By month; empty where none is said.
    pub months: BTreeMap<String, Figures>,
    /// First and last day of collection.
    pub days: Option<(i64, i64)>,
    /// What was rejected.
    pub rejected: Vec<Rejection>,
}

/// A domain that is being added up.
struct Open {
    /// Labels reversed, parted by blanks, as in the key.
    key: String,
    documents: u64,
    bytes: u64,
    hosts: u64,
    datasets: Vec<usize>,
}

/// Adds up sorted rows.
pub struct Rollup<'s> {
    suffixes: &'s Suffixes,
    /// What was added up so far.
    pub totals: Totals,
    open: Vec<Open>,
    /// Class and host of the row before, and where its documents go.
    host: String,
    goes: Goes,
    datasets: Vec<String>,
    of_dataset: BTreeMap<String, usize>,
    domains_of: Vec<u64>,
}

/// Where the documents of a host go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goes {
    /// To the domain at this place of the stack.
    Domain(usize),
    /// To none, for the reason of this letter.
    Nowhere(char),
}

impl<'s> Rollup<'s> {
    /// With a list of suffixes.
    #[must_use]
    pub fn new(suffixes: &'s Suffixes) -> Self {
        Self {
            suffixes,
            totals: Totals::default(),
            open: Vec::new(),
            host: String::new(),
            goes: Goes::Nowhere('b'),
            datasets: Vec::new(),
            of_dataset: BTreeMap::new(),
            domains_of: Vec::new(),
        }
    }

    /// Adds a batch; domains that are complete are given to `found` with documents, bytes and hosts.
    ///
    /// # Errors
    /// A row is not as this program writes it.
    pub fn push(&mut self, batch: &RecordBatch, found: &mut impl FnMut(&str, [u64; 3])) -> Result<(), String> {
        let keys = batch.column_by_name("key").and_then(|c| c.as_string_opt::<i32>()).ok_or("rows without a key")?;
        let numbers = |name: &str| {
            let column = batch.column_by_name(name).and_then(|c| c.as_primitive_opt::<Int64Type>());
            column.ok_or_else(|| format!("rows without {name}"))
        };
        let (documents, bytes, amount) = (numbers("documents")?, numbers("bytes")?, numbers("amount")?);
        let (first, last) = (numbers("first")?, numbers("last")?);
        for row in 0..batch.num_rows() {
            let get = |column: &arrow::array::Int64Array| column.is_valid(row).then(|| column.value(row));
            let whole = |column| u64::try_from(get(column).unwrap_or(0)).map_err(|_| "a negative count");
            let key = keys.value(row);
            self.row(key, [whole(documents)?, whole(bytes)?, whole(amount)?], get(first).zip(get(last)), found)
                .ok_or_else(|| format!("a key that is none: {key:?}"))?;
        }
        Ok(())
    }

    fn row(
        &mut self,
        key: &str,
        [documents, bytes, amount]: [u64; 3],
        span: Option<(i64, i64)>,
        found: &mut impl FnMut(&str, [u64; 3]),
    ) -> Option<()> {
        let mut fields = key.split('\t');
        let place = fields.next()?;
        if let Some(kind) = place.strip_prefix("! ") {
            let (code, unit, file) = (fields.next()?.to_owned(), fields.next()?.to_owned(), fields.next()?.to_owned());
            let records = (kind == "record").then_some(documents);
            let first = u64::try_from(span?.0).ok()?;
            self.totals.rejected.push(Rejection { code, file, records, unit, first });
            return Some(());
        }
        let mut kind = fields.next()?.chars();
        let media = kind.next()?;
        let flags = kind.as_str();
        let (dataset, language, month) = (fields.next()?, fields.next()?, fields.next()?);
        let figures = Figures {
            documents,
            bytes,
            unsized_documents: if flags.contains('-') { documents } else { 0 },
            amount,
            amount_documents: if flags.contains('+') { documents } else { 0 },
        };
        if place != self.host {
            self.host.clear();
            self.host.push_str(place);
            self.goes = self.enter(place, found)?;
        }
        let of = self.dataset(dataset);
        match self.goes {
            Goes::Domain(at) => {
                let open = self.open.get_mut(at)?;
                open.documents += documents;
                open.bytes += bytes;
                if !open.datasets.contains(&of) {
                    open.datasets.push(of);
                }
                self.totals.domain.add(&figures);
            }
            Goes::Nowhere(reason) => self.totals.no_domain.entry(reason).or_default().add(&figures),
        }
        self.totals.all.add(&figures);
        self.totals.media.entry(media).or_default().add(&figures);
        update(&mut self.totals.datasets, dataset, |d| d.media.entry(media).or_default().add(&figures));
        if media == Media::Text.letter() {
            update(&mut self.totals.languages, language, |f| f.add(&figures));
        }
        update(&mut self.totals.months, month, |f| f.add(&figures));
        if let Some((first, last)) = span {
            let days = self.totals.days.get_or_insert((first, last));
            *days = (days.0.min(first), days.1.max(last));
        }
        Some(())
    }

    fn dataset(&mut self, name: &str) -> usize {
        if let Some(at) = self.of_dataset.get(name) {
            return *at;
        }
        self.of_dataset.insert(name.to_owned(), self.datasets.len());
        self.datasets.push(name.to_owned());
        self.domains_of.push(0);
        self.datasets.len() - 1
    }

    /// A new host: closes the domains that it is not below, and opens its own.
    fn enter(&mut self, place: &str, found: &mut impl FnMut(&str, [u64; 3])) -> Option<Goes> {
        let (class, host) = place.split_once(' ')?;
        match class {
            "n" => {
                while let Some(open) = self.open.last() {
                    let below =
                        host.strip_prefix(open.key.as_str()).is_some_and(|r| r.is_empty() || r.starts_with(' '));
                    if below {
                        break;
                    }
                    self.close(found);
                }
                let name = forward(host);
                let Some(domain) = self.suffixes.domain(&name) else { return Some(Goes::Nowhere('s')) };
                self.totals.hosts += 1;
                let key = host.get(..domain.len())?;
                Some(Goes::Domain(self.place(key)))
            }
            // An address is a domain of its own; the key is not reversed.
            "i" => {
                while !self.open.is_empty() {
                    self.close(found);
                }
                self.totals.hosts += 1;
                self.totals.addresses += 1;
                self.open.push(Open { key: host.to_owned(), documents: 0, bytes: 0, hosts: 1, datasets: Vec::new() });
                Some(Goes::Domain(0))
            }
            _ => Some(Goes::Nowhere(class.chars().next()?)),
        }
    }

    /// The place of a domain on the stack.
    fn place(&mut self, key: &str) -> usize {
        if let Some(at) = self.open.iter().position(|open| open.key == key) {
            if let Some(open) = self.open.get_mut(at) {
                open.hosts += 1;
            }
            return at;
        }
        self.open.push(Open { key: key.to_owned(), documents: 0, bytes: 0, hosts: 1, datasets: Vec::new() });
        self.open.len() - 1
    }

    fn close(&mut self, found: &mut impl FnMut(&str, [u64; 3])) {
        let Some(open) = self.open.pop() else { return };
        self.totals.domains += 1;
        for at in open.datasets {
            if let Some(count) = self.domains_of.get_mut(at) {
                *count += 1;
            }
        }
        let numbers = [open.documents, open.bytes, open.hosts];
        // An address stands as it is; a name reversed has neither dot nor bracket.
        if open.key.starts_with('[') || open.key.contains('.') {
            found(&open.key, numbers);
        } else {
            found(&forward(&open.key), numbers);
        }
    }

    /// Closes what is open.
    pub fn finish(mut self, found: &mut impl FnMut(&str, [u64; 3])) -> Totals {
        while !self.open.is_empty() {
            self.close(found);
        }
        for (name, count) in self.datasets.iter().zip(&self.domains_of) {
            if let Some(dataset) = self.totals.datasets.get_mut(name) {
                dataset.domains = *count;
            }
        }
        self.totals.rejected.sort_by(|a, b| (&a.file, a.first, &a.code).cmp(&(&b.file, b.first, &b.code)));
        self.totals
    }
}

/// Changes the entry of a name, which is written down only where it is new.
fn update<V: Default>(map: &mut BTreeMap<String, V>, key: &str, change: impl FnOnce(&mut V)) {
    if let Some(value) = map.get_mut(key) {
        change(value);
    } else {
        let mut value = V::default();
        change(&mut value);
        map.insert(key.to_owned(), value);
    }
}

/// A name from its reversed labels.
fn forward(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    for (at, label) in key.rsplit(' ').enumerate() {
        if at > 0 {
            out.push('.');
        }
        out.push_str(label);
    }
    out
}

impl Totals {
    /// Records rejected.
    #[must_use]
    pub fn rejected_records(&self) -> u64 {
        self.rejected.iter().filter_map(|r| r.records).sum()
    }

    /// The documents without a domain, all reasons together and each.
    #[must_use]
    pub fn no_domain_json(&self) -> Json {
        let mut sum = Figures::default();
        let mut reasons = Map::new();
        for (letter, word) in NO_DOMAIN {
            let figures = self.no_domain.get(&letter).copied().unwrap_or_default();
            sum.add(&figures);
            reasons.insert(word.to_owned(), json!({ "documents": figures.documents, "bytes": figures.bytes }));
        }
        json!({ "documents": sum.documents, "bytes": sum.bytes, "reasons": reasons })
    }
}
