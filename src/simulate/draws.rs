//! Which draws a run makes: the one kernel serves simulation, the plan as written, replay and sensitivity analysis.

use crate::plan::DriverId;
use std::collections::BTreeMap;

/// A copy of all random numbers; copies are independent of one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copy {
    /// The usual one.
    A,
    /// A second one, for designs that exchange drivers between two samples.
    B,
}

impl Copy {
    /// What the names of this copy's streams end with.
    pub fn suffix(self) -> &'static str {
        match self {
            Copy::A => "",
            Copy::B => "#B",
        }
    }
}

/// Where a driver's values come from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DriverDraw {
    /// Drawn.
    Sampled(Copy),
    /// This value in every trial and month, before adjustments.
    Pinned(f64),
    /// What the plan states: its `plan` value, else its median.
    AsWritten,
}

/// Where counts, deal sizes and risks come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chance {
    /// Drawn.
    Drawn(Copy),
    /// Counts at their expectation without rounding, no risks.
    Expected,
}

/// The draws of a run.
#[derive(Clone, Debug)]
pub struct Draws {
    /// All drivers but those listed in `drivers`.
    pub all_drivers: DriverDraw,
    /// Single drivers that differ.
    pub drivers: BTreeMap<DriverId, DriverDraw>,
    /// The model's own chance events.
    pub chance: Chance,
}

impl Draws {
    /// Everything drawn: a simulation.
    pub fn sampled() -> Self {
        Self { all_drivers: DriverDraw::Sampled(Copy::A), drivers: BTreeMap::new(), chance: Chance::Drawn(Copy::A) }
    }

    /// Nothing drawn: the plan as written.
    pub fn as_written() -> Self {
        Self { all_drivers: DriverDraw::AsWritten, drivers: BTreeMap::new(), chance: Chance::Expected }
    }

    /// Where one driver's values come from.
    pub fn driver(&self, id: DriverId) -> DriverDraw {
        self.drivers.get(&id).copied().unwrap_or(self.all_drivers)
    }
}
