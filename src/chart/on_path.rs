//! The share of futures at or above the path to the target, by month.

use super::canvas::{Anchor, Canvas, Point, lettering};
use super::labels;
use super::scale::{self, Plot, Scale};
use super::theme::{BANDS, BLUE, HEIGHT, INK, LABEL, MARGIN, MUTED, PAPER, SMALL, VERMILLION, WIDTH};
use crate::analysis::odds::Odds;
use crate::plan::Plan;
use crate::report::{chances, format};

/// What the chart draws, one entry a month where not said otherwise.
#[derive(Clone, Debug)]
pub struct OnPath {
    /// "Jan 27".
    pub months: Vec<String>,
    /// Share of futures at or above the path; NaN where undefined.
    pub shares: Vec<f64>,
    /// Lower ends of their intervals; NaN where there is none.
    pub low: Vec<f64>,
    /// Upper ends.
    pub high: Vec<f64>,
    /// The shares as text.
    pub texts: Vec<String>,
    /// The path's ARR as text.
    pub path: Vec<String>,
    /// Whether there are milestones, so that the path rises; without any it is the target in every month.
    pub has_milestones: bool,
    /// Months t of the milestones and of the target.
    pub marks: Vec<usize>,
    /// What is said of each month where a pointer rests on it, a line each; may be empty.
    pub tips: Vec<Vec<String>>,
}

/// The chart's data from the results.
pub fn on_path(plan: &Plan, odds: &Odds) -> OnPath {
    let or_nan = |x: Option<f64>| x.unwrap_or(f64::NAN);
    let months = odds.on_path.len().min(odds.path.len());
    let path = path_texts(plan, odds);
    OnPath {
        months: (1..=months).map(|t| format::month_short(plan.calendar.month(t))).collect(),
        shares: odds.on_path.iter().map(|e| or_nan(e.value)).collect(),
        low: odds.on_path.iter().map(|e| or_nan(e.low)).collect(),
        high: odds.on_path.iter().map(|e| or_nan(e.high)).collect(),
        texts: odds.on_path.iter().map(format::probability).collect(),
        tips: (1..=months).map(|t| tip(plan, odds, t, &path[t - 1])).collect(),
        path,
        has_milestones: !odds.milestones.is_empty(),
        marks: odds.milestones.iter().map(|m| m.t).chain([odds.by]).collect(),
    }
}

/// "Jun 2027", "44 % of futures at or above $16.0M", "95 % interval 43 % to 45 %".
fn tip(plan: &Plan, odds: &Odds, t: usize, path: &str) -> Vec<String> {
    let share = &odds.on_path[t - 1];
    let name = if t == odds.by { "the target, " } else { "" };
    let mut lines = vec![
        format::month(plan.calendar.month(t)),
        format!("{} of futures at or above {name}{path}", format::probability(share)),
    ];
    lines.extend(chances::spread(share).map(|spread| format!("Simulation error: {spread}")));
    lines
}

/// The path's ARR: exact at the milestones and the target, where it was put in, one unit and number of decimals between them.
fn path_texts(plan: &Plan, odds: &Odds) -> Vec<String> {
    let between = format::MoneyBlock::new(odds.path.iter().copied(), 0.0, &plan.currency);
    let text = |(i, &arr): (usize, &f64)| {
        let wanted = odds.milestones.iter().find(|m| m.t == i + 1).map(|m| m.arr);
        let from_target_on = (i + 1 >= odds.by || odds.milestones.is_empty()).then_some(odds.target_arr);
        match wanted.or(from_target_on) {
            Some(arr) => format::money_exact(arr, &plan.currency),
            None => between.text(arr),
        }
    };
    odds.path.iter().enumerate().map(text).collect()
}

/// Draws it below `top`.
pub(super) fn draw(canvas: &Canvas<'_>, data: &OnPath, top: f64) {
    let plot = plot(data, top);
    let ticks = [0.0, 0.25, 0.5, 0.75, 1.0];
    plot.left_axis(canvas, &ticks, &ticks.map(format::percent), SMALL);
    marks(canvas, &plot, data);
    let points = |values: &[f64]| -> Vec<Point> {
        values.iter().enumerate().map(|(i, &share)| plot.at((i + 1) as f64, share)).collect()
    };
    let band: Vec<Point> = points(&data.low).into_iter().chain(points(&data.high).into_iter().rev()).collect();
    canvas.polygon(&band, BANDS[1]);
    plot.base_line(canvas);
    canvas.line(&points(&data.shares), BLUE, 4.0);
    shown_months(canvas, &plot, data);
    labels::note(canvas, &note(data));
}

/// Where its months and shares stand.
pub(super) fn plot(data: &OnPath, top: f64) -> Plot {
    Plot {
        x: Scale::new((0.5, data.months.len() as f64 + 0.5), (MARGIN + 84.0, WIDTH - MARGIN)),
        y: Scale::new((0.0, 1.0), (HEIGHT - 150.0, top + 44.0)),
    }
}

fn note(data: &OnPath) -> String {
    let path = if data.has_milestones {
        "Red lines: milestones and target. Between milestones the path is a straight line, without seasonality; each \
         month is judged alone."
    } else {
        "Share of futures with the target's ARR at the end of each month, each judged alone. Red line: the target's date."
    };
    let has_interval = data.low.iter().any(|x| x.is_finite());
    let interval = if has_interval { " Shaded: 95 % interval of the simulation." } else { "" };
    format!("{path}{interval}")
}

/// A line at every milestone and at the target.
fn marks(canvas: &Canvas<'_>, plot: &Plot, data: &OnPath) {
    let (bottom, top) = plot.y.places();
    for &t in &data.marks {
        let x = plot.x.at(t as f64);
        canvas.dashed(&[(x, top), (x, bottom)], VERMILLION, 1.5);
    }
}

/// Points, shares, months and the path's ARR, at those months that leave the texts room.
fn shown_months(canvas: &Canvas<'_>, plot: &Plot, data: &OnPath) {
    let (left, right) = plot.x.places();
    let small = lettering(SMALL, MUTED).at(Anchor::Middle);
    let texts: Vec<String> = data.months.iter().chain(&data.path).cloned().collect();
    // Twice the labels on twice the width: both rows must fit.
    let step = scale::label_step(&texts, &scale::MONTH_STEPS, small, 2.0 * (right - left));
    let shown = scale::shown(data.months.len(), step);
    let bottom = plot.y.places().0;
    let axis: Vec<(f64, String)> = shown.iter().map(|&t| (t as f64, data.months[t - 1].clone())).collect();
    plot.bottom_axis(canvas, &axis, SMALL);
    let heading = if data.has_milestones { "Path" } else { "Target" };
    canvas.text(heading, (left - 12.0, bottom + 52.0), small.at(Anchor::End));
    for &t in &shown {
        canvas.text(&data.path[t - 1], (plot.x.at(t as f64), bottom + 52.0), small);
        let (x, y) = plot.at(t as f64, data.shares[t - 1]);
        canvas.circle((x, y), 8.0, PAPER);
        canvas.circle((x, y), 6.0, BLUE);
        labels::plate(canvas, &data.texts[t - 1], (x, y - 26.0), lettering(LABEL, INK).semi_bold().at(Anchor::Middle));
    }
}
