//! B04: bookings are a Poisson number of gamma deals. B17: one of three normals.

use super::{SEEDS, TRIALS, expected, holds_percentiles, number, plan, sample};
use crate::case_checks::judge;
use crate::running;
use planodds::analysis::odds;
use planodds::plan::Metric;
use planodds::simulate::{MetricSet, RunSpec};

/// 24 deals a year in twelve months of two, each Gamma(shape 2, scale 15000): mean 30000, spread 1 / sqrt 2.
pub const COMPOUND_POISSON: &str = "
[segments.a]
opening_arr = 0
opening_customers = 0
[segments.a.deals]
size = 30_000
dispersion = 0.7071067811865476
[segments.a.capacity]
reps = 1
ramp_months = 0
quota_annual = 720_000
attainment = 1
";

#[test]
fn b04_bookings_are_a_poisson_number_of_gamma_deals() {
    let expected = expected("B04_compound_poisson_gamma");
    let plan = plan(12, 900_000.0, COMPOUND_POISSON);
    for seed in SEEDS {
        let arr = sample(&plan, TRIALS, seed, &[(Metric::Arr, "", 12)]).remove(0);
        assert_eq!(judge::mean(&arr, number(&expected, "mean")), Ok(()), "seed {seed}");
        assert_eq!(judge::sd(&arr, number(&expected, "sd")), Ok(()), "seed {seed}");
        holds_percentiles(&arr, &expected, &format!("B04, seed {seed}"));
        let hits = arr.iter().filter(|&&x| x >= 900_000.0).count() as f64 / TRIALS as f64;
        assert_eq!(judge::probability(hits, number(&expected, "p_hit"), TRIALS), Ok(()), "seed {seed}");
        let spec = RunSpec { metrics: MetricSet::Headline, ..running::spec(TRIALS, seed) };
        let outcome = running::run(&plan, &spec);
        assert_eq!(odds::odds(&plan, &outcome).probability.value, Some(hits), "the odds count the same trials");
    }
}

/// A risk that strikes for certain, in one of five months and for that month only, marks which normal counts: the
/// first month down, the last up, those between base. Its factor of 1000 tells the marked month from the others.
const MIXTURE: &str = "
[segments.down]
opening_arr = 0
opening_customers = 0
[segments.down.deals]
size = 1
[segments.down.capacity]
reps = 1
ramp_months = 0
quota_annual = { 2027-01 = 12, 2027-02 = 0 }
attainment = { dist = \"normal\", mean = 800, sd = 60 }
[segments.base]
opening_arr = 0
opening_customers = 0
[segments.base.deals]
size = 1
[segments.base.capacity]
reps = 1
ramp_months = 0
quota_annual = { 2027-01 = 0, 2027-02 = 12, 2027-05 = 0 }
attainment = { dist = \"normal\", mean = 1000, sd = 80 }
[segments.up]
opening_arr = 0
opening_customers = 0
[segments.up.deals]
size = 1
[segments.up.capacity]
reps = 1
ramp_months = 0
quota_annual = { 2027-01 = 0, 2027-05 = 12 }
attainment = { dist = \"normal\", mean = 1250, sd = 120 }
[[risks]]
name = \"which\"
probability = 1
window = [\"2027-01\", \"2027-05\"]
duration = 1
adjust = [ { driver = \"segments.*.capacity.attainment\", multiply = 1000 } ]
";

#[test]
fn b17_a_risk_that_strikes_in_one_of_five_months_mixes_three_normals() {
    let expected = expected("B17_scenario_mixture");
    let plan = plan(5, 1.0, MIXTURE);
    let columns: Vec<_> = (1..=5).map(|t| (Metric::CapacityArr, "", t)).collect();
    // Every normal lies within 8 sd of its mean: below 10,000 unmarked, above 100,000 marked.
    let marked = |x: f64| x > 50_000.0;
    for seed in SEEDS {
        let months = sample(&plan, TRIALS, seed, &columns);
        let strikes = |i: usize| months.iter().filter(|m| marked(m[i])).count();
        assert!((0..TRIALS as usize).all(|i| strikes(i) == 1), "it strikes once, for one month");
        let one = |i: usize| months.iter().map(|m| m[i]).find(|&x| marked(x)).map_or(f64::NAN, |x| x / 1000.0);
        let mixed: Vec<f64> = (0..TRIALS as usize).map(one).collect();
        assert_eq!(judge::mean(&mixed, number(&expected, "mean")), Ok(()), "seed {seed}");
        assert_eq!(judge::sd(&mixed, number(&expected, "sd")), Ok(()), "seed {seed}");
        holds_percentiles(&mixed, &expected, &format!("B17, seed {seed}"));
        let hits = mixed.iter().filter(|&&x| x >= 1100.0).count() as f64 / TRIALS as f64;
        assert_eq!(judge::probability(hits, number(&expected, "p_hit"), TRIALS), Ok(()), "seed {seed}");
    }
}
