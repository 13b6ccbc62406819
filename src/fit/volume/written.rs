//! From an outlook to distributions that a scenario can hold, so that the plan's first year varies as it should.
//!
//! The engine draws a month's volume as V_t, lognormal with relative variance s² whose normal scores keep the share r
//! from month to month, and growth G apart from it. The year's mean is Σ q_t V_t (1 + G)^(t-1), q_t the months' shares.
//! Its relative variance is, to first order,
//!   Σ_t Σ_u q_t q_u (exp(σ² r^|t-u|) - 1) + m² var(G),   σ² = ln(1 + s²),   m = Σ q_t (t - 1),
//! and that has to be the outlook's `year_variance`. There level and growth are estimated together and so correlated;
//! since the engine draws them apart, their covariance (above 0, for a plan begins after history's middle) goes into
//! the volume's sd: what is left for the first term is year_variance - m² var(growth).

use super::level::Outlook;
use crate::fit::driver::FittedValue;

/// A month keeps at most this share of the one before.
const MOST_PERSISTENCE: f64 = 0.99;

/// The least relative variance of the year's mean that is written: a tenth of a percent, so that no distribution is a
/// number.
const LEAST_VARIANCE: f64 = 1e-6;

/// The volume: one draw a plan where months vary by chance alone, else one a month with the persistence that gives the
/// year's mean its variance.
pub fn volume(outlook: &Outlook, varies: Varies) -> FittedValue {
    let year = (outlook.year_variance - growth_variance(outlook)).max(LEAST_VARIANCE);
    let mean = outlook.written;
    match varies {
        Varies::ByChance => FittedValue::Positive { mean, sd: mean * year.sqrt() },
        Varies::ByMonth => {
            let history = (outlook.estimation_variance - growth_variance(outlook)).max(0.0);
            let (variance, persistence) = monthly(outlook.variance + history, year, &outlook.shares);
            FittedValue::Monthly { mean, sd: mean * variance.sqrt(), persistence }
        }
    }
}

/// How months vary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Varies {
    /// By chance alone, as far as can be seen.
    ByChance,
    /// Beyond chance.
    ByMonth,
}

/// What growth, drawn apart, does to the year's mean.
fn growth_variance(outlook: &Outlook) -> f64 {
    let middle: f64 = outlook.shares.iter().enumerate().map(|(t, q)| t as f64 * q).sum();
    middle * middle * outlook.growth[1]
}

/// A month's variance and persistence with which the year's mean has the variance `year`: by persistence where it can
/// be, else by a larger variance of the month.
fn monthly(month: f64, year: f64, shares: &[f64]) -> (f64, f64) {
    if year_variance(month, 0.0, shares) >= year {
        return (month, 0.0);
    }
    if year_variance(month, MOST_PERSISTENCE, shares) <= year {
        let variance = bisect(month, 4.0 * year + month, |v| year_variance(v, MOST_PERSISTENCE, shares) - year);
        return (variance, MOST_PERSISTENCE);
    }
    (month, bisect(0.0, MOST_PERSISTENCE, |r| year_variance(month, r, shares) - year))
}

/// Relative variance of Σ q_t V_t.
fn year_variance(month: f64, persistence: f64, shares: &[f64]) -> f64 {
    let log_variance = month.ln_1p();
    let lag = |k: usize| (log_variance * persistence.powi(k as i32)).exp_m1();
    let lags: Vec<f64> = (0..shares.len()).map(lag).collect();
    let pair = |t: usize, u: usize| shares[t] * shares[u] * lags[t.abs_diff(u)];
    (0..shares.len()).flat_map(|t| (0..shares.len()).map(move |u| (t, u))).map(|(t, u)| pair(t, u)).sum()
}

/// Where the increasing `f` is 0 between `low` and `high`.
fn bisect(mut low: f64, mut high: f64, f: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if f(middle) < 0.0 { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// Growth a month: normal, of the factor less 1.
pub fn growth(outlook: &Outlook) -> FittedValue {
    let [log, variance] = outlook.growth;
    FittedValue::Growth { mean: log.exp_m1(), sd: log.exp() * variance.sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sampling::stream::Stream;
    use rand_distr::{Distribution, StandardNormal};

    fn outlook(year_variance: f64, growth: [f64; 2]) -> Outlook {
        Outlook {
            level: 50.0,
            written: 50.0,
            level_variance: 0.004,
            growth,
            shares: vec![1.0 / 12.0; 12],
            year_variance,
            estimation_variance: 0.006,
            ahead: Vec::new(),
            means: Vec::new(),
            variance: 0.03,
            persistence: 0.5,
            pearson: (1.0, 30.0),
            growth_p_value: None,
        }
    }

    /// Relative variance of the year's mean, drawn as the engine draws it.
    fn drawn(volume: &FittedValue, growth: &FittedValue) -> f64 {
        let mut rng = Stream::new(9, "written").sequence();
        let mut normal = || -> f64 { StandardNormal.sample(&mut rng) };
        let (mean, sd, persistence) = match *volume {
            FittedValue::Positive { mean, sd } => (mean, sd, 1.0),
            FittedValue::Monthly { mean, sd, persistence } => (mean, sd, persistence),
            ref other => panic!("{other:?}"),
        };
        let FittedValue::Growth { mean: g, sd: g_sd } = *growth else { panic!("{growth:?}") };
        let log_variance = (sd / mean).powi(2).ln_1p();
        let mut year = || {
            let (growth, mut z, mut sum) = (g + g_sd * normal(), normal(), 0.0);
            for t in 0..12 {
                sum += mean * (z * log_variance.sqrt() - 0.5 * log_variance).exp() * (1.0 + growth).powi(t);
                z = persistence * z + (1.0 - persistence * persistence).sqrt() * normal();
            }
            sum / 12.0
        };
        let years: Vec<f64> = (0..20_000).map(|_| year()).collect();
        let mean = years.iter().sum::<f64>() / 20_000.0;
        years.iter().map(|y| (y / mean - 1.0).powi(2)).sum::<f64>() / 20_000.0
    }

    /// The year varies as the outlook says, growth and what it shares with the level included. A variance from 20,000
    /// draws has a standard error of 1 %; 4 of them, and 2 % for the first order.
    #[test]
    fn the_year_has_its_variance() {
        for (year, growth) in [(0.02, [0.0, 1e-12]), (0.02, [0.01, 0.006 * 0.006]), (0.012, [0.02, 0.004 * 0.004])] {
            let outlook = outlook(year, growth);
            for varies in [Varies::ByChance, Varies::ByMonth] {
                let found = drawn(&volume(&outlook, varies), &super::growth(&outlook));
                assert!((found / year - 1.0).abs() < 0.06, "{year} {growth:?} {varies:?} {found}");
            }
        }
    }

    /// A year that varies more than its months can: the months' variance gives way; one that varies less than
    /// independent months do: no persistence.
    #[test]
    fn months_give_way_where_persistence_cannot_do_it() {
        let FittedValue::Monthly { sd, persistence, .. } = volume(&outlook(0.2, [0.0; 2]), Varies::ByMonth) else {
            panic!()
        };
        assert!(persistence == MOST_PERSISTENCE && (sd / 50.0).powi(2) > 0.2);
        let FittedValue::Monthly { persistence, .. } = volume(&outlook(0.001, [0.0; 2]), Varies::ByMonth) else {
            panic!()
        };
        assert_eq!(persistence, 0.0);
    }
}
