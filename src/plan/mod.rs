//! The validated plan: plain data, immutable, every number inside its domain.
//!
//! Everything that an adjustment can change is a [`Driver`] (or a [`Counts`]) in one list; the parts of the plan
//! name them by [`DriverId`]. So what-ifs, risks, levers and sensitivity steps are one mechanism.

pub mod adjust;
pub mod dependence;
pub mod driver;
pub mod finance;
pub mod lever;
pub mod metric;
pub mod owner;
pub mod pair;
pub mod pipeline;
pub mod retention;
pub mod risk;
pub mod sales_force;
pub mod segment;
pub mod target;

pub use adjust::{Adjustment, Change, Window};
pub use dependence::Dependence;
pub use driver::{Counts, CountsId, Domain, Driver, DriverId, Notes, Per, Randomness, Timing, Unit, Value};
pub use finance::Finance;
pub use metric::{Kind, Metric};
pub use pipeline::{OpeningPipeline, Pipeline, Source, SourceKind, Stage};
pub use retention::{KeyAccount, Retention};
pub use risk::{Lever, LeverAmount, LeverChange, Risk};
pub use sales_force::{RampCurve, Ramping, SalesForce};
pub use segment::{Deals, Reconcile, Segment};
pub use target::{Bound, Goal, Milestone, Target};

use crate::calendar::Calendar;
use std::collections::BTreeMap;

/// A whole plan, ready to be simulated.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its name, free text.
    pub name: String,
    /// ISO 4217 code of all money.
    pub currency: String,
    /// Its months.
    pub calendar: Calendar,
    /// The top-down number and its milestones.
    pub target: Target,
    /// Further goals, in the order of the file.
    pub goals: Vec<Goal>,
    /// Every numeric input that may be uncertain or adjusted.
    pub drivers: Vec<Driver>,
    /// Every count schedule (hires, opening decisions).
    pub counts: Vec<Counts>,
    /// The segments, sorted by name.
    pub segments: Vec<Segment>,
    /// Names of all stages, sorted; [`Metric::Stage`] holds an index into it.
    pub stages: Vec<String>,
    /// Costs and cash, where given.
    pub finance: Option<Finance>,
    /// Groups of drivers that are correlated, each with its factorised matrix.
    pub dependence: Vec<Dependence>,
    /// Risks and opportunities, sorted by name.
    pub risks: Vec<Risk>,
    /// What leadership could do; used by the analyses only.
    pub levers: Vec<Lever>,
    /// Metric name to the owner's name, where the scenario gives one.
    pub owners: BTreeMap<String, String>,
    /// How to run it unless the command line says otherwise.
    pub run: RunDefaults,
    /// "sha256:..." of the resolved scenario in canonical order.
    pub digest: String,
}

/// `[run]` of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunDefaults {
    /// Trials, at least 1.
    pub trials: u64,
    /// Seed.
    pub seed: u64,
    /// How per-plan drivers are sampled.
    pub sampling: Sampling,
}

/// How drivers that are drawn once a trial are sampled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sampling {
    /// Pseudo-random; the same trial has the same uniforms in every scenario.
    Random,
    /// Latin hypercube: 16 independent hypercubes (McKay, Beckman and Conover 1979).
    Lhs,
}

impl RunDefaults {
    /// The most trials that a run takes: at some 10 µs a trial and core, hours.
    pub const MAX_TRIALS: i64 = 1_000_000_000;
}

impl Sampling {
    /// The word in scenarios and results.
    pub fn name(self) -> &'static str {
        match self {
            Sampling::Random => "random",
            Sampling::Lhs => "lhs",
        }
    }
}

impl Plan {
    /// The driver with this id.
    pub fn driver(&self, id: DriverId) -> &Driver {
        &self.drivers[id.0]
    }

    /// Index of the segment that a driver belongs to; `None`: the whole company.
    pub fn segment_of(&self, id: DriverId) -> Option<usize> {
        let name = self.driver(id).path.strip_prefix("segments.")?.split('.').next()?;
        self.segments.iter().position(|segment| segment.name == name)
    }

    /// The count schedule with this id.
    pub fn counts(&self, id: CountsId) -> &Counts {
        &self.counts[id.0]
    }

    /// Adds a driver while a plan is built.
    pub fn add_driver(&mut self, driver: Driver) -> DriverId {
        self.drivers.push(driver);
        DriverId(self.drivers.len() - 1)
    }

    /// Adds a count schedule while a plan is built.
    pub fn add_counts(&mut self, counts: Counts) -> CountsId {
        self.counts.push(counts);
        CountsId(self.counts.len() - 1)
    }

    /// ARR at time 0 over all segments, after adjustments, money.
    pub fn opening_arr(&self) -> f64 {
        self.segments.iter().map(|s| self.driver(s.opening_arr).fixed()).sum()
    }

    /// The drivers that are drawn, sorted by path.
    pub fn random_drivers(&self) -> Vec<DriverId> {
        let random = |id: &DriverId| matches!(self.driver(*id).value, Value::Random(_));
        let mut ids: Vec<DriverId> = (0..self.drivers.len()).map(DriverId).filter(random).collect();
        ids.sort_by(|a, b| self.driver(*a).path.cmp(&self.driver(*b).path));
        ids
    }
}
