//! Mistakes of whole files.

use super::*;

/// The only problem of a file with these bytes under this mapping.
fn only(m: Opportunities, bytes: &[u8]) -> FileProblem {
    let found = problems(import(&mapping(m), &[("opps.csv", bytes)], BadRows::Skip));
    assert_eq!(found.len(), 1, "{found:#?}");
    found.into_iter().next().unwrap()
}

fn with_header(lines: &str) -> String {
    format!("{HEADER}\n{lines}")
}

const ROW: &str = "1,2025-01-02,2025-02-03,Won,1000,ann,S\n";

#[test]
fn each_mistake_of_a_file_has_its_rule_and_says_what_to_do() {
    let utf_16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let utf_16_be = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let good = with_header(ROW);
    let open_quote = with_header(&format!("{ROW}2,2025-01-02,2025-02-03,Won,1000,\"ann,S\n{ROW}{ROW}"));
    let cases: Vec<(Vec<u8>, &str, &str)> = vec![
        (Vec::new(), "empty-file", "with its header"),
        (b"\xEF\xBB\xBF".to_vec(), "empty-file", "with its header"),
        (b"\n\n\r\n".to_vec(), "empty-file", "with its header"),
        (b"PK\x03\x04\x14\0\x06\0".to_vec(), "not-text", "as CSV"),
        (HEADER.into(), "header-only", "no rows"),
        (with_header("\n\n").into(), "header-only", "no rows"),
        (ROW.repeat(3).into(), "no-header", "id, created, closed, stage, amount, owner, segment"),
        (good.replace(',', ";").into(), "wrong-delimiter", "say delimiter = \";\""),
        (good.replace(',', "\t").into(), "wrong-delimiter", "say delimiter = \"\\t\""),
        (good.replace("owner,segment", "created,owner,segment").into(), "duplicate-header", "column 2 and 6"),
        (good.replace("closed,", "Close Date,").replace("created,", "").into(), "missing-column", "\"closed\""),
        (utf_16(&good), "utf-16", "encoding = \"utf-16le\""),
        (utf_16_be(&good), "utf-16", "encoding = \"utf-16be\""),
        (with_header(&format!("{ROW}2,2025-01-02,2025-02-03,Won,10\000,ann,S\n")).into(), "nul-bytes", "on line 3"),
        (open_quote.into(), "unclosed-quote", "on line 3"),
    ];
    for (bytes, rule, text) in cases {
        let found = problems(import(&mapping(opportunities()), &[("opps.csv", &bytes)], BadRows::Skip));
        assert!(found.iter().any(|p| p.rule == rule && p.text.contains(text)), "{rule}: {found:#?}");
        let line_told = text.strip_prefix("on line ").and_then(|line| line.parse().ok());
        assert!(line_told.is_none_or(|line: u64| found[0].lines == [line]), "{found:#?}");
        assert!(found.iter().all(|p| p.file == "opps.csv" && p.table == "opportunities"));
        assert!(found.iter().all(|p| p.text.contains("To do: ")), "{found:#?}");
        let known = ["missing-column", rule];
        assert!(found.iter().all(|p| known.contains(&p.rule)), "{rule}: {found:#?}");
    }
}

#[test]
fn a_missing_column_is_told_with_the_nearest_and_all_headers() {
    let text = with_header(ROW).replace("created,closed", "Created Date,Closed");
    let found = problems(import(&mapping(opportunities()), &[("opps.csv", text.as_bytes())], BadRows::Skip));
    let texts: Vec<_> = found.iter().map(FileProblem::sentence).collect();
    let header = "The header has id, Created Date, Closed, stage, amount, owner, segment.";
    assert_eq!(
        texts,
        [("created", "Created Date"), ("closed", "Closed")].map(|(wanted, near)| format!(
            "opps.csv (opportunities): column \"{wanted}\": a mapped column is not in the header. Did you mean \
             \"{near}\"? {header} To do: correct the name in the mapping; upper and lower case count."
        ))
    );
}

#[test]
fn a_file_without_a_header_shows_none_of_its_first_row() {
    let found = only(opportunities(), "7,2025-01-02,2025-02-03,Won,1000,SECRETNAME,S\n".repeat(2).as_bytes());
    assert_eq!(found.rule, "no-header");
    assert!(!found.text.contains("SECRETNAME") && !found.text.contains("1000"));
}

#[test]
fn text_in_another_encoding_stops_even_where_bad_rows_are_skipped() {
    let mut bytes = with_header(ROW).into_bytes();
    bytes.extend(b"2,2025-01-02,2025-02-03,Won,1000,M\xFCller,S\n");
    let found = only(opportunities(), &bytes);
    assert_eq!((found.rule, found.rows, found.lines.as_slice()), ("not-in-encoding", 1, &[3][..]));
    assert!(found.text.contains("encoding = \"windows-1252\""));
    let mut m = opportunities();
    m.file.encoding = "windows-1252".into();
    let records = import(&mapping(m), &[("opps.csv", &bytes)], BadRows::Refuse).unwrap();
    assert_eq!(records.opportunities.len(), 2);
    let utf_8 = "2,2025-01-02,2025-02-03,Won,1000,Müller,S\n";
    assert_eq!(rows(utf_8).unwrap().opportunities[0].owner, records.opportunities[1].owner);
}

#[test]
fn a_value_in_another_encoding_is_counted_once() {
    let mut bytes = with_header(ROW).into_bytes();
    bytes.extend(b"2,2025-01-02,2025-02-03,W\xF6n,1000,a,S\n3,2025-01-02,2025-02-03,W\xF6n,1000,M\xFCller,\xD6\n");
    let found = only(opportunities(), &bytes);
    assert_eq!((found.rule, found.rows, found.lines.as_slice()), ("not-in-encoding", 2, &[3, 4][..]));
    // what is left out, or in no mapped column, is not looked at
    let mut m = opportunities();
    m.file.ignore_rows = vec![("owner".into(), words(&["test"]))];
    m.amount = None;
    let mut bytes = with_header(ROW).into_bytes();
    bytes.extend(b"2,2025-01-02,2025-02-03,W\xF6n,1000,test,S\n3,2025-01-02,2025-02-03,Won,\xF6,a,S\n");
    let read = import(&mapping(m), &[("opps.csv", &bytes)], BadRows::Refuse).unwrap();
    assert_eq!(read.opportunities.len(), 2);
}

#[test]
fn bytes_that_a_wide_encoding_lacks_stop_too() {
    let mut m = opportunities();
    m.file.encoding = "shift_jis".into();
    let mut bytes = with_header("2,2025-01-02,2025-02-03,Won,1000,").into_bytes();
    bytes.extend(b"\xFD\xFE,S\n");
    assert_eq!(only(m, &bytes).rule, "not-in-encoding");
}

#[test]
fn unknown_encodings_and_files_are_told_together() {
    let mut m = opportunities();
    m.file.encoding = "utf-9".into();
    assert!(only(m, b"").text.contains("\"utf-9\""));
    let mut mapping = mapping(opportunities());
    mapping.reps = Some(others::reps());
    let found = problems(import(&mapping, &[], BadRows::Skip));
    let found: Vec<_> = found.iter().map(|p| (p.file.as_str(), p.rule)).collect();
    assert_eq!(found, [("opps.csv", "file-not-opened"), ("reps.csv", "file-not-opened")]);
}

#[test]
fn a_segment_rule_that_says_nothing_of_a_table_is_told_once() {
    let mut m = opportunities();
    m.belongs = Belongs::default();
    assert_eq!(only(m.clone(), with_header(ROW).as_bytes()).rule, "no-segment-column");
    let mut mapping = mapping(m);
    mapping.segments.otherwise = Some(1);
    let records = import(&mapping, &[("opps.csv", with_header(ROW).as_bytes())], BadRows::Refuse).unwrap();
    assert_eq!(records.opportunities[0].segment, 1);
}

#[test]
fn a_failing_disk_is_told() {
    struct Fails;
    impl Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::TimedOut.into())
        }
    }
    let mut open = |_: &Path| {
        let start = with_header(&ROW.repeat(1000));
        Ok(Box::new(Cursor::new(start.into_bytes()).chain(Fails)) as Box<dyn Read>)
    };
    let found = problems(read(&mapping(opportunities()), &mut open, BadRows::Skip));
    assert_eq!(found.iter().map(|p| p.rule).collect::<Vec<_>>(), ["read-failed"]);
}
