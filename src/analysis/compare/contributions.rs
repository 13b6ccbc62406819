//! What each difference contributes to the difference in mean ARR and in P(hit): Shapley values, which add up.
//!
//! The players are the differences; a coalition is the plan that takes them from the other scenario and the rest from
//! the first. In each block of 256 trials the players change sides one after the other in a random order, in the next
//! block in the reverse order; a player's contribution is what the value gains when it changes sides, averaged over all
//! blocks (Castro, Gómez and Tejada 2009; order and reverse order: Mitchell, Cooper, Frank and Holmes 2022). Since the
//! difference itself is known from many more trials, contributions are moved to
//! add up to that one by the regression of theirs on it over the blocks (double sampling: Cochran 1977, section 12.6).

use super::Sample;
use super::paired::{Measure, Paired, around};
use super::players::{self, Players};
use crate::analysis::Estimate;
use crate::analysis::interval::student_t_95;
use crate::math::lanes::LANES;
use crate::plan::pair::{Difference, Pair, Part, Side, hybrid};
use crate::plan::{Metric, Plan};
use crate::sampling::stream::Stream;
use crate::simulate::block::BlockSpec;
use crate::simulate::{Control, KeptColumn, Noted, RunError, RunSpec, each_block, one_block};

/// Blocks that an interval needs at least.
const LEAST_BLOCKS: usize = 6;

/// What the differences contribute.
#[derive(Clone, Debug, PartialEq)]
pub struct Contributions {
    /// By player, those that move mean ARR most first.
    pub players: Vec<Contribution>,
    /// What they add up to: the difference in mean ARR, money.
    pub arr: f64,
    /// What they add up to: the difference in P(hit).
    pub hit: f64,
    /// Trials that were walked through.
    pub trials: u64,
}

/// One player.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    /// What changes sides.
    pub parts: Vec<Part>,
    /// To the difference in mean ARR, money.
    pub arr: Estimate,
    /// To the difference in P(hit).
    pub hit: Estimate,
}

/// Why there are none.
#[derive(Clone, Debug, PartialEq)]
pub enum NoContributions {
    /// They were not asked for.
    NotAsked,
    /// A plan between the two cannot be run, though both can.
    Impossible(RunError),
}

/// What is asked.
pub struct Question<'q> {
    /// The two plans.
    pub pair: &'q Pair<'q>,
    /// In what they differ.
    pub differences: &'q [Difference],
    /// Month t at which ARR is read.
    pub date: usize,
    /// The differences that are to be made up.
    pub paired: &'q Paired,
}

/// Summed over the trials of a block.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Value {
    /// ARR at the date.
    pub arr: f64,
    /// Hits of the target.
    pub hits: f64,
}

/// What plans between two are worth.
pub struct Walk<'w> {
    pair: &'w Pair<'w>,
    date: usize,
}

/// One block: its trials, the whole difference and what each player gained.
struct Steps {
    trials: f64,
    whole: Value,
    gains: Vec<Value>,
}

/// The contributions; the samples are those of the two plans over (at least) the trials that are walked through.
///
/// # Errors
/// See [`RunError`]; a plan between the two that cannot be run is no error.
pub fn contributions(
    question: &Question<'_>,
    samples: (&Sample, &Sample),
    spec: &RunSpec,
    control: &Control<'_>,
    trials: u64,
) -> Result<Result<Contributions, NoContributions>, RunError> {
    if trials == 0 {
        return Ok(Err(NoContributions::NotAsked));
    }
    let trials = trials.min(samples.0.arr.len() as u64);
    let spec = RunSpec { trials: 0..trials, design_trials: trials, ..spec.clone() };
    let walk = Walk { pair: question.pair, date: question.date };
    let asked = players::players(question.pair, question.differences);
    let walked = players::grouped(asked, &walk, &spec, control)
        .and_then(|players| walk.all(&players, samples, &spec, control).map(|steps| (players, steps)));
    match walked {
        Ok((players, steps)) => Ok(Ok(attributed(players, &steps, question.paired, trials))),
        Err(error @ (RunError::NotPositive { .. } | RunError::NotFinite { .. })) => {
            Ok(Err(NoContributions::Impossible(error)))
        }
        Err(error) => Err(error),
    }
}

impl Walk<'_> {
    /// The value of the plan that takes the players which `from_b` names from B.
    pub fn value(
        &self,
        players: &Players,
        from_b: &dyn Fn(usize) -> bool,
        spec: &RunSpec,
        block: &BlockSpec,
    ) -> Result<Value, RunError> {
        let player = |part: &Part| players.iter().position(|parts| parts.contains(part));
        let side = |part: &Part| if player(part).is_some_and(from_b) { Side::B } else { Side::A };
        let plan = hybrid(self.pair, &side);
        let arr = |t| Noted::Metric(KeptColumn { metric: Metric::Arr, segment: None, t });
        let lanes = one_block(&plan, spec, block, &[arr(self.date), arr(plan.target.by)])?;
        Ok(summed(&plan, &lanes[0][block.lanes.clone()], &lanes[1][block.lanes.clone()]))
    }

    fn all(
        &self,
        players: &Players,
        samples: (&Sample, &Sample),
        spec: &RunSpec,
        control: &Control<'_>,
    ) -> Result<Vec<Steps>, RunError> {
        let orders = Stream::new(spec.seed, "order of differences");
        // from B to A the same plans are met as from A to B: the answer is the same but for its sign
        let backwards = self.pair.plan(Side::A).digest > self.pair.plan(Side::B).digest;
        each_block(
            spec,
            control,
            || (),
            |(), block| {
                let first = block.number as usize * LANES;
                let trials = first + block.lanes.start..first + block.lanes.end;
                let (none, all) = (of_sample(samples.0, trials.clone()), of_sample(samples.1, trials));
                let mut gains = vec![Value::default(); players.len()];
                let mut order = random_order(orders, players.len(), block.number / 2);
                if (block.number % 2 == 1) != backwards {
                    order.reverse();
                }
                let (mut coalition, mut before) = (vec![false; players.len()], none);
                for (step, &player) in order.iter().enumerate() {
                    coalition[player] = true;
                    let after = match step + 1 == order.len() {
                        true => all,
                        false => self.value(players, &|p| coalition[p], spec, &block)?,
                    };
                    gains[player] = Value { arr: after.arr - before.arr, hits: after.hits - before.hits };
                    before = after;
                }
                let whole = Value { arr: all.arr - none.arr, hits: all.hits - none.hits };
                Ok(Steps { trials: block.lanes.len() as f64, whole, gains })
            },
        )
        .map(|blocks| blocks.chunks(2).map(together).collect())
    }
}

/// A block and the next one, in which the order is reversed.
fn together(blocks: &[Steps]) -> Steps {
    let sum = |of: &dyn Fn(&Steps) -> Value| {
        let add = |sum: Value, x: Value| Value { arr: sum.arr + x.arr, hits: sum.hits + x.hits };
        blocks.iter().map(of).fold(Value::default(), add)
    };
    Steps {
        trials: blocks.iter().map(|b| b.trials).sum(),
        whole: sum(&|b| b.whole),
        gains: (0..blocks[0].gains.len()).map(|player| sum(&|b| b.gains[player])).collect(),
    }
}

fn summed(plan: &Plan, arr: &[f64], at_target: &[f64]) -> Value {
    let hits = at_target.iter().filter(|arr| plan.target.is_hit(**arr)).count() as f64;
    Value { arr: arr.iter().sum(), hits }
}

fn of_sample(sample: &Sample, trials: std::ops::Range<usize>) -> Value {
    let hits = sample.hit[trials.clone()].iter().filter(|hit| **hit).count() as f64;
    Value { arr: sample.arr[trials].iter().sum(), hits }
}

/// The players in a random order, all orders equally likely.
fn random_order(stream: Stream, players: usize, block: u64) -> Vec<usize> {
    let uniform = |player: usize| stream.uniform(block, 0, player as u32);
    let mut order: Vec<usize> = (0..players).collect();
    order.sort_by(|&i, &j| uniform(i).total_cmp(&uniform(j)));
    order
}

fn attributed(players: Players, steps: &[Steps], paired: &Paired, trials: u64) -> Contributions {
    let of = |measure| paired.of(measure).map_or(Estimate::default(), |d| d.difference);
    let hits_error = {
        let hit = of(Measure::Hit);
        // the interval is that of all pairs: half of it in standard errors
        hit.high.zip(hit.low).map_or(0.0, |(high, low)| (high - low) / 2.0 / student_t_95(f64::INFINITY))
    };
    let known = |value: Option<f64>, error: f64| Known { value: value.unwrap_or(0.0), error };
    let arr = known(of(Measure::MeanArr).value, paired.paired_error);
    let hit = known(of(Measure::Hit).value, hits_error);
    let column = |read: fn(&Value) -> f64, known: Known| -> Vec<Estimate> {
        (0..players.len()).map(|player| estimate(steps, player, read, known)).collect()
    };
    let (arrs, hits) = (column(|v| v.arr, arr), column(|v| v.hits, hit));
    let sum = |estimates: &[Estimate]| estimates.iter().filter_map(|e| e.value).sum::<f64>();
    let (whole_arr, whole_hit) = (sum(&arrs), sum(&hits));
    let contribution = |((parts, arr), hit): ((Vec<Part>, Estimate), Estimate)| Contribution { parts, arr, hit };
    let mut all: Vec<Contribution> = players.into_iter().zip(arrs).zip(hits).map(contribution).collect();
    let size = |c: &Contribution| c.arr.value.unwrap_or(0.0).abs();
    all.sort_by(|a, b| size(b).total_cmp(&size(a)).then_with(|| a.parts.cmp(&b.parts)));
    Contributions { players: all, arr: whole_arr, hit: whole_hit, trials }
}

/// The whole difference as all trials tell it.
#[derive(Clone, Copy)]
struct Known {
    value: f64,
    error: f64,
}

/// A player's contribution: its mean gain φ, moved by β (known - whole), where β is the slope of its gains on the whole
/// differences over the blocks. The slopes of all players add up to 1, so what they add up to is the known difference. Its
/// variance is that of the residuals over the blocks plus β² times that of the known difference.
fn estimate(steps: &[Steps], player: usize, read: fn(&Value) -> f64, known: Known) -> Estimate {
    let trials: f64 = steps.iter().map(|s| s.trials).sum();
    let mean = |of: &dyn Fn(&Steps) -> f64| steps.iter().map(of).sum::<f64>() / trials;
    let (gain, whole) = (mean(&|s| read(&s.gains[player])), mean(&|s| read(&s.whole)));
    let gain_of = |s: &Steps| read(&s.gains[player]) - gain * s.trials;
    let whole_of = |s: &Steps| read(&s.whole) - whole * s.trials;
    let sum = |of: &dyn Fn(&Steps) -> f64| steps.iter().map(of).sum::<f64>();
    let squares = sum(&|s| whole_of(s) * whole_of(s));
    let slope = if squares > 0.0 { sum(&|s| gain_of(s) * whole_of(s)) / squares } else { 0.0 };
    let value = gain + slope * (known.value - whole);
    let blocks = steps.len() as f64;
    if steps.len() < LEAST_BLOCKS {
        return Estimate { value: Some(value), low: None, high: None };
    }
    let residual = |s: &Steps| gain_of(s) - slope * whole_of(s);
    let variance = sum(&|s| residual(s) * residual(s)) / (blocks - 2.0) * blocks / (trials * trials);
    let error = (variance + slope * slope * known.error * known.error).sqrt();
    around(value, student_t_95(blocks - 2.0) * error)
}
