//! Answers that a formula gives (tests/cases/math.json, D01 and D03).

use super::{alone, lever, plan, poisson_team, solve};
use planodds::analysis::solve::{Alone, Answer, Depth, Found, Settings, Wanted};
use planodds::math::special::{normal_density, normal_quantile};
use planodds::scenario::lever::{AskedLever, By};
use planodds::simulate::RunSpec;
use serde_json::Value;
use statrs::distribution::{Binomial, DiscreteCDF, Poisson};
use std::fmt::Write;

fn case(id: &str) -> Value {
    let cases: Value = serde_json::from_str(include_str!("../cases/math.json")).expect("JSON");
    let cases = cases.as_array().cloned().unwrap_or_else(|| cases["cases"].as_array().cloned().expect("cases"));
    cases.into_iter().find(|c| c["id"] == id).expect("the case")
}

fn answer(alone: &Alone) -> &Answer {
    match &alone.found {
        Found::Reached(answer) => answer,
        Found::OutOfReach(best) => panic!("out of reach: {best:?}"),
    }
}

/// New ARR of month t is normal with the case's mean and sd: one deal a month, won for certain, whose size is drawn month
/// by month; beside it one certain deal of 100 that the lever adds to.
fn linear_normal(mean: &[f64], sd: &[f64], target: f64) -> String {
    let months = (1..=12).map(|m| format!("\"2027-{m:02}\" = 1")).collect::<Vec<_>>().join(", ");
    let mut text = format!(
        r#"
        plan = {{ name = "Linear", start = "2027-01", months = 12 }}
        target = {{ arr = {} }}
        [segments.normal]
        opening_arr = 0
        opening_customers = 0
        deals.size = {{ dist = "normal", mean = 100, sd = 1, per = "month" }}
        pipeline = {{ win_rate = 1, sales_cycle_months = 1, opening_decisions = {{ {months} }} }}
        [segments.certain]
        opening_arr = 0
        opening_customers = 0
        deals.size = 100
        pipeline = {{ win_rate = 1, sales_cycle_months = 1, opening_decisions = {{ "2027-06" = 1 }} }}
        "#,
        target + 100.0
    );
    for (m, (mean, sd)) in mean.iter().zip(sd).enumerate() {
        // (100 + z) sd + mean - 100 sd = mean + sd z
        let (month, add) = (format!("2027-{:02}", m + 1), mean - 100.0 * sd);
        let driver = "segments.normal.deals.size";
        writeln!(
            text,
            "[[adjust]]\ndriver = \"{driver}\"\nmultiply = {sd}\nadd = {add}\nfrom = \"{month}\"\nuntil = \"{month}\""
        )
        .expect("text");
    }
    text
}

#[test]
fn d01_extra_bookings_on_a_sum_of_normals() {
    let case = case("D01_lever_linear_normal");
    let numbers = |key: &str| -> Vec<f64> {
        case["inputs"][key].as_array().expect(key).iter().map(|x| x.as_f64().expect("a number")).collect()
    };
    let (mean, sd) = (numbers("mean"), numbers("sd"));
    let expected = case["expected"]["x"].as_f64().expect("x");
    let plan = plan(&linear_normal(&mean, &sd, 1500.0));
    let trials = 100_000;
    let lever = lever(&plan, "segments.certain.deals.size", By::Add, (0.0, 300.0, 0.1));
    let solution = alone(&plan, lever, 0.8, trials);
    let found = answer(&solution.alone[0]);

    let total: f64 = sd.iter().map(|s| s * s).sum::<f64>().sqrt();
    let density = normal_density(normal_quantile(0.8)) / total;
    let se = (0.16 / trials as f64).sqrt() / density;
    // the step of 0.1 rounds up
    assert!((found.at.amount - expected).abs() < 5.0 * se + 0.1, "{} for {expected}, se {se}", found.at.amount);
    let p = found.at.reached.probability.value.expect("a probability");
    assert!(p >= 0.8 && p - 0.8 < 0.001, "{p}");
    assert!(found.less.expect("less").reached.probability.value.expect("a probability") < 0.8);
    // the interval of the answer is that of the probability over the density
    let (low, high) = found.between.expect("monotone");
    let half = (high.expect("inside the range") - low) / 2.0;
    assert!((half / (1.96 * se) - 1.0).abs() < 0.35, "{low} to {high:?}: {half} for {}", 1.96 * se);
    assert!(low <= found.at.amount && found.at.amount <= high.expect("inside"));
}

#[test]
fn the_interval_of_the_answer_covers_at_its_rate() {
    let plan = plan(&linear_normal(&[100.0; 12], &[10.0; 12], 1250.0));
    let exact = 1250.0 - 1200.0 + normal_quantile(0.7) * 10.0 * 12.0f64.sqrt();
    let lever = lever(&plan, "segments.certain.deals.size", By::Add, (0.0, 200.0, 0.25));
    let settings = Settings { wanted: Wanted::Target, level: 0.7, depth: Depth::Quick };
    let covered = (0..100)
        .filter(|&seed| {
            let solution = solve(&plan, std::slice::from_ref(&lever), settings, &RunSpec::new(4_000, seed));
            let (low, high) = answer(&solution.alone[0]).between.expect("monotone");
            // an amount of the grid stands for the step below it too
            low - 0.25 <= exact && high.is_none_or(|high| exact <= high)
        })
        .count();
    // 95 of 100 with a standard deviation of 2.2; the curve's own error, on half of the trials, is within 4 of them
    assert!((86..=100).contains(&covered), "{covered} of 100");
}

#[test]
fn a_median_is_had_where_half_of_the_trials_are_beyond_it() {
    let plan = plan(&linear_normal(&[100.0; 12], &[10.0; 12], 1250.0));
    let lever = lever(&plan, "segments.certain.deals.size", By::Add, (0.0, 200.0, 0.5));
    // 1200 + 100 + x = 1360
    let settings = Settings { wanted: Wanted::Median(1360.0), level: 0.5, depth: Depth::Quick };
    let trials = 20_000;
    let solution = solve(&plan, &[lever], settings, &RunSpec::new(trials, 3));
    let found = answer(&solution.alone[0]);
    let sd = 10.0 * 12.0f64.sqrt();
    let se = (0.25 / trials as f64).sqrt() * sd / normal_density(0.0);
    assert!((found.at.amount - 60.0).abs() < 5.0 * se + 0.5, "{}", found.at.amount);
    let median = found.at.reached.median.value.expect("a median");
    assert!(median >= 1360.0 && median < 1361.0 + 5.0 * se, "{median}");
}

#[test]
fn d03_the_least_whole_number_of_leads() {
    let trials = 40_000;
    let se = (0.09 / trials as f64).sqrt();
    // leads become customers at once: Poisson with mean 100 + x
    let text = r#"
        plan = { name = "Leads", start = "2027-01", months = 1 }
        target = { arr = 130 }
        [segments.s]
        opening_arr = 0
        opening_customers = 0
        deals.size = 1
        pipeline.win_rate = 1
        pipeline.sales_cycle_months = 0.01
        pipeline.cycle_dispersion = 0
        pipeline.sources = [ { name = "leads", volume = 100 } ]
    "#;
    let poisson = plan(text);
    let found = alone(
        &poisson,
        lever(&poisson, "segments.s.pipeline.sources.leads.volume", By::Add, (0.0, 100.0, 1.0)),
        0.9,
        trials,
    );
    let x = answer(&found.alone[0]).at.amount;
    let exact = |mean: f64| 1.0 - Poisson::new(mean).expect("a mean").cdf(129);
    let expected = case("D03_lever_integer")["expected"]["poisson_mean_integer"].as_f64().expect("a number");
    let same = 100.0 + x == expected;
    assert!(same || (exact(100.0 + x) - 0.9).abs() < 5.0 * se, "{x}: {}", exact(100.0 + x));

    // a fixed number of open opportunities, each won with 5 %: binomial
    let text = r#"
        plan = { name = "Leads", start = "2027-01", months = 1 }
        target = { arr = 130 }
        [segments.s]
        opening_arr = 0
        opening_customers = 0
        deals.size = 1
        pipeline = { win_rate = 0.05, sales_cycle_months = 0.01, cycle_dispersion = 0, opening_opps = 2800 }
    "#;
    let binomial = plan(text);
    let found =
        alone(&binomial, lever(&binomial, "segments.s.pipeline.opening_opps", By::Add, (0.0, 200.0, 1.0)), 0.9, trials);
    let x = answer(&found.alone[0]).at.amount;
    let exact = 1.0 - Binomial::new(0.05, 2800 + x as u64).expect("a law").cdf(129);
    assert!(x.fract() == 0.0 && (exact - 0.9).abs() < 5.0 * se, "{x}: {exact}");
}

#[test]
fn hires_stay_whole_and_are_exact_where_the_steps_are_far_apart() {
    // P(Poisson(140) >= 130) = 0.81, P(Poisson(150) >= 130) = 0.96: 11 reps on top of 4
    let plan = plan(&poisson_team(4, 130));
    let asked = AskedLever {
        path: "segments.s.capacity.hires".to_string(),
        by: By::Add,
        min: 0.0,
        max: 20.0,
        step: 1.0,
        from: planodds::calendar::YearMonth::new(2027, 1),
        until: None,
        cost: Some(100_000.0),
        lead_months: 2.5,
    };
    let lever = planodds::scenario::lever::lever(&plan, &asked).expect("a lever");
    let solution = alone(&plan, lever.clone(), 0.9, 5_000);
    let found = answer(&solution.alone[0]);
    assert_eq!((found.at.amount, found.less.map(|l| l.amount)), (11.0, Some(10.0)));
    let exact = 1.0 - Poisson::new(150.0).expect("a mean").cdf(129);
    let p = found.at.reached.probability;
    assert!(p.low.unwrap() - 0.01 < exact && exact < p.high.unwrap() + 0.01, "{p:?} for {exact}");
    assert_eq!(found.between, Some((11.0, Some(11.0))));
    assert_eq!(solution.alone[0].cost, Some(1_100_000.0));
    // a month later each of the 11 closes 10 / 12 fewer: Poisson(140.8), P = 0.83
    assert_eq!(found.latest, Some(1));
    // 2.5 months of lead: decided three months before January
    assert_eq!(planodds::plan::lever::decide_by(&plan, &lever, 1).to_string(), "2026-10");
}
