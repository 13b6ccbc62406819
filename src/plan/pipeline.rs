//! The pipeline path: sources, stages, cycle, win rate.

use super::{CountsId, DriverId};
use crate::calendar::Schedule;

/// How opportunities come about and are decided.
#[derive(Clone, Debug)]
pub struct Pipeline {
    /// Open opportunities at time 0, or when they are decided.
    pub opening: OpeningPipeline,
    /// Share of decided opportunities that are won.
    pub win_rate: DriverId,
    /// Mean months from creation to decision.
    pub sales_cycle_months: DriverId,
    /// Coefficient of variation of the cycle.
    pub cycle_dispersion: DriverId,
    /// Share of the deals waiting for capacity that is kept from month to month.
    pub backlog_hold: DriverId,
    /// Multiplies every source's opportunities.
    pub opps_factor: DriverId,
    /// Pipeline creation weights, January first, mean 1.
    pub seasonality: [f64; 12],
    /// Where opportunities come from, sorted by name.
    pub sources: Vec<Source>,
}

/// The opening opportunities.
#[derive(Clone, Copy, Debug)]
pub enum OpeningPipeline {
    /// A whole number, in mid-cycle.
    Opps(DriverId),
    /// How many are decided in which month.
    Decisions(CountsId),
}

/// One source of opportunities.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// What brings its units.
    pub kind: SourceKind,
    /// Months from entry to opportunity.
    pub lag_months: DriverId,
    /// Conversion to opportunities, in order.
    pub stages: Vec<Stage>,
}

/// What brings a source's units each month.
#[derive(Clone, Debug)]
pub enum SourceKind {
    /// `volume` · Π (1 + growth_monthly)
    Volume {
        /// Units a month.
        volume: DriverId,
        /// Growth a month.
        growth_monthly: DriverId,
    },
    /// reference^(1-e) · spend^e / cost_per_unit
    Spend {
        /// Money a month.
        spend: DriverId,
        /// Money a unit.
        cost_per_unit: DriverId,
        /// e, 1 for proportional.
        elasticity: DriverId,
        /// Spend at which cost_per_unit holds; `None`: the spend before adjustments.
        reference_spend: Option<Schedule>,
    },
    /// `sdrs` · `per_sdr`
    Sdrs {
        /// SDRs.
        sdrs: DriverId,
        /// Units a month and SDR.
        per_sdr: DriverId,
    },
    /// `per_rep` · ramped reps
    PerRep {
        /// Units a month and ramped rep.
        per_rep: DriverId,
    },
}

/// One step of the funnel.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Index of its name in [`super::Plan::stages`].
    pub stage: usize,
    /// Share that gets there.
    pub rate: DriverId,
}
