//! A table that screen readers can walk through, and that scrolls inside its own box where it is wide.

use crate::chart::pack::Drawings;
use crate::report::sheet::Value;
use crate::report::table::{self, Cell, DataTable, Show};
use askama::Template;
use askama::filters::HtmlSafe;

/// Letters of a word at most that stays whole in a narrow column.
const LONGEST_WORD: usize = 24;

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
{%- for cell in row %}
{%- match cell %}
{%- when Shown::RowName with (text, class) %}<th scope="row"{% if !class.is_empty() %} class="{{ class }}"{% endif %}>{{ text }}</th>
{%- when Shown::Text with (text, class) %}<td{% if !class.is_empty() %} class="{{ class }}"{% endif %}>{{ text }}</td>
{%- when Shown::Number with (text) %}<td class="n">{{ text }}</td>
{%- when Shown::Picture with (svg) %}<td class="picture">{{ svg|safe }}</td>
{%- endmatch %}
{%- endfor -%}
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
    rows: Vec<Vec<Shown<'a>>>,
}

/// What it writes is escaped already.
impl HtmlSafe for TableView<'_> {}

/// A cell as it is shown.
enum Shown<'a> {
    /// The first of its row, and its class.
    RowName(String, &'static str),
    /// Another text, and its class.
    Text(String, &'static str),
    Number(String),
    Picture(&'a str),
}

impl<'a> TableView<'a> {
    /// The table; `id` is unique in the file.
    pub fn new(table: &'a DataTable, id: String, currency: &str, drawings: &'a Drawings) -> Self {
        let are_numbers: Vec<bool> = (0..table.headings.len()).map(|column| is_of_numbers(table, column)).collect();
        let rows = table.rows.iter().map(|row| shown_row(row, &are_numbers, currency, drawings)).collect();
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

/// Whether a column has numbers and nothing else; what is missing fits anywhere.
fn is_of_numbers(data: &DataTable, column: usize) -> bool {
    let mut cells = data.rows.iter().filter_map(|row| row.get(column)).filter(|cell| cell.value != Value::Missing);
    cells.clone().next().is_some() && cells.all(table::is_number)
}

fn shown_row<'a>(row: &[Cell], are_numbers: &[bool], currency: &str, drawings: &'a Drawings) -> Vec<Shown<'a>> {
    let cells = row.iter().zip(are_numbers).enumerate();
    cells.map(|(column, (cell, &is_number))| shown(cell, column, is_number, currency, drawings)).collect()
}

fn shown<'a>(cell: &Cell, column: usize, is_number: bool, currency: &str, drawings: &'a Drawings) -> Shown<'a> {
    if let (Show::Picture, Value::Text(name)) = (cell.show, &cell.value)
        && let Some((_, svg)) = drawings.pictures.iter().find(|(picture, _)| picture == name)
    {
        return Shown::Picture(svg);
    }
    let text = table::cell_text(cell, currency);
    match column {
        0 if is_number => Shown::RowName(text, "n"),
        0 => named(text, Shown::RowName),
        _ if is_number || table::is_number(cell) => Shown::Number(text),
        _ => named(text, Shown::Text),
    }
}

fn named<'a>(text: String, shown: impl Fn(String, &'static str) -> Shown<'a>) -> Shown<'a> {
    let class = class(&text);
    shown(text, class)
}

/// Words that would make a column too wide may be broken anywhere; all others are left whole.
fn class(text: &str) -> &'static str {
    let is_long = |word: &str| word.chars().count() > LONGEST_WORD;
    if text.split_whitespace().any(is_long) { "long" } else { "" }
}
