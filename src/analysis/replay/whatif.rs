//! The same trial with one thing changed: what a driver, a risk, a lost key account, or chance did to its ARR.
//!
//! Everything else keeps its random numbers. The effects of single things do not add up: what one does depends on the
//! others.

use crate::plan::{DriverId, Metric, Plan, Value, Window};
use crate::simulate::{self, Chance, Control, DriverDraw, JointSpec, KeptColumn, Noted, RunError, RunSpec, keep};

/// Something that struck the trial.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// What.
    pub kind: EventKind,
    /// Month t; after the plan's last for a risk that struck too late to matter.
    pub t: usize,
    /// ARR at the target date less what it would be without it, money.
    pub effect: f64,
}

/// What struck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A risk or opportunity, by its index.
    Risk(usize),
    /// A key account left: indices of the segment and of the account.
    KeyAccount(usize, usize),
}

/// ARR at the target date less what it would be in the same trial without a whole group, money.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Groups {
    /// With every driver at its median.
    pub drivers: f64,
    /// Without risks.
    pub risks: f64,
    /// With every count and deal size at its expectation.
    pub chance: f64,
}

/// The run of one trial alone, on one thread.
pub fn alone(spec: &RunSpec, trial: u64) -> RunSpec {
    RunSpec {
        trials: trial..trial + 1,
        design_trials: if spec.sampling == crate::plan::Sampling::Lhs { spec.design_trials } else { trial + 1 },
        threads: Some(1),
        joint: JointSpec::default(),
        ..spec.clone()
    }
}

/// What is noted of one trial.
///
/// # Errors
/// See [`RunError`].
pub fn values(plan: &Plan, one: &RunSpec, noted: &[Noted], control: &Control<'_>) -> Result<Vec<f64>, RunError> {
    // its one trial is no progress of the run
    let control = Control { progress: &|_| (), ..*control };
    let columns = simulate::sample(plan, one, &control, noted)?;
    Ok(columns.into_iter().map(|column| column.first().copied().unwrap_or(f64::NAN)).collect())
}

/// ARR at the target date of one trial, money.
///
/// # Errors
/// See [`RunError`].
pub fn arr(plan: &Plan, one: &RunSpec, control: &Control<'_>) -> Result<f64, RunError> {
    Ok(values(plan, one, &[keep::arr_at_target(plan)], control)?[0])
}

/// The run of one trial with this draw of one driver.
pub fn with(one: &RunSpec, id: DriverId, draw: DriverDraw) -> RunSpec {
    let mut changed = one.clone();
    changed.draws.drivers.insert(id, draw);
    changed
}

/// What the drivers together, the risks together and chance did.
///
/// # Errors
/// See [`RunError`].
pub fn groups(plan: &Plan, one: &RunSpec, control: &Control<'_>) -> Result<Groups, RunError> {
    let (mut medians, mut riskless, mut expected) = (one.clone(), one.clone(), one.clone());
    for id in plan.random_drivers() {
        if let Value::Random(random) = &plan.driver(id).value {
            medians.draws.drivers.insert(id, DriverDraw::Pinned(random.law.quantile(0.5)));
        }
    }
    riskless.draws.risks = Chance::Expected;
    expected.draws.chance = Chance::Expected;
    let as_drawn = arr(plan, one, control)?;
    let effect = |changed: &RunSpec| Ok(as_drawn - arr(plan, changed, control)?);
    Ok(Groups { drivers: effect(&medians)?, risks: effect(&riskless)?, chance: effect(&expected)? })
}

/// The risks that struck and the key accounts that left, by month.
///
/// # Errors
/// See [`RunError`].
pub fn events(plan: &Plan, one: &RunSpec, control: &Control<'_>) -> Result<Vec<Event>, RunError> {
    let starts: Vec<Noted> = (0..plan.risks.len()).map(Noted::RiskStart).collect();
    let starts = values(plan, one, &starts, control)?;
    let as_drawn = arr(plan, one, control)?;
    let mut events = Vec::new();
    for (risk, start) in starts.into_iter().enumerate().filter(|(_, start)| start.is_finite()) {
        let mut without = plan.clone();
        // it strikes after the end of time: nobody else's random numbers change
        without.risks[risk].window = Window { from: i32::MAX - 1, until: i32::MAX - 1 };
        let effect = as_drawn - arr(&without, one, control)?;
        events.push(Event { kind: EventKind::Risk(risk), t: start as usize, effect });
    }
    for (segment, of) in plan.segments.iter().enumerate() {
        for account in 0..of.retention.key_accounts.len() {
            events.extend(key_account(plan, one, (segment, account), control)?);
        }
    }
    events.sort_by_key(|event| event.t);
    Ok(events)
}

/// Whether and when a key account left: the first month in which fewer customers leave where it cannot.
fn key_account(
    plan: &Plan,
    one: &RunSpec,
    (segment, account): (usize, usize),
    control: &Control<'_>,
) -> Result<Option<Event>, RunError> {
    let churned = |t| Noted::Metric(KeptColumn { metric: Metric::ChurnedCustomers, segment: Some(segment), t });
    let mut columns: Vec<Noted> = (1..=plan.calendar.months).map(churned).collect();
    columns.push(keep::arr_at_target(plan));
    let churn = plan.segments[segment].retention.key_accounts[account].churn_at_renewal;
    let kept = with(one, churn, DriverDraw::Pinned(0.0));
    let (left, stayed) = (values(plan, one, &columns, control)?, values(plan, &kept, &columns, control)?);
    let month = left.iter().zip(&stayed).take(plan.calendar.months).position(|(a, b)| a > b);
    let effect = left[plan.calendar.months] - stayed[plan.calendar.months];
    Ok(month.map(|i| Event { kind: EventKind::KeyAccount(segment, account), t: i + 1, effect }))
}
