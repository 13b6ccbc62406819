//! Simulated exports with known truth, 200 seeds each: mean errors lie within 2 of their standard errors, and 90 %
//! intervals hold the truth in 85 to 95 of 100.

use super::company::*;
use crate::fit::mapping::Opportunities;
use crate::fit::opportunities::fit;
use crate::sampling::stream::{Sequence, Stream};

const SEEDS: u64 = 200;

fn truths() -> [f64; 5] {
    [TRUTH.win_rate, TRUTH.cycle_months, TRUTH.size, CYCLE_DISPERSION, SIZE_DISPERSION]
}

/// Holds a record against what the issue asks for.
fn sound(keys: &[&str], records: &[Record]) {
    for (key, record) in keys.iter().zip(records) {
        assert!(record.bias().abs() < 2.0 && (0.85..=0.95).contains(&record.coverage()), "{key}: {}", record.told());
    }
}

/// Two years of 600 deals of which the last are still open: win rate, cycle, size and both spreads come back.
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
    sound(&KEYS, &records);
}

/// The same where decisions of the first half year are not in the export.
#[test]
fn late_exports_are_truncated() {
    let mut records: [Record; 5] = Default::default();
    let mapping = Opportunities { observed_from: Some(day_one().plus(180)), ..mapping() };
    for seed in 0..SEEDS {
        let mut rng = Stream::new(seed, "truncation").sequence();
        let rows = company(800, 900.0, 0, &|_| TRUTH, &mut rng);
        let history = fit(&rows, &mapping, &setting(day_one().plus(899), 1));
        for (k, key) in KEYS.into_iter().enumerate() {
            let found = driver(&history, 0, key);
            records[k].add(found.estimate - truths()[k], found.standard_error);
        }
    }
    sound(&KEYS, &records);
}

/// A truth that is drawn about the usual one: win rate with this sd, cycle and size with these shares of themselves.
fn drawn(win_rate: f64, cycle: f64, size: f64, rng: &mut Sequence) -> Truth {
    Truth {
        win_rate: TRUTH.win_rate + win_rate * normal(rng),
        cycle_months: TRUTH.cycle_months * (1.0 + cycle * normal(rng)),
        size: TRUTH.size * (1.0 + size * normal(rng)),
    }
}

/// Quarters differ beyond chance: what is written into the scenario holds the mean of the next four quarters.
#[test]
fn next_year_is_covered_where_quarters_differ() {
    let mut records: [Record; 3] = Default::default();
    for seed in 0..SEEDS {
        let mut rng = Stream::new(seed, "quarters").sequence();
        let quarters: Vec<Truth> = (0..14).map(|_| drawn(0.05, 0.15, 0.15, &mut rng)).collect();
        let rows = company(1500, 913.0, 0, &|q| quarters[q.min(13)], &mut rng);
        let history = fit_after(&rows, 913.0);
        let mean = |of: &dyn Fn(&Truth) -> f64| quarters[10..].iter().map(of).sum::<f64>() / 4.0;
        let realised = [mean(&|t| t.win_rate), mean(&|t| t.cycle_months), mean(&|t| t.size)];
        for (k, record) in records.iter_mut().enumerate() {
            let found = driver(&history, 0, KEYS[k]);
            record.add(found.estimate - realised[k], sd(found));
        }
    }
    sound(&KEYS, &records);
}

/// Five segments of 60 to 600 deals whose truths differ: each leans on the others as far as it should.
#[test]
fn segments_lean_on_the_whole() {
    let mut records: [Record; 3] = Default::default();
    for seed in 0..SEEDS {
        let mut rng = Stream::new(seed, "segments").sequence();
        let (mut rows, mut truths) = (Vec::new(), Vec::new());
        for (segment, n) in [600, 300, 150, 80, 60].into_iter().enumerate() {
            let truth = drawn(0.05, 0.15, 0.2, &mut rng);
            let truth = Truth { win_rate: truth.win_rate + 0.05, ..truth };
            rows.extend(company(n, 730.0, segment as u16, &|_| truth, &mut rng));
            truths.push([truth.win_rate, truth.cycle_months, truth.size]);
        }
        let history = fit_after(&rows, 730.0);
        for (segment, truth) in truths.iter().enumerate() {
            for (k, record) in records.iter_mut().enumerate() {
                let found = driver(&history, segment, KEYS[k]);
                record.add(found.estimate - truth[k], found.standard_error);
            }
        }
    }
    sound(&KEYS, &records);
}
