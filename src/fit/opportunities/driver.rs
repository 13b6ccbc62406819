//! From levels to fitted inputs.

use super::level::Level;
use crate::fit::driver::{Fitted, FittedValue, Sample};
use crate::fit::finding::Finding;
use crate::fit::interval::NINETY;

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
