//! All tables: those of every question for the working pack, and the bands for the workbook.

use super::{Block, Page, Results, Template};
use crate::report::table::DataTable;
use crate::report::{compare, drivers, gap, sheet::Sheet, solve, watch};

/// A page a question with all of its tables, for the working pack.
pub fn pages(results: &Results<'_>, template: Template) -> Vec<Page> {
    let plan = results.plan;
    if template == Template::Board {
        return Vec::new();
    }
    let page = |id, name, prefix: &str, sheets: Vec<Sheet>| Page {
        id,
        name,
        headline: format!("All tables of planodds {prefix}"),
        blocks: sheets.iter().map(|sheet| Block::Table(DataTable::of_sheet(sheet, prefix))).collect(),
    };
    let mut pages = vec![
        page("all-gap", "All tables: gap", "gap", gap::sheets(plan, results.gap)),
        page("all-drivers", "All tables: drivers", "drivers", drivers::sheets(plan, results.drivers)),
    ];
    pages.extend(results.solution.map(|s| page("all-levers", "All tables: levers", "solve", solve::sheets(plan, s))));
    pages.push(page("all-triggers", "All tables: triggers", "watch", watch::sheets(plan, results.watch)));
    let compared = results.compared.as_ref();
    pages.extend(compared.map(|c| page("all-scenarios", "All tables: scenarios", "compare", compare::sheets(c))));
    pages
}

/// For the workbook: bands in long form.
pub fn data(_results: &Results<'_>) -> Vec<DataTable> {
    Vec::new()
}
