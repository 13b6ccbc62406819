//! Differences between two scenarios, trial by trial on the same random numbers.

use super::Sample;
use crate::analysis::Estimate;
use crate::analysis::interval::{self, student_t_95};
use crate::math::special::normal_quantile;

/// Sections of the trials from which the error of a difference of percentiles is taken.
const SECTIONS: usize = 32;
/// Trials that a section has at least: with fewer a P10 is one of the lowest two or three.
const LEAST_IN_SECTION: usize = 20;
/// Relative slack within which two ARRs are the same, as in the comparison with targets.
const SLACK: f64 = 1e-9;

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Mean ARR at the date.
    MeanArr,
    /// P10 of ARR at the date.
    P10,
    /// P50.
    P50,
    /// P90.
    P90,
    /// Mean new ARR to the date.
    NewArr,
    /// Mean churned ARR to the date.
    ChurnedArr,
    /// P(hit), each scenario against its own target.
    Hit,
}

/// One measure: the first scenario's, the other's, and the other's less the first's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// What is compared.
    pub measure: Measure,
    /// The first scenario's value.
    pub first: f64,
    /// The other's.
    pub other: f64,
    /// Other less first with its paired interval.
    pub difference: Estimate,
}

/// Everything that is told from pairs of trials.
#[derive(Clone, Debug, PartialEq)]
pub struct Paired {
    /// The measures, in the order of [`Measure`].
    pub measures: Vec<Difference>,
    /// P(the other's ARR > the first's) at the date.
    pub higher: Estimate,
    /// Share of trials in which both have the same ARR.
    pub same: f64,
    /// Whether ARR and hit are the same in every trial: all differences are exactly 0 then.
    pub identical: bool,
    /// Standard error of the difference in mean ARR, from pairs, money.
    pub paired_error: f64,
    /// The same of two runs with random numbers of their own, money.
    pub unpaired_error: f64,
}

impl Paired {
    /// One measure.
    pub fn of(&self, measure: Measure) -> Option<&Difference> {
        self.measures.iter().find(|d| d.measure == measure)
    }
}

/// Compares two samples of the same trials.
pub fn paired(first: &Sample, other: &Sample) -> Paired {
    let identical = first.arr == other.arr && first.hit == other.hit;
    let means = |measure, a: &[f64], b: &[f64]| Difference {
        measure,
        first: mean(a),
        other: mean(b),
        difference: mean_difference(a, b),
    };
    let n = first.arr.len() as f64;
    let mut measures = vec![means(Measure::MeanArr, &first.arr, &other.arr)];
    measures.extend(percentiles(&first.arr, &other.arr));
    measures.push(means(Measure::NewArr, &first.new_arr, &other.new_arr));
    measures.push(means(Measure::ChurnedArr, &first.churned_arr, &other.churned_arr));
    measures.push(hits(&first.hit, &other.hit, identical));
    let same = first.arr.iter().zip(&other.arr).filter(|(a, b)| is_same(**a, **b)).count();
    let higher = first.arr.iter().zip(&other.arr).filter(|(a, b)| b > a && !is_same(**a, **b)).count();
    Paired {
        measures,
        higher: match identical {
            true => Estimate { value: Some(0.0), low: Some(0.0), high: Some(0.0) },
            false => interval::probability(higher as u64, first.arr.len() as u64, &[]),
        },
        same: same as f64 / n.max(1.0),
        identical,
        paired_error: (variance(&differences(&first.arr, &other.arr)) / n).sqrt(),
        unpaired_error: ((variance(&first.arr) + variance(&other.arr)) / n).sqrt(),
    }
}

fn is_same(a: f64, b: f64) -> bool {
    (a - b).abs() <= SLACK * a.abs().max(b.abs())
}

fn differences(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| b - a).collect()
}

/// The mean, in the order of the trials; 0 of none.
pub fn mean(x: &[f64]) -> f64 {
    if x.is_empty() { 0.0 } else { x.iter().sum::<f64>() / x.len() as f64 }
}

/// The variance, n - 1; 0 of fewer than two.
pub fn variance(x: &[f64]) -> f64 {
    let mean = mean(x);
    let squares: f64 = x.iter().map(|x| (x - mean) * (x - mean)).sum();
    if x.len() < 2 { 0.0 } else { squares / (x.len() - 1) as f64 }
}

/// Mean of the differences ± 1.96 s / √n of them.
pub fn mean_difference(a: &[f64], b: &[f64]) -> Estimate {
    let d = differences(a, b);
    let value = mean(&d);
    if d.len() < 2 {
        return Estimate { value: Some(value), low: None, high: None };
    }
    around(value, normal_quantile(0.975) * (variance(&d) / d.len() as f64).sqrt())
}

/// An estimate with as much on either side.
pub fn around(value: f64, half: f64) -> Estimate {
    Estimate { value: Some(value), low: Some(value - half), high: Some(value + half) }
}

/// Differences of P10, P50 and P90, their errors by sectioning: the difference within each of 32 sections of the
/// trials scatters about that of all as t with 31 degrees of freedom (Asmussen and Glynn 2007, section III.5).
pub fn percentiles(a: &[f64], b: &[f64]) -> [Difference; 3] {
    let levels = [(Measure::P10, 0.1), (Measure::P50, 0.5), (Measure::P90, 0.9)];
    let (of_a, of_b) = (at_levels(a), at_levels(b));
    let size = a.len() / SECTIONS;
    let sections: Vec<[f64; 3]> = (0..SECTIONS)
        .map(|i| {
            let part = i * size..(i + 1) * size;
            let (a, b) = (at_levels(&a[part.clone()]), at_levels(&b[part]));
            std::array::from_fn(|p| b[p] - a[p])
        })
        .collect();
    std::array::from_fn(|p| {
        let value = of_b[p] - of_a[p];
        let squares: f64 = sections.iter().map(|d| (d[p] - value) * (d[p] - value)).sum();
        let k = SECTIONS as f64;
        let difference = match size >= LEAST_IN_SECTION {
            true => around(value, student_t_95(k - 1.0) * (squares / (k * (k - 1.0))).sqrt()),
            false => Estimate { value: Some(value), low: None, high: None },
        };
        Difference { measure: levels[p].0, first: of_a[p], other: of_b[p], difference }
    })
}

/// P10, P50 and P90, type 7; 0 of none.
fn at_levels(x: &[f64]) -> [f64; 3] {
    let mut sorted = x.to_vec();
    sorted.sort_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else { return [0.0; 3] };
    [0.1, 0.5, 0.9].map(|p| {
        let position = last as f64 * p;
        let below = position.floor() as usize;
        let part = position - position.floor();
        sorted[below] + part * (sorted[(below + 1).min(last)] - sorted[below])
    })
}

/// The difference of two probabilities from pairs, with Bonett and Price's (2012) adjusted Wald interval: one more pair
/// of either discordant kind, two more in all. So even no discordant pair at all leaves an interval; only where all is the
/// same in every trial it is 0.
pub fn hits(a: &[bool], b: &[bool], identical: bool) -> Difference {
    let n = a.len() as f64;
    let count = |first: bool, other: bool| a.iter().zip(b).filter(|(a, b)| (**a, **b) == (first, other)).count() as f64;
    let (gained, lost, both) = (count(false, true), count(true, false), count(true, true));
    let value = if n > 0.0 { (gained - lost) / n } else { 0.0 };
    let difference = match (identical, a.len()) {
        (_, 0 | 1) => Estimate { value: Some(value), low: None, high: None },
        (true, _) => around(0.0, 0.0),
        _ => adjusted_wald(gained, lost, n, value),
    };
    let share = |hits: f64| if n > 0.0 { hits / n } else { 0.0 };
    Difference { measure: Measure::Hit, first: share(lost + both), other: share(gained + both), difference }
}

fn adjusted_wald(gained: f64, lost: f64, n: f64, value: f64) -> Estimate {
    let (p, q) = ((gained + 1.0) / (n + 2.0), (lost + 1.0) / (n + 2.0));
    let half = normal_quantile(0.975) * ((p + q - (p - q) * (p - q)) / (n + 2.0)).sqrt();
    // rounding must not push an end past the estimate that it belongs to, or past what a difference can be
    let (low, high) = ((p - q - half).clamp(-1.0, value), (p - q + half).clamp(value, 1.0));
    Estimate { value: Some(value), low: Some(low), high: Some(high) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs of which so many are hit in both, lost, gained, in neither.
    fn hits_of(both: usize, lost: usize, gained: usize, neither: usize) -> (Vec<bool>, Vec<bool>) {
        let kinds = [(true, true, both), (true, false, lost), (false, true, gained), (false, false, neither)];
        kinds.iter().flat_map(|&(a, b, n)| std::iter::repeat_n((a, b), n)).unzip()
    }

    #[test]
    fn the_adjusted_wald_interval_has_its_known_values() {
        // by hand: p = 3/52, q = 13/52, half = 1.959964 √((16/52 - (10/52)²) / 52) = 0.141390
        let (a, b) = hits_of(20, 12, 2, 16);
        let d = hits(&a, &b, false);
        let e = d.difference;
        assert!(
            (e.value.unwrap() + 0.2).abs() < 1e-12 && (d.first - 0.64).abs() < 1e-12 && (d.other - 0.44).abs() < 1e-12
        );
        let half = 1.959964 * ((16.0 / 52.0 - (10.0f64 / 52.0).powi(2)) / 52.0).sqrt();
        assert!((e.low.unwrap() + 10.0 / 52.0 + half).abs() < 1e-6, "{e:?}");
        assert!((e.high.unwrap() + 10.0 / 52.0 - half).abs() < 1e-6, "{e:?}");
    }

    #[test]
    fn no_discordant_pair_leaves_an_interval_and_no_difference_none() {
        let (a, b) = hits_of(30, 0, 0, 70);
        let e = hits(&a, &b, false).difference;
        assert!(e.value == Some(0.0) && e.low.unwrap() < 0.0 && e.high.unwrap() > 0.0 && e.high.unwrap() < 0.03);
        assert_eq!(hits(&a, &b, true).difference, around(0.0, 0.0));
    }

    #[test]
    fn percentiles_are_of_type_7() {
        assert_eq!(at_levels(&[4.0, 1.0, 3.0, 2.0, 5.0]), [1.4, 3.0, 4.6]);
        assert_eq!((at_levels(&[7.0]), at_levels(&[])), ([7.0; 3], [0.0; 3]));
    }

    #[test]
    fn trials_that_are_level_count_for_neither() {
        let sample = |arr: &[f64]| Sample { arr: arr.to_vec(), hit: vec![false; arr.len()], ..Sample::default() };
        let found = paired(&sample(&[1.0, 2.0, 3.0, 4.0]), &sample(&[1.0 + 1e-12, 1.0, 4.0, 4.0]));
        assert_eq!((found.higher.value, found.same, found.identical), (Some(0.25), 0.5, false));
    }
}
