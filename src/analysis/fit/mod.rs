//! The plan held against history: which fitted inputs go into it, and how many futures like history each of its own
//! numbers beats.

mod held;
mod place;
mod volume;

pub use held::{Held, Side, better};
pub use place::{MOST_DAYS_APART, Why, segment_of};
pub use volume::{MONTHS, OPPORTUNITIES_PLANNED};

use crate::fit::day::Day;
use crate::fit::driver::Fitted;
use crate::fit::history::History;
use crate::plan::Plan;
use crate::simulate::RunError;
use crate::simulate::planned;

/// What becomes of every fitted input beside a plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Against {
    /// Those that go into the plan, under the names that they have there.
    pub taken: Vec<Fitted>,
    /// Those among them that history does not give as such, and why they go in.
    pub added: Vec<Added>,
    /// Those that do not, and why.
    pub left_out: Vec<LeftOut>,
    /// The plan's inputs against history, one for each that is taken, the most optimistic first; those that no side is
    /// better of come last.
    pub held: Vec<Held>,
}

/// An input that goes into the plan because of others that do.
#[derive(Clone, Debug, PartialEq)]
pub struct Added {
    /// Its path.
    pub path: String,
    /// Why.
    pub why: WhyAdded,
}

/// Why an input goes into a plan that history does not give as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyAdded {
    /// The contract has another length than the plan's, and no weights of that length are known.
    EvenRenewals,
    /// History's volume goes in, and history shows no growth beyond chance.
    NoGrowth,
    /// History's expansion goes in, and price increases are part of it.
    PriceInside,
}

/// A fitted input that does not go into the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    /// Its path.
    pub path: String,
    /// Why.
    pub why: Why,
}

/// Holds a plan against what was fitted as of a day.
///
/// # Errors
/// Where the plan as written cannot be walked through.
pub fn against(plan: &Plan, history: &History, as_of: Day) -> Result<Against, RunError> {
    let as_written = planned::planned(plan)?;
    let mut against = Against::default();
    for segment in place::segments(&history.fitted) {
        let of_segment: Vec<&Fitted> =
            history.fitted.iter().filter(|f| place::segment_of(&f.path) == Some(segment)).collect();
        place::place(&place::Beside { plan, as_written: &as_written, as_of, segment }, &of_segment, &mut against);
    }
    let elsewhere = history.fitted.iter().filter(|f| place::segment_of(&f.path).is_none());
    against.left_out.extend(elsewhere.map(|f| LeftOut { path: f.path.clone(), why: Why::NoSegment }));
    against.held = held::held(plan, &against.taken);
    Ok(against)
}

#[cfg(test)]
mod tests;
