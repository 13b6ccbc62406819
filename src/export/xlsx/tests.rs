use super::*;
use crate::report::fixture;
use crate::report::pack::native::{Axis, Mark, Native, Plot, Series, Tone, Unit};
use crate::report::pack::{Block, Page};
use crate::report::table::{Cell, money, percent, plain, text as words_of};
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use std::io::Cursor;

/// What spreadsheets have been tricked with, and what breaks XML or a limit.
const HOSTILE: [&str; 6] = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(1)",
    "<script>alert('1')</script> & \"$'\"",
    "'Summary'!A1 \u{1F680}",
    "_x0041_ =HYPERLINK(\"http://a\")",
];

type Book = Xlsx<Cursor<Vec<u8>>>;

fn opened(report: &Report) -> Book {
    open_workbook_from_rs(Cursor::new(xlsx(report).expect("a workbook"))).expect("a workbook that opens")
}

/// The made-up pack with data, a chart and hostile texts wherever the user's text may stand.
fn report() -> Report {
    let mut report = fixture::report();
    let mut table = DataTable::new("bands_long", HOSTILE[0], &["metric", HOSTILE[0], "value", "seed"]);
    for (i, hostile) in HOSTILE.iter().enumerate() {
        table.push(vec![words_of(hostile), money(1e6 / 3.0 + i as f64), percent(0.1 / 3.0, 1), plain(u64::MAX >> 2)]);
    }
    table.push(vec![
        plain(false),
        plain(f64::NAN),
        Cell { value: Value::Number(f64::NAN), ..money(0.0) },
        plain(7usize),
    ]);
    report.title = HOSTILE[0].to_string();
    report.pages[0].headline = HOSTILE[0].to_string();
    let points = HOSTILE.map(String::from).to_vec();
    report.pages[0].blocks.push(Block::Points { title: HOSTILE[0].to_string(), points });
    let long = "x".repeat(40_000);
    report.pages[1].blocks.push(Block::Sentences(vec![long, HOSTILE[3].to_string()]));
    report.natives.push(chart());
    report.data.push(table);
    report
}

fn chart() -> Native {
    let mut data = DataTable::new("chart_test", "A chart", &["Step", "Foot", "Up", "Line", "Text"]);
    for hostile in HOSTILE {
        data.push(vec![words_of(hostile), money(1e6), money(2e6), money(3e6), words_of(hostile)]);
    }
    let labelled = Series { labels: Some(4), ..Series::new(3, HOSTILE[0], Mark::Line, Tone::Invisible) };
    Native {
        page: "course",
        title: HOSTILE[0].to_string(),
        data,
        plot: Plot::Upright(HOSTILE[0].to_string()),
        values: Axis::on_zero(HOSTILE[0], Unit::Money, [3e6]),
        series: vec![
            Series::new(1, "", Mark::Stacked, Tone::Invisible),
            Series::new(2, HOSTILE[0], Mark::Stacked, Tone::Up),
            labelled,
        ],
    }
}

/// The numbers of a page in the order in which they are read.
fn numbers(page: &Page) -> Vec<f64> {
    let tables = page.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Exhibit(exhibit) => Some(&exhibit.table),
        _ => None,
    });
    tables.flat_map(|table| table.rows.iter().flatten()).filter_map(number).collect()
}

fn number(cell: &Cell) -> Option<f64> {
    match cell.value {
        Value::Number(x) if x.is_finite() => Some(x),
        Value::Whole(n) if n < 1_000_000_000_000_000 => Some(n as f64),
        _ => None,
    }
}

fn floats(book: &mut Book, sheet: &str) -> Vec<f64> {
    let range = book.worksheet_range(sheet).expect("the sheet");
    let float = |(_, _, cell): (usize, usize, &Data)| match cell {
        Data::Float(x) => Some(*x),
        _ => None,
    };
    range.used_cells().filter_map(float).collect()
}

#[test]
fn every_number_of_a_page_and_of_the_data_comes_back_to_the_bit() {
    let report = report();
    let mut book = opened(&report);
    let mut seen = 0;
    for page in &report.pages {
        let expected = numbers(page);
        assert_eq!(floats(&mut book, page.name), expected, "{}", page.id);
        seen += expected.len();
    }
    let data: Vec<f64> = report.data[0].rows.iter().flatten().filter_map(number).collect();
    assert_eq!(floats(&mut book, "Bands long"), data);
    assert!(seen > 100 && data.len() == 13, "{seen} and {}", data.len());
}

#[test]
fn named_cells_hold_the_figures() {
    let report = report();
    let mut book = opened(&report);
    let names = book.defined_names().to_vec();
    let range = book.worksheet_range("Summary").expect("the summary");
    let at = |name: &str| {
        let (_, place) = names.iter().find(|(n, _)| n == name).unwrap_or_else(|| panic!("no {name} in {names:?}"));
        let place = place.strip_prefix("Summary!$").or(place.strip_prefix("'Summary'!$")).expect("a place");
        let (column, row) = place.split_once('$').expect("a column and a row");
        let column = u32::from(column.as_bytes()[0] - b'A');
        range.get_value((row.parse::<u32>().expect("a row") - 1, column)).cloned()
    };
    assert_eq!(at("p_hit"), Some(Data::Float(0.3)));
    assert_eq!((at("p_hit_low"), at("p_hit_high")), (Some(Data::Float(0.291)), Some(Data::Float(0.309))));
    assert_eq!(at("arr_p50"), Some(Data::Float(19e6)));
    assert!(!names.iter().any(|(name, _)| name == "arr_p50_low"));
}

#[test]
fn text_stays_text_wherever_it_stands() {
    let report = report();
    let mut book = opened(&report);
    let mut found = Vec::new();
    for sheet in book.sheet_names() {
        let formulas = book.worksheet_formula(&sheet).expect("the sheet");
        assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()), "{sheet}");
        let range = book.worksheet_range(&sheet).expect("the sheet");
        found.extend(range.used_cells().filter_map(|(_, _, cell)| match cell {
            Data::String(text) => Some(text.clone()),
            _ => None,
        }));
    }
    for hostile in HOSTILE {
        assert!(found.iter().any(|text| text == hostile || *text == format!("•  {hostile}")), "{hostile}");
    }
    assert!(found.iter().any(|text| text.len() == text::LONGEST_CELL));
    // a number with more digits than a spreadsheet keeps, and a flag
    assert!(found.contains(&(u64::MAX >> 2).to_string()) && found.contains(&"no".to_string()));
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let report = report();
    assert_eq!(xlsx(&report).unwrap(), xlsx(&report).unwrap());
}

#[test]
fn sheets_stand_in_the_order_of_the_report() {
    let mut report = report();
    report.pages[1].name = "Summary";
    let book = opened(&report);
    let names = book.sheet_names();
    assert_eq!(names[..3], ["Summary", "The answer", "Summary (2)"]);
    assert_eq!(names[names.len() - 2..], ["Chart data", "Bands long"]);
}

#[test]
fn an_empty_report_is_a_workbook() {
    let report = Report {
        figures: Vec::new(),
        pages: Vec::new(),
        natives: Vec::new(),
        data: vec![DataTable::new("none", "", &[])],
        ..fixture::report()
    };
    assert_eq!(opened(&report).sheet_names(), ["Summary", "None"]);
}
