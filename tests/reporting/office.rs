//! The workbook in LibreOffice, which has to be installed (Debian: libreoffice-calc, and poppler-utils for pdfinfo).

use crate::cli::Scratch;
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use std::io::Cursor;
use std::path::Path;
use std::process::Command;

/// Opens the file and saves it as `kind` in `folder`.
fn converted(scratch: &Scratch, file: &str, kind: &str, folder: &str) {
    let profile = format!("-env:UserInstallation=file://{}", scratch.path("profile").display());
    let said = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", kind, "--outdir"])
        .arg(scratch.path(folder))
        .arg(scratch.path(file))
        .output()
        .expect("soffice starts");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
}

fn book(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook")
}

/// All cells of all sheets that are not empty: sheet, row, column, what stands there.
fn cells(bytes: Vec<u8>) -> Vec<(String, u32, u32, Data)> {
    let mut out = Vec::new();
    for (sheet, range) in book(bytes).worksheets() {
        let (top, left) = range.start().unwrap_or_default();
        let used = range.used_cells().filter(|(_, _, cell)| **cell != Data::Empty);
        out.extend(
            used.map(|(row, column, cell)| (sheet.clone(), top + row as u32, left + column as u32, cell.clone())),
        );
    }
    out
}

fn alike(a: &Data, b: &Data) -> bool {
    match (a, b) {
        // LibreOffice saves 15 digits.
        (Data::Float(a), Data::Float(b)) => (a - b).abs() <= 1e-14 * a.abs(),
        _ => a.to_string() == b.to_string(),
    }
}

fn pages(file: &Path) -> usize {
    let said = Command::new("pdfinfo").arg(file).output().expect("pdfinfo starts");
    let text = String::from_utf8_lossy(&said.stdout).into_owned();
    let pages = text.lines().find_map(|line| line.strip_prefix("Pages:"));
    pages.and_then(|n| n.trim().parse().ok()).unwrap_or_else(|| panic!("no pages in {text}"))
}

#[test]
#[ignore = "needs LibreOffice and pdfinfo"]
fn libreoffice_opens_prints_and_saves_the_workbook() {
    let scratch = Scratch::empty();
    let base = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/base.toml");
    let asked = ["report", base, "--quick", "--format", "xlsx", "--charts", "none", "--out", "a", "-q"];
    scratch.planodds(&asked).code(0);
    let written = scratch.files()["a/report.xlsx"].clone();

    converted(&scratch, "a/report.xlsx", "xlsx", "again");
    let again = scratch.files()["again/report.xlsx"].clone();
    let (before, after) = (cells(written.clone()), cells(again.clone()));
    assert_eq!(before.len(), after.len());
    for (a, b) in before.iter().zip(&after) {
        assert!(alike(&a.3, &b.3) && (&a.0, a.1, a.2) == (&b.0, b.1, b.2), "{a:?} became {b:?}");
    }
    let (named, kept) = (book(written), book(again));
    let has = |name: &str| kept.defined_names().iter().any(|(n, _)| n == name);
    assert!(named.defined_names().iter().filter(|(n, _)| !n.starts_with("_xlnm")).all(|(n, _)| has(n)));
    assert!(has("p_hit"));

    converted(&scratch, "a/report.xlsx", "pdf", "paper");
    let sheets = named.sheet_names().len();
    assert!(pages(&scratch.path("paper/report.pdf")) >= sheets, "every sheet is printed");
}
