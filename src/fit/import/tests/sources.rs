//! Sources of leads in several spellings.

use super::others::leads;
use super::*;
use crate::fit::mapping::Leads;

fn read_leads(sources: &[&str]) -> Records {
    let row = |(i, source): (usize, &&str)| format!("{i},2024-01-01,,,{source},\n");
    let rows: String = sources.iter().enumerate().map(row).collect();
    let text = format!("id,created,mql,opp,source,status\n{rows}");
    let m = Mapping { leads: Some(Leads { status: None, ..leads() }), ..Mapping::default() };
    import(&m, &[("leads.csv", text.as_bytes())], BadRows::Refuse).unwrap()
}

#[test]
fn a_source_in_several_spellings_is_one_and_they_are_counted() {
    let mut sources = ["Web"; 4].to_vec();
    sources.extend(["WEB", "web ", " web", "Paid Search", "paid_search", "Paid-Search", "Paid Search", "Paid  search"]);
    sources.extend(["Event"; 5]);
    let records = read_leads(&sources);
    assert_eq!(records.leads.sources, ["Event", "Paid_Search", "Web"]);
    let of = |i: usize| records.leads.rows[i].source;
    assert!((0..7).all(|i| of(i) == 2) && (7..12).all(|i| of(i) == 1) && of(12) == 0);
    let told = caught(&records, "source-spelling").unwrap();
    // WEB and two of web; the three spellings on one lead each
    assert_eq!((told.rows, told.refused), (6, false));
    assert_eq!(told.lines, [6, 7, 8, 10, 11, 13]);
    assert!(told.text.contains("Spelt are Paid_Search in 4 ways, Web in 3 ways"), "{}", told.text);
    sources.reverse();
    assert_eq!(read_leads(&sources).leads.sources, records.leads.sources);
}

#[test]
fn spellings_of_few_leads_are_neither_named_nor_counted() {
    let sources = ["Jane Doe", "JANE DOE", "jane doe", "Web", "Web", "Web", "Web", "Web"];
    let records = read_leads(&sources);
    assert_eq!(records.leads.sources, ["Web", "other"]);
    assert_eq!(caught(&records, "source-spelling"), None);
}
