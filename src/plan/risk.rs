//! Risks and opportunities, and the levers of the analyses.

use super::{CountsId, DriverId, Window};

/// Something that happens by chance.
#[derive(Clone, Debug)]
pub struct Risk {
    /// Its name.
    pub name: String,
    /// Chance that it happens at all.
    pub probability: DriverId,
    /// Months t of which one is drawn evenly (first and last).
    pub window: Window,
    /// Months that its adjustments last; `None`: to the end.
    pub duration: Option<usize>,
    /// One-off cash in the month in which it happens, signed.
    pub cash: f64,
}

/// What leadership could do; used by the analyses only.
#[derive(Clone, Debug)]
pub struct Lever {
    /// Its name.
    pub name: String,
    /// What one unit x of it changes.
    pub changes: Vec<LeverChange>,
    /// Least x.
    pub min: f64,
    /// Greatest x.
    pub max: f64,
    /// Step of x.
    pub step: f64,
    /// Money a year and unit of x, where given.
    pub cost: Option<f64>,
    /// Months until it works.
    pub lead_months: f64,
    /// Who decides it.
    pub owner: Option<String>,
}

/// One adjustment of a lever.
#[derive(Clone, Debug)]
pub struct LeverChange {
    /// The drivers that it changes.
    pub drivers: Vec<DriverId>,
    /// The count schedules that it changes.
    pub counts: Vec<CountsId>,
    /// Factor.
    pub multiply: LeverAmount,
    /// Addend.
    pub add: LeverAmount,
    /// When.
    pub window: Window,
}

/// A number, or the lever's amount x.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LeverAmount {
    /// A fixed number.
    Number(f64),
    /// x.
    X,
}
