//! ARR at the target date: its bins, split at the target, and the share of futures at or above each ARR.

use super::{Axis, MOST_LABELS, Mark, Native, Plot, Series, Tone, label_step};
use crate::analysis::distribution::Distribution;
use crate::analysis::odds::Odds;
use crate::plan::Plan;
use crate::report::findings;
use crate::report::format::{self, MoneyBlock};
use crate::report::table::{Cell, DataTable, missing, money, percent, text};

/// Both charts.
pub fn both(plan: &Plan, odds: &Odds, distribution: &Distribution) -> Vec<Native> {
    let mut both = vec![bins(plan, odds, distribution)];
    if distribution.bins.len() > 1 {
        both.push(exceedance(plan, odds, distribution));
    }
    both
}

/// The share of trials at or above x, between the points of the curve that of the next one below.
fn at_or_above(distribution: &Distribution, x: f64) -> f64 {
    let next = distribution.exceedance.partition_point(|point| point.0 < x - 1e-9 * x.abs());
    distribution.exceedance.get(next).map_or(0.0, |point| point.1)
}

/// The names of places on the axis: every so many by its amount, since programs that write all names would write them one
/// over the other.
fn names(places: &[f64], block: &MoneyBlock<'_>) -> Vec<Cell> {
    let step = label_step(places.len(), MOST_LABELS[1]);
    let name = |(i, x): (usize, &f64)| if i % step == 0 { text(block.text(*x)) } else { missing() };
    places.iter().enumerate().map(name).collect()
}

fn bins(plan: &Plan, odds: &Odds, distribution: &Distribution) -> Native {
    let edges = distribution.bins.iter().flat_map(|bin| [bin.0, bin.1]);
    let width = distribution.bins.first().map_or(0.0, |bin| bin.1 - bin.0);
    let block = MoneyBlock::new(edges, width / 3.0, &plan.currency);
    let hit = odds.probability.value.unwrap_or(0.0);
    let headings = ["From", "To", "Futures that miss the target", "Futures that reach it"];
    let headings = ["ARR"].into_iter().chain(headings).collect::<Vec<&str>>();
    let mut data = DataTable::new("chart_arr_bins", "ARR at the target date", &headings);
    let lows: Vec<f64> = distribution.bins.iter().map(|bin| bin.0).collect();
    for (&(low, high, share), name) in distribution.bins.iter().zip(names(&lows, &block)) {
        let reach = match () {
            _ if low >= odds.target_arr => share,
            // One value alone: every future has it.
            _ if low == high => hit,
            _ if high <= odds.target_arr => 0.0,
            // The target divides this bin: of all that reach it, those above the bin are elsewhere.
            _ => (hit - at_or_above(distribution, high)).clamp(0.0, share),
        };
        let shares = [share - reach, reach].map(|x| if x > 0.0 { percent(x, 2) } else { missing() });
        data.push([name, money(low), money(high)].into_iter().chain(shares).collect());
    }
    let highest = distribution.bins.iter().map(|bin| bin.2);
    let by = findings::by(plan, odds);
    Native {
        page: "landing",
        title: findings::distribution(plan, odds),
        data,
        plot: Plot::Upright(format!("ARR at the end of {by}, from")),
        values: Axis::shares("Share of futures", highest),
        series: vec![
            Series::new(3, "Miss the target", Mark::Stacked, Tone::Miss),
            Series::new(4, "Reach it", Mark::Stacked, Tone::Hit),
        ],
    }
}

/// A curve over places at the same distance from each other; what is filled below it changes at the target.
fn exceedance(plan: &Plan, odds: &Odds, distribution: &Distribution) -> Native {
    let places: Vec<f64> = distribution.exceedance.iter().map(|point| point.0).collect();
    let width = distribution.bins.first().map_or(0.0, |bin| bin.1 - bin.0);
    let block = MoneyBlock::new(places.iter().copied(), width / 3.0, &plan.currency);
    let headings = ["ARR", "At or above", "Futures at or above, below the target", "The same, from the target on"];
    let mut data = DataTable::new("chart_arr_exceedance", "How often ARR gets at least there", &headings);
    for (&(x, share), name) in distribution.exceedance.iter().zip(names(&places, &block)) {
        let here = percent(share, 1);
        let sides = if x < odds.target_arr { [here, missing()] } else { [missing(), here] };
        data.push([name, money(x)].into_iter().chain(sides).collect());
    }
    let target = format::money_exact(odds.target_arr, &plan.currency);
    Native {
        page: "landing",
        title: findings::exceedance(plan, odds),
        data,
        plot: Plot::Upright(format!("ARR at the end of {}", findings::by(plan, odds))),
        values: Axis::shares("Share of futures at or above", [1.0]),
        series: vec![
            Series::new(2, &format!("Below the target of {target}"), Mark::Area, Tone::Miss),
            Series::new(3, "From the target on", Mark::Area, Tone::Hit),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::report::sheet::Value;

    fn sum(native: &Native, column: usize) -> f64 {
        let cell = |row: &Vec<crate::report::table::Cell>| match row[column].value {
            Value::Number(x) => x,
            _ => 0.0,
        };
        native.data.rows.iter().map(cell).sum()
    }

    #[test]
    fn the_bin_at_the_target_is_split_so_that_the_hits_are_p_hit() {
        let plan = fixture::plan(12, 2);
        let (mut odds, distribution) = (fixture::odds(&plan, 0.1), fixture::distribution(&plan, 0.1));
        let above = 0.5 * libm::erfc((20e6 - 19e6) / 1.9e6 / std::f64::consts::SQRT_2);
        odds.probability.value = Some(above);
        let native = bins(&plan, &odds, &distribution);
        let beyond = distribution.exceedance.last().unwrap().1;
        // sums of 40 shares
        assert!((sum(&native, 4) + beyond - above).abs() < 1e-12);
        let all: f64 = distribution.bins.iter().map(|bin| bin.2).sum();
        assert!((sum(&native, 3) + sum(&native, 4) - all).abs() < 1e-12);
    }

    #[test]
    fn a_certain_plan_is_one_column() {
        let plan = fixture::plan(12, 2);
        let (mut odds, distribution) = (fixture::odds(&plan, 0.0), fixture::distribution(&plan, 0.0));
        odds.probability.value = Some(0.0);
        let all = both(&plan, &odds, &distribution);
        assert_eq!((all.len(), sum(&all[0], 3), sum(&all[0], 4)), (1, 1.0, 0.0));
    }
}
