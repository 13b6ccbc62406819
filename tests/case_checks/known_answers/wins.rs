//! B07: leads thinned through a funnel. B08: one uncertain win rate for all opportunities of a year.

use super::{SEEDS, TRIALS, expected, holds_percentiles, number, plan, sample};
use crate::case_checks::judge;
use planodds::plan::Metric;

/// 2400 leads a year, a quarter of which become opportunities, a fifth of which are won in the month in which they come:
/// Poisson; 2400 of them exactly; Poisson with a gamma mean (a negative binomial with k = 20).
const FUNNELS: &str = "
[segments.poisson]
opening_arr = 0
opening_customers = 0
[segments.poisson.deals]
size = 1
[segments.poisson.pipeline]
win_rate = 0.2
sales_cycle_months = 0.2
cycle_dispersion = 0
[[segments.poisson.pipeline.sources]]
name = \"leads\"
volume = 200
stages = [ { to = \"opportunity\", rate = 0.25 } ]
[segments.fixed_n]
opening_arr = 0
opening_customers = 0
[segments.fixed_n.deals]
size = 1
[segments.fixed_n.pipeline]
opening_decisions = { 2027-01 = 2400 }
win_rate = 0.05
sales_cycle_months = 1
[segments.negbin]
opening_arr = 0
opening_customers = 0
[segments.negbin.deals]
size = 1
[segments.negbin.pipeline]
win_rate = 0.2
sales_cycle_months = 0.2
cycle_dispersion = 0
[[segments.negbin.pipeline.sources]]
name = \"leads\"
volume = { dist = \"gamma\", mean = 200, sd = 44.721359549995796 }
stages = [ { to = \"mql\", rate = 0.5 }, { to = \"opportunity\", rate = 0.5 } ]
";

#[test]
fn b07_leads_are_thinned_through_the_funnel() {
    let expected = expected("B07_binomial_thinning");
    let plan = plan(12, 1.0, FUNNELS);
    let names = ["poisson", "fixed_n", "negbin"];
    let columns = names.map(|name| (Metric::Customers, name, 12));
    for seed in SEEDS {
        let customers = sample(&plan, TRIALS, seed, &columns);
        for (name, wins) in names.iter().zip(&customers) {
            let expected = &expected[name];
            let what = format!("B07 {name}, seed {seed}");
            assert_eq!(judge::mean(wins, number(expected, "mean")), Ok(()), "{what}");
            assert_eq!(judge::sd(wins, number(expected, "sd")), Ok(()), "{what}");
            holds_percentiles(wins, expected, &what);
            let reached = wins.iter().filter(|&&n| n >= 130.0).count() as f64 / TRIALS as f64;
            assert_eq!(judge::probability(reached, number(expected, "p_ge_130"), TRIALS), Ok(()), "{what}");
        }
    }
}

/// 400 opportunities with one win rate ~ Beta(20, 80) for the whole year.
const SHARED_WIN_RATE: &str = "
[segments.a]
opening_arr = 0
opening_customers = 0
[segments.a.deals]
size = 1
[segments.a.pipeline]
opening_decisions = { 2027-01 = 100, 2027-04 = 100, 2027-07 = 100, 2027-10 = 100 }
win_rate = { dist = \"beta\", alpha = 20, beta = 80 }
sales_cycle_months = 3
";

#[test]
fn b08_one_uncertain_win_rate_spreads_the_wins_of_a_year() {
    let expected = expected("B08_beta_binomial");
    let plan = plan(12, 90.0, SHARED_WIN_RATE);
    for seed in SEEDS {
        let wins = sample(&plan, TRIALS, seed, &[(Metric::Customers, "a", 12)]).remove(0);
        assert_eq!(judge::mean(&wins, number(&expected, "mean")), Ok(()), "seed {seed}");
        assert_eq!(judge::sd(&wins, number(&expected, "sd")), Ok(()), "seed {seed}");
        holds_percentiles(&wins, &expected, &format!("B08, seed {seed}"));
        let reached = wins.iter().filter(|&&n| n >= 90.0).count() as f64 / TRIALS as f64;
        assert_eq!(judge::probability(reached, number(&expected, "p_ge_90"), TRIALS), Ok(()), "seed {seed}");
    }
}
