//! A share of variance that can be added to others of the same sample.

use super::around;
use crate::analysis::Estimate;

/// Parts of the sample in which influences are summed up: the standard error of a sum is then known to 5 %.
const BATCHES: usize = 200;

/// An index, with what is needed to give a sum of indices its error: the influences of single trials are correlated
/// between the indices of one outcome.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Share {
    /// The index.
    pub index: Estimate,
    /// Influence of the trials over n, summed in batches of consecutive trials; empty where the index is undefined.
    batches: Vec<f64>,
    /// Variance of the index that is the noise of its fit.
    noise: f64,
}

impl Share {
    /// An index of influences by trial (mean 0), whose variance holds twice the `noise` of a fit: it is taken off once, and what
    /// is left is not less than the noise.
    pub(super) fn new(value: f64, influences: impl ExactSizeIterator<Item = f64>, noise: f64) -> Self {
        let n = influences.len();
        let (mut batches, mut squares) = (vec![0.0; BATCHES.min(n)], 0.0);
        let count = batches.len();
        for (i, influence) in influences.enumerate() {
            let d = influence / n as f64;
            batches[i * count / n] += d;
            squares += d * d;
        }
        Self { index: around(value, beyond(squares, noise)), batches, noise }
    }

    /// The same, where the trials that it is from are the first of `times` as many that the others to be added are from.
    pub fn among(mut self, times: usize) -> Self {
        let parts = std::mem::take(&mut self.batches);
        self.batches = vec![0.0; parts.len()];
        parts.iter().enumerate().for_each(|(i, d)| self.batches[i / times] += d);
        self
    }
}

fn beyond(squares: f64, noise: f64) -> f64 {
    (squares - noise).max(noise)
}

/// The sum of indices of one outcome, from the same trials; undefined ones count as 0. Undefined where all are.
pub fn sum<'a>(shares: impl IntoIterator<Item = &'a Share>) -> Estimate {
    let (mut value, mut noise, mut batches) = (0.0, 0.0, Vec::new());
    for share in shares.into_iter().filter(|share| !share.batches.is_empty()) {
        batches.resize(share.batches.len(), 0.0);
        batches.iter_mut().zip(&share.batches).for_each(|(sum, d)| *sum += d);
        value += share.index.value.unwrap_or(0.0);
        noise += share.noise;
    }
    let squares: f64 = batches.iter().map(|d| d * d).sum();
    if batches.is_empty() { Estimate::default() } else { around(value, beyond(squares, noise)) }
}
