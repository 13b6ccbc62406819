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
    /// Mean of the input by bin.
    pub centre: Vec<f64>,
    /// Its standard deviation by bin; 0 in a bin of a single value.
    pub spread: Vec<f64>,
}

/// Bins for n trials; at least 1.
fn wanted(n: usize) -> usize {
    let by_size = (1.5 * libm::sqrt(libm::sqrt(n as f64))).ceil() as usize;
    by_size.min(n / FEWEST_PER_BIN).max(1)
}

/// Cuts an input into bins.
pub fn bins(x: &[f64], ranked: &Ranked) -> Bins {
    let (n, wanted) = (x.len(), wanted(x.len()));
    let by_value = ranked.distinct() <= wanted;
    let mut out = Bins {
        bin: vec![0; n],
        score: vec![0.0; n],
        trials: Vec::new(),
        coefficients: Vec::new(),
        centre: Vec::new(),
        spread: Vec::new(),
    };
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
        let spread = if one_value { 0.0 } else { (values().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n).sqrt() };
        let number = self.trials.len() as u16;
        for &i in members {
            self.bin[i as usize] = number;
            self.score[i as usize] = if spread == 0.0 { 0.0 } else { (x[i as usize] - mean) / spread };
        }
        self.trials.push(members.len() as u32);
        self.coefficients.push(if spread == 0.0 { 1 } else { 2 });
        self.centre.push(mean);
        self.spread.push(spread);
    }

    /// Bins.
    pub fn len(&self) -> usize {
        self.trials.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.trials.is_empty()
    }

    /// Whether the input is the same in all trials.
    pub fn is_constant(&self) -> bool {
        self.coefficients.iter().map(|&d| u32::from(d)).sum::<u32>() < 2
    }

    /// Whether every bin is a single value.
    pub fn is_by_value(&self) -> bool {
        self.coefficients.iter().all(|&d| d == 1)
    }

    /// The fitted outcome by trial: the least-squares line of its bin.
    pub fn fitted(&self, y: &[f64]) -> Vec<f64> {
        let mut sums = vec![Sums::default(); self.len()];
        for (i, y) in y.iter().enumerate() {
            sums[self.bin[i] as usize].add(self.score[i], *y);
        }
        let lines: Vec<Line> = sums.iter().map(Sums::line).collect();
        (0..y.len()).map(|i| lines[self.bin[i] as usize].at(self.score[i])).collect()
    }
}

/// A straight line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Line {
    pub level: f64,
    pub slope: f64,
}

impl Line {
    pub fn at(self, u: f64) -> f64 {
        self.level + self.slope * u
    }
}

/// What a least-squares line, and its errors, need to know of its trials.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    pub n: f64,
    pub u: f64,
    pub uu: f64,
    pub y: f64,
    pub uy: f64,
    pub yy: f64,
}

impl Sums {
    pub fn add(&mut self, u: f64, y: f64) {
        self.n += 1.0;
        self.u += u;
        self.uu += u * u;
        self.y += y;
        self.uy += u * y;
        self.yy += y * y;
    }

    pub fn join(&mut self, part: &Sums) {
        self.n += part.n;
        self.u += part.u;
        self.uu += part.uu;
        self.y += part.y;
        self.uy += part.uy;
        self.yy += part.yy;
    }

    /// The sums of v = shift + scale u in place of u.
    pub fn moved(&self, shift: f64, scale: f64) -> Sums {
        Sums {
            u: self.n * shift + scale * self.u,
            uu: self.n * shift * shift + 2.0 * shift * scale * self.u + scale * scale * self.uu,
            uy: shift * self.y + scale * self.uy,
            ..*self
        }
    }

    /// The least-squares line; level where u does not vary. There must be a trial.
    pub fn line(&self) -> Line {
        let spread = self.uu - self.u * self.u / self.n;
        // scores have mean square 1: less than this is rounding
        let slope = if spread > 1e-9 * self.n { (self.uy - self.u * self.y / self.n) / spread } else { 0.0 };
        Line { level: (self.y - slope * self.u) / self.n, slope }
    }

    /// Sum of squared errors of a line.
    pub fn squares(&self, line: Line) -> f64 {
        let Line { level: a, slope: b } = line;
        let crossed = a * self.y + b * self.uy - a * b * self.u;
        (self.yy - 2.0 * crossed + self.n * a * a + b * b * self.uu).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::ranks::ranked;
    use super::*;

    #[test]
    fn bins_hold_equally_many_and_keep_ties_together() {
        let x: Vec<f64> = (0..10_000).map(|i| ((i * 7919) % 10_000) as f64).collect();
        let cut = bins(&x, &ranked(&x));
        assert_eq!((cut.len(), cut.trials.iter().sum::<u32>()), (15, 10_000));
        assert!(cut.trials.iter().all(|n| (666..=667).contains(n)), "{:?}", cut.trials);
        let few: Vec<f64> = (0..1000).map(|i| (i % 10 / 9) as f64).collect();
        let two = bins(&few, &ranked(&few));
        assert!(two.is_by_value() && !two.is_constant());
        assert_eq!((two.trials, two.centre), (vec![900, 100], vec![0.0, 1.0]));
        // half of the trials at one value, the rest spread: the value has a bin to itself
        let atom: Vec<f64> = (0..1000).map(|i| if i % 2 == 0 { 0.0 } else { i as f64 }).collect();
        let cut = bins(&atom, &ranked(&atom));
        assert_eq!((cut.trials[0], cut.coefficients[0], cut.trials.iter().sum::<u32>()), (500, 1, 1000));
    }

    #[test]
    fn lines_follow_what_is_straight_in_each_bin() {
        let x: Vec<f64> = (0..1000).map(|i| ((i * 77) % 1000) as f64).collect();
        let y: Vec<f64> = x.iter().map(|x| 3.0 - 0.25 * x).collect();
        let fitted = bins(&x, &ranked(&x)).fitted(&y);
        assert!(fitted.iter().zip(&y).all(|(f, y)| (f - y).abs() < 1e-9));
    }

    #[test]
    fn sums_know_lines_and_their_errors() {
        let points = [(0.0, 1.0), (1.0, 3.0), (2.0, 4.0), (4.0, 9.0)];
        let mut sums = Sums::default();
        points.iter().for_each(|(u, y)| sums.add(*u, *y));
        let line = sums.line();
        // Σuy - ΣuΣy/n = 47 - 7·17/4 = 17.25, Σuu - (Σu)²/n = 21 - 49/4 = 8.75
        assert!((line.slope - 17.25 / 8.75).abs() < 1e-12);
        let squares: f64 = points.iter().map(|(u, y)| (y - line.at(*u)) * (y - line.at(*u))).sum();
        assert!((sums.squares(line) - squares).abs() < 1e-12);
        let moved = sums.moved(-3.0, 2.0).line();
        assert!((moved.at(-3.0 + 2.0 * 1.7) - line.at(1.7)).abs() < 1e-12);
    }
}
