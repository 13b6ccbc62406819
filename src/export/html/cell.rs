//! A cell of a table.

use crate::chart::pack::Drawings;
use crate::report::sheet::Value;
use crate::report::table::{self, Cell, Show};
use askama::Template;
use askama::filters::HtmlSafe;

/// Letters of a text at most that stays on one line.
pub const SHORT: usize = 16;
/// Letters at most of what stays whole in a narrow column.
const LONGEST_PIECE: usize = 24;

/// A cell as it is shown.
#[derive(Template)]
#[template(
    ext = "html",
    source = r##"{% if is_row_name %}<th scope="row"{% else %}<td{% endif -%}
{% if !class.is_empty() %} class="{{ class }}"{% endif %}>
{%- if let Some(svg) = picture %}{{ svg|safe }}{% endif -%}
{% for piece in pieces %}{% if !loop.first %}<wbr>{% endif %}{{ piece }}{% endfor -%}
{% if is_row_name %}</th>{% else %}</td>{% endif %}"##
)]
pub struct CellView<'a> {
    is_row_name: bool,
    class: &'static str,
    picture: Option<&'a str>,
    /// Its text, in parts between which a line may end.
    pieces: Vec<String>,
}

/// What it writes is escaped already.
impl HtmlSafe for CellView<'_> {}

/// The cell; `is_row_name` where it is the first of its row, `is_number` where its column is of numbers.
pub fn view<'a>(
    cell: &Cell,
    is_row_name: bool,
    is_number: bool,
    currency: &str,
    drawings: &'a Drawings,
) -> CellView<'a> {
    if let Some(svg) = picture(cell, drawings) {
        return CellView { is_row_name, class: "picture", picture: Some(svg), pieces: Vec::new() };
    }
    let text = table::cell_text(cell, currency);
    let pieces = pieces(&text);
    let class = if is_number { "n" } else { class(&text, &pieces) };
    CellView { is_row_name, class, picture: None, pieces }
}

fn picture<'a>(cell: &Cell, drawings: &'a Drawings) -> Option<&'a str> {
    match (cell.show, &cell.value) {
        (Show::Picture, Value::Text(name)) => {
            drawings.pictures.iter().find(|(picture, _)| picture == name).map(|(_, svg)| svg.as_str())
        }
        _ => None,
    }
}

/// Where nothing is too long, the text itself; else also parted behind the points and strokes that paths are made of.
fn pieces(text: &str) -> Vec<String> {
    let mut out: Vec<String> = vec![String::new()];
    for word in text.split_inclusive(' ') {
        let parts: Vec<&str> = match word.chars().count() {
            0..=SHORT => vec![word],
            _ => word.split_inclusive(['.', '_', '/', '-']).collect(),
        };
        for (i, part) in parts.into_iter().enumerate() {
            match out.last_mut() {
                Some(last) if i == 0 => last.push_str(part),
                _ => out.push(part.to_string()),
            }
        }
    }
    out
}

/// A few words stand on one line; what would make its column too wide may be broken anywhere; all others stay whole.
fn class(text: &str, pieces: &[String]) -> &'static str {
    let words = pieces.iter().flat_map(|piece| piece.split_whitespace());
    match text.chars().count() {
        0..=SHORT => "short",
        _ if words.into_iter().any(|word| word.chars().count() > LONGEST_PIECE) => "long",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_may_end_a_line_behind_their_points() {
        assert_eq!(pieces("P10 3.5, P50 4.2, in months"), ["P10 3.5, P50 4.2, in months"]);
        assert_eq!(pieces("of smb.pipeline.win_rate, once"), ["of smb.", "pipeline.", "win_", "rate, once"]);
        assert_eq!(pieces(""), [""]);
        let class = |text: &str| class(text, &pieces(text));
        assert_eq!(class("Dec 2027"), "short");
        assert_eq!(class("segments.enterprise.pipeline.win_rate"), "");
        assert_eq!(class(&"x".repeat(25)), "long");
    }
}
