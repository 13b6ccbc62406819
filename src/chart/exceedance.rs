//! The chance to end at any ARR or more, as a curve.

use super::axis::Axis;
use super::curve::{Answer, Curve, Line, Point, Shape};
use super::scale::extent;
use super::{Content, Figure};
use crate::analysis::distribution::Distribution;
use crate::analysis::odds::Odds;
use crate::outcome::Provenance;
use crate::plan::Plan;
use crate::report::findings::{self, P10, P50, P90};
use crate::report::format;

/// A target further outside the curve than this many times its width is not drawn to scale.
const TARGET_REACH: f64 = 1.5;
/// Of so many points of the curve one is drawn: a quarter of a bar apart, with a tip at each.
const EVERY: usize = 2;

/// The chart with the name that its files have; `None` where every future has the same ARR.
pub(super) fn figure(
    plan: &Plan,
    provenance: &Provenance,
    odds: &Odds,
    distribution: &Distribution,
) -> Option<(&'static str, Figure)> {
    let figure = Figure {
        title: findings::exceedance(plan, odds),
        subtitle: findings::subtitle_with_error(plan, provenance, odds),
        content: Content::Curve(curve(plan, odds, distribution)),
    };
    (!distribution.is_constant()).then_some(("arr_exceedance", figure))
}

fn curve(plan: &Plan, odds: &Odds, distribution: &Distribution) -> Curve {
    let by = findings::by(plan, odds);
    let (low, high) = extent(distribution.exceedance.iter().map(|p| p.0));
    let reach = TARGET_REACH * (high - low);
    let is_near = (low - reach..=high + reach).contains(&odds.target_arr);
    let target = format::money_exact(odds.target_arr, &plan.currency);
    let answer = Answer {
        x: odds.target_arr,
        y: odds.probability.value.unwrap_or(f64::NAN),
        text: format!("Target {target}: {}", format::probability(&odds.probability)),
    };
    let aside = if is_near { String::new() } else { format!(" The target, {target}, lies far outside.") };
    Curve {
        x: Axis::Money(plan.currency.clone()),
        x_title: format!("ARR at the end of {by}"),
        x_labels: Vec::new(),
        y: Axis::Percent,
        y_title: "Share of futures that end there or higher".to_string(),
        lines: vec![Line {
            label: String::new(),
            shape: Shape::Smooth,
            points: points(plan, odds, distribution, is_near),
        }],
        level: None,
        answer: Some(answer).filter(|_| is_near),
        note: format!("Futures from the 0.1st to the 99.9th percentile.{aside}"),
    }
}

/// The curve, drawn to a target outside of it if that is near.
fn points(plan: &Plan, odds: &Odds, distribution: &Distribution, is_near: bool) -> Vec<Point> {
    let plain = |(x, y): (f64, f64)| Point { x, y, interval: None, text: None };
    let curve = &distribution.exceedance;
    let last = curve.len().saturating_sub(1);
    let kept = |(i, _): &(usize, &(f64, f64))| i.is_multiple_of(EVERY) || *i == last;
    let mut points: Vec<Point> = curve.iter().enumerate().filter(kept).map(|(_, &point)| plain(point)).collect();
    let outside = |x: f64| curve.first().is_some_and(|p| x < p.0) || curve.last().is_some_and(|p| x > p.0);
    if let Some(p) = odds.probability.value.filter(|_| is_near && outside(odds.target_arr)) {
        points.push(plain((odds.target_arr, p)));
    }
    points.extend(marks(plan, odds, curve));
    points.sort_by(|a, b| a.x.total_cmp(&b.x));
    points
}

/// Where nine in ten, half and one in ten of all futures get, on the curve.
fn marks(plan: &Plan, odds: &Odds, curve: &[(f64, f64)]) -> Vec<Point> {
    let block = findings::at_target(plan, odds);
    let on_curve = |x: f64| {
        let after = curve.partition_point(|p| p.0 < x);
        let (&(x0, y0), &(x1, y1)) = (curve.get(after.checked_sub(1)?)?, curve.get(after)?);
        Some(y0 + (x - x0) / (x1 - x0) * (y1 - y0))
    };
    let mark = |(name, i): (&str, usize)| {
        let x = odds.arr[i].value?;
        let text = format!("{name} {}", block.text(x));
        Some(Point { x, y: on_curve(x)?, interval: None, text: Some(text) })
    };
    [("9 in 10 reach", P10), ("Half reach", P50), ("1 in 10 reaches", P90)].into_iter().filter_map(mark).collect()
}
