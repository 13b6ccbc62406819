//! The same rows in other clothes: line ends, byte-order marks, encodings, quotes, delimiters, number formats, order.

use super::*;
use crate::fit::record::Opportunity;

const ROWS: [&str; 3] = [
    "1,2025-01-02,2025-02-03,Won,1000,Jürgen,S",
    "2,2025-03-02,,Open,2500.5,ann,L",
    "3,2025-01-09,2025-02-10,Lost,0,,S",
];

fn text(line_end: &str) -> String {
    let mut text = HEADER.to_string();
    for row in ROWS {
        text += line_end;
        text += row;
    }
    text + line_end
}

fn read_as(encoding: &str, bytes: &[u8]) -> Vec<Opportunity> {
    let mut m = opportunities();
    m.file.encoding = encoding.into();
    import(&mapping(m), &[("opps.csv", bytes)], BadRows::Refuse).unwrap().opportunities
}

#[test]
fn clothes_do_not_change_the_records() {
    let plain = read_as("utf-8", text("\n").as_bytes());
    assert_eq!(plain.len(), 3);
    let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let latin = |text: &str| text.chars().map(|c| c as u8).collect::<Vec<u8>>();
    let clothes: Vec<(&str, Vec<u8>)> = vec![
        ("utf-8", text("\r\n").into()),
        ("UTF8", text("\r").into()),
        ("utf-8", text("\n\n").into()),
        ("utf-8", text("\n").trim_end().into()),
        ("utf-8", format!("\u{FEFF}{}", text("\n")).into()),
        ("utf-8", little(&format!("\u{FEFF}{}", text("\r\n")))),
        ("utf-8", big(&format!("\u{FEFF}{}", text("\n")))),
        ("utf-16le", little(&text("\n"))),
        ("utf-16be", big(&text("\n"))),
        ("windows-1252", latin(&text("\r\n"))),
        ("latin1", latin(&text("\n"))),
        ("utf-8", text("\n").replace("Jürgen", "\"Jürgen\"").replace("created", "\"created\"").into()),
        ("utf-8", text("\n").replace(",ann,", " , ann\u{A0},").into()),
    ];
    for (encoding, bytes) in clothes {
        assert_eq!(read_as(encoding, &bytes), plain, "{encoding} {:?}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn lines_are_counted_through_quotes_blank_lines_and_line_ends() {
    for end in ["\n", "\r\n", "\r"] {
        let lines = [
            HEADER,
            "1,2025-01-02,,Open,5,\"ann",
            "of \"\"the\"\" north\",S",
            "",
            "2,soon,,Open,5,ann,S",
            "3,2025-01-02,,Open,5,\"a",
            "",
            "b\",XL",
            "4,2025-01-02,,Open,5",
        ];
        let found =
            problems(import(&mapping(opportunities()), &[("opps.csv", lines.join(end).as_bytes())], BadRows::Refuse));
        let mut lines: Vec<_> = found.iter().map(|p| (p.lines[0], p.rule)).collect();
        lines.sort_unstable();
        assert_eq!(lines, [(5, "unreadable-date"), (6, "unknown-segment"), (9, "ragged-row")], "{end:?}");
    }
}

#[test]
fn other_delimiters_and_numbers_are_read() {
    let text = "id;created;closed;stage;amount;owner;segment\n1;31.10.2025;;Open;1.234,50 €;ann;S\n\
                2;30.10.2025;;Open;(1 234,5);ann;S\n";
    let mut m = opportunities();
    m.file = File {
        delimiter: b';',
        dates: DateFormat::DayMonthYear,
        numbers: NumberFormat::CommaDecimal,
        ..file("opps.csv")
    };
    let mut mapping = mapping(m);
    mapping.currency = "EUR".into();
    let records = import(&mapping, &[("opps.csv", text.as_bytes())], BadRows::Refuse).unwrap();
    let amounts: Vec<_> = records.opportunities.iter().filter_map(|o| o.amount.get()).collect();
    assert_eq!(amounts, [1234.5, -1234.5]);
    assert_eq!(records.opportunities[0].created.to_string(), "2025-10-31");
}

#[test]
fn the_order_of_rows_and_columns_does_not_matter() {
    let sorted = |mut rows: Vec<Opportunity>| {
        rows.sort_by_key(|o| (o.created, o.owner));
        rows
    };
    let plain = sorted(read_as("utf-8", text("\n").as_bytes()));
    let mut lines: Vec<&str> = ROWS.to_vec();
    lines.reverse();
    let backward = |line: &str| line.split(',').rev().collect::<Vec<_>>().join(",");
    let text: Vec<String> = std::iter::once(HEADER).chain(lines).map(backward).collect();
    assert_eq!(sorted(read_as("utf-8", text.join("\n").as_bytes())), plain);
}

#[test]
fn the_line_sep_is_skipped_and_heard_where_it_contradicts() {
    let row = "1,2025-01-02,2025-02-03,Won,1000,ann,S\n2,2025-13-02,,Open,1,ann,S\n";
    for (first, warned) in [("sep=,\r\n", false), ("SEP=,\n", false), ("\u{feff}sep=,\n", false), ("sep=;\n", true)] {
        let text = format!("{first}{HEADER}\n{row}");
        let records = import(&mapping(opportunities()), &[("opps.csv", text.as_bytes())], BadRows::Skip).unwrap();
        assert_eq!((records.opportunities.len(), records.files[0].rows), (1, 2), "{first:?}");
        assert_eq!(caught(&records, "other-sep").is_some(), warned, "{first:?}");
        // lines are counted with it
        assert_eq!(caught(&records, "impossible-date").unwrap().lines, [4], "{first:?}");
    }
}

#[test]
fn rows_are_left_out_by_any_column_before_anything_else_is_looked_at() {
    let mut m = opportunities();
    let deleted = |value: &str| ("owner".to_string(), words(&[value]));
    m.file.ignore_rows = vec![deleted("gone"), ("segment".into(), words(&["X"]))];
    let text = format!(
        "{HEADER}\n1,2025-01-02,2025-02-03,Won,1000,ann,S\n1,no date,,What,1,gone,S\n1,2025-01-02,2025-02-03,Won,1,ann,X\n"
    );
    let records = import(&mapping(m), &[("opps.csv", text.as_bytes())], BadRows::Refuse).unwrap();
    assert_eq!(records.opportunities.len(), 1);
    let left_out: u64 = records.files[0].caught.iter().filter(|c| c.rule == "ignored").map(|c| c.rows).sum();
    assert_eq!((left_out, records.files[0].caught.iter().all(|c| c.rule == "ignored")), (2, true));
}
