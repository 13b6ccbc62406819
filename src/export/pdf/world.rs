//! All that the typesetter can see: the template, its data, the pictures and the embedded fonts. No file system, no
//! network, no clock, no fonts of the machine.

use super::PdfError;
use crate::chart::font;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

const TEMPLATE: &str = include_str!("deck.typ");

/// The world of one deck.
pub(super) struct DeckWorld {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
    /// By their paths.
    files: Vec<(String, Bytes)>,
}

impl DeckWorld {
    /// The template's `report.json`, and pictures by their names.
    pub(super) fn new(report: Vec<u8>, pictures: Vec<(String, String)>) -> Result<Self, PdfError> {
        let path = VirtualPath::new("deck.typ").map_err(|e| PdfError(e.to_string()))?;
        let main = RootedPath::new(VirtualRoot::Project, path).intern();
        let fonts: Vec<Font> = [font::REGULAR, font::SEMI_BOLD].into_iter().flat_map(faces).collect();
        let mut files = vec![("report.json".to_string(), Bytes::new(report))];
        files.extend(pictures.into_iter().map(|(name, svg)| (name, Bytes::from_string(svg))));
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            template: Source::new(main, TEMPLATE.to_string()),
            files,
        })
    }
}

fn faces(data: &'static [u8]) -> impl Iterator<Item = Font> {
    Font::iter(Bytes::new(data))
}

fn unknown(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}

impl World for DeckWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(unknown(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.vpath().get_without_slash();
        let found = self.files.iter().find(|(name, _)| matches!(id.root(), VirtualRoot::Project) && name == path);
        found.map(|(_, bytes)| bytes.clone()).ok_or_else(|| unknown(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
