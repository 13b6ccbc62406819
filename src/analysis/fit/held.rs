//! One number of the plan against the distribution of next year's average that history gives.

use crate::dist::Law;
use crate::fit::ahead;
use crate::fit::driver::Fitted;
use crate::plan::{Driver, Plan, Value};

/// Months of the plan over which a number that varies is averaged, where it has as many.
const MONTHS: usize = 12;

/// Which side of an input is better for ARR.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// More is better.
    Up,
    /// Less is better.
    Down,
}

/// Which side is better, by an input's key; `None` where neither is, such as for dispersions.
pub fn better(path: &str) -> Option<Side> {
    match path.rsplit('.').next().unwrap_or_default() {
        "win_rate" | "size" | "volume" | "growth_monthly" | "expansion_annual" | "uplift_annual" | "attainment"
        | "opps_factor" | "rate" => Some(Side::Up),
        "sales_cycle_months" | "churn_annual" | "contraction_annual" | "attrition_annual" | "ramp_months"
        | "lag_months" | "backfill_months" => Some(Side::Down),
        _ => None,
    }
}

/// One input of the plan against history.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// Its path in the plan.
    pub path: String,
    /// What the plan assumes, before adjustments: its `plan` value, its median or its number, averaged over the first 12
    /// months where it is a schedule. An attainment is put at history's quota where that was fitted, too.
    pub planned: f64,
    /// P10 and P90 where it is uncertain in the plan.
    pub planned_range: Option<[f64; 2]>,
    /// Mean of next year's average by history.
    pub history: f64,
    /// Its 5 % and 95 % point; `None` where history gives one number.
    pub history_range: Option<[f64; 2]>,
    /// Share of futures like history in which it is at most the plan's number.
    pub percentile: Option<f64>,
    /// Share of futures like history that the plan's number is better than; `None` where no side is better.
    pub better_than: Option<f64>,
}

/// Every fitted input that is a number in the plan.
pub fn held(plan: &Plan, taken: &[Fitted]) -> Vec<Held> {
    let driver = |path: &str| plan.drivers.iter().find(|d| d.path == path);
    let planned = |driver: &Driver| {
        let months = MONTHS.min(plan.calendar.months);
        (1..=months).map(|t| driver.stated(t)).sum::<f64>() / months as f64
    };
    // what a rep closes is quota times attainment, so the plan's attainment is put at history's quota
    let at_quota = |path: &str| {
        let path = path.strip_suffix(".attainment").map(|team| format!("{team}.quota_annual"))?;
        let history = ahead::number(&taken.iter().find(|fit| fit.path == path)?.value).filter(|quota| *quota > 0.0)?;
        Some(planned(driver(&path)?) / history)
    };
    let of_plan = |fit: &Fitted| {
        let driver = driver(&fit.path)?;
        of(driver, planned(driver), at_quota(&fit.path).unwrap_or(1.0), fit)
    };
    let mut all: Vec<Held> = taken.iter().filter_map(of_plan).collect();
    let rank = |h: &Held| h.better_than.unwrap_or(-1.0);
    all.sort_by(|a, b| rank(b).total_cmp(&rank(a)).then_with(|| a.path.cmp(&b.path)));
    all
}

fn of(driver: &Driver, planned: f64, factor: f64, fit: &Fitted) -> Option<Held> {
    let planned = planned * factor;
    let law = ahead::next_year(&fit.value);
    let percentile = law.as_ref().map(|law| law.cdf(planned));
    let better_than = percentile.and_then(|p| match better(&fit.path)? {
        Side::Up => Some(p),
        Side::Down => Some(1.0 - p),
    });
    let range = |law: &Law, [low, high]: [f64; 2]| [law.quantile(low), law.quantile(high)];
    Some(Held {
        path: fit.path.clone(),
        planned,
        planned_range: match &driver.value {
            Value::Random(random) => Some(range(&random.law, [0.1, 0.9]).map(|x| x * factor)),
            Value::Number(_) | Value::Schedule(_) => None,
        },
        history: ahead::number(&fit.value)?,
        history_range: law.as_ref().map(|law| range(law, [0.05, 0.95])),
        percentile,
        better_than,
    })
}
