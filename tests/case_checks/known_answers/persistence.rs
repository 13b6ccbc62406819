//! Drivers that are drawn more often than once a trial: z_k = ρ z_{k-1} + √(1-ρ²) ε_k.
//!
//! With one ramped rep and a quota of 12 a year, a segment's capacity in a month is its attainment; a normal attainment
//! has the correlations of its normal scores.

use super::dependence::pearson;
use super::{plan, sample};
use crate::case_checks::judge;
use planodds::plan::Metric;
use std::f64::consts::PI;

const TRIALS: u64 = 200_000;
const SEED: u64 = 12;

fn segment(name: &str, per: &str, persistence: f64) -> String {
    format!(
        "[segments.{name}]\nopening_arr = 0\nopening_customers = 0\n[segments.{name}.deals]\nsize = 1\n\
         [segments.{name}.capacity]\nreps = 1\nramp_months = 0\nquota_annual = 12\n\
         attainment = {{ dist = \"normal\", mean = 100, sd = 5, per = \"{per}\", persistence = {persistence:?} }}\n"
    )
}

/// The correlation of two normals within 5 standard errors, each (1 - ρ²) / √n.
fn correlated(x: &[f64], y: &[f64], right: f64, what: &str) {
    let error = (1.0 - right * right) / (x.len() as f64).sqrt();
    let got = pearson(x, y);
    assert!((got - right).abs() <= 5.0 * error, "{what}: correlation {got}, expected {right}");
}

#[test]
fn a_persistent_driver_keeps_its_spread_and_forgets_at_its_rate() {
    let plan = plan(12, 1.0, &segment("a", "month", 0.6));
    let columns: Vec<_> = (1..=12).map(|t| (Metric::CapacityArr, "a", t)).collect();
    let months = sample(&plan, TRIALS, SEED, &columns);
    for (i, month) in months.iter().enumerate() {
        assert_eq!(judge::mean(month, 100.0), Ok(()), "month {}", i + 1);
        assert_eq!(judge::sd(month, 5.0), Ok(()), "month {}", i + 1);
    }
    for lag in [1, 2, 3] {
        for i in 0..12 - lag {
            correlated(
                &months[i],
                &months[i + lag],
                0.6_f64.powi(lag as i32),
                &format!("months {} and {lag} on", i + 1),
            );
        }
    }
}

/// Plan months 1 to 3 are the first fiscal quarter, 4 to 6 the second.
#[test]
fn a_quarterly_driver_persists_from_quarter_to_quarter() {
    let plan = plan(9, 1.0, &segment("a", "quarter", 0.6));
    let columns: Vec<_> = (1..=9).map(|t| (Metric::CapacityArr, "a", t)).collect();
    let months = sample(&plan, TRIALS, SEED, &columns);
    assert!(months[0] == months[2] && months[3] == months[5] && months[6] == months[8], "one draw a quarter");
    correlated(&months[0], &months[3], 0.6, "quarters 1 and 2");
    correlated(&months[0], &months[6], 0.36, "quarters 1 and 3");
}

#[test]
fn the_rank_correlation_of_two_persistent_drivers_is_that_of_their_first_values() {
    let (rank, rho_a, rho_b) = (0.5, 0.6, 0.3);
    let link = format!(
        "[[correlations]]\ndrivers = [\"segments.a.capacity.attainment\", \"segments.b.capacity.attainment\"]\n\
         rank = {rank:?}\n"
    );
    let plan = plan(6, 1.0, &[segment("a", "month", rho_a), segment("b", "month", rho_b), link].concat());
    // On the normal scale: of the fresh ε_k first, then of z_k = ρ z_{k-1} + √(1-ρ²) ε_k.
    let fresh = 2.0 * (PI * rank / 6.0).sin();
    let mut right = fresh;
    for t in 1..=6 {
        let values = sample(&plan, TRIALS, SEED, &[(Metric::CapacityArr, "a", t), (Metric::CapacityArr, "b", t)]);
        correlated(&values[0], &values[1], right, &format!("month {t}"));
        right = rho_a * rho_b * right + ((1.0 - rho_a * rho_a) * (1.0 - rho_b * rho_b)).sqrt() * fresh;
    }
}
