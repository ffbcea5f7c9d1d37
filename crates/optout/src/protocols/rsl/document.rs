//! A document of RSL, read: its contents and their licences, bounded in depth, refused where it is not conformant.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use crate::html::Counter;
use crate::robots::{pattern_rank, target};

pub(super) const NAMESPACE: &str = "https://rslstandard.org/rsl";
/// How deep elements lie in one another; the format itself needs six.
const DEPTH: u32 = 32;
const KNOWN: [&str; 14] = [
    "rsl",
    "content",
    "license",
    "permits",
    "prohibits",
    "payment",
    "standard",
    "custom",
    "amount",
    "accepts",
    "reporting",
    "legal",
    "copyright",
    "terms",
];
const ALSO_KNOWN: [&str; 2] = ["schema", "alternate"];

/// Words that are permitted, where any are, and words that are prohibited.
#[derive(Debug, Default)]
pub(super) struct Lists {
    pub permits: Option<Vec<String>>,
    pub prohibits: Vec<String>,
}

/// One licence.
#[derive(Debug, Default)]
pub(super) struct Licence {
    pub usage: Lists,
    pub user: Lists,
    pub geo: Lists,
    /// Payment or reporting.
    pub condition: bool,
}

/// One content with its licences.
#[derive(Debug)]
pub(super) struct Content {
    pub pattern: Vec<u8>,
    pub rank: u32,
    /// Host and port, where it names them.
    pub host: Option<String>,
    pub server: bool,
    pub licences: Vec<Licence>,
    pub at: (u32, u32),
    pub tag: String,
}

/// A document.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub contents: Vec<Content>,
    /// It writes lists with commas as version 0.9 did.
    pub commas: bool,
}

impl Licence {
    fn lists(&mut self, kind: &str) -> Option<&mut Lists> {
        match kind {
            "usage" => Some(&mut self.usage),
            "user" => Some(&mut self.user),
            "geo" => Some(&mut self.geo),
            _ => None,
        }
    }
}

/// Reads a document; `None` where it is none, or not conformant.
pub(super) fn document(body: &[u8]) -> Option<Document> {
    let text = std::str::from_utf8(body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)).ok()?;
    let mut reader = NsReader::from_str(text);
    let mut lines = Counter::default();
    let mut depth = 0_u32;
    let (mut found, mut root) = (Document::default(), false);
    // Which list the next text belongs to: permits or prohibits, and of what type.
    let mut open: Option<(bool, String)> = None;
    loop {
        let from = usize::try_from(reader.buffer_position()).ok()?;
        let (namespace, event) = reader.read_resolved_event().ok()?;
        let ours = matches!(namespace, ResolveResult::Bound(bound) if bound.as_ref() == NAMESPACE);
        match &event {
            Event::Start(_) if depth > DEPTH => return None,
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        match event {
            Event::Start(element) | Event::Empty(element) if ours => {
                let name = element.local_name();
                let name = name.as_ref();
                if !KNOWN.contains(&name) && !ALSO_KNOWN.contains(&name) {
                    return None;
                }
                let licence = found.contents.last_mut().and_then(|content| content.licences.last_mut());
                match (name, licence) {
                    ("rsl", _) => root = true,
                    ("content", _) => {
                        found.contents.push(content(&element, text, from, lines.at(text.as_bytes(), from))?);
                    }
                    ("license", _) => found.contents.last_mut()?.licences.push(Licence::default()),
                    ("permits" | "prohibits", Some(licence)) => {
                        let kind = attribute(&element, "type").unwrap_or_else(|| "usage".to_owned());
                        let kind = kind.trim().to_ascii_lowercase();
                        match licence.lists(&kind) {
                            Some(lists) if name == "permits" => drop(lists.permits.get_or_insert_default()),
                            Some(_) => {}
                            // A kind of limit that is not known here is a condition.
                            None => licence.condition = true,
                        }
                        open = Some((name == "permits", kind));
                    }
                    ("payment", Some(licence)) => {
                        let kind = attribute(&element, "type").unwrap_or_default();
                        licence.condition |= !kind.trim().eq_ignore_ascii_case("free");
                    }
                    ("reporting", Some(licence)) => licence.condition = true,
                    _ => {}
                }
            }
            Event::Text(written) => list(&mut found, &open, &written),
            Event::CData(written) => list(&mut found, &open, &written),
            Event::End(_) => open = None,
            Event::Eof => break,
            _ => {}
        }
    }
    root.then_some(found)
}

/// Takes the words of a list.
fn list(found: &mut Document, open: &Option<(bool, String)>, text: &str) {
    let licence = found.contents.last_mut().and_then(|content| content.licences.last_mut());
    let (Some((permits, kind)), Some(licence)) = (open, licence) else { return };
    let Some(lists) = licence.lists(kind) else { return };
    found.commas |= text.contains(',');
    let words = text.split(|c: char| c == ',' || c.is_whitespace()).filter(|w| !w.is_empty());
    let to = if *permits { lists.permits.get_or_insert_default() } else { &mut lists.prohibits };
    to.extend(words.map(str::to_ascii_lowercase));
}

fn content(element: &BytesStart<'_>, text: &str, from: usize, at: (u32, u32)) -> Option<Content> {
    let url = attribute(element, "url").unwrap_or_default();
    let url = url.trim();
    let host = url.split_once("://").map(|(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let host = host.map(str::to_ascii_lowercase);
    let pattern = target(url).map_or_else(|_| url.to_owned(), std::borrow::Cow::into_owned).into_bytes();
    let server = attribute(element, "server").is_some_and(|server| !server.trim().is_empty());
    let tag = text.get(from..)?.split_inclusive('>').next().unwrap_or_default().to_owned();
    Some(Content { rank: pattern_rank(&pattern), pattern, host, server, licences: Vec::new(), at, tag })
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|a| a.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}
