//! A regression whose value at a trial comes from other trials only.
//!
//! The trials are dealt into ten folds; each fold's values are those of lines fitted to the other nine (cross-fitting:
//! Chernozhukov et al. 2018). The bins of [`super::bins`] are taken as they are, or joined three by three as often as it
//! lowers the errors in the trials that the lines were not fitted to: where there is little to see, few coefficients
//! see it best.

use super::bins::{Bins, Line, Sums};

/// Parts of the trials that are fitted apart: fold = trial modulo this.
pub const FOLDS: usize = 10;

/// Bins that are joined into one at a time.
const JOINED: usize = 3;

/// The fit.
pub struct CrossFit<'a> {
    bins: &'a Bins,
    /// By bin of `bins`: the joined bin that it is in, and the shift and scale from its scores to the joined bin's.
    places: Vec<Place>,
    /// By fold and joined bin.
    lines: Vec<Vec<Line>>,
    /// Trials by joined bin.
    pub trials: Vec<f64>,
    /// Mean squared error by joined bin.
    pub variance: Vec<f64>,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    joined: usize,
    shift: f64,
    scale: f64,
}

/// Fits `y` on a binned input.
pub fn cross_fit<'a>(bins: &'a Bins, y: &[f64]) -> CrossFit<'a> {
    let mut own = vec![vec![Sums::default(); bins.len()]; FOLDS];
    for (i, y) in y.iter().enumerate() {
        own[i % FOLDS][bins.bin[i] as usize].add(bins.score[i], *y);
    }
    let mut best = joined(bins, &own, 1);
    let mut width = JOINED;
    while !bins.is_by_value() && width < JOINED * bins.len() {
        let wider = joined(bins, &own, width);
        if wider.errors() <= best.errors() {
            best = wider;
        }
        width *= JOINED;
    }
    best
}

/// The fit with `width` bins joined into one.
fn joined<'a>(bins: &'a Bins, own: &[Vec<Sums>], width: usize) -> CrossFit<'a> {
    let places: Vec<Place> = (0..bins.len()).map(|bin| place(bins, bin, width)).collect();
    let count = bins.len().div_ceil(width);
    let by_fold: Vec<Vec<Sums>> = own.iter().map(|sums| join(sums, &places, count)).collect();
    let mut all = vec![Sums::default(); count];
    by_fold.iter().for_each(|sums| all.iter_mut().zip(sums).for_each(|(all, part)| all.join(part)));
    let lines: Vec<Vec<Line>> = (0..FOLDS).map(|fold| lines_without(&by_fold, fold)).collect();
    let error = |bin: usize| (0..FOLDS).map(|fold| by_fold[fold][bin].squares(lines[fold][bin])).sum::<f64>();
    let variance = (0..count).map(|bin| error(bin) / all[bin].n).collect();
    CrossFit { bins, places, lines, trials: all.iter().map(|sums| sums.n).collect(), variance }
}

/// Where a bin's scores lie among those of its joined bin, which have mean 0 and mean square 1.
fn place(bins: &Bins, bin: usize, width: usize) -> Place {
    let joined = bin / width;
    let members = || (joined * width..bins.len().min((joined + 1) * width)).map(|b| (b, f64::from(bins.trials[b])));
    let n: f64 = members().map(|(_, n)| n).sum();
    let centre = members().map(|(b, n)| n * bins.centre[b]).sum::<f64>() / n;
    let square = |b: usize| bins.spread[b] * bins.spread[b] + (bins.centre[b] - centre) * (bins.centre[b] - centre);
    let spread = (members().map(|(b, n)| n * square(b)).sum::<f64>() / n).sqrt();
    if spread == 0.0 {
        return Place { joined, shift: 0.0, scale: 0.0 };
    }
    Place { joined, shift: (bins.centre[bin] - centre) / spread, scale: bins.spread[bin] / spread }
}

fn join(sums: &[Sums], places: &[Place], count: usize) -> Vec<Sums> {
    let mut out = vec![Sums::default(); count];
    sums.iter().zip(places).for_each(|(sums, p)| out[p.joined].join(&sums.moved(p.shift, p.scale)));
    out
}

/// Lines through the trials of all folds but one; a bin without any is at the others' mean.
fn lines_without(by_fold: &[Vec<Sums>], fold: usize) -> Vec<Line> {
    let mut others = vec![Sums::default(); by_fold[fold].len()];
    for sums in by_fold.iter().enumerate().filter(|(k, _)| *k != fold).map(|(_, sums)| sums) {
        others.iter_mut().zip(sums).for_each(|(all, part)| all.join(part));
    }
    let (n, y) = others.iter().fold((0.0, 0.0), |(n, y), sums| (n + sums.n, y + sums.y));
    let level = Line { level: y / n, slope: 0.0 };
    others.iter().map(|sums| if sums.n < 1.0 { level } else { sums.line() }).collect()
}

impl CrossFit<'_> {
    fn errors(&self) -> f64 {
        self.variance.iter().zip(&self.trials).map(|(variance, n)| variance * n).sum()
    }

    /// The joined bin of a trial, and its score there (mean 0, mean square 1).
    pub fn place(&self, trial: usize) -> (usize, f64) {
        let place = self.places[self.bins.bin[trial] as usize];
        (place.joined, place.shift + place.scale * self.bins.score[trial])
    }

    /// The fitted outcome of every trial.
    pub fn values(&self) -> Vec<f64> {
        let value = |trial: usize| {
            let (bin, u) = self.place(trial);
            self.lines[trial % FOLDS][bin].at(u)
        };
        (0..self.bins.bin.len()).map(value).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::bins::bins;
    use super::super::ranks::ranked;
    use super::*;

    fn rising(n: usize) -> Vec<f64> {
        (0..n).map(|i| ((i * 77) % n) as f64).collect()
    }

    #[test]
    fn what_is_straight_is_one_line() {
        let x = rising(1000);
        let y: Vec<f64> = x.iter().enumerate().map(|(i, x)| 3.0 - 0.25 * x + (i % 7) as f64).collect();
        let cut = bins(&x, &ranked(&x));
        let fit = cross_fit(&cut, &y);
        assert_eq!((fit.trials.len(), fit.variance.len()), (1, 1));
        // the noise 0..6 has mean 3 and variance 4
        assert!(fit.values().iter().zip(&x).all(|(f, x)| (f - 6.0 + 0.25 * x).abs() < 0.5));
        assert!((fit.variance[0] - 4.0).abs() < 0.1, "{:?}", fit.variance);
    }

    #[test]
    fn what_bends_keeps_its_bins() {
        let x = rising(10_000);
        let y: Vec<f64> = x.iter().map(|x| (x / 1_000.0).sin()).collect();
        let cut = bins(&x, &ranked(&x));
        let fit = cross_fit(&cut, &y);
        assert_eq!(fit.trials.len(), cut.len());
        assert!(fit.values().iter().zip(&y).all(|(f, y)| (f - y).abs() < 0.05));
    }

    #[test]
    fn a_trial_has_no_say_in_its_own_value() {
        let x = rising(1000);
        let mut y = vec![0.0; 1000];
        y[503] = 1e6;
        let cut = bins(&x, &ranked(&x));
        let values = cross_fit(&cut, &y).values();
        assert!(values[503] == 0.0 && values[513] == 0.0 && values[504] != 0.0);
    }
}
