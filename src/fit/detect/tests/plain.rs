//! Headers in plain words, and files that no export is.

use super::*;
use crate::fit::mapping::SpanColumns;

/// The proposal for a header with three rows alike.
fn of(header: &str, row: &str) -> Proposal {
    proposed(&format!("{header}\n{}", format!("{row}\n").repeat(3)))
}

#[test]
fn plain_headers_of_every_export_are_known() {
    let cases = [
        (Kind::Opportunities, "id,created,closed,stage,amount,owner", "1,2026-01-01,2026-02-01,Won,5,a"),
        (Kind::Opportunities, "opened,won_at,status,value,rep", "2026-01-01,2026-02-01,Won,5,a"),
        (Kind::Opportunities, "created,signed,phase,price", "2026-01-01,2026-02-01,Won,5"),
        (Kind::Reps, "rep,hired,left,quota", "a,2026-01-01,,5"),
        (Kind::Reps, "name,hired,terminated,role", "a,2026-01-01,2026-02-01,AE"),
        (Kind::Reps, "employee,joined,left,title", "a,2026-01-01,2026-02-01,AE"),
        (Kind::Reps, "id,start,end,quota", "a,2026-01-01,,5"),
        (Kind::Customers, "customer,signup,churned,mrr", "a,2026-01-01,2026-02-01,5"),
        (Kind::Customers, "client,joined,left,plan,fee", "a,2026-01-01,2026-02-01,Pro,5"),
        (Kind::Customers, "account,signup,cancelled,arr_usd", "a,2026-01-01,2026-02-01,5"),
        (Kind::Leads, "id,created,source,status", "a,2026-01-01,Web,MQL"),
        (Kind::Leads, "lead_id,created,channel,stage", "a,2026-01-01,Web,MQL"),
        (Kind::Leads, "id,created,mql,sql,converted", "a,2026-01-01,2026-01-02,2026-01-03,2026-01-04"),
    ];
    for (kind, header, row) in cases {
        let proposal = of(header, row);
        assert_eq!(proposal.kind, kind, "{header}\n{}", proposal.text);
        mapping(&proposal);
        let unused = proposal.text.lines().filter(|line| line.contains("FILL IN") && !line.starts_with("# lost"));
        assert_eq!(unused.count(), 0, "{}", proposal.text);
    }
}

#[test]
fn what_a_plain_word_means_is_told_by_what_its_column_holds() {
    let closed = of("created,closed,stage", "2026-01-01,2026-02-01,Won").text;
    assert!(closed.contains("\nclosed = \"closed\"\n"), "{closed}");
    let flagged = of("created,closed_at,closed,won,stage", "2026-01-01,2026-02-01,true,true,Sealed").text;
    assert!(flagged.contains("\nclosed = \"closed_at\"\n") && flagged.contains("\nwon = [\"Sealed\"]\n"), "{flagged}");
    let span = |header: &str, row: &str| mapping(&of(header, row)).unwrap().reps.unwrap().span;
    let dated = span("rep,hired,left", "a,2026-01-01,2026-02-01");
    assert!(matches!(&dated, SpanColumns::Dated { end: Some(end), .. } if end == "left"), "{dated:?}");
    let tenure = span("rep,tenure_months,left", "a,5,Yes");
    assert!(matches!(&tenure, SpanColumns::Tenure { ended, .. } if ended == "left"), "{tenure:?}");
    let told = of("rep,hired,left", "a,2026-01-01,Yes");
    assert!(!told.text.contains("\nend = ") && told.notes.concat().contains("not when"), "{}", told.text);
}

#[test]
fn nothing_of_a_file_without_headers_is_shown() {
    let files = [
        "Acme Corp,Jane Doe,Open\n",
        "Acme Corp,Jane Doe,Berlin\nBeta,Bob Smith,Paris\n",
        "Acme Corp,Jane Doe,\"Jan 5, 2026\",Open\nBeta,Bob Smith,\"Feb 6, 2026\",Won\n",
        "OPP-0001,Acme Corp,USD 12000,Won\nOPP-0002,Beta,USD 500,Lost\n",
        "006A01,Acme,2026-01-01T10:00:00Z,won\n006A02,Beta,2026-01-02T10:00:00Z,lost\n",
        "Acme,jane@acme.com\nBeta,bob@beta.com\n",
        "Acme,$1.5M,N/A\nBeta,$2M,5\n",
        "Acme;Jane Doe;twelve\n",
        "Jane Doe\nBob Smith\n",
        "id,created,\"closed,stage\nJane Doe,2026-01-01,Acme\nBob,2026-01-01,Beta\n",
    ];
    for text in files {
        let refused = detect("export.csv", text.as_bytes()).expect_err(text);
        let told = format!("{} {}", refused.message, refused.help.join(" "));
        for secret in ["Acme", "Jane", "Berlin", "12000", "2026", "1.5", "twelve", "006A", "OPP", "Open"] {
            assert!(!told.contains(secret), "{text}\n{told}");
        }
        assert!(
            told.contains("no headers") || told.contains("headers are: id") || told.contains("few or none"),
            "{told}"
        );
    }
}

#[test]
fn known_headers_of_another_table_are_shown_and_no_others() {
    let told = |text: &str| detect("t.csv", text.as_bytes()).unwrap_err().help.join(" ");
    let shown = told("sales_agent,manager,Acme Corp,region\na,b,c,d\n");
    assert!(shown.ends_with("its headers are: sales_agent, manager, region, ..."), "{shown}");
    assert!(!told("region,Acme Corp,Jane Doe\na,b,c\n").contains("region"));
}

#[test]
fn files_that_no_export_is_are_refused_or_read_and_never_break() {
    let wide = |n: usize| (0..n).map(|i| format!("name{i}")).collect::<Vec<_>>().join(",");
    let noise: Vec<u8> = (0..200_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24).max(1) as u8).collect();
    let (wide_one, wider) = (wide(500), wide(6_000));
    let cases: [&[u8]; 9] = [
        b"\xEF\xBB\xBF",
        b"\xFF\xFE",
        b"\xFF\xFEa",
        wide_one.as_bytes(),
        wider.as_bytes(),
        b"\"\n\"\"\n\"",
        b"stage,closed\0,created\n",
        &noise,
        &vec![b'x'; ENOUGH_BYTES],
    ];
    for bytes in cases {
        assert!(detect("t.csv", bytes).is_err());
    }
    let header = format!("created,closed,stage,{}", wide(500));
    assert_eq!(proposed(&format!("{header}\n")).kind, Kind::Opportunities);
}

#[test]
fn headers_may_hold_line_breaks_quotes_and_brackets_and_come_again() {
    let text = "\"Deal \"\"ID\"\"\",\"Created\r\nDate\",Close Date,Stage,[Amount]\r\na,2026-01-01,2026-01-02,Won,5\r\n";
    let proposal = proposed(&format!("{text}{text}{text}"));
    assert!(proposal.text.contains("\ncreated = \"Created Date\"\n"), "{}", proposal.text);
    assert!(proposal.text.contains("amount = \"[Amount]\"\n") && proposal.text.contains("won = [\"Won\"]"));
    mapping(&proposal);
    let twice = of("created,closed,stage,amount,amount", "2026-01-01,2026-01-02,Won,5,6");
    assert!(twice.notes.concat().contains("several columns have the header \"amount\""), "{:?}", twice.notes);
}

#[test]
fn a_column_of_names_is_not_shown_even_where_each_stands_on_several_rows() {
    let row = |i: usize| format!("2026-01-01,2026-02-01,Customer {}\n", i % 101);
    let proposal = proposed(&format!("created,closed,stage\n{}", (0..404).map(row).collect::<String>()));
    assert!(!proposal.text.contains("Customer ") && proposal.text.contains("101 more stages"), "{}", proposal.text);
}

#[test]
fn lines_above_the_headers_are_told_and_not_shown() {
    for text in [
        "Zaphod's report\n\nid,created,closed,stage\n1,2026-01-01,2026-02-01,Won\n",
        "Zaphod's report;;;\n;;;\nVorgang;Angelegt am;Abschluss;Phase\n1;01.02.2026;02.03.2026;Offen\n",
    ] {
        let refused = detect("export.csv", text.as_bytes()).unwrap_err();
        assert!(refused.message.contains("headers on line 3"), "{refused:?}");
        assert!(refused.help.iter().any(|help| help == "delete the lines above the header"), "{refused:?}");
        assert!(!format!("{refused:?}").contains("Zaphod"), "{refused:?}");
    }
}

#[test]
fn the_currency_is_that_of_the_signs() {
    let of_amount =
        |amount: &str| of("id,created,closed,stage,amount", &format!("1,2026-01-01,2026-02-01,Won,{amount}")).text;
    for (amount, line) in [
        ("€5", "# currency = \"EUR\"  # the plan's currency: what"),
        ("5 GBP", "# currency = \"GBP\"  # the plan's currency: what"),
        ("$5", "# currency = \"USD\"  # the plan's currency: what"),
        ("5", "# currency = \"USD\"  # the plan's currency\n"),
    ] {
        assert!(of_amount(amount).contains(line), "{amount}\n{}", of_amount(amount));
    }
    let windows =
        [&b"id,created,closed,stage,amount\n"[..], &b"1,2026-01-01,2026-02-01,Won,5 \x80\n".repeat(3)].concat();
    let text = detect("export.csv", &windows).unwrap().text;
    assert!(text.contains("# currency = \"EUR\""), "{text}");
}

#[test]
fn tenures_need_the_day_of_the_export() {
    let tenure = of("rep,tenure_months,left", "a,5,Yes");
    assert!(tenure.text.contains("# as_of = \"2026-10-31\"  # FILL IN: "), "{}", tenure.text);
    assert!(tenure.notes.concat().contains("fill in as_of"), "{:?}", tenure.notes);
    let dated = of("rep,hired,left,quota", "a,2026-01-01,,5");
    assert!(!dated.text.contains("FILL IN"), "{}", dated.text);
}
