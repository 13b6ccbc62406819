//! Renewals, churn, contraction, price uplift, expansion.

use super::DriverId;

/// What happens to customers once they are won.
#[derive(Clone, Debug)]
pub struct Retention {
    /// c, 1..=60.
    pub contract_months: usize,
    /// Share of customers lost a year.
    pub churn_annual: DriverId,
    /// Share of ARR lost to smaller renewals a year.
    pub contraction_annual: DriverId,
    /// Growth of the ARR that stays, a year.
    pub expansion_annual: DriverId,
    /// Price increase a year, taken at renewal.
    pub uplift_annual: DriverId,
    /// Coefficient of variation of customers' sizes.
    pub size_dispersion: DriverId,
    /// Weights of the opening pools due in months 1..=c.
    pub renewal_weights: Vec<f64>,
    /// Big accounts that renew alone, sorted by name.
    pub key_accounts: Vec<KeyAccount>,
}

/// One big account.
#[derive(Clone, Debug)]
pub struct KeyAccount {
    /// Its name.
    pub name: String,
    /// ARR at time 0, money, part of the segment's opening ARR.
    pub arr: DriverId,
    /// Month t of its next renewal as written (before the plan: 0 or less; it is moved on by whole terms).
    pub renewal: i32,
    /// Probability of leaving, a renewal.
    pub churn_at_renewal: DriverId,
}
