//! What knowing a driver is worth to somebody who has to choose between two plans.
//!
//! Both plans run through the same trials. D is the value of the second less that of the first, trial by trial; knowing
//! a driver is worth E[max(0, E[D | x])] - max(0, E\[D\]): what is gained on average if one may choose after it is known
//! ([`information_value`]).

use super::input::{Input, columns, inputs, values};
use super::{Outcomes, falling, hits};
use crate::analysis::Estimate;
use crate::analysis::sensitivity::bins::bins;
use crate::analysis::sensitivity::knowing::{information_value, value_of_all};
use crate::analysis::sensitivity::mean_with_error;
use crate::analysis::sensitivity::ranks::ranked;
use crate::plan::Plan;
use crate::simulate::{self, Control, RunError, RunSpec};

/// One of the plans to choose from.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// What it costs beside the other, money a year.
    pub cost: f64,
}

/// One of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The first.
    First,
    /// The second.
    Second,
}

/// What a driver or a risk is worth knowing.
#[derive(Clone, Copy, Debug)]
pub struct Informed {
    /// The plan that it is in: the first, unless only the second has it.
    pub of: Which,
    /// Which.
    pub input: Input,
    /// Worth of knowing it: of ARR less cost in money, of the hit in points of probability.
    pub worth: Outcomes<Estimate>,
}

/// The answer. ARR is at the target date, less cost.
#[derive(Clone, Debug)]
pub struct Between {
    /// Trials.
    pub trials: u64,
    /// Mean value of the first plan.
    pub first: Outcomes<Estimate>,
    /// Mean value of the second.
    pub second: Outcomes<Estimate>,
    /// Mean of the second less the first, trial by trial.
    pub difference: Outcomes<Estimate>,
    /// Worth of knowing everything, chance too: no knowledge is worth more.
    pub everything: Outcomes<Estimate>,
    /// What single drivers and risks are worth, of ARR less cost the most valuable first.
    pub inputs: Vec<Informed>,
}

/// What every driver is worth knowing before one chooses between two plans.
///
/// # Errors
/// See [`RunError`].
pub fn between(
    first: Choice<'_>,
    second: Choice<'_>,
    spec: &RunSpec,
    control: &Control<'_>,
) -> Result<Between, RunError> {
    let of_first = simulate::sample(first.plan, spec, control, &columns(first.plan))?;
    let of_second = simulate::sample(second.plan, spec, control, &columns(second.plan))?;
    let values = [value(first, &of_first[0]), value(second, &of_second[0])];
    let less = |a: &[f64], b: &[f64]| b.iter().zip(a).map(|(b, a)| b - a).collect::<Vec<f64>>();
    let [a, b] = &values;
    let difference = Outcomes { arr: less(&a.arr, &b.arr), hit: less(&a.hit, &b.hit) };
    let known = known(first.plan, second.plan);
    let inform = |i: usize| {
        let (of, input, column) = known[i];
        let (plan, sample) = match of {
            Which::First => (first.plan, &of_first),
            Which::Second => (second.plan, &of_second),
        };
        let x = input_values(plan, input, &sample[column]);
        let cut = bins(&x, &ranked(&x));
        Informed { of, input, worth: difference.map(|d| information_value(&cut, d)) }
    };
    let mut inputs = simulate::each_of(known.len(), spec, control, inform)?;
    inputs.sort_by(|a, b| falling(&a.worth.arr, &b.worth.arr).then(falling(&a.worth.hit, &b.worth.hit)));
    Ok(Between {
        trials: difference.arr.len() as u64,
        first: a.map(|v| mean_with_error(v)),
        second: b.map(|v| mean_with_error(v)),
        everything: difference.map(|d| value_of_all(d)),
        difference: difference.map(|d| mean_with_error(d)),
        inputs,
    })
}

fn value(choice: Choice<'_>, arr: &[f64]) -> Outcomes<Vec<f64>> {
    Outcomes { arr: arr.iter().map(|arr| arr - choice.cost).collect(), hit: hits(choice.plan, arr) }
}

/// What can be known: the first plan's drivers and risks, and those that only the second has; each with its column.
fn known(first: &Plan, second: &Plan) -> Vec<(Which, Input, usize)> {
    let name = |plan: &Plan, input: Input| match input {
        Input::Driver(id) => plan.driver(id).path.clone(),
        Input::Risk(risk) => format!("risk {}", plan.risks[risk].name),
    };
    let of_first = inputs(first);
    let names: Vec<String> = of_first.iter().map(|&input| name(first, input)).collect();
    let own = of_first.iter().enumerate().map(|(i, &input)| (Which::First, input, i + 1));
    let others = inputs(second);
    let new = others.iter().enumerate().filter(|(_, input)| !names.contains(&name(second, **input)));
    own.chain(new.map(|(i, &input)| (Which::Second, input, i + 1))).collect()
}

/// A driver's values; of a risk whether it strikes by the target date.
fn input_values(plan: &Plan, input: Input, column: &[f64]) -> Vec<f64> {
    let (x, struck) = values(plan, input, column);
    struck.unwrap_or(x)
}
