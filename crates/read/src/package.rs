//! A package of XML parts in a ZIP archive, as DOCX and XLSX are. It is opened in memory and each part is unpacked up to a bound; entities
//! and external parts are not followed.

use std::io::{Cursor, Read as _};

use quick_xml::events::BytesStart;

use super::ReadError;

/// Longest archive.
pub const LONGEST: usize = 64 << 20;
/// Longest part of it, unpacked.
const LONGEST_PART: u64 = 32 << 20;
/// Most entries of the archive.
const MOST_ENTRIES: usize = 10_000;

/// An open package.
pub struct Package<'a>(zip::ZipArchive<Cursor<&'a [u8]>>);

impl<'a> Package<'a> {
    /// Opens it.
    pub fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        if bytes.len() > LONGEST {
            return Err(ReadError::TooLarge("more than 64 MB"));
        }
        let archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::Damaged("no ZIP archive"))?;
        if archive.len() > MOST_ENTRIES {
            return Err(ReadError::TooLarge("more than 10000 files in the archive"));
        }
        Ok(Package(archive))
    }

    /// One part as text; none if it is not there.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let file = match self.0.by_name(name) {
            Ok(file) => file,
            Err(zip::result::ZipError::FileNotFound) => return Ok(None),
            Err(_) => return Err(ReadError::Damaged("a part of the archive cannot be unpacked")),
        };
        let mut out = Vec::new();
        file.take(LONGEST_PART + 1)
            .read_to_end(&mut out)
            .map_err(|_| ReadError::Damaged("a part of the archive is broken"))?;
        if out.len() as u64 > LONGEST_PART {
            return Err(ReadError::TooLarge("a part of the archive unpacks to more than 32 MB"));
        }
        Ok(Some(super::text::decode(&out).into_owned()))
    }
}

/// The name of an element or attribute without its prefix.
pub fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The value of an attribute by its local name, without entities of its own making.
pub fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element.attributes().with_checks(false).flatten().take(50).find(|a| local(a.key.as_ref()) == name).map(|a| {
        let text = a.value.into_owned();
        quick_xml::escape::unescape(&text).map(std::borrow::Cow::into_owned).unwrap_or(text)
    })
}
