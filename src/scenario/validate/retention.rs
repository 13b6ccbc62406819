//! `[segments.NAME.retention]`.

use super::At;
use crate::diagnostic::Diagnostic;
use crate::plan::{KeyAccount, Retention};
use crate::scenario::codes;
use crate::scenario::keys::{Identity, segment::RETENTION};
use crate::scenario::read::Reading;

/// Renewals of a segment; `sizes` is the dispersion of its deals as written, the default of its customers'.
pub fn read(reading: &mut Reading<'_>, at: &At<'_>, sizes: f64) -> Retention {
    let contract_months = at.number("contract_months").unwrap_or(12.0).clamp(1.0, 60.0) as usize;
    let key_accounts = at
        .items("key_accounts", Identity::By("name"))
        .into_iter()
        .map(|(name, account)| KeyAccount {
            arr: reading.driver_id(&account.path_of("arr")),
            renewal: account.month("renewal").map_or(1, |month| reading.calendar.t_of(month)),
            churn_at_renewal: reading.driver_id(&account.path_of("churn_at_renewal")),
            name,
        })
        .collect();
    let size_dispersion =
        reading.derived_driver(&at.path_of("size_dispersion"), RETENTION.key("size_dispersion"), sizes);
    let renewal_weights = renewal_weights(reading, at, contract_months);
    let mut driver = |key: &str| reading.driver_id(&at.path_of(key));
    Retention {
        contract_months,
        churn_annual: driver("churn_annual"),
        contraction_annual: driver("contraction_annual"),
        expansion_annual: driver("expansion_annual"),
        uplift_annual: driver("uplift_annual"),
        size_dispersion,
        renewal_weights,
        key_accounts,
    }
}

fn renewal_weights(reading: &mut Reading<'_>, at: &At<'_>, contract_months: usize) -> Vec<f64> {
    let Some(weights) = at.numbers("renewal_weights") else { return vec![1.0; contract_months] };
    let known = !reading.is_broken(&at.path_of("contract_months"));
    if weights.len() != contract_months && known {
        let message = format!(
            "renewal_weights must have {contract_months} weights, one for each of contract_months, got {}",
            weights.len()
        );
        reading.say(Diagnostic::error(codes::WEIGHTS, message).at(&at.value_place("renewal_weights"), ""));
    }
    weights
}
