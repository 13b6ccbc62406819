use super::*;
use crate::chart;
use crate::report::fixture;
use crate::report::pack::{Block, Exhibit, Fact, Page};
use crate::report::table::{Cell, DataTable, Show, plain};
use typst::layout::{Abs, Frame, FrameItem, Point};

/// Half a point: what rounding may do to a width.
const SLACK: f64 = 0.5;

fn drawings() -> Drawings {
    let plan = fixture::plan(12, 3);
    let (odds, bands) = (fixture::odds(&plan, 0.1), fixture::bands(&plan, 0.1));
    let figures = chart::figures(&plan, &fixture::provenance(), &odds, &bands, &fixture::distribution(&plan, 0.1));
    let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 10\" width=\"40\" height=\"10\">\
                   <path d=\"M0 10L20 0L40 10\" fill=\"#0B3C71\"/></svg>";
    Drawings {
        figures: figures.into_iter().map(|(name, figure)| (name.to_string(), figure)).collect(),
        pictures: vec![("driver".to_string(), picture.to_string())],
    }
}

/// A run of letters: where it begins, how wide it is, what it says.
struct Run {
    at: Point,
    width: Abs,
    text: String,
}

fn runs(frame: &Frame, from: Point, out: &mut Vec<Run>) {
    for (at, item) in frame.items() {
        let at = from + *at;
        match item {
            FrameItem::Group(group) => runs(&group.frame, at + Point::new(group.transform.tx, group.transform.ty), out),
            FrameItem::Text(text) => out.push(Run { at, width: text.width(), text: text.text.to_string() }),
            _ => {}
        }
    }
}

/// The letters of every slide.
fn slides_of(document: &PagedDocument) -> Vec<Vec<Run>> {
    let of = |frame: &Frame| {
        let mut out = Vec::new();
        runs(frame, Point::zero(), &mut out);
        out
    };
    document.pages().iter().map(|page| of(&page.frame)).collect()
}

/// A text without what may differ between two settings of it: where its lines end.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{200B}' | '\u{2060}')).collect()
}

fn said(slide: &[Run]) -> String {
    slide.iter().map(|run| bare(&run.text)).collect()
}

/// Nothing leaves the slide, and no text stands in another.
fn assert_tidy(slides: &[Vec<Run>]) {
    for (number, slide) in slides.iter().enumerate() {
        for run in slide {
            let right = (run.at.x + run.width).to_pt();
            let inside = run.at.x.to_pt() >= 48.0 - SLACK && right <= 912.0 + SLACK && run.at.y.to_pt() <= 536.0;
            assert!(inside, "slide {}: {:?} at {:?} to {right}", number + 1, run.text, run.at);
        }
        let mut sorted: Vec<&Run> = slide.iter().collect();
        sorted.sort_by(|a, b| (a.at.y, a.at.x).cmp(&(b.at.y, b.at.x)));
        for pair in sorted.windows(2).filter(|pair| pair[0].at.y == pair[1].at.y) {
            let end = (pair[0].at.x + pair[0].width).to_pt();
            let apart = end <= pair[1].at.x.to_pt() + SLACK;
            assert!(apart, "slide {}: {:?} runs into {:?}", number + 1, pair[0].text, pair[1].text);
        }
    }
}

#[test]
fn the_same_pack_gives_the_same_bytes() {
    let first = pdf(&fixture::report(), &drawings()).unwrap();
    assert!(first.starts_with(b"%PDF-1.7") && first.len() > 20_000);
    assert!(first == pdf(&fixture::report(), &drawings()).unwrap());
    let mut other = fixture::report();
    other.title.push('!');
    assert!(first != pdf(&other, &drawings()).unwrap());
}

#[test]
fn it_is_tagged_and_names_its_language_title_and_no_date() {
    let bytes = pdf(&fixture::report(), &drawings()).unwrap();
    let has = |what: &str| bytes.windows(what.len()).any(|window| window == what.as_bytes());
    for what in
        ["/Lang(en)", "/MarkInfo<</Marked true", "/StructTreeRoot", "<pdfuaid:part>1<", "/S/H1", "/S/TH", "/S/Figure"]
    {
        assert!(has(what), "{what}");
    }
    assert!(
        has("(ARR rises from $10.0M to $19.0M in a typical year; the target is $20.0M.)"),
        "the chart's alternative"
    );
    assert!(!has("CreationDate") && !has("ModDate"));
}

#[test]
fn every_finding_has_its_slide_and_every_page_begins_one() {
    let report = fixture::report();
    let slides = slides_of(&document(&report, &drawings()).unwrap());
    // The title; the answer, the course, the landing's chart and its table; 60 drivers on 4; how it was made.
    assert_eq!(slides.len(), 1 + 4 + 4 + 1);
    assert!(said(&slides[0]).contains(&bare(&report.title)) && said(&slides[0]).contains(&bare(&report.subtitle)));
    for page in &report.pages {
        let headline = bare(&page.headline);
        let on: Vec<usize> = (0..slides.len()).filter(|&i| said(&slides[i]).contains(&headline)).collect();
        assert!(!on.is_empty(), "{}", page.headline);
    }
    for slide in &slides[1..] {
        let text = said(slide);
        assert!(text.contains("giventheseassumptions") && text.contains(&bare(&report.title)));
    }
    assert_tidy(&slides);
}

#[test]
fn sentences_facts_points_and_all_rows_of_the_book_are_there() {
    let report = fixture::report();
    let all: String = slides_of(&document(&report, &drawings()).unwrap()).iter().map(|slide| said(slide)).collect();
    for block in &report.pages[0].blocks {
        let texts: Vec<&String> = match block {
            Block::Sentences(texts) => texts.iter().collect(),
            Block::Facts(facts) => facts.iter().flat_map(|f| [&f.label, &f.value, &f.note]).collect(),
            Block::Points { title, points } => points.iter().chain([title]).collect(),
            Block::Table(_) | Block::Exhibit(_) => Vec::new(),
        };
        assert!(texts.iter().all(|text| all.contains(&bare(text))), "{texts:?}");
    }
    for i in 0..60 {
        assert!(all.contains(&format!("segment-{}.pipeline.driver_{i}", i % 4)), "{i}");
    }
}

#[test]
fn a_long_table_beside_a_chart_is_cut_and_says_so() {
    let mut report = fixture::report();
    let mut table = DataTable::new("long", "Many rows", &["Row", "Number"]);
    for i in 0..200 {
        table.push(vec![plain(format!("row {i}.")), plain(i as f64)]);
    }
    report.pages[1].blocks.push(Block::Table(table));
    let slides = slides_of(&document(&report, &drawings()).unwrap());
    let cut = slides.iter().map(|slide| said(slide)).find(|text| text.contains("Manyrows")).unwrap();
    let shown = (0..200).filter(|i| cut.contains(&format!("row{i}."))).count();
    assert!((10..40).contains(&shown), "{shown}");
    assert!(cut.contains(&format!("and{}rowsmore:seetheworkbookortheHTMLreport", 200 - shown)), "{cut}");
    assert_tidy(&slides);
}

#[test]
fn a_table_too_wide_for_any_slide_leaves_columns_out_and_says_so() {
    let mut report = fixture::report();
    let headings: Vec<String> = (0..40).map(|i| format!("Column {i}")).collect();
    let mut table = DataTable::new("wide", "Many columns", &headings.iter().map(String::as_str).collect::<Vec<_>>());
    table.push((0..40).map(|i| crate::report::table::money(1e9 + f64::from(i))).collect());
    report.pages[4].blocks = vec![Block::Table(table)];
    let slides = slides_of(&document(&report, &drawings()).unwrap());
    assert!(said(&slides[slides.len() - 1]).contains("columnsmore:seetheworkbook"));
    assert_tidy(&slides);
}

#[test]
fn a_chart_that_was_not_drawn_leaves_its_words_and_its_table() {
    let report = fixture::report();
    let none = Drawings { figures: Vec::new(), pictures: Vec::new() };
    let slides = slides_of(&document(&report, &none).unwrap());
    let all: String = slides.iter().map(|slide| said(slide)).collect();
    assert!(all.contains(&bare("Most futures end between $18M and $20M.")) && all.contains("Month12"));
}

const HOSTILE: [&str; 12] = [
    "",
    "#panic(\"x\")",
    "#{ let x = read(\"/etc/passwd\") }",
    "$x^2$ and `raw` and ~",
    "*a* _b_ - c",
    "a \\ b \\u{41}",
    "<label> @label",
    "= heading // comment /* more */",
    "https://example.org/a?b=c",
    "🚀👩‍💻 漢字 עברית \u{202E}x\u{2028}y",
    "a\"b'c",
    "{\"json\": [1, null]}",
];

/// A pack that says one text wherever it can.
fn saying(text: &'static str) -> Report {
    let own = || text.to_string();
    let table = || {
        let mut table = DataTable::new(text, text, &[text, text, text]);
        table.push(vec![plain(text), plain(text), Cell { value: text.into(), show: Show::Picture }]);
        table.notes.push(own());
        table
    };
    let exhibit = |figure: &str| Block::Exhibit(Exhibit { figure: figure.to_string(), alt: own(), table: table() });
    let texts = || {
        vec![
            Block::Facts(vec![Fact { label: own(), value: own(), note: own() }; 3]),
            Block::Sentences(vec![own()]),
            Block::Points { title: own(), points: vec![own(), own()] },
        ]
    };
    let page = |blocks: Vec<Block>| Page { id: "page", name: text, headline: own(), blocks };
    let beside = [vec![exhibit("arr_fan")], texts(), vec![Block::Table(table())]].concat();
    let pages = vec![page(texts()), page(beside), page(vec![Block::Table(table()), exhibit(text)])];
    Report { title: own(), subtitle: own(), pages, ..fixture::report() }
}

#[test]
fn what_users_wrote_is_text_wherever_it_stands() {
    for text in HOSTILE {
        let mut drawings = drawings();
        for (_, figure) in &mut drawings.figures {
            (figure.title, figure.subtitle) = (text.to_string(), text.to_string());
        }
        let report = saying(text);
        pdf(&report, &drawings).unwrap_or_else(|e| panic!("{text}: {e}"));
        let slides = slides_of(&document(&report, &drawings).unwrap());
        let shown = bare(&chart::font::drawable(&crate::report::format::one_line(text)));
        for slide in &slides {
            assert!(said(slide).contains(&shown), "{text} in {}", said(slide));
        }
        assert_tidy(&slides);
    }
}

#[test]
fn texts_without_end_and_without_a_space_stay_on_their_slides() {
    let long: &'static str = Box::leak("W".repeat(300).into_boxed_str());
    let slides = slides_of(&document(&saying(long), &drawings()).unwrap());
    assert!(said(&slides[1]).contains(long));
    for (number, slide) in slides.iter().enumerate() {
        for run in slide {
            assert!((run.at.x + run.width).to_pt() <= 912.0 + SLACK, "slide {}: {:?}", number + 1, run.text);
        }
    }
}

#[test]
fn the_typesetter_sees_no_files_and_no_fonts_but_ours() {
    use typst::World;
    use typst::syntax::{RootedPath, VirtualPath, VirtualRoot};
    let world = DeckWorld::new(b"{}".to_vec(), vec![("a.svg".to_string(), "<svg/>".to_string())]).unwrap();
    let id = |path: &str| RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).unwrap()).intern();
    assert!(world.file(id("report.json")).is_ok() && world.file(id("a.svg")).is_ok());
    assert!(world.file(id("etc/passwd")).is_err() && world.source(id("report.json")).is_err());
    assert!(world.today(None).is_none());
    let families: Vec<String> = (0..9).filter_map(|i| world.font(i)).map(|f| f.info().family.clone()).collect();
    assert_eq!(families, ["Inter", "Inter"]);
}
