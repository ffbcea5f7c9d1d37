//! The data-mining property of IPTC Photo Metadata 2023.1: one value of the PLUS vocabulary in the XMP of a file.

use super::{Protocol, Wants};
use crate::asset::Property;
use crate::input::Input;
use crate::signal::{Confidence, Place, Purpose, Signal, Source, Value};

/// IPTC and PLUS.
pub const PROTOCOL: Protocol = Protocol {
    id: "iptc",
    reads: &[Wants::Metadata("XMP")],
    notes: &[
        "bare_value",
        "unknown_value",
        "see_constraint",
        "see_embedded",
        "see_linked",
        "machine_learning",
        "not_readable",
    ],
    read,
};

const NAMESPACE: [&str; 1] = ["http://ns.useplus.org/ldf/xmp/1.0/"];
const VOCABULARY: &str = "http://ns.useplus.org/ldf/vocab/";

/// A purpose, what is said about it, and how sure that is.
type Said = (Purpose, Value, Confidence);

fn read(input: &Input<'_>) -> Vec<Signal> {
    let Some(asset) = input.asset else { return Vec::new() };
    let mut out = Vec::new();
    let mut found: Vec<&Property> = asset.xmp.iter().flat_map(|packet| packet.get(&NAMESPACE, "DataMining")).collect();
    found.dedup_by(|a, b| a.value == b.value);
    for property in found {
        let place = Place::new(Source::Metadata("XMP".to_owned()), Some(property.at), property.tag.as_bytes());
        let (value, bare) = match property.value.strip_prefix(VOCABULARY) {
            Some(value) => (value, false),
            // The same address by another scheme, or none.
            None => (property.value.rsplit('/').next().unwrap_or_default(), true),
        };
        let (said, note) = meaning(value);
        for (purpose, value, confidence) in said {
            let notes = note.into_iter().chain(bare.then_some("bare_value")).collect();
            out.push(signal(purpose, value, confidence, Some(place.clone()), notes));
        }
    }
    // A packet that is there and cannot be read may have said anything.
    if asset.faults.iter().any(|fault| matches!(*fault, "xmp_not_xml" | "packed_not_readable")) {
        out.push(signal(Purpose::Train, Value::Unreadable, Confidence::Low, None, vec!["not_readable"]));
    }
    out
}

fn signal(
    purpose: Purpose,
    value: Value,
    confidence: Confidence,
    place: Option<Place>,
    notes: Vec<&'static str>,
) -> Signal {
    Signal {
        protocol: PROTOCOL.id,
        version: "IPTC Photo Metadata 2023.1",
        purpose,
        value,
        confidence,
        place,
        operator: None,
        otherwise: None,
        notes,
    }
}

/// What a value of the vocabulary says.
fn meaning(value: &str) -> (Vec<Said>, Option<&'static str>) {
    use Confidence::{High, Low, Medium};
    use Purpose::{Input, Search, Tdm, Train};
    let conditional = || {
        vec![
            (Train, Value::Conditional, High),
            (Tdm, Value::Conditional, High),
            (Input, Value::Conditional, Medium),
            (Search, Value::Conditional, Low),
        ]
    };
    let (yes, no) = (Value::Granted, Value::Reserved);
    match value {
        "DMI-ALLOWED" => (Purpose::ALL.map(|p| (p, yes, High)).to_vec(), None),
        "DMI-PROHIBITED" => (vec![(Train, no, High), (Tdm, no, High), (Input, no, Medium), (Search, no, Low)], None),
        "DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING" => {
            (vec![(Train, no, High), (Tdm, no, High), (Input, no, Medium), (Search, yes, High)], None)
        }
        // Training of every kind of model; other mining is not named.
        "DMI-PROHIBITED-AIMLTRAINING" => (vec![(Train, no, High), (Tdm, no, Medium)], Some("machine_learning")),
        "DMI-PROHIBITED-GENAIMLTRAINING" => (vec![(Train, no, High)], None),
        "DMI-PROHIBITED-SEECONSTRAINT" => (conditional(), Some("see_constraint")),
        "DMI-PROHIBITED-SEEEMBEDDEDRIGHTSEXPR" => (conditional(), Some("see_embedded")),
        "DMI-PROHIBITED-SEELINKEDRIGHTSEXPR" => (conditional(), Some("see_linked")),
        "DMI-UNSPECIFIED" => (vec![(Train, Value::Silent, High)], None),
        _ => (vec![(Train, Value::Silent, Low)], Some("unknown_value")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asset::Asset;
    use crate::judge;

    fn values(property: &str) -> Vec<Value> {
        let xmp = format!(
            "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\
             <rdf:Description rdf:about='' xmlns:plus='http://ns.useplus.org/ldf/xmp/1.0/' {property}</rdf:Description>\
             </rdf:RDF></x:xmpmeta>"
        );
        let asset = Asset::read(xmp.as_bytes());
        let found = read(&Input { path: "/a.jpg", asset: Some(&asset), ..Input::default() });
        Purpose::ALL.iter().map(|p| judge(&found, *p).value).collect()
    }

    #[test]
    fn every_value_in_every_spelling() {
        use Value::{Conditional, Granted, Reserved, Silent};
        for (value, expected) in [
            ("DMI-UNSPECIFIED", [Silent; 4]),
            ("DMI-ALLOWED", [Granted; 4]),
            ("DMI-PROHIBITED-AIMLTRAINING", [Reserved, Reserved, Silent, Silent]),
            ("DMI-PROHIBITED-GENAIMLTRAINING", [Reserved, Silent, Silent, Silent]),
            ("DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING", [Reserved, Reserved, Reserved, Granted]),
            ("DMI-PROHIBITED", [Reserved; 4]),
            ("DMI-PROHIBITED-SEECONSTRAINT", [Conditional; 4]),
            ("DMI-PROHIBITED-SEEEMBEDDEDRIGHTSEXPR", [Conditional; 4]),
            ("DMI-PROHIBITED-SEELINKEDRIGHTSEXPR", [Conditional; 4]),
            ("DMI-ALLOWED-noaitraining", [Silent; 4]),
        ] {
            let uri = format!("{VOCABULARY}{value}");
            for property in [
                format!("plus:DataMining='{uri}'>"),
                format!("plus:DataMining='{value}'>"),
                format!("><plus:DataMining>{uri}</plus:DataMining>"),
                format!("><plus:DataMining rdf:resource='{uri}'/>"),
                format!("><plus:DataMining><rdf:Seq><rdf:li> {uri} </rdf:li></rdf:Seq></plus:DataMining>"),
            ] {
                assert_eq!(values(&property), expected, "{property}");
            }
        }
        // Another namespace under the same prefix is another property.
        assert_eq!(values("xmlns:other='http://a.example/' other:DataMining='DMI-PROHIBITED'>"), [Silent; 4]);
    }
}
