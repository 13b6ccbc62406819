//! What a block adds to the tally.

use super::block::Block;
use super::record::add;
use crate::math::isa::each_lane;
use crate::math::lanes::{LANES, Lanes};
use crate::outcome::Tally;
use crate::outcome::tally::{Column, Hits};
use crate::plan::target::{at_least, target_path};
use crate::plan::{Kind, Metric, Plan};
use std::ops::Range;

/// How often each trial of a block counts.
pub type Weights = [u32; LANES];

/// Adds blocks to a tally, month by month.
#[derive(Clone, Debug)]
pub struct Tallier {
    path: Vec<f64>,
    quarters: Vec<Range<usize>>,
    years: Vec<Range<usize>>,
    /// By column: the quarter's and the year's sum so far.
    sums: Vec<[Lanes; 2]>,
    goal_sums: Vec<Lanes>,
    goals_met: Vec<[bool; LANES]>,
    on_target: [bool; LANES],
    arr_at_target: Lanes,
    cash_out: [bool; LANES],
}

impl Tallier {
    /// Room for one block at a time.
    pub fn new(plan: &Plan, columns: usize) -> Self {
        let ranges = |periods: Vec<(usize, usize)>| periods.into_iter().map(|(a, b)| a..b + 1).collect();
        Self {
            path: target_path(plan),
            quarters: ranges(plan.calendar.quarters()),
            years: ranges(plan.calendar.years()),
            sums: vec![[[0.0; LANES]; 2]; columns],
            goal_sums: vec![[0.0; LANES]; plan.goals.len()],
            goals_met: vec![[false; LANES]; plan.goals.len()],
            on_target: [false; LANES],
            arr_at_target: [0.0; LANES],
            cash_out: [false; LANES],
        }
    }

    /// Adds month `t` of a block.
    pub fn add_month(&mut self, plan: &Plan, block: &Block, t: usize, weights: &Weights, tally: &mut Tally) {
        let once = weights.iter().all(|&w| w == 1);
        for (i, column) in tally.columns.iter_mut().enumerate() {
            if let Some(lanes) = block.lanes(column.metric, column.segment) {
                let quarter = period_of(&self.quarters, t);
                let year = period_of(&self.years, t);
                add_column(column, lanes, t, [quarter, year], &mut self.sums[i], weights, once);
            }
        }
        self.watch_goals(plan, block, t);
        self.watch_arr(plan, block, t, weights, tally);
        if t == plan.calendar.months {
            self.finish(weights, tally);
        }
    }

    fn watch_goals(&mut self, plan: &Plan, block: &Block, t: usize) {
        for ((goal, sum), met) in plan.goals.iter().zip(&mut self.goal_sums).zip(&mut self.goals_met) {
            let Some(lanes) = block.lanes(goal.metric, goal.segment) else { continue };
            let adds_up = matches!(goal.metric.kind(), Kind::Flow | Kind::Share);
            if t == 1 {
                *sum = [0.0; LANES];
            }
            if adds_up && (goal.from..=goal.by).contains(&t) {
                add(sum, lanes);
            }
            if t == goal.by {
                let months = (goal.by + 1 - goal.from) as f64;
                let value = |i: usize| match goal.metric.kind() {
                    Kind::Stock | Kind::Ratio => lanes[i],
                    Kind::Flow => sum[i],
                    Kind::Share => sum[i] / months,
                };
                each_lane(|i| met[i] = goal.is_met(value(i)));
            }
        }
    }

    fn watch_arr(&mut self, plan: &Plan, block: &Block, t: usize, weights: &Weights, tally: &mut Tally) {
        let Some(arr) = block.lanes(Metric::Arr, None) else { return };
        if t == 1 {
            self.cash_out = [false; LANES];
        }
        self.count_on_path(plan, arr, t, weights, &mut tally.hits);
        for (c, replicate) in tally.hypercubes.iter_mut().enumerate() {
            self.count_on_path(plan, arr, t, &of_hypercube(weights, c), &mut replicate.hits);
        }
        if t == plan.target.by {
            self.arr_at_target = *arr;
            each_lane(|i| self.on_target[i] = plan.target.is_hit(arr[i]));
            for i in (0..LANES).filter(|&i| !self.on_target[i] && weights[i] > 0) {
                tally.misses.add(plan.target.arr - arr[i], weights[i] as u64);
            }
        }
        if let Some(cash) = block.lanes(Metric::Cash, None) {
            each_lane(|i| self.cash_out[i] |= cash[i] < 0.0);
        }
    }

    fn count_on_path(&self, plan: &Plan, arr: &Lanes, t: usize, weights: &Weights, hits: &mut Hits) {
        hits.on_path[t - 1] += counted(weights, |i| at_least(arr[i], self.path[t - 1]));
        for (milestone, hits) in plan.target.path.iter().zip(&mut hits.milestones).filter(|(m, _)| m.t == t) {
            *hits += counted(weights, |i| at_least(arr[i], milestone.arr));
        }
    }

    fn finish(&self, weights: &Weights, tally: &mut Tally) {
        self.count(weights, &mut tally.hits);
        for (c, replicate) in tally.hypercubes.iter_mut().enumerate() {
            let of_cube = of_hypercube(weights, c);
            self.count(&of_cube, &mut replicate.hits);
            replicate.arr.add_weighted(&self.arr_at_target, &of_cube);
        }
    }

    fn count(&self, weights: &Weights, hits: &mut Hits) {
        hits.trials += counted(weights, |_| true);
        hits.target += counted(weights, |i| self.on_target[i]);
        for (goal, met) in hits.goals.iter_mut().zip(&self.goals_met) {
            *goal += counted(weights, |i| met[i]);
        }
        hits.joint += counted(weights, |i| self.on_target[i] && self.goals_met.iter().all(|met| met[i]));
        hits.cash_out += counted(weights, |i| self.cash_out[i]);
    }
}

fn period_of(periods: &[Range<usize>], t: usize) -> (usize, bool, bool, f64) {
    let i = periods.iter().position(|p| p.contains(&t)).unwrap_or(0);
    (i, periods[i].start == t, periods[i].end == t + 1, periods[i].len() as f64)
}

/// Adds a month to its cell, and to its quarter and year where they add up.
fn add_column(
    column: &mut Column,
    lanes: &Lanes,
    t: usize,
    periods: [(usize, bool, bool, f64); 2],
    sums: &mut [Lanes; 2],
    weights: &Weights,
    once: bool,
) {
    let add_to = |cell: &mut crate::outcome::Cell, values: &Lanes| {
        if once { cell.add_block(values) } else { cell.add_weighted(values, weights) }
    };
    add_to(&mut column.months[t - 1], lanes);
    let is_share = column.metric.kind() == Kind::Share;
    for ((cells, sum), (i, starts, ends, months)) in
        [&mut column.quarters, &mut column.years].into_iter().zip(sums).zip(periods)
    {
        let Some(cell) = cells.get_mut(i) else { continue };
        if starts {
            *sum = *lanes;
        } else {
            add(sum, lanes);
        }
        if ends {
            if is_share {
                sum.iter_mut().for_each(|x| *x /= months);
            }
            add_to(cell, sum);
        }
    }
}

fn counted(weights: &Weights, holds: impl Fn(usize) -> bool) -> u64 {
    (0..LANES).map(|i| if holds(i) { weights[i] as u64 } else { 0 }).sum()
}

/// The weights of the trials of one Latin hypercube: trial i belongs to hypercube i mod 16, and so does lane i.
fn of_hypercube(weights: &Weights, hypercube: usize) -> Weights {
    std::array::from_fn(|i| if i % crate::sampling::design::HYPERCUBES as usize == hypercube { weights[i] } else { 0 })
}
