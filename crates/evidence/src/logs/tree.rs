//! The tree that JSON and YAML of logs are read into: numbers as they are written, the place of every value, keys that stand twice.

/// A value, and the byte at which it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Json {
    /// The byte.
    pub at: usize,
    /// The value.
    pub kind: Kind,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A number as it is written.
    Number(String),
    /// `NaN`, `Infinity`, `-Infinity`.
    Not(&'static str),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object.
    Map(Entries),
}

/// A key, the byte of the key, its value.
pub type Entry = (String, usize, Json);

/// The entries of an object in their order, and, where there are many, in that of their keys: a stranger's object of a hundred
/// thousand keys is asked for as many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entries {
    list: Vec<Entry>,
    by_key: Vec<u32>,
}

/// Entries that are looked through one by one.
const FEW: usize = 16;

impl Entries {
    /// The entries of an object.
    pub fn new(list: Vec<Entry>) -> Self {
        let mut by_key: Vec<u32> = Vec::new();
        if list.len() > FEW {
            by_key = (0..u32::try_from(list.len()).unwrap_or(0)).collect();
            let key = |at: &u32| usize::try_from(*at).ok().and_then(|at| list.get(at)).map(|(key, _, _)| key.as_str());
            by_key.sort_by(|a, b| key(a).cmp(&key(b)).then(a.cmp(b)));
        }
        Entries { list, by_key }
    }

    /// The entries themselves.
    pub fn into_list(self) -> Vec<Entry> {
        self.list
    }

    /// The entry of a key; the last one, as Python has it.
    fn find(&self, key: &str) -> Option<&Entry> {
        if self.by_key.is_empty() {
            return self.list.iter().rev().find(|(k, _, _)| k == key);
        }
        let entry = |at: u32| usize::try_from(at).ok().and_then(|at| self.list.get(at));
        let end = self.by_key.partition_point(|at| entry(*at).is_some_and(|(k, _, _)| k.as_str() <= key));
        let last = self.by_key.get(end.checked_sub(1)?)?;
        entry(*last).filter(|(k, _, _)| k == key)
    }
}

impl std::ops::Deref for Entries {
    type Target = [Entry];

    fn deref(&self) -> &[Entry] {
        &self.list
    }
}

impl Json {
    /// The value of a key; the last one, as Python has it.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.entry(key).map(|(_, _, value)| value)
    }

    /// The byte of a key.
    pub fn key_at(&self, key: &str) -> Option<usize> {
        self.entry(key).map(|(_, at, _)| *at)
    }

    fn entry(&self, key: &str) -> Option<&Entry> {
        if let Kind::Map(entries) = &self.kind { entries.find(key) } else { None }
    }

    /// The value at the end of a path.
    pub fn path(&self, keys: &[&str]) -> Option<&Json> {
        keys.iter().try_fold(self, |json, key| json.get(key))
    }

    /// Keys and values of an object.
    pub fn entries(&self) -> &[Entry] {
        if let Kind::Map(entries) = &self.kind { entries } else { &[] }
    }

    /// Items of a list.
    pub fn items(&self) -> &[Json] {
        if let Kind::List(items) = &self.kind { items } else { &[] }
    }

    /// Whether it is an object.
    pub fn is_map(&self) -> bool {
        matches!(self.kind, Kind::Map(_))
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }

    /// A text that is not empty.
    pub fn text(&self) -> Option<&str> {
        if let Kind::Text(text) = &self.kind { Some(text.trim()).filter(|t| !t.is_empty()) } else { None }
    }

    /// A text or a number as text.
    pub fn scalar(&self) -> Option<&str> {
        if let Kind::Number(text) = &self.kind { Some(text) } else { self.text() }
    }

    /// Yes or no.
    pub fn bool(&self) -> Option<bool> {
        if let Kind::Bool(yes) = self.kind { Some(yes) } else { None }
    }

    /// A count: a whole number that is not negative, also `10.0` and `"10"`; `-1` is unknown.
    pub fn count(&self) -> Option<u64> {
        count(self.scalar()?)
    }
}

/// A count as files write it.
pub fn count(text: &str) -> Option<u64> {
    let text = text.trim();
    let whole = text.split_once('.').map_or(Some(text), |(w, rest)| rest.bytes().all(|b| b == b'0').then_some(w))?;
    whole.parse().ok()
}
