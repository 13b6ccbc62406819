//! The ramp that fits best, and how sure it is.

use super::panel::{Panel, Ramp};
use crate::plan::RampCurve;
use crate::sampling::stream::Stream;
use rand_distr::{Distribution, Poisson};

/// Longest ramp that is looked for: beyond two years hardly any rep has been watched to the end of it.
pub const LONGEST_MONTHS: f64 = 24.0;
/// Step of the grid from which the search starts.
const GRID_MONTHS: f64 = 2.0;
/// Width in months at which the search stops: a hundredth of the usual standard error.
const STOP_MONTHS: f64 = 0.02;
/// Resamples for the interval: the standard error of its standard deviation is about 5 %.
const RESAMPLES: usize = 200;
/// Log units, scaled by the dispersion, by which another curve must beat the straight line: a line that chance
/// makes look like a step gets a short ramp and looks sure of it. Of 40 simulated companies with 18 hires, a straight
/// ramp of six months and deals of very different size, chance alone gave one a gain of 4.1, the others at most 1.9.
const CURVE_GAIN: f64 = 5.0;
/// Groups of reps at most in resampling.
const MOST_GROUPS: usize = 1_000;

/// A ramp and its quasi log-likelihood.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Best {
    /// The ramp.
    pub ramp: Ramp,
    /// Its quasi log-likelihood.
    pub log_likelihood: f64,
}

/// The best ramp of a curve, with each person counted `times` as often: a grid, and finer ones around its best.
pub fn best(panel: &Panel, curve: RampCurve, times: &[f64]) -> Best {
    let at = |months: f64| panel.log_likelihood(Ramp { months, curve }, times);
    let step = if curve == RampCurve::Step { 0.5 } else { GRID_MONTHS };
    let grid = (0..=(LONGEST_MONTHS / step) as u32).map(|i| f64::from(i) * step);
    let start =
        grid.map(|months| (months, at(months))).fold((0.0, f64::NEG_INFINITY), |a, b| if b.1 > a.1 { b } else { a });
    // A step's likelihood has flats and jumps, which a finer grid does not resolve.
    let found = if curve == RampCurve::Step { start } else { refine(&at, start) };
    Best { ramp: Ramp { months: found.0, curve }, log_likelihood: found.1 }
}

/// Ever finer grids about the best so far (compass search, Hooke and Jeeves 1961): the likelihood has a kink wherever
/// the ramp's end passes a rep-month, so slopes mislead.
fn refine(at: &dyn Fn(f64) -> f64, mut best: (f64, f64)) -> (f64, f64) {
    let mut step = 0.5 * GRID_MONTHS;
    while step > STOP_MONTHS {
        for months in [best.0 - step, best.0 + step] {
            let value = if (0.0..=LONGEST_MONTHS).contains(&months) { at(months) } else { f64::NEG_INFINITY };
            if value > best.1 {
                best = (months, value);
            }
        }
        step *= 0.5;
    }
    best
}

/// The curve of the best fit: the straight line unless another is better by [`CURVE_GAIN`]; and by how much the best
/// other one beats it, in log units scaled by the dispersion (below 0 where it is worse).
pub fn best_curve(panel: &Panel, times: &[f64]) -> (Best, f64) {
    let line = best(panel, RampCurve::Linear, times);
    let dispersion = panel.dispersion(line.ramp);
    let others = [RampCurve::SCurve, RampCurve::Step].map(|curve| best(panel, curve, times));
    let other = if others[1].log_likelihood > others[0].log_likelihood { others[1] } else { others[0] };
    let gain = (other.log_likelihood - line.log_likelihood) / dispersion;
    (if gain > CURVE_GAIN { other } else { line }, gain)
}

/// How often each person comes in each resample: Poisson(1) times (a rep is whole: its bookings hang together).
pub fn resamples(persons: usize) -> Vec<Vec<f64>> {
    let mut rng = Stream::new(5, "fit/reps/resamples").sequence();
    let groups = persons.clamp(1, MOST_GROUPS);
    let Ok(once) = Poisson::new(1.0) else { return Vec::new() };
    let resample = |_| {
        let by_group: Vec<f64> = (0..groups).map(|_| once.sample(&mut rng)).collect();
        (0..persons).map(|person| by_group[person % groups]).collect()
    };
    (0..RESAMPLES).map(resample).collect()
}

/// Ramp months in each resample.
pub fn resampled(panel: &Panel, curve: RampCurve, resamples: &[Vec<f64>]) -> Vec<f64> {
    resamples.iter().map(|times| best(panel, curve, times).ramp.months).collect()
}
