//! A fitted input as a distribution of next year's average, which is what a plan's number is held against.

use super::between::mean_variance_ahead;
use super::driver::FittedValue;
use crate::dist::beta::beta;
use crate::dist::lognormal::lognormal;
use crate::dist::normal::normal;
use crate::dist::{Dist, DistError, Domain, Law};

/// Months of a year.
const YEAR: usize = 12;

/// Next year's average. A value that is drawn anew each month counts with the spread of the mean of twelve successive
/// months. `None` for what is no distribution: numbers, counts, words, weights.
pub fn next_year(value: &FittedValue) -> Option<Law> {
    let law = |dist: Result<Dist, DistError>, domain| Some(Law::new(dist.ok()?, domain));
    match *value {
        FittedValue::Share { mean, sd } => law(beta(mean, sd, 0.0, 1.0), Domain::SHARE),
        FittedValue::Positive { mean, sd } => law(lognormal(mean, sd), Domain::NON_NEGATIVE),
        FittedValue::Monthly { mean, sd, persistence } => {
            law(lognormal(mean, sd * mean_variance_ahead(YEAR, 1.0, persistence).sqrt()), Domain::NON_NEGATIVE)
        }
        FittedValue::Growth { mean, sd } => law(normal(mean, sd), Domain::GROWTH),
        FittedValue::Number(_)
        | FittedValue::Count(_)
        | FittedValue::Weights(_)
        | FittedValue::Word(_)
        | FittedValue::Ramping(_)
        | FittedValue::KeyAccounts(_) => None,
    }
}

/// The single number of a value: its mean, the number, the count. `None` for words, weights and lists.
pub fn number(value: &FittedValue) -> Option<f64> {
    match *value {
        FittedValue::Number(x) => Some(x),
        FittedValue::Count(n) => Some(n as f64),
        FittedValue::Share { mean, .. }
        | FittedValue::Positive { mean, .. }
        | FittedValue::Monthly { mean, .. }
        | FittedValue::Growth { mean, .. } => Some(mean),
        FittedValue::Weights(_) | FittedValue::Word(_) | FittedValue::Ramping(_) | FittedValue::KeyAccounts(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_of_independent_months_varies_less_than_a_month() {
        let sd = |persistence| next_year(&FittedValue::Monthly { mean: 40.0, sd: 12.0, persistence }).unwrap().sd();
        // 12 / √12; the law's own moments are exact to 1e-6 of the mean
        assert!((sd(0.0) - 12.0 / 12f64.sqrt()).abs() < 1e-3, "{}", sd(0.0));
        assert!(sd(0.7) > 1.8 * sd(0.0) && sd(0.7) < 12.0);
    }

    #[test]
    fn shares_keep_their_mean_and_words_have_none() {
        let law = next_year(&FittedValue::Share { mean: 0.23, sd: 0.03 }).unwrap();
        assert!((law.mean() - 0.23).abs() < 1e-4 && law.quantile(0.05) > 0.17 && law.quantile(0.95) < 0.29);
        assert!(next_year(&FittedValue::Word("linear")).is_none());
        assert_eq!(number(&FittedValue::Count(7)), Some(7.0));
    }
}
