//! What is on which slide: every page begins one, and every chart and table after the first has its own.

use crate::chart::pack::Drawings;
use crate::chart::{bare, font};
use crate::report::format;
use crate::report::pack::{Block, Exhibit, Fact, Page, Report};
use crate::report::sheet::Value;
use crate::report::table::{self, Cell, DataTable, Show};
use serde::Serialize;

/// Longer words, in characters, may be broken anywhere.
const LONGEST_WORD: usize = 24;
/// Into parts so long.
const LONGEST_PART: usize = 12;
/// Parts of a path that are no longer stay with the next.
const LEAST_PART: usize = 6;
/// Where a line may end.
const MAY_BREAK: char = '\u{200B}';
/// Where it must not.
const NO_BREAK: char = '\u{2060}';

/// All that the template reads.
#[derive(Serialize)]
pub(super) struct Deck {
    /// For the properties of the file: as it stands.
    name: String,
    /// For the properties of the file: as it stands.
    about: String,
    title: String,
    subtitle: String,
    slides: Vec<Slide>,
    #[serde(skip)]
    pictures: Vec<(String, String)>,
}

/// One slide; the template lets what does not fit run on to the next.
#[derive(Debug, Default, PartialEq, Serialize)]
pub(super) struct Slide {
    /// What the page is about.
    topic: String,
    /// The finding.
    title: String,
    /// 1 for a page's first slide, 2 for the others.
    level: u8,
    chart: Option<Picture>,
    /// What stands beside or above the chart, else all that there is.
    parts: Vec<Part>,
    /// Whether tables may take several slides; else each is cut to what fits on one.
    whole: bool,
}

#[derive(Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Part {
    Sentences { texts: Vec<String> },
    Facts { facts: Vec<Large> },
    Points { title: String, texts: Vec<String> },
    Table(Table),
}

#[derive(Debug, PartialEq, Serialize)]
struct Large {
    label: String,
    value: String,
    note: String,
}

#[derive(Debug, PartialEq, Serialize)]
struct Picture {
    file: String,
    alt: String,
    /// The chart's own finding, where the slide's title is another.
    title: String,
    source: String,
}

#[derive(Debug, PartialEq, Serialize)]
struct Table {
    /// Empty where the slide's title says it.
    caption: String,
    columns: Vec<Column>,
    rows: Vec<Vec<Shown>>,
    notes: Vec<String>,
}

#[derive(Debug, PartialEq, Serialize)]
struct Column {
    heading: String,
    /// Whether it has numbers, which stand at its right.
    numbers: bool,
}

#[derive(Debug, PartialEq, Serialize)]
struct Shown {
    text: String,
    /// A small picture in place of the text.
    picture: Option<String>,
}

impl Deck {
    /// The pictures that the slides name.
    pub(super) fn into_pictures(self) -> Vec<(String, String)> {
        self.pictures
    }
}

/// The deck of a pack.
pub(super) fn deck(report: &Report, drawings: &Drawings) -> Deck {
    let pages = report.pages.iter();
    let figures = drawings.figures.iter().enumerate().map(|(i, (_, figure))| (chart_file(i), bare(figure)));
    let small = drawings.pictures.iter().enumerate().map(|(i, (_, svg))| (picture_file(i), svg.clone()));
    Deck {
        name: said(&report.title, "Board pack"),
        about: said(&report.subtitle, "Board pack"),
        title: set(&report.title),
        subtitle: set(&report.subtitle),
        slides: pages.flat_map(|page| slides(page, report, drawings)).collect(),
        pictures: figures.chain(small).map(|(name, svg)| (name, font::drawable(&svg))).collect(),
    }
}

// Names of files are made, not taken from users' names: a path has rules of its own.
fn chart_file(number: usize) -> String {
    format!("chart-{number}.svg")
}

fn picture_file(number: usize) -> String {
    format!("picture-{number}.svg")
}

/// The slides of a page: its charts have one each, its tables come one after the other.
fn slides(page: &Page, report: &Report, drawings: &Drawings) -> Vec<Slide> {
    let whole = !page.blocks.iter().any(|block| matches!(block, Block::Exhibit(_)));
    let blank = |level| Slide { topic: set(page.name), level, whole, ..Slide::default() };
    let mut now = Slide { title: set(&page.headline), ..blank(1) };
    if is_reference(page) {
        now.parts.push(contents(page));
        return vec![now];
    }
    let mut done = Vec::new();
    for block in &page.blocks {
        let is_full = match block {
            Block::Exhibit(_) => now.chart.is_some() || now.tables() > 0,
            Block::Table(_) => now.chart.is_some(),
            Block::Sentences(_) | Block::Facts(_) | Block::Points { .. } => false,
        };
        if is_full {
            done.push(std::mem::replace(&mut now, blank(2)));
        }
        put(&mut now, block, report, drawings);
    }
    done.push(now);
    done.into_iter().map(titled).collect()
}

impl Slide {
    fn tables(&self) -> usize {
        self.parts.iter().filter(|part| matches!(part, Part::Table(_))).count()
    }
}

/// A slide without a finding of its own has the caption of its table for a title.
fn titled(mut slide: Slide) -> Slide {
    let one = slide.tables() == 1;
    for part in &mut slide.parts {
        if let Part::Table(table) = part
            && one
            && slide.title.is_empty()
        {
            slide.title = std::mem::take(&mut table.caption);
        }
    }
    if slide.title.is_empty() {
        slide.title = format!("{}: the numbers", slide.topic);
    }
    slide
}

fn put(slide: &mut Slide, block: &Block, report: &Report, drawings: &Drawings) {
    match block {
        Block::Sentences(texts) => slide.parts.push(Part::Sentences { texts: all_set(texts) }),
        Block::Facts(facts) => slide.parts.push(Part::Facts { facts: facts.iter().map(large).collect() }),
        Block::Points { title, points } => {
            slide.parts.push(Part::Points { title: set(title), texts: all_set(points) });
        }
        Block::Table(table) => put_table(slide, table, report, drawings),
        Block::Exhibit(exhibit) => put_chart(slide, exhibit, report, drawings),
    }
}

/// Whether a page holds machine-readable tables, which have no place on slides.
fn is_reference(page: &Page) -> bool {
    page.id.starts_with("all-")
}

/// What a page of reference holds.
fn contents(page: &Page) -> Part {
    let tables = page.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let named = |table: &DataTable| {
        let rows = table.rows.len() as u64;
        set(&format!("{} ({} {})", table.caption, format::whole(rows), if rows == 1 { "row" } else { "rows" }))
    };
    let title = "In the workbook and in the HTML report".to_string();
    Part::Points { title, texts: tables.map(named).collect() }
}

fn put_chart(slide: &mut Slide, exhibit: &Exhibit, report: &Report, drawings: &Drawings) {
    let found = drawings.figures.iter().enumerate().find(|(_, (name, _))| *name == exhibit.figure);
    let Some((number, (_, figure))) = found else {
        slide.parts.push(Part::Sentences { texts: vec![set(&exhibit.alt)] });
        return put_table(slide, &exhibit.table, report, drawings);
    };
    let finding = set(&figure.title);
    let says_more = !slide.title.is_empty() && slide.title != finding;
    let title = if says_more { finding.clone() } else { String::new() };
    if slide.title.is_empty() {
        slide.title = finding;
    }
    slide.chart = Some(Picture {
        file: chart_file(number),
        alt: said(&exhibit.alt, "Chart"),
        title,
        source: set(&figure.subtitle),
    });
}

fn put_table(slide: &mut Slide, table: &DataTable, report: &Report, drawings: &Drawings) {
    if table.rows.is_empty() {
        return;
    }
    let rows = table.rows.iter().map(|row| row.iter().map(|cell| shown(cell, report, drawings)).collect());
    slide.parts.push(Part::Table(Table {
        caption: set(&table.caption),
        columns: (0..table.headings.len()).map(|i| column(table, i)).collect(),
        rows: rows.collect(),
        notes: all_set(&table.notes),
    }));
}

fn column(table: &DataTable, number: usize) -> Column {
    let cells = || table.rows.iter().filter_map(|row| row.get(number));
    let numbers = cells().any(table::is_number) && cells().all(|c| table::is_number(c) || c.value == Value::Missing);
    Column { heading: set(&table.headings[number]), numbers }
}

fn shown(cell: &Cell, report: &Report, drawings: &Drawings) -> Shown {
    Shown { text: set(&table::cell_text(cell, &report.currency)), picture: small_picture(cell, drawings) }
}

fn small_picture(cell: &Cell, drawings: &Drawings) -> Option<String> {
    let Value::Text(wanted) = &cell.value else { return None };
    let number = || drawings.pictures.iter().position(|(name, _)| name == wanted);
    (cell.show == Show::Picture).then(number).flatten().map(picture_file)
}

fn large(fact: &Fact) -> Large {
    Large { label: set(&fact.label), value: set(&fact.value), note: set(&fact.note) }
}

fn all_set(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| set(text)).collect()
}

/// A text for readers of the file's properties and of its tags, which must not be blank: as it stands, on one line.
fn said(text: &str, blank: &str) -> String {
    let line = format::one_line(text);
    if line.trim().is_empty() { blank.to_string() } else { line }
}

/// A text as it is set: on one line, in characters that the fonts have, with places to break in long words.
fn set(text: &str) -> String {
    let line = font::drawable(&format::one_line(text));
    line.split_inclusive(char::is_whitespace).map(breakable).collect()
}

/// A word with places to break: in paths before their next part, in what is very long anywhere. A minus stays with its
/// number.
fn breakable(word: &str) -> String {
    let is_long = word.chars().count() > LONGEST_WORD;
    let mut out = String::new();
    let mut unbroken = 0;
    for (i, c) in word.char_indices() {
        if is_long && unbroken == LONGEST_PART {
            out.push(MAY_BREAK);
            unbroken = 0;
        }
        out.push(c);
        unbroken += 1;
        if unbroken > LEAST_PART && matches!(c, '.' | '_' | '/') {
            out.push(MAY_BREAK);
            unbroken = 0;
        }
        if c == '-' && (i == 0 || word[..i] == *"(") {
            out.push(NO_BREAK);
        }
    }
    out
}
