//! Targets that are none, and plan values that the own distribution holds for next to impossible.

use super::sizes::{percent_meant, short};
use super::{Places, usual, warn};
use crate::diagnostic::Diagnostic;
use crate::dist::{Dist, Law};
use crate::plan::{DriverId, Plan, Value};
use crate::scenario::codes;
use crate::scenario::suggest::typed;

/// A target growth above this (500 %: six times the opening ARR) was probably meant in percent; of a target in money, its
/// growth a year.
pub const HIGH_GROWTH: f64 = 5.0;

/// A `plan` below this percentile, or above its mirror image, is not what the distribution is about.
pub const FAR_OUT: f64 = 0.01;

/// A target that is below the start or too far above it, and milestones that fall.
pub fn of_target(plan: &Plan, places: &Places) -> Vec<Diagnostic> {
    let opening: f64 = plan.segments.iter().map(|segment| usual(plan, segment.opening_arr)).sum();
    let found = if places.contains_key("target.growth") {
        high_growth(plan, places)
    } else {
        far_target(plan, places, opening)
    };
    found.into_iter().chain(falling(plan, places)).collect()
}

/// `growth` as written: the target is the opening ARR as written, grown.
fn high_growth(plan: &Plan, places: &Places) -> Option<Diagnostic> {
    let written = |id: DriverId| match plan.driver(id).value {
        Value::Number(x) => x,
        _ => 0.0,
    };
    let opening: f64 = plan.segments.iter().map(|segment| written(segment.opening_arr)).sum();
    let growth = plan.target.arr / opening - 1.0;
    (opening > 0.0 && growth > HIGH_GROWTH).then(|| {
        let message =
            format!("target growth is {}: {}", short(growth), percent_meant(growth, "of the opening ARR on top"));
        let help = format!("the target would be {} times the opening ARR", short(growth + 1.0));
        warn(codes::UNIT, places, "target.growth", message).help(help)
    })
}

fn far_target(plan: &Plan, places: &Places, opening: f64) -> Option<Diagnostic> {
    let arr = plan.target.arr;
    if arr < opening {
        let message = format!("the target of {} is below the opening ARR of {}", typed(arr), short(opening));
        let help = "arr is the whole ARR at the end of by, not the new ARR; is it in thousands?";
        return Some(warn(codes::LOW_TARGET, places, "target.arr", message).help(help));
    }
    let years = (plan.target.by as f64 / 12.0).max(1.0);
    let growth = libm::pow(arr / opening, 1.0 / years) - 1.0;
    (opening > 0.0 && growth > HIGH_GROWTH).then(|| {
        let times = short(arr / opening);
        let message = format!("the target of {} is {times} times the opening ARR of {}", typed(arr), short(opening));
        let help = "are both in the same unit, whole money rather than thousands?";
        warn(codes::UNIT, places, "target.arr", message).help(help)
    })
}

fn falling(plan: &Plan, places: &Places) -> Vec<Diagnostic> {
    let pairs = plan.target.path.windows(2).filter(|pair| pair[1].arr < pair[0].arr);
    let fall = pairs.map(|pair| {
        let [before, after] = [pair[0], pair[1]];
        let (earlier, later) = (plan.calendar.month(before.t), plan.calendar.month(after.t));
        let message = format!(
            "the milestone of {later}, {}, is lower than that of {earlier}, {}",
            typed(after.arr),
            typed(before.arr)
        );
        let help = "milestones are the whole ARR at the end of a month, not what is added since the one before";
        warn(codes::FALLING_MILESTONES, places, "target.path", message).help(help)
    });
    fall.collect()
}

/// A `plan` that its own distribution holds for next to impossible.
pub fn far_plan(plan: &Plan, places: &Places, id: DriverId) -> Option<Diagnostic> {
    let driver = plan.driver(id);
    let Value::Random(random) = &driver.value else { return None };
    let planned = random.plan?;
    let [(low, lowest), (high, highest)] = usual_range(&random.law);
    let (side, end, of) = match planned {
        p if p < low => ("below", low, lowest),
        p if p > high => ("above", high, highest),
        _ => return None,
    };
    let message = format!("plan {} is {side} the distribution's {of} ({})", typed(planned), short(end));
    let help = "plan is what the budget assumes, in the unit of the distribution; where both are meant, one of them is not believed";
    Some(warn(codes::FAR_PLAN, places, &driver.path, message).help(help))
}

/// The values that a distribution is about, and what they are: its 1st and 99th percentile, or the ends that its author
/// gave it (a budget that assumes the least possible delay is bold, but no slip).
fn usual_range(law: &Law) -> [(f64, &'static str); 2] {
    let by_ends = match law.dist {
        Dist::Uniform(_) | Dist::Triangular(_) | Dist::Pert(_) | Dist::Discrete(_) | Dist::Empirical(_) => true,
        Dist::Normal(_) | Dist::LogNormal(_) | Dist::Beta(_) | Dist::Gamma(_) | Dist::Weibull(_) => false,
        Dist::Percentiles(_) => false,
    };
    if by_ends {
        [(law.min, "least value"), (law.max, "greatest value")]
    } else {
        [(law.quantile(FAR_OUT), "1st percentile"), (law.quantile(1.0 - FAR_OUT), "99th percentile")]
    }
}
