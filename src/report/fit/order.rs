//! What weighs most for a plan: inputs and findings in the order in which they are told.

/// Keys of inputs, those that move a plan most first; what is not named comes after them.
const KEYS: [&str; 17] = [
    "win_rate",
    "sales_cycle_months",
    "size",
    "volume",
    "growth_monthly",
    "churn_annual",
    "expansion_annual",
    "contraction_annual",
    "attrition_annual",
    "ramp_months",
    "attainment",
    "opening_arr",
    "opening_customers",
    "opening_opps",
    "reps",
    "ramping",
    "quota_annual",
];

/// Codes of findings, those that put most of the plan in doubt first. What is not named comes between them and
/// [`LIGHT`].
const GRAVE: [&str; 28] = [
    "one-holds-most",
    "ambiguous-dates",
    "ambiguous-numbers",
    "tables-disagree",
    "steep-expansion",
    "survivors-only",
    "owners-not-sellers",
    "leads-against-opportunities",
    "deals-against-customers",
    "late-start",
    "quiet-before-as-of",
    "cross-section",
    "tenure-only",
    "no-opportunities",
    "no-customers",
    "no-churn",
    "no-changes",
    "no-last-days",
    "nobody-left",
    "no-wins",
    "cycle-not-lognormal",
    "volume-last-quarter",
    "volume-start-up",
    "volume-ends-early",
    "uneven-churn",
    "churn-by-size",
    "opening-ages",
    "volume-fast-growth",
];

/// Codes of findings about single sources or about what hardly moves a plan.
const LIGHT: [&str; 6] =
    ["term-unknown", "rate-thin", "rate-at-edge", "lag-thin", "leads-statuses-only", "few-changes"];

/// Whether an input is of one source of leads among several; a source named all stands for every one.
pub fn is_of_single_source(path: &str) -> bool {
    path.contains(".pipeline.sources.") && !path.contains(".pipeline.sources.all.")
}

/// Place of an input, 0 first; rates of stages last.
pub fn of_input(path: &str) -> usize {
    let key = path.rsplit('.').next().unwrap_or_default();
    let place = KEYS.iter().position(|k| *k == key).unwrap_or(KEYS.len());
    place + if path.contains(".stages.") { 2 * KEYS.len() } else { 0 }
}

/// Place of a finding, 0 first.
pub fn of_finding(code: &str) -> usize {
    let light = || LIGHT.iter().position(|c| *c == code).map(|i| GRAVE.len() + 1 + i);
    GRAVE.iter().position(|c| *c == code).or_else(light).unwrap_or(GRAVE.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_a_plan_comes_first() {
        let place = |path: &str| of_input(&format!("segments.smb.{path}"));
        assert!(place("pipeline.win_rate") < place("pipeline.sources.all.volume"));
        assert!(place("pipeline.sources.all.volume") < place("retention.churn_annual"));
        assert!(place("capacity.attainment") < place("opening_arr"));
        assert!(place("opening_arr") < place("deals.dispersion"));
        assert!(place("deals.dispersion") < place("pipeline.sources.all.stages.mql.rate"));
        assert!(of_finding("tables-disagree") < of_finding("anything-else"));
        assert!(of_finding("anything-else") < of_finding("term-unknown"));
        assert!(is_of_single_source("segments.smb.pipeline.sources.Event.volume"));
        assert!(!is_of_single_source("segments.smb.pipeline.sources.all.volume"));
        assert!(!is_of_single_source("segments.smb.deals.size"));
    }
}
