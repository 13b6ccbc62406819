//! How wide columns have to be, in characters.

use super::sheet::{is_short_last, shown_columns};
use crate::report::pack::{Block, Page};
use crate::report::table::{Cell, DataTable, Show, cell_text, is_number};

/// Widths of a column at least and at most; longer texts run over several lines.
const WIDTHS: (f64, f64) = (10.0, 46.0);
/// A first column may be as wide as this.
const WIDEST_FIRST: f64 = 52.0;
/// A last column whose texts may run on takes at most this much.
const WIDEST_LAST: f64 = 24.0;
/// Facts take at most this much of a column.
const WIDEST_FACT: f64 = 34.0;

/// Of a page's sheet: over all of its tables and facts.
pub fn page(page: &Page, currency: &str) -> Vec<f64> {
    let mut widths: Vec<f64> = Vec::new();
    for block in &page.blocks {
        let of_block = match block {
            Block::Table(table) => self::table(table, currency),
            Block::Exhibit(exhibit) => self::table(&exhibit.table, currency),
            Block::Facts(facts) => {
                let widest = |text: fn(&crate::report::pack::Fact) -> &str| {
                    facts.iter().map(|fact| 1.2 * length(text(fact)) + 2.0).fold(0.0, f64::max).min(WIDEST_FACT)
                };
                vec![widest(|fact| &fact.label), widest(|fact| &fact.value)]
            }
            Block::Sentences(_) | Block::Points { .. } => Vec::new(),
        };
        widths.resize(widths.len().max(of_block.len()), 0.0);
        widths.iter_mut().zip(of_block).for_each(|(width, other)| *width = width.max(other));
    }
    widths.into_iter().map(|width| width.max(WIDTHS.0)).collect()
}

/// Of a table's columns.
pub fn table(table: &DataTable, currency: &str) -> Vec<f64> {
    let columns = shown_columns(table);
    let width = |(place, &column): (usize, &usize)| {
        let cells = table.rows.iter().map(|row| self::cell(&row[column], currency));
        let most = match place {
            0 => WIDEST_FIRST,
            _ if is_short_last(table, &columns, column) => WIDEST_LAST,
            _ => WIDTHS.1,
        };
        let widest = cells.fold(0.0, f64::max).max(heading(&table.headings[column]));
        (widest + 3.0).clamp(WIDTHS.0, most)
    };
    columns.iter().enumerate().map(width).collect()
}

/// A number as it stands, with all of its digits, is shown with as many as there is room for.
fn cell(cell: &Cell, currency: &str) -> f64 {
    let length = length(&cell_text(cell, currency));
    if cell.show == Show::Plain && is_number(cell) { length.min(12.0) } else { length }
}

/// A heading breaks between words, into two lines if it can.
fn heading(heading: &str) -> f64 {
    let longest_word = heading.split(' ').map(length).fold(0.0, f64::max);
    // Bold letters are a little wider.
    1.1 * longest_word.max((length(heading) / 2.0).ceil() + 2.0)
}

fn length(text: &str) -> f64 {
    text.chars().count() as f64
}
