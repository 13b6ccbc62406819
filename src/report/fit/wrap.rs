//! Tables no wider than a page in which nothing is cut: long texts go on in the next line.

use crate::report::summary::{Table, WIDTH};

/// Columns before a table's first column, and between two.
const INDENT: usize = 2;
const BETWEEN: usize = 3;
/// Characters that a column keeps at least.
const LEAST: usize = 16;

/// Wraps the texts of the given columns, the last of them first, until no line is wider than a page.
pub fn wrapped(table: Table, columns: &[usize]) -> Table {
    let mut widths: Vec<usize> = (0..table.header.len()).map(|i| widest(&table, i)).collect();
    for &i in columns.iter().rev() {
        let all = INDENT + widths.iter().sum::<usize>() + BETWEEN * widths.len().saturating_sub(1);
        let least = LEAST.min(widths[i]).max(table.header[i].chars().count());
        widths[i] = widths[i].saturating_sub(all.saturating_sub(WIDTH)).max(least);
    }
    let rows = table.rows.iter().flat_map(|row| lines_of(row, &widths, columns)).collect();
    Table { header: table.header, rows }
}

fn widest(table: &Table, i: usize) -> usize {
    table.rows.iter().chain([&table.header]).map(|row| row[i].chars().count()).max().unwrap_or(0)
}

/// A row as the lines that it takes.
fn lines_of(row: &[String], widths: &[usize], columns: &[usize]) -> Vec<Vec<String>> {
    let cell = |(i, text): (usize, &String)| {
        if columns.contains(&i) { pieces(text, widths[i]) } else { vec![text.clone()] }
    };
    let cells: Vec<Vec<String>> = row.iter().enumerate().map(cell).collect();
    let lines = cells.iter().map(Vec::len).max().unwrap_or(0);
    (0..lines).map(|line| cells.iter().map(|c| c.get(line).cloned().unwrap_or_default()).collect()).collect()
}

/// The text in pieces of at most `width` characters, broken between words, within one only where it is longer.
fn pieces(text: &str, width: usize) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), String::new());
    for word in text.split(' ') {
        let mut rest: Vec<char> = word.chars().collect();
        let used = line.chars().count();
        if used > 0 && used + 1 + rest.len() > width {
            lines.push(std::mem::take(&mut line));
        }
        line.push_str(if line.is_empty() { "" } else { " " });
        while line.is_empty() && rest.len() > width {
            lines.push(rest.drain(..width.max(1)).collect());
        }
        line.extend(rest);
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_cut() {
        let row = |name: &str, from: &str| vec![name.to_string(), "27 %".to_string(), from.to_string()];
        let name = "enterprise_of_the_north annual expansion of what stays after the first year";
        let from = "415 won of 1,494 opportunities that were created in whole months";
        let table = Table { header: row("", "From"), rows: vec![row(name, from), row("smb", "12 won")] };
        let wrapped = wrapped(table, &[0, 2]);
        let joined = |i: usize| {
            let parts: Vec<&str> = wrapped.rows.iter().map(|r| r[i].as_str()).take_while(|t| *t != "smb").collect();
            parts.join(" ")
        };
        assert!(joined(0).starts_with(name), "{wrapped:?}");
        assert!(joined(2).contains(from), "{wrapped:?}");
        let line = |r: &Vec<String>| r.iter().map(|c| c.chars().count()).sum::<usize>() + 8;
        assert!((0..3).map(|i| widest(&wrapped, i)).sum::<usize>() + 8 <= WIDTH, "{wrapped:?}");
        assert!(wrapped.rows.iter().all(|r| line(r) <= WIDTH) && wrapped.rows.len() > 2);
        assert_eq!(pieces(&"n".repeat(25), 10), ["n".repeat(10), "n".repeat(10), "n".repeat(5)]);
    }
}
