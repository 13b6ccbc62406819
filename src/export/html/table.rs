//! A table that screen readers can walk through, and that scrolls inside its own box where it is wide.

use super::cell::{self, CellView};
use crate::chart::pack::Drawings;
use crate::report::sheet::Value;
use crate::report::table::{self, Cell, DataTable};
use askama::Template;
use askama::filters::HtmlSafe;

/// A table with its caption above it and its notes under it.
#[derive(Template)]
#[template(
    ext = "html",
    source = r##"<div class="table {{ size }}">
<div class="scroll" role="region" aria-labelledby="{{ id }}-caption" tabindex="0">
<table data-name="{{ table.name }}">
<caption id="{{ id }}-caption">{{ table.caption }}</caption>
<thead><tr>
{%- for (heading, is_number) in headings %}<th scope="col"{% if *is_number %} class="n"{% endif %}>{{ heading }}</th>{% endfor -%}
</tr></thead>
<tbody>
{%- for row in rows %}
<tr>
{%- for cell in row %}{{ cell }}{% endfor -%}
</tr>
{%- endfor %}
</tbody>
</table>
</div>
{%- for note in table.notes %}
<p class="note">{{ note }}</p>
{%- endfor %}
</div>"##
)]
pub struct TableView<'a> {
    /// Unique in the file.
    id: String,
    size: &'static str,
    table: &'a DataTable,
    /// Each with whether its column is of numbers.
    headings: Vec<(&'a str, bool)>,
    rows: Vec<Vec<CellView<'a>>>,
}

/// What it writes is escaped already.
impl HtmlSafe for TableView<'_> {}

impl<'a> TableView<'a> {
    /// The table; `id` is unique in the file.
    pub fn new(table: &'a DataTable, id: String, currency: &str, drawings: &'a Drawings) -> Self {
        let are_numbers: Vec<bool> = (0..table.headings.len()).map(|column| is_of_numbers(table, column)).collect();
        let row = |row: &'a Vec<Cell>| {
            let cells = row.iter().zip(&are_numbers).enumerate();
            cells.map(|(i, (cell, &is_number))| cell::view(cell, i == 0, is_number, currency, drawings)).collect()
        };
        let rows = table.rows.iter().map(row).collect();
        let headings = table.headings.iter().map(String::as_str).zip(are_numbers).collect();
        Self { id, size: size(table.headings.len()), table, headings, rows }
    }
}

/// A class by the number of columns: paper has only so much room.
fn size(columns: usize) -> &'static str {
    match columns {
        0..=5 => "narrow",
        6..=8 => "medium",
        9..=12 => "wide",
        _ => "very-wide",
    }
}

/// Whether a column has numbers, and beside them no more than a few words such as "<0.1 %".
fn is_of_numbers(data: &DataTable, column: usize) -> bool {
    let cells = || data.rows.iter().filter_map(|row| row.get(column));
    let fits = |cell: &Cell| match &cell.value {
        Value::Text(text) => text.chars().count() <= cell::SHORT,
        _ => true,
    };
    cells().any(table::is_number) && cells().all(fits)
}
