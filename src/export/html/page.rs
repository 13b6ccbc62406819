//! One page: its headline and its blocks.

use super::exhibit::ExhibitView;
use super::table::TableView;
use crate::chart::pack::Drawings;
use crate::report::pack::{Block, Fact, Page, Report};
use askama::Template;
use askama::filters::HtmlSafe;

/// Columns of a table from which its page lies on its side on paper, if it has no charts. All others stand upright:
/// charts, text and the tables of a board fit, and the sheets of a pack are not turned about.
const LANDSCAPE_COLUMNS: usize = 12;

/// One page.
#[derive(Template)]
#[template(
    ext = "html",
    source = r##"<section class="page{% if is_landscape %} landscape{% endif %}" id="{{ id }}" aria-labelledby="{{ id }}-headline">
<p class="about"><span class="number">{{ number }}</span> {{ name }}</p>
<h2 id="{{ id }}-headline">{{ headline }}</h2>
{%- for part in parts %}
{%- match part %}
{%- when Part::Sentences with (sentences) %}
<div class="sentences">
{%- for sentence in sentences.iter() %}
<p>{{ sentence }}</p>
{%- endfor %}
</div>
{%- when Part::Facts with (facts) %}
<dl class="facts">
{%- for fact in facts.iter() %}
<div><dt>{{ fact.label }}</dt><dd class="value">{{ fact.value }}</dd>{% if !fact.note.is_empty() %}<dd class="note">{{ fact.note }}</dd>{% endif %}</div>
{%- endfor %}
</dl>
{%- when Part::Points with (lists) %}
<div class="lists">
{%- for (title, points) in lists %}
<div class="points">
<h3>{{ title }}</h3>
<ul>
{%- for point in points.iter() %}
<li>{{ point }}</li>
{%- endfor %}
</ul>
</div>
{%- endfor %}
</div>
{%- when Part::Table with (table) %}
{{ table }}
{%- when Part::Pairs with (tables) %}
<div class="pairs">
{%- for table in tables %}
{{ table }}
{%- endfor %}
</div>
{%- when Part::Exhibit with (exhibit) %}
{{ exhibit }}
{%- endmatch %}
{%- endfor %}
</section>"##
)]
pub struct PageView<'a> {
    /// Its number, from 1.
    pub number: usize,
    /// Its name in links.
    pub id: &'a str,
    /// What it is about.
    pub name: &'a str,
    /// The finding.
    pub headline: &'a str,
    is_landscape: bool,
    parts: Vec<Part<'a>>,
}

/// What it writes is escaped already.
impl HtmlSafe for PageView<'_> {}

/// A block, or several that stand side by side.
enum Part<'a> {
    Sentences(&'a [String]),
    Facts(&'a [Fact]),
    Points(Vec<(&'a str, &'a [String])>),
    Table(TableView<'a>),
    /// Tables of names and values, which leave room for another beside them on paper.
    Pairs(Vec<TableView<'a>>),
    Exhibit(ExhibitView<'a>),
}

/// All pages, numbered.
pub fn pages<'a>(report: &'a Report, drawings: &'a Drawings) -> Vec<PageView<'a>> {
    let numbered = report.pages.iter().zip(1..);
    numbered.map(|(page, number)| view(page, number, report, drawings)).collect()
}

fn view<'a>(page: &'a Page, number: usize, report: &'a Report, drawings: &'a Drawings) -> PageView<'a> {
    let mut parts: Vec<Part<'a>> = Vec::new();
    for (block, i) in page.blocks.iter().zip(1..) {
        // Page and block make names that nothing else in the file has, whatever tables and figures are called.
        let id = format!("part-{number}-{i}");
        match (block, parts.last_mut()) {
            (Block::Points { title, points }, Some(Part::Points(lists))) => lists.push((title, points)),
            (Block::Points { title, points }, _) => parts.push(Part::Points(vec![(title, points)])),
            (Block::Sentences(sentences), _) => parts.push(Part::Sentences(sentences)),
            (Block::Facts(facts), _) => parts.push(Part::Facts(facts)),
            (Block::Table(table), last) => {
                let view = TableView::new(table, id, &report.currency, drawings);
                match last {
                    Some(Part::Pairs(tables)) if table.headings.len() == 2 => tables.push(view),
                    _ if table.headings.len() == 2 => parts.push(Part::Pairs(vec![view])),
                    _ => parts.push(Part::Table(view)),
                }
            }
            (Block::Exhibit(exhibit), _) => {
                parts.push(Part::Exhibit(ExhibitView::new(exhibit, id, page, &report.currency, drawings)));
            }
        }
    }
    let is_landscape = page.blocks.iter().any(is_wide) && !page.blocks.iter().any(is_chart);
    PageView { number, id: page.id, name: page.name, headline: &page.headline, is_landscape, parts }
}

fn is_chart(block: &Block) -> bool {
    matches!(block, Block::Exhibit(_))
}

fn is_wide(block: &Block) -> bool {
    matches!(block, Block::Table(table) if table.headings.len() >= LANDSCAPE_COLUMNS)
}
