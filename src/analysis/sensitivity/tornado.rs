//! What the outcome is where an input is low and where it is high.

use super::ranks::Ranked;
use super::{FEWEST_TRIALS, mean};
use crate::analysis::{Estimate, interval};

/// Inputs with at most so many distinct values have their least and their greatest value as ends.
const FEW_VALUES: usize = 10;

/// The trials at one end of an input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    /// How many.
    pub trials: u64,
    /// Mean of the input there.
    pub input: f64,
    /// Median of the outcome there, with its order-statistic interval.
    pub median: Estimate,
    /// Share of hits there, with its Wilson interval.
    pub hit: Estimate,
}

/// Both ends of an input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tornado {
    /// Its lowest tenth.
    pub low: End,
    /// Its highest tenth.
    pub high: End,
}

/// The outcome `y`, and `hit` (1 or 0), where the input is in its lowest and in its highest tenth. Equal values stay
/// together, so an end can hold more than a tenth of the trials; an input of at most 10 values (a risk that strikes or
/// not) has its least and its greatest value as ends. `None` where the input is constant, the ends meet, or below
/// [`FEWEST_TRIALS`].
pub fn tornado(x: &[f64], ranked: &Ranked, y: &[f64], hit: &[f64]) -> Option<Tornado> {
    if ranked.distinct() < 2 || x.len() < FEWEST_TRIALS {
        return None;
    }
    let (low, high) = (tenth(ranked, ranked.ties()), tenth(ranked, ranked.ties().rev()));
    let apart = low + high <= x.len();
    let end = |trials: &[u32]| end(trials, x, y, hit);
    apart.then(|| Tornado { low: end(&ranked.order[..low]), high: end(&ranked.order[x.len() - high..]) })
}

/// How many trials the end holds that `ties` begin with.
fn tenth<'a>(ranked: &Ranked, ties: impl Iterator<Item = &'a [u32]>) -> usize {
    let enough = if ranked.distinct() <= FEW_VALUES { 1 } else { ranked.len().div_ceil(10) };
    let mut trials = 0;
    for tied in ties {
        trials += tied.len();
        if trials >= enough {
            break;
        }
    }
    trials
}

fn end(trials: &[u32], x: &[f64], y: &[f64], hit: &[f64]) -> End {
    let at = |values: &[f64]| trials.iter().map(|&i| values[i as usize]).collect::<Vec<f64>>();
    let hits = at(hit).iter().filter(|&&h| h > 0.0).count() as u64;
    End {
        trials: trials.len() as u64,
        input: mean(at(x).into_iter()),
        median: median(at(y)),
        hit: interval::probability(hits, trials.len() as u64, &[]),
    }
}

/// Median (type 7) of a sample with its order-statistic interval; undefined for none.
pub fn median(mut values: Vec<f64>) -> Estimate {
    let n = values.len();
    if n == 0 {
        return Estimate::default();
    }
    values.sort_unstable_by(f64::total_cmp);
    let value = (values[(n - 1) / 2] + values[n / 2]) / 2.0;
    let at = |rank: u64| values[rank as usize - 1];
    let ends = interval::percentile_ranks(0.5, n as u64).map(|(low, high)| (at(low), at(high)));
    Estimate { value: Some(value), low: ends.map(|e| e.0), high: ends.map(|e| e.1) }
}

#[cfg(test)]
mod tests {
    use super::super::ranks::ranked;
    use super::*;

    #[test]
    fn the_ends_are_tenths() {
        let x: Vec<f64> = (0..1000).map(|i| ((i * 37) % 1000) as f64).collect();
        let y: Vec<f64> = x.iter().map(|x| 2.0 * x).collect();
        let hit: Vec<f64> = x.iter().map(|x| f64::from(*x >= 950.0)).collect();
        let both = tornado(&x, &ranked(&x), &y, &hit).unwrap();
        assert_eq!((both.low.trials, both.low.input, both.low.median.value), (100, 49.5, Some(99.0)));
        assert_eq!((both.high.trials, both.high.input, both.high.median.value), (100, 949.5, Some(1899.0)));
        assert_eq!((both.low.hit.value, both.high.hit.value), (Some(0.0), Some(0.5)));
        // ranks 40 and 61 of 100 (binomial quantiles)
        assert_eq!((both.low.median.low, both.low.median.high), (Some(78.0), Some(120.0)));
    }

    #[test]
    fn a_rare_risk_has_struck_and_not_struck_as_ends() {
        let x: Vec<f64> = (0..1000).map(|i| f64::from(i % 50 == 0)).collect();
        let y: Vec<f64> = (0..1000).map(|i| if i % 50 == 0 { 5.0 } else { 7.0 }).collect();
        let both = tornado(&x, &ranked(&x), &y, &x).unwrap();
        assert_eq!((both.low.trials, both.high.trials), (980, 20));
        assert_eq!((both.low.median.value, both.high.median.value), (Some(7.0), Some(5.0)));
    }

    #[test]
    fn ends_that_meet_are_no_ends() {
        let mostly: Vec<f64> = (0..1000).map(|i| if i < 990 { 0.0 } else { i as f64 }).collect();
        let constant = vec![1.0; 1000];
        assert_eq!(tornado(&mostly, &ranked(&mostly), &constant, &constant), None);
        assert_eq!(tornado(&constant, &ranked(&constant), &mostly, &mostly), None);
    }
}
