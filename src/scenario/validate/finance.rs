//! `[finance]`.

use super::At;
use crate::plan::Finance;
use crate::scenario::read::Reading;

/// The costs and cash of the plan.
pub fn read(reading: &mut Reading<'_>, at: &At<'_>) -> Finance {
    let mut driver = |key: &str| reading.driver_id(&at.path_of(key));
    Finance {
        gross_margin: driver("gross_margin"),
        rep_cost_annual: driver("rep_cost_annual"),
        sdr_cost_annual: driver("sdr_cost_annual"),
        commission: driver("commission"),
        marketing_fixed: driver("marketing_fixed"),
        customer_success_annual: driver("customer_success_annual"),
        other_opex: driver("other_opex"),
        opening_cash: driver("opening_cash"),
        prepaid: driver("prepaid"),
        collection_months: driver("collection_months"),
    }
}
