//! Names that a workbook takes: of sheets, and of single cells.

use super::text::cut;

/// Characters in a sheet's name at most, in UTF-16 units.
const LONGEST_SHEET: usize = 31;

/// The names of a workbook's sheets: lawful, and none twice in any case of letters.
#[derive(Default)]
pub struct SheetNames {
    given: Vec<String>,
}

impl SheetNames {
    /// A lawful name as near to the wanted one as can be that no sheet has yet.
    pub fn give(&mut self, wanted: &str) -> String {
        let lawful = lawful(wanted);
        let numbered = |n: usize| {
            let end = format!(" ({n})");
            format!("{}{end}", cut(&lawful, LONGEST_SHEET - end.len()))
        };
        let is_free = |name: &String| !self.given.contains(&name.to_lowercase());
        let name = std::iter::once(lawful.clone()).chain((2..).map(numbered)).find(is_free).unwrap_or(lawful.clone());
        self.given.push(name.to_lowercase());
        name
    }
}

/// Without what no name may have, at most 31 characters, never empty; "History" is a spreadsheet's own.
fn lawful(wanted: &str) -> String {
    let plain = |c: char| if "[]:*?/\\".contains(c) || c.is_control() { ' ' } else { c };
    let replaced: String = wanted.chars().map(plain).collect();
    let name = cut(replaced.trim().trim_matches('\''), LONGEST_SHEET);
    match name.trim().trim_matches('\'').trim() {
        "" => "Sheet".to_string(),
        own if own.eq_ignore_ascii_case("history") => format!("{own} "),
        name => name.to_string(),
    }
}

/// A table's name, lower case and joined by `_`, as a sheet's: "bands_long" to "Bands long".
pub fn of_table(name: &str) -> String {
    let spaced = name.replace('_', " ");
    let mut letters = spaced.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// The name of a cell: a figure's, with `_` after it where a spreadsheet would take it for a place ("p50", "r", "c").
pub fn of_cell(name: &str) -> String {
    let letters = name.chars().take_while(char::is_ascii_alphabetic).count();
    let rest = &name[letters..];
    let is_place = letters <= 3 && rest.chars().all(|c| c.is_ascii_digit());
    if is_place { format!("{name}_") } else { name.to_string() }
}

/// A sheet's name inside a reference: in quotes, its own apostrophes doubled.
pub fn quoted(sheet: &str) -> String {
    format!("'{}'", sheet.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_have_lawful_names_none_twice() {
        let mut names = SheetNames::default();
        assert_eq!(names.give("The course of ARR"), "The course of ARR");
        assert_eq!(names.give("the course of ARR"), "the course of ARR (2)");
        assert_eq!(names.give("a/b\\c?*[d]:e"), "a b c   d  e");
        assert_eq!(names.give("'quoted'"), "quoted");
        assert_eq!(names.give(""), "Sheet");
        assert_eq!(names.give("[]"), "Sheet (2)");
        let long = "An early-warning trigger for every quarter";
        assert_eq!(names.give(long), "An early-warning trigger for ev");
        assert_eq!(names.give(long), "An early-warning trigger fo (2)");
        assert_eq!(names.give(&"\u{1F680}".repeat(20)).encode_utf16().count(), 30);
    }

    #[test]
    fn cells_are_not_named_like_places() {
        assert_eq!(["p_hit", "arr_p50", "p50", "r", "rc"].map(of_cell), ["p_hit", "arr_p50", "p50_", "r_", "rc_"]);
        assert_eq!(quoted("Bob's"), "'Bob''s'");
    }
}
