//! What is found to differ, and that the plan with all of it is the other plan, to the bit.

use super::{SMALL, plan, shipped, with};
use crate::running;
use planodds::plan::pair::{Difference, Kind, Pair, Part, Side, hybrid};
use planodds::plan::{Metric, Plan};
use planodds::simulate::KeptColumn;

/// ARR by month and trial, as bits.
fn arr(plan: &Plan) -> Vec<Vec<u64>> {
    let column = |t| KeptColumn { metric: Metric::Arr, segment: None, t };
    let columns: Vec<KeptColumn> = (1..=plan.calendar.months).map(column).collect();
    let values = running::sample(plan, &running::spec(600, 3), &columns).expect("the trials run");
    values.iter().map(|month| month.iter().map(|x| x.to_bits()).collect()).collect()
}

/// The ends of the way are the plans themselves, from both sides; yields what differs.
fn ends(a: &Plan, b: &Plan) -> Vec<Difference> {
    for (a, b) in [(a, b), (b, a)] {
        let pair = Pair::new(a, b);
        let differences = pair.differences();
        let differs = |part: &Part| differences.iter().any(|d| d.part.as_ref() == Some(part));
        let none = hybrid(&pair, &|_| Side::A);
        let all = hybrid(&pair, &|part| if differs(part) { Side::B } else { Side::A });
        assert_eq!(arr(&none), arr(a), "with nothing of the other it is the one");
        assert_eq!(arr(&all), arr(b), "with all of the other it is the other");
        assert_ne!(arr(a), arr(b), "the two are not the same");
    }
    Pair::new(a, b).differences()
}

/// Kinds and names of what differs.
fn named(differences: &[Difference]) -> Vec<(Kind, &str)> {
    differences.iter().map(|d| (d.kind, d.name.as_str())).collect()
}

#[test]
fn shipped_scenarios_differ_in_what_their_files_say() {
    let (base, upside, downside) = (shipped("base.toml"), shipped("upside.toml"), shipped("downside.toml"));
    let found = ends(&base, &upside);
    assert_eq!(
        named(&found),
        [
            (Kind::Driver, "segments.enterprise.pipeline.sources.outbound.sdrs"),
            (Kind::Driver, "segments.enterprise.pipeline.sources.outbound.stages.opportunity.rate"),
            (Kind::Driver, "segments.enterprise.pipeline.win_rate"),
            (Kind::Driver, "segments.smb.pipeline.sources.ads.spend"),
            (Kind::Counts, "segments.enterprise.capacity.hires"),
            (Kind::Risk, "analytics-module-launch"),
        ]
    );
    let found = ends(&base, &downside);
    let collection = found.iter().find(|d| d.name == "finance.collection_months").expect("it is written");
    assert_eq!(collection.part, None, "cash moves no ARR");
    assert_eq!(found.len(), 15);
}

#[test]
fn an_input_that_becomes_a_distribution_keeps_its_place_in_the_group() {
    let churn = "churn_annual = 0.1\n";
    let random = with(churn, "churn_annual = { p10 = 0.06, p50 = 0.1, p90 = 0.15 }\n");
    let fixed = with("churn_annual = { p10 = 0.05, p50 = 0.1, p90 = 0.2 }", "churn_annual = 0.1");
    let found = ends(&plan(SMALL), &random);
    assert_eq!(named(&found), [(Kind::Driver, "segments.smb.retention.churn_annual")], "correlations follow it");
    let found = ends(&plan(SMALL), &fixed);
    assert_eq!(named(&found), [(Kind::Driver, "segments.mid.retention.churn_annual")]);
    // each has a member of the group that the other has not: between them both are, or neither is
    ends(&random, &fixed);
}

#[test]
fn a_market_and_a_mix_that_are_wanted_are_listed_though_they_move_nothing() {
    for more in ["tam = 50_000_000\n", "mix = { smb = 0.7, mid = 0.3 }\n"] {
        let other = with("arr = 3_500_000\n", &format!("arr = 3_500_000\n{more}"));
        let first = plan(SMALL);
        let found = Pair::new(&first, &other).differences();
        assert_eq!(named(&found), [(Kind::Target, "")], "{more}");
        assert_eq!(found[0].part, None, "{more}");
    }
}

#[test]
fn other_correlations_are_a_difference_of_their_own() {
    let found = ends(&plan(SMALL), &with("\"segments.smb.deals.size\" = 0.3", "\"segments.smb.deals.size\" = -0.6"));
    assert_eq!(named(&found), [(Kind::Correlations, "")]);
}

#[test]
fn risks_are_found_by_their_names_whatever_their_places() {
    let more = "[[risks]]\nname = \"accident\"\nprobability = { p10 = 0.1, p90 = 0.4 }\nwindow = [\"2027-01\", \"2027-03\"]\n\
                adjust = [ { driver = \"segments.smb.capacity.attainment\", multiply = 0.7 } ]\n";
    let added = plan(&format!("{SMALL}\n{more}"));
    assert_eq!(named(&ends(&plan(SMALL), &added)), [(Kind::Risk, "accident")]);
    let other = plan(&format!("{}\n{more}", SMALL.split("[[risks]]").next().expect("all before the risks")));
    assert_eq!(named(&ends(&plan(SMALL), &other)), [(Kind::Risk, "accident"), (Kind::Risk, "downturn")]);
    let stronger = with("multiply = 0.8", "multiply = 0.5");
    assert_eq!(named(&ends(&plan(SMALL), &stronger)), [(Kind::Risk, "downturn")]);
}

#[test]
fn what_a_plan_is_made_of_changes_segment_by_segment() {
    let segment = "[segments.latam]\nopening_arr = 300_000\nopening_customers = 9\nretention = { churn_annual = { p10 = 0.1, p90 = 0.3 } }\n\
                   [segments.smb]\nopening_arr";
    let found = ends(&plan(SMALL), &with("[segments.smb]\nopening_arr", segment));
    assert_eq!(named(&found), [(Kind::Structure, "segments.latam")]);
    assert_eq!(found[0].part, Some(Part::Segment("latam".to_string())));

    let source = "name = \"inbound\"\nvolume = 25\n[[segments.smb.pipeline.sources]]\nname = \"events\"\nspend = 10_000\ncost_per_unit = 900\n";
    let found = ends(&plan(SMALL), &with("name = \"inbound\"\nvolume = 25\n", source));
    assert_eq!(named(&found), [(Kind::Structure, "segments.smb.pipeline.sources.events")]);

    let stages = "name = \"inbound\"\nvolume = 250\nstages = [ { to = \"mql\", rate = 0.3 }, { to = \"opportunity\", rate = 0.4 } ]\n";
    let found = ends(&plan(SMALL), &with("name = \"inbound\"\nvolume = 25\n", stages));
    assert_eq!(
        named(&found),
        [
            (Kind::Driver, "segments.smb.pipeline.sources.inbound.volume"),
            (Kind::Structure, "segments.smb.pipeline.sources.inbound.stages")
        ]
    );
    let monthly = with("churn_annual = 0.1\n", "churn_annual = 0.1\ncontract_months = 1\n");
    assert!(
        named(&ends(&plan(SMALL), &monthly)).contains(&(Kind::Structure, "segments.smb.retention.contract_months"))
    );
}

#[test]
fn an_opening_base_changes_as_a_whole() {
    let grown = plan(
        &SMALL
            .replace(
                "opening_arr = 2_000_000\nopening_customers = 100",
                "opening_arr = 5_000_000\nopening_customers = 150",
            )
            .replace("arr = 200_000", "arr = 2_500_000"),
    );
    let found = ends(&plan(SMALL), &grown);
    let parts: Vec<Option<Part>> = found.iter().map(|d| d.part.clone()).collect();
    assert_eq!(parts, vec![Some(Part::Opening("smb".to_string())); 3], "{found:?}");
    // with other key accounts it belongs to what the segment is made of
    let without = with(
        "key_accounts = [ { name = \"acme\", arr = 200_000, renewal = \"2027-06\", churn_at_renewal = 0.1 } ]",
        "",
    );
    let found = ends(&without, &grown);
    assert!(found.iter().all(|d| d.part == Some(Part::Segment("smb".to_string()))), "{found:?}");
}

#[test]
fn what_moves_no_arr_is_listed_without_a_part() {
    let text = SMALL
        .replace("p90 = 0.27 }", "p90 = 0.27, plan = 0.25 }")
        .replace("arr = 3_500_000", "arr = 3_500_000\npath = { \"2027-06\" = 2_900_000 }");
    let text = format!("[[goals]]\nmetric = \"nrr\"\nat_least = 1.0\n{text}\n[finance]\ngross_margin = 0.7\n");
    let found = Pair::new(&plan(SMALL), &plan(&text)).differences();
    assert_eq!(
        named(&found),
        [
            (Kind::Target, ""),
            (Kind::Driver, "segments.smb.pipeline.win_rate"),
            (Kind::Structure, "finance"),
            (Kind::Goal(0), "")
        ]
    );
    assert!(found.iter().all(|d| d.part.is_none()), "{found:?}");
}
