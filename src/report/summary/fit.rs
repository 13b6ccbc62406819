//! Tables no wider than a page.

use super::Table;
use crate::report::format;

/// Columns that a line has at most: what a terminal beside other windows still shows.
pub const WIDTH: usize = 118;
/// Characters that a cut text keeps at least.
const LEAST: usize = 8;
/// Columns before a table's first column, and between two.
const INDENT: usize = 2;
const BETWEEN: usize = 3;

/// Cuts the longest texts of the given columns, headings included, until no line is wider than [`WIDTH`], or nothing is left
/// to be cut.
pub fn fitted(table: Table, columns: &[usize]) -> Table {
    cut(table, columns, |_, _| LEAST)
}

/// The same where only the headings are texts: no cell is cut.
pub fn with_fitted_headings(table: Table, columns: &[usize]) -> Table {
    cut(table, columns, |rows, i| LEAST.max(widest(rows.iter(), i)))
}

/// The longest text of a column.
fn widest<'r>(rows: impl Iterator<Item = &'r Vec<String>>, i: usize) -> usize {
    rows.filter_map(|row| row.get(i)).map(|text| text.chars().count()).max().unwrap_or(0)
}

fn cut(mut table: Table, columns: &[usize], least: impl Fn(&[Vec<String>], usize) -> usize) -> Table {
    let all = || table.rows.iter().chain([&table.header]);
    let mut widths: Vec<usize> = (0..table.header.len()).map(|i| widest(all(), i)).collect();
    let between = BETWEEN * widths.len().saturating_sub(1);
    while INDENT + widths.iter().sum::<usize>() + between > WIDTH {
        let long = columns.iter().copied().filter(|&i| widths.get(i).is_some_and(|w| *w > least(&table.rows, i)));
        let Some(longest) = long.max_by_key(|&i| widths[i]) else { break };
        widths[longest] -= 1;
    }
    for row in table.rows.iter_mut().chain([&mut table.header]) {
        for &i in columns.iter().filter(|&&i| i < widths.len()) {
            row[i] = format::shorten(&row[i], widths[i]);
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn width(table: &Table) -> usize {
        let at = |i: usize| table.rows.iter().chain([&table.header]).map(|row| row[i].chars().count()).max().unwrap();
        INDENT + (0..table.header.len()).map(at).sum::<usize>() + BETWEEN * (table.header.len() - 1)
    }

    fn of(name: &str, mix: &str) -> Table {
        let row = |a: &str, b: &str| vec![a.to_string(), "$1.41M".to_string(), b.to_string()];
        Table { header: row("", "Mix"), rows: vec![row(name, mix), row("short", "none")] }
    }

    #[test]
    fn long_texts_are_cut_and_the_rest_stays() {
        let cut = fitted(of(&"n".repeat(300), &"m".repeat(90)), &[0, 2]);
        assert_eq!(width(&cut), WIDTH);
        assert!(cut.rows[0][0].ends_with('…') && cut.rows[0][2].ends_with('…'));
        assert_eq!((cut.rows[0][1].as_str(), cut.rows[1][0].as_str()), ("$1.41M", "short"));
        let narrow = of("reps", "reps +2");
        assert_eq!(fitted(narrow.clone(), &[0, 2]), narrow);
    }

    #[test]
    fn what_cannot_be_cut_stays_as_it_is() {
        let wide = of("reps", &"m".repeat(200));
        assert_eq!(fitted(wide.clone(), &[0]), wide);
        let mut named = of("reps", "$20.0M by Dec 2027");
        named.header[2] = "scenario ".repeat(20);
        let cut = with_fitted_headings(named.clone(), &[2]);
        assert_eq!((&cut.rows, width(&cut)), (&named.rows, WIDTH));
    }
}
