//! One number of the plan against the distribution of next year's average that history gives.

use crate::dist::Law;
use crate::fit::ahead;
use crate::fit::driver::Fitted;
use crate::fit::text;
use crate::plan::pair::{Fact, facts};
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

/// One input of the plan against history. Words, weights and lists have no number: NaN.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// Its path in the plan.
    pub path: String,
    /// What the plan assumes, before adjustments: its `plan` value, its median or its number, averaged over the first
    /// 12 months where it is a schedule. An attainment is put at history's quota where that was fitted, too.
    pub planned: f64,
    /// P10 and P90 where it is uncertain in the plan.
    pub planned_range: Option<[f64; 2]>,
    /// Mean of next year's average by history.
    pub history: f64,
    /// Its 5 % and 95 % point; `None` where history gives one number.
    pub history_range: Option<[f64; 2]>,
    /// The plan's as text, as a scenario writes it; empty where the plan has none.
    pub planned_text: String,
    /// History's as text, a distribution with its mean and standard deviation.
    pub history_text: String,
    /// How history's was made.
    pub method: &'static str,
    /// Share of futures like history in which it is at most the plan's number.
    pub percentile: Option<f64>,
    /// Share of futures like history that the plan's number is better than; `None` where no side is better.
    pub better_than: Option<f64>,
}

/// Every input that is taken, each against the plan's own.
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
    let facts = facts(plan);
    let of_plan = |fit: &Fitted| match driver(&fit.path) {
        Some(driver) => of(driver, planned(driver), at_quota(&fit.path).unwrap_or(1.0), fit),
        None => without_driver(facts.get(&fit.path), fit),
    };
    let mut all: Vec<Held> = taken.iter().map(of_plan).collect();
    let rank = |h: &Held| h.better_than.unwrap_or(-1.0);
    all.sort_by(|a, b| rank(b).total_cmp(&rank(a)).then_with(|| a.path.cmp(&b.path)));
    all
}

fn of(driver: &Driver, planned: f64, factor: f64, fit: &Fitted) -> Held {
    let planned = planned * factor;
    let law = ahead::next_year(&fit.value);
    let percentile = law.as_ref().map(|law| law.cdf(planned));
    let better_than = percentile.and_then(|p| match better(&fit.path)? {
        Side::Up => Some(p),
        Side::Down => Some(1.0 - p),
    });
    let range = |law: &Law, [low, high]: [f64; 2]| [law.quantile(low), law.quantile(high)];
    Held {
        path: fit.path.clone(),
        planned,
        planned_range: match &driver.value {
            Value::Random(random) => Some(range(&random.law, [0.1, 0.9]).map(|x| x * factor)),
            Value::Number(_) | Value::Schedule(_) => None,
        },
        history: ahead::number(&fit.value).unwrap_or(f64::NAN),
        history_range: law.as_ref().map(|law| range(law, [0.05, 0.95])),
        planned_text: text::number(planned),
        history_text: text::value(&fit.value).unwrap_or_default(),
        method: fit.method,
        percentile,
        better_than,
    }
}

/// What is no number that could be drawn: contract lengths, weights, words, groups of reps. A number stands as one.
fn without_driver(fact: Option<&Fact>, fit: &Fitted) -> Held {
    let planned = match fact {
        Some(Fact::Number(x)) => *x,
        _ => f64::NAN,
    };
    let planned_text = match fact {
        Some(Fact::Number(x)) => text::number(*x),
        Some(Fact::Weights(weights)) => text::weights(weights),
        Some(Fact::Word(word)) => (*word).to_string(),
        Some(Fact::Names(names)) => names.join(", "),
        Some(Fact::There | Fact::Month(_) | Fact::Schedule(_)) | None => String::new(),
    };
    Held {
        path: fit.path.clone(),
        planned,
        planned_range: None,
        history: ahead::number(&fit.value).unwrap_or(f64::NAN),
        history_range: None,
        planned_text,
        history_text: text::value(&fit.value).unwrap_or_default(),
        method: fit.method,
        percentile: None,
        better_than: None,
    }
}
