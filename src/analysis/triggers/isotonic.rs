//! Isotonic regression: the fit that never falls and is nearest to the shares seen, by pooling adjacent violators
//! (Ayer, Brunk, Ewing, Reid and Silverman 1955), which is also the maximum likelihood fit of a probability that rises.

/// Neighbouring bins with one fitted share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// Its first bin.
    pub first: usize,
    /// Successes in it.
    pub successes: f64,
    /// Trials in it.
    pub trials: f64,
}

/// Fits shares that never fall from bin to bin and leaves them in `levels`, shares rising strictly. A bin is
/// (successes, trials); bins without trials join a neighbour. No bins, no levels.
pub fn fit(bins: impl Iterator<Item = (f64, f64)>, levels: &mut Vec<Level>) {
    levels.clear();
    for (first, (successes, trials)) in bins.enumerate() {
        let mut last = Level { first, successes, trials };
        while let Some(before) = levels.last() {
            // shares compared without division: whole counts, so the comparison is exact
            if before.successes * last.trials < last.successes * before.trials {
                break;
            }
            last = Level {
                first: before.first,
                successes: before.successes + last.successes,
                trials: before.trials + last.trials,
            };
            levels.pop();
        }
        levels.push(last);
    }
}

/// The first bin whose fitted share is at least `wanted`; `None` where none is.
pub fn first_at_least(levels: &[Level], wanted: f64) -> Option<usize> {
    levels.iter().find(|l| l.trials > 0.0 && l.successes >= wanted * l.trials).map(|l| l.first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sampling::stream::Stream;

    fn shares(bins: &[(f64, f64)]) -> Vec<f64> {
        let mut levels = Vec::new();
        fit(bins.iter().copied(), &mut levels);
        let of = |i: usize| levels.iter().rev().find(|l| l.first <= i).map_or(f64::NAN, |l| l.successes / l.trials);
        (0..bins.len()).map(of).collect()
    }

    /// The fit by its other definition: max over a <= i of min over b >= i of the share in a..=b (Robertson, Wright and
    /// Dykstra 1988, theorem 1.4.4).
    fn by_max_min(bins: &[(f64, f64)]) -> Vec<f64> {
        let share = |a: usize, b: usize| {
            let sum = |f: &dyn Fn(&(f64, f64)) -> f64| bins[a..=b].iter().map(f).sum::<f64>();
            sum(&|x| x.0) / sum(&|x| x.1)
        };
        let least = |a: usize, i: usize| (i..bins.len()).map(|b| share(a, b)).fold(f64::INFINITY, f64::min);
        (0..bins.len()).map(|i| (0..=i).map(|a| least(a, i)).fold(f64::NEG_INFINITY, f64::max)).collect()
    }

    #[test]
    fn it_is_the_max_min_fit() {
        let stream = Stream::new(3, "isotonic");
        for case in 0..200 {
            let bins: Vec<(f64, f64)> = (0..25)
                .map(|i| {
                    let trials = (1.0 + 20.0 * stream.uniform(case, i, 0)).floor();
                    ((trials * stream.uniform(case, i, 1)).floor(), trials)
                })
                .collect();
            for (a, b) in shares(&bins).iter().zip(by_max_min(&bins)) {
                assert!((a - b).abs() < 1e-12, "{bins:?}");
            }
        }
    }

    #[test]
    fn what_rises_is_left_and_what_falls_becomes_one() {
        assert_eq!(shares(&[(0.0, 4.0), (1.0, 4.0), (3.0, 4.0)]), [0.0, 0.25, 0.75]);
        assert_eq!(shares(&[(3.0, 4.0), (2.0, 4.0), (1.0, 4.0)]), [0.5; 3]);
        assert_eq!(shares(&[]), [0.0; 0]);
    }

    #[test]
    fn bins_without_trials_change_nothing() {
        let empty = (0.0, 0.0);
        let fitted = shares(&[empty, (0.0, 4.0), empty, (1.0, 4.0), (3.0, 4.0), empty]);
        assert_eq!((fitted[1], fitted[3], fitted[4]), (0.0, 0.25, 0.75));
        let mut levels = Vec::new();
        fit([empty, empty].into_iter(), &mut levels);
        assert_eq!(first_at_least(&levels, 0.5), None);
    }

    #[test]
    fn a_share_is_passed_at_the_first_bin_of_its_level() {
        let mut levels = Vec::new();
        fit([(0.0, 4.0), (2.0, 4.0), (1.0, 2.0), (4.0, 4.0)].into_iter(), &mut levels);
        let passes = [0.0, 0.5, 0.51, 1.0].map(|wanted| first_at_least(&levels, wanted));
        assert_eq!(passes, [Some(0), Some(1), Some(3), Some(3)]);
        assert_eq!(first_at_least(&levels[..2], 0.8), None);
    }
}
