//! What is on which slide: every page begins one, and every chart and table after the first has its own.

use crate::chart::pack::Drawings;
use crate::chart::{self, font};
use crate::report::format;
use crate::report::pack::{Block, Exhibit, Fact, Page, Report};
use crate::report::sheet::Value;
use crate::report::table::{self, Cell, DataTable, Show};
use serde::Serialize;

/// Characters without a place to break after which a line may end all the same.
const LONGEST_WORD: usize = 24;
/// Where a line may end.
const MAY_BREAK: char = '\u{200B}';

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
    texts: Vec<Text>,
    chart: Option<Picture>,
    table: Option<Table>,
}

#[derive(Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Text {
    Sentences { texts: Vec<String> },
    Facts { facts: Vec<Large> },
    Points { title: String, texts: Vec<String> },
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
    headings: Vec<Shown>,
    rows: Vec<Vec<Shown>>,
    notes: Vec<String>,
    /// Whether it may take several slides; else it is cut to one.
    whole: bool,
}

#[derive(Debug, PartialEq, Serialize)]
struct Shown {
    text: String,
    /// A small picture in place of the text.
    picture: Option<String>,
    /// Whether it stands at the right of its column.
    right: bool,
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
    let figures = drawings.figures.iter().enumerate().map(|(i, (_, figure))| (chart_file(i), chart::svg(figure)));
    let small = drawings.pictures.iter().enumerate().map(|(i, (_, svg))| (picture_file(i), svg.clone()));
    Deck {
        name: format::one_line(&report.title),
        about: format::one_line(&report.subtitle),
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

/// The slides of a page.
fn slides(page: &Page, report: &Report, drawings: &Drawings) -> Vec<Slide> {
    let mut now = Slide { topic: set(page.name), title: set(&page.headline), level: 1, ..Slide::default() };
    if is_reference(page) {
        now.texts.push(contents(page));
        return vec![now];
    }
    let mut done = Vec::new();
    let whole = !page.blocks.iter().any(|block| matches!(block, Block::Exhibit(_)));
    for block in &page.blocks {
        let wants_room = matches!(block, Block::Table(_) | Block::Exhibit(_));
        if wants_room && (now.chart.is_some() || now.table.is_some()) {
            let next = Slide { topic: now.topic.clone(), level: 2, ..Slide::default() };
            done.push(std::mem::replace(&mut now, next));
        }
        match block {
            Block::Sentences(texts) => now.texts.push(Text::Sentences { texts: all_set(texts) }),
            Block::Facts(facts) => now.texts.push(Text::Facts { facts: facts.iter().map(large).collect() }),
            Block::Points { title, points } => {
                now.texts.push(Text::Points { title: set(title), texts: all_set(points) });
            }
            Block::Table(table) if table.rows.is_empty() => {}
            Block::Table(table) => put_table(&mut now, table, whole, report, drawings),
            Block::Exhibit(exhibit) => put_chart(&mut now, exhibit, report, drawings),
        }
    }
    done.push(now);
    done
}

/// Whether a page holds machine-readable tables, which have no place on slides.
fn is_reference(page: &Page) -> bool {
    page.id.starts_with("all-")
}

/// What a page of reference holds.
fn contents(page: &Page) -> Text {
    let tables = page.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let named =
        |table: &DataTable| set(&format!("{} ({} rows)", table.caption, format::whole(table.rows.len() as u64)));
    let title = "In the workbook and in the HTML report".to_string();
    Text::Points { title, texts: tables.map(named).collect() }
}

fn put_chart(slide: &mut Slide, exhibit: &Exhibit, report: &Report, drawings: &Drawings) {
    let found = drawings.figures.iter().enumerate().find(|(_, (name, _))| *name == exhibit.figure);
    let Some((number, (_, figure))) = found else {
        slide.texts.push(Text::Sentences { texts: vec![set(&exhibit.alt)] });
        return put_table(slide, &exhibit.table, false, report, drawings);
    };
    let finding = set(&figure.title);
    let says_more = !slide.title.is_empty() && slide.title != finding;
    let title = if says_more { finding.clone() } else { String::new() };
    if slide.title.is_empty() {
        slide.title = finding;
    }
    let alt = format::one_line(&exhibit.alt);
    slide.chart = Some(Picture { file: chart_file(number), alt, title, source: set(&figure.subtitle) });
}

fn put_table(slide: &mut Slide, table: &DataTable, whole: bool, report: &Report, drawings: &Drawings) {
    let mut caption = set(&table.caption);
    if slide.title.is_empty() {
        slide.title = std::mem::take(&mut caption);
    }
    let is_right = |column: usize| {
        let cells = || table.rows.iter().filter_map(|row| row.get(column));
        cells().any(table::is_number) && cells().all(|c| table::is_number(c) || c.value == Value::Missing)
    };
    let heading = |(i, text): (usize, &String)| Shown { text: set(text), picture: None, right: is_right(i) };
    let rows = table.rows.iter().map(|row| row.iter().map(|cell| shown(cell, report, drawings)).collect());
    slide.table = Some(Table {
        caption,
        headings: table.headings.iter().enumerate().map(heading).collect(),
        rows: rows.collect(),
        notes: all_set(&table.notes),
        whole,
    });
}

fn shown(cell: &Cell, report: &Report, drawings: &Drawings) -> Shown {
    let text = set(&table::cell_text(cell, &report.currency));
    Shown { text, picture: small_picture(cell, drawings), right: table::is_number(cell) }
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

/// A text as it is set: on one line, in characters that the fonts have, with places to break in what has none.
fn set(text: &str) -> String {
    let mut out = String::new();
    let mut unbroken = 0;
    for c in font::drawable(&format::one_line(text)).chars() {
        unbroken = if c.is_whitespace() { 0 } else { unbroken + 1 };
        if unbroken > LONGEST_WORD {
            out.push(MAY_BREAK);
            unbroken = 1;
        }
        out.push(c);
        if unbroken > 6 && matches!(c, '.' | '_' | '/') {
            out.push(MAY_BREAK);
            unbroken = 0;
        }
    }
    out
}
