//! A regression of an outcome on one input: a straight line in each of a few bins of the input.
//!
//! The bins hold equally many trials by rank of the input; equal values stay together, and an input with no more
//! distinct values than bins has a bin for each. Lines rather than bin means, because a bin mean loses what the
//! outcome varies inside its bin, most of all in the wide bins of the tails.
//!
//! There are 1.5 n^(1/4) bins: 15 at 10,000 trials, 27 at 100,000. What lines cannot follow falls with the 4th power
//! of the number of bins, so as 1/n, faster than the simulation error; and there are few coefficients to estimate.

use super::ranks::Ranked;

/// Trials a bin at least.
const FEWEST_PER_BIN: usize = 20;

/// An input cut into bins.
#[derive(Clone, Debug)]
pub struct Bins {
    /// Bin by trial.
    pub bin: Vec<u16>,
    /// The input by trial, scaled to mean 0 and mean square 1 in its bin; 0 throughout in a bin of a single value.
    pub score: Vec<f64>,
    /// Trials by bin.
    pub trials: Vec<u32>,
    /// Coefficients by bin: 2, or 1 in a bin of a single value.
    pub coefficients: Vec<u8>,
}

/// Bins for n trials where nothing speaks for fewer; at least 1.
pub fn most_bins(n: usize) -> usize {
    let by_size = (1.5 * libm::sqrt(libm::sqrt(n as f64))).ceil() as usize;
    by_size.min(n / FEWEST_PER_BIN).max(1)
}

/// Cuts an input into `wanted` bins (fewer where ties do not allow it), or into its values where they are no more
/// than [`most_bins`].
pub fn bins(x: &[f64], ranked: &Ranked, wanted: usize) -> Bins {
    let n = x.len();
    let by_value = ranked.distinct() <= most_bins(n);
    let mut out = Bins { bin: vec![0; n], score: vec![0.0; n], trials: Vec::new(), coefficients: Vec::new() };
    let (mut start, mut end) = (0, 0);
    for ties in ranked.ties() {
        end += ties.len();
        // a bin ends where all bins so far have their share of the trials
        if by_value || end >= (out.trials.len() + 1) * n / wanted {
            out.close(x, &ranked.order[start..end]);
            start = end;
        }
    }
    out
}

impl Bins {
    fn close(&mut self, x: &[f64], members: &[u32]) {
        let n = members.len() as f64;
        let values = || members.iter().map(|&i| x[i as usize]);
        let one_value = values().all(|value| value == x[members[0] as usize]);
        let mean = values().sum::<f64>() / n;
        let spread = (values().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n).sqrt();
        let number = self.trials.len() as u16;
        for &i in members {
            self.bin[i as usize] = number;
            self.score[i as usize] = if one_value || spread == 0.0 { 0.0 } else { (x[i as usize] - mean) / spread };
        }
        self.trials.push(members.len() as u32);
        self.coefficients.push(if one_value || spread == 0.0 { 1 } else { 2 });
    }

    /// Bins.
    pub fn len(&self) -> usize {
        self.trials.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.trials.is_empty()
    }

    /// The fitted outcome by trial: the least-squares line of its bin.
    pub fn fitted(&self, y: &[f64]) -> Vec<f64> {
        let mut sums = vec![Sums::default(); self.len()];
        for (i, y) in y.iter().enumerate() {
            sums[self.bin[i] as usize].add(self.score[i], *y);
        }
        let lines: Vec<Line> = sums.iter().map(Sums::line).collect();
        (0..y.len()).map(|i| self.along(&lines, i)).collect()
    }

    /// The fitted outcome by trial, each by lines through the trials of the other folds only: fold = trial modulo
    /// `folds`. A bin without trials in the other folds is at their overall mean.
    pub fn fitted_by_others(&self, y: &[f64], folds: usize) -> Vec<f64> {
        let mut own = vec![vec![Sums::default(); self.len()]; folds];
        for i in 0..y.len() {
            own[i % folds][self.bin[i] as usize].add(self.score[i], y[i]);
        }
        let lines: Vec<Vec<Line>> = (0..folds).map(|fold| self.lines_without(&own, fold)).collect();
        (0..y.len()).map(|i| self.along(&lines[i % folds], i)).collect()
    }

    fn lines_without(&self, by_fold: &[Vec<Sums>], fold: usize) -> Vec<Line> {
        let mut others = vec![Sums::default(); self.len()];
        for sums in by_fold.iter().enumerate().filter(|(k, _)| *k != fold).map(|(_, sums)| sums) {
            others.iter_mut().zip(sums).for_each(|(all, part)| all.join(part));
        }
        let (n, sum) = others.iter().fold((0.0, 0.0), |(n, sum), bin| (n + bin.n, sum + bin.y));
        others.iter().map(|bin| if bin.n < 1.0 { (sum / n, 0.0) } else { bin.line() }).collect()
    }

    fn along(&self, lines: &[Line], i: usize) -> f64 {
        let (level, slope) = lines[self.bin[i] as usize];
        level + slope * self.score[i]
    }
}

/// Level at score 0 and slope.
type Line = (f64, f64);

/// What a least-squares line needs to know of its trials.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    n: f64,
    u: f64,
    uu: f64,
    y: f64,
    uy: f64,
}

impl Sums {
    fn add(&mut self, u: f64, y: f64) {
        *self = Sums { n: self.n + 1.0, u: self.u + u, uu: self.uu + u * u, y: self.y + y, uy: self.uy + u * y };
    }

    fn join(&mut self, part: &Sums) {
        self.n += part.n;
        self.u += part.u;
        self.uu += part.uu;
        self.y += part.y;
        self.uy += part.uy;
    }

    fn line(&self) -> Line {
        let spread = self.uu - self.u * self.u / self.n;
        // scores have mean square 1: less than this is rounding, and the line is level
        let slope = if spread > 1e-9 * self.n { (self.uy - self.u * self.y / self.n) / spread } else { 0.0 };
        ((self.y - slope * self.u) / self.n, slope)
    }
}

#[cfg(test)]
mod tests {
    use super::super::ranks::ranked;
    use super::*;

    #[test]
    fn bins_hold_equally_many_and_keep_ties_together() {
        let x: Vec<f64> = (0..10_000).map(|i| ((i * 7919) % 10_000) as f64).collect();
        let cut = bins(&x, &ranked(&x), most_bins(x.len()));
        assert_eq!((cut.len(), cut.trials.iter().sum::<u32>()), (15, 10_000));
        assert!(cut.trials.iter().all(|n| (666..=667).contains(n)), "{:?}", cut.trials);
        let few: Vec<f64> = (0..1000).map(|i| (i % 10 / 9) as f64).collect();
        let two = bins(&few, &ranked(&few), 8);
        assert_eq!((two.trials, two.coefficients), (vec![900, 100], vec![1, 1]));
        // half of the trials at one value, the rest spread: the value has a bin to itself
        let atom: Vec<f64> = (0..1000).map(|i| if i % 2 == 0 { 0.0 } else { i as f64 }).collect();
        let cut = bins(&atom, &ranked(&atom), 9);
        assert_eq!((cut.trials[0], cut.coefficients[0], cut.trials.iter().sum::<u32>()), (500, 1, 1000));
    }

    #[test]
    fn lines_follow_what_is_straight_in_each_bin() {
        let x: Vec<f64> = (0..1000).map(|i| ((i * 77) % 1000) as f64).collect();
        let y: Vec<f64> = x.iter().map(|x| 3.0 - 0.25 * x).collect();
        let cut = bins(&x, &ranked(&x), most_bins(x.len()));
        for fitted in [cut.fitted(&y), cut.fitted_by_others(&y, 10)] {
            assert!(fitted.iter().zip(&y).all(|(f, y)| (f - y).abs() < 1e-9));
        }
    }

    #[test]
    fn a_trial_has_no_say_in_its_own_cross_fit() {
        let x: Vec<f64> = (0..1000).map(|i| i as f64).collect();
        let mut y = vec![0.0; 1000];
        y[503] = 1e6;
        let fitted = bins(&x, &ranked(&x), 9).fitted_by_others(&y, 10);
        assert!(fitted[503] == 0.0 && fitted[513] == 0.0 && fitted[504] != 0.0);
    }
}
