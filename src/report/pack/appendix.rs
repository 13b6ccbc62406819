//! All tables: those of every question for the working pack, and the bands for the workbook.

use super::{Block, Page, Results, Template, assumptions};
use crate::analysis::PERCENTILE_NAMES;
use crate::analysis::bands::{self, Columns, Series};
use crate::plan::{Metric, Plan};
use crate::report::findings::{P10, P50, P90};
use crate::report::table::{self, Cell, DataTable};
use crate::report::{compare, drivers, format, gap, sheet::Sheet, solve, watch};

/// Metrics with columns of their own in the wide table, where the plan has them.
const WIDE: [Metric; 10] = [
    Metric::Arr,
    Metric::NewArr,
    Metric::ExpansionArr,
    Metric::ChurnedArr,
    Metric::NetNewArr,
    Metric::Nrr,
    Metric::Customers,
    Metric::Reps,
    Metric::Burn,
    Metric::Cash,
];

/// A page a question with all of its tables, for the working pack.
pub fn pages(results: &Results<'_>, template: Template) -> Vec<Page> {
    let plan = results.plan;
    if template == Template::Board {
        return Vec::new();
    }
    let page = |id, name, prefix: &str, sheets: Vec<Sheet>| {
        let filled: Vec<DataTable> =
            sheets.iter().filter(|s| !s.rows.is_empty()).map(|s| DataTable::of_sheet(s, prefix)).collect();
        Page { id, name, headline: headline(prefix, &filled), blocks: filled.into_iter().map(Block::Table).collect() }
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

/// "All that planodds gap says: 9 tables, 412 rows".
fn headline(question: &str, tables: &[DataTable]) -> String {
    let count =
        |n: usize, one: &str, many: &str| format!("{} {}", format::whole(n as u64), if n == 1 { one } else { many });
    let rows = tables.iter().map(|table| table.rows.len()).sum();
    let (tables, rows) = (count(tables.len(), "table", "tables"), count(rows, "row", "rows"));
    format!("All that planodds {question} says: {tables}, {rows}")
}

/// For the workbook: bands in long and wide form, every uncertain driver in one table, every correlated pair.
pub fn data(results: &Results<'_>) -> Vec<DataTable> {
    let mut tables = vec![wide(results), long(results.plan, results.bands)];
    tables.extend(assumptions::data(results));
    tables
}

/// A row for each metric, segment and period: mean, standard deviation, percentiles, the plan as written.
fn long(plan: &Plan, all: &[Series]) -> DataTable {
    let percentiles: Vec<String> = PERCENTILE_NAMES.iter().map(|name| name.to_uppercase()).collect();
    let head = ["Metric", "Segment", "Period kind", "Period", "Mean", "SD"];
    let headings: Vec<&str> =
        head.into_iter().chain(percentiles.iter().map(String::as_str)).chain(["Plan as written"]).collect();
    let mut table = DataTable::new("bands", "Bands of every headline metric by month, quarter and year", &headings);
    for series in all {
        for (kind, columns) in [("month", &series.months), ("quarter", &series.quarters), ("year", &series.years)] {
            (0..columns.labels.len()).for_each(|i| table.push(long_row(plan, series, kind, columns, i)));
        }
    }
    table.notes.push(
        "Segment \"Total\": all segments. A flow is summed over its period, a stock or ratio read at its end. Ratios have no mean \
         or SD; what is undefined is left empty"
            .to_string(),
    );
    table
}

fn long_row(plan: &Plan, series: &Series, kind: &str, columns: &Columns, i: usize) -> Vec<Cell> {
    let at = |column: &[Option<f64>]| table::metric(series.metric, column.get(i).copied().flatten());
    let segment = series.segment.map_or("Total", |s| plan.segments[s].name.as_str());
    let mut row = vec![
        table::text(series.metric.name(plan)),
        table::text(segment),
        table::text(kind),
        table::text(&columns.labels[i]),
        at(&columns.mean),
        at(&columns.sd),
    ];
    row.extend(columns.percentiles.iter().map(|column| at(column)));
    row.push(at(&columns.planned));
    row
}

/// A row a month: P10, P50, P90 and the plan as written of the headline metrics in total, and the path to the target.
fn wide(results: &Results<'_>) -> DataTable {
    let plan = results.plan;
    let series: Vec<&Series> = WIDE.iter().filter_map(|&metric| bands::find(results.bands, metric, None)).collect();
    let mut headings = vec!["Month".to_string(), "Path to the target".to_string()];
    for one in &series {
        let label = one.metric.label(plan);
        headings.extend(["P10", "P50", "P90", "plan as written"].map(|what| format!("{label} {what}")));
    }
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = DataTable::new("bands_wide", "Headline metrics in total, month by month", &headings);
    for (i, month) in plan.calendar.month_labels().into_iter().enumerate() {
        let path = results.odds.path.get(i).copied();
        let mut row = vec![table::text(month), table::money(path)];
        for one in &series {
            let months = &one.months;
            let columns = [P10, P50, P90].map(|p| &months.percentiles[p]).into_iter().chain([&months.planned]);
            row.extend(columns.map(|column| table::metric(one.metric, column.get(i).copied().flatten())));
        }
        table.push(row);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::report::sheet::Value;

    #[test]
    fn bands_have_a_row_for_every_metric_segment_and_period() {
        let plan = fixture::plan(14, 2);
        let bands = fixture::bands(&plan, 0.1);
        let table = long(&plan, &bands);
        // 14 months, 5 quarters, 2 years
        assert_eq!(table.rows.len(), bands.len() * 21);
        assert!(table.rows.iter().all(|row| row.len() == table.headings.len()));
        let first = &table.rows[0];
        assert_eq!((&first[1].value, &first[2].value), (&Value::from("Total"), &Value::from("month")));
        let (p50, written) = (&first[10], &first[15]);
        assert_eq!((table.headings[10].as_str(), table.headings[15].as_str()), ("P50", "Plan as written"));
        assert_eq!(p50.value, bands[0].months.percentiles[P50][0].into());
        assert_eq!(written.value, bands[0].months.planned[0].into());
        assert_eq!(first[10].show, table::Show::Money);
    }

    #[test]
    fn the_headline_of_all_tables_counts_them() {
        let mut one = DataTable::new("a", "", &["x"]);
        one.push(vec![table::text("y")]);
        assert_eq!(headline("gap", &[one.clone()]), "All that planodds gap says: 1 table, 1 row");
        assert_eq!(headline("gap", &[one.clone(), one]), "All that planodds gap says: 2 tables, 2 rows");
    }
}
