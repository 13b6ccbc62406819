//! Simulated months with known truth, drawn as the engine draws them: AR(1) normal scores, Poisson counts.

use super::*;
use crate::calendar::YearMonth;
use crate::fit::driver::FittedValue;
use crate::fit::evidence::EvidenceContent;
use crate::sampling::stream::{Sequence, Stream};
use rand_distr::{Distribution, Poisson, StandardNormal};
use std::f64::consts::TAU;

const PATH: Counted<'static> = Counted { pipeline: "segments.smb.pipeline", source: "all", what: "opportunities" };

/// A company's truth.
#[derive(Clone, Copy)]
struct Truth {
    /// Records a month at the plan's start.
    level: f64,
    /// Growth of the logarithm a month.
    growth: f64,
    /// Amplitude of a season that peaks in April.
    season: f64,
    /// Relative standard deviation of months beyond chance.
    tau: f64,
    /// What stays for the next month.
    rho: f64,
    /// Months of history.
    months: usize,
}

const PLAIN: Truth = Truth { level: 30.0, growth: 0.0, season: 0.0, tau: 0.0, rho: 0.0, months: 36 };

fn start() -> YearMonth {
    YearMonth::new(2023, 1).unwrap()
}

fn season_weight(truth: &Truth, month: YearMonth) -> f64 {
    1.0 + truth.season * (TAU * f64::from(month.month() - 1) / 12.0).sin()
}

/// The normal scores of successive months.
fn scores(rng: &mut Sequence, rho: f64, n: usize) -> Vec<f64> {
    let mut z: f64 = StandardNormal.sample(rng);
    let mut next = |_| {
        let now = z;
        let fresh: f64 = StandardNormal.sample(rng);
        z = rho * z + (1.0 - rho * rho).sqrt() * fresh;
        now
    };
    (0..n).map(&mut next).collect()
}

/// Rates of the months of history and of the plan's first year.
fn rates(truth: &Truth, rng: &mut Sequence) -> Vec<f64> {
    let log_variance = (truth.tau * truth.tau).ln_1p();
    let rate = |(i, z): (usize, f64)| {
        let after = i as f64 - truth.months as f64;
        let trend = truth.level * (truth.growth * after).exp() * season_weight(truth, start().plus(i as i32));
        trend * (z * log_variance.sqrt() - 0.5 * log_variance).exp()
    };
    scores(rng, truth.rho, truth.months + 12).into_iter().enumerate().map(rate).collect()
}

/// A day for each record, from the first of the month on.
fn export(rates: &[f64], rng: &mut Sequence) -> Vec<Day> {
    let mut days = Vec::new();
    for (i, &rate) in rates.iter().enumerate() {
        let first = Day::first_of(start().plus(i as i32));
        let count = Poisson::new(rate).unwrap().sample(rng) as i32;
        days.extend((0..count).map(|k| first.plus(k % 28)));
    }
    days
}

fn setting(truth: &Truth) -> Setting {
    let plan_start = start().plus(truth.months as i32);
    Setting {
        as_of: Day::first_of(plan_start).plus(-1),
        plan_start,
        segments: vec!["smb".into()],
        half_life_months: None,
    }
}

fn value<'a>(history: &'a History, ending: &str) -> Option<&'a FittedValue> {
    history.fitted.iter().find(|f| f.path.ends_with(ending)).map(|f| &f.value)
}

/// The mean rate of the plan's first year as the engine would draw it from what was written: 5 % and 95 % point of 1,000.
fn predicted(history: &History, rng: &mut Sequence) -> [f64; 2] {
    let even = vec![1.0; 12];
    let season = match value(history, ".seasonality") {
        Some(FittedValue::Weights(weights)) => weights,
        _ => &even,
    };
    let mut years: Vec<f64> = (0..1000).map(|_| year(history, season, rng)).collect();
    years.sort_by(f64::total_cmp);
    [years[50], years[949]]
}

fn year(history: &History, season: &[f64], rng: &mut Sequence) -> f64 {
    let growth = match value(history, ".growth_monthly") {
        Some(&FittedValue::Growth { mean, sd }) => {
            let z: f64 = StandardNormal.sample(rng);
            mean + sd * z
        }
        _ => 0.0,
    };
    let (mean, sd, scores) = match *value(history, ".volume").unwrap() {
        FittedValue::Positive { mean, sd } => (mean, sd, vec![StandardNormal.sample(rng); 12]),
        FittedValue::Monthly { mean, sd, persistence } => (mean, sd, scores(rng, persistence, 12)),
        ref other => panic!("{other:?}"),
    };
    let log_variance = (sd / mean).powi(2).ln_1p();
    let volume = |z: f64| mean * (z * log_variance.sqrt() - 0.5 * log_variance).exp();
    (0..12).map(|t| volume(scores[t]) * (1.0 + growth).powi(t as i32) * season[t]).sum::<f64>() / 12.0
}

/// What 200 simulated exports say.
#[derive(Debug)]
struct Tally {
    /// Mean error of the level over its standard error.
    bias: f64,
    /// Share of 90 % intervals of the level that hold it.
    level: f64,
    /// Share of 90 % intervals of next year's mean rate that hold it.
    year: f64,
    /// Share in which a season was found.
    season: f64,
    /// Share in which growth was found.
    growth: f64,
    /// Share in which months were said to vary beyond chance.
    monthly: f64,
}

fn tally(truth: Truth) -> Tally {
    let mut rng = Stream::new(7, "volume").sequence();
    let (mut errors, mut level, mut year, mut season, mut growth, mut monthly) = (Vec::new(), 0, 0, 0, 0, 0);
    for _ in 0..200 {
        let rates = rates(&truth, &mut rng);
        let days = export(&rates[..truth.months], &mut rng);
        let history = fit(&PATH, &days, &setting(&truth));
        let volume = history.fitted.iter().find(|f| f.path.ends_with(".volume")).unwrap();
        errors.push(volume.estimate - truth.level);
        level += usize::from(volume.interval[0] < truth.level && truth.level < volume.interval[1]);
        let next = rates[truth.months..].iter().sum::<f64>() / 12.0;
        let [low, high] = predicted(&history, &mut rng);
        year += usize::from(low < next && next < high);
        season += usize::from(value(&history, ".seasonality").is_some());
        growth += usize::from(value(&history, ".growth_monthly").is_some());
        monthly += usize::from(matches!(volume.value, FittedValue::Monthly { .. }));
    }
    let mean = errors.iter().sum::<f64>() / 200.0;
    let sd = (errors.iter().map(|e| (e - mean).powi(2)).sum::<f64>() / 199.0).sqrt();
    let share = |n: usize| n as f64 / 200.0;
    let (level, year) = (share(level), share(year));
    Tally {
        bias: mean / sd * 200.0_f64.sqrt(),
        level,
        year,
        season: share(season),
        growth: share(growth),
        monthly: share(monthly),
    }
}

#[test]
fn explore() {
    for (name, truth) in [
        ("plain 12", Truth { months: 12, ..PLAIN }),
        ("plain 36", PLAIN),
        ("plain 36 small", Truth { level: 4.0, ..PLAIN }),
        ("plain 24 large", Truth { level: 500.0, months: 24, ..PLAIN }),
        ("over 36 iid .2", Truth { tau: 0.2, ..PLAIN }),
        ("over 36 iid .2 large", Truth { tau: 0.2, level: 300.0, ..PLAIN }),
        ("over 36 .2 rho .6", Truth { tau: 0.2, rho: 0.6, level: 100.0, ..PLAIN }),
        ("over 24 .3 rho .8", Truth { tau: 0.3, rho: 0.8, level: 100.0, months: 24, ..PLAIN }),
        ("over 48 .2 rho .8", Truth { tau: 0.2, rho: 0.8, level: 100.0, months: 48, ..PLAIN }),
        ("growth 1 %", Truth { growth: 0.01, ..PLAIN }),
        ("growth .5 %", Truth { growth: 0.005, ..PLAIN }),
        ("growth 2 % 24 over", Truth { growth: 0.02, months: 24, tau: 0.15, rho: 0.3, level: 100.0, ..PLAIN }),
        ("season 20 %", Truth { season: 0.2, level: 60.0, ..PLAIN }),
        ("season 20 % 27", Truth { season: 0.2, level: 100.0, months: 27, ..PLAIN }),
        ("season 20 % over", Truth { season: 0.2, level: 100.0, tau: 0.1, rho: 0.5, ..PLAIN }),
        ("season + growth", Truth { season: 0.3, growth: 0.015, level: 100.0, ..PLAIN }),
    ] {
        let t = std::time::Instant::now();
        println!("{name:24} {:.2?} {:.1?}", tally(truth), t.elapsed());
    }
}
