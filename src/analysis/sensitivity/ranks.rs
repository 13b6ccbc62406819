//! Ranks of a sample, ties sharing the average of theirs.

/// A sample in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// Trials from the least value to the greatest; tied trials by number.
    pub order: Vec<u32>,
    /// Where in `order` each distinct value ends (exclusive).
    pub ends: Vec<u32>,
    /// Share of the trials below, plus half of those at the same value, by trial: (average rank - 1/2) / n, in 0..1.
    /// Its mean is 1/2.
    pub share: Vec<f64>,
    /// Sum over the trials above, plus half of that over its ties, of their share less 1/2, over n, by trial.
    pub above: Vec<f64>,
}

/// Ranks of a sample of at most 2^32 - 1 trials. Values that are not numbers rank last.
pub fn ranked(x: &[f64]) -> Ranked {
    // keys beside their trials sort much faster than trials by their keys
    let mut keys: Vec<(i64, u32)> = x.iter().zip(0..).map(|(&x, i)| (sort_key(x), i)).collect();
    keys.sort_unstable();
    let order: Vec<u32> = keys.into_iter().map(|(_, i)| i).collect();
    let differs = |i: &u32| x[order[*i as usize] as usize] != x[order[*i as usize - 1] as usize];
    let mut ends: Vec<u32> = (1..x.len() as u32).filter(differs).collect();
    if !x.is_empty() {
        ends.push(x.len() as u32);
    }
    let mut share = vec![0.0; x.len()];
    let mut start = 0;
    for &end in &ends {
        let middle = (start as f64 + end as f64) / 2.0 / x.len() as f64;
        order[start as usize..end as usize].iter().for_each(|&i| share[i as usize] = middle);
        start = end;
    }
    let mut ranked = Ranked { order, ends, share, above: Vec::new() };
    let centred: Vec<f64> = ranked.share.iter().map(|s| s - 0.5).collect();
    ranked.above = ranked.mean_above(&centred);
    ranked
}

/// Ordered as [`f64::total_cmp`] orders, but with the two zeros as one.
fn sort_key(x: f64) -> i64 {
    let bits = (x + 0.0).to_bits() as i64;
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

impl Ranked {
    /// Trials.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Distinct values.
    pub fn distinct(&self) -> usize {
        self.ends.len()
    }

    /// By trial, the sum of `v` over the trials that rank above, plus half of that over its ties, over n: how much a
    /// little more weight on the trial moves the ranks of the others, times `v`.
    pub fn mean_above(&self, v: &[f64]) -> Vec<f64> {
        let n = self.len() as f64;
        let mut out = vec![0.0; self.len()];
        let mut sum = 0.0;
        for ties in self.ties().rev() {
            let own: f64 = ties.iter().map(|&i| v[i as usize]).sum();
            ties.iter().for_each(|&i| out[i as usize] = (sum + own / 2.0) / n);
            sum += own;
        }
        out
    }

    /// The trials of each distinct value, from the least to the greatest.
    pub fn ties(&self) -> impl DoubleEndedIterator<Item = &[u32]> {
        (0..self.ends.len()).map(|k| {
            let start = if k == 0 { 0 } else { self.ends[k - 1] as usize };
            &self.order[start..self.ends[k] as usize]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_the_average_of_their_ranks() {
        let ranked = ranked(&[3.0, 1.0, 2.0, 2.0, -0.0, 0.0]);
        let ranks: Vec<f64> = ranked.share.iter().map(|s| s * 6.0 + 0.5).collect();
        assert_eq!(ranks, [6.0, 3.0, 4.5, 4.5, 1.5, 1.5]);
        assert_eq!((ranked.distinct(), ranked.ties().last()), (4, Some(&[0u32][..])));
        assert!((ranked.share.iter().sum::<f64>() - 3.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_has_no_ranks() {
        let none = ranked(&[]);
        assert!(none.is_empty() && none.distinct() == 0 && none.ties().next().is_none());
    }
}
