//! Intervals of triggers and of ROC areas cover at their rate, over seeds.
//!
//! A count of 1,000 intervals that cover with 95 % has a standard error of 7: below 919 (4.5 standard errors) it is taken
//! not to. Above, levels may cover a little more often, since an isotonic fit has steps.

use planodds::analysis::triggers::level::Level;
use planodds::analysis::triggers::{Telling, telling};
use planodds::math::special::{normal_cdf, normal_quantile};
use planodds::plan::metric::Better;
use planodds::sampling::stream::Stream;

const SEEDS: u64 = 1000;
const LEAST_COVERED: usize = 919;

/// What a sample of one seed says: an indicator, and a hit with the given probability at it.
fn told(seed: u64, trials: u64, draw: &dyn Fn(f64) -> f64, p_hit: &dyn Fn(f64) -> f64, better: Better) -> Telling {
    let (x, u) = (Stream::new(seed, "indicator"), Stream::new(seed, "hit"));
    let values: Vec<f64> = (0..trials).map(|i| draw(x.uniform(i, 1, 0))).collect();
    let hit: Vec<bool> = (0..trials).map(|i| u.uniform(i, 1, 0) < p_hit(values[i as usize])).collect();
    telling(&values, &hit, better, Stream::new(seed, "bootstrap"), 0)
}

/// Whether a level lies inside an interval whose ends may be no values.
fn inside(level: f64, interval: [Level; 2], better: Better) -> bool {
    let (easier, harder) = match better {
        Better::Higher => (level, level),
        Better::Lower => (-level, -level),
    };
    let end = |end: Level| match (end, better) {
        (Level::Always, _) => f64::NEG_INFINITY,
        (Level::Undefined | Level::Untold | Level::Never, _) => f64::INFINITY,
        (Level::At(x), Better::Higher) => x,
        (Level::At(x), Better::Lower) => -x,
    };
    end(interval[0]) <= easier && harder <= end(interval[1])
}

/// Of all seeds, how often the intervals of 50 % and of 80 % hold these levels.
fn covered(trials: u64, slope: f64, better: Better) -> [usize; 2] {
    // x uniform on 0..1, P(hit | x) logistic about 0.5: 50 % at 0.5, 80 % at 0.5 + ln 4 / slope
    let sign = if better == Better::Higher { 1.0 } else { -1.0 };
    let p_hit = |x: f64| 1.0 / (1.0 + (-sign * slope * (x - 0.5)).exp());
    let truth = [0.5, 0.5 + sign * 4f64.ln() / slope];
    let mut counts = [0; 2];
    for seed in 0..SEEDS {
        let told = told(seed, trials, &|u| u, &p_hit, better);
        for (i, trigger) in told.triggers.iter().enumerate() {
            counts[i] += usize::from(inside(truth[i], trigger.interval, better));
        }
    }
    counts
}

#[test]
fn bootstrap_intervals_of_levels_cover_at_their_rate() {
    for (trials, slope, better) in
        [(2_000, 6.0, Better::Higher), (10_000, 6.0, Better::Lower), (10_000, 15.0, Better::Higher)]
    {
        let counts = covered(trials, slope, better);
        assert!(counts.iter().all(|&c| c >= LEAST_COVERED), "{trials} trials, slope {slope}: {counts:?} of {SEEDS}");
    }
}

#[test]
fn intervals_of_areas_cover_at_their_rate() {
    // x normal about 0, hits where x and noise pass a threshold: the area by the hits' and misses' own distributions
    let (trials, share) = (1_000, 0.4);
    let normals = |seed, i| normal_quantile(Stream::new(seed, "area").uniform(i, 1, 0));
    for distance in [0.5, 1.5, 3.0] {
        let truth = normal_cdf(distance / 2f64.sqrt());
        let mut counts = 0;
        for seed in 0..SEEDS {
            let hit: Vec<bool> = (0..trials).map(|i| (i as f64) < share * trials as f64).collect();
            let shifted = |i: u64| normals(seed, i) + if hit[i as usize] { distance } else { 0.0 };
            let values: Vec<f64> = (0..trials).map(shifted).collect();
            let area = telling(&values, &hit, Better::Higher, Stream::new(seed, "bootstrap"), 0).auc;
            counts += usize::from(area.low.unwrap() <= truth && truth <= area.high.unwrap());
        }
        assert!((LEAST_COVERED..=978).contains(&counts), "distance {distance}: {counts} of {SEEDS}");
    }
}
