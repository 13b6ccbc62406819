//! A segment: customers that buy alike.

use super::{DriverId, Pipeline, Retention, SalesForce};

/// Customers that buy alike, with their own motion.
#[derive(Clone, Debug)]
pub struct Segment {
    /// Its name.
    pub name: String,
    /// ARR at time 0, money.
    pub opening_arr: DriverId,
    /// Customers at time 0, whole.
    pub opening_customers: DriverId,
    /// How the two build-up paths are joined.
    pub reconcile: Reconcile,
    /// Sizes of new deals; present where there is a pipeline or a capacity.
    pub deals: Option<Deals>,
    /// The capacity path.
    pub sales_force: Option<SalesForce>,
    /// The pipeline path.
    pub pipeline: Option<Pipeline>,
    /// Renewals and expansion.
    pub retention: Retention,
}

/// Sizes of new deals.
#[derive(Clone, Debug)]
pub struct Deals {
    /// Mean ARR of a new deal, money.
    pub size: DriverId,
    /// Coefficient of variation of single deals round that mean.
    pub dispersion: DriverId,
}

/// Which path decides what is won.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reconcile {
    /// Deals wait for capacity.
    Constrained,
    /// Wins are what the pipeline yields.
    Pipeline,
    /// Wins are what capacity closes.
    Capacity,
    /// Neither path: a base with renewals only.
    BaseOnly,
}
