//! What a trial drew for each driver, how unusual that is, and what it did to ARR.

use super::whatif;
use crate::plan::driver::Randomness;
use crate::plan::{DriverId, Per, Plan, Value};
use crate::simulate::{Control, DriverDraw, Noted, RunError, RunSpec};

/// One driver of the trial.
#[derive(Clone, Debug, PartialEq)]
pub struct DriverStory {
    /// Which.
    pub id: DriverId,
    /// What was drawn, before adjustments and risks; the mean of the plan's months where it varies.
    pub value: f64,
    /// Its median: of its law; where it varies, of the means over all trials.
    pub median: f64,
    /// How unusual: the chance of a lower value, ties counting half; of a mean, where it varies, the share of the run's
    /// trials.
    pub percentile: f64,
    /// ARR at the target date less what it would be in the same trial with the driver at its law's median throughout,
    /// money.
    pub effect: f64,
    /// Its draws where it varies: first month of each period, value, percentile in its law.
    pub draws: Vec<Draw>,
}

/// One draw of a driver that varies within the plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Draw {
    /// First month t of its period.
    pub t: usize,
    /// What was drawn.
    pub value: f64,
    /// The chance of a lower value, ties counting half.
    pub percentile: f64,
}

/// The drivers that vary within the plan, sorted by path.
pub fn varying(plan: &Plan) -> Vec<DriverId> {
    plan.random_drivers().into_iter().filter(|&id| random(plan, id).is_some_and(|r| r.per != Per::Plan)).collect()
}

fn random(plan: &Plan, id: DriverId) -> Option<&Randomness> {
    match &plan.driver(id).value {
        Value::Random(random) => Some(random),
        Value::Number(_) | Value::Schedule(_) => None,
    }
}

/// Every random driver of the trial, the most unusual first. `averages` has the plan's means of the `varying` drivers
/// over the run's trials.
///
/// # Errors
/// See [`RunError`].
pub fn drivers(
    plan: &Plan,
    one: &RunSpec,
    varying: &[DriverId],
    averages: &[Vec<f64>],
    control: &Control<'_>,
) -> Result<Vec<DriverStory>, RunError> {
    let ids = plan.random_drivers();
    let mut columns: Vec<Noted> = ids.iter().map(|&id| Noted::Driver(id)).collect();
    let periods: Vec<(DriverId, usize)> =
        varying.iter().flat_map(|&id| first_months(plan, id).into_iter().map(move |t| (id, t))).collect();
    columns.extend(periods.iter().map(|&(id, t)| Noted::DriverDraw(id, t)));
    let values = whatif::values(plan, one, &columns, control)?;
    let (means, drawn) = values.split_at(ids.len());
    let as_drawn = whatif::arr(plan, one, control)?;
    let mut stories = Vec::new();
    for (&id, &value) in ids.iter().zip(means) {
        let Some(random) = random(plan, id) else { continue };
        let average = varying.iter().position(|&v| v == id).and_then(|i| averages.get(i));
        let (median, percentile) = match average {
            Some(all) => among(all, value),
            None => (random.law.quantile(0.5), of_law(random, value)),
        };
        let draw = |(&(_, t), &value): (&(DriverId, usize), &f64)| Draw { t, value, percentile: of_law(random, value) };
        let draws = periods.iter().zip(drawn).filter(|((of, _), _)| *of == id).map(draw).collect();
        let at_median = DriverDraw::Pinned(random.law.quantile(0.5));
        let effect = as_drawn - whatif::arr(plan, &whatif::with(one, id, at_median), control)?;
        stories.push(DriverStory { id, value, median, percentile, effect, draws });
    }
    stories.sort_by(|a, b| (b.percentile - 0.5).abs().total_cmp(&(a.percentile - 0.5).abs()));
    Ok(stories)
}

/// P(X < x) + P(X = x) / 2 of a driver's law.
fn of_law(random: &Randomness, x: f64) -> f64 {
    0.5 * (random.law.cdf(x) + random.law.cdf(x.next_down()))
}

/// The median of some values, and the share of them below x, ties counting half.
fn among(all: &[f64], x: f64) -> (f64, f64) {
    let mut sorted = all.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let median = sorted.get(sorted.len() / 2).copied().unwrap_or(x);
    (median, super::rank(all, x).value.unwrap_or(0.5))
}

/// The first month t of each period of a driver.
fn first_months(plan: &Plan, id: DriverId) -> Vec<usize> {
    let calendar = &plan.calendar;
    let starts = |periods: Vec<(usize, usize)>| periods.into_iter().map(|(first, _)| first).collect();
    match random(plan, id).map(|r| r.per) {
        Some(Per::Month) => (1..=calendar.months).collect(),
        Some(Per::Quarter) => starts(calendar.quarters()),
        Some(Per::Year) => starts(calendar.years()),
        Some(Per::Plan) | None => vec![1],
    }
}
