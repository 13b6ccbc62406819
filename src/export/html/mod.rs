//! The pack as one self-contained HTML file: charts as inline SVG, fonts embedded, no script, nothing from the network.
//!
//! User text reaches the file through the templates' escaping only; the style sheet has the title in the running footer
//! of paper, escaped as CSS. A content security policy forbids all that the file does not hold itself.

mod cell;
mod document;
mod exhibit;
mod page;
mod style;
mod table;
#[cfg(test)]
mod tests;

use crate::chart::pack::Drawings;
use crate::report::format;
use crate::report::pack::Report;
use askama::Template;
use document::Document;

/// The file.
///
/// # Errors
/// None in practice: the templates write into memory.
pub fn html(report: &Report, drawings: &Drawings) -> askama::Result<Vec<u8>> {
    let style = style::style(&report.title);
    let pages = page::pages(report, drawings);
    let document = Document { policy: style::policy(&style), style, report, pages };
    // Whatever was not put on one line before: no text turns, hides or ends what stands beside it.
    let lines = document.render()?.lines().map(format::one_line).collect::<Vec<_>>();
    Ok((lines.join("\n") + "\n").into_bytes())
}
