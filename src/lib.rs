//! `planodds`: the odds of a B2B SaaS revenue plan.
pub mod analysis;
pub mod calendar;
pub mod chart;
pub mod diagnostic;
pub mod dist;
pub mod export;
pub mod math;
pub mod outcome;
pub mod plan;
pub mod report;
pub mod sampling;
pub mod scenario;
pub mod simulate;
