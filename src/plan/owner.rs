//! Who answers for what: the names that a scenario gives, else the team that the business would ask.

use super::{DriverId, Lever, Metric, Plan, Value};

/// Teams that answer for what nobody is named for.
const MARKETING: &str = "marketing";
const SALES: &str = "sales";
const CUSTOMER_SUCCESS: &str = "customer success";
const FINANCE: &str = "finance";

/// Who answers for a metric: `[owners]`, else its team.
pub fn of_metric(plan: &Plan, metric: Metric) -> &str {
    plan.owners.get(metric.name(plan)).map_or(team_of_metric(metric), String::as_str)
}

/// Who answers for a driver: its own `owner`, else the team that its place in the plan belongs to.
pub fn of_driver(plan: &Plan, id: DriverId) -> &str {
    let driver = plan.driver(id);
    match &driver.value {
        Value::Random(random) => random.notes.owner.as_deref().unwrap_or(team_of_path(&driver.path)),
        Value::Number(_) | Value::Schedule(_) => team_of_path(&driver.path),
    }
}

/// Who decides a lever: its own `owner`, else who answers for what it changes first.
pub fn of_lever<'a>(plan: &'a Plan, lever: &'a Lever) -> &'a str {
    let of_change =
        lever.changes.first().map_or(FINANCE, |change| match (change.drivers.first(), change.counts.first()) {
            (Some(&id), _) => of_driver(plan, id),
            (None, Some(&id)) => team_of_path(&plan.counts(id).path),
            (None, None) => FINANCE,
        });
    lever.owner.as_deref().unwrap_or(of_change)
}

fn team_of_metric(metric: Metric) -> &'static str {
    match metric {
        Metric::Stage(_) | Metric::OppsCreated => MARKETING,
        Metric::NewArr
        | Metric::NewCustomers
        | Metric::Reps
        | Metric::RampedReps
        | Metric::HiresStarted
        | Metric::Leavers
        | Metric::CapacityArr
        | Metric::PipelineArr
        | Metric::WinsLost
        | Metric::QuotaAttainment
        | Metric::Productivity
        | Metric::OppsDecided
        | Metric::OpenOpps
        | Metric::PipelineValue
        | Metric::PipelineCoverage
        | Metric::Backlog
        | Metric::CapacityBound => SALES,
        Metric::ExpansionArr
        | Metric::UpliftArr
        | Metric::ChurnedArr
        | Metric::ContractionArr
        | Metric::ChurnedCustomers
        | Metric::Nrr
        | Metric::Grr => CUSTOMER_SUCCESS,
        Metric::Arr
        | Metric::NetNewArr
        | Metric::Customers
        | Metric::QuickRatio
        | Metric::Revenue
        | Metric::Billings
        | Metric::SmCost
        | Metric::Collections
        | Metric::Burn
        | Metric::Cash
        | Metric::RunwayMonths
        | Metric::Cac
        | Metric::CacPayback
        | Metric::Ltv
        | Metric::LtvCac
        | Metric::NetSalesEfficiency
        | Metric::BurnMultiple => FINANCE,
    }
}

/// Sources and their stages belong to marketing, what else a segment sells with to sales, what it keeps to customer
/// success, the rest to finance.
fn team_of_path(path: &str) -> &'static str {
    let mut parts = path.split('.').skip(2);
    match (path.starts_with("segments."), parts.next(), parts.next()) {
        (true, Some("pipeline"), Some("sources" | "opps_factor")) => MARKETING,
        (true, Some("pipeline" | "capacity" | "deals"), _) => SALES,
        (true, Some("retention"), _) => CUSTOMER_SUCCESS,
        _ => FINANCE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_belongs_to_a_team() {
        let teams = [
            ("segments.smb.pipeline.sources.ads.stages.mql.rate", MARKETING),
            ("segments.smb.pipeline.win_rate", SALES),
            ("segments.smb.deals.size", SALES),
            ("segments.smb.retention.key_accounts.acme.churn_at_renewal", CUSTOMER_SUCCESS),
            ("finance.gross_margin", FINANCE),
            ("risks.downturn.probability", FINANCE),
        ];
        assert!(teams.iter().all(|(path, team)| team_of_path(path) == *team));
    }
}
