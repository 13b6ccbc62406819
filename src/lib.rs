//! `planodds`: the odds of a B2B SaaS revenue plan.
pub mod analysis;
pub mod calendar;
pub mod diagnostic;
pub mod dist;
pub mod math;
pub mod outcome;
pub mod plan;
pub mod simulate;
