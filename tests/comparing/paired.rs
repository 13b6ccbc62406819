//! Paired differences: exactly 0 where nothing differs, and far tighter than those of two runs where something does.

use super::{SMALL, compared, difference, plan, shipped};
use planodds::analysis::Estimate;
use planodds::analysis::compare::{Measure, Mismatch, mismatch};
use planodds::simulate::RunSpec;

const ALL: [Measure; 7] =
    [Measure::MeanArr, Measure::P10, Measure::P50, Measure::P90, Measure::NewArr, Measure::ChurnedArr, Measure::Hit];

#[test]
fn a_scenario_against_itself_is_exactly_zero() {
    let nothing = Estimate { value: Some(0.0), low: Some(0.0), high: Some(0.0) };
    for (name, trials) in [("base.toml", 2_000), ("three_years.toml", 700)] {
        let base = shipped(name);
        let result = compared(&[&base, &base.clone()], &RunSpec::new(trials, 1));
        for measure in ALL {
            assert_eq!(difference(&result, measure), nothing, "{name} {measure:?}");
        }
        let against = &result.against_first[0];
        assert!(against.paired.identical && against.paired.same == 1.0 && against.paired.higher == nothing);
        assert!(against.differences.is_empty());
        let contributions = against.contributions.as_ref().expect("there are none");
        assert!(contributions.players.is_empty() && contributions.arr == 0.0 && contributions.hit == 0.0);
    }
}

#[test]
fn pairs_tell_more_than_two_runs() {
    let (base, upside, downside) = (shipped("base.toml"), shipped("upside.toml"), shipped("downside.toml"));
    let result = compared(&[&base, &upside, &downside], &RunSpec::new(4_000, 1));
    let tighter = result.against_first.iter().map(|a| a.paired.unpaired_error / a.paired.paired_error);
    let tighter: Vec<f64> = tighter.collect();
    assert!(tighter.iter().all(|times| *times >= 3.0), "{tighter:?}");
    // the interval that is shown is the paired one: 1.96 standard errors to either side
    let shown = difference(&result, Measure::MeanArr);
    let half = shown.high.unwrap() - shown.value.unwrap();
    assert!((half / result.against_first[0].paired.paired_error - 1.95996).abs() < 1e-4, "{half}");
}

#[test]
fn differences_are_those_of_the_values_beside_them() {
    let (base, upside) = (shipped("base.toml"), shipped("upside.toml"));
    let result = compared(&[&base, &upside], &RunSpec::new(3_000, 2));
    for d in &result.against_first[0].paired.measures {
        let (value, low, high) = (d.difference.value.unwrap(), d.difference.low.unwrap(), d.difference.high.unwrap());
        assert!((d.other - d.first - value).abs() <= 1e-9 * d.first.abs().max(1.0), "{d:?}");
        assert!(low <= value && value <= high && low < high, "{d:?}");
    }
    // the histogram's percentile and the exact one differ by a bucket at most
    let (exact, shown) =
        (result.against_first[0].paired.of(Measure::P50).unwrap().first, result.scenarios[0].odds.arr[4]);
    assert!((exact / shown.value.unwrap() - 1.0).abs() < 2e-3, "{exact} {shown:?}");
    let hit = result.against_first[0].paired.of(Measure::Hit).unwrap();
    assert_eq!(Some(hit.first), result.scenarios[0].odds.probability.value);
    assert_eq!(Some(hit.other), result.scenarios[1].odds.probability.value);
}

#[test]
fn one_trial_and_few_have_no_intervals() {
    let (base, upside) = (shipped("base.toml"), shipped("upside.toml"));
    let one = compared(&[&base, &upside], &RunSpec::new(1, 1));
    for measure in ALL {
        let e = difference(&one, measure);
        assert!(e.value.is_some_and(f64::is_finite) && e.low.is_none() && e.high.is_none(), "{measure:?} {e:?}");
    }
    let few = compared(&[&base, &upside], &RunSpec::new(100, 1));
    assert!(difference(&few, Measure::P50).low.is_none(), "sections of three trials tell no error");
    assert!(difference(&few, Measure::MeanArr).low.is_some());
}

#[test]
fn plans_without_months_or_money_in_common_are_told_apart() {
    let base = plan(SMALL);
    let cases = [
        ("start = \"2027-01\"", "start = \"2027-02\"", Mismatch::Start),
        ("months = 12", "months = 13", Mismatch::Months),
        ("months = 12", "months = 12\nfiscal_year_start = 4", Mismatch::FiscalYear),
        ("months = 12", "months = 12\ncurrency = \"EUR\"", Mismatch::Currency),
    ];
    for (from, to, expected) in cases {
        assert_eq!(mismatch(&base, &super::with(from, to)), Some(expected), "{to}");
    }
    assert_eq!(mismatch(&base, &super::with("arr = 3_500_000", "arr = 1")), None);
}
