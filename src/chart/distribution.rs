//! ARR at the target date: its histogram, split at the target, and below it the share of futures at or above each ARR.

use super::canvas::{Anchor, Canvas, Point, lettering};
use super::labels;
use super::scale::{self, Plot, Scale};
use super::theme::{BLUE, HEIGHT, INK, LABEL, MARGIN, MUTED, ORANGE, SMALL, VERMILLION, WIDTH};
use crate::analysis::distribution::Distribution;
use crate::analysis::odds::Odds;
use crate::plan::Plan;
use crate::report::format::{self, MoneyBlock};
use crate::report::{findings, share_error};

/// A target further outside the bins than this many times their width is pointed to, not drawn to scale.
const TARGET_REACH: f64 = 1.5;
/// Half the width of the bar of a constant.
pub(super) const HALF_CONSTANT: f64 = 24.0;

/// What the chart draws.
#[derive(Clone, Debug)]
pub struct Histogram {
    /// ISO code.
    pub currency: String,
    /// "Dec 2027".
    pub by: String,
    /// Lower end, upper end (money), share of trials.
    pub bins: Vec<(f64, f64, f64)>,
    /// ARR and the share of trials at or above it.
    pub exceedance: Vec<(f64, f64)>,
    /// Target ARR.
    pub target: f64,
    /// The share that misses and the share that reaches it, as text.
    pub miss: String,
    /// As text.
    pub reach: String,
    /// What is said of each bin where a pointer rests on it, a line each; may be empty.
    pub tips: Vec<Vec<String>>,
}

/// The chart's data from the results.
pub fn histogram(plan: &Plan, odds: &Odds, distribution: &Distribution) -> Histogram {
    let error = format::half_width(&odds.probability).unwrap_or(0.01);
    let share = |p: Option<f64>| p.map_or(format::NOT_AVAILABLE.to_string(), |p| format::percent_within(p, error));
    Histogram {
        currency: plan.currency.clone(),
        by: findings::by(plan, odds),
        bins: distribution.bins.clone(),
        exceedance: distribution.exceedance.clone(),
        target: odds.target_arr,
        miss: share(odds.probability.value.map(|p| 1.0 - p)),
        reach: share(odds.probability.value),
        tips: distribution.bins.iter().map(|&bin| tip(bin, plan, odds, distribution)).collect(),
    }
}

/// "$18.2M to $18.6M", "5 % of futures", "62 % at or above $18.2M".
fn tip((low, high, share): (f64, f64, f64), plan: &Plan, odds: &Odds, distribution: &Distribution) -> Vec<String> {
    let block = MoneyBlock::new([low, high], 0.0, &plan.currency);
    let (from, to) = (block.text(low), block.text(high));
    let range = if from == to { from.clone() } else { format!("{from} to {to}") };
    let said = |share: f64| format::percent_within(share, share_error(share, odds.trials));
    // The curve has a point at every bin's end.
    let nearest = distribution.exceedance.iter().min_by(|a, b| (a.0 - low).abs().total_cmp(&(b.0 - low).abs()));
    let mut lines = vec![range, format!("{} of futures", said(share))];
    lines.extend(nearest.filter(|_| low < high).map(|point| format!("{} at or above {from}", said(point.1))));
    lines
}

/// Draws it below `top`.
pub(super) fn draw(canvas: &Canvas<'_>, data: &Histogram, top: f64) {
    let (bins, above) = plots(data, top);
    let (left, middle) = (bins.x.places().0, bins.y.places().0);
    shares(canvas, data, &bins, top + 12.0);
    target_name(canvas, data, &bins, top + 48.0);
    draw_bins(canvas, data, &bins);
    bins.base_line(canvas);
    let ticks = [0.0, 0.5, 1.0];
    above.left_axis(canvas, &ticks, &ticks.map(format::percent), SMALL);
    canvas.text("Share of futures at or above", (left, middle + 36.0), lettering(SMALL, MUTED));
    draw_exceedance(canvas, data, &above);
    above.base_line(canvas);
    target_line(canvas, data, &bins, &above);
    money_below(canvas, data, &above);
    let note = format!(
        "Futures by ARR at the end of {}, from the 0.1st to the 99.9th percentile. Above, how often it falls into each \
         range; below, how often it gets at least there.",
        data.by
    );
    labels::note(canvas, &note);
}

/// Where the bins stand, and the shares below them.
pub(super) fn plots(data: &Histogram, top: f64) -> (Plot, Plot) {
    let x = x_scale(data, (MARGIN + 84.0, WIDTH - MARGIN));
    let highest = data.bins.iter().map(|b| b.2).fold(0.0, f64::max);
    let middle = HEIGHT - 330.0;
    let bins = Plot { x, y: Scale::new((0.0, highest), (middle, top + 78.0)) };
    (bins, Plot { x, y: Scale::new((0.0, 1.0), (HEIGHT - 112.0, middle + 62.0)) })
}

/// Over the bins and, where it is not too far off, the target.
fn x_scale(data: &Histogram, places: (f64, f64)) -> Scale {
    let (low, high) = scale::extent(data.bins.iter().flat_map(|b| [b.0, b.1]));
    let reach = TARGET_REACH * if high > low { high - low } else { low.abs() };
    let target = Some(data.target).filter(|t| *t >= low - reach && *t <= high + reach);
    Scale::over([low, high].into_iter().chain(target), places)
}

/// Bins in two colours; the one that the target divides is divided there.
fn draw_bins(canvas: &Canvas<'_>, data: &Histogram, plot: &Plot) {
    let base = plot.y.places().0;
    let bar = |from: f64, to: f64, share: f64, colour| {
        canvas.rectangle((from + 0.5, plot.y.at(share)), ((to - 0.5).max(from + 1.5), base), colour);
    };
    let target = plot.x.at(data.target);
    for &(low, high, share) in data.bins.iter().filter(|b| b.2 > 0.0) {
        if low == high {
            let (x, colour) = (plot.x.at(low), if low >= data.target * (1.0 - 1e-9) { BLUE } else { ORANGE });
            bar(x - HALF_CONSTANT, x + HALF_CONSTANT, share, colour);
        } else if high <= data.target {
            bar(plot.x.at(low), plot.x.at(high), share, ORANGE);
        } else if low >= data.target {
            bar(plot.x.at(low), plot.x.at(high), share, BLUE);
        } else {
            bar(plot.x.at(low), target, share, ORANGE);
            bar(target, plot.x.at(high), share, BLUE);
        }
    }
}

/// The share on each side of the target, at the plot's ends.
fn shares(canvas: &Canvas<'_>, data: &Histogram, plot: &Plot, y: f64) {
    let (left, right) = plot.x.places();
    let (number, words) = (lettering(28.0, INK).semi_bold(), lettering(LABEL, MUTED));
    let entry = |share: &str, rest: &str, colour, start: f64| {
        canvas.rectangle((start, y - 9.0), (start + 18.0, y + 9.0), colour);
        canvas.text(share, (start + 28.0, y), number);
        canvas.text(rest, (start + 38.0 + number.width(share), y + 2.0), words);
    };
    let width = |share: &str, rest: &str| 38.0 + number.width(share) + words.width(rest);
    entry(&data.miss, "miss the target", ORANGE, left);
    entry(&data.reach, "reach it", BLUE, right - width(&data.reach, "reach it"));
}

/// The target's name over its line, or at the edge beyond which it lies.
fn target_name(canvas: &Canvas<'_>, data: &Histogram, plot: &Plot, y: f64) {
    let target = format::money_exact(data.target, &data.currency);
    let (low, high) = plot.x.values();
    let text = if data.target > high {
        format!("Target {target} →")
    } else if data.target < low {
        format!("← Target {target}")
    } else {
        format!("Target {target}")
    };
    let look = lettering(LABEL, VERMILLION).semi_bold().at(Anchor::Middle);
    let (left, right) = plot.x.places();
    let half = look.width(&text) / 2.0;
    let most = (right - half).max(left + half);
    canvas.text(&text, (plot.x.inside(data.target).clamp(left + half, most), y), look);
}

fn draw_exceedance(canvas: &Canvas<'_>, data: &Histogram, plot: &Plot) {
    let (left, right) = plot.x.values();
    let first = data.exceedance.first().map_or(left, |p| p.0);
    let last = data.exceedance.last().map_or(right, |p| p.0);
    let curve = data.exceedance.iter().copied();
    let points: Vec<Point> = [(left, 1.0), (first, 1.0)]
        .into_iter()
        .chain(curve)
        .chain([(last, 0.0), (right, 0.0)])
        .map(|(x, p)| plot.at(x, p))
        .collect();
    canvas.line(&points, BLUE, 3.5);
}

/// The target through both plots, with the share at or above it; nothing where it lies outside.
fn target_line(canvas: &Canvas<'_>, data: &Histogram, bins: &Plot, above: &Plot) {
    let (low, high) = bins.x.values();
    if !(low..=high).contains(&data.target) {
        return;
    }
    let x = bins.x.at(data.target);
    let (middle, top) = bins.y.places();
    let (bottom, start) = above.y.places();
    canvas.dashed(&[(x, top - 12.0), (x, middle)], VERMILLION, 2.5);
    canvas.dashed(&[(x, start), (x, bottom)], VERMILLION, 2.5);
}

fn money_below(canvas: &Canvas<'_>, data: &Histogram, plot: &Plot) {
    let ticks = plot.x.ticks(9);
    let labels = format::money_ticks(&ticks, &data.currency);
    plot.bottom_axis(canvas, &ticks.into_iter().zip(labels).collect::<Vec<_>>(), SMALL);
}
