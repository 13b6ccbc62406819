//! A chart with the numbers behind it.

use super::table::TableView;
use crate::chart;
use crate::chart::pack::Drawings;
use crate::report::pack::{Block, Exhibit, Page};
use askama::Template;
use askama::filters::HtmlSafe;

/// A chart, its finding above it and its table folded up under it; the table alone where there is no such chart.
#[derive(Template)]
#[template(
    ext = "html",
    source = r##"<figure class="exhibit" aria-label="{{ alt }}">
{%- if let Some(title) = title %}
<figcaption><h3>{{ title }}</h3></figcaption>
{%- endif %}
{%- match svg %}
{%- when Some with (svg) %}
<div class="chart">{{ svg|safe }}</div>
<details><summary>The numbers</summary>
{{ table }}
</details>
{%- when None %}
<p>{{ alt }}</p>
{{ table }}
{%- endmatch %}
</figure>"##
)]
pub struct ExhibitView<'a> {
    alt: &'a str,
    /// The chart's finding, unless it is the page's first and the headline says just that.
    title: Option<&'a str>,
    svg: Option<String>,
    table: TableView<'a>,
}

/// What it writes is escaped already.
impl HtmlSafe for ExhibitView<'_> {}

impl<'a> ExhibitView<'a> {
    /// The exhibit of a page; `id` is unique in the file.
    pub fn new(exhibit: &'a Exhibit, id: String, page: &Page, currency: &str, drawings: &'a Drawings) -> Self {
        let first = page.blocks.iter().find_map(|block| match block {
            Block::Exhibit(first) => Some(&first.figure),
            _ => None,
        });
        let is_said = |title: &str| title == page.headline && first == Some(&exhibit.figure);
        let figure = drawings.figures.iter().find(|(name, _)| *name == exhibit.figure).map(|(_, figure)| figure);
        Self {
            alt: &exhibit.alt,
            title: figure.map(|figure| figure.title.as_str()).filter(|title| !is_said(title)),
            svg: figure.map(|figure| chart::inline(figure, &format!("{id}-chart"))),
            table: TableView::new(&exhibit.table, id, currency, drawings),
        }
    }
}
