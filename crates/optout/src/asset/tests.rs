//! Files made by hand, whole and broken.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::*;

const RDF: &str = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\n\
    <rdf:Description rdf:about='' xmlns:tdm='http://www.w3.org/ns/tdmrep/'>\n<tdm:reservation>1</tdm:reservation>\
    </rdf:Description></rdf:RDF></x:xmpmeta>";

fn reserved(asset: &Asset) -> bool {
    asset
        .xmp
        .iter()
        .any(|p| p.get(&["http://www.w3.org/ns/tdmrep/"], "reservation").any(|p| p.value == "1" && p.at == (3, 1)))
}

fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    [&[0xff, marker][..], &u16::try_from(data.len() + 2).unwrap().to_be_bytes(), data].concat()
}

fn jpeg(segments: &[Vec<u8>]) -> Vec<u8> {
    [&[0xff, 0xd8][..], &segment(0xe0, b"JFIF\0"), &segments.concat(), &[0xff, 0xda, 0, 4, 1, 2, 0x55, 0xff, 0xd9]]
        .concat()
}

fn chunk(kind: &[u8], data: &[u8]) -> Vec<u8> {
    [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], kind, data, &[0; 4]].concat()
}

fn boxed(kind: &[u8], content: &[u8]) -> Vec<u8> {
    [&u32::try_from(content.len() + 8).unwrap().to_be_bytes()[..], kind, content].concat()
}

fn superbox(kind: &[u8], label: &str, children: &[Vec<u8>]) -> Vec<u8> {
    let description = boxed(b"jumd", &[kind, &[0; 12], &[3], label.as_bytes(), &[0]].concat());
    boxed(b"jumb", &[description, children.concat()].concat())
}

fn store(uses: &[&str]) -> Vec<u8> {
    let manifests: Vec<Vec<u8>> = uses
        .iter()
        .map(|usage| {
            let data = format!("{{\"entries\":{{\"cawg.ai_generative_training\":{{\"use\":\"{usage}\"}}}}}}");
            let assertion = superbox(b"json", "cawg.training-mining", &[boxed(b"json", data.as_bytes())]);
            let cbor = superbox(b"cbor", "c2pa.other", &[boxed(b"cbor", b"\xa1\x61a\x01")]);
            superbox(b"c2ma", "urn:uuid:1", &[superbox(b"c2as", "c2pa.assertions", &[assertion, cbor])])
        })
        .collect();
    superbox(b"c2pa", "c2pa", &manifests)
}

fn usage(asset: &Asset) -> &str {
    let (label, data) = &asset.manifest.as_ref().unwrap().assertions[0];
    assert_eq!(label, "cawg.training-mining");
    data["entries"]["cawg.ai_generative_training"]["use"].as_str().unwrap()
}

#[test]
fn xmp_is_found_in_files_of_every_kind() {
    let app1 = segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", RDF.as_bytes()].concat());
    assert!(reserved(&Asset::read(&jpeg(std::slice::from_ref(&app1)))));
    // What stands behind the beginning of the picture is none of its metadata.
    assert!(Asset::read(&[&jpeg(&[])[..], &app1].concat()).xmp.is_empty());
    // Spread over two segments, in the wrong order.
    let piece = |from: usize, to: usize| {
        let head = [b"http://ns.adobe.com/xmp/extension/\0", &[b'A'; 32][..]].concat();
        let numbers =
            [u32::try_from(RDF.len()).unwrap().to_be_bytes(), u32::try_from(from).unwrap().to_be_bytes()].concat();
        segment(0xe1, &[&head[..], &numbers, &RDF.as_bytes()[from..to]].concat())
    };
    assert!(reserved(&Asset::read(&jpeg(&[piece(100, RDF.len()), piece(0, 100)]))));
    let png = |data: &[u8]| {
        [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &[0; 13]), &chunk(b"iTXt", data), &chunk(b"IEND", b"")].concat()
    };
    assert!(reserved(&Asset::read(&png(&[b"XML:com.adobe.xmp\0\0\0\0\0", RDF.as_bytes()].concat()))));
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(RDF.as_bytes(), 6);
    assert!(reserved(&Asset::read(&png(&[&b"XML:com.adobe.xmp\0\x01\0\0\0"[..], &packed].concat()))));
    let riff =
        [&b"RIFF\0\0\0\0WEBPXMP "[..], &u32::try_from(RDF.len()).unwrap().to_le_bytes(), RDF.as_bytes()].concat();
    assert!(reserved(&Asset::read(&riff)));
    let bmff = [boxed(b"ftyp", b"mif1"), boxed(b"mdat", RDF.as_bytes())].concat();
    assert!(reserved(&Asset::read(&bmff)));
    assert!(reserved(&Asset::read(format!("GIF89a....{RDF}....").as_bytes())));
    assert!(reserved(&Asset::read(RDF.as_bytes())), "a sidecar");
}

#[test]
fn a_pdf_speaks_by_its_catalogue() {
    let other = RDF.replace(">1<", ">0<");
    let plain = format!(
        "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 9 0 R/Metadata 2 0 R>>\nendobj\n2 0 obj\n<</Type/Metadata/Subtype/XML/Length 1>>\n\
         stream\n{RDF}\nendstream\nendobj\n12 0 obj\n<</Type/Metadata>>\nstream\n{other}\nendstream\nendobj\n"
    );
    let found = Asset::read(plain.as_bytes());
    assert!(found.kind == Kind::Pdf && found.xmp.len() == 1 && reserved(&found));
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(RDF.as_bytes(), 6);
    let stream = [
        &b"%PDF-1.7\n1 0 obj\n<</Type /Catalog /Metadata 2 0 R>>\nendobj\n2 0 obj\n<</Filter/FlateDecode>>\nstream\r\n"
            [..],
        &packed,
        b"\r\nendstream\nendobj",
    ]
    .concat();
    assert!(reserved(&Asset::read(&stream)));
    // The later revision counts; without a catalogue in the open the last packet does.
    let later = format!("{plain}2 0 obj\n<<>>\nstream\n{other}\nendstream\nendobj\n");
    assert!(!reserved(&Asset::read(later.as_bytes())));
    assert!(reserved(&Asset::read(format!("%PDF-1.7\n{other}\n{RDF}").as_bytes())));
    let broken = String::from_utf8_lossy(&stream).replace('x', "y");
    assert!(Asset::read(broken.as_bytes()).faults.contains(&"packed_not_readable"));
}

/// A ZIP archive; `packed` says how each file lies in it.
fn archive(files: &[(&str, &[u8])], packed: bool) -> Vec<u8> {
    let (mut body, mut directory) = (Vec::new(), Vec::new());
    for (name, data) in files {
        let stored = if packed { miniz_oxide::deflate::compress_to_vec(data, 6) } else { data.to_vec() };
        let offset = u32::try_from(body.len()).unwrap();
        let sizes =
            [u32::try_from(stored.len()).unwrap().to_le_bytes(), u32::try_from(data.len()).unwrap().to_le_bytes()]
                .concat();
        let method = [if packed { 8 } else { 0 }, 0];
        let names = u16::try_from(name.len()).unwrap().to_le_bytes();
        body.extend(
            [b"PK\x03\x04\x14\0\0\0", &method[..], &[0; 8], &sizes, &names, &[0, 0], name.as_bytes(), &stored].concat(),
        );
        directory.extend(
            [
                b"PK\x01\x02\x14\0\x14\0\0\0",
                &method[..],
                &[0; 8],
                &sizes,
                &names,
                &[0; 12],
                &offset.to_le_bytes(),
                name.as_bytes(),
            ]
            .concat(),
        );
    }
    let (size, at) = (u32::try_from(directory.len()).unwrap(), u32::try_from(body.len()).unwrap());
    let end = [&b"PK\x05\x06\0\0\0\0\0\0\0\0"[..], &size.to_le_bytes(), &at.to_le_bytes(), &[0, 0]].concat();
    [body, directory, end].concat()
}

#[test]
fn an_epub_speaks_by_its_package() {
    const CONTAINER: &[u8] = b"<container><rootfiles><rootfile full-path='OEBPS/p.opf'/></rootfiles></container>";
    let book = |package: &str, packed| {
        archive(
            &[
                ("mimetype", b"application/epub+zip"),
                ("META-INF/container.xml", CONTAINER),
                ("OEBPS/p.opf", package.as_bytes()),
            ],
            packed,
        )
    };
    let three = "<package prefix='dc: http://a.example/ tdm: http://www.w3.org/ns/tdmrep#'>\n<metadata>\
                 <meta property='tdm:reservation'>1</meta><meta property='tdm:policy'>https://a.example/p</meta></metadata></package>";
    let two = "<package><metadata><meta name='tdm:reservation' content='1'/></metadata></package>";
    for packed in [false, true] {
        let found = Asset::read(&book(three, packed));
        assert_eq!((found.kind, found.package.len()), (Kind::Epub, 2));
        let first = &found.package[0];
        assert_eq!(
            (first.name.as_str(), first.value.as_str(), first.bound, first.at),
            ("tdm:reservation", "1", true, (2, 11))
        );
        assert_eq!(Asset::read(&book(two, packed)).package[0].value, "1");
    }
    let unbound = "<package><metadata><meta property='tdm:reservation'>1</meta></metadata></package>";
    assert!(!Asset::read(&book(unbound, true)).package[0].bound);
    let renamed =
        unbound.replace("<package>", "<package prefix='x: http://www.w3.org/ns/tdmrep#'>").replace("tdm:", "x:");
    assert_eq!(Asset::read(&book(&renamed, true)).package[0].name, "tdm:reservation");
    assert_eq!(Asset::read(&book("<package><", true)).faults, ["package_not_readable"]);
    assert_eq!(Asset::read(b"PK\x03\x04").faults, ["archive_not_readable"]);
    // A package that unfolds without end is not unfolded.
    let bomb = vec![b' '; UNFOLDED + 1];
    let bomb = archive(&[("META-INF/container.xml", CONTAINER), ("OEBPS/p.opf", &bomb)], true);
    assert_eq!(Asset::read(&bomb).faults, ["package_not_readable"]);
}

#[test]
fn the_last_manifest_counts() {
    let bytes = store(&["allowed", "notAllowed"]);
    assert_eq!(usage(&Asset::read(&bytes)), "notAllowed");
    // Two segments, each with the head of the box.
    let piece = |number: u32, data: &[u8]| segment(0xeb, &[b"JP\0\x01", &number.to_be_bytes()[..], data].concat());
    let second = [&bytes[..8], &bytes[200..]].concat();
    assert_eq!(usage(&Asset::read(&jpeg(&[piece(2, &second), piece(1, &bytes[..200])]))), "notAllowed");
    let png = [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"caBX", &bytes), &chunk(b"IEND", b"")].concat();
    assert_eq!(usage(&Asset::read(&png)), "notAllowed");
    let pdf = [b"%PDF-1.7\nstream\n", &bytes[..], b"\nendstream"].concat();
    assert!(Asset::read(&pdf).manifest.is_some_and(|m| m.assertions.len() == 2));
    assert_eq!(Asset::read(&bytes[..bytes.len() - 5]).faults, ["manifest_not_readable"]);
}

#[test]
fn every_prefix_and_every_flipped_byte_is_read_without_harm() {
    let app1 = segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", RDF.as_bytes()].concat());
    let files = [
        jpeg(&[app1]),
        store(&["allowed"]),
        archive(&[("META-INF/container.xml", b"<rootfile full-path='p'/>"), ("p", b"<package/>")], true),
        [boxed(b"ftyp", b"mif1"), boxed(b"uuid", &[0; 40])].concat(),
        [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"iTXt", b"XML:com.adobe.xmp\0\x01\0\0\0zz")].concat(),
    ];
    for file in &files {
        for end in 0..file.len() {
            let _ = Asset::read(&file[..end]);
        }
        for at in 0..file.len() {
            for flip in [0x80, 0xff, 1] {
                let mut other = file.clone();
                other[at] ^= flip;
                assert_eq!(Asset::read(&other), Asset::read(&other));
            }
        }
    }
}
