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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario;

    /// A base that nothing happens to but what `more` says.
    fn plan(more: &str) -> Plan {
        let text = format!(
            r#"
plan = {{ name = "Base", start = "2027-01", months = 12 }}
target = {{ arr = 1_200_000 }}
[segments.base]
opening_arr = 1_000_000
opening_customers = 100
{more}"#
        );
        scenario::parse("base.toml", &text).expect("a valid scenario").plan
    }

    fn one() -> RunSpec {
        alone(&RunSpec::new(100, 1), 7)
    }

    #[test]
    fn a_risk_did_what_its_formula_says() {
        let risk = r#"
[[risks]]
name = "launch"
probability = 1
month = "2027-03"
adjust = [ { driver = "segments.base.retention.expansion_annual", add = 0.5 } ]
[[risks]]
name = "never"
probability = 0
month = "2027-03"
cash = 0
adjust = [ { driver = "segments.base.retention.expansion_annual", add = 0.5 } ]
"#;
        let plan = plan(&format!("retention.churn_annual = 0\n{risk}"));
        let events = events(&plan, &one(), &Control::UNWATCHED).unwrap();
        assert_eq!((events.len(), events[0].kind, events[0].t), (1, EventKind::Risk(0), 3));
        // ten months at 50 % a year
        let gained = 1e6 * (1.5f64.powf(10.0 / 12.0) - 1.0);
        assert!((events[0].effect - gained).abs() < 1e-6 * gained, "{} for {gained}", events[0].effect);
        let groups = groups(&plan, &one(), &Control::UNWATCHED).unwrap();
        assert!((groups.risks - gained).abs() < 1e-6 * gained && groups.drivers == 0.0 && groups.chance == 0.0);
    }

    #[test]
    fn a_key_account_that_left_is_found_with_its_month() {
        let accounts = r#"
[[segments.base.retention.key_accounts]]
name = "loyal"
arr = 200_000
renewal = "2027-04"
churn_at_renewal = 0
[[segments.base.retention.key_accounts]]
name = "leaving"
arr = 300_000
renewal = "2027-05"
churn_at_renewal = 1
"#;
        let plan = plan(accounts);
        let events = events(&plan, &one(), &Control::UNWATCHED).unwrap();
        // accounts are sorted by name
        let left = Event { kind: EventKind::KeyAccount(0, 0), t: 5, effect: -300_000.0 };
        assert_eq!(events.len(), 1);
        assert!((events[0].effect - left.effect).abs() < 1e-6, "{events:?}");
        assert_eq!((events[0].kind, events[0].t), (left.kind, left.t));
    }

    #[test]
    fn a_driver_at_its_median_is_what_pinning_it_gives() {
        let plan = plan("retention.expansion_annual = { p10 = 0.1, p50 = 0.2, p90 = 0.35 }");
        let id = plan.random_drivers()[0];
        let drawn = values(&plan, &one(), &[Noted::Driver(id)], &Control::UNWATCHED).unwrap()[0];
        let groups = groups(&plan, &one(), &Control::UNWATCHED).unwrap();
        // a base without churn grows at what was drawn
        let effect = 1e6 * (drawn - 0.2);
        assert!((groups.drivers - effect).abs() < 1e-6 * 1e6, "{} for {effect}", groups.drivers);
        let stories = super::super::draws::drivers(&plan, &one(), &[], &[], &Control::UNWATCHED).unwrap();
        assert_eq!((stories.len(), stories[0].effect, stories[0].median), (1, groups.drivers, 0.2));
        let law = match &plan.driver(id).value {
            Value::Random(random) => random.law.cdf(drawn),
            _ => f64::NAN,
        };
        assert!((stories[0].percentile - law).abs() < 1e-9);
    }
}
