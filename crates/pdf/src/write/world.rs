//! All the typesetter can see: the template, the sheet as JSON, the fonts. No files, no network, no clock.

use std::sync::OnceLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt as _, World};

use super::fonts::Fonts;

/// The template.
const TEMPLATE: &str = include_str!("form.typ");

/// One document being set.
pub(super) struct Desk<'a> {
    fonts: &'a Fonts,
    shared: &'static Shared,
    data: Bytes,
}

/// What all documents share.
struct Shared {
    library: LazyHash<Library>,
    template: Source,
    data: FileId,
}

impl<'a> Desk<'a> {
    /// A desk with a sheet on it, as JSON. `None` never happens: the names of the two files are good.
    pub(super) fn new(fonts: &'a Fonts, data: Vec<u8>) -> Option<Self> {
        static SHARED: OnceLock<Option<Shared>> = OnceLock::new();
        let shared = SHARED.get_or_init(Shared::new).as_ref()?;
        Some(Self { fonts, shared, data: Bytes::new(data) })
    }
}

impl Shared {
    fn new() -> Option<Self> {
        let id = |name| Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern());
        // the feature that lets a cell be the header of its row
        let features = [Feature::A11yExtras].into_iter().collect();
        Some(Self {
            library: LazyHash::new(Library::builder().with_features(features).build()),
            template: Source::new(id("form.typ")?, TEMPLATE.to_owned()),
            data: id("sheet.json")?,
        })
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shared.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.shared.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.shared.template.id() { Ok(self.shared.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.shared.data { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
