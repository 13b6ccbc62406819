//! The level of an indicator from which on the fitted P(hit) is at least what is wanted, with a bootstrap interval.
//!
//! The interval is the percentile interval of 400 bootstrap samples (Efron 1979), each drawn on the binned counts by
//! giving every trial a Poisson(1) weight: a bin of h hits gets Poisson(h) of them. The bootstrap distribution of an
//! isotonic fit at a point is known not to converge (Sen, Banerjee and Woodroofe 2010); of the level at which the fit
//! passes a probability the percentile interval covers at its rate all the same, which tests/statistics.rs measures.

use super::isotonic;
use super::ranked::{self, Bin};
use crate::math::lanes::LANES;
use crate::plan::metric::Better;
use crate::sampling::counts::poisson;
use crate::sampling::stream::Stream;

/// Bootstrap samples.
const SAMPLES: usize = 400;
/// Samples left out at either end of the interval: 2.5 %.
const LEFT_OUT: usize = SAMPLES / 40;
/// Share of the trials that a level must have at it or beyond where its interval reaches to never. The last steps of an
/// isotonic fit are too steep (the spiking problem: Woodroofe and Sun 1993), so a level that a few trials at the edge
/// reach, and that the bootstrap does not confirm, is no finding.
const LEAST_SHARE: f64 = 0.02;

/// Where P(hit) given the indicator passes a probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Level {
    /// It is above at every value that the trials have.
    Always,
    /// From this value on (up where more is better, down where less is).
    At(f64),
    /// Only where the indicator is undefined for being infinitely good.
    Undefined,
    /// Only fewer than 2 % of the trials get there, and the bootstrap does not bear them out: the trials do not tell.
    /// Never an end of an interval.
    Untold,
    /// At no value that the trials have.
    Never,
}

/// A level and what is known of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trigger {
    /// P(hit) wanted.
    pub wanted: f64,
    /// The estimate.
    pub level: Level,
    /// Its 95 % bootstrap interval, the easier end first (always, values from worse to better, undefined, never).
    pub interval: [Level; 2],
    /// Share of trials at the level or beyond.
    pub share_of_trials: f64,
}

/// The address of an indicator's bootstrap.
#[derive(Clone, Copy, Debug)]
pub struct Bootstrap {
    /// The stream.
    pub stream: Stream,
    /// Number of the indicator in it.
    pub column: u32,
}

/// The triggers for each wanted probability of a hit, from bins by rising score.
pub fn triggers<const N: usize>(
    bins: &[Bin],
    wanted: &[f64; N],
    better: Better,
    bootstrap: &Bootstrap,
) -> [Trigger; N] {
    let mut levels = Vec::new();
    isotonic::fit(bins.iter().map(|b| (b.hits, b.hits + b.misses)), &mut levels);
    let found = wanted.map(|p| passes(&levels, p, bins.len()));
    let samples = samples(bins, wanted, bootstrap);
    std::array::from_fn(|i| {
        let interval = [LEFT_OUT, SAMPLES - 1 - LEFT_OUT].map(|rank| level(bins, samples[i][rank], better));
        let share_of_trials = share_from(bins, found[i]);
        let level = told(level(bins, found[i], better), &interval, share_of_trials);
        Trigger { wanted: wanted[i], level, interval, share_of_trials }
    })
}

/// The level, unless it lies at the edge and is not borne out.
fn told(level: Level, interval: &[Level; 2], share_of_trials: f64) -> Level {
    let is_open = level != Level::Never && interval[1] == Level::Never;
    if is_open && share_of_trials < LEAST_SHARE { Level::Untold } else { level }
}

/// The bin from which on the fit is at least `wanted`; the number of bins where it never is.
fn passes(levels: &[isotonic::Level], wanted: f64, bins: usize) -> usize {
    isotonic::first_at_least(levels, wanted).unwrap_or(bins)
}

fn level(bins: &[Bin], first: usize, better: Better) -> Level {
    match bins.get(first) {
        None => Level::Never,
        Some(_) if first == 0 => Level::Always,
        Some(bin) => ranked::value(bin.from, better).map_or(Level::Undefined, Level::At),
    }
}

fn share_from(bins: &[Bin], first: usize) -> f64 {
    let trials = |bins: &[Bin]| bins.iter().fold(0.0, |sum, b| sum + b.hits + b.misses);
    let all = trials(bins);
    if all > 0.0 { trials(&bins[first..]) / all } else { 0.0 }
}

/// For each wanted probability the bins at which the bootstrap samples pass it, in order.
fn samples<const N: usize>(bins: &[Bin], wanted: &[f64; N], bootstrap: &Bootstrap) -> [Vec<usize>; N] {
    let hits: Vec<f64> = bins.iter().map(|b| b.hits).collect();
    let misses: Vec<f64> = bins.iter().map(|b| b.misses).collect();
    let (mut drawn_hits, mut drawn_misses) = (Vec::new(), Vec::new());
    let (mut levels, mut found) = (Vec::new(), [(); N].map(|()| Vec::with_capacity(SAMPLES)));
    for sample in 0..SAMPLES as u64 {
        draw(&hits, bootstrap, sample, 0, &mut drawn_hits);
        draw(&misses, bootstrap, sample, 1, &mut drawn_misses);
        isotonic::fit(drawn_hits.iter().zip(&drawn_misses).map(|(h, m)| (*h, h + m)), &mut levels);
        for (found, &wanted) in found.iter_mut().zip(wanted) {
            found.push(passes(&levels, wanted, bins.len()));
        }
    }
    found.each_mut().map(|found| {
        found.sort_unstable();
        std::mem::take(found)
    })
}

/// Poisson counts with these means; `half` keeps the numbers of hits and misses apart.
fn draw(means: &[f64], bootstrap: &Bootstrap, sample: u64, half: u32, out: &mut Vec<f64>) {
    out.clear();
    for (i, means) in means.chunks(LANES).enumerate() {
        let (mut mean, mut u, mut counts) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
        mean[..means.len()].copy_from_slice(means);
        bootstrap.stream.uniforms(sample, bootstrap.column, 2 * i as u32 + half, &mut u);
        poisson(&mut counts, &mean, &u);
        out.extend_from_slice(&counts[..means.len()]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bootstrap() -> Bootstrap {
        Bootstrap { stream: Stream::new(1, "bootstrap"), column: 1 }
    }

    fn bins(shares: &[f64], trials: f64) -> Vec<Bin> {
        let bin = |(i, share): (usize, &f64)| Bin {
            from: i as f64,
            hits: (share * trials).round(),
            misses: trials - (share * trials).round(),
        };
        shares.iter().enumerate().map(bin).collect()
    }

    #[test]
    fn a_logistic_curve_is_passed_where_its_formula_says() {
        // P(hit | x) = 1 / (1 + exp(-(x - 40) / 8)): 50 % at 40, 80 % at 40 + 8 ln 4 = 51.09
        let shares: Vec<f64> = (0..100).map(|x| 1.0 / (1.0 + libm::exp(-(f64::from(x) - 40.0) / 8.0))).collect();
        let [half, most] = triggers(&bins(&shares, 1e6), &[0.5, 0.8], Better::Higher, &bootstrap());
        assert_eq!((half.level, most.level), (Level::At(40.0), Level::At(52.0)));
        assert_eq!((half.share_of_trials, most.share_of_trials), (0.6, 0.48));
        // 1e6 trials a bin: a share of 1/2 has an error of 0.0005, the next bin's is 0.03 away
        assert_eq!(half.interval, [Level::At(40.0), Level::At(41.0)]);
        assert_eq!(most.interval, [Level::At(52.0); 2]);
    }

    #[test]
    fn less_is_better_is_read_downwards() {
        let values: Vec<f64> = (0..10_000).map(f64::from).collect();
        let hit: Vec<bool> = (0..10_000).map(|x| x < 3000).collect();
        let bins = ranked::Ranked::new(&values, &hit, Better::Lower).bins();
        let [half] = triggers(&bins, &[0.5], Better::Lower, &bootstrap());
        assert_eq!(half.level, Level::At(2999.0));
        assert_eq!(half.share_of_trials, 0.3);
    }

    #[test]
    fn never_and_always_are_said() {
        let rising = bins(&[0.55, 0.6, 0.7], 1e6);
        let found = triggers(&rising, &[0.5, 0.8], Better::Higher, &bootstrap());
        assert_eq!((found[0].level, found[0].interval), (Level::Always, [Level::Always; 2]));
        assert_eq!(
            (found[1].level, found[1].interval, found[1].share_of_trials),
            (Level::Never, [Level::Never; 2], 0.0)
        );
    }

    #[test]
    fn an_indicator_that_does_not_vary_is_always_or_never_above() {
        for (share, level) in [(0.3, Level::Never), (0.7, Level::Always)] {
            assert_eq!(triggers(&bins(&[share], 1e6), &[0.5], Better::Higher, &bootstrap())[0].level, level);
        }
        assert_eq!(triggers(&[], &[0.5], Better::Higher, &bootstrap())[0].level, Level::Never);
    }

    #[test]
    fn a_level_that_few_samples_reach_has_an_open_interval() {
        // the last bin has a share of 0.8 by luck as likely as not
        let [most] = triggers(&bins(&[0.2, 0.8], 50.0), &[0.8], Better::Higher, &bootstrap());
        assert_eq!((most.level, most.interval), (Level::At(1.0), [Level::At(1.0), Level::Never]));
    }

    #[test]
    fn a_level_at_the_edge_is_told_only_where_the_bootstrap_bears_it_out() {
        // 100 bins; the last has a share of 0.5 by luck as likely as not, or by a wide margin
        let edge = |share, trials| {
            let mut shares = vec![0.3; 99];
            shares.push(share);
            triggers(&bins(&shares, trials), &[0.5], Better::Higher, &bootstrap())[0]
        };
        let lucky = edge(0.5, 50.0);
        assert_eq!((lucky.level, lucky.interval[1]), (Level::Untold, Level::Never));
        assert!((lucky.share_of_trials - 0.01).abs() < 1e-12);
        assert_eq!(edge(0.9, 200.0).level, Level::At(99.0));
    }

    #[test]
    fn what_only_undefined_trials_reach_says_so() {
        let mut bins = bins(&[0.1, 0.2, 0.9], 1e5);
        bins[2].from = f64::INFINITY;
        assert_eq!(triggers(&bins, &[0.5], Better::Higher, &bootstrap())[0].level, Level::Undefined);
        assert_eq!(triggers(&bins, &[0.15], Better::Higher, &bootstrap())[0].level, Level::At(1.0));
    }

    #[test]
    fn indicators_have_samples_of_their_own() {
        let bins = bins(&[0.1, 0.3, 0.45, 0.48, 0.5, 0.51, 0.6, 0.8], 100.0);
        let at = |column| samples(&bins, &[0.5], &Bootstrap { column, ..bootstrap() });
        assert_eq!(at(1), at(1));
        assert_ne!(at(1), at(2));
    }
}
