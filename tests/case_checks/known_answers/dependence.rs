//! B11: what a Gaussian copula does to rank correlations. B13: a total of correlated segments.
//!
//! With one ramped rep and a quota of 12 a year, a segment's capacity in a month is its attainment: the driver itself.

use super::{SEEDS, TRIALS, expected, number, plan, sample};
use crate::case_checks::judge;
use planodds::plan::Metric;
use std::f64::consts::PI;

fn segment(name: &str, median: f64, sd_log: f64) -> String {
    format!(
        "[segments.{name}]\nopening_arr = 0\nopening_customers = 0\n[segments.{name}.deals]\nsize = 1\n\
         [segments.{name}.capacity]\nreps = 1\nramp_months = 0\nquota_annual = 12\n\
         attainment = {{ dist = \"lognormal\", median = {median:?}, sd_log = {sd_log:?} }}\n"
    )
}

fn rank_correlation(a: &str, b: &str, rank: f64) -> String {
    let path = |name: &str| format!("segments.{name}.capacity.attainment");
    format!("[[correlations]]\ndrivers = [\"{}\", \"{}\"]\nrank = {rank:?}\n", path(a), path(b))
}

/// Each value's rank, from 0.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&i, &j| values[i].total_cmp(&values[j]));
    let mut ranks = vec![0.0; values.len()];
    for (rank, &i) in order.iter().enumerate() {
        ranks[i] = rank as f64;
    }
    ranks
}

/// The Pearson correlation of two samples.
pub fn pearson(x: &[f64], y: &[f64]) -> f64 {
    let n = x.len() as f64;
    let (mx, my) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
    let sum = |f: &dyn Fn(f64, f64) -> f64| x.iter().zip(y).map(|(a, b)| f(a - mx, b - my)).sum::<f64>();
    sum(&|a, b| a * b) / (sum(&|a, _| a * a) * sum(&|_, b| b * b)).sqrt()
}

/// The rank correlation of a sample within 5 / sqrt(n - 1), and the share of trials with both above their medians and
/// the share of concordant pairs of trials as Pearson `rho` on the normal scale makes them.
fn holds_copula(x: &[f64], y: &[f64], rho: f64, what: &str) {
    let n = x.len();
    let spearman = pearson(&ranks(x), &ranks(y));
    let right = 6.0 / PI * (rho / 2.0).asin();
    assert!((spearman - right).abs() <= 5.0 / ((n - 1) as f64).sqrt(), "{what}: rank {spearman}, expected {right}");
    let both = x.iter().zip(y).filter(|&(&a, &b)| a > 1.0 && b > 1.0).count() as f64 / n as f64;
    let quadrant = 0.25 + rho.asin() / (2.0 * PI);
    assert_eq!(judge::probability(both, quadrant, n as u64), Ok(()), "{what}: both above their medians");
    let pairs = n / 2;
    let concordant = (0..pairs).filter(|&i| (x[2 * i] - x[2 * i + 1]) * (y[2 * i] - y[2 * i + 1]) > 0.0).count();
    let kendall = 2.0 / PI * rho.asin();
    let share = concordant as f64 / pairs as f64;
    assert_eq!(judge::probability(share, (1.0 + kendall) / 2.0, pairs as u64), Ok(()), "{what}: concordant pairs");
}

#[test]
fn b11_loadings_are_pearson_on_the_normal_scale() {
    let expected = expected("B11_gaussian_copula");
    let loading = 0.5_f64.sqrt();
    let factor = format!(
        "[[factors]]\nname = \"macro\"\nloadings = {{ \"segments.a.capacity.attainment\" = {loading:?}, \
         \"segments.b.capacity.attainment\" = {loading:?} }}\n"
    );
    let plan = plan(1, 1.0, &[segment("a", 1.0, 0.5), segment("b", 1.0, 1.0), factor].concat());
    for seed in SEEDS {
        let values = sample(&plan, TRIALS, seed, &[(Metric::CapacityArr, "a", 1), (Metric::CapacityArr, "b", 1)]);
        let (x, y) = (&values[0], &values[1]);
        holds_copula(x, y, 0.5, &format!("B11, seed {seed}"));
        let spearman = pearson(&ranks(x), &ranks(y));
        let error = 1.0 / ((TRIALS - 1) as f64).sqrt();
        assert!((spearman - number(&expected, "spearman")).abs() <= 5.0 * error, "seed {seed}: {spearman}");
        // E[XY] by the known Pearson correlation of the two lognormals.
        let (mean_x, mean_y) = ((0.125_f64).exp(), (0.5_f64).exp());
        let (sd_x, sd_y) = (mean_x * 0.25_f64.exp_m1().sqrt(), mean_y * 1.0_f64.exp_m1().sqrt());
        let product: Vec<f64> = x.iter().zip(y).map(|(a, b)| a * b).collect();
        let right = mean_x * mean_y + number(&expected, "lognormal_pearson") * sd_x * sd_y;
        assert_eq!(judge::mean(&product, right), Ok(()), "seed {seed}: product moment");
    }
}

#[test]
fn b11_rank_is_spearman() {
    let expected = expected("B11_gaussian_copula");
    let text = [segment("a", 1.0, 0.5), segment("b", 1.0, 1.0), rank_correlation("a", "b", 0.6)].concat();
    let plan = plan(1, 1.0, &text);
    for seed in SEEDS {
        let values = sample(&plan, TRIALS, seed, &[(Metric::CapacityArr, "a", 1), (Metric::CapacityArr, "b", 1)]);
        holds_copula(&values[0], &values[1], number(&expected, "rho_for_spearman_0.6"), &format!("seed {seed}"));
    }
}

#[test]
fn b13_a_total_of_correlated_segments_is_wider_than_of_independent_ones() {
    let expected = expected("B13_sum_correlated_lognormals");
    let rank = |rho: f64| 6.0 / PI * (rho / 2.0).asin();
    let text = [
        segment("a", 300.0, 0.4),
        segment("b", 500.0, 0.3),
        segment("c", 800.0, 0.5),
        rank_correlation("a", "b", rank(0.5)),
        rank_correlation("c", "a", rank(0.2)),
        rank_correlation("b", "c", rank(0.3)),
    ];
    let plan = plan(1, 1.0, &text.concat());
    for seed in SEEDS {
        let total = sample(&plan, TRIALS, seed, &[(Metric::CapacityArr, "", 1)]).remove(0);
        assert_eq!(judge::mean(&total, number(&expected, "mean")), Ok(()), "seed {seed}");
        assert_eq!(judge::sd(&total, number(&expected, "sd")), Ok(()), "seed {seed}");
        assert!(judge::sd(&total, number(&expected, "sd_if_independent")).is_err(), "seed {seed}: as if independent");
    }
}
