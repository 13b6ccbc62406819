//! Costs, billing and cash.

use super::DriverId;

/// `[finance]`: what the plan costs and when cash comes in.
#[derive(Clone, Debug)]
pub struct Finance {
    /// Share of revenue.
    pub gross_margin: DriverId,
    /// Money a year for each rep in seat.
    pub rep_cost_annual: DriverId,
    /// Money a year for each SDR.
    pub sdr_cost_annual: DriverId,
    /// Share of new ARR.
    pub commission: DriverId,
    /// Money a month beside the sources' spend.
    pub marketing_fixed: DriverId,
    /// Share of ARR a year.
    pub customer_success_annual: DriverId,
    /// Money a month.
    pub other_opex: DriverId,
    /// Money at time 0, any sign.
    pub opening_cash: DriverId,
    /// Share of contracts that is billed yearly in advance.
    pub prepaid: DriverId,
    /// Months from billing to cash.
    pub collection_months: DriverId,
}
