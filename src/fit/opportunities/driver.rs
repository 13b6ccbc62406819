//! From levels to fitted inputs.

use super::level::Level;
use crate::fit::driver::{Fitted, FittedValue, Sample};
use crate::fit::finding::Finding;
use statrs::distribution::{Beta, ContinuousCDF};

/// Normal quantile of 95 %: a 90 % interval reaches so many standard errors to either side.
pub const NINETY: f64 = 1.644_853_626_951_472_7;

/// The values that a driver can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// From 0 to 1.
    Share,
    /// Above 0.
    Positive,
}

/// The largest standard deviation of a share, over that of one that is only ever 0 or 1.
const MOST_OF_SHARE: f64 = 0.9;

/// A fitted input of a level.
pub fn fitted(path: String, domain: Domain, level: &Level, sample: Sample, method: &'static str) -> Fitted {
    let (mean, sd) = (level.estimate, level.next_year_sd);
    let mut findings = Vec::new();
    let value = match domain {
        Domain::Positive => FittedValue::Positive { mean, sd },
        Domain::Share => {
            let most = MOST_OF_SHARE * (mean * (1.0 - mean)).sqrt();
            if sd > most {
                let text = "The history is so thin or so uneven that almost any share is possible; the spread was cut to \
                            the widest that a share can have.";
                findings.push(Finding::warning("widest-share", path.as_str(), text));
            }
            FittedValue::Share { mean, sd: sd.min(most) }
        }
    };
    Fitted {
        interval: interval(mean, level.standard_error, domain),
        path,
        value,
        estimate: mean,
        standard_error: level.standard_error,
        quarter_sd: level.quarter_sd,
        pooled: level.pooled,
        sample,
        method,
        checks: Vec::new(),
        findings,
    }
}

/// 90 % interval within the domain.
pub fn interval(mean: f64, standard_error: f64, domain: Domain) -> [f64; 2] {
    let reach = NINETY * standard_error;
    let most = if domain == Domain::Share { 1.0 } else { f64::INFINITY };
    [(mean - reach).max(0.0), (mean + reach).min(most)]
}

/// A plain number with the standard error that history leaves it.
pub fn number(path: String, estimate: f64, standard_error: f64, sample: Sample, method: &'static str) -> Fitted {
    Fitted {
        path,
        value: FittedValue::Number(estimate),
        estimate,
        standard_error,
        interval: interval(estimate, standard_error, Domain::Positive),
        quarter_sd: None,
        pooled: None,
        sample,
        method,
        checks: Vec::new(),
        findings: Vec::new(),
    }
}

/// Mean, 5 % and 95 % point of a value.
pub fn band(value: &FittedValue) -> [f64; 3] {
    match *value {
        FittedValue::Share { mean, sd } => {
            let size = mean * (1.0 - mean) / (sd * sd) - 1.0;
            let law = Beta::new(mean * size, (1.0 - mean) * size);
            law.map_or([f64::NAN; 3], |law| [mean, law.inverse_cdf(0.05), law.inverse_cdf(0.95)])
        }
        FittedValue::Positive { mean, sd } => {
            let variance = (sd / mean).powi(2).ln_1p();
            let at = |z: f64| mean * (z * variance.sqrt() - 0.5 * variance).exp();
            [mean, at(-NINETY), at(NINETY)]
        }
        _ => [f64::NAN; 3],
    }
}
