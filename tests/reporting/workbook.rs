//! A workbook taken apart: its parts as texts, and what stands in them.

use roxmltree::{Document, Node};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The parts of a workbook by their path inside it.
pub struct Parts(pub BTreeMap<String, String>);

impl Parts {
    /// Unpacks it; every part of a workbook without pictures is text.
    pub fn of(bytes: &[u8]) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
        let mut parts = BTreeMap::new();
        for i in 0..archive.len() {
            let mut file = archive.by_index(i).expect("an entry");
            let name = file.name().expect("a name").into_owned();
            let mut text = String::new();
            file.read_to_string(&mut text).expect("UTF-8");
            assert!(!parts.contains_key(&name), "{name} twice");
            parts.insert(name, text);
        }
        Self(parts)
    }

    /// One part, parsed.
    pub fn xml(&self, name: &str) -> Document<'_> {
        let text = self.0.get(name).unwrap_or_else(|| panic!("no {name} among {:?}", self.0.keys()));
        Document::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The paths that begin so.
    pub fn starting<'a>(&'a self, start: &'a str) -> impl Iterator<Item = &'a String> {
        self.0.keys().filter(move |name| name.starts_with(start) && name.ends_with(".xml"))
    }

    /// The path of every sheet by its name, in their order.
    pub fn sheets(&self) -> Vec<(String, String)> {
        let relations = self.xml("xl/_rels/workbook.xml.rels");
        let target = |id: &str| {
            let found = named(&relations, "Relationship").into_iter().find(|r| r.attribute("Id") == Some(id));
            format!("xl/{}", found.and_then(|r| r.attribute("Target")).expect("a target"))
        };
        let book = self.xml("xl/workbook.xml");
        let id = |node: &Node<'_, '_>| {
            let attribute = node.attributes().find(|a| a.name() == "id").expect("an id");
            attribute.value().to_string()
        };
        let name = |node: &Node<'_, '_>| node.attribute("name").expect("a name").to_string();
        named(&book, "sheet").iter().map(|node| (name(node), target(&id(node)))).collect()
    }
}

/// All elements of this name.
pub fn named<'a, 'i>(document: &'a Document<'i>, name: &str) -> Vec<Node<'a, 'i>> {
    document.descendants().filter(|node| node.tag_name().name() == name).collect()
}

/// "'Chart data'!$A$5:$A$9" as the sheet and the corners (row and column from 0).
pub fn place(reference: &str) -> (String, [(u32, u32); 2]) {
    let (sheet, cells) = reference.rsplit_once('!').unwrap_or_else(|| panic!("no sheet in {reference}"));
    let sheet = sheet.strip_prefix('\'').and_then(|s| s.strip_suffix('\'')).unwrap_or(sheet).replace("''", "'");
    let (first, last) = cells.split_once(':').unwrap_or((cells, cells));
    (sheet, [cell(first), cell(last)])
}

/// "$AB$12" as row and column from 0.
pub fn cell(text: &str) -> (u32, u32) {
    let plain = text.replace('$', "");
    let letters = plain.chars().take_while(char::is_ascii_uppercase).count();
    let (letters, digits) = plain.split_at(letters);
    let column = letters.bytes().fold(0, |sum, letter| 26 * sum + u32::from(letter - b'A') + 1);
    (digits.parse::<u32>().unwrap_or_else(|_| panic!("no row in {text}")) - 1, column - 1)
}
