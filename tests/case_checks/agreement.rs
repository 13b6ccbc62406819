//! The reported bands against the trials that they were tallied from.

use super::expectation::Period;
use super::judge::{same, undefined_share};
use planodds::analysis::bands::{Columns, Series};
use planodds::analysis::{PERCENTILE_NAMES, PERCENTILES};
use planodds::plan::{Kind, Metric};

/// Relative width of a histogram's bucket at most (docs/model.md, section 8): how far a percentile may be read off.
const BUCKET: f64 = 0.004;

/// One metric in one period, as reported.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Mean over trials.
    pub mean: Option<f64>,
    /// Standard deviation over trials.
    pub sd: Option<f64>,
    /// In the order of `PERCENTILES`.
    pub percentiles: [Option<f64>; 9],
    /// Share of trials.
    pub undefined: f64,
    /// The plan as written.
    pub planned: Option<f64>,
}

/// What is reported of a period.
pub fn entry(series: &Series, period: Period) -> Entry {
    let (columns, i): (&Columns, usize) = match period {
        Period::Month(i) => (&series.months, i),
        Period::Quarter(i) => (&series.quarters, i),
        Period::Year(i) => (&series.years, i),
    };
    Entry {
        mean: columns.mean[i],
        sd: columns.sd[i],
        percentiles: std::array::from_fn(|k| columns.percentiles[k][i]),
        undefined: columns.undefined[i],
        planned: columns.planned[i],
    }
}

/// Where an entry disagrees with its trials: texts, empty where it agrees.
pub fn disagreements(entry: &Entry, metric: Metric, values: &[f64]) -> Vec<String> {
    let mut out = Vec::new();
    let undefined = undefined_share(values);
    if !same(entry.undefined, undefined) {
        out.push(format!("bands say {} undefined, the trials {undefined}", entry.undefined));
    }
    out.extend(moments(entry, metric, values));
    out.extend(percentiles(entry, metric, values));
    out
}

/// Means and sds are exact sums of rounded terms: 1e-9 of the largest value in size covers the rounding of both ways
/// (for an sd, whose sum is of squares, its root).
fn moments(entry: &Entry, metric: Metric, values: &[f64]) -> Vec<String> {
    if metric.kind() == Kind::Ratio {
        let absent = entry.mean.is_none() && entry.sd.is_none();
        return if absent { Vec::new() } else { vec!["a ratio has a mean or an sd".to_string()] };
    }
    let n = values.len() as f64;
    let mean = values[0] + values.iter().map(|x| x - values[0]).sum::<f64>() / n;
    let sd = (values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0)).sqrt();
    let largest = values.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
    let near = |got: Option<f64>, right: f64, slack: f64| got.is_some_and(|got| (got - right).abs() <= slack * largest);
    let mut out = Vec::new();
    if !near(entry.mean, mean, 1e-9) {
        out.push(format!("bands' mean {:?}, the trials' {mean}", entry.mean));
    }
    if !near(entry.sd, sd, 1e-7) {
        out.push(format!("bands' sd {:?}, the trials' {sd}", entry.sd));
    }
    out
}

fn percentiles(entry: &Entry, metric: Metric, values: &[f64]) -> Vec<String> {
    let worst_first = sorted(values, f64::NEG_INFINITY);
    let worst_last = sorted(values, f64::INFINITY);
    let mut out = Vec::new();
    for (k, &p) in PERCENTILES.iter().enumerate() {
        let got = entry.percentiles[k];
        // Undefined trials rank at one end: which one depends on why they are undefined, which a value cannot tell.
        if !agrees(got, &worst_first, p, metric) && !agrees(got, &worst_last, p, metric) {
            let around = neighbours(&worst_first, p);
            out.push(format!("bands' {} {got:?}, the trials' {around:?}", PERCENTILE_NAMES[k]));
        }
    }
    out
}

fn sorted(values: &[f64], undefined: f64) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().map(|&x| if x.is_nan() { undefined } else { x }).collect();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// The order statistics between which a percentile (type 7) lies.
fn neighbours(sorted: &[f64], p: f64) -> (f64, f64) {
    let rank = (sorted.len() - 1) as f64 * p;
    // A rank that is whole but for rounding must not reach for its neighbour.
    let (below, above) = ((rank - 1e-9).ceil() as usize, (rank + 1e-9).floor() as usize);
    if below == above { (sorted[below], sorted[below]) } else { (sorted[above], sorted[below]) }
}

/// Between the neighbouring values, or off them by no more than a bucket.
fn agrees(got: Option<f64>, sorted: &[f64], p: f64, metric: Metric) -> bool {
    let (low, high) = neighbours(sorted, p);
    let Some(got) = got else { return low.is_infinite() || high.is_infinite() };
    if low.is_infinite() || high.is_infinite() {
        return false;
    }
    let (least, most) = (low - BUCKET * low.abs(), high + BUCKET * high.abs());
    if metric.whole() {
        let halves_up = |x: f64| (x + 0.5).floor();
        return halves_up(least) <= got && got <= halves_up(most) && got == got.floor();
    }
    (least <= got || same(got, least)) && (got <= most || same(got, most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_may_be_a_bucket_off_and_no_more() {
        let values: Vec<f64> = (1..=101).map(f64::from).collect();
        assert_eq!(neighbours(&values, 0.5), (51.0, 51.0));
        assert_eq!(neighbours(&values, 0.905), (91.0, 92.0));
        assert!(agrees(Some(51.2), &values, 0.5, Metric::Arr));
        assert!(!agrees(Some(51.3), &values, 0.5, Metric::Arr));
        assert!(!agrees(None, &values, 0.5, Metric::Arr));
        assert!(agrees(Some(51.0), &values, 0.5, Metric::Customers));
        assert!(!agrees(Some(51.2), &values, 0.5, Metric::Customers));
    }

    #[test]
    fn a_percentile_among_undefined_trials_is_undefined() {
        let values = sorted(&[f64::NAN, f64::NAN, 1.0, 2.0], f64::NEG_INFINITY);
        assert!(agrees(None, &values, 0.05, Metric::Nrr));
        assert!(!agrees(Some(1.0), &values, 0.05, Metric::Nrr));
    }
}
