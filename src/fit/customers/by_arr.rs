//! Churn by ARR beside churn by customers: whether the large leave more often than the small.

use super::churn;
use super::lives::Life;
use super::terms::Contract;
use crate::fit::day::{DAYS_A_YEAR, Day};
use crate::math::special::normal_cdf;
use crate::sampling::stream::Stream;
use rand_distr::{Distribution, Uniform};

/// Fewer departures than this say nothing of sizes, and would show single amounts.
const FEWEST_DEPARTURES: u64 = 5;

/// Probability below which those who left differ in ARR by more than chance, as for tenure.
const CHANCE: f64 = 0.01;

/// A tenth more or less ARR than the average customer's is no matter for a plan.
const MATTERS: f64 = 0.1;

/// Draws of as many customers as have left: the least probability that they can tell is 2 in 1,000.
const DRAWS: u32 = 999;

/// Departures from which on the mean of a draw is taken as normal.
const MANY: u64 = 500;

/// A stretch in which a customer could have left: a renewal, or the time for which it paid the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// What it paid, above 0.
    pub arr: f64,
    /// Renewals (1) or years.
    pub at_risk: f64,
    /// Whether it left at its end.
    pub left: bool,
}

/// Churn by customers and by ARR.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ByArr {
    /// Share of customers that leave, a year.
    pub of_customers: f64,
    /// Share of ARR that leaves with them, a year.
    pub of_arr: f64,
    /// Mean ARR of those who left over that of all at risk.
    pub ratio: f64,
    /// How often as many customers, drawn from all at risk, would be as far off, to either side.
    pub p_value: f64,
}

impl ByArr {
    /// Whether the two differ by enough to matter, and beyond chance.
    pub fn differs(&self) -> bool {
        (self.ratio - 1.0).abs() > MATTERS && self.p_value < CHANCE
    }
}

/// Stretches over time, from the first day or `observed_from` on.
pub fn over_time(lives: &[&Life], observed_from: Option<Day>, as_of: Day) -> Vec<Stretch> {
    let mut out = Vec::new();
    for life in lives {
        let exit = life.exit(as_of);
        let (mut arr, mut day) = (life.path.opening, observed_from.map_or(life.start, |from| from.max(life.start)));
        for step in life.path.moves.iter().filter(|step| step.day <= exit) {
            push(&mut out, arr, day, step.day);
            (arr, day) = (arr + step.arr, day.max(step.day));
        }
        push(&mut out, arr, day, exit);
        if let Some(last) = out.last_mut().filter(|_| life.end.is_some() && arr > 0.0 && exit > day) {
            last.left = true;
        }
    }
    out
}

fn push(out: &mut Vec<Stretch>, arr: f64, from: Day, to: Day) {
    if arr > 0.0 && to > from {
        out.push(Stretch { arr, at_risk: f64::from(to.since(from)) / DAYS_A_YEAR, left: false });
    }
}

/// Renewals, as churn counts them.
pub fn at_renewals(lives: &[&Life], contract: &Contract, observed_from: Option<Day>, as_of: Day) -> Vec<Stretch> {
    let mut out = Vec::new();
    for life in lives {
        let months = churn::months(life, contract);
        for term in churn::terms(life, months, as_of).filter(|t| t.is_seen(observed_from)) {
            let before = |day: Day| life.path.moves.iter().take_while(move |step| step.day < day).map(|step| step.arr);
            let arr = life.path.opening + before(term.due).sum::<f64>();
            if arr > 0.0 {
                out.push(Stretch { arr, at_risk: 1.0, left: term.left });
            }
        }
    }
    out
}

/// Both rates, a renewal being `term_years` long (`None`: departures over time), and whether those who left were a draw of all at risk.
/// `None` for fewer than 5 departures.
pub fn by_arr(mut all: Vec<Stretch>, term_years: Option<f64>) -> Option<ByArr> {
    let left = all.iter().filter(|s| s.left).count() as u64;
    if left < FEWEST_DEPARTURES {
        return None;
    }
    // Sums and draws do not depend on the rows' order.
    all.sort_by(|a, b| a.arr.total_cmp(&b.arr).then(a.at_risk.total_cmp(&b.at_risk)).then(a.left.cmp(&b.left)));
    let at_risk: f64 = all.iter().map(|s| s.at_risk).sum();
    let there = all.iter().map(|s| s.at_risk * s.arr).sum::<f64>() / at_risk;
    let gone = all.iter().filter(|s| s.left).map(|s| s.arr).sum::<f64>() / left as f64;
    let (rate, ratio) = (left as f64 / at_risk, gone / there);
    let annual = |rate: f64| match term_years {
        Some(years) => 1.0 - (1.0 - rate.min(1.0)).powf(1.0 / years),
        None => -(-rate).exp_m1(),
    };
    let p_value = p_value(&all, left, gone, there, at_risk);
    Some(ByArr { of_customers: annual(rate), of_arr: annual(rate * ratio), ratio, p_value })
}

/// If all leave alike, those who left are a draw from the stretches by what was at risk in each.
fn p_value(all: &[Stretch], left: u64, gone: f64, there: f64, at_risk: f64) -> f64 {
    if left >= MANY {
        let variance = all.iter().map(|s| s.at_risk * (s.arr - there).powi(2)).sum::<f64>() / at_risk / left as f64;
        return if variance > 0.0 { 2.0 * normal_cdf(-(gone - there).abs() / variance.sqrt()) } else { 1.0 };
    }
    let mut sum = 0.0;
    let reached: Vec<f64> = all.iter().map(|s| (sum += s.at_risk, sum).1).collect();
    let Ok(place) = Uniform::new(0.0, sum) else { return 1.0 };
    let mut rng = Stream::new(left, "fit customers by ARR").sequence();
    let mut one = || {
        let at = place.sample(&mut rng);
        all[reached.partition_point(|&r| r <= at).min(all.len() - 1)].arr
    };
    // Means that are the same up to rounding count to both sides.
    let [low, high] = [gone * (1.0 - 1e-9), gone * (1.0 + 1e-9)];
    let mut beyond = [1_u32; 2];
    for _ in 0..DRAWS {
        let drawn = (0..left).map(|_| one()).sum::<f64>() / left as f64;
        beyond = [beyond[0] + u32::from(drawn <= high), beyond[1] + u32::from(drawn >= low)];
    }
    (2.0 * f64::from(beyond[0].min(beyond[1])) / f64::from(DRAWS + 1)).min(1.0)
}
