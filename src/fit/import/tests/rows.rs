//! Mistakes of single rows, and rows that are kept and counted.

use super::*;
use crate::fit::day::Day;
use crate::fit::record::Outcome;

const GOOD: &str = "1,2025-01-02,2025-02-03,Won,1000,ann,S\n";

#[test]
fn each_bad_row_is_refused_by_its_rule_with_its_line() {
    let cases = [
        ("2,2025-01-02,2025-02-03,Won,1000,ann", "ragged-row", ""),
        ("2,2025-01-02,2025-02-03,Won,1000,ann,S,x", "ragged-row", ""),
        ("2,02.01.2025,2025-02-03,Won,1000,ann,S", "unreadable-date", "created"),
        ("2,2025-01-02,soon,Won,1000,ann,S", "unreadable-date", "closed"),
        ("2,25-01-02,2025-02-03,Won,1000,ann,S", "unreadable-date", "created"),
        ("2,2025-01-02,2025-02-30,Lost,1000,ann,S", "impossible-date", "closed"),
        ("2,2025-01-02,2206-02-03,Won,1000,ann,S", "date-out-of-range", "closed"),
        ("2,1925-01-02,2025-02-03,Won,1000,ann,S", "date-out-of-range", "created"),
        ("2,,2025-02-03,Won,1000,ann,S", "missing-value", "created"),
        ("2,N/A,2025-02-03,Won,1000,ann,S", "missing-value", "created"),
        ("2,2025-01-02,,Won,1000,ann,S", "decided-without-date", "closed"),
        ("2,2025-01-02,null,Lost,1000,ann,S", "decided-without-date", "closed"),
        ("2,2025-01-02,2025-01-01,Won,1000,ann,S", "closed-before-created", ""),
        ("2,2025-01-02,2025-02-03,Won,#REF!,ann,S", "unreadable-number", "amount"),
        ("2,2025-01-02,2025-02-03,Won,12%,ann,S", "unreadable-number", "amount"),
        ("2,2025-01-02,2025-02-03,Won,\"1.234,50\",ann,S", "unreadable-number", "amount"),
        ("2,2025-01-02,2025-02-03,Won,\"1,23\",ann,S", "unreadable-number", "amount"),
        ("2,2025-01-02,2025-02-03,Won,EUR 500,ann,S", "currency-without-rate", "amount"),
        ("2,2025-01-02,2025-02-03,Maybe,1000,ann,S", "unknown-value", "stage"),
        ("2,2025-01-02,2025-02-03,won,1000,ann,S", "unknown-value", "stage"),
        ("2,2025-01-02,2025-02-03,,1000,ann,S", "missing-value", "stage"),
        ("2,2025-01-02,2025-02-03,Won,1000,ann,XL", "unknown-segment", "segment"),
        ("2,2025-01-02,2025-02-03,Won,1000,ann,", "unknown-segment", "segment"),
        ("1,2025-01-02,2025-02-03,Won,1000,ann,S", "duplicate-id", "id"),
    ];
    for (row, rule, column) in cases {
        let text = format!("{GOOD}{row}\n");
        let found = problems(rows(&text));
        assert_eq!(found.iter().map(|p| p.rule).collect::<Vec<_>>(), [rule], "{row}");
        assert_eq!((found[0].rows, found[0].lines.as_slice()), (1, &[3][..]), "{row}");
        assert!(found[0].text.contains("To do: "), "{}", found[0].text);
        let place = if column.is_empty() { String::new() } else { format!("column \"{column}\": ") };
        assert!(found[0].text.starts_with(&place), "{row}: {}", found[0].text);
        // asked for, the row alone is left out and still counted
        let text = format!("{HEADER}\n{text}");
        let records = import(&mapping(opportunities()), &[("opps.csv", text.as_bytes())], BadRows::Skip).unwrap();
        assert_eq!((records.opportunities.len(), records.files[0].rows, records.files[0].kept), (1, 2, 1), "{row}");
        assert!(caught(&records, rule).is_some_and(|c| c.refused && c.rows == 1), "{row}");
    }
}

#[test]
fn all_mistakes_are_told_at_once() {
    let found = problems(rows(
        "1,soon,2025-02-03,Won,abc,ann,XL\n2,2025-01-02,2025-02-03,Won,1000,ann\n3,2025-01-02,,Lost,5,ann,S\n",
    ));
    let mut rules: Vec<_> = found.iter().map(|p| p.rule).collect();
    rules.sort_unstable();
    assert_eq!(
        rules,
        ["decided-without-date", "ragged-row", "unknown-segment", "unreadable-date", "unreadable-number"]
    );
}

#[test]
fn odd_rows_are_kept_and_counted() {
    let cases = [
        ("2,2025-01-02,2025-02-03,Open,1000,ann,S", "open-with-close-date"),
        ("2,2025-01-02,someday,Open,1000,ann,S", "open-with-close-date"),
        ("2,2025-01-02,2025-02-03,Won,,ann,S", "won-without-amount"),
        ("2,2025-01-02,,Open,,ann,S", "open-without-amount"),
        ("2,2025-01-02,2025-02-03,Won,-5,ann,S", "negative-amount"),
        ("2,2025-01-02,2025-02-03,Lost,(5),ann,S", "negative-amount"),
        ("2,2025-01-02,2025-02-03,Won,0,ann,S", "zero-amount"),
        ("2,2025-01-02,2025-02-03,Won,5,,S", "missing-owner"),
        (",2025-01-02,2025-02-03,Won,5,ann,S", "missing-id"),
    ];
    for (row, rule) in cases {
        let records = rows(&format!("{GOOD}{row}\n")).unwrap();
        assert_eq!(records.opportunities.len(), 2, "{row}");
        let one = caught(&records, rule).unwrap_or_else(|| panic!("{row}: {:?}", records.files));
        assert_eq!((one.rows, one.lines.as_slice(), one.refused), (1, &[3][..], false), "{row}");
        assert_eq!(records.files[0].caught.len(), 1, "{row}: {:?}", records.files[0].caught);
    }
    let records = rows("2,2025-01-02,2025-02-03,Won,N/A,ann,S\n").unwrap();
    assert!(caught(&records, "won-without-amount").is_some() && caught(&records, "text-for-missing").is_some());
    let records = rows(&format!("{GOOD}2,,,Deleted,#REF!,ann,?\n3,2025-01-02,2025-02-03,Lost,0,ann,S\n")).unwrap();
    assert_eq!((records.opportunities.len(), records.files[0].kept), (2, 2));
    assert_eq!(records.files[0].caught.iter().map(|c| c.rule).collect::<Vec<_>>(), ["ignored"]);
}

#[test]
fn a_good_row_becomes_a_record() {
    let records = rows(&format!("{GOOD}2, 2025-01-02 ,2025-03-01T10:00:00Z, Lost ,\"$1,234.50\", ann ,L\n")).unwrap();
    let [won, lost] = records.opportunities.as_slice() else { panic!() };
    let day = |m, d| Day::new(2025, m, d).unwrap();
    assert_eq!((won.created, won.outcome), (day(1, 2), Outcome::Won(day(2, 3))));
    assert_eq!((lost.created, lost.outcome), (day(1, 2), Outcome::Lost(day(3, 1))));
    assert_eq!((won.amount.get(), lost.amount.get()), (Some(1000.0), Some(1234.5)));
    assert_eq!((won.segment, lost.segment, won.owner), (0, 1, lost.owner));
    assert!(records.files[0].caught.is_empty());
}

#[test]
fn duplicates_are_all_told_and_the_first_one_counts() {
    let text: String = ["a", "b", "a", "c", "b", "a"]
        .iter()
        .zip(1..)
        .map(|(id, n)| format!("{id},2025-01-0{n},2025-02-03,Won,{n}00,ann,S\n"))
        .collect();
    let found = problems(rows(&text));
    assert_eq!((found[0].rule, found[0].rows, found[0].lines.as_slice()), ("duplicate-id", 3, &[4, 6, 7][..]));
    let text = format!("{HEADER}\n{text}");
    let records = import(&mapping(opportunities()), &[("opps.csv", text.as_bytes())], BadRows::Skip).unwrap();
    let amounts: Vec<_> = records.opportunities.iter().filter_map(|o| o.amount.get()).collect();
    assert_eq!((amounts, records.files[0].kept), (vec![100.0, 200.0, 400.0], 3));
}

#[test]
fn the_first_twenty_lines_are_listed_and_all_are_counted() {
    let text: String = (0..30).map(|i| format!("{i},2025-01-02,2025-02-03,Won,x,ann,S\n")).collect();
    let found = problems(rows(&text));
    assert_eq!((found[0].rows, found[0].lines.len()), (30, 20));
    assert_eq!((found[0].lines[0], found[0].lines[19]), (2, 21));
    assert!(found[0].sentence().starts_with("opps.csv (opportunities), 30 rows, the first on lines 2, 3, "));
}

#[test]
fn unknown_values_are_named_where_many_rows_have_them_and_never_else() {
    let row = |i: usize, stage: &str| format!("{i},2025-01-02,2025-02-03,{stage},5,ann,S\n");
    let text: String = (0..9).map(|i| row(i, if i < 5 { "Negotiating" } else { "Stalling" })).collect();
    let text = problems(rows(&text))[0].text.clone();
    assert!(text.contains("\"Negotiating\" on 5 rows, 1 different on fewer than 5 rows each"), "{text}");
    assert!(!text.contains("Stalling") && text.contains("Known: Won, Lost, Open, Deleted"), "{text}");
    // a column of many values is another than was meant, and may hold names
    let text: String = (0..55).map(|i| row(i, &format!("person {}", i % 11))).collect();
    let text = problems(rows(&text))[0].text.clone();
    assert!(!text.contains("person") && text.contains("11 different values: is it the right column?"), "{text}");
}

#[test]
fn the_order_of_dates_is_never_guessed_but_told() {
    let row = |i: usize, day: &str| format!("{i},{day},,Open,5,ann,S\n");
    let mut m = opportunities();
    m.file.dates = DateFormat::MonthDayYear;
    let text = format!("{HEADER}\n{}{}", row(1, "03/04/2025"), row(2, "25/04/2025"));
    let found = problems(import(&mapping(m.clone()), &[("opps.csv", text.as_bytes())], BadRows::Refuse));
    assert_eq!((found[0].rule, found[0].lines.as_slice()), ("impossible-date", &[3][..]));
    assert!(found[0].text.contains("all 2 values can be read as day/month/year (31/10/2026)"), "{}", found[0].text);
    let text = format!("{HEADER}\n{}{}", row(1, "03/04/2025"), row(2, "05/04/2025"));
    let records = import(&mapping(m), &[("opps.csv", text.as_bytes())], BadRows::Refuse).unwrap();
    let warning = caught(&records, "ambiguous-dates").unwrap();
    assert_eq!((warning.rows, warning.refused), (2, false));
    assert_eq!(records.opportunities[0].created, Day::new(2025, 3, 4).unwrap());
}

#[test]
fn decimals_that_may_be_thousands_are_warned_of() {
    let records = rows("1,2025-01-02,,Open,1.234,ann,S\n2,2025-01-02,,Open,500,ann,S\n").unwrap();
    assert_eq!(caught(&records, "ambiguous-numbers").map(|c| c.rows), Some(1));
    let records = rows("1,2025-01-02,,Open,1.234,ann,S\n2,2025-01-02,,Open,1.5,ann,S\n").unwrap();
    assert_eq!(caught(&records, "ambiguous-numbers"), None);
}

#[test]
fn currencies_are_converted_by_column_or_by_what_the_amount_says() {
    let mut m = opportunities();
    m.amount = Some(AmountColumn { column: "amount".into(), per_year: 12.0, currency: Some("currency".into()) });
    let mut mapping = mapping(m);
    mapping.rates = vec![("EUR".into(), 1.5)];
    let text = format!(
        "{HEADER},currency\n{}",
        ["100,,USD", "100,,", "100,,eur", "€100,,", "€100,,EUR"]
            .iter()
            .zip(1..)
            .map(|(a, i)| {
                let (amount, currency) = a.split_once(",,").unwrap();
                format!("{i},2025-01-02,,Open,{amount},ann,S,{currency}\n")
            })
            .collect::<String>()
    );
    let records = import(&mapping, &[("opps.csv", text.as_bytes())], BadRows::Refuse).unwrap();
    let amounts: Vec<_> = records.opportunities.iter().filter_map(|o| o.amount.get()).collect();
    assert_eq!(amounts, [1200.0, 1200.0, 1800.0, 1800.0, 1800.0]);
    let text = text.replace("€100,ann,S,EUR", "£100,ann,S,EUR").replace("S,USD", "S,CHF");
    let found = problems(import(&mapping, &[("opps.csv", text.as_bytes())], BadRows::Refuse));
    let rules: Vec<_> = found.iter().map(|p| (p.rule, p.lines[0])).collect();
    assert_eq!(rules, [("currency-without-rate", 2), ("two-currencies", 6)]);
    assert!(found[0].text.contains("The plan is in USD, and there are rates for EUR"), "{}", found[0].text);
    let both = "It is CHF on 1 row: currency = \"CHF\" or rates = { CHF = ... }, what 1 CHF is worth in USD.";
    assert!(found[0].text.contains(both), "{}", found[0].text);
}

#[test]
fn rows_of_separators_only_are_blank_lines() {
    let records = rows("1,2025-01-02,,Open,5,ann,S\n,,,,,,\n ,\u{A0},,,,,\n,,\n2,2025-01-02,,Open,5,ann,S\n").unwrap();
    assert_eq!((records.opportunities.len(), records.files[0].rows, records.files[0].kept), (2, 2, 2));
    let [blank] = &records.files[0].caught[..] else { panic!("{:?}", records.files[0].caught) };
    assert_eq!((blank.rule, blank.refused, blank.rows, &blank.lines[..]), ("blank-row", false, 3, &[3, 4, 5][..]));
    assert_eq!(blank.effect(), Some(super::super::rule::Effect::LeavesOut));
    let only = problems(rows(",,,,,,\n,,,,,,\n"));
    assert_eq!(only.iter().map(|p| p.rule).collect::<Vec<_>>(), ["header-only"]);
}

#[test]
fn a_title_above_the_header_is_told_once() {
    let header = HEADER.replace(',', ";");
    for title in ["Report Q2", "Report, of Q2;;;;;;", "Report Q2 2026;;;;;;\n;;;;;;\nas of 2026-06-30"] {
        let text = format!("{title}\n{header}\n1;2025-01-02;;Open;5;ann;S\n");
        let mut m = opportunities();
        m.file.delimiter = b';';
        let found = problems(import(&mapping(m), &[("opps.csv", text.as_bytes())], BadRows::Refuse));
        let [only] = &found[..] else { panic!("{title}: {found:?}") };
        let line = 1 + title.matches('\n').count() as u64 + 1;
        assert_eq!((only.rule, &only.lines[..]), ("lines-above-header", &[line][..]), "{title}");
        assert!(only.text.contains("delete the lines above the header"), "{}", only.text);
    }
    // nothing of the mapping anywhere: once, not once a column
    let found = problems(import(
        &mapping(opportunities()),
        &[("opps.csv", b"a,b,c,d,e,f,g\n1,2,3,4,5,6,7\n")],
        BadRows::Refuse,
    ));
    let [only] = &found[..] else { panic!("{found:?}") };
    assert_eq!(only.rule, "missing-column");
    assert!(
        only.text.contains("\"created\"") && only.text.contains("lines that stand above the header"),
        "{}",
        only.text
    );
}

#[test]
fn dates_of_two_orders_are_told_with_both() {
    let texts = |dates: DateFormat, day: &str| {
        let mut m = opportunities();
        m.file.dates = dates;
        let rows: String = (1..=20).map(|i| format!("{i},{day},,Open,5,ann,S\n")).collect();
        import(&mapping(m), &[("opps.csv", format!("{HEADER}\n{rows}").as_bytes())], BadRows::Refuse)
    };
    let found = problems(texts(DateFormat::YearMonthDay, "3/4/2025"));
    let both = "all 20 values can be read as month/day/year (10/31/2026) as well as day/month/year (31/10/2026)";
    assert!(found[0].text.contains(both), "{}", found[0].text);
    let warned = super::super::warnings(&texts(DateFormat::MonthDayYear, "3/4/2025").unwrap().files);
    assert_eq!(warned.iter().map(|f| f.code).collect::<Vec<_>>(), ["ambiguous-dates"]);
    assert_eq!(super::super::warnings(&texts(DateFormat::MonthDayYear, "3/14/2025").unwrap().files), []);
}

#[test]
fn a_column_that_settles_the_order_settles_it_for_the_others() {
    let mut m = opportunities();
    m.file.dates = DateFormat::MonthDayYear;
    let text = format!("{HEADER}\n1,3/4/2025,3/14/2025,Lost,5,ann,S\n2,3/4/2025,4/5/2025,Lost,5,ann,S\n");
    let records = import(&mapping(m), &[("opps.csv", text.as_bytes())], BadRows::Refuse).unwrap();
    assert_eq!(caught(&records, "ambiguous-dates"), None);
}

#[test]
fn words_in_other_letters_are_told() {
    let line = |id: u32, stage: &str, segment: &str| format!("{id},2025-01-02,2025-02-03,{stage},1000,a,{segment}\n");
    let text: String = line(1, "won", "S") + &line(2, "W on", "S") + &line(3, "Gone", "s ") + &line(4, "Won ", " L");
    let found = problems(rows(&text));
    let of = |rule: &str| found.iter().find(|p| p.rule == rule).unwrap();
    assert!(of("unknown-value").text.contains("2 rows have a known value but for capitals"), "{found:?}");
    assert!(of("unknown-segment").text.contains("1 row has a known value but for capitals"), "{found:?}");
    assert_eq!((of("unknown-value").rows, of("unknown-segment").rows), (3, 1));
}
