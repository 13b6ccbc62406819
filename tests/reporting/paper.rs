//! A printed pack, read by poppler's tools.

use std::path::Path;
use std::process::Command;

/// One sheet.
pub struct Sheet {
    /// Its width and height, whole points.
    pub size: (u32, u32),
    /// Its text with one space between words.
    pub text: String,
}

/// All sheets of a PDF.
pub fn sheets(pdf: &Path) -> Vec<Sheet> {
    let said = output("pdfinfo", &["-l".as_ref(), "1000".as_ref(), pdf.as_os_str()]);
    let sizes = said.lines().filter(|line| line.starts_with("Page ") && line.contains(" size:")).map(size);
    let text = output("pdftotext", &[pdf.as_os_str(), "-".as_ref()]);
    // A form feed ends every sheet.
    let texts = text.split('\u{c}').map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    sizes.zip(texts).map(|(size, text)| Sheet { size, text }).collect()
}

/// "Page    2 size:  792 x 612 pts (letter)".
fn size(line: &str) -> (u32, u32) {
    let numbers = line.split_once("size:").expect("a size").1;
    let mut numbers = numbers.split_whitespace().filter_map(|word| word.parse::<f64>().ok());
    let mut next = || numbers.next().expect("a number of points").round() as u32;
    (next(), next())
}

fn output(program: &str, arguments: &[&std::ffi::OsStr]) -> String {
    let run = Command::new(program).args(arguments).output();
    let run = run.unwrap_or_else(|error| panic!("{program} of poppler-utils: {error}"));
    assert!(run.status.success(), "{program}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).expect("UTF-8")
}

/// How high the box of a word is on a sheet, points; sheets count from 1.
pub fn height(pdf: &Path, sheet: usize, word: &str) -> f64 {
    let number = sheet.to_string();
    let number: &std::ffi::OsStr = number.as_ref();
    let boxes = output(
        "pdftotext",
        &["-bbox".as_ref(), "-f".as_ref(), number, "-l".as_ref(), number, pdf.as_os_str(), "-".as_ref()],
    );
    let line = boxes.lines().find(|line| line.contains(&format!(">{word}<"))).expect("the word");
    let value = |name: &str| line.split(name).nth(1).and_then(|rest| rest.split('"').nth(1)?.parse::<f64>().ok());
    value("yMax").zip(value("yMin")).map(|(bottom, top)| bottom - top).expect("its box")
}
