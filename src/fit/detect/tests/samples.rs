//! How files are written, and what is never shown.

use super::*;
use crate::fit::mapping::{DateFormat, File, NumberFormat};

/// A file of opportunities with these closing dates and amounts, its columns split by `;`.
fn file(rows: &[(&str, &str)]) -> String {
    let row = |(date, amount): &(&str, &str)| format!("Closed Won;{date};{date};{amount}\n");
    format!("Stage;Created Date;Close Date;Amount\n{}", rows.iter().map(row).collect::<String>())
}

/// How the file is taken to be written, with what is to be noted; its stages of loss are filled in.
fn written(rows: &[(&str, &str)]) -> (File, Vec<String>) {
    let proposal = proposed(&file(rows));
    let text = proposal.text.replace("# lost = ", "lost = ");
    let read = mapping::read("proposal.toml", text.into_bytes()).unwrap_or_else(|refused| panic!("{refused:?}"));
    (read.mapping.opportunities.unwrap().file, proposal.notes)
}

#[test]
fn dates_are_told_by_the_whole_column() {
    let dates = |first: &str, second: &str| {
        let (file, notes) = written(&[(first, "1"), (second, "2")]);
        (file.dates, notes.concat())
    };
    assert_eq!(dates("1/2/2026", "1/31/2026"), (DateFormat::MonthDayYear, String::new()));
    assert_eq!(dates("31.1.2026", "1.2.2026"), (DateFormat::DayMonthYear, String::new()));
    assert_eq!(dates("2026-01-31", "2026-02-01T10:00:00Z"), (DateFormat::YearMonthDay, String::new()));
    // stays unset: the user has to choose
    let (format, notes) = dates("1/2/2026", "3/4/2026");
    assert_eq!(format, DateFormat::YearMonthDay);
    assert!(notes.contains("choose the line"), "{notes}");
    assert!(dates("31/1/2026", "1/31/2026").1.contains("day first and others month first"));
    assert!(dates("1/31/26", "2/28/26").1.contains("four digits"));
}

#[test]
fn an_ambiguous_file_offers_both_orders() {
    let text = proposed(&file(&[("1/2/2026", "1"), ("3/4/2026", "2")])).text;
    assert!(text.contains("\n# dates = \"MM/DD/YYYY\"\n# dates = \"DD/MM/YYYY\"\n"), "{text}");
}

#[test]
fn numbers_are_told_by_the_whole_column() {
    let numbers = |first: &str, second: &str| {
        let (file, notes) = written(&[("2026-01-01", first), ("2026-01-01", second)]);
        (file.numbers, notes.concat())
    };
    let (point, comma) = (NumberFormat::PointDecimal, NumberFormat::CommaDecimal);
    assert_eq!(numbers("$1,234.50", "7"), (point, String::new()));
    assert_eq!(numbers("1.234,50 €", "1.234"), (comma, String::new()));
    assert_eq!(numbers("1234,5", "(500)"), (comma, String::new()));
    assert_eq!(numbers("1,234", "12.5"), (point, String::new()));
    assert_eq!(numbers("1,234,567", "1"), (point, String::new()));
    assert!(numbers("1,234", "5").1.contains("check `numbers`"));
    assert!(numbers("1.5", "1,5").1.contains("export them in one form"));
}

#[test]
fn the_encoding_is_told() {
    let text =
        "Stage;Created Date;Close Date;Name\nWon;2026-01-01;2026-01-02;Müller\nWon;2026-01-01;2026-01-02;Müller\n";
    let units = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(bytes).collect() };
    let latin: Vec<u8> = text.chars().map(|c| u32::from(c) as u8).collect();
    let with = |start: &[u8], rest: Vec<u8>| [start, &rest].concat();
    let cases = [
        (with(&[0xFF, 0xFE], units(u16::to_le_bytes)), Some("encoding = \"utf-16le\"\n")),
        (with(&[0xFE, 0xFF], units(u16::to_be_bytes)), Some("encoding = \"utf-16be\"\n")),
        (units(u16::to_le_bytes), Some("encoding = \"utf-16le\"  # guessed")),
        (latin, Some("encoding = \"windows-1252\"  # guessed")),
        (with(&[0xEF, 0xBB, 0xBF], text.into()), None),
        (text.into(), None),
    ];
    for (bytes, wanted) in cases {
        let proposal = detect("export.csv", &bytes).unwrap();
        assert!(proposal.text.contains("stage = \"Stage\"\n"), "{}", proposal.text);
        match wanted {
            Some(line) => assert!(proposal.text.contains(line), "{}", proposal.text),
            None => assert!(!proposal.text.contains("encoding"), "{}", proposal.text),
        }
    }
}

#[test]
fn the_delimiter_is_told() {
    let line = |delimiter: &str| proposed(&file(&[("2026-01-01", "1")]).replace(';', delimiter)).text;
    assert!(line(";").contains("delimiter = \";\"\n"));
    assert!(line("\t").contains("delimiter = \"tab\"\n"));
    assert!(line("|").contains("delimiter = \"|\"\n"));
    assert!(!line(",").contains("delimiter"));
}

#[test]
fn a_value_of_one_row_is_never_shown() {
    let mut text = "Stage,Created Date,Close Date,Account Name,Segment\n".to_string();
    text += "Secret stage,2026-01-01,2026-01-02,Secret account,Secret segment\n";
    for i in 0..30 {
        text += &format!("Won {i},2026-01-01,2026-01-02,Known account,SMB\n").repeat(2);
    }
    let proposal = proposed(&text);
    assert!(!proposal.text.contains("Secret") && !proposal.notes.concat().contains("Secret"), "{}", proposal.text);
    assert!(!proposal.text.contains("Known account"));
    assert_eq!(proposal.text.matches("\"Won ").count(), 20, "{}", proposal.text);
    assert!(proposal.notes.concat().contains("11 more stages are not shown"), "{:?}", proposal.notes);
}

#[test]
fn stages_without_a_day_of_creation_are_left_out() {
    let text = "Stage,Created Date,Close Date\nProspecting,,\nProspecting,,\nDemo,2026-01-01,\nDemo,2026-01-01,\nWon,,2026-01-01\nWon,,2026-01-01\n";
    let text = proposed(text).text;
    assert!(text.contains("ignore = [\"Prospecting\"]") && text.contains("open = [\"Demo\"]"), "{text}");
    assert!(text.contains("won = [\"Won\"]"), "{text}");
}

#[test]
fn a_file_without_headers_is_refused_and_not_shown() {
    let refused = |text: &str| {
        let refused = detect("export.csv", text.as_bytes()).unwrap_err();
        format!("{} {}", refused.message, refused.help.join(" "))
    };
    assert!(refused("").contains("is empty"));
    assert!(refused("  \n \n").contains("is empty"));
    for text in [
        "Acme,1200,Closed Won\nBeta,5,Closed Lost\n",
        "Acme,EMEA,Won\nBeta,EMEA,Lost\n",
        "2026-01-01,Acme\n2026-01-02,Beta\n",
    ] {
        let told = refused(text);
        assert!(told.contains("no headers") && !told.contains("Acme"), "{told}");
    }
    assert!(refused("PK\u{3}\u{4}\0\0abc,\n").contains("zero bytes"));
}

#[test]
fn a_row_that_is_cut_off_does_not_matter() {
    let whole = file(&[("31.1.2026", "1.000,50"), ("31.1.2026", "1.000,50"), ("30.1.2026", "1.000,50")]);
    let cut = &whole[..whole.len() - 14];
    assert_eq!(proposed(cut).text, proposed(&whole).text.replace("first 3 rows", "first 2 rows"));
}

#[test]
fn headers_with_quotes_and_backslashes_stand_as_they_are() {
    let text = "\"Stage \"\"now\"\"\",Stage,Created Date,\"Close Date\",Deal\\Owner,Owner\n";
    let rows = "a,Won,2026-01-01,2026-01-01,b,c\n".repeat(2);
    let proposal = proposed(&format!("{text}{rows}"));
    assert!(mapping(&proposal).is_none() && proposal.missing == ["lost"], "{}", proposal.text);
    let quoted = detect("a\"b\\c.csv", format!("{text}{rows}").as_bytes()).unwrap();
    assert!(quoted.text.contains("file = \"a\\\"b\\\\c.csv\"\n"), "{}", quoted.text);
}
