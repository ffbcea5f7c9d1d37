//! XMP: properties of RDF in XML, read flat: namespace, name, value, place. Which property means what is the protocols' matter.

use memchr::memmem;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{PrefixDeclaration, ResolveResult};
use quick_xml::reader::NsReader;

use crate::html::Counter;

/// How deep elements lie in one another.
const DEPTH: u32 = 64;
/// How many properties of a packet are kept.
const PROPERTIES: usize = 4_000;
/// How much of a value is kept.
const VALUE: usize = 4_000;
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// A property with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// Its namespace.
    pub namespace: String,
    /// Its name without prefix.
    pub name: String,
    /// Its value: the text of the element, or what its attribute holds.
    pub value: String,
    /// Line and column in the packet, counted from 1.
    pub at: (u32, u32),
    /// The tag as written.
    pub tag: String,
}

/// A packet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packet {
    /// Where it begins in the file; where it was packed, where the packed part begins.
    pub offset: usize,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its properties.
    pub properties: Vec<Property>,
}

impl Packet {
    /// Reads a packet; `None` where it is no XML.
    pub(super) fn read(bytes: &[u8], offset: usize) -> Option<Packet> {
        let text = match std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)) {
            Ok(text) => text.trim_matches(['\0', ' ', '\n', '\r', '\t']).to_owned(),
            Err(_) => crate::robots::from_utf16(bytes)?,
        };
        Some(Packet { offset, properties: properties(&text)?, bytes: text.into_bytes() })
    }

    /// The properties of this name in one of these namespaces.
    pub fn get<'p>(&'p self, namespaces: &'p [&'p str], name: &'p str) -> impl Iterator<Item = &'p Property> {
        self.properties.iter().filter(move |p| p.name == name && namespaces.contains(&p.namespace.as_str()))
    }
}

fn properties(text: &str) -> Option<Vec<Property>> {
    let mut reader = NsReader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut lines = Counter::default();
    let mut found: Vec<Property> = Vec::new();
    // For each open element: which property it is, if it is one.
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut any = false;
    loop {
        let from = usize::try_from(reader.buffer_position()).ok()?;
        let (namespace, event) = reader.read_resolved_event().ok()?;
        let bound = match namespace {
            ResolveResult::Bound(bound) => bound.as_ref().to_owned(),
            _ => String::new(),
        };
        match event {
            Event::Start(element) => {
                if open.len() >= DEPTH as usize {
                    return None;
                }
                any = true;
                let own = take(&mut found, &reader, &element, &bound, text, from, &mut lines);
                open.push(own);
            }
            Event::Empty(element) => {
                any = true;
                take(&mut found, &reader, &element, &bound, text, from, &mut lines);
            }
            Event::End(_) => drop(open.pop()),
            Event::Text(written) => add(&mut found, &open, &written),
            Event::CData(written) => add(&mut found, &open, &written),
            Event::GeneralRef(reference) => {
                let plain = match &*reference {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "apos" => "'",
                    _ => "",
                };
                add(&mut found, &open, plain);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    for property in &mut found {
        property.value = property.value.trim().to_owned();
    }
    (any && open.is_empty()).then_some(found)
}

/// Adds text to the innermost property that is open.
fn add(found: &mut [Property], open: &[Option<usize>], text: &str) {
    let Some(at) = open.iter().rev().find_map(|own| *own) else { return };
    if let Some(property) = found.get_mut(at)
        && property.value.len() + text.len() <= VALUE
    {
        property.value.push_str(text);
    }
}

/// Keeps the properties that an element holds as attributes, and itself where it is one; its number.
fn take(
    found: &mut Vec<Property>,
    reader: &NsReader<&[u8]>,
    element: &BytesStart<'_>,
    namespace: &str,
    text: &str,
    from: usize,
    lines: &mut Counter,
) -> Option<usize> {
    if found.len() >= PROPERTIES {
        return None;
    }
    let at = lines.at(text.as_bytes(), from);
    let tag: String = text.get(from..).and_then(|rest| rest.split_inclusive('>').next()).unwrap_or_default().to_owned();
    let mut resource = String::new();
    for attribute in element.attributes().flatten() {
        let (bound, name) = reader.resolver().resolve_attribute(attribute.key);
        let ResolveResult::Bound(bound) = bound else { continue };
        if attribute.key.as_namespace_binding().is_some_and(|b| !matches!(b, PrefixDeclaration::Default)) {
            continue;
        }
        let Ok(value) = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0) else { continue };
        let value: String = value.chars().take(VALUE).collect();
        if bound.as_ref() == RDF {
            if matches!(name.as_ref(), "resource" | "value") {
                resource = value;
            }
        } else if found.len() < PROPERTIES {
            let property = Property {
                namespace: bound.as_ref().to_owned(),
                name: name.as_ref().to_owned(),
                value,
                at,
                tag: tag.clone(),
            };
            found.push(property);
        }
    }
    // Elements of RDF are structure.
    if namespace == RDF || namespace.is_empty() || found.len() >= PROPERTIES {
        return None;
    }
    let name = element.local_name().as_ref().to_owned();
    found.push(Property { namespace: namespace.to_owned(), name, value: resource, at, tag });
    Some(found.len() - 1)
}

/// The packets in the open: from `<?xpacket begin` or `<x:xmpmeta` to the end of the element.
pub(super) fn packets(body: &[u8]) -> Vec<(usize, &[u8])> {
    let mut found = Vec::new();
    let (begin, end) = (memmem::Finder::new(b"<x:xmpmeta"), memmem::Finder::new(b"</x:xmpmeta>"));
    let mut from = 0;
    while let Some(at) = body.get(from..).and_then(|rest| begin.find(rest)).map(|at| at + from) {
        let rest = body.get(at..).unwrap_or_default();
        let rest = rest.get(..super::bytes::PACKET).unwrap_or(rest);
        let Some(length) = end.find(rest).map(|to| to + b"</x:xmpmeta>".len()) else {
            from = at + 1;
            if found.len() > super::bytes::PACKETS {
                break;
            }
            // Without an end nothing later has one either, unless it lies beyond what one packet may have.
            if rest.len() < super::bytes::PACKET {
                break;
            }
            continue;
        };
        found.extend(rest.get(..length).map(|packet| (at, packet)));
        from = at + length;
        if found.len() > super::bytes::PACKETS {
            break;
        }
    }
    found
}
