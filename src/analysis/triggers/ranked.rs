//! An indicator's values in trials that hit and in trials that miss, in order, and counted in bins of like rank.

use super::super::Estimate;
use super::super::interval::percentile_ranks;
use crate::plan::metric::Better;

/// Most bins of an isotonic fit: with 100,000 trials some 200 trials in each, far finer than what the fit can tell.
const MOST_BINS: usize = 512;
/// Trials that a bin has at least (but for ties at the end): the fit at the ends is no better than its last bin.
const LEAST_IN_A_BIN: usize = 50;

/// Scores of trials by rising score: more is better, undefined at minus or plus infinity.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// Of the trials that hit.
    pub hits: Vec<f64>,
    /// Of the trials that miss.
    pub misses: Vec<f64>,
}

/// Neighbouring scores, ties never parted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// The least score in it.
    pub from: f64,
    /// Trials that hit.
    pub hits: f64,
    /// Trials that miss.
    pub misses: f64,
}

/// The indicator turned so that more is better: not-a-number is undefined at the worst end, infinity at the best.
pub fn score(value: f64, better: Better) -> f64 {
    match better {
        _ if value.is_nan() => f64::NEG_INFINITY,
        _ if value.is_infinite() => f64::INFINITY,
        // adding 0 makes -0 a 0, so that the two tie
        Better::Higher => value + 0.0,
        Better::Lower => 0.0 - value,
    }
}

/// The indicator of a score; `None` where it is undefined.
pub fn value(score: f64, better: Better) -> Option<f64> {
    let value = match better {
        Better::Higher => score,
        Better::Lower => 0.0 - score,
    };
    score.is_finite().then_some(value)
}

impl Ranked {
    /// Puts a sample in order: one value and one outcome a trial.
    pub fn new(values: &[f64], hit: &[bool], better: Better) -> Self {
        let sorted = |wanted: bool| {
            let of = values.iter().zip(hit).filter(|&(_, &h)| h == wanted);
            let mut scores: Vec<f64> = of.map(|(&v, _)| score(v, better)).collect();
            scores.sort_unstable_by(f64::total_cmp);
            scores
        };
        Self { hits: sorted(true), misses: sorted(false) }
    }

    /// Trials.
    pub fn trials(&self) -> usize {
        self.hits.len() + self.misses.len()
    }

    /// Each different score with the trials at it that hit and that miss, by rising score.
    pub fn ties(&self) -> impl Iterator<Item = Bin> + '_ {
        let (mut h, mut m) = (0, 0);
        std::iter::from_fn(move || {
            let (hit, miss) = (self.hits.get(h), self.misses.get(m));
            let from = match (hit, miss) {
                (Some(a), Some(b)) => a.min(*b),
                (Some(a), None) => *a,
                (None, b) => *b?,
            };
            let at = |scores: &[f64], i: &mut usize| {
                let before = *i;
                while scores.get(*i) == Some(&from) {
                    *i += 1;
                }
                (*i - before) as f64
            };
            Some(Bin { from, hits: at(&self.hits, &mut h), misses: at(&self.misses, &mut m) })
        })
    }

    /// Bins of like counts by rising score: 512, or fewer where that leaves less than 50 trials a bin or values tie.
    pub fn bins(&self) -> Vec<Bin> {
        let trials = self.trials();
        let wanted = (trials / LEAST_IN_A_BIN).clamp(1, MOST_BINS);
        // the share of all trials that a trial of this rank is in: where a bin begins in another, the last one is full
        let share = |seen: usize| seen * wanted / trials;
        let (mut bins, mut begun, mut seen): (Vec<Bin>, usize, usize) = (Vec::new(), 0, 0);
        for tie in self.ties() {
            match bins.last_mut() {
                Some(last) if share(seen) == share(begun) => *last = joined(last, &tie),
                _ => {
                    begun = seen;
                    bins.push(tie);
                }
            }
            seen += (tie.hits + tie.misses) as usize;
        }
        bins
    }
}

fn joined(a: &Bin, b: &Bin) -> Bin {
    Bin { from: a.from, hits: a.hits + b.hits, misses: a.misses + b.misses }
}

/// The percentile p (0..1) of the indicator behind these scores in order, type 7, with the order-statistic interval;
/// undefined where an order statistic that it needs is.
pub fn percentile(scores: &[f64], p: f64, better: Better) -> Estimate {
    // the least values are the greatest scores where less is better
    let at = |rank: usize| match better {
        Better::Higher => scores.get(rank),
        Better::Lower => scores.len().checked_sub(rank + 1).and_then(|i| scores.get(i)),
    };
    let read = |rank: usize| at(rank).and_then(|&s| value(s, better));
    let ends = percentile_ranks(p, scores.len() as u64);
    Estimate {
        value: type_7(p, scores.len(), read),
        low: ends.and_then(|(low, _)| read(low as usize - 1)),
        high: ends.and_then(|(_, high)| read(high as usize - 1)),
    }
}

fn type_7(p: f64, n: usize, read: impl Fn(usize) -> Option<f64>) -> Option<f64> {
    let position = n.checked_sub(1)? as f64 * p;
    let (below, part) = (position.floor(), position - position.floor());
    let low = read(below as usize)?;
    Some(if part > 0.0 { low + part * (read(below as usize + 1)? - low) } else { low })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranked(hits: &[f64], misses: &[f64], better: Better) -> Ranked {
        let values: Vec<f64> = hits.iter().chain(misses).copied().collect();
        let hit: Vec<bool> = (0..values.len()).map(|i| i < hits.len()).collect();
        Ranked::new(&values, &hit, better)
    }

    #[test]
    fn undefined_values_rank_where_their_reason_says() {
        let (nan, inf) = (f64::NAN, f64::INFINITY);
        for better in [Better::Higher, Better::Lower] {
            let scores = ranked(&[1.0, nan, 2.0, inf, -0.0, 0.0], &[], better).hits;
            assert_eq!((scores[0], scores[5]), (f64::NEG_INFINITY, inf));
            assert!(scores.iter().all(|s| s.is_sign_positive() || *s != 0.0), "-0 ties with 0");
        }
    }

    #[test]
    fn ties_are_counted_together() {
        let ties: Vec<Bin> = ranked(&[3.0, 1.0, 3.0], &[2.0, 3.0, 1.0], Better::Higher).ties().collect();
        let bin = |from, hits, misses| Bin { from, hits, misses };
        assert_eq!(ties, [bin(1.0, 1.0, 1.0), bin(2.0, 0.0, 1.0), bin(3.0, 2.0, 1.0)]);
        assert_eq!(ranked(&[], &[], Better::Higher).ties().count(), 0);
    }

    #[test]
    fn bins_hold_every_trial_once_and_like_counts() {
        for n in [1, 49, 100, 5000, 60_000] {
            let values: Vec<f64> = (0..n).map(|i| ((i * 7919) % n) as f64).collect();
            let hit: Vec<bool> = (0..n).map(|i| i % 3 == 0).collect();
            let bins = Ranked::new(&values, &hit, Better::Higher).bins();
            assert_eq!(bins.len(), (n / 50).clamp(1, 512), "{n}");
            let sizes = bins.iter().map(|b| b.hits + b.misses);
            assert_eq!(sizes.clone().sum::<f64>(), n as f64);
            let even = n as f64 / bins.len() as f64;
            assert!(sizes.clone().all(|s| (s - even).abs() < 1.0), "{n}: {:?}", sizes.collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_heap_of_ties_stays_in_one_bin() {
        let values: Vec<f64> = (0..10_000).map(|i| if i < 9000 { 0.0 } else { i as f64 }).collect();
        let bins = Ranked::new(&values, &vec![true; 10_000], Better::Higher).bins();
        assert_eq!(bins[0], Bin { from: 0.0, hits: 9000.0, misses: 0.0 });
        // 200 bins are wanted, 50 trials each: the other 1,000 trials have 20
        assert_eq!((bins.len(), bins[1].hits), (21, 50.0));
    }

    #[test]
    fn percentiles_are_of_values_not_of_scores() {
        let values: Vec<f64> = (0..=1000).map(f64::from).collect();
        for better in [Better::Higher, Better::Lower] {
            let scores = ranked(&values, &[], better).hits;
            let p10 = percentile(&scores, 0.1, better);
            assert_eq!(p10.value, Some(100.0), "{better:?}");
            let ranks = percentile_ranks(0.1, 1001).unwrap();
            assert_eq!((p10.low, p10.high), (Some(ranks.0 as f64 - 1.0), Some(ranks.1 as f64 - 1.0)));
            assert_eq!(percentile(&scores, 0.0005, better).value, Some(0.5));
        }
    }

    #[test]
    fn percentiles_among_undefined_trials_are_undefined() {
        let mut values = vec![f64::NAN; 300];
        values.extend((0..700).map(f64::from));
        let scores = ranked(&values, &[], Better::Higher).hits;
        assert_eq!(
            (percentile(&scores, 0.1, Better::Higher).value, percentile(&[], 0.5, Better::Higher).value),
            (None, None)
        );
        assert!(percentile(&scores, 0.5, Better::Higher).value.is_some());
        let lower = ranked(&values, &[], Better::Lower).hits;
        // the worst end of a value of which less is better is its upper end
        assert!(percentile(&lower, 0.1, Better::Lower).value.is_some());
        assert_eq!(percentile(&lower, 0.9, Better::Lower).value, None);
    }
}
