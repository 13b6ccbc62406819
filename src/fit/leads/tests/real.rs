//! Leads of a public export, held against figures counted apart from this program.

use super::*;

/// The real export, in which SQL is a status before the opportunity: its leads explain less than half of the
/// opportunities.
#[test]
#[ignore = "needs PLANODDS_SHARED_DATA"]
fn real_leads() {
    let folder = std::env::var("PLANODDS_SHARED_DATA").expect("PLANODDS_SHARED_DATA names the folder");
    let read =
        |file: &str| csv::Reader::from_path(std::path::Path::new(&folder).join("gtm_complyflow").join(file)).unwrap();
    let day = |text: &str| {
        let parts: Vec<i16> = text.split('-').map(|p| p.parse().unwrap()).collect();
        Day::new(parts[0], parts[1] as i8, parts[2] as i8).unwrap()
    };
    let segments = ["SMB", "Mid-Market", "Enterprise"];
    let segment = |text: &str| segments.iter().position(|s| *s == text).unwrap() as u16;
    let mut leads = Leads { stages: vec!["mql".into(), "sql".into(), "opportunity".into()], ..Leads::default() };
    let statuses = ["New", "MQL", "SQL", "Opportunity"];
    for row in read("leads.csv").records().map(Result::unwrap) {
        let at = leads.sources.iter().position(|s| *s == row[2]);
        let source = at.unwrap_or(leads.sources.len()) as u16;
        if at.is_none() {
            leads.sources.push(row[2].to_string());
        }
        let reached = statuses.iter().position(|s| *s == &row[3]).unwrap_or(0) as u8;
        let lost = &row[3] == "Disqualified";
        leads.rows.push(Lead { created: day(&row[4]), source, segment: segment(&row[1]), reached, lost });
    }
    let as_of = Day::new(2026, 6, 30).unwrap();
    let setting = Setting { as_of, plan_start: YearMonth::new(2026, 7).unwrap(), ..setting(&["smb", "mid", "ent"]) };
    let history = fit(&leads, &mapping(3.0), &setting);
    let mut opportunities = History::default();
    for (k, name) in setting.segments.iter().enumerate() {
        let rows = read("opportunities.csv").into_records().map(Result::unwrap);
        let days = rows.filter(|r| segment(&r[4]) == k as u16).map(|r| day(&r[9])).collect();
        let source = [SourceDays { source: "all", days }];
        opportunities.add(fit_sources(
            &format!("segments.{name}.pipeline"),
            RecordKind::Opportunities,
            &source,
            &setting,
        ));
    }
    // 6,500 leads in 29.9 months, and 4,429 of them MQL or beyond: single sources lean on each other, so none is far
    // off.
    let ends = |with: &str| history.fitted.iter().filter(|f| f.path.ends_with(with)).collect::<Vec<_>>();
    let volume: f64 = ends(".volume").iter().map(|f| f.estimate).sum();
    assert!((volume / (6500.0 / 29.9) - 1.0).abs() < 0.05, "{volume}");
    let rates = ends(".stages.mql.rate");
    assert_eq!(rates.len(), 3 * leads.sources.len());
    assert!(rates.iter().all(|f| (f.estimate - 4429.0 / 6500.0).abs() < 0.08 && f.pooled.is_some()), "{rates:#?}");
    assert!(history.findings.iter().any(|f| f.code == "leads-statuses-only"));
    let against = against_opportunities(&history, &opportunities, &setting);
    assert!(against.iter().any(|f| f.code == "leads-against-opportunities"), "{against:#?}");
}
