//! The capacity path: reps, ramp, attrition, quota.

use super::{CountsId, DriverId};

/// Reps and what they can close.
#[derive(Clone, Debug)]
pub struct SalesForce {
    /// Ramped reps at the start, whole.
    pub reps: DriverId,
    /// Reps who are still ramping at the start, in the order of the file.
    pub ramping: Vec<Ramping>,
    /// Planned hires by month.
    pub hires: CountsId,
    /// Months by which a class starts late.
    pub hiring_slip_months: DriverId,
    /// Months to full productivity.
    pub ramp_months: DriverId,
    /// The way there.
    pub ramp_curve: RampCurve,
    /// Quota of a ramped rep, money a year.
    pub quota_annual: DriverId,
    /// Share of quota that a ramped rep closes when pipeline is not scarce.
    pub attainment: DriverId,
    /// Share of reps who leave in a year.
    pub attrition_annual: DriverId,
    /// Whether leavers are replaced.
    pub backfill: bool,
    /// Months until a leaver's replacement starts.
    pub backfill_months: DriverId,
    /// Capacity weights, January first, mean 1.
    pub seasonality: [f64; 12],
}

/// Reps who started shortly before the plan.
#[derive(Clone, Debug)]
pub struct Ramping {
    /// How many, whole.
    pub reps: DriverId,
    /// Months since they started, at time 0.
    pub tenure: DriverId,
}

/// Productivity by x = age / ramp_months, up to x = 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RampCurve {
    /// x
    Linear,
    /// x² (3 - 2x)
    SCurve,
    /// 1 where x = 1, else 0
    Step,
}
