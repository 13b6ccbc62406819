//! How a result is held against a value: the rules of tests/cases/README.md.

/// Standard errors within which a random result must lie (5: once in 1.7 million for a right program).
const STANDARD_ERRORS: f64 = 5.0;

/// A result that is not what was expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Miss {
    /// What came instead.
    pub got: f64,
    /// Distance in standard errors; infinite where there is no randomness.
    pub z: f64,
}

/// Equal to 1e-9 relative: the agreed precision of results without randomness. Beside 0, where "relative" says
/// nothing, 1e-9 of a unit.
pub fn same(got: f64, expected: f64) -> bool {
    let scale = if expected == 0.0 { 1.0 } else { expected.abs() };
    (got - expected).abs() <= 1e-9 * scale
}

/// Equal to 1e-9 relative.
pub fn exact(got: f64, expected: f64) -> Result<(), Miss> {
    if same(got, expected) { Ok(()) } else { Err(Miss { got, z: f64::INFINITY }) }
}

/// Every trial equal to 1e-9 relative; NaN never is.
pub fn every_trial(values: &[f64], expected: f64) -> Result<(), Miss> {
    values.iter().try_for_each(|&x| exact(x, expected))
}

/// Both undefined, or both defined and equal to 1e-9 relative.
pub fn optional(got: Option<f64>, expected: Option<f64>) -> Result<(), Miss> {
    match (got, expected) {
        (None, None) => Ok(()),
        (Some(got), Some(expected)) => exact(got, expected),
        (got, _) => Err(Miss { got: got.unwrap_or(f64::NAN), z: f64::INFINITY }),
    }
}

/// A mean: within 5 sd / sqrt(n).
pub fn mean(values: &[f64], expected: f64) -> Result<(), Miss> {
    let m = Moments::of(values);
    within(m.mean, expected, m.sd / m.n.sqrt())
}

/// A standard deviation: within 5 sd sqrt((k - 1) / (4 n)), k the sample's kurtosis.
pub fn sd(values: &[f64], expected: f64) -> Result<(), Miss> {
    let m = Moments::of(values);
    within(m.sd, expected, m.sd * ((m.kurtosis - 1.0) / (4.0 * m.n)).sqrt())
}

/// A probability: within 5 sqrt(q (1 - q) / n); 0 and 1 exactly.
pub fn probability(got: f64, expected: f64, trials: u64) -> Result<(), Miss> {
    within(got, expected, (expected * (1.0 - expected) / trials as f64).sqrt())
}

/// A percentile, judged in probability: at least p of the trials at or below it, at most p below it, within 5 standard
/// errors. Trials within 1e-9 relative of the value count as at it (an atom computed along two ways).
pub fn percentile(values: &[f64], p: f64, expected: f64) -> Result<(), Miss> {
    let n = values.len() as f64;
    let share = |keep: &dyn Fn(f64) -> bool| values.iter().filter(|&&x| keep(x)).count() as f64 / n;
    let at_or_below = share(&|x| x <= expected || same(x, expected));
    let below = share(&|x| x < expected && !same(x, expected));
    let error = (p * (1.0 - p) / n).sqrt();
    let low = (at_or_below - p) / error;
    let high = (below - p) / error;
    let defined = values.iter().all(|x| !x.is_nan());
    if defined && low >= -STANDARD_ERRORS && high <= STANDARD_ERRORS {
        return Ok(());
    }
    Err(Miss { got: order_statistic(values, p), z: if high > STANDARD_ERRORS { high } else { low } })
}

/// The share of trials without a value.
pub fn undefined_share(values: &[f64]) -> f64 {
    values.iter().filter(|x| x.is_nan()).count() as f64 / values.len() as f64
}

fn within(got: f64, expected: f64, standard_error: f64) -> Result<(), Miss> {
    if standard_error == 0.0 {
        return exact(got, expected);
    }
    let z = (got - expected) / standard_error;
    if z.abs() <= STANDARD_ERRORS { Ok(()) } else { Err(Miss { got, z }) }
}

fn order_statistic(values: &[f64], p: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[((sorted.len() - 1) as f64 * p).round() as usize]
}

/// Moments of a sample; any NaN makes them NaN, which no rule accepts.
struct Moments {
    n: f64,
    mean: f64,
    sd: f64,
    kurtosis: f64,
}

impl Moments {
    fn of(values: &[f64]) -> Moments {
        let n = values.len() as f64;
        // About the first value, so that the mean of a constant is that constant.
        let mean = values[0] + values.iter().map(|x| x - values[0]).sum::<f64>() / n;
        let central = |power: i32| values.iter().map(|x| (x - mean).powi(power)).sum::<f64>() / n;
        let variance = central(2);
        let sd = (variance * n / (n - 1.0)).sqrt();
        // A sample that is constant but for rounding has no kurtosis to speak of.
        let constant = sd <= 1e-12 * mean.abs();
        if constant {
            return Moments { n, mean, sd: 0.0, kurtosis: 1.0 };
        }
        Moments { n, mean, sd, kurtosis: central(4) / (variance * variance) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0, 1/n, 2/n, ...: uniform on [0, 1] without any randomness.
    fn uniform(n: usize) -> Vec<f64> {
        (0..n).map(|i| (i as f64 + 0.5) / n as f64).collect()
    }

    #[test]
    fn right_values_pass_and_wrong_ones_do_not() {
        let x = uniform(100_000);
        assert_eq!(mean(&x, 0.5), Ok(()));
        assert!(mean(&x, 0.51).is_err());
        assert_eq!(sd(&x, (1.0_f64 / 12.0).sqrt()), Ok(()));
        assert!(sd(&x, 0.3).is_err());
        assert_eq!(percentile(&x, 0.9, 0.9), Ok(()));
        assert!(percentile(&x, 0.9, 0.91).is_err());
        assert!(percentile(&x, 0.9, 0.89).is_err());
    }

    #[test]
    fn an_atom_holds_every_percentile_inside_it() {
        let x: Vec<f64> = (0..10_000).map(|i| if i % 2 == 0 { 3.0 } else { 7.0 }).collect();
        assert_eq!(percentile(&x, 0.25, 3.0), Ok(()));
        assert_eq!(percentile(&x, 0.75, 7.0), Ok(()));
        assert!(percentile(&x, 0.75, 3.0).is_err());
        assert!(percentile(&x, 0.25, 7.0).is_err());
    }

    #[test]
    fn undefined_values_never_pass_for_defined_ones() {
        let x = [1.0, f64::NAN, 1.0];
        assert!(mean(&x, 1.0).is_err());
        assert!(sd(&x, 0.0).is_err());
        assert!(percentile(&x, 0.5, 1.0).is_err());
        assert!(every_trial(&x, 1.0).is_err());
        assert!(optional(None, Some(1.0)).is_err());
        assert!(optional(Some(1.0), None).is_err());
    }

    #[test]
    fn certain_probabilities_are_exact() {
        assert_eq!(probability(1.0, 1.0, 100), Ok(()));
        assert!(probability(0.999_99, 1.0, 1_000_000).is_err());
        assert!(probability(1e-6, 0.0, 1_000_000).is_err());
    }
}
